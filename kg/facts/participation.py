"""Who took part in which meeting, and as what: one rule for each construction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kg.facts import roll_call
from kg.facts.groups import MEMBERSHIPS
from kg.facts.rules import Rule, evidence, fact, name_of
from kg.model import Basis, Entity, Evidence, Fact, Modality, Role
from kg.resolution import Resolved
from kg.resolution.assembly import modality_of
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Frame
from kg.resolution.meetings import Meeting
from kg.terms import CKG


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every participation an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def met_with(resolved: Resolved) -> Iterator[Fact]:
    """Subject and object of "met (with)", or the several subjects of "met"."""
    return _by_cue(resolved, met_with)


def spoke_with(resolved: Resolved) -> Iterator[Fact]:
    """Both sides of "spoke (by phone) with"."""
    return _by_cue(resolved, spoke_with)


def phoned(resolved: Resolved) -> Iterator[Fact]:
    """Caller and called of "phoned"."""
    return _by_cue(resolved, phoned)


def held_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "held talks", "held a summit"."""
    return _by_cue(resolved, held_meeting)


def hosted_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "(co-)hosted", "chaired" or "convened" and an event noun."""
    return _by_cue(resolved, hosted_meeting)


def hosted_by(resolved: Resolved) -> Iterator[Fact]:
    """The agent of "hosted by", "convened by", "chaired by" after an event noun."""
    return _by_cue(resolved, hosted_by)


def hosted_guest(resolved: Resolved) -> Iterator[Fact]:
    """Host and guests of "A hosted B"."""
    return _by_cue(resolved, hosted_guest)


def at_invitation_of(resolved: Resolved) -> Iterator[Fact]:
    """A meeting "at the invitation of A" is hosted by A."""
    return _by_cue(resolved, at_invitation_of)


def attended_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "attended", "joined" or "took part in" and an event noun."""
    return _by_cue(resolved, attended_meeting)


def joined_for(resolved: Resolved) -> Iterator[Fact]:
    """Both sides of "A joined B in P for talks"."""
    return _by_cue(resolved, joined_for)


