"""Bodies known by their company or by a common noun: firms in a list, "the rebel group N"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.mentions.items import Item

Found = tuple[int, int, str]

_COMPANY = "company"
_FIRMS = frozenset(
    """companies firms manufacturers banks airlines contractors giants startups chipmakers
    carmakers retailers suppliers corporations refiners shipbuilders drugmakers""".split()
)
_SUCH = frozenset("like including".split())
_NAME = r"(?:[UA](?:-?[UAYQ]){0,3}|O)"
_SERIES = re.compile(rf"{_NAME}(?:,{_NAME}){{1,9}},?&{_NAME}")
_PAIR = re.compile(rf"{_NAME},?&{_NAME}|{_NAME}(?:,{_NAME}){{0,9}}")
_TWO = re.compile(rf"{_NAME}&{_NAME}(?![UYQA])")
_LIKE = frozenset("like as including between".split())
_PARTS = re.compile(_NAME)
_KINDS_OF_GROUP = {
    **dict.fromkeys(
        """militant rebel islamist jihadist insurgent extremist separatist guerrilla armed
        terrorist militia paramilitary""".split(),
        "armed_group",
    ),
    **dict.fromkeys(
        "rights aid advocacy environmental monitoring relief humanitarian watchdog".split(), "ngo"
    ),
}
_GROUPS = frozenset({"group", "groups", "organization", "organisation", "movement", "faction"})
_NAMED = re.compile(r"(?:[UA](?:-?[UAYQ]|q-?U){0,4})(?![Ijq])")
_CARRIERS = re.compile(r"[UY]S(?![UAQY])")
_ABROAD = re.compile(r"(?<![Utq])(U{1,2}|[UY]{1,2})U(?![UYQA-])")
_DEPARTMENTS = re.compile(r"Y[YU]{0,3}(?:&Y[YU]{0,2})?S")
_CROSS = re.compile(r"[SJUY]O")
_TEAM = frozenset("monitoring inspection investigation investigative".split())


def listed_firms(items: list[Item], codes: str) -> Iterator[Found]:
    """ "N, N and Boeing", "platforms like N and Boeing": what stands with firms is one."""
    for match in _SERIES.finditer(codes):
        if any(_is_firm(items[p]) for p in range(*match.span())):
            yield from _parts(codes, match.start(), match.end())
    for match in _TWO.finditer(codes):
        before = items[match.start() - 1].lower if match.start() else ""
        if before in _LIKE and any(_is_firm(items[p]) for p in range(*match.span())):
            yield from _parts(codes, match.start(), match.end())


def cued(items: list[Item], codes: str) -> Iterator[Found]:
    """What a word says of the name beside it: "companies such as N", "N Stock Exchange"."""
    for position, item in enumerate(items):
        reader = _CUES.get(item.text)
        if reader is not None:
            yield from reader(items, codes, position)
        elif item.code == "U" and item.text.endswith("bank"):
            yield from _bank(items, codes, position)


def _firms(items: list[Item], codes: str, position: int) -> Iterator[Found]:
    """ "companies such as N and N"."""
    start = _list_after(items, position + 1)
    named = _PAIR.match(codes, start) if start else None
    if named:
        yield from _parts(codes, named.start(), named.end())


def _list_after(items: list[Item], position: int) -> int:
    """Where the list begins that "such as", "like" or a comma and "including" open, or 0."""
    words = [i.lower for i in items[position : position + 3]]
    if words[:2] == ["such", "as"]:
        return position + 2
    if words[:1] == [","] and words[1:2] == ["including"]:
        return position + 2
    return position + 1 if words[:1] and words[0] in _SUCH else 0


def _parts(codes: str, start: int, end: int) -> Iterator[Found]:
    for part in _PARTS.finditer(codes, start, end):
        if part[0] != "O":
            yield part.start(), part.end(), _COMPANY


def _is_firm(item: Item) -> bool:
    return item.known is not None and item.known.token == _COMPANY


def _group(items: list[Item], codes: str, position: int) -> Iterator[Found]:
    """ "the militant group N", "the aid organisation N"."""
    kind = _KINDS_OF_GROUP.get(items[position - 1].lower, "") if position else ""
    named = _NAMED.match(codes, position + 1) if kind else None
    if named:
        yield named.start(), named.end(), kind


def carriers(items: list[Item], codes: str) -> Iterator[Found]:
    """ "Air N", the airline of a state."""
    for match in _CARRIERS.finditer(codes):
        if items[match.start()].text == "Air":
            yield match.start(), match.end(), _COMPANY


def internationals(items: list[Item], codes: str) -> Iterator[Found]:
    """ "N International", unless more of the name follows."""
    for match in _ABROAD.finditer(codes):
        if items[match.end() - 1].text == "International":
            yield match.start(), match.end(), "ngo"


def departments(items: list[Item], codes: str) -> Iterator[Found]:
    """ "Public Safety Canada": how one government names its departments."""
    for match in _DEPARTMENTS.finditer(codes):
        if items[match.end() - 1].text == "Canada" and match.start() > 0:
            yield match.start(), match.end(), "ministry"


_SEATS = frozenset("permanent rotating elected fellow other current new former".split())


def national_societies(items: list[Item], codes: str) -> Iterator[Found]:
    """ "the Kenya Red Cross", "the Homeland Security Council": not the known one of that name."""
    for match in _CROSS.finditer(codes):
        if items[match.end() - 1].text.startswith(("Red Cross", "Red Crescent")):
            yield match.start(), match.end(), "ngo"
            continue
        first, last = items[match.start()], items[match.end() - 1]
        own = first.code in "UY" and first.lower not in _SEATS
        if own and last.text == "Security Council":
            yield match.start(), match.end(), "agency"


def _team(items: list[Item], codes: str, position: int) -> Iterator[Found]:
    """ "the Multilateral N Monitoring Team"."""
    if position > 1 and items[position - 1].lower in _TEAM:
        start = position - 1
        while start and codes[start - 1] in "UYQ":
            start -= 1
        yield start, position + 1, "other"


def _market(items: list[Item], codes: str, position: int) -> Iterator[Found]:
    """ "N Stock Exchange"."""
    if position > 1 and items[position - 1].text == "Stock":
        yield position - (2 if codes[position - 2] in "LSJUR" else 1), position + 1, _COMPANY


def _bank(items: list[Item], codes: str, position: int) -> Iterator[Found]:
    """ "Nordsundbank"."""
    if len(items[position].text) > 7 and codes[position + 1 : position + 2] not in ("U", "Q"):
        yield position, position + 1, _COMPANY


_CUES: dict[str, Callable[[list[Item], str, int], Iterator[Found]]] = {
    **dict.fromkeys(_FIRMS, _firms),
    **dict.fromkeys(_GROUPS, _group),
    "Team": _team,
    "Exchange": _market,
}
FINDERS = (listed_firms, cued, carriers, internationals, departments, national_societies)
