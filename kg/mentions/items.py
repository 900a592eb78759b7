"""A sentence as a row of items: typed atoms, names and plain words, one letter each.

The grammars are regular expressions over the letters, so that a rule reads like its construction
and cannot see, or cross, the inside of an atom.

    S state   J its adjective or demonym   M its government's seat   L place   R region   r its adj.
    O organisation   K coalition   T office   g offices (plural)   N name   D date   # number
    A acronym   E event noun
    other letters: see ``vocabulary.WORD_CODES``; x any other word
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity, PartialDate, Span

if TYPE_CHECKING:
    from kg.reference import Name


class Office(NamedTuple):
    """An office as printed, without its state: "Secretary of State", "foreign minister"."""

    words: str
    head: str
    plural: bool = False
    of: Entity | None = None
    to: Entity | None = None
    known: Entity | None = None
    unique_to: Entity | None = None
    subnational: bool = False
    former: bool = False
    body: Item | None = None


class Item(NamedTuple):
    """A stretch of a sentence with one letter for its class and what is known about it.

    ``leads`` are the states that a coalition's phrase says lead it, ``within`` is the state that a
    body's own name begins with: "Kenyan Foreign Ministry".
    """

    code: str
    text: str
    start: int
    end: int
    names: tuple[Name, ...] = ()
    office: Office | None = None
    date: PartialDate | None = None
    until: PartialDate | None = None
    value: int | None = None
    qualifier: str = ""
    entity: Entity | None = None
    token: str = ""
    leads: tuple[Entity, ...] = ()
    within: Entity | None = None

    @property
    def span(self) -> Span:
        """Where it stands in the article."""
        return Span(self.start, self.end)

    @property
    def lower(self) -> str:
        """The text in lower case, for word tests."""
        return self.text.lower()

    @property
    def known(self) -> Entity | None:
        """The reference entity it names, if it names just one."""
        return self.entity or (self.names[0].entity if self.names else None)


@dataclass(frozen=True)
class Row:
    """The items of one sentence, and their letters as a string of the same length."""

    index: int
    items: tuple[Item, ...]

    @cached_property
    def codes(self) -> str:
        """The letters of the items."""
        return "".join(item.code for item in self.items)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The items in lower case."""
        return tuple(item.lower for item in self.items)

    @cached_property
    def states(self) -> frozenset[Entity]:
        """The states that it names, by name or adjective."""
        known = (item.known for item in self.items if item.code in "SJ")
        return frozenset(state for state in known if state is not None)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(item.start for item in self.items)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(item.end for item in self.items)

    def until(self, offset: int) -> int:
        """How many items end at an offset of the text or before it."""
        return bisect_right(self._ends, offset)

    def since(self, offset: int) -> int:
        """The position of the first item that begins at an offset of the text or after it."""
        return bisect_left(self._starts, offset)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern over the letters; match positions are item positions."""
        return pattern.finditer(self.codes)
