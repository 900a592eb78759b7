"""Which state of the graph something was read from: its snapshot and when it was derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.library import Library
from kg.pipeline import Archive, derived_when
from kg.render.wording import date_words
from kg.store.remote import Remote
from kg.store.transport import shown

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class State:
    """What a page says of the graph that it was read from.

    ``snapshot`` is 0 where nothing was published by this program; ``derived`` is the moment at
    which the derived facts were, as of the snapshot ``of``, or nothing where that is not known;
    ``remote`` is the address of a server, whose graph is read as it is at the moment.
    """

    snapshot: int = 0
    derived: datetime | None = None
    of: int = 0
    remote: str = ""

    @classmethod
    def of_archive(cls, archive: Archive) -> Self:
        """The state that is read through an open archive."""
        store = archive.store
        remote = shown(store.location) if isinstance(store, Remote) else ""
        return cls(store.snapshot, *derived_when(archive.library), remote)

    @classmethod
    def of_folder(cls, folder: Path, snapshot: int) -> Self:
        """The state of a store on disk; without the time of derivation when it cannot be read."""
        try:
            with Library.reader(folder, at=snapshot) as library:
                return cls(snapshot, *derived_when(library))
        except KgError:
            return cls(snapshot)

    @property
    def words(self) -> str:
        """In words, for the foot of a page."""
        if self.remote:
            batch = f", batch {self.snapshot}" if self.snapshot else ""
            return f"Read live from {self.remote}{batch}{self._derived}"
        return f"Read from snapshot {self.snapshot}{self._derived}" if self.snapshot else ""

    @property
    def _derived(self) -> str:
        if self.derived is None or self.of > self.snapshot:
            return ""
        day, time = date_words(f"{self.derived:%Y-%m-%d}"), f"{self.derived:%H:%M} UTC"
        before = f" as of snapshot {self.of}" if self.of < self.snapshot else ""
        return f", derived on {day}, {time}{before}"

    def told(self) -> Mapping[str, object]:
        """For programs."""
        when = self.derived.isoformat() if self.derived else None
        told = {
            "snapshot": self.snapshot or None,
            "derived": when,
            "derived_as_of": self.of or None,
        }
        return told | ({"remote": True, "read": "live"} if self.remote else {})
