"""Triples as a small picture: boxes that lead to pages, and lines between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.render.boxes import Box, extent, sized, spread
from kg.render.page import WORDS
from kg.render.values import Node
from kg.server.links import Links

MOST: Final = 60
"""More things than that are not drawn: nobody could read them."""

_WORDS: Final = 40
_ROOM: Final = 130


@dataclass(frozen=True, slots=True)
class Line:
    """A line between the middles of two boxes, and its word (where there is room for words)."""

    x1: float
    y1: float
    x2: float
    y2: float
    word: str


@dataclass(frozen=True, slots=True)
class Net:
    """A drawing: its frame, boxes (with their addresses) and lines."""

    box: Box
    nodes: tuple[tuple[Node, str], ...]
    lines: tuple[Line, ...]


def net(
    lines: Sequence[tuple[str, str, str]], name: Callable[[str], str], links: Links
) -> Net | None:
    """Place things and the lines (subject, object, word) between them, always in the same way.

    Returns: None when there is nothing to draw, or too much.
    """
    iris = sorted({iri for subject, other, _ in lines for iri in (subject, other)})
    if not iris or len(iris) > MOST:
        return None
    nodes = {node.id: node for node in spread(_nodes(iris, lines, name, links), gap=26)}
    drawn = tuple((node, links.page(iri)) for iri, node in nodes.items())
    return Net(
        extent([Box.of(node) for node in nodes.values()]),
        drawn,
        tuple(_line(nodes[a], nodes[b], w, len(lines)) for a, b, w in lines if a != b),
    )


def _nodes(
    iris: Sequence[str],
    lines: Sequence[tuple[str, str, str]],
    name: Callable[[str], str],
    links: Links,
) -> list[Node]:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(iris)
    graph.add_edges_from((a, b) for a, b, _ in lines)
    side = _ROOM * len(iris) ** 0.5
    places = nx.spring_layout(graph, seed=7, scale=side) if len(iris) > 1 else {iris[0]: (0, 0)}
    return [
        sized(Node(iri, name(iri), _kind(iri, links), x=places[iri][0], y=places[iri][1] * 0.6))
        for iri in iris
    ]


def _kind(iri: str, links: Links) -> str:
    kind = links.local(iri).partition("/")[0]
    return kind if kind in WORDS else "other"


def _line(a: Node, b: Node, word: str, lines: int) -> Line:
    shown = word if lines <= _WORDS else ""
    return Line(round(a.x, 1), round(a.y, 1), round(b.x, 1), round(b.y, 1), shown)
