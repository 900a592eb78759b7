"""Coalitions by description or unknown name: "the S-led coalition", "a drone coalition for S".

Only groupings of states count: party coalitions, alliances of companies and coalitions of civic
groups are told apart by the words around the head noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.mentions.atoms import join
from kg.mentions.items import Item, Row
from kg.model import Entity, slug
from kg.terms import CKG

_HEADS = frozenset({"coalition", "alliance", "group", "force", "coalitions"})
_DOMESTIC = frozenset(
    """ruling governing government opposition centre center left right wing party parties political
    parliamentary conservative liberal electoral civil civic social democratic business industry
    grand fragile unity cabinet""".split()
)
_DOMESTIC_AFTER = frozenset("talks government deal negotiations treaty agreement cabinet party".split())
_WIDE = frozenset(
    "international global multinational maritime military naval regional western security broad".split()
)
_MARTIAL = frozenset(
    """bombed strikes airstrikes strike warplanes aircraft jets troops forces soldiers spokesman raid
    trainers partners members nations countries states bases commanders support fighters""".split()
)
_AGAINST = frozenset("against fighting battling combating targeting".split())
_COUNTED = frozenset({"nation", "state", "member", "country", "strong"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "their", "its"})
_MODIFYING = "xlYULSJOrRNA#-QMKE"


def find_coalitions(items: list[Item], text: str) -> list[Item]:
    """The row with described coalitions collapsed into K items, a bare "coalition" marked so."""
    out = list(items)
    position = len(out) - 1
    while position >= 0:
        if out[position].lower in _HEADS and out[position].code not in "KO":
            found = _phrase(out, position)
            if found is not None:
                start, end, leads = found
                out[start:end] = [_coalition(out, start, end, position, leads, text)]
                position = start
        position -= 1
    return out


def _phrase(items: list[Item], head: int) -> tuple[int, int, tuple[Entity, ...]] | None:
    """Where the coalition's noun phrase begins and ends, and who is said to lead it."""
    start = _left(items, head)
    before = [i.lower for i in items[start:head]]
    after = items[head + 1].lower if head + 1 < len(items) else ""
    if set(before) & _DOMESTIC or after in _DOMESTIC_AFTER:
        return None
    end, proper = _right(items, head)
    leads = _leads(items, start, head) or _led_by(items, head)
    if not _is_of_states(items, start, head, end, leads, proper=proper):
        return None
    return start, end, leads


def _left(items: list[Item], head: int) -> int:
    """Back to the determiner, or over the capitals of a name, or over "S-led" and "anti-X"."""
    limit = max(0, head - 7)
    for position in range(head - 1, limit - 1, -1):
        if items[position].lower in _COUNTED and items[position - 1].code == "-":
            return position + 1
        if items[position].lower in _DETERMINERS:
            return position + 1
        if items[position].code not in _MODIFYING:
            break
    position = head
    while position > limit and (_is_capital(items, position - 1) or _is_joined(items, position)):
        position -= 1
    if position == head and head and items[head - 1].lower in _WIDE:
        position -= 1
    return position


def _is_capital(items: list[Item], position: int) -> bool:
    item = items[position]
    return item.code in "YUQr" and item.text[0].isupper() and position > 0


def _is_joined(items: list[Item], position: int) -> bool:
    """Whether a hyphen ties the item before to what follows: "S-led", "anti-X", "14-nation"."""
    before = items[position - 1]
    if before.code == "-":
        return True
    if position >= 2 and items[position - 2].code == "-":
        return True
    return position < len(items) and items[position].code == "-"


def _right(items: list[Item], head: int) -> tuple[int, bool]:
    """The end of the phrase with "of/for Names" or "against X", and whether it is a proper name."""
    end = head + 1
    capital = items[head].text[0].isupper() and head > 0
    following = items[end] if end < len(items) else None
    if following is None:
        return end, capital and items[head - 1].code in "YUQ"
    if following.lower in _AGAINST or (following.code == "z" and _is_verb_of_fight(items, end)):
        return _target(items, end), False
    if capital and following.code in "of":
        stop = end + 1
        while stop < len(items) and (items[stop].code in "tYUQ&g" or items[stop].text[0].isupper()):
            stop += 1
        if stop > end + 1 and items[stop - 1].text[0].isupper():
            return stop, True
    return end, capital and items[head - 1].code in "YUQr"


def _is_verb_of_fight(items: list[Item], position: int) -> bool:
    verb = items[position + 1].lower if position + 1 < len(items) else ""
    return verb in ("defeat", "counter", "fight", "combat", "degrade")


