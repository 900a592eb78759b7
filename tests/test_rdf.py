"""IRIs are a function of what is said; literals keep their types; hostile text does no harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import made_extraction as made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import rdf
from kg.model import Article, Basis, Entity, Evidence, Extraction, Fact, Modality, PartialDate
from kg.terms import BASE, CKG, RDF, RDFS, SKOS, XSD

hostile = st.text(st.characters(), min_size=0, max_size=40) | st.sampled_from(
    [
        "a b",
        '"><script>',
        "<http://x>",
        "..",
        ".",
        "",
        "/etc/passwd",
        "https://example.org/news?id=1&x=%zz#top",
        "\u202egnp.exe",
        "\u2066x\u2069",
        "\ud800",
        "\x00",
        "a@b",
        "é",
        "e\u0301",
        "\ue000",
        "\U000e0001",
        "id\ufdd0",
    ]
)
dates = st.builds(
    lambda d, keep: PartialDate(*(d.year, d.month, d.day)[:keep]),
    st.dates(min_value=date(1000, 1, 1)),
    st.integers(1, 3),
) | st.builds(lambda m, d: PartialDate(None, m, d), st.integers(1, 12), st.integers(1, 28))
values = (
    st.sampled_from([made.NORWAY, made.CHILE, made.RUIZ, made.OSLO])
    | hostile
    | st.integers()
    | st.booleans()
    | dates
)
roles = st.lists(
    st.tuples(st.sampled_from(sorted(rdf.ROLES, key=str)), values), min_size=1, max_size=5
)


def quads_of(*facts: Fact, source: Article | None = None) -> list[Quad]:
    document = made.document(source or made.article())
    return rdf.article_quads(Extraction(document, (), facts))


def facts_in(quads: list[Quad]) -> set[NamedNode]:
    return {q.subject for q in quads if q.predicate == RDF.type and q.object == CKG.Fact}


def about(quads: list[Quad], subject: NamedNode) -> set[tuple[NamedNode, rdf.Term]]:
    return {(q.predicate, q.object) for q in quads if q.subject == subject}


# Names


@given(hostile)
def test_any_id_gives_valid_iris_that_a_store_takes_and_gives_back(text: str) -> None:
    person = Entity(CKG.Official, text, text)
    for iri in (
        rdf.article_iri(text),
        rdf.article_graph(text),
        rdf.entity_iri(person),
        rdf.entity_iri(person, text),
    ):
        store = Store()
        store.add(Quad(iri, RDF.type, CKG.Official, iri))
        assert [q.graph_name for q in store] == [iri]
        assert not set("\u202e\u2066\u2069 <>\"'\\") & set(iri.value)


@given(hostile, hostile)
def test_two_ids_never_share_an_iri(one: str, other: str) -> None:
    assert (rdf.article_graph(one) == rdf.article_graph(other)) == (one == other)
    assert (rdf.segment(one) == rdf.segment(other)) == (one == other)


@pytest.mark.parametrize("text", [".", "..", "", "a/b", "a@b", "a~b", "a#b", "a?b"])
def test_a_segment_never_changes_the_path_around_it(text: str) -> None:
    assert not set("/@~#?") & set(rdf.segment(text)) or text == ""
    assert rdf.segment(text) not in {"", ".", ".."}


def test_a_plain_id_is_its_own_slug_and_any_other_gets_a_hash() -> None:
    assert rdf.article_graph("seed-1").value == f"{BASE}graph/article/seed-1"
    assert rdf.article_graph("Seed 1").value.startswith(f"{BASE}graph/article/seed-1~")


def test_known_things_have_one_iri_and_local_ones_belong_to_their_article() -> None:
    assert rdf.entity_iri(made.NORWAY, "oslo").value == f"{BASE}id/state/NOR"
    assert rdf.entity_iri(made.RUIZ, "oslo").value == f"{BASE}id/official/ana-ruiz@oslo"
    assert rdf.canonical_iri(CKG.Official, "ana-ruiz").value == f"{BASE}id/official/ana-ruiz"


def test_another_base_moves_what_this_corpus_mints_and_leaves_the_reference_alone() -> None:
    base = "https://kg.example/"
    quads = rdf.article_quads(made.extraction(), base=base)
    subjects = {q.subject.value for q in quads}
    ours = {iri for iri in subjects if not iri.startswith(base)}
    known = {rdf.entity_iri(e).value for e in (made.NORWAY, made.CHILE, made.OSLO, made.OFFICE)}
    assert ours == known
    assert {q.graph_name for q in quads} == {rdf.article_graph("oslo", base=base)}
    assert rdf.is_article_graph(rdf.article_graph("oslo", base=base), base=base)
    assert not rdf.is_article_graph(rdf.graph_iri("inferred"))


# Facts


@given(roles, st.randoms(use_true_random=False), st.sampled_from(Modality))
def test_a_fact_has_one_iri_whatever_its_order_and_its_evidence(
    filled: list[tuple[NamedNode, object]], random: object, modality: Modality
) -> None:
    shuffled = list(filled)
    random.shuffle(shuffled)
    source = made.article()
    one = Fact(CKG.Support, tuple(filled), (), modality)
    other = Fact(CKG.Support, tuple(shuffled), (made.evidence(source, 1),), modality)
    assert facts_in(quads_of(one)) == facts_in(quads_of(other))


@given(roles)
def test_an_assertion_and_its_denial_never_fuse(filled: list[tuple[NamedNode, object]]) -> None:
    said = [Fact(CKG.Membership, tuple(filled), (), modality) for modality in Modality]
    claimed = Fact(CKG.Membership, tuple(filled), (), attributed_to=made.CHILE)
    assert len(facts_in(quads_of(*said, claimed))) == len(said) + 1


@given(roles, roles)
def test_facts_that_say_different_things_have_different_iris(
    one: list[tuple[NamedNode, object]], other: list[tuple[NamedNode, object]]
) -> None:
    def terms(filled: list[tuple[NamedNode, object]]) -> set[tuple[NamedNode, object]]:
        writer = rdf._Writer(made.article(), BASE)
        return {(role, writer.term(value)) for role, value in filled}

    iris = [facts_in(quads_of(Fact(CKG.Support, tuple(filled), ()))) for filled in (one, other)]
    assert (iris[0] == iris[1]) == (terms(one) == terms(other))


@given(roles, st.sampled_from(Modality), st.sampled_from([None, made.CHILE]))
def test_a_facts_iri_can_be_found_again_from_its_triples_in_a_store(
    filled: list[tuple[NamedNode, object]], modality: Modality, by: Entity | None
) -> None:
    store = Store()
    fact = Fact(CKG.Participation, tuple(filled), (made.evidence(made.article()),), modality, by)
    store.extend(quads_of(fact))
    [iri] = facts_in(list(store))
    assert rdf.fact_iri_of(about(list(store), iri)) == iri


def test_properties_without_one_kind_are_no_fact() -> None:
    with pytest.raises(ValueError, match="exactly one kind"):
        rdf.fact_iri_of([(RDF.type, CKG.Fact), (CKG.member, rdf.entity_iri(made.NORWAY))])


def test_a_second_article_adds_a_passage_to_the_same_fact() -> None:
    filled = ((CKG.member, made.NORWAY), (CKG.group, made.CHILE))
    first, second = made.article("one"), made.article("two")
    quads = [
        *quads_of(Fact(CKG.Membership, filled, (made.evidence(first),)), source=first),
        *quads_of(Fact(CKG.Membership, filled, (made.evidence(second),)), source=second),
    ]
    [iri] = facts_in(quads)
    assert len({o for p, o in about(quads, iri) if p == CKG.evidence}) == 2


def test_only_actual_facts_have_guards() -> None:
    filled = ((CKG.participant, made.NORWAY), (CKG.meeting, made.MEETING), (CKG.role, "host"))
    guards = {}
    for modality in Modality:
        quads = quads_of(Fact(CKG.Participation, filled, (), modality))
        guards[modality] = {q.predicate for q in quads} & {CKG.attendee, CKG.convener}
    assert guards.pop(Modality.ACTUAL) == {CKG.attendee, CKG.convener}
    assert not any(guards.values())


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("participant", {CKG.attendee}),
        ("observer", {CKG.attendee}),
        ("represented", {CKG.attendee}),
        ("chair", {CKG.attendee, CKG.convener}),
        ("invited", set()),
        ("absent", set()),
        ("excluded", set()),
    ],
)
def test_the_role_decides_who_attended_and_who_convened(
    role: str, expected: set[NamedNode]
) -> None:
    filled = ((CKG.participant, made.NORWAY), (CKG.meeting, made.MEETING), (CKG.role, role))
    quads = quads_of(Fact(CKG.Participation, filled, ()))
    assert {q.predicate for q in quads} & {CKG.attendee, CKG.convener} == expected


@pytest.mark.parametrize(
    ("until", "enrolled"),
    [
        (None, True),
        (PartialDate(2019), False),
        (PartialDate(2020), True),
        (PartialDate(2020, 2), False),
        (PartialDate(2020, 3, 1), False),
        (PartialDate(2030), True),
        (PartialDate(None, 3, 1), False),
    ],
)
def test_a_membership_that_has_ended_does_not_enrol(
    until: PartialDate | None, enrolled: bool
) -> None:
    filled = [(CKG.member, made.NORWAY), (CKG.group, made.CHILE)]
    filled += [(CKG.until, until)] if until else []
    quads = quads_of(Fact(CKG.Membership, tuple(filled), ()))
    assert (CKG.enrolled in {q.predicate for q in quads}) == enrolled


def test_a_former_office_has_no_incumbent() -> None:
    filled = ((CKG.holder, made.RUIZ), (CKG.office, made.OFFICE), (CKG.of, made.CHILE))
    assert CKG.incumbent in {q.predicate for q in quads_of(Fact(CKG.Tenure, filled, ()))}
    former = Fact(CKG.Tenure, (*filled, (CKG.former, True)), ())
    assert CKG.incumbent not in {q.predicate for q in quads_of(former)}


# Literals


@given(dates)
def test_dates_come_back_as_precise_as_they_were(day: PartialDate) -> None:
    store = Store()
    store.add(Quad(CKG.date, CKG.date, rdf.literal(day)))
    [stored] = [q.object for q in store]
    assert stored == rdf.literal(day)
    assert rdf.partial_date(stored) == day


@pytest.mark.parametrize("term", [Literal("2015"), Literal("x", datatype=XSD.date)])
def test_what_is_not_a_date_is_not_read_as_one(term: Literal) -> None:
    with pytest.raises(ValueError, match="not a date"):
        rdf.partial_date(term)


@given(st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | hostile)
def test_a_store_keeps_every_literal_as_it_was_made(value: int | float | str | bool) -> None:
    made_literal = rdf.literal(value)
    store = Store()
    store.add(Quad(CKG.value, CKG.value, made_literal))
    in_range = abs(value) < 2**62 if isinstance(value, (int, float)) else True
    assert [q.object for q in store] == [made_literal] or not in_range


def test_half_a_surrogate_pair_is_replaced_and_offsets_stay() -> None:
    assert rdf.literal("a\ud800b").value == "a\ufffdb"


# An article's graph


def test_an_articles_graph_says_what_is_needed_to_open_every_sentence() -> None:
    source = made.article(url="https://example.org/oslo", publisher="A Gazette")
    quads = rdf.article_quads(made.extraction(source))
    assert {q.graph_name for q in quads} == {rdf.article_graph("oslo")}
    article = rdf.article_iri("oslo")
    assert about(quads, article) >= {
        (RDF.type, CKG.Article),
        (CKG.identifier, Literal("oslo")),
        (CKG.contentHash, Literal(source.content_hash)),
        (CKG.published, Literal("2020-03-02", datatype=XSD.date)),
        (CKG.url, Literal("https://example.org/oslo", datatype=XSD.anyURI)),
        (CKG.mentions, rdf.entity_iri(made.NORWAY)),
    }
    passages = [q.subject for q in quads if q.object == CKG.Passage]
    for passage in passages:
        said = dict(about(quads, passage))
        start, end = int(said[CKG.start].value), int(said[CKG.end].value)
        assert source.text[start:end] == said[CKG.exact].value
        assert said[CKG.article] == article
        assert said[CKG.basis] == Literal("stated")
    backed = {q.subject for q in quads if q.predicate == CKG.evidence}
    assert backed == facts_in(quads)
    assert len(facts_in(quads)) == len(made.facts(source))


def test_entities_carry_their_names_codes_and_kinds() -> None:
    quads = rdf.article_quads(made.extraction())
    meeting = rdf.entity_iri(made.MEETING, "oslo")
    assert about(quads, meeting) == {
        (RDF.type, CKG.Meeting),
        (RDFS.label, Literal("Oslo meeting")),
        (SKOS.altLabel, Literal("Oslo talks")),
        (CKG.kind, Literal("talks")),
    }
    assert (CKG.iso3, Literal("NOR")) in about(quads, rdf.entity_iri(made.NORWAY))
    assert (CKG.country, rdf.entity_iri(made.NORWAY)) in about(quads, rdf.entity_iri(made.OSLO))


def test_a_kind_of_organisation_is_an_organisation_too() -> None:
    ministry = Entity(CKG.GovernmentBody, "fm", "Foreign Ministry", token="ministry")
    quads = quads_of(Fact(CKG.Statement, ((CKG.speaker, ministry),), ()))
    types = {o for p, o in about(quads, rdf.entity_iri(ministry, "oslo")) if p == RDF.type}
    assert types == {CKG.GovernmentBody, CKG.Organisation}


def test_a_date_keeps_the_words_it_was_read_from_on_its_passage() -> None:
    quads = rdf.article_quads(made.extraction())
    worded = {q.subject for q in quads if q.predicate == CKG.dateText}
    dated = {q.subject for q in quads if q.predicate == CKG.date}
    assert worded == {q.object for q in quads if q.subject in dated and q.predicate == CKG.evidence}
    assert {q.object for q in quads if q.predicate == CKG.dateText} == {Literal("on Monday")}
    assert {q.subject for q in quads if q.predicate == CKG.dateFromDocument} == worded


def test_of_two_hits_of_one_rule_in_one_place_the_surer_one_is_kept() -> None:
    sure = made.evidence(made.article(), confidence=0.9)
    unsure = replace(sure, confidence=0.4, matched="met", basis=Basis.INFERRED)
    filled = ((CKG.member, made.NORWAY), (CKG.group, made.CHILE))
    quads = quads_of(Fact(CKG.Membership, filled, (unsure, sure)))
    [passage] = {q.object for q in quads if q.predicate == CKG.evidence}
    said = [(p, o) for p, o in about(quads, passage)]
    assert [o.value for p, o in said if p == CKG.confidence] == ["0.9"]
    assert len(said) == len({p for p, _ in said})


def test_the_same_extraction_gives_the_same_quads_in_the_same_order() -> None:
    extraction = made.extraction()
    again = replace(
        extraction,
        facts=tuple(reversed(extraction.facts)),
        sightings=tuple(reversed(extraction.sightings)),
    )
    assert rdf.article_quads(extraction) == rdf.article_quads(again)


@given(hostile)
def test_hostile_words_pass_through_a_graph_unharmed(text: str) -> None:
    source = Article("x", text or "-", title=text, url=text, publisher=text)
    support = Evidence("x", 0, len(source.text), source.text, "made", 0.5, matched=text)
    thing = Entity(CKG.Coalition, text, text, aliases=(text, f"{text}!"))
    quads = quads_of(
        Fact(CKG.StatedCount, ((CKG.subject, thing), (CKG.counted, text)), (support,)),
        source=source,
    )
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)
    assert {q.object for q in store if q.predicate == CKG.counted} == {rdf.literal(text)}
