"""Which states the text calls members, or leads, of a coalition or organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.facts.rules import Rule, evidence, fact
from kg.model import CONVENING, Basis, Entity, Fact
from kg.resolution import Resolved
from kg.resolution.chunks import Phrases
from kg.resolution.gist import Gist
from kg.terms import CKG

# Placeholders of a gist: S a list of states, G a group.
_S = r"(?P<S><S\d+>)"
_G = r"(?:the |this )?(?P<G><G\d+>)"
_BE = r"(?:is|are|was|were|remains?|has been|have been|became|being)"
_ADJ = r"(?:(?!not\b|no\b|observer|associate|candidate|dialogue|former|never)[\w'’-]+ ){0,4}?"
_DASH = r"(?:-|–|—|--)"
_PART = r"(?:members?(?: states?| countries| nations)?|part)"

_MEMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_S}(?: ,)?(?: which| who)? {_BE} {_ADJ}(?:<#\d+> )?{_PART} of {_G}",
        rf"{_S} , (?:an? |the )?{_ADJ}(?:- {_ADJ})?member of {_G}",
        rf"\bas (?:an? |the )?{_ADJ}members? of {_G} , {_S}",
        rf"(?:fellow )?{_G}(?: ['’]s)? {_ADJ}members?(?: states?| countries| nations)?(?: ,)?(?: such as| like| including| namely| only)*(?: only)? {_S}",
        rf"\bof {_G} ['’]s members , (?:only )?{_S}",
        rf"{_S}(?: , [\w ]+ ,)?(?: also| both| all| now)* belongs? to {_G}",
        rf"{_S} [^<.;]{{0,60}}\bmember of (?:the )?<G\d+> but belongs? to {_G}",
        rf"belong to {_G} , (?:among them|including) {_S}",
        rf"of {_G} , namely {_S}",
        rf"{_G} (?:co - chairs?|partners?|members?) , {_S}",
    )
)
_PARTNERS = re.compile(rf"{_G} partners?(?: such as| like| including)? {_S}")
_COMPRISES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_G}(?: , which| that| ,)?(?: also| now)? (?:groups|comprises|comprising|includes|unites|links|consists of|consisting of|is made up of|made up of|brings together|counts among its members) (?:\w+ )?{_S}",
        rf"\bmembers of {_G} (?:are|include|were|, including|{_DASH}) {_S}",
        rf"{_G} ['’]s (?:\w+ ){{0,2}}members (?:are|include|were) {_S}",
        rf"{_G} \( {_S} \)",
        rf"\bmembers of {_G} (?:are|include) {_S}",
    )
)
_LISTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_G}(?: \w+)? {_DASH} {_S}(?: {_DASH}| \.| ,|$)",
        rf"{_G} (?:[\"”“] )?{_DASH} {_S}",
        rf"{_G} , (?:the|an?) (?:\w+ ){{1,3}}of {_S}",
    )
)
_OF_STATES = re.compile(rf"{_G} (?:\w+ ){{0,2}}of {_S}")
_CHAIR = r"(?:presidency|chair|chairmanship)"
_PRESIDES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_S}(?: ,)?(?: which| who)? (?:currently )?(?:holds?|holding|assumed|takes over|took over|has) (?:\w+ ){{0,3}}?{_CHAIR} of {_G}",
        rf"{_S}(?: ,)?(?: which| who)? (?:currently )?(?:holds?|holding|assumed|takes over|took over|has) {_G} {_CHAIR}",
        rf"{_S}(?: ,)? (?:which |currently )?(?:chairs|chairing|presides over) {_G}(?! (?:meeting|summit|session|talks))",
        rf"\bas (?:current |the |incoming )*(?:chair|president|host) of {_G} , {_S}",
        rf"{_S}(?: ,)? as (?:the |current |first )*{_G} (?:chair|president|<T>)",
        rf"{_S}(?: ,)? as (?:the |current )*(?:chair|president|<T>) of {_G}",
        rf"{_S} ['’]s {_G} {_CHAIR}",
        rf"{_CHAIR}(?: of)? (?:the )?{_G} from {_S}",
        rf"{_G} {_CHAIR} from {_S}",
    )
)
_UNCERTAIN = re.compile(
    r"\b(?:not|never|refused to|wants? to|hopes? to|may|might|could|would|will|to|applied to|declined to|should)(?: \w+)?$"
)
_JOINED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_S}(?P<gap>(?: \w+){{0,2}}) (?:joined|rejoined|acceded to|entered|joins) {_G}",
        rf"{_S}(?P<gap>) (?:was|were) admitted to {_G}",
        rf"since joining {_G}(?: in <D>)? , (?P<gap>){_S}",
        rf"{_S}(?P<gap>(?: on <D>| <D>)?) became (?:[\w’'<>#]+ ){{0,5}}(?:to join|member of) {_G}",
        rf"{_S}(?P<gap>) joined <S\d+> (?:and others )?in {_G}",
        rf"<S\d+>(?P<gap>) joined {_S} (?:and others )?in {_G}",
        rf"{_G}(?: for <S\d+>)? ,? ?which {_S}(?P<gap>) (?:have|has) joined",
    )
)
_LEADS = re.compile(rf"{_S}(?: ,)?(?: which)? (?:leads?|led|heads?) (?:an? )?{_G}")
_WITHIN = re.compile(rf"\bwith {_S} within {_G}(?: and {_G.replace('G>', 'G2>')})?")
_FOUNDING = re.compile(
    r"\b(?:establish\w*|creat\w+|launch\w*|formation|form(?:ing|ed)|found(?:ing|ed))\b", re.I
)


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every membership an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def led_by(resolved: Resolved) -> Iterator[Fact]:
    """"S-led coalition", "coalition led by S", "S leads the coalition": S leads it."""
    for naming in resolved.coalitions:
        for state in naming.lead:
            yield _membership(resolved, naming.row, led_by, state, naming.entity, naming.text, lead=True)
    for gist in resolved.gists:
        for match in _LEADS.finditer(gist.text):
            group = gist.group_of(match)
            if group is not None and group.kind == CKG.Coalition:
                for state in gist.states_of(match, "S"):
                    yield _membership(resolved, gist.row, led_by, state, group, match[0], lead=True)


def called_members(resolved: Resolved) -> Iterator[Fact]:
    """"S is a member of G", "S belongs to G", "G members S and S"."""
    for gist in resolved.gists:
        for pattern in _MEMBERS:
            yield from _matches(resolved, gist, called_members, pattern)
        for match in _PARTNERS.finditer(gist.text):
            group = gist.group_of(match)
            if group is not None and group.kind == CKG.Coalition:
                yield from _states(resolved, gist, called_members, match)


def comprises(resolved: Resolved) -> Iterator[Fact]:
    """"G comprises S and S", "the members of G are S and S", "G (S, S and S)"."""
    for gist in resolved.gists:
        for pattern in _COMPRISES:
            yield from _matches(resolved, gist, comprises, pattern)


def group_of_states(resolved: Resolved) -> Iterator[Fact]:
    """"the G trade bloc of S, S and S"."""
    for gist in resolved.gists:
        for match in _OF_STATES.finditer(gist.text):
            if len(gist.states_of(match, "S")) > 1 and "leaders" not in match[0]:
                yield from _states(resolved, gist, group_of_states, match)


def listed_in_apposition(resolved: Resolved) -> Iterator[Fact]:
    """"G - S, S and S -", "G, the pact of S, S and S": the apposition says who G is."""
    for gist in resolved.gists:
        for pattern in _LISTED:
            for match in pattern.finditer(gist.text):
                if len(gist.states_of(match, "S")) > 1:
                    yield from _states(resolved, gist, listed_in_apposition, match)


def joined_group(resolved: Resolved) -> Iterator[Fact]:
    """"S joined G", "S was admitted to G"; not who wants or refuses to."""
    for gist in resolved.gists:
        for pattern in _JOINED:
            for match in pattern.finditer(gist.text):
                if not _UNCERTAIN.search(f"{gist.text[: match.start()]} {match['gap']}".rstrip()):
                    yield from _states(resolved, gist, joined_group, match)


def holds_presidency(resolved: Resolved) -> Iterator[Fact]:
    """"S, as G chair", "S, which holds the presidency of G", "S's G presidency"."""
    for gist in resolved.gists:
        for pattern in _PRESIDES:
            yield from _matches(resolved, gist, holds_presidency, pattern)


def within_group(resolved: Resolved) -> Iterator[Fact]:
    """"working with S within G": S is in G."""
    for gist in resolved.gists:
        for match in _WITHIN.finditer(gist.text):
            for name in ("G", "G2"):
                group = gist.group_of(match, name) if match[name] else None
                for state in gist.states_of(match, "S"):
                    if group is not None:
                        yield _membership(resolved, gist.row, within_group, state, group, match[0])


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
                        text = argument.chunk.text
                        yield _membership(resolved, frame.row, hosts_own_summit, state, group, text)


_DASHED = re.compile(r"(?P<group>K)(?:[GEx\"]){0,2}–(?P<list>[^–.]{3,60})")


def listed_in_dashes(resolved: Resolved) -> Iterator[Fact]:
    """"G — the members of B; S, S and S; plus S —": the dashes say who G is, and who is in B."""
    for row in resolved.phrases:
        for match in _DASHED.finditer(row.codes):
            group = row.chunks[match.start("group")].bodies[:1]
            inner = range(match.start("list"), match.end("list"))
            states = [p for p in inner if row.codes[p] == "S"]
            if len(states) > 1:
                text = row.chunks[match.start()].text
                yield from _each(resolved, row, listed_in_dashes, states, group, text)
                yield from _inner_body(resolved, row, inner)


def _inner_body(resolved: Resolved, row: Phrases, inner: range) -> Iterator[Fact]:
    """"the five permanent members of B; S, S and S; plus S": those before "plus" are B's."""
    groups = [p for p in inner if row.codes[p] == "G" and "members of" in row.chunks[p].text]
    if not groups or not row.chunks[groups[0]].bodies:
        return
    plus = next((p for p in inner if row.chunks[p].lower == "plus"), inner.stop)
    states = [p for p in range(groups[0], plus) if row.codes[p] == "S"]
    chunk = row.chunks[groups[0]]
    yield from _each(resolved, row, listed_in_dashes, states, chunk.bodies, chunk.text)


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
                yield _membership(resolved, row.index, founders_of_group, state, group, group.label)
            return


