"""Meetings: which reports are about one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import NamedNode

from kg.identity.clusters import Clusters
from kg.identity.nodes import Node

_NEWS = 10
"""Days within which two articles may report one event without both giving its date."""
_APART = ("phone_call", "visit")
"""Kinds of event that no other kind can be."""

SAME_DATE = "same date"
SAME_MONTH = "same month"
SAME_COALITION = "same coalition"

Days = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting as one article tells it, in names that mean the same in all articles."""

    node: Node
    places: frozenset[NamedNode]
    groups: frozenset[NamedNode]
    participants: frozenset[NamedNode]

    @property
    def days(self) -> Days:
        """First and last days, as ISO 8601 or --MM-DD."""
        return self.node.days


def join_meetings(
    nodes: Iterable[Node], clusters: Clusters, canonical: Callable[[NamedNode], NamedNode]
) -> None:
    """Join reports of one event, the surest pairs first.

    Parameters: ``canonical`` gives the node that stands for a person, body or place.
    """
    events = {node.iri: _event(node, canonical) for node in nodes}
    pairs = [
        (score, a.node.iri.value, b.node.iri.value, a, b, reason)
        for a, b in _candidates(events.values())
        if (found := _one_event(a, b)) is not None
        for score, reason in [found]
    ]
    for _, _, _, a, b, reason in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if _fits(a, b, clusters, events):
            clusters.join(a.node.iri, b.node.iri, reason)


def _event(node: Node, canonical: Callable[[NamedNode], NamedNode]) -> Event:
    return Event(
        node,
        frozenset(canonical(iri) for iri in node.places),
        frozenset(canonical(iri) for iri in node.groups),
        frozenset(canonical(iri) for iri in node.participants),
    )


def _candidates(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs of different articles that share a day, or a place and a time."""
    blocks: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        for block in set(_blocks(event)):
            blocks[block].append(event)
    seen = set()
    for near in blocks.values():
        for a, b in combinations(sorted(near, key=lambda e: e.node.iri.value), 2):
            pair = (a.node.iri, b.node.iri)
            if a.node.article != b.node.article and pair not in seen:
                seen.add(pair)
                yield a, b


def _blocks(event: Event) -> Iterator[tuple[object, ...]]:
    for first, _ in event.days:
        if len(first) == 10:
            yield "day", first
        for place in event.places:
            yield place, first[:7]
            if len(first) == 10 or first.startswith("-"):
                yield place, first[-5:]
    if event.node.published:
        period = event.node.published.toordinal() // _NEWS
        for place in event.places:
            yield place, period
            yield place, period + 1


def _one_event(a: Event, b: Event) -> tuple[int, str] | None:
    """How sure it is that two reports are of one event, and why; None if they are not."""
    if not (_same_sort(a.node.kinds, b.node.kinds) and _places_agree(a, b)):
        return None
    time, link = _time(a, b), _link(a, b)
    same_place = bool(a.places & b.places)
    if not time or not link or not (same_place or time == SAME_DATE):
        return None
    if time == SAME_MONTH and link != SAME_COALITION:
        return None
    where = "same place" if same_place else "place not contradicted"
    shared = len(a.participants & b.participants)
    score = 4 * (time == SAME_DATE) + 2 * same_place + 2 * (link == SAME_COALITION) + shared
    return score, f"{where}, {time}, {link}"


def _places_agree(a: Event, b: Event) -> bool:
    """Whether two reports can be from one place.

    One may name the town and the other the house; so a coalition's meetings on one day in one
    country are taken to be one.
    """
    if not a.places or not b.places or a.places & b.places:
        return True
    one_country = bool(a.node.country & b.node.country)
    return one_country and _time(a, b) == SAME_DATE and bool(a.groups & b.groups)


def _same_sort(one: frozenset[str], other: frozenset[str]) -> bool:
    return all((kind in one) == (kind in other) or not (one and other) for kind in _APART)


def _time(a: Event, b: Event) -> str:
    """How the times agree; empty if they do not, or nothing tells."""
    if a.days and b.days:
        if not _agree(a.days, b.days):
            return ""
        if _is_full(a.days) and _is_full(b.days):
            return SAME_DATE
        if any(day.startswith("-") for day, _ in a.days | b.days):
            return "same day of the year"
    one, other = a.node.published, b.node.published
    if one is None or other is None or abs((one - other).days) > _NEWS:
        return SAME_MONTH if _have_month(a.days) and _have_month(b.days) else ""
    return f"reported within {_NEWS} days, dates not contradicted"


def _is_full(days: Days) -> bool:
    return all(len(first) == 10 for first, _ in days)


def _have_month(days: Days) -> bool:
    return bool(days) and all(len(first) >= 7 for first, _ in days)


def _agree(one: Days, other: Days) -> bool:
    return any(_overlap(x, y) for x in one for y in other)


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two periods can be one, compared as far as both are precise."""
    if one[0].startswith("-") or other[0].startswith("-"):
        return one[0][-5:] == other[0][-5:] or min(len(one[0]), len(other[0])) < 7
    first, second = sorted((one, other))
    return second[0][: len(first[1])] <= first[1][: len(second[0])]


def _link(a: Event, b: Event) -> str:
    """What makes two gatherings at one time one: whose they are, who was there, or the name.

    One shared participant is not enough: a visitor meets several hosts on one day.
    """
    if a.groups & b.groups:
        return SAME_COALITION
    if a.groups and b.groups:
        return ""
    if len(a.participants & b.participants) >= 2:
        return "shared participants"
    return "same name" if a.node.words == b.node.words else ""


def _fits(a: Event, b: Event, clusters: Clusters, events: Mapping[NamedNode, Event]) -> bool:
    """Whether nothing in the one cluster contradicts anything in the other."""
    if clusters.root(a.node.iri) == clusters.root(b.node.iri):
        return True
    ones, others = ([events[iri] for iri in clusters.members(e.node.iri)] for e in (a, b))
    return all(_compatible(one, other) for one in _told(ones) for other in _told(others))


def _told(cluster: Sequence[Event]) -> Sequence[Event]:
    """The members that say different things about time and place, each once."""
    return list({(e.days, e.places, e.groups): e for e in cluster}.values())


def _compatible(one: Event, other: Event) -> bool:
    return _places_agree(one, other) and (
        not one.days or not other.days or _agree(one.days, other.days)
    )
