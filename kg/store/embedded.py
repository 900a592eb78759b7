"""The store in a folder on disk.

``live/`` is opened by one writer at a time. ``snapshots/N`` is the state after a published batch,
made of hard links. ``current`` points to the newest and is switched atomically; readers open what
it points to and keep seeing that state. A snapshot is kept while it is among the newest few or
younger than some minutes, so that a reader has time to open what it has found; of young ones, some
hundreds at most.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import Store as Engine

from kg.errors import StoreError
from kg.store.failures import damaged, mapped
from kg.store.memory import Memory

KEEP: Final = 3
KEEP_SECONDS: Final = 600.0
KEEP_MOST: Final = 500
"""Snapshots that are kept at most, however young: who writes all the time makes ten a second."""
PRUNED: Final = 3
"""Snapshots that are removed when one is made."""
LOG_BYTES: Final = 16 * 1024 * 1024
"""What the engine's write-ahead logs may weigh before a closing writer sees to them."""


class Embedded(Memory):
    """A store in a folder: one writer, and any number of readers of published snapshots."""

    def __init__(self, folder: Path, engine: Engine, *, writing: bool, snapshot: int) -> None:
        self._engine = engine
        self._writing = writing
        self.folder = folder
        self.location = str(folder)
        self.snapshot = snapshot
        self.unpublished = _marker(folder).exists()

    @classmethod
    def writer(cls, folder: Path) -> Embedded:
        """Open for writing; creates the folder. One writer at a time."""
        _refuse_strangers(folder)
        _refuse_gaps(folder)
        with mapped(str(folder)):
            (folder / "live").mkdir(parents=True, exist_ok=True)
            engine = Engine(folder / "live")
        number = _current_number(folder)
        _sweep(folder, number)
        return cls(folder, engine, writing=True, snapshot=number)

    @classmethod
    def reader(cls, folder: Path) -> Embedded:
        """Open the last published snapshot, read-only."""
        engine, number = _open_current(folder)
        return cls(folder, engine, writing=False, snapshot=number)

    @classmethod
    def at(cls, folder: Path, number: int) -> Embedded:
        """Open an older snapshot that is still there, read-only.

        Raises: StoreError with the numbers there are when it is not.
        """
        _refuse_strangers(folder)
        place = _snapshot(folder, number)
        try:
            if place.is_dir():
                with mapped(str(folder)):
                    engine = Engine.read_only(str(place))
                return cls(folder, engine, writing=False, snapshot=number)
        except StoreError:
            if place.is_dir():
                raise
        raise no_snapshot(folder, number)

    @staticmethod
    def published(folder: Path) -> bool:
        """Whether there is a snapshot to read. Raises: StoreError when something else is there."""
        _refuse_strangers(folder)
        return _current_number(folder) > 0

    def refresh(self) -> bool:
        """Move a reader on to the newest snapshot; whether there was a newer one."""
        if self._writing or _current_number(self.folder) == self.snapshot:
            return False
        self._engine, self.snapshot = _open_current(self.folder)
        return True

    def publish(self) -> int:
        """Flush, snapshot by hard links, switch ``current``, prune; does nothing when unchanged."""
        if not self.unpublished and self.snapshot:
            return self.snapshot
        number = self.snapshot + 1
        with mapped(self.location):
            self.engine.flush()
            (self.folder / "snapshots").mkdir(exist_ok=True)
            self.engine.backup(_snapshot(self.folder, number))
            _switch(self.folder, number)
        _marker(self.folder).unlink(missing_ok=True)
        self.snapshot, self.unpublished = number, False
        _prune(self.folder, number)
        return number

    def close(self) -> None:
        """Let go of files and locks; closing twice is fine.

        The engine keeps write-ahead logs that it no longer needs until it is opened again, which
        after a large batch are most of what lies on disk.
        """
        opened = self._engine is not None
        super().close()
        if opened and self._writing and _log_bytes(self.folder) > LOG_BYTES:
            with contextlib.suppress(OSError, RuntimeError):
                Engine(self.folder / "live")

    def oldest(self) -> int:
        """The number of the oldest snapshot that is still kept."""
        return min(_numbers(self.folder), default=self.snapshot)

    def _write(self, change: Callable[[], None]) -> None:
        if not self._writing:
            raise StoreError(
                "the store is open for reading",
                where=self.location,
                next_step="Open it with mode w",
            )
        super()._write(change)

    def _mark(self) -> None:
        if not self.unpublished:
            with mapped(self.location):
                _marker(self.folder).touch()
            self.unpublished = True


