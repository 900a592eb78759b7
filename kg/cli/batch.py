"""A batch as it runs: a progress line on a terminal, skipped sources at once, a summary after."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from kg.cli.edge import SKIPPED
from kg.cli.output import console, tell, tell_skipped

if TYPE_CHECKING:
    from kg.graph import Graph, Report
    from kg.graph.report import Watch
    from kg.pipeline import Event
    from kg.store import Store


@contextmanager
def watched() -> Iterator[Watch]:
    """Draws a batch's events: what is skipped in words, the rest as progress on a terminal."""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from kg import pipeline

    columns = SpinnerColumn(), TextColumn("{task.completed} articles, {task.description}")
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=console(), transient=True, disable=quiet) as progress:
        task = progress.add_task("reading", total=None)

        def watch(event: Event) -> None:
            match event:
                case pipeline.Skipped():
                    tell_skipped(event)
                case pipeline.Read(article):
                    progress.update(task, description=article)
                case pipeline.Added() | pipeline.Unchanged() | pipeline.Removed():
                    progress.advance(task)

        yield watch


def conclude(graph: Graph, report: Report) -> None:
    """Say what became of a batch and what the graph holds now; exit if something was skipped."""
    summary, *_ = str(report).splitlines()
    tell(f"{graph.location}: {summary}")
    if graph.snapshot:
        tell(holdings(graph.store))
    if report.skipped:
        raise typer.Exit(SKIPPED)


def holdings(store: Store) -> str:
    """One line with what the graph holds: things by kind, facts by basis."""
    from kg.queries import select

    things = select(store, _THINGS).records()[0]
    counted = ", ".join(
        f"{count} {kind if count != 1 else kind.removesuffix('s')}"
        for kind, count in things.items()
        if count
    )
    facts = ", ".join(f"{row['facts']} {row['basis']}" for row in select(store, _FACTS))
    return f"{counted or 'nothing yet'}; facts: {facts or 'none'}"


_THINGS = """
SELECT (COUNT(DISTINCT ?a) AS ?articles) (COUNT(DISTINCT ?s) AS ?states)
       (COUNT(DISTINCT ?o) AS ?officials) (COUNT(DISTINCT ?m) AS ?meetings)
       (COUNT(DISTINCT ?c) AS ?coalitions)
WHERE {
  { ?a a ckg:Article } UNION
  { ?s a ckg:State . FILTER EXISTS { ?article ckg:mentions ?s } } UNION
  { ?o a ckg:Official } UNION { ?m a ckg:Meeting } UNION
  { ?c a ckg:Coalition . FILTER EXISTS { ?article ckg:mentions ?c } }
}"""
_FACTS = """
SELECT ?basis (COUNT(DISTINCT ?fact) AS ?facts)
WHERE { ?fact ckg:evidence/ckg:basis ?basis } GROUP BY ?basis ORDER BY DESC(?basis)"""
