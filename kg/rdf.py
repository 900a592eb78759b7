"""Mints every IRI and turns facts into quads: the only translation between values and RDF.

The same fact always has the same IRI: a hash of its kind, what fills its roles, its modality and
who it is attributed to, never of its evidence. So a second article that says the same adds a
passage, an assertion and its denial never fuse, and adding an article again changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.model import (
    ATTENDING,
    CONVENING,
    KIND_PATHS,
    Article,
    Basis,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Modality,
    PartialDate,
    Sighting,
    Value,
    slug,
)
from kg.terms import BASE, CKG, RDF, RDFS, SKOS, XSD

Term = NamedNode | BlankNode | Literal | Triple
Property = tuple[NamedNode, Term]

FACT_KINDS: Final = frozenset(
    {
        CKG.Membership,
        CKG.Tenure,
        CKG.Participation,
        CKG.Statement,
        CKG.StatedCount,
        CKG.Occurrence,
        CKG.Support,
    }
)
ROLES: Final = frozenset(
    {
        *(CKG.member, CKG.group, CKG.holder, CKG.office, CKG.of, CKG.participant, CKG.meeting),
        *(CKG.onBehalfOf, CKG.speaker, CKG.addressee, CKG.subject, CKG.place, CKG.ofCoalition),
        *(CKG.drawnFrom, CKG.giver, CKG.receiver, CKG.role, CKG.text, CKG.form, CKG.counted),
        *(CKG.value, CKG.qualifier, CKG.kind, CKG.status, CKG.date, CKG.endDate, CKG.since),
        *(CKG.until, CKG.former, CKG.item, CKG.amount, CKG.phase),
    }
)
"""The properties that make a fact what it is; all others only describe or support it."""

_ORGANISATIONS: Final = frozenset(
    kind for kind, path in KIND_PATHS.items() if path == "organisation"
)
_FEW_ALIASES: Final = 6
_LONGEST_SLUG: Final = 80


# Names


def segment(text: str) -> str:
    """A text as one path segment of an IRI, reversibly: letters and digits of any script stay.

    Everything else is percent-encoded, so that two different texts never give one segment.
    """
    kept = "".join(c if c.isalnum() or c in "-._" else _percent(c) for c in text)
    dots_only = not kept.strip(".")
    return (kept.replace(".", "%2E") or "~") if dots_only else kept


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def article_slug(article_id: str) -> str:
    """An article's id as a short segment: itself when it is a slug already, else with a hash.

    The hash follows a tilde, which no slug contains, so that no two ids share a segment.
    """
    plain = slug(article_id)
    if plain == article_id and len(plain) <= _LONGEST_SLUG:
        return segment(plain)
    return f"{segment(plain[:_LONGEST_SLUG].strip('-'))}~{_digest(article_id)[:10]}"


def graph_iri(name: str, *, base: str = BASE) -> NamedNode:
    """The named graph ``ontology``, ``reference``, ``decisions``, ``inferred`` or ``identity``."""
    return NamedNode(f"{base}graph/{name}")


def article_graph(article_id: str, *, base: str = BASE) -> NamedNode:
    """The named graph that holds all that one article says."""
    return NamedNode(f"{base}graph/article/{article_slug(article_id)}")


def is_article_graph(graph: NamedNode | BlankNode | DefaultGraph, *, base: str = BASE) -> bool:
    """Whether a graph is an article's."""
    return isinstance(graph, NamedNode) and graph.value.startswith(f"{base}graph/article/")


def article_iri(article_id: str, *, base: str = BASE) -> NamedNode:
    """An article's own IRI."""
    return NamedNode(f"{base}id/article/{article_slug(article_id)}")


def entity_iri(entity: Entity, article_id: str = "", *, base: str = BASE) -> NamedNode:
    """An entity's IRI: the reference data's, or one that is local to the article naming it.

    Known entities mean the same everywhere and keep the reference data's base.
    """
    path = f"id/{KIND_PATHS[entity.kind]}/{segment(entity.key)}"
    if entity.known:
        return NamedNode(BASE + path)
    return NamedNode(f"{base}{path}@{article_slug(article_id)}" if article_id else base + path)


