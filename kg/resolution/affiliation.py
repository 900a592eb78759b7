"""Of which state or body an office is, when its phrase does not say: reasons, surest first.

Each reason is a function whose name is kept with the holding, so that the tenure fact can say why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.mentions import Item, Row
from kg.mentions.vocabulary import RANKS
from kg.model import Document, Entity, Remark
from kg.resolution.abroad import (
    foreign_state_told, is_home_holding, is_predecessor, partners, states_named, taken_states,
)  # fmt: skip
from kg.resolution.beside import (
    beside_leader, body_before, body_beside, delegation_of, listed_together, serves_holder,
    spouse_of, with_other_officials,
)  # fmt: skip
from kg.resolution.gathering import NATIONAL, People, Place, government, inner_body, owner_of
from kg.resolution.incumbents import Incumbent, administration_of, incumbents, may_have
from kg.resolution.leaders import state_led
from kg.resolution.persons import Holding, Person
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_MEETING_WORDS = frozenset(
    "met meet meets meeting with spoke talks hosted counterpart counterparts joined "
    "welcomed".split()
)
_RECEIVING = frozenset(
    """president minister premier chancellor king queen emir amir sultan advisor adviser speaker
    prince crown chairman general chief taoiseach director leader commander""".split()
)
_TRIPS = frozenset("trip travel visit visits tour".split())
_TRAVEL = re.compile(r"(?:[xE]|z|i|p)t?([SL])(?!['JT])")
_TRAVEL_WORDS = frozenset(
    "visited visit visits visiting traveled travelled traveling travelling travel travels "
    "trip to in "
    "into arrived".split()
)
_WITH_OFFICIALS = re.compile(r"w(?:h)?(?P<state>J)x?[gx]")
_AMERICAN_HEADS = frozenset("rep. sen. reps. sens. congressman congresswoman".split())
_ANYBODYS = frozenset(
    "president chair chairman chairwoman chairperson director head leader chief secretary".split()
)
_ELSEWHERE = (
    ("secretary of state", "Foreign Minister"),
    ("defense secretary", "Defense Minister"),
    ("secretary of defense", "Defense Minister"),
    ("treasury secretary", "Finance Minister"),
)
_LEGISLATORS = frozenset("senator representative".split())
_SENT = frozenset("ambassador ambassadors envoy envoys representative coordinator".split())
_PARTY_OF_CONGRESS = re.compile(r"[^(;.]{0,60}\((?:D|R|I|Democrat|Republican)\b")
_HOSTING = frozenset("hosted hosting hosts host".split())
_HOST_STATE = re.compile(r"Sx?(?:x-)?x")
_AUTHORITY = re.compile(r"J[xO]|S'[xO]")
_AUTHORITIES = frozenset(
    "cabinet government parliament army military police authorities court courts senate soldiers "
    "troops officers lawmakers deputies voters junta legislature".split()
)
_POSSESSED = re.compile(r"S'[^.;,]{0,8}?xTN")


@dataclass(frozen=True)
class Context:
    """What a reason may look at."""

    document: Document
    rows: Sequence[Row]
    people: People
    reference: Reference
    home: str

    @property
    def home_entity(self) -> Entity | None:
        """The publishing government's state."""
        return self.reference.state(self.home) if self.home else None

    @cached_property
    def incumbents(self) -> Mapping[str, Incumbent]:
        """The home government's own president, prime minister and the like, by office."""
        return incumbents(self)


Reason = Callable[[Person, Holding, Context], Entity | None]


def affiliate(context: Context) -> None:
    """Finds the state or body of every holding that has none, and the office of counterparts."""
    for reason in REASONS:
        for person in context.people.persons:
            for holding in person.holdings:
                if holding.of is not None and not _is_vague(holding, reason):
                    continue
                if (of := reason(person, holding, context)) is not None:
                    holding.of, holding.how = of, reason.__name__
    _drop_private_heads(context)
    _drop_ranks(context.people)
    for person in context.people.persons:
        for holding in person.holdings:
            if holding.office.head.startswith("counterpart"):
                holding.title = _office_of_counterpart(holding, context)


