"""What every fact family shares: evidence with a named rule, and the weight of each rule.

A rule is a function: its name is the id under which its facts are published, its docstring the
description, its weight here how often it was right when its findings were checked by eye.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.model import Basis, Evidence, Fact, Modality, Value

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from kg.resolution import Resolved

Rule = Callable[["Resolved"], Iterator[Fact]]

WEIGHTS: dict[str, float] = {
    # tenure
    "office_before_name": 0.97,
    "office_before_names": 0.95,
    "office_of_state_before_name": 0.95,
    "name_then_office": 0.94,
    "office_named_later": 0.85,
    "same_person": 0.93,
    "of_its_body": 0.88,
    "only_state": 0.93,
    "coordinated": 0.88,
    "own_administration": 0.93,
    "visited_state": 0.88,
    "possessed": 0.85,
    "name_is_office": 0.9,
    "appointed_to_office": 0.88,
    "counterparts_in_title": 0.85,
    "represents_state": 0.85,
    "inviting_host": 0.88,
    "own_authorities": 0.78,
    "background_holder": 0.9,
    "known_leader": 0.95,
    "body_before": 0.85,
    "delegation_of": 0.95,
    "beside_leader": 0.85,
    "told_without_name": 0.85,
    "hosting_state": 0.85,
    "known_elsewhere": 0.88,
    "american_secretary": 0.9,
    "american_president": 0.75,
    "capital_acting": 0.8,
    "spouse_of": 0.9,
    "leader_before": 0.9,
    "respective": 0.85,
    "same_cabinet": 0.8,
    "secretary_of_body": 0.9,
    "only_state_has": 0.88,
    "with_other_officials": 0.9,
    "serves_holder": 0.88,
    "listed_together": 0.88,
    "body_beside": 0.88,
    "foreign_state_told": 0.85,
    "only_state_in_sentence": 0.8,
    "only_state_told": 0.85,
    "home_government": 0.9,
    "state_not_told": 0.65,
    # participation
    "met_with": 0.95,
    "spoke_with": 0.94,
    "phoned": 0.93,
    "held_meeting": 0.93,
    "hosted_meeting": 0.9,
    "hosted_by": 0.93,
    "hosted_guest": 0.82,
    "at_invitation_of": 0.9,
    "attended_meeting": 0.93,
    "joined_for": 0.9,
    "visited": 0.93,
    "travelled_to": 0.88,
    "is_in_place": 0.88,
    "met_on_visit": 0.9,
    "possessor_of_meeting": 0.93,
    "meeting_with": 0.92,
    "meeting_between": 0.95,
    "meeting_of": 0.9,
    "meeting_of_group": 0.9,
    "named_after_participants": 0.75,
    "sent_for": 0.85,
    "after_meeting": 0.8,
    "members_listed": 0.9,
    "reached_deal": 0.85,
    "list_of_those_taking_part": 0.97,
    "attended_by": 0.94,
    "in_attendance": 0.93,
    "acted_at_meeting": 0.78,
    "spoke_at_meeting": 0.85,
    "led_delegation": 0.92,
    "participant_line": 0.92,
    "last_meeting_for": 0.85,
    "sent_representatives": 0.88,
    "invited": 0.92,
    "met_beside": 0.8,
    "invited_to_visit": 0.88,
    "invited_to": 0.9,
    "told_to_take_part": 0.93,
    "headline_meeting": 0.8,
    "brought_together": 0.85,
    "acted_together": 0.85,
    "made_visit": 0.9,
    "did_not_attend": 0.92,
    "absent_from": 0.93,
    "called_host": 0.92,
    "called_chair": 0.92,
    "told_to_attend": 0.93,
    "told_to_speak_there": 0.87,
    "spoke_after_it": 0.85,
    "told_represented": 0.9,
    "stood_for_side": 0.92,
    "told_observer": 0.92,
    "told_absent": 0.9,
    "holds_office_of_group": 0.85,
    "spoke_there": 0.8,
    "members_of_group_that_met": 0.9,
    # occurrence
    "meeting_is_mentioned": 0.91,
    "place_of_event": 0.93,
    "date_in_clause": 0.91,
    "date_of_article": 0.8,
    "meeting_of_coalition": 0.92,
    "participants_are_of_group": 0.9,
    # membership
    "called_members": 0.93,
    "called_allies": 0.9,
    "named_beside_others": 0.93,
    "belongs_to": 0.94,
    "comprises": 0.92,
    "listed_in_apposition": 0.9,
    "joined_group": 0.93,
    "holds_presidency": 0.92,
    "hosts_own_summit": 0.85,
    "listed_in_dashes": 0.9,
    "within_group": 0.85,
    "led_by": 0.96,
    "founders_of_group": 0.85,
    "met_as_group": 0.85,
    "founded_by_leaders": 0.85,
    "speaks_as_group": 0.88,
    "listed_as_members": 0.88,
    "known_as_group": 0.82,
    "among_fellows": 0.88,
    "chairs_body": 0.88,
    "called_member_of_it": 0.85,
    "has_membership": 0.88,
    "named_in_full": 0.88,
    # stated counts
    "count_of_coalition": 0.93,
    "count_in_event_name": 0.92,
    "count_of_meeting": 0.88,
    "count_told_after": 0.85,
    "count_in_event": 0.9,
    "count_of_those_told": 0.82,
    "count_of_party": 0.82,
    "count_of_whole_group": 0.88,
    "count_by_last_member": 0.9,
    "count_in_name": 0.9,
    "count_of_sides": 0.85,
    "our_countries": 0.85,
    # statements
    "reported_speech": 0.92,
    "inverted_speech": 0.94,
    "speech_participle": 0.87,
    "coordinated_speech": 0.92,
    "according_to": 0.9,
    "in_words_of": 0.9,
    "possessed_speech": 0.88,
    "uttered_noun": 0.9,
    "speech_by": 0.88,
    "introduced_quotation": 0.88,
    "block_quotation": 0.85,
    "continued_quotation": 0.85,
    "lead_quotation": 0.85,
    "own_statement": 0.85,
    "transcript": 0.93,
    "proclaimed": 0.9,
    # support
    "gave_support": 0.88,
    "pledged_support": 0.88,
    "asked_for_support": 0.85,
}
DEFAULT_WEIGHT = 0.85


def name_of(rule: Callable[..., Any]) -> str:
    """The id under which a rule's facts are published."""
    return rule.__name__


