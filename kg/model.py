"""Frozen values every room shares: articles, passages, entities and facts. No I/O."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.terms import CKG


class Basis(StrEnum):
    """How an article supports a fact."""

    STATED = "stated"
    INFERRED = "inferred"
    BACKGROUND = "background"


class Modality(StrEnum):
    """Whether a fact is said to hold."""

    ACTUAL = "actual"
    PLANNED = "planned"
    DENIED = "denied"
    UNCERTAIN = "uncertain"


class Role(StrEnum):
    """What somebody was to a meeting, or (``LEAD``) to a coalition."""

    HOST = "host"
    CO_HOST = "co-host"
    CHAIR = "chair"
    PARTICIPANT = "participant"
    REPRESENTED = "represented"
    INVITED = "invited"
    ABSENT = "absent"
    EXCLUDED = "excluded"
    OBSERVER = "observer"
    LEAD = "lead"


ATTENDING = frozenset(
    {Role.HOST, Role.CO_HOST, Role.CHAIR, Role.PARTICIPANT, Role.REPRESENTED, Role.OBSERVER}
)
CONVENING = frozenset({Role.HOST, Role.CO_HOST, Role.CHAIR})


class LineKind(StrEnum):
    """What a line of an article is; only headings and body make sentences that assert facts."""

    BODY = "body"
    HEADING = "heading"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as it was read. ``text`` never changes; offsets count its code points."""

    id: str
    text: str
    title: str = ""
    url: str = ""
    published: date | None = None
    publisher: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with what it is and why we think so."""

    span: Span
    kind: LineKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: the unit of provenance. ``paragraph`` is the unit of quote attribution."""

    index: int
    span: Span
    paragraph: int
    kind: LineKind = LineKind.BODY


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its lines classified and its sentences found.

    ``unread`` is where a sentence goes on for longer than is read.
    """

    article: Article
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    unread: tuple[Span, ...] = ()

    def quote(self, span: Span) -> str:
        """The article's own words at ``span``."""
        return self.article.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it was given; ``year`` is absent when nothing told it.

    ``words`` are those it was read from; ``from_document`` says that the article's own date was
    needed to resolve them. ISO 8601 / XML Schema: date, gYearMonth, gYear or gMonthDay.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    words: str = field(default="", compare=False)
    from_document: bool = field(default=False, compare=False)

    @property
    def lexical(self) -> str:
        """The XML Schema lexical form: 2015-01-22, 2015-01, 2015 or --01-22."""
        if self.year is None:
            return f"--{self.month:02d}-{self.day:02d}"
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that facts are about, as far as one article (or the reference data) identifies it.

    ``kind`` is its class, ``key`` names it within that class: ISO 3166-1 alpha-3 (states), a slug
    otherwise. A ``known`` entity comes from the reference data and means the same everywhere; any
    other belongs to its article until ``identity`` says which others it is. ``token`` is the
    evaluation's word for an organisation's or a meeting's kind (igo, ministry, summit, …).
    """

    kind: NamedNode
    key: str
    label: str
    aliases: tuple[str, ...] = field(default=(), compare=False)
    known: bool = False
    iso3: str = field(default="", compare=False)
    token: str = field(default="", compare=False)
    country: str = field(default="", compare=False)


Value = Entity | PartialDate | str | int | float | bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we hold a fact: whole sentences of one article, the rule that read them, and how sure.

    ``exact`` equals the article's text from ``start`` to ``end`` (code points). ``matched`` are the
    words the rule fastened on. ``confidence`` lies between 0 and 1.
    """

    article_id: str
    start: int
    end: int
    exact: str
    rule: str
    confidence: float
    basis: Basis = Basis.STATED
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """An n-ary fact: a kind, what fills its roles, whether it is said to hold, and who says so."""

    kind: NamedNode
    roles: tuple[tuple[NamedNode, Value], ...]
    evidence: tuple[Evidence, ...]
    modality: Modality = Modality.ACTUAL
    attributed_to: Entity | None = None

    def get(self, role: NamedNode) -> Value | None:
        """The (first) filler of a role, or None."""
        return next((value for name, value in self.roles if name == role), None)

    def entities(self) -> Iterator[Entity]:
        """The entities in its roles, and who it is attributed to."""
        yield from (value for _, value in self.roles if isinstance(value, Entity))
        if self.attributed_to is not None:
            yield self.attributed_to


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entity named in an article, the first sentence that names it, and the forms used."""

    entity: Entity
    evidence: Evidence
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something seen and not used: an unresolved name or a rejected candidate, with the reason."""

    what: str
    span: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the text wing has to say about one article."""

    document: Document
    sightings: tuple[Sighting, ...]
    facts: tuple[Fact, ...]
    remarks: tuple[Remark, ...] = ()


KIND_PATHS = {
    CKG.State: "state",
    CKG.Organisation: "organisation",
    CKG.IntergovernmentalOrganisation: "organisation",
    CKG.GovernmentBody: "organisation",
    CKG.ArmedForce: "organisation",
    CKG.ArmedGroup: "organisation",
    CKG.Party: "organisation",
    CKG.Company: "organisation",
    CKG.NonGovernmentalOrganisation: "organisation",
    CKG.Coalition: "coalition",
    CKG.Official: "official",
    CKG.Office: "office",
    CKG.Meeting: "meeting",
    CKG.Place: "place",
}


def fold(text: str) -> str:
    """Lower case without accents: the form in which names are compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> tuple[str, ...]:
    """A name as it is compared: folded words, hyphens and a leading article left out."""
    found = re.findall(r"\w+", fold(text))
    return tuple(found[1:] if len(found) > 1 and found[0] in {"the", "a", "an"} else found)


def slug(text: str) -> str:
    """A name as a key: folded, words joined by hyphens; never empty."""
    return re.sub(r"[^\w]+|_", "-", fold(text)).strip("-") or "unnamed"
