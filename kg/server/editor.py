"""``/sparql/ui``: a query editor that is a plain form, so that it works without script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.errors import KgError, UnknownNameError
from kg.pipeline import Archive
from kg.queries import cell, load, load_all
from kg.render import records
from kg.server import pages
from kg.server.drawing import Net, net
from kg.server.failures import status_of
from kg.server.links import Links, short
from kg.server.pages import Shell, render, respond
from kg.server.tables import Table, TableCell, plain
from kg.store import PREFIXES, Solutions, Store

router = APIRouter(tags=["pages"])

ROWS: Final = 1000
"""Rows that the page shows; the endpoint gives all."""

TRIPLES: Final = 1000
_FIRST: Final = """# Which states took part in most meetings?
PREFIX ckg: <https://w3id.org/coalition-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?state ?label (COUNT(DISTINCT ?meeting) AS ?meetings)
WHERE {
  ?state a ckg:State ; rdfs:label ?label ; ckg:tookPartIn ?meeting .
}
GROUP BY ?state ?label
ORDER BY DESC(?meetings) ?label
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a query gave: a table, yes or no, or triples with their drawing."""

    table: Table | None = None
    verdict: bool | None = None
    turtle: str = ""
    triples: int = 0
    net: Net | None = None
    cut: bool = False
    forms: tuple[tuple[str, str], ...] = ()


@router.get("/sparql/ui", include_in_schema=False)
async def editor(
    request: Request,
    query: Annotated[str, Query(description="a SPARQL query; the answer is shown")] = "",
    example: Annotated[str, Query(description="the named question to begin with")] = "",
) -> Response:
    """A page for SPARQL: prefixes, the named questions as examples, the answer as a table."""
    shell = Shell.of(request)
    text = query
    try:
        text = query or (load(example).text if example else _FIRST)
    except UnknownNameError as error:
        return pages.error_page(request, HTTPStatus.NOT_FOUND, error)
    shown, refused, status = None, None, HTTPStatus.OK
    if query.strip():
        try:
            shown = await request.app.state.reader.call(run, query, shell.links)
        except KgError as error:
            refused, status = error, HTTPStatus(status_of(error))
    html = render(
        "editor.html.j2", shell, query=text, shown=shown, error=refused, asked=bool(query.strip()),
        questions=load_all(), prefixes=PREFIXES, state=request.app.state.reader.state, wide=True,
    )  # fmt: skip
    return respond(html, status)


# In a worker


def run(archive: Archive, query: str, links: Links) -> Shown:
    """Run a query for the page. Raises: QuerySyntaxError with line, column and excerpt."""
    found = archive.store.query(query)
    if isinstance(found, bool):
        return Shown(verdict=found, forms=(("json", "JSON"), ("xml", "XML")))
    if isinstance(found, Solutions):
        return _rows(archive.store, found, links)
    return _triples(archive.store, found, links)


def _rows(store: Store, found: Solutions, links: Links) -> Shown:
    names = [variable.value for variable in found.variables]
    rows = [[solution[n] for n in range(len(names))] for solution in islice(found, ROWS + 1)]
    cut = len(rows) > ROWS
    labels = _labels(store, (t for row in rows[:ROWS] for t in row), links)
    cells = tuple(tuple(_cell(term, labels, links) for term in row) for row in rows[:ROWS])
    numeric = [
        all(isinstance(cell(row[n]), int | float | None) for row in rows) for n in range(len(names))
    ]
    headings = tuple(zip(names, numeric, strict=True))
    forms = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))
    return Shown(Table(headings, cells, len(cells), 0), cut=cut, forms=forms)


def _cell(term: object, labels: dict[str, str], links: Links) -> TableCell:
    if term is None:
        return TableCell()
    if isinstance(term, NamedNode):
        return TableCell(_named(term.value, labels), links.page(term.value), "iri")
    return TableCell(plain(cell(term)))


def _named(iri: str, labels: dict[str, str]) -> str:
    return labels.get(iri) or _prefixed(iri)


def _prefixed(iri: str) -> str:
    """An IRI with a known prefix, else what it is."""
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and prefix != "id":
            return f"{prefix}:{iri.removeprefix(start)}"
    return short(iri)


def _labels(store: Store, terms: Iterable[object], links: Links) -> dict[str, str]:
    iris = {t.value for t in terms if isinstance(t, NamedNode) and links.local(t.value)}
    told = records.things(store.select, iris)
    return {iri: t.label for iri, t in told.items() if t.label != iri.rpartition("/")[2]}


def _triples(store: Store, found: Iterable[Triple], links: Links) -> Shown:
    triples = list(islice(found, TRIPLES + 1))
    cut, triples = len(triples) > TRIPLES, triples[:TRIPLES]
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    terms = (t for triple in triples for t in (triple.subject, triple.object))
    labels = _labels(store, terms, links)
    lines = [
        (t.subject.value, t.object.value, _prefixed(t.predicate.value).rpartition(":")[2])
        for t in triples
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    ]
    drawn = net(lines, lambda iri: _named(iri, labels), links)
    forms = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))
    return Shown(turtle=text.decode(), triples=len(triples), net=drawn, cut=cut, forms=forms)
