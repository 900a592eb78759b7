"""What the view says of each thing, there before anybody asks for it.

``SELECT * { <thing> ?property ?value }`` is what browsers of linked data ask over and over, each
time of another thing. Handing that to a worker takes longer than answering it, and the service
must not touch the graph. So a process beside the workers takes the view apart once for a snapshot,
and the service looks things up in what it wrote: bytes and numbers, no engine, in bounded time.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from kg.pipeline import Archive
from kg.rdf import Term
from kg.server import negotiation, results
from kg.server.querying import Answer, Query

_MOST_TEXT: Final = 4096
_MOST_ROWS: Final = 1000
"""Larger answers are a worker's: meanwhile the service answers nobody."""
_NUMBER: Final = 4
"""Bytes of a place."""
_GAP: Final = r"[ \t\r\n]*+"
_NAME: Final = r"\?([A-Za-z_][A-Za-z0-9_]*)"
_PIECES: Final = (
    "", "SELECT", rf"(?:\*|{_NAME}{_GAP}{_NAME})", rf"(?:WHERE{_GAP})?\{{",
    r'<([^<>"{}|^`\\\x00-\x20]++)>', _NAME, _NAME, r"\.?", r"\}", r"(?:#[^\r\n]*)?",
)  # fmt: skip
_ABOUT_ONE: Final = re.compile(_GAP.join(_PIECES), re.IGNORECASE | re.ASCII)


class Asked(NamedTuple):
    """One thing's IRI, and the variables for its properties and their values, as they are listed.

    ``turned`` tells that values are listed before properties.
    """

    iri: str
    names: tuple[str, str]
    turned: bool


def asked_about(text: str) -> Asked | None:
    """The thing of which a query asks all that is said; None for any other query."""
    found = _ABOUT_ONE.fullmatch(text) if len(text) <= _MOST_TEXT else None
    if found is None:
        return None
    first, second, iri, a_property, a_value = found.groups()
    if not first:
        # The engine lists the variables of * by name.
        first, second = sorted((a_property, a_value))
    if a_property == a_value or {first, second} != {a_property, a_value}:
        return None
    return Asked(iri, (first, second), first == a_value)


class Texts:
    """Many texts as one: a sequence that takes little room and no time to send."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._ends = array("I", [0])
        parts = []
        for text in texts:
            parts.append(text.encode())
            self._ends.append(self._ends[-1] + len(parts[-1]))
        self._all = b"".join(parts)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> bytes:
        return self._all[self._ends[place] : self._ends[place + 1]]


class Things(NamedTuple):
    """Every thing with what is said of it.

    ``iris`` are sorted. What is said of one stands in ``said`` from ``begins`` of its place to that
    of the next: places in ``terms`` of a property and a value in turn.
    """

    snapshot: int
    iris: Texts
    begins: array[int]
    said: array[int]
    terms: Texts

    def answer(self, query: Query) -> Answer | None:
        """What a query gets in JSON; None for one that only a worker can answer."""
        if query.rows_as != negotiation.JSON or query.default or query.named:
            return None
        asked = asked_about(query.text)
        if asked is None:
            return None
        found = self._about(asked.iri)
        rows = len(found) // 2
        if not 0 < rows <= min(_MOST_ROWS, query.limit):
            return None
        columns = [map(self.terms.__getitem__, found[at::2]) for at in (0, 1)]
        body = results.json_of_terms(asked.names, columns[:: -1 if asked.turned else 1])
        if len(body) > query.size:
            return None
        return Answer(body, query.rows_as, rows, "", False, self.snapshot)

    def _about(self, iri: str) -> array[int]:
        wanted = iri.encode()
        place = bisect_left(self.iris, wanted)
        if place == len(self.iris) or self.iris[place] != wanted:
            return array("I")
        return self.said[self.begins[place] : self.begins[place + 1]]


# In a process of its own


def gathered(archive: Archive, room: int) -> Things | None:
    """What the view says of everything that has an IRI; None where that takes too many bytes."""
    said: dict[str, array[int]] = defaultdict(lambda: array("I"))
    terms = _Terms()
    size = 0
    for quad in archive.store.quads(DefaultGraph()):
        if isinstance(quad.subject, NamedNode):
            about = said[quad.subject.value]
            size += 2 * _NUMBER + (0 if about else len(quad.subject.value))
            about.extend((terms.place(quad.predicate), terms.place(quad.object)))
        if size + terms.size > room:
            return None
    return _joined(archive.store.snapshot, said, terms.texts)


class _Terms:
    """Terms as JSON, each once."""

    def __init__(self) -> None:
        self._places: dict[Term, int] = {}
        self.texts: list[str] = []
        self.size = 0

    def place(self, term: Term) -> int:
        found = self._places.setdefault(term, len(self.texts))
        if found == len(self.texts):
            self.texts.append(results.json_term(term))
            self.size += len(self.texts[-1]) + _NUMBER
        return found


def _joined(snapshot: int, said: dict[str, array[int]], terms: list[str]) -> Things:
    iris = sorted(said)
    begins, joined = array("I", [0]), array("I")
    for iri in iris:
        joined.extend(said[iri])
        begins.append(len(joined))
    return Things(snapshot, Texts(iris), begins, joined, Texts(terms))
