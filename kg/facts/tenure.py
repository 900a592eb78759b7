"""Who holds which office of which state or body: one rule for each construction and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from kg.facts.rules import Rule, evidence, fact, name_of
from kg.model import Basis, Entity, Fact, slug
from kg.resolution import Resolved
from kg.resolution.persons import Holding, Person
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_NUMBERED: Final = re.compile(r"\b[1-9]\d(?:st|nd|rd|th)\b")
_ORDINAL_REACH: Final = 6
# "Domestic Policy Advisor Ambassador N": the second is N's title, no part of the office.
_RANK_BESIDE: Final = re.compile(
    r"(?<=Advisor) Ambassador$|(?<=Adviser) Ambassador$|(?<=Director) Ambassador$"
    r"|(?<=Trade Representative) Ambassador$"
)
_GRADES: Final = frozenset(
    "deputy vice assistant associate principal under co special senior first executive managing "
    "coordinating justice".split()
)
_GENERAL: Final = frozenset(
    "Minister Secretary Director Administrator Chairman Head Commissioner Member".split()
)


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every tenure an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def office_before_name(resolved: Resolved) -> Iterator[Fact]:
    """The office stands before the name, with its state: "U.S. Secretary of State N"."""
    return _constructed(resolved, office_before_name)


def office_before_names(resolved: Resolved) -> Iterator[Fact]:
    """A plural office stands before several names: "Presidents N of S and N of S"."""
    return _constructed(resolved, office_before_names)


def office_of_state_before_name(resolved: Resolved) -> Iterator[Fact]:
    """Office, state, name: "President of S N", "Finance Minister of S, N"."""
    return _constructed(resolved, office_of_state_before_name)


def name_then_office(resolved: Resolved) -> Iterator[Fact]:
    """The office stands after the name, in apposition: "N, prime minister of S,"."""
    return _constructed(resolved, name_then_office)


def office_named_later(resolved: Resolved) -> Iterator[Fact]:
    """An unnamed office-holder is the subject, and the next sentence opens with a full name."""
    return _constructed(resolved, office_named_later)


def name_is_office(resolved: Resolved) -> Iterator[Fact]:
    """The sentence says that the name is, was or became the office."""
    return _constructed(resolved, name_is_office)


def appointed_to_office(resolved: Resolved) -> Iterator[Fact]:
    """A state or its authorities appointed or elected the name to the office."""
    return _constructed(resolved, appointed_to_office)


def same_person(resolved: Resolved) -> Iterator[Fact]:
    """The state of the office is told where the person is named elsewhere in the article."""
    return _reasoned(resolved, same_person)


def of_its_body(resolved: Resolved) -> Iterator[Fact]:
    """The office names its body, which is international or belongs to a state."""
    return _reasoned(resolved, of_its_body)


def known_elsewhere(resolved: Resolved) -> Iterator[Fact]:
    """Another office of this person was tied to a state by one of the other reasons."""
    return _reasoned(resolved, known_elsewhere)


def with_other_officials(resolved: Resolved) -> Iterator[Fact]:
    """The list of holders ends in "and other senior J officials": all are of that state."""
    return _reasoned(resolved, with_other_officials)


def serves_holder(resolved: Resolved) -> Iterator[Fact]:
    """The office serves a leader ("Advisor to the Prime Minister") whose state is known."""
    return _reasoned(resolved, serves_holder)


def listed_together(resolved: Resolved) -> Iterator[Fact]:
    """The person stands in a list of holders whose state is told with the first of them."""
    return _reasoned(resolved, listed_together)


def body_beside(resolved: Resolved) -> Iterator[Fact]:
    """A body follows the office after a comma: "N, Assistant Secretary, Department of O"."""
    return _reasoned(resolved, body_beside)


def foreign_state_told(resolved: Resolved) -> Iterator[Fact]:
    """Not an office of the home government: the one other state that the text deals with."""
    return _reasoned(resolved, foreign_state_told)


def only_state(resolved: Resolved) -> Iterator[Fact]:
    """Only one state or body has an office of that name."""
    return _reasoned(resolved, only_state)


def american_president(resolved: Resolved) -> Iterator[Fact]:
    """A president whom the text never ties to a state, in a text that names the United States."""
    return _reasoned(resolved, american_president)


def capital_acting(resolved: Resolved) -> Iterator[Fact]:
    """The sentence opens with a capital that acts: a bare office in it is of that government."""
    return _reasoned(resolved, capital_acting)


def american_secretary(resolved: Resolved) -> Iterator[Fact]:
    """A bare "Secretary N" is a member of the United States cabinet."""
    return _reasoned(resolved, american_secretary)


def spouse_of(resolved: Resolved) -> Iterator[Fact]:
    """A first lady or gentleman shares the surname of a leader whose state is known."""
    return _reasoned(resolved, spouse_of)


def only_state_has(resolved: Resolved) -> Iterator[Fact]:
    """Only one state has such an office; the text tells of no other that could be meant."""
    return _reasoned(resolved, only_state_has)


def secretary_of_body(resolved: Resolved) -> Iterator[Fact]:
    """A bare secretary-general is of the international body that the text names."""
    return _reasoned(resolved, secretary_of_body)


def leader_before(resolved: Resolved) -> Iterator[Fact]:
    """ "N's foreign minister M", "N, accompanied by T M": of the state that N acts for."""
    return _reasoned(resolved, leader_before)


def same_cabinet(resolved: Resolved) -> Iterator[Fact]:
    """A bare minister, after a sentence that opens with the leader of one state."""
    return _reasoned(resolved, same_cabinet)


def respective(resolved: Resolved) -> Iterator[Fact]:
    """ "Their respective envoys, N and M": the home state's and the other's, in that order."""
    return _reasoned(resolved, respective)


def coordinated(resolved: Resolved) -> Iterator[Fact]:
    """The office follows another holder's with "and": both are of the state named first."""
    return _reasoned(resolved, coordinated)


