"""Which format a client gets: Accept headers with q-values against what can be written."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pyoxigraph import RdfFormat

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
TURTLE: Final = "text/turtle"
TRIG: Final = "application/trig"

RESULTS: Final = {
    JSON: JSON,
    XML: XML,
    CSV: CSV,
    TSV: TSV,
    "application/json": JSON,
    "application/xml": XML,
    "text/xml": XML,
}
"""Media types that rows can be asked for in, and what is written for each."""
GRAPHS: Final = {
    TURTLE: RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-quads": RdfFormat.N_QUADS,
    TRIG: RdfFormat.TRIG,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
}
"""Media types that triples can be asked for in, best first."""
SHORT: Final = {
    "json": "application/json",
    "srj": JSON,
    "xml": "application/xml",
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": TRIG,
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""Names that a ``format`` parameter may give instead of an Accept header."""


@lru_cache(maxsize=512)
def best(accept: str, offered: tuple[str, ...]) -> str | None:
    """The offered media type that an Accept header likes most; None when it likes none.

    Parameters: ``offered`` comes in our own order of preference; an empty header likes all.
    """
    ranges = _ranges(accept)
    scored = [(_liking(media, ranges), -place, media) for place, media in enumerate(offered)]
    liking, _, media = max(scored)
    return media if liking > 0 else None


def media_type(header: str) -> tuple[str, dict[str, str]]:
    """A Content-Type as its lower-case media type and parameters."""
    name, *rest = header.split(";")
    parameters = {}
    for part in rest:
        key, _, value = part.partition("=")
        parameters[key.strip().lower()] = value.strip().strip('"')
    return name.strip().lower(), parameters


def _ranges(accept: str) -> list[tuple[str, float]]:
    if not accept.strip():
        return [("*/*", 1.0)]
    found = []
    for part in accept.split(","):
        name, parameters = media_type(part)
        try:
            quality = float(parameters.get("q", "1"))
        except ValueError:
            quality = 0.0
        if name:
            found.append((name, quality))
    return found


def _liking(media: str, ranges: list[tuple[str, float]]) -> float:
    """The quality that the most specific matching range gives."""
    kind = media.partition("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        given = [quality for name, quality in ranges if name == wanted]
        if given:
            return max(given)
    return 0.0
