"""States that are named without their own name: capitals that act, "Franco-", "the two Koreas"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.mentions import Item, Row
from kg.model import Entity

if TYPE_CHECKING:
    from kg.reference import Reference

_BETWEEN = re.compile(r"BL&L")
_PAIR = re.compile(r"(?<![ipz])L-L")
_WHICH = re.compile(r"(?<![ipznoBw–])L,x")
_OBJECT = re.compile(r"x(?P<capital>L)")
_DEALINGS = frozenset(
    """relations ties talks tensions war dispute trade pact agreement deal accord rift row
    cooperation relationship conflict friendship diplomacy hostility contacts
    negotiations""".split()
)
_TOWARDS = frozenset(
    """accused accuses warned warns surprised urged urges pressed pressured blamed blames
    criticised criticized threatened threatens told assured thanked irritated angered
    alarmed reassured condemned persuaded""".split()
)
_PREFIXES = {
    "Franco": "FRA", "Anglo": "GBR", "Sino": "CHN", "Russo": "RUS", "Greco": "GRC", "Italo": "ITA",
    "Austro": "AUT", "Turco": "TUR", "Luso": "PRT",
}  # fmt: skip


def unnamed_states(row: Row, reference: Reference) -> Iterator[tuple[Entity, str]]:
    """The states a sentence means by their capital or a prefix, with the words.

    Parameters: the items of a sentence, and the reference data that knows the capitals.
    Returns: pairs of state and text; capitals that are the subject of a verb are not looked for.
    """
    if "L" in row.codes:
        for item in _capitals(row):
            state = reference.capital_state(item.known) if item.known is not None else None
            if state is not None:
                yield state, item.text
    if "-" in row.codes:
        yield from _prefixed(row, reference)
    if any(item.text == "Koreas" for item in row.items):
        yield from _koreas(reference)


def _capitals(row: Row) -> Iterator[Item]:
    for match in _BETWEEN.finditer(row.codes):
        before = row.items[max(0, match.start() - 3) : match.start()]
        if any(item.lower in _DEALINGS for item in before):
            yield row.items[match.start() + 1]
            yield row.items[match.end() - 1]
    for match in _PAIR.finditer(row.codes):
        yield row.items[match.start()]
        yield row.items[match.end() - 1]
    for match in _WHICH.finditer(row.codes):
        if row.items[match.end() - 1].lower == "which":
            yield row.items[match.start()]
    for match in _OBJECT.finditer(row.codes):
        if row.items[match.start()].lower in _TOWARDS:
            yield row.items[match.start("capital")]


def _prefixed(row: Row, reference: Reference) -> Iterator[tuple[Entity, str]]:
    """ "Franco-German": the first state too."""
    for position, item in enumerate(row.items[:-1]):
        code = _PREFIXES.get(item.text)
        if code is not None and row.items[position + 1].code == "-":
            state = reference.state(code)
            if state is not None:
                yield state, item.text


def _koreas(reference: Reference) -> Iterator[tuple[Entity, str]]:
    for code in ("KOR", "PRK"):
        state = reference.state(code)
        if state is not None:
            yield state, "Koreas"