def own_administration(resolved: Resolved) -> Iterator[Fact]:
    """The article speaks of "the N administration", as of a United States president."""
    return _reasoned(resolved, own_administration)


def visited_state(resolved: Resolved) -> Iterator[Fact]:
    """The person is met during a visit to a state, and has a bare office."""
    return _reasoned(resolved, visited_state)


def possessed(resolved: Resolved) -> Iterator[Fact]:
    """A state's own doing is "under" the person: "S's presidency under Prime Minister N"."""
    return _reasoned(resolved, possessed)


def counterparts_in_title(resolved: Resolved) -> Iterator[Fact]:
    """The title says the meeting was with officials of one state: bare offices met are of it."""
    return _reasoned(resolved, counterparts_in_title)


def represents_state(resolved: Resolved) -> Iterator[Fact]:
    """The sentence says that the state was represented by this holder."""
    return _reasoned(resolved, represents_state)


def inviting_host(resolved: Resolved) -> Iterator[Fact]:
    """A meeting "in P at the invitation of T N": the host is of the state that P is in."""
    return _reasoned(resolved, inviting_host)


def own_authorities(resolved: Resolved) -> Iterator[Fact]:
    """The sentence before tells of one state's cabinet, parliament or army."""
    return _reasoned(resolved, own_authorities)


def background_holder(resolved: Resolved) -> Iterator[Fact]:
    """The dated table of office-holders has exactly one such holder at the article's date."""
    return _reasoned(resolved, background_holder)


def known_leader(resolved: Resolved) -> Iterator[Fact]:
    """The dated table of office-holders knows the full name in that office on that day."""
    return _reasoned(resolved, known_leader)


def beside_leader(resolved: Resolved) -> Iterator[Fact]:
    """President and prime minister of one state, joined by "and"; the other's state is known."""
    return _reasoned(resolved, beside_leader)


def told_without_name(resolved: Resolved) -> Iterator[Fact]:
    """The sentence before told of such an office of one state or body, and not who holds it."""
    return _reasoned(resolved, told_without_name)


def delegation_of(resolved: Resolved) -> Iterator[Fact]:
    """The sentence lists a state's delegation: "Representing S were T N; T N; and T N"."""
    return _reasoned(resolved, delegation_of)


def body_before(resolved: Resolved) -> Iterator[Fact]:
    """The office is "the commission's" or "the bloc's": of the international body named last."""
    return _reasoned(resolved, body_before)


def hosting_state(resolved: Resolved) -> Iterator[Fact]:
    """The person hosts, and a sentence just before said which state hosts."""
    return _reasoned(resolved, hosting_state)


def only_state_in_sentence(resolved: Resolved) -> Iterator[Fact]:
    """A former holder, or one whose office at home is taken: the one state the sentence names."""
    return _reasoned(resolved, only_state_in_sentence)


def only_state_told(resolved: Resolved) -> Iterator[Fact]:
    """No government's own text: the one state of the sentence, of the last one, of the text."""
    return _reasoned(resolved, only_state_told)


def home_government(resolved: Resolved) -> Iterator[Fact]:
    """A bare office in a government's own text is that government's."""
    return _reasoned(resolved, home_government)


