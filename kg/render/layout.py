"""Where everything stands: computed once, so that every opening of a page looks the same.

A coalition is an area, its meetings stand in the middle, its states on a ring (alphabetical,
clockwise from the top, spaced by the width of their labels), officials outside next to the state
they speak for. A view without a coalition puts its busiest meeting in the middle; what has no such
centre, or is very large, is laid out by springs with a fixed seed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import networkx as nx

from kg.model import fold
from kg.render.boxes import Box, extent, sized, spread
from kg.render.room import bounds, centre, crossed, nearest_free, within
from kg.render.values import Boundary, Edge, Node, View

ASPECT: Final = 1.22
"""A ring is wider than high, as labels and screens are."""

GAP: Final = 14.0
SEED: Final = 7
RING_LIMIT: Final = 160
"""More nodes than this in one piece are laid out by springs."""

_SAMPLES: Final = 1440
_INNER_MARGIN: Final = 92.0
_SHELF_GAP: Final = 90.0


def place(view: View) -> View:
    """Give every node of a view its box and position, and every coalition its boundary.

    Parameters
    ----------
    view
        A view whose nodes have no positions yet.

    Returns
    -------
    View
        The same view with nodes placed, boundaries set, and the membership lines that a boundary
        already shows marked. The result depends on the view's contents only,
        not on the order of its nodes.
    """
    nodes = {
        n.id: sized(n) for n in sorted(view.nodes, key=lambda n: (n.kind, fold(n.label), n.id))
    }
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    drawn = [e for e in view.edges if e.resting and {e.source, e.target} <= nodes.keys()]
    graph.add_edges_from(sorted((e.source, e.target) for e in drawn))
    groups = sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c))
    pieces = [_piece([nodes[i] for i in c], drawn, view.focus, graph) for c in groups if len(c) > 1]
    loose = [nodes[c[0]] for c in groups if len(c) == 1]
    placed, boundaries = _shelve(pieces)
    placed += _rows(loose, extent([*map(Box.of, placed), *map(bounds, boundaries)]))
    return replace(
        view,
        nodes=tuple(sorted(placed, key=lambda n: n.id)),
        boundaries=tuple(boundaries),
        edges=tuple(_rested(view.edges, boundaries, {n.id: n for n in placed})),
    )


def _rested(
    edges: Iterable[Edge], boundaries: Sequence[Boundary], nodes: dict[str, Node]
) -> Iterable[Edge]:
    """Mark the lines of membership that a boundary shows already."""
    area = {b.node: b for b in boundaries}
    for edge in edges:
        inside = edge.target in area and within(area[edge.target], Box.of(nodes[edge.source]))
        shown = inside and (_belongs(edge) or edge.family == "occasion")
        yield replace(edge, contained=shown)


Piece = tuple[list[Node], list[Boundary]]
Centre = tuple[list[Node], Boundary]


def _piece(nodes: list[Node], drawn: list[Edge], focus: str, graph: nx.Graph[str]) -> Piece:
    """One connected part of the drawing."""
    by_id = {n.id: n for n in nodes}
    edges = [e for e in drawn if e.source in by_id and e.target in by_id]
    hub = _hub(by_id, edges, focus)
    if hub is None or len(nodes) > RING_LIMIT:
        return _springs(nodes, graph), []
    made = _coalition if hub.kind == "coalition" else _ego
    placed, boundary = made(hub, by_id, edges)
    if (
        len(nodes) > 2.5 * len(placed) + 20
    ):  # most would stand outside, far from what they belong to
        return _springs(nodes, graph), []
    shown = [boundary] if hub.kind == "coalition" else []
    return _outside(placed, by_id, edges, boundary), shown


def _hub(nodes: dict[str, Node], edges: list[Edge], focus: str) -> Node | None:
    """What stands in the middle: a coalition of three or more, else the focus, else a meeting."""
    members = {
        i: len({e.source for e in edges if e.target == i and _belongs(e)})
        for i, n in nodes.items()
        if n.kind == "coalition"
    }
    chosen = nodes.get(focus)
    if chosen is not None and chosen.kind not in {"meeting", "coalition"}:
        return chosen
    ranked = sorted(members, key=lambda i: (i != focus, -members[i], i))
    if ranked and members[ranked[0]] >= 3:
        return nodes[ranked[0]]
    if chosen is not None:
        return chosen
    busy = {i: sum(i in (e.source, e.target) for e in edges) for i in nodes}
    meetings = sorted(
        (i for i in nodes if nodes[i].kind in {"meeting", "coalition"}), key=lambda i: (-busy[i], i)
    )
    return nodes[meetings[0]] if meetings else None


def _belongs(edge: Edge) -> bool:
    """Whether the source is said to be a member now: no plan, doubt or denial puts it inside."""
    return edge.family == "membership" and edge.modality == "actual"


def _coalition(hub: Node, nodes: dict[str, Node], edges: list[Edge]) -> Centre:
    inside = {e.source for e in edges if e.target == hub.id and _belongs(e)}
    meetings = {e.source for e in edges if e.target == hub.id and e.family == "occasion"}
    members = _alphabetical(nodes[i] for i in inside - meetings - {hub.id})
    placed = _round([nodes[i] for i in meetings], members, edges)
    boundary = _boundary(hub.id, placed)
    placed.append(replace(hub, x=0.0, y=boundary.y - boundary.ry))
    return placed, boundary


def _round(meetings: list[Node], members: list[Node], edges: list[Edge]) -> list[Node]:
    """Meetings in the middle of a ring, turned so that few lines run behind them."""
    turns = [_middle(meetings, turn) for turn in range(max(1, min(len(meetings), 10)))]
    around = ring(members, _room(turns[0]))
    return min(turns, key=lambda middle: _hidden_lines(middle, around, edges)) + around


def _hidden_lines(middle: list[Node], around: list[Node], edges: list[Edge]) -> int:
    """How many lines run behind a meeting they do not belong to; a host's counts for more."""
    members = {n.id: n for n in around}
    inner = {n.id: n for n in middle}

    def hidden(edge: Edge) -> int:
        others = [n for n in middle if n.id != edge.target]
        weight = 1 if edge.role in {"participant", ""} else 5
        return weight * crossed(Box.of(inner[edge.target]), [members[edge.source]], others)

    return sum(hidden(e) for e in edges if e.source in members and e.target in inner)


