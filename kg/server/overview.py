"""The whole graph at a glance: counts, gaps, and names found by what somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg.model import fold, words
from kg.pipeline import Archive
from kg.queries import Cell, ask, nearest, select
from kg.render.records import DRAWN
from kg.render.wording import count_words, date_words
from kg.server.about import Row
from kg.server.links import Links
from kg.server.timeline import occasions_of
from kg.store import Store
from kg.terms import CKG, RDFS, SKOS

_FOUND: Final = 40
_SENTENCES: Final = 12
_SUGGESTED: Final = 12
_KINDS: Final = {**DRAWN, CKG.Place.value: "place", CKG.Office.value: "office"}

LISTS: Final = {
    "coalition": "/q/coalitions", "meeting": "/q/meetings", "state": "/q/states",
    "official": "/q/officials", "organisation": "/q/organisations", "article": "/q/sources",
    "statement": "/q/statements",
}  # fmt: skip
"""Where all things of a kind are listed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing whose name was found."""

    iri: str
    label: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence that holds the words looked for."""

    before: str
    found: str
    after: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: things, sentences, and near names where nothing was found."""

    hits: tuple[Hit, ...]
    more: int
    quoted: tuple[Quoted, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows."""

    counts: dict[str, int]
    bases: dict[str, int]
    unknown: tuple[str, ...]
    coalitions: tuple[Row, ...]
    latest: tuple[Row, ...]
    snapshot: int


_names: dict[tuple[str, int], list[Hit]] = {}
"""The names of one snapshot, kept between searches; published snapshots never change."""


def lasting(store: Store) -> bool:
    """Whether what was read from a store stays true: its snapshot has a number of its own."""
    return store.snapshot > 0 and store.location != ":memory:"


def names_of(store: Store) -> list[Hit]:
    """Every name of every thing, labels first."""
    key = (store.location, store.snapshot)
    if key not in _names or not lasting(store):
        _names.clear()
        _names[key] = list(_read_names(store))
    return _names[key]


def _read_names(store: Store) -> Iterator[Hit]:
    classes = " ".join(f"<{iri}>" for iri in _KINDS)
    ways = f"{RDFS.label} {SKOS.altLabel} {CKG.iso3}"
    query = f"""SELECT DISTINCT ?x ?class ?how ?name {{ VALUES ?class {{ {classes} }}
        ?x a ?class . VALUES ?how {{ {ways} }} ?x ?how ?name }}"""
    rows = select(store, query).records()
    labels = {row["x"]: str(row["name"]) for row in rows if row["how"] == RDFS.label.value}
    rows.sort(key=lambda r: (r["how"] != RDFS.label.value, str(r["name"]), str(r["x"])))
    for iri, kind, name in dict.fromkeys(
        (r["x"], _KINDS[str(r["class"])], r["name"]) for r in rows
    ):
        yield Hit(str(iri), labels.get(iri, str(name)), kind, str(name))


def search(archive: Archive, wanted: str, links: Links) -> Found:
    """Things whose names hold the words, best first, and sentences that do."""
    store = archive.store
    found = _matching(store, wanted)
    near = () if found else tuple(nearest(wanted, sorted({h.label for h in names_of(store)})))
    quoted = tuple(_sentences(store, wanted, links)) if len(wanted.strip()) > 2 else ()
    return Found(tuple(found[:_FOUND]), max(0, len(found) - _FOUND), quoted, near)


def _matching(store: Store, wanted: str) -> list[Hit]:
    asked = words(wanted) or tuple(fold(wanted).split())
    ranked: dict[str, tuple[int, Hit]] = {}
    for hit in names_of(store):
        rank = _rank(asked, words(hit.name)) if asked else None
        if rank is not None and (hit.iri not in ranked or rank < ranked[hit.iri][0]):
            ranked[hit.iri] = (rank, hit)
    ordered = sorted(ranked.values(), key=lambda pair: (pair[0], pair[1].label, pair[1].iri))
    return [hit for _, hit in ordered]


