"""Names of bodies that no table knows: "Ministry of X", "X Agency", "X Institute for Y (XIY)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.mentions.atoms import join
from kg.mentions.body_forms import FINDERS as FORM_FINDERS
from kg.mentions.body_forms import prepared
from kg.mentions.body_words import (
    APART,
    ARMS,
    CIVIC,
    GENERIC,
    HALLS,
    HOLDERS,
    MEMBERS,
    MONTHS,
    NAMING,
    OF_REGIONS,
    OPEN_ENDED,
    OPENING_NAMES,
    OWN_GROUPS,
    PLANES,
    PLURAL,
    PROGRAMMES,
    PUBLIC,
    PURPOSES,
    REBEL,
    REBELS,
    SEVERAL,
    SITES,
    STOP_BEFORE,
    TEACHING,
    UNITS,
)
from kg.mentions.firms import FINDERS as FIRM_FINDERS
from kg.mentions.items import Item
from kg.mentions.vocabulary import (
    BODY_DESCRIPTORS,
    BODY_HEADS,
    BODY_OPENERS,
    FUNCTION_WORDS,
    NOT_BODIES,
    PARTY_WORDS,
)
from kg.model import Entity, slug
from kg.terms import CKG

_PROPER = "UYQAIJLSRMr"
_OPENED = re.compile(
    rf"(?:[{_PROPER}]-?|’){{0,9}}Q[ofn]t?(?:O|[{_PROPER}](?:-?[{_PROPER}]|,?&(?![YQ]{{0,3}}U{{0,2}}X|[YU]{{0,2}}Q[of])(?:(?=[YQ])|(?=[rRJU][YQ]))[{_PROPER}]"
    rf"|,(?=[YQ]+,?&)[YQ]|(?:o|f(?!t?[UY]{{1,3}}Q))t?[{_PROPER}]){{0,12}}(?:[of]t?O)?)"
)
_HEADED = re.compile(
    rf"[{_PROPER}O](?:-?[{_PROPER}]|[’'](?=[UYQ])|&(?=[YQ][UYQ]{{0,24}}Q)|(?<=Y)&(?=[UY]{{1,4}}Q)"
    r"|(?:(?<=[tS]U)|(?<=[tS][UY]U))&(?=[UY]{1,4}Q)"
    rf"|[of](?=[UY]{{1,24}}Q)){{0,24}}-?Q#?"
)
_OF_POLITY = re.compile(r" of (?:the )?(?:Republic|Kingdom|State|Sultanate|Commonwealth) of .*$")
_PERSON_AFTER = re.compile(r"(?<=[YSQ])(U{2,3})$")
_PERSON_OF = re.compile(r"UI?Uot?(?=[UYQ])")
_NUMBERED = re.compile(r"[UY]{0,24}[UY]#")
_TASK_FORCE = re.compile(r"UQ[UA]{1,2}(?![UA])")
_FULLER_PARTY = re.compile(r"(?<=[tJS'])([UY]{1,2})(O)")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_DESCRIBED = re.compile(r"x([UA]+)(?![UAIjq'-])")
_EXPLAINED = re.compile(r"(?<![UYIj])([UA]{1,2}),a[xl&-]{0,6}?([xl])(?=[,.;–])")
_SPELT = re.compile(rf"[{_PROPER}](?:-?[{_PROPER}O]|[of&n]t?[{_PROPER}O]){{1,24}}\(([AUOK])\)")


_SUBJECT = re.compile(r"ot?[YUQrRJ]{1,4}(?:,[YU]{1,2})*(?:,?&Y[YU]{0,2}(?!X))?")
_COMPANY = "company"

_KINDS = {
    "igo": CKG.IntergovernmentalOrganisation,
    "agency": CKG.GovernmentBody,
    "ministry": CKG.GovernmentBody,
    "military": CKG.ArmedForce,
    "armed_group": CKG.ArmedGroup,
    "party": CKG.Party,
    "company": CKG.Company,
    "ngo": CKG.NonGovernmentalOrganisation,
}

_PARTY = "party"

Finder = Callable[[list[Item], str], Iterable[tuple[int, int, str]]]


def body_entity(item: Item) -> Entity:
    """The entity of a body's naming: the known one, or one local to the article."""
    if item.known is not None:
        return item.known
    label = " ".join(item.text.split())
    kind = _KINDS.get(item.token, CKG.Organisation)
    aliases = _shorter(item, label)
    return Entity(kind, slug(label), label, aliases, token=item.token or "other")


