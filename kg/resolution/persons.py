"""Persons of an article: clusters of names, the offices they hold, and later references to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kg.mentions import Office
from kg.mentions.vocabulary import HONORIFICS, NAME_SUFFIXES
from kg.model import Entity, Span, fold
from kg.terms import CKG


@dataclass(slots=True)
class Holding:
    """An office of a person, with the appointment it was read from."""

    office: Office
    of: Entity | None
    former: bool
    rule: str
    row: int
    span: Span
    how: str = ""
    title: str = ""

    @property
    def label(self) -> str:
        """The office's name: the antecedent's for a counterpart, else as printed."""
        return self.title or self.office.words


@dataclass(eq=False)
class Person:
    """Everybody the text names in one office or another, or only by name."""

    name: str
    words: tuple[str, ...]
    holdings: list[Holding] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    entity: Entity | None = None
    first_row: int = 0
    spouse: bool = False

    @property
    def state(self) -> Entity | None:
        """The state or body the person acts for, if any holding tells."""
        return next((h.of for h in self.holdings if h.of is not None and not h.former), None)

    @property
    def short_name(self) -> str:
        """The last word of the name as printed, for labels; the first where the text uses that."""
        plain = [w.strip(",") for w in self.name.split()]
        kept = [w for w in plain if w.lower() not in NAME_SUFFIXES]
        if kept and kept[0] in self.forms and kept[-1] not in self.forms:
            return kept[0]
        return kept[-1] if kept else self.name

    def freeze(self) -> Entity:
        """The entity of this person, local to the article."""
        if self.entity is None:
            key = "-".join(self.words) or "unnamed"
            forms = tuple(sorted(self.forms - {self.name}))
            self.entity = Entity(CKG.Official, key, self.name, forms)
        return self.entity


_SON_OF = frozenset({"bin", "ibn", "bint"})


@lru_cache(maxsize=20_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that identify: folded, without initials, suffixes and honorifics."""
    words = [
        fold(w).replace("’", "").replace("'", "") for w in re.split(r"[\s]+|(?<=\w)-(?=\w)", name)
    ]
    bare = [w.strip('.,"“”()') for w in words]
    kept = [b for b, w in zip(bare, words, strict=True) if len(b) > 1 and not _is_extra(w)]
    return tuple(kept or bare)


def _is_extra(word: str) -> bool:
    plain = word.strip(",")
    return plain in NAME_SUFFIXES or plain in HONORIFICS or (len(plain) == 2 and plain[1] == ".")


@lru_cache(maxsize=20_000)
def _sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words by their consonants, as transliterations share them: Mohammed, Muhammad, Mohamed."""
    return tuple(
        re.sub(r"(.)\1+", r"\1", w[0] + re.sub("[aeiouy]", "", w[1:])) if len(w) > 4 else w
        for w in words
    )


def varies(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are one in two transliterations."""
    if min(len(a), len(b)) < 2 or a[0][0] != b[0][0]:
        return False
    first, second = _sounds(a), _sounds(b)
    return first != a and second != b and (set(first) <= set(second) or set(second) <= set(first))


def _is_fathers(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """ "Salman" is not "Mohammed bin Salman": that is his father's name."""
    return len(short) == 1 and short[0] == full[-1] and len(full) > 2 and full[-2] in _SON_OF


def surname(words: tuple[str, ...]) -> str:
    """The last word of a name."""
    return words[-1] if words else ""


def compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: one inside the other, or like given names."""
    if set(a) <= set(b) or set(b) <= set(a):
        return not (_is_fathers(a, b) or _is_fathers(b, a))
    if a[-1] != b[-1] or len(a) < 2 or len(b) < 2:
        return False
    return a[0][:2] == b[0][:2]


class NameIndex:
    """Persons by the words of their names, so that who may be meant is found without a search."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self._order: dict[int, int] = {}
        self._by_word: dict[str, dict[int, Person]] = {}
        self._by_last: dict[str, dict[int, Person]] = {}
        for person in persons:
            self.add(person)

    def add(self, person: Person) -> None:
        """Make a person known by its present name; one that is known keeps its place."""
        self._order.setdefault(id(person), len(self._order))
        for words in (person.words, _sounds(person.words)):
            for word in words:
                self._by_word.setdefault(word, {})[id(person)] = person
            self._by_last.setdefault(words[-1], {})[id(person)] = person

    def like(self, words: tuple[str, ...]) -> list[Person]:
        """Whose name can be one with these words, in whichever spelling, in order of adding.

        One name is inside the other or ends like it, in its words or in their sounds.
        """
        likely = self._around(words) | self._around(_sounds(words))
        return self._sorted(
            p for p in likely.values() if compatible(words, p.words) or varies(words, p.words)
        )

    def ending_in(self, words: tuple[str, ...]) -> list[Person]:
        """Those whose last word is one of these, in order of adding."""
        likely = {key: p for w in words for key, p in self._by_last.get(w, {}).items()}
        return self._sorted(p for p in likely.values() if p.words[-1] in words)

    def _around(self, words: tuple[str, ...]) -> dict[int, Person]:
        """Those in whose name all the words may stand, and those whose last word is one of them."""
        rarest = min(words, key=lambda word: len(self._by_word.get(word, ())))
        found = dict(self._by_word.get(rarest, {}))
        for word in words:
            found.update(self._by_last.get(word, {}))
        return found

    def _sorted(self, persons: Iterable[Person]) -> list[Person]:
        return sorted(persons, key=lambda p: self._order[id(p)])
