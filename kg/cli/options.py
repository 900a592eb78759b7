"""The options that commands share, and how they become settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.settings import Settings, load

if TYPE_CHECKING:
    from kg.graph import Graph

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER",
        help="The graph's folder.  [default: ./kg-store]",
        rich_help_panel="Graph",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="table, csv, json or srj.  [default: table]"
    ),
]
PathsArgument = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders, or - for standard input.")
]
PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="When the articles appeared, as 2015-01-22."),
]
WorkersOption = Annotated[
    int | None, typer.Option(metavar="N", help="Processes that read articles.  [default: 1]")
]


def settle(**flags: object) -> Settings:
    """The settings, with what the command line says on top."""
    return load(flags)


def open_graph(settings: Settings) -> Graph:
    """The graph in its folder."""
    from kg.graph import open as open_folder

    return open_folder(settings.store)
