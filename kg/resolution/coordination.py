"""Mentions of meetings in one sentence that are one meeting, or share who, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.model import CONVENING, Role
from kg.resolution.event_names import extent
from kg.resolution.events import CAME_TOGETHER, FORMAL, Clause, Frame
from kg.resolution.meetings import Meeting
from kg.resolution.timing import about

_EQUATED = re.compile(r"^t(?P<a>E)[^.;EIQ]{0,8}?(?P<is>x)[ta]x{0,2}(?P<b>E)")


def join_equated(clause: Clause, frames: list[Frame]) -> None:
    """ "The gathering in P was the first meeting of G": one meeting."""
    match = _EQUATED.match(clause.codes)
    if match is None or clause.lower[match.start("is")] not in ("was", "is", "be", "were"):
        return
    by_noun = {f.position: f for f in frames}
    first, second = by_noun.get(match.start("a")), by_noun.get(match.start("b"))
    if first is not None and second is not None:
        absorb(first, second)
        first.take(second.arguments)
        frames.remove(second)


_COORDINATED = re.compile(r"(?:[in]D|iL(?:,S)?){0,2},?&[th]?[xKOSJGNLRrD#’'-]{0,6}$")


def share_coordinated(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "To attend the A summit and the B summit": who, where and when go for both."""
    nouns = sorted((f for f in frames if clause.codes[f.position] == "E"), key=lambda f: f.position)
    for first, second in pairwise(nouns):
        between = clause.codes[first.position + 1 : second.position]
        told = [a for a in first.arguments if a.cue in _SUBJECTS]
        if not told or not _COORDINATED.fullmatch(between):
            continue
        second.take(told)
        if not second.place and not second.dates:
            second.place, second.country = first.place, first.country
            second.dates, second.modality = list(first.dates), first.modality


_LISTED = re.compile(r"(?:[in]t?D|iL(?:,S)?){0,2}(?:,&?|&)[tah#]?[xJLGD#’'E-]{0,8}$")
_AND_MORE = re.compile(r"[^.;:IQFCVYW]{0,30}?&[tah#]?[xJLGD#’'-]{0,8}E")


