"""Places as entities: known to the reference data, or local to the article."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.model import Entity, slug
from kg.resolution.chunks import Chunk
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference


@cache
def capitals(reference: Reference) -> dict[str, Entity]:
    """The capital of each state, by the state's code."""
    places = {
        n.entity for names in reference.names.values() for n in names if n.entity.kind == CKG.Place
    }
    found = ((reference.capital_state(p), p) for p in sorted(places, key=lambda p: p.key))
    return {state.iso3: place for state, place in found if state is not None}


def as_place(chunk: Chunk, country: Entity | None) -> Entity:
    """The place a phrase names: known, or local to the article."""
    item = chunk.item
    if item is not None and item.known is not None and item.known.kind == CKG.Place:
        return item.known
    label = " ".join(chunk.text.split())
    owner = chunk.states[0].iso3 if chunk.states else (country.iso3 if country else "")
    return Entity(CKG.Place, slug(label), label, country=owner)
