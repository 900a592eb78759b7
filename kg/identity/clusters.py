"""Sets of nodes held to be one thing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.identity.nodes import Node

Pair = frozenset[NamedNode]


class Clusters:
    """Puts nodes together; refuses what an analyst keeps apart and two nodes of one article.

    The text wing has already decided, with the whole text before it, which names of one article
    are one thing; nothing across articles may overrule that.
    """

    def __init__(self, nodes: Iterable[Node], apart: Iterable[Pair] = ()) -> None:
        """Every node starts alone. ``apart`` are pairs that must never meet."""
        self._members = {node.iri: {node.iri} for node in nodes}
        self._root = {iri: iri for iri in self._members}
        self._articles = {node.iri: {node.article} for node in nodes}
        self._apart = frozenset(apart)
        self._reasons: dict[NamedNode, set[str]] = {}

    def root(self, iri: NamedNode) -> NamedNode:
        """The node that stands for the cluster (the smallest IRI in it), or the IRI itself."""
        return self._root.get(iri, iri)

    def members(self, iri: NamedNode) -> tuple[NamedNode, ...]:
        """All nodes of the cluster, sorted."""
        return tuple(sorted(self._members[self.root(iri)], key=_text))

    def may_join(self, a: NamedNode, b: NamedNode) -> bool:
        """Whether nothing forbids that the two clusters are one."""
        one, other = self.root(a), self.root(b)
        if one == other:
            return True
        if not self._articles[one].isdisjoint(self._articles[other]):
            return False
        pairs = (frozenset((x, y)) for x in self._members[one] for y in self._members[other])
        return not self._apart or self._apart.isdisjoint(pairs)

    def join(self, a: NamedNode, b: NamedNode, reason: str) -> bool:
        """Make two clusters one, for a reason; returns whether they are one now."""
        if not self.may_join(a, b):
            return False
        for iri in (a, b):
            self._reasons.setdefault(iri, set()).add(reason)
        kept, gone = self._order(a, b)
        if kept != gone:
            self._absorb(kept, gone)
        return True

    def _order(self, a: NamedNode, b: NamedNode) -> tuple[NamedNode, NamedNode]:
        one, other = self.root(a), self.root(b)
        return (one, other) if one.value <= other.value else (other, one)

    def _absorb(self, kept: NamedNode, gone: NamedNode) -> None:
        moved = self._members.pop(gone)
        self._members[kept] |= moved
        self._articles[kept] |= self._articles.pop(gone)
        self._root.update(dict.fromkeys(moved, kept))

    def gather(self, nodes: Iterable[Node], reason: str) -> None:
        """Join nodes to as few clusters as the refusals allow, in the order of their IRIs."""
        seeds: list[NamedNode] = []
        for node in sorted(nodes, key=lambda node: node.iri.value):
            if not any(self.join(seed, node.iri, reason) for seed in seeds):
                seeds.append(node.iri)

    def reasons(self, iri: NamedNode) -> tuple[str, ...]:
        """Why the node was put together with others, sorted."""
        return tuple(sorted(self._reasons.get(iri, ())))

    def __iter__(self) -> Iterator[tuple[NamedNode, ...]]:
        for root in sorted(self._members, key=_text):
            yield self.members(root)


def _text(iri: NamedNode) -> str:
    return iri.value
