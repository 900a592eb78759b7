"""Whether something stands inside one of many stretches of text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from kg.model import Span


class Spans:
    """Stretches of a text, asked for whether one of them contains another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def contain(self, span: Span) -> bool:
        """Whether one of the stretches begins before and ends after another, or with it."""
        place = bisect_right(self._starts, span.start)
        return place > 0 and self._reach[place - 1] >= span.end
