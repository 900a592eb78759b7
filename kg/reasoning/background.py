"""Known memberships between states and groups that the articles mention, marked as background."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.model import Basis, Modality
from kg.rdf import Property, Term, entity_iri, fact_iri, literal
from kg.reference import Membership
from kg.terms import BASE, CKG, RDF


def relevant(
    known: Iterable[Membership], mentioned: Container[Term], *, base: str = BASE
) -> Iterator[Triple]:
    """The memberships whose two ends are both mentioned, as facts without passages.

    They cite their source, and say ``ckg:basis "background"`` themselves.
    """
    for membership in known:
        member, group = entity_iri(membership.member), entity_iri(membership.group)
        if member in mentioned and group in mentioned:
            yield from _fact(membership, member, group, base)


def _fact(known: Membership, member: NamedNode, group: NamedNode, base: str) -> Iterator[Triple]:
    roles: list[Property] = [(CKG.member, member), (CKG.group, group)]
    roles += [(CKG.since, literal(known.since))] if known.since else []
    roles += [(CKG.until, literal(known.until))] if known.until else []
    iri = fact_iri(CKG.Membership, roles, base=base)
    yield from (Triple(iri, RDF.type, kind) for kind in (CKG.Membership, CKG.Fact))
    yield from (Triple(iri, role, filler) for role, filler in roles)
    yield Triple(iri, CKG.modality, literal(Modality.ACTUAL.value))
    yield Triple(iri, CKG.basis, literal(Basis.BACKGROUND.value))
    if known.source:
        yield Triple(iri, CKG.source, literal(known.source))
    if known.until is None:
        yield Triple(iri, CKG.enrolled, member)
