"""Says where something is named, not who it is: typed atoms, offices, names, dates, numbers.

``find`` turns a document into rows of items (see ``items``); the passes run in this order, and a
later one never looks inside what an earlier one took: names of the reference data, dates and
numbers, bodies by pattern, office phrases, names of persons.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.mentions.atoms import cover, name_atoms
from kg.mentions.bodies import body_entity, find_bodies
from kg.mentions.coalitions import find_coalitions
from kg.mentions.gazetteer import gazetteer, plain_texts, split
from kg.mentions.items import Item, Office, Row
from kg.mentions.letters import Letters
from kg.mentions.listed import collapse, listed_bodies, within
from kg.mentions.names import find_names
from kg.mentions.offices import find_offices
from kg.mentions.times import spans_of
from kg.model import Document, LineKind
from kg.reading import Token, sentence_tokens

if TYPE_CHECKING:
    from kg.reference import Reference

__all__ = ["Item", "Mentions", "Office", "Row", "find"]


@dataclass(frozen=True)
class Mentions:
    """A document's tokens, and for each sentence its row of items."""

    document: Document
    tokens: tuple[tuple[Token, ...], ...]
    rows: tuple[Row, ...]
    abbreviations: dict[str, Item] = field(default_factory=dict)


def find(document: Document, reference: Reference) -> Mentions:
    """Everything the document names, sentence by sentence.

    Parameters: the parsed document and the reference data whose names and titles to look for.
    Returns rows parallel to ``document.sentences``.
    """
    tokens = sentence_tokens(document)
    parted = [split(row) for row in tokens]
    letters, lookup = Letters(parted), gazetteer(reference)
    text = document.article.text
    times, listed = spans_of(document), listed_bodies(text)
    rows = []
    learned: dict[str, Item] = {}
    for sentence, row in zip(document.sentences, parted, strict=True):
        title_case = sentence.kind is LineKind.HEADING and _is_title_case(row)
        dates, numbers = times[sentence.index]
        items = cover(letters.row(row, title_case=title_case), dates)
        items = name_atoms(items, plain_texts(items), lookup, text)
        items = cover(items, numbers)
        if listed:
            span = sentence.span
            items = collapse(items, [*within(listed, span.start, span.end)], text)
        items = find_coalitions(items, text)
        items = find_bodies(items, text)
        items = _absorb_brackets(items, learned)
        items = find_offices(items, text, reference.titles)
        rows.append(Row(sentence.index, tuple(find_names(items, text))))
    return _with_abbreviations(Mentions(document, tokens, tuple(rows)), learned)


def _is_title_case(row: list[Token]) -> bool:
    words = [t.text for t in row if t.text.isalpha() and len(t.text) > 3]
    return len(words) > 2 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def _absorb_brackets(items: list[Item], learned: dict[str, Item]) -> list[Item]:
    """ "Long Name (LN)" is one item; LN is learned as its abbreviation."""
    out: list[Item] = []
    position = 0
    while position < len(items):
        item = items[position]
        short = items[position + 2] if _has_bracket(items, position) else None
        if short is None:
            out.append(item)
            position += 1
            continue
        if item.code in "OK" and (short.known is None or short.known == item.known):
            learned.setdefault(short.text, item)
        elif item.code == "O" and item.known is None and short.text[0] == item.text[0]:
            item = item._replace(names=short.names, token=short.token)
        out.append(item._replace(end=items[position + 3].end))
        position += 4
    return out


def _has_bracket(items: list[Item], position: int) -> bool:
    following = items[position + 1 : position + 4]
    if len(following) < 3 or items[position].code not in "OKS":
        return False
    opened, short, closed = following
    if items[position].code == "S" and short.code in "OK":
        return False
    return (
        opened.code == "("
        and closed.code == ")"
        and short.code in "AOKSUN"
        and short.text.isupper()
    )


def _with_abbreviations(mentions: Mentions, learned: dict[str, Item]) -> Mentions:
    """Read learned abbreviations, and the long names themselves, as one entity."""
    named = {short: _with_entity(item, short) for short, item in learned.items()}
    longs = {v.text: v for v in named.values()}
    rows = tuple(
        Row(row.index, tuple(_read(item, named, longs) for item in row.items))
        for row in mentions.rows
    )
    return Mentions(mentions.document, mentions.tokens, rows, named)


def _with_entity(item: Item, abbreviation: str) -> Item:
    """The long name with an entity that the abbreviation can share."""
    if item.known is not None:
        return item
    body = body_entity(item)
    return item._replace(entity=replace(body, aliases=(abbreviation,)))


def _read(item: Item, learned: dict[str, Item], longs: dict[str, Item]) -> Item:
    meaning = None
    if item.code in "ANO" and item.known is None:
        meaning = learned.get(item.text) or longs.get(item.text)
    if meaning is None:
        return item
    return item._replace(
        code=meaning.code, names=meaning.names, token=meaning.token, entity=meaning.entity
    )
