"""How many states, ministers or members the text says a meeting or coalition has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.facts.rules import Rule, evidence, fact
from kg.mentions import Item
from kg.mentions.numbers import value_of
from kg.model import Entity, Fact, Value
from kg.resolution import Resolved
from kg.resolution.gist import Gist
from kg.resolution.meetings import Meeting
from kg.terms import CKG

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_STATES = "countries|nations|states|governments|members|partners|allies|capitals"
_PEOPLE = (
    "ministers|heads of (?:state|government)|leaders|delegations|delegates|presidents|envoys"
    "|representatives|officials"
)
_N = r"(?P<n><#\d+>)"
_G = r"(?:the |this )?(?:<S\d+> - led )?(?P<G><G\d+>)"
_WORDS = r"(?:[\w’'-]+ ){0,3}?"
_OF_COALITION = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"{_N} {_WORDS}(?:{_STATES}) (?:in|of|from|belong to|are in|have joined"
            rf"|(?:have )?signed up (?:to|for)|make up"
            rf"|are part of|are members of|(?:who|that|which) (?:are part of|belong to|make up"
            rf"|are in|are members of)|who are in) {_G}"
        ),
        rf"{_N} - (?:nation|member|country|state)(?: - strong)? {_G}",
        (
            rf"{_G}(?: (?:for|on|in) <[SL]\d*>)?(?: , [^,;.]{{0,60}} ,)?(?: ,)?"
            rf"(?: which| that)?(?: now| currently)? (?:has"
            rf"|counts|numbers|groups|includes|comprises|unites|brings together) {_WORDS}{_N}"
            rf" (?:[\w’-]+ ){{0,5}}?(?:{_STATES})"
        ),
        (
            rf"{_G}(?: \( \w+ \))? , (?:an?|the) (?:\w+ )?(?:group|grouping|partnership|forum"
            rf"|bloc) of {_N} {_WORDS}(?:{_STATES})"
        ),
        rf"{_G} , {_N} strong",
        (
            rf"{_G}(?: (?:in|on|since) <D\d+>)?(?: ,)? (?:(?:an?|which|that) [^.;]{{0,80}}?"
            rf"(?:from|of|by|between) |(?:that )?(?:unit|join|group|compris|link|bring)\w+"
            rf"(?: together)? )"
            rf"{_N} {_WORDS}(?:{_STATES})"
        ),
        (
            rf"{_G}(?: ,)?(?: which| that)? (?:has|groups|includes|comprises|unites|brings together"
            rf"|draws on) [^.;<]{{0,60}}?(?:<#\d+> )?[^.;<]{{0,40}}? (?:from|of) {_N}"
            rf" {_WORDS}(?:{_STATES})"
        ),
        rf"{_G} ['’]s {_N} {_WORDS}(?:{_STATES})",
        rf"{_N} {_G} (?:{_STATES})",
        rf"{_G} of {_N} {_WORDS}(?:{_STATES})",
        (
            rf"{_G} (?:is|was|remains) (?:an? |the )?(?:[\w’'<>-]+ ){{0,5}}?of {_N}"
            rf" {_WORDS}(?:{_STATES})"
        ),
        (
            rf"{_G}(?: ,)? (?:is |was )?(?:made up|composed|comprised|consisting) of {_N}"
            rf" {_WORDS}(?:{_STATES})"
        ),
        rf"{_N} - strong {_G}",
        rf"{_N} member (?:{_STATES}) (?:[\w’'<>-]+ ){{0,6}}?of {_G}",
        rf"{_G}(?: \w+){{0,2}} (?:grown|grew|expanded|risen|swelled) (?:to|from <#\d+> to) {_N}",
    )
)
_IN_NAME = re.compile(r"([\w-]{1,40}?)[-‐‑ ](?:nation|member|country|state)\b")
_IN_EVENT_NAME = re.compile(
    r"\b(\w{1,20})[-‐‑](?:nation|party|country|state|power|way)\b(?: \w{1,20}){0,3}? "
    r"(?:talks|negotiations|summit|conference|meeting|forum|dialogue)\b",
    re.I,
)
_NTH = re.compile(rf"\b(?P<nth>\d+)(?:st|nd|rd|th) member of {_G}")
_GATHERED = (
    r"(?:met|meet|gathered|attended|attend|took part|take part|sent|joined|participated|convened|"
    r"(?:were|are|will be|would be) represented|were present|are expected|agreed|discussed"
    r"|launched|held)"
)
_OF_MEETING = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"\b(?:with|from|involving|of) {_N} of (?:some |the |about |roughly )*<#\d+>"
            rf" {_WORDS}(?P<what>{_STATES})"
        ),
        rf"(?:^|(?<!\S)(?:ministers|envoys|leaders|<T>) (?:of|from) ){_N} of {_G} ['’]s <#\d+>"
        rf" {_WORDS}(?P<what>{_STATES})",
        rf"^{_N} of (?:some |the |about |roughly )+<#\d+> {_WORDS}(?P<what>{_STATES})",
        (
            rf"{_N} {_WORDS}(?P<what>{_STATES}) with (?:\w+ )?(?:delegates|delegations|envoys"
            rf"|representatives) (?:at|in)\b"
        ),
        (
            rf"\b(?:with|from|of|by|involving|together|drew|among|gathered|gathering|included?"
            rf"|including|representing|between) (?:about |some |more than |over |all |the )*{_N}"
            rf" {_WORDS}(?P<what>{_STATES}|{_PEOPLE}|<T>)(?!\w)"
        ),
        rf"{_N} {_WORDS}(?P<what>{_STATES}|{_PEOPLE}|<T>)(?: [\w’',<>]+){{0,6}}? {_GATHERED}\b",
    )
)
_TOOK_PART = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"{_N} {_WORDS}(?P<what>{_STATES}|{_PEOPLE}|<T>)(?: and (?:\w+ ){{0,2}}?\w+)?"
            rf"(?: of (?:the |its )?<G\d+>)?(?: also| will| have| had)? (?:took part|taken part"
            rf"|take part|attended|attend|participated|participate|were"
            rf" (?:represented|present|there)|are (?:represented|attending|taking part)"
            rf"|sent|gathered|assembled|assemble|came|signed|agreed|adopted"
            rf"|pledged|endorsed|approved|confirmed)"
        ),
        (
            rf"\b(?:delegations?|delegates|representatives|officials|ministers|leaders|envoys"
            rf"|presidents|diplomats|negotiators|participants|experts|heads of (?:state|government"
            rf"|delegation))(?: \w+)? (?:from|of|representing) {_N} {_WORDS}(?P<what>{_STATES})"
        ),
    )
)
_NUMBERED = re.compile(
    rf"{_N} - (?P<what>nation|country|state|party|way|power)(?: - \w+)?"
    rf" (?:(?!coalition|alliance|group)[\w’-]+ ){{0,3}}?"
    rf"(?:talks|negotiations|summit|conference|meeting|forum|discussions|dialogue|gathering)\b"
)
_THE_SO_MANY = re.compile(
    rf"\b(?:the|all) {_N} (?:\w+ )?(?P<what>countries|nations|states|governments|delegations"
    rf"|parties|sides)\b(?! (?:of|in|that|who|which|from))"
)
_WHOLE = re.compile(
    rf"(?:all |the ){{1,2}}{_N} {_WORDS}(?P<what>{_STATES}) (?:of|in) [^.;–—(]{{1,80}}?"
    r"(?: (?:–|—|--|-|,|\()[^.;]{1,200}?(?:–|—|--|-|,|\)))? (?:met|gathered|convened|assembled)\b"
)
_PARTLY = re.compile(r"[^.;]{0,200}?(?:,|--|–|-) (?:as well as|plus|along with|in addition to)\b")
# "Two dozen members of his cabinet"
_OF_HOUSE = re.compile(
    r" of (?:his|her|their|its|the) (?:[\w’-]+ ){0,2}(?:cabinet|government|parliament|senate"
    r"|congress|staff|team|delegation|party|committee)\b",
    re.I,
)


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every stated count of an article, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def count_of_coalition(resolved: Resolved) -> Iterator[Fact]:
    """ "some 60 countries in the coalition", "the 60-nation coalition", "it has 60 members"."""
    for gist in (g for g in resolved.gists if g.groups and g.numbers):
        for pattern in _OF_COALITION:
            for match in pattern.finditer(gist.text):
                group = gist.group_of(match)
                if group is not None and group.kind == CKG.Coalition:
                    yield from _counted(resolved, gist, count_of_coalition, group, match)


def count_in_name(resolved: Resolved) -> Iterator[Fact]:
    """ "the 14-nation coalition": the coalition has 14 members."""
    for naming in resolved.coalitions:
        match = _IN_NAME.search(naming.text)
        value = value_of(match[1]) if match else None
        if value is not None and value > 1:
            roles = _roles(naming.entity, "states", value, "exact")
            yield fact(
                CKG.StatedCount,
                roles,
                evidence(resolved, naming.row, count_in_name, matched=naming.text),
            )


def count_of_sides(resolved: Resolved) -> Iterator[Fact]:
    """ "the trilateral N partnership", "the Trilateral N Committee": three states."""
    for naming in resolved.coalitions:
        sides = _SIDED.match(naming.text)
        if sides:
            yield _of_sides(resolved, naming.row, naming.entity, sides["sides"])
    for gist in (g for g in resolved.gists if g.groups and "lateral" in g.text):
        for match in _TOLD_SIDES.finditer(gist.text):
            group = gist.group_of(match, "G") or gist.group_of(match, "G2")
            if group is not None and group.kind == CKG.Coalition:
                yield _of_sides(resolved, gist.row, group, match["sides"] or match["sides2"])


def _of_sides(resolved: Resolved, row: int, group: Entity, word: str) -> Fact:
    roles = _roles(group, "states", _SIDES[word.lower()], "exact")
    return fact(CKG.StatedCount, roles, evidence(resolved, row, count_of_sides, matched=word))


def count_by_last_member(resolved: Resolved) -> Iterator[Fact]:
    """ "S became the 23rd member of G": G has 23 members."""
    for gist in resolved.gists:
        for match in _NTH.finditer(gist.text):
            group = gist.group_of(match)
            if group is not None and group.kind == CKG.Coalition:
                roles = _roles(group, "states", int(match["nth"]), "exact")
                passages = evidence(resolved, gist.row, count_by_last_member, matched=match[0])
                yield fact(CKG.StatedCount, roles, passages)


def count_of_meeting(resolved: Resolved) -> Iterator[Fact]:
    """ "a meeting with ministers from 21 countries", "involving 21 of some 60 countries"."""
    for meeting in resolved.meetings:
        for row in dict.fromkeys(f.row for f in meeting.frames if f.kind != "visit"):
            yield from _first_count(resolved, meeting, resolved.gists[row], count_of_meeting)


def count_in_event_name(resolved: Resolved) -> Iterator[Fact]:
    """ "six-nation talks": six states take part."""
    for meeting in resolved.meetings:
        for row in dict.fromkeys(f.row for f in meeting.frames if f.between_states):
            text = resolved.document.quote(resolved.document.sentences[row].span)
            match = _IN_EVENT_NAME.search(text)
            value = value_of(match[1]) if match else None
            if match is not None and value is not None and value > 1 and meeting.entity is not None:
                roles = _roles(meeting.entity, "states", value, "exact")
                passages = evidence(resolved, row, count_in_event_name, matched=match[0])
                yield fact(CKG.StatedCount, roles, passages)
                break


def count_told_after(resolved: Resolved) -> Iterator[Fact]:
    """A sentence after the meeting's says how many took part."""
    rows = {f.row: m for m in resolved.meetings for f in m.frames}
    for gist in resolved.gists:
        earlier = [row for row in range(gist.row - 3, gist.row) if row in rows]
        if gist.row in rows or not earlier:
            continue
        meeting = rows[earlier[-1]]
        match = next((m for p in _TOOK_PART if (m := p.search(gist.text))), None)
        counted = _counted_noun(resolved, gist, match) if match else ""
        whole = match is None or (match.re is not _TOOK_PART[0] and _is_coalitions(gist, match))
        if match and counted and meeting.entity is not None and not whole:
            all_of_them = _most_told(resolved, meeting, counted)
            found = _counted(resolved, gist, count_told_after, meeting.entity, match, counted)
            yield from (f for f in found if _value(f) >= all_of_them)


