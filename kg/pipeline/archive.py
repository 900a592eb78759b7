"""A graph and its articles' texts, opened and closed together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.library import Library
from kg.store import Embedded, Memory, Mode, open_store

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Archive:
    """A graph and its articles' texts: the store and the library of one place."""

    def __init__(self, store: Memory, library: Library) -> None:
        self.store = store
        self.library = library

    @classmethod
    def open(cls, location: str | Path, mode: Mode = "r") -> Archive:
        """Open a folder or ``:memory:``. Raises: StoreError and its kinds, as ``open_store``."""
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

    def close(self) -> None:
        """Let go of files and locks; closing twice is fine."""
        self.library.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
