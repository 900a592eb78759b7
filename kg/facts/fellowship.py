"""Members by loose wording that the dated table bears out: "fellow G leaders", "the rest of G".

Such words say that somebody belongs to the group, and not quite who. A state near them is taken
for one of those meant only when the table has it as a member on the day of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.groups import membership
from kg.facts.rules import Rule
from kg.mentions import Row
from kg.model import Entity, Fact
from kg.resolution import Resolved
from kg.resolution.frame_parts import ADJ, OWN, G
from kg.resolution.gist import Gist
from kg.resolution.persons import Person
from kg.terms import CKG

_FELLOWS = (
    r"(?:members?|states?|countr(?:y|ies)|nations?|governments?|capitals?|all(?:y|ies)|partners?"
    r"|leaders?|peers?|neighbou?rs?|colleagues?|economy|economies|counterparts?|parties|ministers"
    r"|producers?|heavyweights?|<T>)"
)
_AMONG = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:fellow|other|another|remaining) {ADJ}{G}(?:{OWN})? {ADJ}{_FELLOWS}",
        rf"\b(?:fellow|other|another|remaining) {ADJ}{_FELLOWS} (?:of|in|from) {G}",
        rf"\b(?:rest|remainder|whole|remaining members) of {G}",
        rf"\b(?:his|her|its|their) {ADJ}{G}(?:{OWN})? {ADJ}{_FELLOWS}",
        rf"\b(?:un)?like (?:most|many|all|every|any)(?: \w+){{0,3}}? {G}(?:{OWN})? {_FELLOWS}",
        rf"\b(?:un)?like (?:most|many|all|every|any)(?: \w+){{0,3}}? {_FELLOWS} (?:of|in) {G}",
        rf"\bas (?:an? |the |two |both |three )?{ADJ}{G}(?:{OWN})? {_FELLOWS}",
        rf"\b(?:only|sole|first|last|largest|smallest|poorest|richest) {ADJ}{G} {_FELLOWS}",
        rf"\b(?:only|sole|first|last|largest|smallest|poorest|richest) {_FELLOWS} (?:of|in) {G}",
        rf"\bas [^.;:<]{{0,60}}? and {ADJ}{G} {_FELLOWS}",
        rf"\bas [^.;:<]{{0,60}}? and {ADJ}{_FELLOWS} of {G}",
        rf"\b(?:most|all|several|many|some) {ADJ}{G}(?:{OWN})? {_FELLOWS}(?= ,)",
        rf"\b(?:any|relative to other) {G} {_FELLOWS}",
        rf"\b(?:his|her|its|their) (?:\w+ )?leadership (?:of|at|in) {G}",
        rf"(?:{OWN} )?{G} sherpa\b",
        rf"\b(?:who|which) (?:\w+ )?(?:chairs?|hosts?|leads?|heads?) {ADJ}{G} (?:talks|meetings?)",
        rf"{G}(?:{OWN})? {ADJ}{_FELLOWS}(?= , (?:among them|including|such as|notably|like)\b)",
        rf"{G}(?:{OWN})? {ADJ}{_FELLOWS}(?=(?: ,)? (?:except|save|bar|apart from|but for)\b)",
        rf"(?<= , )(?:the )?hosts? of {ADJ}{G} (?:summit|meeting)\b",
        rf"\b(?:among|of) {ADJ}{G}(?:{OWN})? {ADJ}{_FELLOWS}(?= ,)",
        rf"\band {G} (?:president|chair|host)\b",
        rf"\b(?:among|within|inside|across) {G} ,? ?only",
        rf"(?<=<P> )and {ADJ}{G} (?:partners|allies)\b",
        rf"(?:{OWN}) (?:\w+ )?leadership (?:of|at|in) {G}",
        rf"\bhost(?:s|ed|ing)? (?:of )?{G}(?= (?:in|next|this|later|again)\b| ?[.,;)]|$)",
        rf"{G} host (?:year|economy|country|nation)\b",
        rf"\bwith {G} all(?:y|ies)(?= <S)",
        rf"\b(?:plans?|planning|threat\w+|want\w*|consider\w*|decision|decided|intention|intends?"
        rf"|will|would|could|may|might)(?: to| of)? (?:quit|quitting|leave|leaving|exit|exiting"
        rf"|withdraw(?:ing)? from|pull(?:ing)? out of) {G}"
        r"(?= (?:and|by|if|in|over|after)\b| [.,;]|$)",
        rf"(?<=> , ){G}{OWN} (?:\w+ - )?(?:\w+est|top|leading)(?: \w+)?"
        r" (?:economy|producer|exporter|army|military|country|nation|state)\b",
        rf"\bfellow (?:<T>|leaders|ministers)(?: of \w+)? at {G} (?:summit|meeting)\b",
    )
)
# Who is meant is told right after, and nowhere else.
_TOLD_AFTER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{G}(?: (?!<[SG])[^\s.;:]+){{0,9}}? (?:summit|retreat|['’] <P>)"
        r"(?: (?!<[SG])[^\s.;:]+){0,6}? (?:hosted by|with host)(?= )",
        rf"{G}{OWN} (?:\w+ - )?(?:\w+est|top|leading)(?: \w+)?"
        r" (?:economy|producer|exporter|army|military|country|nation|state)(?= ,|$)",
    )
)
# What an unanchored pattern cannot do without: looked for first, as that is cheap.
_NEEDED = {
    pattern: words
    for pattern in _AMONG
    for start, words in (
        (r"\b(?:his|her", ("his ", "her ", "its ", "their ")),
        (r"\bas ", ("as ",)),
        (r"(?<=<P> )and", (" partners", " allies")),
        (r"\bhost", ("host",)),
        (G + r" host", ("host",)),
        (r"(?:" + OWN + r") ", ("leadership",)),
        (r"\b(?:only", ("only", "sole", "first", "last", "est ")),
        (r"(?:" + OWN + r" )?", ("sherpa",)),
        (G + rf"(?:{OWN})? {ADJ}{_FELLOWS}(?= , ", ("among", "includ", "such", "like", "notably")),
        (G + rf"(?:{OWN})? {ADJ}{_FELLOWS}(?=(?: ,)? ", ("except", "save", "bar ", "from", "but")),
    )
    if pattern.pattern.startswith(start)
}
_OWNERS = ("his ", "her ")
_BELONGING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<S><[SJ]\d+>)(?:{OWN})? (?:(?!for |sought |seeks? |wants? )\w+ ){{0,2}}?{G}"
        r" membership\b",
        rf"(?P<S><[SJ]\d+>)(?:{OWN})? (?:\w+ ){{0,2}}?membership (?:of|in|on) {G}",
        rf"(?<!for )(?<!full ){G} membership (?:[\w’-]+ ){{1,5}}?(?P<S><S\d+>)",
        rf"\b(?:membership (?:of|in)|being (?:in|part of|inside)|belonging to) {G}"
        r" (?:[\w’-]+ ){1,5}?(?P<S><S\d+>)",
        r"\b(?:admission|accession|entry|admittance) of (?P<S><S\d+>)(?: (?:in)?to|,)"
        r" (?P<G><G\d+>)",
        rf"\b(?:brought|took|brings|admit\w*|let|welcom\w+) (?P<S><S\d+>) (?:in)?to {G}",
        rf"(?P<S><S\d+>) (?:joining|joined|joins)(?: {G})? as (?:an? |the |(?P<G2><G\d+>) 's )?"
        rf"{ADJ}member",
        rf"(?P<S><S\d+>) returned to {G}(?= (?:in|on)\b| [.,;]| <D|$)",
        rf"(?P<S><[SJ]\d+>)(?:{OWN})? (?:admission|accession|entry)(?: in <D\d+>)? (?:took|brought"
        rf"|made|raised|turned) {G}",
    )
)
_CLAUSE = re.compile(r"[;:.\"]|\b(?:said|says|that|told|who|which|whose|when|while|but|if)\b")
_NEAREST = re.compile(r"<([SJ])(\d+)>(?!.*<[SJ]\d+>)")
_REACH = 90


def among_fellows(resolved: Resolved) -> Iterator[Fact]:
    """ "S and the rest of G", "S met fellow G members", "S, unlike most of its G partners"."""
    for gist in (g for g in resolved.gists if g.groups and (g.states or "<P>" in g.text)):
        for pattern in _AMONG:
            needed = _NEEDED.get(pattern)
            if needed is not None and not any(word in gist.text for word in needed):
                continue
            for match in pattern.finditer(gist.text):
                states = (*_before(resolved, gist, match), *_after(gist, match))
                yield from _confirmed(resolved, gist, among_fellows, match, states)
        for match in (m for p in _TOLD_AFTER for m in p.finditer(gist.text)):
            yield from _confirmed(resolved, gist, among_fellows, match, _after(gist, match))


def has_membership(resolved: Resolved) -> Iterator[Fact]:
    """ "S's G membership", "membership of G gives S a voice", "the admission of S to G"."""
    for gist in (g for g in resolved.gists if g.groups and g.states):
        for pattern in _BELONGING:
            for match in pattern.finditer(gist.text):
                states = gist.states_of(match, "S")
                yield from _confirmed(resolved, gist, has_membership, match, states)


_HEADS = frozenset("chair chairman chairwoman chairperson leader".split())
_BEING = frozenset({"as", "is", "was"})
_OF_IT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:alliance|bloc|grouping|union|organi[sz]ation|council) members? (?P<S><S\d+>)",
        r"\b(?:fellow|alliance|bloc) (?:members?|all(?:y|ies))"
        r"(?: states?| countr(?:y|ies))? (?P<S><S\d+>)",
        r"(?P<S><S\d+>)(?: \w+)? (?:joined|acceded|entered|(?:became|become)(?: an?| the)?"
        r"(?: (?:full|official|<#\d+>|[\w-]+(?:st|nd|rd|th)))? members?)(?: (?:it|them))?"
        r"(?= (?:in|on|since|last)\b| <D| [.,;]|$)",
        r"(?P<S><S\d+>)(?: ,)?(?: also)? (?:(?:an?|all|both) )?(?:(?:permanent|non - permanent"
        r"|elected|rotating|current) )?council members?\b",
    )
)


def chairs_body(resolved: Resolved) -> Iterator[Fact]:
    """ "President N of S, … as the chairman of G": the state of who chairs G is in G."""
    on = resolved.document.article.published
    for row in resolved.rows:
        for position, item in enumerate(row.items):
            office = item.office
            body = office.body if office is not None and office.head in _HEADS else None
            if body is None or body.known is None:
                continue
            state = _chairing(resolved, row, position)
            if state is not None and state in resolved.reference.members(body.known, on):
                yield membership(resolved, row.index, chairs_body, state, body.known, item.text)


def _chairing(resolved: Resolved, row: Row, position: int) -> Entity | None:
    """The state of whoever holds the office there: the person beside it, or the one before it."""
    span = row.items[position].span
    for person in resolved.people.persons:
        if any(h.row == row.index and h.span.end == span.end for h in person.holdings):
            return _state(person)
    if _BEING.isdisjoint(i.lower for i in row.items[max(0, position - 4) : position]):
        return None
    before = [p for p in resolved.references if p.row == row.index and p.position < position]
    if not before and row.codes[0] in "he":
        before = [p for p in resolved.references if p.row == row.index - 1]
    return _state(resolved.references[max(before)][0]) if before else None


def _state(person: Person) -> Entity | None:
    found = {h.of for h in person.holdings if h.of is not None and h.of.kind == CKG.State}
    return found.pop() if len(found) == 1 else None


def called_member_of_it(resolved: Resolved) -> Iterator[Fact]:
    """ "The alliance member S", "S joined in 2004": of the body of states that was named last."""
    last: Entity | None = None
    for gist in resolved.gists:
        named = [g for place in sorted(gist.groups) for g in gist.groups[place]]
        last = named[-1] if named else last
        if last is None:
            continue
        for match in (m for pattern in _OF_IT for m in pattern.finditer(gist.text)):
            known = resolved.reference.members(last, resolved.document.article.published)
            for state in (s for s in gist.states_of(match, "S") if s in known):
                yield membership(resolved, gist.row, called_member_of_it, state, last, match[0])


RULES: tuple[Rule, ...] = (among_fellows, has_membership, chairs_body, called_member_of_it)


def _before(resolved: Resolved, gist: Gist, match: re.Match[str]) -> tuple[Entity, ...]:
    """The state nearest to the left in the same clause, or that of the person there."""
    left = gist.text[max(0, match.start() - _REACH) : match.start()].removesuffix("told ")
    left = _CLAUSE.split(left)[-1]
    found = _NEAREST.search(left)
    if found:
        return gist.states.get(int(found[2]), ())
    if "<P>" in left and gist.text.index("<P>") >= match.start() - len(left):
        owned = match[0].startswith(_OWNERS)
        return _state_of(
            resolved, gist.row, gist.text[: match.start()].count("<P>") - 1 if owned else 0
        )
    return ()


def _state_of(resolved: Resolved, row: int, place: int) -> tuple[Entity, ...]:
    """The state that a person of a sentence acts for: the first, or who "his" or "her" means."""
    places = sorted(p for p in resolved.references if p.row == row)
    person = resolved.references[places[place]][0] if place < len(places) else None
    return (person.state,) if person is not None and person.state is not None else ()


_INCLUDING = re.compile(
    r"(?: ,| -| –| —| \()? ?(?:including|such as|like|among them|notably|except(?: for)?|save|bar"
    r"|apart from|but for)?(?: the)?"
    r"(?: ?(?:<T>|leaders?|presidents?|chair|ministers)(?: <P>)? of)? ?<[SJ](\d+)>"
    r"(?! (?:- )?(?:led|backed)\b)"
)

# The next of a list of leaders: "S president N, J prime minister N and J president N".
_AND_NEXT = re.compile(r"(?: ['’]s?)? (?:president|<T>)(?: <P>)?(?: ,| and){1,2} <[SJ](\d+)>")


def _after(gist: Gist, match: re.Match[str]) -> tuple[Entity, ...]:
    """The states that follow at once: "fellow G leaders, including the J prime minister"."""
    found = _INCLUDING.match(gist.text, match.end())
    states: list[Entity] = []
    while found:
        states += gist.states.get(int(found[1]), ())
        found = _AND_NEXT.match(gist.text, found.end())
    return tuple(states)


def _confirmed(
    resolved: Resolved,
    gist: Gist,
    rule: Rule,
    match: re.Match[str],
    states: tuple[Entity, ...],
) -> Iterator[Fact]:
    """The memberships of those states that the table has as members on the article's day."""
    if not states:
        return
    on = resolved.document.article.published
    for group in gist.groups_of(match):
        known = resolved.reference.members(group, on)
        for state in dict.fromkeys(states):
            if state in known:
                yield membership(resolved, gist.row, rule, state, group, group.label)
