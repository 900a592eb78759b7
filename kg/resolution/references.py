"""Later references to a person: "the minister", "the Iraqi leader", "he"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.mentions import Item, Row
from kg.model import Document, Entity, LineKind, Span
from kg.resolution.gathering import People, Place
from kg.resolution.persons import Holding, Person

_LEADING = frozenset(
    """president premier king emir chancellor leader sultan queen prime minister monarch taoiseach
    amir""".split()
)
# What the holders of other offices are called for short.
_CALLED = {"leader": _LEADING, "envoy": frozenset({"representative"})}
# "The top S diplomat" has charge of its foreign affairs.
_TOP = frozenset("top chief".split())
_DIPLOMACY = ({"foreign", "minister"}, {"foreign", "secretary"}, {"secretary", "state"})
_RANKS_BELOW = frozenset("prime vice deputy assistant under acting".split())
_INDEFINITE = re.compile(r"^[a-zA-Z,]{0,3}?a[SJ]x?T$")
_OF_STATE = re.compile(r"ot?[SO]")
_OTHER_NAMED = re.compile(r",?N,")
_PERSONAL = frozenset("statement message letter statements".split())
PAPERS = _PERSONAL | {"readout", "remarks", "speech", "address"}
"""Words before "by N", "from N" and "of N" in the first line of what N said or did."""
_ISSUED_BY = frozenset("by from of".split())
# "S's prime minister"
_OWNED = re.compile(r"S'x?$")
_NOMINAL = re.compile(r"(?:(?P<of>[SJOKM])'?)?(?:x)?T")


class PersonMention(NamedTuple):
    """A person named or referred to in a sentence. ``how``: name, nominal or pronoun."""

    span: Span
    entity: Entity
    how: str
    sentence: int
    position: int = -1


class _Reading:
    """Who is referred to, while the text is read on: the namings so far, and who holds what."""

    def __init__(self, people: People, home: str) -> None:
        self.people = people
        self.home = home
        self.found: dict[Place, tuple[Person, str]] = {
            place: (who, "name") for place, who in people.at.items()
        }
        self.found |= {
            Place(a.office_row, a.office): (people.at[Place(row, a.name)], "nominal")
            for row, each in people.appointed.items()
            for a in each
            if a.office_row >= 0 and Place(row, a.name) in people.at
        }
        self.appointed = {
            (a.office_row_or_row, a.office) for each in people.appointed.values() for a in each
        }
        self.writer: Person | None = None
        self._order = {id(person): number for number, person in enumerate(people.persons)}
        self._told: list[Person] = []
        self._offices = _by_office_word(people.persons)
        self._holders: dict[tuple[str, str, Entity | None, bool], _Holders] = {}

    def pass_over(self, row: Row, position: int) -> None:
        """Note who is named at a place, now that the reading has come there."""
        if (told := self.found.get(Place(row.index, position))) is not None:
            self._told.append(told[0])

    def holders(self, item: Item, of: Entity | None, *, at_home: bool = False) -> _Holders:
        """Who may be meant by an office; of the home state's own, if there are any, ``at_home``."""
        office = item.office
        assert office is not None
        key = office.words.lower(), office.head, of, at_home
        if key not in self._holders:
            found = self._may_hold(item, of)
            if at_home:
                own = [p for p in found if p.state is not None and p.state.iso3 == self.home]
                found = own or found
            self._holders[key] = _Holders(found)
        return self._holders[key]

    def diplomats(self, of: Entity) -> _Holders:
        """Who may be meant by "the top diplomat" of a state."""
        key = "top diplomat", "", of, False
        if key not in self._holders:
            found = [p for p in self.people.persons if p.state == of and _leads_diplomacy(p)]
            self._holders[key] = _Holders(found)
        return self._holders[key]

    def named_last(self, holders: _Holders) -> Person | None:
        """Who of them the text named last before the place that the reading has come to."""
        return holders.named_last(self._told)

    def _may_hold(self, item: Item, of: Entity | None) -> list[Person]:
        office = item.office
        assert office is not None
        words = office.words.lower().split()
        each = [self._offices.get(word, {}) for word in words]
        likely = list(min(each, key=len).values()) if each else self.people.persons
        if called := _called(item, of):
            others = [self._offices.get(word, {}) for word in called]
            likely = [*likely, *(p for found in others for p in found.values())]
        unique = {id(p): p for p in likely if _holds(p, item, of)}
        return sorted(unique.values(), key=lambda p: self._order[id(p)])


