"""Meetings called by the group's name alone: "at the G20 in Rome", "on the margins of APEC"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.timing import announce
from kg.resolution.whereabouts import dates_in, place_in

_CALLED = re.compile(
    r"G-?\d{1,2}|COP(?:-?\d{1,2})?|APEC|BRICS|BRICS\+|Quad|ASEAN|UNGA|CHOGM|TICAD\d?"
)
_LED_TO = re.compile(r"[inwofpWCVz](?:t|ax?)?(?P<k>[KOA])(?P<n>#)?(?:\([AO]\))?(?=iL|iS|i?D|n?D)")
_WILL = re.compile(r"(?:\S{1,30} ){0,5}?will ")
_NAMES = frozenset("KOA")
_MARGINS = frozenset("margins sidelines margin fringes".split())
_ZONE = 7


def called_frames(clause: Clause) -> Iterator[Frame]:
    """Summits named by their group, where a place or date says that an event is meant."""
    if _NAMES.isdisjoint(clause.codes) or not any(
        c.code in "KOA" and _CALLED.fullmatch(c.text) for c in clause.chunks
    ):
        return
    for match in _LED_TO.finditer(clause.codes):
        position = match.start("k")
        if _CALLED.fullmatch(clause.chunks[position].text) is None:
            continue
        zone = range(match.end(), min(match.end() + _ZONE, len(clause.codes)))
        frame = Frame(clause.row, "summit", "called_by_group", position, definite=True)
        if clause.chunks[position].text.startswith("COP"):
            frame.kind = "conference"
        frame.place, frame.country = place_in(clause, zone)
        frame.dates = dates_in(clause, zone)
        if not (frame.place or frame.country or _is_event(clause, match)):
            continue
        frame.names = clause.chunks[position].bodies
        frame.label = " ".join(c.text for c in clause.chunks[position : match.end()])
        frame.margin = (
            _MARGINS & {c.lower for c in clause.chunks[max(0, position - 4) : position]} != set()
        )
        _read_host(clause, frame, match.start())
        announce(clause, frame, position)
        after = " ".join(clause.lower[match.end() : match.end() + _ZONE])
        if (
            clause.is_future(position)
            or _WILL.match(after)
            or _is_of_this_year(clause, frame, match.start())
        ):
            frame.modality = Modality.PLANNED
        yield frame


def _is_event(clause: Clause, match: re.Match[str]) -> bool:
    """ "At the G20 last week", "hosts the G7 this year": an event, not only a group."""
    return clause.codes[match.start()] in "iWC"


def _is_of_this_year(clause: Clause, frame: Frame, lead: int) -> bool:
    """ "Hosting the G20 this year": nothing says that it has been held."""
    hosting = clause.codes[lead] == "C" and not clause.lower[lead].endswith("ed")
    return hosting and frame.place is None and all(d.text == "this year" for d in frame.dates)


def _read_host(clause: Clause, frame: Frame, start: int) -> None:
    verb = clause.codes[start]
    if verb == "C":
        frame.add(clause.pick(clause.subject(start)), Role.HOST, "hosted_meeting")
    elif verb == "W":
        frame.add(clause.pick(clause.subject(start)), Role.PARTICIPANT, "attended_meeting")
