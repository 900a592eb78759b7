"""The options that commands share, and how they become settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import ConfigurationError
from kg.settings import Settings, load

if TYPE_CHECKING:
    from kg.facts.llm import LanguageModel
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

LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="Also ask a language model at this OpenAI-compatible endpoint.  [default: none]",
    ),
]
LlmModelOption = Annotated[
    str | None, typer.Option("--llm-model", metavar="NAME", help="The model to ask there.")
]
NoSpacyOption = Annotated[
    bool,
    typer.Option("--no-spacy", help="Use no spaCy model; the grammar never needs one."),
]


def settle(**flags: object) -> Settings:
    """The settings, with what the command line says on top."""
    return load(flags)


def language_model(settings: Settings) -> LanguageModel | None:
    """The language model that the user named, if any; its key comes from ``KG_LLM_KEY`` alone.

    Raises: ConfigurationError when only half of it is named, or the address cannot be used.
    """
    if not settings.llm and settings.origins.get("llm_model") != "flag":
        return None
    if not settings.llm or not settings.llm_model:
        raise ConfigurationError(
            "a language model needs an endpoint and a name",
            next_step="Give --llm URL and --llm-model NAME.",
        )
    from kg.facts.llm import LanguageModel

    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return LanguageModel(
        settings.llm,
        settings.llm_model,
        key=os.environ.get("KG_LLM_KEY", ""),
        cache=caches / "coalition-kg" / "llm",
    )


def open_graph(settings: Settings) -> Graph:
    """The graph in its folder."""
    from kg.graph import open as open_folder

    return open_folder(settings.store)
