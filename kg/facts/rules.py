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
    "counterpart_of": 0.9,
    "home_government": 0.9,
    "state_not_told": 0.7,
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
    # stated counts
    "count_of_coalition": 0.93,
    "count_of_meeting": 0.88,
    "our_countries": 0.85,
    # statements
    "reported_speech": 0.94,
    "inverted_speech": 0.94,
    "speech_participle": 0.9,
    "coordinated_speech": 0.88,
    "according_to": 0.9,
    "introduced_quotation": 0.88,
    "block_quotation": 0.85,
    "continued_quotation": 0.85,
    "own_statement": 0.85,
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
