"""Carries out the ontology's axioms: what OWL 2 RL says of them, no more.

Subclasses, subproperties, inverses and property chains derive what is stored. Domains and ranges
do not: everything is typed where it is made, and a range on literals would type literals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg import resources
from kg.errors import OntologyError
from kg.rdf import Term
from kg.terms import NAMESPACE, OWL, RDF, RDFS

Graph = dict[object, dict[NamedNode, list[object]]]
Index = dict[tuple[NamedNode, Term], set[Term]]


class Step(NamedTuple):
    """A property that is followed from subject to value, or the other way round (``turned``)."""

    of: NamedNode
    turned: bool = False

    @property
    def path(self) -> str:
        """It as a SPARQL property path."""
        return f"^{self.of}" if self.turned else str(self.of)


@dataclass(frozen=True, slots=True)
class Axiom:
    """What gives a class or property: ``kind`` is subclass, subproperty, inverse or chain.

    ``turned`` are the places in ``parts`` that a chain follows from value to subject.
    """

    kind: str
    gives: NamedNode
    parts: tuple[NamedNode, ...]
    turned: frozenset[int] = frozenset()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The parts with the direction in which they are followed."""
        return tuple(Step(part, n in self.turned) for n, part in enumerate(self.parts))

    def __str__(self) -> str:
        parts = " then ".join(
            f"inverse of {_short(step.of)}" if step.turned else _short(step.of)
            for step in self.steps
        )
        how = {"chain": "property chain", "inverse": "inverse of"}.get(self.kind, self.kind)
        return f"{_short(self.gives)}: {how} {parts}"


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


class Closure:
    """What follows from triples by axioms; triples can be added as they become known.

    Each triple is looked at once, when it is new, together with those it can join.
    """

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self._types: dict[Term, list[NamedNode]] = defaultdict(list)
        self._links: dict[NamedNode, list[tuple[Axiom, int]]] = defaultdict(list)
        for axiom in axioms:
            if axiom.kind == "subclass":
                self._types[axiom.parts[0]].append(axiom.gives)
            else:
                for position, part in enumerate(axiom.parts):
                    self._links[part].append((axiom, position))
        self._known: set[Triple] = set()
        self._forward: Index = defaultdict(set)
        self._backward: Index = defaultdict(set)

    def add(self, triples: Iterable[Triple]) -> set[Triple]:
        """Take in triples; returns those that follow from them and all before, and are new."""
        waiting = [t for t in triples if self._concerns(t)]
        given = set(waiting)
        found: set[Triple] = set()
        while waiting:
            triple = waiting.pop()
            if triple not in self._known:
                self._remember(triple)
                new = [t for t in self._follows(triple) if t not in self._known]
                found.update(new)
                waiting += [t for t in new if self._concerns(t)]
        return found - given

    def _concerns(self, triple: Triple) -> bool:
        if triple.predicate == RDF.type:
            return triple.object in self._types
        return triple.predicate in self._links

    def _remember(self, triple: Triple) -> None:
        self._known.add(triple)
        if triple.predicate != RDF.type:
            self._forward[triple.predicate, triple.subject].add(triple.object)
            self._backward[triple.predicate, triple.object].add(triple.subject)

    def _follows(self, triple: Triple) -> Iterator[Triple]:
        if triple.predicate == RDF.type:
            for above in self._types[triple.object]:
                yield Triple(triple.subject, RDF.type, above)
        for axiom, position in self._links.get(triple.predicate, ()):
            ends = (triple.subject, triple.object)
            start, end = ends[::-1] if position in axiom.turned else ends
            if axiom.kind == "inverse":
                yield from _triples({end}, axiom.gives, {start})
            else:
                firsts = self._walk(_back(axiom.steps[:position]), start)
                lasts = self._walk(axiom.steps[position + 1 :], end)
                yield from _triples(firsts, axiom.gives, lasts)

    def _walk(self, path: Iterable[Step], start: Term) -> set[Term]:
        """Everything that a path of properties leads to."""
        ends = {start}
        for step in path:
            index = self._backward if step.turned else self._forward
            ends = {end for node in ends for end in index.get((step.of, node), ())}
        return ends


def _back(path: Sequence[Step]) -> Iterator[Step]:
    return (Step(step.of, not step.turned) for step in reversed(path))


def _triples(
    subjects: Iterable[Term], predicate: NamedNode, fillers: Iterable[Term]
) -> Iterator[Triple]:
    for subject, filler in product(subjects, fillers):
        if not isinstance(subject, Literal):
            yield Triple(subject, predicate, filler)


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
                yield _chain(whole, [*_members(graph, parts)])


def _chain(gives: NamedNode, steps: Sequence[Step]) -> Axiom:
    turned = frozenset(n for n, step in enumerate(steps) if step.turned)
    return Axiom("chain", gives, tuple(step.of for step in steps), turned)


def _pairs(graph: Graph, predicate: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    for subject, said in graph.items():
        for filler in said.get(predicate, ()):
            if isinstance(subject, NamedNode) and isinstance(filler, NamedNode):
                yield subject, filler


def _members(graph: Graph, head: object) -> Iterator[Step]:
    """The members of a chain, an RDF list of properties and of inverses that have no name."""
    while head != RDF.nil:
        node = graph[head]
        (member,), (head,) = node[RDF.first], node[RDF.rest]
        turned = isinstance(member, BlankNode)
        named = graph[member][OWL.inverseOf] if turned else [member]
        if len(named) != 1 or not isinstance(named[0], NamedNode):
            raise OntologyError("a property chain names something that is no property")
        yield Step(named[0], turned)


def _short(term: NamedNode) -> str:
    return term.value.removeprefix(NAMESPACE)
