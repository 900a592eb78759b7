"""What is printed: rows as a table, CSV or JSON on stdout; messages and progress on stderr."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import isfinite, isnan
from typing import IO, TYPE_CHECKING, Final, TextIO, TypeVar, cast

from kg.errors import ConfigurationError
from kg.terms import BASE

if TYPE_CHECKING:
    from rich.console import Console

    from kg.pipeline import Skipped
    from kg.queries import Cell, Result
    from kg.store import Memory

T = TypeVar("T")
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that a terminal would obey: line feeds and tabs are left."""
_ABOVE: Final = re.compile("[\x7f-\x9f]")
"""Those of them that JSON may hold as they are, and that are no part of a colour."""
PIPE_WIDTH: Final = 160
_DETAILS: Final = frozenset({"start", "end", "rule", "modality", "confidence", "office_iri"})
"""Columns that a table on a screen leaves out: CSV and JSON have them."""
_DITTO: Final = "″"
_FEW: Final = 3
_COLUMN: Final = 12
"""The least width of a column, on average, that can still be read."""
_OTHERS: Final = frozenset({"article", "of", "on_behalf_of", "previous"})
"""Columns of IRIs that a row's own label or name does not cover."""


def write_rows(rows: Result, form: str) -> None:
    """Print rows on stdout as ``table``, ``csv`` or ``json``.

    Raises `ConfigurationError` for another format: rows are not triples.
    """
    writers: dict[str, Callable[[Result], None]] = {
        "table": _write_table,
        "csv": _write_csv,
        "json": _write_json,
    }
    if form not in writers:
        raise ConfigurationError(
            f'rows cannot be printed as "{form}"',
            where="--format",
            next_step="Rows go to table, csv or json, answers to srj too; triples to ttl or nt.",
        )
    writers[form](rows)


def _write_json(rows: Result) -> None:
    write_json([{name: _finite(cell) for name, cell in row.items()} for row in rows])


def _finite(cell: Cell) -> Cell:
    """JSON has no number for infinity, nor for what is not a number: they are words, as in XSD."""
    if not isinstance(cell, float) or isfinite(cell):
        return cell
    return "NaN" if isnan(cell) else "INF" if cell > 0 else "-INF"


def write_json(value: object) -> None:
    """Print one JSON value, readable on a terminal and on one line in a pipe."""
    indent = 1 if sys.stdout.isatty() else None
    write_as_json(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False))


def write_as_json(text: str) -> None:
    """Print what is JSON already; what a terminal would obey is escaped."""
    sys.stdout.write(_ABOVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def write_data(text: str) -> None:
    """Print data: as they are in a pipe, on a terminal without what it would obey."""
    sys.stdout.write(inert(text) if sys.stdout.isatty() else text)


def say(text: str) -> None:
    """Print lines for a person on stdout."""
    sys.stdout.write(f"{inert(text)}\n")


def inert(text: str) -> str:
    """Text in which nothing commands a terminal; articles are not trusted with that."""
    return _OBEYED.sub("\ufffd", text)


def only(rows: Result, columns: Sequence[str]) -> Result:
    """Some of the columns, in that order."""
    at = [rows.columns.index(name) for name in columns]
    return replace(
        rows, columns=tuple(columns), rows=tuple(tuple(r[i] for i in at) for r in rows.rows)
    )


def _write_csv(rows: Result) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if cell is None else _plain(cell) for cell in row] for row in rows.rows)
    write_data(text.getvalue())


