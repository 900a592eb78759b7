"""What a sentence about a meeting takes from the sentences before it: its day and its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.mentions import Item
from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame
from kg.resolution.meetings import Meeting
from kg.resolution.whereabouts import dates_in

_DAY = len("2015-01-22")


@dataclass
class Days:
    """The dates the sentence before named, and the last day that was named."""

    told: list[Item] = field(default_factory=list)
    day: list[Item] = field(default_factory=list)
    same: bool = False

    def date(self, clause: Clause, frames: Sequence[Frame]) -> None:
        """ "Earlier in the day, A met B"; "The appeal came at the end of a meeting": the same."""
        words = [c.lower for c in clause.chunks[:5]]
        own = dates_in(clause, range(len(clause.chunks)))
        same = words[:1] in (["earlier"], ["later"]) and "day" in words
        same = same or (self.same and words[:2] in (["he", "also"], ["she", "also"]))
        came = words[:1] == ["the"] and words[2:3] in (["came"], ["followed"])
        if same and not own:
            _give(frames, self.day)
        if came and not own:
            _give(frames, self.told[:1])
        self.told, self.same = own, same
        self.day = [
            d for d in own if d.date is not None and len(d.date.lexical) == _DAY
        ] or self.day


def _give(frames: Sequence[Frame], dates: list[Item]) -> None:
    for frame in frames:
        frame.dates = frame.dates or list(dates[:1])


def add_protagonist(clause: Clause, frame: Frame, party: Sequence[Chunk]) -> None:
    """ "A meeting with B was cancelled": the meeting is of whom the sentence before told."""
    cues = {a.cue for a in frame.arguments}
    if clause.codes[:3] == "aEw" and frame.position == 1 and cues == {"meeting_with"}:
        first = sorted((c for c in party if c.code == "P"), key=lambda c: c.start)[:1]
        frame.add(first, Role.PARTICIPANT, "meeting_with")


def cancel_with_visit(meetings: Sequence[Meeting]) -> None:
    """Talks planned in a country fall with the visit to it that was called off."""
    dropped = [m for m in meetings if m.kind == "visit" and m.status == "cancelled" and m.country]
    if not dropped:
        return
    planned = [m for m in meetings if m.kind != "visit" and m.status == "planned"]
    for country in {visit.country for visit in dropped}:
        visits = [visit for visit in dropped if visit.country == country]
        persons = {person for visit in visits for person in visit.persons()}
        states = {state for visit in visits for state in visit.states()}
        for meeting in (m for m in planned if m.country == country):
            if meeting.persons() & persons or meeting.states() & states:
                meeting.frames[0].cancelled = True
