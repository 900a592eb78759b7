"""One thing of the graph with the facts about it, and each fact with its sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.model import KIND_PATHS
from kg.queries import Cell, cell
from kg.rdf import FACT_KINDS, ROLES
from kg.store import Store
from kg.terms import CKG, NAMESPACE, RDF, RDFS, SKOS

if TYPE_CHECKING:
    import pandas as pd

    from kg.graph.handle import Graph

_BATCH = 200
_Properties = dict[NamedNode, list[object]]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article: where they stand, what they say, and who read them how."""

    iri: str
    article: str
    start: int
    end: int
    text: str
    basis: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: its kind, what fills its roles, whether it is said to hold, and its evidence.

    ``roles`` gives IRIs and plain values, ``labels`` the same for people to read. ``basis`` is
    stated as soon as one passage states it; ``rule`` and ``premises`` are an inferred fact's.
    """

    iri: str
    kind: str
    roles: dict[str, Cell]
    labels: dict[str, Cell]
    modality: str
    attributed_to: str | None
    basis: str
    rule: str | None
    source: str | None
    premises: tuple[str, ...]
    evidence: tuple[Passage, ...]

    def __str__(self) -> str:
        filled = ", ".join(f"{role} {value}" for role, value in self.labels.items())
        doubt = "" if self.modality == "actual" else f" [{self.modality}]"
        return f"{self.kind}: {filled}{doubt} ({self.basis})"


@dataclass(frozen=True, slots=True)
class Thing:
    """A state, organisation, coalition, official, office, meeting or place."""

    graph: Graph
    iri: str
    label: str
    kind: str
    names: tuple[str, ...]

    def facts(self) -> list[Fact]:
        """Every fact with this thing in one of its roles, sorted by kind."""
        return facts_about(self.graph.store, self.iri)

    def mentions(self) -> list[Passage]:
        """Every sentence that names this thing, by article and place."""
        query = f"SELECT ?passage {{ ?passage a ckg:Passage ; ckg:mentions {NamedNode(self.iri)} }}"
        found = [row["passage"] for row in self.graph.store.select(query)]
        named = _read(self.graph.store, (p for p in found if isinstance(p, NamedNode)))
        read = (_passage(iri, properties) for iri, properties in named.items())
        return sorted(read, key=lambda passage: (passage.article, passage.start))

    def participants(self) -> pd.DataFrame:
        """Who took part in this meeting: the question ``meeting-participants``."""
        return self.graph.ask("meeting-participants", meeting=self.iri)

    def members(self) -> pd.DataFrame:
        """Who belongs to this coalition: the question ``coalition-members``."""
        return self.graph.ask("coalition-members", coalition=self.iri)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<{self.kind} {self.label!r} {self.iri}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<li>{escape(str(fact))}</li>" for fact in self.facts())
        return f"<b>{escape(self.label)}</b> ({escape(self.kind)})<ul>{rows}</ul>"


def describe(graph: Graph, iri: NamedNode, label: str) -> Thing:
    """A thing with its class and its other names."""
    properties = next(iter(_read(graph.store, [iri]).values()), {})
    kinds = sorted(_local(k) for k in properties.get(RDF.type, []) if k in KIND_PATHS)
    special = [kind for kind in kinds if kind != "Organisation"] or kinds
    names = sorted(str(cell(name)) for name in properties.get(SKOS.altLabel, []))
    return Thing(graph, iri.value, label, special[0] if special else "", tuple(names))


def facts_about(store: Store, iri: str) -> list[Fact]:
    """Every fact with a thing in one of its roles."""
    roles = " ".join(str(role) for role in sorted(ROLES | {CKG.attributedTo}, key=str))
    query = f"""SELECT DISTINCT ?fact WHERE {{
        VALUES ?role {{ {roles} }} ?fact ?role {NamedNode(iri)} ; a ckg:Fact }}"""
    found = [row["fact"] for row in store.select(query)]
    return read_facts(store, (fact for fact in found if isinstance(fact, NamedNode)))


def read_facts(store: Store, iris: Iterable[NamedNode]) -> list[Fact]:
    """Facts with their roles and passages, sorted by kind and IRI."""
    nodes = _read(store, iris)
    facts = {iri: told for iri, told in nodes.items() if FACT_KINDS & set(told[RDF.type])}
    linked = (o for properties in facts.values() for many in properties.values() for o in many)
    others = _read(store, {o for o in linked if isinstance(o, NamedNode)})
    read = [_fact(iri, properties, others) for iri, properties in facts.items()]
    return sorted(
        read, key=lambda fact: (fact.kind, list(map(str, fact.labels.values())), fact.iri)
    )


def _read(store: Store, iris: Iterable[NamedNode]) -> dict[NamedNode, _Properties]:
    """All properties of nodes, some hundreds at a time."""
    found: dict[NamedNode, _Properties] = defaultdict(lambda: defaultdict(list))
    wanted = sorted(set(iris), key=lambda iri: iri.value)
    for start in range(0, len(wanted), _BATCH):
        chosen = " ".join(str(iri) for iri in wanted[start : start + _BATCH])
        for row in store.select(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {chosen} }} ?s ?p ?o }}"):
            subject, predicate = row["s"], row["p"]
            assert isinstance(subject, NamedNode)
            assert isinstance(predicate, NamedNode)
            found[subject][predicate].append(row["o"])
    return found


def _fact(iri: NamedNode, properties: _Properties, others: dict[NamedNode, _Properties]) -> Fact:
    kind = next(kind for kind in properties[RDF.type] if kind in FACT_KINDS)
    roles = sorted(ROLES & properties.keys(), key=lambda role: role.value)
    passages = sorted(
        (_passage(p, others.get(p, {})) for p in _nodes(properties, CKG.evidence)),
        key=lambda p: (p.article, p.start, p.rule),
    )
    bases = {p.basis for p in passages} | {str(cell(b)) for b in properties.get(CKG.basis, [])}
    return Fact(
        iri=iri.value,
        kind=_local(kind),
        roles={_local(role): cell(properties[role][0]) for role in roles},
        labels={_local(role): _label(properties[role][0], others) for role in roles},
        modality=_text(properties, CKG.modality) or "actual",
        attributed_to=next((w.value for w in _nodes(properties, CKG.attributedTo)), None),
        basis=next((b for b in ("stated", "inferred", "background") if b in bases), ""),
        rule=_text(properties, CKG.rule),
        source=_text(properties, CKG.source),
        premises=tuple(sorted(p.value for p in _nodes(properties, CKG.premise))),
        evidence=tuple(passages),
    )


def _passage(iri: NamedNode, properties: _Properties) -> Passage:
    return Passage(
        iri=iri.value,
        article=next((a.value for a in _nodes(properties, CKG.article)), ""),
        start=int(_text(properties, CKG.start) or 0),
        end=int(_text(properties, CKG.end) or 0),
        text=_text(properties, CKG.exact) or "",
        basis=_text(properties, CKG.basis) or "",
        rule=_text(properties, CKG.rule) or "",
        confidence=float(_text(properties, CKG.confidence) or 0),
    )


def _nodes(properties: _Properties, predicate: NamedNode) -> Iterator[NamedNode]:
    return (o for o in properties.get(predicate, []) if isinstance(o, NamedNode))


def _text(properties: _Properties, predicate: NamedNode) -> str | None:
    values = sorted(o.value for o in properties.get(predicate, []) if isinstance(o, Literal))
    return values[0] if values else None


def _label(term: object, others: dict[NamedNode, _Properties]) -> Cell:
    if isinstance(term, NamedNode):
        return _text(others.get(term, {}), RDFS.label) or term.value
    return cell(term)


def _local(term: object) -> str:
    return term.value.removeprefix(NAMESPACE) if isinstance(term, NamedNode) else str(term)
