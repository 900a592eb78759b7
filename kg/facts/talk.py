"""What is known while an article is read for speech: quotations, and whose words are running."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.facts.wording import View
from kg.model import Entity, Span
from kg.reading import Quote, find_quotes

if TYPE_CHECKING:
    from kg.resolution import Resolved

_UNNAMED_SPOKESPERSON = re.compile(
    r"\bspokes(?:man|woman|person)\b[^“\".:\n]{0,80}\b(?:said|says|added|stated)\b[^“\".:\n]{0,40}[:,]\s*$"
)
_LONG: Final = 20


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, before it becomes a fact; ``intro`` is the sentence that introduces it."""

    speaker: Entity
    text: str
    direct: bool
    first: int
    last: int
    rule: str
    matched: str = ""
    intro: int | None = None


@dataclass(slots=True)
class Talk:
    """What is known while reading on: who was spoken of last, and whose words are running."""

    resolved: Resolved
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quotes: dict[int, list[Quote]] = field(default_factory=dict)
    last: Entity | None = None
    known: bool = False
    since: int = 0
    memory: int = 6
    speaker: Entity | None = None
    owned: set[Quote] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)


def begun(resolved: Resolved) -> Talk:
    """The state before the first sentence: where sentences and quotations stand."""
    sentences = resolved.document.sentences
    talk = Talk(resolved, [s.span.start for s in sentences], [s.span.end for s in sentences])
    for quote in _foreign(resolved, find_quotes(resolved.document)):
        for index in range(sentence_of(talk, quote), sentence_at(talk, quote) + 1):
            talk.quotes.setdefault(index, []).append(quote)
    return talk


def _foreign(resolved: Resolved, quotes: Sequence[Quote]) -> Iterator[Quote]:
    """The quotations but those in which an unnamed spokesperson reports what others said."""
    reports = False
    before: Quote | None = None
    for quote in quotes:
        carried = reports and before is not None and not before.closed
        reports = carried or _by_spokesperson(resolved, quote)
        if not reports:
            yield quote
        before = quote


def _by_spokesperson(resolved: Resolved, quote: Quote) -> bool:
    """ "A spokesman said: “The minister told his guest that …”"""
    if quote.words < _LONG:
        return False
    text = resolved.document.article.text
    opening = text.rfind("\n", 0, quote.span.start) + 1
    if not _UNNAMED_SPOKESPERSON.search(
        text[max(opening, quote.span.start - 300) : quote.span.start]
    ):
        return False
    lead = Span(opening, quote.span.start)
    sentences = resolved.document.sentences
    return not any(
        lead.contains(mention.span)
        for sentence in sentences
        if sentence.span.overlaps(lead)
        for mention in resolved.persons_in(sentence.index)
    )


def text_of(talk: Talk, seen: View, start: int, end: int) -> str:
    """The words said, from word ``start`` up to ``end``, as printed."""
    words = seen.words[start:end]
    if not words:
        return ""
    article = talk.resolved.document.article.text
    first, last = words[0], words[-1]
    if len(words) == 1 and first.quote is not None:
        span = first.quote.content
    else:
        stop = last.quote.span.end if last.quote else last.end
        span = Span(first.start, max(stop, last.end))
    return " ".join(article[span.start : span.end].split()).strip(" ,;")


def sentence_of(talk: Talk, quote: Quote) -> int:
    """The index of the sentence in which a quotation begins."""
    return bisect_right(talk.ends, quote.span.start)


def sentence_at(talk: Talk, quote: Quote) -> int:
    """The index of the sentence in which a quotation ends."""
    return bisect_left(talk.starts, quote.span.end) - 1
