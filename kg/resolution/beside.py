"""Of which state or body an office is, by whom or what it is named beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolution.gathering import Place
from kg.resolution.persons import Holding, Person

if TYPE_CHECKING:
    from kg.resolution.affiliation import Context

_ONE_HOLDER = frozenset({"president", "prime minister", "king"})
_INTERNATIONAL = "igo"
_BODIES = frozenset(
    "commission bloc union alliance organisation organization grouping body".split()
)
_DELEGATION = re.compile(
    r"(?:xt?(?P<represented>S)x{1,2}(?:t|T|N)|t?(?P<whose>[SJ])'?xxxbt?|(?P<present>S)xxb(?=[tTSJa]))"
)


def beside_leader(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Prime Minister M and President N": both are of the state that M's office is known to be."""
    row = context.rows[holding.row]
    before = [
        a
        for a in context.people.appointed.get(holding.row, [])
        if row.items[a.end - 1].end <= holding.span.start
    ]
    last = max(before, key=lambda a: a.end, default=None)
    if last is None or holding.office.words.lower() not in _ONE_HOLDER:
        return None
    other = context.people.at.get(Place(last.row, last.name))
    gap = "".join(i.code for i in row.items[last.end :] if i.end <= holding.span.start)
    if other is None or gap not in ("&", ",&") or other.state is None:
        return None
    words = {h.office.words.lower() for h in other.holdings}
    return None if holding.office.words.lower() in words or not words & _ONE_HOLDER else other.state


def delegation_of(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Representing S were …", "S was represented by …", "the S delegation was led by …"."""
    row = context.rows[holding.row]
    match = _DELEGATION.match(row.codes)
    if match is None or match.end() > 12:
        return None
    words = {i.lower for i in row.items[: match.end()]}
    name = "represented" if match["represented"] else "whose" if match["whose"] else "present"
    cue = {"represented": "representing", "whose": "delegation", "present": "represented"}[name]
    return row.items[match.start(name)].known if cue in words else None


def body_before(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "The commission's president, N": of the international body named last."""
    row = context.rows[holding.row]
    before = [i for i in row.items if i.end <= holding.span.start]
    if len(before) < 2 or before[-1].code != "'" or before[-2].lower not in _BODIES:
        return None
    earlier = [i for r in context.rows[: holding.row] for i in r.items] + before
    named = [i.known for i in earlier if i.code == "O" and i.known is not None]
    common = [body for body in named if body.token == _INTERNATIONAL]
    return common[-1] if common else None
