"""Commands that ask the graph: named questions and SPARQL."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.options import FormatOption, StoreOption, open_graph, settle
from kg.cli.output import tell_snapshot, write_as_json, write_data, write_json, write_rows
from kg.errors import ConfigurationError

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.queries import Result
    from kg.store import Solutions

_LONGEST_PATH: Final = 1024


def ask(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A question; --list shows them.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the questions.")] = False,
    show_sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the question's SPARQL, do not run it.")
    ] = False,
    format: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """Ask a named question: kg ask meeting-participants --meeting "London meeting"."""
    from kg import queries

    settings = settle(store=store, format=format)
    values = dict(_parameters(context.args))
    if show_list or name is None:
        write_rows(_catalogue(), settings.format or "table")
        return
    query = queries.load(name)
    for parameter in values:
        query.parameter(parameter)
    with open_graph(settings) as graph:
        text = queries.bound(graph.store, name, values)
        if show_sparql:
            sys.stdout.write(text)
            return
        _write_solutions(graph.store.select(text), settings.format)
        tell_snapshot(graph.store)


def _parameters(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What follows a question's name: ``--meeting X`` or ``--meeting=X``."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise ConfigurationError(
                f"{word!r} is no parameter", next_step="Write parameters as --meeting NAME."
            )
        given = value if equals else next(rest, None)
        if given is None:
            raise ConfigurationError("has no value", where=word, next_step=f"Write {word} VALUE.")
        yield name.replace("-", "_"), given


def _catalogue() -> Result:
    from kg.queries import Result, load_all

    rows = tuple(
        (query.name, " ".join(f"--{p.name}" for p in query.parameters), query.summary)
        for query in load_all()
    )
    return Result(("question", "parameters", "summary"), rows)


def sparql(
    query: Annotated[str, typer.Argument(metavar="QUERY|FILE|-", help="SPARQL 1.1, or its file.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Rows: table, csv, json, srj.  Triples: ttl, nt.  [default: table or ttl]",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Run any SPARQL 1.1 query; common prefixes are known."""
    from kg.store import Solutions

    settings = settle(store=store, format=format)
    text = _query_text(query)
    with open_graph(settings) as graph:
        answer = graph.store.query(text)
        if isinstance(answer, bool):
            _write_truth(answer, settings.format)
        elif isinstance(answer, Solutions):
            _write_solutions(answer, settings.format)
        else:
            _write_triples(answer, settings.format)
        tell_snapshot(graph.store)


def _query_text(given: str) -> str:
    """The text itself, a file's, or what comes down the pipe."""
    if given == "-":
        return sys.stdin.read()
    if not _names_a_file(given):
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no UTF-8 text"
        raise ConfigurationError(
            f"cannot be read as a query ({reason})",
            where=given,
            next_step="Give the SPARQL text itself, a file, or -.",
        ) from None


def _names_a_file(given: str) -> bool:
    """A query has spaces; a path may have some too, but ends like one or is there."""
    if len(given) > _LONGEST_PATH or "\n" in given or "\0" in given:
        return False
    ends = Path(given).suffix in {".rq", ".sparql"}
    return ends or (bool(given) and (not re.search(r"\s", given) or Path(given).is_file()))


def _write_solutions(found: Solutions, form: str) -> None:
    from kg.queries import table

    if form == "srj":
        from pyoxigraph import QueryResultsFormat

        write_as_json(found.serialize(QueryResultsFormat.JSON).decode())
    else:
        write_rows(table(found), form or "table")


def _write_truth(answer: bool, form: str) -> None:
    if form in ("ttl", "nt"):
        raise ConfigurationError(f'yes or no cannot be printed as "{form}"', where="--format")
    write_json({"head": {}, "boolean": answer} if form == "srj" else answer)


def _write_triples(triples: Iterable[Triple], form: str) -> None:
    from pyoxigraph import RdfFormat, serialize

    from kg.store import PREFIXES

    forms = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "": RdfFormat.TURTLE}
    if form not in forms:
        raise ConfigurationError(
            f'triples cannot be printed as "{form}"',
            where="--format",
            next_step="They go to ttl or nt; rows (SELECT) to table, csv, json or srj.",
        )
    prefixes = PREFIXES if forms[form] is RdfFormat.TURTLE else None
    written = serialize(triples, format=forms[form], prefixes=prefixes)
    write_data((written or b"").decode())
