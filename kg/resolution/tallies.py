"""Of which states and bodies an article's offices are known to be, kept up as more is found out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar

from kg.model import Entity
from kg.resolution.incumbents import ONE_HOLDER, office_words
from kg.resolution.persons import Holding, Person

T = TypeVar("T")
_SURE: Final = frozenset({"stated", "of_its_body", "only_state"})


class Tallies:
    """Answers what would else ask every holding of the text again for each holding."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self._owner = {id(h): person for person in persons for h in person.holdings}
        self._sure: dict[int, list[Holding]] = defaultdict(list)
        self._place = {id(h): n for person in persons for n, h in enumerate(person.holdings)}
        self._present: dict[int, Counter[Entity]] = defaultdict(Counter)
        self._held: dict[tuple[str, str], dict[Entity, Counter[int]]] = defaultdict(dict)
        self._led: Counter[Entity] = Counter()
        for person in persons:
            for holding in person.holdings:
                self.note(holding)

    def note(self, holding: Holding) -> None:
        """Count a holding whose state or body is known."""
        self._count(holding, 1)

    def forget(self, holding: Holding) -> None:
        """Take back what was counted of a holding before it changes."""
        self._count(holding, -1)

    def first_sure(self, person: Person) -> Entity | None:
        """The state of a person's first office of which the text tells it."""
        sure = self._sure.get(id(person))
        return sure[0].of if sure else None

    def only_present(self, person: Person) -> Entity | None:
        """The one state or body of a person's present offices."""
        return _only(self._present.get(id(person), ()))

    def only_of_others(self, words: str, person: Person) -> Entity | None:
        """The one state or body of which others hold an office of these words, ever."""
        held = self._held.get(("ever", words), {})
        return _only(of for of, who in held.items() if len(who) > (id(person) in who))

    def is_taken(self, of: Entity, holding: Holding) -> bool:
        """Whether somebody else is known to hold such an office of a state now."""
        if holding.former:
            return False
        held = self._held.get(("now", office_words(holding)), {})
        who: Mapping[int, int] = held.get(of, {})
        return len(who) > (id(self._owner.get(id(holding))) in who)

    def is_led(self, of: Entity) -> bool:
        """Whether the text names one of a state's leaders with the state."""
        return self._led[of] > 0

    def _count(self, holding: Holding, by: int) -> None:
        of, owner = holding.of, id(self._owner.get(id(holding)))
        if of is None:
            return
        self._hold("ever", holding.office.words.lower(), of, owner, by)
        if not holding.former:
            self._hold("now", office_words(holding), of, owner, by)
            _add(self._present[owner], of, by)
        if holding.how in _SURE:
            self._surely(holding, owner, by)
        if holding.how == "stated" and office_words(holding) in ONE_HOLDER:
            _add(self._led, of, by)

    def _surely(self, holding: Holding, owner: int, by: int) -> None:
        sure = self._sure[owner]
        place = bisect_left(sure, self._place[id(holding)], key=lambda h: self._place[id(h)])
        if by > 0:
            sure.insert(place, holding)
        else:
            del sure[place]

    def _hold(self, when: str, words: str, of: Entity, owner: int, by: int) -> None:
        holders = self._held[when, words].setdefault(of, Counter())
        _add(holders, owner, by)
        if not holders:
            del self._held[when, words][of]


def _add(counts: Counter[T], key: T, by: int) -> None:
    counts[key] += by
    if not counts[key]:
        del counts[key]


def _only(found: Iterable[Entity]) -> Entity | None:
    """The only one, if there is one and no second."""
    few = list(islice(found, 2))
    return few[0] if len(few) == 1 else None
