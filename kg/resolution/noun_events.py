"""Meetings told by nouns: "the U.S.-GCC summit in P", "talks with B", "A's call with B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.event_names import complement, extent
from kg.resolution.events import AMONG_THEM, Clause, Frame
from kg.resolution.framing import is_regional, opens_another
from kg.resolution.noun_hosts import is_reported, read_hosts, read_participation, read_verb
from kg.resolution.noun_modifiers import is_writers, read_modifiers, read_round
from kg.resolution.noun_parties import (
    read_beside,
    read_destination,
    read_included,
    read_left,
    read_main_subject,
    read_remarks,
    read_told,
)
from kg.resolution.noun_series import series
from kg.resolution.noun_status import (
    goes_on,
    has_begun,
    is_awaited,
    is_founded,
    is_in_office,
    is_item,
    is_standing,
    is_to_come,
    is_topic_of_talk,
    on_margins,
    opens_plan,
    recurs,
)
from kg.resolution.timing import announce
from kg.resolution.verb_events import TRIGGERS
from kg.resolution.whereabouts import (
    capital_in,
    date_from_here,
    dates_in,
    is_cancelled,
    is_precise,
    leading_dates,
    place_in,
    place_of_title,
)
from kg.terms import CKG

_OF_DIALOGUE = (("partnership",), ("partner",), ("partners",), ("relations",), ("platform",))
_BY_WIRE = ("phone", "telephone", "video", "conference")
_PLURALS = frozenset("meetings summits conferences visits calls trips".split())
_IN_CONSULTATION = re.compile(r"[iw]x?$")
# What was told before, whether they met or called one another.
_OPENING = 8
_IN_CONVERSATION = re.compile(r"^(?:in|during)(?: the course of)? (?:the|their) conversation$")
_IDIOMS = frozenset("consultation dialogue discussion conversation session".split())
# "a possible visit by N"
_PROSPECTS = frozenset("possible potential prospective proposed".split())
_TIES = frozenset(
    "cooperation coordination partnership relations ties trade tensions friendship".split()
)
_GONE_BY = frozenset("recent previous last earlier latest".split())
_BUILDING = frozenset("up build builds building built expand expands following".split())
# An office whose holder the text does not name, first in a list.
_UNKNOWN = re.compile(r"t?T,|t?TN,?&(?=t?[PSu])|[thxSJR#]{1,5},?\+(?=t?[PSuG])")
_NEAR_START = 4
# "a meeting of the core group of K"
_CORE_OF = re.compile(r"t?x{1,3}o(?=t?K)")
_SIDES = 2
_AND_WITH = re.compile(r"&x?w")
# "of the S-S task force"
_PAIR_OF = re.compile(r"t?(S)[-–](S)(?=[xN])")
_NOT_STATES = frozenset("press news town campaign fundraising cabinet staff board".split())
_AMONG = re.compile(r"D,?\+(?=[^.;:]{0,200}$)")
_TOPIC = re.compile(r"(?:[on]|xz)[ta]?[xJrRSGO&,]{0,6}[xG]i[tx]{0,2}S")
_BONDS = frozenset(
    """friendship partnership partnerships relations relation relationship relationships ties tie
    cooperation alliance bond bonds collaboration commerce link links connection connections
    coordination understanding similarities differences difference border""".split()
)
_FOR_THE_WORLD = re.compile(
    r"\b(?:international donors|donor (?:countries|nations)|world leaders|foreign ministers)\b"
)
# "This is N's second trip": a remark on a trip told of.
_IT_IS = re.compile(r"(?:this|it|that) (?:is|was|would be|will be)(?: (?:the|an?|his|her|their))?$")
# "100 countries with delegates at a conference".
_COUNTED_AT = re.compile(r"#x?G(?:[wx]G|x{0,2})i[ta]?$")
# "stops in P"
_STAY = re.compile(r"it?[LSR]")
_COORDINATED = re.compile(r"(?:,&?|&)[th]?[xKOSJGNL#’'-]{0,5}E")
_NESTING = re.compile(r"Eot?[xO]?E")
# "A call between A and B, and today C announced": D is another event's.
_NEXT_CLAUSE = re.compile(r",&[in]?D,?(?:t[xPSOGuT]|[PSuy])")
# "Following consultations with B, A reported on D": D is not that of the consultations.
_BEHIND = frozenset("following after since building".split())
_MAIN_CLAUSE = re.compile(r",t?[PSOGu](?!,?[&E'])")
# "(and) in D, at the summit"
_DAY_AT = re.compile(r"(?:^|[,;&])[ni]?(?P<day>D),[ix]$")
# "the inaugural meeting of the S-S Security Dialogue"
_SESSION_OF = re.compile(r"Eot?[SJ](?:-[SJO])+x{0,3}(?P<of>E)")


def noun_frames(clause: Clause) -> Iterator[Frame]:
    """The mentions that a sentence's event nouns make: "the summit in P", "A's call with B"."""
    triggers = [p for p, code in enumerate(clause.codes) if code in TRIGGERS]
    for position, code in enumerate(clause.codes):
        own = code == "E" and not _is_session_of(clause, position)
        if own and not _is_verb(clause, position):
            yield from _frames(clause, position, triggers)


