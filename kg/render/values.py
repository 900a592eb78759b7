"""Frozen values a page is drawn from: nodes, lines between them, claims and their sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

KINDS = ("coalition", "meeting", "state", "organisation", "official")
"""The kinds of node that are drawn, in the order of legend and list."""

BUSY_LIMIT = 400
"""Above this many nodes a page opens with the busiest ones only."""

BUSIEST = 60
"""How many it then opens with."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that is drawn. ``id`` is its permalink (``state/GBR``), ``note`` one line
    about it, ``date`` (in ISO form, as far as given) puts meetings in order.

    ``x`` and ``y`` are the middle of its box, ``width`` and ``height`` its size and ``lines`` the
    words inside; the layout fills them in.
    """

    id: str
    label: str
    kind: str
    iri: str = ""
    iso3: str = ""
    note: str = ""
    date: str = ""
    aliases: tuple[str, ...] = ()
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes and the claims behind it.

    ``family`` is the kind of relation (the layers of `kg.render.page`),
    ``role`` what the source was to the target. ``resting`` says whether its family is drawn when
    the page opens; a ``contained`` line says what a boundary shows already.
    """

    id: str
    source: str
    target: str
    family: str
    role: str = ""
    label: str = ""
    basis: str = "stated"
    modality: str = "actual"
    claims: tuple[str, ...] = ()
    resting: bool = True
    contained: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences behind a claim, cut into pieces for display.

    ``pieces`` are (text, style, node id) in reading order; style is ``context`` (around the
    passage), ``sentence`` (the passage) or ``name`` (a node's name inside the passage).
    """

    id: str
    pieces: tuple[tuple[str, str, str], ...]
    basis: str = "stated"
    rule: str = ""
    title: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact in words: subject, phrase, object (a node, another thing, or a value).

    ``group`` and ``inverse`` are the headings under which it stands on the page of its subject and
    of its object. ``subject`` and ``object`` are node ids, or empty when the thing is not drawn;
    the labels are always there. ``value`` is shown instead of the object where there is one.
    ``source`` names where a background claim comes from. ``shown`` is false for a claim that is
    only here as another's premise.
    """

    id: str
    subject: str
    subject_label: str
    phrase: str
    object: str = ""
    object_label: str = ""
    value: str = ""
    group: str = ""
    inverse: str = ""
    note: str = ""
    family: str = ""
    role: str = ""
    basis: str = "stated"
    modality: str = "actual"
    attributed_to: str = ""
    rule: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Boundary:
    """A coalition drawn as an area: an ellipse around its members."""

    node: str
    x: float
    y: float
    rx: float
    ry: float


@dataclass(frozen=True, slots=True)
class View:
    """Everything one page shows. ``unknown`` says in words what the articles do not tell."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    claims: tuple[Claim, ...] = ()
    passages: tuple[Passage, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    unknown: tuple[str, ...] = ()
    focus: str = ""
    snapshot: str = ""
    left_out: int = 0

    @property
    def kinds(self) -> dict[str, int]:
        """How many nodes there are of each kind, in the order of ``KINDS``."""
        found = Counter(node.kind for node in self.nodes)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def bases(self) -> dict[str, int]:
        """How many claims are stated, inferred and background."""
        found = Counter(claim.basis for claim in self.claims if claim.shown)
        return {basis: found[basis] for basis in ("stated", "inferred", "background")}
