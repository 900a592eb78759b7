"""Gathers an article's persons: names with offices make persons, other names refer to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.mentions import Item, Row
from kg.mentions.vocabulary import HEADLINE_VERBS, PARTICLES
from kg.model import Entity, LineKind, Sentence, Span
from kg.reference import Form
from kg.resolution.appointments import Appointment, appointments
from kg.resolution.inner_offices import office_in_body
from kg.resolution.named_later import named_later
from kg.resolution.persons import Holding, NameIndex, Person, compatible, name_words, varies
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_PRIVATE = frozenset(
    "company club team firm league band union bank university college hotel".split()
)
_SITES = frozenset(
    "avenue street road square bridge arena stadium hall room airport school prize park center "
    "building hospital house boulevard foundation residence "
    "hotel castle palace".split()
)
_NOT_NAMES = frozenset(
    "administration government team tempore officer unit safety member members gardens code "
    "cell impact circuit roadmap start astronaut economist scientist "
    "licenses licences license licence organizer terms tool".split()
)
_NOT_FIRST = frozenset(
    "coach quarterback manager trainer professor officer analyst activist witness resident".split()
)
_SPOUSES = frozenset({"first lady", "first gentleman", "second lady", "second gentleman"})


_LEAST_SHOUTED = 4
# Chambers that many states have by the same name.
_HOUSES = ("House of ", "Chamber of Deputies")
_CHAMBERS = frozenset(
    """assembly parliament senate congress court duma knesset representatives commons lords
    deputies councillors""".split()
)


_CONTRACTION = re.compile(r"(?:I|We|You|They|He|She|It|That|There|What|Who)[’']")


PRIVATE = frozenset({"company", "ngo"})
NATIONAL = frozenset({"ministry", "agency", "military"})
_UNION = "european-union"


class Place(NamedTuple):
    """Where an item stands: its row and its position in the row."""

    row: int
    position: int


@dataclass
class People:
    """The persons of an article and where they are named."""

    persons: list[Person] = field(default_factory=list)
    at: dict[Place, Person] = field(default_factory=dict)
    appointed: dict[int, list[Appointment]] = field(default_factory=dict)
    _times: Counter[int] | None = field(default=None, repr=False)

    def times_named(self, person: Person) -> int:
        """How often the text names a person, once all namings are known."""
        if self._times is None:
            self._times = Counter(map(id, self.at.values()))
        return self._times[id(person)]

    def drop_private(self) -> None:
        """Persons without a public office are nobody here."""
        self.persons = [p for p in self.persons if p.holdings]
        kept = set(map(id, self.persons))
        self.at = {place: p for place, p in self.at.items() if id(p) in kept}


def gather(rows: Sequence[Row], sentences: Sequence[Sentence], reference: Reference) -> People:
    """All persons to whom the text gives an office, with their holdings and every naming."""
    people = People()
    found = [
        a for row in rows for a in appointments(row) if not _is_headline_pair(row, a, sentences)
    ]
    found += [*named_later(rows, found), *_captioned(rows, found)]
    body = [a for a in found if sentences[a.row].kind is not LineKind.HEADING]
    headings = [a for a in found if sentences[a.row].kind is LineKind.HEADING]
    _create(people, rows, body)
    _create(people, rows, headings, heading=True)
    _lengthen(people, rows)
    _name_everywhere(people, rows)
    for appointment in found:
        people.appointed.setdefault(appointment.row, []).append(appointment)
        _hold(people, rows, appointment, reference)
    people.drop_private()
    return people


def _is_headline_pair(row: Row, found: Appointment, sentences: Sequence[Sentence]) -> bool:
    """ "N, J T meet": the comma of a headline is an "and"."""
    heading = sentences[row.index].kind is LineKind.HEADING
    return heading and found.rule == "name_then_office" and row.codes[found.end :][:1] in ("x", "E")


def _captioned(rows: Sequence[Row], found: Sequence[Appointment]) -> Iterator[Appointment]:
    """ "Foreign Secretary meets …" is the title, a name a line below stands alone or acts."""
    opening = rows[0].items[0] if rows and rows[0].items else None
    if opening is None or opening.code != "T" or any(a.row == 0 and a.office == 0 for a in found):
        return
    acts = rows[0].codes[1:2] == "x" and "N" not in rows[0].codes
    for row in rows[1:4]:
        tells = acts and row.index == 1 and row.codes[:2] == "Nx"
        if (row.codes == "N" or tells) and len(name_words(row.items[0].text)) > 1:
            yield Appointment(
                row.index, 0, 0, None, former=False, rule="name_then_office", start=0, end=1,
                office_row=0,
            )  # fmt: skip


def _create(
    people: People, rows: Sequence[Row], found: Iterable[Appointment], *, heading: bool = False
) -> None:
    """One person for each distinct name with an office, the longest names first."""
    found = list(found)
    named = {(a.row, a.name): rows[a.row].items[a.name] for a in found}
    spouses = {(a.row, a.name) for a in found if _is_spouse(rows, a)}
    told = _told_offices(rows, found)
    order = sorted(
        named.items(),
        key=lambda pair: (-len(name_words(pair[1].text)), pair[1].text.isupper(), pair[0]),
    )
    known = NameIndex(people.persons)
    for (row, position), item in order:
        words = name_words(item.text)
        if not _is_name(item, words) or rows[row].codes[position + 1 : position + 2] == "-":
            continue
        married = (row, position) in spouses
        same = [p for p in known.like(words) if p.spouse == married or len(words) > 1]
        if _is_label(rows[row], position) and len(words) == 1:
            title = _office_words(rows[row].items[0])
            same = [p for p in same if title & _told_of(p, told, title)]
        if heading and not same:
            same = known.ending_in(words)
            if not same and not _stands_alone(rows[row], position):
                continue
        if same:
            if heading and len(same) == 1 and set(same[0].words) < set(words):
                same[0].words, same[0].name = words, _printed(item)
                known.add(same[0])
            same[0].first_row = min(same[0].first_row, row)
        else:
            people.persons.append(Person(_printed(item), words, first_row=row, spouse=married))
            known.add(people.persons[-1])


def _told_of(
    person: Person, told: Mapping[tuple[str, ...], frozenset[str]], otherwise: frozenset[str]
) -> frozenset[str]:
    """The words of the offices told of a full name, and of its surname alone."""
    full, last = (told.get(words, frozenset()) for words in (person.words, person.words[-1:]))
    return full | last if full else otherwise


def _told_offices(
    rows: Sequence[Row], found: Iterable[Appointment]
) -> dict[tuple[str, ...], frozenset[str]]:
    """The words of the offices that the text gives to each name."""
    told: dict[tuple[str, ...], frozenset[str]] = {}
    for each in found:
        words = name_words(rows[each.row].items[each.name].text)
        if _is_label(rows[each.row], each.name):
            continue
        office = rows[each.office_row_or_row].items[each.office]
        told[words] = told.get(words, frozenset()) | _office_words(office)
    return told


def _office_words(item: Item) -> frozenset[str]:
    return frozenset(item.office.words.lower().split()) if item.office else frozenset()


def _is_label(row: Row, position: int) -> bool:
    """ "PRESIDENT N:" in capitals: who speaks next in a transcript."""
    return row.codes[: position + 2] == "TN:" and row.items[position].text.isupper()


def _is_spouse(rows: Sequence[Row], appointment: Appointment) -> bool:
    """Whether the office is that of a leader's wife or husband, who shares the surname."""
    office = rows[appointment.office_row_or_row].items[appointment.office].office
    return office is not None and office.words.lower() in _SPOUSES