def _is_vague(holding: Holding, reason: Reason) -> bool:
    """A national body that no table knows, in a list that tells the state: "Institute Director N"."""
    unknown = holding.of is not None and holding.of.kind != CKG.State and not holding.of.known
    return unknown and reason in (delegation_of, with_other_officials)


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
        person.holdings = [h for h in person.holdings if not _is_private_head(h, context)]
    context.people.drop_private()


def _is_private_head(holding: Holding, context: Context) -> bool:
    if holding.rule != "name_then_office":
        return False
    items = context.rows[holding.row].items
    if holding.how in ("", "home_government", "only_state_told") and _names_its_body(
        holding, items
    ):
        return True
    if holding.of is not None:
        return False
    before = next((i for i in reversed(items) if i.end <= holding.span.start), None)
    return holding.office.head in _ANYBODYS and (before is None or before.code == ",")


def _names_its_body(holding: Holding, items: Sequence[Item]) -> bool:
    """ "N, President and T, Body": a list line whose body is no government's."""
    after = [i for i in items if i.start >= holding.span.end]
    comma = next((p for p, i in enumerate(after[:5]) if i.code == ","), -1)
    if not items or items[0].code not in "N•" or comma < 0 or comma + 1 >= len(after):
        return False
    body = next((i for i in after[comma + 1 :] if i.code != "t"), after[comma + 1])
    public = body.within is not None or body.token in NATIONAL
    unknown = body.known is None or not body.known.known
    return body.code in "NK" or (body.code == "O" and unknown and not public)