def canonical_iri(kind: NamedNode, key: str, *, base: str = BASE) -> NamedNode:
    """The IRI in the view of a thing that identity has put together from articles."""
    return NamedNode(f"{base}id/{KIND_PATHS[kind]}/{segment(key)}")


def decision_iri(verdict: str, things: Iterable[NamedNode], *, base: str = BASE) -> NamedNode:
    """The IRI of an analyst's decision, from what was decided about which things."""
    return NamedNode(f"{base}id/decision/{_hash(verdict, sorted(iri.value for iri in things))}")


def fact_iri(
    kind: NamedNode,
    roles: Iterable[Property],
    modality: str = Modality.ACTUAL,
    attributed_to: NamedNode | None = None,
    *,
    base: str = BASE,
) -> NamedNode:
    """A fact's IRI from what it says, whatever the order of its roles and whatever supports it."""
    parts = sorted({(role.value, str(filler)) for role, filler in roles})
    who = attributed_to.value if attributed_to else ""
    return NamedNode(f"{base}id/fact/{_hash(kind.value, parts, str(modality), who)}")


def fact_iri_of(properties: Iterable[Property], *, base: str = BASE) -> NamedNode:
    """A fact's IRI from its triples: picks kind, roles, modality and attribution out of them.

    Parameters: ``properties`` are (predicate, object) pairs of one fact, as read from a graph
    or made by a rule; those that do not identify a fact are passed over.
    Raises: ValueError when none of them says what kind of fact it is.
    """
    pairs = set(properties)
    kinds = [o for p, o in pairs if p == RDF.type and o in FACT_KINDS]
    if len(kinds) != 1 or not isinstance(kinds[0], NamedNode):
        raise ValueError(f"a fact has exactly one kind, this one has {len(kinds)}")
    modality = [o.value for p, o in pairs if p == CKG.modality and isinstance(o, Literal)]
    who = [o for p, o in pairs if p == CKG.attributedTo and isinstance(o, NamedNode)]
    return fact_iri(
        kinds[0],
        [(p, o) for p, o in pairs if p in ROLES],
        min(modality, default=Modality.ACTUAL),
        min(who, key=lambda iri: iri.value, default=None),
        base=base,
    )


def passage_iri(
    about: NamedNode, article: NamedNode, start: int, end: int, rule: str, *, base: str = BASE
) -> NamedNode:
    """The IRI of one fact's (or mention's) evidence at one place of one article by one rule."""
    return NamedNode(f"{base}id/passage/{_hash(about.value, article.value, start, end, rule)}")


def _hash(*parts: object) -> str:
    return _digest(json.dumps(parts, ensure_ascii=True))[:20]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Literals


def literal(value: PartialDate | str | int | float | bool) -> Literal:
    """A value as a typed literal in the form that survives a store unchanged.

    Dates keep their precision; numbers are integers or decimals, never floating point. Half of a
    surrogate pair, which RDF cannot hold, becomes U+FFFD, so that offsets stay true.
    """
    match value:
        case PartialDate():
            return Literal(value.lexical, datatype=_date_type(value))
        case bool():
            return Literal("true" if value else "false", datatype=XSD.boolean)
        case int():
            return Literal(str(value), datatype=XSD.integer)
        case float():
            return Literal(_decimal(value), datatype=XSD.decimal)
        case str():
            return Literal(re.sub("[\ud800-\udfff]", "\ufffd", value))


def partial_date(term: Literal) -> PartialDate:
    """A date literal as a value again. Raises: ValueError for any other literal."""
    match = re.fullmatch(r"(?:(\d{4,})|-)(?:-(\d\d)(?:-(\d\d))?)?", term.value)
    if match is None or term.datatype not in {XSD.date, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay}:
        raise ValueError(f"not a date: {term}")
    year, month, day = (int(part) if part else None for part in match.groups())
    return PartialDate(year, month, day)


def _date_type(date: PartialDate) -> NamedNode:
    if date.year is None:
        return XSD.gMonthDay
    if date.month is None:
        return XSD.gYear
    return XSD.gYearMonth if date.day is None else XSD.date


