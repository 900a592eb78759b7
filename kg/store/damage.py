"""Looks for damage in the folder of a store, without changing anything."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pyoxigraph import BlankNode, DefaultGraph, NamedNode
from pyoxigraph import Store as Engine

from kg.errors import StoreError
from kg.store.embedded import Embedded
from kg.store.failures import mapped

GraphName = NamedNode | BlankNode | DefaultGraph
State = Literal["well", "busy", "damaged"]
_NEEDED: Final = ("CURRENT", "MANIFEST-*")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a store and how it is."""

    name: str
    state: State
    detail: str


def examine(folder: Path, *, deep: bool = False) -> list[Part]:
    """How the parts of a store are: what is read, what is written, and older snapshots.

    Parameters: ``deep`` reads every block of every index, which finds a single wrong byte.
    Returns: all but older snapshots that a writer swept away meanwhile.
    Raises: StoreError when there is no store in the folder.
    """
    published = _published(folder)
    looked_at = ((path, _part(folder, "snapshot", path, deep=deep)) for path in published)
    parts = [
        part
        for path, part in looked_at
        if part.state == "well" or path.is_dir() or path == published[0]
    ]
    return [*parts, _live(folder, deep=deep)]


def _published(folder: Path) -> list[Path]:
    """The snapshots, the current one first."""
    try:
        there = Embedded.published(folder)
    except StoreError:
        there = (folder / "live").is_dir()
        if not there:
            raise
    if not there and not (folder / "live").is_dir():
        raise StoreError("there is no store here", where=str(folder))
    link = folder / "current"
    current = folder / link.readlink() if link.is_symlink() else None
    others = sorted(
        (path for path in (folder / "snapshots").glob("*") if path.name.isdecimal()),
        key=lambda path: -int(path.name),
    )
    return [*([current] if current else []), *(path for path in others if path != current)]


def _part(folder: Path, kind: str, path: Path, *, deep: bool) -> Part:
    name = f"{kind} {path.name}" if kind == "snapshot" else path.name
    if missing := [need for need in _NEEDED if not any(path.glob(need))]:
        return Part(name, "damaged", f"{path.name}/{missing[0]} is missing")
    try:
        with mapped(str(folder)):
            engine = Engine.read_only(str(path))
            count = _scan(engine) if deep else len(engine)
    except StoreError as error:
        return Part(name, "damaged", error.what.removeprefix("the store is damaged: "))
    except SyntaxError as error:
        return Part(name, "damaged", str(error))
    return Part(name, "well", f"{count} statements{', every block read' if deep else ''}")


def _live(folder: Path, *, deep: bool) -> Part:
    live = folder / "live"
    if live.is_dir() and _is_locked(live / "LOCK"):
        return Part("live", "busy", "another process is writing; look again when it has finished")
    return _part(folder, "live", live, deep=deep)


def _is_locked(path: Path) -> bool:
    """Whether a writer holds the engine's lock."""
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _scan(engine: Engine) -> int:
    """Read every index: each kind of pattern is answered from another one."""
    count = _read(engine, None)
    for graph in (DefaultGraph(), *engine.named_graphs()):
        _read(engine, graph)
    return count


def _read(engine: Engine, graph: GraphName | None) -> int:
    count = 0
    predicates, objects = set(), set()
    for quad in engine.quads_for_pattern(None, None, None, graph):
        count += 1
        predicates.add(quad.predicate)
        objects.add(quad.object)
    for predicate in predicates:
        deque(engine.quads_for_pattern(None, predicate, None, graph), maxlen=0)
    for wanted in objects:
        deque(engine.quads_for_pattern(None, None, wanted, graph), maxlen=0)
    return count
