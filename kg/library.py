"""The articles' texts and metadata, kept beside the graph so that quotations can be read in place.

The library keeps the discipline of the store's snapshots: every row says from which snapshot on it
holds and until which one. A reader of snapshot 7 gets the text that snapshot 7 was made from, even
while a writer replaces it. Rows that no kept snapshot needs are forgotten for good.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.errors import StoreDamagedError, StoreError, StoreLockedError
from kg.model import Article

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

FILE: Final = "library.sqlite"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS article (
    id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER,
    text TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL,
    published TEXT NOT NULL, publisher TEXT NOT NULL, extractor TEXT NOT NULL,
    PRIMARY KEY (id, first)
);
CREATE INDEX IF NOT EXISTS ended ON article (last);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA user_version = 1;
"""
_HOLDS: Final = "first <= :at AND (last IS NULL OR last > :at)"
_COLUMNS: Final = "id, text, title, url, published, publisher, extractor"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with the version of the extractor whose facts are in the graph."""

    article: Article
    extractor: str


class Library:
    """The articles as of one snapshot; ``at`` is that snapshot, or for a writer the next one."""

    def __init__(self, connection: sqlite3.Connection, *, at: int, where: str) -> None:
        self._connection = connection
        self.at = at
        self.where = where

    @classmethod
    def memory(cls) -> Library:
        """A library that is gone when it is closed."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.executescript(_SCHEMA)
        return cls(connection, at=1, where=":memory:")

    @classmethod
    def writer(cls, folder: Path, *, at: int) -> Library:
        """Open a store's library for writing towards snapshot ``at``; creates it.

        Whoever holds the store's writer lock is the only writer.
        """
        file = folder / FILE
        with _mapped(str(file)):
            connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()
                raise
        return cls(connection, at=at, where=str(file))

    @classmethod
    def reader(cls, folder: Path, *, at: int) -> Library:
        """Open a store's library as of snapshot ``at``, read-only.

        Raises: StoreDamagedError when the store has no library.
        """
        file = folder / FILE
        if not file.is_file():
            raise _damaged(str(file), "the articles' texts are missing")
        address = f"file:{quote(str(file.resolve()))}?mode=ro"
        with _mapped(str(file)):
            connection = _read_only(address)
        return cls(connection, at=at, where=str(file))

    def get(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        entry = self.entry(article_id)
        return entry.article if entry else None

    def entry(self, article_id: str) -> Entry | None:
        """The article of that id with its extractor's version, or None."""
        found = self._rows("AND id = :id", id=article_id)
        return next(found, None)

    def list(self) -> Iterator[Entry]:
        """All articles in the order of their ids."""
        return self._rows("ORDER BY id")

    def ids(self) -> tuple[str, ...]:
        """The ids of all articles, sorted."""
        text = f"SELECT id FROM article WHERE {_HOLDS} ORDER BY id"  # noqa: S608 -- constants
        with _mapped(self.where):
            return tuple(row[0] for row in self._connection.execute(text, {"at": self.at}))

    def put(self, article: Article, extractor: str) -> bool:
        """Keep an article in place of the one with its id; whether that changed anything."""
        if self.entry(article.id) == Entry(article, extractor):
            return False
        day = article.published.isoformat() if article.published else ""
        row = (article.text, article.title, article.url, day, article.publisher, extractor)
        with self._transaction():
            self._end(article.id)
            self._connection.execute(
                "INSERT INTO article VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?)",
                (article.id, self.at, *row),
            )
        return True

    def remove(self, article_id: str) -> bool:
        """Leave an article out from the next snapshot on; whether there was one."""
        with self._transaction():
            return self._end(article_id)

    def note(self, name: str) -> str:
        """What was noted under a name, or nothing."""
        with _mapped(self.where):
            found = self._connection.execute("SELECT value FROM note WHERE name = ?", (name,))
            row = found.fetchone()
        return str(row[0]) if row else ""

    def set_note(self, name: str, value: str) -> None:
        """Note something about the store as a whole."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def publish(self, snapshot: int, *, oldest: int) -> None:
        """Save to disk and go on towards the next snapshot.

        What no snapshot from ``oldest`` on needs is forgotten. Transactions alone are not on the
        disk before a checkpoint, and closing makes none while somebody else reads.
        """
        with self._transaction():
            self._connection.execute("DELETE FROM article WHERE last <= ?", (oldest,))
        with _mapped(self.where):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self.at = snapshot + 1

    def close(self) -> None:
        """Let go of the file; closing twice is fine."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _rows(self, condition: str, **values: str) -> Iterator[Entry]:
        text = f"SELECT {_COLUMNS} FROM article WHERE {_HOLDS} {condition}"  # noqa: S608 -- constants
        with _mapped(self.where):
            for row in self._connection.execute(text, {"at": self.at, **values}):
                yield _entry(*row)

    def _end(self, article_id: str) -> bool:
        """Rows of a snapshot still in the making vanish; published ones end before the next."""
        made = self._connection.execute(
            "DELETE FROM article WHERE id = ? AND first = ?", (article_id, self.at)
        )
        ended = self._connection.execute(
            "UPDATE article SET last = ? WHERE id = ? AND last IS NULL", (self.at, article_id)
        )
        return made.rowcount + ended.rowcount > 0

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with _mapped(self.where):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _entry(
    id: str, text: str, title: str, url: str, published: str, publisher: str, extractor: str
) -> Entry:
    day = date.fromisoformat(published) if published else None
    return Entry(Article(id, text, title, url, day, publisher), extractor)


def _read_only(address: str) -> sqlite3.Connection:
    """A folder that cannot be written to has no place for SQLite's shared-memory file."""
    for extra in ("", "&immutable=1"):
        connection = sqlite3.connect(address + extra, uri=True, check_same_thread=False)
        try:
            connection.execute("SELECT 1 FROM article LIMIT 1").fetchall()
        except sqlite3.Error as error:
            connection.close()
            if extra or not isinstance(error, sqlite3.OperationalError):
                raise
        else:
            return connection
    raise AssertionError


@contextlib.contextmanager
def _mapped(where: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreLockedError(
                "another process is writing to this store",
                where=where,
                next_step="Wait until it has finished",
            ) from error
        raise StoreError(str(error), where=where) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(where, str(error)) from error


def _damaged(where: str, what: str) -> StoreDamagedError:
    return StoreDamagedError(
        what, where=where, next_step="Restore a backup, or add the articles to a new store"
    )
