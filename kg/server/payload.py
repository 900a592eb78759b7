"""RDF data that somebody sends: what would crash or swell a parser is refused before it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from kg.server.failures import RefusedError

FORMATS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""Media types in which one graph can be sent."""
MAX_DEPTH: Final = 100
_PIECES: Final = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\r\n]|\\.)*"|<[^<>\s]*>|#[^\r\n]*|[(\[{]|[)\]}]',
    re.DOTALL,
)
_JSON_PIECES: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def parsed(data: bytes, media: str, base: str) -> Iterator[Triple]:
    """The triples in data of a media type.

    Raises: RefusedError 415 for an unknown type, 400 with line and column for bad data.
    """
    form = FORMATS.get(media)
    if form is None:
        known = ", ".join(FORMATS)
        raise RefusedError(
            415, f"{media or 'nothing'} is no RDF format here", next_step=f"Send {known}"
        )
    _refuse_bombs(data, form)
    try:
        for quad in parse(
            data, format=form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True
        ):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise RefusedError(400, f"the data cannot be read: {error}") from None


def _refuse_bombs(data: bytes, form: RdfFormat) -> None:
    if form is RdfFormat.RDF_XML and b"<!DOCTYPE" in data.replace(b"\x00", b"").upper():
        raise RefusedError(400, "RDF/XML with a document type is not read: entities can explode")
    pieces = _JSON_PIECES if form is RdfFormat.JSON_LD else _PIECES
    depth = 0
    for match in pieces.finditer(data):
        piece = match.group()
        depth += (piece in b"([{") - (piece in b")]}")
        if depth > MAX_DEPTH:
            raise RefusedError(400, f"the data nest deeper than {MAX_DEPTH} levels")
