"""Reads what a page needs out of a store: facts, names, sentences, articles.

Knows nothing of pages. Everything comes through one callable, ``select``, which takes SPARQL and
returns rows keyed by variable; values may be plain or RDF terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, Protocol

from pyoxigraph import NamedNode

from kg.terms import CKG, NAMESPACE, RDF, RDFS, SKOS


class Row(Protocol):
    """One solution: a mapping, or what pyoxigraph gives."""

    def __getitem__(self, name: str, /) -> Any:  # noqa: ANN401 -- terms or plain values
        """The value of a variable."""


Rows = Iterable[Mapping[str, Any]]
Select = Callable[[str], Iterable[Row]]
"""Runs a SPARQL SELECT and gives its rows, keyed by variable without the question mark."""

DRAWN: Final = {
    CKG.State.value: "state",
    CKG.Coalition.value: "coalition",
    CKG.Official.value: "official",
    CKG.Meeting.value: "meeting",
    CKG.Organisation.value: "organisation",
    CKG.IntergovernmentalOrganisation.value: "organisation",
    CKG.GovernmentBody.value: "organisation",
    CKG.ArmedForce.value: "organisation",
    CKG.ArmedGroup.value: "organisation",
    CKG.Party.value: "organisation",
    CKG.Company.value: "organisation",
    CKG.NonGovernmentalOrganisation.value: "organisation",
}
"""Classes whose individuals are drawn, and as what."""

THINGS: Final = frozenset(
    term.value.removeprefix(NAMESPACE)
    for term in (
        *(CKG.member, CKG.group, CKG.holder, CKG.office, CKG.of, CKG.participant, CKG.meeting),
        *(CKG.onBehalfOf, CKG.speaker, CKG.addressee, CKG.subject, CKG.place, CKG.ofCoalition),
        *(CKG.drawnFrom, CKG.giver, CKG.receiver, CKG.attributedTo),
    )
)
"""Roles that are filled by things; the others hold values."""

_PREFIXES: Final = f"PREFIX ckg: <{NAMESPACE}>\nPREFIX rdfs: <{RDFS.label.value[:-5]}>\n"
_CLASSES: Final = " ".join(map(str, map(NamedNode, DRAWN)))
_ROLES: Final = " ".join(f"ckg:{name}" for name in sorted(THINGS))
_BATCH: Final = 250


@dataclass(slots=True)
class Record:
    """One fact as it stands in the store: class (local name), fillers by predicate (local name)."""

    iri: str
    kind: str = ""
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    passages: list[str] = field(default_factory=list)

    def things(self) -> Iterator[str]:
        """IRIs that fill its roles."""
        yield from (v for name in sorted(THINGS & self.roles.keys()) for v in self.roles[name])


@dataclass(frozen=True, slots=True)
class Thing:
    """Something facts are about: what it is drawn as (empty: not drawn) and its names."""

    iri: str
    label: str
    kind: str = ""
    iso3: str = ""
    token: str = ""
    names: tuple[str, ...] = ()


def plain(value: object) -> str:
    """A row's value as text, whether it is a term, a date or a number; absent is empty."""
    return "" if value is None else str(getattr(value, "value", value))


def busiest(select: Select, limit: int) -> tuple[list[str], int]:
    """The drawable things with most facts, busiest first, and how many there are in all."""
    classes = f"SELECT ?e WHERE {{ VALUES ?class {{ {_CLASSES} }} ?e a ?class }}"
    counts = dict.fromkeys((plain(row["e"]) for row in select(classes)), 0)
    # By roles, for all that points to a thing is many times as much: every mention does.
    told = select(
        f"{_PREFIXES}SELECT ?e (COUNT(DISTINCT ?fact) AS ?n) WHERE {{ "
        f"VALUES ?role {{ {_ROLES} }} ?fact ?role ?e ; a ckg:Fact }} GROUP BY ?e"
    )
    counts |= {iri: int(plain(row["n"])) for row in told if (iri := plain(row["e"])) in counts}
    return sorted(counts, key=lambda iri: (-counts[iri], iri))[:limit], len(counts)


def facts_of(select: Select, things: Iterable[str]) -> dict[str, Record]:
    """All facts that have one of these in a role."""
    found: set[str] = set()
    for values in _batches(things):
        query = f"SELECT DISTINCT ?fact WHERE {{ {values} ?fact ?role ?x ; a ckg:Fact }}"
        found |= {plain(row["fact"]) for row in select(_PREFIXES + query)}
    return facts(select, found)


