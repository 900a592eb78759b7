"""What the graph knows about one thing, gathered for its page; runs where queries run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.explain import Explanation, explain
from kg.model import fold
from kg.pipeline import Archive
from kg.queries import Cell, select
from kg.rdf import FACT_KINDS
from kg.render import records
from kg.render.gather import node_id, view_about
from kg.render.passages import TextOf
from kg.render.unknown import left_open
from kg.render.values import Claim, Node, Passage, View
from kg.render.wording import HEADINGS, TOGETHER
from kg.server.links import Links
from kg.server.timeline import Occasion, occasions_of
from kg.store import Store
from kg.terms import BASE, CKG, OWL, RDF, RDFS

SHOWN: Final = 120
"""How many facts of one kind a page shows; questions give all of them."""

_FACTS: Final = frozenset(kind.value for kind in FACT_KINDS)
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as a card, with the address of its place in the article."""

    pieces: tuple[tuple[str, str, str], ...]
    basis: str
    rule: str
    title: str
    publisher: str
    published: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in a list: from which end it is told, and what stands beside it."""

    claim: Claim
    inverse: bool = False
    label: str = ""
    office: str = ""
    aside: str = ""

    @property
    def other(self) -> str:
        """What the entry names."""
        claim = self.claim
        return claim.subject_label if self.inverse else claim.value or claim.object_label


@dataclass(frozen=True, slots=True)
class Bundle:
    """Facts that rest on the same sentences, which are shown once."""

    entries: tuple[Entry, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading."""

    heading: str
    bundles: tuple[Bundle, ...]

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(len(bundle.entries) for bundle in self.bundles)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing named in facts about another, and in how many."""

    node: str
    kind: str
    label: str
    facts: int


@dataclass(frozen=True, slots=True)
class About:
    """All that the page of a thing shows."""

    iri: str
    kind: str
    label: str
    note: str
    aliases: tuple[str, ...]
    groups: tuple[Group, ...]
    neighbours: tuple[Neighbour, ...]
    occasions: tuple[Occasion, ...]
    unknown: tuple[str, ...]
    articles: tuple[Row, ...]
    reasons: tuple[str, ...]
    facts: int
    shown: int

    @property
    def node(self) -> str:
        """The thing as cards name it."""
        return node_id(self.iri)


def known(store: Store, iris: Iterable[NamedNode]) -> NamedNode | None:
    """The first of these IRIs of which the view says anything."""
    return next((iri for iri in iris if store.ask(f"ASK {{ {iri} ?p ?o }}")), None)


def stands_for(store: Store, iris: Iterable[NamedNode], links: Links) -> NamedNode | None:
    """The view's IRI for one that is local to an article."""
    for iri in iris:
        graph = f"{links.base}graph/identity"
        query = f"SELECT ?x {{ GRAPH <{graph}> {{ {iri} {OWL.sameAs} ?x }} }}"
        for row in store.select(query):
            if isinstance(row["x"], NamedNode):
                return row["x"]
    return None


def about(archive: Archive, iri: NamedNode, links: Links) -> About:
    """Gather the page of a thing that the view knows."""
    store = archive.store
    chosen, total = _facts(store, iri)
    view = view_about(
        store.select, iri.value, chosen,
        counts=(counts := _counts(store, iri, chosen)), text_of=_texts(archive),
        snapshot=str(store.snapshot),
    )  # fmt: skip
    node = next(n for n in view.nodes if n.iri == iri.value)
    kind = node.id.partition("/")[0]
    return About(
        iri=iri.value, kind=kind, label=node.label, aliases=node.aliases,
        note=_noted(node, kind), groups=tuple(_groups(store, view, node.id, links)),
        neighbours=tuple(_neighbours(view, node.id)),
        occasions=_occasions(store, iri, view, kind),
        unknown=tuple(_missing(view, node, kind, chosen, counts)),
        articles=tuple(_naming(store, iri)), reasons=_reasons(store, iri, links),
        facts=total, shown=len(chosen),
    )  # fmt: skip


def _noted(node: Node, kind: str) -> str:
    if kind in {"office", "place"}:
        return ""
    return node.iso3 if kind == "state" else node.note


def _texts(archive: Archive) -> TextOf:
    def text_of(article_id: str) -> str | None:
        article = archive.library.get(article_id)
        return article.text if article else None

    return text_of


def _facts(store: Store, iri: NamedNode) -> tuple[dict[str, records.Record], int]:
    """The first facts of each kind about a thing, and how many there are in all."""
    found: dict[str, list[str]] = defaultdict(list)
    # Asking for the class ckg:Fact here would have the engine read every fact there is.
    query = f"SELECT DISTINCT ?fact ?kind {{ ?fact ?role {iri} ; a ?kind }} ORDER BY ?kind ?fact"
    for row in select(store, query):
        if row["kind"] in _FACTS:
            found[str(row["kind"])].append(str(row["fact"]))
    chosen = [fact for facts in found.values() for fact in facts[:SHOWN]]
    return records.facts(store.select, chosen), sum(map(len, found.values()))


