"""An analyst's decisions: made, kept through every rebuild, listed and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import queries
from kg.errors import QueryError, UnknownNameError
from kg.explain import explain, in_words
from kg.identity import decisions
from kg.identity.decisions import DIFFER, SAME
from kg.library import Library
from kg.pipeline import Archive, decide, deciding, undecide
from kg.rdf import article_graph, graph_iri
from kg.reasoning import derive
from kg.store import Memory
from kg.terms import BASE, OWL
from tests.made_coalition import (
    CHILE,
    HARBOUR,
    KENYA,
    Story,
    first_story,
    member,
    person,
    put,
    second_story,
    tenure,
)

plain = partial(derive, known=())
DECISIONS = graph_iri("decisions")


def official(key: str) -> NamedNode:
    return NamedNode(f"{BASE}id/official/{key}")


@pytest.fixture
def archive() -> Iterator[Archive]:
    """Kari Lund of Norway, Lund of Norway (one by rule), and an Ana Ruiz twice (two by rule)."""
    more = Story("more", date(2021, 1, 1)).say(
        "Kenya's foreign minister Ana Ruiz spoke.", tenure(person("ana-ruiz", "Ana Ruiz"), KENYA)
    )
    store = put(Memory(), first_story(), second_story(), more)
    plain(store)
    with Archive(store, Library.memory()) as opened:
        store.publish()
        yield opened


def couple(archive: Archive, verdict: str, a: str, b: str, note: str = "") -> str:
    made = deciding.couple(archive.store, verdict, a, b, note)
    list(decide(archive, made, derive=plain))
    return made.id


def reject(archive: Archive, fact: str) -> str:
    made = deciding.rejection(archive.store, fact, "a slip of the pen", words=in_words)
    list(decide(archive, made, derive=plain))
    return made.id


def people(archive: Archive) -> set[str]:
    rows = archive.store.select("SELECT ?o { ?o a ckg:Official }")
    return {row["o"].value.rsplit("/", 1)[-1] for row in rows}


def members(archive: Archive) -> set[str]:
    return {str(row["iso3"]) for row in queries.ask(archive.store, "coalition-members")}


def fact_of(archive: Archive, pattern: str) -> str:
    (row,) = archive.store.select(f"SELECT ?f {{ ?f {pattern} }}")
    return row["f"].value


def standing(archive: Archive) -> list[str]:
    return [made.standing for made in decisions.read(archive.store)]


PRESENCE = (
    f"a ckg:Participation ; ckg:participant <{BASE}id/state/CHL> ; ckg:role 'participant' ; "
    f"ckg:modality 'actual'"
)
MEMBERSHIP = f"a ckg:Membership ; ckg:member <{BASE}id/state/CHL> ; ckg:modality 'actual'"


def test_two_that_the_rules_keep_apart_become_one_and_apart_again(archive: Archive) -> None:
    before = set(archive.store.quads(DefaultGraph()))
    assert people(archive) == {"kari-lund", "ana-ruiz", "ana-ruiz-ken"}
    identity = couple(archive, SAME, "official/ana-ruiz", "official/ana-ruiz-ken", "met her")
    assert people(archive) == {"kari-lund", "ana-ruiz"}
    (made,) = decisions.read(archive.store)
    assert (made.standing, made.note, made.label) == ("in force", "met her", "Ana Ruiz is Ana Ruiz")
    assert next(archive.store.quads(DECISIONS), None)
    list(undecide(archive, identity, derive=plain))
    assert set(archive.store.quads(DefaultGraph())) == before
    assert list(archive.store.quads(DECISIONS)) == []


def test_one_that_the_rules_make_of_two_is_parted_by_what_each_article_knows(
    archive: Archive,
) -> None:
    with pytest.raises(QueryError, match=r"kari-lund@first, official/lund@second"):
        couple(archive, DIFFER, "Kari Lund", "official/kari-lund")
    couple(archive, DIFFER, "official/kari-lund@first", "official/lund@second")
    assert {"kari-lund", "lund"} <= people(archive)
    assert standing(archive) == ["in force"]
    with pytest.raises(QueryError, match="says the opposite"):
        couple(archive, SAME, "official/kari-lund@first", "official/lund@second")


def test_a_rejected_fact_goes_with_all_that_was_derived_from_it(archive: Archive) -> None:
    assert {"NOR", "CHL", "KEN"} <= members(archive)
    fact = fact_of(archive, PRESENCE)
    identity = reject(archive, fact.rsplit("/", 1)[-1])
    assert "CHL" not in members(archive)
    assert not archive.store.ask(f"ASK {{ <{BASE}id/state/CHL> ckg:tookPartIn ?any }}")
    assert not archive.store.ask(f"ASK {{ <{fact}> ?p ?o }}")
    idle = "?p a ckg:Passage MINUS { ?f ckg:evidence ?p } MINUS { ?p ckg:mentions ?m }"
    assert not archive.store.ask(f"ASK {{ {idle} }}")
    with pytest.raises(UnknownNameError, match=f"rejected.*a slip of the pen.*{identity}"):
        explain(archive.store, fact)
    list(undecide(archive, identity, derive=plain))
    assert "CHL" in members(archive)


def test_a_rejected_conclusion_leaves_its_premises_and_is_not_drawn_again(
    archive: Archive,
) -> None:
    reject(archive, fact_of(archive, MEMBERSHIP))
    assert "CHL" not in members(archive)
    assert {"NOR", "KEN"} <= members(archive)
    assert fact_of(archive, PRESENCE)
    assert standing(archive) == ["in force"]
    again = Story("again").say("Chile is a member.", member(CHILE, HARBOUR))
    put(archive.store, again)
    plain(archive.store)
    assert "CHL" not in members(archive)


def test_a_rejection_finds_its_fact_when_a_role_gets_another_name(archive: Archive) -> None:
    fact = fact_of(archive, "a ckg:Tenure ; ckg:of id:state\\/KEN")
    reject(archive, fact)
    couple(archive, SAME, "official/ana-ruiz", "official/ana-ruiz-ken")
    assert not archive.store.ask("ASK { ?f a ckg:Tenure ; ckg:of id:state\\/KEN }")
    assert standing(archive) == ["in force", "in force"]


def test_what_was_decided_about_something_that_vanished_is_told_and_does_nothing(
    archive: Archive,
) -> None:
    couple(archive, SAME, "official/ana-ruiz", "official/ana-ruiz-ken")
    reject(archive, fact_of(archive, "a ckg:Tenure ; ckg:of id:state\\/KEN"))
    more = archive.store.quads(article_graph("more"))
    kept = list(more)
    archive.store.drop(article_graph("more"))
    plain(archive.store)
    assert standing(archive) == ["vanished", "vanished"]
    assert people(archive) == {"kari-lund", "ana-ruiz"}
    archive.store.put_graph(article_graph("more"), kept)
    plain(archive.store)
    assert standing(archive) == ["in force", "in force"]


def test_deciding_the_same_again_keeps_one_decision_with_the_newest_note(archive: Archive) -> None:
    first = couple(archive, SAME, "official/ana-ruiz", "official/ana-ruiz-ken")
    (before,) = decisions.read(archive.store)
    assert couple(archive, SAME, "official/ana-ruiz-ken", "official/ana-ruiz", "again") == first
    (after,) = decisions.read(archive.store)
    assert (after.note, after.this, after.that) == ("again", before.this, before.that)
    with pytest.raises(QueryError, match="one thing already"):
        couple(archive, SAME, "official/ana-ruiz", "Ana Ruiz")


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("Norway", "Kenya", "are states"),
        ("Kari Lund", "Oslo", "two kinds"),
        ("Kari Lund", "Kari Lunt", "Kari Lund"),
        ("official/nobody", "Kari Lund", "nothing"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(
    archive: Archive, a: str, b: str, why: str
) -> None:
    with pytest.raises(QueryError, match=why):
        couple(archive, SAME, a, b)
    with pytest.raises(UnknownNameError, match="no fact"):
        reject(archive, "fact/0123456789abcdef0123")
    with pytest.raises(UnknownNameError, match="There are none yet"):
        list(undecide(archive, "00000000", derive=plain))
    assert list(archive.store.quads(DECISIONS)) == []


def test_what_others_wrote_into_the_graph_of_decisions_counts_and_stays(archive: Archive) -> None:
    pair = official("ana-ruiz"), official("ana-ruiz-ken")
    archive.store.put_graph(DECISIONS, [Quad(pair[0], OWL.sameAs, pair[1], DECISIONS)])
    plain(archive.store)
    assert people(archive) == {"kari-lund", "ana-ruiz"}
    list(undecide(archive, reject(archive, fact_of(archive, PRESENCE)), derive=plain))
    assert [quad.predicate for quad in archive.store.quads(DECISIONS)] == [OWL.sameAs]
