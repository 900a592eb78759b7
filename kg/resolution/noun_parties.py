"""Who takes part in a meeting told by a noun, from the words around the noun's own phrase."""

from __future__ import annotations

import re

from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame
from kg.resolution.whereabouts import dates_in

_JOURNEY_VERBS = frozenset(
    """cancelled canceled postponed made paid began started ended concluded undertook planned
    scrapped
    completed plans begins begun starts makes pays make pay undertake delayed cut
    announced undertakes undertaking paying""".split()
)
_SET_OUT = frozenset(
    {("kicked", "off"), ("wrapped", "up"), ("set", "out"), ("embarked", "on"), ("embark", "on")}
)
_CALLED_OFF = frozenset("cancelled canceled postponed scrapped delayed suspended".split())
# "in P for the summit", "travel to P on D to take part in the talks".
_GONE_FOR = re.compile(
    r"[iz]t?(?:[xJrR]{1,3}o)?t?(?P<p>[LS])(?:,S)?,?(?:[nip]?D)?,?(?:f|z(?:xi|W|xo|xWi|Wi|WWi|x|x{2}i)|x?W)t?$"
)
_SITTING = frozenset({"sit", "sits", "sat"})
_LEAVING = frozenset("departed departs departing heading headed heads".split())
# "told them in P, S, at the summit"
_AT_PLACE = re.compile(r"i(?P<p>L)(?:,S)?,?[ix]$")
# "travelled to S to lead a delegation for the conference"
_TRIP_FOR = re.compile(r"Y(?:n?D)?zt?(?P<p>[LS])(?:,S)?z[xthGSJa-]{1,8}f[tax]{0,3}$")
# "On a flight from S to S for talks, A ...".
_ON_THE_WAY = re.compile(r"[ni][ath]x")
_REMARKS = re.compile(r"[xN]bP(?:,?&?t?P){1,4}[xi]")
_AT = frozenset({"at", "during"})
_MARGINS = frozenset("margins sidelines fringes".split())
_BESIDE = frozenset("during in at after following before amid on".split())
# "Briefed B on developments in the talks": nothing that was done in them.
_STATE_OF = frozenset(
    """development developments progress breakthrough breakthroughs deadlock stalemate impasse
    setback setbacks step steps stage status situation""".split()
)
# "on B's meetings"
_ANOTHERS = re.compile(r"[PuT]['’][xL]{0,4}E")
_DONE = frozenset("made agreed reached decided announced launched given signed unveiled".split())
# "At the summit, the visiting leaders of S"; not "At the summit, I thanked A".
_BEFORE_SUBJECT = re.compile(r".{0,60},[^yIFV]{0,4}|[^ywIFV]{0,5}")
_OPENING = 3
_TWO = 2
_SHORT = 7
# "A called his meeting with B constructive"
_CALLING = frozenset("called described hailed praised termed calls describes".split())
_HEAVY = re.compile(r"[;\"]")
_ON_VISIT = frozenset("during on in before after".split())
_LEADS = frozenset("during in at on after following before".split())
_LEADING = re.compile(r"(?:D,?|x,?|Q[nDtx]{0,4}|i[tahx]{1,5})?")
_ISSUED = frozenset("statement remarks readout briefing note".split())
_LANDMARK = re.compile(r"(?P<lead>f)[ax]?x$")
_IS_IN = re.compile(r"[x,]it?[xJ]{0,2}[LSM](?:,S)?(?:[np]?D)?,?f")
OWNED = frozenset({"visit", "phone_call"})
_BEHIND = frozenset("after following building follows".split())
_TELLING_WHO = frozenset({"meeting_between", "possessor_of_meeting", "made_visit"})
_FOR_LAST = re.compile(r"x{1,3}tx?f(?=P)|xtxf(?=P)")


