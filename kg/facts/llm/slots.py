"""Who or what a name in a claim is: a mention inside the quoted sentence, or a thing linked before.

Nothing is made up: a name that the grammar did not see in the sentence, and that is no thing of
the document either, fills no slot.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.mentions import Item
from kg.mentions.bodies import body_entity
from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import ATTENDING, KIND_PATHS, Entity, Fact, Role, Span, Value, slug, words
from kg.reading import find_quotes
from kg.resolution.persons import name_words
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.resolution import Resolved

_KINDS = frozenset(EVENT_KINDS.values()) | {"meeting"}
_STATUSES = frozenset({"held", "planned", "cancelled"})
_PARTS = frozenset(map(str, (*ATTENDING, Role.INVITED, Role.ABSENT, Role.EXCLUDED)))
_QUOTES = "“”„«»\"'‘’ "
_MARKS = re.compile("[“”„«»\"'‘’]")
_ANY_MARK = "[“”„«»\"'‘’]"
_STATES = frozenset("countries nations states governments members partners allies".split())


class Mention(NamedTuple):
    """A thing that a sentence names, and by which words."""

    entity: Entity
    surface: str


def things(resolved: Resolved) -> list[tuple[str, str]]:
    """The kind and name of everything the document was found to name, for the prompt."""
    slots = Slots(resolved)
    found = {(_path(m.entity), m.entity.label): None for m in slots.linked}
    return sorted(found)


def _path(entity: Entity) -> str:
    return KIND_PATHS[entity.kind]


class Slots:
    """The mentions of one document, and what fills a slot."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.by_row: dict[int, list[Mention]] = defaultdict(list)
        for row in resolved.rows:
            for item in row.items:
                self.by_row[row.index] += _named(item)
            for person in resolved.persons_in(row.index):
                surface = resolved.document.quote(person.span)
                self.by_row[row.index].append(Mention(person.entity, surface))
        self.meetings = [
            Mention(m.entity, m.entity.label) for m in resolved.meetings if m.entity is not None
        ]
        self._quotes = find_quotes(resolved.document)

    @property
    def linked(self) -> list[Mention]:
        """Everything the document names."""
        return [*self.meetings, *(m for row in self.by_row.values() for m in row)]

    def fill(self, accepts: str, name: str, rows: Iterable[int], *, inside: bool) -> Value | None:
        """What a name means in a slot, or None.

        Parameters: what the slot accepts; the name as claimed; the quoted sentences; whether it
        must stand in them.
        """
        rows = tuple(rows)
        match accepts:
            case "lead" | "kind" | "status" | "part":
                return _word(accepts, name)
            case "office":
                return self._office(name, rows)
            case "date":
                return next((i.date for i in self._items(rows) if _is_date(i, name)), None)
            case "number":
                return next((v for v in map(_value, self._items(rows)) if str(v) == name), None)
            case "noun":
                return self._noun(name, rows)
            case "words":
                return name
        near = [mention for row in rows for mention in self.by_row[row]]
        far = [] if inside else self.linked
        found = _find(accepts, name, near) or _find(accepts, name, far)
        if found is None and accepts == "official":
            return self._new_person(name, rows)
        return found

    def note(self, made: Fact) -> None:
        """A meeting that an accepted fact has introduced may be named by others."""
        meeting = made.get(CKG.meeting)
        if isinstance(meeting, Entity) and all(m.entity != meeting for m in self.meetings):
            self.meetings.append(Mention(meeting, meeting.label))

    def is_direct(self, span: Span) -> bool:
        """Whether a stretch of the article lies inside quotation marks."""
        return any(quote.span.contains(span) for quote in self._quotes)

    def words_at(self, text: str, rows: Iterable[int]) -> Span | None:
        """Where words stand in the quoted sentences, line breaks and kinds of marks aside."""
        parts = [_MARKS.sub(_ANY_MARK, re.escape(part)) for part in text.strip(_QUOTES).split()]
        pattern = re.compile(r"\s+".join(parts), re.IGNORECASE)
        for row in rows:
            span = self.resolved.document.sentences[row].span
            found = pattern.search(self.resolved.document.article.text, span.start, span.end)
            if parts and found is not None:
                return Span(found.start(), found.end())
        return None

    def qualifier(self, value: Value, rows: Iterable[int]) -> str:
        """How exactly the text gives a number."""
        said = (item.qualifier for item in self._items(rows) if item.value == value)
        return next(said, "") or "exact"

    def new_meeting(self, name: str, kind: str, rows: Iterable[int]) -> Entity | None:
        """A meeting that the quoted sentence names in these very words, with an event noun."""
        for row in rows:
            span = self.resolved.document.sentences[row].span
            text = " ".join(self.resolved.document.quote(span).split())
            events = {EVENT_KINDS.get(word, "") for word in words(name)} - {""}
            if events and kind in events | {"meeting"} and name.casefold() in text.casefold():
                return Entity(CKG.Meeting, slug(name), name, token=kind)
        return None

    def _items(self, rows: Iterable[int]) -> Iterator[Item]:
        for row in rows:
            yield from self.resolved.rows[row].items

    def _office(self, name: str, rows: Iterable[int]) -> Entity | None:
        wanted = words(name)
        for item in self._items(rows):
            if item.office is not None and wanted in (words(item.office.words), words(item.text)):
                label = " ".join(item.office.words.split())
                return item.office.known or Entity(CKG.Office, slug(label), label)
        return None

    def _noun(self, name: str, rows: Iterable[int]) -> str | None:
        noun = name.casefold()
        there = {item.lower for item in self._items(rows)}
        if noun == "states" and there & _STATES:
            return noun
        return None if noun not in there else "states" if noun in _STATES else noun

    def _new_person(self, name: str, rows: Iterable[int]) -> Entity | None:
        for item in self._items(rows):
            if item.code == "N" and words(item.text) == words(name):
                label = " ".join(item.text.split())
                return Entity(CKG.Official, "-".join(name_words(label)), label)
        return None


def _named(item: Item) -> Iterator[Mention]:
    if item.code == "O":
        yield Mention(body_entity(item), item.text)
    elif item.known is not None and item.known.kind in KIND_PATHS:
        yield Mention(item.known, item.text)
    if item.office is not None:
        for entity in (item.office.of, item.office.body and body_entity(item.office.body)):
            if entity is not None:
                yield Mention(entity, entity.label)


def _word(accepts: str, name: str) -> str | None:
    allowed = {"lead": {"lead"}, "kind": _KINDS, "status": _STATUSES, "part": _PARTS}[accepts]
    return name if name in allowed else None


def _is_date(item: Item, name: str) -> bool:
    return item.date is not None and name in (item.date.lexical, " ".join(item.text.split()))


def _value(item: Item) -> int | None:
    return item.value


def _find(accepts: str, name: str, mentions: Iterable[Mention]) -> Entity | None:
    wanted = words(name)
    for mention in mentions:
        if _path(mention.entity) == accepts and _means(mention, name, wanted):
            return mention.entity
    return None


def _means(mention: Mention, name: str, wanted: tuple[str, ...]) -> bool:
    entity = mention.entity
    if name == entity.iso3 or wanted == words(mention.surface) or wanted == words(entity.label):
        return True
    if entity.kind == CKG.Official:
        own = name_words(entity.label)
        given = name_words(name)
        return given[-1] == own[-1] and set(given) <= set(own)
    return any(wanted == words(alias) for alias in entity.aliases)