# The folder


def no_snapshot(folder: Path, number: int) -> StoreError:
    """What to say when a snapshot is not, or no longer, there: which ones are."""
    there = ", ".join(_runs(_numbers(folder))) or "none"
    return StoreError(
        f"there is no snapshot {number}",
        where=str(folder),
        next_step=f"Still there: {there}. Older ones are swept away; backups are kept",
    )


def _runs(numbers: list[int]) -> Iterator[str]:
    """Sorted numbers, those that follow each other as their first and last."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *others = (number for _, number in run)
        yield f"{first} to {others[-1]}" if others else f"{first}"


def _marker(folder: Path) -> Path:
    return folder / "unpublished"


def _snapshot(folder: Path, number: int) -> Path:
    return folder / "snapshots" / str(number)


def _log_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "live").glob("*.log"))


def _numbers(folder: Path) -> list[int]:
    names = [path.name for path in (folder / "snapshots").glob("*")]
    return sorted(int(name) for name in names if name.isdecimal())


def _current_number(folder: Path) -> int:
    try:
        return int((folder / "current").readlink().name)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except (OSError, ValueError) as error:
        raise damaged(str(folder), "current does not point to a snapshot") from error


def _refuse_strangers(folder: Path) -> None:
    """A folder of other things must not be taken for a store, nor filled with one."""
    where = str(folder)
    if folder.exists() and not folder.is_dir():
        raise StoreError("this is a file, not a store", where=where, next_step="Name a folder")
    if folder.is_dir() and not (folder / "live").is_dir():
        ours = ("current", "snapshots", "unpublished", "library.sqlite")
        if not all(path.name.startswith(ours) for path in folder.iterdir()):
            raise StoreError(
                "this folder holds other files and is not a store",
                where=where,
                next_step="Name an empty or a new folder",
            )


def _refuse_gaps(folder: Path) -> None:
    """The engine would start an empty store over what is left of a damaged one."""
    live = folder / "live"
    published = _current_number(folder) > 0
    begun = any(live.glob("*.sst"))
    if (published or begun) and not (live / "CURRENT").exists():
        raise damaged(str(folder), "live/CURRENT is missing")


def _open_current(folder: Path) -> tuple[Engine, int]:
    _refuse_strangers(folder)
    for _ in range(20):
        number = _current_number(folder)
        if number == 0:
            raise StoreError(
                "there is no store here", where=str(folder), next_step="Add articles to it first"
            )
        with contextlib.suppress(FileNotFoundError), mapped(str(folder), racing=True):
            return Engine.read_only(str(_snapshot(folder, number))), number
        if _current_number(folder) == number:
            break
    raise damaged(str(folder), f"snapshot {number} is missing files")


def _switch(folder: Path, number: int) -> None:
    link = folder / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / str(number))
    link.replace(folder / "current")
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, current: int) -> None:
    """Remove what a killed writer left half made; only the holder of the lock may do this."""
    for path in (folder / "snapshots").glob("*"):
        if not path.name.isdecimal() or int(path.name) > current:
            shutil.rmtree(path, ignore_errors=True)


def _prune(folder: Path, current: int) -> None:
    """Remove the oldest snapshots, a few at a time: whoever publishes waits for this.

    Each loses its name first, so that nobody takes what is half gone for a damaged one.
    """
    now = time.time()
    for number in _numbers(folder)[:PRUNED]:
        path = _snapshot(folder, number)
        with contextlib.suppress(OSError):
            old = now - path.stat().st_mtime > KEEP_SECONDS or number <= current - KEEP_MOST
            if number <= current - KEEP and old:
                gone = path.rename(path.with_suffix(".gone"))
                shutil.rmtree(gone, ignore_errors=True)