def read_main_subject(clause: Clause, frame: Frame, start: int, position: int) -> None:
    """ "During a visit to P, A signed"; "In a telephone call with B, A offered"."""
    lead = clause.chunks[start - 1].lower if start else _lead_of_opening(clause)
    beside = lead == "of" and clause.chunks[start - 2].lower in _MARGINS
    opening = _LEADING.fullmatch(clause.codes[: max(0, start - 1)])
    if opening is None or not (beside or lead in _LEADS):
        return
    behind = lead in ("after", "following", "on", "to", "upon") and _is_behind(clause, start)
    if behind and frame.definite and (frame.names or frame.dated):
        return
    after = lead in ("after", "following") and frame.place is not None
    if frame.kind != "visit" and not frame.arguments and not (after or beside) and lead not in _AT:
        return
    near = [(s, e) for s, e, _ in clause.lists if position < s <= position + 4]
    ends = [e for s, e in near if clause.codes[s - 1 : s] in ("w", "z", "i", "t")]
    stop = max([position + 1, *ends[:1]])
    comma = clause.codes.find(",", stop)
    several = [a for s, _, a in clause.lists if s > stop and clause.codes[s - 1] == "D"]
    if several and len(several[0]) > 1 and all(clause.codes[p] in "PS" for p in several[0]):
        comma = clause.codes.rfind("D", stop, several[0][0])
    if comma < 0 or comma > position + 12:
        return
    main = next((a for s, _, a in clause.lists if s > comma and clause.codes[s - 1] != "w"), [])
    if main and not _BEFORE_SUBJECT.fullmatch(clause.codes, comma + 1, main[0]):
        main = []
    if after:
        begin = comma if frame.arguments else position
        main = next(
            (a[:1] for s, _, a in clause.lists if s > begin and clause.codes[a[0]] == "P"), []
        )
    if not main:
        main = next((a[-1:] for s, e, a in clause.lists if s <= comma < e and len(a) > 1), [])
    if not (behind and _is_of_others(frame, clause.pick(main))):
        frame.add(clause.pick(main), Role.PARTICIPANT, "acted_at_meeting")


# "a series of meetings on the sidelines of the session in P on D, including with A and B"
_INCLUDING = re.compile(r"(?:nt?xo[tOxJ#N()]{1,8}E)?(?:x|n?D|iL|,){0,5}\+w")


def read_included(clause: Clause, frame: Frame, position: int) -> None:
    """ "Held several meetings, including with A, B and C"."""
    match = _INCLUDING.match(clause.codes, position + 1) if frame.plural else None
    if match is not None:
        actors, end = clause.actors_at(match.end())
        frame.add(clause.pick(actors), Role.PARTICIPANT, "meeting_with")
        listed = ((s, a) for s, _, a in clause.lists if s > end and clause.codes[s - 1] == ",")
        start, main = next(listed, (0, []))
        if start and clause.codes[0] == "i":
            _forget_behind(frame, clause.chunks[start].start)
            frame.add(clause.pick(main), Role.PARTICIPANT, "acted_at_meeting")


def _forget_behind(frame: Frame, start: int) -> None:
    """Where and when another part of the sentence tells of is neither of the meeting."""
    frame.place = frame.place if frame.place and frame.place.start < start else None
    frame.country = frame.country if frame.country and frame.country.start < start else None
    frame.dates = [d for d in frame.dates if d.start < start]


# "In a call on Monday, A told B"
_TOLD_THERE = re.compile(
    r"(?:[ni]?D|i[LS](?:,S)?){0,4},t?(?P<a>[Pu])x{0,2}?(?P<verb>x)t?(?P<b>[Pu])"
)
_SPEAKING_TO = frozenset(
    "told urged assured asked thanked warned informed congratulated briefed reassured "
    "invited".split()
)


def read_told(clause: Clause, frame: Frame, start: int) -> None:
    """ "In a call on Monday, A told B that": A and B spoke there."""
    lead = clause.lower[start - 1] if start else ""
    known = any(a.cue != "acted_at_meeting" for a in frame.arguments)
    if known or start > _OPENING or lead not in ("in", "during", "at"):
        return
    if frame.kind not in ("meeting", "talks", "phone_call"):
        return
    told = _TOLD_THERE.match(clause.codes, frame.position + 1)
    if told and clause.lower[told.start("verb")] in _SPEAKING_TO:
        both = [told.start("a"), told.start("b")]
        frame.add(clause.pick(both), Role.PARTICIPANT, "acted_at_meeting")


