"""What the articles' graphs tell about the nodes that belong to one article each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.model import words
from kg.rdf import Property
from kg.terms import CKG, RDF, RDFS, SKOS

Description = Mapping[NamedNode, list[Property]]
"""One article's graph: every subject with its (predicate, object) pairs."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing as one article knows it."""

    iri: NamedNode
    article: NamedNode
    label: str
    names: frozenset[str] = frozenset()
    published: date | None = None
    types: frozenset[NamedNode] = frozenset()
    of: frozenset[NamedNode] = frozenset()
    offices: frozenset[NamedNode] = frozenset()
    former: bool = False
    country: frozenset[NamedNode] = frozenset()
    places: frozenset[NamedNode] = frozenset()
    days: frozenset[tuple[str, str]] = frozenset()
    groups: frozenset[NamedNode] = frozenset()
    participants: frozenset[NamedNode] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """The label as folded words, without a leading article."""
        return words(self.label)

    @property
    def path(self) -> str:
        """What kind of thing it is, as its IRI says: official, meeting, place, …"""
        return path(self.iri)


@dataclass(slots=True)
class _Draft:
    """What is being gathered about a node."""

    of: set[NamedNode] = field(default_factory=set)
    offices: set[NamedNode] = field(default_factory=set)
    former: bool = False
    places: set[NamedNode] = field(default_factory=set)
    days: set[tuple[str, str]] = field(default_factory=set)
    groups: set[NamedNode] = field(default_factory=set)
    participants: set[NamedNode] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def is_local(iri: NamedNode) -> bool:
    """Whether a node belongs to one article."""
    return "@" in iri.value[iri.value.rfind("/") :]


def path(iri: NamedNode) -> str:
    """The kind of thing an IRI names: the last path segment but one."""
    return iri.value.rsplit("/", 2)[-2]


def key(iri: NamedNode) -> str:
    """The last path segment, without the article."""
    return iri.value.rsplit("/", 1)[-1].partition("@")[0]


def read_nodes(articles: Iterable[Description]) -> list[Node]:
    """The local nodes of all articles, sorted by IRI.

    Parameters: ``articles`` are the articles' graphs, each as subjects with their properties.
    """
    found = [node for description in articles for node in _nodes(description)]
    return sorted(found, key=lambda node: node.iri.value)


def _nodes(description: Description) -> Iterable[Node]:
    article = next(
        (s for s, pairs in description.items() if (RDF.type, CKG.Article) in pairs), None
    )
    if article is None:
        return
    published = _published(description[article])
    drafts = _drafts(description)
    for subject in description:
        if is_local(subject):
            yield _node(subject, article, published, description, drafts[subject])


def _countries(description: Description, places: Iterable[NamedNode]) -> frozenset[NamedNode]:
    """Where a meeting's places lie."""
    said = (pair for place in places for pair in description.get(place, ()))
    return frozenset(o for p, o in said if p == CKG.country and isinstance(o, NamedNode))


def _published(pairs: list[Property]) -> date | None:
    told = next((o.value for p, o in pairs if p == CKG.published and isinstance(o, Literal)), "")
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def _node(
    iri: NamedNode,
    article: NamedNode,
    published: date | None,
    description: Description,
    draft: _Draft,
) -> Node:
    said = _by_predicate(description[iri])
    labels = sorted(_texts(said[RDFS.label]))
    return Node(
        iri,
        article,
        labels[0] if labels else key(iri),
        frozenset(_texts(said[SKOS.altLabel])),
        published,
        frozenset(_iris(said[RDF.type])),
        frozenset(draft.of),
        frozenset(draft.offices),
        draft.former,
        frozenset(_iris(said[CKG.country])) | _countries(description, draft.places),
        frozenset(draft.places),
        frozenset(draft.days),
        frozenset(draft.groups),
        frozenset(draft.participants),
        frozenset(draft.kinds.union(_texts(said[CKG.kind]))),
    )


def _drafts(description: Description) -> dict[NamedNode, _Draft]:
    drafts: dict[NamedNode, _Draft] = defaultdict(_Draft)
    for pairs in description.values():
        said = _by_predicate(pairs)
        if any(o.value == "denied" for o in said[CKG.modality] if isinstance(o, Literal)):
            continue
        if CKG.Tenure in said[RDF.type]:
            _tenure(said, drafts)
        elif CKG.Participation in said[RDF.type]:
            _participation(said, drafts)
        elif CKG.Occurrence in said[RDF.type]:
            _occurrence(said, drafts)
    return drafts


def _tenure(said: _Said, drafts: dict[NamedNode, _Draft]) -> None:
    for holder in _iris(said[CKG.holder]):
        draft = drafts[holder]
        draft.of.update(_iris(said[CKG.of]))
        draft.offices.update(_iris(said[CKG.office]))
        draft.former |= any(o.value == "true" for o in said[CKG.former] if isinstance(o, Literal))


def _participation(said: _Said, drafts: dict[NamedNode, _Draft]) -> None:
    for participant in _iris(said[CKG.participant]):
        drafts[participant].of.update(_iris(said[CKG.onBehalfOf]))
        if {"absent", "excluded"}.isdisjoint(_texts(said[CKG.role])):
            for meeting in _iris(said[CKG.meeting]):
                drafts[meeting].participants.add(participant)


def _occurrence(said: _Said, drafts: dict[NamedNode, _Draft]) -> None:
    ends = _texts(said[CKG.endDate])
    for meeting in _iris(said[CKG.meeting]):
        draft = drafts[meeting]
        draft.places.update(_iris(said[CKG.place]))
        draft.groups.update(_iris(said[CKG.ofCoalition]), _iris(said[CKG.drawnFrom]))
        draft.kinds.update(_texts(said[CKG.kind]))
        for start in said[CKG.date]:
            if isinstance(start, Literal):
                draft.days.add((start.value, max(ends, default=start.value)))


_Said = Mapping[NamedNode, list[object]]


def _by_predicate(pairs: list[Property]) -> dict[NamedNode, list[object]]:
    said: dict[NamedNode, list[object]] = defaultdict(list)
    for predicate, filler in pairs:
        said[predicate].append(filler)
    return said


def _iris(terms: Iterable[object]) -> list[NamedNode]:
    return [term for term in terms if isinstance(term, NamedNode)]


def _texts(terms: Iterable[object]) -> list[str]:
    return [term.value for term in terms if isinstance(term, Literal)]
