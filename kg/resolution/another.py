"""Another meeting than the one told before: by its name, its form or those who meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.model import ATTENDING, Entity, Modality
from kg.resolution.events import CAME_TOGETHER, FORMAL, Frame
from kg.resolution.sameness import is_titled, words_of

if TYPE_CHECKING:
    from kg.resolution.meetings import Meeting

# Words of a name that many events share.
_COMMON = frozenset(
    "trilateral quadrilateral special annual first second third fourth historic global world "
    "international high-level level ministerial ministers heads state government joint leader "
    "in-person person informal extraordinary official regular plenary united states u.s. "
    "regional follow-up successful recent upcoming".split()
)


def is_another(meeting: Meeting, frame: Frame) -> bool:
    """Whether the words of a mention tell of another meeting than the one told before."""
    return any(tells(meeting, frame) for tells in _SIGNS)


def _is_formal_on_trip(meeting: Meeting, frame: Frame) -> bool:
    """ "A travelled to P. A took part in the conference": on the trip, but not the trip."""
    dialogue = frame.kind == "talks" and is_titled(frame)
    return (dialogue or frame.kind in FORMAL) and meeting.frames[0].kind == "visit"


def _has_own_name(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B in P. They recalled the River Summit": a summit with a name was not that."""
    if frame.kind not in FORMAL or meeting.kind in FORMAL or len(meeting.states()) > 2:
        return False
    known = meeting.names | meeting.bodies() | meeting.groups()
    return not known.intersection(frame.names) and bool(_own_words(meeting, frame))


def _is_called_other(meeting: Meeting, frame: Frame) -> bool:
    """ "The Rivers Business Summit", "the Rivers Leaders' Summit on Trade": each has its word."""
    if frame.kind not in FORMAL or meeting.kind not in FORMAL or not frame.definite:
        return False
    mine = _own_words(meeting, frame)
    theirs = _telling(words_of(*(f.label for f in meeting.telling))) - _lower(frame.label)
    return bool(mine and theirs - _circumstances(meeting, frame))


def _is_titled_otherwise(meeting: Meeting, frame: Frame) -> bool:
    """ "The COP in P", "the Clean Rivers Ministerial": each has a name, and no word in common."""
    formal = meeting.kind in FORMAL and frame.kind == "meeting" and frame.definite
    if not formal or not is_titled(frame):
        return False
    known = meeting.names | meeting.bodies() | meeting.groups()
    called = known or _telling(words_of(*(f.label for f in meeting.telling)))
    unlike = not known.intersection(frame.names) and len(_own_words(meeting, frame)) > 1
    return bool(called) and unlike


def _own_words(meeting: Meeting, frame: Frame) -> set[str]:
    """What only this mention calls the event: neither where nor when nor of whom it is."""
    told = _lower(*(f.label for f in meeting.telling))
    return _telling(words_of(frame.label)) - told - _circumstances(meeting, frame)


def _circumstances(meeting: Meeting, frame: Frame) -> set[str]:
    """The words of places, dates and parties that are known of a meeting or told here."""
    known: list[Entity] = [e for e in (meeting.place, meeting.country) if e is not None]
    known += [*meeting.states(), *meeting.names, *meeting.bodies(), *frame.names]
    known += [s for a in frame.arguments for s in a.chunk.states]
    dates = [d.text for d in frame.dates] + [d.text for _, d in meeting.dates]
    places = [c.text for c in (frame.place, frame.country) if c is not None]
    return _lower(*(name for e in known for name in (e.label, *e.aliases)), *dates, *places)


def _telling(words: set[str]) -> set[str]:
    return {w for w in _lower(*words) if not w[0].isdigit()} - _COMMON


def _lower(*texts: str) -> set[str]:
    return {w.strip("’',").lower() for text in texts for w in text.split()} - {""}


