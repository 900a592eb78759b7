"""Boxes with words in them: how wide a label is, how it breaks, and whether two boxes touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from kg.render.values import Node

FONT_SIZE: Final = 18
LINE_HEIGHT: Final = 22
LONGEST: Final = 3
"""Lines a label may take in the drawing; the panel shows all of it."""

_ADVANCES: Final = {
    222: "ijl",
    278: " !,./:;I[]\\tf",
    333: "()-`r'",
    500: "ckszvxyJ",
    556: "0123456789abdeghnopqu?_$#L",
    584: "+<=>^~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    944: "W",
    1015: "@%",
}
_WIDTHS: Final = {char: width / 1000 for width, chars in _ADVANCES.items() for char in chars}
_WRAP: Final = {"meeting": 190.0, "coalition": 300.0, "organisation": 170.0, "official": 170.0}
_PADDING: Final = {"meeting": (44.0, 26.0), "coalition": (44.0, 18.0), "organisation": (40.0, 14.0)}


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """How wide a sans-serif renders ``text``, from its usual advance widths.

    Letters outside the table count as wide ones, so that a box is never too small.
    """
    return sum(_WIDTHS.get(c, 0.6 if ord(c) < 0x2E80 else 1.0) for c in text) * size


def wrap(label: str, widest: float) -> tuple[str, ...]:
    """Break a label at spaces into as few lines as fit ``widest``, at most ``LONGEST``, evenly."""
    words = label.split()[:40] or [label]
    for count in range(1, LONGEST + 1):
        lines = _evenly(words, min(count, len(words)))
        if max(map(text_width, lines)) <= widest:
            return lines
    return tuple(_shorten(line, widest * 1.2) for line in lines)


def _evenly(words: Sequence[str], count: int) -> tuple[str, ...]:
    """The breaks that make the widest line narrowest."""

    def lines(breaks: Sequence[int]) -> tuple[str, ...]:
        ends = (*breaks, len(words))
        return tuple(" ".join(words[a:b]) for a, b in zip((0, *breaks), ends, strict=True))

    choices = map(lines, combinations(range(1, len(words)), count - 1))
    return min(choices, key=lambda broken: max(map(text_width, broken)))


def _shorten(line: str, widest: float) -> str:
    if text_width(line) <= widest:
        return line
    while line and text_width(line + "…") > widest:
        line = line[:-1]
    return line + "…"


def sized(node: Node) -> Node:
    """The node with its lines and the size of the box that holds them."""
    lines = wrap(node.label or node.id, _WRAP.get(node.kind, 140.0))
    wide, high = _PADDING.get(node.kind, (28.0, 14.0))
    width = max(text_width(line) for line in lines) * 1.06 + wide
    extra = 18.0 if node.kind == "coalition" and node.note else 0.0
    if extra:
        width = max(width, text_width(node.note, 14) * 1.06 + wide)
    return replace(node, lines=lines, width=width, height=len(lines) * LINE_HEIGHT + high + extra)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around its middle."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, node: Node) -> Box:
        """The rectangle a node is drawn in."""
        return cls(node.x, node.y, node.width, node.height)

    def touches(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two rectangles come nearer to each other than ``gap``."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap
        )

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners."""
        half_x, half_y = self.width / 2, self.height / 2
        return tuple((self.x + i * half_x, self.y + j * half_y) for i in (-1, 1) for j in (-1, 1))


def extent(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle around all of them."""
    corners = [corner for box in boxes for corner in box.corners()]
    if not corners:
        return Box(0, 0, 0, 0)
    xs, ys = zip(*corners, strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def spread(nodes: Sequence[Node], gap: float = 12.0, rounds: int = 400) -> list[Node]:
    """Push boxes apart until none touch, each pair along the axis that needs the smaller move."""
    if len(nodes) < 2:
        return list(nodes)
    middle = np.array([(n.x, n.y) for n in nodes], dtype=float)
    size = np.array([(n.width, n.height) for n in nodes]) + gap
    for _ in range(rounds):
        push = _push(middle, size)
        if push is None:
            break
        middle += push
    return [replace(n, x=float(x), y=float(y)) for n, (x, y) in zip(nodes, middle, strict=True)]


def _push(
    middle: npt.NDArray[np.float64], size: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64] | None:
    apart = middle[:, None, :] - middle[None, :, :]
    overlap = (size[:, None, :] + size[None, :, :]) / 2 - np.abs(apart)
    shared = np.minimum(overlap[:, :, 0], overlap[:, :, 1]) * ~np.eye(len(middle), dtype=bool)
    touching = shared > 1e-6
    if not touching.any():
        return None
    number = np.arange(len(middle))
    order = np.sign(number[:, None] - number[None, :])[:, :, None]
    sign = np.where(apart == 0, order, np.sign(apart))
    axis = (overlap <= shared[:, :, None]) & touching[:, :, None]
    moves = np.where(axis, sign * overlap / 2, 0.0).sum(axis=1)
    crowd = np.sqrt(np.maximum(touching.sum(axis=1), 1))[:, None]
    step: npt.NDArray[np.float64] = moves / crowd + np.sign(moves) * 0.01
    return step
