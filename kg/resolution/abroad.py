"""Of which other state an office is that the publishing government cannot have: what is talked of.

The headline says with whom a text deals; after it the sentence, the one before and the whole text
are asked, each for the one state that is left when the home state and the states whose holder of
that office is known are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.mentions.vocabulary import RANKS
from kg.model import Entity
from kg.resolution.home import is_home_office
from kg.resolution.incumbents import ONE_HOLDER, another_governs, may_have, office_words
from kg.resolution.persons import Holding, Person

if TYPE_CHECKING:
    from kg.resolution.context import Context

_AGAINST = frozenset(
    "against threat threats aggression war invasion attack attacks regime sanctions from on "
    "toward towards".split()
)
_TOPIC = re.compile(r"(?:situation|crisis|war|conflict|events|developments|violence|fighting) in")
_AT_HOME = frozenset("judge justice mayor governor senator".split())
_AGENT = re.compile(r"t?(?P<home>S)xTN'")
_RECENT = 1995
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
    if context.is_history(holding.row):
        return None
    told = (found.pop() for found in _zones(holding, context) if len(found) == 1)
    return next(told, None) or _union_in_title(holding, context)


def _union_in_title(holding: Holding, context: Context) -> Entity | None:
    """ "President N" in a text about the European Union, as the headline says."""
    if office_words(holding) != "president":
        return None
    return context.headed_union


def is_home_holding(person: Person, holding: Holding, context: Context) -> bool:
    """Whether an office without a state can be the home government's own."""
    office = holding.office
    head = office.head.removesuffix("s") if office.plural else office.head
    home = context.home_entity
    if home is None or not is_home_office(context.home, head, office.words):
        return False
    words = office_words(holding)
    own = context.incumbents.get(words)
    if own is not None and not own.sure and own.person is person:
        text = context.document.article.text
        if _is_guest(holding, context) or another_governs(person.name, text):
            return False
    if words not in ONE_HOLDER or own is None or own.person is person:
        return True
    return _is_foreigner(own.person, context) and not context.tallies.is_taken(home, holding)


def _is_foreigner(person: Person, context: Context) -> bool:
    """Whether the text has since told another state of who looked like the office's holder."""
    return person.state is not None and person.state.iso3 != context.home


def is_predecessor(person: Person, holding: Holding, context: Context) -> bool:
    """An office that somebody else has at home now, where no other state is near: who had it."""
    office = holding.office
    if not is_home_office(context.home, office.head, office.words):
        return False
    if context.people.times_named(person) > 2:
        return False
    if context.is_history(holding.row):
        return True
    near = context.rows[max(0, holding.row - 1) : holding.row + 1]
    return {s.iso3 for s in context.headed | states_named(near)} <= {context.home}


def is_history(row: Row) -> bool:
    """Whether a sentence tells of another century, or of years ago."""
    return ("years", "ago") in pairwise(row.words) or any(
        _BYGONE.fullmatch(i.text) or (i.date is not None and (i.date.year or _RECENT) < _RECENT)
        for i in row.items
    )


def _is_guest(holding: Holding, context: Context) -> bool:
    """ "The visit of President N to P": P is in the home state."""
    row = context.rows[holding.row]
    place, end = row.until(holding.span.start), row.since(holding.span.end)
    before, after = row.words[max(0, place - 2) : place], row.items[end + 1 : end + 3]
    opening = _AGENT.match(row.codes)
    if opening and row.items[opening.start("home")].known == context.home_entity:
        return True  # "The United States recognized President N's reforms"
    visit = before in (("visit", "of"), ("visit", "by"))
    return visit and len(after) == 2 and after[0].code == "z" and after[1].code in "LMS"


def _zones(holding: Holding, context: Context) -> Iterator[set[Entity]]:
    rows, index, led = context.rows, holding.row, context.tallies.is_led
    names = {a.name for a in context.people.appointed.get(index, [])}
    title = context.headed - {context.home_entity}
    told = in_sentence(holding, context)
    zones = [{s for s in title if not led(s)} if len(title) > 1 else title, told]
    if not title and not _beside_leader(holding, context):
        before = context.partners(rows[index - 1]) if index and len(names) < 3 else set()
        zones = [told, *({s for s in zone if not led(s)} for zone in (before, context.often))]
    for zone in zones:
        yield {
            state
            for state in untaken(zone, holding, context)
            if may_have(state, holding.office.known, context.reference)
        }


def in_sentence(holding: Holding, context: Context) -> set[Entity]:
    """The states of its sentence that an office may be of; none if bare holders compete."""
    return context.partners(context.rows[holding.row]) if _rivals(holding, context) < 2 else set()


def _beside_leader(holding: Holding, context: Context) -> bool:
    """Whether the sentence names another foreign leader without a state."""
    return any(
        h is not holding and h.of is None and not is_home_holding(person, h, context)
        for person, h in context.holdings_in(holding.row)
        if office_words(h) in ONE_HOLDER
    )


def _rivals(holding: Holding, context: Context) -> int:
    """How many persons hold that office in the sentence without a state of their own."""
    words = office_words(holding)
    own = context.incumbents.get(words)
    rivals = {
        id(person)
        for person, h in context.holdings_in(holding.row)
        if h.of is None and office_words(h) == words
    }
    return len(rivals - {id(own.person)} if own is not None else rivals)


def states_named(rows: Sequence[Row]) -> set[Entity]:
    """The states that sentences name, by name or adjective."""
    return {state for row in rows for state in row.states}


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


def untaken(states: Iterable[Entity], holding: Holding, context: Context) -> set[Entity]:
    """Those states that an office may still be of.

    Not the home state, and none whose present holder of the same office is known.
    """
    home, is_taken = context.home_entity, context.tallies.is_taken
    return {state for state in states if state != home and not is_taken(state, holding)}
