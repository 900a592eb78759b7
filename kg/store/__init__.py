"""A small set of verbs over any SPARQL 1.1 store; knows nothing of diplomacy.

``open_store`` chooses the body: a folder (embedded, on disk), ``:memory:`` or a server (``Server``,
over HTTP). All bodies speak
pyoxigraph's terms and raise this project's errors. The default graph is the view that questions
read; named graphs hold what each article says and what is derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from kg.store.copied import Copy
from kg.store.embedded import Embedded
from kg.store.memory import PREFIXES, Memory, Solutions
from kg.store.transport import Server, is_address

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from kg.store.remote import Remote

__all__ = [
    "PREFIXES",
    "Copy",
    "Embedded",
    "GraphName",
    "Memory",
    "Mode",
    "Server",
    "Solutions",
    "Store",
    "is_address",
    "open_store",
]

Mode = Literal["r", "w"]
GraphName = NamedNode | DefaultGraph


class Store(Protocol):
    """What every body offers; the contract test runs on all of them."""

    @property
    def location(self) -> str:
        """Where it is, as a user would name it."""

    @property
    def snapshot(self) -> int:
        """The number of the last published state; 0 when nothing has been published."""

    @property
    def unpublished(self) -> bool:
        """Whether something was written since the last ``publish``, maybe by a killed process."""

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT, read while iterating."""

    def ask(self, query: str) -> bool:
        """The answer to an ASK."""

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def quads(self, graph: GraphName) -> Iterator[Quad]:
        """All that one graph holds."""

    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted."""

    def put_graph(self, graph: GraphName, quads: Iterable[Quad | Triple]) -> bool:
        """Replace one graph in one transaction; whether that changed anything."""

    def drop(self, graph: GraphName) -> bool:
        """Remove one graph in one transaction; whether there was one."""

    def update(self, text: str) -> None:
        """Run a SPARQL update in one transaction."""

    def publish(self) -> int:
        """Save to disk, show what was written to readers, and return the new snapshot's number."""

    def close(self) -> None:
        """Let go of files and locks; closing twice is fine."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_store(location: str | Path | Server, mode: Mode = "r") -> Memory | Embedded | Remote:
    """Open the store at a folder or on a server, or a new one in memory.

    Parameters: ``location`` is a folder, ``:memory:``, a ``Server`` or a server's address (the
    environment says the rest); ``mode`` is ``"r"`` to read
    the last published snapshot, or ``"w"`` to write (one process at a time; creates the folder).
    Raises: StoreError when there is no store to read or the path is something else,
    StoreLockedError when another process is writing, StoreDamagedError when files are broken.
    """
    if isinstance(location, str) and is_address(location):
        location = Server.of(location)
    if isinstance(location, Server):
        from kg.store.remote import Remote

        return Remote.reader(location) if mode == "r" else Remote.writer(location)
    if str(location) == ":memory:":
        return Memory()
    return Embedded.reader(Path(location)) if mode == "r" else Embedded.writer(Path(location))
