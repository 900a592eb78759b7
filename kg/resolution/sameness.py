"""What sets a mention of a meeting apart from a meeting told before, and what makes it one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.mentions import Item
from kg.model import ATTENDING, CONVENING, Entity, Modality, Role
from kg.resolution.events import Frame
from kg.resolution.persons import Person

if TYPE_CHECKING:
    from kg.resolution.meetings import Meeting

_IN_TURN = frozenset("next last previous".split())
_BELOW_TITLE = 2
_ALIKE = frozenset({"meeting", "talks"})
_OF_NOUN = frozenset({"event_noun", "object_of_verb"})
LATER = re.compile(r"(?:later(?! in the)|next|tomorrow|upcoming|the coming)\b", re.I)
# Cues of those who only spoke of a meeting, or there.
SPEAKING = frozenset({"spoke_after_it", "told_to_speak_there"})
# What meetings are called that have no name.
PLAIN = frozenset(
    "Meeting Summit Conference Visit Call Talks Trip Virtual Bilateral Leaders".split()
)


def is_told_again(meeting: Meeting, frame: Frame, persons: set[Person]) -> bool:
    """ "A met B in P. The minister met B to discuss X": the same two sides, soon after."""
    near = frame.row - meeting.frames[-1].row <= 3 and frame.ordinal != "again"
    guests = persons & meeting.persons()
    sides = {s for a in frame.arguments for s in a.chunk.states}
    return near and bool(guests) and meeting.kind != "visit" and meeting.states() <= sides


def is_summit_of_title(meeting: Meeting, frame: Frame) -> bool:
    """ "Statement following the summit of the leaders of A and B", and then "A and B met"."""
    first = meeting.frames[0]
    titled = first.row == 0 and first.kind == "summit" and frame.row == 1
    sides = {e for a in first.arguments for e in a.chunk.states + a.chunk.bodies}
    mine = {e for a in frame.arguments for e in a.chunk.states + a.chunk.bodies}
    return titled and frame.cue == "met_with" and len(sides) > 1 and sides <= mine


def completes(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B. The meeting took place in P on D": where and when the one just told was."""
    near = 0 < frame.row - meeting.frames[-1].row <= 2 and frame.cue in _OF_NOUN
    near = near and frame.kind != "visit"
    bare = not (frame.names or frame.of_group or frame.ordinal or frame.margin or frame.plural)
    told = bool(frame.place or frame.capital_of or frame.dates)
    alike = frame.kind == meeting.kind or {frame.kind, meeting.kind} <= _ALIKE
    alike = alike or (frame.kind == "meeting" and meeting.kind in ("summit", "conference"))
    guests = [a for a in frame.arguments if a.role not in CONVENING]
    persons = {p for a in guests for p in a.chunk.persons}
    open_ = frame.definite and bare and told and alike and not is_titled(frame)
    planned = (meeting.status == "planned") == (frame.modality is Modality.PLANNED)
    if not (near and open_ and planned) or meeting.frames[-1].margin:
        return False
    return persons <= meeting.persons()


def is_of_title(meeting: Meeting, frame: Frame) -> bool:
    """ "G leaders meet in P", the first sentence tells of which states, and when."""
    title = meeting.frames[0]
    unknown = not (meeting.states() or meeting.bodies() or meeting.persons() or title.names)
    first = title.headline and len(meeting.frames) == 1 and title.row < frame.row <= _BELOW_TITLE
    visit = frame.kind in ("visit", "phone_call")
    alike = not visit and (frame.kind == meeting.kind or {frame.kind, meeting.kind} <= _ALIKE)
    return first and unknown and alike and not (frame.plural or frame.margin)


def titles_differ(meeting: Meeting, frame: Frame) -> bool:
    """ "The Summit on Supply", "the U.S.-ASEAN Summit": two names of several words.

    So are a body's meeting and a conference: "The committee met at the Recovery Conference".
    """
    titles = [f.label for f in meeting.telling if is_titled(f)]
    if frame.kind == "conference" and meeting.kind == "meeting":
        titles += [body.label for body in meeting.names | meeting.bodies()]
    elif frame.kind != "summit":
        return False
    if not titles or not is_titled(frame):
        return False
    mine, theirs = words_of(frame.label), words_of(*titles)
    return bool(mine and theirs) and not mine & theirs


def is_still_to_come(meeting: Meeting, frame: Frame) -> bool:
    """ "After the talks, A named the G meeting later this month": G's own is another one."""
    to_come = frame.modality is Modality.PLANNED and meeting.status == "held"
    if to_come and any(LATER.match(d.text) for d in frame.dates):
        return not any(same_day(a, b) for a in frame.dates for _, b in meeting.dates)
    if to_come and frame.cue == "met_with" and frame.noun < 0:
        return bool(frame.place) and meeting.place is None and not frame.headline
    return (
        to_come
        and bool(frame.names)
        and not set(frame.names) & (meeting.names | meeting.bodies() | meeting.groups())
    )


