"""Officials: one person under one name, two persons who share a name, and bare surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.identity.clusters import Clusters
from kg.identity.nodes import Node, key, path

_MOVE = 366
"""Days after which a person may plausibly have gone from a state to an organisation or back."""
_TERM = 1461
"""Days over which "President Roe" is taken to be the same person."""

Names = Callable[[NamedNode], NamedNode]


def join_officials(nodes: Sequence[Node], clusters: Clusters, canonical: Names) -> None:
    """Join officials by name and whom they serve; never because their names look alike.

    Parameters: ``canonical`` gives the node that stands for a state or organisation.
    """
    by_name: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        by_name[node.words].append(node)
    groups = {
        name: _same_person(group, canonical)
        for name, group in sorted(by_name.items())
        if len(name) > 1
    }
    for name, persons in groups.items():
        for person in persons:
            clusters.gather(
                person, f'same full name "{" ".join(name)}"{_served(person, canonical)}'
            )
    _join_short_names(by_name, clusters, canonical)


def _serves(node: Node, canonical: Names) -> frozenset[NamedNode]:
    return frozenset(canonical(iri) for iri in node.of)


def _served(person: Iterable[Node], canonical: Names) -> str:
    served = sorted({iri.value.rsplit("/", 1)[-1] for n in person for iri in _serves(n, canonical)})
    return f" and nothing against it ({', '.join(served)})" if served else ""


def _same_person(group: Sequence[Node], canonical: Names) -> list[list[Node]]:
    """Split the bearers of one name by whom they serve."""
    serving: list[tuple[set[NamedNode], list[Node]]] = []
    for node in group:
        if served := _serves(node, canonical):
            _take_in(node, served, serving)
    persons = [nodes for _, nodes in serving]
    persons = _join_careers(persons, canonical)
    unplaced = [node for node in group if not node.of]
    if unplaced and len(persons) == 1:
        persons[0].extend(unplaced)
    elif unplaced:
        persons.append(unplaced)
    return persons


def _take_in(
    node: Node, served: frozenset[NamedNode], serving: list[tuple[set[NamedNode], list[Node]]]
) -> None:
    """Add a node to the person who serves the same, making one of several such."""
    alike = [n for n, (of, _) in enumerate(serving) if of & served]
    if not alike:
        serving.append((set(served), [node]))
        return
    of, nodes = serving[alike[0]]
    of |= served
    nodes.append(node)
    for n in reversed(alike[1:]):
        more_of, more = serving.pop(n)
        of |= more_of
        nodes += more


def _join_careers(persons: list[list[Node]], canonical: Names) -> list[list[Node]]:
    """A minister who years later heads an organisation is one person, if nothing overlaps."""
    joined: list[list[Node]] = []
    for person in sorted(persons, key=lambda p: min(n.iri.value for n in p)):
        same = next((p for p in joined if _one_career(p, person, canonical)), None)
        if same is None:
            joined.append(person)
        else:
            same.extend(person)
    return joined


def _one_career(one: Sequence[Node], other: Sequence[Node], canonical: Names) -> bool:
    states = [
        {iri for n in person for iri in _serves(n, canonical) if path(iri) == "state"}
        for person in (one, other)
    ]
    if all(states):
        return False
    spans = [sorted(n.published for n in p if n.published) for p in (one, other)]
    if any(len(span) < len(p) for span, p in zip(spans, (one, other), strict=True)):
        return False
    first, second = sorted(spans)
    return (second[0] - first[-1]).days > _MOVE


def _join_short_names(
    by_name: dict[tuple[str, ...], list[Node]], clusters: Clusters, canonical: Names
) -> None:
    """ "Roe" joins the one Jane Roe who has the same office for the same state."""
    longer: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for name, nodes in by_name.items():
        for cut in range(1, len(name)):
            longer[name[cut:]].extend(nodes)
    for name in sorted(by_name, key=lambda name: (-len(name), name)):
        left = [n for n in by_name[name] if not _attach(n, longer[name], clusters, canonical)]
        if len(name) == 1:
            _join_bare_surnames(left, clusters, canonical)


def _attach(node: Node, candidates: Iterable[Node], clusters: Clusters, canonical: Names) -> bool:
    found = {
        clusters.root(other.iri)
        for other in candidates
        if _same_post(node, other, canonical) and clusters.may_join(node.iri, other.iri)
    }
    if len(found) != 1:
        return False
    reason = f'the only official in that post whose name ends in "{node.label}"'
    return clusters.join(found.pop(), node.iri, reason)


def _same_post(one: Node, other: Node, canonical: Names) -> bool:
    offices = [{key(iri) for iri in node.offices} for node in (one, other)]
    return (
        bool(_serves(one, canonical) & _serves(other, canonical))
        and (not all(offices) or bool(offices[0] & offices[1]))
        and _within(one.published, other.published, _TERM)
    )


def _within(one: date | None, other: date | None, days: int) -> bool:
    return one is None or other is None or abs((one - other).days) <= days


def _join_bare_surnames(nodes: Sequence[Node], clusters: Clusters, canonical: Names) -> None:
    """Two articles that only say "Kishida" mean one person if the post is the same."""
    posts: dict[tuple[str, NamedNode], list[Node]] = defaultdict(list)
    for node in nodes:
        for office in node.offices:
            for of in _serves(node, canonical):
                posts[(key(office), of)].append(node)
    for (title, of), holders in sorted(posts.items(), key=str):
        holders.sort(key=lambda n: (n.published or date.max, n.iri.value))
        said = f"{title} of {of.value.rsplit('/', 1)[-1]}"
        for one, other in pairwise(holders):
            if _within(one.published, other.published, _TERM):
                clusters.join(one.iri, other.iri, f'same surname "{one.label}", {said}')
