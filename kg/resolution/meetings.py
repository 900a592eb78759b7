"""Which meeting mentions of an article are one meeting, and where and when it is.

Frames are read in text order. A frame joins an earlier meeting when nothing sets them apart (kind,
name, place, date, ordinal) and something holds them together (a definite noun, place, date, name
or people); otherwise it makes a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

from kg.mentions import Item
from kg.model import ATTENDING, Entity, Modality, Remark, Role
from kg.resolution.another import is_another
from kg.resolution.chunks import Chunk
from kg.resolution.event_names import NUMERALS
from kg.resolution.events import FORMAL, Argument, Frame
from kg.resolution.persons import Person
from kg.resolution.places import as_place, capitals
from kg.resolution.sameness import (
    are_other_pairs,
    completes,
    convenes_another,
    dates_differ,
    hosts_again,
    is_bare,
    is_beside_summit,
    is_called_otherwise,
    is_hosted_by_another,
    is_of_title,
    is_still_to_come,
    is_summit_of_title,
    is_told_again,
    is_trip_of_another,
    is_with_others,
    kinds_differ,
    names_differ,
    ordinals_differ,
    same_day,
    sides_differ,
    titles_differ,
    words_of,
)
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_OTHER = frozenset("another separate wider larger broader again".split())
_FIRST, _MANY = 5, 40
# Countries of a state: "in Wales" is a place in the United Kingdom.
_NATIONS = frozenset({"england", "scotland", "wales", "northern ireland"})
# States that are called like their only town.
_CITY_STATES = frozenset("singapore luxembourg monaco djibouti".split())
# Cues of mentions that say who was there, not that or when it was.
REMARKS = frozenset({"attendance", "headline", "participant_line", "same_occasion"})


T = TypeVar("T")


def _ends(told: list[T]) -> list[T]:
    """All, or the first and the last of very many."""
    return [*told[:_FIRST], *told[-_MANY:]] if len(told) > _FIRST + _MANY else told


def _kept(find: Callable[[Meeting], T]) -> Callable[[Meeting], T]:
    """Find something out about a meeting only once while its mentions are settled."""

    @wraps(find)
    def found(meeting: Meeting) -> T:
        known = meeting.settled
        if known is None and (known := meeting.known()) is None:
            return find(meeting)
        if find not in known:
            known[find] = find(meeting)
        return cast("T", known[find])

    return found


@dataclass(eq=False)
class Meeting:
    """A meeting of an article with the frames that mention it."""

    frames: list[Frame] = field(default_factory=list)
    place: Entity | None = None
    country: Entity | None = None
    entity: Entity | None = None
    rejected: str = ""
    upcoming: bool = False
    past: bool = False
    called: str = ""
    settled_before: int = -1
    """The sentence before which no mention changes any more."""
    settled: dict[object, object] | None = field(default=None, repr=False)
    """What was found out of its mentions, while they are compared and nothing changes."""
    _known: dict[object, object] = field(default_factory=dict, repr=False)
    _known_of: tuple[object, ...] = field(default=(), repr=False)

    def known(self) -> dict[object, object] | None:
        """What was found out of these very mentions, or None while the last may still change."""
        if self.frames[-1].row >= self.settled_before:
            return None
        now = (len(self.frames), self.place, self.country, self.upcoming, self.past)
        if now != self._known_of:
            self._known, self._known_of = {}, now
        return self._known

    def hold(self, row: int) -> None:
        """Nothing changes while a mention in a sentence is compared."""
        self.settled_before = row
        self.settled = {} if (known := self.known()) is None else known

    def let_go(self) -> None:
        """It may change again."""
        self.settled = None

    @property
    @_kept
    def kind(self) -> str:
        """The most telling kind its mentions use."""
        kinds = [f.kind for f in self.telling]
        if self.frames[0].cue == "invited_to_visit":
            return "visit"
        for kind in ("phone_call", "summit", "conference", "talks"):
            if kind in kinds:
                return kind
        if "meeting" in kinds and not (kinds[0] == "visit" and self._is_stay()):
            return "meeting"
        return kinds[0]

    def _is_stay(self) -> bool:
        """Whether all who are met are met on the visit that is told first."""
        met = [f for f in self.telling if f.kind == "meeting"]
        return self.place is None or all(a.cue == "met_on_visit" for f in met for a in f.arguments)

    @property
    @_kept
    def names(self) -> set[Entity]:
        """The bodies and coalitions it is called after."""
        return {n for f in self.telling for n in f.names}

    @property
    def telling(self) -> list[Frame]:
        """The mentions that comparisons look at: all, or the first and last of very many."""
        return _ends(self.frames)

    @_kept
    def groups(self) -> set[Entity]:
        """The coalitions whose meeting it is said to be."""
        return {g for f in self.telling for g in f.of_group}

    @property
    @_kept
    def dates(self) -> list[tuple[Frame, Item]]:
        """The dates its mentions give, with the mention."""
        return [(f, d) for f in self.telling for d in f.dates]

    @property
    @_kept
    def ordinals(self) -> set[str]:
        """First, second, next: what tells it from others of its name."""
        return {f.ordinal for f in self.telling if f.ordinal}

    @property
    @_kept
    def status(self) -> str:
        """held, planned or cancelled."""
        if any(f.cancelled for f in self.telling):
            return "cancelled"
        told = [f for f in self.telling if f.cue not in REMARKS] or self.telling
        planned = any(f.modality is Modality.PLANNED for f in told)
        if self.upcoming or self.past:
            return "planned" if self.upcoming else "held"
        actual = [f for f in told if f.modality is Modality.ACTUAL]
        below = [f for f in actual if not (f.headline or f.remark)] if planned else actual
        firm = any((not f.definite or f.arguments) and not f.of_now for f in below)
        return "planned" if planned and not firm else "held"

    @_kept
    def arguments(self) -> list[tuple[Frame, Argument]]:
        """Everybody's part, with the mention it is told in."""
        return [(f, a) for f in self.frames for a in f.arguments]

    def attending(self) -> Iterable[Chunk]:
        """The phrases of those who take part."""
        return (a.chunk for f in self.telling for a in f.arguments if a.role in ATTENDING)

    @_kept
    def persons(self) -> set[Person]:
        """The persons who take part."""
        return {p for c in self.attending() for p in c.persons}

    @_kept
    def states(self) -> set[Entity]:
        """The states that take part, by name or by their officials."""
        return {s for c in self.attending() for s in c.states}

    @_kept
    def bodies(self) -> set[Entity]:
        """The organisations and coalitions that take part."""
        return {b for c in self.attending() for b in c.bodies}


