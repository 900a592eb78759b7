"""Which states the text calls members, or leads, of a coalition or organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.facts import fellowship, roll_call
from kg.facts.groups import (
    founded_by_leaders,
    founders_of_group,
    known_as_group,
    listed_as_members,
    membership,
    met_as_group,
    speaks_as_group,
)
from kg.facts.rules import Rule, evidence, fact
from kg.model import CONVENING, Entity, Fact, Modality, Role
from kg.resolution import Resolved
from kg.resolution.bonds import Bond, leads
from kg.resolution.chunks import Phrases
from kg.resolution.events import Argument
from kg.resolution.frames import COMMANDED, FEW
from kg.resolution.meetings import Meeting
from kg.terms import CKG

_TREATY = "igo"
_NOT_HOSTED = re.compile(
    r"U\.?N\b|United Nations|World|International|European (?:Comm|Parl|Central)"
)
_HOSTED = re.compile(
    r"(?P<S><S\d+>)(?: (?!will|would|to)\w+){0,2} (?:hosted|hosts|hosting|played host to)"
    r"(?: (?!<)[^\s.;:,]+){0,5} (?P<G><G\d+>)(?: leaders)?(?: ['’]s?)?"
    r" (?:summit|leaders ['’] (?:summit|meeting)|heads of government meeting)\b"
)
_PLACEHOLDER = re.compile(r"<\w\d*>")


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every membership an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def led_by(resolved: Resolved) -> Iterator[Fact]:
    """ "S-led coalition", "coalition led by S", "S leads the coalition": S leads it."""
    for naming in resolved.coalitions:
        for state in naming.lead:
            yield membership(
                resolved, naming.row, led_by, state, naming.entity, naming.text, lead=True
            )
    for gist in resolved.gists:
        for bond in leads(gist):
            yield from _facts(resolved, bond, led_by, lead=True)


def called_members(resolved: Resolved) -> Iterator[Fact]:
    """ "S is a member of G", "S, one of ten members of G", "G members S and S", "a G member"."""
    return _bound(resolved, called_members)


def called_allies(resolved: Resolved) -> Iterator[Fact]:
    """ "S, a G ally", "the G allies S and S", of an alliance or coalition."""
    return _bound(resolved, called_allies)


def named_beside_others(resolved: Resolved) -> Iterator[Fact]:
    """ "S and other G members": S is one too."""
    return _bound(resolved, named_beside_others)


def belongs_to(resolved: Resolved) -> Iterator[Fact]:
    """ "S belongs to G", "S remains in G", also with a subject shared by two verbs."""
    return _bound(resolved, belongs_to)


def comprises(resolved: Resolved) -> Iterator[Fact]:
    """ "G comprises S and S", "G, which includes S", "G counts S among its members"."""
    return _bound(resolved, comprises)


def listed_in_apposition(resolved: Resolved) -> Iterator[Fact]:
    """ "G - S, S and S -", "G (S and S)", "G, the pact of S, S and S", "the G bloc of S and S"."""
    return _bound(resolved, listed_in_apposition)


def joined_group(resolved: Resolved) -> Iterator[Fact]:
    """ "S joined G", "S was admitted to G", "S became the latest to join G", "S and S formed G"."""
    return _bound(resolved, joined_group)


def holds_presidency(resolved: Resolved) -> Iterator[Fact]:
    """ "S, as G chair", "S, which holds the presidency of G", "S's G presidency", "a seat on G"."""
    return _bound(resolved, holds_presidency)


def within_group(resolved: Resolved) -> Iterator[Fact]:
    """ "working with S within G": S is in G."""
    return _bound(resolved, within_group)


def hosts_own_summit(resolved: Resolved) -> Iterator[Fact]:
    """Who hosts a group's own summit, or chairs a coalition's meeting, belongs to the group."""
    for meeting in resolved.meetings:
        for frame, argument in meeting.arguments():
            if argument.role not in CONVENING:
                continue
            groups = _own(meeting, chairs=argument.role == Role.CHAIR)
            for group in sorted(groups, key=lambda g: g.key):
                if any(_is_joint(f.arguments, group) for f in meeting.frames):
                    continue
                for state in _not_guests(resolved, argument.chunk.states, group):
                    text = argument.chunk.text
                    yield membership(resolved, frame.row, hosts_own_summit, state, group, text)

    for gist in (g for g in resolved.gists if g.groups and g.states):
        for match in _HOSTED.finditer(gist.text):
            for group in (g for g in gist.groups_of(match) if not _NOT_HOSTED.match(g.label)):
                for state in _not_guests(resolved, gist.states_of(match, "S"), group):
                    yield membership(resolved, gist.row, hosts_own_summit, state, group, match[0])


def _not_guests(resolved: Resolved, states: Iterable[Entity], group: Entity) -> Iterator[Entity]:
    """The states but those that the dated table of the group does not have."""
    known = resolved.reference.members(group, resolved.document.article.published)
    yield from (s for s in states if not known or s in known)


def _own(meeting: Meeting, *, chairs: bool) -> set[Entity]:
    """The groups whose own meeting it is, and that only a member would host."""
    groups = {g for f in meeting.frames for g in f.of_group}
    if meeting.kind == "summit":
        groups |= meeting.names
    found = {g for g in groups if g.kind == CKG.Coalition}
    if meeting.kind != "summit" and not chairs:
        held = {
            b for _, a in meeting.arguments() if a.cue == "held_meeting" for b in a.chunk.bodies
        }
        own = {g for g in found | held if g.kind == CKG.Coalition and not FEW.search(g.label)}
        found = _received(meeting) | own
    return found | _treaty_summit(meeting)


def _treaty_summit(meeting: Meeting) -> set[Entity]:
    """The one organisation whose summit it is: "the G summit", not "the S-G summit"."""
    if meeting.kind not in ("summit", "conference"):
        return set()
    named = [
        a for _, a in meeting.arguments() if a.cue in ("named_after_participants", "meeting_of")
    ]
    bodies = {b for a in named for b in a.chunk.bodies}
    if len(bodies) != 1 or any(a.chunk.states for a in named):
        return set()
    return {b for b in bodies if b.token == _TREATY and not _NOT_HOSTED.match(b.label)}


def _is_joint(arguments: Iterable[Argument], group: Entity) -> bool:
    """ "The leaders of G and S met": a summit of both, which either may host."""
    present = [a.chunk for a in arguments if a.role == Role.PARTICIPANT]
    return any(c.states and group in c.bodies for c in present)


def _received(meeting: Meeting) -> set[Entity]:
    """The coalitions by arms whose ministers are the guests: their host is one of them."""
    guests = (b for _, a in meeting.arguments() if a.chunk.code == "G" for b in a.chunk.bodies)
    return {g for g in guests if COMMANDED.search(g.label)}


_DASHED = re.compile(r"(?P<group>K)(?:[GEx\"]){0,2}–(?P<list>[^–.]{3,60})")


def listed_in_dashes(resolved: Resolved) -> Iterator[Fact]:
    """ "G — the members of B; S, S and S; plus S —": the dashes say who G is, and who is in B."""
    for row in resolved.phrases:
        for match in _DASHED.finditer(row.codes):
            group = row.chunks[match.start("group")].bodies[:1]
            inner = range(match.start("list"), match.end("list"))
            states = [p for p in inner if row.codes[p] == "S"]
            if len(states) > max(1, row.codes.count("x", inner.start, inner.stop) - 3):
                text = row.chunks[match.start()].text
                yield from _each(resolved, row, listed_in_dashes, states, group, text)
                yield from _inner_body(resolved, row, inner)


def _inner_body(resolved: Resolved, row: Phrases, inner: range) -> Iterator[Fact]:
    """ "the five permanent members of B; S, S and S; plus S": those before "plus" are B's."""
    groups = [p for p in inner if row.codes[p] == "G" and "members of" in row.chunks[p].text]
    if not groups or not row.chunks[groups[0]].bodies:
        return
    plus = next((p for p in inner if row.chunks[p].lower == "plus"), inner.stop)
    states = [p for p in range(groups[0], plus) if row.codes[p] == "S"]
    chunk = row.chunks[groups[0]]
    yield from _each(resolved, row, listed_in_dashes, states, chunk.bodies, chunk.text)


