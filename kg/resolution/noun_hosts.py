"""Who hosts, holds or attends what a noun names: "hosted by A", "the talks A will host in P"."""

from __future__ import annotations

import re

from kg.mentions import Item
from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import FORMAL, Clause, Frame
from kg.resolution.framing import is_present
from kg.resolution.noun_parties import read_invitation, read_journey, read_predicate
from kg.resolution.verb_events import TRIGGERS
from kg.resolution.whereabouts import dates_in, leading_dates, place_in, told_where

_REPORTING = frozenset(
    "announced announce announces announcing said told stated confirmed declared revealed "
    "says".split()
)
# "suggested holding a conference"
_PROPOSING = frozenset(
    "suggested suggests suggesting proposed proposes proposing considering considered discussed "
    "favored favoured opposed opposes mulling".split()
)
_CONTACT = re.compile(
    r"(?:[ofn]t?[xNRSKO]{1,3})?t?(?P<who>[PSuO])x{0,2}(?:x-)?(?P<verb>C)(?=[niD.,x]|$)"
)
# "a meeting in P he held with G"
_HELD = re.compile(r"(?:i[tx]{0,2}[LS](?:,S)?)?t?(?P<who>[PSuO])x?(?P<verb>Z)w")
_HAD = frozenset({"held", "had"})
# "hosted by", "chaired jointly by", "chaired in a virtual format by".
_BY = re.compile(r"C(?:[xD]|[in][ta]?[xLSDN]{1,3}){0,2}b")
# "that Ankara would convene": the town is the subject.
_TOWN_SUBJECT = re.compile(r"(?<![izn,])Lx{0,2}$")
_CAPITAL_HOSTS = re.compile(r"(?:^|[)–:])(?:S'x,?)?(?P<p>L),?[x-]{0,4}$")
# "the decision (last week) to open"
_THING_TO = re.compile(r"tx{1,2}(?:D|xD)?z$")
_DECISIONS = frozenset("decision decisions proposal proposals call calls plan offer bid".split())
# "the recently concluded summit": no verb of its own
_FINISHED = re.compile(r"(?P<lead>[th]x)Z(?=[xRJSL]{0,3}$)")
_SETTING_DAY = re.compile(r"[ni]?D,")
_OPENING_DAY = re.compile(r"[ni]?D(?:,?i[tx]{0,2}[LS](?:,S)?)?,")
_ALSO_DID = re.compile(r",?&x?$")
_OPENING_PLACE = re.compile(r"[xtDn#]{0,8}i(?P<p>L)(?:,S)?(?:,?n?D)?(?:,|(?=t?P))")
_ELSEWHERE = re.compile(r",yx{1,2}i(?P<p>L)")
_HOLDS = re.compile(
    r"(?P<verb>[ZWCV])(?:xi|i|x|z|i[tx]{0,2}[LSM](?:,S)?,?(?:[ni]x?D,?)?|[ni]x?D,?(?:i[LSM],?)?)?"
    r"(?:t?x{1,2}o|ax{1,2}o|#xo|tx{0,2}Eo)?[tah]?(?:x-?z-?x)?[xLSJrROKMGNADE#g,&'’-]{0,9}$"
)
_SPOKE_IN = re.compile(r"(?P<verb>Q)[xDn]{0,3}w(?P<with>.{1,30}?)i[ta]?[xLSJrROKMGNAD#-]{0,9}$")


def is_reported(clause: Clause, position: int) -> bool:
    """ "On D, A announced that B would convene a summit": D is not the summit's."""
    words = [c.lower for c in clause.chunks[:position]]
    said = next((p for p, w in enumerate(words) if w in _REPORTING), None)
    return said is not None and bool({"will", "would"} & set(words[said:]))


def read_hosts(clause: Clause, frame: Frame, zone: range) -> None:
    """ "hosted by A", "which A hosted", "convened by A"."""
    _read_contact_host(clause, frame)
    _read_held_with(clause, frame)
    for place in zone:
        by = _BY.match(clause.codes, place)
        if by is not None:
            actors, _ = clause.actors_at(by.end())
            frame.add(clause.pick(actors), _hosting_role(clause, place), "hosted_by")
        elif clause.codes[place] == "C" and _relative(clause, frame.position, place) is not None:
            _read_relative_host(clause, frame, place)


