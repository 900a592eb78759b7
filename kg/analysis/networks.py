"""Rows of named queries to networkx graphs with text ids and flat attributes."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import networkx as nx

from kg.errors import UnknownNameError

KINDS: Final = ("state-meeting", "official-meeting", "co-attendance", "membership")
"""The networks there are."""

Row = Mapping[str, object]
Ask = Callable[[str], Iterable[Row]]
"""Gives the rows of a named query, without parameters."""

STATUSES: Final = ("stated", "inferred", "background")
_WEIGHTIEST: Final = (
    "lead", "host", "co-host", "chair", "participant", "represented", "observer",
)  # fmt: skip


def network(
    kind: str, ask: Ask, *, since: str = "", until: str = "", status: str = ""
) -> nx.Graph[str]:
    """Build a network from the rows of named queries.

    Parameters
    ----------
    kind
        ``state-meeting`` and ``official-meeting``: who was at which meeting (two-mode).
        ``co-attendance``: states joined by the meetings both were at; the one-mode projection
        A·Aᵀ of the state-meeting matrix A, without its diagonal (Breiger 1974).
        ``membership``: which state is in which coalition (two-mode).
    ask
        Gives the rows of ``meeting-participants``, ``meetings`` and ``coalition-members``.
    since, until
        Keep meetings held wholly on or after, on or before, a day, month or year (ISO form). A
        meeting whose date is not known well enough to tell is left out and named in the graph's
        attribute ``left_out``. Membership is not narrowed by them.
    status
        Keep only what is ``stated``, ``inferred`` or ``background``.

    Returns
    -------
    networkx.Graph
        Nodes have ``label``, ``kind``, ``iso3`` and, in a two-mode network, ``bipartite`` (0 who,
        1 what); lines have ``weight``, ``role``, ``basis`` and ``meetings`` (labels, joined by
        "; "). Nodes and lines stand in the order of their ids. No rows give an empty graph.

    Raises
    ------
    UnknownNameError
        For a kind or status that does not exist.

    References
    ----------
    Breiger, R. L. (1974). The duality of persons and groups. *Social Forces* 53(2), 181-190.
    """
    if kind not in KINDS:
        raise UnknownNameError(
            f"there is no network {kind!r}", candidates=KINDS, next_step=f"Try {', '.join(KINDS)}"
        )
    if status and status not in STATUSES:
        raise UnknownNameError(
            f"there is no status {status!r}", candidates=STATUSES,
            next_step=f"Try {', '.join(STATUSES)}",
        )  # fmt: skip
    for given in filter(None, (since, until)):
        _bound(given)
    if kind == "membership":
        return _membership(_kept(ask("coalition-members"), status))
    wanted = "official" if kind == "official-meeting" else "state"
    dates = {text(row, "meeting"): text(row, "date") for row in ask("meetings")}
    rows = [r for r in _kept(ask("meeting-participants"), status) if text(r, "kind") == wanted]
    inside = [r for r in rows if _covers(since, until, dates.get(text(r, "meeting"), ""))]
    graph = _attendance(inside)
    graph = _project(graph) if kind == "co-attendance" else graph
    untold = {text(r, "meeting_label") for r in rows if _unclear(r, dates, since, until)}
    graph.graph.update(kind=kind, since=since, until=until, status=status)
    graph.graph["left_out"] = "; ".join(sorted(untold))
    return graph


def text(row: Row, name: str) -> str:
    """A row's value as text; absent is empty."""
    value = row.get(name)
    return "" if value is None else str(value)


def _kept(rows: Iterable[Row], status: str) -> list[Row]:
    """What is actual, of the status asked for."""
    return [
        row
        for row in rows
        if text(row, "modality") in {"", "actual"} and status in {"", text(row, "basis")}
    ]


def _covers(since: str, until: str, when: str) -> bool:
    """Whether a meeting lies wholly between two dates; no bound lets everything in."""
    if not since and not until:
        return True
    days = _days(when)
    if days is None:
        return False
    first, last = days
    return (not since or first >= _bound(since)[0]) and (not until or last <= _bound(until)[1])


def _unclear(row: Row, dates: Mapping[str, str], since: str, until: str) -> bool:
    """Whether a meeting may or may not lie between two dates, for all that is known."""
    if not since and not until:
        return False
    when = dates.get(text(row, "meeting"), "")
    days = _days(when)
    if days is None:
        return True
    before = bool(since) and days[1] < _bound(since)[0]
    after = bool(until) and days[0] > _bound(until)[1]
    return not (before or after or _covers(since, until, when))


