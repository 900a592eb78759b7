"""Where and when a meeting was that is told as one more of the same occasion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.mentions import Item
from kg.model import Entity
from kg.resolution.chunks import Chunk, Phrases
from kg.resolution.events import Frame
from kg.resolution.meetings import Meeting
from kg.resolution.timing import about

_NEAR = 4
_GOALS = re.compile(r"L,S")
_GOAL = re.compile(r"[LSRN]")
_FAR = 2
_TOUR, _TOUR_DAYS, _EDGE, _LAST = 8, 10, 3, 31
_NEWS = frozenset("met_with visited travelled_to is_in_place hosted_guest object_of_verb".split())
_BEFORE_THAT = frozenset("had last previously earlier once since when would should may".split())
_STAY = 4
_MORE = frozenset("also additionally separately then likewise later afterwards".split())


def at_each_stop(frame: Frame, meetings: Sequence[Meeting]) -> list[Frame]:
    """ "A visited S, T and U. A met with the leaders of S and T": each where the leader is."""
    if frame.cue != "met_with" or frame.place or frame.country:
        return [frame]
    stops = {m.country for m in meetings if m.frames[0].kind == "visit" and m.country}
    group = next((a for a in frame.arguments if _leads_several(a.chunk, stops)), None)
    if group is None:
        return [frame]
    others = [a for a in frame.arguments if a is not group]
    each = []
    for state in group.chunk.states:
        one = group.chunk._replace(states=(state,))
        each.append(replace(frame, country=one, arguments=[*others, replace(group, chunk=one)]))
    return each


def _leads_several(chunk: Chunk, stops: set[Entity]) -> bool:
    """Whether a phrase means the leaders of several states, all of them visited."""
    return chunk.code == "G" and len(chunk.states) > 1 and stops.issuperset(chunk.states)


def share_occasion(meetings: Sequence[Meeting], rows: Sequence[Phrases]) -> None:
    """ "A met B in P on D. He also held talks with C": those talks were in P on D too."""
    told = _by_row(meetings)
    for meeting in meetings:
        frame = meeting.frames[0]
        if not meeting.dates and _is_one_more(meeting, frame, rows[frame.row]):
            before = _before(meeting, told)
            placed = meeting.place or meeting.country
            if before is None or _is_recalled(before, rows):
                continue
            if not placed or meeting.place == before.place is not None:
                _copy(before, meeting)


def share_trip_of_title(meetings: Sequence[Meeting], rows: Sequence[Phrases]) -> None:
    """ "Readout of A's Travel to P": what A holds without a place told is in P."""
    title = rows[0].codes if rows else ""
    trips = [m for m in meetings if m.frames[0].row == 0 and m.frames[0].kind == "visit"]
    goals = _GOALS.sub("L", title.rpartition("E")[2])
    if len(trips) != 1 or len(_GOAL.findall(goals)) != 1:
        return
    trip = trips[0]
    for meeting in meetings:
        if _is_on_trip(meeting, trip):
            meeting.place, meeting.country = trip.place, trip.country


def share_stay(meetings: Sequence[Meeting]) -> None:
    """ "A will be in P on D. A will meet B": in P on D, wherever B comes from."""
    visits = [m for m in meetings if m.frames[0].kind == "visit" and (m.place or m.country)]
    for meeting in meetings:
        first = meeting.frames[0]
        if first.kind == "visit":
            continue
        before = [v for v in visits if 0 < first.row - v.frames[0].row <= _STAY]
        stay = max(before, key=lambda v: v.frames[0].row, default=None)
        if stay is None or not stay.persons() & meeting.persons():
            continue
        if _is_on_trip(meeting, stay):
            meeting.place, meeting.country = stay.place, stay.country
            if not meeting.dates:
                told = next((f for f in stay.frames if f.dates), None)
                dates = [d if d.until is None else about(d) for d in told.dates] if told else []
                meeting.frames.append(
                    replace(
                        told or stay.frames[0],
                        kind=first.kind,
                        cue="same_occasion",
                        dates=dates,
                        arguments=[],
                        names=(),
                        of_group=(),
                    )
                )


def share_month(
    meetings: Sequence[Meeting], rows: Sequence[Phrases], published: date | None
) -> None:
    """ "A met B in P on Monday. A has visited S": in the same month, a few sentences on."""
    if published is None:
        return
    known = [(m, d) for m in meetings for d in _days_near(m, published)]
    for meeting in meetings:
        if meeting.dates or not _is_on_tour(meeting, rows):
            continue
        first, persons = meeting.frames[0], meeting.persons()
        near = [
            (abs(first.row - m.frames[0].row), m, d)
            for m, d in known
            if m.status == meeting.status
            and m.persons() & persons
            and "visit" in (m.kind, meeting.kind)
        ]
        distance, told, day = min(near, key=lambda n: n[0], default=(_TOUR, meeting, None))
        if day is not None and distance < _TOUR:
            frame = Frame(told.frames[0].row, first.kind, "same_occasion", 0, definite=True)
            frame.dates = [about(day)]
            meeting.frames.append(frame)


def _days_near(meeting: Meeting, published: date) -> list[Item]:
    """The days of a meeting that are within some days of the article's own."""
    found = []
    for _, item in meeting.dates:
        told = item.date
        if told is None or not (told.year and told.month and told.day):
            continue
        away = date(told.year, told.month, told.day) - published
        if abs(away.days) <= _TOUR_DAYS and _EDGE < told.day <= _LAST - _EDGE:
            found.append(item)
    return found[:1]


