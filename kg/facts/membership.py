"""Which states the text calls members, or leads, of a coalition or organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.facts.rules import Rule, evidence, fact
from kg.model import CONVENING, Basis, Entity, Fact
from kg.resolution import Resolved
from kg.resolution.chunks import Phrases
from kg.terms import CKG

_STATES = r"t?[SP](?:'?)(?:(?:,?&|,)t?[SP])*"
_ARE_MEMBERS = re.compile(rf"(?P<who>{_STATES}),?(?:x|Z)[^.;]{{0,6}}?(?P<group>G)")
_MEMBER_STATES = re.compile(rf"(?P<group>G),?(?P<who>{_STATES})")
_A_MEMBER_OF = re.compile(r"(?P<who>S),?ax{0,2}(?P<member>x)ot?(?P<group>[OK])")
_MEMBER_STATE = re.compile(r"(?P<group>[OK])(?P<member>x)(?P<who>S)")
_OF_STATES = re.compile(r"(?P<group>[OK])x{0,2}o(?P<who>t?S(?:(?:,?&|,)t?S)+)")
_COMPRISES = re.compile(r"(?P<group>[OKG]),?y?x{1,3}o?(?P<who>t?S(?:(?:,?&|,)t?S)+)")
_COMPRISING = frozenset("comprises comprise comprising comprised groups consists unites".split())
_JOINED = re.compile(r"(?P<who>S)Z?(?P<verb>W)t?(?P<group>[OK])(?=[.,;D]|iD|iS|$)")
_AS_CHAIR = re.compile(r"(?P<who>S),?(?P<word>[xCZ])x?t?(?:(?P<office>u)|(?P<group>[OK])'?(?P<chair>[xT]))")
_OWN_CHAIR = re.compile(r"(?P<who>S)'(?P<group>[OK])(?P<chair>[xT])")
_DASHED = re.compile(r"(?P<group>K)(?:[GEx\"]){0,2}–(?P<list>[^–.]{3,60})")
_WITHIN = re.compile(r"w(?P<who>S)(?P<word>x)t?(?P<groups>[OK](?:(?:,?&|,)t?[OK])*)")
_CHAIRS = frozenset("chair presidency chairmanship president chairmanship-in-office host".split())
_HOLDING = frozenset("as holding holds chairing chairs current which".split())
_FOUNDING = re.compile(r"\b(?:establish\w*|creat\w+|launch\w*|formation|form(?:ing|ed)|found(?:ing|ed))\b", re.I)


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every membership an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def led_by(resolved: Resolved) -> Iterator[Fact]:
    """"S-led coalition": S leads it."""
    for naming in resolved.coalitions:
        for state in naming.lead:
            yield _membership(resolved, naming.row, led_by, state, naming.entity, naming.text, lead=True)


def called_members(resolved: Resolved) -> Iterator[Fact]:
    """"S and S are members of G", "NATO member S", "G members S and S"."""
    for row in resolved.phrases:
        for match in _ARE_MEMBERS.finditer(row.codes):
            group = row.chunks[match.start("group")]
            if _says_members(group.text) and _is_being(row, match):
                yield from _all(resolved, row, called_members, match, group.bodies)
        for match in _MEMBER_STATES.finditer(row.codes):
            group = row.chunks[match.start("group")]
            if re.search(r"\bmembers?(?: states| countries)?$", group.text):
                yield from _all(resolved, row, called_members, match, group.bodies)
        for pattern in (_A_MEMBER_OF, _MEMBER_STATE):
            for match in pattern.finditer(row.codes):
                if row.chunks[match.start("member")].lower == "member":
                    bodies = row.chunks[match.start("group")].bodies
                    yield from _all(resolved, row, called_members, match, bodies)


def _says_members(text: str) -> bool:
    return re.search(r"\bmembers? of\b", text) is not None


def _is_being(row: Phrases, match: re.Match[str]) -> bool:
    words = [c.lower for c in row.chunks[match.end("who") : match.start("group")]]
    return any(w in ("are", "is", "both", "all", "as") for w in words) and "not" not in words


def group_of_states(resolved: Resolved) -> Iterator[Fact]:
    """"the G trade bloc of S, S and S"."""
    for row in resolved.phrases:
        for match in _OF_STATES.finditer(row.codes):
            bodies = row.chunks[match.start("group")].bodies
            yield from _all(resolved, row, group_of_states, match, bodies)


def comprises(resolved: Resolved) -> Iterator[Fact]:
    """"G comprises S, S and S", "the members of G are S and S"."""
    for row in resolved.phrases:
        for match in _COMPRISES.finditer(row.codes):
            words = {c.lower for c in row.chunks[match.end("group") : match.start("who")]}
            group = row.chunks[match.start("group")]
            if words & _COMPRISING or (words & {"are", "include"} and "members" in group.text):
                yield from _all(resolved, row, comprises, match, group.bodies)


def joined_group(resolved: Resolved) -> Iterator[Fact]:
    """"S joined G"."""
    for row in resolved.phrases:
        for match in _JOINED.finditer(row.codes):
            if row.chunks[match.start("verb")].lower in ("joined", "joins"):
                bodies = row.chunks[match.start("group")].bodies
                yield from _all(resolved, row, joined_group, match, bodies)


def holds_presidency(resolved: Resolved) -> Iterator[Fact]:
    """"S, as G chair", "S, holding the G presidency", "S's G presidency"."""
    for row in resolved.phrases:
        for match in _AS_CHAIR.finditer(row.codes):
            if row.chunks[match.start("word")].lower not in _HOLDING:
                continue
            office = match.start("office")
            if office >= 0 and row.chunks[office].head in _CHAIRS:
                yield from _all(resolved, row, holds_presidency, match, row.chunks[office].bodies)
            elif office < 0 and row.chunks[match.start("chair")].lower in _CHAIRS:
                bodies = row.chunks[match.start("group")].bodies
                yield from _all(resolved, row, holds_presidency, match, bodies)
        for match in _OWN_CHAIR.finditer(row.codes):
            if row.chunks[match.start("chair")].lower in _CHAIRS:
                bodies = row.chunks[match.start("group")].bodies
                yield from _all(resolved, row, holds_presidency, match, bodies)


def hosts_own_summit(resolved: Resolved) -> Iterator[Fact]:
    """Who hosts a coalition's own summit belongs to the coalition."""
    for meeting in resolved.meetings:
        for frame, argument in meeting.arguments():
            if argument.role not in CONVENING or meeting.kind != "summit":
                continue
            groups = {g for f in meeting.frames for g in (*f.names, *f.of_group)}
            for group in sorted(groups, key=lambda g: g.key):
                if group.kind == CKG.Coalition:
                    for state in argument.chunk.states:
                        yield _membership(resolved, frame.row, hosts_own_summit, state, group, argument.chunk.text)