def _lead_of_opening(clause: Clause) -> str:
    """ "Meeting in P, A and B agreed": like "at a meeting in P"."""
    return "at" if clause.lower[:1] == ("meeting",) else ""


def _is_behind(clause: Clause, start: int) -> bool:
    """ "After the talks", "Following on the talks", "Building on the summit": they are over."""
    return any(c.lower in _BEHIND for c in clause.chunks[max(0, start - 3) : start])


def _is_of_others(frame: Frame, main: list[Chunk]) -> bool:
    """ "After A's talks with B, C and D said": C and D speak of a meeting of others."""
    told = {p for a in frame.arguments if a.cue in _TELLING_WHO for p in a.chunk.persons}
    return bool(told) and not any(told & set(c.persons) for c in main)


_EDGES = frozenset("start opening beginning outset end close conclusion".split())


def _is_edge(clause: Clause, start: int) -> bool:
    """ "Told them at the start of a meeting"."""
    return clause.lower[start - 2] in _EDGES and clause.codes[start - 4 : start - 2] == "it"


def read_beside(clause: Clause, frame: Frame, start: int) -> None:
    """ "A stressed X during a meeting with B", "A said on a visit to P": A is the other side."""
    lead = clause.chunks[start - 1].lower if start > 2 else ""
    cues = {a.cue for a in frame.arguments}
    part = lead == "of" and (clause.lower[start - 2] == "part" or _is_edge(clause, start))
    if not (part or lead in _BESIDE) or _HEAVY.search(clause.codes, 0, start):
        return
    if clause.chunks[-1].text == "?" or (lead == "in" and clause.lower[start - 2] in _STATE_OF):
        return
    main = _doers(clause, start) or _main_people(clause, start)
    if main and (_is_relative(clause, main[-1], start) or _is_of_another(clause, main[-1], start)):
        return
    sides = {s for c in main for s in c.states}
    if cues == {"meeting_with"}:
        met = {s for a in frame.arguments for s in a.chunk.states}
        known = {p for a in frame.arguments for p in a.chunk.persons}
        main = [c for c in main if c.persons or not met & set(c.states)]
        main = [c for c in main if not known & set(c.persons)]
        main = main or (_main_states(clause, start) if lead == "in" else [])
    elif frame.kind == "visit" and not cues:
        lead = "on" if part else lead
        main = main[:1] if lead in _ON_VISIT and (frame.place or frame.country) else []
    elif not cues and lead in ("during", "at", "in") and frame.kind in ("talks", "summit"):
        main = main or _main_states(clause, start)
    elif not cues and lead in ("after", "following") and frame.kind == "talks" and not main:
        states = _main_states(clause, start)
        main = states if len(states) > 1 else []
    else:
        alone = len(sides) < _TWO and not _is_named(clause, frame, lead)
        main = _main_body(clause, start) if cues or alone else main
        main = [] if cues else main
    frame.add(main, Role.PARTICIPANT, "met_beside")


def _doers(clause: Clause, start: int) -> list[Chunk]:
    """ "A and B recalled the commitments made by C and D at the summit": C and D were there."""
    if clause.chunks[start - 1].lower not in _AT:
        return []
    beside = (a for s, e, a in clause.lists if e == start - 1 and "b" in clause.codes[s - 2 : s])
    return clause.pick(next(beside, []))


def _main_people(clause: Clause, start: int) -> list[Chunk]:
    """The people a sentence opens with, else those named last before a position."""
    before = [
        (s, a)
        for s, e, a in clause.lists
        if e < start and clause.codes[a[0]] in "PuG" and not _is_issuer(clause, s)
    ]
    told = max((p for p in range(start) if clause.chunks[p].lower == "that"), default=0)
    if inner := [a for s, a in before if told < s <= told + _OPENING] if told else []:
        return clause.pick(inner[0])
    opening = [a for s, a in before if s <= _OPENING]
    return clause.pick(opening[0] if opening else before[-1][1] if before else [])


