"""Figures of a network, each with the states and meetings behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np

Cell = str | int | float | None
Table = tuple[Mapping[str, Cell], ...]

SEED: Final = 7
EXACT_LIMIT: Final = 2000
"""More nodes than this and betweenness is estimated from sampled sources."""

SAMPLES: Final = 200
_ROUNDS: Final = 5000
_TOLERANCE: Final = 1e-10


@dataclass(frozen=True, slots=True)
class Measures:
    """A network's figures as tables of flat rows; ``notes`` say how to read them.

    ``nodes``: one row a node, ``pairs``: one row a line, ``communities`` and ``components``: one
    row a group. Rows stand in a fixed order: most connected first, then by label.
    """

    kind: str
    nodes: Table = ()
    pairs: Table = ()
    communities: Table = ()
    components: Table = ()
    notes: tuple[str, ...] = ()

    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return {
            "nodes": self.nodes,
            "pairs": self.pairs,
            "communities": self.communities,
            "components": self.components,
        }


def measure(graph: nx.Graph[str]) -> Measures:
    r"""Compute the figures of a network.

    For every node: **degree** (how many neighbours), **weighted degree** (the sum of its lines'
    weights), **betweenness** :math:`\sum_{s \ne v \ne t} \sigma_{st}(v) / \sigma_{st}` over
    shortest paths, divided by the number of pairs of other nodes (Freeman 1977; computed after
    Brandes 2001; lines count as equally long, as a weight is a strength and not a distance),
    **eigenvector** centrality (see :func:`eigenvector`), **community**, **core** (the largest k
    such that the node is in a subgraph where every node has at least k neighbours; Seidman 1983)
    and **component**. Communities maximise modularity by the Louvain method with a fixed seed
    (Blondel et al. 2008).

    Parameters
    ----------
    graph
        A network as :func:`kg.analysis.network` builds it, of any size.

    Returns
    -------
    Measures
        Tables whose ``behind`` column names the neighbours (in co-attendance, ``meetings`` names
        the meetings) that each number counts.

    Notes
    -----
    An empty graph gives empty tables. A node without lines has degree, betweenness and core 0,
    no eigenvector centrality, and is a component and a community of its own. In a network of
    several components everything is computed within components; betweenness is divided by the
    pairs of the whole network. In a two-mode network communities mix both kinds of node, and
    figures compare only nodes of the same kind. Above ``EXACT_LIMIT`` nodes betweenness is
    estimated from ``SAMPLES`` sources, and a note says so.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. *Sociometry* 40.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. *J. Math. Sociology* 25(2).
    Seidman, S. B. (1983). Network structure and minimum degree. *Social Networks* 5(3).
    Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. *J. Stat. Mech.*
    """
    kind = str(graph.graph.get("kind", ""))
    if not graph:
        return Measures(kind, notes=("No nodes: nothing to measure.",))
    components = _ordered(graph, map(set, nx.connected_components(graph)))
    communities = _ordered(
        graph, map(set, nx.community.louvain_communities(graph, weight="weight", seed=SEED))
    )
    return Measures(
        kind=kind,
        nodes=_nodes(graph, components, communities),
        pairs=_pairs(graph),
        communities=_groups(graph, communities, "community"),
        components=_groups(graph, components, "component"),
        notes=tuple(_notes(graph, components, communities)),
    )


def eigenvector(graph: nx.Graph[str], nodes: set[str]) -> dict[str, float | None]:
    r"""Eigenvector centrality within one component.

    A node's centrality is proportional to the sum of its neighbours' :math:`A x = \lambda x` for
    the largest :math:`\lambda` (Bonacich 1972), weighted, scaled to Euclidean length one within
    the component. Found by power iteration on :math:`A + I`, which also settles on two-mode
    networks, where :math:`-\lambda` is an eigenvalue too.

    Parameters
    ----------
    graph
        The network.
    nodes
        The nodes of one connected component.

    Returns
    -------
    dict
        A figure for each node; None for a component of one node, which has no neighbour to draw
        centrality from, and where the iteration does not settle.

    References
    ----------
    Bonacich, P. (1972). Factoring and weighting approaches to status scores. *J. Math. Soc.* 2(1).
    """
    if len(nodes) < 2:
        return dict.fromkeys(nodes)
    ordered = sorted(nodes)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=ordered, weight="weight").astype(float)
    figures = np.full(len(ordered), len(ordered) ** -0.5)
    for _ in range(_ROUNDS):
        before = figures
        figures = before + matrix @ before
        figures /= np.linalg.norm(figures)
        if np.abs(figures - before).sum() < len(ordered) * _TOLERANCE:
            return {node: round(float(x), 6) for node, x in zip(ordered, figures, strict=True)}
    return dict.fromkeys(nodes)


def _betweenness(graph: nx.Graph[str]) -> dict[str, float]:
    sources = SAMPLES if len(graph) > EXACT_LIMIT else None
    found: dict[str, float] = nx.betweenness_centrality(graph, k=sources, seed=SEED)
    return found


def _nodes(graph: nx.Graph[str], components: list[set[str]], communities: list[set[str]]) -> Table:
    between = _betweenness(graph)
    central = {n: x for part in components for n, x in eigenvector(graph, part).items()}
    cores = nx.core_number(graph)
    rows = [
        {
            **_who(graph, node),
            "degree": graph.degree[node],
            "weighted_degree": graph.degree(node, weight="weight"),
            "betweenness": round(between[node], 6),
            "eigenvector": central[node],
            "community": _number(communities, node),
            "core": cores[node],
            "component": _number(components, node),
            "behind": "; ".join(sorted(label(graph, other) for other in graph[node])),
        }
        for node in graph
    ]
    return tuple(
        sorted(rows, key=lambda r: (-r["degree"], -r["weighted_degree"], r["label"], r["id"]))
    )


def _who(graph: nx.Graph[str], node: str) -> dict[str, Cell]:
    known = graph.nodes[node]
    names = ("label", "kind", "iso3", *(["meetings"] if "meetings" in known else []))
    return {"id": node, **{name: known.get(name, "") for name in names}}


def label(graph: nx.Graph[str], node: str) -> str:
    """A node's label, or its id."""
    return str(graph.nodes[node].get("label") or node)


