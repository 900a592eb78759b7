"""``kg analyse``: who is connected to whom, in figures that can be read and cited."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.options import FormatOption, StoreOption, open_graph, settle
from kg.cli.output import console, draw_table, tell, tell_snapshot, write_json, write_rows
from kg.errors import ConfigurationError

if TYPE_CHECKING:
    from kg.analysis import Measures
    from kg.queries import Cell, Result

SHOWN: Final = 12


def analyse(
    kinds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NETWORK…]",
            help="state-meeting, official-meeting, co-attendance, membership.  [default: all]",
        ),
    ] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="Meetings on or after.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Meetings on or before.")] = "",
    status: Annotated[
        str, typer.Option(metavar="BASIS", help="Only what is stated, inferred or background.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write CSV, JSON and SVG there."),
    ] = None,
    format: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """Networks of states, officials, meetings and coalitions: degree, centrality, communities."""
    from kg import analysis, queries

    settings = settle(store=store, format=format)
    with open_graph(settings) as graph:
        ask = partial(queries.ask, graph.store)
        found = [
            analysis.measure(analysis.network(kind, ask, since=since, until=until, status=status))
            for kind in kinds or analysis.KINDS
        ]
        _print(found, settings.format or "table")
        if out is not None:
            for measures in found:
                _write(measures, out)
        tell_snapshot(graph.store)


def _write(measures: Measures, folder: Path) -> None:
    """Tables as CSV and JSON, pictures as SVG."""
    from kg import analysis
    from kg.render.svg import charts

    written = analysis.write(measures, folder)
    pictures = charts(measures)
    for name, drawing in pictures.items():
        (folder / name).write_text(drawing, encoding="utf-8")
    tell(f"wrote {len(written) + len(pictures)} files of {measures.kind}")


def _print(found: list[Measures], form: str) -> None:
    if form == "json":
        write_json({m.kind: {"notes": m.notes, **m.tables()} for m in found})
    elif form == "csv" and len(found) == 1:
        write_rows(_result(found[0].nodes), "csv")
    elif form == "table":
        for measures in found:
            _draw(measures)
    else:
        raise ConfigurationError(
            f'several networks cannot be printed as "{form}"',
            where="--format",
            next_step="Name one network for csv, use json, or write files with --out DIR.",
        )


def _draw(measures: Measures) -> None:
    """The most connected nodes and the communities; the files have all of them."""
    out = console(sys.stdout)
    out.print(f"\n{measures.kind}: {len(measures.nodes)} nodes, {len(measures.pairs)} lines")
    for title, rows in (("", measures.nodes), ("communities", measures.communities)):
        if rows:
            draw_table(_result(list(rows)[:SHOWN]), out, title=title)
            if len(rows) > SHOWN:
                out.print(f"… and {len(rows) - SHOWN} more (--out DIR or -f json has all)")
    for note in measures.notes:
        out.print(note, markup=False)


def _result(rows: Iterable[Mapping[str, object]]) -> Result:
    from kg.queries import Result

    ordered = list(rows)
    columns = tuple(ordered[0]) if ordered else ()
    return Result(columns, tuple(tuple(_cell(row[c]) for c in columns) for row in ordered))


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return round(value, 4)
    return value if value is None or isinstance(value, int | str) else str(value)
