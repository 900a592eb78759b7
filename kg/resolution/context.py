"""What a reason for an office's state may look at, found once for the whole text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.mentions import Item, Row
from kg.model import Document, Entity
from kg.resolution.abroad import is_history, partners, states_named
from kg.resolution.appointments import Appointment
from kg.resolution.gathering import People
from kg.resolution.incumbents import Incumbent, incumbents
from kg.resolution.persons import Holding, Person
from kg.resolution.tallies import Tallies
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

INTERNATIONAL = "igo"
_UNION = "european-union"
_OPENING = 2
_SHARING = re.compile(r"(?P<of>g)ot?S(?:,t?S){0,9},?&t?S|J(?:,J){0,9},?&J(?P<beside>g)")
_IN = re.compile(r"it?$")
_GOING = frozenset("travel travels traveled travelled traveling travelling trip".split())


def _singular(words: str) -> str:
    """ "Foreign secretaries" as "foreign secretary"."""
    plural = words.lower()
    return plural[:-3] + "y" if plural.endswith("ies") else plural.removesuffix("s")


@dataclass(frozen=True)
class Context:
    """What a reason may look at."""

    document: Document
    rows: Sequence[Row]
    people: People
    reference: Reference
    home: str

    @property
    def home_entity(self) -> Entity | None:
        """The publishing government's state."""
        return self.reference.state(self.home) if self.home else None

    def partners(self, row: Row) -> set[Entity]:
        """The states of a sentence but those that something is said against."""
        if row.index not in self._partners:
            self._partners[row.index] = partners(row)
        return set(self._partners[row.index])

    @cached_property
    def only_places(self) -> frozenset[Entity]:
        """The states that the text names just once, as a place: "a resort in S"."""
        times: Counter[Entity] = Counter()
        placed: set[Entity] = set()
        for row in self.rows:
            for position, item in enumerate(row.items):
                if item.code in "SJ" and item.known is not None:
                    times[item.known] += 1
                    if _IN.search(row.codes, 0, position):
                        placed.add(item.known)
        return frozenset(state for state in placed if times[state] == 1)

    @cached_property
    def _partners(self) -> dict[int, set[Entity]]:
        return {}

    def is_history(self, row: int) -> bool:
        """Whether a sentence tells of another century, or of years ago."""
        if row not in self._history:
            self._history[row] = is_history(self.rows[row])
        return self._history[row]

    @cached_property
    def _history(self) -> dict[int, bool]:
        return {}

    @cached_property
    def chains(self) -> dict[int, list[list[Appointment]]]:
        """The lists of office-holders of each sentence, once they were asked for."""
        return {}

    @cached_property
    def chained(self) -> dict[int, dict[int, list[Appointment]]]:
        """The same lists by where the words of each of their offices end."""
        return {}

    @cached_property
    def destinations(self) -> dict[int, Entity | None]:
        """Where the journey told of before each sentence goes, once that was asked for."""
        return {}

    @cached_property
    def held(self) -> Mapping[tuple[int, int], list[tuple[Person, Holding]]]:
        """Who holds what, by the sentence and the end of the office's words."""
        found: dict[tuple[int, int], list[tuple[Person, Holding]]] = {}
        for person in self.people.persons:
            for holding in person.holdings:
                place = holding.row, holding.span.end
                found.setdefault(place, []).append((person, holding))
        return found

    def holdings_in(self, row: int) -> Sequence[tuple[Person, Holding]]:
        """Who holds what by a sentence, person by person."""
        return self._holdings.get(row, ())

    @cached_property
    def _holdings(self) -> dict[int, list[tuple[Person, Holding]]]:
        found: dict[int, list[tuple[Person, Holding]]] = {}
        for person in self.people.persons:
            for holding in person.holdings:
                found.setdefault(holding.row, []).append((person, holding))
        return found

    @cached_property
    def tallies(self) -> Tallies:
        """Of which states offices are, as far as known by now."""
        return Tallies(self.people.persons)

    def tie(self, holding: Holding, of: Entity, how: str) -> None:
        """Say of which state or body an office is, and why."""
        self.tallies.forget(holding)
        holding.of, holding.how = of, how
        self.tallies.note(holding)

    @cached_property
    def shared_offices(self) -> frozenset[str]:
        """The offices of several states: "the foreign secretaries of S and S"."""
        told = ((row, m) for row in self.rows for m in _SHARING.finditer(row.codes))
        offices = (row.items[m.start(m.lastgroup or 0)].office for row, m in told)
        return frozenset(_singular(o.words) for o in offices if o is not None)

    @cached_property
    def often(self) -> frozenset[Entity]:
        """The states the text names more than once, but for what is said against them."""
        times = Counter(state for row in self.rows for state in self.partners(row))
        return frozenset(state for state, count in times.items() if count > 1)

    @cached_property
    def named(self) -> frozenset[Entity]:
        """The states the text names."""
        return frozenset(states_named(self.rows))

    @cached_property
    def headed(self) -> frozenset[Entity]:
        """The states the first line names."""
        return frozenset(states_named(self.rows[:1]))

    @cached_property
    def headed_union(self) -> Entity | None:
        """The European Union, if the first line names it."""
        named = (i.known for row in self.rows[:1] for i in row.items if i.code == "O")
        return next((body for body in named if body is not None and body.key == _UNION), None)

    @cached_property
    def openers(self) -> frozenset[int]:
        """The ids of the persons who open a sentence or headline."""
        at = self.people.at.items()
        return frozenset(id(who) for place, who in at if place.position <= _OPENING)

    @cached_property
    def travelled(self) -> frozenset[Entity]:
        """The states that somebody is told to go to."""
        return frozenset(
            state
            for row in self.rows
            for word, to, place in zip(row.items, row.items[1:], row.items[2:], strict=False)
            if to.lower == "to" and word.lower in _GOING and (state := self._state_of(place))
        )

    def _state_of(self, place: Item) -> Entity | None:
        """The state that a word names, or in which the place lies that it names."""
        known = place.known
        if known is None or known.kind == CKG.State:
            return known
        return self.reference.country_of(known) if place.code == "L" else None

    @cached_property
    def common_body(self) -> Entity | None:
        """The international body that the text names: the UN, else the only one."""
        named = (i.known for row in self.rows for i in row.items if i.code == "O")
        bodies = {b for b in named if b is not None and b.known and b.token == INTERNATIONAL}
        world = next((body for body in bodies if body.key == "united-nations"), None)
        return world or (bodies.pop() if len(bodies) == 1 else None)

    @cached_property
    def common_before(self) -> Sequence[Entity | None]:
        """The international body that the text names last before each sentence."""
        found: list[Entity | None] = [None]
        for row in self.rows:
            found.append(last_common(row.items) or found[-1])
        return found

    @cached_property
    def incumbents(self) -> Mapping[str, Incumbent]:
        """The home government's own president, prime minister and the like, by office."""
        return incumbents(self)


def last_common(items: Sequence[Item]) -> Entity | None:
    """The international body that is named last among items."""
    for item in reversed(items):
        known = item.known if item.code == "O" else None
        if known is not None and known.token == INTERNATIONAL:
            return known
    return None
