"""What changed between two states of a graph, in an analyst's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from kg.explain import in_words
from kg.queries import Cell, Result
from kg.store import Store
from kg.terms import NAMESPACE

COLUMNS: Final = ("change", "kind", "what", "basis", "articles", "iri")
_ORDER: Final = ("gone", "new", "less evidence", "more evidence")
_FACTS: Final = """
SELECT ?fact ?kind ?basis ?article WHERE {
  ?fact a ckg:Fact ; a ?kind .
  FILTER (?kind != ckg:Fact)
  OPTIONAL { ?fact ckg:basis ?told }
  OPTIONAL { ?fact ckg:evidence ?passage . ?passage ckg:basis ?read ; ckg:article ?article }
  BIND (COALESCE(?read, ?told) AS ?basis)
}"""
_ARTICLES: Final = "SELECT ?article ?label { ?article a ckg:Article ; rdfs:label ?label }"
_STRONGEST: Final = ("stated", "inferred", "background")


@dataclass(slots=True)
class _Known:
    kind: str = ""
    bases: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

    @property
    def basis(self) -> str:
        return next((basis for basis in _STRONGEST if basis in self.bases), "")


def difference(before: Store, after: Store) -> Result:
    """The articles and facts that came, went, or have more or less evidence.

    Returns: a row for each, with the fact in words, its basis and the articles that support it;
    what is only supported differently tells the articles that made the difference.
    """
    rows = [*_articles(before, after), *_facts(before, after)]
    return Result(COLUMNS, tuple(sorted(rows, key=_rank)))


def _rank(row: tuple[Cell, ...]) -> tuple[bool, int, str, str]:
    return row[1] != "Article", _ORDER.index(str(row[0])), str(row[1]), str(row[2])


def _articles(before: Store, after: Store) -> Iterator[tuple[Cell, ...]]:
    old, new = (
        {row["article"].value: row["label"].value for row in store.select(_ARTICLES)}
        for store in (before, after)
    )
    for change, these, those in (("gone", old, new), ("new", new, old)):
        for iri in these.keys() - those.keys():
            yield change, "Article", these[iri], "", _short(iri), iri


def _facts(before: Store, after: Store) -> Iterator[tuple[Cell, ...]]:
    old, new = _known(before), _known(after)
    for fact in old.keys() | new.keys():
        if fact not in new:
            yield _row("gone", before, fact, old[fact], old[fact].articles)
        elif fact not in old:
            yield _row("new", after, fact, new[fact], new[fact].articles)
        else:
            less, more = (
                old[fact].articles - new[fact].articles,
                new[fact].articles - old[fact].articles,
            )
            if less:
                yield _row("less evidence", after, fact, new[fact], less)
            if more:
                yield _row("more evidence", after, fact, new[fact], more)


def _known(store: Store) -> dict[str, _Known]:
    found: dict[str, _Known] = defaultdict(_Known)
    for row in store.select(_FACTS):
        known = found[row["fact"].value]
        known.kind = row["kind"].value.removeprefix(NAMESPACE)
        if row["basis"] is not None:
            known.bases.add(row["basis"].value)
        if row["article"] is not None:
            known.articles.add(_short(row["article"].value))
    return found


def _row(
    change: str, store: Store, fact: str, known: _Known, articles: set[str]
) -> tuple[Cell, ...]:
    words = in_words(store, NamedNode(fact))
    return change, known.kind, words, known.basis, " ".join(sorted(articles)), fact


def _short(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
