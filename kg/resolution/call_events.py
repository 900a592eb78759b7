"""Meetings told by verbs of speaking: "A spoke with B", "A and B spoke by phone", "A phoned B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Role
from kg.resolution.chunks import CALLED_SEVERAL
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at, is_again, is_apart, is_regional, one_with_each
from kg.resolution.whereabouts import goal_of_trip

_PHONE = re.compile(r"\b(?:phone|telephone|telephoned|by phone|phoned|call|calls|called)\b", re.I)


def _speak_again(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "They agreed to speak again in a month"."""
    subject = clause.subject(position)
    if subject and clause.is_future(position):
        frame = frame_at(clause, position, "phone_call", "spoke_with", triggers)
        frame.ordinal = "again"
        frame.add(clause.pick(subject), Role.PARTICIPANT, "spoke_with")
        yield frame


_NEAR = 8


def spoke(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A spoke today (by phone) with B"."""
    after = clause.codes[position + 1 :]
    if is_again(clause, position):
        yield from _speak_again(clause, position, triggers)
        return
    if _spoke_together(clause, position):
        yield from _conferred(clause, position, triggers)
        return
    match = re.match(r"[xDinb]{0,6}?[wz](?::|t)?", after)
    if match is None:
        return
    objects, end = clause.actors_at(position + 1 + match.end() - (match[0][-1] == "t"))
    each = is_apart(clause, position)
    subject = clause.subject(position) or _later_subject(clause, position, end)
    abroad = any(is_regional(c) for c in clause.pick(objects))
    of_states = any(c.head.startswith("counterpart") and c.states for c in clause.pick(objects))
    people = any(clause.chunks[o].code in "Pu" for o in objects)
    if not (people or of_states or abroad or _calls(clause)):
        return
    if not subject or not objects:
        return
    kind = "phone_call"
    frame = frame_at(clause, position, kind, "spoke_with", triggers)
    if clause.chunks[position].lower == "speaking" and not _calls(clause):
        frame.kind, frame.definite = "meeting", True
    elif (goal := goal_of_trip(clause, position)) and not _calls(clause):
        frame.kind, chunk = "meeting", clause.chunks[goal]
        frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)
    elif (frame.place or frame.country or _virtual_summit(clause, end)) and not _calls(clause):
        frame.kind = "meeting"
    frame.add(clause.pick(subject), Role.PARTICIPANT, "spoke_with")
    if each and len(objects) > 1:
        yield from one_with_each(frame, clause.pick(objects), "spoke_with")
        return
    frame.add(clause.pick(objects), Role.PARTICIPANT, "spoke_with")
    frame.between_states = abroad
    yield frame


def _spoke_together(clause: Clause, position: int) -> bool:
    """ "A, B and C spoke by phone about D": with each other, for they are of several states."""
    words = " ".join(c.lower for c in clause.chunks[position + 1 : position + 9])
    before = {c.lower for c in clause.chunks[max(0, position - _NEAR) : position]}
    if _ON_TOPIC.match(words) is None or not before.isdisjoint(("which", "where")):
        return False
    speakers = clause.pick(clause.subject(position))
    several = len({s for c in speakers for s in c.states}) > 1
    return several and all(c.code in "PuG" for c in speakers)


def _conferred(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    frame = frame_at(clause, position, "phone_call", "spoke_with", triggers)
    if frame.place is not None or frame.country is not None:
        frame.kind = "meeting"
    frame.add(clause.pick(clause.subject(position)), Role.PARTICIPANT, "spoke_with")
    yield frame


_ON_TOPIC = re.compile(
    r"(?:(?:today|yesterday|tonight|on \w+day|this \w+|earlier|together|jointly|virtually|again|"
    r"by (?:tele)?phone|by video|via [\w ]{3,20}?|for [\w-]{1,12} (?:hours?|minutes)|"
    r"(?:in|at) (?:the )?\w{3,20})[ ,]*){0,4}"
    r"(?:regarding\b|about\b|on (?!behalf|condition|\w+day|camera)|concerning\b|[.]|$|"
    r"to (?:discuss|coordinate|review|exchange|consult|reaffirm|follow|continue|address|express))"
)


def _later_subject(clause: Clause, position: int, end: int) -> list[int]:
    """ "Speaking with B, A said": the subject follows."""
    if position > 1:
        return []
    return [p for p in range(end, len(clause.codes)) if clause.codes[p] == "P"][:1]


def _calls(clause: Clause) -> bool:
    return any(_PHONE.fullmatch(c.text) for c in clause.chunks)


def _virtual_summit(clause: Clause, end: int) -> bool:
    """ "Spoke with B at the summit", "at the G7": where both were."""
    at = clause.lower[end : end + 1] == ("at",)
    return (
        re.match(r"i[at]?[xK]{0,2}E" + ("|it?K(?![’'-])" if at else ""), clause.codes[end:])
        is not None
    )


def phoned(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A phoned B"."""
    several = CALLED_SEVERAL.match(clause.codes, position + 1)
    objects, _ = clause.actors_at(several.end() if several else position + 1)
    subject = clause.subject(position)
    if subject and objects:
        frame = frame_at(clause, position, "phone_call", "phoned", triggers)
        frame.place = frame.country = None
        frame.add(clause.pick(subject), Role.PARTICIPANT, "phoned")
        frame.add(clause.pick(objects), Role.PARTICIPANT, "phoned")
        yield frame
