"""The view: what all articles say, under canonical names and each thing once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.identity import Description, Identity, best_label
from kg.rdf import FACT_KINDS, Property, Term, fact_iri_of
from kg.terms import BASE, CKG, RDF, RDFS, SKOS


def describe(quads: Iterable[Quad | Triple]) -> Description:
    """A graph as subjects with their properties."""
    found: dict[NamedNode, list[Property]] = defaultdict(list)
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)
        found[quad.subject].append((quad.predicate, quad.object))
    return found


def canonical_facts(
    articles: Iterable[Description], wanted: Container[NamedNode], identity: Identity, base: str
) -> dict[NamedNode, NamedNode]:
    """The facts of the view that some facts of articles have become.

    Parameters: ``wanted`` are the facts of articles to look for.
    """
    return {
        subject: _canonical(subject, pairs, _mapped(pairs, identity), identity, base)
        for description in articles
        for subject, pairs in description.items()
        if subject in wanted
    }


def without(view: set[Triple], facts: Container[Term]) -> set[Triple]:
    """A view from which facts are taken out, with the passages that supported nothing else."""
    linked = [t for t in view if t.predicate == CKG.evidence]
    kept = {t.object for t in linked if t.subject not in facts}
    lost = {t.object for t in linked} - kept
    return {t for t in view if t.subject not in facts and t.subject not in lost}


def merge(articles: Iterable[Description], identity: Identity, *, base: str = BASE) -> set[Triple]:
    """Put the articles' graphs together.

    A fact gets the IRI that its canonical roles give, so that what several articles say becomes
    one fact with a passage of each. A thing keeps one label; its other names become altLabels.
    Returns: the triples of the view, before anything is derived.
    """
    view: set[Triple] = set()
    labels: dict[NamedNode, Counter[str]] = defaultdict(Counter)
    others: dict[NamedNode, set[str]] = defaultdict(set)
    for description in articles:
        for subject, pairs in description.items():
            mapped = _mapped(pairs, identity)
            about = _canonical(subject, pairs, mapped, identity, base)
            for predicate, filler in mapped:
                if predicate == RDFS.label and isinstance(filler, Literal):
                    labels[about][filler.value] += 1
                elif predicate == SKOS.altLabel and isinstance(filler, Literal):
                    others[about].add(filler.value)
                else:
                    view.add(Triple(about, predicate, filler))
    view.update(_names(labels, others))
    return view


def _mapped(pairs: list[Property], identity: Identity) -> list[Property]:
    return [(p, identity(o) if isinstance(o, NamedNode) else o) for p, o in pairs]


def _canonical(
    subject: NamedNode,
    pairs: list[Property],
    mapped: list[Property],
    identity: Identity,
    base: str,
) -> NamedNode:
    if mapped != pairs and any(p == RDF.type and o in FACT_KINDS for p, o in pairs):
        return fact_iri_of(mapped, base=base)
    return identity(subject)


def _names(
    labels: Mapping[NamedNode, Counter[str]], others: Mapping[NamedNode, set[str]]
) -> Iterator[Triple]:
    """One label for each thing; what else it is called, by any article, as altLabels."""
    for about, counted in labels.items():
        label = best_label(counted)
        yield Triple(about, RDFS.label, Literal(label))
        for other in (others.get(about, set()) | counted.keys()) - {label}:
            yield Triple(about, SKOS.altLabel, Literal(other))
