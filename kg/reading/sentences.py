"""Where sentences end: a few rules over full stops, quotation marks and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import Span
from kg.reading.tokens import ABBREVIATIONS

_STARTERS: Final = frozenset(
    "The A An He She It They We I You His Her Its Their Our My This That These Those There Here "
    "But And Or So Yet In On At By For From With After Before Since Until During Under Over As If "
    "When While Where Although Though Because However Meanwhile Earlier Later Also Both Some "
    "Many Most All Each Every No Not Now Then Today Yesterday Last Next Speaking Asked Such What "
    "Who Why How Which One Two Three Officials Mr. Mrs. Ms. Finally Following Separately "
    "Instead According Reports Media To Under Among Only Other Another Several "
    "Despite".split()
)
_NEVER_LAST: Final = frozenset(
    "Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Cmdr Cdr Cpl Sgt Adm Brig Sen Rep Reps Sens Gov Pres "
    "Amb Hon Rev Fr St Ste Mt Ft Messrs vs No H.E H.M H.R.H H.H".split()
)
_BEFORE_NUMBER: Final = frozenset(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec approx etc Art Sec".split()
)
_END = re.compile(
    r"""(?P<mark>[.!?…]{1,8})(?P<close>["'”’»)\]]{0,4}(?:\[\d{1,3}\])?)
        (?:(?P<gap>\s+)(?=(?P<next>["'“‘«(\[]{0,3}[\w$€£•·-]))
        |(?<=[a-z]{2}[.?!])(?=[A-Z][a-z]{1,20}\s))""",
    re.VERBOSE,
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.){1,6}[A-Za-z]")
_NEXT_WORD = re.compile(r"""["'“‘«(\[]{0,3}([\w.'’-]{1,30})""")
_LONGEST: Final = 4000
"""More than the longest sentence of 3,000 public documents, a list of 3,900 characters."""
LONGEST_SENTENCE: Final = 6 * _LONGEST
"""Where the reading of a sentence stops: four thousand words without a full stop are no news."""


def split(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of the paragraph ``text[start:end]``, without the blanks between them.

    Args:
        text: the article's text; it is not copied.
        start: where the paragraph begins.
        end: where it ends.

    Yields:
        Spans in order. A sentence longer than some thousand characters is cut at a blank; what goes
        beyond the longest that is read is left out.
    """
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends(text, begin, match):
            yield from _trimmed(text, begin, match.end("close"))
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, match.end())
    word = following[1] if following else ""
    if match["gap"] is not None and word[:1].islower():
        return False
    if match["mark"] != "." or match["close"]:
        return match["mark"][-1:] != "…" or not word[:1].islower()
    return _stop_ends(_last_word(text, begin, match.start()), word)


def _last_word(text: str, begin: int, stop: int) -> str:
    start = stop
    while start > max(begin, stop - 30) and not text[start - 1].isspace():
        start -= 1
    return text[start:stop].lstrip("\"'“‘«([")


def _stop_ends(last: str, word: str) -> bool:
    if last in _NEVER_LAST:
        return False
    if last in _BEFORE_NUMBER:
        return not word[:1].isdigit()
    if last in ABBREVIATIONS or _INITIALS.fullmatch(last):
        return word in _STARTERS
    if len(last) == 1 and last.isupper() and last != "I":
        return word in _STARTERS
    return not (last.isdigit() and len(last) <= 2 and word[:1].isdigit())


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    limit = start + LONGEST_SENTENCE
    while end - start > _LONGEST:
        if start >= limit:
            return
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        if cut < 0:
            cut = start + _LONGEST
        yield Span(start, cut)
        start = cut + (text[cut] == " ")
    if start < end:
        yield Span(start, end)
