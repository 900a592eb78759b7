"""Commands for an analyst's decisions: same, differ, reject, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.batch import watched
from kg.cli.options import FormatOption, StoreOption, open_graph, settle
from kg.cli.output import tell, tell_snapshot, write_rows

if TYPE_CHECKING:
    from kg.pipeline import Decision

_NAME = "A label, an IRI, or its end: official/ana-ruiz@ARTICLE is what one article knows."
NoteOption = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with the decision.")]


def same(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    note: NoteOption = "",
    store: StoreOption = None,
) -> None:
    """Decide that two things are one; holds through every rebuild."""
    with open_graph(settle(store=store)) as graph, watched() as watch:
        _tell(graph.same(a, b, note, watch=watch))


def differ(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    note: NoteOption = "",
    store: StoreOption = None,
) -> None:
    """Decide that two things are not one; holds through every rebuild."""
    with open_graph(settle(store=store)) as graph, watched() as watch:
        _tell(graph.differ(a, b, note, watch=watch))


def reject(
    fact: Annotated[
        str, typer.Argument(metavar="FACT", help="A fact's IRI, or fact/… as `kg show` prints it.")
    ],
    note: NoteOption = "",
    store: StoreOption = None,
) -> None:
    """Take a fact, and what was derived from it, out of the view for good."""
    with open_graph(settle(store=store)) as graph, watched() as watch:
        _tell(graph.reject(fact, note, watch=watch))


def decisions(
    undo: Annotated[str | None, typer.Option(metavar="ID", help="Take this decision back.")] = None,
    format: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """List the decisions, those that no longer find what they are about among them."""
    from kg.graph.deciding import listed

    settings = settle(store=store, format=format)
    with open_graph(settings) as graph:
        if undo is not None:
            with watched() as watch:
                graph.undo(undo, watch=watch)
            tell(f"decision {undo} is undone")
            tell_snapshot(graph.store)
            return
        rows = listed(graph.store)
        write_rows(rows, settings.format or "table")
        gone = sum(standing == "vanished" for standing in rows.column("standing"))
        if gone:
            tell(f"{gone} of {len(rows)} no longer find what they are about")
        tell_snapshot(graph.store)


def _tell(made: Decision) -> None:
    verb = "rejected" if made.verdict == "reject" else "decided"
    tell(f"{verb}: {made.label} ({made.standing}; undo with: kg decisions --undo {made.id})")
