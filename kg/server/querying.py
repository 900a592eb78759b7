"""SPARQL inside a worker: a query's answer as bytes, an update, a graph in and out."""

from __future__ import annotations

import gzip
from typing import Any, Final, NamedTuple

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
)
from pyoxigraph import Store as Engine

from kg.pipeline import Archive
from kg.server import negotiation, results
from kg.server.dataset import graph_name
from kg.server.failures import RefusedError
from kg.store import PREFIXES, guard
from kg.store.failures import mapped, syntax

GZIP_FROM: Final = 1024


class Query(NamedTuple):
    """A query as the protocol gives it; the formats are media types, None where none will do."""

    text: str
    rows_as: str | None
    graph_as: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    limit: int = 100_000
    size: int = 32 * 1024 * 1024
    gzip: bool = False
    base: str | None = None


class Answer(NamedTuple):
    """What goes back to the client."""

    body: bytes
    media: str
    rows: int
    truncated: str
    zipped: bool
    snapshot: int

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.body)


def answer(archive: Archive, query: Query) -> Answer:
    """Run a query and write its answer.

    Raises: QuerySyntaxError with line and column; RefusedError when no format will do.
    """
    guard.check(query.text)
    return run(archive, query)


def run(archive: Archive, query: Query) -> Answer:
    """As ``answer``, for a text that is known to be harmless."""
    found = _found(archive, query)
    media = query.rows_as if _has_rows(found) else query.graph_as
    if media is None:
        raise _unacceptable(rows=_has_rows(found))
    with mapped(archive.store.location):
        if isinstance(found, QuerySolutions):
            written = results.rows(found, media, query.limit, query.size)
        elif isinstance(found, QueryBoolean):
            written = results.truth(bool(found), media)
        else:
            form = negotiation.GRAPHS[media]
            written = results.triples(found, form, query.limit, PREFIXES, query.size)
    return _packed(archive, written, media, zipped=query.gzip)


def _packed(archive: Archive, written: results.Written, media: str, *, zipped: bool) -> Answer:
    small = not zipped or len(written.body) < GZIP_FROM
    body = written.body if small else gzip.compress(written.body, 3, mtime=0)
    snapshot = archive.store.snapshot
    return Answer(body, media, written.rows, written.truncated, not small, snapshot)


def _found(archive: Archive, query: Query) -> Any:
    text = query.text
    options: dict[str, Any] = {}
    if query.default or query.named:
        options["default_graph"] = [graph_name(iri) for iri in query.default]
        options["named_graphs"] = [graph_name(iri) for iri in query.named]
    engine = archive.store.engine if options else archive.store.engine_for(text)
    with (
        syntax(text, lambda part: Engine().query(part, base_iri=query.base, prefixes=PREFIXES)),
        mapped(archive.store.location),
    ):
        return engine.query(text, base_iri=query.base, prefixes=PREFIXES, **options)


def _has_rows(found: Any) -> bool:
    return isinstance(found, QuerySolutions | QueryBoolean)


def _unacceptable(*, rows: bool) -> RefusedError:
    known = negotiation.RESULTS if rows else negotiation.GRAPHS
    what = "rows" if rows else "triples"
    step = f"Accept one of: {', '.join(known)}"
    return RefusedError(406, f"none of the formats asked for can hold {what}", next_step=step)


def update(archive: Archive, text: str, base: str) -> None:
    """Run an update: all of it, or nothing."""
    archive.store.update(text, base=base)


def read_graph(
    archive: Archive, graph: str | None, media: str, zipped: bool, size: int
) -> Answer | None:
    """A whole graph; None when there is none of that name. ``graph`` None is the default one."""
    name = NamedNode(graph) if graph else DefaultGraph()
    if not _exists(archive, name):
        return None
    quads = archive.store.quads(name)
    form = negotiation.GRAPHS[media]
    items = (quad.triple for quad in quads)
    written = results.triples(items, form, 1 << 62, PREFIXES, size)
    if written.truncated:
        raise RefusedError(
            413, "the graph is too large to be sent whole", next_step="Ask for parts with CONSTRUCT"
        )
    return _packed(archive, written, media, zipped=zipped)


def put_graph(
    archive: Archive, graph: str | None, parts: list[tuple[bytes, str]], base: str, replace: bool
) -> bool:
    """Replace a graph by data, or add them to it; whether the graph is new.

    Parameters: ``parts`` are data with their media types.
    Raises: RefusedError (400) with line and column for data that cannot be read.
    """
    from kg.server.payload import parsed

    name = NamedNode(graph) if graph else DefaultGraph()
    quads = [triple for data, media in parts for triple in parsed(data, media, base)]
    new = not _exists(archive, name)
    store = archive.store
    if replace:
        store.put_graph(name, quads)
    else:
        store.put_graph(name, [*store.quads(name), *quads])
    if graph:
        store.update(f"CREATE SILENT GRAPH {name}")
    return new


def delete_graph(archive: Archive, graph: str | None) -> bool:
    """Drop a graph; whether there was one."""
    name = NamedNode(graph) if graph else DefaultGraph()
    if not _exists(archive, name):
        return False
    archive.store.drop(name)
    return True


def _exists(archive: Archive, name: NamedNode | DefaultGraph) -> bool:
    return isinstance(name, DefaultGraph) or archive.store.engine.contains_named_graph(name)
