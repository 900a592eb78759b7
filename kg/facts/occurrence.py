"""What is told of a meeting itself: kind and status, place, date, whose meeting it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.rules import Rule, evidence, fact
from kg.model import Basis, Entity, Evidence, Fact, Modality, PartialDate, Value
from kg.resolution import Resolved
from kg.resolution.assembly import modality_of
from kg.resolution.events import Frame
from kg.resolution.meetings import Meeting
from kg.terms import CKG

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_EARLIER = frozenset("last previous earlier past first second third annual next".split())


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every aspect of every meeting of an article, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def meeting_is_mentioned(resolved: Resolved) -> Iterator[Fact]:
    """A sentence tells of a meeting: its kind, and whether it is held, planned or cancelled."""
    for meeting in resolved.meetings:
        frame = meeting.frames[0]
        roles = ((CKG.kind, meeting.called), (CKG.status, meeting.status))
        passages = evidence(resolved, frame.row, meeting_is_mentioned, matched=frame.label)
        yield _aspect(meeting, roles, passages)


def place_of_event(resolved: Resolved) -> Iterator[Fact]:
    """The town, venue or country that the meeting's clause gives as its place."""
    for meeting in resolved.meetings:
        place = meeting.place or meeting.country
        if place is None or meeting.called == "phone_call":
            continue
        telling = [f for f in meeting.frames if f.place or f.country]
        nearest = [f for f in telling if f.place] if meeting.place else telling
        frame = next(iter(nearest or telling), meeting.frames[0])
        chunk = frame.place or (None if frame.capital_of else frame.country)
        passages = evidence(
            resolved, frame.row, place_of_event, matched=chunk.text if chunk else ""
        )
        yield _aspect(meeting, ((CKG.place, _located(place, meeting, resolved)),), passages)


def _located(place: Entity, meeting: Meeting, resolved: Resolved) -> Entity:
    if place.kind == CKG.State:
        return place
    country = resolved.reference.country_of(place) or meeting.country
    if place.country or country is None:
        return place
    return Entity(
        place.kind, place.key, place.label, place.aliases, place.known, country=country.iso3
    )


def date_in_clause(resolved: Resolved) -> Iterator[Fact]:
    """The date that the meeting's clause names."""
    for meeting in resolved.meetings:
        if not meeting.dates:
            continue
        frame, item = max(meeting.dates, key=lambda pair: _precision(pair[1].date))
        passages = evidence(resolved, frame.row, date_in_clause, matched=item.text)
        yield _aspect(meeting, ((CKG.date, item.date), (CKG.endDate, item.until)), passages)


def _precision(date: PartialDate | None) -> int:
    if date is None:
        return 0
    return sum(part is not None for part in (date.year, date.month, date.day))


def date_of_article(resolved: Resolved) -> Iterator[Fact]:
    """The article's main meeting has no date of its own: it is reported on the article's date."""
    published = resolved.document.article.published
    meeting = resolved.main_meeting
    if published is None or meeting is None or meeting.dates or meeting.status != "held":
        return
    if not list(meeting.attending()) or meeting.ordinals & _EARLIER:
        return
    if meeting.kind == "visit" and any(c.text == "I" for c in meeting.attending()):
        return  # "when I visited P": a memory
    date = PartialDate(published.year, published.month, published.day, from_document=True)
    passages = evidence(resolved, meeting.frames[0].row, date_of_article, basis=Basis.INFERRED)
    yield _aspect(meeting, ((CKG.date, date),), passages)


def meeting_of_coalition(resolved: Resolved) -> Iterator[Fact]:
    """The meeting is a coalition's: "G7 summit", "meeting of countries in the coalition"."""
    for meeting in resolved.meetings:
        for frame in meeting.frames:
            for group in _groups(frame):
                if group.kind == CKG.Coalition:
                    passages = evidence(
                        resolved, frame.row, meeting_of_coalition, matched=group.label
                    )
                    yield _aspect(meeting, ((CKG.ofCoalition, group),), passages)


def _groups(frame: Frame) -> list[Entity]:
    taking_part = (b for a in frame.arguments for b in a.chunk.bodies)
    return list(dict.fromkeys((*frame.of_group, *frame.names, *taking_part)))


def participants_are_of_group(resolved: Resolved) -> Iterator[Fact]:
    """Those taking part are of a group: "involving 21 of the coalition's countries"."""
    for meeting, row, group in resolved.drawn_from:
        passages = evidence(resolved, row, participants_are_of_group, matched=group.label)
        yield _aspect(meeting, ((CKG.drawnFrom, group),), passages)


RULES: tuple[Rule, ...] = (
    meeting_is_mentioned,
    place_of_event,
    date_in_clause,
    date_of_article,
    meeting_of_coalition,
    participants_are_of_group,
)


def _aspect(
    meeting: Meeting,
    roles: tuple[tuple[NamedNode, Value | None], ...],
    passages: tuple[Evidence, ...],
) -> Fact:
    called_off = meeting.status == "cancelled" and roles[0][0] == CKG.kind
    modality = Modality.ACTUAL if called_off else modality_of(meeting)
    return fact(CKG.Occurrence, ((CKG.meeting, meeting.entity), *roles), passages, modality)