def state_not_told(resolved: Resolved) -> Iterator[Fact]:
    """The text gives the office but nothing tells of which state or body."""
    for person, holding in _holdings(resolved):
        if holding.of is None:
            yield _tenure(resolved, person, holding, state_not_told, Basis.STATED)


RULES: tuple[Rule, ...] = (
    office_before_name,
    office_before_names,
    office_of_state_before_name,
    name_then_office,
    office_named_later,
    name_is_office,
    appointed_to_office,
    same_person,
    of_its_body,
    only_state,
    leader_before,
    respective,
    same_cabinet,
    with_other_officials,
    serves_holder,
    coordinated,
    own_administration,
    body_before,
    known_leader,
    delegation_of,
    beside_leader,
    told_without_name,
    visited_state,
    possessed,
    counterparts_in_title,
    represents_state,
    inviting_host,
    own_authorities,
    background_holder,
    hosting_state,
    body_beside,
    listed_together,
    known_elsewhere,
    american_secretary,
    american_president,
    capital_acting,
    spouse_of,
    secretary_of_body,
    only_state_has,
    foreign_state_told,
    only_state_in_sentence,
    only_state_told,
    home_government,
    state_not_told,
)


def _holdings(resolved: Resolved) -> Iterator[tuple[Person, Holding]]:
    for person in resolved.people.persons:
        for holding in person.holdings:
            yield person, holding


def _constructed(resolved: Resolved, rule: Rule) -> Iterator[Fact]:
    for person, holding in _holdings(resolved):
        if holding.how == "stated" and holding.rule == name_of(rule):
            yield _tenure(resolved, person, holding, rule, Basis.STATED)


def _reasoned(resolved: Resolved, rule: Rule) -> Iterator[Fact]:
    for person, holding in _holdings(resolved):
        if holding.how == name_of(rule):
            yield _tenure(resolved, person, holding, rule, Basis.INFERRED)


def _tenure(
    resolved: Resolved, person: Person, holding: Holding, rule: Callable[..., object], basis: Basis
) -> Fact:
    matched = " ".join(resolved.document.quote(holding.span).split())
    roles = (
        (CKG.holder, person.freeze()),
        (CKG.office, _office(holding, resolved.reference)),
        (CKG.of, holding.of),
        (CKG.former, True if holding.former or _is_bygone(resolved, person, holding) else None),
    )
    return fact(
        CKG.Tenure, roles, evidence(resolved, holding.row, rule, matched=matched, basis=basis)
    )


def _is_bygone(resolved: Resolved, person: Person, holding: Holding) -> bool:
    """ "N, 42nd T of S", in a text in which somebody else is T of S."""
    start = holding.span.start
    lead = resolved.document.article.text[max(0, start - _ORDINAL_REACH) : holding.span.end]
    if _NUMBERED.search(lead) is None or holding.office.known is None:
        return False
    return any(
        other is not person
        and held.office.known == holding.office.known
        and held.of == holding.of
        and not held.former
        for other, held in _holdings(resolved)
    )


def _grades(label: str) -> frozenset[str]:
    """The words of an office that make it another one: a deputy is not whom he deputises for."""
    words = re.findall(r"[a-z]+", label.lower().replace("undersec", "under sec"))
    return frozenset("deputy" if word == "vice" else word for word in words if word in _GRADES)


def _is_complete(known: str, printed: str) -> bool:
    """Whether the known office is the one printed: no deputy's, and with what it is for."""
    charged = known in _GENERAL and re.search(" (?:for|of|on) ", printed) is not None
    return not charged and _grades(known) == _grades(printed)


def _one(match: re.Match[str]) -> str:
    """ "Directors" as one: the word as printed, without its plural."""
    return f"{match[0][:-3]}y" if match[0].lower().endswith("ies") else match[0][:-1]


def _office(holding: Holding, reference: Reference) -> Entity:
    known = holding.office.known
    if known is not None and not holding.title and _is_complete(known.label, holding.label):
        return known
    title = reference.titles.get(holding.title.casefold()) if holding.title else None
    if title is not None and _grades(title.office.label) == _grades(holding.title):
        return title.office
    label = _RANK_BESIDE.sub("", " ".join(holding.label.split()))
    if holding.office.plural:
        label = re.sub(re.escape(holding.office.head), _one, label, count=1, flags=re.I)
    if label.islower():
        label = " ".join(
            w if w in ("of", "for", "the", "and") else w.capitalize() for w in label.split()
        )
    return Entity(CKG.Office, slug(label), label)
