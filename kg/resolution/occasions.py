"""Where and when a meeting was that is told as one more of the same occasion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.resolution.chunks import Phrases
from kg.resolution.events import Frame
from kg.resolution.meetings import Meeting

_NEAR = 4
_FAR = 2
_MORE = frozenset({"also", "additionally", "separately", "then", "likewise"})


def share_occasion(meetings: Sequence[Meeting], rows: Sequence[Phrases]) -> None:
    """ "A met B in P on D. He also held talks with C": those talks were in P on D too."""
    for meeting in meetings:
        frame = meeting.frames[0]
        open_ = not (meeting.place or meeting.country or meeting.dates)
        if open_ and _is_one_more(meeting, frame, rows[frame.row]):
            before = _before(meeting, meetings)
            if before is not None:
                _copy(before, meeting)


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
    kept = list(meetings)
    for summary in meetings:
        single = [m for m in kept if _is_one_of(m, summary)]
        if len(single) < 2 or not all(f.plural or f.headline for f in summary.frames):
            continue
        kept.remove(summary)
        for meeting in single:
            if not meeting.dates:
                meeting.frames[0].dates = [d for _, d in summary.dates[:1]]
    return kept


def _is_one_of(meeting: Meeting, summary: Meeting) -> bool:
    row = meeting.frames[0].row - summary.frames[0].row
    shared = meeting.persons() & summary.persons()
    one = meeting.frames[0].ordinal == "separate" and meeting.kind == summary.kind
    return meeting is not summary and 0 <= row <= _FAR and one and bool(shared)


def _is_one_more(meeting: Meeting, frame: Frame, row: Phrases) -> bool:
    if meeting.status == "cancelled" or meeting.kind in ("visit", "phone_call") or frame.margin:
        return False
    words = [c.lower for c in row.chunks]
    near = words[max(0, frame.position - _NEAR) : frame.position]
    opening = words[:_NEAR]
    return bool(_MORE & {*near, *opening[:1]}) or opening[:2] == ["in", "addition"]


def _before(meeting: Meeting, meetings: Sequence[Meeting]) -> Meeting | None:
    """The meeting of the same person that was told just before, with a place or a date."""
    row = meeting.frames[0].row
    found = [
        m
        for m in meetings
        if m is not meeting
        and 0 < row - m.frames[0].row <= _FAR
        and m.status == meeting.status
        and m.kind != "phone_call"
        and (m.place or m.country or m.dates)
        and m.persons() & meeting.persons()
    ]
    return found[-1] if found else None


def _copy(before: Meeting, meeting: Meeting) -> None:
    """Place and date with the sentence that tells them."""
    meeting.place, meeting.country = before.place, before.country
    for told in before.frames:
        if told.place or told.country or told.dates:
            meeting.frames.append(
                Frame(
                    told.row,
                    meeting.frames[0].kind,
                    "same_occasion",
                    told.position,
                    definite=True,
                    place=told.place,
                    country=told.country,
                    capital_of=told.capital_of,
                    dates=list(told.dates),
                )
            )
