"""Which letter a single token gets before any grammar has run.

Besides the letters of ``items`` a raw row knows: X head of an office phrase, Y capitalised and l
lower-case word of an office phrase, Q capitalised head of a body's name, A acronym, I initial,
H honorific, q name particle, j name suffix, E event noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.items import Item
from kg.mentions.vocabulary import (
    BODY_HEADS,
    BODY_OPENERS,
    EVENT_KINDS,
    FUNCTION_WORDS,
    GROUP_NOUNS,
    HEADLINE_VERBS,
    HONORIFICS,
    NAME_OPENERS,
    NAME_SUFFIXES,
    OFFICE_HEADS,
    OFFICE_MODIFIERS,
    PARTICLES,
    PLAIN_NOUNS,
    PORTFOLIOS,
    RANKS,
    WORD_CODES,
)
from kg.reading import Token

_UNDER = ("Under", "Secretary")
_EXCELLENCIES = frozenset({"HE", "TRH"})
_INITIAL = re.compile(r"[A-Z]\.")
_QUESTION = "Q"
"""Stands before a question in a transcript."""
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}")
_OFFICE_WORDS = OFFICE_MODIFIERS | PORTFOLIOS
_BODY_WORDS = frozenset(BODY_HEADS) | BODY_OPENERS
_COMMON_ENDING = re.compile(r"(?:tion|tions|ment|ments|ity|.{4}ness|ship|ism|ics|airs|ology)$")


def _fixed(lower: str) -> str:
    """The letter of a word that means the same in upper and lower case."""
    if lower in WORD_CODES:
        return WORD_CODES[lower]
    if lower in HONORIFICS:
        return "H"
    if lower in NAME_SUFFIXES:
        return "j"
    if lower in OFFICE_HEADS or lower in RANKS:
        return "X"
    return "E" if lower in EVENT_KINDS else ""


def _lower_letter(lower: str) -> str:
    if lower in _OFFICE_WORDS and lower != "under":
        return "l"
    return "q" if lower in PARTICLES else "x"


def _upper_letter(text: str, lower: str) -> str:
    if lower in _BODY_WORDS:
        return "Q"
    if lower in _OFFICE_WORDS or lower == "against":
        return "Y"
    if _INITIAL.fullmatch(text):
        return "I"
    if _ACRONYM.fullmatch(text) or (text.isupper() and text.isalpha() and 1 < len(text) < 8):
        return "A"
    if lower in PARTICLES:
        return "q"
    if lower in GROUP_NOUNS or lower in PLAIN_NOUNS:
        return "x"
    return "Y" if len(lower) > 6 and _COMMON_ENDING.search(lower) else "U"


def _fixed_or_none(text: str, lower: str) -> str:
    code = _fixed(lower)
    if code == "H" and not text[0].isupper():
        return ""
    if text in _EXCELLENCIES:
        return "H"
    if code == "i" and text[0].isupper() and (lower == "near" or text.isupper()):
        return "" if len(text) > 1 else code
    return code


class Letters:
    """Gives tokens their letters; knows which words the document also writes in lower case."""

    def __init__(self, rows: Sequence[Sequence[Token]]) -> None:
        self._seen_lower = {t.text for row in rows for t in row if t.text.islower()}
        self._cache: dict[tuple[str, bool], str] = {}

    def letter(self, text: str, *, opening: bool) -> str:
        """The letter of a token; ``opening`` when its capital may be due to its position."""
        key = (text, opening)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._letter(text, opening)
        return found

    def _letter(self, text: str, opening: bool) -> str:
        lower = text.lower()
        if fixed := _fixed_or_none(text, lower):
            return fixed
        if not text[0].isupper():
            return _lower_letter(lower) if text[0].isalpha() else "x"
        if text == _QUESTION:
            return "x"
        if lower in FUNCTION_WORDS and (opening or lower not in NAME_OPENERS):
            return "x"
        letter = _upper_letter(text, lower)
        if opening and letter in "UA" and lower in self._seen_lower:
            return "x"
        return letter

    def row(self, tokens: Sequence[Token], *, title_case: bool) -> list[Item]:
        """The items of a sentence's tokens before any atom is found."""
        items: list[Item] = []
        opening = True
        for text, start, end in tokens:
            items.append(Item(self.letter(text, opening=opening or title_case), text, start, end))
            opening = opening and (not text[0].isalnum() or text == _QUESTION)
            opening = opening or text in ".:?!•“"
        if title_case or (items and items[0].text == "Under"):
            return [_in_headline(items, p, verbs=title_case) for p in range(len(items))]
        return items


def _in_headline(items: Sequence[Item], position: int, *, verbs: bool) -> Item:
    """Where every word is capitalised a verb is no name, and "Under Secretary" is an office."""
    item = items[position]
    if verbs and item.code == "U" and item.lower in HEADLINE_VERBS:
        return item._replace(code="x")
    following = items[position + 1].text if position + 1 < len(items) else ""
    return item._replace(code="Y") if (item.text, following) == _UNDER else item
