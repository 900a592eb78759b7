"""Text, HTML and JSON lines in; documents with sacred offsets, classified lines, sentences out."""

from __future__ import annotations

from kg.reading.document import parse
from kg.reading.metadata import printed_date
from kg.reading.quotes import Quote, find_quotes, paragraphs
from kg.reading.sentences import LONGEST_SENTENCE
from kg.reading.sources import LONGEST_ARTICLE, Rejected, read
from kg.reading.tokens import Token, sentence_tokens, tokenize

__all__ = [
    "LONGEST_ARTICLE",
    "LONGEST_SENTENCE",
    "Quote",
    "Rejected",
    "Token",
    "find_quotes",
    "paragraphs",
    "parse",
    "printed_date",
    "read",
    "sentence_tokens",
    "tokenize",
]
