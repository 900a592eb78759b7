"""Named questions as files: header, parameters, columns and the SPARQL text itself.

A file says ``#+ summary:``, ``#+ params:`` (JSON: name to type and help) and ``#+ columns:``, then
is a SELECT that any SPARQL 1.1 tool runs unchanged. Each parameter is a line
``VALUES ?name { default }``; only the term in it is ever replaced. A file that breaks this is
refused, not guessed at.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, QuerySolutions
from pyoxigraph import Store as Engine

from kg import resources
from kg.errors import QueryError, UnknownNameError
from kg.store import guard

PLAIN_TYPES = frozenset({"date", "string", "integer"})
"""Types of parameters that are values; all others name classes of the ontology."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about.

    ``type`` is date, string, integer, or the classes (space-separated) that the thing named must
    have. ``bind`` tells whether the thing's ``iri`` or its ``label`` goes into the query.
    ``column`` is where that stands in every row, if the answer about one thing is just those rows
    of the answer about all.
    """

    name: str
    type: str
    help: str
    bind: str = "iri"
    column: str = ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the ontology that it accepts; empty for plain values."""
        return () if self.type in PLAIN_TYPES else tuple(self.type.split())


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question: its name, what it answers, what it takes and gives, and its SPARQL text."""

    name: str
    summary: str
    notes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises: UnknownNameError with the near ones."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = [parameter.name for parameter in self.parameters]
        takes = f"It takes: {', '.join(known)}" if known else "It takes no parameters"
        what = f"the question {self.name!r} has no parameter {name!r}"
        raise UnknownNameError(what, candidates=known, next_step=takes)


@cache
def names() -> tuple[str, ...]:
    """The named questions, sorted."""
    found = (f.name for f in resources.queries().iterdir())
    return tuple(sorted(name.removesuffix(".rq") for name in found if name.endswith(".rq")))


@cache
def load(name: str) -> NamedQuery:
    """The question of that name (``coalition-members`` or ``coalition_members``).

    Raises: UnknownNameError with the near names; QueryError when its file is broken.
    """
    wanted = name.strip().casefold().replace("_", "-")
    if wanted not in names():
        near = nearest(wanted, names())
        step = f"Did you mean: {', '.join(near)}?" if near else f"Known: {', '.join(names())}"
        raise UnknownNameError(f"there is no question {name!r}", candidates=near, next_step=step)
    text = (resources.queries() / f"{wanted}.rq").read_text("utf-8")
    return parse_query(wanted, text)


def nearest(wanted: str, known: Sequence[str], limit: int = 5) -> list[str]:
    """The known names that look most like the wanted one: suggestions, never answers."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        wanted,
        known,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=60,
        limit=limit,
    )
    return [name for name, _, _ in found]


def headers(text: str) -> dict[str, list[str]]:
    """The ``#+ name: value`` lines at the head of a file."""
    found: dict[str, list[str]] = defaultdict(list)
    for match in re.finditer(r"^#\+\s*(\w+):\s*(.*?)\s*$", text, re.MULTILINE):
        found[match[1]].append(match[2])
    return found


def parse_query(name: str, text: str) -> NamedQuery:
    """Read a question from its text. Raises: QueryError when header and query do not agree."""
    head = headers(text)
    for needed in ("summary", "params", "columns"):
        if len(head.get(needed, ())) != 1:
            raise QueryError(f"exactly one line '#+ {needed}:' is needed", where=f"{name}.rq")
    parameters = _parameters(name, head["params"][0])
    query = NamedQuery(
        name,
        head["summary"][0],
        tuple(head.get("note", ())),
        parameters,
        tuple(head["columns"][0].replace(",", " ").split()),
        text,
    )
    _check(query)
    return query


def _parameters(name: str, header: str) -> tuple[Parameter, ...]:
    try:
        told = json.loads(header)
        return tuple(Parameter(key, **about) for key, about in told.items())
    except (ValueError, TypeError, AttributeError) as error:
        raise QueryError(f"'#+ params:' cannot be read: {error}", where=f"{name}.rq") from error


def _check(query: NamedQuery) -> None:
    for parameter in query.parameters:
        if parameter.column and parameter.column not in query.columns:
            what = f"{parameter.name} stands in a column {parameter.column!r} that there is not"
            raise QueryError(what, where=f"{query.name}.rq")
        if not _slot(parameter.name).search(query.text):
            what = f"a line 'VALUES ?{parameter.name} {{ … }}' is needed"
            raise QueryError(what, where=f"{query.name}.rq")
    guard.check(query.text)
    try:
        found = Engine().query(query.text)
    except SyntaxError as error:
        raise QueryError(str(error), where=f"{query.name}.rq") from error
    given = [v.value for v in found.variables] if isinstance(found, QuerySolutions) else []
    if given != list(query.columns):
        what = f"'#+ columns:' says {' '.join(query.columns)}, the query gives {' '.join(given)}"
        raise QueryError(what, where=f"{query.name}.rq")


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(\s*VALUES \?{re.escape(name)} \{{)[^{{}}]*(\}}\s*)$", re.MULTILINE)


def bind(query: NamedQuery, terms: Mapping[str, Sequence[NamedNode | Literal]]) -> guard.Checked:
    """The question's text with terms in its slots.

    Parameters: ``terms`` gives each parameter one term or several (any of them); they are written
    by the RDF library, so that nothing can be spliced in.
    """
    text = query.text
    for name, choice in terms.items():
        query.parameter(name)
        written = " ".join(str(term) for term in choice)
        text = _slot(name).sub(lambda slot: f"{slot[1]} {written} {slot[2]}", text)  # noqa: B023 -- at once
    return guard.Checked(text)