def is_sub_body(item: Item) -> bool:
    """Whether a naming says only what a part of a body is for: "Steering Group", "Embassy"."""
    if item.known is not None:
        return False
    *words, head = item.lower.split()
    if head == "embassy":
        return True
    return head in ("group", "committee") and all(w in PURPOSES for w in words)


def _shorter(item: Item, label: str) -> tuple[str, ...]:
    """The name without its state: "Foreign Ministry" for "Kenyan Foreign Ministry"."""
    words = label.split()
    if item.within is not None and len(words) > 2 and item.token in ("ministry", "military"):
        return (" ".join(words[1:]),)
    short = _OF_POLITY.sub("", label)
    return (short,) if short != label else ()


def find_bodies(items: list[Item], text: str) -> list[Item]:
    """The row with the names of unknown bodies collapsed into O items, their kind in ``token``."""
    codes = "".join(item.code for item in items)
    if (
        "YO" not in codes
        and "Q" not in codes
        and "(" not in codes
        and "#" not in codes
        and "U" not in codes
        and "A" not in codes
    ):
        return items
    if "XQ" in codes:
        items = [_justice(items, codes, p) for p in range(len(items))]
    if "O" in codes or "QoX" in codes:
        items = prepared(items, codes)
    codes = "".join(item.code for item in items)
    found = [f for find in _FINDERS for f in find(items, codes)]
    return _collapse(items, found, text)


def _justice(items: list[Item], codes: str, position: int) -> Item:
    """ "Justice Ministry": there it is no office."""
    item = items[position]
    named = item.text == "Justice" and codes[position + 1 : position + 2] == "Q"
    return item._replace(code="Y") if named else item


