"""Later references to a person: "the minister", "the Iraqi leader", "he"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.mentions import Item, Row
from kg.model import Document, Entity, LineKind, Span
from kg.resolution.gathering import People, Place
from kg.resolution.persons import Person

_LEADING = frozenset(
    """president premier king emir chancellor leader sultan queen prime minister monarch taoiseach
    amir""".split()
)
_RANKS_BELOW = frozenset("prime vice deputy assistant under acting".split())
_INDEFINITE = re.compile(r"^[a-zA-Z,]{0,3}?a[SJ]x?T$")
_OF_STATE = re.compile(r"ot?[SO]")
_NOMINAL = re.compile(r"(?:(?P<of>[SJOKM])'?)?(?:x)?T")


class PersonMention(NamedTuple):
    """A person named or referred to in a sentence. ``how``: name, nominal or pronoun."""

    span: Span
    entity: Entity
    how: str
    sentence: int
    position: int = -1


def refer(
    document: Document, rows: Sequence[Row], people: People, home: str = ""
) -> dict[Place, tuple[Person, str]]:
    """Who each name, bare office and pronoun refers to, by place in the rows.

    ``home`` is the state whose government writes: its own "President" is the one without a state.
    """
    found: dict[Place, tuple[Person, str]] = {p: (who, "name") for p, who in people.at.items()}
    appointed = {
        (a.office_row_or_row, a.office) for each in people.appointed.values() for a in each
    }
    subject: Person | None = None
    paragraph = -1
    for row in rows:
        sentence = document.sentences[row.index]
        if sentence.kind not in (LineKind.BODY, LineKind.HEADING):
            continue
        if sentence.kind is LineKind.HEADING:
            subject = None
        paragraph = sentence.paragraph
        subject = _read_row(row, people, found, appointed, subject, home)
    del paragraph
    return found


def _read_row(
    row: Row,
    people: People,
    found: dict[Place, tuple[Person, str]],
    appointed: set[tuple[int, int]],
    subject: Person | None,
    home: str,
) -> Person | None:
    """Resolve one row's offices and pronouns; returns its subject for the next row."""
    own: Person | None = None
    for position, item in enumerate(row.items):
        place = Place(row.index, position)
        if item.code == "T" and (row.index, position) not in appointed and place not in found:
            person = _holder_of(row, position, people, found, home, own or subject)
            if person is not None:
                found[place] = (person, "nominal")
        elif item.code == "e" and item.lower in ("he", "she"):
            antecedent = own if own is not None and not _in_quotes(row, position) else subject
            if antecedent is not None:
                found[place] = (antecedent, "pronoun")
        if place in found and own is None and not _is_oblique(row, position):
            own = found[place][0]
    return own or subject


def _in_quotes(row: Row, position: int) -> bool:
    return sum(i.code == '"' for i in row.items[:position]) % 2 == 1


def _is_oblique(row: Row, position: int) -> bool:
    """Whether a mention stands after a preposition and so is not the subject."""
    if position > 1 and row.items[position - 1].code == "," and row.items[position - 2].code == "T":
        position -= 1
    while position > 0 and row.items[position - 1].code in "TtSJO'H":
        position -= 1
    return position > 0 and row.items[position - 1].code in "owbzp"


def _holder_of(
    row: Row,
    position: int,
    people: People,
    found: dict[Place, tuple[Person, str]],
    home: str,
    subject: Person | None,
) -> Person | None:
    """The person a bare office means: who is told of, the holder named last, or the only one."""
    item = row.items[position]
    if item.office is None or item.office.plural:
        return None
    if position and row.items[position - 1].lower == "as":
        return None  # "in his sixth term as president"
    if not _is_definite(row, position):
        return _introduced(row, position, people)
    if re.match(r",?N,", row.codes[position + 1 :]):
        return None  # "the president, N,": whoever N is, it is nobody named before
    of = _owner(row, position)
    options = [p for p in people.persons if _holds(p, item, of)]
    place = Place(row.index, position)
    if of is None and item.text[0].isupper():
        own = [p for p in options if p.state is not None and p.state.iso3 == home]
        options = own or options
    if of is None and subject in options:
        return subject
    named = [p for p in options if _last_named(p, place, found) is not None]
    if named:
        return max(named, key=lambda p: _last_named(p, place, found) or place)
    later = [p for p in options if p.first_row != row.index]
    return later[0] if len(later) == len(options) == 1 else None


def _introduced(row: Row, position: int, people: People) -> Person | None:
    """ "A Russian envoy says …" opens the text: the one envoy of Russia named further on."""
    if row.index > 2 or not _INDEFINITE.search(row.codes[: position + 1]):
        return None
    of = _owner(row, position)
    options = [p for p in people.persons if _holds(p, row.items[position], of)]
    known = [p for p in options if p.state == of and p.first_row > row.index]
    return known[0] if of is not None and len(known) == len(options) == 1 else None


def _is_definite(row: Row, position: int) -> bool:
    before = list(row.items[:position][-3:])
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
        held = set(holding.label.lower().replace("-", " ").split())
        if (held - words) & _RANKS_BELOW:
            continue
        if words <= held and office.head in (holding.office.head, *held):
            return True
        if office.head == "leader" and of is not None and held & _LEADING:
            return True
    return False


def _last_named(
    person: Person, place: Place, found: dict[Place, tuple[Person, str]]
) -> Place | None:
    """Where a person was named last before a place."""
    before = (p for p, (who, _) in found.items() if who is person and p < place)
    return max(before, default=None)
