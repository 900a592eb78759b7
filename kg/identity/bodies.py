"""Places, offices, organisations and coalitions that no reference data knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.identity.clusters import Clusters
from kg.identity.nodes import Node

GENERIC = frozenset(
    "affairs agency alliance armed army authorities authority block bloc bureau cabinet coalition"
    " command commission committee conference contact council court defence defense delegation"
    " department embassy external federal force forces foreign friends general government group"
    " grouping high home interior international joint justice military ministry mission movement"
    " national navy of office organisation organization parliament partnership police presidency"
    " regional rebels security senate service state supreme task talks troops union working"
    " and for on the".split()
)
"""Words that name no particular body: "Foreign Ministry" is one in every country."""


def join_bodies(nodes: Iterable[Node], clusters: Clusters) -> None:
    """Join what bears the same name, or an abbreviation of it that one article explains.

    Parameters: ``nodes`` are all of one kind (place, office, organisation or coalition).
    """
    named: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        if _tells_apart(node):
            named[node.words].append(node)
    for group in named.values():
        for alike in _by_country(group):
            clusters.gather(alike, f'same name "{alike[0].label}"')
    _join_abbreviations(named, clusters)


def _tells_apart(node: Node) -> bool:
    if node.path in {"place", "office"}:
        return bool(node.words)
    return not GENERIC.issuperset(node.words)


def _by_country(group: list[Node]) -> list[list[Node]]:
    """One list for each country; those without one join the only country there is."""
    by_country: dict[frozenset[NamedNode], list[Node]] = defaultdict(list)
    for node in group:
        by_country[node.country].append(node)
    if len(by_country) == 2 and frozenset() in by_country:
        return [group]
    return list(by_country.values())


def _join_abbreviations(named: dict[tuple[str, ...], list[Node]], clusters: Clusters) -> None:
    """An article that only has "OPCW" and one that explains it: one, if nobody else uses it."""
    explained: dict[str, set[NamedNode]] = defaultdict(set)
    for nodes in named.values():
        for node in nodes:
            for name in node.names:
                if _is_abbreviation(name) and name != node.label:
                    explained[name].add(node.iri)
    for nodes in named.values():
        for node in nodes:
            candidates = {clusters.root(iri) for iri in explained.get(node.label, ())}
            candidates.discard(clusters.root(node.iri))
            if len(candidates) == 1:
                full = candidates.pop()
                clusters.join(full, node.iri, f'"{node.label}" is explained in another article')


def _is_abbreviation(name: str) -> bool:
    return len(name) >= 3 and name.isalnum() and name.isupper()
