"""Coalitions by description or unknown name: "the S-led coalition", "a drone coalition for S".

A head noun (coalition, alliance, contact group, task force) and what modifies it become one item.
Some phrases show by themselves that states are meant: "14-nation", "S-led", "anti-piracy". Others
("the rice coalition", "the Clean Ports Coalition") are candidates, and ``kg.resolution`` decides by
what the article says of them. Party, business and civic coalitions are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.atoms import join
from kg.mentions.items import Item
from kg.mentions.vocabulary import FUNCTION_WORDS
from kg.model import Entity, slug
from kg.terms import CKG

CANDIDATE = "candidate"
"""The token of a naming that needs the article's word that it is a grouping of states."""

BARE = "bare"
"""The token of "the coalition" alone: a candidate, or one named before."""

_HEADS = frozenset({"coalition", "coalitions", "alliance", "group", "force"})
_NAMED_HEADS = frozenset({"group", "quad", "troika", "quartet", "partnership"})
_WILLING = ["of", "the", "willing"]
_FEW = frozenset({"troika", "quartet"})
# "the Trilateral N Committee": a body of three states, whatever its head is called.
_MANY_SIDED = frozenset({"trilateral", "quadrilateral", "multilateral"})
_SIDED_HEADS = frozenset({"committee", "forum", "dialogue", "mechanism", "initiative"})
_DOMESTIC = frozenset(
    """airline business cabinet carmaker center centre church civic civil conservative democratic
    electoral far fragile governing government grand industry interfaith lawmakers left
    leftist liberal national nationalist opposition parliamentary parties party political
    populist religious retail right rightist ruling secular social student unity wing""".split()
)
_DOMESTIC_AFTER = frozenset(
    "talks government deal negotiations treaty agreement cabinet party lawmakers mp mps".split()
)
_CIVIC = frozenset(
    """activists airlines banks business businesses campaigners carmakers charities churches
    cities community companies democrats doctors families farmers firms foundations groups
    insurers investors journalists lawmakers lawyers mayors militias ngos organisations
    organizations parents parties people private public rebels republicans residents
    scientists senators spouses students unions universities veterans voters""".split()
)
_WIDE = frozenset(
    """african air allied arab asian broad european global international islamic maritime
    military multinational naval pacific regional security western""".split()
)
_ARMED = frozenset("military maritime naval multinational".split())
_COUNTED = frozenset({"nation", "state", "member", "country"})
_JOINT = _COUNTED | {"multinational", "international", "regional", "joint"}
_STATES = frozenset("countries nations states governments members".split())
_AGAINST = frozenset(
    "against fighting battling combating targeting countering striking bombing".split()
)
_FIGHTS = frozenset(
    """defeat counter fight combat degrade stop end tackle confront deter repel contain address
    protect defend support back help secure""".split()
)
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "their", "its", "our"})
_LED = frozenset({"led", "headed", "spearheaded"})
_OPEN_NAMES = re.compile(r"(?:Contact|Support|Core|Friends) Group|Group of Friends", re.I)
_MODIFYING = "xlYULSJOrRNA#-QMKEd"
_OF_STATES = re.compile(r"t?[xJ]?S(?:,t?S)*(?:,|,?&)t?S")
# "the 45-nation Clean Ports Coalition" is called "Clean Ports Coalition".
_COUNTED_NAME = re.compile(r"^[\w-]{1,20}-(?:nation|member|country|state) (?=[A-Z]|contact group)")
# "the S-S Partnership": the relations of two states, not a grouping.
_BILATERAL = re.compile(r"[SJA]-[SJA](?!-)")
_PREDICATES = frozenset(
    """announced began begins carries comprises gave gives groups held hit holds includes lost
    meets met said says sends sent struck takes took unites welcomes won""".split()
)
_NOT_OF_STATES = frozenset(
    """working steering study advisory interest focus banking media crisis comprehensive strategic
    enhanced economic trade transatlantic battle carrier strike air""".split()
)
_COUNTING = frozenset("first second third fourth fifth next new inaugural annual".split())
_TIMES = frozenset("day year month week hour decade".split())


def find_coalitions(items: list[Item], text: str) -> list[Item]:
    """The row with described coalitions collapsed into K items, candidates marked so."""
    out = list(items)
    position = len(out) - 1
    while position >= 0:
        if _is_head(out, position):
            found = _phrase(out, position)
            if found is not None:
                start, end = found
                out[start:end] = [_coalition(out, start, end, position, text)]
                position = start
        position -= 1
    return out