def _is_session_of(clause: Clause, position: int) -> bool:
    """ "The meeting of the summit": told at the noun that names it."""
    if _NESTING.match(clause.codes, position):
        return True
    match = _SESSION_OF.match(clause.codes, position)
    return match is not None and clause.chunks[match.start("of")].text[0].isupper()


def _is_verb(clause: Clause, position: int) -> bool:
    """Whether an event word is a verb here ("calls on", "will visit") or part of another name."""
    word = clause.chunks[position].lower
    following = clause.codes[position + 1 : position + 2]
    if following and following in "GNgTEOAu":
        return True
    if following == "-" and _is_compound(clause, position):
        return True
    if word in ("bilateral", "trilateral", "travel") and following == "x":
        return True
    if word == "travel" and following in ("B", "&"):
        return True
    if word == "dialogue" and clause.lower[position + 1 : position + 2] in _OF_DIALOGUE:
        return True
    if word in ("stop", "stops"):
        return _STAY.match(clause.codes, position + 1) is None or _before(
            clause, position, ("to", "will", "not", "and")
        )
    if word in ("call", "calls"):
        before = clause.codes[position - 1] if position else ""
        if before in ("t", "a", "h") and following in ("x", "Z"):
            return False
        if _before(clause, position, _BY_WIRE) and following in ("n", "x", "Z"):
            return False
        if before == "t" and following in ("i", "n"):
            return False
        return following not in ("w", "B", "'", "", ".", ",", "D") or _before(
            clause, position, ("to", "will")
        )
    return False


def _is_compound(clause: Clause, position: int) -> bool:
    """ "A summit-level pledge": the noun only says what kind of thing it is."""
    noun, dash, *beyond = clause.chunks[position : position + 3]
    joined = noun.end == dash.start and bool(beyond) and dash.end == beyond[0].start
    return joined and beyond[0].code == "x"


def _before(clause: Clause, position: int, words: tuple[str, ...]) -> bool:
    return position > 0 and clause.chunks[position - 1].lower in words


