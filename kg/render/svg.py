"""Still pictures: the drawing of a view, and bars for a table's figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from kg.analysis import Measures
from kg.render.boxes import Box, extent, text_width
from kg.render.layout import place
from kg.render.values import Edge, Node, View

STROKES: Final = {
    "coalition": "#a4497d", "meeting": "#a86f00", "state": "#0072b2",
    "organisation": "#007a59", "official": "#b84f00",
}  # fmt: skip
FILLS: Final = {
    "coalition": "#f9e6f1", "meeting": "#ffe7b0", "state": "#e3f0f9",
    "organisation": "#dcf3ec", "official": "#fdeadd",
}  # fmt: skip
_CORNERS: Final = {"official": 18, "coalition": 24, "organisation": 0}
_CONVENING: Final = frozenset({"host", "co-host", "chair"})
_ROW: Final = 28


def drawing(view: View) -> str:
    """A view as an SVG picture with titles on hover; nothing in it can run.

    Parameters
    ----------
    view
        A view; it is placed first if it has no positions yet.
    """
    view = place(view) if any(not node.width for node in view.nodes) else view
    areas = [Box(b.x, b.y, b.rx * 2, b.ry * 2) for b in view.boundaries]
    return _render(
        "drawing.svg.j2", view=view, box=extent([*map(Box.of, view.nodes), *areas]),
        lines=list(_lines(view)), fills=FILLS, strokes=STROKES, corners=_CORNERS,
    )  # fmt: skip


def _lines(view: View) -> Iterable[dict[str, object]]:
    nodes = {node.id: node for node in view.nodes}
    for edge in view.edges:
        if edge.resting and not edge.contained and {edge.source, edge.target} <= nodes.keys():
            yield _line(edge, nodes[edge.source], nodes[edge.target])


def _line(edge: Edge, a: Node, b: Node) -> dict[str, object]:
    convening = edge.role in _CONVENING
    colour = STROKES["meeting"] if convening else "#8b929b"
    return {
        "x1": round(a.x, 1), "y1": round(a.y, 1), "x2": round(b.x, 1), "y2": round(b.y, 1),
        "width": 5 if convening else 2, "dashed": edge.basis != "stated",
        "colour": STROKES["official"] if edge.family == "office" else colour,
    }  # fmt: skip


def bars(title: str, figures: Sequence[tuple[str, float]], *, colour: str = "#0072b2") -> str:
    """Horizontal bars, in the order given, as an SVG picture.

    Parameters
    ----------
    title
        What the figures are.
    figures
        Pairs of label and value; values are not negative.
    colour
        Of the bars.
    """
    left = min(260.0, max((text_width(label, 14) for label, _ in figures), default=0.0)) + 26
    longest = max((value for _, value in figures), default=0.0) or 1.0
    rows = [
        {
            "label": label, "text": label if len(label) < 36 else label[:34] + "…",
            "y": 46 + _ROW * k, "figure": f"{value:g}" if value >= 1 else f"{value:.3g}",
            "width": round(380 * value / longest, 1),
        }
        for k, (label, value) in enumerate(figures)
    ]  # fmt: skip
    return _render(
        "bars.svg.j2", title=title, bars=rows, left=round(left), colour=colour,
        width=round(left) + 470, height=60 + _ROW * len(rows),
    )  # fmt: skip


def charts(measures: Measures, *, most: int = 25) -> dict[str, str]:
    """Pictures of a network's main figures: who has most lines, and which pairs weigh most.

    Parameters
    ----------
    measures
        What ``kg.analysis.measure`` gave.
    most
        How many bars a picture has at most; its title says when there are more.

    Returns
    -------
    dict
        SVG text by file name, such as ``co-attendance-pairs.svg``. No rows, no picture.
    """
    kind = measures.kind or "network"
    words, colour = _CHARTS.get(kind, ("neighbours", "state"))
    actors = [row for row in measures.nodes if row["kind"] not in {"meeting", "coalition"}]
    who = [(str(row["label"]), float(row["degree"] or 0)) for row in actors]
    pictures = {f"{kind}-nodes.svg": _chart(f"{kind}: {words}", who, most, STROKES[colour])}
    if kind == "co-attendance":
        pairs = [
            (f"{row['a_label']} – {row['b_label']}", float(row["weight"] or 0))
            for row in measures.pairs
        ]
        pictures[f"{kind}-pairs.svg"] = _chart(
            "co-attendance: meetings shared", pairs, most, STROKES["meeting"]
        )
    return {name: picture for name, picture in pictures.items() if picture}


_CHARTS: Final = {
    "state-meeting": ("meetings of each state", "state"),
    "official-meeting": ("meetings of each official", "official"),
    "co-attendance": ("states met", "state"),
    "membership": ("coalitions of each state", "coalition"),
}


def _chart(title: str, figures: list[tuple[str, float]], most: int, colour: str) -> str:
    more = f" (first {most} of {len(figures)})" if len(figures) > most else ""
    return bars(title + more, figures[:most], colour=colour) if figures else ""


def _render(template: str, **values: Any) -> str:  # noqa: ANN401 -- whatever the template names
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kg.render"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(template).render(**values)
