"""The options that commands share, and how they become settings."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand

from kg.errors import ConfigurationError
from kg.settings import Settings, load

if TYPE_CHECKING:
    from kg.facts.llm import LanguageModel
    from kg.graph import Graph

T = TypeVar("T")
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="The graph's folder, or where a SPARQL server takes queries.  [default: ./kg-store]",
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


class Command(TyperCommand):
    """A command that takes no empty path or name: that would be the current folder, or anything."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 -- as typer has it
        """Refuse what is empty before it turns into a path."""
        given, _, _ = self.make_parser(ctx).parse_args(args=[*args])
        for parameter in self.params:
            name, value = _path_name(parameter), given.get(parameter.name or "")
            words = value if isinstance(value, list | tuple) else [value]
            if name and any(isinstance(word, str) and not word.strip() for word in words):
                raise ConfigurationError(
                    f"{name} is empty", next_step="Check that the variable it comes from is set."
                )
        return super().parse_args(ctx, args)


def _path_name(parameter: Any) -> str:  # noqa: ANN401 -- typer's own click parameter
    """What to call an argument, or an option that takes a path; nothing for any other option."""
    form = (parameter.metavar or (parameter.name or "").upper()).strip("[]")
    if parameter.param_type_name == "argument":
        return str(form)
    return max(parameter.opts, key=len) if form in _PATHS else ""


_PATHS = frozenset({"DIR", "TSV", "FILE", "FOLDER", "FOLDER|URL"})
_REMOTE: dict[str, str] = {}
"""What this command line says about a server."""
_REMOTE_OPTIONS = {
    "store_update": ("URL", "Where that server takes updates."),
    "store_graph": ("URL", "Where it takes whole graphs (graph store)."),
    "library": ("FOLDER", "The articles' texts, of a graph on a server.  [default: ./kg-library]"),
}


def with_server(command: Callable[..., T]) -> Callable[..., T]:
    """A command on a graph with the options that a graph on a server needs beside ``--store``."""
    signature = inspect.signature(command, eval_str=True)
    if "store" not in signature.parameters:
        return command

    @functools.wraps(command)
    def run(**given: object) -> T:
        said = {name: given.pop(name, None) for name in _REMOTE_OPTIONS}
        _REMOTE.clear()
        _REMOTE.update({name: str(value) for name, value in said.items() if value is not None})
        return command(**given)

    parameters = list(signature.parameters.values())
    at = list(signature.parameters).index("store") + 1
    parameters[at:at] = [_parameter(name) for name in _REMOTE_OPTIONS]
    named = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    run.__signature__ = signature.replace(parameters=named)  # type: ignore[attr-defined]  # typer reads it
    run.__annotations__ = {p.name: p.annotation for p in named}
    return run


def _parameter(name: str) -> inspect.Parameter:
    metavar, text = _REMOTE_OPTIONS[name]
    flag = f"--{name.replace('_', '-')}"
    option = typer.Option(flag, metavar=metavar, help=text, rich_help_panel="Graph")
    kind = Annotated[str | None, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)


def settle(**flags: object) -> Settings:
    """The settings, with what the command line says on top.

    What is said about a server goes into the environment: processes that are started for the
    work learn it there.
    """
    settings = load({**flags, **_REMOTE})
    for name in (*_REMOTE_OPTIONS, "store_timeout"):
        if value := getattr(settings, name):
            os.environ[f"KG_{name.upper()}"] = value
    return settings


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
    """The graph in its folder or on its server."""
    from kg.graph import open as open_folder

    return open_folder(settings.store)