def _decimal(value: float) -> str:
    return format(Decimal(repr(value)).normalize(), "f")


# Quads


def article_quads(extraction: Extraction, *, base: str = BASE) -> list[Quad]:
    """All that one article says, as the quads of its named graph, sorted and without repeats.

    Parameters: ``extraction`` is the text wing's word on one article; ``base`` is the root of all
    IRIs minted for this corpus.
    Returns: metadata, entities, mentions, and facts with their passages and guard properties.
    """
    graph = article_graph(extraction.document.article.id, base=base)
    triples = article_triples(extraction, base=base)
    return sorted((Quad(t.subject, t.predicate, t.object, graph) for t in triples), key=str)


def article_triples(extraction: Extraction, *, base: str = BASE) -> set[Triple]:
    """The same as triples, in no order, for those who keep them in no store."""
    writer = _Writer(extraction.document.article, base)
    triples: set[Triple] = set(writer.metadata())
    for entity, forms in _entities(extraction).items():
        triples.update(writer.entity(entity, forms))
    for sighting in extraction.sightings:
        triples.update(writer.mention(sighting))
    for fact in extraction.facts:
        triples.update(writer.fact(fact))
    return triples


def _entities(extraction: Extraction) -> Mapping[Entity, tuple[str, ...]]:
    found: dict[Entity, tuple[str, ...]] = {}
    for sighting in extraction.sightings:
        found[sighting.entity] = (*found.get(sighting.entity, ()), *sighting.forms)
    for fact in extraction.facts:
        for entity in fact.entities():
            found.setdefault(entity, ())
    return found


