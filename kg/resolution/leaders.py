"""Of which state a leader is whom a text names without it: "President N" on a date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Entity, PartialDate
from kg.resolution.persons import compatible, name_words

if TYPE_CHECKING:
    from kg.reference import Reference, Tenure

_EARLY, _LATE = 75, 180
"""Days before and after a term in which news may already or still give the office."""


@cache
def _by_surname(reference: Reference) -> Mapping[str, tuple[Tenure, ...]]:
    found: dict[str, list[Tenure]] = {}
    for row in reference.leaders:
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
    now = [row for row in terms if on is None or _is_near(row, on)]
    past = [row for row in terms if on is not None and _begun_by(row, on)]
    found = {row.of for row in now or past}
    return found.pop() if len(found) == 1 else None


def _begun_by(row: Tenure, on: date) -> bool:
    return row.since is None or _day(row.since, last=False) <= on


def _is_near(row: Tenure, on: date) -> bool:
    if row.since is not None and (_day(row.since, last=False) - on).days > _EARLY:
        return False
    return row.until is None or (on - _day(row.until, last=True)).days <= _LATE


def _day(partial: PartialDate, *, last: bool) -> date:
    year = partial.year or date.min.year
    month = partial.month or (12 if last else 1)
    return date(year, month, partial.day or (monthrange(year, month)[1] if last else 1))
