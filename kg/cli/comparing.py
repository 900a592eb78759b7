"""``kg diff``: what changed between two states of the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import FormatOption, StoreOption, settle
from kg.cli.output import tell, write_rows

if TYPE_CHECKING:
    from kg.store import Memory

_STATE = "A snapshot's number in --store, or another graph: a folder, a backup's folder, a server."


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=_STATE)],
    b: Annotated[
        str | None, typer.Argument(metavar="[B]", help="Likewise.  [default: the graph as it is]")
    ] = None,
    format: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """Articles and facts that came, went, or have more or less evidence, from A to B."""
    from kg.graph.difference import difference

    settings = settle(store=store, format=format)
    with _state(a, settings.store) as before, _state(b or settings.store, settings.store) as after:
        found = difference(before, after)
        names = [f"{s.location}, snapshot {s.snapshot}" for s in (before, after)]
    if len(found) or settings.format not in ("", "table"):
        write_rows(found, settings.format or "table")
    changes = found.column("change")
    counted = [f"{changes.count(name)} {name}" for name in dict.fromkeys(changes)]
    tell(f"from {names[0]} to {names[1]}: {', '.join(map(str, counted)) or 'no difference'}")


def _state(name: str, store: str) -> Memory:
    from kg.store import Embedded, open_store

    if name.isdecimal() and not Path(name).exists():
        return Embedded.at(Path(store), int(name))
    return open_store(name)