def _ego(hub: Node, nodes: dict[str, Node], edges: list[Edge]) -> Centre:
    near = {e.source if e.target == hub.id else e.target for e in edges if hub.id in _ends(e)}
    middle = {hub.id}
    if hub.kind == "meeting":  # officials stand outside, next to those they speak for
        spoken_for = {e.source for e in edges if e.family == "office" and e.target in near}
        near = near - spoken_for or near
        middle |= _sharing(near, edges)
    first = _alphabetical(nodes[i] for i in near - middle)
    placed = _round([nodes[i] for i in middle], first, edges)
    return placed, _boundary(hub.id, placed)


def _sharing(near: set[str], edges: list[Edge]) -> set[str]:
    """Other meetings most of whose participants stand on this ring, five at least."""
    attended: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.family == "attendance":
            attended[edge.target].add(edge.source)
    return {m for m, who in attended.items() if len(who & near) >= max(5, len(who) / 2)}


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _alphabetical(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda n: (fold(n.label), n.id))


def _middle(nodes: list[Node], turn: int = 0) -> list[Node]:
    """Meetings around the origin, clockwise in order of time from the one at ``turn``.

    Up to ten stand on a small ring of their own, so that lines to one do not run behind another.
    """
    ordered = sorted(nodes, key=lambda n: (not n.date, n.date, fold(n.label), n.id))
    ordered = ordered[turn:] + ordered[:turn]
    if len(ordered) == 2:
        apart = (ordered[0].width + ordered[1].width) / 4 + 40
        return [replace(n, x=x, y=0.0) for n, x in zip(ordered, (-apart, apart), strict=True)]
    if 3 <= len(ordered) <= 10:
        return ring(ordered)
    return _grid(ordered)