def _is_head(items: list[Item], position: int) -> bool:
    item = items[position]
    if item.code == "K":
        # "International Contact Group on X" is not the group that has "Contact Group" for a name.
        following = items[position + 1].lower if position + 1 < len(items) else ""
        longer = _is_capital(items, position - 1) if position > 1 else False
        return bool(_OPEN_NAMES.fullmatch(item.text)) and (longer or following in ("on", "for"))
    if item.code == "O":
        return False
    lower = item.lower
    if lower in _HEADS:
        return True
    if lower in _FEW:
        return True
    if not item.text[0].isupper():
        return False
    if lower == "chairs" and position > 2:
        joined = [i.lower for i in items[position - 2 : position]] == ["co", "-"]
        return joined and items[position - 3].code in "LU"
    return lower in _NAMED_HEADS or (lower in _SIDED_HEADS and _is_many_sided(items, position))


def _is_many_sided(items: list[Item], position: int) -> bool:
    """ "Trilateral N N Committee", in capitals."""
    for before in reversed(items[max(0, position - 5) : position]):
        if not before.text[0].isupper():
            return False
        if before.lower in _MANY_SIDED - {"multilateral"}:
            return True
    return False


def _phrase(items: list[Item], head: int) -> tuple[int, int] | None:
    """Where the coalition's noun phrase begins and ends, None when it is none of states."""
    start = _left(items, head)
    while start < head and items[start].lower in _COUNTING:
        start += 1
    before = {i.lower for i in items[start:head]}
    after = items[head + 1].lower if head + 1 < len(items) else ""
    if before & _DOMESTIC or after in _DOMESTIC_AFTER or _is_somebodys(items, start):
        return None
    if "bilateral" in before or _BILATERAL.match("".join(i.code for i in items[start:head])):
        return None
    end = _right(items, head)
    if _is_civic(items, end) or not _is_possible(items, start, head, end):
        return None
    return start, end


def _is_somebodys(items: list[Item], start: int) -> bool:
    """ "S's coalition", "N's coalition", "the J coalition": a government's."""
    if start and items[start - 1].code in "'’":
        return start > 1 and items[start - 2].code in "SNTJ"
    return items[start].code == "J" and items[start + 1].lower == "coalition"


def _is_civic(items: list[Item], end: int) -> bool:
    """ "a coalition of N environmental groups"."""
    if end >= len(items) or items[end].code != "o":
        return False
    following = [i.lower for i in items[end + 1 : end + 6]]
    return bool(_CIVIC & set(following)) or (
        bool(following) and following[0] in ("former", "local", "prominent")
    )


def _left(items: list[Item], head: int) -> int:
    """Back to the determiner, or over the capitals of a name, or over "S-led" and "anti-X"."""
    limit = max(0, head - 7)
    for position in range(head - 1, limit - 1, -1):
        if items[position].lower in _DETERMINERS:
            return position + 1
        if items[position].code == '"' and position < head - 1:
            return position + 1
        joined = items[position].code == "&" and items[position - 1].code == "-"
        if not joined and (items[position].code not in _MODIFYING or _is_verbal(items, position)):
            break
    position = head
    while position > limit and (_is_capital(items, position - 1) or _is_joined(items, position)):
        position -= 1
    while position == head and head and items[head - 1].lower in _WIDE:
        position -= 1
    return position


def _is_verbal(items: list[Item], position: int) -> bool:
    """A function word, or a plain word that can only be a verb before the head noun."""
    item = items[position]
    if item.code not in "xl" or not item.text.islower():
        return False
    if item.lower in _WIDE or item.lower in _LED:
        return False
    return item.lower in FUNCTION_WORDS or item.lower.endswith("ed")


def _is_capital(items: list[Item], position: int) -> bool:
    item = items[position]
    if not (item.code in "YUQrR" and item.text[0].isupper()):
        return False
    return position > 0 or item.lower not in FUNCTION_WORDS


def _is_joined(items: list[Item], position: int) -> bool:
    """Whether a hyphen ties the item before to what follows: "S-led", "anti-X", "14-nation"."""
    before = items[position - 1]
    if before.lower in _TIMES:
        return False
    if before.code == "-" or items[position].code == "-":
        return True
    return position >= 2 and items[position - 2].code == "-"


