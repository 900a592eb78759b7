"""What belongs to an event noun's own phrase: its modifiers, where they begin, its printed name."""

from __future__ import annotations

import re

from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause

# Words before an event noun that are no part of what it is called.
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last next previous upcoming "
    "separate earlier annual inaugural forthcoming recent latest final new past "
    "wider larger broader another".split()
)
# "a donors' conference"
_OWNERS = frozenset("donors experts donor contributors parties creditors".split())
_NUMBERED = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_COMPLEMENT = re.compile(r"(?:o|f|n)t?[xNRYJSU]")
_MODIFIER = "LSJrROKMGNADE#gT-"
_DESCRIPTIVE = re.compile(
    r"[A-Z0-9].*|virtual|bilateral|trilateral|quadrilateral|multilateral|ministerial|emergency|"
    r"high|level|peace|nuclear|security|economic|trade|climate|leaders|donor|donors|follow|joint|"
    r"working|official|state|regional|international|informal|formal|historic|crisis|telephone|"
    r"phone|video|conference|strategic|defen[cs]e|face|person|day|way|party|eastern|"
    r"western|nation|country|state|power|member|global|plenary|preparatory|diplomatic|ceasefire|"
    r"disarmament|donors[’']|intergovernmental|western|one|two|three|four|five|six|half|"
    r"extraordinary|special|presidential|landmark|brief|lengthy|short|whirlwind|surprise|unannounced|rare|quick|"
    r"private|secure|hybrid|closed|door|"
    r"led|sponsored|brokered|mediated|hosted|weekly|monthly|informal|expanded|day|long|"
    r"in-person|ministers|foreign|finance|interior|committee|council|commission|group|working|boundary|"
    r"border|expert|experts|technical|unity|reconciliation"
)


def is_ordinal(word: str) -> bool:
    """ "First", "latest", "15th": which one of several events it was."""
    return word in ORDINALS or _NUMBERED.fullmatch(word) is not None


NUMERALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_SPELT = dict(
    zip(
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split(),
        NUMERALS,
        strict=True,
    )
)


def spelt(ordinal: str) -> str:
    """ "3rd" as "third", so that both tell of the same one."""
    return _SPELT.get(ordinal, ordinal)


def extent(clause: Clause, position: int) -> tuple[int, int]:
    """Where the noun's modifiers begin, and where its phrase does, with article or possessor."""
    begin = position
    while begin > 0 and (
        _is_modifier(clause.chunks[begin - 1]) or _joins(clause, begin - 1, position)
    ):
        begin -= 1
    start = begin
    owners = clause.chunks[begin - 2].lower if begin > 1 and clause.codes[begin - 1] in "'’" else ""
    if owners in _OWNERS:
        return extent(clause, begin - 2)
    if begin > 0 and clause.codes[begin - 1] in "tah":
        start = begin - 1
    elif begin > 1 and clause.codes[begin - 1] in "'’" and clause.codes[begin - 2] in "PSOKGLRMNDu":
        start = begin - 2
    return begin, start


def _is_modifier(chunk: Chunk) -> bool:
    if chunk.code in _MODIFIER:
        return chunk.code != "G" or not chunk.persons
    if chunk.lower == "closed":
        return True
    return chunk.code == "x" and (
        is_ordinal(chunk.lower) or _DESCRIPTIVE.fullmatch(chunk.text) is not None
    )


def _joins(clause: Clause, place: int, position: int) -> bool:
    """Whether "and" joins two capitalised words of one name: "Trade and Technology Council"."""
    if clause.codes[place] != "&" or place == 0 or place + 1 >= position:
        return False
    left, right = clause.chunks[place - 1], clause.chunks[place + 1]
    return (
        left.code in "xN"
        and right.code in "xN"
        and left.text[0].isupper()
        and right.text[0].isupper()
    )


def label_of(clause: Clause, begin: int, position: int) -> str:
    """What the event is called: its capitalised modifiers and noun, without "2-day"."""
    words = [
        c.text
        for place, c in enumerate(clause.chunks[begin : position + 1], begin)
        if c.code in "SJOKLNRrA#GT" or c.text[0].isupper() or c.text[0].isdigit() or c.code == "E"
        if not (c.text.isdigit() and clause.codes[place + 1 : place + 3] == "-x")
    ]
    return " ".join(words)


def complement(clause: Clause, position: int) -> str:
    """What follows a capitalised event noun in its name: " for Democracy", " of the Americas"."""
    if not clause.chunks[position].text[0].isupper():
        return ""
    match = _COMPLEMENT.match(clause.codes, position + 1)
    named = clause.chunks[match.end() - 1] if match else None
    if match is None or named is None or named.code in "PG":
        return ""
    if not named.text.removeprefix("the ")[0].isupper():
        return ""
    if clause.codes[match.end() : match.end() + 1] == "'":
        return ""
    return " " + " ".join(c.text for c in clause.chunks[position + 1 : match.end()])