def _plain(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else _finite(cell)


def _write_table(rows: Result) -> None:
    draw_table(rows, console(sys.stdout))


def draw_table(rows: Result, target: Console, *, title: str = "") -> None:
    """Draw what helps a reader: names instead of IRIs, and what all rows share above them."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns = readable(rows)
    shared = _shared(only(rows, columns))
    for name, value in shared.items():
        target.print(f"{_heading(name)}: {short(value)}", markup=False)
    shown = only(rows, [name for name in columns if name not in shared])
    if target.width < _COLUMN * len(shown.columns):
        _draw_cards(shown, target, title)
        return
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for index, name in enumerate(shown.columns):
        number = all(isinstance(row[index], int | float | None) for row in shown.rows)
        table.add_column(
            _heading(name), justify="right" if number and shown.rows else "left", overflow="fold"
        )
    for above, row in zip([(), *shown.rows], shown.rows, strict=False):
        table.add_row(*map(Text, _cells(shown.columns, above, row)))
    target.print(table)


def _draw_cards(rows: Result, target: Console, title: str) -> None:
    """One cell a line: what a narrow terminal can show without cutting words apart."""
    from rich.text import Text

    if title:
        target.print(Text(title))
    for row in rows.rows:
        target.print()
        for name, cell in zip(rows.columns, row, strict=True):
            if cell is not None:
                target.print(Text(f"{_heading(name)}: {short(cell)}"))


def _heading(column: str) -> str:
    return column.replace("_", " ")


def _shared(rows: Result) -> dict[str, Cell]:
    """Columns with one value throughout, unless that would leave no table."""
    if len(rows) < _FEW:
        return {}
    firsts = dict(zip(rows.columns, rows.rows[0], strict=True))
    same = {name: first for name, first in firsts.items() if set(rows.column(name)) == {first}}
    return same if len(same) < len(firsts) else {}


def _cells(columns: Sequence[str], above: Sequence[Cell], row: Sequence[Cell]) -> Iterator[str]:
    """A row's words; a long one that stands just above is not said again."""
    for index, name in enumerate(columns):
        again = name == "quote" and above and above[index] == row[index] is not None
        yield _DITTO if again else "" if row[index] is None else short(row[index])


def readable(rows: Result) -> list[str]:
    """The columns worth a reader's width.

    An IRI whose name stands beside it, technical details, and columns without any value stay away.
    """
    named = {c.removesuffix("_label") for c in rows.columns if c.endswith("_label")}
    own = bool({"label", "name"} & set(rows.columns))
    columns = []
    for index, column in enumerate(rows.columns):
        values = [row[index] for row in rows.rows if row[index] is not None]
        is_thing = any(isinstance(v, str) and v.startswith(f"{BASE}id/") for v in values)
        covered = column in named or (own and is_thing and column not in _OTHERS)
        if values and not covered and column not in _DETAILS:
            columns.append(column)
    return columns or list(rows.columns)


def short(cell: Cell) -> str:
    """A value for reading: our IRIs without their common beginning, newlines as spaces."""
    text = str(_plain(cell))
    for start in (f"{BASE}id/article/", f"{BASE}id/", BASE):
        text = text.removeprefix(start)
    return inert(" ".join(text.split()))


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream (default stderr): coloured on a terminal, wide and plain in a pipe."""
    from rich.console import Console

    stream = stream or sys.stderr
    width = None if stream.isatty() else PIPE_WIDTH
    return Console(file=cast("IO[str]", _Inert(stream)), width=width, highlight=False)


class _Inert:
    """A stream on which colours are the only commands."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(_ABOVE.sub("\ufffd", text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def tell(message: str) -> None:
    """Say something to the person, not to the pipe."""
    sys.stderr.write(f"{inert(message)}\n")


def tell_snapshot(store: Memory) -> None:
    """Name the state that figures were read from, so that they can be cited."""
    tell(f"snapshot {store.snapshot} of {store.location}")


def tell_skipped(skipped: Skipped) -> None:
    """Say at once what was not read, why, and what to do about it."""
    tell(f"Skipped {skipped.where}: {skipped.reason.rstrip('.')}. {skipped.next_step}".rstrip())


def track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Pass items on while a terminal shows how many of them are done."""
    from rich.progress import track as tracked

    quiet = not sys.stderr.isatty()
    yield from tracked(items, what, total=total, console=console(), transient=True, disable=quiet)
