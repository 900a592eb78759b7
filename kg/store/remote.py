"""The store on any SPARQL 1.1 server.

The server keeps the data; the same verbs give the same answers as on disk. What the server is
trusted with is decided when it is opened (see ``differences``): one that passes the self-test
answers questions itself, for one that does not they are answered here on a copy of the view, which
is read again whenever a new batch was published. A server has no snapshots: readers of it see what
is written while it is written, and ``unpublished`` tells them so. Each graph is replaced by one
request, which is one transaction where the server has transactions.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, TypeVar

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)
from pyoxigraph import Store as Engine

from kg.errors import QueryError, StoreError
from kg.store import differences, guard
from kg.store.differences import STATUS, VIEW, broken
from kg.store.failures import syntax
from kg.store.memory import PREFIXES, Memory, Solutions, data_text, is_blank
from kg.store.transport import Server, Transport, shown
from kg.terms import XSD

GraphName = NamedNode | DefaultGraph
F = TypeVar("F", QuerySolutions, QueryBoolean, QueryTriples)

SMALL: Final = 400
"""Statements that an update may carry; larger changes go by the graph-store protocol."""
MOST_COPIED: Final = 5_000_000
_HEAD: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_KEPT: Final[tuple[str, ...]] = ("id", "view", "foreign")
_NAMES: Final[tuple[str, ...]] = (*_KEPT, "snapshot", "unpublished")


class Remote(Memory):
    """A store on a server. Open it with ``Remote.reader`` or ``Remote.writer``."""

    def __init__(self, server: Server, *, writing: bool) -> None:
        """Raises: StoreError when the server does not answer like a SPARQL server in time."""
        self._transport = Transport(server)
        self._writing = writing
        self._open = True
        self._copies: dict[bool, Engine] = {}
        self.location = shown(server.query)
        try:
            self.findings = differences.examine(self._transport)
            self._load()
            if writing and not self._status.get("id"):
                self._found()
        except BaseException:
            self._transport.close()
            raise

    @classmethod
    def reader(cls, server: Server) -> Remote:
        """Open for reading."""
        return cls(server, writing=False)

    @classmethod
    def writer(cls, server: Server) -> Remote:
        """Open for writing; needs the addresses for updates and, for much data, the graph store."""
        return cls(server, writing=True)

    @property
    def server(self) -> Server:
        """Where it is, and where its articles' texts are kept."""
        return self._transport.server

    @property
    def identity(self) -> str:
        """The name that the store was given when the first batch was written; empty before."""
        return next(iter(self._status.get("id", ())), "")

    @property
    def engine(self) -> Engine:
        """A copy of everything, in this process; changes to it stay here."""
        return self._copy(whole=True)

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT, whole before the first is given."""
        found = self._asked(query, QuerySolutions, "a SELECT query")
        if isinstance(found, QuerySolutions):
            return Solutions(found, self.location)
        answer = self._transport.select(found, self.place_of_view)
        return Solutions(self._parsed(answer.body), self.location)

    def ask(self, query: str) -> bool:
        """The answer to an ASK."""
        found = self._asked(query, QueryBoolean, "an ASK query")
        if isinstance(found, QueryBoolean):
            return bool(found)
        answer = self._transport.select(found, self.place_of_view)
        return differences.boolean(answer.body, self.location)

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        found = self._asked(query, QueryTriples, "a CONSTRUCT nor a DESCRIBE query")
        if isinstance(found, QueryTriples):
            return self._guarded(found)
        body = self._transport.construct(found, self.place_of_view).body
        try:
            return iter([quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)])
        except (SyntaxError, ValueError) as error:
            raise broken(self.location, str(error)) from None

    def query(self, query: str) -> Solutions | bool | Iterator[Triple]:
        """The answer to a query of any form: solutions, yes or no, or triples."""
        form = self._form(query)
        if isinstance(form, QuerySolutions):
            return self.select(query)
        return self.ask(query) if isinstance(form, QueryBoolean) else self.construct(query)

    def quads(self, graph: GraphName) -> Iterator[Quad]:
        """All that one graph holds, whole before the first is given."""
        place = self._place(graph)
        inside = "?s ?p ?o" if isinstance(place, DefaultGraph) else f"GRAPH {place} {{ ?s ?p ?o }}"
        self._check_open()
        answer = self._transport.select(f"SELECT ?s ?p ?o {{ {inside} }}", long=True)
        rows = self._parsed(answer.body)
        return iter([differences.normal(Quad(r["s"], r["p"], r["o"], graph)) for r in rows])

    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted; not those that were on the server before the store was."""
        self._check_open()
        answer = self._transport.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", long=True)
        named = [row["g"] for row in self._parsed(answer.body)]
        found = [graph for graph in named if isinstance(graph, NamedNode)]
        return differences.ours(found, self._status.get("foreign", ()))

    def drop(self, graph: GraphName) -> bool:
        """Remove one graph in one request; whether there was one."""
        if next(self.quads(graph), None) is None:
            return False
        self._write(lambda: self._transport.update(f"CLEAR SILENT {self._target(graph)}"))
        return True

    def update(self, text: str, *, base: str | None = None) -> None:
        """Run a SPARQL update; on a copy, graph by graph, where the server has no such view."""
        guard.check(text, data=True)
        with syntax(text, partial(Engine().update, base_iri=base, prefixes=PREFIXES)):
            Engine().update(text, base_iri=base, prefixes=PREFIXES)
        if self.place_of_view or not self.findings.trusted:
            self._update_here(text, base)
        else:
            head = f"BASE <{base}>\n{_HEAD}" if base else _HEAD
            self._write(lambda: self._transport.update(head + text))

    def publish(self) -> int:
        """Count the batch and say on the server that it is finished."""
        if self.unpublished:
            self._store_status(self.snapshot + 1, unpublished=False)
            self._copies.clear()
        return self.snapshot

    def refresh(self) -> bool:
        """Look whether a newer batch was published; whether there was one."""
        before = self.snapshot
        self._load()
        if self.snapshot != before:
            self._copies.clear()
        return self.snapshot != before

    def forget(self) -> None:
        """Read again what was copied here when it is next needed."""
        self._copies.clear()

    def close(self) -> None:
        """Let go of connections; closing twice is fine."""
        self._open = False
        self._copies.clear()
        self._transport.close()

    # Asking

    def _asked(self, text: str, form: type[F], what: str) -> F | str:
        """The answer where it is computed here, else the text that the server is asked."""
        if not isinstance(self._form(text), form):
            either = "neither " if "nor" in what else "not "
            raise QueryError(f"this is {either}{what}")
        self._check_open()
        words = {token.text.upper() for token in guard.tokens(text) if token.kind == "word"}
        graphs = not words.isdisjoint({"GRAPH", "FROM"})
        if self.findings.trusted and not (self.place_of_view and graphs):
            return _HEAD + text
        found = self._copy(whole=graphs).query(text, prefixes=PREFIXES)
        assert isinstance(found, form)
        return found

    def _form(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The same question asked of nothing: complains about faults, and tells the form."""
        guard.check(text)
        with syntax(text, partial(Engine().query, prefixes=PREFIXES)):
            return Engine().query(text, prefixes=PREFIXES)

    def _parsed(self, body: bytes) -> QuerySolutions:
        """Solutions that are known to be whole: they are read to the end first."""
        body = differences.readable(body)
        try:
            for _ in self._solutions(body):
                pass
            return self._solutions(body)
        except (SyntaxError, ValueError) as error:
            raise broken(self.location, str(error)) from None

    def _solutions(self, body: bytes) -> QuerySolutions:
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise StoreError("the server does not answer with rows", where=self.location)
        return found

    def _copy(self, *, whole: bool) -> Engine:
        """The view, or everything, in this process; kept until the next batch."""
        self._check_open()
        known = self._copies.get(True) or self._copies.get(whole)
        if known is not None:
            return known
        self._check_size()
        engine = Engine()
        graphs: list[GraphName] = [DefaultGraph(), *(self.graphs() if whole else ())]
        for graph in graphs:
            engine.bulk_extend(self.quads(graph))
        self._copies[whole] = engine
        return engine

    def _check_size(self) -> None:
        place = self._place(DefaultGraph())
        inside = "?s ?p ?o" if isinstance(place, DefaultGraph) else f"GRAPH {place} {{ ?s ?p ?o }}"
        answer = self._transport.select(f"SELECT (COUNT(*) AS ?n) {{ {inside} }}", long=True)
        (row,) = self._parsed(answer.body)
        count = int(getattr(row["n"], "value", 0))
        if count > MOST_COPIED:
            wrong = "; ".join(self.findings.wrong) or "named graphs beside a view"
            raise StoreError(
                f"this server does not do right: {wrong}; and {count} statements are too many to"
                " compute here",
                where=self.location,
                next_step="Use another server or a folder",
            )

    # Writing

    def _write(self, change: Callable[[], None]) -> None:
        self._check_open()
        if not self._writing:
            raise StoreError(
                "the store is open for reading",
                where=self.location,
                next_step="Open it with mode w",
            )
        self._mark()
        change()

    def _mark(self) -> None:
        self._copies.clear()
        if not self.unpublished:
            self._store_status(self.snapshot, unpublished=True)

    def _replace(self, graph: GraphName, present: set[Quad], wanted: set[Quad]) -> None:
        gone, new = present - wanted, wanted - present
        # Virtuoso takes nodes without names by the graph-store protocol only.
        has_blanks = any(map(is_blank, gone | new if self._transport.server.graph else gone))
        if len(gone) + len(new) <= SMALL and not has_blanks:
            place = self._place(graph)
            parts = [data_text(v, place, q) for v, q in (("DELETE", gone), ("INSERT", new)) if q]
            self._write(lambda: self._transport.update(" ;\n".join(parts)))
        elif self._transport.server.graph:
            self._write(lambda: self._put(graph, wanted))
        else:
            text = f"CLEAR SILENT {self._target(graph)}"
            if wanted:
                text += f" ;\n{data_text('INSERT', self._place(graph), wanted)}"
            self._write(lambda: self._transport.update(text))

    def _put(self, graph: GraphName, wanted: set[Quad]) -> None:
        place = self._place(graph)
        name = "" if isinstance(place, DefaultGraph) else place.value
        triples = (quad.triple for quad in wanted)
        self._transport.put(name, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    def _update_here(self, text: str, base: str | None) -> None:
        engine = self._copy(whole=True)
        before = {g for g in engine.named_graphs() if isinstance(g, NamedNode)}
        engine.update(text, base_iri=base, prefixes=PREFIXES)
        after = {g for g in engine.named_graphs() if isinstance(g, NamedNode)}
        graphs: list[GraphName] = [DefaultGraph(), *sorted(before | after, key=str)]
        contents = [(g, list(engine.quads_for_pattern(None, None, None, g))) for g in graphs]
        for graph, quads in contents:
            self.put_graph(graph, quads)

    # Where things are on the server

    @property
    def place_of_view(self) -> str:
        """The name of the graph that is the view; empty where it is the default graph."""
        return next(iter(self._status.get("view", ())), "")

    def _place(self, graph: GraphName) -> GraphName:
        if isinstance(graph, DefaultGraph) and self.place_of_view:
            return NamedNode(self.place_of_view)
        return graph

    def _target(self, graph: GraphName) -> str:
        place = self._place(graph)
        return "DEFAULT" if isinstance(place, DefaultGraph) else f"GRAPH {place}"

    def _check_open(self) -> None:
        if not self._open:
            raise StoreError("the store is closed", where=self.location, next_step="Open it again")

    # What the store notes about itself, in a graph of its own

    def _load(self) -> None:
        text = f"SELECT ?p ?o {{ GRAPH {STATUS} {{ {STATUS} ?p ?o }} }}"
        said: dict[str, list[str]] = {}
        for row in self._parsed(self._transport.select(text).body):
            name = getattr(row["p"], "value", "").rpartition("#")[2]
            said.setdefault(name, []).append(getattr(row["o"], "value", ""))
        self._status = {name: said[name] for name in _NAMES if name in said}
        if not self._status and not self._writing:
            answer = self._transport.select(f"ASK {{ GRAPH {VIEW} {{ ?s ?p ?o }} }}")
            if differences.boolean(answer.body, self.location):
                self._status["view"] = [VIEW.value]
        self.snapshot = int(next(iter(self._status.get("snapshot", ())), "0"))
        self.unpublished = "unpublished" in self._status

    def _found(self) -> None:
        """Give the store a name, decide where the view goes, and note whose graphs are not ours."""
        foreign = [graph.value for graph in self.graphs()]
        self._status = {"id": [uuid.uuid4().hex], "foreign": foreign}
        if not differences.has_writable_default_graph(self._transport):
            self._status["view"] = [VIEW.value]
        self._store_status(0, unpublished=False)

    def _store_status(self, snapshot: int, *, unpublished: bool) -> None:
        kept = {name: self._status.get(name, []) for name in _KEPT}
        said = kept | {"snapshot": [str(snapshot)], "unpublished": ["true"] * unpublished}
        quads = {
            Quad(STATUS, NamedNode(f"{STATUS.value}#{name}"), _noted(name, value), STATUS)
            for name, values in said.items()
            for value in values
        }
        text = f"CLEAR SILENT GRAPH {STATUS} ;\n{data_text('INSERT', STATUS, quads)}"
        self._transport.update(text)
        self._status = {name: values for name, values in said.items() if values}
        self.snapshot, self.unpublished = snapshot, unpublished


def _noted(name: str, value: str) -> Literal | NamedNode:
    if name in ("view", "foreign"):
        return NamedNode(value)
    return Literal(value, datatype=XSD.integer) if name == "snapshot" else Literal(value)
