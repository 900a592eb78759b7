"""Finds room for a box: outside an area, near its neighbours, not in the way of their lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from kg.render.boxes import Box, extent
from kg.render.values import Boundary, Node

_GAP: Final = 22.0
_MARGIN: Final = 18.0
_CROSSING: Final = 130.0
_TRIED: Final = 120
_STEPS: Final = np.array(
    sorted(
        ((i * 24.0, j * 16.0) for i in range(-60, 61) for j in range(-60, 61)),
        key=lambda step: (math.hypot(*step), math.atan2(step[0], -step[1]) % (2 * math.pi)),
    )
)

Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]


def bounds(boundary: Boundary) -> Box:
    """The rectangle around an ellipse."""
    return Box(boundary.x, boundary.y, boundary.rx * 2, boundary.ry * 2)


def centre(nodes: Sequence[Node]) -> tuple[float, float]:
    """The middle of some nodes, the origin for none."""
    count = max(len(nodes), 1)
    return sum(n.x for n in nodes) / count, sum(n.y for n in nodes) / count


def within(boundary: Boundary, box: Box, margin: float = 0.0) -> bool:
    """Whether any part of a box lies inside the ellipse."""
    point = np.array([[box.x, box.y]])
    return bool(_inside(boundary, point, box.width / 2 + margin, box.height / 2 + margin)[0])


def _inside(boundary: Boundary, points: Points, half_width: float, half_height: float) -> Flags:
    across = np.maximum(np.abs(points[:, 0] - boundary.x) - half_width, 0.0)
    down = np.maximum(np.abs(points[:, 1] - boundary.y) - half_height, 0.0)
    inside: Flags = np.hypot(across / boundary.rx, down / boundary.ry) < 1.0
    return inside


def nearest_free(
    node: Node, anchors: Sequence[Node], taken: Sequence[Node], boundary: Boundary
) -> Node:
    """Stand a node outside the boundary, near its neighbours, on nobody.

    Parameters
    ----------
    node
        What is to be placed.
    anchors
        The neighbours it should be near to.
    taken
        All that is placed already.
    boundary
        The area to stay out of.

    Returns
    -------
    Node
        With a position: the nearest free one, where growing the drawing (in height above all) and
        lines that would run behind other boxes count as distance.
    """
    spots = np.array(_pushed_out(node, centre(anchors), boundary)) + _STEPS
    boxes = np.array([(n.x, n.y, n.width, n.height) for n in taken])
    free = ~_inside(boundary, spots, node.width / 2 + _MARGIN, node.height / 2 + _MARGIN)
    free &= ~_touching(spots, node, boxes)
    if not free.any():
        below = extent(map(Box.of, taken))
        return replace(node, x=below.x, y=below.y + below.height / 2 + node.height + _GAP)
    whole = extent([*map(Box.of, taken), bounds(boundary)])
    costs = np.hypot(_STEPS[:, 0], _STEPS[:, 1]) + _growth(spots, node, whole)
    order = np.flatnonzero(free)[np.argsort(costs[free], kind="stable")][:_TRIED]
    best, least = order[0], math.inf
    for spot in order:
        if costs[spot] >= least:
            break
        box = Box(spots[spot][0], spots[spot][1], node.width, node.height)
        cost = costs[spot] + _CROSSING * crossed(box, anchors, taken)
        if cost < least:
            best, least = spot, cost
    return replace(node, x=float(spots[best][0]), y=float(spots[best][1]))


def _touching(spots: Points, node: Node, boxes: Points) -> Flags:
    sides = (boxes[:, 2:] + (node.width, node.height)) / 2 + _GAP
    near = np.abs(spots[:, None, :] - boxes[None, :, :2]) < sides[None]
    touching: Flags = np.any(np.all(near, axis=2), axis=1)
    return touching


def _growth(spots: Points, node: Node, whole: Box) -> Points:
    """What it costs the reader when the drawing grows: height more than width."""
    half = np.array((node.width - whole.width, node.height - whole.height)) / 2
    over = np.maximum(np.abs(spots - (whole.x, whole.y)) + half, 0.0)
    cost: Points = over @ np.array([0.6, 4.0])
    return cost


def crossed(box: Box, anchors: Sequence[Node], taken: Sequence[Node]) -> int:
    """How many boxes straight lines from a box to its neighbours would run behind."""
    ends = {n.id for n in anchors}
    others = np.array([(n.x, n.y, n.width, n.height) for n in taken if n.id not in ends])
    if not len(others) or not anchors:
        return 0
    start = np.array((box.x, box.y))
    ways = np.array([(n.x, n.y) for n in anchors]) - start
    points = (start + ways[:, None, :] * (np.arange(1, 16) / 16)[None, :, None]).reshape(-1, 2)
    near = np.abs(points[:, None, :] - others[None, :, :2]) < others[None, :, 2:] / 2 + 5
    return int(near.all(axis=2).any(axis=0).sum())


def _pushed_out(node: Node, anchor: tuple[float, float], boundary: Boundary) -> tuple[float, float]:
    """Away from the middle along the ray through the anchor, to just outside the boundary."""
    length = math.hypot(*anchor)
    ray = (anchor[0] / length, anchor[1] / length) if length > 1 else (1.0, 0.0)
    far = length + 60
    while within(boundary, Box(ray[0] * far, ray[1] * far, node.width, node.height), _MARGIN):
        far += 8
    return ray[0] * far, ray[1] * far