def _grid(nodes: list[Node]) -> list[Node]:
    columns = max(1, round(math.sqrt(len(nodes) / 3)))
    wide = max((n.width for n in nodes), default=0.0) + 50
    high = max((n.height for n in nodes), default=0.0) + 40
    rows = math.ceil(len(nodes) / columns)
    return [
        replace(
            n, x=(k % columns - (columns - 1) / 2) * wide, y=(k // columns - (rows - 1) / 2) * high
        )
        for k, n in enumerate(nodes)
    ]


def _room(middle: list[Node]) -> tuple[float, float]:
    box = extent(map(Box.of, middle))
    return box.width / 2, box.height / 2


def ring(nodes: Sequence[Node], room: tuple[float, float] = (0.0, 0.0)) -> list[Node]:
    """Stand boxes on an ellipse, clockwise from the top, as small as their labels allow.

    Parameters
    ----------
    nodes
        Sized nodes, in the order in which they are to stand.
    room
        Half width and half height of what stands in the middle and must stay free.

    Returns
    -------
    list of Node
        The nodes with positions. No two boxes are nearer than ``GAP``; what room is left over is
        shared out evenly.
    """
    if not nodes:
        return []
    shape = _Ellipse(_aspect(nodes, room))
    radius = _smallest(nodes, shape, _least_radius(nodes, room, shape.aspect))
    stops = shape.walk(nodes, radius, _widest_gap(nodes, shape, radius))
    assert stops is not None
    return [shape.at(n, radius, stop) for n, stop in zip(nodes, stops, strict=True)]


@dataclass(frozen=True, slots=True)
class _Ellipse:
    """An ellipse of a certain shape, on which boxes stand one after another."""

    aspect: float

    def at(self, node: Node, radius: float, stop: float) -> Node:
        """The node, ``stop`` (0 to 1) of the way round, clockwise from the top."""
        x, y = self._point(radius, stop)
        return replace(node, x=x, y=y)

    def walk(self, nodes: Sequence[Node], radius: float, gap: float) -> list[float] | None:
        """How far round each box stands, following as closely as it may; None if too far."""
        first = last = Box.of(self.at(nodes[0], radius, 0.0))
        stops, step = [0.0], 0
        for node in nodes[1:]:
            while step < _SAMPLES and self._box(node, radius, step).touches(last, gap):
                step += 1
            last = self._box(node, radius, step)
            if step >= _SAMPLES or (len(stops) > 1 and last.touches(first, gap)):
                return None
            stops.append(step / _SAMPLES)
        return stops

    def _box(self, node: Node, radius: float, step: int) -> Box:
        x, y = self._point(radius, step / _SAMPLES)
        return Box(x, y, node.width, node.height)

    def _point(self, radius: float, stop: float) -> tuple[float, float]:
        angle = 2 * math.pi * stop - math.pi / 2
        return radius * self.aspect * math.cos(angle), radius * math.sin(angle)


def _aspect(nodes: Sequence[Node], room: tuple[float, float]) -> float:
    """A ring of a few stands close around what is in its middle, which is mostly wide."""
    if len(nodes) > 8:
        return ASPECT
    across = room[0] + max(n.width for n in nodes) / 2 + 50
    down = room[1] + max(n.height for n in nodes) / 2 + 50
    return min(max(across / down, ASPECT), 2.0)


def _least_radius(nodes: Sequence[Node], room: tuple[float, float], aspect: float) -> float:
    wide = max(n.width for n in nodes) / 2
    margin = min(_INNER_MARGIN, 36.0 + 7.0 * len(nodes))
    across = (room[0] + wide + margin) / aspect
    return max(across, room[1] + margin, min(130.0, 40.0 + 15.0 * len(nodes)))


def _smallest(nodes: Sequence[Node], shape: _Ellipse, least: float) -> float:
    low, high = least, least
    while shape.walk(nodes, high, GAP) is None:
        low, high = high, high * 1.5
    for _ in range(8 if high > low else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if shape.walk(nodes, middle, GAP) else (middle, high)
    return high * 1.04


def _widest_gap(nodes: Sequence[Node], shape: _Ellipse, radius: float) -> float:
    low, high = GAP, radius * 2
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if shape.walk(nodes, radius, middle) else (low, middle)
    return low


def _boundary(node: str, placed: Sequence[Node]) -> Boundary:
    """An ellipse around all boxes, with a margin that its own label fits on."""
    box = extent(map(Box.of, placed))
    rx, ry = box.width / 2 + 46, box.height / 2 + 58
    corners = [corner for n in placed for corner in Box.of(n).corners()]
    reach = max((math.hypot((x - box.x) / rx, (y - box.y) / ry) for x, y in corners), default=1.0)
    grow = max(1.0, reach * 1.04)
    return Boundary(node, box.x, box.y, rx * grow, ry * grow)


def _outside(
    placed: list[Node], nodes: dict[str, Node], edges: list[Edge], boundary: Boundary
) -> list[Node]:
    """Stand the rest outside, each as near as possible to what it is connected with."""
    done = {n.id: n for n in placed}
    while waiting := [nodes[i] for i in nodes if i not in done]:
        anchors = {n.id: _anchors(n.id, done, edges) for n in waiting}
        ready = [n for n in waiting if anchors[n.id]] or waiting
        for node in sorted(ready, key=lambda n: (_turn(centre(anchors[n.id])), n.id)):
            done[node.id] = nearest_free(node, anchors[node.id], list(done.values()), boundary)
    return list(done.values())


def _turn(point: tuple[float, float]) -> float:
    """Clockwise angle from the top."""
    return math.atan2(point[0], -point[1]) % (2 * math.pi)


def _anchors(node: str, done: dict[str, Node], edges: list[Edge]) -> list[Node]:
    """A node's placed neighbours; if it speaks for some of them, only those."""
    near: dict[str, list[Node]] = {"office": [], "": []}
    for edge in edges:
        other = edge.target if edge.source == node else edge.source
        if node in _ends(edge) and other in done:
            near["office" if edge.family == "office" else ""].append(done[other])
    return near["office"] or near[""]


def _springs(nodes: list[Node], graph: nx.Graph[str]) -> list[Node]:
    part = graph.subgraph(n.id for n in nodes)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(n.id for n in nodes)
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in part.edges))
    where = nx.spring_layout(ordered, seed=SEED, iterations=60, k=1.6 / math.sqrt(len(nodes)))
    scale = 105 * math.sqrt(len(nodes))
    return spread(
        [
            replace(n, x=float(where[n.id][0]) * scale * ASPECT, y=float(where[n.id][1]) * scale)
            for n in nodes
        ]
    )


