"""Where quotation marks open and close, and which quotations run on over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.model import Document, LineKind, Sentence, Span

# The sign first, what stands around it after: a search for one sign is fastest.
_MARK = re.compile(
    r"""[“”„«»"`'‘’](?:(?<=[“”„«»"])|(?<=`)`|(?<=')'
       |(?<=[‘'])(?<![\w.,!?].)(?=\w)|(?<=[’'])(?<=[.,!?a-rt-z\d].)(?!\w))""",
    re.VERBOSE,
)
_OPENING: Final = frozenset("“„«") | {"``"}
_CLOSING: Final = frozenset("”»") | {"''"}
_SINGLE: Final = frozenset("‘’'")
_DOUBLE: Final = _OPENING | _CLOSING | {'"'}
_LONGEST: Final = 6000


class Quote(NamedTuple):
    """A quotation: ``span`` with its marks, ``content`` without; ``closed`` if its end is marked.

    A quotation that a new paragraph carries on is one quotation per paragraph, the earlier ones
    not closed. ``words`` counts its words.
    """

    span: Span
    content: Span
    closed: bool
    words: int = 0


def find_quotes(document: Document) -> tuple[Quote, ...]:
    """The outermost quotations of the prose, in order.

    Straight marks open and close in turn within a paragraph; curly ones, guillemets and the
    typewriter's pairs by their shape. Single marks count only in a paragraph
    that has no double ones, and only when it closes them.
    """
    text = document.article.text
    quotes: list[Quote] = []
    for paragraph in paragraphs(document):
        prose = [sentence for sentence in paragraph if sentence.kind is LineKind.BODY]
        if prose:
            quotes.extend(_in_paragraph(text, prose[0].span.start, prose[-1].span.end))
    return tuple(quotes)


def paragraphs(document: Document) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each paragraph."""
    group: list[Sentence] = []
    for sentence in document.sentences:
        if group and sentence.paragraph != group[-1].paragraph:
            yield tuple(group)
            group = []
        group.append(sentence)
    if group:
        yield tuple(group)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    depth = 0
    marks = list(_MARK.finditer(text, start, end))
    if any(match[0] in _DOUBLE for match in marks):
        marks = [match for match in marks if match[0] not in _SINGLE]
    for match in marks:
        mark = match[0]
        if opened is None:
            if _opens(text, match, start):
                opened, depth = match, 1
            continue
        if mark == opened[0] and mark in _OPENING:
            depth += 1
        elif _closes(opened[0], mark):
            depth -= 1
            if depth == 0:
                yield _quote(text, opened, match.start(), match.end(), closed=True)
                opened = None
    if opened is not None and opened[0] not in _SINGLE and end - opened.start() < _LONGEST:
        yield _quote(text, opened, end, end, closed=False)


def _opens(text: str, match: re.Match[str], start: int) -> bool:
    mark = match[0]
    if mark in _CLOSING or mark == "’":
        return False
    if mark == '"':
        before = text[match.start() - 1] if match.start() > start else " "
        return not (before.isalnum() and text[match.end() : match.end() + 1].isspace())
    return True


def _closes(opening: str, mark: str) -> bool:
    if opening in _SINGLE:
        return mark in _SINGLE and mark != "‘"
    if opening in {"“", "„"}:
        return mark in {"”", '"'} if opening == "“" else mark in {"“", "”", '"'}
    if opening == "``":
        return mark in {"''", '"'}
    return mark == {"«": "»"}.get(opening, opening) or (opening == '"' and mark == "”")


def _quote(text: str, opened: re.Match[str], stop: int, end: int, *, closed: bool) -> Quote:
    content = Span(opened.end(), stop)
    words = len(text[content.start : content.end].split())
    return Quote(Span(opened.start(), end), content, closed, words)
