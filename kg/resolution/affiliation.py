"""Of which state or body an office is, when its phrase does not say: reasons, surest first.

Each reason is a function whose name is kept with the holding, so that the tenure fact can say why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.mentions import Row
from kg.mentions.vocabulary import ACCREDITED, RANKS
from kg.model import Entity, Remark
from kg.resolution.abroad import (
    foreign_state_told,
    in_sentence,
    is_home_holding,
    is_predecessor,
    states_named,
    untaken,
)  # fmt: skip
from kg.resolution.beside import (
    beside_leader,
    body_before,
    body_beside,
    delegation_of,
    leader_before,
    listed_together,
    listed_with_others,
    represents_state,
    respective,
    same_cabinet,
    serves_holder,
    spouse_of,
    with_other_officials,
)  # fmt: skip
from kg.resolution.context import Context
from kg.resolution.counterparts import office_of_counterpart
from kg.resolution.gathering import (
    NATIONAL,
    People,
    Place,
    government,
    inner_body,
    owner_of,
)
from kg.resolution.incumbents import (
    CABINET,
    administration_of,
    may_have,
    office_words,
)
from kg.resolution.leaders import state_led
from kg.resolution.persons import Holding, Person
from kg.resolution.private import is_private_head
from kg.resolution.regions import dealt_with
from kg.resolution.unnamed import told_without_name
from kg.resolution.visits import counterparts_in_title, goes_to, is_visitor, visited_state
from kg.terms import CKG

_AMERICAN_HEADS = frozenset("rep. sen. reps. sens. congressman congresswoman".split())
_LEGISLATORS = frozenset("senator representative".split())
_PARTY_OF_CONGRESS = re.compile(r"[^(;.]{0,60}\((?:D|R|I|Democrat|Republican)\b")
_HOSTING = frozenset("hosted hosting hosts host".split())
_HOST_STATE = re.compile(r"Sx?(?:x-)?x")
_AUTHORITY = re.compile(r"J[xO]|S'[xO]")
_AUTHORITIES = frozenset(
    "cabinet government parliament army military police authorities court courts senate soldiers "
    "troops officers lawmakers deputies voters junta legislature".split()
)
_POSSESSED = re.compile(r"S'[^.;,]{0,8}?xTN")


Reason = Callable[[Person, Holding, Context], Entity | None]


_MINISTRY = "ministry"
_COUNTERPART = "counterpart"
_LISTING = (delegation_of, with_other_officials, listed_together)


def affiliate(context: Context) -> None:
    """Finds the state or body of every holding that has none, and the office of counterparts."""
    for reason in REASONS:
        for person in context.people.persons:
            for holding in person.holdings:
                if holding.of is not None and not _is_vague(holding, reason):
                    continue
                if (of := reason(person, holding, context)) is not None:
                    context.tie(holding, of, reason.__name__)
    _drop_private_heads(context)
    _drop_ranks(context.people)
    for person in context.people.persons:
        for holding in person.holdings:
            if holding.office.head.startswith(_COUNTERPART):
                holding.title = office_of_counterpart(holding, context)
    _drop_private_counterparts(context)


def _is_vague(holding: Holding, reason: Reason) -> bool:
    """A national body that no table knows, in a list that tells the state: "Institute Head N"."""
    of = holding.of
    if of is None or of.kind == CKG.State or of.known:
        return False
    if of.token in NATIONAL and reason is home_government:
        return True
    return reason in _LISTING or (of.token == _MINISTRY and reason in _CONTEXTUAL)


def _drop_private_counterparts(context: Context) -> None:
    """The counterpart of somebody for whom no sentence tells a public office has none either."""
    for person in context.people.persons:
        person.holdings = [h for h in person.holdings if not _is_private_peer(h, context)]
    context.people.drop_private()


def _is_private_peer(holding: Holding, context: Context) -> bool:
    if holding.title or not holding.office.head.startswith(_COUNTERPART):
        return False
    near = context.rows[max(0, holding.row - 3) : holding.row + 1]
    offices = [i.office.head for row in near for i in row.items if i.office is not None]
    return all(head.startswith(_COUNTERPART) for head in offices)


def _drop_ranks(people: People) -> None:
    """A rank of no state's forces is no office: captains of teams and ships."""
    for person in people.persons:
        person.holdings = [
            h for h in person.holdings if h.of is not None or h.office.head not in RANKS
        ]
    people.drop_private()


