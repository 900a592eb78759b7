"""Named questions answered for the web: rows as JSON, CSV or Turtle, or as a table with links."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.pipeline import Archive
from kg.queries import Cell, NamedQuery, Result, ask
from kg.render import records
from kg.server.links import Links, short
from kg.store import PREFIXES, Store

TABLE: Final = 100
"""Rows on one page of a table."""

_DETAILS: Final = frozenset({"start", "end", "rule", "confidence", "identifier"})
_BESIDE: Final = {"place": "place_iri", "office": "office_iri", "title": "article"}
_OTHERS: Final = frozenset(
    {"article", "of", "on_behalf_of", "previous", "country", "lead", "statement"}
)
_THINGS: Final = 2000
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows are wanted: all from ``offset`` on, at most ``limit`` (0: as many as allowed)."""

    limit: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer as text: how many rows there are, and whether the text was cut."""

    text: str
    total: int
    snapshot: int
    cut: str = ""

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell for people: its words, and where they lead."""

    text: str = ""
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for people: headings (with whether they hold numbers) and cells.

    ``shared`` is what all rows have in common, said once.
    """

    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[TableCell, ...], ...]
    total: int
    offset: int
    shared: tuple[tuple[str, TableCell], ...] = ()


def answer(
    archive: Archive, name: str, values: Mapping[str, str], form: str, part: Slice, most: int
) -> Answer:
    """Ask a named question and write the answer as ``json``, ``csv`` or ``ttl``.

    Parameters: ``most`` is how many rows an answer may have.
    Raises: as ``kg.queries.ask``.
    """
    return written(archive, ask(archive.store, name, **values), form, part, most)


def written(archive: Archive, found: Result, form: str, part: Slice, most: int) -> Answer:
    """An answer's rows as ``json``, ``csv`` or ``ttl``."""
    rows, cut = _sliced(found, part, most)
    text = _WRITERS[form](archive.store, rows)
    return Answer(text, len(found), archive.store.snapshot, cut)


def _sliced(found: Result, part: Slice, most: int) -> tuple[Result, str]:
    wanted = found.rows[part.offset :]
    wanted = wanted[: part.limit] if part.limit else wanted
    cut = f"rows; {most} of {len(wanted)}" if len(wanted) > most else ""
    return Result(found.columns, wanted[:most]), cut


def _json(store: Store, rows: Result) -> str:
    return json.dumps(rows.records(), ensure_ascii=False, allow_nan=False) + "\n"


def _csv(store: Store, rows: Result) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if c is None else plain(c) for c in row] for row in rows.rows)
    return out.getvalue()


def plain(cell: Cell) -> str:
    """A value as text, booleans as SPARQL spells them."""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _turtle(store: Store, rows: Result) -> str:
    """What the graph says of the things in the rows themselves."""
    iris = sorted({c for row in rows.rows for c in row if isinstance(c, str) and _ours(c)})
    triples: list[Triple] = []
    for at in range(0, min(len(iris), _THINGS), 200):
        chosen = " ".join(str(NamedNode(iri)) for iri in iris[at : at + 200])
        triples += store.construct(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {chosen} }} ?s ?p ?o }}"
        )
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


_WRITERS: Final = {"json": _json, "csv": _csv, "ttl": _turtle}


def _ours(cell: str) -> bool:
    return bool(Links().local(cell))


def table(store: Store, found: Result, part: Slice, links: Links) -> Table:
    """One page of an answer for people: names that lead to pages, and to the sentence."""
    rows = Result(found.columns, found.rows[part.offset : part.offset + (part.limit or TABLE)])
    iris = {c for row in rows.rows for c in row if isinstance(c, str) and links.local(c)}
    labels = {iri: thing.label for iri, thing in records.things(store.select, iris).items()}
    columns = _shown(rows, links)
    cells = [
        tuple(_cell(row, column, source, labels, links) for column, source in columns)
        for row in rows.records()
    ]
    headings = tuple(
        (_heading(column, source), _numeric(rows, column)) for column, source in columns
    )
    same = _same(found, rows, columns)
    left = [n for n in range(len(columns)) if n not in same]
    return Table(
        tuple(headings[n] for n in left),
        tuple(_dittoed([tuple(row[n] for n in left) for row in cells])),
        len(found),
        part.offset,
        tuple((headings[n][0], cells[0][n]) for n in same if cells[0][n].text != "actual"),
    )


def _same(found: Result, rows: Result, columns: Sequence[tuple[str, str]]) -> list[int]:
    """Columns with one value in the whole answer, unless that would leave no table."""
    if len(rows) < _FEW:
        return []
    same = [n for n, (c, _) in enumerate(columns) if len(set(found.column(c))) == 1]
    return same if len(same) < len(columns) else []


def _shown(rows: Result, links: Links) -> list[tuple[str, str]]:
    """Columns worth showing, each with the column whose IRI it leads to (itself, or none)."""
    present = [c for c in rows.columns if any(v is not None for v in rows.column(c))]
    things = [c for c in present if _holds_things(rows, c, links)]
    own = next((c for c in ("label", "name") if c in present), "")
    covered = {c.removesuffix("_label") for c in present if c.endswith("_label")}
    labels = {f"{c}_label" for c in covered}
    main = next((c for c in things if own and c not in {*_OTHERS, *covered}), "")
    beside = {c: by for c, by in _BESIDE.items() if c in present and by in things}
    hidden = {main, *labels, *beside.values(), *_DETAILS} - {""}
    sources = {own: main, **beside}
    # A thing's name stands where its IRI stood.
    order = [own if c == main else c for c in present if c != own or not main]
    shown = [c for c in order if c not in hidden] or present
    return [(c, sources.get(c) or (c if c in things else "")) for c in shown]


def _holds_things(rows: Result, column: str, links: Links) -> bool:
    return any(isinstance(v, str) and links.local(v) for v in rows.column(column))


def _heading(column: str, source: str) -> str:
    said = source if column in {"label", "name"} and source else column
    return said.replace("_", " ").removesuffix(" iri")


def _numeric(rows: Result, column: str) -> bool:
    return all(isinstance(v, int | float | None) for v in rows.column(column))


def _cell(
    row: Mapping[str, Cell], column: str, source: str, labels: Mapping[str, str], links: Links
) -> TableCell:
    value = row[column]
    if value is None:
        return TableCell()
    leads = row.get(source) if source else value
    href = ""
    if isinstance(leads, str):
        place = (row.get("start"), row.get("end")) if source == "article" else ()
        href = links.page(leads, *place)
    kind = "quote" if column in {"quote", "text"} else column
    if column == "statement":
        return TableCell("why", href, kind)
    label = row.get(f"{column}_label") or labels.get(str(value)) or short(plain(value))
    return TableCell(str(label), href, kind)


def _dittoed(rows: Sequence[tuple[TableCell, ...]]) -> Iterator[tuple[TableCell, ...]]:
    """A sentence that stands just above is not said again."""
    above: tuple[TableCell, ...] = ()
    for row in rows:
        yield tuple(
            TableCell("same sentence", kind="ditto")
            if above and cell.kind == "quote" and cell.text and above[n] == cell
            else cell
            for n, cell in enumerate(row)
        )
        above = row


def described(query: NamedQuery) -> dict[str, object]:
    """A question as JSON: what it answers, takes and gives."""
    return {
        "name": query.name,
        "summary": query.summary,
        "notes": list(query.notes),
        "parameters": [{"name": p.name, "type": p.type, "help": p.help} for p in query.parameters],
        "columns": list(query.columns),
        "href": f"/q/{query.name}",
    }