def count_in_event(resolved: Resolved) -> Iterator[Fact]:
    """ "six-nation talks", "a 12-country summit"."""
    for meeting in resolved.meetings:
        for row in dict.fromkeys(f.row for f in meeting.frames):
            gist = resolved.gists[row]
            match = _NUMBERED.search(gist.text) if gist.numbers else None
            if match and meeting.entity is not None and meeting.kind not in ("visit", "phone_call"):
                yield from _counted(resolved, gist, count_in_event, meeting.entity, match)


def count_of_those_told(resolved: Resolved) -> Iterator[Fact]:
    """ "The three countries agreed": three, if just so many are told to take part."""
    counted: set[int] = set()
    for meeting in sorted(resolved.meetings, key=_first_told):
        states, last = len(meeting.states()), max((f.row for f in meeting.frames), default=0)
        if states < _SEVERAL or meeting.entity is None:
            continue
        for gist in resolved.gists[meeting.frames[0].row : last + _FOLLOWING]:
            match = _THE_SO_MANY.search(gist.text) if gist.numbers else None
            if match and gist.numbers[_number(match)].value == states:
                if gist.row not in counted:  # else they are those of the meeting told first
                    yield from _counted(resolved, gist, count_of_those_told, meeting.entity, match)
                counted.add(gist.row)
                break


