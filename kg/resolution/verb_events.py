"""Meetings told by verbs: met, spoke, phoned, hosted, visited, travelled, joined, held talks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Entity, Modality, Role
from kg.resolution.call_events import phoned, spoke
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at, is_again, is_apart, is_regional, one_with_each
from kg.resolution.trip_events import travelled, trips
from kg.resolution.untold import is_conditional, is_fulfilled
from kg.resolution.whereabouts import (
    goal_of_trip,
    leading_dates,
    place_in,
    told_where,
)
from kg.terms import CKG

TRIGGERS = "IQFCVYWZE"
_FIRST = frozenset("first second third last latest only".split())

VerbRule = Callable[[Clause, int, list[int]], Iterator[Frame]]


def verb_frames(clause: Clause) -> Iterator[Frame]:
    """The frames that the verbs of a sentence tell, left to right."""
    triggers = [
        p
        for p, code in enumerate(clause.codes)
        if code in TRIGGERS and not (code == "V" and _MET_GUEST.match(clause.codes, p - 1))
    ]
    for position in triggers:
        rule = _RULES.get(clause.codes[position])
        told = rule is not None and not clause.is_negative(position) and _is_told(clause, position)
        if rule is not None and told and not is_conditional(clause, position):
            yield from rule(clause, position, triggers)


def _is_told(clause: Clause, position: int) -> bool:
    """Whether a verb after "to" is told as a plan or a purpose, not merely thought of."""
    place = position - 1
    while place > 0 and clause.codes[place] == "x" and clause.chunks[place].lower.endswith("ly"):
        place -= 1
    if place < 0 or clause.codes[place] != "z":
        return True
    if clause.is_future(position):
        return True
    if any(c.lower in _FIRST for c in clause.chunks[max(0, place - 4) : place]):
        return True
    gone = any(c in "YV" for c in clause.codes[:position]) or _IS_IN.search(
        clause.codes, 0, position
    )
    return clause.codes[position] == "I" and bool(gone or _due(clause, place))


def _due(clause: Clause, infinitive: int) -> list[int]:
    """ "With the envoys of A and B to meet in P", "with A meeting B": those who do."""
    lists = (a for s, e, a in clause.lists if e == infinitive and clause.codes[s - 1 : s] == "w")
    return next((a for a in lists if clause.codes[a[0]] in "PGu"), [])


# "is in P to meet B"
_IS_IN = re.compile(r"[Pu]xx?iL(?:,S)?n?D?z$")


def _met(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A met with B in P on D", "A and B met"."""
    due = _due(clause, position - 1) if clause.codes[position - 1] == "z" else []
    one_side = _due(clause, position)
    subject = due or one_side or _with_first_part(clause, clause.subject(position))
    objects, _ = clause.objects(position)
    word = clause.chunks[position].lower
    if word.startswith("receive") and (not objects or clause.chunks[objects[0]].code not in "PuG"):
        return
    if word.startswith("reconven") and objects and clause.codes[objects[0]] in "KO":
        yield from _reconvened(clause, position, objects, triggers)
        return
    if word.startswith("consult") and clause.codes[position + 1 : position + 2] not in ("w", "x"):
        return
    beside = {c.lower for c in clause.chunks[position : position + 3]}
    if (
        word == "sat"
        and "w" not in clause.codes[position : position + 3]
        and "together" not in beside
    ):
        return
    several = len(subject) > 1 or any(
        len(clause.chunks[s].states + clause.chunks[s].bodies) > 1 for s in subject
    )
    frame = _frame_of_met(clause, position, triggers)
    _read_where(clause, frame)
    frame.definite = bool(one_side)
    if due:
        frame.modality = Modality.PLANNED
    if _is_sport(clause):
        return
    here = any(c.lower == "here" for c in clause.chunks[position : position + 4])
    placed = bool(frame.place or frame.capital_of or here)
    if subject and clause.codes[subject[0]] in "yGOK":
        placed = bool(placed or frame.country or frame.dates) or is_again(clause, position)
    told = frame.place or frame.country or frame.dates or frame.noun >= 0
    if word.startswith(("com", "cam")) and not told:
        return  # "come together to meet a challenge"
    habit = word in ("gathers", "meets", "convenes") and clause.lower[position - 1] == "which"
    if habit and not (frame.place or frame.dates):
        return
    if clause.is_recurrent(position) or not (objects or several or placed):
        return
    frame.of_group = _group_meeting(clause, subject, position)
    if is_again(clause, position):
        frame.ordinal = "again"
    if subject and clause.lower[subject[0] - 1 : subject[0]] == ("since",):
        frame.ordinal = "separate"
    if not objects and re.match(r"[tah]|x{1,2}[.,]?$", clause.codes[position + 1 :]):
        return
    unmet = is_fulfilled(clause, position) and word.startswith(("meet", "met"))
    if unmet and not (placed or frame.dates):
        return
    if not subject and not objects:
        return
    if word.startswith(_CONFERRING) and _BY_PHONE.search(" ".join(clause.lower[position:])):
        frame.kind, frame.place, frame.country = "phone_call", None, None
    at_home = word.startswith("receive") and bool(frame.place or frame.country)
    role = (
        Role.HOST if at_home and subject and clause.codes[subject[0]] in "Pu" else Role.PARTICIPANT
    )
    frame.add(clause.pick(subject), role, "met_with")
    if len(objects) > 1 and is_apart(clause, position):
        yield from one_with_each(frame, clause.pick(objects), "met_with")
        return
    frame.add(clause.pick(objects), Role.PARTICIPANT, "met_with")
    frame.between_states = any(is_regional(c) for c in clause.pick(objects))
    for host in _CONVENED_BY.finditer(clause.codes, position):
        frame.add(clause.pick(clause.actors_at(host.end())[0]), Role.HOST, "hosted_by")
    yield frame
    if objects:
        yield from _met_separately(clause, frame, clause.objects(position)[1])
        yield from _met_besides(clause, frame, clause.objects(position)[1])