class _Holders:
    """Persons who may hold an office, and who of them was named last so far."""

    def __init__(self, persons: list[Person]) -> None:
        self.persons = persons
        self._members = set(map(id, persons))
        self._read = 0
        self._last: Person | None = None

    def of(self, state: str) -> bool:
        """Whether one of them acts for a state, or for none that is told."""
        return any(p.state is None or p.state.iso3 == state for p in self.persons)

    def __contains__(self, person: Person | None) -> bool:
        return id(person) in self._members

    def named_last(self, told: Sequence[Person]) -> Person | None:
        """Who of them was named last; what was read before is not read again."""
        for place in range(len(told) - 1, self._read - 1, -1):
            if told[place] in self:
                self._last = told[place]
                break
        self._read = len(told)
        return self._last


def _by_office_word(persons: Sequence[Person]) -> dict[str, dict[int, Person]]:
    """The persons in whose offices a word stands, by word."""
    found: dict[str, dict[int, Person]] = {}
    for person in persons:
        for holding in person.holdings:
            for word in _held_words(holding):
                found.setdefault(word, {})[id(person)] = person
    return found


def _held_words(holding: Holding) -> set[str]:
    """An office's own words: an advisor to the president is no president."""
    own = holding.label.lower().partition(" to the ")[0]
    return set(own.replace("-", " ").split())


def refer(
    document: Document, rows: Sequence[Row], people: People, home: str = ""
) -> dict[Place, tuple[Person, str]]:
    """Who each name, bare office and pronoun refers to, by place in the rows.

    ``home`` is the state whose government writes: its own "President" is the one without a state.
    """
    reading = _Reading(people, home)
    reading.writer = issuer(rows, people, _PERSONAL)
    subject: Person | None = None
    for row in rows:
        kind = document.sentences[row.index].kind
        if kind not in (LineKind.BODY, LineKind.HEADING):
            for position in range(len(row.items)):
                reading.pass_over(row, position)
            continue
        subject = _read_row(row, reading, None if kind is LineKind.HEADING else subject)
    return reading.found


def issuer(rows: Sequence[Row], people: People, papers: frozenset[str] = PAPERS) -> Person | None:
    """Whose statement, readout or remarks a text is, as its first line says.

    "Statement by N on the talks with N": the first of them says "I" in it.
    """
    first = rows[0].words if rows else ()
    by = next((p for p, word in enumerate(first[:4]) if word in _ISSUED_BY), 0)
    if not by or first[by - 1] not in papers:
        return None
    named = (people.at.get(Place(rows[0].index, p)) for p in range(by + 1, len(first)))
    return next((who for who in named if who is not None), None)


def _read_row(row: Row, reading: _Reading, subject: Person | None) -> Person | None:
    """Resolve one row's offices and pronouns; returns its subject for the next row."""
    own: Person | None = None
    found = reading.found
    quoted = False
    for position, item in enumerate(row.items):
        place = Place(row.index, position)
        if item.code == "T" and place not in reading.appointed and place not in found:
            person = _holder_of(row, position, reading, own or subject)
            if person is not None:
                found[place] = (person, "nominal")
        elif item.code == "e" and item.lower in ("he", "she"):
            antecedent = own if own is not None and not quoted else subject
            if antecedent is not None:
                found[place] = (antecedent, "pronoun")
        elif item.text in ("I", "me") and reading.writer is not None and not quoted:
            found[place] = (reading.writer, "pronoun")
            continue  # whom "he" does not stand for
        if place in found and own is None and not _is_oblique(row, position):
            own = found[place][0]
        quoted ^= item.code == '"'
        reading.pass_over(row, position)
    return own or subject


def _is_oblique(row: Row, position: int) -> bool:
    """Whether a mention stands after a preposition and so is not the subject."""
    if position > 1 and row.items[position - 1].code == "," and row.items[position - 2].code == "T":
        position -= 1
    while position > 0 and row.items[position - 1].code in "TtSJO'H":
        position -= 1
    return position > 0 and row.items[position - 1].code in "owbzp"


