"""The ``kg`` command: a table of thin commands around one edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from kg import __version__
from kg.cli import (
    articles,
    comparing,
    decisions,
    demo,
    networks,
    questions,
    records,
    safekeeping,
    serve,
    things,
    upkeep,
)
from kg.cli.edge import prepare_streams, report, report_fault, report_file
from kg.cli.options import Command, with_server
from kg.errors import KgError

FREE_PARAMETERS: Final = {"allow_extra_args": True, "ignore_unknown_options": True}
COMMANDS: Final[tuple[Callable[..., Any], ...]] = (
    demo.demo,
    articles.add,
    records.facts,
    questions.ask,
    questions.sparql,
    things.show,
    things.explain,
    networks.analyse,
    things.view,
    things.export,
    serve.serve,
    upkeep.check,
    articles.remove,
    articles.rebuild,
    decisions.same,
    decisions.differ,
    decisions.reject,
    decisions.decisions,
    comparing.diff,
    safekeeping.backup,
    safekeeping.restore,
    upkeep.evaluate,
    upkeep.doctor,
)

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in COMMANDS:
    app.command(
        cls=Command,
        context_settings=FREE_PARAMETERS if _command is questions.ask else None,
    )(with_server(_command))


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Who belongs to which coalition, who met whom, and the sentence that says so."""
    if version:
        typer.echo(f"coalition-kg {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; every failure of ours ends as one message and an exit code."""
    prepare_streams()
    try:
        app()
    except KgError as error:
        raise SystemExit(report(error)) from None
    except OSError as error:
        raise SystemExit(report_file(error)) from None
    except Exception as error:  # a fault of ours: said to be one, with where to report it
        raise SystemExit(report_fault(error)) from None