def _first_told(meeting: Meeting) -> tuple[int, bool, int]:
    first = min(meeting.frames, key=lambda f: (f.row, f.position))
    return first.row, meeting.past, first.position


def count_of_whole_group(resolved: Resolved) -> Iterator[Fact]:
    """ "The 12 members of G – S, S … – met": so many took part."""
    rows = {f.row: m for m in resolved.meetings for f in m.frames if f.kind != "visit"}
    for row, meeting in rows.items():
        gist = resolved.gists[row]
        match = _WHOLE.match(gist.text) if gist.numbers else None
        if match and meeting.entity is not None:
            yield from _counted(resolved, gist, count_of_whole_group, meeting.entity, match)


def count_of_party(resolved: Resolved) -> Iterator[Fact]:
    """The sentence before told from how many countries those come who meet in this one."""
    for meeting in resolved.meetings:
        for frame, argument in meeting.arguments():
            chunk = argument.chunk
            unknown = not (chunk.states or chunk.persons or chunk.bodies)
            if frame.row and unknown and chunk.code in "Gy":
                gist = resolved.gists[frame.row - 1]
                yield from _first_count(resolved, meeting, gist, count_of_party)


def our_countries(resolved: Resolved) -> Iterator[Fact]:
    """ "our five countries" in the statement of a coalition, the only one the text names."""
    groups = {n.entity for n in resolved.coalitions}
    if len(groups) != 1 or resolved.coalitions[0].row > 3:
        return
    (group,) = groups
    for gist in resolved.gists:
        match = _OUR.search(gist.text)
        if match and (gist.numbers[int(match["n"][2:-1])].value or 0) > 2:
            yield from _counted(resolved, gist, our_countries, group, match)
            return


