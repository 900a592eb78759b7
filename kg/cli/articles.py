"""Commands that put articles into the graph and take them out."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.batch import conclude, watched
from kg.cli.options import (
    LlmModelOption,
    LlmOption,
    NoSpacyOption,
    PathsArgument,
    PublishedOption,
    StoreOption,
    WorkersOption,
    language_model,
    open_graph,
    settle,
)


def add(
    paths: PathsArgument,
    published: PublishedOption = None,
    id: Annotated[str | None, typer.Option(help="The article's identifier.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    workers: WorkersOption = None,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    no_spacy: NoSpacyOption = False,
    store: StoreOption = None,
) -> None:
    """Read articles into the graph; adding them again changes nothing."""
    settings = settle(store=store, workers=workers, llm=llm, llm_model=llm_model)
    model = language_model(settings)
    with open_graph(settings) as graph:
        with watched() as watch:
            report = graph.add(
                *paths,
                workers=settings.workers,
                model=model,
                watch=watch,
                published=published,
                id=id,
                url=url,
                title=title,
                publisher=publisher,
            )
        conclude(graph, report)


def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Article identifiers.")],
    store: StoreOption = None,
) -> None:
    """Retract articles: what only they said is gone afterwards."""
    with open_graph(settle(store=store)) as graph:
        with watched() as watch:
            report = graph.remove(*articles, watch=watch)
        conclude(graph, report)


def rebuild(
    workers: WorkersOption = None,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    store: StoreOption = None,
) -> None:
    """Read every stored article again and derive everything again."""
    settings = settle(store=store, workers=workers, llm=llm, llm_model=llm_model)
    model = language_model(settings)
    with open_graph(settings) as graph:
        with watched() as watch:
            report = graph.rebuild(workers=settings.workers, model=model, watch=watch)
        conclude(graph, report)
