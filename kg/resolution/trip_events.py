"""Meetings told by journeys: visited, travelled, arrived, led a delegation to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.whereabouts import dates_in

_STOP = r"(?:[SLRM]|N(?=,S))(?:,t?S(?![,&]))?(?:[nip]?D(?=,?&))?"
_DESTINATION = re.compile(rf"{_STOP}(?:(?:[,;]&?|&)z?t?{_STOP})*")
_STATE_BESIDE = re.compile(r",t?S")
# The day that stands beside one place of several.
_OWN_DAY = re.compile(r"[nip]?D")
# "for official meetings tomorrow"
_FOR_MEETINGS_ON = re.compile(r"f[tax]{0,3}En?D")
_LEAD_IN = re.compile(
    r"t?(?:[xRJr]{1,3}o|x(?=[SR]))?t?(?=[SLRM])|t?[xONA]{1,4}it?(?=L|N,S)|t?[SJ]'?x{1,2},?(?=L)"
)
# "in the S capital", without its name
_CAPITAL = re.compile(r"t?(?P<of>[SJ])'?x(?!,?L)")
# "from S, where he signed X with B": what was done there
_COMING_FROM = re.compile(
    r"pt?(?P<p>[LS])(?:,S)?(?:,x[Py]x[^IQFCVYWE.;]{0,30}w(?=t?[Pu])|(?=n?D|[.,]))"
)
_ARRIVING = frozenset("arrived traveled travelled flew came".split())
_LEADS_TO = re.compile(r"x(?=[ath]?[xJS-]{0,4}(?P<party>G)(?:ot?)?[xJSG]{0,4}z(?P<to>[#xRtSL]))")
# Read at the noun: "to P on D for a meeting".
_FOR_MEETING = re.compile(r"[LS](?:,S)?,?(?:n?D,?)?f[tax]{0,4}E")
_LEADING = frozenset("lead leads led leading head heads headed heading".split())
_PARTIES = frozenset("delegation mission team group".split())
_NATIONS = re.compile(r"#?[xR]{0,3}G[:–]")
# "travel to", "travel on D from P on to the northern city of".
_TOWARD = re.compile(r"(?:pL(?:,S)?n?)?x{0,2}D?[zi]t?(?:[xJrR]{1,3}o)?t?|L?ft?(?=[LS])")
# "returned to S two vases": what was given back follows.
_GIVEN_BACK = re.compile(r"Yz[SL][ta#h]x")
_GOING = frozenset("go goes went gone".split())


def travelled(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A travelled to P"."""
    match = _TOWARD.match(clause.codes[position + 1 :])
    if _GIVEN_BACK.match(clause.codes, position):
        return
    if match and match[0].strip("xD") and not _went_to_war(clause, position):
        yield from trips(clause, position, position + 1 + match.end(), "travelled_to", triggers)
    yield from _came_from(clause, position, triggers)


def _went_to_war(clause: Clause, verb: int) -> bool:
    """ "S went to S years ago to fight": states pay no visits."""
    subject = clause.subject(verb)
    return clause.chunks[verb].lower in _GOING and {clause.codes[p] for p in subject} == {"S"}


def _came_from(clause: Clause, verb: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A arrived in P from S", "from S, where he signed accords with B": a visit to S before."""
    match = _COMING_FROM.search(clause.codes, verb)
    subject = clause.subject(verb)
    if match is None or not subject or clause.chunks[verb].lower not in _ARRIVING:
        return
    done = match[0].endswith("w")
    if not done and (clause.codes[match.start("p")] == "L" or clause.codes[subject[0]] != "P"):
        return
    frame = frame_at(clause, verb, "visit", "visited", triggers)
    chunk = clause.chunks[match.start("p")]
    frame.place, frame.country = (None, chunk) if chunk.code == "S" else (chunk, None)
    frame.dates, frame.modality = [], Modality.ACTUAL
    frame.add(clause.pick(subject), Role.PARTICIPANT, "visited")
    met = clause.actors_at(match.end())[0] if done else []
    frame.add(clause.pick(met), Role.PARTICIPANT, "met_on_visit")
    yield frame


def delegation_frames(clause: Clause) -> Iterator[Frame]:
    """ "A and B will lead a delegation (of S officials) to S, S and P": A and B go there."""
    for match in _LEADS_TO.finditer(clause.codes):
        verb, start = match.start(), match.start("to")
        party = clause.chunks[match.start("party")].lower.split()
        if clause.chunks[verb].lower not in _LEADING or _PARTIES.isdisjoint(party):
            continue
        if _FOR_MEETING.match(clause.codes, start):
            continue
        nations = _NATIONS.match(clause.codes, start)
        yield from trips(clause, verb, nations.end() if nations else start, "travelled_to", [verb])


def trips(
    clause: Clause,
    verb: int,
    start: int,
    cue: str,
    triggers: list[int],
    visitors: list[int] | None = None,
) -> Iterator[Frame]:
    """One visit for each place listed, by ``visitors`` or the subject of the verb."""
    codes = clause.codes
    lead = _LEAD_IN.match(codes, start)
    if lead and clause.chunks[verb].lower == "going" and codes[start] == "x":
        return
    start = lead.end() if lead else start
    match = _DESTINATION.match(codes, start)
    subject = clause.subject(verb) if visitors is None else visitors
    if not subject:
        return
    yield from _to_capital(clause, verb, start, cue, triggers, subject)
    if match is None:
        return
    position = start
    while position < match.end():
        if codes[position] not in "SLMN":
            position += 1
            continue
        frame = frame_at(clause, verb, "visit", cue, triggers)
        chunk = clause.chunks[position]
        frame.place, frame.country = (None, chunk) if chunk.code == "S" else (chunk, None)
        beside = _STATE_BESIDE.match(codes, position + 1, match.end())
        if chunk.code in "LN" and beside is not None:
            frame.country = clause.chunks[beside.end() - 1]
            position = beside.end() - 1
        own = _OWN_DAY.match(codes, position + 1) or _FOR_MEETINGS_ON.match(codes, position + 1)
        if own is not None and (codes[own.start()] != "f" or not frame.dates):
            frame.dates = dates_in(clause, range(own.start(), own.end()))
        frame.add(clause.pick(subject), Role.PARTICIPANT, cue)
        yield frame
        position += 1


def _to_capital(
    clause: Clause, verb: int, start: int, cue: str, triggers: list[int], visitors: list[int]
) -> Iterator[Frame]:
    """ "A arrived in the S capital on D": a visit to the capital of S."""
    match = _CAPITAL.match(clause.codes, start)
    if match is None or clause.chunks[match.end() - 1].lower != "capital":
        return
    frame = frame_at(clause, verb, "visit", cue, triggers)
    frame.country = clause.chunks[match.start("of")]
    frame.capital_of = frame.country.states[0] if frame.country.states else None
    frame.add(clause.pick(visitors), Role.PARTICIPANT, cue)
    yield frame
