"""Office phrases: "Deputy Minister of Foreign Affairs", "NATO Secretary General", "the premier"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.mentions.atoms import join
from kg.mentions.items import Item, Office
from kg.mentions.vocabulary import (
    ACCREDITED,
    OFFICE_ABBREVIATIONS,
    PORTFOLIOS,
    RANKS,
    SUBNATIONAL_HEADS,
)

if TYPE_CHECKING:
    from kg.reference import Title

# Deputy Prime X; Foreign and Commonwealth X; X-General.
_HEAD = (
    r"(?:[YlQr]-?|(?<=[Yl])(?:,?&|,(?=[Yl]+,?&))(?=[Ylr]|Q[Yl]{0,2}X)){0,8}"
    r"[Yl]?X(?:-?X|-?i-?X){0,3}"
)
# Oceans and International Environmental Affairs: the last word tells that it is a portfolio.
_WIDE = (
    r"f(?:(?:[YQJRr]{0,3}U|[YQJRr]{1,4})(?:,?&t?|,)){1,4}[UJRr]{0,3}[YQ]++E?(?![Yl]*X)"
    r"|f(?:x&)?l{0,2}[Jr]l++"
)
_PORTFOLIO = (
    r"(?:(?:Y-[Ux]|[UJLRr]{0,3})[YQ]++E?(?!-|[Yl]*X)(?:(?:,?&t?|,)[UJr]?[YQ]++E?(?![Yl]*X)){0,4}"
    r"|l++(?!-)(?:&l++)?)"
)
_COMPLEMENT = (
    rf"(?:{_WIDE}|[of]t?O[Yl]*X(?![-UIqHXW])|[ofnz]t?(?:{_PORTFOLIO}|R(?:&t?R)?(?:&[YQ]++)?Y*|(?<!n)(?<!nt)[OK](?!(?<=f.)[Yl]*X)(?:'O)?)"
    r"|[ofz](?:t[Yl]*X(?:o[Yl]+)?|[Yl]*X(?![UI])))"
)
_OFFICE = re.compile(
    rf"(?:{_HEAD}|Y[H](?=[UIq]))(?:{_COMPLEMENT}{{1,3}}|(?<=X)Y{{1,3}}(?:&Y{{1,3}})?(?=[UIqH]))?|W+"
)
_ACCREDITED = re.compile(r"[zf]t?[SO]Y*")
_EVENTS = frozenset("Summit Conference Meeting Forum".split())
_MOST_FORMULAS = 20
_NOT_YET = frozenset(
    form for word in ("elect", "designate") for form in (word, word.title(), word.upper())
)
_PERHAPS = frozenset("Member member Official official Officer officer Minster".split())
_CHIEF_WORKS = frozenset("chief liaison press intelligence military".split())
_SEATED = frozenset("house senate parliament cabinet knesset duma politburo assembly".split())
_STYLES = frozenset("highness majesty holiness excellency eminence".split())
_FORMULA_WORDS = _NOT_YET | {
    "Performing",
    "Plenipotentiary",
    "Gentleman",
    "Chargé",
    "chargé",
    "Charge",
}
_AFFAIRS = re.compile(r"d[’'][Aa]ffaires")
_INTERIM = re.compile(r"(?i:ad interim|,? ?a\. ?i\.)")
_RANK_PARTS = RANKS | {"rear", "vice", "lieutenant", "brigadier", "retired"}
_BEFORE_NAME = frozenset("UIq")
_BARE_ABBREVIATIONS = frozenset({"PM", "DPM"})
_PM_IN_TURN = frozenset("deputy then former visiting new".split())
# "Assistant Foreign Minister": a grade of the office that follows, not an office of its own.
_GRADES = frozenset("assistant chief".split())
_GRADED = re.compile(r"X(?:-?X)?[Yl]{1,3}X")
_STATES_NAMED = frozenset("Republic Nation Kingdom Realm".split())
_UNITS = frozenset("Team Unit Section Programme Program Taskforce Desk".split())
_LAW = re.compile(r"X[ofYQ&t,]{0,4}[of&]$")
_MONARCHS = frozenset({"sultan", "emir", "amir"})
_LAWYERS = frozenset("general state federal assistant chief".split())
_PLURAL_FIRST = frozenset("secretaries directors attorneys".split())
_CHAIRS = frozenset("chair chairman chairwoman chairperson co-chair".split())
_SOVEREIGN = frozenset("president king queen chancellor minister".split())
# Heads that are ordinary words in lower case unless something before or after makes them an office.
_WEAK = frozenset(
    "general head chief justice judge speaker major chair leader general. counsel assistant "
    "attorney "
    "deputy delegate commander director negotiator inspector king captain marshal ruler".split()
)


def find_offices(items: list[Item], text: str, titles: Mapping[str, Title]) -> list[Item]:
    """The row with every office phrase collapsed into one item that carries its ``Office``.

    T is one holder, g several ("foreign ministers").
    """
    items = [
        _officials(items, p) if item.code == "X" or item.text in _PERHAPS else item
        for p, item in enumerate(items)
    ]
    items = [
        _abbreviated(items, p) if item.text in OFFICE_ABBREVIATIONS else item
        for p, item in enumerate(items)
    ]
    items = _in_context(_ranks_apart(_with_slashes(_acting_formula(items, text))))
    codes = "".join(item.code for item in items)
    if "X" not in codes and "YH" not in codes:
        return items
    out: list[Item] = []
    position = 0
    for match in _OFFICE.finditer(codes):
        start, end = match.start(), _with_accreditation(items, codes, match.end())
        start = _without_words_before(items, codes, start)
        end = _before_whose(items, codes, start, end)
        if end <= position or not _is_office(items, codes, start, end):
            continue
        out.extend(items[position:start])
        out.append(_office_item(items, codes, start, end, text, titles))
        position = end
    out.extend(items[position:])
    return [i._replace(code="x") if i.code in "XW" else i for i in out]


def _in_context(items: list[Item]) -> list[Item]:
    """Words that are part of an office only beside one: "Assistant Foreign X", "X of Law"."""
    codes = "".join(item.code for item in items)
    if "X" not in codes:
        return items
    return [_beside_office(items, codes, p) for p in range(len(items))]


def _beside_office(items: list[Item], codes: str, position: int) -> Item:
    item = items[position]
    if item.code == "X" and item.lower in _GRADES:
        word = "Y" if item.text[0].isupper() else "l"
        return item._replace(code=word) if _GRADED.match(codes, position) else item
    if item.text == "Justice" and re.search("X[of]$", codes[max(0, position - 2) : position]):
        return item._replace(code="Y")
    if item.code != "U":
        return item
    after = codes[max(0, position - 6) : position]
    if item.text in _STATES_NAMED and re.search("Xot$", after):
        return item._replace(code="Y") if codes[position + 1 : position + 2] != "o" else item
    if item.text in _UNITS and codes[position - 1 : position] in "YQ" and "X" in codes[:position]:
        return item._replace(code="Y")
    return item._replace(code="Y") if item.text == "Law" and _LAW.search(after) else item


def _without_words_before(items: list[Item], codes: str, start: int) -> int:
    """Where an office begins: not with an "and", nor "supply" in "the supply President N"."""
    while codes[start] in ",&":
        start += 1
    head = codes.find("X", start)
    if codes[start] == "l" and head > start and items[head].text[0].isupper():
        sovereign = items[head].lower in _SOVEREIGN and codes[head - 1] == "l"
        return head if sovereign and items[head - 1].lower in PORTFOLIOS else start
    return start


def _ranks_apart(items: list[Item]) -> list[Item]:
    """ "Secretary of Defense General N": a rank after a portfolio is an office of its own."""
    out = [_chair_apart(items, p) for p in range(len(items))]
    for position in range(3, len(items) - 1):
        if items[position].code != "X" or items[position + 1].code not in _BEFORE_NAME:
            continue
        start = position + 1
        while start > 3 and items[start - 1].lower in _RANK_PARTS:
            start -= 1
        if start <= position and _ends_portfolio(items, start):
            for rank in range(start, position + 1):
                out[rank] = items[rank]._replace(code="W")
    return out


def _chair_apart(items: list[Item], position: int) -> Item:
    """ "O chair President N": who chairs a body leads something else as well."""
    item = items[position]
    if item.code != "X" or item.lower not in _CHAIRS or position + 1 == len(items):
        return item
    following = items[position + 1]
    return item._replace(code="W") if following.lower in _SOVEREIGN else item


def _ends_portfolio(items: list[Item], end: int) -> bool:
    """Whether an office with its complement ends there: "Secretary of Defense"."""
    before = "".join(i.code for i in items[max(0, end - 6) : end])
    return re.search(r"X[of]t?(?:[YQ]{1,3}|O|K)$", before) is not None


_PERSON_FOLLOWS = re.compile(r",?(?:H[UI]|U[UIq])")


def _officials(items: list[Item], position: int) -> Item:
    """ "Senior State Department official N": an office when a full name follows."""
    item = items[position]
    if item.code == "X" and item.lower in _MONARCHS and position + 2 < len(items):
        return item._replace(code="U") if _is_given_name(items, position) else item
    if item.text == "Member" and position and position + 1 < len(items):
        seated = items[position - 1].code in "YUAQO" and items[position + 1].code in "UI&"
        return item._replace(code="X") if seated else item
    if item.text == "Minster":
        return item._replace(code="X") if position and items[position - 1].code == "Y" else item
    if item.lower in ("officer", "member") and position:
        return item._replace(code="X") if _is_served(items, position) else item
    if item.text == "Official" and position and items[position - 1].code in "YQ":
        responsible = items[position + 1 : position + 2]
        return item._replace(code="X") if responsible and responsible[0].code in "foUI" else item
    if item.text != "official" or not position or items[position - 1].code in "ta,.":
        return item
    following = "".join(i.code for i in items[position + 1 : position + 5])
    return item._replace(code="X") if _PERSON_FOLLOWS.match(following) else item


def _is_given_name(items: list[Item], position: int) -> bool:
    """ "Amir al-N", and "Amir N" without an article or a state before it."""
    first, second = items[position + 1 : position + 3]
    if first.code == "q":
        return second.code in "-U" and first.text.islower()
    before = items[position - 1].code if position else "."
    plain = items[position].text == "Amir" and before not in "tJS'"
    return plain and first.code == "U" and second.code in ",.x;&)"


def _is_served(items: list[Item], position: int) -> bool:
    """ "Chief Officer for North America", "liaison officer N", "House member N"."""
    item, before = items[position], items[position - 1].lower
    following = "".join(i.code for i in items[position + 1 : position + 4])
    if item.lower == "member":
        return before in _SEATED and following[:1] in ("U", "I", ",") and item.text == "member"
    if before == "executive":  # of a body: a firm has no deputy one
        return following[:1] == "o" and "O" in following and items[position - 3].text == "Deputy"
    return before in _CHIEF_WORKS and (following[:1] in ("U", "I", "f") or before == "liaison")


def _abbreviated(items: list[Item], position: int) -> Item:
    """ "S's PM N", "NSA N", "the PM": capitals that stand for an office."""
    item = items[position]
    following = items[position + 1] if position + 1 < len(items) else None
    if item.code not in "AO":
        return item
    named = following is not None and (
        following.code == "H" or (following.code in "UI" and not following.text.isupper())
    )
    meant = named or (item.text in _BARE_ABBREVIATIONS and _is_somebody(items, position))
    return item._replace(code="X", names=(), entity=None) if meant else item


def _is_somebody(items: list[Item], position: int) -> bool:
    """ "The PM", "the visiting S PM": said of a person, not of a time of day."""
    lead = position - 1
    while lead > 0 and items[lead].lower in _PM_IN_TURN:
        lead -= 1
    return lead >= 0 and (items[lead].code in "SJ'" or items[lead].lower == "the")


def _with_slashes(items: list[Item]) -> list[Item]:
    """ "High Representative/Vice-President": a stroke between two offices is an "and"."""
    return [
        item._replace(code="&")
        if item.text == "/" and 0 < p < len(items) - 1 and items[p - 1].code == "X"
        else item
        for p, item in enumerate(items)
    ]


def _acting_formula(items: list[Item], text: str) -> list[Item]:
    """Several words that are one: "Official Performing the Duties of the", "Crown Prince".

    The former makes the holder of the office after it an acting one.
    """
    for _ in range(_MOST_FORMULAS):
        fused = _fused_once(items, text)
        if fused is items:
            break
        items = fused
    return items


def _fused_once(items: list[Item], text: str) -> list[Item]:
    for position, item in enumerate(items):
        if item.code != "H" and item.text not in _FORMULA_WORDS:
            continue
        before = items[position - 1].lower if position else ""
        spouse = before in ("first", "second") and item.lower in ("lady", "gentleman")
        if spouse or (item.code == "H" and before == "crown"):
            return _fuse(items, position - 1, position + 1, text, "X")
        if item.lower in _STYLES and _style_start(items, position) < position:
            return _fuse(items, _style_start(items, position), position + 1, text, "H")
        if item.lower in ("chargé", "charge") and _AFFAIRS.fullmatch(_text_at(items, position + 1)):
            return _fuse(items, position, _interim_end(items, position + 2, text), text, "X")
        if item.text in _NOT_YET and before == "-" and items[position - 2].code == "X":
            return _fuse(items, position - 2, position + 1, text, "X")
        if item.lower == "plenipotentiary" and position > 2 and items[position - 3].code == "X":
            return _fuse(items, position - 3, position + 1, text, "X")
        if item.text == "Performing" and before == "official":
            end = next(
                (p for p in range(position, min(position + 6, len(items))) if items[p].code == "o"),
                -1,
            )
            if end < 0:
                return items
            end += 2 if items[end + 1 : end + 2] and items[end + 1].code == "t" else 1
            return _fuse(items, position - 1, end, text, "Y")
    return items


def _text_at(items: list[Item], position: int) -> str:
    return items[position].text if position < len(items) else ""


def _style_start(items: list[Item], position: int) -> int:
    """Where "His Royal Highness" begins."""
    start = position
    if start and items[start - 1].text in ("Royal", "Serene", "Imperial"):
        start -= 1
    return start - 1 if start and items[start - 1].code == "h" else start


def _interim_end(items: list[Item], end: int, text: str) -> int:
    """Behind "ad interim" or "a.i." after a chargé."""
    if end < len(items) and (found := _INTERIM.match(text, items[end].start)):
        return next(
            (p for p in range(end, len(items)) if items[p].start >= found.end()), len(items)
        )
    return end


def _fuse(items: list[Item], start: int, end: int, text: str, code: str) -> list[Item]:
    return [*items[:start], join(items, start, end, text, code), *items[end:]]


def _with_accreditation(items: list[Item], codes: str, end: int) -> int:
    accredited = _ACCREDITED.match(codes, end)
    high = [i.lower for i in items[max(0, end - 2) : end]] == ["high", "commissioner"]
    if accredited and (items[end - 1].lower in ACCREDITED or high):
        return accredited.end()
    return end


def _before_whose(items: list[Item], codes: str, start: int, end: int) -> int:
    """Several holders are of a body, one may head it: "leaders of O" against "Director of O"."""
    place = codes.find("o", start, end)
    if items[end - 1].text in _EVENTS and _plural(items[max(place, start + 1) - 1].lower):
        return end - 1  # "Heads of State and Government Summit"
    if place > 0 and codes[end - 1] in "OK" and _plural(items[place - 1].lower):
        return place
    return end


def _is_office(items: list[Item], codes: str, start: int, end: int) -> bool:
    """Whether a lone lower-case common word is meant as an office at all."""
    if items[end - 1].lower in ("attorney", "attorneys") and (end - start > 1 or start == 0):
        return not _LAWYERS.isdisjoint(i.lower for i in items[start : end - 1])
    if end - start > 1 or items[start].text[0].isupper() or items[start].lower not in _WEAK:
        return True
    before = codes[start - 1] if start else ""
    after = codes[end] if end < len(codes) else ""
    if after == "z":
        return False
    return before in ("S", "J", "O", "'") or after in ("U", "H", "o")


def _office_item(
    items: list[Item], codes: str, start: int, end: int, text: str, titles: Mapping[str, Title]
) -> Item:
    head = _head(items, codes, start, end)
    if (spelt := OFFICE_ABBREVIATIONS.get(head.upper())) is not None:
        head = "member" if " of " in spelt else spelt.split()[-1].lower()
    plural = _plural(head)
    item = join(items, start, end, text, "g" if plural else "T")
    words = " ".join(item.text.split())
    words = OFFICE_ABBREVIATIONS.get(words, words.replace("Minster", "Minister"))
    title = titles.get(words.casefold()) or titles.get(_bare(words).casefold())
    body = next((i for i in items[start:end] if i.code in "OK"), None)
    to = next((i for i in items[start:end] if i.code == "S"), None)
    office = Office(
        words=words,
        head=head,
        plural=plural,
        to=to.known if to else None,
        known=title.office if title else None,
        unique_to=title.unique_to if title else None,
        subnational=bool(title.subnational) if title else head in SUBNATIONAL_HEADS,
        body=body,
    )
    return item._replace(office=office)


def _bare(words: str) -> str:
    """The office without its complement: "European Commissioner" of "... for Partnerships"."""
    return re.split(r" (?:for|on|to) ", words)[0]


def _head(items: list[Item], codes: str, start: int, end: int) -> str:
    last = start
    for position in range(start, end):
        if codes[position] in "XH":
            last = position
            if (
                items[position].lower in _PLURAL_FIRST
                and codes[position + 1 : position + 3] == "-X"
            ):
                break
        elif codes[position] in "ofzn":
            break
    return items[last].lower


def _plural(head: str) -> bool:
    return head.endswith("s") and not _AFFAIRS.search(head)
