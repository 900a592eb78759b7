"""Of which state an office is that was told a sentence before without a name.

"S's foreign minister has arrived in P. Foreign Minister N was greeted ...": news opens with the
office and names its holder next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.model import Entity
from kg.resolution.gathering import government
from kg.resolution.incumbents import office_words
from kg.resolution.persons import Holding, Person

if TYPE_CHECKING:
    from kg.resolution.context import Context

_WITHIN = 2
_UNNAMED = re.compile(r"(?P<of>[SO])'(?P<office>T)(?![NT])|(?P<by>[SJ])(?P<held>T)(?![NT])")


def told_without_name(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The one state or body of which an office just before was told that nobody was named for."""
    if holding.former or person.first_row < holding.row:
        return None
    words = office_words(holding)
    rows = context.rows[max(0, holding.row - _WITHIN) : holding.row]
    found = {of for row in rows for of in _told(row, words, context) if of is not None}
    return found.pop() if len(found) == 1 else None


def _told(row: Row, words: str, context: Context) -> list[Entity | None]:
    """Of whom an office is that a sentence tells without a name."""
    matches = _UNNAMED.finditer(row.codes)
    pairs = [(m.start("of" if m["of"] else "by"), m.end() - 1) for m in matches]
    return [
        government(row.items[of], context.reference)
        for of, office in pairs
        if (told := row.items[office].office) is not None and told.words.lower() == words
    ]
