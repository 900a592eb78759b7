"""An office within a body of a state: its name is not complete without the body.

"FEMA Administrator N" is an office of the United States, but no "Administrator" of theirs; "the
Secretary General of S's National Security Secretariat" is not the secretary general of S.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions import Item, Row
from kg.model import Entity

_HEADS = frozenset(
    """administrator administrators director directors chair chairs chairman chairmen chairwoman
    chairperson chairpersons commissioner commissioners secretary secretaries member members head
    heads president presidents coordinator coordinators commander chief chiefs general""".split()
)
# Heads of bodies whose last word is the one of a rank.
_GENERALS = frozenset("secretary director inspector commissioner".split())
_BELOW = frozenset("deputy vice assistant associate principal".split())
_NEAR = 4
_LINK = re.compile("N?(?:ot?|,t?)(?:[SJ]'?)?")


def office_in_body(row: Row, place: int, of: Item | None, owner: Entity | None) -> str:
    """The name of the office at ``place`` with the body that it is of, as printed.

    Parameters: the item the office is told to be of, and the state or union that it belongs to.
    Returns: an empty string if the office is complete without a body, or is the body's own.
    """
    office = row.items[place].office
    if office is None or of is None or of.code not in "SJOM" or owner is None:
        return ""
    words = " ".join(office.words.split())
    first = row.until(of.start)
    if first >= place:
        body = _body_behind(row.items, place, first)
        if body is not None and _needs_body(words, office.head, body, owner):
            return f"{words} of {_with_article(body)}"
        body = row.items[place - 1] if place and row.items[place - 1].code == "O" else None
        return (
            f"{body.text} {words}" if body and _needs_body(words, office.head, body, owner) else ""
        )
    if place - first > _NEAR or any(i.code in "TgN" for i in row.items[first:place]):
        return ""
    between = [i for i in row.items[first:place] if i.code not in "SJM'’"]
    deputy = _deputy(row.items, first)
    body = next((i for i in between if i.code == "O"), None)
    if not _needs_body(words, office.head, body, owner):
        return f"{deputy} {words}" if deputy else ""
    return " ".join([*([deputy] if deputy else []), *(i.text for i in between), words])


def _needs_body(words: str, head: str, body: Item | None, owner: Entity) -> bool:
    """Whether there are many such offices: one director a body, but one foreign minister."""
    if body is None or body.known == owner or head not in _HEADS:
        return False
    return head != "general" or not _GENERALS.isdisjoint(words.lower().replace("-", " ").split())


def _body_behind(items: Sequence[Item], place: int, first: int) -> Item | None:
    """The body of "T of O", "T of the O", "T of S's O", "T N of the O" and "T N, O"."""
    between = "".join(i.code for i in items[place + 1 : first])
    if items[first].code == "O":
        return items[first] if _LINK.fullmatch(between) else None
    if items[place + 1].lower != "of":
        return None
    after = [i for i in items[first + 1 : first + 3] if i.code not in "'’"]
    return after[0] if after and after[0].code == "O" else None


def _with_article(body: Item) -> str:
    return body.text if body.text.isupper() and " " not in body.text else f"the {body.text}"


def _deputy(items: Sequence[Item], first: int) -> str:
    """ "Deputy S T", "Deputy O T": the grade stands in front of the state or body."""
    before = items[first - 1] if first else None
    return before.text if before is not None and before.lower in _BELOW else ""
