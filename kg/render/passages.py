"""Cuts a passage into pieces for display: surroundings, the sentence, the names in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

TextOf = Callable[[str], str | None]
"""The stored text of an article by its identifier, or None."""

AROUND = 120
"""How many characters of surroundings are shown on either side."""

Pieces = tuple[tuple[str, str, str], ...]


def cut(
    passage: Mapping[str, str],
    article: str,
    names: Mapping[str, str],
    text_of: TextOf | None = None,
) -> Pieces:
    """Cut a passage into (text, style, node id).

    Parameters
    ----------
    passage
        Its ``exact``, ``start`` and ``end``.
    article
        The identifier under which ``text_of`` finds the article.
    names
        Names to mark inside the sentence, and the node each one means.
    text_of
        Without it, or when the stored text does not match, the passage stands alone.
    """
    exact = passage.get("exact", "")
    before, after = _surroundings(passage, exact, text_of(article) if text_of else None)
    inside = [*_named(exact, names)]
    around = [(before, "context", "")] if before else []
    return (*around, *inside, *([(after, "context", "")] if after else []))


def _surroundings(passage: Mapping[str, str], exact: str, text: str | None) -> tuple[str, str]:
    start, end = int(passage.get("start", 0)), int(passage.get("end", 0))
    if text is None or text[start:end] != exact:
        return "", ""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "… " + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return _tidy(before), _tidy(after)


def _tidy(text: str) -> str:
    """Runs of blanks as one, but a paragraph's end stays visible."""
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", text))


def _named(exact: str, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Longest names first; a name counts only as a whole word."""
    known = sorted((name for name in names if len(name) > 1), key=lambda n: (-len(n), n))
    if not known:
        return [(exact, "sentence", "")]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
    pieces: list[tuple[str, str, str]] = []
    last = 0
    for found in pattern.finditer(exact):
        pieces += [(exact[last : found.start()], "sentence", "")]
        pieces += [(found.group(), "name", names[found.group()])]
        last = found.end()
    return [piece for piece in [*pieces, (exact[last:], "sentence", "")] if piece[0]]
