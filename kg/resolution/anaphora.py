"""Whom "the team", "they" and "the leaders" of a sentence stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause, Frame
from kg.resolution.memory import State
from kg.resolution.parties import are_leaders, counted, own_subject, sides_of

_SENDING = frozenset("sending sent sends dispatched dispatching".split())

_LEADING = frozenset("lead leads led leading head heads headed heading".split())
_PARTY_HEADS = frozenset(
    "team delegation leaders sides parties ministers officials presidents they "
    "representatives two".split()
)

# "The Conference of the Parties": a name.
_OF_GROUP = frozenset({"meeting_of_group", "meeting_of"})
_LANDS = frozenset("countries nations states governments".split())
_LEADERS = re.compile(r"(?:D,?)?t?#?(?P<group>[GK])[^–(]{0,8}–(?P<list>[^–]{3,900})–")


def note_party(clause: Clause, state: State) -> None:
    """ "It is sending A along with B": from now on they are "the team"."""
    if clause.words.isdisjoint(_SENDING):
        return
    for position, chunk in enumerate(clause.chunks):
        if chunk.lower in _SENDING:
            actors, _ = clause.actors_at(position + 1)
            if actors:
                state.delegation = clause.pick(clause.subject(position) + actors)
                state.party = state.delegation


def delegates(clause: Clause, frames: Sequence[Frame]) -> list[Chunk]:
    """ "A led a delegation to S": who goes, from now on "the delegation"."""
    led = (f for f in frames if f.cue == "travelled_to" and clause.lower[f.position] in _LEADING)
    return [a.chunk for f in list(led)[:1] for a in f.arguments]


def note_leaders(clause: Clause, state: State) -> None:
    """ "The G leaders – A, B and C – met": from now on they are "the G leaders"."""
    match = _LEADERS.match(clause.codes)
    bodies = clause.chunks[match.start("group")].bodies if match else ()
    named = clause.chunks[match.start("list") : match.end("list")] if match else ()
    people = [c for c in named if c.code == "P"]
    if len(bodies) == 1 and len(people) > 1:
        state.leaders[bodies[0]] = people


def fill_party(clause: Clause, frame: Frame, state: State) -> None:
    """ "The team", "they", "the leaders": those of the last sentence that had people in it."""
    filled: list[Argument] = []
    for argument in frame.arguments:
        chunk = argument.chunk
        titled = argument.cue in _OF_GROUP and chunk.text[0].isupper()
        if chunk.persons or chunk.states or chunk.bodies or titled:
            filled.append(argument)
            leaders = state.leaders.get(chunk.bodies[0], []) if chunk.bodies else []
            named = leaders if chunk.lower.endswith("leaders") else []
            filled += [Argument(c, argument.role, argument.cue) for c in named]
            continue
        party = _party_of(clause, chunk, state)
        filled += [Argument(c, argument.role, argument.cue) for c in party or [chunk]]
    frame.arguments = filled


def _party_of(clause: Clause, chunk: Chunk, state: State) -> list[Chunk]:
    """Whom a pronoun or an empty group stands for, if that can be told."""
    if chunk.code == "y":
        own = own_subject(clause, chunk)
        party = [] if chunk.lower == "we" else state.party
        return party if own is None else own
    if count := counted(clause, chunk):
        listed = state.lists.of_count(count, clause.row)
        sides = {s for c in state.party for s in c.states}
        people = {p for c in state.party for p in c.persons}
        found = state.party if count in (len(sides), len(people)) else listed
        lands = chunk.lower.split()[-1] in _LANDS
        return [sides_of(c) if c.persons else c for c in found] if lands else found
    if _is_entourage(clause, chunk) or _is_of_others(clause, chunk) or _is_any(clause, chunk):
        return []
    if _is_of_theirs(clause, chunk):
        return [sides_of(c) for c in state.party if c.states]
    travels = chunk.head in ("team", "delegation") and state.delegation
    party = state.delegation if travels else state.party
    if chunk.head in ("team", "delegation"):
        party = _without_named(clause, chunk, party)
    if chunk.lower == "leaders" and not are_leaders(party):
        return [sides_of(c) for c in party if c.states]
    return party if chunk.lower in _PARTY_HEADS else []


def _without_named(clause: Clause, chunk: Chunk, party: Sequence[Chunk]) -> list[Chunk]:
    """ "A praised the delegation's visit": A is none of those who came."""
    named = {p for c in clause.chunks if c.start < chunk.start for p in c.persons}
    return [c for c in party if not c.persons or not named.issuperset(c.persons)]


def _is_entourage(clause: Clause, chunk: Chunk) -> bool:
    """ "A and her delegation": people of A's own, not those of the sentence before."""
    position = next((p for p, c in enumerate(clause.chunks) if c.start == chunk.start), 0)
    return position > 0 and clause.chunks[position - 1].lower in ("his", "her")


def _is_any(clause: Clause, chunk: Chunk) -> bool:
    """ "Convened leaders from across the country": without an article, none told of before."""
    position = next((p for p, c in enumerate(clause.chunks) if c.start == chunk.start), 0)
    before, after = clause.codes[max(0, position - 1) : position], clause.codes[position + 1 :]
    return before not in tuple("t#h") and after[:1] in ("p", "o")


def _is_of_others(clause: Clause, chunk: Chunk) -> bool:
    """ "and other senior officials", "leaders from 50 countries": not those told of before."""
    position = next((p for p, c in enumerate(clause.chunks) if c.start == chunk.start), 0)
    if clause.lower[position + 1 : position + 2] == ("from",):
        return True
    return "other" in {c.lower for c in clause.chunks[max(0, position - 3) : position]}


def _is_of_theirs(clause: Clause, chunk: Chunk) -> bool:
    """ "their leaders": others than those named before, of the same states."""
    position = next((p for p, c in enumerate(clause.chunks) if c.start == chunk.start), 0)
    theirs = position > 0 and clause.chunks[position - 1].lower in ("their", "respective")
    return theirs and "counterpart" not in chunk.lower
