"""Of which state or body an office is, by whom or what it is named beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.mentions.vocabulary import GROUP_NOUNS
from kg.model import Entity
from kg.resolution.abroad import is_home_holding, states_named
from kg.resolution.appointments import Appointment
from kg.resolution.context import last_common
from kg.resolution.gathering import Place, owner_of
from kg.resolution.incumbents import ONE_HOLDER, may_have, office_words
from kg.resolution.persons import Holding, Person

if TYPE_CHECKING:
    from kg.resolution.context import Context

_BODIES = frozenset(
    "commission bloc union alliance organisation organization grouping body".split()
)
_OWNER = re.compile(r"N'x{0,2}$|NT?(?:&|,&?)hx{0,2}$")
_COMPANY = re.compile(r"\b(?:accompanied|flanked) by (?:(?:the|his|her) )?(?:$|[^.]*[,;])")
_LEADERS = ONE_HOLDER - {"vice president"}
_SERVING = re.compile(r" (?:to|for|of) the (prime minister|king|chancellor|secretary-general)$")
_BETWEEN = re.compile(r"(?:,|;|&|,&|;&)t?")
_OTHERS = re.compile(r",?&?x{0,6}(?P<of>J)x{0,3}g?")
_BY_CONTEXT = frozenset(
    {"visited_state", "counterparts_in_title", "listed_together", "known_leader"}
)
_LONGEST, _NEAR = 60, 200
_SIDES = frozenset(
    "delegation side team representatives participants officials interlocutors counterparts "
    "members party".split()
)
_REPRESENTING = frozenset({"represented", "represents"})
_COMPRISING = frozenset("included includes comprised comprises include featured were are".split())
_COMPRISED = frozenset({("consisted", "of"), ("consists", "of"), ("composed", "of")})
_DELEGATION = re.compile(
    r"(?:xt?(?P<represented>S)x{1,2}(?:t|T|N)|t?(?P<whose>[SJ])'?xxxbt?|(?P<present>S)xxb(?=[tTSJa]))"
)


def beside_leader(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Prime Minister M and President N": both are of the state that M's office is known to be."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    before = [a for a in context.people.appointed.get(holding.row, []) if a.end <= place]
    last = max(before, key=lambda a: a.end, default=None)
    if last is None or holding.office.words.lower() not in _LEADERS:
        return None
    other = context.people.at.get(Place(last.row, last.name))
    gap = row.codes[last.end : place]
    if other is None or gap not in ("&", ",&") or other.state is None:
        return None
    if _others_in_title(other.state, context):
        return None
    words = {h.office.words.lower() for h in other.holdings}
    if not may_have(other.state, holding.office.known, context.reference):
        return None
    return None if holding.office.words.lower() in words or not words & _LEADERS else other.state


def listed_with_others(holding: Holding, context: Context) -> bool:
    """Whether an office stands in a list of holders of at least two other states."""
    row = context.rows[holding.row]
    chain = _chain_of(holding, context, row)
    states = {h.of for a in chain for h in _holdings_at(a, row, context) if h.how == "stated"}
    return len(states) > 1


def _others_in_title(state: Entity, context: Context) -> bool:
    """Whether the headline names a third state, whose leader may be meant as well."""
    return bool(context.headed - {state, context.home_entity})


def delegation_of(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Representing S were …", "S was represented by …", "the S delegation was led by …"."""
    row = context.rows[holding.row]
    if (state := _consisting_of(row)) is not None:
        return state
    match = _DELEGATION.match(row.codes)
    if match is None or match.end() > 12:
        return None
    words = {i.lower for i in row.items[: match.end()]}
    name = "represented" if match["represented"] else "whose" if match["whose"] else "present"
    cue = {"represented": "representing", "whose": "delegation", "present": "represented"}[name]
    return row.items[match.start(name)].known if cue in words else None


def _consisting_of(row: Row) -> Entity | None:
    """ "The J delegation included …", "further representatives of S were …": whose they are."""
    words = row.words[:16]
    for place, (word, following) in enumerate(pairwise(words)):
        if word in _COMPRISING or (word, following) in _COMPRISED:
            opening = row.items[:place]
            states = {i.known for i in opening if i.code in "SJ" and i.known is not None}
            told = any(i.lower in _SIDES for i in opening) and not any(
                i.code in "NT" for i in opening
            )
            return states.pop() if told and len(states) == 1 else None
    return None


