"""Small answers of the current snapshot, kept: a snapshot never changes, so neither do they."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from kg.server.querying import Answer, Query

WORTH: Final = 64 * 1024
ROOM: Final = 32 * 1024 * 1024


class Remembered:
    """The answers given most lately, up to a number of bytes; forgotten with their snapshot."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._identity = ""
        self._answers: OrderedDict[Query, Answer] = OrderedDict()

    def get(self, identity: str, query: Query) -> Answer | None:
        """The answer to a query as of a snapshot, if it is known."""
        found = self._answers.get(query) if identity == self._identity else None
        if found:
            self._answers.move_to_end(query)
        return found

    def put(self, identity: str, query: Query, answer: Answer) -> None:
        """Keep an answer if it is small."""
        if identity != self._identity:
            self._answers.clear()
            self._taken, self._identity = 0, identity
        if len(answer.body) > WORTH or query in self._answers:
            return
        self._answers[query] = answer
        self._taken += _size(query, answer)
        while self._taken > self._room:
            self._taken -= _size(*self._answers.popitem(last=False))


def _size(query: Query, answer: Answer) -> int:
    return len(query.text) + len(answer.body) + 1024