def _read_contact_host(clause: Clause, frame: Frame) -> None:
    """ "the summit he will host on D": a relative clause without "which"."""
    match = _CONTACT.match(clause.codes, frame.position + 1)
    if match and frame.position + 1 < len(clause.chunks):
        who = match.start("who")
        frame.add(
            [clause.chunks[who]], _hosting_role(clause, match.end("verb") - 1), "hosted_meeting"
        )


def _read_held_with(clause: Clause, frame: Frame) -> None:
    """ "the meeting (in P) he held with G"."""
    match = _HELD.match(clause.codes, frame.position + 1)
    if match and clause.chunks[match.start("verb")].lower in _HAD:
        frame.add([clause.chunks[match.start("who")]], Role.PARTICIPANT, "held_meeting")
        partners, _ = clause.actors_at(match.end())
        frame.add(clause.pick(partners), Role.PARTICIPANT, "meeting_with")


def _read_relative_host(clause: Clause, frame: Frame, place: int) -> None:
    """ "the meeting, which A is hosting with B"."""
    who = _relative(clause, frame.position, place)
    actors, _ = clause.actors_at(who + 1) if who is not None else ([], 0)
    if actors and clause.codes[place + 1 : place + 2] in ("", "w", "i", "n", "D", ",", "."):
        partners, _ = (
            clause.actors_at(place + 2) if clause.codes[place + 1 : place + 2] == "w" else ([], 0)
        )
        frame.add(clause.pick(actors + partners), _hosting_role(clause, place), "hosted_meeting")


def _relative(clause: Clause, start: int, end: int) -> int | None:
    """Where "which", "that" or "who" stands between a noun and a verb."""
    words = ("which", "that")
    found = [
        p
        for p in range(start, end)
        if clause.codes[p] == "y" or (clause.chunks[p].lower in words and p > start + 1)
    ]
    return found[-1] if found else None


def _hosting_role(clause: Clause, verb: int) -> Role:
    co = verb > 1 and clause.chunks[verb - 1].code == "-" and clause.chunks[verb - 2].lower == "co"
    word = clause.chunks[verb].lower
    if word.startswith("chair"):
        return Role.CHAIR
    return Role.CO_HOST if co or word.startswith("cohost") else Role.HOST


_PARTICIPATION = re.compile(
    r"(?:(?:(?P<first>[Pu])['’]&t?)?(?P<who>[PSOu])['’]|(?P<own>h))x?(?P<what>x)(?:wt?[GK])?[in]"
    r"[tah]?[xLSJrROKMGNAD#-]{0,8}$"
)
_PRESENCE = frozenset("participation attendance presence engagement engagements".split())


def read_participation(clause: Clause, frame: Frame) -> None:
    """ "A's (virtual) participation in the summit", "A's and B's engagements with G at"."""
    match = _PARTICIPATION.search(clause.codes[: frame.position])
    if match is None or clause.chunks[match.start("what")].lower not in _PRESENCE:
        return
    who = [match.start(n) for n in ("first", "who") if match[n]]
    if not who:
        who = [p for p in range(match.start("own")) if clause.codes[p] == "P"][-1:]
    frame.add(clause.pick(who), Role.PARTICIPANT, "attended_meeting")