def _right(items: list[Item], head: int) -> int:
    """The end of the phrase, with "against plain words" and "of Capitals"."""
    end = head + 1
    following = items[end] if end < len(items) else None
    if following is None:
        return end
    if items[head].text == "Coalition" and following.code == "z":
        stop = end + 1
        while stop < len(items) and _continues_name(items, stop):
            stop += 1
        if stop > end + 2:
            return stop
    if following.lower in _AGAINST or _is_to_fight(items, end):
        return _target(items, end)
    if [i.lower for i in items[end : end + 3]] == _WILLING:
        return end + 3
    named = items[head].text[0].isupper() and (head > 0 or following.code in "of")
    if named and following.code in "ofn":
        stop = end + 1
        while stop < len(items) and _continues_name(items, stop):
            stop += 1
        if items[head].lower.endswith("group") and stop < len(items) and items[stop].code in "SR":
            stop += 1
        if stop > end + 1 and items[stop - 1].text[0].isupper():
            return stop
    return end


def _continues_name(items: list[Item], position: int) -> bool:
    """A capital, or "of the", "and", "for" before one."""
    while position + 1 < len(items) and items[position].code in "to&f":
        position += 1
    return _is_plain_capital(items[position])


def _is_plain_capital(item: Item) -> bool:
    return item.text[0].isupper() and item.code in "YUQXEAxlR"


def _is_to_fight(items: list[Item], position: int) -> bool:
    following = items[position + 1].lower if position + 1 < len(items) else ""
    return items[position].code == "z" and following in _FIGHTS


def _target(items: list[Item], position: int) -> int:
    """The end of "against X": up to three plain words; a name stays an item of its own."""
    end = position + (2 if items[position].code == "z" else 1)
    if end < len(items) and items[end].code == "t":
        end += 1
    start = end
    while end < len(items) and end < start + 3 and _is_plain(items[end]):
        end += 1
    named = end == start and end < len(items) and items[end].code in "OSJKNUA"
    return position if named or end == start else end


def _is_plain(item: Item) -> bool:
    if item.code not in "xl" or item.lower in FUNCTION_WORDS or item.lower in _PREDICATES:
        return False
    return not item.lower.endswith("ed")


def _is_possible(items: list[Item], start: int, head: int, end: int) -> bool:
    """Whether the phrase can be a grouping of states at all."""
    word = items[head].lower
    words = {i.lower for i in items[start:head]}
    if word == "coalitions":
        return bool(words & _LED)
    if word == "coalition" and start == head and end == head + 1 and _is_a_name(items, head):
        return False
    if word == "coalition" or items[head].code == "K":
        return True
    if word == "force":
        led = bool(words & _LED) or _led_by(items, head) != ()
        of_several = ("task" in words and (led or end > head + 1)) or (led and bool(words & _JOINT))
        return items[head].text.islower() and of_several
    if word == "chairs" or (word in _FEW and start == head):
        return True
    if word in _SIDED_HEADS:
        return True
    if word in _NAMED_HEADS and _is_proper(items, start, head):
        return not words & _NOT_OF_STATES
    if word == "group":
        contact = bool(words & {"contact", "support", "friends"})
        return contact or (
            items[head].text[0].isupper() and "friends" in [i.lower for i in items[head:end]]
        )
    if word != "alliance":
        return False
    return start < head or end > head + 1 or _led_by(items, head) != () or _is_of_states(items, end)


def _is_alone(items: list[Item], start: int, head: int, end: int) -> bool:
    """ "the Troika (S, S and S)", "the troika of S, S and S": nothing but the word itself."""
    following = "".join(i.code for i in items[end : end + 6])
    listed = _is_of_states(items, end) or bool(re.match(r"(?:n?t?[SR])?[(–:-]t?S", following))
    return start == head and items[head].lower in _FEW and listed


def _is_proper(items: list[Item], start: int, head: int) -> bool:
    """Capitals throughout: "the N Group"."""
    return start < head and all(
        i.text[0].isupper() or i.code == "-" for i in items[start : head + 1]
    )


def _is_a_name(items: list[Item], head: int) -> bool:
    """A capital "Coalition" in mid-sentence without an article: a firm of that name."""
    if head == 0 or not items[head].text[0].isupper() or items[head - 1].lower in _DETERMINERS:
        return False
    following = items[head + 1].code if head + 1 < len(items) else "."
    return following in ",.;:)&("


def _is_of_states(items: list[Item], end: int) -> bool:
    """ "of S, S and S", "of 30 nations"."""
    if end >= len(items) or items[end].code not in "oB":
        return False
    following = items[end + 1 : end + 9]
    codes = "".join(i.code for i in following)
    counted = [i.lower for i in following[:5] if i.code in "xg"][:2]
    states = _OF_STATES.match(codes)
    if items[end - 1].lower == "alliance":
        return states is not None and states[0].count("S") > 2
    several = any(i.code == "#" and (i.value or 0) > 2 for i in following[:3])
    return states is not None or (several and bool(_STATES & set(counted)))


