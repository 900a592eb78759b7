"""Across articles: which nodes are one, for which reasons, and the name they get in the view.

Nodes of one article stay as the text wing made them. Nodes of different articles become one for a
reason that can be read, never because their names look alike, and an analyst's decisions come
before any rule. The result depends on what the articles say, not on the order they were added in.
States are known individuals and never become one another.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.identity.bodies import join_bodies
from kg.identity.clusters import Clusters, Pair
from kg.identity.meetings import join_meetings
from kg.identity.nodes import Description, Node, is_local, key, path, read_nodes
from kg.identity.officials import join_officials
from kg.model import slug
from kg.rdf import graph_iri, segment
from kg.terms import BASE, OWL, RDFS

__all__ = ["Description", "Identity", "best_label", "identify"]

DECISION = "decided by an analyst"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which node of the view stands for each node of an article, and why some share one."""

    canonical: Mapping[NamedNode, NamedNode]
    reasons: Mapping[NamedNode, tuple[str, ...]]

    def __call__(self, iri: NamedNode) -> NamedNode:
        """The node of the view; anything that is not local stands for itself."""
        return self.canonical.get(iri, iri)

    def quads(self, base: str = BASE) -> Iterator[Quad]:
        """The content of the graph ``identity``: ``owl:sameAs`` and the reasons as comments."""
        graph = graph_iri("identity", base=base)
        for local, canonical in self.canonical.items():
            yield Quad(local, OWL.sameAs, canonical, graph)
            for reason in self.reasons.get(local, ()):
                yield Quad(local, RDFS.comment, Literal(reason), graph)


def identify(
    articles: Iterable[Description],
    *,
    same: Iterable[tuple[NamedNode, NamedNode]] = (),
    differ: Sequence[tuple[NamedNode, NamedNode]] = (),
    base: str = BASE,
) -> Identity:
    """Decide which nodes of the articles are one.

    Parameters: ``articles`` are the articles' graphs as subjects with their properties; ``same``
    and ``differ`` are an analyst's decisions, on nodes of articles or of the view.
    Returns: the canonical node and the reasons for every local node.
    """
    articles = list(articles)
    nodes = read_nodes(articles)
    clusters = Clusters(nodes, (frozenset(pair) for pair in differ))
    by_path: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_path[node.path].append(node)
    for kind in ("place", "office", "organisation", "coalition"):
        join_bodies(by_path[kind], clusters)
    join_officials(by_path["official"], clusters, clusters.root)
    join_meetings(by_path["meeting"], clusters, clusters.root)
    known = {s for description in articles for s in description if not is_local(s)}
    names = _names(clusters, {node.iri: node for node in nodes}, known, base)
    # A decision on what is no longer there must not lend its name to what is.
    real = known.union(names, names.values())
    there = [frozenset(pair) for pair in same if real.issuperset(pair)]
    return _decided(clusters, names, there, {frozenset(pair) for pair in differ})


def best_label(labels: Iterable[str]) -> str:
    """One of several names for a thing: with a given name, then the most used, then the longest."""
    counted = Counter(labels)
    return min(counted, key=lambda text: (" " not in text, -counted[text], -len(text), text))


def _names(
    clusters: Clusters, nodes: Mapping[NamedNode, Node], known: set[NamedNode], base: str
) -> dict[NamedNode, NamedNode]:
    """A canonical IRI for every local node; where two want one name, the second gets a longer.

    An office is no more than its title, so that one title is always one office.
    """
    taken = set(known)
    names: dict[NamedNode, NamedNode] = {}
    for members in clusters:
        options = _keys([nodes[iri] for iri in members])
        iris = (NamedNode(f"{base}id/{path(members[0])}/{option}") for option in options)
        is_office = path(members[0]) == "office"
        name = next(iri for iri in iris if is_office or iri not in taken)
        taken.add(name)
        names.update(dict.fromkeys(members, name))
    return names


def _keys(members: Sequence[Node]) -> Iterator[str]:
    """Names for a cluster, shortest first; nobody else has the last."""
    shortest = _meeting_key(members) if members[0].path == "meeting" else _label_key(members)
    yield shortest
    served = sorted({key(iri) for node in members for iri in node.of})
    if served:
        yield f"{shortest}-{slug(served[0])}"
    yield f"{shortest}-{hashlib.sha256(members[0].iri.value.encode()).hexdigest()[:8]}"


def _label_key(members: Sequence[Node]) -> str:
    return segment(slug(best_label(node.label for node in members)))


def _meeting_key(members: Sequence[Node]) -> str:
    """Place and date, as in london-2015-01-22, or its label where either is unknown."""
    days = Counter(first for node in members for first, _ in node.days)
    places = Counter(key(place) for node in members for place in node.places)
    if not days or not places:
        return _label_key(members)
    day = min(days, key=lambda day: (day.startswith("-"), -len(day), -days[day], day))
    return f"{min(places, key=lambda place: (-places[place], place))}-{day.lstrip('-')}"


def _decided(
    clusters: Clusters,
    names: Mapping[NamedNode, NamedNode],
    same: Iterable[Pair],
    differ: AbstractSet[Pair],
) -> Identity:
    """Apply what an analyst said is the same; states stay apart whatever was said."""
    stands_for: dict[NamedNode, NamedNode] = {}

    def final(iri: NamedNode) -> NamedNode:
        iri = names.get(iri, iri)
        while iri in stands_for:
            iri = stands_for[iri]
        return iri

    minted = set(names.values())
    decided: set[NamedNode] = set()
    for pair in sorted(same, key=lambda pair: sorted(iri.value for iri in pair)):
        ends = sorted({final(iri) for iri in pair}, key=lambda iri: (iri in minted, iri.value))
        if len(ends) == 2 and frozenset(ends) not in differ and not _are_states(ends):
            stands_for[ends[1]] = ends[0]
            decided.update(ends)
    reasons = {
        local: (*clusters.reasons(local), *([DECISION] if name in decided else []))
        for local, name in names.items()
    }
    canonical = {iri: final(iri) for iri in [*names, *stands_for] if final(iri) != iri}
    return Identity(canonical, reasons)


def _are_states(ends: Iterable[NamedNode]) -> bool:
    return all(path(iri) == "state" for iri in ends)
