"""How many states, ministers or members the text says a meeting or coalition has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.rules import Rule, evidence, fact
from kg.model import Entity, Fact
from kg.resolution import Resolved
from kg.resolution.chunks import Chunk, Phrases
from kg.terms import CKG

_STATES = frozenset("countries nations states governments members partners allies capitals".split())
_PEOPLE = frozenset("ministers leaders delegations delegates presidents officials representatives".split())
_IN_COALITION = re.compile(r"(?P<n>#)x{0,2}(?P<what>[Gx])(?:yx{0,3}o|xx?x?i|i|o|x|p)t?(?:S-x)?x?-?(?P<group>K)")
_SIZED = re.compile(r"(?P<n>#)-?(?P<what>[Gx])-?x?(?P<group>K)")
_OF_THEM = re.compile(r"(?P<n>#)o#x{0,2}[Gx]")
_COUNTED = re.compile(r"(?P<lead>[wpobx])(?P<n>#)(?:o#)?x{0,2}(?P<what>[Gx])")
_OURS = re.compile(r"h(?P<n>#)x?(?P<what>[gx])")


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every stated count of an article, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def count_of_coalition(resolved: Resolved) -> Iterator[Fact]:
    """"some 60 countries in the coalition", "the 60-nation coalition"."""
    for row in resolved.phrases:
        for pattern in (_IN_COALITION, _SIZED):
            for match in pattern.finditer(row.codes):
                number = row.chunks[match.start("n")]
                if _noun(row.chunks[match.start("what")]) in _STATES:
                    group = row.chunks[match.start("group")].bodies[0]
                    yield from _count(resolved, row, count_of_coalition, group, number, "states")


def count_of_meeting(resolved: Resolved) -> Iterator[Fact]:
    """"a meeting with ministers from 21 countries", "involving 21 of some 60 countries"."""
    seen = set()
    for meeting in resolved.meetings:
        for frame in meeting.frames:
            if frame.row in seen or meeting.entity is None:
                continue
            row = resolved.phrases[frame.row]
            for match in _COUNTED.finditer(row.codes, 0):
                counted = _noun(row.chunks[match.start("what")])
                if not _fits(row, match, frame.position, counted):
                    continue
                seen.add(frame.row)
                yield from _count(resolved, row, count_of_meeting, meeting.entity, row.chunks[match.start("n")], _class(counted))


def _fits(row: Phrases, match: re.Match[str], position: int, counted: str) -> bool:
    lead = row.chunks[match.start("lead")].lower
    if counted not in _STATES | _PEOPLE or lead not in ("with", "from", "of", "by", "involving", "gathering", "bringing", "included", "including"):
        return False
    return match.start("n") > position or lead in ("with", "from", "involving")


def count_of_party(resolved: Resolved) -> Iterator[Fact]:
    """The sentence before told from how many countries those come who meet in this one."""
    for meeting in resolved.meetings:
        for frame, argument in meeting.arguments():
            chunk = argument.chunk
            if frame.row == 0 or chunk.states or chunk.persons or chunk.bodies or chunk.code not in "Gy":
                continue
            row = resolved.phrases[frame.row - 1]
            for match in _COUNTED.finditer(row.codes):
                counted = _noun(row.chunks[match.start("what")])
                if counted in _STATES and row.chunks[match.start("lead")].lower in ("from", "of") and meeting.entity:
                    yield from _count(resolved, row, count_of_party, meeting.entity, row.chunks[match.start("n")], "states")


def our_countries(resolved: Resolved) -> Iterator[Fact]:
    """"our five countries" in the statement of a coalition, the only one the text names."""
    groups = {n.entity for n in resolved.coalitions}
    if len(groups) != 1:
        return
    (group,) = groups
    for row in resolved.rows:
        for match in _OURS.finditer(row.codes):
            number, noun = row.items[match.start("n")], row.items[match.start("what")]
            if row.items[match.start()].lower == "our" and noun.lower in _STATES:
                roles = ((CKG.subject, group), (CKG.counted, "states"), (CKG.value, number.value), (CKG.qualifier, number.qualifier or "exact"))
                yield fact(CKG.StatedCount, roles, evidence(resolved, row.index, our_countries, matched=f"{number.text} {noun.text}"))
                return


RULES: tuple[Rule, ...] = (count_of_coalition, count_of_meeting, count_of_party, our_countries)


def _noun(chunk: Chunk) -> str:
    """The counted noun: a group's head word, or the plain word."""
    return chunk.head.split()[-1] if chunk.head else chunk.lower.split()[-1]


def _class(noun: str) -> str:
    return "states" if noun in _STATES else noun


def _count(resolved: Resolved, row: Phrases, rule: Rule, subject: Entity, number: Chunk, counted: str) -> Iterator[Fact]:
    item = number.item
    if item is None or item.value is None or item.value < 2:
        return
    roles = (
        (CKG.subject, subject),
        (CKG.counted, counted),
        (CKG.value, item.value),
        (CKG.qualifier, item.qualifier or "exact"),
    )
    yield fact(CKG.StatedCount, roles, evidence(resolved, row.index, rule, matched=number.text))
