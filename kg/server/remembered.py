"""Small answers of the current snapshot, kept: a snapshot never changes, so neither do they."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final, Protocol, TypeVar

from starlette.requests import Request

from kg.server.answers import attended
from kg.server.reader import Reader

WORTH: Final = 4 * 1024 * 1024
ROOM: Final = 32 * 1024 * 1024


class Kept(Protocol):
    """An answer that says as of which snapshot it holds, and how many bytes it has."""

    @property
    def snapshot(self) -> int:
        """The snapshot it was read from."""

    @property
    def size(self) -> int:
        """How much it takes."""


K = TypeVar("K", bound=Kept)


class Remembered:
    """The answers given most lately, up to a number of bytes; forgotten with their snapshot."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._identity = ""
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, identity: str, asked: Hashable) -> Any:  # noqa: ANN401 -- what was put there
        """The answer as of a snapshot, if it is known."""
        found = self._answers.get(asked) if identity == self._identity else None
        if found is None:
            return None
        self._answers.move_to_end(asked)
        return found[0]

    def put(self, identity: str, asked: Hashable, answer: Kept, more: int) -> None:
        """Keep an answer if it is small; ``more`` is what the question takes."""
        if identity != self._identity:
            self._answers.clear()
            self._taken, self._identity = 0, identity
        if answer.size > WORTH or asked in self._answers:
            return
        size = answer.size + more + 1024
        self._answers[asked] = answer, size
        self._taken += size
        while self._taken > self._room:
            self._taken -= self._answers.popitem(last=False)[1][1]


async def known_or_found(
    request: Request, asked: Hashable, find: Callable[[], Awaitable[K]], size: int = 0
) -> K:
    """What is remembered as the answer, or what is found now, and kept.

    Parameters: ``asked`` is all that the answer depends on besides the snapshot, and takes
    ``size`` bytes; ``find`` is called when it is not known, and stopped when the client leaves.
    """
    reader: Reader = request.app.state.reader
    remembered: Remembered = request.app.state.remembered
    identity = reader.identity
    known: K | None = remembered.get(identity, asked)
    if known is not None:
        return known
    found = await attended(request, find())
    if found.snapshot == reader.snapshot and identity == reader.identity:
        remembered.put(identity, asked, found, size)
    return found
