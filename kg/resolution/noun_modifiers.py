"""What stands before an event noun: whose it is, of whom, which one, where and when."""

from __future__ import annotations

import re

from kg.model import Entity, Role
from kg.resolution.chunks import Chunk
from kg.resolution.event_names import is_ordinal, label_of, spelt
from kg.resolution.events import Clause, Frame
from kg.resolution.noun_parties import OWNED, owner
from kg.resolution.whereabouts import is_of_state
from kg.terms import CKG

# "The fourth meeting, and the first in-person one": counted otherwise.
_IN_A_WAY = re.compile(r"\b(?:in-person|virtual|face|such|joint)\b")
_VOCATIVE = re.compile(r"(?:.{0,12},)?x?[Pu],[^.;]{0,8}h[^.;]{0,4}$")
_ROUNDS = frozenset("round rounds edition session series meeting".split())
# "after two days of talks"
_SPANS = frozenset("days weeks hours months years".split())
_SEVERAL = frozenset("several many some three four five six".split())
_LEADS = 2
_TREATIES = frozenset(
    "agreement agreements accord accords protocol pact treaty convention statute club group "
    "process declaration initiative plan principles programme program university institute".split()
)
_IGO = frozenset({"igo"})
_BETWEEN_STATES = re.compile(
    r"\b(?:international|global|multilateral|bilateral|trilateral|quadrilateral|regional|"
    r"ministerial|worldwide|diplomatic|intergovernmental|donors?|inter)\b|"
    r"\b(?:nation|party|country|way|state|power|member)$",
    re.I,
)


# "the counter-O meeting"
_AGAINST = frozenset({"anti", "counter"})


def read_modifiers(clause: Clause, frame: Frame, begin: int, start: int) -> None:
    """What stands before the noun: possessor, bodies, states, place, date, ordinal."""
    chunks = clause.chunks[begin : frame.position]
    frame.definite = start < begin and clause.codes[start] != "a"
    owned = begin > 1 and start < begin and clause.codes[begin - 1] in "'’"
    start = begin - 2 if owned else start
    first = clause.chunks[start] if start < begin else None
    if first is not None and begin - start == 2:
        _read_possessor(frame, first)
    elif first is not None and first.code == "h" and _tells_whose(clause, frame, first):
        whose = [] if is_writers(clause, start) else owner(clause, frame, start)
        frame.add(clause.pick(whose), Role.PARTICIPANT, "possessor_of_meeting")
    for place, chunk in enumerate(chunks):
        following = chunks[place + 1] if place + 1 < len(chunks) else None
        own = following is None or following.code in "ErRG" or not following.text[0].isupper()
        if chunk.code == "O" and not _AGAINST.isdisjoint(c.lower for c in chunks[:place]):
            continue
        if chunk.code != "L" or own or _is_named_after(clause, begin + place, frame.position):
            _read_modifier(frame, chunk)
    words = " ".join(c.lower for c in chunks)
    counted_apart = _IN_A_WAY.search(words) is not None
    if counted_apart or (first is not None and first.lower in ("his", "her")):
        frame.ordinal = ""
    frame.label = label_of(clause, begin, frame.position)
    if begin - start == 2 and first is not None and _is_titled(clause, frame, start):
        frame.label = f"{first.text}’ {frame.label}"
    frame.between_states = _BETWEEN_STATES.search(words) is not None or any(
        c.code in "rR" and not is_of_state(c) for c in chunks
    )


def _is_named_after(clause: Clause, town: int, noun: int) -> bool:
    """ "The Munich Security Conference", in capitals; not "the Paris Agreement Conference"."""
    words = clause.chunks[town : noun + 1]
    return all(c.text[0].isupper() for c in words) and _TREATIES.isdisjoint(c.lower for c in words)


def _tells_whose(clause: Clause, frame: Frame, own: Chunk) -> bool:
    """ "Their talks", "his visit", "his meeting with B": the owner is one of those who meet.

    "Your visit" is of whoever is spoken to.
    """
    if own.lower == "your" and not _is_spoken_to(clause, frame):
        return False
    partner = clause.codes[frame.position + 1 : frame.position + 3] in ("wP", "wu", "wt")
    return frame.kind in OWNED or own.lower == "their" or partner


def _is_spoken_to(clause: Clause, frame: Frame) -> bool:
    """ "Mr. President, your visit": whether somebody is called upon just before."""
    return _VOCATIVE.match(clause.codes[: frame.position]) is not None


def is_writers(clause: Clause, start: int) -> bool:
    """ "My visit" outside quotation marks: whoever writes, nobody of the sentence."""
    return clause.chunks[start].lower == "my" and '"' not in clause.codes[:start]


def _is_titled(clause: Clause, frame: Frame, start: int) -> bool:
    """ "North American Leaders' Summit": the possessor belongs to the name."""
    owner, noun = clause.chunks[start], clause.chunks[frame.position]
    return owner.code == "G" and noun.text[0].isupper() and owner.text.split()[-1][0].isupper()


def _read_possessor(frame: Frame, chunk: Chunk) -> None:
    if chunk.code == "D" and chunk.item is not None and chunk.item.date is not None:
        frame.dates.append(chunk.item)
        frame.dated = True
    if chunk.code == "G" and any(_is_of_states(b) for b in chunk.bodies):
        frame.names += chunk.bodies
        frame.add([chunk], Role.PARTICIPANT, "meeting_of_group")
    elif chunk.code in "PSGu":
        hosts = chunk.code == "S" and frame.kind == "conference"
        role = Role.HOST if hosts else Role.PARTICIPANT
        frame.add([chunk], role, "possessor_of_meeting")
    elif chunk.code in "OK":
        frame.names += chunk.bodies


def read_round(clause: Clause, frame: Frame, start: int) -> int:
    """ "the next round of talks": the round's ordinal is the meeting's; where its phrase begins."""
    if start < 2 or clause.codes[start - 1] != "o":
        return start
    if clause.lower[start - 2] in _SPANS:
        counted = start > _LEADS and (
            clause.codes[start - 3] == "#" or clause.lower[start - 3] in _SEVERAL
        )
        return start - 3 if counted else start - 2
    if clause.chunks[start - 2].lower not in _ROUNDS:
        return start
    if clause.codes[start - 2] == "E":
        frame.kind = "meeting"
    place = start - 3
    while place >= 0 and clause.codes[place] in "x#" and is_ordinal(clause.chunks[place].lower):
        frame.ordinal = frame.ordinal or spelt(clause.chunks[place].lower)
        place -= 1
    if place >= 0 and clause.codes[place] in "tah":
        frame.definite = clause.codes[place] != "a"
        return place
    return place + 1


def _is_of_states(body: Entity) -> bool:
    return body.kind == CKG.Coalition or body.token in _IGO


def _read_modifier(frame: Frame, chunk: Chunk) -> None:
    if chunk.code in "SJ" and frame.kind in ("summit", "meeting", "talks", "conference"):
        frame.add([chunk], Role.PARTICIPANT, "named_after_participants")
    elif chunk.code == "G":
        frame.names += chunk.bodies
        frame.add([chunk], Role.PARTICIPANT, "meeting_of_group")
    elif chunk.code in "OK":
        frame.names += chunk.bodies
        if chunk.code == "O":
            frame.add([chunk], Role.PARTICIPANT, "named_after_participants")
    elif chunk.code == "L":
        frame.place = chunk
    elif chunk.code == "D" and chunk.item is not None and chunk.item.date is not None:
        frame.dates.append(chunk.item)
        frame.dated = True
    elif is_ordinal(chunk.lower):
        frame.ordinal = spelt(chunk.lower)
