"""Answers to the named questions that are there before anybody asks.

When a snapshot has stood for a moment, a process beside the workers reads the graph once for every
question, and takes apart what it finds by the things that can be asked about. A program's question
is then answered without asking a worker, the first time it is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.errors import KgError
from kg.pipeline import Archive
from kg.queries import load, names
from kg.queries.every import Values, answers
from kg.server import querying
from kg.server.querying import Query
from kg.server.reader import LOOK, Reader
from kg.server.tables import Answer, Slice, written
from kg.server.things import Things, gathered

PATIENCE: Final = 60.0
"""Seconds that all answers to one question may take; a larger graph is asked when it is asked."""
ROOM: Final = 64 * 1024 * 1024
"""Characters that all answers may have together."""
NICE: Final = 10
"""How far preparing stands back where there are fewer cores than work."""
_BESIDES: Final = 512
"""What an answer takes besides its text."""
Asked = tuple[str, Values]


class _Found(NamedTuple):
    """A question's answers, and how much they take."""

    answers: list[tuple[list[Values], Answer]]
    size: int


class Prepared:
    """The answers as of one snapshot, in JSON."""

    def __init__(self) -> None:
        self._identity = self._whole = ""
        self._answers: dict[Asked, Answer] = {}
        self._things: Things | None = None

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, identity: str, asked: Asked) -> Answer | None:
        """The answer as of a snapshot, if it is there."""
        return self._answers.get(asked) if identity == self._identity else None

    def about(self, identity: str, query: Query) -> querying.Answer | None:
        """The answer to a query for all that is said of one thing, if it is there."""
        return self._things.answer(query) if self._things and identity == self._identity else None

    def ready(self, identity: str) -> bool:
        """Whether all is there that is going to be, as of a snapshot."""
        return identity == self._whole

    async def follow(self, reader: Reader) -> None:
        """Prepare the answers of every snapshot that stays."""
        while True:
            if reader.settled and reader.identity != self._identity:
                await self._prepare(reader, reader.identity)
            await asyncio.sleep(LOOK)

    async def _prepare(self, reader: Reader, identity: str) -> None:
        self._identity, self._answers, self._things = identity, {}, None
        with contextlib.suppress(KgError):
            things = await reader.aside(PATIENCE, gather, ROOM, NICE)
            if things and things.snapshot == reader.snapshot and identity == reader.identity:
                self._things = things
        room = ROOM
        for name in names():
            with contextlib.suppress(KgError):
                found: _Found = await reader.aside(PATIENCE, prepare, name, reader.rows, room, NICE)
                if identity != reader.identity:
                    return
                room -= found.size
                self._take(name, found, reader.snapshot)
        self._whole = identity

    def _take(self, name: str, found: _Found, snapshot: int) -> None:
        for given, answer in found.answers:
            if answer.snapshot == snapshot:
                self._answers.update({(name, values): answer for values in given})


# In a process of its own


def gather(archive: Archive, room: int, nice: int) -> Things | None:
    """What is said of each thing, if there is room for it."""
    os.nice(nice)
    return gathered(archive, room)


def prepare(archive: Archive, name: str, most: int, room: int, nice: int) -> _Found:
    """The answers to one question, until they take more than there is room for."""
    os.nice(nice)
    found = _Found([], 0)
    for given, answer in _answers(archive, name, most):
        size = answer.size + _BESIDES * len(given)
        if found.size + size > room:
            break
        found.answers.append((given, answer))
        found = found._replace(size=found.size + size)
    return found


def _answers(archive: Archive, name: str, most: int) -> Iterator[tuple[list[Values], Answer]]:
    for given, found in answers(archive.store, load(name)):
        yield given, written(archive, found, "json", Slice(), most)