def _target(items: list[Item], position: int) -> int:
    """The end of "against the X": a name, or up to two plain words."""
    end = position + (2 if items[position].code == "z" else 1)
    if end < len(items) and items[end].code == "t":
        end += 1
    if end < len(items) and items[end].code in "OSJKN":
        return end + 1
    start = end
    while end < len(items) and end < start + 2 and items[end].code in "xlUYA":
        end += 1
    return end


def _leads(items: list[Item], start: int, head: int) -> tuple[Entity, ...]:
    """The states of "S-led", "S- and S-led"."""
    led = next((p for p in range(start, head) if items[p].lower == "led"), None)
    if led is None or led < 2 or items[led - 1].code != "-":
        return ()
    return tuple(i.known for i in items[start:led] if i.code in "SJ" and i.known is not None)


def _led_by(items: list[Item], head: int) -> tuple[Entity, ...]:
    """The states of "coalition led (jointly) by S and S"."""
    words = [i.lower for i in items[head + 1 : head + 4]]
    if not words or words[0] not in ("led", "headed") or "by" not in words:
        return ()
    position = head + 2 + words.index("by")
    leads: list[Entity] = []
    while position < len(items) and items[position].code in "St&,":
        if items[position].code == "S" and (known := items[position].known) is not None:
            leads.append(known)
        position += 1
    return tuple(leads)


def _is_of_states(
    items: list[Item], start: int, head: int, end: int, leads: tuple[Entity, ...], *, proper: bool
) -> bool:
    """Whether what is around the head noun shows a grouping of states."""
    word = items[head].lower
    following = items[end].lower if end < len(items) else ""
    if leads:
        return word != "group"
    complement = items[end + 1] if following == "of" and end + 1 < len(items) else None
    if complement is not None:
        later = "".join(i.code for i in items[end + 1 : end + 5])
        return bool(re.match(r"t?S[,&]", later)) or (word == "coalition" and "willing" in later)
    if word in ("group", "force"):
        return word == "group" and items[head - 1].lower == "contact" and head > start
    before = items[start:head]
    if word == "alliance":
        return bool({i.lower for i in before} & {"military", "security", "defence", "defense"}) and proper
    if proper or end > head + 1 or any(i.lower in ("anti", "counter") for i in before):
        return word == "coalition"
    if any(i.code == "#" for i in before) or {i.lower for i in before} & _WIDE:
        return True
    return _has_international_context(items, start, head)


def _has_international_context(items: list[Item], start: int, head: int) -> bool:
    """A plain "the X coalition": states or counted countries or arms in the same sentence."""
    if start and items[start - 1].lower in _COUNTED:
        return True
    words = {i.lower for i in items}
    if words & {"prime", "election", "seats", "parliament", "voters", "sued", "sued"}:
        return False
    states = sum(i.code == "S" for i in items)
    return states > 0 or bool(words & _MARTIAL)


def _coalition(
    items: list[Item], start: int, end: int, head: int, leads: tuple[Entity, ...], text: str
) -> Item:
    item = join(items, start, end, text, "K")
    label = " ".join(item.text.split())
    if leads and not any(i.lower == "led" for i in items[start:head]):
        label = f"{leads[0].label}-led {items[head].lower}"
    bare = start == head and end == head + 1 and not leads
    entity = Entity(CKG.Coalition, slug(label), label)
    return item._replace(entity=entity, names=(), leads=leads, token="bare" if bare else "")


def unify(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Bare and differently described namings of the one coalition of a text become one entity."""
    named = [i for row in rows for i in row.items if i.code == "K"]
    military = [i for i in named if i.known is not None and re.search("coalition", i.known.label, re.I)]
    known = [i for i in military if i.known is not None and i.known.known]
    main = (known or [i for i in military if i.token != "bare"] or military or [None])[0]
    if main is None or main.known is None:
        return tuple(rows)
    entity = _with_forms(main.known, military)
    return tuple(row._replace(items=tuple(_unified(i, entity) for i in row.items)) for row in rows)


def _with_forms(entity: Entity, items: Sequence[Item]) -> Entity:
    if entity.known:
        return entity
    forms = tuple(dict.fromkeys(" ".join(i.text.split()) for i in items if _same(i, entity)))
    return replace(entity, aliases=tuple(f for f in forms if f != entity.label))


def _same(item: Item, entity: Entity) -> bool:
    """Whether a local naming can be of the main coalition: bare, or with no lead of its own."""
    if item.code != "K" or item.known is None or item.known.known:
        return False
    if item.token == "bare" or item.known == entity:
        return True
    described = item.known.label.lower()
    if entity.known:
        return bool(item.leads) or "international" in described or "global" in described
    return "international" in described or "global" in described


def _unified(item: Item, entity: Entity) -> Item:
    return item._replace(entity=entity) if _same(item, entity) else item
