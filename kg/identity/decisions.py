"""What an analyst has decided about the graph, as values and as the content of ``graph/decisions``.

A decision remembers, beside the things that the analyst named, the nodes of articles that stood for
them at that moment: names of the view may change when articles are added, nodes of articles do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf import decision_iri, graph_iri
from kg.store import Store
from kg.terms import BASE, CKG, OWL, RDF, RDFS, XSD

SAME: Final = "same"
DIFFER: Final = "differ"
REJECT: Final = "reject"
IN_FORCE: Final = "in force"
VANISHED: Final = "vanished"
_PROPERTY: Final = {SAME: OWL.sameAs, DIFFER: OWL.differentFrom}
_SHOWN: Final = 8

Pair = tuple[NamedNode, NamedNode]


@dataclass(frozen=True, slots=True)
class Decision:
    """Two things are one, two things are not one, or a fact is rejected.

    ``decides`` are the one or two things that were named, ``label`` says it in words, ``this`` and
    ``that`` are all nodes that stood for either. ``standing`` is what the last derivation found:
    in force, vanished, or nothing yet.
    """

    iri: NamedNode
    verdict: str
    decides: tuple[NamedNode, ...]
    label: str
    this: frozenset[NamedNode]
    that: frozenset[NamedNode]
    when: datetime
    note: str = ""
    standing: str = ""

    @property
    def id(self) -> str:
        """What an analyst types to undo it."""
        return self.iri.value.rsplit("/", 1)[-1][:_SHOWN]

    @property
    def pairs(self) -> list[Pair]:
        """Every node of the one side with every node of the other; none for a rejection."""
        return list(product(sorted(self.this, key=_text), sorted(self.that, key=_text)))


def make(
    verdict: str,
    named: Iterable[NamedNode],
    label: str,
    *,
    this: Iterable[NamedNode],
    that: Iterable[NamedNode] = (),
    note: str = "",
    base: str = BASE,
) -> Decision:
    """A decision made now. The same verdict on the same things is the same decision."""
    decides = tuple(sorted(set(named), key=_text))
    when = datetime.now(UTC).replace(microsecond=0)
    iri = decision_iri(verdict, decides, base=base)
    return Decision(iri, verdict, decides, label, frozenset(this), frozenset(that), when, note)


def read(store: Store, *, base: str = BASE) -> list[Decision]:
    """All decisions, the oldest first."""
    said: dict[NamedNode, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads(graph_iri("decisions", base=base)):
        if isinstance(quad.subject, NamedNode):
            said[quad.subject][quad.predicate].append(quad.object)
    found = (_decision(iri, about) for iri, about in said.items() if CKG.verdict in about)
    return sorted(found, key=lambda decision: (decision.when, decision.iri.value))


def quads(decisions: Iterable[Decision], *, base: str = BASE) -> Iterator[Quad]:
    """What decisions put into ``graph/decisions``, ``owl:sameAs`` and its opposite included."""
    graph = graph_iri("decisions", base=base)
    for decision in decisions:
        for predicate, filler in _properties(decision):
            yield Quad(decision.iri, predicate, filler, graph)
        if len(decision.decides) == 2:
            yield Quad(decision.decides[0], _PROPERTY[decision.verdict], decision.decides[1], graph)


def pairs(store: Store, verdict: str, *, base: str = BASE) -> list[Pair]:
    """The pairs that are decided to be one, or not one, however that was written down."""
    plain = [
        (quad.subject, quad.object)
        for quad in store.quads(graph_iri("decisions", base=base))
        if quad.predicate == _PROPERTY[verdict]
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    ]
    made = (d.pairs for d in read(store, base=base) if d.verdict == verdict)
    return [*plain, *(pair for some in made for pair in some)]


def _properties(decision: Decision) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield RDF.type, CKG.Decision
    yield CKG.verdict, Literal(decision.verdict)
    yield RDFS.label, Literal(decision.label)
    when = decision.when.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield CKG.decidedAt, Literal(when, datatype=XSD.dateTime)
    yield from ((CKG.decides, iri) for iri in decision.decides)
    yield from ((CKG.thisSide, iri) for iri in decision.this)
    yield from ((CKG.thatSide, iri) for iri in decision.that)
    if decision.note:
        yield CKG.note, Literal(decision.note)
    if decision.standing:
        yield CKG.standing, Literal(decision.standing)


def _decision(iri: NamedNode, about: dict[NamedNode, list[object]]) -> Decision:
    def text(predicate: NamedNode) -> str:
        return next((o.value for o in about[predicate] if isinstance(o, Literal)), "")

    def nodes(predicate: NamedNode) -> list[NamedNode]:
        return sorted((o for o in about[predicate] if isinstance(o, NamedNode)), key=_text)

    return Decision(
        iri,
        text(CKG.verdict),
        tuple(nodes(CKG.decides)),
        text(RDFS.label),
        frozenset(nodes(CKG.thisSide)),
        frozenset(nodes(CKG.thatSide)),
        _moment(text(CKG.decidedAt)),
        text(CKG.note),
        text(CKG.standing),
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _text(iri: NamedNode) -> str:
    return iri.value