def convenes_another(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B and C, and convened a meeting of the group": a meeting beside those."""
    first = meeting.frames[0]
    hosted = any(a.cue in ("hosted_meeting", "held_meeting") for a in frame.arguments)
    return (
        first.row == frame.row
        and first.cue == "met_with"
        and frame.cue in ("event_noun", "object_of_verb")
        and hosted
        and not frame.definite
        and first.position < frame.position
        and first.noun < 0
    )


def is_beside_summit(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B", where B is not told to be at the summit: two of them, apart from it."""
    if frame.cue != "met_with" or frame.noun >= 0 or not meeting.names or meeting.kind != "summit":
        return False
    persons = {p for a in frame.arguments for p in a.chunk.persons}
    sides = {s for a in frame.arguments for s in a.chunk.states}
    return (
        len(sides) == 2 and bool(persons & meeting.persons()) and not persons <= meeting.persons()
    )


def are_other_pairs(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B", "A will hold talks with C": two sides each, and only one in common."""
    mine = {s for a in frame.arguments if a.role in ATTENDING for s in a.chunk.states}
    theirs = meeting.states()
    return len(mine) == len(theirs) == 2 and len(mine & theirs) == 1 and not frame.definite


# The words that tell who goes on a trip.
TRAVELLING = frozenset({"made_visit", "visited", "travelled_to", "possessor_of_meeting"})


def is_trip_of_another(meeting: Meeting, frame: Frame) -> bool:
    """ "A will travel to P", "since the visit by B to S": the trips of two people."""
    if frame.kind != "visit" or meeting.kind != "visit":
        return False
    mine = {p for a in frame.arguments if a.cue in TRAVELLING for p in a.chunk.persons}
    theirs = {p for _, a in meeting.arguments() if a.cue in TRAVELLING for p in a.chunk.persons}
    home = {p.state for p in mine} & {p.state for p in theirs}
    return bool(mine and theirs) and not mine & theirs and not home - {None}


def is_hosted_by_another(meeting: Meeting, frame: Frame) -> bool:
    """ "A will host the summit. The next one will be hosted by B."."""
    if frame.ordinal not in _IN_TURN:
        return False
    mine = {s for a in frame.arguments if a.role is Role.HOST for s in a.chunk.states}
    theirs = {s for _, a in meeting.arguments() if a.role is Role.HOST for s in a.chunk.states}
    return bool(mine and theirs) and not mine & theirs


_SIDES = ("bilateral", "trilateral", "quadrilateral")


def sides_differ(meeting: Meeting, frame: Frame) -> bool:
    """ "A bilateral meeting with B, and a trilateral one with B and C"."""
    mine = next((side for side in _SIDES if side in frame.label.lower()), None)
    if mine is None:
        return False
    theirs = {side for f in meeting.telling for side in _SIDES if side in f.label.lower()}
    return bool(theirs) and mine not in theirs


def hosts_again(meeting: Meeting, frame: Frame, place: Entity | None) -> bool:
    """ "A will host the summit at P. A looks forward to welcoming B to P": for the summit."""
    mine = {p for a in frame.arguments if a.role is Role.HOST for p in a.chunk.persons}
    theirs = {p for _, a in meeting.arguments() if a.role is Role.HOST for p in a.chunk.persons}
    near = frame.row - meeting.frames[-1].row <= 2
    return near and bool(mine & theirs) and place is not None and place == meeting.place


def is_called_otherwise(meeting: Meeting, frame: Frame) -> bool:
    """Whether a long proper name shares no word with what the meeting was called before."""
    words = words_of(frame.label)
    by_people = all(f.cue in ("met_with", "spoke_with", "event_noun") for f in meeting.telling)
    named = any(f.kind in ("summit", "conference") for f in meeting.telling)
    return (
        by_people
        and not named
        and len(words) > 1
        and not words & words_of(*(f.label for f in meeting.telling))
    )


def is_with_others(meeting: Meeting, frame: Frame) -> bool:
    """ "A also met B": not the meeting told before, unless B was there."""
    others = [a.chunk for a in frame.arguments[1:]]
    met: set[object] = {p for c in others for p in c.persons}
    known: set[object] = {*meeting.persons()}
    if not met:
        met, known = {b for c in others for b in c.bodies}, {*meeting.bodies()}
    return bool(met) and not met & known and meeting.kind != "visit"


def words_of(*labels: str) -> set[str]:
    """The words of printed names that tell one meeting from another."""
    return {w for label in labels for w in label.split() if len(w) > 3 and w[0].isupper()} - PLAIN


def kinds_differ(meeting: Meeting, frame: Frame) -> bool:
    """Whether the kinds told cannot be of one meeting: a visit and a phone call."""
    kind = meeting.kind
    if kind == frame.kind:
        return False
    if "phone_call" in (kind, frame.kind):
        met = {p for a in frame.arguments for p in a.chunk.persons}
        same = frame.definite and frame.kind in ("meeting", "talks") and not is_titled(frame)
        return not same or not met <= meeting.persons()
    if kind == "visit":
        return frame.kind not in ("meeting", "talks")
    if frame.kind == "visit":
        return True
    if frame.kind == "summit" and frame.names and kind != "summit":
        return not set(frame.names) & (meeting.names | meeting.groups())
    return False


def names_differ(meeting: Meeting, frame: Frame) -> bool:
    """Whether both are called after bodies, and none is the same.

    The title's "Inaugural Meeting of A" and the first sentence's "inaugural meeting of B" are one:
    B is A's name in full.
    """
    if not frame.names or not meeting.names or set(frame.names) & meeting.names:
        return False
    titled = meeting.frames[0].headline and frame.row == meeting.frames[0].row + 1
    return not (titled and frame.ordinal and frame.ordinal == meeting.frames[0].ordinal)


_UNTELLING = frozenset("latest new recent annual inaugural upcoming forthcoming".split())


def ordinals_differ(known: set[str], ordinal: str) -> bool:
    """ "The second round" is not "the third round"; "the latest" tells nothing."""
    telling = known - _UNTELLING
    return bool(
        ordinal
        and telling
        and ordinal not in telling
        and ordinal not in ("latest", "annual", "upcoming", "forthcoming")
    )


def same_day(a: Item, b: Item) -> bool:
    """Whether two dates are the same."""
    return a.date is not None and a.date == b.date


def dates_differ(meeting: Meeting, frame: Frame) -> bool:
    """Whether both have dates and none of them overlap."""
    mine = [d.date for d in frame.dates if d.date is not None]
    theirs = [(d.date, d.until) for _, d in meeting.dates if d.date is not None]
    if not mine or not theirs:
        return False
    if frame.begun and frame.definite and mine[0].lexical[:7] == theirs[0][0].lexical[:7]:
        return mine[0].lexical > theirs[0][0].lexical
    return not any(_overlap(m, t, until) for m in mine for t, until in theirs)


def _overlap(a: object, b: object, until: object) -> bool:
    first, second = getattr(a, "lexical", ""), getattr(b, "lexical", "")
    last = getattr(until, "lexical", "") or second
    return first.startswith(second) or second.startswith(first) or second <= first <= last


def is_bare(frame: Frame, place: Entity | None, country: Entity | None) -> bool:
    """Whether a frame is too little to be a meeting by itself."""
    sides = {p for a in frame.arguments for p in a.chunk.persons}
    states = {s for a in frame.arguments for s in a.chunk.states}
    bodies = {b for a in frame.arguments for b in a.chunk.bodies} | set(frame.names)
    met = any(a.cue in ("meeting_with", "meeting_between") for a in frame.arguments)
    several = met and len(states | bodies) > 1
    lacking = not (place or country or frame.dates)
    if lacking and (frame.ordinal == "another" or is_talked_of(frame)):
        return True
    if frame.modality is Modality.DENIED or (frame.plural and not frame.dates and not several):
        return True
    if frame.of_group or (
        frame.ordinal == "next" and any(a.role is Role.HOST for a in frame.arguments)
    ):
        return False
    named = bool(frame.names) and frame.kind in ("summit", "conference", "meeting")
    titled = frame.kind in ("summit", "conference") and is_titled(frame)
    named = named or (titled and frame.between_states) or frame.counted
    if frame.modality is Modality.PLANNED and not (place or country or frame.dates):
        if named and (titled or any(a.cue == "attended_meeting" for a in frame.arguments)):
            return False
        told = frame.label or frame.cue in ("met_with", "spoke_with")
        told = told or (met and len(sides) > 1)
        met = met or frame.cue == "met_with"
        unknown = any(p.state is None and p.holdings for p in sides)
        return not (told and (len(sides) > 1 or met) and len(states) + unknown > 1)
    if frame.dates and (sides or states or bodies or len(frame.label.split()) > 1):
        return False
    hosted = any(a.cue == "hosted_by" and a.chunk.persons for a in frame.arguments)
    return not (
        place
        or country
        or hosted
        or named
        or (len(sides) + len(states | bodies) > 1 and (len(states) > 1 or bodies or len(sides) > 1))
    )


def is_talked_of(frame: Frame) -> bool:
    """ "Welcomed the end of these negotiations": all that is told is who speaks of them."""
    spoken = all(a.cue in SPEAKING for a in frame.arguments)
    return frame.label == "negotiations" and frame.definite and spoken


def is_titled(frame: Frame) -> bool:
    """Whether the noun has a capitalised name of several words: "East Asia Summit"."""
    words = frame.label.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
