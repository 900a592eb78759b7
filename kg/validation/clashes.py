"""Contradictions that can be named: what is of two classes that exclude each other, and why.

A DL reasoner says *that* something is inconsistent. This looks for the usual causes, so that a
person learns *what*: types given, or implied by a subclass, domain or range, that are disjoint; and
properties with one value at most that have two. It needs no Java and is fit for large data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.terms import OWL, RDF, RDFS
from kg.validation.findings import Finding, local_name
from kg.validation.sources import Data, load_ontology, triples

Why = dict[NamedNode, str]
_Labels = dict[NamedNode | BlankNode | Triple, str]


@dataclass(slots=True)
class _Axioms:
    """What the ontology says, as far as clashes can be read off it."""

    parents: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    domains: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    disjoint: set[frozenset[NamedNode]] = field(default_factory=set)
    functional: set[NamedNode] = field(default_factory=set)
    values: set[NamedNode] = field(default_factory=set)

    def ancestors(self, term: NamedNode) -> set[NamedNode]:
        """The term and all above it, classes and properties alike."""
        seen, todo = {term}, [term]
        while todo:
            new = self.parents.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        return seen


def check_clashes(data: Data) -> tuple[Finding, ...]:
    """Finds individuals that contradict the ontology.

    Parameters: the data as for ``check_shapes``. Returns findings ordered by focus; ``rule`` is the
    pair of classes, or the property, that clashes.
    """
    items = tuple(triples(data))
    axioms = _read_axioms((*load_ontology(alignments=False), *items))
    labels = {
        t.subject: t.object.value
        for t in items
        if t.predicate == RDFS.label and isinstance(t.object, Literal)
    }
    found = [*_type_clashes(items, axioms, labels), *_value_clashes(items, axioms, labels)]
    return tuple(sorted(found, key=lambda finding: (finding.focus, finding.message)))


def _read_axioms(items: Iterable[Triple]) -> _Axioms:
    axioms = _Axioms()
    heads: dict[object, object] = {}
    rests: dict[object, object] = {}
    groups: list[object] = []
    for triple in items:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if predicate == RDF.first:
            heads[subject] = value
        elif predicate == RDF.rest:
            rests[subject] = value
        elif predicate == OWL.members:
            groups.append(value)
        elif isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            _read_axiom(axioms, subject, predicate, value)
    for group in groups:
        axioms.disjoint |= {frozenset(pair) for pair in combinations(_list(group, heads, rests), 2)}
    return axioms


def _read_axiom(
    axioms: _Axioms, subject: NamedNode, predicate: NamedNode, value: NamedNode
) -> None:
    if predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        axioms.parents[subject].add(value)
    elif predicate == RDFS.domain:
        axioms.domains[subject].add(value)
    elif predicate == RDFS.range:
        axioms.ranges[subject].add(value)
    elif predicate == OWL.disjointWith:
        axioms.disjoint.add(frozenset((subject, value)))
    elif predicate == RDF.type and value == OWL.FunctionalProperty:
        axioms.functional.add(subject)
    elif predicate == RDF.type and value == OWL.DatatypeProperty:
        axioms.values.add(subject)


def _list(
    head: object, heads: dict[object, object], rests: dict[object, object]
) -> list[NamedNode]:
    items: list[NamedNode] = []
    while head in heads:
        item = heads[head]
        assert isinstance(item, NamedNode)
        items.append(item)
        head = rests.get(head)
    return items


def _types(items: Iterable[Triple], axioms: _Axioms) -> dict[NamedNode, Why]:
    """Every individual's classes, asserted and implied, each with the reason."""
    types: dict[NamedNode, Why] = defaultdict(dict)

    def add(node: object, cls: NamedNode, why: str) -> None:
        if isinstance(node, NamedNode):
            for ancestor in axioms.ancestors(cls):
                types[node].setdefault(ancestor, why)

    for triple in items:
        predicate, value = triple.predicate, triple.object
        if predicate == RDF.type and isinstance(value, NamedNode):
            add(triple.subject, value, f"it is given as a {local_name(value.value)}")
            continue
        for term in axioms.ancestors(predicate):
            name = local_name(predicate.value)
            for cls in axioms.domains.get(term, ()):
                add(triple.subject, cls, f"it has a {name}")
            for cls in axioms.ranges.get(term, ()):
                add(value, cls, f"it is the {name} of {_short(triple.subject)}")
    return types


def _short(node: NamedNode | BlankNode | Triple) -> str:
    return "/".join(node.value.split("/")[-2:]) if isinstance(node, NamedNode) else "a blank node"


def _type_clashes(items: Iterable[Triple], axioms: _Axioms, labels: _Labels) -> Iterator[Finding]:
    for node, why in _types(items, axioms).items():
        clashes = [pair for pair in axioms.disjoint if pair <= why.keys()]
        for pair in _most_specific(clashes, axioms):
            one, other = sorted(pair, key=lambda cls: cls.value)
            names = local_name(one.value), local_name(other.value)
            yield Finding(
                check="clashes",
                focus=node.value,
                label=labels.get(node, _short(node)),
                message=f"Nothing can be both {names[0]} and {names[1]}: "
                f"{names[0]} because {why[one]}; {names[1]} because {why[other]}. "
                "Remove one of the two.",
                rule=f"{names[0]} disjoint {names[1]}",
            )


def _most_specific(
    pairs: list[frozenset[NamedNode]], axioms: _Axioms
) -> Iterator[frozenset[NamedNode]]:
    """Leaves out a clash that another one, lower in the hierarchy, already tells."""

    def below(pair: frozenset[NamedNode], other: frozenset[NamedNode]) -> bool:
        above = set().union(*(axioms.ancestors(cls) for cls in pair))
        return pair != other and other <= above

    return (pair for pair in pairs if not any(below(other, pair) for other in pairs))


def _value_clashes(items: Iterable[Triple], axioms: _Axioms, labels: _Labels) -> Iterator[Finding]:
    single = axioms.functional & axioms.values
    values: dict[tuple[NamedNode, NamedNode], set[str]] = defaultdict(set)
    for triple in items:
        if triple.predicate in single and isinstance(triple.subject, NamedNode):
            assert isinstance(triple.object, Literal)
            values[triple.subject, triple.predicate].add(triple.object.value)
    for (node, term), texts in values.items():
        if len(texts) > 1:
            name = local_name(term.value)
            yield Finding(
                check="clashes",
                focus=node.value,
                label=labels.get(node, _short(node)),
                message=f"There can be one {name} only, and here are {len(texts)}: "
                f"{', '.join(sorted(texts))}. Two things may have been fused.",
                rule=name,
                value=", ".join(sorted(texts)),
            )
