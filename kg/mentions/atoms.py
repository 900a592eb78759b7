"""The first pass over a sentence: names of the reference data, dates and numbers become atoms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.mentions.gazetteer import Gazetteer, Hit
from kg.mentions.homonyms import told_apart
from kg.mentions.items import Item
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Name

# Countries and places that are also given names, family names or other states' parts.
PERSONAL = frozenset("Jordan Chad Georgia Israel Kenya Cuba India China Ireland Holland".split())
_SURNAMES = frozenset("Monaco France Poland Spain England Holland Ireland Israel Malta".split())
_REGION = "region"
_COMPANY = "company"
_JOINED = ["Serbia", "and", "Montenegro"]
_MODIFYING = frozenset({"adjective", "demonym"})
_POLITIES = frozenset(
    "kingdom republic state government commonwealth sultanate principality people".split()
)
_OF_STATE = frozenset("secretary secretaries minister ministers".split())
_OFFICE_BEFORE = 2
_AMERICAN = frozenset({"American", "Americans"})
_AMERICAS = frozenset("latin south north central inter pan native african - asian".split())
_PREFIXES = frozenset("pro anti non mid ex post pre intra trans inter cross all pan".split())
_NAME_LETTERS = frozenset("UI")
_SITE_NAMES = frozenset(
    """Road Street Avenue Creek Hall High Brothers Township Park Tech Theater Theatre Bridge Square
    Drive Boulevard Lane County City University College Hotel Airlines Restaurants Day Garden Inn
    House""".split()
)
_NEWS_NAMES = frozenset("Times Post Journal Herald Tribune Gazette Globe".split())


def letter_of(names: tuple[Name, ...]) -> str:
    """The letter for a gazetteer match."""
    first = names[0]
    kind = first.entity.kind
    if kind == CKG.State:
        if first.form == "metonym":
            return "M"
        return "J" if first.form in _MODIFYING else "S"
    if kind == CKG.Place and first.form in _MODIFYING:
        return "r"
    if kind == CKG.Place:
        return "R" if first.entity.token == _REGION else "L"
    return "K" if kind == CKG.Coalition else "O"


def join(items: Sequence[Item], start: int, end: int, text: str, code: str) -> Item:
    """One item for the items from ``start`` to ``end``."""
    first, last = items[start], items[end - 1]
    return first._replace(code=code, text=text[first.start : last.end], end=last.end)


_GATHERED = frozenset(
    """member members country countries nation nations state states leaders summit meeting heads
    chair ministers membership realms citizens""".split()
)


def name_atoms(items: list[Item], texts: list[str], gazetteer: Gazetteer, text: str) -> list[Item]:
    """The row with every gazetteer name collapsed into one typed item."""
    shouted = len(texts) > 3 and all(t.isupper() for t in texts if t.isalpha())
    out: list[Item] = []
    position = 0
    for hit in _hits(gazetteer, texts, shouted=shouted):
        code = letter_of(hit.names)
        if _inside_a_name(items, hit.start, hit.end, code) or _is_polity(items, hit.start, hit.end):
            continue
        joined = position == hit.start - 1 and out[-1:] and not _is_firm(out[-1])
        if code in "SL" and not joined and _ends_a_name(items, hit.start):
            continue
        out.extend(items[position : hit.start])
        out.append(join(items, hit.start, hit.end, text, code)._replace(names=hit.names))
        position = hit.end
    out.extend(items[position:])
    return told_apart(_polities(out, text), text)


def _hits(gazetteer: Gazetteer, texts: list[str], *, shouted: bool) -> Iterable[Hit]:
    """The names in a row; two states that once were one are two at the end of a list."""
    for hit in gazetteer.names(texts, shouted=shouted):
        if texts[hit.start : hit.end] == _JOINED and texts[hit.start - 1 : hit.start] == [","]:
            for start in (hit.start, hit.end - 1):
                for part in gazetteer.names(texts[start : start + 1]):
                    yield part._replace(start=start, end=start + 1)
        else:
            yield hit


def _is_polity(items: list[Item], start: int, end: int) -> bool:
    """ "the Commonwealth of X" is not the Commonwealth, "Commonwealth Bank" neither."""
    if items[end - 1].text != "Commonwealth":
        return False
    following = items[end] if end < len(items) else None
    if end - start == 1:
        return following is None or following.lower not in _GATHERED
    return following is not None and following.code == "o"


def _inside_a_name(items: list[Item], start: int, end: int, code: str) -> bool:
    """Whether a one-word state or place is part of a person's or newspaper's name."""
    following = items[end] if end < len(items) else None
    if items[start].text in _AMERICAN and start and items[start - 1].lower in _AMERICAS:
        return True
    site = end - start == 1 and following is not None and following.text in _SITE_NAMES
    if code in "SL" and following is not None and (site or following.text in _NEWS_NAMES):
        return True
    if end - start > 1 or code not in "SLR":
        return False
    before = items[start - 1].code if start else ""
    if code in "LR" and before == "-" and start > 1 and items[start - 2].code == "q":
        return True
    if code in "SL" and before == "I":
        return True
    if code == "S" and start > 1 and items[start].text in _SURNAMES:
        given = items[start - 1]
        if given.code == "U" and items[start - 2].code in "XH" and len(given.text) > 2:
            return True
    if code == "S" and items[start].text not in PERSONAL:
        return False
    if before == "H" or (before == "X" and following is not None and following.code in "Uq"):
        return True
    if code == "R":
        return False
    if before in _NAME_LETTERS and items[start - 1].text[0].isupper():
        return code == "S" or start == 1 or items[start - 2].code != "i"
    if code == "L" or following is None or following.code not in "UI":
        return False
    after = items[end + 1].code if end + 1 < len(items) else ""
    if before in ("z", "f") and start > 1 and items[start - 2].code == "X":
        return False  # "Ambassador to S First Last"
    return before not in ("i", "p", "o", ",") or (before == "," and after == ",")


def _ends_a_name(items: list[Item], start: int) -> bool:
    """ "N-Italy": a firm's or a person's name, not "pro-Italy" or "Kyiv-Warsaw"."""
    if start < 2 or items[start - 1].code != "-" or items[start - 2].code != "U":
        return False
    joined = items[start - 2].end == items[start - 1].start
    return joined and items[start - 2].lower not in _PREFIXES


def _is_firm(item: Item) -> bool:
    return item.known is not None and item.known.token == _COMPANY


def _polities(items: list[Item], text: str) -> list[Item]:
    """ "the Kingdom of S" and "the Government of S" are S."""
    out: list[Item] = []
    for item in items:
        depth = 3 if len(out) > 2 and out[-1].code == "t" and out[-2].code == "o" else 2
        if (
            item.code == "S"
            and len(out) >= depth
            and out[-1].code in "to"
            and out[1 - depth].code == "o"
            and out[-depth].lower.split()[-1] in _POLITIES
            and out[-depth].text.split()[-1][0].isupper()
            and not _is_portfolio(out, len(out) - depth)
        ):
            head = out[-depth]
            del out[-depth:]
            item = item._replace(start=head.start, text=text[head.start : item.end])
        out.append(item)
    return out


def _is_portfolio(items: Sequence[Item], position: int) -> bool:
    """ "Secretary of State of S": the state is what the secretary is of, not "the State of S"."""
    if position < _OFFICE_BEFORE or items[position].text != "State":
        return False
    return items[position - 1].code == "o" and items[position - 2].lower in _OF_STATE


def cover(items: Iterable[Item], spans: Sequence[Item]) -> list[Item]:
    """The row with the given items (dates, numbers) in place of the words they cover.

    A gazetteer atom wins over a number ("Bucharest Nine"), a date wins over both its words.
    """
    if not spans:
        return list(items)
    out: list[Item] = []
    queue = list(spans)
    for item in items:
        while queue and queue[0].end <= item.start:
            queue.pop(0)
        if not queue or item.end <= queue[0].start:
            out.append(item)
            continue
        span = queue[0]
        if (item.names or item.code == "D") and span.code == "#":
            queue.pop(0)
            out.append(item)
        elif not out or out[-1] is not span:
            out.append(span)
    return out