class Clusters:
    """Builds the meetings of an article, frame by frame."""

    def __init__(self, reference: Reference, home: str, published: date | None = None) -> None:
        self.reference = reference
        self.home = home
        self.published = published
        self.meetings: list[Meeting] = []
        self.remarks: list[Remark] = []

    def add(self, frame: Frame, actors: set[Entity]) -> Meeting | None:
        """Put a frame where it belongs; ``actors`` are the states its sentence names."""
        place, country = self._where(frame)
        visit = self._visit_of(frame, place, country)
        if visit is not None:
            visit.frames.append(frame)
            return visit
        found = self._same(frame, place, country, actors)
        if found is None:
            if is_bare(frame, place, country):
                return None
            found = Meeting()
            self.meetings.append(found)
        found.frames.append(frame)
        found.place = found.place or place
        found.country = found.country or country
        return found

    def place(self, meeting: Meeting, frame: Frame) -> None:
        """Add a mention that only tells where and when a meeting was."""
        meeting.frames.append(frame)
        meeting.place, meeting.country = self._where(frame)

    def recalled(self) -> list[Meeting]:
        """The meetings that a mention may be of: all, or the first and the last of very many."""
        return _ends(self.meetings)

    def close(self) -> None:
        """All has been read: what the mentions say may be settled anew."""
        for meeting in self.meetings:
            meeting.settled_before = -1

    def _visit_of(
        self, frame: Frame, place: Entity | None, country: Entity | None
    ) -> Meeting | None:
        """The visit during which somebody is met: by the visitor, soon after, from that state."""
        if frame.kind not in ("meeting", "talks") or place or country or frame.names:
            return None
        if frame.aside or any(a.cue == "meeting_of" for a in frame.arguments):
            return None
        if (
            frame.cue not in ("met_with", "spoke_with", "event_noun", "object_of_verb")
            or not frame.arguments
        ):
            return None
        for meeting in reversed(self.recalled()):
            if meeting.frames[0].kind != "visit" or frame.row - meeting.frames[-1].row > 3:
                continue
            begun = frame.row - meeting.frames[-1].row <= 1 and self._is_now(frame)
            if frame.modality is Modality.PLANNED and meeting.status == "held" and not begun:
                continue
            host = meeting.country or (meeting.place and self.reference.country_of(meeting.place))
            visitors = meeting.states() - {host}
            met = {s for a in frame.arguments for s in a.chunk.states} - visitors
            mine = {p for a in frame.arguments for p in a.chunk.persons}
            ours = {s for a in frame.arguments for s in a.chunk.states} & visitors
            days = [d for _, d in meeting.dates]
            if frame.dates and days and not any(same_day(frame.dates[0], d) for d in days):
                continue
            known = mine & meeting.persons() or (
                (ours or self._are_visitors(frame, meeting, host)) and not meeting.persons()
            )
            if known and (not met or met == {host}):
                for argument in frame.arguments:
                    argument.cue = "met_on_visit"
                return meeting
        return None

    def _is_now(self, frame: Frame) -> bool:
        """Whether no other day than that of the article is told."""
        today = self.published.isoformat() if self.published else ""
        return all(d.date is not None and d.date.lexical == today for d in frame.dates)

    def _are_visitors(self, frame: Frame, meeting: Meeting, host: Entity | None) -> bool:
        """ "Officials of S arrived in P. A and B met T N of P": A and B, of no state told."""
        mine = {p for a in frame.arguments for p in a.chunk.persons}
        unknown = [p for p in mine if p.state is None or p.state.kind != CKG.State]
        near = frame.row - meeting.frames[0].row <= 1
        return near and bool(unknown) and all(p.state == host for p in mine.difference(unknown))

    def _where(self, frame: Frame) -> tuple[Entity | None, Entity | None]:
        country = (
            frame.country.states[0] if frame.country is not None and frame.country.states else None
        )
        if frame.place is None and frame.capital_of is not None:
            capital = capitals(self.reference).get(frame.capital_of.iso3)
            return capital, frame.capital_of
        if frame.place is None and country is not None and frame.country is not None:
            part = frame.country.lower in _NATIONS
            part = part or (frame.kind != "visit" and frame.country.lower in _CITY_STATES)
            return (as_place(frame.country, country) if part else None), country
        if frame.place is None:
            return None, country
        place = as_place(frame.place, country or self._seat(frame.place))
        return place, self.reference.country_of(place) or country

    def _seat(self, building: Chunk) -> Entity | None:
        """The state whose ministry a building is named after: "at the Pentagon"."""
        item = building.item if building.code == "O" else None
        if item is None:
            return None
        owner = self.reference.body_of(item.known) if item.known is not None else item.within
        return owner if owner is not None and owner.kind == CKG.State else None

    def _same(
        self, frame: Frame, place: Entity | None, country: Entity | None, actors: set[Entity]
    ) -> Meeting | None:
        recalled = self.recalled()
        for meeting in recalled:
            meeting.hold(frame.row)
        options = [m for m in recalled if not self._apart(m, frame, place, country)]
        scored = [(self._bond(m, frame, place, country, actors), i) for i, m in enumerate(options)]
        for meeting in recalled:
            meeting.let_go()
        strong = [(bond, i) for bond, i in scored if bond >= 1.0]
        return options[max(strong)[1]] if strong else None

    def _apart(
        self, meeting: Meeting, frame: Frame, place: Entity | None, country: Entity | None
    ) -> bool:
        """Whether anything says that a frame is of another meeting."""
        if place is not None and meeting.place is not None and place.key != meeting.place.key:
            return True
        if country is not None and meeting.country is not None and country != meeting.country:
            return True
        if kinds_differ(meeting, frame) and not hosts_again(meeting, frame, place):
            return True
        if meeting.frames[0].kind == "visit" and any(
            a.cue == "meeting_of" or any(b.kind == CKG.Coalition for b in a.chunk.bodies)
            for a in frame.arguments
        ):
            return True
        if meeting.status == "planned" and self.is_over(frame):
            return True
        if frame.also and is_with_others(meeting, frame):
            return True
        if is_beside_summit(meeting, frame) or is_trip_of_another(meeting, frame):
            return True
        if is_hosted_by_another(meeting, frame) or sides_differ(meeting, frame):
            return True
        if convenes_another(meeting, frame) or is_another(meeting, frame):
            return True
        if frame.ordinal in _OTHER or ordinals_differ(meeting.ordinals, frame.ordinal):
            return True
        if names_differ(meeting, frame):
            return True
        if titles_differ(meeting, frame) or is_still_to_come(meeting, frame):
            return True
        if (
            frame.margin != any(f.margin for f in meeting.telling)
            and not set(frame.names) & meeting.names
        ):
            bare = frame.definite and not (frame.names or frame.place or frame.country)
            return frame.margin or bool(frame.names) or not bare
        return dates_differ(meeting, frame) or self._others(meeting, frame)

    def is_over(self, frame: Frame) -> bool:
        """Whether a mention is of a month before the article's."""
        if self.published is None or frame.modality is not Modality.ACTUAL:
            return False
        month = f"{self.published.year:04d}-{self.published.month:02d}"
        return any(
            d.date and d.date.month and d.date.year and d.date.lexical[:7] < month
            for d in frame.dates
        )

    def _others(self, meeting: Meeting, frame: Frame) -> bool:
        """Whether frame and meeting each have people, and none in common beyond one side."""
        mine = {p for a in frame.arguments for p in a.chunk.persons}
        theirs = meeting.persons()
        if frame.definite or not mine or not theirs:
            return False
        guests = {p for p in mine if p.state is None or p.state.iso3 != self.home}
        others = {p for p in theirs if p.state is None or p.state.iso3 != self.home}
        met = meeting.kind != "visit" and not self.home and len(mine) > 1 and len(theirs) > 1
        if met and len(mine & theirs) == 1:
            return frame.kind != "visit"
        if guests and others and not guests & others:
            return True
        return frame.kind != "visit" and are_other_pairs(meeting, frame)

    def _bond(
        self,
        meeting: Meeting,
        frame: Frame,
        place: Entity | None,
        country: Entity | None,
        actors: set[Entity],
    ) -> float:
        """How strongly a frame is held to a meeting; one is enough."""
        bond, kind = self._bond_of_place(meeting, place, country), meeting.kind
        if frame.dates and any(same_day(frame.dates[0], d) for _, d in meeting.dates):
            bond += 0.5 if not frame.definite or place else 0.8
        elif frame.definite and frame.dates and meeting.dates:
            bond += 0.5
        if {*frame.names, *frame.of_group} & (meeting.names | meeting.groups()):
            bond += 0.8
        if frame.ordinal and frame.ordinal in meeting.ordinals and frame.ordinal in NUMERALS:
            bond += 0.7
        bond += min(
            0.6, 0.2 * len(words_of(frame.label) & words_of(*(f.label for f in meeting.telling)))
        )
        bond += self._bond_of_people(meeting, frame)
        bond += 0.3 if self._is_on_trip(meeting, frame, country) else 0.0
        more = meeting is self.recalled()[-1] and not self.is_over(frame)
        bond += 0.7 if more and completes(meeting, frame) else 0.0
        dated = bool(frame.dates) and not frame.begun
        bare = not (frame.names or place or country or dated or frame.ordinal)
        bare = bare and not is_called_otherwise(meeting, frame)
        named = frame.names or frame.ordinal or frame.dates
        if frame.definite and meeting.place is None and place is not None and frame.kind == kind:
            bond += 0.55 if not named and kind in FORMAL and self._is_only(kind) else 0.0
        if frame.definite:
            bond += 0.2 if bare and frame.kind == kind and kind in FORMAL else 0.0
            bond += 1.25 if bare else 0.5 if frame.kind == meeting.kind else 0.35
        if meeting.frames[0].row == 0 and frame.row == 1 and meeting.kind == frame.kind:
            bond += 0.0 if frame.plural else 0.5
        bond += 1.0 if is_summit_of_title(meeting, frame) else 0.0
        bond += 1.0 if self.recalled() == [meeting] and is_of_title(meeting, frame) else 0.0
        if bare and all(f.aside or f.margin for f in meeting.telling):
            bond -= 0.3
        if frame.definite and bare and any(f.kind == frame.kind for f in meeting.telling):
            bond += 0.1
        planned = meeting.status == "planned"
        if bare and planned != (frame.modality is Modality.PLANNED):
            bond -= 0.3
        bond += 0.05 * len(actors & meeting.states())
        distance = frame.row - meeting.frames[-1].row
        return bond - 0.02 * min(distance, 8)

    def _is_on_trip(self, meeting: Meeting, frame: Frame, country: Entity | None) -> bool:
        """ "A led a team to S. In S, A met B": on the trip."""
        told = meeting.frames[0].kind == "visit" and meeting.place is None
        met = frame.cue == "met_with" and country is not None and country == meeting.country
        mine = {p for a in frame.arguments for p in a.chunk.persons}
        return told and met and bool(mine & meeting.persons())

    def _is_only(self, kind: str) -> bool:
        """Whether the article has told of one meeting of a kind so far."""
        return sum(m.kind == kind for m in self.meetings) == 1

    def _bond_of_place(
        self, meeting: Meeting, place: Entity | None, country: Entity | None
    ) -> float:
        if place is not None and meeting.place is not None:
            return 1.15
        return 0.6 if country is not None and country == meeting.country else 0.0

    def _bond_of_people(self, meeting: Meeting, frame: Frame) -> float:
        persons = {p for a in frame.arguments for p in a.chunk.persons}
        states = {s for a in frame.arguments for s in a.chunk.states}
        formal = frame.kind == meeting.kind in FORMAL
        bodies = {
            b for a in frame.arguments for b in a.chunk.bodies if formal or b.kind == CKG.Coalition
        }
        bond = min(0.8, 0.4 * len(persons & meeting.persons()))
        told_again = frame.kind == meeting.kind and not (frame.place or frame.country or frame.also)
        if told_again and is_told_again(meeting, frame, persons):
            bond += 0.6
        bond += 0.15 * min(3, len(states & meeting.states()))
        return bond + (0.5 if bodies & (meeting.bodies() | meeting.names) else 0.0)


__all__ = ["Clusters", "Meeting", "Role", "as_place"]
