"""Names of persons and other things: capitalised runs that cannot cross an atom."""

from __future__ import annotations

import re

from kg.mentions.atoms import join
from kg.mentions.items import Item
from kg.mentions.vocabulary import OFFICE_MODIFIERS, PORTFOLIOS

OFFICE_WORDS = OFFICE_MODIFIERS | PORTFOLIOS
_PART = r"(?:[UI]|q-?H(?!U)|q(?=-?q?-?[UIH]))"
_NAME = re.compile(
    rf"{_PART}(?:-[xi]|-?{_PART}|’(?:q-)?U|\(U\)(?=U)|\"U{{1,2}}\"(?=U)){{0,9}}(?:,?j)?"
)
_IN_CAPITALS = re.compile(r"AIA(?:,?j)?|AA,?j")
_LABEL = re.compile(r"TA{1,2}:")
_SECOND_ELEMENT = re.compile(r"[a-z]{1,7}")
_NOT_NAME_TAILS = frozenset(
    "backed led based held run era style like born made funded linked owned wide area bound eared "
    "elect level only free".split()
)
_LEFT_OVER = {"Y": "x", "Q": "x", "l": "x", "X": "x", "q": "x", "I": "x", "j": "x", "H": "x"}


def find_names(items: list[Item], text: str) -> list[Item]:
    """The row with name runs collapsed into N items and every helper letter resolved."""
    codes = "".join(item.code for item in items)
    if "UH" in codes:
        items = [_syllable(items, p) for p in range(len(items))]
        codes = "".join(item.code for item in items)
    if "AU" in codes:
        items = [_initials(items, codes, p) for p in range(len(items))]
        codes = "".join(item.code for item in items)
    for match in _ENDING.finditer(codes) if "UY" in codes else ():
        last = match.end() - 1
        if items[last].lower not in OFFICE_WORDS:  # a surname in "-ity"
            items = [*items[:last], items[last]._replace(code="U"), *items[last + 1 :]]
            codes = codes[:last] + "U" + codes[last + 1 :]
    if "A" in codes and (found := _IN_CAPITALS.search(codes) or _label(items, codes)):
        items = [
            i._replace(code="U") if i.code == "A" and found.start() <= p < found.end() else i
            for p, i in enumerate(items)
        ]
        codes = "".join(item.code for item in items)
    if "U" in codes:
        items = _collapse_names(items, codes, text)
    return [
        i._replace(code=_LEFT_OVER[i.code]) if i.code in _LEFT_OVER else i
        for i in _absorb_honorifics(items, text)
    ]


def _label(items: list[Item], codes: str) -> re.Match[str] | None:
    """ "PRESIDENT N:" in capitals opens what a transcript's speaker says: the name in it."""
    opening = _LABEL.match(codes)
    if opening is None or not items[0].text.isupper():
        return None
    return re.compile(r"A{1,2}").match(codes, 1)


_ENDING = re.compile(r"(?<=[TH])U{1,2}Y(?![UYQXIA-])|(?<=[TH]U)Y(?![UYQXIA-])")


def _syllable(items: list[Item], position: int) -> Item:
    """ "N Su Hon": a last syllable that is spelt like a title."""
    item = items[position]
    following = items[position + 1].code if position + 1 < len(items) else "."
    last = item.text == "Hon" and position > 0 and items[position - 1].code == "U"
    return item._replace(code="U") if last and following not in "UHIq" else item


def _initials(items: list[Item], codes: str, position: int) -> Item:
    """ "General MU N": two capitals between an office and a surname are initials."""
    item = items[position]
    short = item.code == "A" and len(item.text) < 4 and codes[position + 1 : position + 2] == "U"
    titled = position > 0 and codes[position - 1] in "TH)"
    return item._replace(code="U") if short and titled else item


def _collapse_names(items: list[Item], codes: str, text: str) -> list[Item]:
    out: list[Item] = []
    position = 0
    for match in _NAME.finditer(codes):
        start, end = match.start(), _trim(items, codes, match.start(), match.end())
        if "U" not in codes[start:end]:
            continue
        out.extend(items[position:start])
        out.append(join(items, start, end, text, "N"))
        position = end
    out.extend(items[position:])
    return out


def _trim(items: list[Item], codes: str, start: int, end: int) -> int:
    """Cut a name before a hyphenated participle ("N-backed") or an unfinished tail."""
    for position in range(start + 1, end):
        if codes[position] not in "xi" or codes[position - 1] != "-":
            continue
        if codes[position] == "i" and items[position].text != "in":
            return position - 1
        word = items[position].text
        if word in _NOT_NAME_TAILS or not _SECOND_ELEMENT.fullmatch(word):
            return position - 1
    while end > start and codes[end - 1] in ",-":
        end -= 1
    return end


def _absorb_honorifics(items: list[Item], text: str) -> list[Item]:
    out: list[Item] = []
    for item in items:
        if item.code == "T" and out and out[-1].code == "H" and " " in out[-1].text:
            out.pop()
        if item.code == "N" and out and out[-1].code == "H":
            honorific = out[-1].text
            while out and out[-1].code == "H":
                out.pop()
            item = item._replace(token=honorific)
        out.append(item)
    return out
