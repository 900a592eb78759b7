"""Which office a "counterpart" holds: that of whoever is named before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolution.persons import Holding

if TYPE_CHECKING:
    from kg.resolution.context import Context

_ELSEWHERE = (
    ("secretary of state", "Foreign Minister"),
    ("defense secretary", "Defense Minister"),
    ("secretary of defense", "Defense Minister"),
    ("treasury secretary", "Finance Minister"),
)


def office_of_counterpart(holding: Holding, context: Context) -> str:
    """The office of whoever the counterpart is one of: the last other office named before."""
    for index in range(holding.row, max(-1, holding.row - 4), -1):
        row = context.rows[index]
        offices = [
            i.office
            for i in row.items
            if i.office is not None
            and i.end <= (holding.span.start if index == holding.row else i.end)
            and not i.office.head.startswith("counterpart")
            and i.office.head not in ("leaders", "leader")
        ]
        specific = [o for o in offices if len(o.words.split()) > 1] or offices
        if specific and (index < holding.row or len(specific[-1].words.split()) > 1):
            return _abroad(_singular(specific[-1].words), holding.of)
    return ""


def _abroad(words: str, of: Entity | None) -> str:
    """What the counterpart of a United States secretary is called elsewhere."""
    if of is None or of.iso3 in ("USA", ""):
        return words
    return next((name for head, name in _ELSEWHERE if head in words.lower()), words)


def _singular(words: str) -> str:
    return re.sub(r"(minister|secretar|president|leader)(s|ies)\b", _one, words, flags=re.I)


def _one(match: re.Match[str]) -> str:
    return match[1] + ("y" if match[2] == "ies" else "")