_CONFERRING = ("confer", "consult", "exchanged")
_BY_PHONE = re.compile(r"\b(?:by|via|over|on)(?: the| a)? (?:tele)?phone\b")


def _with_first_part(clause: Clause, subject: list[int]) -> list[int]:
    """ "The U.S.-EU task force": both of a name's parts."""
    if subject and clause.codes[max(0, subject[0] - 2) : subject[0]] in ("S-", "J-", "O-"):
        return [subject[0] - 2, *subject]
    return subject


def _reconvened(
    clause: Clause, position: int, group: list[int], triggers: list[int]
) -> Iterator[Frame]:
    """ "A will reconvene the forum": A hosts a meeting of it."""
    frame = frame_at(clause, position, "meeting", "met_with", triggers)
    frame.names = frame.of_group = tuple(b for c in clause.pick(group) for b in c.bodies)
    frame.add(clause.pick(clause.subject(position)), Role.HOST, "hosted_meeting")
    yield frame


def _frame_of_met(clause: Clause, position: int, triggers: list[int]) -> Frame:
    """ "Met (with B) (in P) for the third G summit": what the noun tells is told of the meeting."""
    _, end = clause.objects(position)
    noun = _FOR_EVENT.match(clause.codes, max(end, position + 1))
    return _frame_for(clause, position, noun.end() - 1 if noun else -1, "met_with", triggers)


_FOR_EVENT = re.compile(
    r"(?:[xnD]|,?i[tx]{0,2}(?:Jx,)?,?[LSM](?:,S)?,?){0,4}(?:f[tah#]?|ia)(?:xi|[xLSJrROKMNAG#D’'E-]){0,9}?E(?![EGg])"
)
_WHAT_ONE_DOES = frozenset("talks discussions consultations negotiations".split())


# "met B during a short visit to P"
_ON_VISIT_TO = re.compile(r"[xn][ah][xD-]{0,3}Ezt?[LS]")
# ", convened by A": who called the meeting that was told.
_CONVENED_BY = re.compile(r",?C(?:x|D)?b")


def _is_sport(clause: Clause) -> bool:
    """ "Met in the cup", "in the final": a match; "final arrangements" are none."""
    if clause.words.isdisjoint(_SPORT):
        return False
    for place, word in enumerate(clause.lower):
        if word in _SPORT and not (
            word == "final" and clause.codes[place + 1 : place + 2] in ("x", "E", "N", "Y")
        ):
            return True
    return False


def _met_separately(clause: Clause, first: Frame, end: int) -> Iterator[Frame]:
    """ "A met B and, separately, C": another meeting of A."""
    match = _SEPARATELY.match(clause.codes, end)
    words = {c.lower for c in clause.chunks[end : match.end()]} if match else set()
    if match is None or not words & {"separately", "later", "then", "afterwards"}:
        return
    others, _ = clause.actors_at(match.end())
    mine = [a for a in first.arguments if a.chunk.start < clause.chunks[first.position].start]
    if others and mine:
        frame = replace(first, ordinal="separate", arguments=list(mine))
        frame.add(clause.pick(others), Role.PARTICIPANT, "met_with")
        yield frame


def _met_besides(clause: Clause, first: Frame, end: int) -> Iterator[Frame]:
    """ "A met with B to discuss X and with C to review Y": another meeting of A."""
    match = _AND_WITH.match(clause.codes, end)
    mine = [a for a in first.arguments if a.chunk.start < clause.chunks[first.position].start]
    others = clause.actors_at(match.end())[0] if match else []
    if others and mine and clause.codes[others[0]] in "PGu":
        frame = replace(first, ordinal="separate", arguments=list(mine))
        frame.add(clause.pick(others), Role.PARTICIPANT, "met_with")
        yield frame


