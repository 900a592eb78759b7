"""Dates and numbers of a document as items, ready to cover the words they were read from."""

from __future__ import annotations

from kg.mentions.dates import DateMention, find_dates
from kg.mentions.items import Item
from kg.mentions.numbers import find_numbers
from kg.model import Document

Times = list[tuple[list[Item], list[Item]]]


def spans_of(document: Document) -> Times:
    """For each sentence its dates (D) and its counts (#), left to right, without overlap."""
    text = document.article.text
    out: Times = [([], []) for _ in document.sentences]
    for date in find_dates(document):
        out[date.sentence][0].append(_date_item(date, text))
    for number in find_numbers(document):
        span = number.span
        if number.kind == "count":
            out[number.sentence][1].append(
                Item(
                    "#",
                    text[span.start : span.end],
                    span.start,
                    span.end,
                    value=number.value if isinstance(number.value, int) else None,
                    qualifier=str(number.qualifier),
                )
            )
    return out


def _date_item(mention: DateMention, text: str) -> Item:
    span = mention.span
    words = text[span.start : span.end]
    return Item(
        "D", words, span.start, span.end, date=mention.value, until=mention.end, token=mention.cue
    )
