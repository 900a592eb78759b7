"""A language model's answer: parsed as JSON, mended where it can be, and never anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kg.facts.llm.forms import ASPECTS, FORMS, MODALITIES

_MOST_FACTS: Final = 400
_LONGEST: Final = 2_000
_START = re.compile(r'"facts"\s{0,20}:\s{0,20}\[')
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as the model puts it; sentences count from zero."""

    kind: str
    roles: dict[str, str]
    modality: str
    sentences: tuple[int, ...]
    quote: str

    def __str__(self) -> str:
        """In one short line, for a remark."""
        roles = ", ".join(f"{role} {value!r}" for role, value in self.roles.items())
        return f"{self.kind}: {roles}"[:240]


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that has not the required form."""

    what: str
    reason: str


def content_of(body: bytes) -> str:
    """The text of the model's message in a chat completion.

    Raises: ValueError when the body is no such thing. Tool calls are not looked at.
    """
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError("the answer is no chat completion") from error
    if not isinstance(content, str):
        raise ValueError("the answer holds no text")
    return content


def claims(content: str, sentences: int) -> Iterator[Claim | Refused]:
    """What the message claims.

    Parameters: the message; how many sentences the article has.
    Yields: well-formed claims, and what is wrong with the others.
    Raises: ValueError when not even mending finds a list of facts.
    """
    listed = _facts(content)
    for raw in listed[:_MOST_FACTS]:
        try:
            yield _claim(raw, sentences)
        except ValueError as error:
            yield Refused(repr(raw)[:240], str(error))
    if len(listed) > _MOST_FACTS:
        yield Refused(f"{len(listed) - _MOST_FACTS} more", f"more than {_MOST_FACTS} facts")


def _facts(content: str) -> list[Any]:
    """The list of facts: of the whole message, of the JSON inside it, or what is left of it."""
    for text in (content, content[content.find("{") : content.rfind("}") + 1]):
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(whole, dict) and isinstance(whole.get("facts"), list):
            return list(whole["facts"])
    if (start := _START.search(content)) is None:
        raise ValueError("the answer is not the JSON that was asked for")
    return list(_salvaged(content, start.end()))


def _salvaged(content: str, position: int) -> Iterator[Any]:
    """The whole objects at the beginning of a list that breaks off or has a fault."""
    for _ in range(_MOST_FACTS):
        position = content.find("{", position)
        if position < 0:
            return
        try:
            found, position = _DECODER.raw_decode(content, position)
        except (ValueError, RecursionError):
            return
        yield found


def _claim(raw: object, sentences: int) -> Claim:
    if not isinstance(raw, dict):
        raise ValueError("it is no JSON object")
    kind, modality = raw.get("kind"), raw.get("modality", "actual")
    if not isinstance(kind, str) or kind not in FORMS:
        raise ValueError("there is no such kind of fact")
    if modality not in MODALITIES:
        raise ValueError("there is no such modality")
    roles = _roles(raw.get("roles"))
    _check_roles(kind, roles)
    quote = _text(raw.get("evidence_quote"), "the evidence quote")
    return Claim(kind, roles, modality, _numbers(raw.get("sentence_ids"), sentences), quote)


def _roles(raw: object) -> dict[str, str]:
    """Roles as a list of pairs, or as the object that models without a schema tend to write."""
    if isinstance(raw, dict):
        pairs = [(k, v) for k, v in raw.items() if v is not None]
    elif isinstance(raw, list) and all(isinstance(each, dict) for each in raw):
        pairs = [(each.get("role"), each.get("value")) for each in raw]
    else:
        raise ValueError("its roles are no list")
    roles: dict[str, str] = {}
    for role, value in pairs:
        if not isinstance(role, str) or role in roles:
            raise ValueError("a role is nameless or given twice")
        number = isinstance(value, int) and not isinstance(value, bool)
        roles[role] = str(value) if number else _text(value, f"the {role}")
    return roles


def _check_roles(kind: str, roles: dict[str, str]) -> None:
    slots = FORMS[kind].slots
    if unknown := roles.keys() - slots.keys():
        raise ValueError(f"a {kind} has no role {min(unknown)!r}")
    if missing := {role for role, slot in slots.items() if slot.required} - roles.keys():
        raise ValueError(f"the {min(missing)} is missing")
    if kind == "Occurrence" and roles.keys() - {"meeting"} not in ASPECTS:
        raise ValueError("an Occurrence tells one thing about its meeting")


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise ValueError(f"{what} is no text of up to {_LONGEST} characters")
    return value.strip()


def _numbers(raw: object, sentences: int) -> tuple[int, ...]:
    if not isinstance(raw, list) or not 0 < len(raw) <= 6:
        raise ValueError("it cites no sentences, or more than six")
    for number in raw:
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= sentences:
            raise ValueError("it cites a sentence that is not there")
    return tuple(sorted({number - 1 for number in raw}))