_SIDES = {"trilateral": 3, "quadrilateral": 4}
_SIDED = re.compile(r"(?P<sides>Trilateral|Quadrilateral) (?!Contact)")
_TOLD_SIDES = re.compile(
    r"(?P<G><G\d+>)(?: \))? (?P<sides>trilateral|quadrilateral)\b"
    r"|\b(?P<sides2>trilateral|quadrilateral) (?P<G2><G\d+>)"
)
_MARGINS = re.compile(r"\b(?:margins?|sidelines?|fringes) of\b")
_MULTIPLIED = re.compile(r" (?:thousand|million|billion)\b")
_SEVERAL = 3
_FOLLOWING = 6
_OUR = re.compile(rf"\bour {_N} (?:\w+ )?(?:{_STATES})")
RULES: tuple[Rule, ...] = (
    count_of_coalition,
    count_in_name,
    count_of_sides,
    count_by_last_member,
    count_of_meeting,
    count_in_event_name,
    count_told_after,
    count_in_event,
    count_of_those_told,
    count_of_whole_group,
    count_of_party,
    our_countries,
)


def _first_count(resolved: Resolved, meeting: Meeting, gist: Gist, rule: Rule) -> Iterator[Fact]:
    """The first count of a sentence that is about those who meet, and not about a coalition."""
    if meeting.entity is None or "<#" not in gist.text:
        return
    for pattern in _OF_MEETING:
        for match in pattern.finditer(gist.text):
            after = match.end()
            if _OF_HOUSE.match(gist.text, after) or _PARTLY.match(gist.text, after):
                continue
            if _is_coalitions(gist, match):
                continue
            counted = _counted_noun(resolved, gist, match)
            if not counted:
                continue
            if _is_of_another(resolved, meeting, gist, match):
                return
            yield from _counted(resolved, gist, rule, meeting.entity, match, counted)
            return


