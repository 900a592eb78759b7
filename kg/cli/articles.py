"""Commands that put articles into the graph and take them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.batch import Outcome, follow
from kg.cli.edge import SKIPPED
from kg.cli.options import (
    PathsArgument,
    PublishedOption,
    StoreOption,
    WorkersOption,
    open_archive,
    settle,
)
from kg.cli.output import tell

if TYPE_CHECKING:
    from kg.pipeline import Archive


def add(
    paths: PathsArgument,
    published: PublishedOption = None,
    id: Annotated[str | None, typer.Option(help="The article's identifier.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    workers: WorkersOption = None,
    store: StoreOption = None,
) -> None:
    """Read articles into the graph; adding them again changes nothing."""
    from kg import pipeline

    settings = settle(store=store, workers=workers)
    with open_archive(settings, "w") as archive:
        outcome = follow(
            pipeline.add(
                archive,
                paths,
                workers=settings.workers,
                published=published,
                id=id,
                url=url,
                title=title,
                publisher=publisher,
            )
        )
        _conclude(archive, outcome)


def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Article identifiers.")],
    store: StoreOption = None,
) -> None:
    """Retract articles: what only they said is gone afterwards."""
    from kg import pipeline

    with open_archive(settle(store=store), "w") as archive:
        _conclude(archive, follow(pipeline.remove(archive, articles)))


def rebuild(workers: WorkersOption = None, store: StoreOption = None) -> None:
    """Read every stored article again and derive everything again."""
    from kg import pipeline

    settings = settle(store=store, workers=workers)
    with open_archive(settings, "w") as archive:
        _conclude(archive, follow(pipeline.rebuild(archive, workers=settings.workers)))


def _conclude(archive: Archive, outcome: Outcome) -> None:
    """Say what became of the batch and what the graph holds now."""
    tell(f"{outcome.summary} · snapshot {archive.store.snapshot} of {archive.store.location}")
    if archive.store.snapshot:
        tell(holdings(archive))
    if outcome.skipped:
        raise typer.Exit(SKIPPED)


def holdings(archive: Archive) -> str:
    """One line with what the graph holds: things by kind, facts by basis."""
    from kg.queries import select

    things = select(archive.store, _THINGS).records()[0]
    facts = {str(row["basis"]): row["facts"] for row in select(archive.store, _FACTS)}
    counted = [f"{count} {name.replace('_', ' ')}" for name, count in things.items() if count]
    based = [f"{count} {basis}" for basis, count in facts.items() if count]
    return f"{', '.join(counted) or 'nothing yet'} · facts: {', '.join(based) or 'none'}"


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
