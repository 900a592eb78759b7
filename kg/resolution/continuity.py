"""What a sentence about a meeting takes from the sentences before it: its day and its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.mentions import Item
from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame, dates_in


@dataclass
class Days:
    """The days that the sentence before named."""

    told: list[Item] = field(default_factory=list)

    def date(self, clause: Clause, frames: Sequence[Frame]) -> None:
        """ "Earlier in the day, A met B"; "The appeal came at the end of a meeting": the same."""
        words = [c.lower for c in clause.chunks[:5]]
        own = dates_in(clause, range(len(clause.chunks)))
        same = words[:1] in (["earlier"], ["later"]) and "day" in words
        came = words[:1] == ["the"] and words[2:3] in (["came"], ["followed"])
        if (same or came) and not own:
            for frame in frames:
                frame.dates = frame.dates or self.told[:1]
        self.told = own or (self.told if same else [])


def add_protagonist(clause: Clause, frame: Frame, party: Sequence[Chunk]) -> None:
    """ "A meeting with B was cancelled": the meeting is of whom the sentence before told."""
    cues = {a.cue for a in frame.arguments}
    if clause.codes[:3] == "aEw" and frame.position == 1 and cues == {"meeting_with"}:
        first = [c for c in party if c.code == "P"][:1]
        frame.add(first, Role.PARTICIPANT, "meeting_with")