def _is_bilateral(meeting: Meeting, frame: Frame) -> bool:
    """ "A bilateral meeting": none of many states or of a group, and no summit beside it."""
    if "bilateral" in frame.label.lower():
        many = meeting.kind in FORMAL and bool(meeting.names | meeting.groups())
        return many or len(meeting.states()) > 2
    alone = frame.kind == "summit" and meeting.kind == "meeting"
    return alone and any("bilateral" in f.label.lower() for f in meeting.telling)


def _is_virtual(meeting: Meeting, frame: Frame) -> bool:
    """ "A virtual summit": not the one that was held in a town."""
    nowhere = frame.virtual and not (frame.place or frame.country or frame.definite)
    return nowhere and meeting.place is not None


def _is_of_some(meeting: Meeting, frame: Frame) -> bool:
    """ "A hosted B and C at a summit. A met B": two of three, or a third beside two who met."""
    mine, theirs = _sides(frame), meeting.states()
    if frame.definite or not mine:
        return False
    if len(mine) == 2:
        return len(theirs) > 2 and mine < theirs
    first = meeting.frames[0]
    after = frame.row - first.row > 1 or not first.headline
    return after and len(mine) > 2 and len(theirs) == 2 and theirs < mine and bool(_sides(first))


def _sides(frame: Frame) -> set[Entity]:
    """The states of the persons who are told by name to have met; none where others met too."""
    if frame.cue not in CAME_TOGETHER:
        return set()
    told = [a.chunk for a in frame.arguments if a.role in ATTENDING]
    return {s for c in told for s in c.states} if all(c.persons for c in told) else set()


_TELLING_WHOM = (
    frozenset({"possessor_of_meeting", "meeting_with"}),
    frozenset({"meeting_between"}),
)


def _is_of_others(meeting: Meeting, frame: Frame) -> bool:
    """ "A met B. They welcomed B's consultations with the Fund": both sides are told."""
    if {a.cue for a in frame.arguments} not in _TELLING_WHOM or meeting.kind == "visit":
        return False
    people = {p for a in frame.arguments for p in a.chunk.persons}
    if len(people) > 1 and meeting.persons() and people.isdisjoint(meeting.persons()):
        return True
    mine: set[Entity] = {e for a in frame.arguments for e in (*a.chunk.states, *a.chunk.bodies)}
    theirs: set[Entity] = {*meeting.states(), *meeting.bodies(), *meeting.names}
    return len(mine) > 1 and len(theirs) > 1 and len(mine & theirs) == 1


def _is_beside_event(meeting: Meeting, frame: Frame) -> bool:
    """ "At the summit in P, A met B": beside it, and so in P."""
    event = meeting.frames[-1]
    shared = frame.place is not None and frame.place is event.place
    return (
        shared and frame.cue in CAME_TOGETHER and event.kind in FORMAL and frame.kind not in FORMAL
    )


def _is_yet_to_come(meeting: Meeting, frame: Frame) -> bool:
    """ "The talks in P on D. They plan a meeting soon": one to come is none that was held."""
    if frame.modality is not Modality.PLANNED or frame.definite or meeting.status != "held":
        return False
    return any(
        f.modality is Modality.ACTUAL and not (f.definite or f.headline or f.present)
        for f in meeting.telling
    )


def _are_negotiations(meeting: Meeting, frame: Frame) -> bool:
    """ "They welcomed the end of these negotiations": not the meeting at which they did."""
    return frame.label == "negotiations" and frame.definite and meeting.kind == "meeting"


def _is_behind(meeting: Meeting, frame: Frame) -> bool:
    """ "A will visit S to follow up on their talks": not what the sentence tells first."""
    told_before = frame.aside and frame.definite and not frame.dates
    return told_before and meeting.frames[0].row == frame.row


_SIGNS: tuple[Callable[[Meeting, Frame], bool], ...] = (
    _is_formal_on_trip,
    _has_own_name,
    _is_called_other,
    _is_titled_otherwise,
    _is_of_others,
    _is_beside_event,
    _is_yet_to_come,
    _is_bilateral,
    _is_virtual,
    _is_of_some,
    _are_negotiations,
    _is_behind,
)
