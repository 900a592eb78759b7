"""Visits told by a tour, "a trip that takes A to S and T", or a guest, "A and visiting B"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.trip_events import trips
from kg.resolution.whereabouts import place_in

_TOURS = frozenset("tour trip trips journey swing mission".split())
_INCLUDING = frozenset("include includes included including".split())
_TAKING = frozenset("take takes took taking bring brings brought bringing".split())
_STOPS = frozenset("stop stops stopover stopovers visits".split())
_SOON = frozenset("will would begins starts launches embarks leaves departs next".split())
_REACH = 16


def tour_frames(clause: Clause) -> Iterator[Frame]:
    """The visits of a tour whose stops are listed, by whoever is named first before it."""
    if clause.words.isdisjoint(_TOURS):
        return
    for position, chunk in enumerate(clause.chunks):
        if chunk.lower not in _TOURS:
            continue
        start = _stops(clause, position)
        people = [p for p in range(position) if clause.codes[p] in "Pu"]
        if start is None or not people or clause.is_negative(position):
            continue
        near = {c.lower for c in clause.chunks[people[0] : start]}
        for frame in trips(clause, position, start, "travelled_to", [position], people[:1]):
            frame.dates = []
            if not _SOON.isdisjoint(near):
                frame.modality = Modality.PLANNED
            yield frame


def _stops(clause: Clause, position: int) -> int | None:
    """Where the list begins in "that takes him to S and T", "with stops in S", "including S"."""
    words = [c.lower for c in clause.chunks]
    for place in range(position + 1, min(position + _REACH, len(words))):
        if clause.codes[place] in ".;":
            return None
        word, before = words[place], words[place - 1]
        taken = word == "to" and not _TAKING.isdisjoint(words[position + 1 : place])
        stops = word in ("in", "to", "at") and before in _STOPS
        if word in _INCLUDING and words[place + 1 : place + 2] not in (["stops"], ["visits"]):
            return place + 1
        if taken or stops:
            return place + 1
    return None


def guest_frames(clause: Clause) -> Iterator[Frame]:
    """ "A and visiting B told reporters in P": B's visit, on which they were together."""
    if not any(c.code == "P" and c.lower.startswith("visiting ") for c in clause.chunks):
        return
    if any(c.lower in EVENT_KINDS for c in clause.chunks) or set("IQF") & set(clause.codes):
        return
    for _, _, actors in clause.lists:
        chunks = clause.pick(actors)
        guests = [p for p in actors if clause.chunks[p].lower.startswith("visiting ")]
        if not guests or len({s for c in chunks for s in c.states}) < len(chunks):
            continue
        frame = frame_at(clause, guests[0], "visit", "visited", [guests[0]])
        place, country = place_in(clause, range(len(clause.codes)))
        frame.place, frame.country = frame.place or place, frame.country or country
        frame.add(chunks, Role.PARTICIPANT, "met_on_visit")
        yield frame
