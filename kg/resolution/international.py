"""Which meetings are between states or international bodies, and why the others are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Document, Entity, Remark, Role
from kg.resolution.events import Argument, Frame
from kg.resolution.gist import Gist
from kg.resolution.meetings import Clusters, Meeting
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_BETWEEN_STATES = frozenset({"igo"})
_UNTOLD = frozenset({"other"})
_ORDINALS = frozenset("next previous upcoming last forthcoming".split())
_LEADERS = frozenset(
    {
        "president",
        "vice president",
        "prime minister",
        "foreign minister",
        "secretary of state",
        "national security advisor",
        "king",
        "chancellor",
    }
)
_PAIR = 2
_CONVENED = frozenset("summit conference talks".split())
_GOVERNING = (
    r"(?:leaders|ministers|delegations|officials|representatives|heads of (?:state|government)"
    r"|envoys|diplomats|presidents|negotiators|governments|statesmen)"
)
_SO_MANY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_GOVERNING}(?: \w+){{0,2}}? (?:of|from|representing) (?:\w+ ){{0,3}}?<#(?P<n>\d+)>"
        r" (?:(?!tribal)\w+ ){0,3}?(?:countries|nations|states|governments)\b",
        r"<T> from (?:\w+ ){0,3}?<#(?P<n>\d+)> (?:\w+ ){0,2}?(?:countries|nations)\b",
        r"<#(?P<n>\d+)> (?:\w+ ){0,2}?(?:world leaders|heads of state|foreign ministers"
        r"|def[ce]n[cs]e ministers|finance ministers|presidents and prime ministers)\b",
        r"<#(?P<n>\d+)> (?:(?!tribal)\w+ ){0,2}?(?:countries|nations|governments)(?: and \w+)?"
        r"(?: \w+)? (?:represented|took part|attended|attending|taking part|participat\w+"
        r"|sent|signed|met|gathered|adopted|agreed)\b",
        r"<#(?P<n>\d+)> (?:countries|nations|states) with (?:\w+ ){1,2}at\b",
        r"<#(?P<n>\d+)> - (?:nation|country) (?:\w+ ){0,2}?(?:talks|negotiations|summit"
        r"|conference|meeting|discussions)\b",
    )
)
# "ministers from nations contributing to the campaign"
_OF_NATIONS = re.compile(
    rf"(?:<T>|\b{_GOVERNING}) (?:from|of) (?:\w+ ){{0,2}}?(?:countries|nations)"
    r" (?:contributing|participating|taking part|involved|fighting|across|from)\b"
)
_ROUNDS = _ORDINALS | frozenset("first second third fourth fifth latest final new".split())
_DOMESTIC_BODY = re.compile(
    r"\b(?:Caucus|Congress|Congressional|Senate|House of|Governors|Mayors)\b"
)
_AT_HOME = re.compile(r"\b(?:White House|Tribal|Governors|Mayors|Congressional)\b")
_WORLDWIDE = re.compile(
    r"\b(?:Global|World|International|Nations|Americas|Summit of|Summit for|Leaders[’']? "
    r"Summit|Conference of)\b"
)


def international(
    clusters: Clusters,
    home: str,
    document: Document,
    remarks: list[Remark],
    told: Sequence[Gist],
) -> list[Meeting]:
    """The meetings that are between states or international bodies; the others become remarks."""
    kept: list[Meeting] = []
    told_of = _Told()
    for meeting in clusters.meetings:
        reason = _rejection(meeting, home, clusters.reference)
        if reason and any(_counts_states(told[row]) for row in {f.row for f in meeting.frames}):
            reason = ""
        if reason and not _follows(meeting, told_of):
            span = document.sentences[meeting.frames[0].row].span
            remarks.append(Remark("meeting", span, document.quote(span)[:80], reason))
        else:
            kept.append(meeting)
            told_of.note(meeting)
    return kept


@dataclass
class _Told:
    """The kinds of the meetings told before, and the bodies they are of."""

    kinds: set[str] = field(default_factory=set)
    bodies: set[Entity] = field(default_factory=set)

    def note(self, meeting: Meeting) -> None:
        self.kinds.add(meeting.kind)
        self.bodies |= meeting.bodies() | meeting.names


def _counts_states(gist: Gist) -> bool:
    """Whether a sentence tells of ministers from so many countries, or of so many countries."""
    if _OF_NATIONS.search(gist.text):
        return True
    if not gist.numbers:
        return False
    found = (m for pattern in _SO_MANY for m in pattern.finditer(gist.text))
    return any((gist.numbers[int(m["n"])].value or 0) > _PAIR for m in found)


def _follows(meeting: Meeting, told: _Told) -> bool:
    """ "The next round of talks is set for November": of those told before."""
    if "again" in meeting.ordinals and meeting.bodies() & told.bodies:
        return True
    hosted = any(a.role is Role.HOST for _, a in meeting.arguments())
    settled = bool(meeting.dates or meeting.place or hosted)
    return meeting.kind in told.kinds and bool(meeting.ordinals & _ROUNDS) and settled


def _rejection(meeting: Meeting, home: str, reference: Reference) -> str:
    invited = {s for _, a in meeting.arguments() if a.role is Role.INVITED for s in a.chunk.states}
    parties = (
        meeting.states()
        | invited
        | {b for b in meeting.bodies() | meeting.names | meeting.groups() if _is_party(b)}
        | {b for c in meeting.attending() if c.persons for b in c.bodies if _is_organ(b, reference)}
    )
    country = meeting.country or (reference.country_of(meeting.place) if meeting.place else None)
    if meeting.kind == "visit":
        visitors = meeting.states()
        if not visitors and not meeting.bodies() and not any(p.holdings for p in meeting.persons()):
            return "a visit without a visitor's state"
        dated = bool(meeting.dates) and meeting.place is None and bool(visitors)
        if home and country is None and not dated and {s.iso3 for s in visitors} <= {home}:
            return "a visit of one's own to no other country told"
        unknown = any(p.state is None and p.holdings for p in meeting.persons())
        others = unknown or any(map(_is_party, meeting.bodies()))
        own = country is not None and not others and (bool(visitors) or country.iso3 == home)
        return "a trip at home" if own and visitors <= {country} else ""
    if (
        home
        and {s.iso3 for s in meeting.states()} == {home}
        and (not country or country.iso3 == home)
    ):
        parties = {p for p in parties if p.kind != CKG.Organisation or p.token not in _UNTOLD}
    if len(parties) > 1 or any(
        b.kind == CKG.Coalition or b.token in _BETWEEN_STATES for b in parties
    ):
        return ""
    if home and any(s.iso3 != home for s in meeting.states()) and (country or meeting.dates):
        return ""
    if meeting.kind in _CONVENED and any(
        _is_state_hosting(a) and not f.plural for f, a in meeting.arguments()
    ):
        return ""
    if country is not None and meeting.states() and meeting.states() != {country}:
        return ""
    if len(parties) == 1 and _meets_a_leader(meeting):
        return ""
    labels = " ".join(f.label for f in meeting.frames)
    if meeting.ordinals & _ORDINALS and country is not None:
        return ""
    told = meeting.states() or meeting.dates or meeting.place is not None
    if told and any(f.between_states for f in meeting.frames):
        return ""
    if _WORLDWIDE.search(labels) and not _AT_HOME.search(labels):
        return ""
    if meeting.kind in ("talks", "summit") and _is_foreign(meeting, home, country):
        return ""
    abroad = country is not None and country.iso3 != home and meeting.states() != {country}
    if abroad and (parties or meeting.ordinals or len(labels.split()) > 1):
        return ""
    at_home = bool(home) and country is not None and country.iso3 == home
    if any(_is_titled(f) for f in meeting.frames) and not at_home:
        return ""
    return "nothing shows that it is between states or international bodies"


def _is_state_hosting(argument: Argument) -> bool:
    """ "S will host talks on T": a state as such invites others."""
    return argument.role is Role.HOST and argument.chunk.code == "S"


def _meets_a_leader(meeting: Meeting) -> bool:
    """Whether somebody of a state meets a leader of whom the text does not tell of which."""
    unknown = [p for p in meeting.persons() if p.state is None and p.holdings]
    labels = {h.label.lower() for p in unknown for h in p.holdings if not h.former}
    return len(meeting.persons()) > 1 and not labels.isdisjoint(_LEADERS)


def _is_foreign(meeting: Meeting, home: str, country: Entity | None) -> bool:
    """Talks or a summit in a town abroad, of which nothing says that they are domestic."""
    parties = meeting.states() | meeting.bodies()
    known = meeting.place is not None and meeting.place.known
    abroad = known and country is not None and country.iso3 != home
    return abroad and not parties <= {country}


def _is_titled(frame: Frame) -> bool:
    """Whether a conference or summit has a proper name and a place: "the Annapolis Conference"."""
    words = frame.label.split()
    named = len(words) > 1 and words[-1][0].isupper()
    return frame.kind in ("conference", "summit") and named and frame.place is not None


def _is_organ(body: Entity, reference: Reference) -> bool:
    """Whether a body's name begins with that of an organisation of states: "the AU Commission"."""
    words = body.label.split()
    begun = (reference.names.get(" ".join(words[:n]), ()) for n in range(1, len(words)))
    return any(name.entity.token in _BETWEEN_STATES for names in begun for name in names[:1])


def _is_party(body: Entity) -> bool:
    if _DOMESTIC_BODY.search(body.label):
        return False
    return body.kind == CKG.Coalition or body.token in ("igo", "armed_group", "other")
