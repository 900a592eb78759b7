"""What SPARQL servers do differently, met in this one place.

Before its answers are trusted a server is asked some things whose answers are known. One that gets
any of them wrong keeps the data, and what is asked is computed here on a copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.store.transport import Transport
from kg.terms import BASE, XSD

VIEW: Final = NamedNode(f"{BASE}graph/view")
STATUS: Final = NamedNode(f"{BASE}graph/store")
_XSD: Final = XSD.string.value.removesuffix("string")
_KNOWN: Final = {
    "virtuoso": "dates (Virtuoso is known to compare xsd:date wrongly in ranges)",
}
"""What servers of that name get wrong with much data, where a small test may not show it."""

_DAYS: Final = (
    f'"2013-12-31"^^<{_XSD}date>',
    f'"2014-03-01"^^<{_XSD}date>',
    f'"2015-01-01"^^<{_XSD}date>',
)
_PROBES: Final = {
    "dates": f"""
        SELECT (COUNT(?d) AS ?n) {{ VALUES ?d {{ {" ".join(_DAYS)} }} FILTER (?d <= {_DAYS[1]}) }}
        HAVING (COUNT(?d) = 2)""",
    "dates of different precision": f"""
        SELECT ?d {{ BIND (1 AS ?d) FILTER NOT EXISTS {{
            VALUES ?y {{ "2014"^^<{_XSD}gYear> }} FILTER (?y <= {_DAYS[1]}) }} }}""",
    "optional parts": """
        SELECT ?a { VALUES ?a { 1 } OPTIONAL { VALUES (?a ?b) { (2 3) } } FILTER (!BOUND(?b)) }""",
    "absent values": """
        SELECT ?a { VALUES ?a { UNDEF } VALUES ?a { 1 } BIND (IF(?a = 1, ?none, 2) AS ?b)
                    FILTER (!BOUND(?b)) }""",
    "differences": "SELECT ?a { VALUES ?a { 1 2 } MINUS { VALUES ?a { 2 } } FILTER (?a = 1) }",
    "numbers": """
        SELECT ?a { BIND (10000000000 * 10 AS ?a) FILTER (?a = 100000000000) }""",
    "texts": """
        SELECT ?a { BIND (STRBEFORE("\u00e9|b", "|") AS ?a)
                    FILTER (?a = "\u00e9" && STRLEN("\u00e9\u00f8") = 2 && "B" < "a") }""",
    "order": """
        SELECT ?a { { SELECT ?a { VALUES ?a { "b" "a" "C" } } ORDER BY ?a LIMIT 1 }
                    FILTER (?a = "C") }""",
}


_NODE: Final = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*)"nodeID://')


@dataclass(frozen=True, slots=True)
class Findings:
    """What a server gets wrong, by name; nothing when it can be trusted."""

    server: str
    wrong: tuple[str, ...]

    @property
    def trusted(self) -> bool:
        """Whether questions can be left to it."""
        return not self.wrong


def examine(transport: Transport) -> Findings:
    """Ask a server things whose answers are known.

    Raises: StoreError when the server does not answer at all.
    """
    first = transport.select("SELECT ?a { VALUES ?a { 1 } }")
    if rows(first.body, transport.server.query) != 1:
        raise StoreError(
            "this does not answer like a SPARQL server",
            where=transport.server.query,
            next_step="Is this the address for queries?",
        )
    name = first.headers.get("server", "")
    known = [what for word, what in _KNOWN.items() if word in name.lower()]
    failed = [what for what, probe in _PROBES.items() if not _passes(transport, probe)]
    return Findings(name, (*known, *failed))


def _passes(transport: Transport, probe: str) -> bool:
    try:
        return rows(transport.select(probe).body, transport.server.query) == 1
    except StoreError:
        return False


def rows(body: bytes, where: str) -> int:
    """How many rows an answer has. Raises: StoreError when it breaks off."""
    return len(_json(body, where).get("results", {}).get("bindings", ()))


def boolean(body: bytes, where: str) -> bool:
    """The answer to an ASK; Virtuoso gives a table with a number where nothing is matched."""
    told = _json(body, where)
    if isinstance(told.get("boolean"), bool):
        return bool(told["boolean"])
    found = told.get("results", {}).get("bindings", ())
    if len(found) == 1 and "__ASK_RETVAL" in found[0]:
        return bool(found[0]["__ASK_RETVAL"].get("value") == "1")
    raise StoreError("the server does not answer with yes or no", where=where)


def _json(body: bytes, where: str) -> dict[str, dict[str, list[dict[str, dict[str, str]]]]]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise broken(where, str(error)) from None
    return told if isinstance(told, dict) else {}


def broken(where: str, what: str) -> StoreError:
    """What to say of an answer that cannot be read to its end."""
    return StoreError(
        f"the answer breaks off or is malformed ({what})", where=where, next_step="Ask again"
    )


def readable(body: bytes) -> bytes:
    """Results as the standard has them: Virtuoso's nodes without names look like addresses."""
    return _NODE.sub(rb'\1"', body) if b'"nodeID://' in body else body


def normal(quad: Quad) -> Quad:
    """A statement as we wrote it: some servers give booleans back as numbers."""
    told = quad.object
    if isinstance(told, Literal) and told.datatype == XSD.boolean and told.value in ("0", "1"):
        value = Literal("true" if told.value == "1" else "false", datatype=XSD.boolean)
        return Quad(quad.subject, quad.predicate, value, quad.graph_name)
    return quad


def has_writable_default_graph(transport: Transport) -> bool:
    """Try it: whether the default graph takes a statement, and holds no more than its own."""
    graph = f"<{STATUS.value}-probe>"
    mark = f"<{STATUS.value}> <{STATUS.value}#probe>"
    try:
        transport.update(f'INSERT DATA {{ {mark} "own" . GRAPH {graph} {{ {mark} "named" }} }}')
        answer = transport.select(f"SELECT ?o {{ {mark} ?o }}")
        return rows(answer.body, transport.server.query) == 1 and b"own" in answer.body
    except StoreError:
        return False
    finally:
        for text in (f'DELETE DATA {{ {mark} "own" }}', f"DROP SILENT GRAPH {graph}"):
            _quietly(transport, text)


def _quietly(transport: Transport, text: str) -> None:
    try:
        transport.update(text)
    except StoreError:
        return


def ours(graphs: Iterable[NamedNode], foreign: Iterable[str]) -> list[NamedNode]:
    """The named graphs without our own bookkeeping and what was there before us."""
    hidden = {VIEW.value, STATUS.value, f"{STATUS.value}-probe", *foreign}
    return sorted((g for g in graphs if g.value not in hidden), key=lambda graph: graph.value)