def _rank(asked: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    """0 the whole name, 1 its beginning, 2 its words or their beginnings in any order."""
    if asked == name:
        return 0
    if " ".join(name).startswith(" ".join(asked)):
        return 1
    return 2 if all(any(n.startswith(a) for n in name) for a in asked) else None


def suggest(archive: Archive, typed: str) -> list[dict[str, str]]:
    """Names that what was typed may become."""
    hits = _matching(archive.store, typed)[:_SUGGESTED]
    return [{"label": hit.label, "kind": hit.kind, "iri": hit.iri} for hit in hits]


def _sentences(store: Store, wanted: str, links: Links) -> Iterator[Quoted]:
    from kg.rdf import literal

    query = f"""SELECT DISTINCT ?article ?title ?start ?end ?exact {{
        ?p a ckg:Passage ; ckg:exact ?exact ; ckg:article ?article ; ckg:start ?start ;
        ckg:end ?end . FILTER (CONTAINS(LCASE(?exact), {literal(wanted.strip().lower())}))
        ?article rdfs:label ?title }} ORDER BY ?article ?start LIMIT {_SENTENCES}"""
    for row in select(store, query):
        text = str(row["exact"])
        at = text.lower().find(wanted.strip().lower())
        end = at + len(wanted.strip())
        href = links.page(str(row["article"]), row["start"], row["end"])
        yield Quoted(text[:at], text[at:end], text[end:], str(row["title"]), href)


# The first page

_overviews: dict[tuple[str, int], Overview] = {}


def overview(archive: Archive) -> Overview:
    """Counts of everything and what is not known; read once for each snapshot."""
    store = archive.store
    key = (store.location, store.snapshot)
    if key not in _overviews or not lasting(store):
        _overviews.clear()
        _overviews[key] = _overview(store)
    return _overviews[key]


def _overview(store: Store) -> Overview:
    kinds = select(store, "SELECT ?k (COUNT(DISTINCT ?x) AS ?n) { ?x a ?k } GROUP BY ?k")
    number = {str(r["k"]): int(r["n"] or 0) for r in kinds}
    organisations = {k for k, v in DRAWN.items() if v == "organisation"}
    counts = {
        "coalition": number.get(CKG.Coalition.value, 0),
        "meeting": number.get(CKG.Meeting.value, 0),
        "state": number.get(CKG.State.value, 0),
        "official": number.get(CKG.Official.value, 0),
        "organisation": _distinct(store, organisations),
        "statement": number.get(CKG.Statement.value, 0),
        "article": number.get(CKG.Article.value, 0),
    }
    return Overview(
        counts, _bases(store), tuple(_unknown(store)), tuple(ask(store, "coalitions").records()),
        _latest(store), store.snapshot,
    )  # fmt: skip


def _distinct(store: Store, classes: set[str]) -> int:
    values = " ".join(f"<{iri}>" for iri in sorted(classes))
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?k {{ {values} }} ?x a ?k }}"
    return int(select(store, query).rows[0][0] or 0)


def _bases(store: Store) -> dict[str, int]:
    """How many facts are stated by some passage, how many are background; the rest follow."""
    told = {
        "stated": _count(store, '?p ckg:basis "stated" . ?x ckg:evidence ?p'),
        "background": _count(store, '?x ckg:basis "background" ; ckg:modality ?how'),
    }
    told["inferred"] = _count(store, "?x a ckg:Fact") - sum(told.values())
    return {b: told[b] for b in ("stated", "inferred", "background") if told[b] > 0}


def _latest(store: Store) -> tuple[Row, ...]:
    """The newest articles, with the number of facts that each supports."""
    query = """SELECT ?article ?title ?publisher ?published { ?article a ckg:Article .
        OPTIONAL { ?article ckg:title ?title } OPTIONAL { ?article ckg:publisher ?publisher }
        OPTIONAL { ?article ckg:published ?published } }
        ORDER BY DESC(?published) ?article LIMIT 6"""
    rows = select(store, query).records()
    return tuple({**row, "facts": _facts(store, str(row["article"]))} for row in rows)


def _facts(store: Store, article: str) -> int:
    return _count(store, f"?p ckg:article {NamedNode(article)} . ?x ckg:evidence ?p")


def _unknown(store: Store) -> Iterator[str]:
    """Sizes not filled, meetings without date or place, officials without an office."""
    seen = set()
    for row in ask(store, "stated-counts"):
        if row["counted"] == "states" and _positive(row["gap"]):
            line = _gap(row)
            if line not in seen:
                seen.add(line)
                yield line
    for occasion in occasions_of(store):
        place = occasion.place or occasion.kind == "phone_call"
        missing = [w for w, v in (("date", occasion.date), ("place", place)) if not v]
        if missing:
            yield f"{occasion.label}: no {' and no '.join(missing)} is given."
        elif not occasion.year:
            yield f"{occasion.label}: {date_words(occasion.date)}."
    silent = _count(store, "?x a ckg:Official . FILTER NOT EXISTS { ?t ckg:holder ?x }")
    if silent:
        yield f"{silent} official{'' if silent == 1 else 's'} without an office."
    quiet = _count(store, "?x a ckg:Official . FILTER NOT EXISTS { ?p ckg:participant ?x }")
    if quiet:
        yield f"{quiet} official{'' if quiet == 1 else 's'} not said to have been at any meeting."


def _gap(row: dict[str, Cell]) -> str:
    stated = count_words(str(row["qualifier"]).replace("exact", ""), str(row["stated"]), "states")
    return f"{row['subject_label']}: {stated}, of which {row['named']} named."


def _positive(cell: Cell) -> bool:
    return isinstance(cell, int) and cell > 0


def _count(store: Store, pattern: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"
    return int(select(store, query).rows[0][0] or 0)
