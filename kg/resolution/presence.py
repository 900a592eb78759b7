"""Who took part, told in a clause of its own: "Egypt and Jordan attended", "S sent ministers"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause
from kg.resolution.gist import Gist
from kg.resolution.wording import NO_ERRAND, is_aside, is_brought_by_none

_S = r"(?P<S><S\d+>|<G\d+>)"
_ASIDE = r"(?: , (?:an? |the |which |who )[^,;.]{1,60} ,)?"
_PEOPLE = (
    r"(?:ministers|envoys|representatives|delegations|delegates|presidents|officials|observers|"
    r"diplomats|leaders)"
)
_CUE = "told_to_take_part"
_PATTERNS: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (
            rf"\b(?:meeting|summit|conference|talks|session|forum|gathering|ministerial)\b"
            rf"[^.;:]{{0,60}}? (?:at which|where) {_S} (?!is|are|was|were)\w+",
            Role.PARTICIPANT,
        ),
        (
            rf"{_S}(?: ,)? (?:also )?(?:took part|take part|attended|participated|were "
            rf"present|was present)(?! in (?:prison|the attack))",
            Role.PARTICIPANT,
        ),
        (
            rf"{_S}(?: ,)? (?:also |had |have |has )*sent (?:\w+ ){{0,2}}(?:{_PEOPLE}|<T>)"
            rf"{NO_ERRAND}",
            Role.REPRESENTED,
        ),
        (rf"{_S}(?: ,)? (?:was|were) (?:also )?represented", Role.REPRESENTED),
        (rf"\b(?:brought together|drew|gathered)(?: together)?(?: the)? {_S}", Role.PARTICIPANT),
        (
            rf"\bbrought(?: the)? {_S}(?= (?:together|around|into|to (?:the|a|<)))",
            Role.PARTICIPANT,
        ),
        (
            rf"^(?:the )?(?:countries|nations|states|others|those|delegations) "
            rf"(?:represented|present|attending|taking part|that took part) (?:there "
            rf")?(?:were|are|included|include) {_S}",
            Role.PARTICIPANT,
        ),
        (
            rf"\b(?:took part|attended|participated|were represented) , (?:among "
            rf"them|including) {_S}",
            Role.PARTICIPANT,
        ),
        (
            rf"{_S} (?:will|would|are to|is to) (?:also )?(?:attend|take part|participate)(?! as)",
            Role.PARTICIPANT,
        ),
        (rf"{_S} (?:will|would) (?:also )?attend as observers?", Role.OBSERVER),
        (
            rf"{_S}(?: ,)? (?:are|is|were|was) (?:also )?(?:expected|due|scheduled|set|slated) to "
            rf"(?:also )?(?:attend|take part|participate)(?! as)",
            Role.PARTICIPANT,
        ),
        (rf"{_S} (?:have|has) confirmed (?:that )?(?:their|its|his|her)", Role.PARTICIPANT),
        (rf"\bas did {_S}", Role.PARTICIPANT),
        (rf"\bso (?:were|did) {_S}", Role.PARTICIPANT),
        (
            rf"\bamong (?:the |those )?(?:\w+ "
            rf"){{0,3}}(?:represented|attending|present|taking part) (?:were|was) {_S}",
            Role.PARTICIPANT,
        ),
        (rf"\bwith {_S} in attendance", Role.PARTICIPANT),
        (rf"\bwith {_S} as (?:the )?host", Role.HOST),
        (rf"\bas host , {_S}", Role.HOST),
        (rf"\bhost {_S}", Role.HOST),
        (
            rf"{_S}{_ASIDE} (?:had |has |have |did |will |would )+(?:not|never) (?:taken part|take "
            rf"part|attend|attended|participate)",
            Role.ABSENT,
        ),
        (
            rf"{_S}{_ASIDE} (?:boycotted|skipped|stayed (?:away|(?:at )?home)|refused to attend)",
            Role.ABSENT,
        ),
    )
)
_NEAR = 12
_NOT = re.compile(r"\b(?:not|never|neither)\b")
_NEITHER = re.compile(r"\b(?:neither|nor) (?:the )?$")


def presence(clause: Clause, gist: Gist) -> Iterator[Argument]:
    """Everybody whom a clause of this sentence puts at, or keeps from, the meeting in question."""
    for pattern, role in _PATTERNS:
        for match in pattern.finditer(gist.text):
            if role is not Role.ABSENT and _is_denied(gist.text, match):
                continue
            if is_aside(gist.text, match):
                continue
            if is_brought_by_none(clause, match[0]):
                continue
            for chunk in _chunks(clause, gist, match, whole=role is not Role.HOST):
                yield Argument(chunk, role, _CUE)
    yield from _chairs(clause)


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether "not" stands among the words, or "neither" or "nor" before them."""
    near = text[max(0, match.start() - _NEAR) : match.start()]
    return bool(_NOT.search(match[0]) or _NEITHER.search(near))


def _chunks(clause: Clause, gist: Gist, match: re.Match[str], *, whole: bool) -> Iterator[Chunk]:
    """The chunks of the states or the organisation that a placeholder stands for."""
    number = int(re.sub(r"\D", "", match["S"]))
    group = gist.groups.get(number)
    wanted = set(gist.states.get(number, ())) | ({group} if group is not None else set())
    found = [
        p
        for p, c in enumerate(clause.chunks)
        if c.code in "SOG" and (c.states or c.bodies) and set(c.states) | set(c.bodies) <= wanted
    ]
    for _, _, actors in clause.lists:
        if whole and found and found[-1] == actors[-1] and len(actors) > len(found):
            found = [p for p in actors if clause.codes[p] in "SOG"]
    yield from clause.pick(found)


def _chairs(clause: Clause) -> Iterator[Argument]:
    """ "under the joint chairmanship of A and B"."""
    if "chairmanship" not in clause.words:
        return
    for position, chunk in enumerate(clause.chunks):
        if chunk.lower == "chairmanship" and clause.codes[position + 1 : position + 2] == "o":
            actors, _ = clause.actors_at(position + 2)
            for one in clause.pick(actors):
                yield Argument(one, Role.CHAIR, "hosted_meeting")