def _stands_alone(row: Row, position: int) -> bool:
    """Whether a name in a headline ends where the run of capitals ends."""
    if re.search(r"^x{0,3}[bp]T$", row.codes[:position]):
        return True
    return row.codes[position + 1 : position + 2] in (
        "",
        "'",
        "’",
        ",",
        "&",
        "o",
        "w",
        "z",
        "i",
        "n",
        "f",
        "p",
        "b",
        "t",
        ":",
        ")",
        "x",
        "–",
        "E",
        "A",
    )


def _printed(item: Item) -> str:
    words = item.text.split()
    if len(item.text) < _LEAST_SHOUTED or not item.text.isupper():
        return " ".join(words)
    return " ".join(w if w in _NUMERALS else _in_title_case(w) for w in words)


_NUMERALS = frozenset("II III IV VI VII VIII".split())


def _in_title_case(word: str) -> str:
    return word.lower() if word.lower() in PARTICLES else word.title()


def _is_name(item: Item, words: tuple[str, ...]) -> bool:
    return (
        len(words) <= 8
        and words[-1] not in _SITES
        and words[0] not in _SITES - {"park"}
        and len(item.text) > 1
        and not any(c.isdigit() for c in item.text)
        and words[-1] not in _NOT_NAMES
        and not (len(words) > 1 and any(w in HEADLINE_VERBS for w in words[1:]))
        and words[0] not in _NOT_FIRST
        and not _CONTRACTION.match(item.text)
    )


