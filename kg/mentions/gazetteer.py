"""One longest-match pass over the tokens of a sentence: names and titles of the reference data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.mentions.items import Item
from kg.reading import Token, tokenize
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Name, Reference, Title

_PLACES = (CKG.State, CKG.Place)
_HYPHENS = "-‐‑"
_END = ""


class Hit(NamedTuple):
    """A matched surface: tokens ``start`` to ``end`` and what they may name."""

    start: int
    end: int
    names: tuple[Name, ...]
    title: Title | None = None


def split(tokens: Iterable[Token]) -> list[Token]:
    """Tokens with hyphenated words taken apart: "U.S.-led" gives "U.S.", "-" and "led"."""
    out: list[Token] = []
    for token in tokens:
        text = token.text
        if (
            len(text) > 2
            and ("-" in text or "‑" in text or "‐" in text)
            and token.is_word
            and "://" not in text
        ):
            out.extend(_members(token))
        else:
            out.append(token)
    return out


def _members(token: Token) -> Iterator[Token]:
    begin = 0
    for position, character in enumerate(token.text):
        if character in _HYPHENS:
            if position > begin:
                yield Token(token.text[begin:position], token.start + begin, token.start + position)
            yield Token("-", token.start + position, token.start + position + 1)
            begin = position + 1
    if begin < len(token.text):
        yield Token(token.text[begin:], token.start + begin, token.end)


def _plain(text: str) -> str:
    if text == "U.S":
        return "U.S."
    return text.replace("’", "'").replace("‑", "-").replace("‐", "-")


class Gazetteer:
    """Tries over token texts: one for names (case counts), one for titles (it does not)."""

    def __init__(self, names: Mapping[str, tuple[Name, ...]], titles: Mapping[str, Title]) -> None:
        self._names: dict[str, Any] = {}
        self._shouted: dict[str, Any] = {}
        self._titles: dict[str, Any] = {}
        for surface, meanings in names.items():
            for spelling in _spellings(surface, meanings):
                self._add(self._names, spelling, meanings)
            if len(surface) > 4:
                self._add(self._shouted, surface.upper(), meanings)
        for surface, title in titles.items():
            self._add(self._titles, surface.lower(), title)

    @staticmethod
    def _add(trie: dict[str, Any], surface: str, value: object) -> None:
        for token in split(tokenize(surface)):
            trie = trie.setdefault(_plain(token.text), {})
        trie.setdefault(_END, value)

    def names(self, texts: Sequence[str], *, shouted: bool = False) -> Iterator[Hit]:
        """Longest matches of names, left to right, without overlap."""
        trie = self._shouted if shouted else self._names
        position, size = 0, len(texts)
        while position < size:
            if texts[position] in trie:
                end, value = _longest(trie, texts, position)
                if end:
                    yield Hit(position, end, value)
                    position = end
                    continue
            position += 1

    def titles(self, lowered: Sequence[str]) -> Iterator[Hit]:
        """Longest matches of titles in lower-cased texts, left to right, without overlap."""
        position, size = 0, len(lowered)
        while position < size:
            if lowered[position] in self._titles:
                end, value = _longest(self._titles, lowered, position)
                if end:
                    yield Hit(position, end, (), value)
                    position = end
                    continue
            position += 1


def _spellings(surface: str, meanings: Sequence[Name]) -> Iterator[str]:
    """The name, with "Co-operation" for "Cooperation", and a body's initials with full stops."""
    yield surface
    if "Cooperation" in surface:
        yield surface.replace("Cooperation", "Co-operation")
    initials = 2 < len(surface) < 6 and surface.isalpha() and surface.isupper()
    if initials and all(m.entity.kind not in _PLACES for m in meanings):
        yield "".join(f"{letter}." for letter in surface)


def _longest(trie: dict[str, Any], texts: Sequence[str], position: int) -> tuple[int, Any]:
    end, value, node = 0, None, trie
    for offset in range(position, len(texts)):
        following = node.get(texts[offset])
        if following is None:
            break
        node = following
        if _END in node:
            end, value = offset + 1, node[_END]
    return end, value


@lru_cache(maxsize=4)
def _compiled(key: int, reference: Reference) -> Gazetteer:
    return Gazetteer(reference.names, reference.titles)


def gazetteer(reference: Reference) -> Gazetteer:
    """The compiled tries of a reference; built once for each."""
    return _compiled(id(reference), reference)


def plain_texts(tokens: Iterable[Token | Item]) -> list[str]:
    """The token texts with typographic apostrophes and hyphens made plain, for matching."""
    return [t if (t := token.text).isascii() and t != "U.S" else _plain(t) for token in tokens]
