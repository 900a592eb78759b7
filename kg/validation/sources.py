"""Triples in: the ontology's files, and whatever form the caller's data has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple
from pyoxigraph import parse as parse_rdf

from kg import resources
from kg.errors import OntologyError

if TYPE_CHECKING:
    import rdflib
    from rdflib import Node

    Data = Store | rdflib.Graph | Iterable[Quad | Triple]
else:
    Data = Any


def load_ontology(*, alignments: bool = True) -> Iterator[Triple]:
    """The triples of ``coalition.ttl`` and, if wanted, ``alignments.ttl``.

    Raises OntologyError, with file and line, when a file is missing or malformed.
    """
    names = ("coalition.ttl", "alignments.ttl") if alignments else ("coalition.ttl",)
    for name in names:
        yield from _parse(resources.ontology() / name)


def load_reference() -> Iterator[Triple]:
    """The triples of every ``ontology/reference/*.ttl``. Raises OntologyError like the above."""
    folder = resources.ontology() / "reference"
    files = (file for file in folder.iterdir() if file.name.endswith(".ttl"))
    for file in sorted(files, key=lambda file: file.name):
        yield from _parse(file)


def _parse(file: Traversable) -> Iterator[Triple]:
    try:
        text = file.read_bytes()
        # Blank nodes of two files must not become one.
        quads = parse_rdf(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        for quad in quads:
            yield quad.triple
    except OSError as error:
        raise OntologyError(
            "cannot be read", where=str(file), next_step="Reinstall coalition-kg."
        ) from error
    except SyntaxError as error:
        raise OntologyError(
            error.msg, where=f"{file}:{error.lineno}", next_step="Mend the Turtle at that line."
        ) from error


def triples(data: Data) -> Iterator[Triple]:
    """The data as triples: the default graph of a store, all of a graph, or the quads as given."""
    if isinstance(data, Store):
        data = data.quads_for_pattern(None, None, None, DefaultGraph())
    for item in data:
        if isinstance(item, Triple):
            yield item
        elif isinstance(item, Quad):
            yield item.triple
        else:
            subject, predicate, value = (_from_rdflib(term) for term in item)
            assert not isinstance(subject, Literal)
            assert isinstance(predicate, NamedNode)
            yield Triple(subject, predicate, value)


def _from_rdflib(term: Node) -> NamedNode | BlankNode | Literal:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