def _is_on_tour(meeting: Meeting, rows: Sequence[Phrases]) -> bool:
    """Whether a meeting is told as news, not as one of before: "who had met B", "last visited"."""
    first = meeting.frames[0]
    told = first.cue in _NEWS and not (first.definite or first.aside or first.margin)
    if not told or meeting.ordinals or meeting.kind == "phone_call":
        return False
    row = rows[first.row].chunks
    near = {c.lower for c in row[max(0, first.position - _NEAR) : first.position + 1]}
    return near.isdisjoint(_BEFORE_THAT)


def _is_on_trip(meeting: Meeting, trip: Meeting) -> bool:
    """Whether a meeting without a place can be one of a trip: of those who travel, in its days."""
    placed = meeting.place or meeting.country or any(f.margin for f in meeting.frames)
    if meeting is trip or placed or meeting.kind not in ("meeting", "talks"):
        return False
    days = {d.date.lexical[:7] for _, d in meeting.dates if d.date is not None and d.date.month}
    own = {d.date.lexical[:7] for _, d in trip.dates if d.date is not None and d.date.month}
    travelling = trip.states() - {trip.country}
    timely = meeting.status == trip.status and (not days or not own or bool(days & own))
    return timely and bool(travelling & meeting.states()) and bool(meeting.states() - travelling)


def one_with_each(meeting: Meeting) -> list[Meeting]:
    """ "A spoke to B, C and D. In three separate calls, ...": the meeting as several."""
    first = meeting.frames[0]
    verb = first.arguments[0].chunk.start if first.arguments else 0
    callers = [a for a in first.arguments if a.chunk.start == verb]
    partners = [a for a in first.arguments if a not in callers and a.chunk.persons]
    if len(partners) < 2 or first.cue not in ("spoke_with", "met_with"):
        return [meeting]
    return [
        Meeting(
            [replace(first, ordinal="separate", arguments=[*callers, partner])],
            meeting.place,
            meeting.country,
        )
        for partner in partners
    ]


def drop_summaries(meetings: Sequence[Meeting]) -> list[Meeting]:
    """ "A had five calls", and who was called one by one: each on that day, the five no more."""
    told = _by_row(meetings)
    dropped: set[int] = set()
    for summary in meetings:
        if not all(f.plural or f.headline for f in summary.frames):
            continue
        single = [
            m for m in _near(summary, told) if id(m) not in dropped and _is_one_of(m, summary)
        ]
        if len(single) < 2:
            continue
        dropped.add(id(summary))
        for meeting in single:
            if not meeting.dates:
                meeting.frames[0].dates = [d for _, d in summary.dates[:1]]
    return [m for m in meetings if id(m) not in dropped]


def _by_row(meetings: Sequence[Meeting]) -> dict[int, list[tuple[int, Meeting]]]:
    """The meetings by the sentence that first tells of them, each with its number."""
    found: dict[int, list[tuple[int, Meeting]]] = {}
    for number, meeting in enumerate(meetings):
        found.setdefault(meeting.frames[0].row, []).append((number, meeting))
    return found


def _near(
    meeting: Meeting, told: Mapping[int, list[tuple[int, Meeting]]], *, before: bool = False
) -> list[Meeting]:
    """The meetings first told at most some sentences after (or before) one, in order."""
    row = meeting.frames[0].row
    rows = range(row - 2 * _FAR, row) if before else range(row, row + _FAR + 1)
    found = sorted((pair for r in rows for pair in told.get(r, ())), key=lambda pair: pair[0])
    return [m for _, m in found]


def _is_one_of(meeting: Meeting, summary: Meeting) -> bool:
    one = meeting.frames[0].ordinal == "separate" and meeting.kind == summary.kind
    return meeting is not summary and one and bool(meeting.persons() & summary.persons())


def _is_one_more(meeting: Meeting, frame: Frame, row: Phrases) -> bool:
    if meeting.status == "cancelled" or meeting.kind == "phone_call" or frame.margin:
        return False
    words = [c.lower for c in row.chunks]
    near = words[max(0, frame.position - _NEAR) : frame.position]
    if meeting.kind == "visit":
        return "then" in near and meeting.place is not None and meeting.status == "held"
    opening = words[:_NEAR]
    return bool(_MORE & {*near, *opening[:1]}) or opening[:2] == ["in", "addition"]


def _before(meeting: Meeting, told: Mapping[int, list[tuple[int, Meeting]]]) -> Meeting | None:
    """The meeting of the same person that was told just before, with a place or a date."""
    found = [
        m
        for m in _near(meeting, told, before=True)
        if m.status == meeting.status
        and m.kind != "phone_call"
        and (m.place or m.country or m.dates)
        and m.persons() & meeting.persons()
    ]
    return found[-1] if found else None


def _is_recalled(meeting: Meeting, rows: Sequence[Phrases]) -> bool:
    """ "Their first meeting since they met in P": a meeting of long ago."""
    near = (rows[f.row].chunks[max(0, f.position - _NEAR) : f.position] for f in meeting.frames)
    return any(c.lower in ("since", "previous", "previously") for chunks in near for c in chunks)


def _copy(before: Meeting, meeting: Meeting) -> None:
    """Place, if none is told, and date with the sentence that tells them."""
    placed = meeting.place is not None or meeting.country is not None
    if not placed:
        meeting.place, meeting.country = before.place, before.country
    for told in before.frames:
        if told.dates or (not placed and (told.place or told.country)):
            meeting.frames.append(
                Frame(
                    told.row,
                    meeting.frames[0].kind,
                    "same_occasion",
                    told.position,
                    definite=True,
                    place=None if placed else told.place,
                    country=None if placed else told.country,
                    capital_of=None if placed else told.capital_of,
                    dates=list(told.dates),
                )
            )
