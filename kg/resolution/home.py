"""Whose government speaks: the state whose offices the text names without saying of which state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions import Row
from kg.mentions.vocabulary import RANKS
from kg.model import Article, fold

_PUBLISHERS = (
    (
        re.compile(
            r"white ?house|state\.gov|state department|defense\.gov|centcom|central "
            r"command|\bDoD\b|voice of america|\bVOA\b|voanews",
            re.I,
        ),
        "USA",
    ),
    (
        re.compile(
            r"gov\.uk|foreign (?:and|&) commonwealth|downing street|ministry of defence", re.I
        ),
        "GBR",
    ),
)
_FORMULAE = (
    (
        re.compile(
            r"^\W*(?:readout (?:of|from)|fact sheet|background press|remarks (?:by|of) "
            r"(?:the )?(?:vice )?president|statement (?:by|from|of) (?:the )?(?:vice "
            r")?president|statement (?:by|from) (?:nsc|national security|white house|press "
            r"secretary)|"
            r"(?:remarks|statement)\b.{0,60}\b(?:by|from|of) (?:the )?(?:first lady|second "
            r"gentleman|national (?:economic|security)|secretary [A-Z])|a proclamation|"
            r"statement (?:by|from) .{0,90}\bspokesperson\b.{0,60}\bon (?:the )?vice president|"
            r"president (?:joseph|donald)|press (?:briefing|gaggle)|memorandum)",
            re.I,
        ),
        "USA",
    ),
    (
        re.compile(
            r"^\W*(?:PM\b|Prime Minister[’']s\b|Foreign Secretary\b|Defence Secretary\b|Home "
            r"Secretary\b)"
        ),
        "GBR",
    ),
)
_ADMINISTRATION = re.compile(
    r"\b(?:[A-Z][a-z]+(?:-[A-Z][a-z]+)?) [Aa]dministration\b|\bWhite House\b"
)
_BARE_LEADER = re.compile(
    r"(?:(?:[A-Z][\w’'-]{1,40} ){0,6}(?:by|from|of) )?(?:the )?(?:Vice )?(?:President|First Lady) "
    r"(?P<name>(?:[A-Z][\w.-]{1,40} ){0,3}?[A-Z][a-z]{1,40})(?=[’' ]|$)(?! of )"
)
_AMERICAN = re.compile(r"\bU\.S\.|\bUnited States\b|\bAmerican?s?\b|\bWhite House\b|\bCongress\b")
_UNITED_STATES_OFFICES = frozenset(
    """president vice secretary advisor adviser director coordinator administrator senator speaker
    lady attorney ambassador envoy spokesperson spokesman spokeswoman general admiral commander
    chief
    assistant representative leader undersecretary counselor press lieutenant congressman
    congresswoman
    governor mayor chairman chairwoman chair counsel advisers advisors deputy
    assemblyman inspector justice lawmaker""".split()
)
_BRITISH_OFFICES = frozenset(
    """minister secretary chancellor ambassador envoy spokesman spokesperson spokeswoman general
    admiral commander chief speaker mayor adviser king queen commissioner representative""".split()
)
_UNITED_STATES_OFFICES |= {"first lady", "second lady", "first gentleman", "second gentleman"}
_OFFICES = {"USA": _UNITED_STATES_OFFICES, "GBR": _BRITISH_OFFICES}


_SENT = frozenset("delegation team side".split())
_MINISTRY = "ministry"
_GENERAL_OFFICES = frozenset(
    """minister secretary undersecretary ambassador envoy spokesman spokesperson spokeswoman
    director adviser advisor representative speaker""".split()
)


def home_state(article: Article, rows: Sequence[Row], foreign: frozenset[str] = frozenset()) -> str:
    """ISO code of the publishing government (or outlet's state), or "" when nothing tells.

    Read, in this order, from the publisher and address, from the formula of the first lines, from
    an office only one state has, from "the N administration", and from a headline about a bare
    "President N" who is not one of the ``foreign`` leaders.
    """
    about = f"{article.publisher} {article.url}"
    for pattern, state in _PUBLISHERS:
        if pattern.search(about):
            return state
    opening = article.title or article.text[:400]
    for pattern, state in _FORMULAE:
        if pattern.search(opening) or any(pattern.search(line) for line in _first_lines(article)):
            return state
    return (
        _from_letterhead(rows)
        or _from_offices(rows)
        or _from_wording(article)
        or _from_headline(article, foreign)
    )


def _first_lines(article: Article) -> list[str]:
    lines = [line.strip() for line in article.text[:1500].splitlines()]
    return [line for line in lines if line][:3]


def _from_letterhead(rows: Sequence[Row]) -> str:
    """ "Ministry of Foreign Affairs of S" as a whole line at the head of the text."""
    heads = [r.items[0] for r in rows[:3] if r.codes == "O" and r.items[0].token == _MINISTRY]
    for head in heads:
        for item in (i for row in rows for i in row.items if i.code == "S"):
            if item.known is not None and head.text.endswith(f" of {item.text}"):
                return item.known.iso3
    return ""


def _from_offices(rows: Sequence[Row]) -> str:
    """The state of the first bare office that only one state has."""
    for row in rows:
        for position, item in enumerate(row.items):
            owner = item.office.unique_to if item.office else None
            if owner is not None and owner.iso3 and item.text[0].isupper():
                before = row.items[position - 1].code if position else ""
                if before not in ("S", "J", "O", "'") and not _is_delegate(row, position):
                    return owner.iso3
    return ""


def _is_delegate(row: Row, position: int) -> bool:
    """ "The Mexican delegation included Foreign Secretary N": an office of the state told first."""
    words = [i.lower for i in row.items[:position]]
    return row.codes[1:2] == "J" and not _SENT.isdisjoint(words)


def _from_wording(article: Article) -> str:
    if _PUBLISHERS[0][0].search(article.text[:400]) or _PUBLISHERS[0][0].search(
        article.text[-400:]
    ):
        return "USA"
    return "USA" if _ADMINISTRATION.search(article.text) else ""


def _from_headline(article: Article, foreign: frozenset[str]) -> str:
    """ "President N announces": a head of state named without a state is the United States'."""
    if not _AMERICAN.search(article.text):
        return ""
    for line in _first_lines(article)[:1]:
        match = _BARE_LEADER.match(line)
        if match and fold(match["name"].split()[-1]) not in foreign:
            return "USA"
    return ""


_UNAMERICAN = re.compile(
    r"\bminister|premier|\bking|queen|chancellor|general secretary|secretary[- ]general|"
    r"foreign (?:secretary|affairs)|principal secretary|crown|supreme",
    re.I,
)


_AND_PORTFOLIO = re.compile(r"deputy prime minister(?: -| and|,)(?=.* of |.*minister)")


def is_home_office(state: str, head: str, words: str) -> bool:
    """Whether a state's government has such an office at all."""
    offices = _OFFICES.get(state, frozenset())
    if state == "USA" and _UNAMERICAN.search(words):
        return False
    if state == "GBR" and re.search(r"\bpresident", words, re.I):
        return False
    if state not in _OFFICES:
        portfolio = _AND_PORTFOLIO.sub("", words.lower())
        return head in _GENERAL_OFFICES and "prime" not in portfolio
    return head.split("-")[0] in offices or head in RANKS
