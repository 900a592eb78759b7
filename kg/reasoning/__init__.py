"""Derives the view from what the articles say: identity, background, axioms and rules.

Everything derived lives in graphs that can be thrown away and made again: ``graph/identity`` says
which nodes are one and why, ``graph/inferred`` holds what follows, and the default graph is the
view that questions read: the articles' facts under canonical names, and what follows from them.
Deriving twice gives the same quads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Quad, Triple
from pyoxigraph import Store as Engine

from kg import reference
from kg.identity import Description, Identity, decisions, identify
from kg.rdf import FACT_KINDS, graph_iri, is_article_graph
from kg.reasoning import axioms, rules
from kg.reasoning.background import relevant
from kg.reasoning.decided import Rejections, settle
from kg.reasoning.preferred import preferred
from kg.reasoning.rules import Derivations, Refused, Rule, load_rules
from kg.reasoning.view import describe, merge
from kg.store import Store
from kg.terms import BASE, CKG, RDF

__all__ = ["Rule", "Summary", "derive", "load_rules", "view_of"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a derivation found.

    ``things`` counts the articles' own nodes and ``merged`` how many fewer they became; ``facts``
    are those that articles state, ``inferred`` those that only rules give.
    """

    articles: int
    things: int
    merged: int
    facts: int
    inferred: int
    background: int
    triples: int
    changed: bool


def derive(
    store: Store, *, base: str = BASE, known: Iterable[reference.Membership] | None = None
) -> Summary:
    """Make the view, ``graph/identity`` and ``graph/inferred`` from the articles' graphs.

    Parameters: ``store`` is changed in place, only where the outcome differs from what it holds;
    ``known`` are the memberships to draw background from (default: the reference data's).
    Returns: counts, and whether anything changed.
    """
    graphs = [graph for graph in store.graphs() if is_article_graph(graph, base=base)]
    articles = [describe(store.quads(graph)) for graph in graphs]
    identity = _identity(store, articles, base)
    rejections = Rejections.of(store, articles, identity, base=base)
    stated, background, inferred = _concluded(articles, identity, rejections, _known(known), base)
    changed = [
        settle(store, articles, identity, rejections.met, base=base),
        store.put_graph(graph_iri("identity", base=base), identity.quads(base)),
        store.put_graph(graph_iri("inferred", base=base), inferred),
        store.put_graph(DefaultGraph(), stated | inferred),
    ]
    things = {iri for iri in identity.canonical if "@" in iri.value}
    return Summary(
        len(articles),
        len(things),
        len(things) - len({identity(iri) for iri in things}),
        *_counts(stated, inferred, background),
        len(stated) + len(inferred),
        any(changed),
    )


def view_of(article: Iterable[Quad | Triple], *, base: str = BASE) -> set[Triple]:
    """The view of one article by itself, without a store and without background.

    Parameters: ``article`` is all that the article's graph holds.
    Returns: what the default graph of a store of just this article would hold.
    """
    told = [describe(article)]
    stated, _, inferred = _concluded(told, identify(told, base=base), Rejections(), (), base)
    return stated | inferred


def _concluded(
    articles: Sequence[Description],
    identity: Identity,
    rejections: Rejections,
    known: Iterable[reference.Membership],
    base: str,
) -> tuple[set[Triple], set[Triple], set[Triple]]:
    """The triples that articles state, those of the background, and what follows from both."""
    stated = rejections.applied(merge(articles, identity, base=base))
    mentioned = frozenset(t.object for t in stated if t.predicate == CKG.mentions)
    background = rejections.applied(set(relevant(known, mentioned, base=base))) - stated
    inferred = infer(stated | background, refused=rejections, base=base) | background
    inferred |= set(preferred(stated | inferred))
    return stated, background, inferred


def infer(stated: set[Triple], *, refused: Refused | None = None, base: str = BASE) -> set[Triple]:
    """What follows from triples by the ontology's axioms and the rules, to a fixed point.

    Parameters: ``refused`` tells of facts that no rule may give.
    Returns: the triples that were not there before.
    """
    engine = Engine()
    engine.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in stated)
    derivations: Derivations = {}
    # From the last name to the first the rules mostly feed one another: fewer rounds.
    run = load_rules()[::-1]
    closure = axioms.Closure(axioms.ontology_axioms())
    inferred: set[Triple] = set()
    new = stated
    while new:
        follows = closure.add(new)
        engine.extend(Quad(t.subject, t.predicate, t.object) for t in follows)
        new = rules.apply(engine, run, derivations, refused=refused, base=base)
        inferred |= follows | new
    inferred.update(rules.passages(engine, derivations, base=base))
    return inferred - stated


def _identity(store: Store, articles: Sequence[Description], base: str) -> Identity:
    return identify(
        articles,
        same=decisions.pairs(store, decisions.SAME, base=base),
        differ=decisions.pairs(store, decisions.DIFFER, base=base),
        base=base,
    )


def _known(known: Iterable[reference.Membership] | None) -> Iterable[reference.Membership]:
    """The memberships given, or the reference data's, which take a moment to read."""
    return reference.load().memberships() if known is None else known


def _counts(
    stated: set[Triple], inferred: set[Triple], background: set[Triple]
) -> tuple[int, int, int]:
    facts, more, known = (
        {t.subject for t in triples if t.predicate == RDF.type and t.object in FACT_KINDS}
        for triples in (stated, inferred, background)
    )
    return len(facts), len(more - facts - known), len(known - facts)
