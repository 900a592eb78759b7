"""Which offices are nobody's public business: heads of firms, associations and campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.mentions import Item
from kg.resolution.gathering import NATIONAL, PRIVATE
from kg.resolution.persons import Holding

if TYPE_CHECKING:
    from kg.resolution.affiliation import Context

_ANYBODYS = frozenset(
    "president chair chairman chairwoman chairperson director head leader chief secretary".split()
)
_GUESSED = frozenset(
    "home_government only_state_told foreign_state_told only_state_in_sentence".split()
) | {""}


def is_private_head(holding: Holding, context: Context) -> bool:
    """Whether "N, President, …" heads something that is no state's and no public body's."""
    if holding.rule != "name_then_office":
        return False
    items = context.rows[holding.row].items
    if holding.how in _GUESSED and _names_its_body(holding, items, context):
        return True
    if holding.of is not None:
        return False
    before = next((i for i in reversed(items) if i.end <= holding.span.start), None)
    return holding.office.head in _ANYBODYS and (before is None or before.code == ",")


def _names_its_body(holding: Holding, items: Sequence[Item], context: Context) -> bool:
    """ "N, President and T, Body": a list line whose body is no government's."""
    after = [i for i in items if i.start >= holding.span.end]
    comma = next((p for p, i in enumerate(after[:5]) if i.code == "," or i.lower == "at"), -1)
    if not items or items[0].code not in "N•" or comma < 0 or comma + 1 >= len(after):
        return False
    rest = [i for i in after[comma + 1 :] if i.code != "t"]
    public = any(
        i.within is not None or i.token in NATIONAL or i.code == "M" or _is_public(i) for i in rest
    )
    if rest and rest[0].code in "SJ" and rest[0].known == context.home_entity:
        return False
    return bool(rest) and rest[0].text[0].isupper() and not public


def _is_public(item: Item) -> bool:
    """Whether a body that the reference data know is no firm or association."""
    known = item.known
    return item.code == "O" and known is not None and known.known and known.token not in PRIVATE
