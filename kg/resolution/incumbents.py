"""Who "the President" of the publishing government is, when several are named without a state.

A government has one holder of such an office at a time, so at most one of them is its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kg.model import Entity, LineKind
from kg.resolution.persons import Holding, Person
from kg.resolution.references import issuer

if TYPE_CHECKING:
    from kg.reference import Reference
    from kg.resolution.context import Context

ONE_HOLDER = frozenset({"president", "prime minister", "king", "vice president", "chancellor"})
CABINET = ("Secretary", "Deputy Secretary")
_LEADERS = frozenset(
    "president prime-minister king queen emir sultan chancellor taoiseach emperor".split()
)
_RARE = frozenset({"chancellor", "taoiseach", "emperor"})
_ALIKE = {
    "queen": frozenset({"queen", "king", "emperor", "sultan"}),
    "king": frozenset({"queen", "king"}),
    "emir": frozenset({"emir"}),
}
_TOLD = frozenset({"stated", "own_administration"})


def office_words(holding: Holding) -> str:
    """The office in lower case, one of several in the singular."""
    words = holding.office.words.lower()
    return words.removesuffix("s") if holding.office.plural else words


Worth: TypeAlias = tuple[bool, bool, bool, int, int]
"""How likely a person holds an office at home: the first difference counts."""


class Incumbent(NamedTuple):
    """Who holds an office at home; ``sure`` if the text or its headline tells so."""

    person: Person
    sure: bool


def incumbents(context: Context) -> Mapping[str, Incumbent]:
    """The home government's own holder of each office that one person has at a time.

    Told by the text (of the home state, "the N administration"), else named in the headline, first
    of all as who issues the text, else named most often, else named first.
    """
    found: dict[str, list[tuple[Worth, Person]]] = {}
    writer = issuer(context.rows, context.people)
    first: dict[int, int] = {}
    for _, named in sorted(context.people.at.items(), key=lambda pair: pair[0]):
        first.setdefault(id(named), len(first))
    headed = context.document.sentences[0].kind is LineKind.HEADING
    for person in context.people.persons:
        if any(h.of is not None and h.of.iso3 != context.home for h in person.holdings):
            continue
        for holding in person.holdings:
            words = office_words(holding)
            if words not in ONE_HOLDER or holding.former or not _may_be_home(holding, context):
                continue
            told = holding.how in _TOLD
            titled = holding.row == 0 and headed
            times = context.people.times_named(person)
            worth = (told, titled, person is writer, times, -first.get(id(person), 0))
            found.setdefault(words, []).append((worth, person))
    return {words: _likeliest(ranked) for words, ranked in found.items()}


def _likeliest(ranked: list[tuple[Worth, Person]]) -> Incumbent:
    worth, person = max(ranked, key=lambda pair: pair[0])
    return Incumbent(person, worth[0] or worth[1])


def _may_be_home(holding: Holding, context: Context) -> bool:
    """Whether an office is the home state's as far as told; a table tells of bygone holders too."""
    if holding.of is None:
        return True
    return holding.of.iso3 == context.home and holding.how in _TOLD | {"same_person"}


_ADMINISTERED = re.compile(r"(?<!\S)(\S{1,100})(?= [Aa]dministration\b)")
_SECOND_NAME = re.compile(r"-[A-Z]\w+$")
_ADMINISTRATION = re.compile(r"\b[Tt]he ([A-Z][a-z]+)(?:-[A-Z][a-z]+)? [Aa]dministration\b")


def administration_of(name: str, text: str) -> bool:
    """Whether the text speaks of "the N administration"."""
    return name.removesuffix(", Jr.").split()[-1] in _administrations(text)


@lru_cache(maxsize=4)
def _administrations(text: str) -> frozenset[str]:
    """Every word, or end of a word, that "administration" follows in a text."""
    if "dministration" not in text:
        return frozenset()
    before = {m[1] for m in _ADMINISTERED.finditer(text)}
    before |= {_SECOND_NAME.sub("", word) for word in before}
    return frozenset(word[m.start() :] for word in before for m in re.finditer(r"\b(?=\w)", word))


@lru_cache(maxsize=4)
def _governing(text: str) -> frozenset[str]:
    """The names that "the N administration" is said of."""
    return frozenset(_ADMINISTRATION.findall(text)) if "dministration" in text else frozenset()


def another_governs(name: str, text: str) -> bool:
    """Whether "the N administration" is said of others, and never of this name."""
    names = _governing(text)
    return bool(names) and not any(word in names for word in name.split())


@cache
def _offices_of(reference: Reference) -> Mapping[Entity, frozenset[str]]:
    found: dict[Entity, set[str]] = {}
    for row in reference.tenures():
        found.setdefault(row.of, set()).add(row.office.key)
    return {state: frozenset(keys) for state, keys in found.items()}


def may_have(state: Entity, office: Entity | None, reference: Reference) -> bool:
    """Whether a state can have a leader of that office, as far as the dated table knows it."""
    if office is None or office.key not in _LEADERS:
        return True
    known = _offices_of(reference).get(state)
    if known is None and office.key in _RARE:
        return False
    return known is None or bool(known & _ALIKE.get(office.key, {office.key}))