# "the Security Council discussed X in a closed meeting"
_BODY_ACTED = re.compile(r"(?:^|[x,;&])t?(?P<body>O)x[^.;:EIQFCVYW]{0,12}i$")


def _main_body(clause: Clause, start: int) -> list[Chunk]:
    """The council that did something in a meeting of its own."""
    match = _BODY_ACTED.search(clause.codes, 0, start)
    return [clause.chunks[match.start("body")]] if match else []


def _is_issuer(clause: Clause, start: int) -> bool:
    """ "Statement by A on B's trip": A only tells of it."""
    told = start > 0 and clause.codes[start - 1] in "bp"
    return told and not _ISSUED.isdisjoint(c.lower for c in clause.chunks[:start])


def _is_relative(clause: Clause, last: Chunk, start: int) -> bool:
    """Whether a relative clause stands between people and the meeting: "which B launched at"."""
    between = clause.chunks[clause.chunks.index(last) + 1 : start]
    comma = max((p for p, c in enumerate(between) if c.code == ","), default=-1)
    return any(c.code == "y" or c.lower in ("which", "that") for c in between[comma + 1 :])


def _is_of_another(clause: Clause, last: Chunk, start: int) -> bool:
    """ "A was told of B's meetings at the summit", "the pledges made at the summit": not A's."""
    between = clause.codes[clause.chunks.index(last) + 1 : start]
    done = clause.lower[start - 2] in _DONE and clause.codes[start - 3] not in "PuGy,&"
    return done or _ANOTHERS.search(between) is not None


def _main_states(clause: Clause, start: int) -> list[Chunk]:
    """The states a sentence opens with: "A and B agreed at talks in P"."""
    opening = [a for s, e, a in clause.lists if s <= 1 and e < start and clause.codes[a[0]] == "S"]
    return clause.pick(opening[0]) if opening else []


def _is_named(clause: Clause, frame: Frame, lead: str) -> bool:
    """ "A announced X at the P Summit": a summit with a name, at which somebody acts."""
    titled = clause.chunks[frame.position].text[0].isupper() and len(frame.label.split()) > 1
    return lead in ("at", "during") and titled and frame.kind in ("summit", "conference")


def _read_purpose(clause: Clause, frame: Frame, start: int) -> None:
    """ "arrived in P for talks with B": who travels is the other side."""
    start = _purpose_start(clause, start)
    if start < 2 or clause.codes[start - 1] != "f":
        return
    verbs = [
        p
        for p in range(start)
        if clause.codes[p] in "YV" or _IS_IN.match(clause.codes, p) or clause.lower[p] in _SITTING
    ]
    alone = bool(verbs) and clause.codes[verbs[-1]] == "," and frame.place is None
    told = bool(frame.arguments) or alone or frame.kind in ("visit", "conference", "summit")
    if verbs and told and ";" not in clause.codes[verbs[-1] : start]:
        frame.add(clause.pick(clause.subject(verbs[-1])), Role.PARTICIPANT, "met_on_visit")
        leaves = clause.chunks[verbs[-1]].lower in _LEAVING
        if clause.is_future(verbs[-1]) or leaves:
            frame.modality = Modality.PLANNED


def _purpose_start(clause: Clause, start: int) -> int:
    """Where the phrase begins that "for" leads: "for landmark talks"."""
    before = _LANDMARK.search(clause.codes, 0, start)
    return before.end("lead") if before else start


def owner(clause: Clause, frame: Frame, start: int) -> list[int]:
    """Whose "his visit" is: the first actors of the sentence; "their meeting": the nearest.

    "A thanked B for his visit": B's.
    """
    before = [a for _, e, a in clause.lists if e <= start]
    people = [[p] for p in range(start) if clause.codes[p] in "Pu"]
    if not before and not people:
        return []
    if start > 1 and clause.codes[start - 1] == "f" and clause.codes[start - 2] in "Pu":
        return [start - 2]
    if frame.kind in OWNED or clause.chunks[start].lower in ("his", "her"):
        several = [a for a in before if len(a) > 1 and clause.lower[start] == "their"]
        return (several[-1:] or people or before)[0]
    return (
        before[-1] if before and (len(before[-1]) > 1 or _are_pair(clause, before[-1][0])) else []
    )


