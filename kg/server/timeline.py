"""Meetings in time: which there are, and where each stands in a drawing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import NamedNode

from kg.queries import select
from kg.render.boxes import text_width
from kg.store import Store

_LEFT, _TOP, _ROW, _FONT = 26, 34, 28, 14
_NARROWEST: Final = 1030
_WIDEST_YEAR: Final = 520
_LONGEST: Final = 46
_FULL: Final = re.compile(r"(\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting with its date as far as given, in ISO form (empty: not given).

    ``inferred`` says that no sentence states the date; ``coalition`` whose meeting it is, or else
    whose members took part.
    """

    iri: str
    label: str
    date: str = ""
    end: str = ""
    status: str = "held"
    place: str = ""
    coalition: str = ""
    inferred: bool = False
    kind: str = ""

    @property
    def year(self) -> str:
        """The year, or nothing when none is given."""
        found = _FULL.fullmatch(self.date)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A meeting in the drawing."""

    x: float
    y: float
    text: str
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its size, years (x, text), lanes (y, height, name) and meetings."""

    width: int
    height: int
    years: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[float, float, str], ...]
    dots: tuple[Dot, ...]


def occasions_of(store: Store, meetings: Iterable[str] | None = None) -> tuple[Occasion, ...]:
    """Meetings with what is said of when and where, the earliest first, the undated last.

    Parameters: ``meetings`` are IRIs; None means every meeting. Of several dates the most precise
    counts, of several places or coalitions the first by name.
    """
    chosen = None if meetings is None else sorted(meetings)
    if chosen == []:
        return ()
    listed = "" if chosen is None else " ".join(str(NamedNode(iri)) for iri in chosen)
    values = f"VALUES ?m {{ {listed} }}" if listed else ""
    # Few meetings are looked up one by one; for all of them their occurrences are read.
    kind = "" if listed else "a ckg:Occurrence ;"
    query = f"""SELECT ?m ?label ?p ?o ?name ?end ?basis {{
        {values} ?m a ckg:Meeting ; rdfs:label ?label .
        OPTIONAL {{ {values} ?fact {kind} ckg:meeting ?m ; ?p ?o ; ckg:modality ?how .
          FILTER (?how != "denied")
          FILTER (?p IN (ckg:date, ckg:status, ckg:place, ckg:ofCoalition, ckg:drawnFrom, ckg:kind))
          OPTIONAL {{ ?fact ckg:endDate ?end }} OPTIONAL {{ ?fact ckg:evidence/ckg:basis ?basis }}
          OPTIONAL {{ ?o rdfs:label ?name }} }} }}"""
    told: dict[tuple[str, str], dict[str, list[tuple[str, str, bool]]]] = {}
    for row in select(store, query):
        said = told.setdefault((str(row["m"]), str(row["label"])), defaultdict(list))
        said[str(row["p"]).rpartition("#")[2]].append(
            (str(row["name"] or row["o"]), str(row["end"] or ""), row["basis"] == "inferred")
        )
    found = [_occasion(iri, label, said) for (iri, label), said in told.items()]
    return tuple(sorted(found, key=lambda o: (not o.year, o.date, o.label, o.iri)))


def _occasion(iri: str, label: str, said: dict[str, list[tuple[str, str, bool]]]) -> Occasion:
    dates = sorted(said["date"], key=lambda d: (d[0].startswith("-"), -len(d[0]), d[2], d))
    statuses = {value for value, *_ in said["status"]}
    status = next((s for s in ("held", "cancelled", "planned") if s in statuses), "held")
    day, end, inferred = dates[0] if dates else ("", "", False)
    place, own, drawn = (_first(said[k]) for k in ("place", "ofCoalition", "drawnFrom"))
    kind = _first(said["kind"])
    return Occasion(iri, label, day, end, status, place, own or drawn, inferred, kind)


def _first(told: Iterable[tuple[str, str, bool]]) -> str:
    return min((value for value, *_ in told), default="")


def chart(occasions: Sequence[Occasion]) -> Chart | None:
    """Where dated meetings stand: a lane for each coalition, labels beside dots, none overlapping.

    Returns: None when no meeting has a year.
    """
    dated = [(o, day) for o in occasions if (day := _moment(o.date)) is not None]
    if not dated:
        return None
    first, last = min(day for _, day in dated), max(day for _, day in dated)
    start, end = int(first), int(last) + 1
    scale = min(_WIDEST_YEAR, max(_NARROWEST / (end - start), 12.0))
    lanes, dots, y, reach = [], [], float(_TOP), 0.0
    for name in sorted({o.coalition for o, _ in dated}, key=lambda n: (not n, n)):
        mine = [pair for pair in dated if pair[0].coalition == name]
        placed, rows = _lane(mine, start, scale, y + 24)
        height = 24 + rows * _ROW + 8
        lanes.append((y, height, name or "No coalition named"))
        dots += placed
        y += height
        reach = max(reach, *(d.x + 14 + text_width(d.text, _FONT) for d in placed))
    width = max(_LEFT + (end - start) * scale + 64, reach + 20)
    every = max(1, round(60 / scale))
    years = [(round(_LEFT + (n - start) * scale, 1), str(n)) for n in range(start, end + 1, every)]
    return Chart(round(width), round(y), tuple(years), tuple(lanes), tuple(dots))


def _lane(
    mine: Sequence[tuple[Occasion, float]], start: int, scale: float, top: float
) -> tuple[list[Dot], int]:
    """Dots of one lane, each in the first row where its label has room."""
    ends: list[float] = []
    placed = []
    for occasion, moment in mine:
        x = _LEFT + (moment - start) * scale
        text = _shortened(occasion.label)
        row = next((n for n, taken in enumerate(ends) if taken < x - 10), len(ends))
        ends[row : row + 1] = [x + 18 + text_width(text, _FONT)]
        placed.append(Dot(round(x, 1), top + row * _ROW + _ROW / 2, text, occasion))
    return placed, len(ends)


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _moment(lexical: str) -> float | None:
    """A date as a number of years; a month or year without a day stands in its middle."""
    found = _FULL.fullmatch(lexical)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    if month is None:
        return year + 0.5
    try:
        passed = date(2001, int(month), min(int(day or 15), 28)).timetuple().tm_yday
    except ValueError:
        return year + 0.5
    return year + (passed + max(int(day or 0) - 28, 0) - 1) / 366
