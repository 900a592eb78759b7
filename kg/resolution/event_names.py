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
# Capitalised in a title, and no part of the name that follows.
_NO_NAME = frozenset("before after during following at in on of ahead for from and".split())
_TO_COME = frozenset("upcoming forthcoming".split())
# Words that lead a sentence to the noun: "After talks in P", "During meetings with N".
_LEADING = frozenset(
    "after before during following upon amid despite since until ahead holding attending "
    "addressing opening hosting chairing convening joining concluding ending these those such "
    "no".split()
)
# How many sides and of what rank: tells a meeting from others.
_SIDED = frozenset({"bilateral", "trilateral", "ministerial"})
_NUMBERED = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_COMPLEMENT = re.compile(r"(?:o|f|n)t?[xNRYJSU]")
_MODIFIER = "LSJrROKMGNADE#gT-"
# "on Global Supply Chain Resilience"
_GOES_ON = re.compile(r"(?:&|[of]t?|t)?[xNRYJT]")
_PAPERS = frozenset("Declaration Statement Agreement Communiqué Communique Accord Action".split())
# "the Summit of S, S and the G"
_AND_OTHERS = re.compile(r"ot?[SJOK](?:(?:,&?|&)t?[SJOK]){1,9}")
_LONGEST = 10
_DESCRIPTIVE = re.compile(
    r"[A-Z0-9].*|virtual|bilateral|trilateral|quadrilateral|multilateral|ministerial|emergency|"
    r"high|level|peace|nuclear|security|economic|trade|climate|leaders|donor|donors|follow|joint|"
    r"working|official|state|regional|international|informal|formal|historic|crisis|telephone|"
    r"phone|video|conference|strategic|defen[cs]e|face|person|day|way|party|eastern|"
    r"western|nation|country|state|power|member|global|plenary|preparatory|diplomatic|ceasefire|"
    r"disarmament|donors[’']|intergovernmental|western|one|two|three|four|five|six|half|"
    r"extraordinary|special|presidential|landmark|brief|lengthy|short|whirlwind|surprise|unannounced|rare|quick|"
    r"private|secure|hybrid|closed|door|successful|productive|constructive|fruitful|"
    r"led|sponsored|brokered|mediated|hosted|weekly|monthly|informal|expanded|day|long|"
    r"in-person|ministers|foreign|finance|interior|committee|council|commission|group|working|boundary|"
    r"political|consular|tripartite|interparliamentary|"
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
    owners = clause.chunks[begin - 2] if begin > 1 and clause.codes[begin - 1] in "'’" else None
    if owners is not None and (owners.lower in _OWNERS or _are_called(clause, begin - 2)):
        return extent(clause, begin - 2)
    that = begin > 1 and clause.lower[begin - 1] == "that" and clause.codes[begin - 2] == "i"
    if that or (begin > 0 and clause.codes[begin - 1] in "tah"):
        start = begin - 1
    elif begin > 1 and clause.codes[begin - 1] in "'’" and clause.codes[begin - 2] in "PSOKGLRMNDu":
        start = begin - 2
    return begin, start


def _are_called(clause: Clause, place: int) -> bool:
    """ "the Camp David Leaders’ Summit": the name begins before those who meet."""
    owners = clause.chunks[place]
    plain = owners.code == "G" and not (owners.persons or owners.states or " " in owners.text)
    before = clause.chunks[place - 1] if place else None
    return plain and before is not None and before.text[0].isupper() and _is_modifier(before)


def _is_modifier(chunk: Chunk) -> bool:
    if chunk.lower in _NO_NAME:
        return False
    if chunk.code in _MODIFIER:
        return chunk.code != "G" or not chunk.persons
    if chunk.lower == "closed":
        return True
    if chunk.lower in _LEADING:
        return False
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
    words: list[str] = []
    for place, c in enumerate(clause.chunks[begin : position + 1], begin):
        if c.code in "'’" and words:
            words[-1] += "’"
        elif c.code == "-" and words and words[-1] == clause.chunks[place - 1].text:
            words[-1] += "-" if _is_of_label(clause.chunks[place + 1]) else ""
        elif c.lower in _TO_COME or (c.text.isdigit() and clause.codes[place + 1 :][:2] == "-x"):
            continue
        elif _is_of_label(c):
            words.append(c.text)
    return " ".join(words).replace("- ", "-")


def _is_of_label(chunk: Chunk) -> bool:
    if chunk.code in "SJOKLNRrA#GTE" or chunk.lower in _SIDED:
        return True
    return chunk.text[0].isupper() or chunk.text[0].isdigit()


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
    end = match.end()
    if clause.codes[end : end + 1] == "'":
        return ""
    several = _AND_OTHERS.match(clause.codes, position + 1)
    end = several.end() if several else end
    while more := _GOES_ON.match(clause.codes, end):
        word = clause.chunks[more.end() - 1].text
        if not word[0].isupper() or word in _PAPERS or more.end() - position > _LONGEST:
            break
        end = more.end()
    return " " + " ".join(c.text for c in clause.chunks[position + 1 : end]).replace(" ,", ",")
