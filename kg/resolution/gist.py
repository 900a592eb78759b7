"""A sentence as plain words with placeholders, so that a rule reads like its construction.

"Turkey, a founding member of NATO" becomes ``<S0> , a founding member of <G1>``: ``<S>`` is a list
of states, ``<G>`` a coalition or organisation, ``<#>`` a number, ``<D>`` a date, ``<P>`` a person,
``<L>`` a place. Everything else is the lower-cased word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.mentions import Item, Row
from kg.mentions.bodies import body_entity
from kg.model import Entity

_STATES = re.compile(r"t?S(?:(?:,t?S)*,?&t?S)?")
_ANAPHORS = frozenset(
    "bloc alliance grouping union organisation organization coalition group pact forum body".split()
)
_BODIES = frozenset("union community commission council organisation organization forum league pact".split())
_PRESIDING = frozenset("chair president chairman host chairperson".split())
_LETTERS = {"D": "D", "L": "L", "N": "P", "R": "L", "M": "L", "T": "T", "g": "T"}


class Gist(NamedTuple):
    """The words of a sentence and what its placeholders stand for, by their numbers."""

    row: int
    text: str
    states: dict[int, tuple[Entity, ...]]
    groups: dict[int, Entity]
    numbers: dict[int, Item]

    def states_of(self, match: re.Match[str], name: str) -> tuple[Entity, ...]:
        """The states that a named group of a match stands for."""
        return self.states.get(_number(match[name]), ())

    def group_of(self, match: re.Match[str], name: str = "G") -> Entity | None:
        """The coalition or organisation that a named group of a match stands for."""
        return self.groups.get(_number(match[name]))


def _number(placeholder: str | None) -> int:
    return int(re.sub(r"\D", "", placeholder or "") or -1)


def gists(rows: Sequence[Row]) -> list[Gist]:
    """The gist of every sentence; "the bloc", "the alliance" stand for the group named last."""
    out = []
    last: Entity | None = None
    for row in rows:
        gist, last = _gist(row, last)
        out.append(gist)
    return out


def _gist(row: Row, last: Entity | None) -> tuple[Gist, Entity | None]:
    codes = row.codes
    gist = Gist(row.index, "", {}, {}, {})
    words: list[str] = []
    lists = {m.start(): m.end() for m in _STATES.finditer(codes)}
    later = next((_group(i) for i in row.items if _group(i) is not None), None)
    position = 0
    while position < len(codes):
        item = row.items[position]
        end = lists.get(position, position + 1)
        group = _group(item)
        if position in lists:
            found = (i.known for i in row.items[position:end] if i.code == "S")
            gist.states[position] = tuple(s for s in found if s is not None)
            words.append(f"<S{position}>")
        elif group is not None:
            gist.groups[position] = last = group
            words.append(f"<G{position}>")
        elif _refers_back(row, position) and (last or later) is not None:
            gist.groups[position] = last or later  # type: ignore[assignment]
            words.append(f"<G{position}>")
        elif item.code == "#":
            gist.numbers[position] = item
            words.append(f"<#{position}>")
        elif item.office is not None and item.office.head in _PRESIDING:
            words.append(_presiding(item, position, gist))
        else:
            words.append(f"<{_LETTERS[item.code]}>" if item.code in _LETTERS else item.lower)
        position = end
    return gist._replace(text=" ".join(words)), last


def _presiding(item: Item, position: int, gist: Gist) -> str:
    """"chair of G": the head word, and the group it names."""
    office = item.office
    assert office is not None
    body = _group(office.body) if office.body is not None else None
    if body is None:
        return office.head
    gist.groups[position] = body
    return f"{office.head} of <G{position}>"


def _group(item: Item) -> Entity | None:
    """The coalition or international organisation an item names."""
    known = item.known
    if item.code == "K":
        return known
    if item.code != "O":
        return None
    if known is not None and known.known:
        return known if known.token == "igo" else None
    if item.token == "igo" or item.text.split()[-1].lower() in _BODIES:
        return body_entity(item)
    return None


def _refers_back(row: Row, position: int) -> bool:
    item = row.items[position]
    return (
        item.lower in _ANAPHORS
        and item.code in "xQYU"
        and position > 0
        and row.items[position - 1].lower in ("the", "this")
        and row.codes[position + 1 : position + 2] != "o"
    )
