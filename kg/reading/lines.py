"""Says what each line of an article is, and why: junk is kept and named, never deleted."""

from __future__ import annotations

import re
from typing import Final

from kg.model import LineKind
from kg.reading.calendar import FULL_DATE, MONTH, WEEKDAY

Verdict = tuple[LineKind, str]

_JUNK_LINES: Final = frozenset(
    """accessibility links|breaking news|share|share this|print|email|tweet|advertisement|comments
    |read more|see also|see more|related|related articles|related stories|related topics|embed
    |continue reading|continue reading the main story|subscribe|sign up|log in|menu|search|home
    |skip to content|skip to main content|skip to navigation|back to top|top stories|latest news
    |latest|most read|most popular|more news|watch live|live|loading|listen|download|follow us
    |share on facebook|share on twitter|facebook|twitter|whatsapp|linkedin|copy link|link copied
    |check also|recommended|trending|next|previous|newsletter|contents|share via email|print page
    |sponsored|promoted|whatsapp telegram|published|last updated|tags|topics|external links
    |image|video|audio|photo|photos|gallery|no media source currently available|the briefing room
    |briefing room|statements and releases|share this page|ends|end|notes to editors""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split("|")
)
_AGENCIES: Final = (
    r"(?:AFP|Reuters|REUTERS|AP|The Associated Press|Associated Press|dpa|DPA|BBC|the BBC|RFE/RL"
    r"|TASS|Interfax|Xinhua|UPI|ANSA|EFE|Bloomberg|VOA|CNN)"
)
_END_MARK = re.compile(r"\\?[#*_=~•–—-]{2,}|(?:#\s*){1,6}|-?\s?30\s?-?|\[ad_\d+\]|\\###")
_READ_TIME = re.compile(r"\d{1,2}\s?(?:min(?:ute)?s?)\s(?:read|watch|listen)", re.IGNORECASE)
_IMAGE_SIZE = re.compile(r"\d{1,4}x\d{1,4}\s*(?:image|video|photo)?", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:[#@]\w+[\s,]*)+")
_ADDRESS_ONLY = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]{1,99}@[^\s@]{1,99}|!?\[[^\]]{0,300}\]\([^)\s]{0,300}\)"
)
_BREADCRUMB = re.compile(r"[^.!?>»›/|]{1,40}(?:\s?[>»›|/]\s[^.!?>»›/|]{1,40}){1,6}")
_CREDIT = re.compile(
    rf"""\(?(?:with\s(?:additional\s)?reporting\sby|reporting\sby|additional\sreporting
       |written\sby|edited\sby|editing\sby|compiled\sby|contributed\sto\sthis\sreport
       |based\son\s(?:material|reporting)\s(?:from|by)|sources?:|byline:|author:|via\s{_AGENCIES})
       |by\s(?-i:[A-Z][\w.'’-]*[,\s]{{1,3}}){{1,8}}(?-i:[A-Z])[\w.'’-]*$
       |.{{0,120}}\bcontributed\s(?:reporting\s)?to\sthis\s(?:report|article|story)
       |\(?{_AGENCIES}(?:(?:,|\sand|/)\s?{_AGENCIES})*\)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_RIGHTS = re.compile(r"©|\(c\)\s|copyright\b|all rights reserved|creative commons", re.IGNORECASE)
# These two are looked for in lower case, which is faster than in either.
_OUTLET = re.compile(
    r"""\b(?:we\swant\sto\shear\sfrom\syou|write\sto\sus|comments\ssection|subscribe\sto
       |sign\sup\s(?:for|to)|our\s(?:news\s?letters?|journalists|reporters|subscribers|website)
       |follow\sus\son|download\sour|cookies?\spolicy|terms\sof\suse|privacy\spolicy
       |this\sis\svoa|journalists\sreport\sthe\snews|report\sthe\snews\sin\s\d+\slanguages
       |all\stexts?\s(?:are|is)\savailable\sunder|have\san\sopinion\son\sthis\sstory
       |click\shere|(?:read|find)\smore\s(?:details\s|about\s|news\s|on\s).{0,60}\bat\s\S+\.(?:com|org)
       |for\s(?:media|press)\s(?:enquiries|inquiries|queries)|follow\s(?:the\s)?[\w\s]{2,60}\son\s
       (?:twitter|facebook|x|instagram)|share\sthis\s(?:story|article|page)|translated\sby\sgoogle
       |is\sfunded\sby\sthe\su\.?s\.?\s(?:congress|government))""",
    re.VERBOSE,
)
_CAPTION = re.compile(
    r"""\((?:left|right|centre|center|cent(?:re|er)\sleft|second\sfrom\s(?:left|right)|l|r|c|file
       |file\sphoto|front|back|top|bottom|pictured|from\sleft|clockwise[^)]{0,30})\)
       |\b(?:photo|image|picture|credit|photograph)(?:\scredit|\scourtesy)?\s?:
       |\b(?:getty\simages|ap\sphoto|epa-efe|reuters/[a-z]|photo\sby|image\sby|courtesy\sphoto)""",
    re.VERBOSE,
)
_PULL_QUOTE_NAME = re.compile(r"[—–―-]{1,2}\s?[A-Z][^.!?]{2,80}")
# A town, with its state or country: "Lisbon", "LISBON, Portugal", "Port-au-Prince (Haiti)".
_TOWN = (
    r"(?-i:[A-Z][\w.'’/-]{0,30}(?:\s(?:[A-Z][\w.'’/-]{0,30}|de|del|la|le|el|es|au|of|the|do|da|di"
    r"|am|upon)){0,3}(?:\s?\([A-Z][\w\s.]{1,30}\))?)"
)
_PAPER = (
    r"statement|remarks|declaration|communiqu|press|meeting|summit|conference|readout|speech"
    r"|address|report|agreement|treaty|memorandum|minutes|letter|talks|visit|fact\ssheet|proclamation"
)
_DATE_LINE = re.compile(
    rf"""(?:(?:first\s)?(?:published|updated|posted|last\supdated|last\smodified|date)\s?(?:on|at)?:?\s)?
       (?:[A-Z][\w.\s]{{1,30}}[,|—–-]\s?)?(?:{WEEKDAY},?\s)?(?:{FULL_DATE.pattern})
       (?:[\s,|–—-]{{1,3}}(?:at\s)?\d{{1,2}}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{{2,4}})?)?\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    rf"""^(?!.{{0,80}}\b(?:{_PAPER}))[(\[]?
       (?:{_TOWN}(?:,\s|\s[|—–-]\s)){{0,3}}(?:{WEEKDAY},?\s)?(?:the\s)?(?:{FULL_DATE.pattern})
       (?:(?:,\s|\s[|—–-]\s){_TOWN}){{0,2}}(?:\s?\({_AGENCIES}\))?\s?[—–-]{{0,2}}[)\].:]{{0,2}}""",
    re.VERBOSE | re.IGNORECASE,
)
_DATELINE_START = re.compile(
    rf"""[A-Z][\w'’.-]{{1,40}}(?:\s[A-Z][\w'’.-]{{1,40}}){{0,2}}(?:,\s[A-Z][\w'’.-]{{1,40}})?(?:,|:|\s-)\s
       (?:{MONTH}\s\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH})(?:,?\s\d{{4}})?(?:\s?\([^()]{{2,30}}\))?
       \s?(?::|-{{1,3}}|–|—)\s?(?=[A-Z"“])
       |\({_AGENCIES}\)\s?(?:-|–|—)\s(?=\S)|(?:[A-Z][A-Z'’.-]{{1,40}}(?:[\s,/]{{1,2}}(?:[A-Z][A-Z'’.-]{{1,40}}|[A-Z][a-z]{{1,4}}\.|[A-Z][a-z]{{1,40}})){{0,5}}
       |[A-Z][a-z'’-]{{1,40}}(?:\s[A-Z][a-z'’-]{{1,40}}){{0,2}}(?=,?\s?(?:{MONTH}|\()))
       (?:,?\s?(?:{WEEKDAY},?\s)?(?:{MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}\s{MONTH}(?:\s\d{{4}})?))?
       (?:\s?\([^()]{{2,30}}\))?\s?(?:—|–|-{{2,3}}|―|\s-\s)\s?(?=[A-Z"“'‘\d])
       |[A-Z][\w'’.-]{{1,40}}(?:\s[A-Z][\w'’.-]{{1,40}}){{0,2}},\s[A-Z][\w'’.-]{{1,40}}(?:\s[A-Z][\w'’.-]{{1,40}}){{0,2}}
       (?:\s\([^()]{{2,30}}\))?\s(?:—|–|-{{1,3}})\s(?=(?:The|A|An|In|On|At|As|After|Today)\s)
       |[A-Z][A-Z'’.-]{{2,40}}(?:[\s,]{{1,2}}[A-Z][A-Z'’.-]{{1,40}}){{0,4}},\s(?:{MONTH}\s\d{{1,2}},\s\d{{4}}
       |\d{{1,2}}\s{MONTH}\s\d{{4}})[.:]?\s(?=[A-Z“"])""",
    re.VERBOSE,
)
BULLET: Final = re.compile(r"[\s>]{0,20}(?:[•·‣▪◦●○*–-]|\(?(?:\d{1,2}|[a-z])[.)])\s{1,10}(?=\S)")
_MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s{1,3}(?=\S)")
_FINAL = re.compile(r"""[.!?:;,…]["'”’»)\]*_]{0,4}$""")
_HEADING_WORDS: Final = 20
_TITLE_WORDS: Final = 80


def dateline(line: str) -> int:
    """How many characters of a paragraph's beginning are its dateline ("LONDON, Jan. 22 — ")."""
    match = _DATELINE_START.match(line)
    return match.end() if match and match.end() < 90 else 0


def marker(line: str) -> int:
    """How many characters at a line's beginning are a bullet, a list number or ``#`` signs."""
    match = BULLET.match(line) or _MARKDOWN_HEADING.match(line)
    return match.end() if match else len(line) - len(line.lstrip())


def is_item(line: str) -> bool:
    """Whether the line opens a list item or a Markdown heading, so that it joins nothing before."""
    return bool(BULLET.match(line) or _MARKDOWN_HEADING.match(line))


def junk(line: str) -> Verdict | None:
    """The verdict on a line that is no part of the article's prose, else None."""
    text = line.strip().strip("\u200b\ufeff")
    bare = text.strip("*_ ").rstrip(":").lower()
    if _END_MARK.fullmatch(text):
        return LineKind.BOILERPLATE, "mark without words"
    if bare in _JUNK_LINES:
        return LineKind.BOILERPLATE, "page furniture"
    return _short_junk(text[marker(text) :]) if len(text) < 400 else _blurb(text)


def _short_junk(text: str) -> Verdict | None:
    for pattern, kind, reason in (
        (_READ_TIME, LineKind.BOILERPLATE, "reading time"),
        (_IMAGE_SIZE, LineKind.BOILERPLATE, "picture size"),
        (_HASHTAGS, LineKind.BOILERPLATE, "hashtags"),
        (_ADDRESS_ONLY, LineKind.BOILERPLATE, "address"),
        (_PLACE_AND_DATE, LineKind.DATELINE, "date by itself"),
        (_BREADCRUMB, LineKind.BOILERPLATE, "breadcrumb"),
        (_PULL_QUOTE_NAME, LineKind.CREDIT, "name under a pulled quotation"),
        (_DATE_LINE, LineKind.DATELINE, "date by itself"),
    ):
        if pattern.fullmatch(text):
            return kind, reason
    if _CREDIT.match(text):
        return LineKind.CREDIT, "credit"
    if _CAPTION.search(text.lower()):
        return LineKind.CAPTION, "picture marker"
    if len(text) < 160 and _RIGHTS.search(text):
        return LineKind.BOILERPLATE, "rights notice"
    return _blurb(text)


def _blurb(text: str) -> Verdict | None:
    if len(text) < 600 and _OUTLET.search(text.lower()) and not _QUOTED_START.match(text):
        return LineKind.BOILERPLATE, "outlet about itself"
    return None


_QUOTED_START = re.compile(r"[\"“]")


def is_heading(line: str, *, first: bool) -> bool:
    """Whether a line by itself reads as a heading: short, and no punctuation at its end.

    The article's first line may be longer, as titles of joint statements are.
    """
    text = line.strip()
    if _MARKDOWN_HEADING.match(line):
        return True
    if not text or _FINAL.search(text) or BULLET.match(line):
        return False
    return len(text.split(None, _TITLE_WORDS)) <= (_TITLE_WORDS if first else _HEADING_WORDS)
