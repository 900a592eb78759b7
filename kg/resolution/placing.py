"""Puts those whom a sentence tells to host, attend or miss at the meeting that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import ATTENDING, CONVENING, Document, Modality, Role
from kg.resolution.chunks import Chunk, Phrases
from kg.resolution.company import at_event, company, frame_for, hosting_town
from kg.resolution.events import Argument, Clause, Frame
from kg.resolution.listing import ends_list, entry, header_role
from kg.resolution.meetings import Meeting
from kg.resolution.memory import State
from kg.resolution.parties import number_told
from kg.resolution.sameness import SPEAKING
from kg.resolution.whereabouts import dates_in
from kg.resolution.wording import Finding
from kg.terms import CKG

_TOOK_PART = re.compile(r"\b(?:participated|attended|joined|took part|present)\b")
_OUTCOME = re.compile(r"[th][x-]{1,4},?x{1,3}(?:n?D)?i(?P<p>L)(?:,S)?(?:n?D)?")
_DOCUMENTS = frozenset(
    "declaration communique communiqué statement agreement accord deal document pact".split()
)
_ADOPTED = frozenset("adopted signed issued agreed approved endorsed reached announced".split())
_VENUE = re.compile(
    r"[NOAMLtxo•,’'-]{0,14}(?:(?P<l>L),(?:(?P<s>S)|R)|(?P<n>N),(?P<s2>S))•?|t?(?P<m>M)"
)
_VENUE_ROW = 4
# "Lisbon, May 17, Agency", "LISBON: The minister met"
_TOWN_LINE = re.compile(r"[LA](?:,S)?,D(?:[,(–-]{1,2}[NAO]{1,2}\)?)?[.–-]?")
# "TOWN: A met", "Town [S], D (agency): A met"
_TOWN_BEFORE = re.compile(
    r"[LA]:(?=t?[PGu])|L,S,,?D\([ANO]\):"
    r"|(?P<capitals>[xNAL]{1,3}(?:,D)?):(?=(?:D,)?t?[PGuOSKJ])"
)
_TOLD_OF_THE_PAST = frozenset({"in_attendance", "led_delegation"})
_AGREED = re.compile(r"tx{2,4}(?:n?D)?[ix]")
_PAIR = 2
_FAR = 10
_NEAR = 3


def place_remarks(
    clause: Clause, frames: list[Frame], present: list[Argument], state: State
) -> None:
    """Who was there: of the meeting the sentence is about, else of the one told before."""
    if not present:
        return
    past = any(a.cue in _TOLD_OF_THE_PAST for a in present) and _is_past(clause)
    hosted = any(a.cue == "at_invitation_of" for a in present)
    nouns = [
        f
        for f in frames
        if (f.kind != "visit" or hosted) and not (past and f.modality is Modality.PLANNED)
    ]
    led = [a for a in present if a.cue == "led_delegation"]
    if nouns:
        nouns[0].take(present)
        return
    if led and frames:
        for frame in frames:
            frame.take(led)
        return
    meeting = state.held if past else state.last
    meeting = _of_delegation(meeting, state) if led else meeting
    for told in _trips_of(clause, state) or ([meeting] if meeting is not None else []):
        if told.status != "cancelled":
            frame = Frame(clause.row, told.kind, "attendance", 0, definite=True)
            frame.take(present)
            told.frames.append(frame)


def _of_delegation(meeting: Meeting | None, state: State) -> Meeting | None:
    """ "The delegation included A": not at a summit of months ago that was mentioned in between."""
    over = state.clusters.is_over
    if meeting is None or not any(map(over, meeting.telling)):
        return meeting
    told = (m for m in state.clusters.recalled() if m.status == "held")
    return next((m for m in told if not any(map(over, m.telling))), None)


def _trips_of(clause: Clause, state: State) -> list[Meeting]:
    """ "A was accompanied by B": on the visits that A was told to make last."""
    if clause.words.isdisjoint(("accompanied", "joined")):
        return []
    travellers = {p for c in clause.chunks for p in c.persons}
    trips = [m for m in state.clusters.recalled() if m.frames[0].kind == "visit"]
    known = [m for m in trips if travellers & m.persons()]
    if "accompanied" not in clause.words and (not known or state.last not in known):
        return []
    return [m for m in known if m.frames[0].row == known[-1].frames[0].row]


def place_company(clause: Clause, frames: Sequence[Frame], state: State) -> None:
    """Who is told to host, attend or miss: the meeting named just before, else the one told."""
    if not frames and state.last is None:
        return
    mentions: dict[int, Frame] = {}
    for finding in company(clause):
        if finding.said_in is not None and not _is_at(finding, state):
            continue
        frame = next((f for f in frames if f.position == finding.event), None)
        frame = frame or frame_for(frames, finding.position)
        if frame is not None and frame.kind == "visit" and finding.argument.cue in SPEAKING:
            continue  # what is said to others tells nothing of a visit mentioned beside
        if frame is None and frames and finding.argument.cue == "led_delegation":
            continue
        if frame is None:
            trip = finding.argument.cue == "led_delegation"
            meeting = _told_before(clause, state, past=finding.past, trip=trip)
            meeting = _of_delegation(meeting, state) if trip else meeting
            if meeting is None or (finding.sided and not _goes_on(clause, finding, meeting, state)):
                continue
            if finding.argument.role is Role.REPRESENTED and _is_of_two(meeting):
                continue
            frame = mentions.setdefault(id(meeting), _mention(clause, meeting))
        argument = finding.argument
        if argument.cue in SPEAKING and _is_others(finding, frame, "met_beside"):
            continue
        if finding.sided and (_is_others(finding, frame) or not _is_side(finding, frame, state)):
            continue
        known = {a.chunk.start for a in frame.arguments if a.role in CONVENING}
        if argument.chunk.start not in known or argument.role not in ATTENDING:
            frame.add([argument.chunk], argument.role, argument.cue)


def _is_of_two(meeting: Meeting) -> bool:
    """Whether two persons "met": nobody sends a delegation to that."""
    met = all(f.cue == "met_with" for f in meeting.telling)
    return met and len(meeting.persons()) == 2 and meeting.kind == "meeting"


def _is_at(finding: Finding, state: State) -> bool:
    """Whether the meeting told before is in the town where a foreigner talked to reporters."""
    meeting, where = state.held or state.last, finding.said_in
    if meeting is None or meeting.place is None or where is None or where.item is None:
        return False
    country = state.clusters.reference.country_of(meeting.place)
    return where.item.known == meeting.place and country not in finding.argument.chunk.states


def _goes_on(clause: Clause, finding: Finding, meeting: Meeting, state: State) -> bool:
    """Whether a sentence without a meeting goes on about the last one, with people new to all."""
    persons = {*finding.peers, *finding.argument.chunk.persons}
    if clause.row - max(f.row for f in meeting.telling) > _NEAR:
        return False
    others = (m for m in state.clusters.recalled() if m is not meeting)
    return not any(persons & m.persons() for m in others)


def _is_others(finding: Finding, frame: Frame, cue: str = "meeting_between") -> bool:
    """ "A and B spoke, following the call between C and D": A and B were not on the call."""
    told = {p for a in frame.arguments if a.cue == cue for p in a.chunk.persons}
    return bool(told) and told.isdisjoint(finding.argument.chunk.persons)


def _is_side(finding: Finding, frame: Frame, state: State) -> bool:
    """Whether somebody is of a state that is told to take part in the meeting."""
    chunk = finding.argument.chunk
    known = {s for a in frame.arguments if a.role in ATTENDING for s in a.chunk.states}
    if frame.definite and state.last is not None:
        known |= state.last.states()
    if not chunk.states:
        return len(finding.peers) == len(known) > 1
    return bool(chunk.persons) and known.issuperset(chunk.states)


def place_outcome(clause: Clause, frames: Sequence[Frame], state: State) -> None:
    """ "The declaration, adopted on D in P": the meeting told before was there and then."""
    match = _OUTCOME.match(clause.codes) if "L" in clause.codes else None
    words = {c.lower for c in clause.chunks[: match.end()]} if match else set()
    meeting = state.last
    if match is None or meeting is None or _DOCUMENTS.isdisjoint(words):
        return
    if _ADOPTED.isdisjoint(words) or meeting.place or meeting.country:
        return
    if meeting.kind in ("visit", "phone_call") or clause.row - meeting.frames[-1].row > 1:
        return
    frame = Frame(clause.row, meeting.kind, "same_occasion", match.start("p"), definite=True)
    frame.place = clause.chunks[match.start("p")]
    frame.dates = dates_in(clause, range(match.start("p"))) if not meeting.dates else []
    state.clusters.place(meeting, frame)


def place_agreed(clause: Clause, frames: Sequence[Frame], state: State) -> None:
    """ "A and B have agreed to X. The deal was reached at talks in P": A and B held them."""
    if _AGREED.match(clause.codes) is None or _DOCUMENTS.isdisjoint(clause.lower[:4]):
        return
    sides = {s for c in state.party for s in c.states}
    noun = next((f for f in frames if f.kind not in ("visit", "phone_call")), None)
    if noun is None or _ADOPTED.isdisjoint(clause.words) or len(sides) < _PAIR:
        return
    if all(a.role in CONVENING for a in noun.arguments) and not noun.names:
        noun.add(list(state.party), Role.PARTICIPANT, "named_after_participants")


def is_town_line(row: Phrases) -> bool:
    """Whether a line near the head is only town, date and agency."""
    return row.index <= _VENUE_ROW and _TOWN_LINE.fullmatch(row.codes) is not None


def town_lead(row: Phrases) -> Phrases | None:
    """What begins with the town: a line of that, or "(Town)" and "TOWN:" before a sentence."""
    start = 1 if row.codes.startswith("(L)") else 0
    if row.index > _VENUE_ROW:
        return None
    if start or is_town_line(row) or _opens_with_town(row):
        return Phrases(row.index, row.chunks[start:], row.codes[start:])
    return None


def _opens_with_town(row: Phrases) -> bool:
    """ "TOWN: ...", "OLD TOWN, MAY 2: ..."."""
    before = _TOWN_BEFORE.match(row.codes)
    words = row.chunks[: before.end("capitals")] if before and before["capitals"] else ()
    return before is not None and all(c.text.isupper() or c.code in ",D" for c in words)


def place_venue(row: Phrases, state: State) -> None:
    """A line under the title that is only a venue: "Marriott Hotel, Warsaw, Poland"."""
    match = _VENUE.fullmatch(row.codes)
    told = state.clusters.meetings
    if match is None or len(told) != 1 or row.index > _VENUE_ROW:
        return
    (meeting,) = told
    first = meeting.frames[0]
    placed = meeting.place or meeting.country or any(f.virtual for f in meeting.frames)
    if placed or not first.headline or meeting.kind in ("visit", "phone_call"):
        return
    frame = Frame(row.index, meeting.kind, "same_occasion", 0, definite=True)
    name = next(n for n in "lmn" if match[n])
    frame.place = row.chunks[match.start(name)]
    land = next((n for n in ("s", "s2") if match[n]), "")
    frame.country = row.chunks[match.start(land)] if land else None
    if name == "n":
        frame.place = _town_at_end(frame.place, frame.country, state)
    if frame.place is not None:
        state.clusters.place(meeting, frame)


def _town_at_end(venue: Chunk, country: Chunk | None, state: State) -> Chunk | None:
    """The town that a venue's name ends in, before the state it lies in: "Congress Hall Linz"."""
    words, reference = venue.text.split(), state.clusters.reference
    states = country.states if country is not None else ()
    for size in range(min(3, len(words) - 1), 0, -1):
        names = reference.names.get(" ".join(words[-size:]), ())
        known = names[0].entity if names else None
        if known is not None and known.kind == CKG.Place and venue.item is not None:
            if reference.country_of(known) not in states:
                return None
            text = " ".join(words[-size:])
            return venue._replace(code="L", text=text, item=venue.item._replace(names=names))
    return None