def describe(rule: Callable[..., Any]) -> str:
    """A rule's published description: its docstring."""
    return inspect.getdoc(rule) or ""


def evidence(
    resolved: Resolved,
    sentences: int | Iterable[int],
    rule: Callable[..., Any] | str,
    *,
    matched: str = "",
    basis: Basis = Basis.STATED,
    confidence: float | None = None,
) -> tuple[Evidence, ...]:
    """The passages that support a fact: one for each sentence.

    Parameters: the sentence or sentences by index; the rule that read them (or its name); the
    words it fastened on. Returns whole sentences, exact.
    """
    indices = [sentences] if isinstance(sentences, int) else list(dict.fromkeys(sentences))
    name = rule if isinstance(rule, str) else name_of(rule)
    weight = WEIGHTS.get(name, DEFAULT_WEIGHT) if confidence is None else confidence
    document = resolved.document
    return tuple(
        Evidence(
            article_id=document.article.id,
            start=span.start,
            end=span.end,
            exact=document.quote(span),
            rule=name,
            confidence=weight,
            basis=basis,
            matched=matched,
        )
        for span in (document.sentences[index].span for index in indices)
    )


def fact(
    kind: NamedNode,
    roles: Iterable[tuple[NamedNode, Value | None]],
    passages: tuple[Evidence, ...],
    modality: Modality = Modality.ACTUAL,
) -> Fact:
    """A fact without the roles that nothing fills."""
    filled = tuple((name, value) for name, value in roles if value is not None)
    return Fact(kind, filled, passages, modality)
