"""Whom an article's opening means by "a top S envoy" or "two S diplomats": those named next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import ATTENDING, Entity
from kg.resolution.chunks import Chunk, Phrases
from kg.resolution.events import Argument
from kg.resolution.meetings import Meeting
from kg.resolution.parties import number_told
from kg.resolution.persons import Person

_SENT = frozenset("diplomat diplomats envoy envoys negotiator negotiators mediators".split())
# What those hold who are sent: a chief or a spokesman only speaks of them.
_OFFICES = frozenset(
    "envoy ambassador representative assistant deputy under undersecretary negotiator coordinator "
    "adviser advisor special director".split()
)
_OPENING = 1
_NEXT = 2
_BACK = 6


def envoys_named(
    meeting: Meeting, of_state: Mapping[Entity | None, Sequence[Person]], rows: Sequence[Phrases]
) -> Iterator[tuple[int, Argument]]:
    """ "Two S diplomats met G. The visit by A and B ...": A and B met G, and the sentence."""
    for frame, argument in meeting.arguments():
        chunk = argument.chunk
        if chunk.persons or len(chunk.states) != 1 or argument.role not in ATTENDING:
            continue
        if chunk.code not in "uG" or _SENT.isdisjoint(chunk.lower.split()[-1:]):
            continue
        known = of_state.get(chunk.states[0], ())
        for person in _meant(chunk, frame.row, rows[frame.row], known):
            named = chunk._replace(persons=(person,), bodies=(), code="P")
            yield frame.row, Argument(named, argument.role, "holds_office_of_group")


def _meant(chunk: Chunk, row: int, told: Phrases, known: Sequence[Person]) -> Sequence[Person]:
    """Those of a state's envoys, named in the sentences beside, who are as many as told."""
    place = next((p for p, c in enumerate(told.chunks) if c.start == chunk.start), 0)
    before = [c.lower for c in told.chunks[max(0, place - 3) : place]]
    count = next((n for n in map(number_told, before) if n), 1 if {"a", "an"} & {*before} else 0)
    if count and row <= _OPENING:
        named = [p for p in known if row < p.first_row <= row + _NEXT]
        return named if len(named) == count and all(map(_is_sent, named)) else ()
    if before[-1:] == ["the"] and chunk.lower.endswith("s"):
        named = [p for p in known if row - _BACK <= p.first_row < row and _is_sent(p)]
        return named if len(named) > 1 else ()
    return ()


def _is_sent(person: Person) -> bool:
    words = {w for h in person.holdings for w in h.label.lower().replace("-", " ").split()}
    return not words.isdisjoint(_OFFICES)
