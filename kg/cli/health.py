"""Whether a graph's files, or the server that keeps it, are well, and what to do if not."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.store.damage import Part


@dataclass(frozen=True, slots=True)
class Health:
    """What was found, as rows to print, and what to do; no advice where all is well."""

    rows: tuple[tuple[str, str], ...] = ()
    advice: str = ""


def look(location: str, *, deep: bool) -> Health:
    """Look at a folder's files, or ask a server things whose answers are known."""
    from kg.store import is_address

    if is_address(location):
        return Health(_server(location))
    folder = Path(location)
    if not folder.exists():
        return Health()
    from kg.store.damage import examine

    try:
        parts = examine(folder, deep=deep)
    except StoreError as error:
        return Health((("store", error.message),))
    rows = tuple((f"store, {part.name}", f"{part.state}: {part.detail}") for part in parts)
    if not deep:
        rows += (
            ("store, blocks", "not read, which is where a wrong byte shows: --deep reads all"),
        )
    library = _library(folder)
    if any(part.state == "damaged" for part in parts):
        return Health((*rows, library), _advice(location, parts))
    if library[1].startswith("damaged"):
        return Health((*rows, library), "Restore a backup: kg restore BACKUP --replace")
    return Health((*rows, library))


def _advice(location: str, parts: Sequence[Part]) -> str:
    """The shortest way back that loses least."""
    at = "" if location == "kg-store" else f" --store {shlex.quote(location)}"
    live = parts[-1]
    well = [part.name for part in parts[:-1] if part.state == "well"]
    if live.state == "well":
        return f"What is written is well, a published snapshot is not: kg rebuild{at}"
    restore = f"kg restore saved --replace{at}"
    if well:
        older = "" if well[0] == parts[0].name else f" --snapshot {well[0].split()[-1]}"
        kept = f"{well[0]} is well: kg backup saved{older}{at} && {restore}"
        return f"Readers lose nothing, {kept}" if not older else f"An older one, {kept}"
    return (
        f"No part of the graph can be read: restore a backup (kg restore BACKUP --replace{at}), "
        "or add the articles to a new store"
    )


def _library(folder: Path) -> tuple[str, str]:
    """Reads every article's text."""
    from kg.library import FILE, Library

    try:
        with Library.reader(folder, at=2**62) as library:
            return "store, articles", f"well: {sum(1 for _ in library.list())} texts in {FILE}"
    except StoreError as error:
        return "store, articles", f"damaged: {error.what}"


def _server(location: str) -> tuple[tuple[str, str], ...]:
    from kg.store import Server
    from kg.store.remote import Remote

    try:
        with Remote.reader(Server.of(location)) as store:
            findings = store.findings
            view = store.place_of_view or "its default graph"
    except StoreError as error:
        return (("server", error.message),)
    where = "by the server" if findings.trusted else "here, on a copy of the view"
    return (
        ("server", findings.server or "does not say its name"),
        ("server, self-test", "; ".join(f"wrong: {w}" for w in findings.wrong) or "passed"),
        ("server, questions", f"answered {where}"),
        ("server, view", view),
    )
