"""A graph and its articles' texts, opened and closed together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import KgError, StoreError, StoreLockedError
from kg.library import FILE, Library
from kg.store import Embedded, Memory, Mode, Server, is_address, open_store
from kg.store.remote import Remote

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_STORE: Final = "store"
_DERIVED: Final = "derived"
_NONE: Final = contextlib.nullcontext()


class Archive:
    """A graph and its articles' texts: the store and the library of one place."""

    def __init__(
        self,
        store: Memory,
        library: Library,
        lock: contextlib.AbstractContextManager[object] = _NONE,
    ) -> None:
        self.store = store
        self.library = library
        self._lock = lock

    @classmethod
    def open(cls, location: str | Path | Server, mode: Mode = "r") -> Archive:
        """Open a folder, a server or ``:memory:``.

        A server's articles are kept in a folder on this machine; whoever reads elsewhere has the
        graph and its quotations, but not the articles' whole texts.
        Raises: StoreError and its kinds, as ``open_store``.
        """
        if isinstance(location, str) and is_address(location):
            location = Server.of(location)
        if isinstance(location, Server):
            return _remote(cls, location, mode)
        store = open_store(location, mode)
        if not isinstance(store, Embedded):
            return cls(store, Library.memory())
        try:
            if mode == "w":
                return cls(store, Library.writer(store.folder, at=store.snapshot + 1))
            return cls(store, Library.reader(store.folder, at=store.snapshot))
        except KgError:
            store.close()
            raise

    def follow(self) -> bool:
        """Move a reader of a server on to its newest batch, texts included; whether there was one.

        The library may be another one by then: a reader that came before the first batch has none.
        """
        store = self.store
        assert isinstance(store, Remote)
        if not store.refresh():
            return False
        self.library.close()
        self.library = _library(Path(store.server.library), store, "r")
        return True

    def close(self) -> None:
        """Let go of files and locks; closing twice is fine."""
        self.library.close()
        self.store.close()
        self._lock.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def note_derived(library: Library, snapshot: int) -> None:
    """Note that what a snapshot holds was derived now."""
    now = datetime.now(UTC).replace(microsecond=0)
    library.set_note(_DERIVED, f"{snapshot} {now.isoformat()}")


def derived_when(library: Library) -> tuple[datetime | None, int]:
    """When the derived facts were, and for which snapshot; nothing when it was never noted."""
    snapshot, _, when = library.note(_DERIVED).partition(" ")
    return (datetime.fromisoformat(when), int(snapshot)) if when else (None, 0)


def _remote(made: type[Archive], server: Server, mode: Mode) -> Archive:
    """A server's graph with the library beside it, which says whose texts it holds."""
    folder = Path(server.library)
    lock = contextlib.ExitStack()
    with contextlib.ExitStack() as undo:
        undo.enter_context(lock)
        if mode == "w":
            lock.enter_context(_locked(folder))
        store = open_store(server, mode)
        undo.callback(store.close)
        assert isinstance(store, Remote)
        library = _library(folder, store, mode)
        undo.pop_all()
    return made(store, library, lock)


def _library(folder: Path, store: Remote, mode: Mode) -> Library:
    if mode == "r":
        if not (folder / FILE).is_file():
            return Library.memory()
        library = Library.reader(folder, at=store.snapshot)
        if library.note(_STORE) == store.identity:
            return library
        library.close()
        return Library.memory()
    library = Library.writer(folder, at=store.snapshot + 1)
    owner = library.note(_STORE)
    if owner and owner != store.identity:
        library.close()
        raise StoreError(
            "the texts in this folder belong to another store, or the server was emptied",
            where=str(folder),
            next_step="Name another folder with --library, and add the articles again",
        )
    library.set_note(_STORE, store.identity)
    return library


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time on this machine, as for a store in a folder."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreLockedError(
                "another process is writing to the store of this library",
                where=str(folder),
                next_step="Wait until it has finished",
            ) from None
        yield