def _are_pair(clause: Clause, position: int) -> bool:
    """ "The two leaders ... their previous meeting": whether a group is those told before."""
    counted = position > 0 and clause.codes[position - 1] == "#"
    return clause.codes[position] == "G" and (counted or clause.lower[position] == "leaders")


def read_remarks(clause: Clause, frame: Frame, start: int) -> None:
    """ "Remarks by A and B before bilateral meeting": those who speak are who meet."""
    match = _REMARKS.match(clause.codes)
    if match is None or clause.chunks[0].lower != "remarks" or frame.arguments:
        return
    before = {c.lower for c in clause.chunks[match.end() - 1 : start + 1]}
    if not before.isdisjoint(("before", "after", "at", "in", "during")):
        actors, _ = clause.actors_at(2)
        frame.add(clause.pick(actors), Role.PARTICIPANT, "met_beside")


def read_left(clause: Clause, frame: Frame, start: int) -> None:
    """ "said in P after a meeting"; "sent officials to P for talks"; "left after talks in P"."""
    before = clause.codes[:start]
    lead = clause.chunks[start - 1].lower if start else ""
    said = re.search(r"iL(?:,S)?x$", before)
    if said and lead in ("after", "following", "during") and frame.place is None:
        frame.place = clause.chunks[said.start() + 1]
    _read_purpose(clause, frame, start)
    if lead == "to" and start > 1 and clause.lower[start - 2] in ("agreed", "agree", "agrees"):
        frame.add(clause.pick(clause.subject(start - 2)), Role.PARTICIPANT, "held_meeting")
        frame.modality = Modality.PLANNED
    if lead in _CALLING and any(a.cue == "meeting_with" for a in frame.arguments):
        frame.add(clause.pick(clause.subject(start - 1)), Role.PARTICIPANT, "met_beside")
    gone = _GONE_FOR.search(before)
    there = gone is not None and (frame.kind != "visit" or before[gone.start()] == "i")
    if gone and there and not (frame.place or frame.country):
        chunk = clause.chunks[gone.start("p")]
        frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)
        if _ON_THE_WAY.match(clause.codes) and not frame.arguments:
            people = [a[0] for s, _, a in clause.lists if s > start and clause.codes[a[0]] == "P"]
            frame.add(clause.pick(people[:1]), Role.PARTICIPANT, "met_on_visit")
    at = _AT_PLACE.search(before) if not (frame.place or frame.country) else None
    if at and lead in _AT and frame.kind != "visit":
        frame.place = clause.chunks[at.start("p")]
    trip = _TRIP_FOR.search(before) if not (frame.place or frame.country) else None
    if trip and frame.kind in ("conference", "summit"):
        chunk = clause.chunks[trip.start("p")]
        frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)
    sent = re.search(r"(?P<verb>[xY])[tGSx-]{0,5}?zt?(?P<place>L)(?:,[NAS])?(?:[ni]?D)?f$", before)
    if sent and (frame.place is None):
        frame.place = clause.chunks[sent.start("place")]
        frame.add(clause.pick(clause.subject(sent.start("verb"))), Role.PARTICIPANT, "sent_for")
        frame.dates = frame.dates or dates_in(clause, range(sent.start("place"), start))
    elif lead in ("after", "following") and not frame.definite and (frame.place or frame.country):
        main = next((a for s, e, a in clause.lists if _is_main(clause, a[0])), [])
        if frame.kind in ("talks", "meeting") and not frame.arguments and not frame.of_group:
            frame.add(clause.pick(main[:1]), Role.PARTICIPANT, "after_meeting")


def _is_main(clause: Clause, position: int) -> bool:
    """A person, or the ministers of a body that a sentence opens with."""
    chunk = clause.chunks[position]
    group = chunk.code == "G" and position <= 1 and bool(chunk.bodies or chunk.states)
    return chunk.code == "P" or group


