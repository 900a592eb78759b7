"""Visits told by a tour, "a trip that takes A to S and T", or a guest, "A and visiting B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.mentions import Item
from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.timing import about
from kg.resolution.trip_events import trips
from kg.resolution.whereabouts import dates_in, place_in

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
            frame.dates = _departure(clause, range(people[0], position))
            if not _SOON.isdisjoint(near):
                frame.modality = Modality.PLANNED
            yield frame


# "leaves Monday for", "is heading Sunday to S for"
_LEAVES = re.compile(r"(?P<verb>[xY])n?(?P<day>D)(?:,?[zp][^.;:,]{1,6})?fa?$")
_LEAVING = frozenset(
    "leaves leaving left departs departing departed heads heading headed embarks starts "
    "travels traveling travelling flies".split()
)
_LATEST = 26


def _departure(clause: Clause, zone: range) -> list[Item]:
    """ "Leaves on D for a tour": its stops are in the month of D."""
    match = _LEAVES.search(clause.codes, zone.start, zone.stop)
    if match is None or clause.lower[match.start("verb")] not in _LEAVING:
        return []
    told = dates_in(clause, range(match.start("day"), match.end("day")))
    early = (d for d in told if d.date is not None and (d.date.day or 0) <= _LATEST)
    return [about(day) for day in early]


def date_visits(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "Is heading on D to S for visits to P and T": in the month of D."""
    for frame in frames:
        noun = clause.codes.rfind("E", 0, frame.position + 1)
        if frame.kind == "visit" and noun > 0 and not frame.dates:
            frame.dates = _departure(clause, range(noun))


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
