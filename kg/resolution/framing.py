"""The frame of a verb or noun: with the place, the dates and the modality that its clause gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame
from kg.resolution.whereabouts import capital_in, dates_in, is_cancelled, leading_dates, place_in

_VIRTUAL = frozenset("virtual virtually video videoconference online".split())


# Office-holders of states that are told by their part of the world.
_REGIONAL = re.compile(
    r"(?:foreign|world|allied|transatlantic|caribbean|(?:sub-saharan |west |east )?african|arab|"
    r"gulf|european|asian|southeast asian|(?:indo-)?pacific(?: island)?|latin american|"
    r"central american|south american|nordic|baltic|balkan|visegrad|middle eastern)\b.*"
)
_HOLDERS = frozenset(
    "leaders ministers counterparts presidents premiers officials partners representatives nations "
    "countries ambassadors".split()
)


def is_regional(chunk: Chunk) -> bool:
    """Whether a phrase means leaders or ministers of states: "the Caribbean leaders"."""
    words = chunk.lower
    named = chunk.states or chunk.bodies or chunk.persons
    return (
        chunk.code == "G"
        and not named
        and _REGIONAL.match(words) is not None
        and not _HOLDERS.isdisjoint(words.split())
    )


def frame_at(clause: Clause, position: int, kind: str, cue: str, triggers: list[int]) -> Frame:
    """A frame for a trigger with the place, dates and modality of its clause."""
    zone = clause.zone(position, triggers)
    frame = Frame(clause.row, kind, cue, position)
    frame.place, frame.country = place_in(clause, zone)
    frame.dates = dates_in(clause, zone)
    frame.capital_of = capital_in(clause, zone)
    _look_left(clause, frame, position, triggers)
    if not frame.dates and [t for t in triggers if t > position] == []:
        told = dates_in(clause, range(len(clause.codes)))
        frame.dates = told if len(told) == 1 and clause.codes.endswith(("nD.", "nD", "iD.")) else []
    frame.also = "also" in {c.lower for c in clause.chunks[max(0, position - 2) : position]}
    if opens_another(clause, position, triggers):
        frame.ordinal = "separate"
    frame.virtual = not _VIRTUAL.isdisjoint(clause.words)
    if clause.is_future(position) or _is_looked_to(clause, position) or _is_ahead(clause, position):
        frame.modality = Modality.PLANNED
    frame.cancelled = is_cancelled(clause, position)
    if clause.chunks[position].lower in _PRESENT and frame.dates:
        frame.modality = Modality.PLANNED
    frame.present = is_present(clause, position)
    if frame.present and _is_before(clause, position):
        frame.modality = Modality.PLANNED
    return frame


_ONE_MORE = re.compile(r"(?:additionally|separately|in addition) ,")
# By name or office; "the participants" only go on with what they did.
_BY_SOMEBODY = re.compile(r"i?x,t?P")


def opens_another(clause: Clause, position: int, triggers: list[int]) -> bool:
    """ "In addition, A hosted B": the first event of the sentence is one more."""
    if not _ONE_MORE.match(" ".join(clause.lower[:3])) or not _BY_SOMEBODY.match(clause.codes):
        return False
    return not any(t < position and clause.codes[t] != "Z" for t in triggers)


def _is_looked_to(clause: Clause, position: int) -> bool:
    """ "Looks forward to travelling to S to meet A": no form that tells of the past."""
    near = clause.words_before(position, _FORWARD_WITHIN)
    if "forward" not in near or clause.chunks[position].lower in _TOLD_AS_DONE:
        return False
    between = near[: near.index("forward")]
    return near[len(between) + 1 :][:1] in _LOOKING and "to" in between[-1:]


def _is_ahead(clause: Clause, position: int) -> bool:
    """ "I'll be meeting B", "A is travelling to P and will see B": still to come."""
    before = clause.lower[max(0, position - 3) : position]
    if any(word.endswith(("’ll", "'ll")) for word in before):
        return True
    under_way = clause.lower[position].endswith("ing") and before[-1:] in (("is",), ("are",))
    return under_way and ("and", "will") in pairwise(clause.lower[position:])


def _is_before(clause: Clause, position: int) -> bool:
    """ "Days before the leaders of G gather": still to come."""
    start = next((s for s, e, _ in reversed(clause.lists) if e <= position), 0)
    return bool({c.lower for c in clause.chunks[max(0, start - 2) : start]} & {"before", "until"})


_FORWARD_WITHIN = 16
_LOOKING = (["look"], ["looks"], ["looked"], ["looking"])
_TOLD_AS_DONE = frozenset(
    "met spoke held hosted visited welcomed travelled traveled arrived attended joined called "
    "convened received".split()
)


# Verbs whose present tense, with a date, tells of what is to come.
_PRESENT = frozenset("meets travels travel visits arrives gathers convenes flies leaves".split())
_SIMPLE = _PRESENT | frozenset(
    "meet gather visit convene host hosts hold holds open opens begin begins start starts attend "
    "attends join joins go goes leaves leave return returns receives resume resumes chair "
    "chairs".split()
)


def is_present(clause: Clause, position: int) -> bool:
    """Whether a verb stands in the simple present after its subject: "the leaders hold"."""
    before = clause.codes[position - 1 : position]
    progressive = clause.chunks[position].lower in ("meeting", "visiting", "hosting")
    if progressive and clause.chunks[position - 1].lower in ("is", "are"):
        return True
    return clause.chunks[position].lower in _SIMPLE and before in tuple("PGSuKOye&,")


# "..., and in June, A met B"
_AND_ON = re.compile(r"&[in](?P<day>D),[^;IQFCVYWZ]{0,30}$")


def _look_left(clause: Clause, frame: Frame, position: int, triggers: list[int]) -> None:
    """A leading "On 3 May," or "In S," belongs to the first trigger."""
    earlier = [t for t in triggers if t < position and clause.codes[t] != "Z"]
    start = max(earlier) + 1 if earlier else 0
    zone = range(start, position)
    if not frame.dates:
        near = dates_in(
            clause, range(_back_to_comma(clause, max(start, position - 4), position), position)
        )
        frame.dates = near or ([] if earlier else leading_dates(clause, zone))
    opening = _AND_ON.search(clause.codes, 0, position)
    if opening is not None and not frame.dates:
        frame.dates = dates_in(clause, range(opening.start("day"), opening.end()))
    if frame.place is None and frame.country is None and not earlier:
        frame.place, frame.country = place_in(clause, zone)


def _back_to_comma(clause: Clause, start: int, position: int) -> int:
    comma = clause.codes.rfind(",", start, position)
    return start if comma < 0 else comma


def is_again(clause: Clause, position: int) -> bool:
    """ "Agreed to meet again", "will next meet": another meeting than the one told."""
    near = [c.lower for c in clause.chunks[position - 1 : position + 4]]
    return "again" in near or near[:1] in (["next"], ["last"])


_APART = frozenset({"individually", "separately"})


def is_apart(clause: Clause, position: int) -> bool:
    """ "Spoke separately with A, B and C": with one after the other."""
    near = {c.lower for c in clause.chunks[max(0, position - 2) : position + 4]}
    return not _APART.isdisjoint(near)


def one_with_each(frame: Frame, partners: list[Chunk], cue: str) -> Iterator[Frame]:
    """A frame for each partner, with what is told of all."""
    for partner in partners:
        each = replace(frame, ordinal="separate", arguments=list(frame.arguments))
        each.add([partner], Role.PARTICIPANT, cue)
        yield each
