"""What stands for a government or body: "talks between P and Q", "the Secretary-General met N"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.model import Entity
from kg.resolution.chunk import Chunk
from kg.resolution.chunks import Phrases
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

# Both sides of a meeting; towns of a route stand after a preposition and act nowhere.
_SIDES = re.compile(r"(?<=B)(?P<a>L)&(?P<b>L)|(?:^|(?<=[.;x,]))(?P<c>L)&(?P<d>L)(?=x{0,2}[ZI])")
_STATES = re.compile(r"(?<=B)(?:(?P<a>L)&(?=t?S)|t?S&(?P<b>L))")
# "P has agreed to talks", "the P government"
_ALONE = re.compile(r"(?P<a>L)(?=x{1,2}zx?Ew|[gG])")


def with_governments(row: Phrases, reference: Reference) -> Phrases:
    """The chunks, with two capitals that meet as the states whose governments are meant."""
    if "L" not in row.codes:
        return row
    chunks = list(row.chunks)
    for pattern in (_SIDES, _STATES, _ALONE):
        for match in pattern.finditer(row.codes):
            if pattern is _ALONE and not _ALONE_WORDS & {
                c.lower for c in chunks[match.end() :][:2]
            }:
                continue
            places = [match.start(name) for name, found in match.groupdict().items() if found]
            states = [_state(chunks[place], reference) for place in places]
            for place, state in zip(places, states, strict=True):
                if state is not None and None not in states:
                    chunks[place] = chunks[place]._replace(code="S", states=(state,))
    return Phrases(row.index, tuple(chunks), "".join(c.code for c in chunks))


_ALONE_WORDS = frozenset({"agreed", "government", "authorities"})


def _state(chunk: Chunk, reference: Reference) -> Entity | None:
    known = chunk.item.known if chunk.item is not None else None
    return reference.capital_state(known) if known is not None else None


def with_secretary(row: Phrases, united: Entity | None) -> Phrases:
    """The chunks, with "the Secretary-General" of whom no name is told as the United Nations'."""
    if united is None or "T" not in row.codes:
        return row
    chunks = tuple(
        c._replace(code="u", bodies=(united,), head="secretary") if _is_secretary(row, p) else c
        for p, c in enumerate(row.chunks)
    )
    return Phrases(row.index, chunks, "".join(c.code for c in chunks))


def _is_secretary(row: Phrases, position: int) -> bool:
    chunk = row.chunks[position]
    named = chunk.code == "T" and chunk.text.replace("-", " ") == "Secretary General"
    follows = row.codes[position + 1 : position + 2]
    return named and position > 0 and row.codes[position - 1] == "t" and follows not in tuple("oN")


def united_nations(rows: Sequence[Row], reference: Reference) -> Entity | None:
    """The United Nations, if the text names them."""
    names = reference.names.get("United Nations", ())
    united = names[0].entity if names else None
    return united if any(i.known == united for row in rows for i in row.items) else None


def with_groups(row: Phrases, groups: Mapping[int, Entity]) -> Phrases:
    """The chunks, with "the group" and "the alliance" as the body they refer to."""
    if not groups:
        return row
    chunks = tuple(
        c._replace(
            code="K" if groups[c.start].kind == CKG.Coalition else "O", bodies=(groups[c.start],)
        )
        if c.start in groups and c.code in "xg" and not c.bodies
        else c
        for c in row.chunks
    )
    return Phrases(row.index, chunks, "".join(c.code for c in chunks))
