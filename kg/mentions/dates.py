"""Finds the dates an article names and resolves them against its own date, never inventing one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.mentions.date_forms import (
    DONE,
    FUTURE,
    NOT_A_YEAR,
    PAST,
    PATTERN,
    SAID_JUST_BEFORE,
    SURE,
    TIME_WORDS,
    YEAR_ALONE,
)
from kg.mentions.date_reading import Reader, read
from kg.model import Document, PartialDate, Span

_WINDOW: Final = 160
_AFTER: Final = 100
_NEAR: Final = 60
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time: where it stands and which day, month or year it names.

    ``value`` is None when nothing tells which ("last summer", or "Monday" in an article without a
    date). ``end`` closes a range. ``kind`` is the form of words: day, month, year, weekday,
    relative or interval. ``cue`` says whether the words around it point to the past or the future.
    """

    span: Span
    value: PartialDate | None
    end: PartialDate | None = None
    kind: str = "day"
    cue: str = ""
    sentence: int = 0


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """The dates named in an article, in order, resolved as far as it tells them.

    Args:
        document: its article's ``published`` resolves weekdays, "yesterday" and days without a
            year. Without it these stay partial or None: no year is invented.

    Returns:
        One mention an expression; none overlap.
    """
    reader = Reader(document.article.published)
    text = document.article.text
    return tuple(
        mention
        for sentence in document.sentences
        if _tells_time(text[sentence.span.start : sentence.span.end].casefold())
        for mention in _in_sentence(text, sentence.span, sentence.index, reader)
    )


def _tells_time(words: str) -> bool:
    """Whether a sentence has a word of time or a year, without which it has no date."""
    return (
        "day" in words
        or not TIME_WORDS.isdisjoint(_WORD.findall(words))
        or YEAR_ALONE.search(words) is not None
    )


def _in_sentence(text: str, span: Span, index: int, reader: Reader) -> Iterator[DateMention]:
    cues: _Cues | None = None
    reader.told = False
    for match in PATTERN.finditer(text, span.start, span.end):
        if _is_false(text, match):
            continue
        reader.groups = match.groupdict()
        reader.words = " ".join(match[0].split())
        cues = cues or _Cues(text, span)
        reader.cue, reader.sure = cues.of(match)
        value, end, kind = read(reader)
        if value is None and kind == "":
            continue
        if value is not None and (day := _day(value)):
            reader.previous, reader.told = day, True
        start, stop = _bare(match)
        yield DateMention(Span(start, stop), value, end, kind, reader.cue, index)


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """Without the preposition or article that a month alone needs in order to be one."""
    if match["in_month"]:
        return match.start("in_m"), match.end()
    if match["mod_m"]:
        return match.start("mod_m"), match.end()
    return match.start(), match.end()


def _is_false(text: str, match: re.Match[str]) -> bool:
    for name in ("m_m", "d_m", "my_m", "rel_m", "in_m", "mod_m"):
        if match[name] and not match[name][0].isupper():
            return True
    if (match["wd"] or "A")[0].islower():
        return True
    if match["wd"] and match["wd"].endswith("."):
        return True
    if match["year"]:
        return bool(NOT_A_YEAR.search(text, max(0, match.start() - 12), match.start()))
    return False


class _Cues:
    """The words of a sentence that tell past from future, found once for all its dates."""

    def __init__(self, text: str, sentence: Span) -> None:
        self._text, self._start = text, sentence.start
        self._future = _places(FUTURE, text, sentence)
        self._past = _places(PAST, text, sentence)
        self._sure = _places(SURE, text, sentence)
        self._done = _places(DONE, text, sentence)

    def of(self, match: re.Match[str]) -> tuple[str, bool]:
        """Past or future, by the nearest telling words before a date, else just after it.

        And whether it is sure that the day is still to come, or that it has passed.
        """
        start = match.start()
        if SAID_JUST_BEFORE.search(self._text, max(self._start, start - _NEAR), start):
            return "past", False
        future, past, sure = (
            _last(places, start) for places in (self._future, self._past, self._sure)
        )
        if future == past == -1:
            return self._after(match.end()), False
        if future >= past:
            return "future", sure > past
        return "past", _last(self._done, start) == past

    def _after(self, end: int) -> str:
        future, past = (_first(places, end) for places in (self._future, self._past))
        if future is not None and (past is None or future < past):
            return "future"
        return "past" if past is not None else ""


_Places = tuple[list[int], list[int]]


def _places(pattern: re.Pattern[str], text: str, sentence: Span) -> _Places:
    found = list(pattern.finditer(text, sentence.start, sentence.end))
    return [m.start() for m in found], [m.end() for m in found]


def _last(places: _Places, before: int) -> int:
    """Where the last of the words before a place begins, or -1."""
    starts, ends = places
    index = bisect_right(ends, before) - 1
    return starts[index] if index >= 0 and starts[index] >= before - _WINDOW else -1


def _first(places: _Places, after: int) -> int | None:
    starts, ends = places
    index = bisect_left(starts, after)
    return starts[index] if index < len(starts) and ends[index] <= after + _AFTER else None


def _day(value: PartialDate) -> date | None:
    if value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day)