RULES: tuple[Rule, ...] = (
    led_by,
    called_members,
    called_allies,
    named_beside_others,
    belongs_to,
    comprises,
    listed_in_apposition,
    joined_group,
    holds_presidency,
    within_group,
    hosts_own_summit,
    listed_in_dashes,
    met_as_group,
    founders_of_group,
    founded_by_leaders,
    speaks_as_group,
    listed_as_members,
    known_as_group,
    *fellowship.RULES,
    *roll_call.RULES,
)


def _bound(resolved: Resolved, rule: Rule) -> Iterator[Fact]:
    for bond in resolved.bonds:
        if bond.frame == rule.__name__:
            yield from _facts(resolved, bond, rule)


def _facts(resolved: Resolved, bond: Bond, rule: Rule, *, lead: bool = False) -> Iterator[Fact]:
    matched = _PLACEHOLDER.sub("…", bond.text)
    role = "lead" if lead else None
    since = bond.since.date if bond.since is not None and bond.modality is Modality.ACTUAL else None
    since = None if rule is holds_presidency else since
    passages = evidence(resolved, bond.row, rule, matched=matched)
    told = rule in (belongs_to, joined_group, led_by) or "member" in bond.text
    for group in bond.groups:
        for state in bond.states if told or lead else _not_guests(resolved, bond.states, group):
            roles = ((CKG.member, state), (CKG.group, group), (CKG.role, role), (CKG.since, since))
            yield fact(CKG.Membership, roles, passages, bond.modality)


def _each(
    resolved: Resolved,
    row: Phrases,
    rule: Rule,
    positions: Iterable[int],
    groups: Iterable[Entity],
    matched: str,
) -> Iterator[Fact]:
    for group in groups:
        for position in positions:
            for state in row.chunks[position].states:
                yield membership(resolved, row.index, rule, state, group, matched)
