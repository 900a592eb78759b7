"""What is printed: rows as a table, CSV or JSON on stdout; messages and progress on stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

from kg.errors import ConfigurationError
from kg.terms import BASE

if TYPE_CHECKING:
    from rich.console import Console

    from kg.pipeline import Skipped
    from kg.queries import Cell, Result
    from kg.store import Memory

T = TypeVar("T")
PIPE_WIDTH: Final = 160
_DETAILS: Final = frozenset({"start", "end", "rule", "modality", "confidence", "office_iri"})
"""Columns that a table on a screen leaves out: CSV and JSON have them."""
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
            next_step="Rows go to table, csv, json or srj; triples to ttl or nt.",
        )
    writers[form](rows)


def _write_json(rows: Result) -> None:
    write_json(rows.records())


def write_json(value: object) -> None:
    """Print one JSON value, readable on a terminal and on one line in a pipe."""
    indent = 1 if sys.stdout.isatty() else None
    json.dump(value, sys.stdout, ensure_ascii=False, indent=indent, allow_nan=False)
    sys.stdout.write("\n")


def only(rows: Result, columns: Sequence[str]) -> Result:
    """Some of the columns, in that order."""
    at = [rows.columns.index(name) for name in columns]
    return replace(
        rows, columns=tuple(columns), rows=tuple(tuple(r[i] for i in at) for r in rows.rows)
    )


def _write_csv(rows: Result) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if cell is None else _plain(cell) for cell in row] for row in rows.rows)


def _plain(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _write_table(rows: Result) -> None:
    draw_table(rows, console(sys.stdout))


def draw_table(rows: Result, target: Console, *, title: str = "") -> None:
    """Draw what helps a reader: names instead of IRIs, no columns that are empty throughout."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = only(rows, readable(rows))
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for index, name in enumerate(shown.columns):
        number = all(isinstance(row[index], int | float | None) for row in shown.rows)
        table.add_column(
            name.replace("_", " "),
            justify="right" if number and shown.rows else "left",
            overflow="fold",
        )
    for row in shown.rows:
        table.add_row(*(Text("" if cell is None else short(cell)) for cell in row))
    target.print(table)


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
    return " ".join(text.split())


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream (default stderr): coloured on a terminal, wide and plain in a pipe."""
    from rich.console import Console

    stream = stream or sys.stderr
    return Console(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def tell(message: str) -> None:
    """Say something to the person, not to the pipe."""
    sys.stderr.write(f"{message}\n")


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
