"""SHACL: what is missing or mistyped, in words, with the sentence it came from."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg import resources
from kg.errors import OntologyError
from kg.terms import CKG, RDF, RDFS, XSD
from kg.validation.findings import Finding, Severity, local_name
from kg.validation.sources import Data, load_ontology, triples

if TYPE_CHECKING:
    from rdflib import Graph, Node

_SHACL = "http://www.w3.org/ns/shacl#"
_NAMING_ROLES = (
    *(CKG.member, CKG.holder, CKG.participant, CKG.speaker, CKG.subject, CKG.giver),
    *(CKG.group, CKG.office, CKG.of, CKG.meeting, CKG.receiver),
)


def check_shapes(data: Data, shapes: str = "") -> tuple[Finding, ...]:
    """Holds the data against ``ontology/shapes.ttl``.

    ``data`` is a pyoxigraph store (its default graph is checked), an rdflib graph, or quads or
    triples; it is not changed. ``shapes`` is Turtle to use instead of the packaged file. The
    ontology's class hierarchy is taken into account, nothing else is inferred.

    Returns findings ordered by severity, focus and message. Raises OntologyError when the shapes
    cannot be read.
    """
    from pyshacl import validate

    items = (*load_ontology(alignments=False), *triples(data))
    with _quiet_rdflib():
        shape_graph = _shape_graph(shapes)
        report = validate(_to_rdflib(items), shacl_graph=shape_graph, inplace=True)[1]
    known = Store()
    known.extend(Quad(t.subject, t.predicate, t.object) for t in items)
    found = {_finding(row, shape_graph, known) for row in _results(report)}
    order = list(Severity)
    return tuple(sorted(found, key=lambda f: (order.index(f.severity), f.focus, f.message)))


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """rdflib logs a traceback for each ill-formed literal; the shapes report it in words."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _shape_graph(text: str) -> Graph:
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    file = resources.ontology() / "shapes.ttl"
    try:
        return Graph().parse(data=text or file.read_text("utf-8"), format="turtle")
    except (OSError, BadSyntax) as error:
        where = "the given shapes" if text else str(file)
        raise OntologyError(f"cannot be read: {error}", where=where) from error


def _to_rdflib(items: Iterable[Triple]) -> Graph:
    from rdflib import Graph

    graph = Graph()
    cache: dict[NamedNode | BlankNode | Literal | Triple, Node] = {}
    for triple in items:
        for term in triple:
            if term not in cache:
                cache[term] = _term(term)
        graph.add((cache[triple.subject], cache[triple.predicate], cache[triple.object]))
    return graph


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return rdflib.Literal(term.value)  # rdflib keeps "x" and "x"^^xsd:string apart
    # Not normalised: the point is to see the lexical form that the data has.
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _results(report: Graph) -> Iterator[dict[str, Node]]:
    """Each result of the report (not those nested in it) as SHACL properties by short name."""
    from rdflib import URIRef

    for result in report.objects(None, URIRef(_SHACL + "result")):
        yield {local_name(str(name)): value for name, value in report.predicate_objects(result)}


def _finding(row: dict[str, Node], shapes: Graph, known: Store) -> Finding:
    focus = _node(row["focusNode"])
    value = row.get("value")
    article, quote = _passage(focus, known)
    return Finding(
        check="shapes",
        focus=focus.value,
        label=_label(focus, known),
        message=str(row["resultMessage"]),
        rule=_rule(row, shapes),
        value="" if value is None or value == row["focusNode"] else str(value),
        article=article,
        quote=quote,
        severity=Severity(local_name(str(row["resultSeverity"])).lower()),
    )


def _rule(row: dict[str, Node], shapes: Graph) -> str:
    """The shape's name, and the property it is about: ``Membership.member``."""
    from rdflib import URIRef

    shape = row["sourceShape"]
    owner = shapes.value(predicate=URIRef(_SHACL + "property"), object=shape) or shape
    names = [local_name(str(owner))]
    if "resultPath" in row:
        names.append(local_name(str(row["resultPath"])))
    return ".".join(names)


def _node(term: Node) -> NamedNode | BlankNode:
    from rdflib import BNode

    return BlankNode(str(term)) if isinstance(term, BNode) else NamedNode(str(term))


def _label(node: NamedNode | BlankNode, known: Store) -> str:
    """The node's label; for a fact, its kind and the labels of what fills its roles."""
    if label := _value(node, RDFS.label, known):
        return label
    kinds = [
        quad.object
        for quad in known.quads_for_pattern(node, RDF.type, None)
        if isinstance(quad.object, NamedNode) and quad.object != CKG.Fact
    ]
    head = min((_value(kind, RDFS.label, known) for kind in kinds), default=local_name(node.value))
    names = [_label(filler, known) for filler in _fillers(node, known)]
    return f"{head}: {', '.join(names)}" if names else head


def _fillers(fact: NamedNode | BlankNode, known: Store) -> Iterator[NamedNode]:
    for role in _NAMING_ROLES:
        for quad in known.quads_for_pattern(fact, role, None):
            if isinstance(quad.object, NamedNode) and quad.object != fact:
                yield quad.object


def _passage(node: NamedNode | BlankNode, known: Store) -> tuple[str, str]:
    """The article and quote of a passage, or of a fact's first passage."""
    passage = _value(node, CKG.evidence, known)
    source = NamedNode(passage) if passage else node
    return _value(source, CKG.article, known), _value(source, CKG.exact, known)


def _value(node: NamedNode | BlankNode, predicate: NamedNode, known: Store) -> str:
    """The first value of a property, as text; empty when there is none."""
    values = (quad.object for quad in known.quads_for_pattern(node, predicate, None))
    texts = (value.value for value in values if not isinstance(value, Triple))
    return min(texts, default="")