def _lengthen(people: People, rows: Sequence[Row]) -> None:
    """A surname with an office and one fuller name elsewhere in the text are one person."""
    short = [person for person in people.persons if len(person.words) == 1]
    if not short:
        return
    full = _full_names(rows)
    taken = Counter(person.words for person in people.persons)
    for person in short:
        fuller = {
            words: item
            for row, words, item in full.get(person.words[0], ())
            if row <= person.first_row and compatible(person.words, words) and not taken[words]
        }
        if len(fuller) == 1:
            taken[person.words] -= 1
            ((person.words, item),) = fuller.items()
            taken[person.words] += 1
            person.name = _printed(item)


def _full_names(
    rows: Sequence[Row],
) -> dict[str, list[tuple[int, tuple[str, ...], Item]]]:
    """The names of several words in a text, by the last of them, in order."""
    found: dict[str, list[tuple[int, tuple[str, ...], Item]]] = {}
    for number, row in enumerate(rows):
        for item in row.items:
            if item.code == "N" and " " in item.text:
                words = name_words(item.text)
                if len(words) > 1:
                    found.setdefault(words[-1], []).append((number, words, item))
    return found


def _name_everywhere(people: People, rows: Sequence[Row]) -> None:
    """Ties every name in the text to the person it can only be, else to the one named last."""
    known = _Known(people.persons)
    latest: dict[int, int] = {}
    for row in rows:
        for position, item in enumerate(row.items):
            if item.code != "N":
                continue
            words = name_words(item.text)
            options = known.meant_by(words)
            if len(words) == 1 and len(options) > 1:
                options = _other_than_spouse(row, position, options)
            if not options:
                continue
            person = max(options, key=lambda p: (p.words == words, latest.get(id(p), -1)))
            latest[id(person)] = row.index
            person.forms.add(_printed(item))
            people.at[Place(row.index, position)] = person


class _Known:
    """Whom a name can mean, once all persons of the text are known."""

    def __init__(self, persons: list[Person]) -> None:
        self._index = NameIndex(persons)
        self._by_word: dict[str, list[Person]] = {}
        self._meant: dict[tuple[str, ...], list[Person]] = {}
        for person in persons:
            for word in person.words:
                self._by_word.setdefault(word, []).append(person)

    def meant_by(self, words: tuple[str, ...]) -> list[Person]:
        """The persons whose name can be these words; the same ones whenever it is asked."""
        if words not in self._meant:
            self._meant[words] = self._find(words)
        return self._meant[words]

    def _find(self, words: tuple[str, ...]) -> list[Person]:
        found = self._with(words, words[-1])
        if not found and len(words) > 1:  # the surname first, as in East Asia
            found = self._with(words, words[0])
        if not found and len(words) > 1:
            found = [p for p in self._index.like(words) if varies(words, p.words)]
        return found

    def _with(self, words: tuple[str, ...], word: str) -> list[Person]:
        return [p for p in self._by_word.get(word, ()) if compatible(words, p.words)]