def same_person(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Another sentence names the state of this person's office."""
    for other in person.holdings:
        if other.of is not None and other.how in ("stated", "of_its_body", "only_state"):
            return other.of
    return None


def known_elsewhere(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Another holding of this person was tied to a state already."""
    found = {h.of for h in person.holdings if h.of is not None and not h.former}
    return found.pop() if len(found) == 1 else None


def of_its_body(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The office is of a named body: of it, or of the state it belongs to."""
    body = holding.office.body
    words = f" {holding.office.words.lower()} "
    if body is None or (holding.office.head in _SENT and (" to " in words or " for " in words)):
        return None
    known = body.known or inner_body(body, context.reference)
    if known is None:
        return None
    return owner_of(known, context.reference)


def only_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Only one state or body has such an office."""
    words = holding.office.words.lower()
    if holding.office.unique_to is not None:
        return holding.office.unique_to
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


def american_secretary(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "Secretary N" without a portfolio is a member of the United States cabinet."""
    bare = holding.office.words in ("Secretary", "Deputy Secretary")
    return context.reference.state("USA") if bare and not holding.former else None


def coordinated(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The office stands right after another one's holder: "S's T N and T N"."""
    row = context.rows[holding.row]
    before = [
        a
        for a in context.people.appointed.get(holding.row, [])
        if row.items[a.end - 1].end <= holding.span.start
    ]
    if not before:
        return None
    last = max(before, key=lambda a: a.end)
    gap = "".join(i.code for i in row.items[last.end :] if i.end <= holding.span.start)
    if gap not in ("&", ",&", "&t") or last.of is None or last.end - 1 > last.name:
        return None
    return government(last.of, context.reference)


def own_administration(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "The N administration" is how the United States government is called."""
    own = administration_of(person.name, context.document.article.text)
    return context.reference.state("USA") if own else None


def visited_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """Met during a visit to a state: "visited S ... met with President N"."""
    row = context.rows[holding.row]
    before = [i for i in row.items if i.end <= holding.span.start]
    if not any(i.lower in _MEETING_WORDS for i in before) or _is_visitor(person, context):
        return None
    own = context.incumbents.get(holding.office.words.lower())
    if (own is not None and own.sure and own.person is person) or _is_companion(before):
        return None
    if _is_of_meeting(before):
        return None
    if holding.office.head not in _RECEIVING:
        return None
    paragraph = context.document.sentences[row.index].paragraph
    here = Row(row.index, tuple(before))
    earlier = [
        r
        for r in context.rows[: row.index]
        if context.document.sentences[r.index].paragraph == paragraph
    ]
    heading = [r for r in context.rows[:1] if any(i.lower in _TRIPS for i in r.items)]
    for candidate in (here, *reversed(earlier), *heading):
        state = _destination(candidate, context)
        if state is not None:
            return state if state.iso3 != context.home else None
    return None


def _is_of_meeting(before: Sequence[Item]) -> bool:
    """ "preparations for the meeting of T N": another meeting than that of the visit."""
    last = max(p for p, i in enumerate(before) if i.lower in _MEETING_WORDS)
    return before[last + 1 : last + 2] != [] and before[last + 1].lower == "of"


def _is_companion(before: Sequence[Item]) -> bool:
    """ "He will be joined by T N": who comes along is not met."""
    words = [i.lower for i in before]
    return ("joined", "by") in pairwise(words) or ("accompanied", "by") in pairwise(words)


def _is_visitor(person: Person, context: Context) -> bool:
    """Whether the person opens a sentence or headline, as a visitor's report has its visitor."""
    return any(p.position <= 2 and who is person for p, who in context.people.at.items())


def _destination(row: Row, context: Context) -> Entity | None:
    for match in _TRAVEL.finditer(row.codes):
        place = row.items[match.start(1)]
        word = row.items[match.start()].lower
        if word == "in" and not _opens(row, match):
            continue
        if word in _TRAVEL_WORDS and place.known is not None:
            known = place.known
            if known.kind == CKG.State:
                return known
            country = context.reference.country_of(known)
            return country if country in states_named(context.rows) else None
    return None


def _opens(row: Row, match: re.Match[str]) -> bool:
    """Whether "in S" opens the sentence: "In S, ...", "While in S, ..."."""
    return match.start() <= 1 and row.codes[match.end() : match.end() + 1] == ","


def possessed(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "S's presidency under Prime Minister N"."""
    row = context.rows[holding.row]
    for match in _POSSESSED.finditer(row.codes):
        if row.items[match.end() - 2].end == holding.span.end:
            return row.items[match.start()].known
    return None


def counterparts_in_title(person: Person, holding: Holding, context: Context) -> Entity | None:
    """The title says the meeting was with officials of one state: bare offices met are of it."""
    row = context.rows[holding.row]
    before = {i.lower for i in row.items if i.end <= holding.span.start}
    if not before & {"with", "hosted", "welcomed"} or not context.rows:
        return None
    found = {
        context.rows[0].items[m.start("state")].known
        for m in _WITH_OFFICIALS.finditer(context.rows[0].codes)
    }
    return found.pop() if len(found) == 1 and holding.row > 0 else None


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
    if not any(i.lower in _HOSTING for i in row.items):
        return None
    for earlier in reversed(context.rows[max(0, row.index - 4) : row.index]):
        for match in _HOST_STATE.finditer(earlier.codes):
            if earlier.items[match.end() - 1].lower in _HOSTING:
                return earlier.items[match.start()].known
    return None


def only_state_told(person: Person, holding: Holding, context: Context) -> Entity | None:
    """No government's own text: the one state of the sentence, of the last one, of the text."""
    if (
        context.home
        or holding.office.head in RANKS
        or holding.office.head.startswith("counterpart")
    ):
        return None
    taken = _taken_states(person, holding.row, context)
    here = partners(context.rows[holding.row]) - taken
    before = states_named(context.rows[max(0, holding.row - 1) : holding.row])
    for found in (here, before if not here else set(), states_named(context.rows)):
        if len(found) == 1 and not found & taken:
            (state,) = found
            return state if may_have(state, holding.office.known, context.reference) else None
    return None


def _taken_states(person: Person, row: int, context: Context) -> set[Entity]:
    """The states that other persons of the sentence are said to act for."""
    return {
        h.of
        for other in context.people.persons
        for h in other.holdings
        if other is not person and h.row == row and h.of is not None and h.how == "stated"
    }


def inviting_host(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "met in P at the invitation of T N": the host is of the state that P is in."""
    row = context.rows[holding.row]
    before = [i.lower for i in row.items if i.end <= holding.span.start]
    if before[-2:] != ["invitation", "of"]:
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


def represents_state(person: Person, holding: Holding, context: Context) -> Entity | None:
    """ "S was represented by T N"."""
    row = context.rows[holding.row]
    before = [i for i in row.items if i.end <= holding.span.start]
    if [i.lower for i in before[-2:]] != ["represented", "by"]:
        return None
    states = [i.known for i in before if i.code in "SJ" and i.known is not None]
    return states[-1] if states else None


def only_state_in_sentence(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A former holder, or one whose office at home is taken: the one state the sentence names."""
    if not holding.former and not context.home:
        return None
    if not holding.former and is_home_holding(person, holding, context):
        return None
    if _is_visitor(person, context) and not holding.former:
        return None
    states = partners(context.rows[holding.row])
    states -= taken_states(holding, context)
    found = states.pop() if len(states) == 1 else None
    if found is None or not may_have(found, holding.office.known, context.reference):
        return None
    return found if found.iso3 != context.home else None


def home_government(person: Person, holding: Holding, context: Context) -> Entity | None:
    """A bare office is the publishing government's, if that has such an office."""
    if is_home_holding(person, holding, context) or is_predecessor(holding, context):
        return context.home_entity
    return None


REASONS: tuple[Reason, ...] = (
    delegation_of,
    with_other_officials,
    same_person,
    of_its_body,
    only_state,
    serves_holder,
    coordinated,
    body_before,
    own_administration,
    known_leader,
    background_holder,
    beside_leader,
    visited_state,
    possessed,
    counterparts_in_title,
    represents_state,
    inviting_host,
    hosting_state,
    body_beside,
    listed_together,
    known_elsewhere,
    american_secretary,
    spouse_of,
    foreign_state_told,
    only_state_in_sentence,
    home_government,
    only_state_told,
    own_authorities,
    same_person,
)


def _office_of_counterpart(holding: Holding, context: Context) -> str:
    """The office of whoever the counterpart is one of: the last other office named before."""
    for index in range(holding.row, max(-1, holding.row - 4), -1):
        row = context.rows[index]
        offices = [
            i.office
            for i in row.items
            if i.office is not None
            and i.end <= (holding.span.start if index == holding.row else i.end)
            and not i.office.head.startswith("counterpart")
            and i.office.head not in ("leaders", "leader")
        ]
        specific = [o for o in offices if len(o.words.split()) > 1] or offices
        if specific and (index < holding.row or len(specific[-1].words.split()) > 1):
            return _abroad(_singular(specific[-1].words), holding.of)
    return ""


def _abroad(words: str, of: Entity | None) -> str:
    """What the counterpart of a United States secretary is called elsewhere."""
    if of is None or of.iso3 in ("USA", ""):
        return words
    return next((name for head, name in _ELSEWHERE if head in words.lower()), words)


def _singular(words: str) -> str:
    return re.sub(r"(minister|secretar|president|leader)(s|ies)\b", _one, words, flags=re.I)


def _one(match: re.Match[str]) -> str:
    return match[1] + ("y" if match[2] == "ies" else "")


def unresolved(people: People) -> Iterator[Remark]:
    """Persons whose office could not be tied to a state or body: shown, never dropped."""
    for person in people.persons:
        if person.holdings and all(h.of is None for h in person.holdings):
            first = person.holdings[0]
            words = f"{first.office.words} {person.name}"
            yield Remark("office", first.span, words, "the text does not tell of which state")


__all__ = ["Context", "Place", "affiliate", "unresolved"]