def with_other_officials(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "T N, T N, and other senior J officials": those listed before them are of that state."""
    row = context.rows[holding.row]
    for chain in _chains(context, row):
        after = _OTHERS.match(row.codes, chain[-1].end)
        if after is None or not any(
            holding.span.end > row.items[a.office].start >= holding.span.start for a in chain
        ):
            continue
        words = [i.lower for i in row.items[chain[-1].end : after.end()]]
        if "other" in words and GROUP_NOUNS & set(words):
            return row.items[after.start("of")].known
    return None


def _chains(context: Context, row: Row) -> list[list[Appointment]]:
    """The lists of office-holders in a sentence: nothing but commas and "and" between them."""
    if row.index not in context.chains:
        found = context.people.appointed.get(row.index, ())
        context.chains[row.index] = _listed(row, sorted(found, key=lambda a: (a.name, a.office)))
    return context.chains[row.index]


def _chain_of(holding: Holding, context: Context, row: Row) -> list[Appointment]:
    """The list in which an office stands, if any."""
    if row.index not in context.chained:
        ends = context.chained[row.index] = {}
        for chain in _chains(context, row):
            for appointment in chain:
                if appointment.office_row < 0:
                    ends.setdefault(row.items[appointment.office].end, chain)
    return context.chained[row.index].get(holding.span.end, [])


def _listed(row: Row, found: list[Appointment]) -> list[list[Appointment]]:
    chains: list[list[Appointment]] = []
    for appointment in found:
        last = chains[-1][-1] if chains else None
        same = last is not None and appointment.name == last.name
        if (
            last is not None
            and len(chains[-1]) < _LONGEST
            and (same or _joins(row, last, appointment))
        ):
            chains[-1].append(appointment)
        else:
            chains.append([appointment])
    return chains


def _joins(row: Row, last: Appointment, following: Appointment) -> bool:
    start = min(following.start, following.office, following.name)
    return start >= last.end and _BETWEEN.fullmatch(row.codes[last.end : start]) is not None


def listed_together(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "S's T N, T N, and T N": a list of offices whose state is told with the first."""
    row = context.rows[holding.row]
    chain = _chain_of(holding, context, row)
    home = is_home_holding(person, holding, context)
    place = next((p for p, a in enumerate(chain) if _is(a, holding, row)), 0)
    mates = [(a, h) for a in chain for h in _holdings_at(a, row, context) if h is not holding]
    foreign = {h.of for a, h in mates if h.of is not None and h.of.iso3 not in ("", context.home)}
    if len(foreign) != 1 or holding.former:
        return None
    (state,) = foreign
    if holding.office.words.lower() in ONE_HOLDER and (
        _others_in_title(state, context) or _are_two_leaders(chain, row)
    ):
        return None
    same = {h.office.words.lower() for _, h in mates if h.of == state}
    if holding.office.words.lower() in same:
        return None
    if home and not _told_first(chain[:place], row, context, state):
        return None
    return state if may_have(state, holding.office.known, context.reference) else None


def _are_two_leaders(chain: Sequence[Appointment], row: Row) -> bool:
    """ "President N and Prime Minister N met": nothing says that they are of one state."""
    held = [row.items[a.office].office for a in chain]
    leaders = [h for h in held if h is not None and h.words.lower() in ONE_HOLDER]
    return len(leaders) == len(chain) == 2 and not any(a.of for a in chain)


def _told_first(before: list[Appointment], row: Row, context: Context, state: Entity) -> bool:
    """Whether the list opened with that state, and everybody in it so far is of it."""
    holdings = [h for a in before for h in _holdings_at(a, row, context)]
    if not holdings or any(h.of not in (state, None) for h in holdings):
        return False
    first = before[0]
    ahead = first.of is not None and first.of.start < row.items[first.name].start
    return ahead or holdings[0].how in _BY_CONTEXT


def _is(appointment: Appointment, holding: Holding, row: Row) -> bool:
    office = row.items[appointment.office]
    return appointment.office_row < 0 and holding.span.end == office.end


def _holdings_at(appointment: Appointment, row: Row, context: Context) -> list[Holding]:
    person = context.people.at.get(Place(row.index, appointment.name))
    if person is None or appointment.office_row >= 0:
        return []
    found = context.held.get((row.index, row.items[appointment.office].end), ())
    return [holding for who, holding in found if who is person]


# "T N and T N will represent S"
_FOR_STATE = re.compile(r"N(?:,?&?t?TN){0,3}x?(?P<verb>x)t?S")
_REPRESENT = frozenset("represent represents represented".split())


def represents_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "S was represented by T N", "N, T, represented S"."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    end = row.since(holding.span.end)
    after = row.items[end : end + 3]
    if [i.code for i in after] == [",", "x", "S"] and after[1].lower in _REPRESENTING:
        return after[2].known
    for_state = _FOR_STATE.match(row.codes, end)
    if for_state and row.items[for_state.start("verb")].lower in _REPRESENT:
        return row.items[for_state.end() - 1].known
    words = row.words[:place]
    if "represented" not in words:
        return None
    cue = next((p for p, pair in enumerate(pairwise(words)) if pair == ("represented", "by")), -1)
    states = [i.known for i in row.items[: max(cue, 0)] if i.code in "SJ" and i.known is not None]
    return states[-1] if states else None


def serves_holder(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Advisor to the Prime Minister": of the state of the one prime minister the text names."""
    found = _SERVING.search(holding.office.words.lower())
    if found is None:
        return None
    return context.tallies.only_of_others(found[1], person)


def respective(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Their respective envoys, N and M": the home state's first, then the headline's."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    before = row.words[max(0, place - 3) : place]
    if not holding.office.plural or "respective" not in before:
        return None
    pair = [a for a in context.people.appointed.get(row.index, []) if _is(a, holding, row)]
    abroad = context.headed - {context.home_entity}
    if len(pair) != 2 or len(abroad) != 1:
        return None
    first = context.people.at.get(Place(row.index, pair[0].name))
    return context.home_entity if first is person else next(iter(abroad))


def leader_before(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "N's foreign minister", "N, accompanied by T", "T accompanied N": of N's own state."""
    row = context.rows[holding.row]
    before = row.until(holding.span.start) % len(row.items)
    ahead = row.codes[:before]
    owner = _OWNER.search(ahead)
    near = " ".join(row.words[max(0, before - _NEAR) : before]) + " "
    company = _COMPANY.search(near) if " by " in near else None
    if owner is not None:
        place = ahead.rindex("N", 0, owner.end())
    elif company is not None and "N" in ahead:
        place = ahead.index("N")
    elif (led := _accompanied(row, before)) is not None:
        place = led
    else:
        return None
    leader = context.people.at.get(Place(row.index, place))
    return leader.state if leader is not None and leader is not person else None


def _accompanied(row: Row, start: int) -> int | None:
    """Where the name stands of whom those from a position on accompanied."""
    try:
        verb = row.words.index("accompanied", start)
    except ValueError:
        return None
    return verb + 1 if row.codes[verb + 1 : verb + 2] == "N" else None


def same_cabinet(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A bare minister: of the state whose leader opened the sentence before."""
    row = context.rows[holding.row]
    if context.home or not holding.row or holding.office.head not in ("minister", "ministers"):
        return None
    if holding.office.words.lower() in ONE_HOLDER or states_named((row,)):
        return None
    earlier = context.rows[holding.row - 1]
    first = next((p for p, c in enumerate(earlier.codes) if c == "N"), -1)
    leader = context.people.at.get(Place(earlier.index, first))
    if leader is None or not any(office_words(h) in ONE_HOLDER for h in leader.holdings):
        return None
    return leader.state


def spouse_of(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "First Lady M N": of the state whose leader N the text names."""
    if not person.spouse:
        return None
    states = {
        other.state
        for other in context.people.persons
        if other is not person and other.words[-1] == person.words[-1] and other.state is not None
    }
    return states.pop() if len(states) == 1 else None


def body_beside(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "N, T, O": the body named after the office, or the state its name begins with."""
    row = context.rows[holding.row]
    place = row.since(holding.span.end)
    after = row.items[place : place + 2]
    if holding.rule != "name_then_office" or len(after) < 2 or after[0].code != ",":
        return None
    body = after[1]
    if body.code != "O":
        return None
    known = body.known
    if known is not None and known.known:
        return owner_of(known, context.reference)
    return body.within


def body_before(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "The commission's president, N": of the international body named last."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    if place < 2 or row.codes[place - 1] != "'" or row.words[place - 2] not in _BODIES:
        return None
    return last_common(row.items[:place]) or context.common_before[holding.row]
