"""One noun, several meetings: "summits on D in P and on D in Q", "separate calls with A and B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.resolution.events import Argument, Clause, Frame
from kg.resolution.whereabouts import is_of_state

_SEVERAL = frozenset("meetings calls conversations bilaterals".split())
_SETTING = frozenset("during after following before amid since ahead".split())
_APART = frozenset("separate bilateral individual".split())
_DISTRIBUTED = re.compile(r"(?:Z?[xn]?)(?:(?:n?D)(?:,?&n?D)*iL)(?:,?&?(?:n?D)(?:,?&n?D)*iL)+")
_FOR_MEETINGS = re.compile(r"f[xaJrR#,&]{0,4}$")
_PAIR = re.compile(r"(?P<days>n?D(?:,?&n?D)*)i(?P<place>L)")
_PLACED = r"i(?:L|S)(?:,S)?,?[in]?D"
_IN_TURN = re.compile(
    rf"(?:[wBo][SJGPOu&,t]{{1,12}}?)?x{{0,2}}Z?x?{_PLACED}(?:(?:,|,?&)x?{_PLACED})+"
)
_DESTINATIONS = re.compile(r"zt?[SLR](?:,S(?=[.,&]))?(?:(?:,&?|&)t?[SLRN])+(?!['’-])")
# "with B in D, (at the E in P,) and in D"
_DAYS = re.compile(
    r"(?:w[th]?[xJSGPO]{1,4})?[in]D(?:,&?(?:it[^,;.]{1,9}|[in]D)){0,4},?&[in]D(?=[.,;]|$)"
)
_PLACE_DAY = re.compile(r"i(?P<place>[LS])(?:,S)?,?[in]?(?P<day>D)")


def series(clause: Clause, frame: Frame, position: int) -> Iterator[Frame]:
    """ "summits held on D in P, and on D and D in P": one meeting for each date."""
    match = _DISTRIBUTED.match(clause.codes, position + 1)
    goals = _DESTINATIONS.match(clause.codes, position + 1)
    if frame.kind == "visit" and goals is not None and not _ends_setting(clause, goals):
        yield from _each_destination(clause, frame, goals)
        return
    in_turn = _IN_TURN.match(clause.codes, position + 1)
    if in_turn is not None:
        yield from _each_place(clause, frame, in_turn)
        return
    days = _DAYS.match(clause.codes, position + 1)
    if days is not None and clause.chunks[position].lower in _SEVERAL:
        yield from _each_day(clause, frame, days)
        return
    if match is None:
        yield from _each_partner(clause, frame, position)
        return
    for pair in _PAIR.finditer(clause.codes, position + 1, match.end()):
        for day in range(pair.start("days"), pair.end("days")):
            item = clause.chunks[day].item
            if clause.codes[day] == "D" and item is not None:
                yield Frame(
                    frame.row, frame.kind, "dated_list", day, names=frame.names, label=frame.label,
                    ordinal=frame.ordinal, place=clause.chunks[pair.start("place")], dates=[item],
                    arguments=list(frame.arguments), of_group=frame.of_group,
                )  # fmt: skip


def _ends_setting(clause: Clause, goals: re.Match[str]) -> bool:
    """ "During his visit to P, S and T signed": the comma ends what the sentence opens with."""
    opens = clause.codes[0] in "nip" or clause.lower[0] in _SETTING
    following = clause.codes[goals.end() : goals.end() + 1]
    return opens and "," in goals[0] and following not in (",", "", ".")


def _each_day(clause: Clause, frame: Frame, match: re.Match[str]) -> Iterator[Frame]:
    """ "His meetings with B in D, and in E": one for each date."""
    for place in range(match.start(), match.end()):
        item = clause.chunks[place].item
        if clause.codes[place] == "D" and item is not None and item.date is not None:
            yield replace(
                frame,
                position=place,
                dates=[item],
                arguments=list(frame.arguments),
                ordinal="separate",
                plural=False,
            )


def _is_purpose_of_trip(clause: Clause, position: int) -> bool:
    """ "Will travel to S for meetings with A, B and C": the talks of one visit."""
    lead = _FOR_MEETINGS.search(clause.codes[:position])
    return lead is not None and any(code in "YV" for code in clause.codes[: lead.start()])


def _each_partner(clause: Clause, frame: Frame, position: int) -> Iterator[Frame]:
    """ "Separate meetings with A, B and C": one with each person."""
    partners = [a for a in frame.arguments if a.cue == "meeting_with" and a.chunk.persons]
    near = {c.lower for c in clause.chunks[max(0, position - 3) : position]}
    several = clause.chunks[position].lower in _SEVERAL or bool(near & _APART)
    if clause.chunks[position].lower in _SEVERAL and _is_purpose_of_trip(clause, position):
        frame.place = frame.country = None
        yield frame
        return
    if len(partners) < 2 and near & _APART and frame.plural:
        partners = _each_side(frame) or partners
    if len(partners) < 2 or not several or "joint" in near:
        yield frame
        return
    met = {a.chunk.start for a in partners}
    others = [a for a in frame.arguments if a.chunk.start not in met]
    for partner in partners:
        yield replace(frame, ordinal="separate", plural=False, arguments=[*others, partner])


def _each_side(frame: Frame) -> list[Argument]:
    """ "Separate meetings with his counterparts from S, S and S": one of each."""
    met = [a for a in frame.arguments if a.cue == "meeting_with" and not a.chunk.persons]
    return [
        replace(a, chunk=a.chunk._replace(states=(state,)))
        for a in met
        if len(a.chunk.states) > 1
        for state in a.chunk.states
    ]


def _each_place(clause: Clause, frame: Frame, match: re.Match[str]) -> Iterator[Frame]:
    """ "The talks were held in P in D and in Q in E": one meeting for each place."""
    for pair in _PLACE_DAY.finditer(clause.codes, match.start(), match.end()):
        where, item = clause.chunks[pair.start("place")], clause.chunks[pair.start("day")].item
        town = where.code == "L"
        yield replace(
            frame,
            position=pair.start("place"),
            place=where if town else None,
            country=None if town else where,
            dates=[item] if item is not None else [],
            arguments=list(frame.arguments),
            plural=False,
        )


def _each_destination(clause: Clause, frame: Frame, match: re.Match[str]) -> Iterator[Frame]:
    """ "Her visit to S and T": one visit to each."""
    places = range(match.start(), match.end())
    goals = [p for p in places if clause.codes[p] in "SL" or is_of_state(clause.chunks[p])]
    for goal in goals:
        if clause.codes[goal] == "S" and clause.codes[goal - 2 : goal] == "L,":
            continue
        chunk = clause.chunks[goal]
        town = chunk.code in "LR"
        yield replace(
            frame,
            position=frame.position if goal == goals[0] else goal,
            place=chunk if town else None,
            country=None if town else chunk,
            dates=list(frame.dates),
            arguments=list(frame.arguments),
            plural=False,
        )
