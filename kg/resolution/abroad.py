"""Of which other state an office is that the publishing government cannot have: what is talked of.

The headline says with whom a text deals; after it the sentence, the one before and the whole text
are asked, each for the one state that is left when the home state and the states whose holder of
that office is known are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.mentions.vocabulary import RANKS
from kg.model import Entity
from kg.resolution.home import is_home_office
from kg.resolution.incumbents import ONE_HOLDER, another_governs, may_have, office_words
from kg.resolution.persons import Holding, Person

if TYPE_CHECKING:
    from kg.resolution.affiliation import Context

_AGAINST = frozenset(
    "against threat threats aggression war invasion attack attacks regime sanctions from on "
    "toward towards".split()
)
_TOPIC = re.compile(r"(?:situation|crisis|war|conflict|events|developments|violence|fighting) in")
_AT_HOME = frozenset("judge justice mayor governor senator".split())
_AGENT = re.compile(r"t?(?P<home>S)xTN'")
_RECENT = 1995
_UNION = "european-union"
_BYGONE = re.compile(r"(?:in )?1[6-9]\d\d", re.I)
_HAS_HOLDER = re.compile(r"Tot?[SJ]|[SJ]'?T")


def foreign_state_told(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The one other state the text deals with, for an office that is not the home state's."""
    if (
        not context.home
        or holding.office.head in RANKS
        or is_home_holding(person, holding, context)
    ):
        return None
    if holding.office.head.startswith("counterpart") or holding.office.head in _AT_HOME:
        return None
    if _is_history(context.rows[holding.row]):
        return None
    told = (found.pop() for found in _zones(holding, context) if len(found) == 1)
    return next(told, None) or _union_in_title(holding, context)


def _union_in_title(holding: Holding, context: Context) -> Entity | None:
    """ "President N" in a text about the European Union, as the headline says."""
    if office_words(holding) != "president":
        return None
    named = (i.known for row in context.rows[:1] for i in row.items if i.code == "O")
    return next((body for body in named if body is not None and body.key == _UNION), None)


def is_home_holding(person: Person, holding: Holding, context: Context) -> bool:
    """Whether an office without a state can be the home government's own."""
    office = holding.office
    head = office.head.removesuffix("s") if office.plural else office.head
    if not context.home or not is_home_office(context.home, head, office.words):
        return False
    words = office_words(holding)
    own = context.incumbents.get(words)
    if own is not None and not own.sure and own.person is person:
        text = context.document.article.text
        if _is_guest(holding, context) or another_governs(person.name, text):
            return False
    return words not in ONE_HOLDER or own is None or own.person is person


def is_predecessor(person: Person, holding: Holding, context: Context) -> bool:
    """An office that somebody else has at home now, where no other state is near: who had it."""
    office = holding.office
    if not is_home_office(context.home, office.head, office.words):
        return False
    near = context.rows[max(0, holding.row - 1) : holding.row + 1]
    if context.people.times_named(person) > 2:
        return False
    if _is_history(context.rows[holding.row]):
        return True
    return {s.iso3 for s in states_named((*context.rows[:1], *near))} <= {context.home}


def _is_history(row: Row) -> bool:
    """Whether a sentence tells of another century, or of years ago."""
    words = [i.lower for i in row.items]
    return ("years", "ago") in pairwise(words) or any(
        _BYGONE.fullmatch(i.text) or (i.date is not None and (i.date.year or _RECENT) < _RECENT)
        for i in row.items
    )


def _is_guest(holding: Holding, context: Context) -> bool:
    """ "The visit of President N to P": P is in the home state."""
    row = context.rows[holding.row]
    before = [i.lower for i in row.items if i.end <= holding.span.start]
    after = [i for i in row.items if i.start >= holding.span.end][1:3]
    opening = _AGENT.match(row.codes)
    if opening and row.items[opening.start("home")].known == context.home_entity:
        return True  # "The United States recognized President N's reforms"
    visit = before[-2:] in (["visit", "of"], ["visit", "by"])
    return visit and len(after) == 2 and after[0].code == "z" and after[1].code in "LMS"


def _zones(holding: Holding, context: Context) -> Iterable[set[Entity]]:
    rows, index = context.rows, holding.row
    taken = taken_states(holding, context)
    names = {a.name for a in context.people.appointed.get(index, [])}
    title = states_named(rows[:1]) - {context.home_entity}
    before = context.partners(rows[index - 1]) if index and len(names) < 3 else set()
    led, alone = _led(context), not _beside_leader(holding, context)
    told = in_sentence(holding, context)
    zones = [title - led if len(title) > 1 else title, told]
    if not title and alone:
        zones = [told, before - led, set(context.often - led)]
    for zone in zones:
        yield {
            state
            for state in zone - taken
            if may_have(state, holding.office.known, context.reference)
        }


def _led(context: Context) -> set[Entity]:
    """The states one of whose leaders the text names with the state."""
    return {
        h.of
        for person in context.people.persons
        for h in person.holdings
        if h.of is not None and h.how == "stated" and office_words(h) in ONE_HOLDER
    }


def in_sentence(holding: Holding, context: Context) -> set[Entity]:
    """The states of its sentence that an office may be of; none if bare holders compete."""
    return context.partners(context.rows[holding.row]) if _rivals(holding, context) < 2 else set()


def _beside_leader(holding: Holding, context: Context) -> bool:
    """Whether the sentence names another foreign leader without a state."""
    return any(
        h.row == holding.row and h is not holding and h.of is None
        for person in context.people.persons
        for h in person.holdings
        if office_words(h) in ONE_HOLDER and not is_home_holding(person, h, context)
    )


def _rivals(holding: Holding, context: Context) -> int:
    """How many persons hold that office in the sentence without a state of their own."""
    words = office_words(holding)
    return sum(
        any(h.row == holding.row and office_words(h) == words and h.of is None for h in p.holdings)
        for p in context.people.persons
        if (own := context.incumbents.get(words)) is None or own.person is not p
    )


def states_named(rows: Sequence[Row]) -> set[Entity]:
    """The states that sentences name, by name or adjective."""
    return {i.known for row in rows for i in row.items if i.code in "SJ" and i.known is not None}


def partners(row: Row) -> set[Entity]:
    """The states of a sentence, but for those something is said against and those in quotations."""
    found = set()
    quoted = False
    for position, item in enumerate(row.items):
        quoted ^= item.code == '"'
        if quoted:
            continue
        near = [i.lower for i in row.items[max(0, position - 2) : position]]
        before = set(near)
        topic = _TOPIC.fullmatch(" ".join(near)) is not None
        after = row.items[position + 1 : position + 4]
        owns = item.code == "J" or (after and after[0].code in "'’")
        hostile = before & _AGAINST or (owns and any(i.lower in _AGAINST for i in after))
        owned = _HAS_HOLDER.search(row.codes[max(0, position - 3) : position + 3])
        if item.code in "SJ" and item.known is not None and not (hostile or owned or topic):
            found.add(item.known)
    return found


def taken_states(holding: Holding, context: Context) -> set[Entity]:
    """The home state, and the states whose present holder of the same office is known."""
    words = office_words(holding)
    home = context.home_entity
    return ({home} if home is not None else set()) | {
        h.of
        for other in context.people.persons
        for h in other.holdings
        if h is not holding and h.of is not None and office_words(h) == words
        if not h.former and not holding.former and not any(o is holding for o in other.holdings)
    }