def _number(groups: list[set[str]], node: str) -> int:
    return next(number for number, group in enumerate(groups, 1) if node in group)


def _pairs(graph: nx.Graph[str]) -> Table:
    rows = [
        {
            "a": a, "a_label": label(graph, a), "b": b, "b_label": label(graph, b),
            "weight": d.get("weight", 1), "role": d.get("role", ""), "basis": d.get("basis", ""),
            "meetings": d.get("meetings", ""),
        }
        for a, b, d in graph.edges(data=True)
    ]  # fmt: skip
    return tuple(
        sorted(rows, key=lambda r: (-r["weight"], r["a_label"], r["b_label"], r["a"], r["b"]))
    )


def _ordered(graph: nx.Graph[str], groups: object) -> list[set[str]]:
    """Largest group first, then by its members' labels."""
    assert hasattr(groups, "__iter__")
    return sorted(groups, key=lambda g: (-len(g), sorted(label(graph, n) for n in g), sorted(g)))


def _groups(graph: nx.Graph[str], groups: list[set[str]], name: str) -> Table:
    rows: list[Mapping[str, Cell]] = []
    for number, group in enumerate(groups, 1):
        kinds = Counter(str(graph.nodes[n].get("kind", "")) for n in group)
        within = graph.subgraph(group)
        rows.append(
            {
                name: number, "size": len(group), "lines": within.number_of_edges(),
                "kinds": ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
                "members": "; ".join(sorted(label(graph, n) for n in group)),
            }
        )  # fmt: skip
    return tuple(rows)


def _notes(
    graph: nx.Graph[str], components: list[set[str]], communities: list[set[str]]
) -> list[str]:
    notes = []
    if graph.graph.get("left_out"):
        notes.append(f"Left out, date not known well enough: {graph.graph['left_out']}.")
    if graph.number_of_edges():
        modularity = nx.community.modularity(graph, communities, weight="weight")
        notes.append(f"Modularity of the communities: {modularity:.3f}.")
    else:
        notes.append("No lines: communities and eigenvector centrality say nothing here.")
    if len(components) > 1:
        notes.append(
            f"{len(components)} components: eigenvector centrality compares only within one."
        )
    if any(len(part) == 1 for part in components):
        notes.append("Eigenvector centrality is not defined for a node without lines.")
    if len(graph) > EXACT_LIMIT:
        notes.append(f"Betweenness is estimated from {SAMPLES} of {len(graph)} sources.")
    return notes
