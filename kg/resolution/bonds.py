"""Which sentence ties which states to which coalition or organisation.

What stands between the state and the group
decides whether the tie holds: "wants to join" is planned, "is not a member of" denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from kg.mentions import Item
from kg.model import Entity, Modality
from kg.resolution.frame_parts import Frame, places_of_groups
from kg.resolution.frames import (
    COMMANDED,
    ECHO,
    FEW,
    FRAMES,
    LEAD_FRAMES,
    SHARED,
    SINCE,
    SUBJECT,
)
from kg.resolution.further_frames import FURTHER_FRAMES
from kg.resolution.gist import Gist
from kg.terms import CKG

_EVERY_FRAME: Final = (*FRAMES, *FURTHER_FRAMES)
_ORDINAL_TO_JOIN: Final = re.compile(
    r"\b(?:latest|first|last|newest|only|\w+th|\d+(?:st|nd|rd|th)|second|third|latter)(?:"
    r" [\w’<>#]+){0,4} to join"
)
# "S left H and founded G": what became of H does not matter.
_LEFT_ONE: Final = re.compile(
    r"^.*<G\d+> (?:[\w’]+ )*and (?=(?:founded|formed|launched|set up|created"
    r"|established|joined) )"
)
_HANDS_OVER: Final = re.compile(r"\b(?:hand|pass|transfer|turn)(?:s|ed|ing)?\b")
_HARMLESS: Final = re.compile(
    r"(?:<S\d+>|met|gathered|joined|joining|together)(?: \w+)? to (?:launch|establish|form|found"
    r"|create)|will (?:continue to )?(?:work|cooperate|coordinate|act)\b"
    r"|to <[SGT]\d*>|will continue to|continues? to|<\w\d*>|belong\w* to|to which|to be led"
    r"|decision to join|(?:acceded|accession|added|admission|admitted"
    r"|signed up|elected|welcomed|handed over|passed) (?:in|on)?to"
)
_NEGATED: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|former|formerly|ex|onetime|quit|left|leaves?|leaving"
    r"|withdr[ae]w\w*"
    r"|suspended|expelled|refus\w+|declin\w+|reject\w+|observers?|associate|dialogue"
    r"|guests?|without|against"
    r"|until|used to|stopped|ceased|pull\w*|dropp?\w*|walked|n[’']t)\b|\bnon - (?!permanent)"
)
_NEGATED_BEFORE: Final = re.compile(
    r"(?:\b(?:neither|nor|non -|former|no|not|ex -|against|unlike|except|candidate"
    r"|aspiring|prospective"
    r"|potential|would - be|future|dialogue|associate|observer)(?: the)? ?)$"
)
_PLANNED: Final = re.compile(
    r"\b(?:will|would|may|might|could|should|shall|must|to|wants?|wanted|seeks?|seeking"
    r"|sought|hop(?:es?|ed|ing)"
    r"|plans?|planned|planning|appl(?:y|ies|ied|ying|ication)|bid|aspir\w+|candidate"
    r"|candidacy|prospective"
    r"|future|potential|invited?|poised|ready|if|whether|expected|due|eager|vow\w*"
    r"|consider\w*|possible"
    r"|proposed|likely|tr(?:y|ies|ied|ying)|push\w*|negotiat\w+|soon|incoming)\b"
)
_PLANNED_BEFORE: Final = re.compile(
    r"\b(?:if|whether|should|let|would|could|invited?|having|see|seeing)(?: the)? ?$"
)


class Bond(NamedTuple):
    """States and the groups that a sentence ties them to."""

    row: int
    frame: str
    states: tuple[Entity, ...]
    groups: tuple[Entity, ...]
    modality: Modality
    text: str
    since: Item | None = None


def bonds(gist: Gist) -> Iterator[Bond]:
    """Every tie of a state to a group that a sentence tells, leads not included."""
    if not gist.groups or not gist.states:
        return
    places = places_of_groups(gist.text)
    for frame in _EVERY_FRAME:
        for match in frame.matches(gist.text, places):
            yield from _bond(gist, frame, match)
    yield from _with_shared_subject(gist)


def _echoed(gist: Gist, found: list[Bond]) -> Iterator[Bond]:
    """ "S joined G, after S did so in May", "as did S": the verb stands for joining."""
    joined = next((b for b in found if b.frame == "joined_group"), None)
    if joined is None:
        return
    for match in ECHO.finditer(gist.text):
        states = gist.states_of(match, "S") or gist.states_of(match, "S2")
        if states and states != joined.states:
            yield joined._replace(states=states, text=match[0], since=None)


def leads(gist: Gist) -> Iterator[Bond]:
    """Who is said to lead a coalition."""
    if not gist.groups or not gist.states:
        return
    places = places_of_groups(gist.text)
    for frame in LEAD_FRAMES:
        for match in frame.matches(gist.text, places):
            yield from _bond(gist, frame, match)


def _bond(gist: Gist, frame: Frame, match: re.Match[str]) -> Iterator[Bond]:
    states = gist.states_of(match, "S")
    groups = gist.groups_of(match) or (
        gist.groups_of(match, "G2") if "G2" in match.groupdict() else ()
    )
    if frame.loose:
        groups = tuple(g for g in groups if g.kind == CKG.Coalition)
    if frame.rule == "comprises" and len(groups) > 1:
        groups = groups[-1:]
    if frame.few:
        groups = tuple(g for g in groups if FEW.search(g.label))
    if frame.rule == "led_by":
        groups = tuple(g for g in groups if COMMANDED.search(g.label))
    if frame.rule == "listed_in_apposition" and len(states) < 3:
        groups = tuple(g for g in groups if not g.label.lower().endswith("alliance"))
    if frame.rule == "called_allies":
        groups = tuple(g for g in groups if _is_alliance(g))
    if not groups or len(states) < frame.least or len(states) == 0:
        return
    if frame.rule == "named_beside_others" and len(states) > 3:
        states = states[-1:]
    modality = _modality(gist, match)
    gives = _HANDS_OVER.search(match[0]) and "S2" in match.groupdict() and match["S2"]
    first = Modality.ACTUAL if gives and modality is Modality.PLANNED else modality
    yield Bond(gist.row, frame.rule, states, groups, first, match[0], _since(gist, match))
    second = gist.states_of(match, "S2") if "S2" in match.groupdict() and match["S2"] else ()
    if second:
        handed = "from" in match[0].split()
        yield Bond(
            gist.row, frame.rule, second, groups, Modality.ACTUAL if handed else modality, match[0]
        )


@lru_cache(maxsize=1000)
def _is_alliance(group: Entity) -> bool:
    """Whether its members are allies: a coalition, or an organisation by a treaty of alliance."""
    if group.kind == CKG.Coalition:
        return True
    return any(
        re.search(r"\b(?:alliance|treaty organi[sz]ation)\b", n, re.I)
        for n in (group.label, *group.aliases)
    )


def _modality(gist: Gist, match: re.Match[str]) -> Modality:
    """Planned, denied or actual, by the words between the state and the group and right before."""
    within = _ORDINAL_TO_JOIN.sub("joined", _LEFT_ONE.sub("", match[0]))
    within = _HARMLESS.sub("", within)
    before = gist.text[max(0, match.start() - 40) : match.start()]
    if _NEGATED.search(within) or _NEGATED_BEFORE.search(before):
        return Modality.DENIED
    if _PLANNED.search(within) or _PLANNED_BEFORE.search(before):
        return Modality.PLANNED
    return Modality.ACTUAL


def _since(gist: Gist, match: re.Match[str]) -> Item | None:
    """The date right after: "joined G in 2004", "a member since 2004"."""
    after = SINCE.match(gist.text, match.end())
    return gist.dates.get(int(after[1])) if after else None


def _with_shared_subject(gist: Gist) -> Iterator[Bond]:
    """ "S is not in H but belongs to G": the verbs share their subject."""
    subject = SUBJECT.match(gist.text)
    if subject is None:
        return
    states = gist.states_of(subject, "S")
    for match in (m for verb in SHARED for m in verb.finditer(gist.text, subject.end())):
        between = gist.text[subject.end() : match.start()]
        if re.search(r"<S\d+>(?: ,)?$|[.;:\"]|\bsaid\b|\bsays\b", between):
            continue
        yield Bond(
            gist.row, "belongs_to", states, gist.groups_of(match), _modality(gist, match), match[0]
        )


def settled(gist: Gist) -> list[Bond]:
    """The bonds of a sentence without those that another reading of it denies or puts off."""
    found = list(bonds(gist))
    found += _echoed(gist, found)
    weight = {Modality.DENIED: 0, Modality.PLANNED: 1, Modality.ACTUAL: 2}
    least: dict[tuple[Entity, Entity], int] = {}
    for bond in found:
        for pair in product(bond.states, bond.groups):
            least[pair] = min(least.get(pair, 2), weight[bond.modality])
    return [
        b for b in found if all(least[p] == weight[b.modality] for p in product(b.states, b.groups))
    ]
