"""Bodies in the lists of who took part: "• First Last, Some Body", "organizations included: • X".

Such a name needs no word that says what it is: its place in the list says so. The entries are read
off the lines of the text; ``collapse`` makes items of those that hold no office, state or person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.mentions.atoms import join
from kg.mentions.items import Item
from kg.mentions.vocabulary import BODY_HEADS

_FEWEST = 3
_LONGEST = 140
_WORD = r"[A-Z0-9][\w&’'.-]{0,30}"
_NAME = rf"{_WORD}(?: (?:(?:of|for|and|the|on|in|to|&|with) ){{0,2}}{_WORD}){{0,9}}"
_ENTRY = re.compile(r"[^\n•]+")
_BODY = re.compile(rf"({_NAME})(?: \([A-Z]{{2,8}}\))?\W*$")
_PERSON = re.compile(
    r"(?:(?:Rev|Dr|Mr|Ms|Mrs)\. |Rabbi |Imam |Bishop |Pastor )?"
    r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w.’'-]{0,30}){1,3}"
    rf"(?:, [^,\n]{{2,60}}){{0,2}}, (?!Jr|Sr)({_NAME})(?: \([A-Z]{{2,8}}\))?\s*$"
)
_INTRODUCED = re.compile(
    r"\b(?:organi[sz]ations|groups|associations|nonprofits|non-profits|institutions|unions|companies"
    r"|firms|manufacturers|businesses)\b[^.]{0,80}:\s*$",
    re.I,
)
_FIRMS = re.compile(r"\b(?:companies|firms|manufacturers|businesses)\b", re.I)
# What somebody is, when no body follows the name.
_CALLINGS = frozenset(
    """advocate founder co-founder educator activist author artist imam pastor rabbi reverend
    professor ceo owner partner actor singer survivor fellow student resident member president
    director jr. esq. house lead manager attorney organizer ph.d. phd m.d. md""".split()
)
_PLACES = frozenset("city state county town commonwealth".split())
# Heads that a government's bodies share with those of citizens.
_CIVIC = frozenset("council committee alliance movement front commission group".split())
_HELD = frozenset("XTSJKDH")


class Listed(NamedTuple):
    """A stretch of the text that names a body by its place in a list, and the body's kind."""

    start: int
    end: int
    kind: str


def listed_bodies(text: str) -> list[Listed]:
    """The bodies in the lists of a text, in order.

    Parameters: the text of an article. Returns nothing for a text without such a list.
    """
    people: list[Listed] = []
    plain: list[Listed] = []
    kind = ""
    for entry in _ENTRY.finditer(text):
        line = entry[0].strip()
        if len(line) > _LONGEST or not line:
            kind = "" if line else kind
        elif line.endswith(":"):
            kind = _introduced(line)
        elif found := _PERSON.match(text, *_inner(entry)):
            people.append(Listed(*found.span(1), "ngo"))
        elif not kind or not _is_bullet(text, entry.start()):
            continue
        elif found := _BODY.match(text, *_inner(entry)):
            plain.append(Listed(*found.span(1), kind))
    return sorted([*_enough(people), *_enough(plain)])


def _introduced(line: str) -> str:
    if not _INTRODUCED.search(line):
        return ""
    return "company" if _FIRMS.search(line) else "ngo"


def _inner(entry: re.Match[str]) -> tuple[int, int]:
    """Where an entry begins and ends without its blanks."""
    lead = len(entry[0]) - len(entry[0].lstrip(" \t*-–"))
    return entry.start() + lead, entry.end() - (len(entry[0]) - len(entry[0].rstrip()))


def _is_bullet(text: str, start: int) -> bool:
    return text[start : start + 1] in "*-–" or text[max(0, start - 1) : start] == "•"


def _enough(found: list[Listed]) -> list[Listed]:
    return found if len(found) >= _FEWEST else []


def collapse(items: list[Item], found: Sequence[Listed], text: str) -> list[Item]:
    """The row with the listed bodies as O items; what holds an office or a state stays."""
    out = list(items)
    for body in reversed(found):
        inside = [p for p, i in enumerate(out) if body.start <= i.start and i.end <= body.end]
        if inside and _is_body([out[p] for p in inside]):
            start, end = inside[0], inside[-1] + 1
            head = _head_of(out[start:end])
            kind = body.kind if head in _CIVIC else BODY_HEADS.get(head, body.kind)
            out[start:end] = [join(out, start, end, text, "O")._replace(token=kind, names=())]
    return out


def _head_of(items: Sequence[Item]) -> str:
    """The word that says what a body is: the one before "of" or "for", else the last."""
    link = next((p for p, i in enumerate(items) if p and i.code in "ofn"), len(items))
    return items[link - 1].lower


def _is_body(items: Sequence[Item]) -> bool:
    if items[-1].lower in _CALLINGS or (len(items) == 1 and items[0].code not in "UA"):
        return False
    if items[0].lower in _PLACES and (len(items) == 1 or items[1].code == "o"):
        return False
    return not any(i.code in _HELD for i in items if i.text != "American")


def within(found: Sequence[Listed], start: int, end: int) -> Iterator[Listed]:
    """Those that lie between two offsets."""
    return (body for body in found if start <= body.start and body.end <= end)
