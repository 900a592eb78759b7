"""``SERVICE SILENT`` and ``LOAD SILENT`` as the standard has them where nothing may be fetched.

Fetching fails here by policy, and SILENT says that a failure is to be ignored: a silent SERVICE
gives one empty solution, a silent LOAD changes nothing. Only where a service was started so;
otherwise they are refused like all fetching, because an answer without them looks complete.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.store import guard


def without_silent_fetching(text: str) -> str:
    """The text with silent SERVICE and LOAD taken out; all else keeps its line and column."""
    if "silent" not in text.lower():
        return text
    guard.check_length(text)
    found = [*guard.tokens(text)]
    for position, token in enumerate(found[:-2]):
        if found[position + 1].text.upper() != "SILENT" or token.kind != "word":
            continue
        word = token.text.upper()
        if word == "SERVICE":
            text = _replaced(text, token.position, _closing(found, position), "{}")
        elif word == "LOAD":
            text = _replaced(text, token.position, _loaded(found, position), "INSERT DATA {}")
    return text


def _replaced(text: str, start: int, end: int, made: str) -> str:
    gap = guard.blank(text[start + len(made) : end])
    return text[:start] + made + gap + text[end:]


def _closing(found: Sequence[guard.Token], position: int) -> int:
    """Where the braces after a SERVICE end."""
    depth = 0
    for token in found[position:]:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "}" and depth == 0:
            return token.end
    return found[position].end


def _loaded(found: Sequence[guard.Token], position: int) -> int:
    """Where a LOAD ends: after its address, or after INTO GRAPH and an IRI."""
    words = [token.text.upper() for token in found[position : position + 6]]
    last = position + (5 if words[3:5] == ["INTO", "GRAPH"] else 2)
    return found[min(last, len(found) - 1)].end
