"""Text, HTML and JSON lines in; documents with sacred offsets, classified lines, sentences out."""

from __future__ import annotations

from kg.reading.tokens import Token, sentence_tokens, tokenize

__all__ = ["Token", "sentence_tokens", "tokenize"]
