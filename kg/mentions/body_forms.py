"""Names of bodies by other forms: houses, offices of an office-holder, names that a bracket ends.

What ``bodies`` reads by a head word and its complement is not repeated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.body_words import CONGRESSES, HOUSES, OWNERS, RUNNERS, UNRUN
from kg.mentions.items import Item
from kg.mentions.vocabulary import BODY_HEADS, PORTFOLIOS

Found = tuple[int, int, str]

_WORD = "[UYQRLSJrIA]"
# "N Front for N and N in S (NNN)".
_BRACKETED = re.compile(
    rf"(?:{_WORD}-?){{0,5}}(?P<head>Q)[ofn]t?{_WORD}"
    rf"(?:-?{_WORD}|,(?={_WORD}{{1,3}}(?:,|&))|[ofni&]t?(?={_WORD})){{1,20}}\((?P<short>[AU])\)"
)
# "Ministry of N, N and N".
_PORTFOLIOS = re.compile("Q[of]t?[UYQ]{1,3}(?:,[UYQ]{1,3}){1,5},?&[UYQ]{1,3}")
_MINISTRIES = frozenset({"Ministry", "Department"})
_FIELDS = PORTFOLIOS | {
    "safety",
    "action",
    "livestock",
    "business",
    "nature",
    "conservation",
    "gas",
    "power",
    "rural",
    "electricity",
}
_OWNED = re.compile("[XUYQ]'Q")
_RUN = re.compile("AX")
_JUSTICE = re.compile("QoX")
_LONGER = re.compile("[UYQ]O|Oot?[JUYrR]")


def prepared(items: list[Item], codes: str) -> list[Item]:
    """The row with "Justice" and "Congress" read as parts of a longer name where they are."""
    changed = dict(enumerate(items))
    for match in _JUSTICE.finditer(codes):
        if items[match.end() - 1].text == "Justice":
            changed[match.end() - 1] = items[match.end() - 1]._replace(code="Y")
    for match in _LONGER.finditer(codes):
        place = codes.index("O", match.start())
        alone = place > match.start() and items[match.start()].lower not in CONGRESSES
        if items[place].text == "Congress" and not alone:
            changed[place] = items[place]._replace(code="Q", names=())
    return [*changed.values()]


def houses(items: list[Item], codes: str) -> Iterator[Found]:
    """ "the House of Representatives", "the Chamber of Deputies"."""
    for position in range(len(items) - 2):
        parts = HOUSES.get(items[position].text)
        if parts and codes[position + 1] == "o" and items[position + 2].text in parts:
            yield position, position + 3, "other"


def bracketed(items: list[Item], codes: str) -> Iterator[Found]:
    """ "N Front for N and N in S (NNN)": all of it is one name."""
    if "(" not in codes:
        return
    for match in _BRACKETED.finditer(codes):
        short, head = items[match.start("short")].text, match.start("head")
        kind = BODY_HEADS.get(items[head].lower)
        if kind is None or len(short) < 3 or not short.isupper():
            continue
        start = match.start()
        while start < head and items[start].code in "SJ" and items[start].text[0] != short[0]:
            start += 1
        tasked = kind == "military" and items[head - 1].text == "Task"
        yield start, match.start("short") - 1, "agency" if tasked else kind


def ministries(items: list[Item], codes: str) -> Iterator[Found]:
    """ "Ministry of N, N and N", of fields that a government has ministries for."""
    for match in _PORTFOLIOS.finditer(codes):
        start, end = match.span()
        known = [p for p in range(start + 2, end) if items[p].lower in _FIELDS]
        parts = re.split("[,&]+", match[0])
        if items[start].text not in _MINISTRIES or len(known) < len(parts):
            continue
        while start and items[start - 1].text in ("Federal", "State", "Union"):
            start -= 1
        if codes.rindex("&", start, end) < known[-1]:
            yield start, known[-1] + 1, "ministry"


def offices(items: list[Item], codes: str) -> Iterator[Found]:
    """ "the Prosecutor General's Office"."""
    for match in _OWNED.finditer(codes):
        start, end = match.span()
        if items[end - 1].text == "Office" and items[start].lower in OWNERS:
            while start and codes[start - 1] in "XY" and items[start - 1].text[0].isupper():
                start -= 1
            yield start, end, "agency"


def run_by(items: list[Item], codes: str) -> Iterator[Found]:
    """ "NNN Director N": an abbreviation that somebody directs is a body's."""
    for match in _RUN.finditer(codes):
        short, runner = items[match.start()].text, items[match.start() + 1].text
        if len(short) > 2 and short.isalpha() and short not in UNRUN and runner in RUNNERS:
            yield match.start(), match.start() + 1, "agency"


FINDERS = (houses, bracketed, ministries, offices, run_by)
