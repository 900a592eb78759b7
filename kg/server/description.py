"""What the endpoint says of itself: SPARQL 1.1 Service Description and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.pipeline import Archive
from kg.queries import select
from kg.server import negotiation, results
from kg.server.links import base_of
from kg.server.querying import Answer
from kg.store import PREFIXES
from kg.terms import BASE, NAMESPACE, RDF, RDFS, XSD

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_GRAPHS_SHOWN: Final = 1000
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML",
)  # fmt: skip
_INPUT_FORMATS: Final = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_CLASSES: Final = """
SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 100
"""
_prefixes: Final = {**PREFIXES, "sd": _SD, "void": _VOID, "formats": _FORMATS}

Made = Iterator[Triple]


class Able(NamedTuple):
    """What an endpoint can do beside reading: take updates, ask other servers."""

    updates: bool
    federation: bool


def described(archive: Archive, address: str, able: Able, media: str) -> Answer:
    """The description in an RDF format. Parameters: ``address`` is the endpoint's."""
    service, dataset = BlankNode(), BlankNode()
    made = [
        *_service(service, dataset, address, able),
        *_dataset(archive, dataset, address),
    ]
    form = negotiation.GRAPHS[media]
    written = results.triples(made, form, len(made) + 1, _prefixes, 1 << 30)
    return Answer(written.body, media, written.rows, "", False, archive.store.snapshot)


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _void(name: str) -> NamedNode:
    return NamedNode(_VOID + name)


def _number(value: object) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


def _service(service: BlankNode, dataset: BlankNode, address: str, able: Able) -> Made:
    yield Triple(service, RDF.type, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(address))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if able.federation:
        yield Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    if able.updates:
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
        for name in _INPUT_FORMATS:
            yield Triple(service, _sd("inputFormat"), NamedNode(_FORMATS + name))
    for name in _RESULT_FORMATS:
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(service, _sd("availableGraphs"), dataset)


def _dataset(archive: Archive, dataset: BlankNode, address: str) -> Made:
    store = archive.store
    default = BlankNode()
    for kind in (_sd("Dataset"), _sd("GraphCollection"), _void("Dataset")):
        yield Triple(dataset, RDF.type, kind)
    yield Triple(
        dataset, RDFS.label, Literal(f"Coalition knowledge graph, snapshot {store.snapshot}")
    )
    yield Triple(dataset, _void("sparqlEndpoint"), NamedNode(address))
    yield Triple(dataset, _void("vocabulary"), NamedNode(NAMESPACE))
    yield Triple(dataset, _void("uriSpace"), Literal(f"{base_of(archive) or BASE}id/"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield Triple(default, RDF.type, _sd("Graph"))
    yield Triple(default, RDF.type, _void("Dataset"))
    yield from _counts(archive, dataset, default)
    for graph in store.graphs()[:_GRAPHS_SHOWN]:
        node = BlankNode()
        yield Triple(dataset, _sd("namedGraph"), node)
        yield Triple(node, RDF.type, _sd("NamedGraph"))
        yield Triple(node, _sd("name"), graph)


def _counts(archive: Archive, dataset: BlankNode, default: BlankNode) -> Made:
    (row,) = select(archive.store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    yield Triple(default, _void("triples"), _number(row[0]))
    yield Triple(dataset, _void("triples"), _number(row[0]))
    for name, count in select(archive.store, _CLASSES).rows:
        if not str(name).startswith(NAMESPACE):
            continue
        part = BlankNode()
        yield Triple(dataset, _void("classPartition"), part)
        yield Triple(part, _void("class"), NamedNode(str(name)))
        yield Triple(part, _void("entities"), _number(count))
