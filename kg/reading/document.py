"""Turns an article into a document: lines with their kind, paragraphs, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

from kg.model import Article, Document, Line, LineKind, Sentence, Span
from kg.reading import lines as rules
from kg.reading.language import is_english
from kg.reading.metadata import front_matter_end
from kg.reading.sentences import split

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]*(?:\r\n|[\r\n\u2028\u2029\x85]|$)")
_BREAKS: Final = "\r\n\u2028\u2029\x85"
_BLANKS: Final = " \t\xa0\u200b\u200e\u200f\ufeff\x0b\x0c\x00"
_TELLING: Final = {LineKind.BODY, LineKind.HEADING, LineKind.CAPTION, LineKind.DATELINE}
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)?")
_OPEN_END = re.compile(
    r"(?:[,;—–]|\b(?:and|or|of|the|a|an|in|on|for|with|to|by|from|their|its|as|that|which))$"
)

_Paragraph = tuple[int, int, LineKind]


@dataclass(slots=True)
class _Raw:
    span: Span
    text: str
    kind: LineKind | None = None
    reason: str = ""
    glued: bool = False
    """Whether it continues the line before it."""


def parse(article: Article) -> Document:
    """Classifies the lines of an article and finds its sentences; the text stays as it is.

    Args:
        article: as read; any text will do, even one that is hostile or not English.

    Returns:
        The document. Lines that are no prose keep their reason and have no sentences.
    """
    raw = list(_lines(article.text))
    if is_english(article.text):
        _classify(raw, article)
    else:
        for line in raw:
            line.kind, line.reason = LineKind.BOILERPLATE, "not English"
    found = tuple(Line(line.span, line.kind or LineKind.BODY, line.reason) for line in raw)
    paragraphs = list(_paragraphs(raw))
    sentences = tuple(_sentences(article.text, paragraphs))
    return Document(article, found, sentences, tuple(_unread(article.text, sentences, paragraphs)))


def _lines(text: str) -> Iterator[_Raw]:
    """The lines; of several blank ones in a row the first."""
    was_blank = False
    for match in _LINE.finditer(text):
        line = match[0].rstrip(_BREAKS)
        blank = not line.strip(_BLANKS)
        if match[0] and not (blank and was_blank):
            yield _Raw(Span(match.start(), match.start() + len(line)), line)
        was_blank = blank


def _classify(raw: list[_Raw], article: Article) -> None:
    _mark_front_matter(raw, article.text)
    for line in raw:
        if line.kind is None and not line.text.strip(_BLANKS):
            line.kind = LineKind.BLANK
        elif line.kind is None and (verdict := rules.junk(line.text)):
            line.kind, line.reason = verdict
    _mark_trailer(raw)
    for block in _blocks(raw):
        _glue(block)
    _glue_over_blanks(raw)
    _mark_headings(raw)


def _mark_front_matter(raw: list[_Raw], text: str) -> None:
    end = front_matter_end(text)
    for line in raw:
        if line.span.start >= end:
            return
        line.kind, line.reason = LineKind.BOILERPLATE, "front matter"


def _mark_trailer(raw: list[_Raw]) -> None:
    """What follows the reporting credit near the end is the outlet's, not the article's."""
    written = sum(len(line.text) for line in raw)
    rest = 0
    for index in range(len(raw) - 1, -1, -1):
        line = raw[index]
        if line.reason == "credit" and "reporting" in line.text.lower():
            for after in raw[index + 1 :]:
                if after.kind is None:
                    after.kind, after.reason = LineKind.BOILERPLATE, "after the credits"
            return
        rest += len(line.text)
        if rest * 10 > written * 4:
            return


def _blocks(raw: list[_Raw]) -> Iterator[list[_Raw]]:
    block: list[_Raw] = []
    for line in raw:
        if line.kind is None:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _glue(block: list[_Raw]) -> None:
    """Joins the lines that a fixed width has broken, and those that break inside a list."""
    width = max(len(_shown(line.text)) for line in block)
    pairs = list(pairwise(block))
    full = [_is_full(line, after, width) for line, after in pairs]
    wrapped = 40 <= width <= 130 and bool(pairs) and sum(full) * 5 >= len(pairs) * 4
    for (line, after), is_full in zip(pairs, full, strict=True):
        if rules.is_item(after.text):
            continue
        ends = line.text.rstrip()
        broken = _OPEN_END.search(ends) or after.text.lstrip()[:1].islower()
        broken = broken or ends.rfind("[") > ends.rfind("]")  # within the words of a link
        after.glued = bool(broken) or (wrapped and (is_full or ends[-1:] not in ".!?:"))


def _is_full(line: _Raw, after: _Raw, width: int) -> bool:
    word = after.text.split(None, 1)[0] if after.text.strip() else ""
    return len(_shown(line.text)) + 1 + len(_shown(word)) > width


def _shown(text: str) -> str:
    """The line as it is seen, without the addresses of its links, which no width holds for."""
    return _LINK_TARGET.sub("]", text.rstrip())


def _glue_over_blanks(raw: list[_Raw]) -> None:
    """A paragraph that ends in a comma goes on after the blank line."""
    before: _Raw | None = None
    for line in raw:
        if line.kind is LineKind.BLANK:
            continue
        if line.kind is None and before is not None and not line.glued and before.kind is None:
            ends = before.text.rstrip()
            goes_on = ends.endswith(",") or (
                not rules.is_heading(before.text, first=False)
                and ends[-1:].isalpha()
                and line.text.lstrip()[:1].islower()
            )
            line.glued = goes_on and not rules.is_item(line.text)
        before = line


def _mark_headings(raw: list[_Raw]) -> None:
    titles: set[str] = set()
    content = [line for line in raw if line.kind is None]
    for index, line in enumerate(content):
        alone = not line.glued and not (index + 1 < len(content) and content[index + 1].glued)
        if not alone or not rules.is_heading(line.text, first=not titles):
            continue
        line.kind, line.reason = LineKind.HEADING, "no full stop at its end"
        bare = line.text.strip("#* \t").lower()
        if bare in titles:
            line.kind, line.reason = LineKind.BOILERPLATE, "repeated heading"
        titles.add(bare)


def _sentences(text: str, paragraphs: list[_Paragraph]) -> Iterator[Sentence]:
    index = 0
    for paragraph, (start, end, kind) in enumerate(paragraphs):
        for span, its_kind in _parts(text, start, end, kind):
            yield Sentence(index, span, paragraph, its_kind)
            index += 1


def _unread(
    text: str, sentences: Sequence[Sentence], paragraphs: list[_Paragraph]
) -> Iterator[Span]:
    """What stands in a paragraph after one of its sentences and in none of them."""
    for sentence, after in zip_longest(sentences, sentences[1:]):
        goes_on = after is not None and after.paragraph == sentence.paragraph
        end = after.span.start if goes_on else paragraphs[sentence.paragraph][1]
        if end - sentence.span.end > 1 and text[sentence.span.end : end].strip():
            yield Span(sentence.span.end + 1, end)


def _parts(text: str, start: int, end: int, kind: LineKind) -> Iterator[tuple[Span, LineKind]]:
    if kind is LineKind.BODY and (length := rules.dateline(text[start : min(end, start + 120)])):
        yield Span(start, start + len(text[start : start + length].rstrip())), LineKind.DATELINE
        start += length
    if kind is LineKind.HEADING:
        yield Span(start, end), kind
        return
    for span in split(text, start, end):
        yield span, kind


def _paragraphs(raw: list[_Raw]) -> Iterator[_Paragraph]:
    """Start, end and kind of each paragraph, its bullet or ``#`` signs left out."""
    current: _Paragraph | None = None
    for line in raw:
        kind = line.kind or LineKind.BODY
        if kind not in _TELLING:
            continue
        end = line.span.start + len(line.text.rstrip())
        if line.glued and current is not None:
            current = (current[0], end, current[2])
            continue
        if current is not None:
            yield current
        start = line.span.start + rules.marker(line.text)
        current = (min(start, end), end, kind)
    if current is not None:
        yield current