def facts_within(select: Select, chosen: Iterable[str], ends: Iterable[str]) -> dict[str, Record]:
    """The facts that have one of these in a role of ``ends``, and nothing else that is drawn there.

    Their ends are looked at before they are read: of a large graph most lead elsewhere.
    """
    inside, roles = set(chosen), ", ".join(f"ckg:{name}" for name in sorted(set(ends)))
    found: dict[str, set[str]] = defaultdict(set)
    for values in _batches(inside):
        query = (
            f"SELECT ?fact ?other WHERE {{ {values} ?fact ?role ?x ; a ckg:Fact ; ?end ?other "
            f"FILTER (?role IN ({roles}) && ?end IN ({roles})) }}"
        )
        for row in select(_PREFIXES + query):
            found[plain(row["fact"])].add(plain(row["other"]))
    others = things(select, set().union(*found.values()) - inside)
    drawn = {iri for iri, thing in others.items() if thing.kind}
    return facts(select, (fact for fact, fillers in found.items() if not fillers & drawn))


def facts(select: Select, iris: Iterable[str]) -> dict[str, Record]:
    """The facts themselves with everything said of them, by IRI."""
    found: dict[str, Record] = {}
    for values in _batches(iris):
        for row in select(f"SELECT ?x ?p ?o WHERE {{ {values} ?x ?p ?o }} ORDER BY ?x ?p ?o"):
            iri, predicate, filler = (plain(row[name]) for name in "xpo")
            _note(found.setdefault(iri, Record(iri)), predicate, filler)
    return found


def _note(record: Record, predicate: str, filler: str) -> None:
    name = predicate.removeprefix(NAMESPACE)
    if predicate == RDF.type.value:
        kind = filler.removeprefix(NAMESPACE)
        record.kind = kind if kind != "Fact" or not record.kind else record.kind
        if record.kind == "Fact":
            record.kind = ""
    elif name == "evidence":
        record.passages.append(filler)
    elif predicate.startswith(NAMESPACE):
        record.roles[name].append(filler)


def things(select: Select, iris: Iterable[str]) -> dict[str, Thing]:
    """Names and classes of things, by IRI; what has no label is named by its IRI's end."""
    wanted = sorted(set(iris))
    rows: dict[str, dict[str, set[str]]] = {iri: defaultdict(set) for iri in wanted}
    names = (RDF.type, RDFS.label, SKOS.altLabel, CKG.iso3, CKG.kind)
    asked = ", ".join(map(str, names))
    for values in _batches(wanted):
        # A filter, for two VALUES would have the engine read every triple of these properties.
        query = f"SELECT ?x ?p ?o WHERE {{ {values} ?x ?p ?o FILTER (?p IN ({asked})) }}"
        for row in select(query):
            rows[plain(row["x"])][plain(row["p"])].add(plain(row["o"]))
    return {iri: _thing(iri, found) for iri, found in rows.items()}


def _thing(iri: str, found: Mapping[str, set[str]]) -> Thing:
    def least(term: NamedNode) -> str:
        return min(found.get(term.value, ()), default="")

    labels = sorted(found.get(RDFS.label.value, ()), key=lambda name: (-len(name), name))
    kinds = {DRAWN[c] for c in found.get(RDF.type.value, ()) if c in DRAWN}
    aliases = found.get(SKOS.altLabel.value, set()) | set(labels)
    label = labels[0] if labels else iri.rstrip("/").rpartition("/")[2]
    return Thing(
        iri, label, min(kinds, default=""), least(CKG.iso3), least(CKG.kind), tuple(sorted(aliases))
    )


def passages(select: Select, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Passages by IRI: article, start, end, exact, basis, rule, dateText, dateFromDocument."""
    return _values(select, iris)


def articles(select: Select, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Articles by IRI: identifier, title, url, publisher, published."""
    return _values(select, iris)


def _values(select: Select, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for values in _batches(iris):
        query = f"SELECT ?x ?p ?o WHERE {{ {values} ?x ?p ?o FILTER(?p != ckg:mentions) }}"
        for row in select(f"{_PREFIXES}{query} ORDER BY ?x ?p ?o"):
            name = plain(row["p"]).removeprefix(NAMESPACE)
            name = "title" if name == RDFS.label.value else name
            found.setdefault(plain(row["x"]), {}).setdefault(name, plain(row["o"]))
    return found


def _batches(iris: Iterable[str]) -> Iterator[str]:
    """``VALUES ?x { … }`` clauses over IRIs, some hundreds at a time, each checked to be one."""
    ordered = iter(sorted(set(iris)))
    while batch := list(islice(ordered, _BATCH)):
        yield f"VALUES ?x {{ {' '.join(str(NamedNode(iri)) for iri in batch)} }}"
