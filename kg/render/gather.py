"""From a store to a view: which facts belong on a page, in words, with their sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kg.render import records
from kg.render.passages import TextOf, cut
from kg.render.records import Record, Rows, Select, Thing, plain
from kg.render.unknown import left_open
from kg.render.values import BUSIEST, BUSY_LIMIT, Claim, Edge, Node, Passage, View
from kg.render.wording import Wording, count_words, date_words, first, kind_words, weight, word

Ask = Callable[[str], Rows]
"""Runs a named query without parameters and gives its rows."""

_ENDS: Final = {
    "Participation": ("participant", "meeting"),
    "Membership": ("member", "group"),
    "Tenure": ("holder", "of"),
    "Occurrence": ("meeting", "ofCoalition", "drawnFrom"),
    "StatedCount": ("subject",),
    "Statement": ("speaker",),
    "Support": ("giver", "receiver"),
}
"""The roles whose fillers must be on the page for a fact to be shown."""
_DECIDING: Final = sorted({end for ends in _ENDS.values() for end in ends} - {"of"})
"""Those that may not lead elsewhere: whose officer somebody is counts, drawn or not."""


def view_from(
    select: Select,
    *,
    ask: Ask | None = None,
    focus: str = "",
    text_of: TextOf | None = None,
    snapshot: str = "",
) -> View:
    """Gather what a page shows.

    Parameters
    ----------
    select
        Runs SPARQL over the view and returns rows keyed by variable.
    ask
        Runs a named query; used for ``stated-counts``. Without it sizes come from the facts.
    focus
        The IRI of the thing the page is about; empty for the whole graph.
    text_of
        The stored text of an article, by its identifier; gives each sentence its surroundings.
    snapshot
        What the figures were read from, printed on the page.

    Returns
    -------
    View
        Without positions; ``kg.render.layout.place`` adds them. A focus brings its own facts,
        those among everything they name, the officials its articles give to its states, and whom an
        official met. Above
        ``BUSY_LIMIT`` things the ``BUSIEST`` are kept and ``left_out`` counts the others.
    """
    found = _select_facts(select, focus)
    premises = _premises(select, found.facts)
    named = _named(select, found, premises)
    counts = list(ask("stated-counts")) if ask is not None else []
    view = _Assembly(select, found, premises, named, text_of).view(focus, snapshot)
    return left_open(_with_notes(view, counts), counts)


def view_about(
    select: Select,
    focus: str,
    facts: Mapping[str, Record],
    *,
    counts: Iterable[Mapping[str, Any]] = (),
    text_of: TextOf | None = None,
    snapshot: str = "",
) -> View:
    """The claims and passages of facts chosen already, for a page about one thing.

    Parameters
    ----------
    select
        Runs SPARQL over the view and returns rows keyed by variable.
    focus
        The IRI of the thing the page is about; empty for none.
    facts
        The facts by IRI, as ``kg.render.records.facts`` reads them.
    counts
        Rows of the query ``stated-counts`` about the things on the page.
    text_of
        The stored text of an article, by its identifier.
    snapshot
        What was read.

    Returns
    -------
    View
        Every thing that the facts name is a node, places and offices too; without lines.
    """
    named = {i for record in facts.values() for i in record.things()} | ({focus} - {""})
    found = _Found(named, dict(facts))
    premises = _premises(select, found.facts)
    assembly = _Assembly(select, found, premises, _named(select, found, premises), text_of)
    return _with_notes(replace(assembly.view(focus, snapshot), edges=()), list(counts))


@dataclass(slots=True)
class _Found:
    drawn: set[str]
    facts: dict[str, Record]
    left_out: int = 0


def _select_facts(select: Select, focus: str) -> _Found:
    if not focus:
        chosen, total = records.busiest(select, BUSY_LIMIT)
        chosen = chosen if total <= BUSY_LIMIT else chosen[:BUSIEST]
        within = records.facts_within(select, chosen, _DECIDING)
        return _Found(set(chosen), _among(within, set(chosen), select), total - len(chosen))
    own = records.facts_of(select, [focus])
    near = _drawable(select, own.values()) | {focus}
    touching = records.facts_of(select, near)
    near |= _met(own, touching, focus)
    near |= _spokesmen(select, own, touching, near)
    touching |= records.facts_of(select, near - {focus})
    busy = _by_facts(near, touching)
    chosen = (
        busy if len(busy) <= BUSY_LIMIT else [focus, *(i for i in busy if i != focus)][:BUSIEST]
    )
    return _Found(set(chosen), _among(touching, set(chosen), select), len(busy) - len(chosen))


def _by_facts(near: set[str], facts: Mapping[str, Record]) -> list[str]:
    count: dict[str, int] = dict.fromkeys(near, 0)
    for record in facts.values():
        for thing in set(record.things()) & near:
            count[thing] += 1
    return sorted(near, key=lambda iri: (-count[iri], iri))


def _drawable(select: Select, facts: Iterable[Record]) -> set[str]:
    named = {iri for record in facts for iri in record.things()}
    return {iri for iri, thing in records.things(select, named).items() if thing.kind}


def _met(own: Mapping[str, Record], touching: Mapping[str, Record], focus: str) -> set[str]:
    """Whom an official met: the officials at the same meetings (people act for somebody)."""
    mine = [r for r in own.values() if r.kind == "Participation" and r.roles["onBehalfOf"]]
    meetings = {i for r in mine if focus in r.roles["participant"] for i in r.roles["meeting"]}
    others = (r for r in touching.values() if r.kind == "Participation" and r.roles["onBehalfOf"])
    return {i for r in others if set(r.roles["meeting"]) & meetings for i in r.roles["participant"]}


def _spokesmen(
    select: Select, own: Mapping[str, Record], touching: Mapping[str, Record], near: set[str]
) -> set[str]:
    """Holders of an office of a state on the page whom the focus's own articles name."""
    tenures = [r for r in touching.values() if r.kind == "Tenure" and set(r.roles["of"]) & near]
    passages = records.passages(select, [p for r in (*own.values(), *tenures) for p in r.passages])
    told = {passages[p].get("article") for r in own.values() for p in r.passages if p in passages}
    return {
        holder
        for r in tenures
        if told & {passages[p].get("article") for p in r.passages if p in passages}
        for holder in r.roles["holder"]
    }


