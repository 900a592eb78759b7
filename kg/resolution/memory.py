"""What reading an article sentence by sentence remembers of the meetings told so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Entity, Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.continuity import Days
from kg.resolution.events import Frame
from kg.resolution.meetings import Clusters, Meeting
from kg.resolution.parties import Lists


@dataclass
class State:
    """What reading on remembers."""

    clusters: Clusters
    party: list[Chunk] = field(default_factory=list)
    delegation: list[Chunk] = field(default_factory=list)
    last: Meeting | None = None
    held: Meeting | None = None
    dateline: Chunk | None = None
    opening: bool = False
    listing: tuple[Meeting, Role] | None = None
    days: Days = field(default_factory=Days)
    lists: Lists = field(default_factory=Lists)
    awaiting: Meeting | None = None
    leaders: dict[Entity, list[Chunk]] = field(default_factory=dict)

    def note(self, meeting: Meeting, frame: Frame) -> None:
        """Remember the meeting just told of, and its people; one told in passing is not it."""
        if frame.aside and self.last is not None and len(meeting.frames) == 1:
            return
        self.last = meeting
        if frame.modality is Modality.ACTUAL and not frame.margin:
            self.held = meeting
        known = [
            a.chunk for a in frame.arguments if a.chunk.persons or a.chunk.states or a.chunk.bodies
        ]
        self.party = known or self.party
