"""Names that two states share, and towns called like a state: which one the text means.

"Dominican", "Congo" and "Korean" are names of two states each. The one that is usual in the news
is meant, unless the text names the other state by a name of its own and never the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.mentions.items import Item
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Name

_USUAL: Final = ("DOM", "COD", "KOR")
_OWN_NAMES: Final = {
    "DOM": re.compile(r"Dominican Republic|Santo Domingo"),
    "DMA": re.compile(r"\bDominica\b|Roseau"),
    "COD": re.compile(r"Democratic Republic of (?:the )?Congo|DR Congo|DRC|Kinshasa|\bGoma\b"),
    "COG": re.compile(r"Brazzaville|(?<!Democratic )Republic of (?:the )?Congo|Congo Republic"),
}
_AMERICAN: Final = "USA"


def told_apart(items: list[Item], text: str) -> list[Item]:
    """The row with shared names read as one state, and American towns as no state.

    Parameters: a row after names were found in it, and the text of the article.
    """
    out = list(items)
    for position, item in enumerate(items):
        if item.code not in "SJ":
            continue
        if len(item.names) > 1:
            out[position] = item._replace(names=_meant(item.names, text))
        if _is_american_town(items, position):
            out[position] = item._replace(code="U", names=())
    return out


def _meant(names: tuple[Name, ...], text: str) -> tuple[Name, ...]:
    """The name of the state that the text means, alone; all of them if nothing tells."""
    states = [n for n in names if n.entity.kind == CKG.State]
    usual = next((n for n in states if n.entity.key in _USUAL), None)
    other = next((n for n in states if n.entity.key not in _USUAL), None)
    if usual is None or other is None:
        return names
    if other.entity.key not in _OWN_NAMES:
        return (usual,)
    rest = text.replace(usual.surface, "") if usual.entity.key == "DOM" else text
    named = _names_itself(other.entity.key, rest) and not _names_itself(usual.entity.key, text)
    return (other,) if named else (usual,)


@lru_cache(maxsize=256)
def _names_itself(key: str, text: str) -> bool:
    return bool(_OWN_NAMES[key].search(text))


def _is_american_town(items: Sequence[Item], position: int) -> bool:
    """ "Peru, Indiana": followed by one of the United States."""
    if items[position].code != "S" or position + 2 >= len(items):
        return False
    comma, region = items[position + 1 : position + 3]
    if comma.code != "," or region.code != "R" or region.known is None:
        return False
    alone = position == 0 or items[position - 1].code != ","
    return alone and region.known.country == _AMERICAN
