"""The view: what articles say under canonical names, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import owlrl
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg import resources
from kg.errors import QueryError
from kg.model import Modality, PartialDate
from kg.queries import ask
from kg.rdf import FACT_KINDS, fact_iri_of, graph_iri
from kg.reasoning import Summary, derive, infer, load_rules
from kg.reasoning.axioms import ontology_axioms
from kg.reasoning.preferred import preferred
from kg.reasoning.rules import _rule
from kg.reference import Membership
from kg.store import Memory
from kg.terms import BASE, CKG, OWL, RDFS, SKOS
from tests.made_coalition import (
    CHILE,
    HARBOUR,
    KENYA,
    NORWAY,
    OSLO,
    PERU,
    UN,
    Story,
    first_story,
    made_store,
    meeting,
    member,
    occurs,
    part,
    person,
    put,
    second_story,
    stories,
    tenure,
    third_story,
)

DIRECT = (
    *(CKG.memberOf, CKG.hasMember, CKG.tookPartIn, CKG.hadParticipant, CKG.hosted, CKG.hostedBy),
    *(CKG.holdsOffice, CKG.heldBy, CKG.represents, CKG.representedBy),
)


@pytest.fixture(scope="module")
def store() -> Iterator[Memory]:
    with made_store() as made:
        yield made


def view(store: Memory) -> set[Triple]:
    return {quad.triple for quad in store.quads(DefaultGraph())}


def everything(store: Memory) -> set[Quad]:
    return {quad for graph in [DefaultGraph(), *store.graphs()] for quad in store.quads(graph)}


def thing(path: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{path}")


NOR, CHL, KEN, PER = (thing(f"state/{code}") for code in ("NOR", "CHL", "KEN", "PER"))
OSLO_MEETING, LIMA_MEETING = thing("meeting/oslo-2020-03-02"), thing("meeting/lima-2020-09-10")
COALITION = thing("coalition/harbour-coalition")


def test_direct_properties_hold_for_actual_facts_only(store: Memory) -> None:
    said = view(store)
    assert Triple(NOR, CKG.tookPartIn, OSLO_MEETING) in said
    assert Triple(OSLO_MEETING, CKG.hadParticipant, KEN) in said
    assert Triple(PER, CKG.hosted, LIMA_MEETING) in said
    assert Triple(thing("official/kari-lund"), CKG.represents, NOR) in said
    assert Triple(COALITION, CKG.lead, KEN) in said
    assert Triple(CHL, CKG.memberOf, COALITION) in said
    assert Triple(PER, CKG.tookPartIn, OSLO_MEETING) not in said
    assert Triple(PER, CKG.memberOf, COALITION) not in said
    assert Triple(NOR, CKG.tookPartIn, thing("meeting/nairobi-2020-12")) not in said


def test_deriving_again_changes_nothing(store: Memory) -> None:
    before = everything(store)
    assert derive(store, known=()).changed is False
    assert everything(store) == before


def test_the_order_of_adding_does_not_matter(store: Memory) -> None:
    with made_store(*reversed(stories())) as other:
        assert everything(other) == everything(store)


def test_a_retracted_article_leaves_nothing_behind() -> None:
    with made_store() as made, made_store(first_story(), third_story()) as expected:
        made.drop(NamedNode(f"{BASE}graph/article/second"))
        derive(made, known=())
        assert everything(made) == everything(expected)


def test_the_view_is_the_articles_and_what_is_inferred_under_canonical_names(
    store: Memory,
) -> None:
    said = view(store)
    assert not [t for t in said if "@" in str(t.subject)]
    assert {q.triple for q in store.quads(graph_iri("inferred"))} <= said
    local = NamedNode(f"{BASE}id/official/lund@second")
    same = Quad(local, OWL.sameAs, thing("official/kari-lund"), graph_iri("identity"))
    reasons = [q.object for q in store.quads(graph_iri("identity")) if q.subject == local]
    assert same in set(store.quads(graph_iri("identity")))
    assert any(isinstance(r, Literal) and "whose name ends in" in r.value for r in reasons)


def test_each_thing_has_one_label_and_keeps_its_other_names(store: Memory) -> None:
    said = view(store)
    labelled = [t.subject for t in said if t.predicate == RDFS.label]
    assert len(labelled) == len(set(labelled))
    assert Triple(OSLO_MEETING, SKOS.altLabel, Literal("Oslo conference")) in said
    assert Triple(thing("official/kari-lund"), SKOS.altLabel, Literal("Lund")) in said
    doubled = {(t.subject, t.object) for t in said if t.predicate == RDFS.label}
    assert not [
        t for t in said if t.predicate == SKOS.altLabel and (t.subject, t.object) in doubled
    ]


def test_facts_of_two_articles_become_one_with_both_passages() -> None:
    told = [
        Story(name, date(2020, 3, 3)).say(f"{name}: Lund is minister.", tenure(lund, NORWAY))
        for name, lund in (("a", person("kari-lund", "Kari Lund")), ("b", person("lund", "Lund")))
    ]
    with made_store(*told) as made:
        assert len(ask(made, "officials")) == 2
        tenures = [t for t in view(made) if t.object == CKG.Tenure]
        assert len(tenures) == 1


def test_every_facts_iri_is_what_its_roles_give(store: Memory) -> None:
    said: dict[NamedNode, list[tuple[NamedNode, object]]] = {}
    for t in view(store):
        said.setdefault(t.subject, []).append((t.predicate, t.object))
    facts = [s for s, pairs in said.items() if any(o in FACT_KINDS for _, o in pairs)]
    assert len(facts) > 30
    assert all(fact_iri_of(said[fact]) == fact for fact in facts)


def test_inferred_facts_name_their_rule_and_premises_and_have_passages(store: Memory) -> None:
    said = view(store)
    inferred = {t.subject for t in said if t.predicate == CKG.premise}
    assert inferred
    for fact in inferred:
        assert [t for t in said if t.subject == fact and t.predicate == CKG.rule]
        assert [t for t in said if t.subject == fact and t.predicate == CKG.evidence]
    rules = {t.object.value for t in said if t.subject in inferred and t.predicate == CKG.rule}
    assert rules <= {rule.name for rule in load_rules()}


def one_meeting(*drafts: object, place: bool = True, **more: object) -> Story:
    event = meeting("event", "Oslo event")
    story = Story("one", date(2020, 3, 3))
    aspects = [occurs(event, kind="meeting", status="held")]
    aspects += [occurs(event, place=OSLO)] if place else []
    return story.say("It was held.", *aspects, *(part(*d, **more) for d in _with(event, drafts)))


def _with(event: object, drafts: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(who, event, *rest) for who, *rest in drafts]


def roles(story: Story, who: str) -> set[tuple[object, object]]:
    with made_store(story) as made:
        rows = ask(made, "meeting-participants")
        return {(row["role"], row["basis"]) for row in rows if row["label"] == who}


LUND = person("kari-lund", "Kari Lund")


@pytest.mark.parametrize(
    ("drafts", "place", "who", "expected"),
    [
        ([(LUND, "participant", NORWAY)], True, "Norway", {("represented", "inferred")}),
        ([(LUND, "host", NORWAY)], True, "Norway", {("host", "inferred")}),
        ([(LUND, "co-host", NORWAY)], True, "Norway", {("co-host", "inferred")}),
        ([(LUND, "co-host", CHILE)], True, "Chile", {("represented", "inferred")}),
        ([(LUND, "host", CHILE)], False, "Chile", {("host", "inferred")}),
        ([(LUND, "invited", CHILE)], True, "Chile", set()),
        ([(LUND, "absent", CHILE)], True, "Chile", set()),
        ([(LUND, "participant")], True, "Norway", set()),
        (
            [(LUND, "participant", CHILE), (CHILE, "participant")],
            True,
            "Chile",
            {("participant", "stated")},
        ),
        (
            [(LUND, "host", NORWAY), (NORWAY, "participant")],
            True,
            "Norway",
            {("participant", "stated"), ("host", "inferred")},
        ),
        ([(LUND, "participant", UN)], True, "United Nations", {("represented", "inferred")}),
    ],
)
def test_what_an_official_does_counts_for_the_state_only_by_rule(
    drafts: list[tuple[object, ...]],
    place: bool,
    who: str,
    expected: set[tuple[str, str]],
) -> None:
    assert roles(one_meeting(*drafts, place=place), who) == expected


def test_an_expected_official_makes_the_state_expected_and_no_more() -> None:
    story = one_meeting((LUND, "participant", CHILE), modality=Modality.PLANNED)
    with made_store(story) as made:
        said = view(made)
    planned = [t.subject for t in said if t.object == Literal("represented")]
    assert [
        t.object.value for t in said if t.subject in planned and t.predicate == CKG.modality
    ] == ["planned"]
    assert not [t for t in said if t.predicate == CKG.tookPartIn]


def test_observers_and_those_at_other_meetings_do_not_become_members() -> None:
    event = meeting("event", "Oslo event")
    other = meeting("other", "Lima event")
    story = Story("one").say(
        "Those taking part are of the coalition.",
        occurs(event, drawnFrom=HARBOUR),
        occurs(other, ofCoalition=HARBOUR),
        part(NORWAY, event),
        part(PERU, event, "observer"),
        part(CHILE, event, "absent"),
        part(KENYA, other),
    )
    with made_store(story) as made:
        assert set(ask(made, "coalition-members").column("iso3")) == {"NOR"}


def test_an_observer_that_is_also_listed_does_not_become_a_member() -> None:
    event = meeting("event", "Oslo event")
    story = Story("one").say(
        "Those taking part are of the coalition.",
        occurs(event, drawnFrom=HARBOUR),
        part(NORWAY, event),
        part(PERU, event, "observer"),
        part(PERU, event),
    )
    with made_store(story) as made:
        assert set(ask(made, "coalition-members").column("iso3")) == {"NOR"}


def test_a_denied_roster_makes_no_members() -> None:
    event = meeting("event", "Oslo event")
    story = Story("one").say(
        "They are not of the coalition.",
        occurs(event, Modality.DENIED, drawnFrom=HARBOUR),
        part(NORWAY, event),
    )
    with made_store(story) as made:
        assert len(ask(made, "coalition-members")) == 0


def test_an_ended_membership_is_no_direct_one() -> None:
    until = PartialDate(2010)
    story = Story("one", date(2020, 1, 1)).say(
        "Peru left in 2010.", member(PERU, HARBOUR, until=until)
    )
    with made_store(story) as made:
        assert not [t for t in view(made) if t.predicate == CKG.memberOf]


def background(*known: Membership) -> Memory:
    store = put(Memory(), Story("one").say("Norway spoke at the UN.", names=(NORWAY, UN)))
    derive(store, known=known)
    return store


def test_background_is_drawn_only_between_what_articles_mention_and_says_so() -> None:
    since = PartialDate(1945)
    told = [
        Membership(who, group, since, None, "a public list")
        for who, group in ((NORWAY, UN), (CHILE, UN))
    ]
    with background(*told) as made:
        said = view(made)
        facts = [t.subject for t in said if t.object == Literal("background")]
        assert len(facts) == 1
        assert Triple(facts[0], CKG.source, Literal("a public list")) in said
        assert not [t for t in said if t.subject == facts[0] and t.predicate == CKG.evidence]
        assert Triple(NOR, CKG.memberOf, thing("organisation/united-nations")) in said


def test_a_membership_that_ended_is_background_without_being_current() -> None:
    told = Membership(NORWAY, UN, PartialDate(1945), PartialDate(1960), "a public list")
    with background(told) as made:
        assert [t for t in view(made) if t.predicate == CKG.until]
        assert not [t for t in view(made) if t.predicate == CKG.memberOf]


def test_the_reference_data_gives_background_by_itself() -> None:
    with put(Memory(), Story("one").say("Norway is in NATO.", names=(NORWAY, _nato()))) as made:
        assert derive(made).background == 1


def _nato() -> object:
    from kg import reference

    found = reference.load().entity(CKG.Organisation, "nato")
    assert found is not None
    return found


def test_a_summary_counts_what_was_found(store: Memory) -> None:
    with put(Memory(), *stories()) as made:
        summary = derive(made, known=())
        assert isinstance(summary, Summary)
        assert (summary.articles, summary.background, summary.changed) == (3, 0, True)
        assert summary.triples == len(view(made))
        assert summary.merged == 4  # one meeting, one minister, and the coalition of three articles
        assert summary.inferred > 0


def test_the_axioms_are_read_from_the_ontology() -> None:
    said = {str(axiom) for axiom in ontology_axioms()}
    assert "tookPartIn: property chain inverse of attendee then meeting" in said
    assert "memberOf: inverse of hasMember" in said
    assert "Group: subclass Coalition" in said


def test_direct_properties_equal_those_of_an_owl_rl_reasoner() -> None:
    """owlrl on the ontology and a small story, compared on the derived properties."""
    with made_store(second_story()) as made:
        ours = view(made)
    stated = {t for t in ours if t.predicate not in DIRECT}
    graph = rdflib.Graph().parse(data=resources.ontology().joinpath("coalition.ttl").read_text())
    graph.parse(data=serialize(stated, format=RdfFormat.N_TRIPLES), format="nt")
    # Its own datatypes would stay with rdflib for the rest of the process.
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    for predicate in DIRECT:
        theirs = {
            (str(s), str(o)) for s, o in graph.subject_objects(rdflib.URIRef(predicate.value))
        }
        mine = {(t.subject.value, t.object.value) for t in ours if t.predicate == predicate}
        assert mine == theirs, predicate
    assert any(t.predicate == CKG.tookPartIn for t in ours)


OSLO_TALKS = NamedNode(f"{BASE}id/meeting/oslo-talks")


def told(name: str, *articles: str, modality: str = "actual", **aspects: str) -> set[Triple]:
    """A fact about the talks, with a passage of each article."""
    fact = NamedNode(f"{BASE}id/fact/{name}")
    triples = {
        Triple(fact, CKG.meeting, OSLO_TALKS),
        Triple(fact, CKG.modality, Literal(modality)),
        *(Triple(fact, getattr(CKG, aspect), Literal(v)) for aspect, v in aspects.items()),
    }
    for article in articles:
        passage = NamedNode(f"{BASE}id/passage/{name}-{article}")
        triples.add(Triple(fact, CKG.evidence, passage))
        triples.add(Triple(passage, CKG.article, NamedNode(f"{BASE}id/article/{article}")))
    return triples


def chosen(*facts: set[Triple]) -> list[str]:
    found = list(preferred(set().union(*facts)))
    assert all(t.subject == OSLO_TALKS and t.predicate == CKG.preferredFact for t in found)
    return sorted(str(t.object).rpartition("/")[2][:-1] for t in found)


def test_of_what_most_articles_say_of_an_aspect_one_fact_is_preferred() -> None:
    one = told("one", "a", kind="meeting", status="held")
    two = told("two", "b", "c", kind="talks", status="held")
    place = told("place", "a", place="Oslo")
    assert chosen(one, two, place) == ["place", "two"]


def test_held_goes_before_called_off_and_that_before_planned_whoever_says_so() -> None:
    held = told("held", "a", kind="talks", status="held")
    off = told("off", "b", "c", kind="talks", status="cancelled")
    planned = told("planned", "d", "e", "f", kind="talks", status="planned", modality="planned")
    assert chosen(held, off, planned) == ["held"]
    assert chosen(off, planned) == ["off"]
    assert chosen(planned) == ["planned"]


def test_a_full_date_goes_before_a_partial_one_and_a_year_before_none() -> None:
    day = told("day", "a", date="2020-03-02")
    month = told("month", "b", "c", date="2020-03")
    yearless = told("yearless", "b", "c", "d", date="--03-02")
    assert chosen(day, month, yearless) == ["day"]
    assert chosen(month, yearless) == ["month"]


def test_the_same_said_as_plan_and_as_fact_counts_together_and_shows_the_fact() -> None:
    expected = told("expected", "a", "b", date="2020-03-02", modality="planned")
    actual = told("happened", "c", date="2020-03-02")
    other = told("other", "d", "e", date="2020-03-01")
    assert chosen(expected, actual, other) == ["happened"]


def test_what_is_denied_is_never_preferred() -> None:
    assert chosen(told("denied", "a", place="Oslo", modality="denied")) == []


def test_a_group_prefers_one_number_for_everything_that_is_counted(store: Memory) -> None:
    query = """SELECT ?thing ?counted (COUNT(?fact) AS ?facts) {
        ?thing ckg:preferredFact ?fact . ?fact ckg:counted ?counted } GROUP BY ?thing ?counted"""
    counted = [row["facts"].value for row in store.select(query)]
    assert len(counted) > 1
    assert set(counted) == {"1"}


def test_inference_adds_nothing_to_its_own_result(store: Memory) -> None:
    said = view(store)
    assert not {t for t in infer(said) - said if t.predicate in DIRECT}


def test_a_rule_says_in_a_sentence_what_it_does() -> None:
    assert {rule.name for rule in load_rules()} >= {
        "coalition-membership-from-roster",
        "lead-is-member",
        "state-represented-by-official",
    }
    with pytest.raises(QueryError, match="summary"):
        _rule("mute", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_offices_are_held_by_those_in_office() -> None:
    old, new = person("old", "Old Man"), person("new", "New Man")
    story = Story("one").say(
        "New Man follows Old Man.", tenure(old, NORWAY, former=True), tenure(new, NORWAY)
    )
    with made_store(story) as made:
        holders = {t.subject for t in view(made) if t.predicate == CKG.holdsOffice}
    assert holders == {thing("official/new-man")}