def _among(facts: dict[str, Record], drawn: set[str], select: Select) -> dict[str, Record]:
    """Facts whose ends are on the page; an end that is never drawn (a place) does not count."""
    ends = {i for r in facts.values() for e in _ENDS.get(r.kind, ()) for i in r.roles.get(e, ())}
    missing = ends - drawn
    foreign = {i for i, thing in records.things(select, missing).items() if thing.kind}

    def belongs(record: Record) -> bool:
        fillers = {i for e in _ENDS.get(record.kind, ()) for i in record.roles.get(e, ())}
        if record.kind == "Tenure":  # whose officer somebody is counts, drawn or not
            return bool(set(record.roles["holder"]) & drawn)
        return bool(fillers & drawn) and not fillers & foreign

    return {iri: record for iri, record in facts.items() if belongs(record)}


def _premises(select: Select, facts: Mapping[str, Record]) -> dict[str, Record]:
    """Premises that are not on the page themselves, and theirs, three steps deep."""
    found: dict[str, Record] = {}
    layer: Iterable[Record] = facts.values()
    for _ in range(3):
        wanted = (
            {p for r in layer for p in r.roles.get("premise", ())} - facts.keys() - found.keys()
        )
        new = records.facts(select, wanted)
        found |= new
        layer = new.values()
    return found


def _named(select: Select, found: _Found, premises: Mapping[str, Record]) -> dict[str, Thing]:
    iris = {i for r in (*found.facts.values(), *premises.values()) for i in r.things()}
    return records.things(select, iris | found.drawn)


def node_id(iri: str) -> str:
    """The permalink of a thing: what follows ``/id/`` in its IRI, or all of a foreign IRI."""
    return iri.partition("/id/")[2] or iri


