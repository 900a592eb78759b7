"""Executes the ontology's axioms as SPARQL updates: what OWL 2 RL says of them, no more.

Subclasses, subproperties, inverses and property chains derive what is stored. Domains and ranges
do not: everything is typed where it is made, and a range on literals would type literals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg import resources
from kg.errors import OntologyError
from kg.terms import OWL, RDF, RDFS

Graph = dict[object, dict[NamedNode, list[object]]]


@cache
def ontology_updates() -> tuple[str, ...]:
    """One SPARQL update for each axiom of ``coalition.ttl``."""
    source = resources.ontology() / "coalition.ttl"
    try:
        quads = list(parse(source.read_bytes(), RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise OntologyError(str(error), where=str(source)) from error
    return updates(quads)


def updates(ontology: Iterable[Quad]) -> tuple[str, ...]:
    """The SPARQL updates that carry out an ontology's axioms, sorted."""
    graph: Graph = defaultdict(lambda: defaultdict(list))
    for quad in ontology:
        graph[quad.subject][quad.predicate].append(quad.object)
    return tuple(sorted(set(_updates(graph))))


def apply(engine: Store, rules: Sequence[str]) -> None:
    """Run updates until they add nothing."""
    size = -1
    while size != len(engine):
        size = len(engine)
        for rule in rules:
            engine.update(rule)


def _updates(graph: Graph) -> Iterator[str]:
    for sub, sup in _pairs(graph, RDFS.subClassOf):
        yield f"INSERT {{ ?x {RDF.type} {sup} }} WHERE {{ ?x {RDF.type} {sub} }}"
    for sub, sup in _pairs(graph, RDFS.subPropertyOf):
        yield f"INSERT {{ ?x {sup} ?y }} WHERE {{ ?x {sub} ?y }}"
    for one, other in _pairs(graph, OWL.inverseOf):
        yield f"INSERT {{ ?y {other} ?x }} WHERE {{ ?x {one} ?y }}"
        yield f"INSERT {{ ?y {one} ?x }} WHERE {{ ?x {other} ?y }}"
    for whole, parts in _pairs(graph, OWL.propertyChainAxiom, named=False):
        steps = _steps(graph, parts)
        path = " . ".join(f"?x{n} {step} ?x{n + 1}" for n, step in enumerate(steps))
        yield f"INSERT {{ ?x0 {whole} ?x{len(steps)} }} WHERE {{ {path} }}"


def _pairs(
    graph: Graph, predicate: NamedNode, *, named: bool = True
) -> Iterator[tuple[NamedNode, object]]:
    for subject, said in graph.items():
        for filler in said.get(predicate, ()):
            if isinstance(subject, NamedNode) and (isinstance(filler, NamedNode) or not named):
                yield subject, filler


def _steps(graph: Graph, head: object) -> list[NamedNode]:
    """The members of an RDF list."""
    steps: list[NamedNode] = []
    while head != RDF.nil:
        node = graph[head]
        (step,), (head,) = node[RDF.first], node[RDF.rest]
        if not isinstance(step, NamedNode):
            raise OntologyError("a property chain names something that is no property")
        steps.append(step)
    return steps
