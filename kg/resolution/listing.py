"""Lists that stand line by line under a header: "Participants:" and those who took part below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause

_CUE: Final = "participant_line"
_HEADER: Final = re.compile(
    r"\b(?:participants?|joining|joined|attendees|attending|participating|participated|"
    r"took part|present|attended(?: by)?|represented|in attendance|delegations)\b.{0,60}:\s*$",
    re.IGNORECASE,
)
_BARE_HEADER: Final = re.compile(
    r"\W{0,4}(?:list of )?(?:the )?(?:\w{1,20} )?(?:participants|attendees|participating "
    r"(?:countries|states|nations|delegations|governments)|in attendance|observers|delegations|"
    r"countries (?:represented|present|attending)|heads of delegations?)\W{0,4}",
    re.IGNORECASE,
)
_ROLES: Final = (
    (re.compile(r"\b(?:not|absent|absentees|non|declined|invited|excluded)\b", re.I), Role.ABSENT),
    (re.compile(r"\bobservers?\b", re.I), Role.OBSERVER),
    (re.compile(r""), Role.PARTICIPANT),
)
_ENTRY: Final = re.compile(r"(?:#[.)]?)?[tx]?(?P<who>[PSOuG])")
_LONGEST_ENTRY: Final = 300
_LONGEST_HEADER: Final = 160
_PROSE: Final = 120
_BETWEEN_STATES: Final = frozenset({"igo"})


def header_role(text: str) -> Role | None:
    """The part of those listed under a line, if it is the header of such a list."""
    line = text.strip()
    told = _HEADER.search(line) if line.endswith(":") else _BARE_HEADER.fullmatch(line)
    if told is None or len(line) > _LONGEST_HEADER:
        return None
    return next(role for pattern, role in _ROLES if pattern.search(line))


def ends_list(text: str) -> bool:
    """Whether a line is prose again."""
    return len(text) > _PROSE and text.rstrip().endswith(".")


def entry(clause: Clause, text: str, role: Role) -> Iterator[Argument]:
    """Those whom a line of the list names: a state, an official, or both with a dash between."""
    match = _ENTRY.match(clause.codes)
    if match is None or len(text) > _LONGEST_ENTRY or text.rstrip().endswith("."):
        return
    first = match.start("who")
    later = clause.codes.find("P", first + 1)
    for position in (first, later):
        chunk = clause.chunks[position] if position >= 0 else None
        if chunk is not None and _takes_part(chunk):
            yield Argument(chunk, role, _CUE)


def _takes_part(chunk: Chunk) -> bool:
    """Whether a phrase names officials, states or international bodies, not firms or agencies."""
    return bool(
        chunk.persons or chunk.states or any(b.token in _BETWEEN_STATES for b in chunk.bodies)
    )
