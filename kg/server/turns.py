"""Whose turn it is: what is light does not wait behind what takes long.

How long a question takes is not known before it is asked, but how long others of its shape took is:
the same text with other names and values. What has been light lately goes first, what took long
goes last and may hold some workers, never all. What is not known stands between them, the newest
and the oldest by turns: many new ones at once delay none that comes later, and those that keep
coming starve none that waits. It may take any place but one, which is kept for what is known to be
light, and where it takes long it is stopped when lighter ones wait for that place, and begun again
in its turn.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

SLICES: Final = (0.2, 1.0)
"""Seconds of work after which a question counts as middling, and after which as long."""
LIGHT, UNKNOWN, MIDDLING, LONG = range(4)
"""How long a question takes, as far as is known: what its level may be."""
SPARE: Final = LONG
"""Workers beyond the usual number: one that no long question gets, one that no middling one gets
either, and one for light ones alone."""
_SHAPES: Final = 4096
_LOOKED_AT: Final = 4096
"""Characters of a text that make its shape."""
_VALUES: Final = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#[^\r\n]*|\d+|\s+"""
)


class Question(Protocol):
    """What is known of a call that waits or is worked on.

    ``number`` counts calls as they come, ``since`` is the snapshot that was the newest then,
    ``begun`` the moment when a worker took it, or 0, and ``spent`` the seconds of work since.
    """

    number: int
    shape: Hashable
    since: int
    begun: float

    @property
    def spent(self) -> float:
        """Seconds of work so far."""


Q = TypeVar("Q", bound=Question)


def shape(function: Callable[..., Any], args: Iterable[Any]) -> Hashable:
    """What calls that probably take as long have in common: all but names and values."""
    parts: list[Hashable] = [function.__qualname__]
    for value in args:
        text = getattr(value, "text", value)
        if isinstance(text, str):
            parts.append(_VALUES.sub("", text[:_LOOKED_AT]))
        elif isinstance(value, Mapping):
            parts.append(tuple(sorted(value)))
    return tuple(parts)


class Turns(Generic[Q]):
    """Those who wait: who goes next, who gives way, and how long questions of a shape took."""

    def __init__(self, size: int) -> None:
        # How many at work may be of a level or above it.
        self._most = tuple(size + SPARE - level for level in (LIGHT, UNKNOWN, MIDDLING, LONG))
        self._known: OrderedDict[Hashable, float] = OrderedDict()
        self._waiting: dict[Hashable, deque[Q]] = {}
        self._length = 0
        self._newest_first = True

    def __len__(self) -> int:
        return self._length

    def add(self, question: Q, *, first: bool = False) -> None:
        """Let a question wait; ``first``: it came before the others of its shape."""
        line = self._waiting.setdefault(question.shape, deque())
        (line.appendleft if first else line.append)(question)
        self._length += 1

    def remove(self, question: Q) -> None:
        """Let a question wait no more, if it does."""
        line = self._waiting.get(question.shape)
        if line and question in line:
            line.remove(question)
            self._length -= 1
            if not line:
                del self._waiting[question.shape]

    def next(self, at_work: Collection[Q], snapshot: float = math.inf) -> Q | None:
        """The one to begin now, as far as there is one that a snapshot may answer; it waits on."""
        heads = (line[0] for line in self._waiting.values() if line[0].since <= snapshot)
        for found in sorted(heads, key=self._rank):
            level = self.level(found)
            if level == LIGHT or self._more(at_work, level) < self._most[level]:
                return found
        return None

    def take(self, at_work: Collection[Q], snapshot: float = math.inf) -> Q | None:
        """The one that ``next`` tells; it waits no more.

        Only this changes whose turn it is: not who leaves, or is sent away, unanswered.
        """
        found = self.next(at_work, snapshot)
        if found is not None:
            self._newest_first ^= self.level(found) == UNKNOWN
            self.remove(found)
        return found

    def last(self) -> Q:
        """The one to send away: a long one, or else one of the shape that most of them have."""

        def excess(line: deque[Q]) -> tuple[bool, int, int]:
            return self.level(line[-1]) == LONG, len(line), line[-1].number

        return max(self._waiting.values(), key=excess)[-1]

    def gives_way(self, at_work: Collection[Q]) -> Q | None:
        """The one at work to stop for a lighter one that waits: the last of those too many.

        It has the least to lose.
        """
        lightest = min((self.level(line[0]) for line in self._waiting.values()), default=LONG)
        for level in (LONG, MIDDLING):
            if lightest < level and self._more(at_work, level) > self._most[level]:
                return max((q for q in at_work if self.level(q) >= level), key=_begun)
        return None

    def learn(self, question: Q, *, whole: bool) -> None:
        """Note how long a question at work took; unless it is done, it takes at least so long.

        What has just begun tells nothing yet.
        """
        seconds = question.spent
        if not whole and seconds <= SLICES[0]:
            return
        before = self._known.get(question.shape, seconds)
        self._known[question.shape] = (seconds + before) / 2 if whole else max(seconds, before)
        self._known.move_to_end(question.shape)
        if len(self._known) > _SHAPES:
            self._known.popitem(last=False)

    def level(self, question: Q) -> int:
        """LIGHT, UNKNOWN, MIDDLING or LONG."""
        known = self._known.get(question.shape)
        seconds = max(known or 0.0, question.spent)
        if seconds > SLICES[0]:
            return LONG if seconds > SLICES[1] else MIDDLING
        return UNKNOWN if known is None else LIGHT

    def _rank(self, question: Q) -> tuple[int, int]:
        level = self.level(question)
        newest = level == UNKNOWN and self._newest_first
        return level, -question.number if newest else question.number

    def _more(self, at_work: Collection[Q], level: int) -> int:
        return sum(self.level(question) >= level for question in at_work)


def _begun(question: Question) -> float:
    return question.begun
