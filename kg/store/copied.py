"""A published snapshot in memory, with the view in a store of its own beside all graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import DefaultGraph, Quad
from pyoxigraph import Store as Engine

from kg.store.embedded import Embedded
from kg.store.memory import Memory

_NAMES_GRAPHS: Final = ("GRAPH", "FROM", "\\")
_NAMES_NONE: Final = re.compile(r"\A(?:\s*#[^\r\n]*[\r\n])+|[?$]\w+")
"""The comments at a text's head, and variables: whatever words are in them."""


class Copy(Memory):
    """A reader's copy of a store on disk.

    In memory the engine keeps all statements about a node in one chain, whatever their graph, and
    walks along it. Articles' graphs say most things again, so the view alone has chains a third as
    long: questions that name no graph are put to it, and are up to three times as fast.
    """

    def __init__(self, store: Embedded) -> None:
        super().__init__()
        self.engine.bulk_extend(store.engine)
        for graph in store.graphs():
            self.engine.add_graph(graph)
        self._view = Engine()
        self._view.bulk_extend(_by_subject(store.engine))
        self.snapshot, self.location = store.snapshot, store.location

    def engine_for(self, text: str) -> Engine:
        """The view, unless a query may look into other graphs."""
        return self.engine if _named(text) and _named(_NAMES_NONE.sub("", text)) else self._view


def _by_subject(engine: Engine) -> Iterator[Quad]:
    """The default graph; a node at a time is read, because sorting all would need room for it."""
    nodes = {quad.subject for quad in engine.quads_for_pattern(None, None, None, DefaultGraph())}
    for node in sorted(nodes, key=str):
        yield from engine.quads_for_pattern(node, None, None, DefaultGraph())


def _named(text: str) -> bool:
    """Whether a text may name graphs; looking for words is faster than for a pattern."""
    capitals = text.upper()
    return any(word in capitals for word in _NAMES_GRAPHS)
