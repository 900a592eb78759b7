"""An analyst's decisions: what is named becomes a decision in the graph; all is derived again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import QueryError, UnknownNameError
from kg.identity import decisions
from kg.identity.decisions import DIFFER, REJECT, SAME, Decision
from kg.queries import find
from kg.rdf import FACT_KINDS, graph_iri, is_article_graph
from kg.store import Store
from kg.terms import BASE, CKG, OWL, RDFS

_KINDS: Final = ("Coalition", "Meeting", "Organisation", "Official", "Office", "Place", "State")
_MOST: Final = 50
_IRI: Final = re.compile(r"<?([a-z][a-z0-9+.-]*://[^\s<>]+?)>?", re.IGNORECASE)
_PATH: Final = re.compile(r"(?:id/)?([a-z]+/[^\s/<>\"{}|\\^`]+)")
_FACT: Final = re.compile(r"[0-9a-f]{20}")


def couple(
    store: Store, verdict: str, one: str, other: str, note: str = "", *, base: str = BASE
) -> Decision:
    """Decide that two things are one (``same``), or that they are not (``differ``).

    Parameters: ``one`` and ``other`` are labels, IRIs, or the ends of IRIs such as
    ``official/ana-ruiz@story``, which names what one article knows.
    Raises: UnknownNameError for what the graph does not hold, QueryError for what cannot be
    decided: things of two kinds, two states, or what is decided the other way.
    """
    nodes = _Nodes(store, base)
    ends = sorted((nodes.named(one), nodes.named(other)), key=lambda end: end.value)
    _check(nodes, verdict, ends)
    label = f"{nodes.title(ends[0])} {'is' if verdict == SAME else 'is not'} {nodes.title(ends[1])}"
    sides = [nodes.standing_for(end) for end in ends]
    return decisions.make(verdict, ends, label, this=sides[0], that=sides[1], note=note, base=base)


def rejection(
    store: Store,
    fact: str,
    note: str = "",
    *,
    words: Callable[[Store, NamedNode], str],
    base: str = BASE,
) -> Decision:
    """Decide that a fact of the view must not be held.

    Parameters: ``fact`` is its IRI, ``fact/…`` or the hash alone; ``words`` says a fact in words.
    Raises: UnknownNameError when the view has no such fact.
    """
    text = f"fact/{fact.strip()}" if _FACT.fullmatch(fact.strip()) else fact
    iri = _node(text, base)
    kinds = {row["k"] for row in store.select(f"SELECT ?k {{ {iri} a ?k }}")} if iri else set()
    if iri is None or FACT_KINDS.isdisjoint(kinds):
        raise UnknownNameError(
            f"the graph holds no fact {fact!r}", next_step="`kg show NAME` lists facts"
        )
    said = _said_as(store, iri, base)
    label = words(store, iri).rstrip(".")
    return decisions.make(REJECT, [iri], label, this={iri, *said}, note=note, base=base)


def keep(store: Store, decision: Decision, *, base: str = BASE) -> None:
    """Write a decision into the graph. Raises: QueryError when the opposite is decided."""
    made = decisions.read(store, base=base)
    opposite = {SAME: DIFFER, DIFFER: SAME}.get(decision.verdict)
    for other in made:
        if other.verdict == opposite and other.decides == decision.decides:
            raise QueryError(
                f"decision {other.id} says the opposite: {other.label}",
                next_step=f"Undo it first: kg decisions --undo {other.id}",
            )
    kept = [other for other in made if other.iri != decision.iri]
    for before in made:
        if before.iri == decision.iri:
            # By now one name may stand for both sides: what it stood for then counts.
            decision = replace(decision, this=before.this, that=before.that)
    _write(store, made, [*kept, decision], base)


def undo(store: Store, identity: str, *, base: str = BASE) -> Decision:
    """Take a decision back. Raises: UnknownNameError with the ids there are."""
    made = decisions.read(store, base=base)
    wanted = identity.strip().rsplit("/", 1)[-1].removesuffix(">")
    found = [d for d in made if wanted and d.iri.value.rsplit("/", 1)[-1].startswith(wanted)]
    if len(found) != 1:
        known = [f"{d.id} ({d.label})" for d in made]
        step = f"There are: {'; '.join(known)}" if known else "There are none yet"
        what = f"{len(found) or 'no'} decisions are called {identity!r}"
        raise UnknownNameError(what, candidates=known, next_step=step)
    _write(store, made, [d for d in made if d is not found[0]], base)
    return found[0]


def _write(store: Store, before: Sequence[Decision], after: Sequence[Decision], base: str) -> None:
    """What others wrote into the graph stays."""
    graph = graph_iri("decisions", base=base)
    ours = {quad.triple for quad in decisions.quads(before, base=base)}
    foreign = [quad for quad in store.quads(graph) if quad.triple not in ours]
    store.put_graph(graph, [*foreign, *decisions.quads(after, base=base)])


def _check(nodes: _Nodes, verdict: str, ends: Sequence[NamedNode]) -> None:
    kinds = sorted({end.value.rsplit("/", 2)[-2] for end in ends})
    names = " and ".join(nodes.title(end) for end in ends)
    if ends[0] == ends[1] and verdict == SAME:
        raise QueryError(f"{nodes.title(ends[0])} is one thing already")
    if ends[0] == ends[1]:
        parts = sorted(end.value.rsplit("/id/", 1)[-1] for end in nodes.locals(ends[0]))
        raise QueryError(
            f"{nodes.title(ends[0])} is one thing",
            next_step=f"Say what of which article differs: {', '.join(parts) or 'nothing can'}",
        )
    if len(kinds) > 1:
        raise QueryError(f"{names} are of two kinds ({', '.join(kinds)})")
    if kinds == ["state"]:
        raise QueryError(f"{names} are states", next_step="States are told apart by their codes")


class _Nodes:
    """Finds things of the view and the nodes of articles that they stand for."""

    def __init__(self, store: Store, base: str) -> None:
        self._store = store
        self._base = base
        links = store.quads(graph_iri("identity", base=base))
        self._canonical = {
            q.subject: q.object
            for q in links
            if q.predicate == OWL.sameAs
            and isinstance(q.subject, NamedNode)
            and isinstance(q.object, NamedNode)
        }

    def named(self, text: str) -> NamedNode:
        iri = _node(text, self._base)
        if iri is None:
            return find(self._store, text, _KINDS).iri
        if iri in self._canonical or self._store.ask(f"ASK {{ {iri} a ?kind }}"):
            return iri
        return find(self._store, iri.value, _KINDS).iri

    def locals(self, iri: NamedNode) -> list[NamedNode]:
        return [local for local, canonical in self._canonical.items() if canonical == iri]

    def standing_for(self, iri: NamedNode) -> set[NamedNode]:
        """The node itself and some of the articles' nodes behind it."""
        return {iri, *sorted(self.locals(iri), key=lambda node: node.value)[:_MOST]}

    def title(self, iri: NamedNode) -> str:
        about = self._canonical.get(iri, iri)
        rows = self._store.select(f"SELECT ?l {{ {about} {RDFS.label} ?l }}")
        label = next((getattr(row["l"], "value", "") for row in rows), "")
        local = iri.value.rsplit("/", 1)[-1].partition("@")[2]
        return f"{label or iri.value}{f' of {local}' if local else ''}"


def _node(text: str, base: str) -> NamedNode | None:
    """An IRI, or the end of one of ours; None for what can only be a label."""
    stripped = text.strip()
    if match := _IRI.fullmatch(stripped):
        return NamedNode(match[1])
    match = _PATH.fullmatch(stripped)
    return NamedNode(f"{base}id/{match[1]}") if match else None


def _said_as(store: Store, fact: NamedNode, base: str) -> Iterator[NamedNode]:
    """The facts of articles that became this fact: those with the same passages."""
    passages = {q["p"] for q in store.select(f"SELECT ?p {{ {fact} {CKG.evidence} ?p }}")}
    articles = store.select(
        f"SELECT DISTINCT ?a {{ {fact} {CKG.evidence} ?p . ?p {CKG.article} ?a }}"
    )
    cited = {getattr(row["a"], "value", "").rsplit("/", 1)[-1] for row in articles}
    for graph in store.graphs():
        if is_article_graph(graph, base=base) and graph.value.rsplit("/", 1)[-1] in cited:
            for quad in store.quads(graph):
                told = quad.predicate == CKG.evidence and quad.object in passages
                if told and isinstance(quad.subject, NamedNode):
                    yield quad.subject