def _counts(
    store: Store, iri: NamedNode, facts: Mapping[str, records.Record]
) -> list[dict[str, Any]]:
    """The sizes stated of a thing beside how many states are named, as ``stated-counts`` has it."""
    stated = [
        r.roles
        for r in facts.values()
        if r.kind == "StatedCount" and r.roles["counted"] == ["states"]
    ]
    if not stated:
        return []
    query = f"""SELECT (COUNT(DISTINCT ?state) AS ?n) {{ ?state a ckg:State .
        {{ ?state ckg:tookPartIn {iri} }} UNION {{ ?fact a ckg:Membership ; ckg:group {iri} ;
        ckg:member ?state ; ckg:modality "actual" ; ckg:evidence ?why }} }}"""
    named = int(select(store, query).rows[0][0] or 0)
    label = next(iter(records.things(store.select, [iri.value]).values())).label
    return [
        {"subject": iri.value, "subject_label": label, "counted": "states",
         "stated": (value := int(roles["value"][0])), "named": named, "gap": value - named,
         "qualifier": next(iter(roles["qualifier"]), "exact")}
        for roles in stated
    ]  # fmt: skip


# Facts under headings


def _groups(store: Store, view: View, node: str, links: Links) -> Iterator[Group]:
    found: dict[str, dict[object, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    told = {passage.id: passage for passage in view.passages}
    for claim in view.claims:
        if claim.shown and node in {claim.subject, claim.object}:
            heading, entry = _entry(claim, node)
            found[heading][_same_evidence(claim, told)].append(entry)
    cards = cards_of(store, view, links)
    rank = {heading: n for n, heading in enumerate(HEADINGS)}
    for heading in sorted(found, key=lambda h: (rank.get(h, len(rank)), h)):
        bundles = [_bundle(entries, cards) for entries in found[heading].values()]
        yield Group(heading, tuple(sorted(bundles, key=lambda b: (-len(b.entries), _order(b)))))


def _order(bundle: Bundle) -> tuple[bool, str, str]:
    card = bundle.cards[0].href if bundle.cards else ""
    return not bundle.cards, card, bundle.entries[0].claim.id


def _same_evidence(claim: Claim, told: Mapping[str, Passage]) -> object:
    pieces = tuple(told[p].pieces for p in claim.evidence)
    return pieces, claim.basis, claim.modality, claim.attributed_to, claim.rule, claim.source


def _entry(claim: Claim, node: str) -> tuple[str, Entry]:
    inverse = claim.subject != node
    label = (claim.inverse if inverse else claim.group) or claim.group
    together = not inverse and label in TOGETHER
    office = claim.role if claim.family == "office" else ""
    beside = [office if inverse else "", claim.value if inverse else "", claim.note]
    return "What is said of it" if together else label, Entry(
        claim, inverse, label if together else "", "" if inverse else office,
        ", ".join(filter(None, beside)),
    )  # fmt: skip


def _bundle(entries: Sequence[Entry], cards: Mapping[str, Card]) -> Bundle:
    ordered = sorted(
        entries,
        key=lambda e: (TOGETHER.index(e.label) if e.label else -1, fold(e.other), e.claim.id),
    )
    shown = {(c.href, c.pieces): c for p in ordered[0].claim.evidence if (c := cards.get(p))}
    return Bundle(tuple(ordered), tuple(shown.values()))


def cards_of(store: Store, view: View, links: Links) -> dict[str, Card]:
    """The view's passages as cards, by the ends of their IRIs."""
    iris = {f"{base}id/passage/{p.id}" for p in view.passages for base in (links.base, BASE)}
    places = {node_id(iri): told for iri, told in records.passages(store.select, iris).items()}
    cards = {}
    for passage in view.passages:
        told = places.get(f"passage/{passage.id}", {})
        start, end = (int(told.get(side, 0)) for side in ("start", "end"))
        cards[passage.id] = Card(
            passage.pieces, passage.basis, passage.rule, passage.title, passage.publisher,
            passage.published, links.page(told.get("article", ""), start, end),
        )  # fmt: skip
    return cards


# Around it


def _neighbours(view: View, focus: str) -> Iterator[Neighbour]:
    named: Counter[str] = Counter()
    for claim in view.claims:
        if (
            claim.shown
            and claim.subject
            and claim.object
            and focus in {claim.subject, claim.object}
        ):
            named[claim.object if claim.subject == focus else claim.subject] += 1
    nodes = {node.id: node for node in view.nodes}
    for node, facts in sorted(named.items(), key=lambda kv: (-kv[1], fold(nodes[kv[0]].label))):
        if node != focus:
            yield Neighbour(node, node.partition("/")[0], nodes[node].label, facts)


def _occasions(store: Store, iri: NamedNode, view: View, kind: str) -> tuple[Occasion, ...]:
    """The meetings it has to do with; for a meeting, those of the same coalition."""
    meetings = {n.iri for n in view.nodes if n.kind == "meeting"}
    if kind == "meeting":
        query = f"""SELECT DISTINCT ?other {{ ?one ckg:meeting {iri} ; ckg:ofCoalition ?whose .
            ?two ckg:ofCoalition ?whose ; ckg:meeting ?other }}"""
        meetings |= {str(row["other"]) for row in select(store, query)}
    return occasions_of(store, meetings)


def _naming(store: Store, iri: NamedNode) -> Sequence[Row]:
    query = f"""SELECT DISTINCT ?article ?title ?publisher ?published {{
        ?article a ckg:Article ; ckg:mentions {iri} .
        OPTIONAL {{ ?article rdfs:label ?title }} OPTIONAL {{ ?article ckg:publisher ?publisher }}
        OPTIONAL {{ ?article ckg:published ?published }} }} ORDER BY ?published ?article LIMIT 60"""
    return select(store, query).records()


def _reasons(store: Store, iri: NamedNode, links: Links) -> tuple[str, ...]:
    query = f"""SELECT DISTINCT ?why {{ GRAPH <{links.base}graph/identity> {{
        ?local {OWL.sameAs} {iri} ; {RDFS.comment} ?why }} }} ORDER BY ?why LIMIT 20"""
    return tuple(str(row["why"]) for row in select(store, query))


# What is not told


def _missing(
    view: View, node: Node, kind: str, facts: Mapping[str, records.Record],
    counts: list[dict[str, Any]],
) -> Iterator[str]:  # fmt: skip
    own = tuple(c for c in view.claims if c.family not in {"attendance", "office"})
    focused = replace(view, nodes=(replace(node, kind=node.kind),), claims=own, unknown=())
    if kind in {"meeting", "coalition"}:
        yield from left_open(focused, counts).unknown
    yield from _MISSING.get(kind, lambda *_: iter(()))(view, node, facts)


def _meeting(view: View, node: Node, facts: Mapping[str, records.Record]) -> Iterator[str]:
    kinds = {n.id: n.kind for n in view.nodes}
    states = {
        c.subject
        for c in view.claims
        if c.family == "attendance" and c.object == node.id and c.modality == "actual"
        and kinds.get(c.subject) == "state"
    }  # fmt: skip
    spoken = {node_id(i) for r in facts.values() for i in r.roles.get("onBehalfOf", ())}
    silent = len(states - spoken)
    if silent:
        yield f"For {silent} of {len(states)} states no official is named as taking part."
    if not states:
        yield "No state is named as taking part."


def _official(view: View, node: Node, facts: Mapping[str, records.Record]) -> Iterator[str]:
    families = {c.family for c in view.claims if c.shown and c.subject == node.id}
    if "office" not in families:
        yield "The articles give no office."
    if "attendance" not in families:
        yield "Named, but not said to have taken part in a meeting."


def _coalition(view: View, node: Node, facts: Mapping[str, records.Record]) -> Iterator[str]:
    groups = {(c.inverse if c.object == node.id else c.group) for c in view.claims if c.shown}
    for heading, what in (
        ("Led by", "Nobody is said to lead it."),
        ("Members", "No member is named."),
        ("Stated size", "No article says how many belong to it."),
        ("Meetings", "No meeting of it is named."),
    ):
        if heading not in groups:
            yield what


def _state(view: View, node: Node, facts: Mapping[str, records.Record]) -> Iterator[str]:
    families = {c.family for c in view.claims if c.shown}
    if "office" not in families:
        yield "No official of this state is named."
    if "attendance" not in families:
        yield "Not said to have taken part in a meeting."
    if "membership" not in families:
        yield "No membership is stated or follows."


_MISSING: Final[Mapping[str, Any]] = {
    "meeting": _meeting, "official": _official, "coalition": _coalition, "state": _state,
}  # fmt: skip


# Facts


@dataclass(frozen=True, slots=True)
class Why:
    """All that the page of a fact shows: the explanation and the things it is about."""

    iri: str
    kind: str
    tree: Explanation
    things: tuple[Neighbour, ...]
    modality: str


def why(archive: Archive, iri: NamedNode) -> Why:
    """Gather the page of a fact. Raises: UnknownNameError when the view has no such fact."""
    store = archive.store
    tree = explain(store, iri)
    record = records.facts(store.select, [iri.value])[iri.value]
    named = records.things(store.select, record.things())
    things = [
        Neighbour(node_id(i), node_id(i).partition("/")[0], named[i].label, 1)
        for i in dict.fromkeys(record.things())
    ]
    modality = next(iter(record.roles["modality"]), "actual")
    return Why(iri.value, record.kind, tree, tuple(things), modality)


def is_fact(store: Store, iri: NamedNode) -> bool:
    """Whether the view has a fact of that IRI."""
    return store.ask(f"ASK {{ {iri} {RDF.type} {CKG.Fact} }}")


def place_of(store: Store, passage: NamedNode, links: Links) -> str:
    """Where a passage stands in its article, as an address; empty when there is none."""
    query = f"SELECT ?a ?s ?e {{ {passage} ckg:article ?a ; ckg:start ?s ; ckg:end ?e }}"
    for row in select(store, query):
        return links.page(str(row["a"]), row["s"], row["e"])
    return ""
