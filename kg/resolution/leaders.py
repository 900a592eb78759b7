"""Of which state a leader is whom a text names without it: "President N" on a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolution.persons import compatible, name_words

if TYPE_CHECKING:
    from kg.reference import Reference, Tenure

_EARLY = 75
"""Days before the first day known in which news may already give the office."""


@cache
def _by_surname(reference: Reference) -> Mapping[str, tuple[Tenure, ...]]:
    found: dict[str, list[Tenure]] = {}
    for row in reference.tenures():
        for word in name_words(row.holder.label):
            found.setdefault(word, []).append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def state_led(
    words: tuple[str, ...], office: Entity | None, on: date | None, reference: Reference
) -> Entity | None:
    """The one state whose leader of that name and office a day allows; None when several do.

    Parameters: the words of the name, folded; the office; the article's day, if known; the
    reference data. A given name alone ("Abdullah") must be the whole name of the table.
    """
    if office is None or not words:
        return None
    terms = [
        row
        for row in _by_surname(reference).get(words[-1], ())
        if row.office == office and compatible(words, name_words(row.holder.label))
    ]
    found = {row.of for row in terms if on is None or _has_begun(row, on)}
    return found.pop() if len(found) == 1 else None


def _has_begun(row: Tenure, on: date) -> bool:
    if row.since is None:
        return True
    since = row.since
    first = date(since.year or date.min.year, since.month or 1, since.day or 1)
    return (first - on).days <= _EARLY
