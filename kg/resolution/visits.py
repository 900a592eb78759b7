"""Of which state somebody is who is met on a visit, or with the officials of one state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions import Item, Row
from kg.model import Entity
from kg.resolution.incumbents import CABINET, ONE_HOLDER, may_have, office_words
from kg.resolution.persons import Holding, Person
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.resolution.context import Context

_MEETING_WORDS = frozenset(
    "met meet meets meeting with spoke talks hosted counterpart counterparts joined "
    "welcomed received called greeted discussed".split()
)
_RECEIVING = frozenset(
    """president secretary attorney commissioner minister premier chancellor king queen emir amir
    sultan advisor adviser speaker prince crown chairman general chief taoiseach director
    leader commander""".split()
)
_COMPANY = frozenset({("joined", "by"), ("accompanied", "by")})
_ARRIVING = frozenset("arrived arrives arriving landed".split())
_STAYS = frozenset("stay stop stopover visit trip".split())
_BEING = frozenset("is was".split())
_NEAR = 5
_TRIPS = frozenset("trip travel visit visits tour".split())
_TRAVEL = re.compile(r"(?:[xE]|z|i|p)t?([SL])(?!['JT])")
_TRAVEL_WORDS = frozenset(
    "visited visit visits visiting traveled travelled traveling travelling travel travels "
    "trip to in "
    "into arrived".split()
)
# "met T N (and T N) (on D) in P"
_IN_TOWN = re.compile(r"T?N?(?:,?&?T?N|nD|D|x){0,3}iL(?!')")
# Where those who meet may both be guests.
_ELSEWHERE = frozenset(
    "summit summits conference forum sidelines margins fringes assembly session neutral".split()
)
_MET_THERE = frozenset("met meets with spoke received welcomed hosted".split())
_MET = frozenset({"with", "hosted", "welcomed"})
_WITH_OFFICIALS = re.compile(r"w(?:h)?(?P<state>J)x?[gx]")


def visited_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Met during a visit to a state: "visited S ... met with President N"."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    if _MEETING_WORDS.isdisjoint(row.words[:place]) or is_visitor(person, context):
        return None
    own = context.incumbents.get(office_words(holding))
    before = row.items[:place]
    if (own is not None and own.sure and own.person is person) or _is_companion(before):
        return None
    if _is_of_meeting(before) or holding.office.words in CABINET:
        return None
    if holding.office.head not in _RECEIVING:
        return None
    here = _destination(Row(row.index, before), context)
    state = here or _destination_before(row, context) or _destination_in_heading(context)
    state = state or _met_in_capital(row, holding, context)
    if state is None or state.iso3 == context.home:
        return None
    if office_words(holding) in ONE_HOLDER and context.tallies.is_taken(state, holding):
        return None
    return state if may_have(state, holding.office.known, context.reference) else None


def _met_in_capital(row: Row, holding: Holding, context: Context) -> Entity | None:
    """ "A of S met T N in P", P the capital of another state: N is of that one."""
    after = _IN_TOWN.match(row.codes, row.until(holding.span.end))
    if after is None or not _ELSEWHERE.isdisjoint(row.words):
        return None
    town = row.items[after.end() - 1].known
    state = context.reference.capital_state(town) if town is not None else None
    sides = {h.of for _, h in context.holdings_in(row.index) if h.of is not None}
    return state if sides and state not in sides else None


def _destination_before(row: Row, context: Context) -> Entity | None:
    """Where a sentence before it in its paragraph says that somebody travels."""
    sentences, known = context.document.sentences, context.destinations
    paragraph = sentences[row.index].paragraph
    index, passed = row.index, []
    found: Entity | None = None
    while index not in known and found is None:
        passed.append(index)
        index -= 1
        if index < 0 or sentences[index].paragraph != paragraph:
            break
        found = _destination(context.rows[index], context)
    else:
        found = found or known.get(index)
    known.update(dict.fromkeys(passed, found))
    return found


def _destination_in_heading(context: Context) -> Entity | None:
    for row in context.rows[:1]:
        if not _TRIPS.isdisjoint(row.words):
            return _destination(row, context)
    return None


def _is_of_meeting(before: Sequence[Item]) -> bool:
    """ "preparations for the meeting of T N": another meeting than that of the visit."""
    last = max(p for p, i in enumerate(before) if i.lower in _MEETING_WORDS)
    return last + 1 < len(before) and before[last + 1].lower == "of"


def _is_companion(before: Sequence[Item]) -> bool:
    """ "He will be joined by T N": who comes along is not met."""
    words = [i.lower for i in before]
    pairs = list(pairwise(words))
    company = max((p for p, pair in enumerate(pairs) if pair in _COMPANY), default=-1)
    met = max((p for p, w in enumerate(words) if w in _MEETING_WORDS and w != "joined"), default=-1)
    return company > met


def is_visitor(person: Person, context: Context) -> bool:
    """Whether the person opens a sentence or headline, as a visitor's report has its visitor."""
    return id(person) in context.openers


def goes_to(person: Person, state: Entity, context: Context) -> bool:
    """Whether a visitor is told to travel to a state, so that he is not its own official."""
    if not is_visitor(person, context):
        return False
    return state in context.travelled


def _destination(row: Row, context: Context) -> Entity | None:
    for match in _TRAVEL.finditer(row.codes):
        place = row.items[match.start(1)]
        word = row.items[match.start()].lower
        arrived = match.start() > 0 and row.items[match.start() - 1].lower in _ARRIVING
        if word == "in" and not arrived and not _opens(row, match):
            continue
        if word in _TRAVEL_WORDS and place.known is not None:
            known = place.known
            if known.kind == CKG.State:
                return known
            country = context.reference.country_of(known)
            named = country in context.named
            return country if named else context.reference.capital_state(known)
    return None


def _opens(row: Row, match: re.Match[str]) -> bool:
    """Whether somebody is there: "In S, ...", "During his stay in S, ...", "A is now in S"."""
    comma = row.codes[match.end() : match.end() + 1] == ","
    stays = not _STAYS.isdisjoint(row.words[: match.start()])
    is_there = not _BEING.isdisjoint(row.words[max(0, match.start() - 2) : match.start()])
    where = tuple(row.words[match.end() : match.end() + 2]) == (",", "where")
    is_there |= where and not _MET_THERE.isdisjoint(row.words[match.end() :])
    return is_there or (comma and match.start() <= (_NEAR if stays else 1))


def counterparts_in_title(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The title says the meeting was with officials of one state: bare offices met are of it."""
    row = context.rows[holding.row]
    own = context.incumbents.get(office_words(holding))
    if own is not None and own.sure and own.person is person:
        return None
    if _MET.isdisjoint(row.words[: row.until(holding.span.start)]):
        return None
    found = {
        context.rows[0].items[m.start("state")].known
        for m in _WITH_OFFICIALS.finditer(context.rows[0].codes)
    }
    return found.pop() if len(found) == 1 and holding.row > 0 else None
