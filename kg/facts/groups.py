"""Members of a coalition by what its members do together: found it, meet as it, speak as it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.rules import Rule, evidence, fact
from kg.mentions import Row
from kg.model import Basis, Entity, Fact
from kg.resolution import Resolved
from kg.resolution.frame_parts import MIXED
from kg.resolution.gist import Gist
from kg.terms import CKG

_FOUNDING = re.compile(
    r"\b(?:establish\w*|creat\w+|launch\w*|formation|form(?:ing|ed)|found(?:ing|ed))\b", re.I
)
_MET = frozenset({"met_with", "list_of_those_taking_part", "participant_line"})
_FOUNDED = frozenset("established launched founded formed created".split())
_TO_FOUND = frozenset("establish launch found form create".split())
_TOGETHER = frozenset("joined joining met gathered convened announced today".split())
_OPENING = frozenset("that who which whom whose said told after when while because if will".split())
# What others than its members are asked to.
_OPEN_TO_ALL = re.compile(r"Forum|Initiative|Conference|Summit|Platform|Process|Compact")
_COMMITTEES = frozenset(
    "committee forum group partnership coalition alliance mechanism initiative dialogue".split()
)
_MEMBERS_ARE = re.compile(
    r"^(?:• |- )?(?:the |its |our )?(?:<#\d+> )?(?:current |other |founding |full )?"
    r"(?:(?:partner|member|participating|contributing|core) (?:countries|states|nations"
    r"|governments)|members|partners)(?: of the \w+)?"
    r"(?: are| include| were|:| :){1,2} (?P<S><S\d+>)"
)
_KNOWN_AS = re.compile(
    r"\b(?:the|these|all) (?:<#\d+>|two|three|four|five|six|seven)(?: \w+)? ?,?"
    r" (?:known|referred to|together known|collectively known) as (?:the )?(?:<L> )?(?P<G><G\d+>)"
)
_LIST = re.compile(MIXED)
_WE = re.compile(
    r"^(?:(?:today|this \w+|on <D\d+>) ,? ?)?we(?: ,| –| —| --| -)? (?:the )?"
    r"(?:(?:[^\s<,;.:]+|<T>|<P>) ){1,5}of (?P<S><S\d+>)"
)


def met_as_group(resolved: Resolved) -> Iterator[Fact]:
    """The title says A met G, the text says A met the leaders of S, S and S: these are of G."""
    for meeting in resolved.meetings:
        titled = [(f, a) for f, a in meeting.arguments() if f.row == 0 and a.chunk.bodies]
        groups = [(f, b) for f, a in titled for b in a.chunk.bodies if b.kind == CKG.Coalition]
        hosts = {s for f, a in meeting.arguments() if f.row == 0 for s in a.chunk.states}
        met = [(f, a) for f, a in meeting.arguments() if f.row > 0 and a.cue in _MET]
        states = [(f, s) for f, a in met for s in a.chunk.states if s not in hosts]
        if len(groups) == 1 and len({s for _, s in states}) >= 3:
            group, on = groups[0][1], resolved.document.article.published
            known = resolved.reference.members(group, on)
            if _OPEN_TO_ALL.search(group.label):
                continue
            for frame, state in states:
                if known and state not in known:
                    continue
                roles = ((CKG.member, state), (CKG.group, groups[0][1]))
                rows = (groups[0][0].row, frame.row)
                passages = evidence(resolved, rows, met_as_group, basis=Basis.INFERRED)
                yield fact(CKG.Membership, roles, passages)


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
                group = groups[0]
                yield membership(resolved, row.index, founders_of_group, state, group, group.label)
            return


def founded_by_leaders(resolved: Resolved) -> Iterator[Fact]:
    """ "T N, T N and T N established G", "T N joined T N to launch G": their states belong to G."""
    last: Entity | None = None
    for row in resolved.rows:
        if last is None and "K" not in row.codes:
            continue
        named = [i.known for i in row.items if i.code == "K" and i.known is not None]
        verb, group = _foundation(row, last)
        if group is not None:
            states = _founders(resolved, row, verb)
            if len(states) > 1:
                for state in sorted(states, key=lambda s: s.key):
                    text = row.items[verb].text
                    yield membership(resolved, row.index, founded_by_leaders, state, group, text)
        last = named[-1] if named else last


def _foundation(row: Row, last: Entity | None) -> tuple[int, Entity | None]:
    """Where a verb of founding stands and the coalition it has for object."""
    words = [i.lower for i in row.items]
    if not (_FOUNDED | _TO_FOUND) & set(words):
        return 0, None
    for position, word in enumerate(words):
        to_found = word in _TO_FOUND and words[position - 1 : position] == ["to"]
        if not (word in _FOUNDED or (to_found and _TOGETHER & set(words[:position]))):
            continue
        for item in row.items[position + 1 : position + 6]:
            if item.code == "K":
                return position, item.known
            if item.lower in _COMMITTEES and "this" in words[position + 1 : position + 2]:
                return position, last
            if item.code in ",.;:ob":
                break
    return 0, None


def _founders(resolved: Resolved, row: Row, verb: int) -> set[Entity]:
    """The states of the persons before the verb, if they can be its subject."""
    people = {
        place.position: person.state
        for place, (person, _) in resolved.references.items()
        if place.row == row.index and place.position < verb
    }
    if not people or _OPENING & {i.lower for i in row.items[min(people) : verb]}:
        return set()
    return {s for s in people.values() if s is not None and s.kind == CKG.State}


def listed_as_members(resolved: Resolved) -> Iterator[Fact]:
    """ "The partner countries are S, S and S", soon after a coalition: they are of it."""
    for gist in resolved.gists:
        match = _MEMBERS_ARE.match(gist.text)
        if match is None:
            continue
        before = [n for n in resolved.coalitions if gist.row - 4 <= n.row < gist.row]
        if len({n.entity for n in before}) != 1:
            continue
        for state in gist.states_of(match, "S"):
            group, text = before[-1].entity, "members"
            yield membership(resolved, gist.row, listed_as_members, state, group, text)


def known_as_group(resolved: Resolved) -> Iterator[Fact]:
    """ "Envoys of the four, known as G": the states listed in the sentence before."""
    for gist in (g for g in resolved.gists[1:] if g.groups):
        match = _KNOWN_AS.search(gist.text)
        group = gist.group_of(match) if match else None
        if group is None or group.kind != CKG.Coalition:
            continue
        earlier = resolved.gists[gist.row - 1]
        told = (earlier.states_of(m, "S") for m in _LIST.finditer(earlier.text))
        lists = [states for states in told if len(states) > 1]
        for state in lists[0] if len(lists) == 1 else ():
            rows = (earlier.row, gist.row)
            roles = ((CKG.member, state), (CKG.group, group))
            passages = evidence(resolved, rows, known_as_group, basis=Basis.INFERRED)
            yield fact(CKG.Membership, roles, passages)


def speaks_as_group(resolved: Resolved) -> Iterator[Fact]:
    """ "We, the leaders of S, S and S" in a statement whose title names G: they are G."""
    titles = [n for n in resolved.coalitions if n.row == 0]
    if len({n.entity for n in titles}) != 1:
        return
    for gist in resolved.gists[:12]:
        states = _we(gist)
        for state in states:
            group, text = titles[0].entity, "we"
            yield membership(resolved, gist.row, speaks_as_group, state, group, text)
        if states:
            return


def _we(gist: Gist) -> tuple[Entity, ...]:
    match = _WE.match(gist.text)
    states = gist.states_of(match, "S") if match else ()
    return states if len(states) > 1 else ()


def membership(
    resolved: Resolved,
    row: int,
    rule: Rule,
    state: Entity,
    group: Entity,
    matched: str,
    *,
    lead: bool = False,
) -> Fact:
    """The membership of one state in one group, told in one sentence."""
    roles = ((CKG.member, state), (CKG.group, group), (CKG.role, "lead" if lead else None))
    return fact(CKG.Membership, roles, evidence(resolved, row, rule, matched=matched))


MEMBERSHIPS: tuple[Rule, ...] = (
    founders_of_group,
    founded_by_leaders,
    listed_as_members,
    known_as_group,
    speaks_as_group,
)
"""What tells of a whole group's members at once."""