def _drop_private_heads(context: Context) -> None:
    """ "N, President, …" without a state or body heads something private."""
    for person in context.people.persons:
        person.holdings = [h for h in person.holdings if not is_private_head(h, context)]
    context.people.drop_private()


def same_person(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Another sentence names the state of this person's office."""
    return context.tallies.first_sure(person)


def known_elsewhere(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Another holding of this person was tied to a state already."""
    return context.tallies.only_present(person)


def of_its_body(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The office is of a named body: of it, or of the state it belongs to."""
    body = holding.office.body
    words = f" {holding.office.words.lower()} "
    if body is None or (
        holding.office.head in ACCREDITED and (" to " in words or " for " in words)
    ):
        return None
    if body.within is not None and body.token in NATIONAL:
        return body.within
    known = body.known or inner_body(body, context.reference)
    if known is None:
        return None
    return owner_of(known, context.reference)


def only_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Only one state or body has such an office."""
    words = holding.office.words.lower()
    unique = _unique(holding, context)
    if unique is not None and (unique.iso3 in ("", context.home) or unique in context.named):
        return unique
    american = (
        "secretary of state" in words and "parliamentary" not in words and " for the " not in words
    )
    if holding.office.head in _LEGISLATORS and _PARTY_OF_CONGRESS.match(
        context.document.article.text, holding.span.end
    ):
        return context.reference.state("USA")
    if american or holding.office.head in _AMERICAN_HEADS:
        return context.reference.state("USA")
    if words.startswith("european comm"):
        names = context.reference.names.get("European Union", ())
        return names[0].entity if names else None
    return None


def only_state_has(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Only one state has such an office, though the text does not name that state."""
    return _unique(holding, context)


def _unique(holding: Holding, context: Context) -> Entity | None:
    """The one state with such an office, unless the text gives it to several."""
    if holding.office.unique_to is None:
        return None
    shared = holding.office.words.lower() in context.shared_offices
    return None if shared else holding.office.unique_to


_ACTING = ("Lx",)


def secretary_of_body(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A bare "Secretary-General N": of the international body the text names, the UN first."""
    if holding.office.words.lower().replace("-", " ") != "secretary general":
        return None
    return context.common_body


def capital_acting(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "P has proposed a treaty, and President N ...": a capital that acts is its government."""
    row = context.rows[holding.row]
    if context.home or row.codes[:2] not in _ACTING:
        return None
    place = row.items[0].known
    state = context.reference.capital_state(place) if place is not None else None
    fits = state is not None and may_have(state, holding.office.known, context.reference)
    return state if fits and state not in _taken_states(person, holding.row, context) else None


def american_president(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "President N" never named with a state: news in English so call that of the USA."""
    state = context.reference.state("USA")
    if office_words(holding) != "president" or context.home:
        return None
    told = state in context.named or listed_with_others(holding, context)
    return state if told else None


def american_secretary(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Secretary N" without a portfolio is a member of the United States cabinet."""
    bare = holding.office.words in CABINET
    return context.reference.state("USA") if bare and not holding.former else None


def coordinated(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The office stands right after another one's holder: "S's T N and T N"."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    earlier = [a for a in context.people.appointed.get(holding.row, []) if a.end <= place]
    if not earlier:
        return None
    last = max(earlier, key=lambda a: a.end)
    gap = row.codes[last.end : place]
    if gap not in ("&", ",&", "&t") or last.of is None or last.end - 1 > last.name:
        return None
    return government(last.of, context.reference)


def own_administration(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "The N administration" is how the United States government is called."""
    own = administration_of(person.name, context.document.article.text)
    return context.reference.state("USA") if own else None


def possessed(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "S's presidency under Prime Minister N"."""
    row = context.rows[holding.row]
    for match in _POSSESSED.finditer(row.codes):
        if row.items[match.end() - 2].end == holding.span.end:
            return row.items[match.start()].known
    return None


def background_holder(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The dated table of office-holders has one such holder of that name at the article's date."""
    day = None if holding.former else context.document.article.published
    return state_led(person.words, holding.office.known, day, context.reference)


def known_leader(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The dated table knows the person by given name and surname."""
    return background_holder(person, holding, context) if len(person.words) > 1 else None


def hosting_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The person hosts, and a sentence just before said which state hosts."""
    row = context.rows[holding.row]
    if _HOSTING.isdisjoint(row.words):
        return None
    for earlier in reversed(context.rows[max(0, row.index - 4) : row.index]):
        for match in _HOST_STATE.finditer(earlier.codes):
            if earlier.items[match.end() - 1].lower in _HOSTING:
                return earlier.items[match.start()].known
    return None


def only_state_told(person: Person, holding: Holding, context: Context) -> Entity | None:
    """No government's own text: the one state of the sentence, of the last one, of the text."""
    if context.home or holding.office.head in RANKS or holding.office.head.startswith(_COUNTERPART):
        return None
    if listed_with_others(holding, context):
        return None
    row = context.rows[holding.row]
    abroad = dealt_with(holding.office.words)
    taken = _taken_states(person, holding.row, context)
    taken |= {s for s in context.named if s.iso3 in abroad}
    here = context.partners(row) - taken
    before = context.partners(context.rows[holding.row - 1]) if holding.row else set()
    if before and len(states_named([context.rows[holding.row - 1]])) > 1 and _opens_with_he(row):
        before = set()  # "N of S met his peers from S and S. He was joined by T N"
    elsewhere = context.only_places
    for found in (here, before - elsewhere if not here else set(), context.named - elsewhere):
        if abroad:
            found = found - taken
        if len(found) == 1 and not found & taken:
            (state,) = found
            if goes_to(person, state, context):
                return None
            return state if may_have(state, holding.office.known, context.reference) else None
    return None


def _opens_with_he(row: Row) -> bool:
    return row.words[:1] in (("he",), ("she",), ("they",))


def _taken_states(person: Person, row: int, context: Context) -> set[Entity]:
    """The states that other persons of the sentence are said to act for."""
    return {
        h.of
        for other, h in context.holdings_in(row)
        if other is not person and h.of is not None and h.how == "stated"
    }


def inviting_host(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "met in P at the invitation of T N": the host is of the state that P is in."""
    row = context.rows[holding.row]
    place = row.until(holding.span.start)
    if row.words[max(0, place - 2) : place] != ("invitation", "of"):
        return None
    places = [i.known for i in row.items if i.code == "L" and i.known is not None]
    return context.reference.country_of(places[0]) if places else None


def own_authorities(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The sentence before tells of one state's cabinet, parliament or army."""
    if context.home:
        return None
    found = {
        row.items[m.start()].known
        for row in context.rows[max(0, holding.row - 1) : holding.row + 1]
        for m in _AUTHORITY.finditer(row.codes)
        if row.items[m.end() - 1].lower in _AUTHORITIES
    }
    return found.pop() if len(found) == 1 else None


def only_state_in_sentence(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A former holder, or one whose office at home is taken: the one state the sentence names."""
    if not holding.former and not context.home:
        return None
    if not holding.former and is_home_holding(person, holding, context):
        return None
    if is_visitor(person, context) and not holding.former:
        return None
    states = untaken(in_sentence(holding, context), holding, context)
    found = states.pop() if len(states) == 1 else None
    if found is None or not may_have(found, holding.office.known, context.reference):
        return None
    return found if found.iso3 != context.home else None


def home_government(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A bare office is the publishing government's, if that has such an office."""
    if holding.office.unique_to is not None and _unique(holding, context) is None:
        return None
    if is_home_holding(person, holding, context) or is_predecessor(person, holding, context):
        return context.home_entity
    return None


_CONTEXTUAL = (visited_state, own_authorities, foreign_state_told, only_state_told)

REASONS: tuple[Reason, ...] = (
    delegation_of,
    with_other_officials,
    leader_before,
    respective,
    represents_state,
    same_person,
    of_its_body,
    only_state,
    serves_holder,
    coordinated,
    body_before,
    own_administration,
    known_leader,
    told_without_name,
    background_holder,
    beside_leader,
    visited_state,
    possessed,
    counterparts_in_title,
    inviting_host,
    hosting_state,
    body_beside,
    listed_together,
    known_elsewhere,
    american_secretary,
    spouse_of,
    secretary_of_body,
    foreign_state_told,
    only_state_has,
    only_state_in_sentence,
    home_government,
    capital_acting,
    only_state_told,
    own_authorities,
    same_cabinet,
    known_elsewhere,
    american_president,
)


def unresolved(people: People) -> Iterator[Remark]:
    """Persons whose office could not be tied to a state or body: shown, never dropped."""
    for person in people.persons:
        if person.holdings and all(h.of is None for h in person.holdings):
            first = person.holdings[0]
            words = f"{first.office.words} {person.name}"
            yield Remark("office", first.span, words, "the text does not tell of which state")


__all__ = ["Context", "Place", "affiliate", "unresolved"]
