"""All mentions of meetings in one sentence, whatever construction tells them."""

from __future__ import annotations

from kg.model import Modality
from kg.resolution.called_events import called_frames
from kg.resolution.coordination import (
    absorb,
    join_equated,
    part_listed,
    share_coordinated,
    share_event_place,
    share_margin_place,
    share_owners,
    share_trip,
)
from kg.resolution.courtesy_events import reception_frames
from kg.resolution.deed_events import (
    acted_frames,
    acted_there_frames,
    being_frames,
    brought_frames,
    chaired_frames,
    deal_frames,
)
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import is_regional
from kg.resolution.host_events import host_frames
from kg.resolution.noun_events import noun_frames
from kg.resolution.plan_events import plan_frames
from kg.resolution.spans import Spans
from kg.resolution.tour_events import date_visits, guest_frames, tour_frames
from kg.resolution.trip_events import delegation_frames
from kg.resolution.verb_events import verb_frames

_ENCOUNTERS = frozenset({"met_with", "spoke_with", "phoned", "hosted_guest"})
_PRESUMING = frozenset("when after since where before".split())


def frames_of(clause: Clause, quotes: Spans) -> list[Frame]:
    """A sentence's mentions, outside quotations or told there of others; those beside come last."""
    frames = [*verb_frames(clause), *being_frames(clause), *deal_frames(clause)]
    frames += [*brought_frames(clause), *acted_frames(clause)]
    frames += [*delegation_frames(clause), *tour_frames(clause), *guest_frames(clause)]
    frames += [*host_frames(clause), *plan_frames(clause), *called_frames(clause)]
    frames += [*reception_frames(clause), *chaired_frames(clause), *acted_there_frames(clause)]
    owners = {f.noun: f for f in frames if f.noun >= 0}
    for frame in noun_frames(clause):
        if frame.position in owners:
            absorb(owners[frame.position], frame)
        else:
            frames.append(frame)
    for frame in frames:
        frame.between_states |= any(is_regional(a.chunk) for a in frame.arguments)
    join_equated(clause, frames)
    share_coordinated(clause, frames)
    part_listed(clause, frames)
    share_margin_place(clause, frames)
    share_event_place(clause, frames)
    share_owners(clause, frames)
    share_trip(frames)
    date_visits(clause, frames)
    if _asks(clause):
        if _is_question(clause):
            return []
        frames = [f for f in frames if f.cue not in _ENCOUNTERS]
    outside = [
        f for f in frames if _is_news(f) or not quotes.contain(clause.chunks[f.position].span)
    ]
    return sorted(outside, key=lambda f: (f.margin, f.position))


def _asks(clause: Clause) -> bool:
    """ "Is there a report that A met B?", but for "what was said when A met B?"."""
    last = clause.chunks[-1].text if clause.chunks else ""
    return last == "?" and clause.words.isdisjoint(_PRESUMING)


def _is_question(clause: Clause) -> bool:
    """ "Q Will A go to the summit?": a reporter's question tells of no meeting."""
    return clause.chunks[0].text.split()[0] == "Q"


def _is_news(frame: Frame) -> bool:
    """A spokesman's "A met B": told in a quotation, but of others, and done."""
    sides = {s for a in frame.arguments for s in a.chunk.states}
    told = frame.cue in _ENCOUNTERS or frame.cue == "object_of_verb"
    return told and len(sides) > 1 and frame.modality is Modality.ACTUAL