def _holder_of(row: Row, position: int, reading: _Reading, subject: Person | None) -> Person | None:
    """The person a bare office means: who is told of, the holder named last, or the only one."""
    item = row.items[position]
    if item.office is None or item.office.plural:
        return None
    if position and row.items[position - 1].lower == "as":
        return None  # "in his sixth term as president"
    if not _is_definite(row, position):
        return _introduced(row, position, reading)
    if _OTHER_NAMED.match(row.codes, position + 1):
        return None  # "the president, N,": whoever N is, it is nobody named before
    of = _owner(row, position)
    if of is not None and _is_top_diplomat(row, position):
        return reading.named_last(reading.diplomats(of))
    at_home = of is None and item.text[0].isupper()
    options = reading.holders(item, of, at_home=at_home)
    if at_home and reading.home and _comments(row, position) and not options.of(reading.home):
        return None  # "As the President announced": of those who write, though they name him not
    if of is None and subject in options:
        return subject
    if (named := reading.named_last(options)) is not None:
        return named
    later = [p for p in options.persons[:2] if p.first_row != row.index]
    return later[0] if len(later) == len(options.persons) == 1 else None


def _is_top_diplomat(row: Row, position: int) -> bool:
    """ "The top S diplomat", "S's top diplomat"."""
    office = row.items[position].office
    near = {*row.words[max(0, position - 2) : position], *row.words[position].split()}
    return office is not None and office.head == "diplomat" and not _TOP.isdisjoint(near)


def _leads_diplomacy(person: Person) -> bool:
    words = [_held_words(h) for h in person.holdings if not h.former]
    return any(d <= held and not held & _RANKS_BELOW for held in words for d in _DIPLOMACY)


def _comments(row: Row, position: int) -> bool:
    """ "As the President announced, …" """
    return row.words[max(0, position - 2) : position] == ("as", "the")


def _introduced(row: Row, position: int, reading: _Reading) -> Person | None:
    """ "A Russian envoy says …" opens the text: the one envoy of Russia named further on."""
    if row.index > 2 or not _INDEFINITE.search(row.codes[: position + 1]):
        return None
    of = _owner(row, position)
    options = reading.holders(row.items[position], of).persons
    known = [p for p in options[:2] if p.state == of and p.first_row > row.index]
    return known[0] if of is not None and len(known) == len(options) == 1 else None


def _is_definite(row: Row, position: int) -> bool:
    before = list(row.items[max(0, position - 3) : position])
    if _OWNED.search(row.codes, 0, position):
        return True
    while before and before[-1].code in "SJOM'x" and before[-1].lower not in ("other", "another"):
        before.pop()
    if not before:
        return row.items[position].text[0].isupper()
    if before[-1].code == "a":
        return False
    return before[-1].lower == "the" or row.items[position].text[0].isupper()


def _owner(row: Row, position: int) -> Entity | None:
    start = max(0, position - 3)
    for match in _NOMINAL.finditer("".join(i.code for i in row.items[start : position + 1])):
        if match["of"] and start + match.end() - 1 == position:
            return row.items[start + match.start("of")].known
    told = _OF_STATE.match(row.codes, position + 1)
    return row.items[told.end() - 1].known if told else None


def _holds(person: Person, item: Item, of: Entity | None) -> bool:
    office = item.office
    assert office is not None
    words = set(office.words.lower().split())
    for holding in person.holdings:
        if of is not None and holding.of is not None and holding.of != of:
            continue
        held = _held_words(holding)
        if (held - words) & _RANKS_BELOW:
            continue
        if words <= held and office.head in (holding.office.head, *held):
            return True
        if held & _called(item, of):
            return True
    return False


def _called(item: Item, of: Entity | None) -> frozenset[str]:
    """The words of offices whose holders an office's bare word may mean: "the S leader"."""
    office = item.office
    if office is None or (office.head == "leader" and of is None):
        return frozenset()
    return _CALLED.get(office.words.lower(), _CALLED.get(office.head, frozenset()))
