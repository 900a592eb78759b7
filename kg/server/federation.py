"""Queries that ask other servers: what is in a ``SERVICE`` is asked there, and joined here.

The engine never sees the word: it would call any address. Each SERVICE is put to its server as a
SELECT of its own, and stands in the query as the VALUES that came back, which is what the standard
says a SERVICE means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from pyoxigraph import (
    BlankNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    Triple,
    parse_query_results,
)
from pyoxigraph import Store as Engine

from kg.pipeline import Archive
from kg.server.failures import RefusedError
from kg.server.querying import Answer, Query, run
from kg.server.services import Allowed, Place, asked, failing
from kg.store import PREFIXES, guard
from kg.store.failures import syntax

MOST: Final = 8
"""Servers that one query may ask: each is asked after the other."""
_WORD: Final = re.compile("SERVICE", re.IGNORECASE)
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_NOTHING: Final = "VALUES () { () }"


class Part(NamedTuple):
    """One SERVICE in a text: where its word begins, its group begins, and it ends."""

    start: int
    group: int
    end: int
    iri: str
    silent: bool


class Rules(NamedTuple):
    """Who may be asked, for how long, and whether SILENT hides a failure."""

    allowed: Allowed
    seconds: float
    honour_silent: bool


def asks_elsewhere(text: str) -> bool:
    """Whether a query may hold a SERVICE."""
    return _WORD.search(text) is not None


def answer(archive: Archive, query: Query, rules: Rules) -> Answer:
    """Run a query whose SERVICEs are put to servers that may be asked.

    Raises: as ``querying.answer``; RefusedError 400 for a server that may not be asked, 502 for one
    that does not answer as it should.
    """
    text = query.text
    guard.check_length(text)
    found = [*guard.tokens(text)]
    guard.check_certain(text, found)
    parts = [*_parts(text, found)]
    _check(text, parts, query.base)
    if len(parts) > MOST:
        raise RefusedError(400, f"more than {MOST} servers in one query", next_step="Ask in parts")
    head = _prologue(text, found, query.base)
    made, at = [], 0
    for part in parts:
        made += [
            text[at : part.start],
            _values(part, head + text[part.group : part.end], query, rules),
        ]
        at = part.end
    return run(archive, query._replace(text="".join([*made, text[at:]])))


def _parts(text: str, found: list[guard.Token]) -> Iterator[Part]:
    position = 0
    while position < len(found):
        token = found[position]
        position += 1
        if token.kind != "word" or token.text.upper() != "SERVICE":
            continue
        silent = found[position].text.upper() == "SILENT" if position < len(found) else False
        words = found[position + silent : position + silent + 2]
        if [word.kind for word in words] != ["iri", "open"] or words[1].text != "{":
            raise guard.syntax_error(
                text, "SERVICE needs an IRI in full, and braces", token.position
            )
        last = _closing(found, position + silent + 1)
        if last is None:
            raise guard.syntax_error(text, "these braces are not closed", words[1].position)
        iri = words[0].text[1:-1]
        yield Part(token.position, words[1].position, found[last].end, iri, silent)
        position = last + 1


def _closing(found: list[guard.Token], position: int) -> int | None:
    depth = 0
    for number, token in enumerate(found[position:], position):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return number
    return None


def _check(text: str, parts: list[Part], base: str | None) -> None:
    """Refuse what is refused anywhere, a SERVICE in another too, and what is no SPARQL."""
    bare = text
    for part in parts:
        bare = bare[: part.start] + guard.blank(bare[part.start : part.group]) + bare[part.group :]
    guard.check(bare)
    parse = partial(Engine().query, base_iri=base, prefixes=PREFIXES)
    with syntax(bare, parse):
        parse(bare)


def _prologue(text: str, found: list[guard.Token], base: str | None) -> str:
    """What stands before the query's form, with what is known here without being declared."""
    first = next(t for t in found if t.kind == "word" and t.text.upper() in _FORMS)
    known = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    start = f"BASE <{base}>\n" if base else ""
    return f"{start}{known}{text[: first.position]}\nSELECT * "


def _values(part: Part, text: str, query: Query, rules: Rules) -> str:
    try:
        place = rules.allowed.place(part.iri)
        addresses = rules.allowed.addresses(place)
        told = asked(place, addresses, text, rules.seconds, query.size)
        most = query.limit if told.most is None else min(query.limit, told.most - 1)
        return _written(place, _rows(place, told.body), most)
    except RefusedError:
        if part.silent and rules.honour_silent:
            return _NOTHING
        raise


def _rows(place: Place, body: bytes) -> QuerySolutions:
    try:
        found = parse_query_results(body, QueryResultsFormat.JSON)
    except (SyntaxError, ValueError):
        found = None
    if not isinstance(found, QuerySolutions):
        raise failing(place, "its answer is malformed")
    return found


def _written(place: Place, found: QuerySolutions, most: int) -> str:
    names = " ".join(str(variable) for variable in found.variables)
    rows: list[str] = []
    try:
        for row in found:
            if len(rows) == most:
                raise failing(place, f"it gave more than {most} rows", "Ask it for less")
            rows.append(f"({' '.join(_terms(place, row))})")
    except (SyntaxError, ValueError):
        raise failing(place, "its answer breaks off or is malformed") from None
    return f"VALUES ({names}) {{ {' '.join(rows)} }}"


def _terms(place: Place, row: QuerySolution) -> Iterator[str]:
    for term in row:
        if isinstance(term, BlankNode | Triple):
            step = "Ask it for what has a name, as with FILTER (!isBlank(?x))"
            raise failing(place, "it gave nodes without names, which cannot be joined", step)
        yield "UNDEF" if term is None else str(term)