def read_journey(clause: Clause, frame: Frame, start: int) -> None:
    """ "postponed a visit to P": whose visit it is."""
    verb = start - 1
    words = _JOURNEY_VERBS if frame.kind == "visit" else _CALLED_OFF
    two = clause.lower[max(0, verb - 1) : verb + 1]
    set_out = frame.kind == "visit" and two in _SET_OUT
    verb -= two == ("called", "off") or set_out
    if verb > 0 and (clause.chunks[verb].lower in (*words, "called") or set_out):
        frame.add(clause.pick(clause.subject(verb)), Role.PARTICIPANT, "made_visit")


def read_invitation(clause: Clause, frame: Frame, start: int) -> None:
    """ "A has invited B and C to talks in P": A hosts, B and C are invited."""
    if clause.words.isdisjoint(("invited", "invites")):
        return
    verb = next((p for p in range(start) if clause.lower[p] in ("invited", "invites")), None)
    if verb is None or start < 1 or clause.codes[start - 1] not in "zf":
        return
    guests, _ = clause.actors_at(verb + 1)
    host = clause.subject(verb)
    unnamed = clause.codes[verb + 1 : verb + 2] == "h" and start - verb < _SHORT
    if (guests or unnamed) and host:
        frame.add(clause.pick(host), Role.HOST, "invited_to")
        if frame.kind == "visit":
            frame.add(clause.pick(guests), Role.PARTICIPANT, "invited_to_visit")
            if frame.place is None and frame.country is None:
                frame.country = clause.pick(host)[0]
        else:
            frame.add(clause.pick(guests), Role.INVITED, "invited_to")
        frame.modality = Modality.PLANNED


def read_predicate(clause: Clause, frame: Frame) -> None:
    """ "The meeting was the last for A"."""
    match = _FOR_LAST.match(clause.codes, frame.position + 1)
    if match and any(
        c.lower in ("last", "first") for c in clause.chunks[frame.position : match.end()]
    ):
        actors, _ = clause.actors_at(match.end())
        frame.add(clause.pick(actors[:1]), Role.PARTICIPANT, "last_meeting_for")


# "the visit of A (and his delegation) to P"
_VISIT_OF = re.compile(r"[ob](?=t?[Pu])")
_ENTOURAGE = re.compile(r"&h[xG]{1,2}(?=z)")
_TO_PLACE = re.compile(r"z(?:(?:t?x{1,2}o)?t?(?P<to>[SLR])|(?P<name>N)(?![NE'-]))")
# "a visit to P, S, (on D) by A"
_MADE_BY = re.compile(r"(?:,S,?)?(?:n?D)?,?b(?=t?[PuG])")


def read_destination(clause: Clause, frame: Frame, position: int) -> None:
    """ "the visit of A to P", "a visit to P by A": who goes, and where to."""
    visitors = _VISIT_OF.match(clause.codes, position + 1)
    start = position + 1
    if visitors is not None:
        actors, start = clause.actors_at(visitors.end())
        named = [c for c in clause.pick(actors) if c.persons or c.states]
        frame.add(named, Role.PARTICIPANT, "made_visit")
        entourage = _ENTOURAGE.match(clause.codes, start)
        start = entourage.end() if entourage else start
    match = _TO_PLACE.match(clause.codes, start)
    if match and (by := _MADE_BY.match(clause.codes, match.end())):
        actors, _ = clause.actors_at(by.end())
        named = [c for c in clause.pick(actors) if c.persons or c.states]
        frame.add(named, Role.PARTICIPANT, "made_visit")
    if match and match["name"] and frame.place is None:
        frame.place = clause.chunks[match.start("name")]
        beside = clause.codes[match.end() : match.end() + 2] == ",S"
        frame.country = clause.chunks[match.end() + 1] if beside else frame.country
    if match and match["to"] and match["to"] in "SL":
        chunk = clause.chunks[match.start("to")]
        frame.place, frame.country = (chunk, frame.country) if chunk.code == "L" else (None, chunk)
