"""Which offices are nobody's public business: heads of firms, associations and campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.mentions import Item, Row
from kg.resolution.gathering import NATIONAL, PRIVATE
from kg.resolution.persons import Holding

if TYPE_CHECKING:
    from kg.resolution.context import Context

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
    row = context.rows[holding.row]
    if holding.how in _GUESSED and _names_its_body(holding, row, context):
        return True
    if holding.of is not None:
        return False
    place = row.until(holding.span.start)
    return holding.office.head in _ANYBODYS and (not place or row.codes[place - 1] == ",")


def _names_its_body(holding: Holding, row: Row, context: Context) -> bool:
    """ "N, President and T, Body": a list line whose body is no government's."""
    if row.codes[:1] not in ("N", "•"):
        return False
    after = row.items[row.since(holding.span.end) :]
    comma = next((p for p, i in enumerate(after[:5]) if i.code == "," or i.lower == "at"), -1)
    if comma < 0 or comma + 1 >= len(after):
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
