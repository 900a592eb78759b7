"""The store in this process's memory, and what every store over a pyoxigraph engine shares."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Triple,
    Variable,
)
from pyoxigraph import Store as Engine

from kg.errors import QueryError, StoreError
from kg.store import guard
from kg.store.failures import mapped, syntax
from kg.terms import BASE, NAMESPACE

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

PREFIXES: Final = {
    "ckg": NAMESPACE,
    "id": f"{BASE}id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Known to every query without being declared."""

T = TypeVar("T")


class Solutions:
    """The rows of a SELECT: ``variables``, then one pyoxigraph solution after another."""

    def __init__(self, found: QuerySolutions, where: str) -> None:
        self._found = found
        self._where = where
        self.variables: list[Variable] = found.variables

    def __iter__(self) -> Iterator[QuerySolution]:
        with mapped(self._where):
            yield from self._found

    def serialize(self, format: QueryResultsFormat) -> bytes:
        """The rows still unread as SPARQL results in JSON, XML, CSV or TSV."""
        with mapped(self._where):
            return self._found.serialize(format=format) or b""


class Memory:
    """A store in this process's memory; gone when it is closed."""

    def __init__(self) -> None:
        self._engine: Engine | None = Engine()
        self.location = ":memory:"
        self.snapshot = 0
        self.unpublished = False

    @property
    def engine(self) -> Engine:
        """The pyoxigraph store underneath. Raises: StoreError after ``close``."""
        if self._engine is None:
            raise StoreError("the store is closed", where=self.location, next_step="Open it again")
        return self._engine

    def engine_for(self, text: str) -> Engine:
        """The pyoxigraph store to put a query to."""
        return self.engine

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT, read while iterating."""
        found = self._query(query)
        if not isinstance(found, QuerySolutions):
            raise QueryError("this is not a SELECT query")
        return Solutions(found, self.location)

    def ask(self, query: str) -> bool:
        """The answer to an ASK."""
        found = self._query(query)
        if not isinstance(found, QueryBoolean):
            raise QueryError("this is not an ASK query")
        return bool(found)

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        found = self._query(query)
        if not isinstance(found, QueryTriples):
            raise QueryError("this is neither a CONSTRUCT nor a DESCRIBE query")
        return self._guarded(found)

    def query(self, query: str) -> Solutions | bool | Iterator[Triple]:
        """The answer to a query of any form: solutions, yes or no, or triples."""
        found = self._query(query)
        if isinstance(found, QuerySolutions):
            return Solutions(found, self.location)
        return bool(found) if isinstance(found, QueryBoolean) else self._guarded(found)

    def quads(self, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
        """All that one graph holds."""
        return self._guarded(self.engine.quads_for_pattern(None, None, None, graph))

    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted."""
        with mapped(self.location):
            named = [g for g in self.engine.named_graphs() if isinstance(g, NamedNode)]
        return sorted(named, key=lambda graph: graph.value)

    def put_graph(self, graph: NamedNode | DefaultGraph, quads: Iterable[Quad | Triple]) -> bool:
        """Replace one graph in one transaction; whether that changed anything."""
        wanted = {Quad(q.subject, q.predicate, q.object, graph) for q in quads}
        present = set(self.quads(graph))
        if _same(present, wanted):
            return False
        self._replace(graph, present, wanted)
        return True

    def drop(self, graph: NamedNode | DefaultGraph) -> bool:
        """Remove one graph in one transaction; whether there was one."""
        if next(self.quads(graph), None) is None and graph not in self.graphs():
            return False
        self._write(lambda: self.engine.remove_graph(graph))
        return True

    def update(self, text: str, *, base: str | None = None) -> None:
        """Run a SPARQL update in one transaction; relative IRIs need a ``base``."""
        guard.check(text, data=True)
        with syntax(text, partial(Engine().update, base_iri=base, prefixes=PREFIXES)):
            self._write(lambda: self.engine.update(text, base_iri=base, prefixes=PREFIXES))

    def publish(self) -> int:
        """Count the batch; there are no other readers."""
        self.snapshot += self.unpublished
        self.unpublished = False
        return self.snapshot

    def close(self) -> None:
        """Forget everything; closing twice is fine."""
        self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _query(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        guard.check(text)
        with syntax(text, partial(Engine().query, prefixes=PREFIXES)), mapped(self.location):
            return self.engine_for(text).query(text, prefixes=PREFIXES)

    def _guarded(self, found: Iterable[T]) -> Generator[T]:
        with mapped(self.location):
            yield from found

    def _write(self, change: Callable[[], None]) -> None:
        self._mark()
        with mapped(self.location):
            change()

    def _mark(self) -> None:
        self.unpublished = True

    def _replace(
        self, graph: NamedNode | DefaultGraph, present: set[Quad], wanted: set[Quad]
    ) -> None:
        gone, new = present - wanted, wanted - present
        if not gone:
            self._write(lambda: self.engine.extend(new))
            return
        target = "DEFAULT" if isinstance(graph, DefaultGraph) else f"GRAPH {graph}"
        if any(is_blank(quad) for quad in gone):
            text = f"CLEAR SILENT {target} ; {data_text('INSERT', graph, wanted)}"
        else:
            text = f"{data_text('DELETE', graph, gone)} ; {data_text('INSERT', graph, new)}"
        self._write(lambda: self.engine.update(text))


# Changes


def is_blank(quad: Quad) -> bool:
    """Whether a statement has a node without a name."""
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _same(present: set[Quad], wanted: set[Quad]) -> bool:
    """Equal up to the names of blank nodes, which mean nothing."""
    if present == wanted:
        return True
    if len(present) != len(wanted) or not any(map(is_blank, present - wanted)):
        return False
    return _canonical(present) == _canonical(wanted)


def _canonical(quads: set[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def data_text(verb: str, graph: NamedNode | DefaultGraph, quads: set[Quad]) -> str:
    """``INSERT DATA`` or ``DELETE DATA`` of statements in a graph."""
    body = " .\n".join(str(quad.triple) for quad in quads)
    inner = body if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{ {body} }}"
    return f"{verb} DATA {{ {inner} }}"