def place_counted(clause: Clause, frames: Sequence[Frame], state: State) -> None:
    """ "The three men shook hands at a summit"; "P will host the talks", P for its government."""
    found = at_event(clause) if frames else None
    if found is not None:
        count = number_told(clause.chunks[found[0]].text)
        known = state.lists.of_count(count, clause.row) if count else []
        for frame in (f for f in frames if f.position == found[1]):
            frame.add(known, Role.PARTICIPANT, "told_to_attend")
    town = hosting_town(clause) if frames else None
    if town is None or town.item is None or town.item.known is None:
        return
    host = state.clusters.reference.capital_state(town.item.known)
    noun = next((f for f in frames if f.position > clause.chunks.index(town)), None)
    if host is not None and noun is not None:
        noun.place = noun.place or town
        noun.add([town._replace(states=(host,))], Role.HOST, "called_host")


def _mention(clause: Clause, meeting: Meeting) -> Frame:
    """The mention of a meeting that a sentence makes by telling who was there."""
    for frame in meeting.telling:
        if frame.row == clause.row and frame.cue == "attendance":
            return frame
    frame = Frame(clause.row, meeting.kind, "attendance", 0, definite=True)
    meeting.frames.append(frame)
    return frame


def _told_before(clause: Clause, state: State, *, past: bool, trip: bool = False) -> Meeting | None:
    """The meeting told before, if it is not too far back."""
    meeting = (state.held if past else None) or state.last
    if meeting is None or meeting.kind == "phone_call" or (meeting.kind == "visit" and not trip):
        return None
    if meeting.status == "cancelled":
        return None
    return meeting if clause.row - max(f.row for f in meeting.telling) <= _FAR else None


def _is_past(clause: Clause) -> bool:
    return any(c.lower in ("was", "were", "included", "comprised") for c in clause.chunks)


def read_listing(clause: Clause, state: State, document: Document) -> None:
    """Lines under "Participants:" each name one who took part."""
    text = document.quote(document.sentences[clause.row].span)
    role = header_role(text)
    if role is not None:
        meeting = (state.held if _TOOK_PART.search(text) else None) or state.last
        meeting = _of_delegation(meeting, state)
        state.listing = (meeting, role) if meeting is not None else None
    elif state.listing is not None:
        meeting, role = state.listing
        found = list(entry(clause, text, role))
        if found:
            frame = Frame(clause.row, meeting.kind, "participant_line", 0, definite=True)
            frame.take(found)
            meeting.frames.append(frame)
        elif ends_list(text):
            state.listing = None