def read_verb(clause: Clause, frame: Frame, start: int) -> None:
    """The verb whose object the noun is: held, hosted, attended."""
    before = _FINISHED.sub(lambda m: m["lead"] + "x", clause.codes[: frame.position])
    match = _HOLDS.search(before)
    if match is None:
        read_journey(clause, frame, start)
        read_invitation(clause, frame, start)
    if match is None:
        spoke = _SPOKE_IN.search(before)
        if spoke is not None:
            frame.add(
                clause.pick(clause.subject(spoke.start("verb"))), Role.PARTICIPANT, "spoke_with"
            )
            frame.add(
                clause.pick(clause.actors_at(spoke.start("with"))[0]),
                Role.PARTICIPANT,
                "spoke_with",
            )
        read_predicate(clause, frame)
        return
    verb = match.start("verb")
    by_town = clause.codes[verb] == "C" and _TOWN_SUBJECT.search(clause.codes, 0, verb)
    nobodys = by_town or (_THING_TO.search(clause.codes, 0, verb) and _is_decision(clause, verb))
    told = [] if nobodys else clause.subject(verb)
    subject = clause.pick((_thanked(clause, verb) or told) if told else [])
    word = clause.chunks[verb].lower
    _read_between(clause, frame, range(verb + 1, start))
    proposed = word.endswith("ing") and clause.chunks[verb - 1].lower in _PROPOSING
    if clause.is_negative(verb) or proposed:
        if clause.codes[verb] != "W":
            frame.modality = Modality.DENIED
        return
    if clause.codes[verb] == "C":
        _read_hosting(clause, frame, verb, subject)
    elif (clause.codes[verb] == "Z" and word not in ("had", "have")) or (
        word in ("had", "have") and verb + 2 >= start
    ):
        alone = frame.kind in FORMAL and len({s for c in subject for s in c.states}) == 1
        hosts = alone and subject[0].code in "Pu"
        if hosts and word.startswith(("hold", "held")):
            frame.add(subject, Role.HOST, "hosted_meeting")
        else:
            frame.add(subject, Role.PARTICIPANT, "held_meeting")
    elif clause.codes[verb] == "W":
        frame.add(subject, Role.PARTICIPANT, "attended_meeting")
    frame.cue = "object_of_verb"
    first = not any(code in TRIGGERS for code in clause.codes[:verb])
    if first and not frame.dates and not is_reported(clause, frame.position):
        frame.dates = leading_dates(clause, range(verb))
    elif not frame.dates and not is_reported(clause, frame.position):
        frame.dates = _shared_day(clause, verb)
    _read_capital_host(clause, frame, verb)
    if frame.place is None and frame.country is None:
        frame.place, frame.country = told_where(clause, verb)
    between = _ELSEWHERE.search(clause.codes, 0, verb)
    if between and frame.place is None and frame.country is None:
        frame.place = clause.chunks[between.start("p")]
    opening = _OPENING_PLACE.match(clause.codes)
    if opening and frame.arguments and frame.place is None and frame.country is None:
        frame.place = clause.chunks[opening.start("p")]
    if clause.is_future(verb):
        frame.modality = Modality.PLANNED
    frame.present = is_present(clause, verb)


def _shared_day(clause: Clause, verb: int) -> list[Item]:
    """ "On D (in P), A met B, and convened a meeting": both on D."""
    opening = _OPENING_DAY.match(clause.codes)
    joined = _ALSO_DID.search(clause.codes, 0, verb)
    if opening is None or joined is None or "D" in clause.codes[opening.end() : verb]:
        return []
    return dates_in(clause, range(opening.end()))


def _thanked(clause: Clause, verb: int) -> list[int]:
    """ "A thanked B for hosting the talks": B hosted them."""
    if clause.codes[verb - 1 : verb] != "f" or not clause.lower[verb].endswith("ing"):
        return []
    return next((a for _, e, a in clause.lists if e == verb - 1), [])


def _is_decision(clause: Clause, verb: int) -> bool:
    """ "A welcomed the decision to open talks": not A's own."""
    return not _DECISIONS.isdisjoint(clause.lower[max(0, verb - 5) : verb])


def _read_between(clause: Clause, frame: Frame, zone: range) -> None:
    """ "will host in P on D a round of talks": place and date before the noun."""
    place, country = place_in(clause, zone)
    if place is not None or country is not None:
        frame.place, frame.country = place, country
    frame.dates = dates_in(clause, zone) or frame.dates
    setting = _SETTING_DAY.match(clause.codes)
    if setting and not frame.dates and not is_reported(clause, frame.position):
        frame.dates = dates_in(clause, range(setting.end()))


def _read_capital_host(clause: Clause, frame: Frame, verb: int) -> None:
    """'Seoul will host the ministerial': the meeting is in the city."""
    if clause.codes[verb] == "C" and (town := _CAPITAL_HOSTS.search(clause.codes, 0, verb)):
        frame.place = frame.place or clause.chunks[town.start("p")]


def _read_hosting(clause: Clause, frame: Frame, verb: int, subject: list[Chunk]) -> None:
    """The subject hosts; whoever co-hosts "with" it is a co-host too."""
    role = _hosting_role(clause, verb)
    frame.add(subject, role, "hosted_meeting")
    if role is Role.CO_HOST:
        for argument in frame.arguments:
            if argument.cue == "meeting_with":
                argument.role, argument.cue = role, "hosted_meeting"
