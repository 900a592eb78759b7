"""The whole graph as one file, in the format that the file's ending names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from kg.errors import ConfigurationError
from kg.export import network, table
from kg.store import PREFIXES, Store

T = TypeVar("T", Quad, Triple)

_TRIPLES: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_QUADS: Final = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
_OTHERS: Final[Mapping[str, Callable[[Store], bytes]]] = {
    "csv": table.as_csv,
    "json": table.as_json,
    "parquet": table.as_parquet,
    "graphml": network.as_graphml,
    "gexf": network.as_gexf,
}
_XML: Final = frozenset({"rdf", "graphml", "gexf"})
_NO_XML: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x(?:[0-8bcefBCEF]|1[0-9a-fA-F])|[0-8]|1[124-9]|2[0-9]|3[01]);"
)
"""Characters that XML cannot hold, however they are written."""
_UNPREFIXED: Final = frozenset({"nt", "nq"})
FORMATS: Final = (*_TRIPLES, *_QUADS, *_OTHERS)


def export(store: Store, form: str) -> bytes:
    """The graph in one format.

    Parameters: ``form`` is ttl, nt, jsonld or rdf (the view); nq or trig (every named graph, so
    that it can be told who says what); csv, json or parquet (a row for each fact and passage);
    graphml or gexf (things as nodes, facts as lines).
    Raises: ConfigurationError for another format, or when an optional part is missing.
    """
    data = _written(store, form)
    return _NO_XML.sub("\ufffd", data.decode()).encode() if form in _XML else data


def _written(store: Store, form: str) -> bytes:
    if form in _TRIPLES:
        return _rdf((quad.triple for quad in store.quads(DefaultGraph())), _TRIPLES[form], form)
    if form in _QUADS:
        named = (quad for graph in store.graphs() for quad in store.quads(graph))
        return _rdf(named, _QUADS[form], form)
    if form not in _OTHERS:
        known = ", ".join(FORMATS)
        raise ConfigurationError(f'there is no format "{form}"', next_step=f"Known: {known}.")
    return _OTHERS[form](store)


def save(store: Store, path: Path, form: str = "") -> Path:
    """Write the graph to a file, whole or not at all; its ending tells the format.

    Raises: ConfigurationError as ``export``; OSError when the file cannot be written.
    """
    data = export(store, form or path.suffix.lower().removeprefix("."))
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    return part.replace(path)


def _rdf(statements: Iterable[T], form: RdfFormat, name: str) -> bytes:
    prefixes = None if name in _UNPREFIXED else PREFIXES
    return serialize(sorted(statements, key=str), format=form, prefixes=prefixes) or b""
