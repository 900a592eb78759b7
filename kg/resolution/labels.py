"""What a meeting is called: its label, aliases and key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Entity, slug
from kg.resolution.meetings import Meeting
from kg.resolution.persons import Person
from kg.resolution.sameness import PLAIN, TRAVELLING
from kg.terms import CKG

_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def name_meetings(meetings: Sequence[Meeting]) -> None:
    """Gives every meeting its label, aliases and key."""
    taken: dict[str, int] = {}
    for meeting in meetings:
        label = _label(meeting)
        key = slug(label)
        taken[key] = taken.get(key, 0) + 1
        if taken[key] > 1:
            key = f"{key}-{taken[key]}"
        aliases = tuple(dict.fromkeys(a for a in _aliases(meeting) if a != label))
        meeting.entity = Entity(CKG.Meeting, key, label, aliases, token=meeting.called)


def _label(meeting: Meeting) -> str:
    noun = {"phone_call": "phone call"}.get(meeting.called, meeting.called)
    own = [f for f in meeting.frames if f.kind != "visit" or noun == "visit"]
    called = max((f.label for f in own), key=_telling, default="")
    groups = [g.label for f in meeting.frames for g in f.of_group]
    where = None if meeting.called == "phone_call" else meeting.place or meeting.country
    people = sorted(p.short_name for p in meeting.persons())
    nameless = len(people) == 2 and {w.strip("’") for w in called.split()} <= PLAIN
    nameless |= noun == "visit" and bool(people) and where is not None
    if _telling(called) and not groups and not nameless:
        base = called
        return base if where is None or where.label in base else f"{base} in {where.label}"
    if groups and where is not None:
        return f"{where.label} {noun} of the {groups[0]}"
    if noun == "visit" and people and where is not None:
        home = meeting.country or where
        going = [a.chunk for _, a in meeting.arguments() if a.cue in TRAVELLING]
        told = [p for c in (*going, *meeting.attending()) for p in c.persons]
        visitors = [p.short_name for p in told if p.state != home]
        return f"{(visitors or people)[0]} visit to {where.label}"
    if owners := _owners(meeting):
        return owners + noun + (f" in {where.label}" if where else "")
    bodies = meeting.names | meeting.bodies()
    many = any(b.kind == CKG.Coalition for b in bodies)
    many |= noun in ("summit", "conference") and bool(bodies)
    if len(people) > 1 and not many and not _are_one_side(meeting):
        first = people if len(people) == 2 else _told_first(meeting)
        pair = "-".join(first) if len(first) == 2 else f"{first[0]} and others"
        return f"{pair} {noun}" + (f" in {where.label}" if where else "")
    sides = sorted(e.label for e in meeting.states() | meeting.names | meeting.bodies())
    base = f"{noun} of {' and '.join(sides[:3])}" if sides else noun
    return f"{where.label} {base}" if where else base[:1].upper() + base[1:]


def _are_one_side(meeting: Meeting) -> bool:
    """Whether all persons named are of one state, and met somebody of another."""
    sides = {p.state for p in meeting.persons()}
    return len(sides) == 1 and None not in sides and len(meeting.states() | sides) > 1


def _told_first(meeting: Meeting) -> list[str]:
    """The two who met, as told first, when all others came with them; else everybody."""
    everybody = meeting.persons()
    first: set[Person] = set()
    for frame in meeting.frames:
        first |= everybody.intersection(p for a in frame.arguments for p in a.chunk.persons)
        if len(first) > 1:
            break
    sides = {p.state for p in first}
    with_them = {p.state for p in everybody} - {None} <= sides and len(sides) > 1
    return sorted(p.short_name for p in (first if with_them else everybody))


def _owners(meeting: Meeting) -> str:
    """ "A and B hosted the leaders of a region": their meeting, as two of one state."""
    names = sorted(p.short_name for p in meeting.persons())
    sides = {p.state for p in meeting.persons()} | meeting.states() | meeting.bodies()
    if len(names) != 2 or len(sides) > 1 or None in sides:
        return ""
    return f"{names[0]} and {names[1]}’s "


def _telling(label: str) -> int:
    """How much a printed name says: words beyond the bare noun."""
    words = [w for w in label.split() if w[:1].isupper() or w[:1].isdigit()]
    words = [w for w in words if w not in _WEEKDAYS]
    return len(words) if len(label.split()) > 1 else 0


def _aliases(meeting: Meeting) -> Iterable[str]:
    for frame in meeting.frames:
        if _telling(frame.label):
            yield frame.label
    if meeting.place is not None:
        for frame in meeting.frames:
            if frame.cue in ("event_noun", "object_of_verb") and frame.kind != "visit":
                yield f"{meeting.place.label} {frame.kind.replace('_', ' ')}"