def listed_in_dashes(resolved: Resolved) -> Iterator[Fact]:
    """"G — S, S and S —": the dashes say who G is."""
    for row in resolved.phrases:
        for match in _DASHED.finditer(row.codes):
            group = row.chunks[match.start("group")].bodies[:1]
            inner = range(match.start("list"), match.end("list"))
            states = [p for p in inner if row.codes[p] == "S"]
            if len(states) > 1:
                yield from _each(resolved, row, listed_in_dashes, states, group, row.chunks[match.start()].text)
                yield from _inner_body(resolved, row, inner)


def _inner_body(resolved: Resolved, row: Phrases, inner: range) -> Iterator[Fact]:
    """"the five permanent members of B; S, S and S; plus S": those before "plus" are B's."""
    groups = [p for p in inner if row.codes[p] == "G" and _says_members(row.chunks[p].text)]
    if not groups or not row.chunks[groups[0]].bodies:
        return
    plus = next((p for p in inner if row.chunks[p].lower == "plus"), inner.stop)
    states = [p for p in range(groups[0], plus) if row.codes[p] == "S"]
    bodies = row.chunks[groups[0]].bodies
    yield from _each(resolved, row, listed_in_dashes, states, bodies, row.chunks[groups[0]].text)


def met_as_group(resolved: Resolved) -> Iterator[Fact]:
    """The title says A met G, the text says A met the leaders of S, S and S: these are of G."""
    for meeting in resolved.meetings:
        titled = [(f, a) for f, a in meeting.arguments() if f.row == 0 and a.chunk.bodies]
        groups = [(f, b) for f, a in titled for b in a.chunk.bodies if b.kind == CKG.Coalition]
        hosts = {s for f, a in meeting.arguments() if f.row == 0 for s in a.chunk.states}
        met = [(f, a) for f, a in meeting.arguments() if f.row > 0 and a.cue == "met_with"]
        states = [(f, s) for f, a in met for s in a.chunk.states if s not in hosts]
        if len(groups) == 1 and len({s for _, s in states}) >= 3:
            for frame, state in states:
                roles = ((CKG.member, state), (CKG.group, groups[0][1]))
                rows = (groups[0][0].row, frame.row)
                passages = evidence(resolved, rows, met_as_group, basis=Basis.INFERRED)
                yield fact(CKG.Membership, roles, passages)


