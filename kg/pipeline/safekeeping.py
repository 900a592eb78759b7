"""Backups: a published snapshot with its articles as a store of its own, and the way back.

A backup is a folder that is itself a store, or the same in one tar file. It shares no bytes with
the store it was made from, and it is made while others read and write.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kg.errors import StoreDamagedError, StoreError
from kg.library import FILE, Library
from kg.store import Embedded
from kg.store.damage import examine
from kg.store.embedded import no_snapshot

_ENDINGS: Final = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz"}
_OURS: Final = re.compile(r"(?:live|snapshots/\d+)/[\w.-]+|library\.sqlite")
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds, or what was restored."""

    place: Path
    snapshot: int
    statements: int
    articles: int


def backup(store: Path, target: Path, *, snapshot: int = 0) -> Kept:
    """Copy a snapshot and its articles; others may read and write meanwhile.

    Parameters: ``target`` is a new folder, or a new file whose name ends in .tar, .tar.gz or .tgz;
    ``snapshot`` is an older one that is still there (default: the current one).
    Raises: StoreError when the target exists or the snapshot does not; StoreDamagedError when the
    snapshot is damaged, and then there is no backup.
    """
    if target.exists() or target.is_symlink():
        raise StoreError("there is something here already", where=str(target),
                         next_step="Name a new file or folder")  # fmt: skip
    ending = next((e for e in _ENDINGS if target.name.lower().endswith(e)), "")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(target.parent) as scratch:
        made = scratch / "store"
        number = _copy(store, made, snapshot)
        kept = _verified(made, number)
        if ending:
            packed = scratch / "packed"
            with tarfile.open(packed, _ENDINGS[ending]) as archive:  # type: ignore[call-overload]  # one of its modes
                archive.add(made, arcname=".", filter=_anonymous)
            made = packed
        made.replace(target)
    return Kept(target, kept.snapshot, kept.statements, kept.articles)


def restore(source: Path, store: Path, *, replace: bool = False) -> tuple[Kept, Path | None]:
    """Make a store of a backup, whole or not at all.

    Parameters: ``source`` is a backup's folder or tar file; ``replace`` lets it take the place of
    a store, which is moved aside and kept.
    Returns: what was restored, and where the store before went.
    Raises: StoreError when there is a store and ``replace`` is not given, or when the source is
    no backup; StoreLockedError while another process writes.
    """
    occupied = store.exists() and any(store.iterdir())
    if occupied and not replace:
        raise StoreError("there is something here already", where=str(store),
                         next_step="Name a new folder, or give --replace")  # fmt: skip
    store.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(store.absolute().parent) as scratch:
        made = scratch / "store"
        if source.is_dir():
            _copy(source, made)
        else:
            _unpack(source, made)
        number = _snapshot_number(made)
        if occupied:
            _refuse_writers(store)
            number = _renumber(made, number, max(number, _snapshot_number(store)) + 1)
        kept = _verified(made, number)
        aside = _move_aside(store) if store.exists() else None
        made.replace(store)
    return Kept(store, kept.snapshot, kept.statements, kept.articles), aside


def _copy(store: Path, made: Path, wanted: int = 0) -> int:
    """A snapshot may be swept away while it is copied; then there is a newer one."""
    for attempt in range(_TRIES):
        number = wanted or _snapshot_number(store)
        if not number:
            raise StoreError("there is no store here", where=str(store))
        try:
            shutil.copytree(store / "snapshots" / str(number), made / "snapshots" / str(number))
            break
        except (FileNotFoundError, shutil.Error) as error:
            shutil.rmtree(made, ignore_errors=True)
            if wanted and not (store / "snapshots" / str(number)).is_dir():
                raise no_snapshot(store, number) from None
            if wanted or attempt == _TRIES - 1 or _snapshot_number(store) == number:
                what = f"snapshot {number} cannot be copied"
                raise StoreDamagedError(what, where=str(store)) from error
    _complete(made, number)
    _copy_library(store / FILE, made / FILE, number)
    return number


def _complete(made: Path, number: int) -> None:
    """What a store has beside a snapshot: the folder that writers open, and the link."""
    snapshot = made / "snapshots" / str(number)
    shutil.copytree(snapshot, made / "live", copy_function=_linked, dirs_exist_ok=True)
    (made / "current").unlink(missing_ok=True)
    (made / "current").symlink_to(Path("snapshots") / str(number))


def _linked(source: str, target: str) -> None:
    """Tables never change once written; all other files may."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _copy_library(source: Path, target: Path, number: int) -> None:
    """The articles as of a snapshot: without what a writer is adding to the next one."""
    if not source.is_file():
        raise StoreDamagedError("the articles' texts are missing", where=str(source))
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
            here.execute("DELETE FROM article WHERE first > ? OR last <= ?", (number, number))
            here.execute("UPDATE article SET last = NULL")
            here.commit()
    except sqlite3.Error as error:
        raise StoreDamagedError(f"the library is damaged: {error}", where=str(source)) from error


def _verified(made: Path, number: int) -> Kept:
    """What a copy holds, read to the last block. Raises: StoreDamagedError."""
    for part in examine(made, deep=True):
        if part.state == "damaged":
            raise StoreDamagedError(
                f"{part.name} is damaged: {part.detail}",
                where="the copy that was made",
                next_step="`kg doctor --deep` tells which part of the store is damaged",
            )
    with Embedded.reader(made) as store, Library.reader(made, at=number) as library:
        return Kept(made, number, len(store.engine), len(library.ids()))


def _snapshot_number(store: Path) -> int:
    try:
        return int((store / "current").readlink().name)
    except (OSError, ValueError):
        return 0


def _renumber(made: Path, old: int, new: int) -> int:
    """Numbers of snapshots only rise, so that what was cited stays what it was."""
    (made / "snapshots" / str(old)).rename(made / "snapshots" / str(new))
    (made / "current").unlink()
    (made / "current").symlink_to(Path("snapshots") / str(new))
    return new


def _refuse_writers(store: Path) -> None:
    """Raises: StoreLockedError while somebody writes; damage is no reason not to restore."""
    try:
        Embedded.writer(store).close()
    except StoreDamagedError:
        return


def _move_aside(store: Path) -> Path | None:
    if not any(store.iterdir()):
        store.rmdir()
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = store.with_name(f"{store.name}.replaced-{stamp}")
    return store.rename(aside)


def _unpack(source: Path, made: Path) -> None:
    """Takes out the files of a store and nothing else, wherever an archive says they go."""
    first: dict[str, Path] = {}
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                if not _OURS.fullmatch(name) or not (member.isreg() or member.islnk()):
                    continue
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if member.islnk():
                    shutil.copy2(first[member.linkname.removeprefix("./")], path)
                elif (stream := archive.extractfile(member)) is not None:
                    with path.open("wb") as file:
                        shutil.copyfileobj(stream, file)
                first[name] = path
    except (tarfile.TarError, OSError, EOFError, KeyError) as error:
        raise StoreError(f"this is not a backup ({error})", where=str(source)) from error
    numbers = [path.name for path in (made / "snapshots").glob("*")]
    if len(numbers) != 1 or not (made / FILE).is_file():
        raise StoreError("this is not a backup", where=str(source))
    (made / "current").symlink_to(Path("snapshots") / numbers[0])


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Beside the target, so that the last step is a rename."""
    with tempfile.TemporaryDirectory(prefix=".kg-", dir=folder) as name:
        yield Path(name)