def _is_of_another(resolved: Resolved, meeting: Meeting, gist: Gist, match: re.Match[str]) -> bool:
    """Whether the sentence counts the guests of another meeting, which it names nearer by.

    "N met N and hosted a summit with 14 countries", "on the margins of the summit he met leaders
    of three countries".
    """
    item = gist.numbers.get(_number(match))
    chunks = resolved.phrases[gist.row].chunks
    named = [
        (chunks[f.position].start, m is meeting)
        for m, f in resolved.told_in.get(gist.row, ())
        if f.position < len(chunks)
    ]
    if meeting.kind in ("summit", "conference") and _MARGINS.search(gist.text):
        return True
    if item is None or all(own for _, own in named) or not any(own for _, own in named):
        return False
    before = [n for n in named if n[0] < item.start]
    return not max(before)[1] if before else not min(named)[1]


def _most_told(resolved: Resolved, meeting: Meeting, counted: str) -> int:
    """How many the sentences that name the meeting say: fewer told later are some of them."""
    rows = dict.fromkeys(f.row for f in meeting.frames)
    found = (
        told
        for row in rows
        for told in _first_count(resolved, meeting, resolved.gists[row], count_of_meeting)
    )
    return max((_value(f) for f in found if (CKG.counted, counted) in f.roles), default=0)


def _value(told: Fact) -> int:
    return next(v for role, v in told.roles if role == CKG.value and isinstance(v, int))


def _counted_noun(resolved: Resolved, gist: Gist, match: re.Match[str]) -> str:
    """What is counted, as a plural: states, or the office ("ministers") as the text names it."""
    what = match["what"].partition(" of ")[0]
    if what != "<T>":
        return "states" if re.fullmatch(_STATES, what) else what
    start = int(re.sub(r"\D", "", match["n"])) + 1
    following = resolved.rows[gist.row].items[start : start + 5]
    office = next((i.office for i in following if i.code == "g" and i.office is not None), None)
    return office.head if office is not None and re.fullmatch(_PEOPLE, office.head) else ""


def _is_coalitions(gist: Gist, match: re.Match[str]) -> bool:
    """Whether the number is the size of a coalition, not of the meeting."""
    after = gist.text[match.end("n") :]
    return bool(
        re.match(
            rf" {_WORDS}(?:{_STATES}) (?:who |that |which )?(?:in|of|belong to|have joined"
            r"|are part of|are in) (?:the )?<G",
            after,
        )
    )


def _counted(
    resolved: Resolved,
    gist: Gist,
    rule: Rule,
    subject: Entity,
    match: re.Match[str],
    counted: str = "states",
) -> Iterator[Fact]:
    item: Item | None = gist.numbers.get(_number(match))
    if item is None or item.value is None or item.value < 2:
        return
    if _MULTIPLIED.match(gist.text, match.end("n")):
        return
    roles = _roles(subject, counted, item.value, item.qualifier or "exact")
    yield fact(CKG.StatedCount, roles, evidence(resolved, gist.row, rule, matched=item.text))


def _number(match: re.Match[str]) -> int:
    """The number of the placeholder that a match counts with."""
    return int(re.sub(r"\D", "", match["n"]))


def _roles(
    subject: Entity, counted: str, value: int, qualifier: str
) -> tuple[tuple[NamedNode, Value | None], ...]:
    return (
        (CKG.subject, subject),
        (CKG.counted, counted),
        (CKG.value, value),
        (CKG.qualifier, qualifier),
    )
