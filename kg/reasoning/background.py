"""Known memberships between states and groups that the articles mention, marked as background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.model import Basis, Modality, PartialDate
from kg.rdf import Property, fact_iri, literal
from kg.terms import BASE, CKG, RDF


@dataclass(frozen=True, slots=True)
class Known:
    """A membership from the reference data."""

    member: NamedNode
    group: NamedNode
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""


def relevant(
    known: Iterable[Known], mentioned: frozenset[NamedNode], *, base: str = BASE
) -> Iterator[Triple]:
    """The memberships whose two ends are both mentioned, as facts without passages.

    They cite their source, and say ``ckg:basis "background"`` themselves.
    """
    for membership in known:
        if membership.member in mentioned and membership.group in mentioned:
            yield from _fact(membership, base)


def _fact(known: Known, base: str) -> Iterator[Triple]:
    roles: list[Property] = [(CKG.member, known.member), (CKG.group, known.group)]
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
        yield Triple(iri, CKG.enrolled, known.member)
