"""Why something holds, down to the sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.errors import UnknownNameError
from kg.explain import explain, in_words
from kg.explain.words import sentence
from kg.model import PartialDate
from kg.queries import ask
from kg.rdf import FACT_KINDS
from kg.reasoning import derive
from kg.reference import Membership
from kg.store import Memory
from kg.terms import BASE, CKG, RDF
from tests.made_coalition import NORWAY, UN, Story, made_store, person, put, says, tenure


@pytest.fixture(scope="module")
def store() -> Iterator[Memory]:
    with made_store() as made:
        yield made


def facts(store: Memory) -> list[NamedNode]:
    found = store.quads(DefaultGraph())
    return [q.subject for q in found if q.predicate == RDF.type and q.object in FACT_KINDS]


def test_an_inferred_membership_leads_to_both_sentences(store: Memory) -> None:
    told = explain(store, 'Chile memberOf "the Harbour coalition"')
    assert told.basis == "inferred"
    text = str(told)
    assert "by coalition-membership-from-roster: A state that took part" in text
    assert [quote.exact[:12] for quote in told.sentences()] == ["Norway, Chil", "Envoys of th"]
    assert "“Envoys of three countries" in text
    assert "Story first, 0–73" in text


def test_each_rule_shows_the_premises_it_used(store: Memory) -> None:
    told = explain(store, "Kenya memberOf 'Harbour Coalition'")
    (by_ontology,) = told.derivations
    membership = by_ontology.premises[0]
    by_rule = {d.rule: [p.words for p in d.premises] for d in membership.derivations}
    assert set(by_rule) == {"coalition-membership-from-roster", "lead-is-member"}
    assert by_rule["lead-is-member"] == ["Kenya leads Harbour Coalition"]
    assert len(by_rule["coalition-membership-from-roster"]) == 2


def test_a_direct_property_shows_its_axiom_and_an_inverse_the_way_round(store: Memory) -> None:
    there = explain(store, "Norway tookPartIn 'Oslo meeting'")
    assert "property chain inverse of attendee then meeting" in str(there)
    back = explain(store, "'Oslo meeting' hadParticipant Norway")
    assert "inverse of tookPartIn" in str(back)
    assert back.sentences() == there.sentences()


def test_a_lead_is_explained_by_the_sentence_that_says_so(store: Memory) -> None:
    told = explain(store, "'Harbour Coalition' lead Kenya")
    assert [quote.exact for quote in told.sentences()] == [
        "The Kenya-led coalition has about 40 members."
    ]


def test_a_stated_fact_shows_its_passages(store: Memory) -> None:
    (row, *_) = ask(store, "statements", speaker="Kari Lund")
    told = explain(store, str(row["statement"]))
    assert (told.basis, told.derivations) == ("stated", ())
    assert told.words == "Kari Lund said: twenty ministers came"
    assert told.quotes[0].exact == row["quote"]


def test_every_fact_can_be_explained_and_rests_on_sentences(store: Memory) -> None:
    for fact in facts(store):
        told = explain(store, fact)
        assert told.sentences(), told.words
        assert in_words(store, fact) == told.words
        assert "None" not in told.words


def test_every_direct_statement_can_be_explained(store: Memory) -> None:
    direct = {CKG.tookPartIn, CKG.hostedBy, CKG.memberOf, CKG.heldBy, CKG.represents, CKG.lead}
    found = [q.triple for q in store.quads(DefaultGraph()) if q.predicate in direct]
    assert len(found) > 15
    assert all(explain(store, triple).sentences() for triple in found)


def test_a_plain_statement_shows_where_the_thing_is_named(store: Memory) -> None:
    norway = NamedNode(f"{BASE}id/state/NOR")
    told = explain(store, (norway, CKG.iso3, Literal("NOR")))  # type: ignore[arg-type]
    assert told.basis == "stated"
    assert "Norway, Chile and Kenya took part" in str(told)


def test_background_shows_its_source() -> None:
    told = Membership(NORWAY, UN, PartialDate(1945), None, "a public list")
    with put(Memory(), Story("one").say("Norway is at the UN.", names=(NORWAY, UN))) as made:
        derive(made, known=[told])
        found = explain(made, "Norway memberOf UN")
        assert "background: a public list" in str(found)
        assert "since 1945 [background]" in str(found)


def test_html_escapes_what_articles_say() -> None:
    eve = person("eve", "<b>Eve</b>")
    story = Story("odd").say("<script>1</script> she said.", tenure(eve, NORWAY), says(eve, "<i>"))
    with made_store(story) as made:
        shown = [explain(made, fact)._repr_html_() for fact in facts(made)]
    assert all("<script>" not in text and "<b>" not in text for text in shown)
    assert any("&lt;script&gt;" in text for text in shown)


@pytest.mark.parametrize(
    "what",
    [
        f"{BASE}id/fact/none",
        "Norway memberOf 'Oslo meeting'",
        "Norwey tookPartIn 'Oslo meeting'",
        f"{BASE}id/state/NOR",
    ],
)
def test_what_the_graph_does_not_hold_is_refused(store: Memory, what: str) -> None:
    with pytest.raises(UnknownNameError):
        explain(store, what)


@pytest.mark.parametrize(
    ("kind", "names", "words"),
    [
        (
            "Membership",
            {"member": "A", "group": "G", "modality": "denied"},
            "it is denied that A belongs to G",
        ),
        (
            "Tenure",
            {"holder": "A", "office": "Envoy", "of": "S", "former": "true", "until": "2010"},
            "A was Envoy of S until 2010",
        ),
        (
            "Participation",
            {"participant": "A", "meeting": "M", "role": "invited"},
            "A was invited to M",
        ),
        (
            "Participation",
            {"participant": "A", "meeting": "M", "role": "host", "onBehalfOf": "S"},
            "A took part in M as host on behalf of S",
        ),
        (
            "StatedCount",
            {"subject": "G", "counted": "states", "value": "60", "qualifier": "over"},
            "G: more than 60 states",
        ),
        (
            "Statement",
            {"speaker": "A", "text": "no {}", "form": "direct", "attributedTo": "B"},
            "A said: “no {}”, according to B",
        ),
        (
            "Support",
            {"giver": "A", "receiver": "B", "item": "trucks", "amount": "250", "phase": "pledged"},
            "A gives 250 trucks to B (pledged)",
        ),
        ("Occurrence", {"meeting": "M", "place": "Oslo"}, "M is in Oslo"),
        ("Something", {"a": "b"}, "a b"),
    ],
)
def test_facts_read_as_sentences(kind: str, names: dict[str, str], words: str) -> None:
    assert sentence(kind, names) == words
