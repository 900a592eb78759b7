"""Members by being named in full: as many states told together as the group has members.

"The leaders of S, S, S and S met for the N summit": a group of four, and four who meet. Where the
dated table knows the group, all of its members must be among those named, and guests stay out;
where it does not, their number must be the one in the group's name, and they must meet as it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.facts.rules import Rule, evidence, fact
from kg.model import Basis, Entity, Fact
from kg.resolution import Resolved
from kg.terms import CKG

_FEWEST = 3
_MOST = 13
_NEAR = 1
_GUESTS = 3
_NUMERALS = {
    word: number
    for number, word in enumerate(
        "three four five six seven eight nine ten eleven twelve".split(), start=3
    )
}
_SIDES = {"quad": 4, "quadrilateral": 4, "quartet": 4, "troika": 3, "trio": 3, "trilateral": 3}
_SUM = re.compile(r"^[A-Z]?(\d{1,2})\s?\+\s?(\d{1,2})$")
_COUNT = re.compile(r"^(?:[A-Z]-?|\w+ )?(\d{1,2})$")
_WORD = re.compile(r"[a-z]+")


def named_in_full(resolved: Resolved) -> Iterator[Fact]:
    """A sentence on G, or the article's meeting of G, names all the states that G has."""
    rows = _rows_of_groups(resolved)
    for group, named in rows.items():
        for where, states in _sets(resolved, group, named):
            listed = where[-1] in named and _is_list(resolved, where[-1], len(states))
            members = _all_members(resolved, group, states, listed=listed)
            for state in sorted(members, key=lambda s: s.key):
                roles = ((CKG.member, state), (CKG.group, group))
                passages = evidence(
                    resolved, where, named_in_full, matched=group.label, basis=Basis.INFERRED
                )
                yield fact(CKG.Membership, roles, passages)
            if members:
                break


RULES: tuple[Rule, ...] = (named_in_full,)


def _rows_of_groups(resolved: Resolved) -> dict[Entity, list[int]]:
    """The coalitions of an article and the sentences that name them."""
    rows: dict[Entity, list[int]] = {}
    for naming in resolved.coalitions:
        rows.setdefault(naming.entity, []).append(naming.row)
    return rows


def _sets(
    resolved: Resolved, group: Entity, named: list[int]
) -> Iterator[tuple[tuple[int, ...], frozenset[Entity]]]:
    """States told together near the group's name, and the sentences that tell of them."""
    last = len(resolved.rows)
    titled = resolved.coalitions[0].entity == group and named[0] == 0
    near = {r for n in named for r in range(n - _NEAR, n + _NEAR + 1) if 0 <= r < last}
    near |= set(range(min(last, 6))) if titled else set()
    for row in sorted(near):
        states = _states_in(resolved, row)
        if len(states) >= _FEWEST:
            naming = min(named, key=lambda n: abs(n - row))
            yield tuple(dict.fromkeys((naming, row))), states
    for meeting in resolved.meetings:
        states = frozenset(meeting.states())
        if group in meeting.names | meeting.groups() and len(states) >= _FEWEST:
            yield (named[0], meeting.frames[0].row), states


def _states_in(resolved: Resolved, row: int) -> frozenset[Entity]:
    """The states that a sentence names, and those of the persons in it."""
    items = resolved.rows[row].items
    if "S" not in resolved.rows[row].codes:
        return frozenset()
    named = {i.known for i in items if i.code == "S" and i.known is not None}
    told = (person.state for person in resolved.referred_to.get(row, ()))
    return frozenset(named.union(s for s in told if s is not None and s.kind == CKG.State))


def _is_list(resolved: Resolved, row: int, count: int) -> bool:
    """Whether a sentence tells so many states in one list, or all but the one who met them."""
    told = max((len(states) for states in resolved.gists[row].states.values()), default=0)
    return told >= count - 1


def _all_members(
    resolved: Resolved, group: Entity, states: Iterable[Entity], *, listed: bool
) -> frozenset[Entity]:
    """The group's members if the states are they, and nobody but a few guests besides."""
    told = frozenset(states)
    table = frozenset(resolved.reference.members(group, resolved.document.article.published))
    if table:
        small = _FEWEST <= len(table) <= _MOST
        return (
            table if small and table <= told and len(told) <= len(table) + _GUESTS else frozenset()
        )
    return told if listed and len(told) == _size_by_name(group) else frozenset()


@lru_cache(maxsize=1000)
def _size_by_name(group: Entity) -> int:
    """The number of members that a group's name tells, 0 if none: "C5+1", "the N Quad"."""
    for name in (group.label, *group.aliases):
        if found := _SUM.match(name):
            return int(found[1]) + int(found[2])
        if found := _COUNT.match(name):
            return int(found[1])
        for word in _WORD.findall(name.lower()):
            if number := _SIDES.get(word) or _NUMERALS.get(word):
                return number
    return 0
