"""The coalitions an article names, and who is said to lead them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.mentions import Item, Row
from kg.model import Entity
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_LED = re.compile(r"(.{1,80}?)[-‐‑]led\b")


class Naming(NamedTuple):
    """A coalition named in a sentence, with who is said to lead it there."""

    row: int
    entity: Entity
    text: str
    lead: tuple[Entity, ...] = ()


def coalitions(rows: Sequence[Row], reference: Reference) -> list[Naming]:
    """Every naming of a coalition, known or described, in text order."""
    found = []
    for row in rows:
        for position, item in enumerate(row.items):
            if item.code == "K" and item.known is not None:
                lead = item.leads or _lead_in(item, reference) or _lead_before(row, position)
                found.append(Naming(row.index, item.known, item.text, lead))
    return found


def _lead_in(item: Item, reference: Reference) -> tuple[Entity, ...]:
    """The state in a name such as "S-led coalition"."""
    match = _LED.match(item.text)
    names = reference.names.get(match[1], ()) if match else ()
    return tuple(n.entity for n in names[:1] if n.entity.kind == CKG.State)


def _lead_before(row: Row, position: int) -> tuple[Entity, ...]:
    """The state of "S-led" right before a known coalition's name."""
    before = row.items[max(0, position - 3) : position]
    if [i.lower for i in before[1:]] != ["-", "led"] or not before:
        return ()
    state = before[0].known
    return (state,) if before[0].code in "SJ" and state is not None else ()
