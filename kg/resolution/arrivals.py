"""Leaders arrive for a summit: whoever is then told to arrive there comes to take part in it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.meetings import Meeting
from kg.resolution.memory import State

_ARRIVE = frozenset("arrive arrives arrived arriving".split())
_GATHERINGS = frozenset({"summit", "conference"})
_NEAR = 6


def note_arrivals(clause: Clause, told: Sequence[tuple[Frame, Meeting]], state: State) -> None:
    """ "Leaders are arriving in P for the summit": from now on, who arrives comes for it."""
    if not clause.words.isdisjoint(_ARRIVE) and _arrivals(clause):
        found = [m for f, m in told if f.kind in _GATHERINGS]
        state.awaiting = found[0] if found else state.awaiting


def for_summit(clause: Clause, frames: list[Frame], state: State) -> list[Frame]:
    """ "A and B arrived (in P) on D": part of the summit awaited, and no visit of its own.

    Returns the frames that are left to be read as meetings.
    """
    summit = state.awaiting
    if summit is None or clause.row - summit.frames[-1].row > _NEAR:
        return frames
    arrivals = _arrivals(clause)
    others = [f for f in frames if f.position not in arrivals]
    if not arrivals or others or not all(_is_there(f, summit) for f in frames):
        return frames
    frame = Frame(clause.row, summit.kind, "attendance", arrivals[0], definite=True)
    frame.modality = summit.frames[0].modality
    for verb in arrivals:
        frame.add(clause.pick(clause.subject(verb)), Role.PARTICIPANT, "told_to_attend")
    summit.frames.append(frame)
    return []


def _arrivals(clause: Clause) -> list[int]:
    """Where officials or groups of them are said to arrive."""
    verbs = [p for p, word in enumerate(clause.lower) if word in _ARRIVE]
    return [p for p in verbs if _are_officials(clause, p) and not clause.is_negative(p)]


def _are_officials(clause: Clause, verb: int) -> bool:
    subject = clause.subject(verb)
    return bool(subject) and all(clause.codes[p] in "PGu" for p in subject)


def _is_there(frame: Frame, summit: Meeting) -> bool:
    """Whether a journey is to the summit's town or country, as far as the sentence says."""
    if frame.kind != "visit" or frame.modality is not Modality.ACTUAL:
        return False
    if frame.place is not None and summit.place is not None:
        return frame.place.lower in (summit.place.label.lower(), summit.place.key)
    return frame.country is None or summit.country in (None, *frame.country.states)
