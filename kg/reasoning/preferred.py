"""Where several facts tell one aspect of a meeting or a group: which goes before the others.

A meeting has one kind, one place, one date; articles may give several. Questions that show one row
for each thing read the facts chosen here; what was not chosen stays, and ``disagreements`` tells
where it contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf import Term
from kg.terms import CKG

Said = Mapping[NamedNode, list[Term]]
Value = tuple[str, ...]
Choice = tuple[tuple[int, ...], int, tuple[tuple[int, str], ...]]

_OCCURRENCE: Final = (CKG.kind, CKG.place, CKG.date, CKG.ofCoalition)
"""What an occurrence can tell of its meeting, one aspect each."""
_READ: Final = frozenset(
    {CKG.meeting, CKG.subject, CKG.counted, CKG.value, CKG.qualifier, CKG.status, CKG.endDate}
    | {CKG.modality, CKG.evidence, *_OCCURRENCE}
)
_STATUS: Final = {"held": 0, "": 0, "cancelled": 1, "planned": 2}


def preferred(view: Iterable[Triple]) -> Iterator[Triple]:
    """For every aspect of a meeting or group the fact that goes before the others.

    A meeting that was held was held, whatever was planned or called off; a fuller date goes before
    a partial one. Then what most articles say, then the smallest value. What is denied is left out.
    """
    facts, articles = _read(view)
    told: dict[tuple[Term, str], dict[Value, list[NamedNode]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for fact, said in facts.items():
        if _text(said, CKG.modality) != "denied":
            for thing, aspect, value in _aspects(said):
                told[thing, aspect][value].append(fact)
    for (thing, aspect), values in told.items():
        _, chosen = min(
            (_rank(aspect, value, same, facts, articles), _surest(same, facts))
            for value, same in values.items()
        )
        assert isinstance(thing, NamedNode)
        yield Triple(thing, CKG.preferredFact, NamedNode(chosen))


def _read(view: Iterable[Triple]) -> tuple[dict[NamedNode, Said], dict[Term, Term]]:
    """The facts that tell an aspect, and the article of every passage."""
    found: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    articles: dict[Term, Term] = {}
    for triple in view:
        if triple.predicate == CKG.article:
            articles[triple.subject] = triple.object
        elif triple.predicate in _READ and isinstance(triple.subject, NamedNode):
            found[triple.subject][triple.predicate].append(triple.object)
    return {fact: said for fact, said in found.items() if any(_aspects(said))}, articles


def _aspects(said: Said) -> Iterator[tuple[Term, str, Value]]:
    """The thing a fact is about, the aspect it tells, and what it says of that."""
    for meeting in said.get(CKG.meeting, ()):
        for aspect in _OCCURRENCE:
            if aspect in said:
                more = {CKG.kind: CKG.status, CKG.date: CKG.endDate}.get(aspect)
                yield meeting, aspect.value, _value(said, aspect, *filter(None, [more]))
    for subject in said.get(CKG.subject, ()):
        if CKG.counted in said and CKG.value in said:
            yield subject, _text(said, CKG.counted), _value(said, CKG.value, CKG.qualifier)


def _value(said: Said, *properties: NamedNode) -> Value:
    return tuple(_text(said, p) for p in properties)


def _text(said: Said, predicate: NamedNode) -> str:
    values = (v.value for v in said.get(predicate, ()) if isinstance(v, Literal | NamedNode))
    return min(values, default="")


def _rank(
    aspect: str,
    value: Value,
    same: list[NamedNode],
    facts: Mapping[NamedNode, Said],
    articles: Mapping[Term, Term],
) -> Choice:
    """Sorts the better one first: by what it says, by how many articles say so, by the value."""
    passages = {p for fact in same for p in facts[fact].get(CKG.evidence, ())}
    support = len({articles[p] for p in passages if p in articles})
    planned = all(_text(facts[fact], CKG.modality) != "actual" for fact in same)
    what: tuple[int, ...] = (planned,)
    if aspect == CKG.kind.value:
        what = (_STATUS.get(value[1], 0),)
    elif aspect == CKG.date.value:
        what = (value[0].startswith("-"), -len(value[0]))
    return what, -support, tuple(map(_sortable, value))


def _sortable(value: str) -> tuple[int, str]:
    """Numbers by their size, words after them."""
    return (int(value), "") if value.isdecimal() else (10**9, value)


def _surest(same: Iterable[NamedNode], facts: Mapping[NamedNode, Said]) -> str:
    """Of facts that say the same: one that holds before one that is planned or doubted."""
    return min(same, key=lambda f: (_text(facts[f], CKG.modality) != "actual", f.value)).value
