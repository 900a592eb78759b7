"""Every rule by its id: what it reads, and its weight. For explanations and documentation."""

from __future__ import annotations

import inspect
from functools import cache
from types import ModuleType
from typing import Final, NamedTuple

from kg.facts import (
    clauses,
    membership,
    occurrence,
    participation,
    stated_count,
    statement,
    support,
    tenure,
)
from kg.facts.rules import DEFAULT_WEIGHT, WEIGHTS

_ROOMS: Final[tuple[ModuleType, ...]] = (
    tenure,
    membership,
    participation,
    occurrence,
    stated_count,
    statement,
    support,
    clauses,
)
_OTHERS: Final = {"named_in_text": "The text names it."}
MODEL: Final = "llm:"
"""How the rule ids of language models begin."""


class RuleCard(NamedTuple):
    """A rule: its id, what it reads in a sentence, how often it was right when checked."""

    id: str
    description: str
    weight: float


@cache
def rule_card(id: str) -> RuleCard:
    """The rule of an id; an unknown one has an empty description."""
    return RuleCard(id, _description(id), WEIGHTS.get(id, DEFAULT_WEIGHT))


def _description(id: str) -> str:
    if id.startswith(MODEL):
        return f"The language model {id.removeprefix(MODEL)} claims it, and the quote bears it out."
    if id in _OTHERS:
        return _OTHERS[id]
    function = next((getattr(room, id) for room in _ROOMS if hasattr(room, id)), None)
    return " ".join((inspect.getdoc(function) or "").split())