def _leads(items: list[Item], start: int, head: int) -> tuple[Entity, ...]:
    """The states of "S-led", "S- and S-led"."""
    led = next((p for p in range(start, head) if items[p].lower in _LED), None)
    if led is None or led < 1:
        return ()
    if led == head - 1 and items[led - 1].code in "SJ" and led > 1 and items[led - 2].code == "t":
        return tuple(s for s in (items[led - 1].known,) if s is not None)
    if led < 2 or items[led - 1].code != "-":
        return ()
    return tuple(i.known for i in items[start:led] if i.code in "SJ" and i.known is not None)


def _led_by(items: list[Item], head: int) -> tuple[Entity, ...]:
    """The states of "coalition, led (jointly) by S and S"."""
    position = head + 1
    words = [i.lower for i in items[position : position + 7]]
    while words[:1] in ([","], ["co"], ["-"]):
        words, position = words[1:], position + 1
    if not words or words[0] not in _LED or "by" not in words[1:3]:
        return ()
    position += 1 + words.index("by")
    leads: list[Entity] = []
    while position < len(items) and items[position].code in "St&,":
        if items[position].code == "S" and (known := items[position].known) is not None:
            leads.append(known)
        position += 1
    if position < len(items) and items[position].code in "UYQAN":
        return ()
    return tuple(leads)


def _is_sure(items: list[Item], start: int, head: int, end: int) -> bool:
    """Whether the phrase by itself says that states are meant."""
    before = items[start:head]
    words = {i.lower for i in before}
    if words & {"anti", "counter"} and any(i.code in "OSJN" for i in before):
        return True
    if words & _COUNTED and any(i.code == "#" for i in before):
        return True
    if items[head].lower in _SIDED_HEADS or items[head].lower == "chairs":
        return True
    if _is_alone(items, start, head, end):
        return True
    if _is_of_states(items, end):
        return True
    if words & _ARMED and items[head].lower == "coalition":
        return True
    return _is_against_named(items, end) or "contact" in words or items[head].code == "K"


def _is_against_named(items: list[Item], end: int) -> bool:
    """ "against N": an armed group or state, not a plain word."""
    if end >= len(items) or not (items[end].lower in _AGAINST or _is_to_fight(items, end)):
        return False
    following = "".join(i.code for i in items[end + 1 : end + 4])
    return bool(re.match(r"x?t?[OSJ]", following))


def _coalition(items: list[Item], start: int, end: int, head: int, text: str) -> Item:
    leads = _leads(items, start, head) or _led_by(items, head)
    item = join(items, start, end, text, "K")
    label = _COUNTED_NAME.sub("", " ".join(item.text.split()))
    proper = _is_proper(items, start, head)
    told = any(i.lower in _LED for i in items[start:head]) or proper
    if leads and not told and end == head + 1:
        label = f"{label} led by {' and '.join(s.label for s in leads)}"
    elif end == head + 1 and end < len(items):
        label += _named_target(items, end, text) or _topic(items, end, text)
    bare = start == head and end == head + 1 and label == item.text and not leads
    sure = bool(leads) or _is_sure(items, start, head, end)
    token = "" if sure else BARE if bare else CANDIDATE
    entity = Entity(CKG.Coalition, slug(label), label)
    return item._replace(entity=entity, names=(), leads=leads, token=token)


def _topic(items: Sequence[Item], end: int, text: str) -> str:
    """ " on N" for the label of a contact group."""
    if items[end - 1].lower not in {"group", *_FEW} or items[end].lower not in ("on", "for"):
        return ""
    last = end + 1 + (items[end + 1 : end + 2] != [] and items[end + 1].code == "t")
    if last >= len(items) or items[last].code not in "SR":
        return ""
    return " " + " ".join(text[items[end].start : items[last].end].split())


def _named_target(items: Sequence[Item], end: int, text: str) -> str:
    """ " against N" for the label; N stays an item of its own."""
    fights = items[end].lower in _AGAINST or _is_to_fight(list(items[end : end + 2]), 0)
    position = end + (2 if items[end].code == "z" else 1)
    if position < len(items) and items[position].code == "t":
        position += 1
    if [i.lower for i in items[position + 1 : position + 3]] == ["-", "backed"]:
        position += 3
    if not fights or position >= len(items) or items[position].code not in "OSJKNUA":
        return ""
    return " " + " ".join(text[items[end].start : items[position].end].split())