def _other_than_spouse(row: Row, position: int, options: list[Person]) -> list[Person]:
    """ "President N" beside "First Lady M N": the surname alone is not the spouse's."""
    before = row.items[position - 1] if position else None
    office = before.office if before is not None else None
    married = office is not None and office.words.lower() in _SPOUSES
    return [p for p in options if p.spouse == married] or options


def _hold(
    people: People, rows: Sequence[Row], appointment: Appointment, reference: Reference
) -> None:
    person = people.at.get(Place(appointment.row, appointment.name))
    item = rows[appointment.office_row_or_row].items[appointment.office]
    if person is None or item.office is None:
        return
    office_row = rows[appointment.office_row_or_row]
    beside = appointment.office == appointment.name + 1
    if appointment.of is None and not beside and _is_private_phrase(office_row, appointment.office):
        return
    if "of the board" in item.office.words.lower():
        return
    stated = appointment.of is not None and appointment.of.code in "SJ"
    if _is_private(appointment.of) or (_is_private(item.office.body) and not stated):
        return
    worldwide = item.office.head == "pope"  # whatever state he comes from
    of = None if worldwide else government(appointment.of, reference)
    span = Span(item.start, item.end)
    if appointment.of is not None and appointment.of.end <= item.start:
        span = Span(appointment.of.start, item.end)
    person.holdings.append(
        Holding(
            item.office,
            of,
            appointment.former,
            appointment.rule,
            appointment.row,
            span,
            "stated" if of else "",
            office_in_body(office_row, appointment.office, appointment.of, of),
        )
    )


def _is_private_phrase(row: Row, office: int) -> bool:
    """ "company president N", "Foods vice president N": an office of something that is no state."""
    before = row.items[office - 1] if office else None
    if before is None:
        return False
    if before.code == "x" and before.lower in _PRIVATE:
        return True
    if before.code == "N" and row.items[office].text == "General":
        return True
    named = before.code == "N" and row.items[office].text[:1].islower()
    return named and (office < 2 or row.items[office - 2].code not in "SJ'")


def _is_private(body: Item | None) -> bool:
    """Whether an office is of a company, association or university: not a public office."""
    if body is None or body.code != "O" or body.text.split()[-1].lower() in _CHAMBERS:
        return False
    if body.text.startswith("Council on "):
        return False
    known = body.known
    if known is None or not known.known:
        return body.token in ("company", "ngo", "other")
    return known.token in PRIVATE


def government(item: Item | None, reference: Reference) -> Entity | None:
    """The state or body an office is of, from the words that say so."""
    if item is None:
        return None
    known = item.known
    if known is not None and item.code == "L":
        return reference.capital_state(known)
    if known is not None and known.known:
        return owner_of(known, reference)
    if item.code == "O" and item.within is not None and item.token in NATIONAL:
        return item.within
    if known is None and item.text.startswith(_HOUSES):
        return None
    if known is not None:
        return owner_of(known, reference)
    if item.code == "O":
        return Entity(CKG.Organisation, item.text, item.text, token=item.token)
    return None


def owner_of(body: Entity, reference: Reference) -> Entity:
    """The state a ministry, agency or force belongs to; international bodies are their own."""
    owner = reference.body_of(body) if body.kind not in (CKG.State, CKG.Coalition) else None
    if owner is None:
        return body
    return owner if owner.kind == CKG.State or owner.key == _UNION else body


def inner_body(body: Item, reference: Reference) -> Entity | None:
    """The known body that a longer name ends in: "Executive Committee of the X" is of X."""
    if body.known is not None:
        return None
    first = reference.names.get(body.text.split()[0], ())
    if first and first[0].form == Form.ADJECTIVE:
        return first[0].entity
    if " of " not in body.text:
        return None
    tail = body.text.rpartition(" of ")[2].removeprefix("the ")
    names = reference.names.get(tail, ())
    kinds = (CKG.Place, CKG.State)
    return names[0].entity if names and names[0].entity.kind not in kinds else None