def _opened(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    out = []
    for match in _OPENED.finditer(codes):
        head = _opener_at(items, codes, match.start(), match.end())
        if head < 0:
            continue
        start = _left_edge(items, match.start(), head)
        end = _right_edge(items, head, match.end())
        if items[end - 1].text in PROGRAMMES:
            continue
        if end > head + 1:
            central = items[head].lower == "bank" and items[head - 1].lower == "central"
            kind = "agency" if central and head else BODY_HEADS.get(items[head].lower, "other")
            out.append((start, end, kind))
    return out


def _opener_at(items: list[Item], codes: str, start: int, end: int) -> int:
    for position in range(start, end - 1):
        opens = codes[position] == "Q" and codes[position + 1] in "ofn"
        if items[position].lower == "trust" and codes[position + 1] != "o":
            continue
        served = codes[position + 1] == "f" and items[position].lower == "administration"
        if opens and (served or items[position].lower in BODY_OPENERS):
            return position
    return -1


def _left_edge(items: list[Item], start: int, head: int) -> int:
    """Leave out a leading state or opening common word: "Israeli Ministry of X"."""
    while start < head and (items[start].code in "SJ’" or _is_function(items[start])):
        if items[start].text == "American" and items[head].lower in CIVIC and start + 1 == head:
            break
        start += 1
    return start


def _is_function(item: Item) -> bool:
    lower = item.lower
    return lower in FUNCTION_WORDS or lower in STOP_BEFORE or lower in MONTHS


def _right_edge(items: list[Item], head: int, end: int) -> int:
    for position in range(head + 2, end):
        if items[position].lower in STOP_BEFORE:
            end = position
            break
    if end < len(items) and items[end].code == "-" and end > head + 2:
        end -= 1
    while end > head and items[end - 1].code in "oft&,-n":
        end -= 1
    held = end < len(items) and items[end].text in HOLDERS and items[head + 2].code == "t"
    if items[head].text == "Office" and held:
        return end + 1
    if [i.text for i in items[end : end + 1]] == ["Against"] and items[end + 1 :][:1]:
        return end + 2 if items[end + 1].text[0].isupper() else end
    if end < len(items) and items[end].text in MEMBERS and items[end - 1].code in "UYJr":
        return end + 1
    if end < len(items) and items[end].code == "'" and items[end - 1].code in "SL":
        return _before_owner(items, head, end)
    codes = "".join(i.code for i in items[head:end])
    person = _PERSON_AFTER.search(codes)
    return end - len(person[1]) if person else end


def _before_owner(items: list[Item], head: int, end: int) -> int:
    """ "N Center on S's coast": the last state owns what follows, it is no part of the name."""
    link = end - (3 if items[end - 2].code == "t" else 2)
    return link if link > head and items[link].code in "fn" else end


def _headed(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    out = []
    for match in _HEADED.finditer(codes):
        start, end = match.span()
        head = end - 2 if codes[end - 1] == "#" else end - 1
        kind = BODY_HEADS.get(items[head].lower)
        if kind is None or items[head].lower in NOT_BODIES:
            continue
        start = _owned_from(items, start, head)
        if items[head].lower in PUBLIC and "Y" not in codes[start:head]:
            continue
        if items[head].lower == "board" and codes[head - 1] == "'":
            continue
        if items[head].lower in SEVERAL:
            continue
        person = _PERSON_OF.match(codes, start, head)
        start = person.end() if person else start
        if items[head].lower == "alliance" and set(codes[start:head]) & set("SJ"):
            continue
        following = items[end].text if end < len(items) else ""
        if following in SITES or PLANES & {following, items[end - 1].text}:
            continue
        if items[head].text == "Secretariat" and codes[head - 1 : head] == "O":
            continue
        if items[head].lower == "community" and not _unites_states(items, start, head):
            continue
        if codes[end : end + 1] in ("U", "#") and items[head].lower in OPEN_ENDED:
            continue
        while start < head and (items[start].code in "’-" or items[start].lower in FUNCTION_WORDS):
            start += 1
        if items[start].text.endswith("ing") and items[head].lower in PLURAL:
            continue
        if start == 0 and items[0].lower in NAMING:
            start = 1
        if items[start].lower in MONTHS:
            start += 1
        if items[head].lower == "intelligence" and following == "Unit":
            end += 1
        if start < head and not _is_generic(items, start, head):
            start = _numbered_start(items, start, kind)
            end = end if codes[end - 1] != "#" or _unit(items[head]) else end - 1
            middle = _second(items, codes, start, head)
            if middle > start + 1:
                out.append((start, middle, _kind(items, start, middle - 1)))
            start = middle + 1 if middle else start
            out.append((start, _with_subject(items, codes, head, end), _kind(items, start, head)))
    return out


def _second(items: list[Item], codes: str, start: int, head: int) -> int:
    """Where the "and" of "N Council and N Council", or of "S and N Council", stands, or 0."""
    for position in range(start + 1, head - 1):
        if codes[position] == "&":
            apart = items[position - 1].lower in APART and position - 1 > start
            if apart or (codes[position - 1] in "SJO" and position == start + 1):
                return position
    return 0


def _unites_states(items: list[Item], start: int, head: int) -> bool:
    return any(i.lower in OF_REGIONS for i in items[start:head])


def _owned_from(items: list[Item], start: int, head: int) -> int:
    """ "S's N Bureau" begins after the owner, "the Women's N Bureau" does not."""
    for position in range(head - 1, start, -1):
        if items[position].code == "'" and items[position - 1].lower not in OWN_GROUPS:
            return position + 1 if position + 1 < head else start
    return start


def _is_generic(items: list[Item], start: int, head: int) -> bool:
    """A phrase that capitals make look like a name: "Artificial Intelligence", a whole headline."""
    words = " ".join(i.lower for i in items[start : head + 1])
    if " ".join(words.split()[-2:]) in HALLS:
        return True
    shouted = head - start > 1 and all(i.text.isupper() for i in items[start : head + 1])
    text = items[start].lower in NOT_BODIES and items[start + 1].code == "o"
    return words in GENERIC or shouted or text


def _with_subject(items: list[Item], codes: str, head: int, end: int) -> int:
    """The end of "N School of Economics and Political Science"."""
    if items[head].lower not in TEACHING or codes[end : end + 1] != "o":
        return end
    match = _SUBJECT.match(codes, end)
    named = match is not None and items[match.end() - 1].text not in PROGRAMMES
    return match.end() if match and named else end


def _kind(items: list[Item], start: int, head: int) -> str:
    """The kind of a body with this head: armies of liberation are no state's."""
    kind = BODY_HEADS[items[head].lower]
    words = {i.lower for i in items[start:head]}
    if kind in ("military", "party", "igo") and words & REBEL and items[head].lower in REBELS:
        return "armed_group"
    if items[head].lower == "bank" and "central" in words:
        return "agency"
    return _civil(items, start, head, words) or kind


def _civil(items: list[Item], start: int, head: int, words: set[str]) -> str:
    """What a head means that has a military or private sense as well, or nothing."""
    word = items[head].lower
    if word == "alliance" and not words & PARTY_WORDS:
        return "ngo"
    if word in ("institute", "center", "centre") and "national" in words:
        return "agency"
    if (word == "division" and not words & ARMS) or (word == "force" and words & {"task"}):
        military = words & {"joint", "combined"}
        return "" if military else "agency"
    if word == "front" and words & {"national", "progressive", "popular", "patriotic"}:
        return "" if words & REBEL else "party"
    named = head == start + 1 and items[start].code in "UA" and not words & PURPOSES
    return _COMPANY if word == "group" and named else ""


def _numbered_start(items: list[Item], start: int, kind: str) -> int:
    """ "the 3rd Infantry Division", "the General Intelligence Service": the word before belongs."""
    before = items[start - 1] if start else None
    if before is None:
        return start
    ordinal = kind == "military" and _ORDINAL.fullmatch(before.text)
    general = before.text == "General" and kind in ("agency", "ministry")
    opening = before.text in OPENING_NAMES and start > 1 and items[start].code in "UYQ"
    return start - 1 if ordinal or general or opening else start


def _unit(head: Item) -> bool:
    return head.lower in UNITS


def _numbered(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """ "Task Force 59"."""
    return [
        (m.start(), m.end(), "military")
        for m in _NUMBERED.finditer(codes)
        if _unit(items[m.end() - 2]) and items[m.end() - 1].text not in PLANES
    ]


def _task_forces(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """ "Task Force N"."""
    return [
        (m.start(), m.end(), "military")
        for m in _TASK_FORCE.finditer(codes)
        if [i.text for i in items[m.start() : m.start() + 2]] == ["Task", "Force"]
    ]


def _fuller_parties(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """A known party's name inside a longer one: "the Social N Party"."""
    out = []
    for match in _FULLER_PARTY.finditer(codes):
        known = items[match.end() - 1].known
        if known is not None and known.token == _PARTY:
            out.append((match.start(), match.end(), _PARTY))
    return out


def _described(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """ "oil giant N", "the news agency N": a common noun says what the name is."""
    out = []
    for match in _DESCRIBED.finditer(codes):
        kind = BODY_DESCRIPTORS.get(items[match.start()].text)
        if kind is not None:
            out.append((match.start(1), match.end(1), kind))
    return out


def _explained(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """ "N, a savings cooperative,": the apposition says what the name is."""
    out = []
    for match in _EXPLAINED.finditer(codes):
        kind = BODY_DESCRIPTORS.get(items[match.start(2)].text)
        if kind is not None:
            out.append((match.start(1), match.end(1), kind))
    return out


def _spelt(items: list[Item], codes: str) -> list[tuple[int, int, str]]:
    """ "Long Name (LN)": the bracket confirms that the words are one name."""
    out = []
    for match in _SPELT.finditer(codes):
        start = _initials_start(
            items, match.start(), match.start(1) - 1, items[match.start(1)].text
        )
        last = items[match.start(1) - 2]
        if (
            start >= 0
            and ("Q" in codes[start : match.end()] or last.code == "O")
            and last.lower not in NOT_BODIES
            and last.code != "S"
            and not _is_generic(items, match.start(1) - 3, match.start(1) - 2)
        ):
            out.append((start, match.start(1) - 1, BODY_HEADS.get(last.lower, "other")))
    return out


def _initials_start(items: list[Item], start: int, end: int, abbreviation: str) -> int:
    """Where the words begin whose initials the abbreviation spells, or -1."""
    letters = [c for c in abbreviation if c.isupper()]
    position, left = end, list(letters)
    while position > start and left:
        position -= 1
        for word in reversed(items[position].text.replace("-", " ").split()):
            if left and word[0].upper() == left[-1]:
                left.pop()
    return position if not left and len(letters) > 1 else -1


_FINDERS: tuple[Finder, ...] = (
    _spelt,
    _opened,
    _headed,
    _numbered,
    _task_forces,
    _fuller_parties,
    _described,
    _explained,
    *FIRM_FINDERS,
    *FORM_FINDERS,
)


def _collapse(items: list[Item], found: list[tuple[int, int, str]], text: str) -> list[Item]:
    """Collapse the found stretches, the longest first; stretches that overlap a longer one drop."""
    taken: dict[int, tuple[int, str]] = {}
    used = [False] * len(items)
    for start, end, kind in sorted(found, key=lambda f: f[0] - f[1]):
        inside = items[start:end]
        if any(used[start:end]) or (len(inside) == 1 and inside[0].names):
            continue
        used[start:end] = [True] * (end - start)
        taken[start] = (end, kind)
    out: list[Item] = []
    position = 0
    while position < len(items):
        if position in taken:
            end, kind = taken[position]
            within = items[position].known if items[position].code in "SJ" else None
            body = join(items, position, end, text, "O")
            out.append(body._replace(token=kind, names=(), within=within))
            position = end
        else:
            out.append(items[position])
            position += 1
    return out
