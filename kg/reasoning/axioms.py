"""Executes the ontology's axioms as SPARQL updates: what OWL 2 RL says of them, no more.

Subclasses, subproperties, inverses and property chains derive what is stored. Domains and ranges
do not: everything is typed where it is made, and a range on literals would type literals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg import resources
from kg.errors import OntologyError
from kg.terms import NAMESPACE, OWL, RDF, RDFS

Graph = dict[object, dict[NamedNode, list[object]]]


@dataclass(frozen=True, slots=True)
class Axiom:
    """What gives a class or property: ``kind`` is subclass, subproperty, inverse or chain."""

    kind: str
    gives: NamedNode
    parts: tuple[NamedNode, ...]

    def __str__(self) -> str:
        parts = " then ".join(_short(part) for part in self.parts)
        how = {"chain": "property chain", "inverse": "inverse of"}.get(self.kind, self.kind)
        return f"{_short(self.gives)}: {how} {parts}"

    @property
    def update(self) -> str:
        """The axiom as a SPARQL update."""
        first = self.parts[0]
        if self.kind == "subclass":
            return f"INSERT {{ ?x {RDF.type} {self.gives} }} WHERE {{ ?x {RDF.type} {first} }}"
        if self.kind == "inverse":
            return f"INSERT {{ ?y {self.gives} ?x }} WHERE {{ ?x {first} ?y }}"
        steps = " . ".join(f"?x{n} {part} ?x{n + 1}" for n, part in enumerate(self.parts))
        return f"INSERT {{ ?x0 {self.gives} ?x{len(self.parts)} }} WHERE {{ {steps} }}"


@cache
def ontology_axioms() -> tuple[Axiom, ...]:
    """The axioms of ``coalition.ttl`` that derive something. Raises: OntologyError."""
    source = resources.ontology() / "coalition.ttl"
    try:
        return read_axioms(parse(source.read_bytes(), RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(str(error), where=str(source)) from error


def read_axioms(ontology: Iterable[Quad]) -> tuple[Axiom, ...]:
    """The axioms of an ontology that derive something, sorted."""
    graph: Graph = defaultdict(lambda: defaultdict(list))
    for quad in ontology:
        graph[quad.subject][quad.predicate].append(quad.object)
    return tuple(sorted(set(_axioms(graph)), key=str))


def apply(engine: Store, axioms: Sequence[Axiom]) -> None:
    """Run all axioms until they add nothing."""
    size = -1
    while size != len(engine):
        size = len(engine)
        for axiom in axioms:
            engine.update(axiom.update)


def _axioms(graph: Graph) -> Iterator[Axiom]:
    for sub, sup in _pairs(graph, RDFS.subClassOf):
        yield Axiom("subclass", sup, (sub,))
    for sub, sup in _pairs(graph, RDFS.subPropertyOf):
        yield Axiom("subproperty", sup, (sub,))
    for one, other in _pairs(graph, OWL.inverseOf):
        yield Axiom("inverse", one, (other,))
        yield Axiom("inverse", other, (one,))
    for whole, said in graph.items():
        for parts in said.get(OWL.propertyChainAxiom, ()):
            if isinstance(whole, NamedNode):
                yield Axiom("chain", whole, tuple(_members(graph, parts)))


def _pairs(graph: Graph, predicate: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    for subject, said in graph.items():
        for filler in said.get(predicate, ()):
            if isinstance(subject, NamedNode) and isinstance(filler, NamedNode):
                yield subject, filler


def _members(graph: Graph, head: object) -> Iterator[NamedNode]:
    """The members of an RDF list."""
    while head != RDF.nil:
        node = graph[head]
        (step,), (head,) = node[RDF.first], node[RDF.rest]
        if not isinstance(step, NamedNode):
            raise OntologyError("a property chain names something that is no property")
        yield step


def _short(term: NamedNode) -> str:
    return term.value.removeprefix(NAMESPACE)
