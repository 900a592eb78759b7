"""What an analyst's decisions do to a derivation, and whether each still finds what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Triple

from kg.identity import Description, Identity, decisions
from kg.identity.decisions import DIFFER, IN_FORCE, REJECT, SAME, VANISHED, Decision
from kg.rdf import graph_iri
from kg.reasoning.view import canonical_facts, without
from kg.store import Store
from kg.terms import BASE


@dataclass(slots=True)
class Rejections:
    """The facts of the view that an analyst rejected, and those of them that were met."""

    facts: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)
    met: set[NamedNode] = field(default_factory=set)

    @classmethod
    def of(
        cls, store: Store, articles: Sequence[Description], identity: Identity, *, base: str = BASE
    ) -> Rejections:
        """Reads the rejections, under the names that facts have now.

        ``facts`` gives for each such fact the decisions that reject it.
        """
        made = [d for d in decisions.read(store, base=base) if d.verdict == REJECT]
        local = frozenset(fact for decision in made for fact in decision.this)
        names = canonical_facts(articles, local, identity, base)
        found = cls()
        for decision in made:
            for fact in (*decision.decides, *decision.this):
                found.facts.setdefault(names.get(fact, fact), set()).add(decision.iri)
        return found

    def __call__(self, fact: NamedNode) -> bool:
        """Whether a fact is rejected; notes that it was met."""
        self.met |= self.facts.get(fact, set())
        return fact in self.facts

    def applied(self, view: set[Triple]) -> set[Triple]:
        """Triples without the facts that are rejected."""
        if not self.facts:
            return view
        there = {t.subject for t in view if isinstance(t.subject, NamedNode)}
        found = {fact for fact in self.facts.keys() & there if self(fact)}
        return without(view, found) if found else view


def settle(
    store: Store,
    articles: Sequence[Description],
    identity: Identity,
    met: AbstractSet[NamedNode],
    *,
    base: str = BASE,
) -> bool:
    """Write beside each decision whether it is in force; returns whether that changed anything."""
    made = decisions.read(store, base=base)
    if not made:
        return False
    named = {iri for decision in made for iri in (*decision.this, *decision.that)}
    real = named & (identity.canonical.keys() | set(identity.canonical.values()))
    real |= {iri for iri in named - real if any(iri in told for told in articles)}
    settled = [replace(d, standing=_standing(d, identity, real, met)) for d in made]
    if settled == made:
        return False
    graph = graph_iri("decisions", base=base)
    ours = set(decisions.quads(made, base=base))
    foreign = [quad for quad in store.quads(graph) if quad not in ours]
    return store.put_graph(graph, [*foreign, *decisions.quads(settled, base=base)])


def _standing(
    decision: Decision,
    identity: Identity,
    real: set[NamedNode],
    met: AbstractSet[NamedNode],
) -> str:
    if decision.verdict == REJECT:
        return IN_FORCE if decision.iri in met else VANISHED
    both = [pair for pair in decision.pairs if real.issuperset(pair)]
    one = {identity(a) == identity(b) for a, b in both}
    wanted = {SAME: True, DIFFER: False}.get(decision.verdict)
    return IN_FORCE if wanted in one else VANISHED