def _bound(given: str) -> tuple[str, str]:
    days = _days(given)
    if days is None:
        raise UnknownNameError(
            f"{given!r} is not a date", next_step="Write 2015, 2015-01 or 2015-01-22"
        )
    return days


def _days(lexical: str) -> tuple[str, str] | None:
    """The first and last day of a date, month or year in ISO form; None without a year."""
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-([0-3]\d))?", lexical)
    if found is None:
        return None
    year, month, day = found.groups()
    if day:
        return lexical, lexical
    if month:
        return f"{lexical}-01", f"{lexical}-{calendar.monthrange(int(year), int(month))[1]:02d}"
    return f"{year}-01-01", f"{year}-12-31"


def _membership(rows: list[Row]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph(kind="membership", left_out="")
    for row in sorted(rows, key=lambda r: (text(r, "member"), text(r, "coalition"))):
        member, coalition = text(row, "member"), text(row, "coalition")
        graph.add_node(
            member, label=text(row, "label"), kind="state", iso3=text(row, "iso3"), bipartite=0
        )
        graph.add_node(
            coalition, label=text(row, "coalition_label"), kind="coalition", iso3="", bipartite=1
        )
        _line(graph, member, coalition, row)
    return _sorted(graph)


def _attendance(rows: list[Row]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for row in rows:
        who, meeting = text(row, "participant"), text(row, "meeting")
        graph.add_node(
            who, label=text(row, "label"), kind=text(row, "kind"), iso3=text(row, "iso3"),
            bipartite=0,
        )  # fmt: skip
        graph.add_node(
            meeting, label=text(row, "meeting_label"), kind="meeting", iso3="", bipartite=1
        )
        _line(graph, who, meeting, row, meetings=text(row, "meeting_label"))
    return _sorted(graph)


def _line(graph: nx.Graph[str], a: str, b: str, row: Row, *, meetings: str = "") -> None:
    """One line for all rows between two nodes: the weightiest role, the firmest basis."""
    role, basis = text(row, "role"), text(row, "basis")
    if graph.has_edge(a, b):
        known = graph.edges[a, b]
        role = min(role, known["role"], key=_weight)
        basis = min(basis, known["basis"], key=_firmness)
    graph.add_edge(a, b, weight=1, role=role, basis=basis, meetings=meetings)


def _weight(role: str) -> tuple[int, str]:
    return (_WEIGHTIEST.index(role) if role in _WEIGHTIEST else len(_WEIGHTIEST), role)


def _firmness(basis: str) -> int:
    return STATUSES.index(basis) if basis in STATUSES else len(STATUSES)


def _project(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A·Aᵀ: for each pair of states, at how many meetings both were, and at which."""
    from scipy.sparse import triu

    states = [n for n, d in graph.nodes(data=True) if d["bipartite"] == 0]
    meetings = [n for n, d in graph.nodes(data=True) if d["bipartite"] == 1]
    projected: nx.Graph[str] = nx.Graph()
    projected.add_nodes_from(
        (
            n,
            {k: v for k, v in graph.nodes[n].items() if k != "bipartite"}
            | {"meetings": graph.degree[n]},
        )
        for n in states
    )
    if not states:
        return projected
    matrix = nx.bipartite.biadjacency_matrix(graph, states, meetings, weight=None, format="csr")
    shared = triu(matrix @ matrix.T, k=1).tocoo()
    attended: dict[str, set[str]] = defaultdict(set)
    for state in states:
        attended[state] = set(graph.neighbors(state))
    for i, j, count in zip(shared.row, shared.col, shared.data, strict=True):
        both = attended[states[i]] & attended[states[j]]
        labels = "; ".join(sorted(graph.nodes[m]["label"] for m in both))
        projected.add_edge(
            states[i], states[j], weight=int(count), meetings=labels, role="", basis=""
        )
    return _sorted(projected)


def _sorted(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The same graph with nodes and lines in the order of their ids: seeded measures need it."""
    ordered: nx.Graph[str] = nx.Graph(**graph.graph)
    ordered.add_nodes_from(sorted(graph.nodes(data=True), key=lambda item: item[0]))
    ordered.add_edges_from(
        sorted(
            ((min(a, b), max(a, b), d) for a, b, d in graph.edges(data=True)), key=lambda e: e[:2]
        )
    )
    return ordered
