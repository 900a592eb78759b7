"""Puts the protocol's ``using-graph-uri`` parameters into an update's text, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from kg.server.failures import RefusedError
from kg.store import guard


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose WHEREs read the given graphs.

    Raises: RefusedError (400) when the update itself says USING or WITH, or a name is no IRI.
    """
    guard.check_length(text)
    found = [*guard.tokens(text)]
    outer = [*_outer(found)]
    words = {token.text.upper() for token in outer if token.kind == "word"}
    if words & {"USING", "WITH"}:
        raise RefusedError(400, "the update names its graphs itself (USING or WITH)")
    clause = "".join(f" USING {graph_name(iri)}" for iri in default)
    clause += "".join(f" USING NAMED {graph_name(iri)}" for iri in named)
    made, at = [], 0
    for position, token in enumerate(outer):
        if token.text.upper() != "WHERE" or token.kind != "word":
            continue
        made.append(text[at : token.position])
        if position and outer[position - 1].text.upper() == "DELETE":
            made.append(_template(text, found, token))
        made.append(f"{clause} ")
        at = token.position
    return "".join([*made, text[at:]])


def graph_name(iri: str) -> NamedNode:
    """A graph's name as a term. Raises: RefusedError (400) when it is no IRI."""
    try:
        return NamedNode(iri)
    except ValueError:
        raise RefusedError(400, f"{iri[:200]!r} is no IRI") from None


def _template(text: str, found: Sequence[guard.Token], where: guard.Token) -> str:
    """What ``DELETE WHERE { … }`` deletes: its braces, to be said twice."""
    depth = 0
    start = -1
    for token in found[found.index(where) + 1 :]:
        depth += (token.kind == "open") - (token.kind == "close")
        start = token.position if start < 0 else start
        if depth == 0:
            return text[start : token.end]
    return ""


def _outer(found: Sequence[guard.Token]) -> Iterator[guard.Token]:
    depth = 0
    for token in found:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.kind != "close":
            yield token