RULES: tuple[Rule, ...] = (
    led_by,
    called_members,
    comprises,
    group_of_states,
    listed_in_apposition,
    joined_group,
    holds_presidency,
    within_group,
    hosts_own_summit,
    listed_in_dashes,
    met_as_group,
    founders_of_group,
)


def _matches(resolved: Resolved, gist: Gist, rule: Rule, pattern: re.Pattern[str]) -> Iterator[Fact]:
    for match in pattern.finditer(gist.text):
        yield from _states(resolved, gist, rule, match)


def _states(resolved: Resolved, gist: Gist, rule: Rule, match: re.Match[str]) -> Iterator[Fact]:
    group = gist.group_of(match)
    if group is None:
        return
    for state in gist.states_of(match, "S"):
        yield _membership(resolved, gist.row, rule, state, group, match[0])


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
                yield _membership(resolved, row.index, rule, state, group, matched)


def _membership(
    resolved: Resolved,
    row: int,
    rule: Rule,
    state: Entity,
    group: Entity,
    matched: str,
    *,
    lead: bool = False,
) -> Fact:
    roles = ((CKG.member, state), (CKG.group, group), (CKG.role, "lead" if lead else None))
    return fact(CKG.Membership, roles, evidence(resolved, row, rule, matched=matched))
