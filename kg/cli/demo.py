"""``kg demo``: the example graph, what it says, and its page."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kg.cli.batch import watched
from kg.cli.edge import SKIPPED
from kg.cli.output import console, short, tell, tell_snapshot

if TYPE_CHECKING:
    from rich.table import Table

    from kg.graph import Graph
    from kg.queries import Cell

    Row = dict[str, Cell]

FOLDER: Final = Path("kg-demo")
PAGE: Final = "coalition.html"
COALITION: Final = "anti-IS coalition"


def demo() -> None:
    """Build the graph of the example articles in ./kg-demo, print its findings, write its page."""
    from kg import resources
    from kg.graph import open as open_folder

    with open_folder(FOLDER) as graph:
        with as_file(resources.examples() / "articles") as articles, watched() as watch:
            report = graph.add(articles, watch=watch)
        page = graph.view()
        path = page.save(FOLDER / PAGE)
        _print_findings(graph, page.view.unknown)
        tell(f"The page: {path.resolve()}")
        tell(f"Ask on: kg ask --list; kg ask officials --store {FOLDER}")
        tell_snapshot(graph.store)
    if report.skipped:
        raise typer.Exit(SKIPPED)


def _print_findings(graph: Graph, unknown: Iterable[str]) -> None:
    out = console(sys.stdout)
    sections: tuple[tuple[str, Iterable[str | Table]], ...] = (
        (f"Who is in the {COALITION}", _membership(graph)),
        ("Who took part in which meeting", _attendance(graph)),
        ("Who was new, and who was missing, since the meeting before", _changes(graph)),
        ("What the articles disagree on", _disagreements(graph)),
        ("What is not known", unknown),
    )
    for title, parts in sections:
        out.print(f"\n{title}", style="bold")
        for part in parts:
            out.print(part, markup=False)


def _ask(graph: Graph, question: str, **values: str) -> list[Row]:
    from kg.queries import ask

    return ask(graph.store, question, **values).records()


def _membership(graph: Graph) -> Iterator[str]:
    """Members by how we know, each way with one sentence that says so."""
    about = next((row for row in _ask(graph, "coalitions") if row["label"] == COALITION), None)
    if about is None:
        yield "No article of this graph names it."
        return
    size = " ".join(str(about[c]) for c in ("qualifier", "stated_size") if about[c] is not None)
    lead = f", led by the {about['lead_label']}" if about["lead_label"] else ""
    yield f"{size} states are said to be in it{lead}; {about['named_members']} are named."
    by_basis: dict[Cell, dict[Cell, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _ask(graph, "coalition-members", coalition=COALITION):
        by_basis[row["basis"]][row["label"]].append(row)
    for basis, members in by_basis.items():
        yield f"{basis}: {', '.join(map(str, members))}"
        name, rows = next(iter(members.items()))
        yield f"    {name}, for instance, by {rows[0]['rule']}:"
        yield from (f"    {_quoted(row)}" for row in rows[:2])


def _attendance(graph: Graph) -> Iterator[str | Table]:
    """States against meetings, then the officials; the sentences are one question away."""
    from rich import box
    from rich.table import Table

    meetings = sorted(_ask(graph, "meetings"), key=lambda row: str(row["date"] or "9999"))
    roles = {row["meeting"]: _roles(graph, str(row["meeting"])) for row in meetings}
    crowded = [row for row in meetings if len(roles[row["meeting"]]["state"]) > 1]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for row in crowded:
        table.add_column(f"{row['label']}\n{row['date'] or 'date not given'}", justify="center")
    columns = [roles[row["meeting"]]["state"] for row in crowded]
    for state in sorted(set().union(*columns), key=str):
        table.add_row(state, *(_mark(column.get(state)) for column in columns))
    yield table
    for row in meetings:
        officials = roles[row["meeting"]]["official"].items()
        people = ", ".join(f"{name} ({role})" for name, role in officials) or "no official is named"
        where, when = row["place"] or "place not given", row["date"] or "date not given"
        yield f"{row['label']}, {where}, {when}, {row['status']}: {people}"


def _roles(graph: Graph, meeting: str) -> dict[Cell, dict[str, str]]:
    """Roles of those who took part, by kind and name."""
    roles: dict[Cell, dict[str, str]] = defaultdict(dict)
    for row in _ask(graph, "meeting-participants", meeting=meeting):
        roles[row["kind"]].setdefault(str(row["label"]), str(row["role"]))
    return roles


def _mark(role: str | None) -> str:
    if role in ("participant", "represented", None):
        return "x" if role else ""
    return str(role)


def _changes(graph: Graph) -> Iterator[str]:
    changes: dict[tuple[Cell, Cell, Cell], list[str]] = defaultdict(list)
    for row in _ask(graph, "joiners-leavers", coalition=COALITION):
        changes[row["date"], row["meeting_label"], row["change"]].append(str(row["label"]))
    for (date, meeting, change), states in changes.items():
        word = {"joined": "new", "left": "missing"}.get(str(change), change)
        yield f"{date} {meeting}: {word}: {', '.join(states)}"


def _disagreements(graph: Graph) -> Iterator[str]:
    for row in _ask(graph, "disagreements"):
        yield f"{row['subject_label']}, {row['aspect']}: {row['value']} in {_quoted(row)}"


def _quoted(row: Row) -> str:
    return f"“{' '.join(str(row['quote']).split())}” ({short(row['article'])})"