_AND_WITH = re.compile(r"(?:i[LM](?:,S)?,?|n?D,?){0,2}z[^.;:EIQFCVYW]{1,20}?,?&x?w")
_SEPARATELY = re.compile(r"(?:[in]t?[DLS],?){0,2},?&?,?x,?w?t?")
_SPORT = frozenset(
    "final match cup game quarterfinal semifinal qualifier kickoff tournament".split()
)


def _group_meeting(clause: Clause, subject: list[int], position: int) -> tuple[Entity, ...]:
    """ "Ministers of 12 of the coalition's members met": a meeting of the coalition."""
    if not subject or clause.codes[subject[0]] != "G":
        return ()
    chunks = clause.chunks[subject[0] : position]
    return tuple(b for c in chunks for b in c.bodies if b.kind == CKG.Coalition)


def _read_where(clause: Clause, frame: Frame) -> None:
    """ "flew to P, where he met B", "will travel to P to meet B": the meeting is in P."""
    if frame.place is not None or frame.country is not None:
        return
    if clause.chunks[frame.position - 1].lower in ("after", "before", "following"):
        frame.place, frame.country = place_in(clause, range(frame.position - 1))
        return
    if goal := goal_of_trip(clause, frame.position):
        frame.dates = frame.dates or leading_dates(clause, range(goal))
    frame.place, frame.country = told_where(clause, frame.position)
    if goal and clause.codes[goal] == "S" and not (frame.place or frame.country):
        frame.country = clause.chunks[goal]
    visit = _ON_VISIT_TO.search(clause.codes, frame.position)
    if visit and clause.chunks[visit.start()].lower in ("during", "on") and not frame.place:
        chunk = clause.chunks[visit.end() - 1]
        frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)


