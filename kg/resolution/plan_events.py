"""Meetings told as plans: "A accepted B's invitation to visit P", "A invited B to P"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame
from kg.resolution.whereabouts import dates_in

_ACCEPTING = frozenset("accepted accepts accept received welcomed".split())
_INVITING = frozenset("invited invites invite inviting".split())
_TAKING = frozenset("visit pay make undertake travel come".split())
_GIVEN_BY = re.compile(r"[pbo](?:[th]?[PSuJ])")
_NEAR = 10


def plan_frames(clause: Clause) -> Iterator[Frame]:
    """The visits that somebody is invited to make."""
    if clause.words.isdisjoint(_ACCEPTING | _INVITING):
        return
    words = [c.lower for c in clause.chunks]
    for verb, word in enumerate(words):
        if word in _ACCEPTING and any(
            w.startswith("invitation") for w in words[verb : verb + _NEAR]
        ):
            yield from _accepted(clause, verb)
        elif word in _INVITING and clause.codes[verb] == "x":
            yield from _invited(clause, verb)


def _accepted(clause: Clause, verb: int) -> Iterator[Frame]:
    """The visitor is who accepts; who invites hosts."""
    noun = next(
        p
        for p in range(verb, len(clause.chunks))
        if clause.chunks[p].lower.startswith("invitation")
    )
    giver = _GIVEN_BY.match(clause.codes, noun + 1)
    where = _destination(clause, giver.end() if giver else noun + 1)
    visitor = clause.pick(clause.subject(verb))
    if where is None or not visitor:
        return
    frame = _visit(clause, noun, where)
    frame.add(visitor, Role.PARTICIPANT, "invited_to_visit")
    inside = [p for p in range(verb, where) if clause.codes[p] in "PSu"]
    hosts = [p for p in inside if clause.codes[p + 1] in "'’" or clause.codes[p - 1] in "pb"]
    frame.add(clause.pick(hosts), Role.HOST, "invited_to")
    yield frame


def _invited(clause: Clause, verb: int) -> Iterator[Frame]:
    """ "A invited B to visit P": A hosts, B is to come."""
    guests, end = clause.actors_at(verb + 1)
    hosts = clause.pick(clause.subject(verb))
    where = _destination(clause, end) if guests else None
    if where is None or not hosts or not any(c.persons or c.states for c in hosts):
        return
    frame = _visit(clause, verb, where)
    frame.add(clause.pick(guests), Role.PARTICIPANT, "invited_to_visit")
    frame.add(hosts, Role.HOST, "invited_to")
    yield frame


def _destination(clause: Clause, start: int) -> int | None:
    """Where the place stands in "to visit P", "to pay an official visit to P", "to P"."""
    if clause.codes[start : start + 1] != "z":
        return None
    for place in range(start + 1, min(start + 9, len(clause.codes))):
        code, chunk = clause.codes[place], clause.chunks[place]
        if code in "LS":
            before = clause.codes[place - 1]
            direct = clause.chunks[place - 1].lower in _TAKING or clause.codes[place - 1] in "zti"
            follows = clause.codes[place + 1 : place + 2]
            return place if (direct or before == "V") and follows not in ("E", "-", "'") else None
        if not (code in "aEhztVYi" or chunk.lower in _TAKING or code == "x"):
            return None
    return None


def _visit(clause: Clause, position: int, where: int) -> Frame:
    frame = Frame(clause.row, "visit", "invited_to_visit", position)
    chunk: Chunk = clause.chunks[where]
    frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)
    frame.dates = dates_in(clause, range(where, min(where + 6, len(clause.codes))))
    frame.modality = Modality.PLANNED
    return frame