def _frames(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """What one noun tells: nothing, a meeting, or several ("the first and second rounds")."""
    begin, start = extent(clause, position)
    if not _is_event(clause, position, begin, start) or is_in_office(clause, begin, position):
        return
    if start and start < begin and clause.codes[start] in "GKO" and clause.codes[start - 1] == "t":
        start -= 1
    frame = Frame(clause.row, _kind(clause, position), "event_noun", position)
    start = _read_phrase(clause, frame, begin, start)
    _read_around(clause, frame, start, triggers)
    standing = is_standing(clause, frame) or is_founded(clause, position, start)
    habitual = recurs(clause, position) or goes_on(clause, frame, start)
    if habitual or standing or clause.is_asked_for(start):
        return
    prospect = not _PROSPECTS.isdisjoint(clause.lower[max(0, begin - 1) : position])
    if prospect or _is_planned(clause, frame, start):
        frame.modality = Modality.PLANNED
    if is_topic_of_talk(clause, start):
        frame.dates = []
    announce(clause, frame, start)
    _note_manner(clause, frame, start)
    triggered = frame.cue == "object_of_verb" and not frame.definite
    if triggered and opens_another(clause, start, [t for t in triggers if clause.codes[t] != "C"]):
        frame.ordinal = "separate"
    _settle_name(frame)
    yield from series(clause, frame, position)


def _kind(clause: Clause, position: int) -> str:
    """ "A phone call" and "a phone conversation" are calls; "a video call" is a meeting."""
    kind = EVENT_KINDS.get(clause.chunks[position].lower, "meeting")
    before = clause.lower[position - 1] if position else ""
    by_phone = before in ("phone", "telephone")
    if kind != "conference" and (by_phone or (before == "conference" and kind == "phone_call")):
        kind = "phone_call"
    opening = " ".join(clause.lower[: position + 1]) if position < _OPENING else ""
    by_video = kind == "phone_call" and before == "video"
    return "meeting" if by_video or _IN_CONVERSATION.search(opening) else kind


def _is_event(clause: Clause, position: int, begin: int, start: int) -> bool:
    """Not "a press conference", "in consultation with A" or "dialogue is the way"."""
    if position and clause.lower[position - 1] in _NOT_STATES:
        return False
    if clause.lower[position] not in _IDIOMS:
        return True
    if _IN_CONSULTATION.search(clause.codes, max(0, position - 2), position):
        return False
    return start != begin or clause.chunks[begin].text[0].isupper()


def _read_phrase(clause: Clause, frame: Frame, begin: int, start: int) -> int:
    """What the noun's own phrase says of it; returns where the whole phrase begins."""
    frame.plural = clause.lower[frame.position] in _PLURALS
    read_modifiers(clause, frame, begin, start)
    start = read_round(clause, frame, start)
    if begin and clause.lower[begin - 1] == "another":
        frame.ordinal = "separate"
    frame.label += complement(clause, frame.position)
    return start


def _read_around(clause: Clause, frame: Frame, start: int, triggers: list[int]) -> None:
    """What the words after the phrase and before it tell: each reads what is still unknown."""
    _read_right(clause, frame, frame.position, triggers)
    read_left(clause, frame, start)
    read_verb(clause, frame, start)
    read_participation(clause, frame)
    if not is_writers(clause, start):
        read_main_subject(clause, frame, start, frame.position)
        read_beside(clause, frame, start)
    read_told(clause, frame, start)
    read_remarks(clause, frame, start)


def _is_planned(clause: Clause, frame: Frame, start: int) -> bool:
    """ "Will attend the talks", "the next summit", "by the summit": still to come."""
    return (
        clause.is_future(start)
        or is_to_come(clause, start, frame.position)
        or opens_plan(clause, start, frame.position)
        or is_item(clause, start)
        or frame.ordinal in ("next", "upcoming", "forthcoming")
        or (frame.definite and clause.lower[start - 1] == "by")
    )


def _note_manner(clause: Clause, frame: Frame, start: int) -> None:
    """How it is told: as put off, on the margins, in a remark, for the world, in passing."""
    frame.cancelled = is_cancelled(clause, frame.position)
    frame.margin = on_margins(clause, start)
    opening = " ".join(clause.lower[:start]) if start <= _NEAR_START else ""
    frame.remark = _IT_IS.match(opening) is not None
    after = " ".join(clause.lower[frame.position + 1 : frame.position + 8])
    frame.between_states |= _FOR_THE_WORLD.search(after) is not None
    frame.counted = _COUNTED_AT.search(clause.codes, 0, start + 1) is not None
    frame.aside = _is_aside(clause, frame, start)
    frame.begun = has_begun(clause, frame.position)


def _is_aside(clause: Clause, frame: Frame, start: int) -> bool:
    """ "A met B in P to follow up on the recent talks": told in passing."""
    if start <= _NEAR_START:
        return False
    lead, before = clause.chunks[start - 1].lower, clause.chunks[start - 2].lower
    if lead in ("during", "since", "after", "following", "at") and frame.dates:
        return True
    behind = frame.ordinal in _GONE_BY or (lead in ("on", "upon") and before in _BUILDING)
    return frame.definite and (behind or _is_of_others(clause, frame))


def _is_of_others(clause: Clause, frame: Frame) -> bool:
    """ "A welcomed the dialogue, as shown by the call between B and C": not what A did."""
    sides = [a.chunk for a in frame.arguments]
    named = {p for c in sides for p in c.persons}
    opening = next((a for s, _, a in clause.lists if s <= _SIDES), [])
    others = {p for c in clause.pick(opening) for p in c.persons}
    between = all(a.cue == "meeting_between" for a in frame.arguments)
    return bool(named and others) and between and named.isdisjoint(others)


def _settle_name(frame: Frame) -> None:
    """ "The Djibouti talks between A and B": called after the place, as others take part."""
    between = {s for a in frame.arguments if a.cue == "meeting_between" for s in a.chunk.states}
    for argument in list(frame.arguments):
        named = argument.cue == "named_after_participants" and argument.chunk.code == "S"
        if named and len(between) > 1 and not between & set(argument.chunk.states):
            frame.arguments.remove(argument)
            frame.country = frame.country or argument.chunk
            frame.place = frame.place or argument.chunk


def _read_right(clause: Clause, frame: Frame, position: int, triggers: list[int]) -> None:
    """What follows the noun: with whom, of whom, between whom, where, when, hosted by whom."""
    later = [t for t in triggers if t > position and clause.codes[t] not in "CZ"]
    zone = _before_dated(clause, clause.zone(position, later))
    zone = _before_main(clause, position, zone)
    place, country = place_in(clause, zone)
    if country is not None and _is_topic(clause, position, country):
        country = None
    if place is None and country is None:
        place, country = place_of_title(clause, position)
    frame.place, frame.country = frame.place or place, country
    frame.capital_of = capital_in(clause, zone)
    if not frame.dates:
        frame.dates = dates_in(clause, zone)
    if not (frame.place or frame.country or frame.dates):
        _read_shared(clause, frame, position)
    _read_guests(clause, frame, position)
    if frame.kind == "visit":
        read_destination(clause, frame, position)
    _read_partners(clause, frame, position, zone)
    read_included(clause, frame, position)
    _read_leading_date(clause, frame, position, triggers)
    _sharpen(clause, frame)
    read_hosts(clause, frame, zone)


def _read_guests(clause: Clause, frame: Frame, position: int) -> None:
    """ "Hosted a dinner for visiting G": those it was given for."""
    given = _GIVEN_FOR.match(clause.codes, position + 1)
    if given is None or clause.lower[position] not in _MEALS:
        return
    guests, end = clause.actors_at(given.end())
    frame.add(clause.pick(guests), Role.PARTICIPANT, "meeting_with")
    if guests and "V" in given[0]:
        frame.place, frame.country = place_in(clause, range(end, len(clause.codes)))
        frame.dates = frame.dates or dates_in(clause, range(end, len(clause.codes)))


# "talks (of the council) (in P, S) (on D) with A"; one way to read each sign, or many words
# before "with" would be tried in all the ways to part them.
_BEFORE_PARTNER = re.compile(r"(?:o[th]?[xJR]{0,3}[xKO])?(?:i?t?[xLSrRJ]|[n&]?D|,)*")
# "the summit (in P) (on) Monday of G"
_OF = re.compile(r"(?:n?D)?(?:i[tx]{0,2}L(?:,S,?)?)?(?:n?D)?")
_GIVEN_FOR = re.compile(r"f(?:t?V)?(?=[th]?[PGu])")
_MEALS = frozenset("dinner lunch luncheon breakfast".split())


# "A said in P", "A announced on D": there and then.
_SAID_THERE = re.compile(r"[xZ]{1,2}(?:[nip]?D|i[tx]{0,2}[LSM])")


def _before_main(clause: Clause, position: int, zone: range) -> range:
    """ "In a series of meetings, A thanked them for opening the school in P": not met in P."""
    start = extent(clause, position)[1]
    if not 0 < start <= _NEAR_START or clause.codes[0] != "i":
        return zone
    for begin, end, actors in clause.lists:
        subject = begin in zone and clause.codes[begin - 1] == "," and end < len(clause.codes)
        if subject and clause.codes[actors[0]] == "P" and clause.codes[end] == "x":
            here = _SAID_THERE.match(clause.codes, end)
            return zone if here else range(zone.start, begin - 1)
    return zone


# ", and today the ministries announced"
_AND_THEN = re.compile(r",&(?=Dt?[xPSGOKyu])")


def _before_dated(clause: Clause, zone: range) -> range:
    """ "The summit in D1 and the D2 summit in P": the second one's date is its own."""
    then = _AND_THEN.search(clause.codes, zone.start, zone.stop)
    if then is not None:
        return range(zone.start, then.start())
    another = _NEXT_CLAUSE.search(clause.codes, zone.start, zone.stop + 2)
    if another is None and clause.lower[0] in _BEHIND:
        another = _MAIN_CLAUSE.search(clause.codes, zone.start, zone.stop + 2)
    if another is not None:
        zone = range(zone.start, min(zone.stop, another.start()))
    if zone.stop >= len(clause.codes) or clause.codes[zone.stop] != "E":
        return zone
    begin = extent(clause, zone.stop)[0]
    dated = "D" in clause.codes[begin : zone.stop]
    return range(zone.start, begin) if dated and zone.start < begin else zone


def _read_leading_date(clause: Clause, frame: Frame, position: int, triggers: list[int]) -> None:
    """ "On D, A hosted the talks", "meetings this year, including the talks in P"."""
    begin = extent(clause, position)[1]
    frame.dates = date_from_here(clause, begin) or frame.dates
    if is_precise(frame.dates):
        return
    beside = _DAY_AT.search(clause.codes, max(0, begin - 5), begin)
    if beside is not None and not frame.dates:
        frame.dates = dates_in(clause, range(beside.start("day"), beside.end()))
        return
    if begin > 1 and clause.codes[begin - 2 : begin] == "Di":
        frame.dates = dates_in(clause, range(begin - 2, begin - 1)) or frame.dates
        return
    listed = _AMONG.search(clause.codes, 0, position)
    earlier = [t for t in triggers if t < position and clause.codes[t] not in "CZ"]
    own = clause.codes[position - 1 : position] == "h"
    if listed is not None:
        frame.dates = dates_in(clause, range(listed.start(), listed.start() + 1)) or frame.dates
    elif (
        not own
        and not earlier
        and not is_reported(clause, position)
        and not is_awaited(clause, begin)
    ):
        known = [d for d in leading_dates(clause, range(position)) if d not in frame.dates]
        years = {d.date.year for d in known if d.date is not None}
        known = known[-1:] if len(years) > 1 else known
        frame.dates = frame.dates + known if is_precise(known) else frame.dates or known


def _sharpen(clause: Clause, frame: Frame) -> None:
    """ "This week, at the 2026 summit": the day or month told before goes with the year."""
    years = {d.date.year for d in frame.dates if d.date is not None and d.date.month is None}
    if years and len(years) == len(frame.dates):
        opening = dates_in(clause, range(min(_NEAR_START, frame.position)))
        frame.dates += [d for d in opening if d.date is not None and d.date.year in years]


def _read_shared(clause: Clause, frame: Frame, position: int) -> None:
    """ "The G7 and NATO summits in June", "the A summit and the B summit in P": place and date."""
    last = position
    while match := _COORDINATED.match(clause.codes, last + 1):
        last = match.end() - 1
    if last > position:
        later = [t for t in range(last + 1, len(clause.codes)) if clause.codes[t] == "E"]
        zone = _before_main(clause, position, _before_dated(clause, clause.zone(last, later)))
        frame.place, frame.country = place_in(clause, zone)
        frame.dates = dates_in(clause, zone)


def _is_topic(clause: Clause, position: int, country: Chunk) -> bool:
    """ "talks on the conflict in S": S is where the conflict is, not the talks."""
    match = _TOPIC.match(clause.codes, position + 1)
    return match is not None and clause.chunks[match.end() - 1] is country


def _read_partners(clause: Clause, frame: Frame, position: int, zone: range) -> None:
    for place in zone:
        code = clause.codes[place]
        if code in "wB" or (code == "o" and _OF.fullmatch(clause.codes, position + 1, place)):
            if code == "B" and _is_tie(clause, place):
                continue
            if (
                place > position + 1
                and code != "B"
                and not _BEFORE_PARTNER.fullmatch(clause.codes, position + 1, place)
            ):
                continue
            if code == "B" and not _BONDS.isdisjoint(clause.lower[position:place]):
                continue  # "this meeting shows the friendship between A and B"
            unknown = _UNKNOWN.match(clause.codes, place + 1)
            unknown = unknown or AMONG_THEM.match(clause.codes, place + 1)
            unknown = unknown or _CORE_OF.match(clause.codes, place + 1)
            actors, _ = clause.actors_at(unknown.end() if unknown else place + 1)
            actors = actors if frame.plural else _of_one(clause, frame, actors)
            pair = _PAIR_OF.match(clause.codes, place + 1) if code == "o" else None
            actors = [pair.start(1), pair.start(2)] if pair else actors
            cue = {"w": "meeting_with", "B": "meeting_between", "o": "meeting_of"}[code]
            chunks = clause.pick(_two_sides(clause, actors) if code == "B" else actors)
            if code == "o":
                frame.of_group += tuple(
                    b for c in chunks for b in c.bodies if b.kind == CKG.Coalition
                )
                chunks = [
                    c
                    for c in chunks
                    if c.code in "GSu"
                    or (c.code in "OK" and frame.kind != "visit")
                    or (c.code == "P" and len(chunks) > 1 and frame.kind != "visit")
                ]
            frame.names += tuple(
                b for c in chunks if c.code in "GK" for b in c.bodies if b.kind == CKG.Coalition
            )
            frame.between_states |= any(is_regional(c) for c in chunks)
            frame.add(chunks, Role.PARTICIPANT, cue)


def _of_one(clause: Clause, frame: Frame, actors: list[int]) -> list[int]:
    """ "A meeting with A and with B": two, of which the first is the one told."""
    ends = (
        n for n in range(1, len(actors)) if _AND_WITH.search(clause.codes, *actors[n - 1 : n + 1])
    )
    return actors[: next(ends, None)] if frame.kind == "meeting" else actors


def _is_tie(clause: Clause, between: int) -> bool:
    """ "Since the summit, cooperation between A and B": of something else."""
    beside = clause.codes[between - 2 : between - 1]
    return clause.chunks[between - 1].lower in _TIES and beside in tuple(",;&")


def _two_sides(clause: Clause, actors: list[int]) -> list[int]:
    """ "Between A and B, C said": C is no side."""
    if len(actors) <= _SIDES or "&" not in clause.codes[actors[0] : actors[1]]:
        return actors
    return actors[:_SIDES] if clause.codes[actors[1] + 1] == "," else actors
