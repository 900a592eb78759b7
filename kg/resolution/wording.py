"""A sentence as plain words in which every list of persons, states and bodies is one sign.

"Their host , <A4> , had asked them": ``<A7>`` stands for the list that begins at chunk 7. The
fragments here are what the patterns over such words share.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import Entity, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause
from kg.resolution.persons import Person

_SAID_WITH_SIGNS = {"L": "<L>", "M": "<L>", "D": "<D>", "#": "<#>", "E": "<E>"}
# "A sent B to meet with C": on an errand of its own.
NO_ERRAND = r"(?! [^.;:]{0,60}?\bto (?:meet|visit|travel|help|assist|offer|deliver|persuade)\b)"
_BRINGING = frozenset({"brought", "drew", "gathered", "assembled", "grouped"})
_ACTING = frozenset("EPSOGKuTMyL")
NOT = re.compile(r"\b(?:not|never|neither|nor|unable|no|refused|declined|failed|could)\b")
A = r"<A(?P<a>\d+)>"
ALSO = (
    r"(?: (?:also|jointly|later|himself|herself|themselves|both|all|each|too|, (?:who|which)|"
    r", also an? \w+ ,|,))*"
)
WILL = r"(?: (?:will|would|is to|are to|is due to|are due to|has|have|had))?"
AT = r"(?: (?:in|at|on|from)(?: the)? (?:<L>|<D>|<A\d+>|\w+ <L>))*"
EVENT = (
    r"(?:<E>|discussions?|sessions?|talks|deliberations|proceedings|gathering|negotiations|"
    r"round table|panel|meeting|forum|event)"
)
THEIRS = r"(?:the|his|her|its|their|both|all|his \w+|her \w+)"
GUESTS = (
    r"(?:ministers|leaders|delegates|participants|guests|visitors|delegations|envoys|presidents|"
    r"parties|officials|negotiators|two men|three men|two|three|four|five|six|others|gathering|"
    r"meeting|summit|conference|forum|session|council|group)"
)
ENDING = (
    r"(?= (?:[.,;]|too\b|as well|in person|in it\b|it\b|them\b|alongside|along with|with <A|"
    rf"by video|via\b|virtually|remotely|through|and\b|but\b|"
    rf"(?:in )?(?:the|these|those|both) {EVENT})|$)"
)
ENVOY = (
    r"(?:officials?|envoys?|representatives?|delegations?|ministers?|ambassadors?|diplomats?|"
    r"observers?|negotiators?|team|deputy|<A\d+>|<T>)"
)
TIED = r"(?: ?(?:[\w’-]+|<[DL#]>)){0,4}?"


@dataclass(frozen=True)
class Wording:
    """A clause as words with placeholders, and where in the clause each word stands."""

    text: str
    starts: tuple[int, ...]
    positions: tuple[int, ...]
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def position(self, offset: int) -> int:
        """The chunk at a place of the text."""
        found = bisect_right(self.starts, offset)
        return self.positions[found - 1] if found else 0


@dataclass(frozen=True)
class Finding:
    """What a pattern found: whose part, and after which chunk to look for the meeting.

    ``sided`` when the words alone do not put him there: his state must be known to take part, or
    those listed, his ``peers``, must be as many as its sides. ``event`` is where the noun of the
    meeting stands, if the words end with it.
    """

    argument: Argument
    position: int
    past: bool
    said_in: Chunk | None = None
    sided: bool = False
    event: int = -1
    peers: tuple[Person, ...] = ()


@lru_cache(maxsize=1)
def wording(clause: Clause) -> Wording:
    """A clause's words, with one placeholder for each list of actors; kept until the next."""
    lists = {
        a[0]: (start, end, tuple(a))
        for start, end, a in clause.lists
        if any(c.persons or c.states or c.bodies for c in clause.pick(a))
    }
    words: list[str] = []
    positions: list[int] = []
    position = 0
    while position < len(clause.chunks):
        chunk = clause.chunks[position]
        found = None if _is_seat(clause, position) else lists.get(position)
        words.append(f"<A{position}>" if found else _word(chunk))
        positions.append(position)
        position = max(found[1], position + 1) if found else position + 1
    starts: list[int] = []
    offset = 0
    for word in words:
        starts.append(offset)
        offset += len(word) + 1
    actors = {first: found[2] for first, found in lists.items()}
    return Wording(" ".join(words), tuple(starts), tuple(positions), actors)


def people_at(clause: Clause, words: Wording, first: int) -> list[Chunk]:
    """The persons and groups of office-holders that ``<A7>`` stands for: no states alone."""
    chunks = clause.pick(list(words.lists.get(first, ())))
    return [c for c in chunks if c.code in "PGu" and (c.persons or c.states or c.bodies)]


def sides_among(chunks: Sequence[Chunk]) -> set[Entity]:
    """The states and bodies that phrases are of: "A of S and B of T" are of S and T."""
    return {side for chunk in chunks for side in chunk.states + chunk.bodies}


def is_brought_by_none(clause: Clause, found: str) -> bool:
    """ "The ocean brought A and B together": neither an event nor anybody did."""
    verb = found.split(" ", 1)[0]
    if verb not in _BRINGING:
        return False
    before = clause.codes[: clause.lower.index(verb)]
    return _ACTING.isdisjoint(before) and clause.lower[0] not in ("it", "this", "which", "that")


_BY = re.compile(r"\b(?:by|against) (?:the )?$")
_ASIDE_ENDS = re.compile(r"<[A-Z]\d+> ,")


def is_aside(text: str, match: re.Match[str]) -> bool:
    """ "N, wanted by S, will attend": what a match begins with is only told of in passing."""
    ends = _ASIDE_ENDS.match(text, match.start())
    return (
        ends is not None and _BY.search(text, max(0, match.start() - 12), match.start()) is not None
    )


def _is_seat(clause: Clause, position: int) -> bool:
    """ "to the White House": a government's seat is a place where one goes to."""
    before = clause.codes[max(0, position - 2) : position]
    return clause.codes[position] == "M" and (before in ("zt", "it") or before[-1:] in ("z", "i"))


def _word(chunk: Chunk) -> str:
    return _SAID_WITH_SIGNS.get(chunk.code) or " ".join(chunk.lower.split())


Pattern = tuple[re.Pattern[str], Role, str]


def patterns(role: Role, cue: str, *sources: str) -> tuple[Pattern, ...]:
    """Ways to say that somebody had a part, none of them inside another word.

    A placeholder never stands inside one, and what begins with plain letters is found fastest.
    """
    led = (s.replace(f" {A}", rf" (?:(?:the|all|both|its|their) )?{A}") for s in sources)
    apart = ((s if s.startswith("<A") else rf"(?<![\w<]){s}") for s in led)
    return tuple((re.compile(pattern), role, cue) for pattern in apart)
