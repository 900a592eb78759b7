"""Questions are files: loads them, binds what they are asked about, runs them, gives rows.

``ask(store, "coalition-members", coalition="anti-IS coalition")`` is all that the command line,
Python and the service need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.model import PartialDate
from kg.queries.files import (
    NamedQuery,
    Parameter,
    bind,
    headers,
    load,
    names,
    nearest,
    parse_query,
)
from kg.queries.lookup import Named, find, find_all, things
from kg.rdf import literal
from kg.store import Solutions, Store
from kg.terms import XSD

__all__ = [
    "Cell",
    "Named",
    "NamedQuery",
    "Parameter",
    "Result",
    "ask",
    "bind",
    "bound",
    "cell",
    "find",
    "find_all",
    "headers",
    "load",
    "load_all",
    "names",
    "nearest",
    "parse_query",
    "select",
    "table",
    "things",
]

Cell = str | int | float | bool | None
"""A plain value: IRIs and dates as strings, counts as numbers, absent as None."""
_STRING = XSD.string.value
_XSD = _STRING.removesuffix("string")
_INTEGERS = frozenset({"integer", "int", "long", "short", "byte", "nonNegativeInteger"})
_FLOATS = frozenset({"decimal", "double", "float"})


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of plain values under named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[dict[str, Cell]]:
        """Each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Cell]:
        """One column's values."""
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.records())


def load_all() -> tuple[NamedQuery, ...]:
    """All named questions. Raises: QueryError when a file is broken."""
    return tuple(load(name) for name in names())


def ask(store: Store, name: str, /, **values: object) -> Result:
    """Ask a named question.

    Parameters: ``values`` are what it is asked about, as text or as Python values; None leaves a
    parameter at its default.
    Raises: UnknownNameError (with candidates) for an unknown question, parameter or thing;
    QueryError for a value that cannot be read.
    """
    return select(store, bound(store, name, values))


def bound(store: Store, name: str, values: Mapping[str, object]) -> str:
    """A named question's SPARQL text with its parameters filled in from the store's things."""
    query = load(name)
    terms = {
        key: _terms(store, query.parameter(key), value)
        for key, value in values.items()
        if value is not None
    }
    return bind(query, terms)


def select(store: Store, text: str) -> Result:
    """The rows of any SELECT. Raises: QuerySyntaxError with line, column and caret."""
    return table(store.select(text))


def table(found: Solutions) -> Result:
    """Solutions as plain values."""
    rows = tuple(tuple(map(cell, row)) for row in found)
    return Result(tuple(variable.value for variable in found.variables), rows)


# The same terms stand in many rows, and looking at one costs more than knowing it.
@lru_cache(maxsize=1 << 14)
def cell(term: object) -> Cell:
    """An RDF term as a plain value; a literal that its datatype does not allow stays text."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        kind = term.datatype.value
        return _value(term, kind) if kind != _STRING else term.value
    return None if term is None else str(term)


def _value(term: Literal, datatype: str) -> Cell:
    kind = datatype.removeprefix(_XSD)
    with suppress(ValueError):
        if kind in _INTEGERS:
            return int(term.value)
        if kind in _FLOATS:
            return float(term.value)
    return term.value in {"true", "1"} if kind == "boolean" else term.value


def _terms(store: Store, parameter: Parameter, value: object) -> Sequence[NamedNode | Literal]:
    if parameter.type == "date":
        return [_date(parameter, value)]
    if parameter.type in {"string", "integer"}:
        return [_plain(parameter, value)]
    if parameter.bind == "label":
        found = find_all(store, str(value), parameter.classes)
        return [Literal(label) for label in sorted({thing.label for thing in found})]
    return [find(store, str(value), parameter.classes).iri]


def _date(parameter: Parameter, value: object) -> Literal:
    day = value.date() if isinstance(value, datetime) else value
    text = str(day).strip()
    parts = text.split("-")
    try:
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
            raise ValueError
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        year, month, day = (int(part) if part else None for part in [*parts, "", ""][:3])
        return literal(PartialDate(year, month, day))
    except ValueError:
        raise QueryError(
            f"{parameter.name} is not a date: {text!r}",
            next_step="Write it as YYYY, YYYY-MM or YYYY-MM-DD",
        ) from None


def _plain(parameter: Parameter, value: object) -> Literal:
    if parameter.type == "string":
        return Literal(str(value))
    try:
        return literal(int(str(value)))
    except ValueError:
        raise QueryError(f"{parameter.name} is not a whole number: {value!r}") from None