def part_listed(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "The first trade ministers meeting, the first B meeting in P and a C meeting": three."""
    nouns = sorted((f for f in frames if clause.codes[f.position] == "E"), key=lambda f: f.position)
    for first, second in pairwise(nouns):
        between = clause.codes[first.position + 1 : second.position]
        plain = not second.names and len(second.label.split()) > 1 and second.label.islower()
        if not plain or second.label == first.label or not _LISTED.fullmatch(between):
            continue
        if "&" in between or _AND_MORE.match(clause.codes, second.position + 1):
            second.ordinal = "separate"


_PAIR = 2


def share_trip(frames: Sequence[Frame]) -> None:
    """ "A will travel to P to meet B and take part in the G summit": that is in P too."""
    trips = [f for f in frames if f.cue in ("travelled_to", "visited")]
    if len(trips) != 1:
        return
    trip = trips[0]
    for frame in frames:
        met = frame.kind in FORMAL and any(a.cue == "met_on_visit" for a in frame.arguments)
        attended = met or any(a.cue == "attended_meeting" for a in frame.arguments)
        there = frame is not trip and frame.place is not None and frame.place is trip.place
        if not (attended or there) or frame.position < trip.position:
            continue
        if not (frame.place or frame.country):
            frame.place, frame.country = trip.place, trip.country
        here = frame.place is trip.place and frame.country in (None, trip.country)
        if here and trip.modality is frame.modality:
            one_day = [d for d in trip.dates[:1] if d.until is None]
            frame.dates = frame.dates or one_day or [about(d) for d in trip.dates[:1]]


_THEIRS = re.compile(r"(?P<own>h)[x#]{0,3}E,?\+:")


def share_owners(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "A and B's previous meetings, including: a call in D; talks with C": theirs, all of them."""
    match = _THEIRS.search(clause.codes)
    if match is None or clause.chunks[match.start()].lower != "their":
        return
    before = [actors for _, end, actors in clause.lists if end <= match.start()]
    owners = clause.pick(before[-1]) if before else []
    own = {s for c in owners for s in c.states}
    if len(own) < 2:
        return
    for frame in frames:
        told = {s for a in frame.arguments for s in a.chunk.states}
        listed = frame.position >= match.end() and not frame.margin
        if listed and frame.kind != "visit" and len(told | own) > len(told):
            frame.add(owners, Role.PARTICIPANT, "possessor_of_meeting")


_SUBJECTS = frozenset("attended_meeting hosted_meeting held_meeting met_on_visit".split())


def absorb(owner: Frame, noun: Frame) -> None:
    """ "A hosted B for the third meeting of G": what the noun says of the meeting is the verb's."""
    owner.names += noun.names
    owner.of_group += noun.of_group
    owner.label, owner.ordinal = owner.label or noun.label, owner.ordinal or noun.ordinal
    owner.place = owner.place or noun.place
    owner.country = owner.country or noun.country
    owner.dates = owner.dates or noun.dates
    owner.take([a for a in noun.arguments if a.role in CONVENING])


def share_place(told: Sequence[tuple[Frame, Meeting]]) -> None:
    """A meeting on the margins of one whose place an earlier sentence told is there too."""
    about = next((m for f, m in told if f.margin and (m.place or m.country)), None)
    for frame, meeting in told:
        free = meeting.place is None and meeting.country is None and meeting is not about
        if about is not None and free and frame.kind not in ("visit", "phone_call"):
            meeting.place, meeting.country = about.place, about.country


_TOLD_AT = frozenset("at during".split())
_MEETING_AT = frozenset({"met_with", "object_of_verb"})
_ON = re.compile(r"[^;:.\"IQFCVYWZ]*")
_OPENING = 5
# "and in D, at"
_AND_THEN = re.compile(r"[,;&][ni]?D,[ix]$")


def mark_setting(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "At the summit in P, A met B", "A met B at the summit in P": on its margins."""
    for event in frames:
        if event.kind not in FORMAL or event.margin or clause.codes[event.position] != "E":
            continue
        start = extent(clause, event.position)[1]
        if start and clause.lower[start - 1] in _TOLD_AT:
            event.margin = any(_is_at(clause, f, event, start) for f in frames)


def _is_at(clause: Clause, frame: Frame, event: Frame, start: int) -> bool:
    """Whether two sides are told to meet where a larger event takes place."""
    if frame is event or frame.cue not in _MEETING_AT or frame.kind not in ("meeting", "talks"):
        return False
    sides = {s for a in frame.arguments for s in a.chunk.states}
    if frame.noun >= 0 or len(sides) != _PAIR or event.modality is not frame.modality:
        return False
    if event.position < frame.position:
        then = _AND_THEN.search(clause.codes, max(0, start - 5), start)
        opening = start <= _OPENING or then is not None
        return opening and "," in clause.codes[event.position : frame.position]
    verb = clause.chunks[frame.position].start
    partner = any(a.chunk.start > verb for a in frame.arguments)
    return partner and _ON.fullmatch(clause.codes, frame.position + 1, start) is not None


# "in June, at the summit in P, A and B met C"
_AT_EVENT = re.compile(
    r"(?:^|[,&])(?:[ni]D,)?[ix]t[xKOSJGNLRrD#’'-]{0,6}?(?P<noun>E)[^,EIQFCVYW]{0,9}(?:,S)?,"
)


def share_event_place(clause: Clause, frames: Sequence[Frame]) -> None:
    """ "At the summit in P, A met B": in P as well."""
    for match in _AT_EVENT.finditer(clause.codes):
        event = next((f for f in frames if f.position == match.start("noun")), None)
        met = next((f for f in frames if f.cue in CAME_TOGETHER and f.position > match.end()), None)
        if event is None or met is None or event.margin or event.kind not in FORMAL:
            continue
        if met.place or met.country:
            continue
        if not re.search(r"[EIQFCVYW]", clause.codes[match.end() : met.position]):
            met.place, met.country = event.place, event.country
            met.dates = met.dates or [about(d) if d.until else d for d in event.dates]


def share_margin_place(clause: Clause, frames: Sequence[Frame]) -> None:
    """A meeting on the margins of another one is at its place, and during it."""
    mark_setting(clause, frames)
    for entry in _entries(clause, frames):
        _share_margin(entry)


def _entries(clause: Clause, frames: Sequence[Frame]) -> list[list[Frame]]:
    """The frames of a sentence by the entries of a list that semicolons part."""
    entries: dict[int, list[Frame]] = {}
    for frame in frames:
        entries.setdefault(clause.codes[: frame.position].count(";"), []).append(frame)
    return list(entries.values())


def _share_margin(frames: Sequence[Frame]) -> None:
    margins = [f for f in frames if f.margin]
    for frame in frames:
        if margins and not frame.margin and frame.kind not in ("visit", "phone_call"):
            frame.place = frame.place or margins[0].place
            if margins[0].country is None:
                margins[0].place = margins[0].place or frame.place
            frame.dates = frame.dates or list(margins[0].dates)
            margins[0].dates = margins[0].dates or [about(d) for d in frame.dates[:1]]