class _Writer:
    """Says things about one article's entities and facts under one base IRI."""

    def __init__(self, article: Article, base: str) -> None:
        self.source = article
        self.base = base
        self.article = article_iri(article.id, base=base)

    def metadata(self) -> Iterator[Triple]:
        """The article's own properties."""
        article = self.source
        yield Triple(self.article, RDF.type, CKG.Article)
        given = {
            CKG.identifier: article.id,
            RDFS.label: article.title or article.id,
            CKG.title: article.title,
            CKG.publisher: article.publisher,
            CKG.contentHash: article.content_hash,
        }
        yield from (Triple(self.article, p, literal(v)) for p, v in given.items() if v)
        if article.url:
            yield Triple(
                self.article, CKG.url, Literal(literal(article.url).value, datatype=XSD.anyURI)
            )
        if article.published:
            day = article.published
            yield Triple(
                self.article, CKG.published, literal(PartialDate(day.year, day.month, day.day))
            )

    def entity(self, entity: Entity, forms: Iterable[str]) -> Iterator[Triple]:
        """An entity's class, names and what its class adds."""
        iri = self.iri(entity)
        yield Triple(iri, RDF.type, entity.kind)
        if entity.kind in _ORGANISATIONS:
            yield Triple(iri, RDF.type, CKG.Organisation)
        yield Triple(iri, RDFS.label, literal(entity.label))
        aliases = entity.aliases[:_FEW_ALIASES] if entity.known else entity.aliases
        for name in {*forms, *aliases} - {entity.label, ""}:
            yield Triple(iri, SKOS.altLabel, literal(name))
        if entity.kind == CKG.State and entity.iso3:
            yield Triple(iri, CKG.iso3, literal(entity.iso3))
        if entity.token and (entity.kind in _ORGANISATIONS or entity.kind == CKG.Meeting):
            yield Triple(iri, CKG.kind, literal(entity.token))
        if entity.kind == CKG.Place and entity.country:
            state = Entity(CKG.State, entity.country, entity.country, known=True)
            yield Triple(iri, CKG.country, self.iri(state))

    def mention(self, sighting: Sighting) -> Iterator[Triple]:
        """That the article names an entity, and where first."""
        entity = self.iri(sighting.entity)
        yield Triple(self.article, CKG.mentions, entity)
        passage, triples = self.passage(entity, sighting.evidence)
        yield from triples
        yield Triple(passage, CKG.mentions, entity)

    def fact(self, fact: Fact) -> Iterator[Triple]:
        """A fact with its roles, guards and passages."""
        roles = [(role, self.term(value)) for role, value in fact.roles]
        who = self.iri(fact.attributed_to) if fact.attributed_to else None
        iri = fact_iri(fact.kind, roles, fact.modality, who, base=self.base)
        yield from (Triple(iri, RDF.type, kind) for kind in (fact.kind, CKG.Fact))
        yield from (Triple(iri, role, filler) for role, filler in roles)
        yield from (Triple(iri, guard, filler) for guard, filler in self.guards(fact))
        yield Triple(iri, CKG.modality, literal(fact.modality.value))
        if who:
            yield Triple(iri, CKG.attributedTo, who)
        dates = [value for _, value in fact.roles if isinstance(value, PartialDate)]
        for evidence in _one_per_place(fact.evidence):
            passage, triples = self.passage(iri, evidence)
            yield Triple(iri, CKG.evidence, passage)
            yield from triples
            yield from _date_words(passage, dates)

    def passage(self, about: NamedNode, evidence: Evidence) -> tuple[NamedNode, list[Triple]]:
        """Whole sentences of an article that support a fact or name a thing."""
        article = article_iri(evidence.article_id, base=self.base)
        place = (evidence.start, evidence.end, evidence.rule)
        iri = passage_iri(about, article, *place, base=self.base)
        values: dict[NamedNode, str | int | float] = {
            CKG.start: evidence.start,
            CKG.end: evidence.end,
            CKG.exact: evidence.exact,
            CKG.basis: evidence.basis.value,
            CKG.rule: evidence.rule,
            CKG.confidence: float(round(evidence.confidence, 4)),
        }
        if evidence.matched:
            values[CKG.matched] = evidence.matched
        triples = [Triple(iri, RDF.type, CKG.Passage), Triple(iri, CKG.article, article)]
        return iri, triples + [Triple(iri, p, literal(v)) for p, v in values.items()]

    def guards(self, fact: Fact) -> Iterator[Property]:
        """The properties that let direct ones be derived; actual facts only have them."""
        if fact.modality is not Modality.ACTUAL:
            return
        role = fact.get(CKG.role)
        match fact.kind:
            case CKG.Participation:
                if role in ATTENDING:
                    yield from self._guard(fact, CKG.attendee, CKG.participant)
                if role in CONVENING:
                    yield from self._guard(fact, CKG.convener, CKG.participant)
            case CKG.Membership if not self._ended(fact):
                yield from self._guard(fact, CKG.enrolled, CKG.member)
            case CKG.Tenure if not self._ended(fact):
                yield from self._guard(fact, CKG.incumbent, CKG.holder)

    def _guard(self, fact: Fact, guard: NamedNode, role: NamedNode) -> Iterator[Property]:
        filler = fact.get(role)
        if isinstance(filler, Entity):
            yield guard, self.iri(filler)

    def _ended(self, fact: Fact) -> bool:
        until = fact.get(CKG.until)
        if not isinstance(until, PartialDate):
            return fact.get(CKG.former) is True
        told = self.source.published
        if told is None or until.year is None:
            return True
        return until.lexical < told.isoformat()[: len(until.lexical)]

    def iri(self, entity: Entity) -> NamedNode:
        """The entity's IRI in this article's graph."""
        return entity_iri(entity, self.source.id, base=self.base)

    def term(self, value: Value) -> NamedNode | Literal:
        """A role's filler as a term."""
        return self.iri(value) if isinstance(value, Entity) else literal(value)


def _one_per_place(evidence: Iterable[Evidence]) -> Iterable[Evidence]:
    surest = sorted(evidence, key=lambda e: (e.confidence, e.basis == Basis.STATED, e.matched))
    return {(e.article_id, e.start, e.end, e.rule): e for e in surest}.values()


def _date_words(passage: NamedNode, dates: Iterable[PartialDate]) -> Iterator[Triple]:
    for date in dates:
        if date.words:
            yield Triple(passage, CKG.dateText, literal(date.words))
        if date.from_document:
            yield Triple(passage, CKG.dateFromDocument, literal(True))
