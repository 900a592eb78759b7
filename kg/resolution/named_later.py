"""Offices that one sentence tells without a name, and whose holder the next sentences name.

"S's T has arrived in P. N was greeted …", "S's T said …. “WORDS,” N told reporters."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.mentions import Row
from kg.mentions.vocabulary import RANKS
from kg.resolution.appointments import Appointment
from kg.resolution.persons import name_words

_UNNAMED_SUBJECT = re.compile(r"t?(?P<of>[SJO])'?(?P<office>T)x")
_BODY_SUBJECT = re.compile(r"tx'x?(?P<of>)(?P<office>T)x")
_SAYS = re.compile(r"(?P<of>[SJO])'?O?(?P<office>T)x")
_SPOKESMAN = re.compile(
    r"a(?:(?P<of>[SJO])?(?P<office>T)|(?P<held>T)ft?(?P<body>[SJO])x{0,2})(?=x)x"
)
_HAVING = frozenset("has had have".split())
_SPEAKING = re.compile(r"x[^,.;]{1,9},(?P<name>N)x")
_SAID = frozenset("said says told announced warned stated".split())
_SAYING = _SAID | frozenset("accused confirmed denied rejected added".split())
_NAMED_SUBJECT = re.compile(r"N(?:x|,i)")
_SPEAKER = re.compile(r"(?:^|[,\"])T?(?P<name>N),?x")
_OF_OTHERS = re.compile(r"t?[SJO](?:'?x)?x")
_WITHIN = 3


def named_later(rows: Sequence[Row], found: Sequence[Appointment]) -> Iterator[Appointment]:
    """ "S's T has ..." and the next sentence opens with a full name that has no office.

    Args:
        rows: the sentences of the article.
        found: the names and offices that stand together in a sentence.

    Yields:
        The name of the later sentence with the office of the earlier one.
    """
    named = {(a.row, a.name) for a in found}
    for row, following in pairwise(rows):
        match = _UNNAMED_SUBJECT.match(row.codes) or _unnamed_speaker(row)
        name = _opening_name(following)
        if not match or name is None or (following.index, name) in named:
            continue
        if len(name_words(following.items[name].text)) > 1:
            named.add((following.index, name))
            yield _held_before(following, name, row, match)
    yield from _speaking_later(rows, found, named)


def _held_before(
    following: Row, name: int, row: Row, match: re.Match[str], body: str = "of"
) -> Appointment:
    office = match.start("office" if match["office"] else "held")
    return Appointment(
        following.index,
        name,
        office,
        row.items[match.start(body)] if match[body] else None,
        former=False,
        rule="office_named_later",
        start=name,
        end=name + 1,
        office_row=row.index,
    )


def _opening_name(row: Row) -> int | None:
    """Where the name stands that a sentence opens with, or with "Speaking in L, N"."""
    if _NAMED_SUBJECT.match(row.codes):
        return 0
    match = _SPEAKING.match(row.codes)
    opens = match and row.items[0].lower in ("speaking", "addressing", "commenting", "asked")
    return match.start("name") if match and opens else None


def _unnamed_speaker(row: Row) -> re.Match[str] | None:
    """ "… as S's T said …", "S's T has said"."""
    for pattern in (_SAYS, _BODY_SUBJECT):
        for match in pattern.finditer(row.codes):
            if _tells(row, match.end() - 1, _SAID):
                return match
    return None


def _tells(row: Row, verb: int, words: frozenset[str]) -> bool:
    """Whether the verb at a place is one of these, or "has" before one of them."""
    verb += row.items[verb].lower in _HAVING
    return verb < len(row.items) and row.items[verb].lower in words


def _speaking_later(
    rows: Sequence[Row], found: Sequence[Appointment], named: set[tuple[int, int]]
) -> Iterator[Appointment]:
    """ "S's T said …. “WORDS,” N told reporters": the first full name that speaks after it."""
    ranked = {(a.row, a.name) for a in found if _is_rank(rows, a)}
    known = {
        name_words(rows[a.row].items[a.name].text)[-1]
        for a in found
        if (a.row, a.name) not in ranked
    }
    named = named - ranked
    for number, row in enumerate(rows):
        match = _unnamed_speaker(row) or _spokesman(row)
        known.update(name_words(i.text)[-1] for i in row.items if i.code == "N")
        if match is None or "N" in row.codes[match.start() :]:
            continue
        for following, name in _next_speaker(rows[number + 1 : number + 1 + _WITHIN]):
            words = name_words(following.items[name].text)
            is_new = len(words) > 1 and words[-1] not in known
            if is_new and (following.index, name) not in named:
                named.add((following.index, name))
                body = "body" if match.re is _SPOKESMAN and match["body"] else "of"
                yield _held_before(following, name, row, match, body)


def _is_rank(rows: Sequence[Row], found: Appointment) -> bool:
    office = rows[found.office_row_or_row].items[found.office].office
    return office is not None and found.of is None and office.head in RANKS


def _spokesman(row: Row) -> re.Match[str] | None:
    """ "A J spokesman said", "a spokesman for S told": who speaks for a state, not yet named."""
    for match in _SPOKESMAN.finditer(row.codes):
        office = row.items[match.start("office" if match["office"] else "held")]
        spokes = office.office is not None and office.office.head.startswith("spokes")
        told = (
            match["of"]
            or match["body"]
            or (office.office and (office.office.of or office.office.body))
        )
        if spokes and told and _tells(row, match.end() - 1, _SAYING):
            return match
    return None


def _next_speaker(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Who speaks by name next: at once, at the end of a quotation, or behind what others say."""
    is_open = False
    for number, row in enumerate(rows):
        match = next((m for m in _SPEAKER.finditer(row.codes) if _says(row, m)), None)
        if match is not None:
            opens = match.start("name") == 0
            if opens or not number or is_open:
                yield row, match.start("name")
            return
        is_open ^= row.codes.count('"') % 2 == 1
        if not is_open and ("N" in row.codes or not _OF_OTHERS.match(row.codes)):
            return


def _says(row: Row, match: re.Match[str]) -> bool:
    return _tells(row, match.end() - 1, _SAYING)