def visited(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "visited" and a place."""
    return _by_cue(resolved, visited)


def travelled_to(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "travelled to", "flew to", "arrived in" and a place."""
    return _by_cue(resolved, travelled_to)


def is_in_place(resolved: Resolved) -> Iterator[Fact]:
    """An official who "is in" a city abroad."""
    return _by_cue(resolved, is_in_place)


def met_on_visit(resolved: Resolved) -> Iterator[Fact]:
    """Those met by a visitor during the visit."""
    return _by_cue(resolved, met_on_visit)


def possessor_of_meeting(resolved: Resolved) -> Iterator[Fact]:
    """Whose meeting, call or trip it is: "A's meeting with B"."""
    return _by_cue(resolved, possessor_of_meeting)


def meeting_with(resolved: Resolved) -> Iterator[Fact]:
    """Whom an event noun is "with"."""
    return _by_cue(resolved, meeting_with)


def meeting_between(resolved: Resolved) -> Iterator[Fact]:
    """Whom an event noun is "between"."""
    return _by_cue(resolved, meeting_between)


def meeting_of(resolved: Resolved) -> Iterator[Fact]:
    """Whom an event noun is "of": "summit of the leaders of A and B"."""
    return _by_cue(resolved, meeting_of)


def meeting_of_group(resolved: Resolved) -> Iterator[Fact]:
    """A group before the event noun: "NATO foreign ministers meeting"."""
    return _by_cue(resolved, meeting_of_group)


def named_after_participants(resolved: Resolved) -> Iterator[Fact]:
    """States and bodies in the event's name: "the U.S.-GCC summit"."""
    return _by_cue(resolved, named_after_participants)


def sent_for(resolved: Resolved) -> Iterator[Fact]:
    """Those who sent officials to a place for talks."""
    return _by_cue(resolved, sent_for)


def after_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The subject of a sentence that goes on "after talks in P"."""
    return _by_cue(resolved, after_meeting)


def members_listed(resolved: Resolved) -> Iterator[Fact]:
    """A coalition takes part and the sentence spells out between dashes who it is."""
    return _by_cue(resolved, members_listed)


def reached_deal(resolved: Resolved) -> Iterator[Fact]:
    """Those who "reached a deal" in a place."""
    return _by_cue(resolved, reached_deal)


def list_of_those_taking_part(resolved: Resolved) -> Iterator[Fact]:
    """The list after "the countries taking part in the meeting are"."""
    return _by_cue(resolved, list_of_those_taking_part)


def attended_by(resolved: Resolved) -> Iterator[Fact]:
    """The list after "attended by" or "joined by"."""
    return _by_cue(resolved, attended_by)


def in_attendance(resolved: Resolved) -> Iterator[Fact]:
    """Somebody said to be "in attendance"."""
    return _by_cue(resolved, in_attendance)


def acted_at_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The subject of a sentence that opens with "At the meeting,"."""
    return _by_cue(resolved, acted_at_meeting)


def spoke_at_meeting(resolved: Resolved) -> Iterator[Fact]:
    """Somebody "speaking at" or addressing the meeting."""
    return _by_cue(resolved, spoke_at_meeting)


def led_delegation(resolved: Resolved) -> Iterator[Fact]:
    """Who led a delegation, and who went along."""
    return _by_cue(resolved, led_delegation)


def participant_line(resolved: Resolved) -> Iterator[Fact]:
    """A line under "Participants:"."""
    return _by_cue(resolved, participant_line)


def last_meeting_for(resolved: Resolved) -> Iterator[Fact]:
    """For whom a meeting "was the last" (or the first)."""
    return _by_cue(resolved, last_meeting_for)


def sent_representatives(resolved: Resolved) -> Iterator[Fact]:
    """Those who stayed away themselves but sent representatives."""
    return _by_cue(resolved, sent_representatives)


def invited(resolved: Resolved) -> Iterator[Fact]:
    """Those said to be, or not to be, invited: not yet taking part."""
    return _by_cue(resolved, invited)


def met_beside(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "A urged patience during a meeting with B"."""
    return _by_cue(resolved, met_beside)


def invited_to_visit(resolved: Resolved) -> Iterator[Fact]:
    """The guest of "A invited B to visit P", "B accepted an invitation to P"."""
    return _by_cue(resolved, invited_to_visit)


def invited_to(resolved: Resolved) -> Iterator[Fact]:
    """Who "has invited" whom "to talks": host and invited."""
    return _by_cue(resolved, invited_to)


def told_to_take_part(resolved: Resolved) -> Iterator[Fact]:
    """A clause of its own says that states took part, sent ministers, were represented."""
    return _by_cue(resolved, told_to_take_part)


def headline_meeting(resolved: Resolved) -> Iterator[Fact]:
    """The headline names the meeting, the first sentence those who agreed there."""
    return _by_cue(resolved, headline_meeting)


def brought_together(resolved: Resolved) -> Iterator[Fact]:
    """Those whom somebody "brought to" a place or "together"."""
    return _by_cue(resolved, brought_together)


def acted_together(resolved: Resolved) -> Iterator[Fact]:
    """Ministers or leaders of several states who discussed or agreed something at a place."""
    return _by_cue(resolved, acted_together)


def made_visit(resolved: Resolved) -> Iterator[Fact]:
    """The subject of "made", "began", "postponed" a visit."""
    return _by_cue(resolved, made_visit)


def did_not_attend(resolved: Resolved) -> Iterator[Fact]:
    """Those said not to attend, to refuse or to boycott."""
    return _by_cue(resolved, did_not_attend)


def absent_from(resolved: Resolved) -> Iterator[Fact]:
    """Those said to be absent or excluded from the meeting."""
    return _by_cue(resolved, absent_from)


def called_host(resolved: Resolved) -> Iterator[Fact]:
    """ "A was host to B", "their host, A", "with A as host", "A welcomed the ministers"."""
    return _by_cue(resolved, called_host)


def called_chair(resolved: Resolved) -> Iterator[Fact]:
    """ "A led the discussion", "with A in the chair", "under the chairmanship of A"."""
    return _by_cue(resolved, called_chair)


def told_to_attend(resolved: Resolved) -> Iterator[Fact]:
    """ "A also attended", "A sat beside B", "was joined by A", "A briefed the ministers"."""
    return _by_cue(resolved, told_to_attend)


def told_to_speak_there(resolved: Resolved) -> Iterator[Fact]:
    """ "A told the conference", "A said at the meeting", "in his speech to the delegates, A"."""
    return _by_cue(resolved, told_to_speak_there)


def spoke_after_it(resolved: Resolved) -> Iterator[Fact]:
    """ "After the talks, A said": A of a state that took part; "the two ministers, A and B"."""
    return _by_cue(resolved, spoke_after_it)


def told_represented(resolved: Resolved) -> Iterator[Fact]:
    """ "S sent an envoy", "S was represented"."""
    return _by_cue(resolved, told_represented)


def stood_for_side(resolved: Resolved) -> Iterator[Fact]:
    """The officials "S was represented by"."""
    return _by_cue(resolved, stood_for_side)


def told_observer(resolved: Resolved) -> Iterator[Fact]:
    """ "A and B took part as observers"."""
    return _by_cue(resolved, told_observer)


def told_absent(resolved: Resolved) -> Iterator[Fact]:
    """ "A stayed away", "A was not at the table", "A was unable to attend"."""
    return _by_cue(resolved, told_absent)


def holds_office_of_group(resolved: Resolved) -> Iterator[Fact]:
    """ "The presidents of A and B" met: the presidents of A and B whom the article names."""
    return _by_cue(resolved, holds_office_of_group, Basis.INFERRED)


def spoke_there(resolved: Resolved) -> Iterator[Fact]:
    """ "A told reporters in P", where the meeting is: who came from abroad came for it."""
    return _by_cue(resolved, spoke_there, Basis.INFERRED)


def members_of_group_that_met(resolved: Resolved) -> Iterator[Fact]:
    """A coalition met, and the article says which states belong to it."""
    groups = [(m, group, frame) for m in resolved.meetings for group, frame in _groups_that_met(m)]
    told = _members_told(resolved) if groups else {}
    for meeting, group, frame in groups:
        rule = members_of_group_that_met
        met = evidence(resolved, frame.row, rule, matched=group.label, basis=Basis.INFERRED)
        for state, passages in told.get(group, {}).items():
            roles = (
                (CKG.participant, state),
                (CKG.meeting, meeting.entity),
                (CKG.role, str(Role.PARTICIPANT)),
            )
            both = tuple(dict.fromkeys(met + passages))
            if not _missed(state, Role.PARTICIPANT, _settled(meeting)):
                yield fact(CKG.Participation, roles, both, modality_of(meeting))


def _members_told(resolved: Resolved) -> dict[Entity, dict[Entity, tuple[Evidence, ...]]]:
    """For each group the states that the article says are of it, with the passages that say so."""
    name = name_of(members_of_group_that_met)
    told: dict[Entity, dict[Entity, tuple[Evidence, ...]]] = {}
    for bond in resolved.bonds:
        for group in bond.groups if bond.modality is Modality.ACTUAL else ():
            passages = evidence(resolved, bond.row, name, matched=group.label)
            members = told.setdefault(group, {})
            members |= {state: passages for state in bond.states if state not in members}
    for rule in (roll_call.named_in_full, *MEMBERSHIPS):
        for each in rule(resolved):
            state, of = each.get(CKG.member), each.get(CKG.group)
            if isinstance(of, Entity) and isinstance(state, Entity):
                told.setdefault(of, {}).setdefault(state, tuple(_premises(each, name)))
    return told


def _premises(told: Fact, rule: str) -> Iterator[Evidence]:
    for passage in told.evidence:
        yield replace(passage, rule=rule, basis=Basis.INFERRED)


def _groups_that_met(meeting: Meeting) -> Iterator[tuple[Entity, Frame]]:
    """The coalitions that are said to have met as a whole, and where it is said."""
    found: dict[Entity, Frame] = {}
    for frame, argument in meeting.arguments():
        if argument.role is not Role.PARTICIPANT or argument.cue not in _AS_A_WHOLE:
            continue
        for body in argument.chunk.bodies:
            if body.kind == CKG.Coalition:
                found.setdefault(body, frame)
    for frame in meeting.frames:
        for body in frame.names if frame.kind == "summit" else ():
            if body.kind == CKG.Coalition:
                found.setdefault(body, frame)
    yield from found.items()


_AS_A_WHOLE = frozenset({"met_with", "held_meeting", "meeting_of", "meeting_of_group"})

RULES: tuple[Rule, ...] = (
    met_with,
    spoke_with,
    phoned,
    held_meeting,
    hosted_meeting,
    hosted_by,
    hosted_guest,
    at_invitation_of,
    attended_meeting,
    joined_for,
    visited,
    travelled_to,
    is_in_place,
    met_on_visit,
    possessor_of_meeting,
    meeting_with,
    meeting_between,
    meeting_of,
    meeting_of_group,
    named_after_participants,
    sent_for,
    after_meeting,
    members_listed,
    reached_deal,
    list_of_those_taking_part,
    attended_by,
    in_attendance,
    acted_at_meeting,
    spoke_at_meeting,
    led_delegation,
    participant_line,
    last_meeting_for,
    sent_representatives,
    invited,
    met_beside,
    invited_to_visit,
    invited_to,
    told_to_take_part,
    headline_meeting,
    brought_together,
    acted_together,
    made_visit,
    did_not_attend,
    absent_from,
    called_host,
    called_chair,
    told_to_attend,
    told_to_speak_there,
    spoke_after_it,
    told_represented,
    stood_for_side,
    told_observer,
    told_absent,
    holds_office_of_group,
    spoke_there,
    members_of_group_that_met,
)


def _by_cue(resolved: Resolved, rule: Rule, basis: Basis = Basis.STATED) -> Iterator[Fact]:
    for meeting, parts in groupby(resolved.parts.get(name_of(rule), ()), key=lambda part: part[0]):
        settled, modality = _settled(meeting), modality_of(meeting)
        for _, frame, argument in parts:
            words = argument.chunk.text
            passages = evidence(resolved, frame.row, rule, matched=words, basis=basis)
            for participant, side in _participants(argument.chunk):
                role = _role(argument, participant)
                if not _missed(participant, role, settled):
                    roles = (
                        (CKG.participant, participant),
                        (CKG.meeting, meeting.entity),
                        (CKG.role, str(role)),
                        (CKG.onBehalfOf, side),
                    )
                    yield fact(CKG.Participation, roles, passages, modality)


def _settled(meeting: Meeting) -> dict[Role, set[Entity]]:
    """Who is said to have stayed away from a meeting or to have looked on."""
    found: dict[Role, set[Entity]] = {role: set() for role in _SETTLING}
    for _, argument in meeting.arguments():
        if argument.role in found:
            found[argument.role].update(who for who, _ in _participants(argument.chunk))
    return found


def _missed(who: Entity, role: Role, settled: dict[Role, set[Entity]]) -> bool:
    """Whether somebody read as a participant is said elsewhere to have stayed away or looked on."""
    return any(who in settled[other] for other in _SETTLED_BY.get(role, ()))


_SETTLING = (Role.ABSENT, Role.EXCLUDED, Role.OBSERVER)
_SETTLED_BY = {Role.PARTICIPANT: _SETTLING, Role.REPRESENTED: (Role.OBSERVER,)}


def _participants(chunk: Chunk) -> Iterator[tuple[Entity, Entity | None]]:
    """Persons for their states; else the states and organisations themselves."""
    for person in chunk.persons:
        yield person.freeze(), person.state
    if not chunk.persons:
        for side in chunk.states + chunk.bodies:
            if side.kind != CKG.Coalition:
                yield side, None


def _role(argument: Argument, participant: Entity) -> Role:
    if argument.role is Role.PARTICIPANT and argument.chunk.code in "Gu":
        return Role.REPRESENTED if participant.kind == CKG.State else Role.PARTICIPANT
    return argument.role