def within_group(resolved: Resolved) -> Iterator[Fact]:
    """"working with S within G": S is in G."""
    for row in resolved.phrases:
        for match in _WITHIN.finditer(row.codes):
            if row.chunks[match.start("word")].lower not in ("within", "in", "inside"):
                continue
            for position in range(match.start("groups"), match.end("groups")):
                yield from _each(resolved, row, within_group, [match.start("who")], row.chunks[position].bodies, "within")


def founders_of_group(resolved: Resolved) -> Iterator[Fact]:
    """The states that issue a joint statement on establishing G belong to G."""
    authors = [a for a in resolved.assembly.authors if a.kind == CKG.State]
    if not authors:
        return
    for row in resolved.phrases:
        text = resolved.document.quote(resolved.document.sentences[row.index].span)
        groups = [b for c in row.chunks for b in c.bodies if b.kind == CKG.Coalition]
        if groups and _FOUNDING.search(text):
            for state in authors:
                yield _membership(resolved, row.index, founders_of_group, state, groups[0], groups[0].label)
            return


RULES: tuple[Rule, ...] = (
    led_by,
    called_members,
    group_of_states,
    comprises,
    joined_group,
    holds_presidency,
    hosts_own_summit,
    listed_in_dashes,
    met_as_group,
    within_group,
    founders_of_group,
)


def _all(resolved: Resolved, row: Phrases, rule: Rule, match: re.Match[str], groups: Iterable[Entity]) -> Iterator[Fact]:
    who = range(match.start("who"), match.end("who"))
    yield from _each(resolved, row, rule, [p for p in who if row.codes[p] == "S"], groups, match_text(row, match))


def match_text(row: Phrases, match: re.Match[str]) -> str:
    """The words a pattern fastened on."""
    return " ".join(c.text for c in row.chunks[match.start() : match.end()])


def _each(resolved: Resolved, row: Phrases, rule: Rule, positions: Iterable[int], groups: Iterable[Entity], matched: str) -> Iterator[Fact]:
    for group in groups:
        for position in positions:
            for state in row.chunks[position].states:
                yield _membership(resolved, row.index, rule, state, group, matched)


def _membership(resolved: Resolved, row: int, rule: Rule, state: Entity, group: Entity, matched: str, *, lead: bool = False) -> Fact:
    roles = ((CKG.member, state), (CKG.group, group), (CKG.role, "lead" if lead else None))
    return fact(CKG.Membership, roles, evidence(resolved, row, rule, matched=matched))
