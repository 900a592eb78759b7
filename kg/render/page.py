"""A view as one self-contained HTML file.

pyvis is the model of the drawing and brings the drawing library in its package; its own writers
are not used. Everything a page needs is inside it: no request leaves it, a content security policy
says so, and words from articles reach the page as data, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.render.boxes import Box, extent
from kg.render.layout import place
from kg.render.values import Edge, View
from kg.render.wording import HEADINGS, TOGETHER

if TYPE_CHECKING:
    from pyvis.network import Network

WORDS: Final = {
    "coalition": ("coalition", "coalitions"),
    "meeting": ("meeting", "meetings"),
    "state": ("state", "states"),
    "organisation": ("organisation", "organisations"),
    "official": ("official", "officials"),
}
"""Kinds of node, one and several."""

GLYPHS: Final = {
    "coalition": "M9 2h12a7 7 0 0 1 0 14h-12a7 7 0 0 1 0-14z",
    "meeting": "M7 2h16l6 7-6 7h-16l-6-7z",
    "state": "M4 2h22a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-22a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z",
    "organisation": "M6 2h18l5 5v4l-5 5h-18l-5-5v-4z",
    "official": "M8 2h14a7 7 0 0 1 0 14h-14a7 7 0 0 1 0-14z",
}
"""The legend's small shapes, as SVG paths."""

LAYERS: Final = {
    "attendance": "at a meeting",
    "office": "holds office",
    "absence": "invited or absent",
    "membership": "member of",
    "former": "once a member of",
    "occasion": "meeting of",
    "area": "membership as lines",
    "background": "background",
    "speech": "spoke to",
    "support": "support",
}
"""Layers of lines, in the legend's words."""

COLOURS: Final = {
    "coalition": "#CC79A7", "meeting": "#E69F00", "state": "#0072B2",
    "organisation": "#009E73", "official": "#D55E00",
}  # fmt: skip
"""Okabe and Ito's colours, told apart under the common colour-vision deficiencies."""

_SHAPES: Final = {"state": "box", "official": "ellipse", "meeting": "hexagon",
                  "organisation": "square", "coalition": "diamond"}  # fmt: skip
_OPTIONS: Final[Mapping[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "dragNodes": False, "hover": True, "keyboard": False, "selectConnectedEdges": False,
        "zoomSpeed": 0.6,
    },
}  # fmt: skip


def to_pyvis(view: View) -> Network:
    """The drawing as a ``pyvis.network.Network``, for those who want to carry on with it.

    Parameters
    ----------
    view
        A placed view (see ``kg.render.layout.place``).

    Returns
    -------
    pyvis.network.Network
        Directed (an undirected one would drop the second line between two nodes), with positions,
        physics off; our own fields (``kind``, ``claims``, …) beside vis-network's.
    """
    from pyvis.network import Network  # brings IPython, 0.7 s: only when a page is written

    network = Network(directed=True)
    for node in view.nodes:
        network.add_node(
            node.id, label=node.label, shape=_SHAPES[node.kind], color=COLOURS[node.kind],
            x=round(node.x, 1), y=round(node.y, 1), physics=False, kind=node.kind, iri=node.iri,
            iso3=node.iso3, note=node.note, aliases=list(node.aliases), lines=list(node.lines),
            boxWidth=round(node.width, 1), boxHeight=round(node.height, 1),
        )  # fmt: skip
    for edge in view.edges:
        network.add_edge(
            edge.source, edge.target, id=edge.id, family=_layer(edge), role=edge.role,
            word=edge.label, basis=edge.basis, modality=edge.modality, claims=list(edge.claims),
        )  # fmt: skip
    network.options = dict(_OPTIONS)
    return network


def _layer(edge: Edge) -> str:
    """The layer a line can be switched on and off with."""
    if edge.contained:
        return "area"
    return "background" if edge.basis == "background" else edge.family


def html(view: View) -> str:
    """The page as text. The same view gives the same text, byte for byte.

    Parameters
    ----------
    view
        A view; it is placed first if it has no positions yet.

    Returns
    -------
    str
        A complete HTML document that makes no request of any kind.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    view = _placed(view)
    environment = Environment(
        loader=PackageLoader("kg.render"), autoescape=True, undefined=StrictUndefined
    )
    parts = {
        "style": _template("page.css"),
        "library": _drawing_library(),
        "script": _template("page.js"),
    }
    return environment.get_template("page.html.j2").render(
        view=view, data=_data(view), policy=_policy(parts), words=WORDS, glyphs=GLYPHS,
        layers=_layers(view), listed=_listed(view), **parts,
    )  # fmt: skip


def save(view: View, path: str | Path) -> Path:
    """Write the page as UTF-8, whatever the locale, and return where it is."""
    target = Path(path)
    target.write_bytes(html(view).encode("utf-8", "replace"))
    return target


def _placed(view: View) -> View:
    return place(view) if any(not node.width for node in view.nodes) else view


def _listed(view: View) -> list[tuple[str, list[Any]]]:
    return [
        (kind, sorted((n for n in view.nodes if n.kind == kind), key=lambda n: (n.label, n.id)))
        for kind in view.kinds
    ]


def _layers(view: View) -> list[tuple[str, str, int, bool]]:
    """For the legend: layer, words, how many lines, and whether they are on at first."""
    counts = Counter(map(_layer, view.edges))
    on = {_layer(edge) for edge in view.edges if edge.resting and not edge.contained}
    return [(n, text, counts[n], n in on) for n, text in LAYERS.items() if counts[n]]


def _data(view: View) -> str:
    """The page's data as JSON that cannot end its script element."""
    nodes, edges, *_, options = to_pyvis(view).get_network_data()
    areas = [Box(b.x, b.y, b.rx * 2, b.ry * 2) for b in view.boundaries]
    bounds = extent([*map(Box.of, view.nodes), *areas])
    payload = {
        "network": {"nodes": nodes, "edges": edges, "options": json.loads(options)},
        "claims": [asdict(claim) for claim in view.claims],
        "passages": [asdict(passage) for passage in view.passages],
        "boundaries": [asdict(boundary) for boundary in view.boundaries],
        "bounds": asdict(bounds),
        "words": WORDS,
        "headings": HEADINGS,
        "together": TOGETHER,
    }
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _policy(parts: Mapping[str, str]) -> str:
    """Allows the page's own scripts and styles by their digests, and nothing else at all."""
    scripts = " ".join(_digest(parts[name]) for name in ("library", "script"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_digest(parts['style'])}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _template(name: str) -> str:
    return files("kg.render").joinpath("templates", name).read_text("utf-8")


@cache
def _drawing_library() -> str:
    """vis-network out of the installed pyvis, made safe to stand inside a script element."""
    source = files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text("utf-8")
    return source.replace("\r", "").replace("</script", "<\\/script").replace("<!--", "<\\!--")