class _Assembly:
    """Puts records together into claims, passages, lines and nodes."""

    def __init__(
        self,
        select: Select,
        found: _Found,
        premises: Mapping[str, Record],
        named: Mapping[str, Thing],
        text_of: TextOf | None,
    ) -> None:
        self.found, self.named = found, named
        self.records = {**found.facts, **premises}
        cited = [p for r in self.records.values() for p in r.passages]
        self.passages = records.passages(select, cited)
        self.articles = records.articles(
            select, {p["article"] for p in self.passages.values() if "article" in p}
        )
        self.text_of = text_of
        self.dates: dict[str, set[str]] = defaultdict(set)
        for record in found.facts.values():
            if record.kind == "Occurrence" and (date := first(record.roles, "date")):
                self.dates[first(record.roles, "meeting")].add(date)

    def view(self, focus: str, snapshot: str) -> View:
        claims = [c for iri in sorted(self.records) if (c := self._claim(iri)) is not None]
        drawn = sorted(self.found.drawn, key=node_id)
        label = self.named[focus].label if focus in self.named else ""
        return View(
            title=label or "Coalitions, meetings and the sentences that say so",
            nodes=tuple(self._node(iri) for iri in drawn),
            edges=tuple(self._edges(claims)),
            claims=tuple(claims),
            passages=tuple(self._passage(iri) for iri in sorted(self.passages)),
            focus=node_id(focus) if focus else "",
            snapshot=snapshot,
            left_out=self.found.left_out,
        )

    def _label(self, value: str) -> str:
        return self.named[value].label if value in self.named else value

    def _claim(self, iri: str) -> Claim | None:
        record = self.records[iri]
        wording = self._wording(record)
        if wording is None:
            return None
        subject = first(record.roles, wording.subject)
        target = first(record.roles, wording.object) if wording.object else ""
        passages = [p for p in record.passages if p in self.passages]
        return Claim(
            id=_short(iri),
            subject=self._drawn(subject),
            subject_label=self._label(subject),
            phrase=wording.phrase,
            object=self._drawn(target),
            object_label=self._label(target),
            value=wording.value,
            group=wording.group,
            inverse=wording.inverse,
            note=", ".join(filter(None, (wording.note, self._reading(record, passages)))),
            family=wording.edge,
            role=wording.role,
            basis=self._basis(record, passages),
            modality=first(record.roles, "modality") or "actual",
            attributed_to=self._label(first(record.roles, "attributedTo")),
            rule=first(record.roles, "rule"),
            source=first(record.roles, "source"),
            evidence=tuple(map(_short, passages)),
            premises=tuple(_short(p) for p in record.roles.get("premise", ()) if p in self.records),
            shown=iri in self.found.facts,
        )

    def _wording(self, record: Record) -> Wording | None:
        return word(
            record.kind, {k: [self._label(v) for v in vs] for k, vs in record.roles.items()}
        )

    def _reading(self, record: Record, passages: list[str]) -> str:
        """How a date was read, when the words were not a full date themselves."""
        read = next((p for i in passages if "dateText" in (p := self.passages[i])), None)
        if "date" not in record.roles or read is None:
            return ""
        from_article = read.get("dateFromDocument", "") in {"true", "1"}
        return f"read from “{read['dateText']}”" + (
            " with the article's own date" if from_article else ""
        )

    def _basis(self, record: Record, passages: list[str]) -> str:
        bases = {self.passages[p].get("basis", "stated") for p in passages}
        if bases:
            return (
                "stated" if "stated" in bases else min(bases, key=("inferred", "background").index)
            )
        default = "inferred" if record.roles.get("premise") else "stated"
        return first(record.roles, "basis") or default

    def _drawn(self, iri: str) -> str:
        return node_id(iri) if iri in self.found.drawn else ""

    def _edges(self, claims: Iterable[Claim]) -> Iterable[Edge]:
        together: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.shown and claim.family and claim.subject and claim.object:
                key = (claim.subject, claim.object, claim.family, claim.modality)
                together[key].append(claim)
        for number, (key, same) in enumerate(sorted(together.items())):
            yield _edge(f"e{number}", same, key)

    def _node(self, iri: str) -> Node:
        thing = self.named[iri]
        return Node(
            id=node_id(iri), label=thing.label, kind=thing.kind or "organisation", iri=iri,
            iso3=thing.iso3, note=kind_words(thing.token),
            date=min(self.dates.get(iri, ()), default=""),
            aliases=tuple(name for name in thing.names if name != thing.label),
        )  # fmt: skip

    def _passage(self, iri: str) -> Passage:
        told = self.passages[iri]
        article = self.articles.get(told.get("article", ""), {})
        names = {name: node_id(i) for i in self.found.drawn for name in self.named[i].names}
        url = article.get("url", "")
        return Passage(
            id=_short(iri),
            pieces=cut(told, article.get("identifier", ""), names, self.text_of),
            basis=told.get("basis", "stated"),
            rule=told.get("rule", ""),
            title=article.get("title") or article.get("identifier", ""),
            url=url if re.match(r"https?://", url, re.IGNORECASE) else "",
            publisher=article.get("publisher", ""),
            published=date_words(article.get("published", "")),
        )


def _edge(name: str, same: list[Claim], key: tuple[str, str, str, str]) -> Edge:
    """One line for all claims of a family between two nodes, named by the weightiest role."""
    role = min((claim.role for claim in same), key=weight)
    bases = {claim.basis for claim in same if claim.role == role}
    return Edge(
        id=name, source=key[0], target=key[1], family=key[2], role=role,
        label="" if role == "participant" else role,
        basis=min(bases, key=("stated", "inferred", "background").index), modality=key[3],
        claims=tuple(claim.id for claim in same),
        resting=key[2] not in {"absence", "speech", "support"} and bases != {"background"},
    )  # fmt: skip


def _short(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def _with_notes(view: View, counts: list[Mapping[str, Any]]) -> View:
    """One line about each node: where and when a meeting was, whose officer somebody is."""
    about: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        if claim.shown and claim.modality != "denied":
            about[claim.subject].append(claim)
    sizes = {
        node_id(plain(row["subject"])): size
        for row in counts
        if plain(row.get("counted")) == "states" and (size := _size(row))
    }
    return replace(
        view, nodes=tuple(replace(n, note=_note(n, about[n.id], sizes)) for n in view.nodes)
    )


def _size(row: Mapping[str, Any]) -> str:
    stated = count_words(plain(row.get("qualifier")), plain(row.get("stated")), "")
    named = plain(row.get("named"))
    return f"{named} of {stated} named" if named else f"{stated} states"


def _note(node: Node, claims: list[Claim], sizes: Mapping[str, str]) -> str:
    if node.kind == "official":
        posts = [f"{_office(c)}, {c.object_label}" for c in claims if c.group == "Office"]
        return posts[0] if posts else "office not given"
    if node.kind == "meeting":
        places = sorted({c.object_label for c in claims if c.group == "Place"})
        dates = sorted({c.value for c in claims if c.group == "Date"})
        return " · ".join([*places, *(dates or ["date not given"])])
    if node.kind == "coalition":
        return sizes.get(node.id, "")
    return node.note


def _office(claim: Claim) -> str:
    return claim.phrase.removeprefix("is ").removesuffix(" of")