def _shelve(pieces: list[Piece]) -> Piece:
    """The largest part first, the others beside and below it, on a sheet wider than high."""
    nodes: list[Node] = []
    boundaries: list[Boundary] = []
    left = top = deep = 0.0
    boxes = [extent([*map(Box.of, part), *map(bounds, areas)]) for part, areas in pieces]
    paper = sum((b.width + _SHELF_GAP) * (b.height + _SHELF_GAP) for b in boxes)
    widest = max(math.sqrt(paper * 1.4), max((b.width for b in boxes), default=0.0))
    for (part, areas), box in zip(pieces, boxes, strict=True):
        if nodes and left + box.width > widest:
            left, top, deep = 0.0, top + deep + _SHELF_GAP, 0.0
        dx, dy = left - (box.x - box.width / 2), top - (box.y - box.height / 2)
        nodes += [replace(n, x=n.x + dx, y=n.y + dy) for n in part]
        boundaries += [replace(b, x=b.x + dx, y=b.y + dy) for b in areas]
        left, deep = left + box.width + _SHELF_GAP, max(deep, box.height)
    return nodes, boundaries


def _rows(nodes: list[Node], above: Box) -> list[Node]:
    """What is connected with nothing, in centred rows under the drawing."""
    widest = max(above.width, 900.0)
    rows: list[list[Node]] = [[]]
    for node in nodes:
        if rows[-1] and sum(n.width + 24 for n in rows[-1]) + node.width > widest:
            rows.append([])
        rows[-1].append(node)
    y = above.y + above.height / 2 + (54.0 if above.height else 0.0)
    placed: list[Node] = []
    for row in rows:
        x = above.x - (sum(n.width for n in row) + 24 * (len(row) - 1)) / 2
        high = max((n.height for n in row), default=0.0)
        for node in row:
            placed.append(replace(node, x=x + node.width / 2, y=y + high / 2))
            x += node.width + 24
        y += high + 24
    return placed