def _hosted(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A hosted B (at P)", "hosted by A"; "A hosted the meeting" is read at the noun."""
    if _object_noun(clause, position) is not None:
        return
    guests = _GUESTS_THERE.match(clause.codes, position + 1)
    if not guests and re.match(r"[xDn]{0,2}(?:i|zx|f[tah#])", clause.codes[position + 1 :]):
        yield from _hosted_in(clause, position, triggers)
        return
    day = clause.codes[position + 1 : position + 2] == "D"
    objects, end = clause.actors_at(guests.end() if guests else position + 1 + day)
    subject = clause.subject(position)
    if not subject or not any(clause.chunks[o].code in "PGu" for o in objects):
        return
    noun = _purpose(clause, end)
    frame = _frame_for(clause, position, noun, "hosted_guest", triggers)
    frame.add(clause.pick(subject), Role.HOST, "hosted_guest")
    frame.add(clause.pick(objects), Role.PARTICIPANT, "hosted_guest")
    counted = _FROM_STATES.match(clause.codes, objects[-1])
    frame.between_states = counted is not None or any(is_regional(c) for c in clause.pick(objects))
    named = _AMONG_GUESTS.match(clause.codes, noun + 1) if noun >= 0 else None
    frame.add(
        clause.pick(clause.actors_at(named.end())[0]) if named else [],
        Role.PARTICIPANT,
        "hosted_guest",
    )
    yield frame


# "hosted on D (D) in P his fellow G"
_GUESTS_THERE = re.compile(
    r"(?:(?:n?D|\(D\)),?){0,2}(?:it?[LNM](?:,S)?,?)?(?:(?:n?D|\(D\)),?)?(?=[th]x?[PGu])"
)
# "dignitaries from 56 nations"
_FROM_STATES = re.compile(r"G[op]x{0,2}#x?G")
# "for the summit, including A and B"
_AMONG_GUESTS = re.compile(r",?\+(?=t?[Pu])")


def _hosted_in(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A convened in P", "which A hosted in P": A is the host; after a noun it is the noun's."""
    which = [p for p in range(position) if clause.chunks[p].lower in ("which", "that")]
    if which and "E" in clause.codes[: which[-1]]:
        return
    gathers = clause.chunks[position].lower.startswith("conven")
    for frame in _met(clause, position, triggers):
        if gathers and len({s for a in frame.arguments for s in a.chunk.states}) > 1:
            yield frame
            continue
        for argument in frame.arguments:
            argument.role, argument.cue = Role.HOST, "hosted_meeting"
        yield frame


def _purpose(clause: Clause, start: int) -> int:
    """Where the event noun of "(in P) for talks" stands after the objects, or -1."""
    match = re.match(
        r"(?:(?!,&[in]?D,)[^.;IQFCVYW]){0,30}?[fi][ta]?[xLSJrROKMNAEG#’'-]{0,9}?E(?![EG])",
        clause.codes[start:],
    )
    return start + match.end() - 1 if match else -1


def _during(clause: Clause, start: int) -> int:
    """Where the event noun of "during the annual summit" stands after the objects, or -1."""
    match = re.match(r"x[tah][xLSJrROKMNAG#-]{0,6}?E(?![EG])", clause.codes[start:])
    told = match is not None and clause.chunks[start].lower == "during"
    return start + match.end() - 1 if match and told else -1


def _frame_for(clause: Clause, verb: int, noun: int, cue: str, triggers: list[int]) -> Frame:
    """A verb's frame, with the kind of the event noun that says what for."""
    without = [t for t in triggers if not verb < t <= noun]
    word = clause.chunks[noun].lower if noun >= 0 else ""
    plain = word == "conversation" or (cue == "met_with" and word in _WHAT_ONE_DOES)
    kind = "meeting" if plain else EVENT_KINDS.get(word, "meeting")
    frame = frame_at(clause, verb, kind, cue, without)
    frame.noun = noun
    return frame


# "hosts the talks", and with the place first: "will host in P on D a round of talks".
_OBJECT_NOUN = re.compile(
    r"(?:i[tx]{0,2}[LSM](?:,S)?,?(?:[ni]x?D,?)?|[ni]x?D,?(?:i[LSM],?)?)?"
    r"(?:[tah]?x{1,2}o)?[tah#]?[xLSJrROKMGAN#D-]{0,9}?E"
)


def _object_noun(clause: Clause, position: int) -> int | None:
    """Where the event noun stands that is a verb's object, if it has one."""
    match = _OBJECT_NOUN.match(clause.codes, position + 1)
    return match.end() - 1 if match else None


def _visited(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A visited P": one visit for each place named; "with visiting A": a visit to where B is."""
    if _WITH_GUEST.match(clause.codes, position - 1):
        frame = frame_at(clause, position, "visit", "visited", triggers)
        frame.place, frame.country = place_in(clause, range(position))
        frame.dates = frame.dates or leading_dates(clause, range(position))
        frame.add(clause.pick(clause.objects(position)[0]), Role.PARTICIPANT, "visited")
        hosts = clause.subject(position) or [
            p for p in range(2) if _COMMENTS.match(clause.codes, p)
        ]
        frame.add(clause.pick(hosts[:1]), Role.PARTICIPANT, "met_on_visit")
        yield frame
        return
    if _GUEST.match(clause.codes, position) and clause.chunks[position - 1].lower in _TELLING:
        frame = frame_at(clause, position, "meeting", "met_with", triggers)
        frame.add(clause.pick(clause.subject(position - 1)), Role.PARTICIPANT, "met_with")
        guests, _ = clause.actors_at(position + 1 + (clause.codes[position + 1] in "SJ"))
        frame.add(clause.pick(guests), Role.PARTICIPANT, "met_with")
        _read_where(clause, frame)
        yield frame
        return
    yield from trips(clause, position, position + 1, "visited", triggers)


_MET_GUEST = re.compile(r"[IQCFt](?=V[SJ]?[PG])")
_GUEST = re.compile(r"V(?=[SJ]?[PG])")
_TELLING = frozenset("told asked urged assured warned informed thanked tells urges asks".split())
# "A's comments came in a news conference with visiting B".
_COMMENTS = re.compile(r"[Pu]['’]")
# "a news conference with visiting A".
_WITH_GUEST = re.compile(r"w(?=V[PG])")


def _joined(clause: Clause, position: int, triggers: list[int]) -> Iterator[Frame]:
    """ "A joined B in P for talks"; attending an event is read at the noun."""
    if not clause.chunks[position].lower.startswith("join"):
        return
    objects, end = clause.actors_at(position + 1)
    subject = clause.subject(position)
    noun = max(_purpose(clause, end), _during(clause, end))
    if not objects or not subject or not any(clause.chunks[o].code in "PGu" for o in objects):
        return
    beside = any(c.lower in ("margins", "sidelines", "fringes") for c in clause.chunks)
    if noun < 0 and not beside and place_in(clause, clause.zone(position, triggers))[0] is None:
        return
    frame = _frame_for(clause, position, noun, "joined_for", triggers)
    frame.add(clause.pick(subject), Role.PARTICIPANT, "joined_for")
    frame.add(clause.pick(objects), Role.PARTICIPANT, "joined_for")
    yield frame


_RULES: dict[str, VerbRule] = {
    "I": _met,
    "Q": spoke,
    "F": phoned,
    "C": _hosted,
    "V": _visited,
    "Y": travelled,
    "W": _joined,
}
