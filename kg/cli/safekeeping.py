"""Commands that keep the graph safe: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption, settle
from kg.cli.output import tell
from kg.errors import ConfigurationError
from kg.settings import Settings


def backup(
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE|FOLDER", help="A new .tar, .tar.gz or .tgz, or a new folder."),
    ],
    snapshot: Annotated[
        int, typer.Option(min=0, metavar="N", help="An older snapshot.  [default: the current one]")
    ] = 0,
    store: StoreOption = None,
) -> None:
    """Copy the graph as of now with its articles, while others read and write."""
    from kg.pipeline import safekeeping

    kept = safekeeping.backup(_folder(settle(store=store)), target, snapshot=snapshot)
    tell(f"{kept.place}: snapshot {kept.snapshot}, {kept.articles} articles, "
         f"{kept.statements} statements, every one read back")  # fmt: skip


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `kg backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Let it take the place of a store, which is kept.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Make the graph's folder out of a backup."""
    from kg.pipeline import safekeeping

    kept, aside = safekeeping.restore(source, _folder(settle(store=store)), replace=replace)
    tell(f"{kept.place}: snapshot {kept.snapshot}, {kept.articles} articles, "
         f"{kept.statements} statements")  # fmt: skip
    if aside is not None:
        tell(f"what was there before is now {aside}")


def _folder(settings: Settings) -> Path:
    from kg.store import is_address

    if is_address(settings.store):
        raise ConfigurationError(
            "a graph on a server is backed up by the server's own means",
            where=settings.store,
            next_step="Or write it to a file: kg export graph.nq; and keep the library's folder",
        )
    return Path(settings.store)
