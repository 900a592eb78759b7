"""The ontology: described, within OWL 2 DL, consistent, and meaning what its readers rely on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import RdfFormat, Triple, parse, serialize
from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace, URIRef

from kg.terms import NAMESPACE
from kg.validation import check_clashes, check_consistency, load_ontology, load_reference
from tests.support import ROOT, needed_java

CKG = Namespace(NAMESPACE)
EX = Namespace("https://example.org/")
ALIGNED = (
    "prov#",
    "ns/org#",
    "ns/oa#",
    "skos/core#",
    "foaf/0.1/",
    "/sem/",
    "schema.org/",
    "2006/time#",
)
PREFIXES = f"@prefix ckg: <{NAMESPACE}> . @prefix ex: <{EX}> .\n"
BUILT_IN = tuple(
    f"http://www.w3.org/{name}#"
    for name in ("2002/07/owl", "2000/01/rdf-schema", "1999/02/22-rdf-syntax-ns", "2001/XMLSchema")
)
CONSTRUCTS = (
    *(RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf),
    *(OWL.onProperty, OWL.someValuesFrom, OWL.allValuesFrom, OWL.disjointWith),
)


@pytest.fixture(scope="module")
def core() -> Graph:
    return _graph(load_ontology(alignments=False))


@pytest.fixture(scope="module")
def whole() -> Graph:
    return _graph(load_ontology())


@pytest.fixture
def java() -> str:
    return needed_java()


def _graph(triples: Iterable[Triple]) -> Graph:
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None
    return Graph().parse(data=text, format="nt")


def _individuals(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]


def _terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s in CKG}


def _properties(graph: Graph, kind: URIRef) -> set[rdflib.term.Node]:
    return set(graph.subjects(RDF.type, kind))


# Described


def test_every_term_has_one_label_and_one_comment(core: Graph) -> None:
    for term in _terms(core):
        assert len(list(core.objects(term, RDFS.label))) == 1, term
        comment = str(core.value(term, RDFS.comment, any=False))
        assert comment.endswith("."), term
        assert len(comment.split()) > 3, term


def test_the_ontology_states_its_version_and_licence(core: Graph) -> None:
    ontology = core.value(predicate=RDF.type, object=OWL.Ontology, any=False)
    version = core.value(ontology, OWL.versionInfo)
    assert str(core.value(ontology, OWL.versionIRI)).endswith(f"/{version}")
    assert core.value(ontology, URIRef("http://purl.org/dc/terms/license"))


def test_every_promised_vocabulary_is_aligned(whole: Graph) -> None:
    upwards = {
        str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in whole.objects(None, p)
    }
    upwards |= {str(o) for o in whole.objects(None, OWL.allValuesFrom)}
    for vocabulary in ALIGNED:
        assert any(vocabulary in term for term in upwards), vocabulary


# Within OWL 2 DL


def test_no_property_is_of_two_kinds(whole: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    seen = [term for kind in kinds for term in _properties(whole, kind)]
    assert len(seen) == len(set(seen))


def test_no_term_is_a_class_and_a_property(whole: Graph) -> None:
    properties = _properties(whole, OWL.ObjectProperty) | _properties(whole, OWL.DatatypeProperty)
    assert not properties & _properties(whole, OWL.Class)


def test_every_term_used_in_an_axiom_is_declared(whole: Graph) -> None:
    used = {term for p in CONSTRUCTS for pair in whole.subject_objects(p) for term in pair}
    used |= set(whole.predicates()) | set(whole.objects(None, RDF.first))
    declared = set(whole.subjects(RDF.type))
    undeclared = {
        term
        for term in used - declared
        if isinstance(term, URIRef) and not str(term).startswith(BUILT_IN)
    }
    assert undeclared == set()


def test_object_and_value_properties_are_not_mixed_in_a_hierarchy(whole: Graph) -> None:
    for lower, upper in whole.subject_objects(RDFS.subPropertyOf):
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
            assert ((lower, RDF.type, kind) in whole) == ((upper, RDF.type, kind) in whole), lower


def test_properties_derived_by_chains_carry_no_characteristic(whole: Graph) -> None:
    derived = set(whole.subjects(OWL.propertyChainAxiom))
    assert derived
    while True:
        above = {o for s in derived for o in whole.objects(s, RDFS.subPropertyOf)}
        inverse = {o for s in derived for o in whole.objects(s, OWL.inverseOf)}
        inverse |= {s for o in derived for s in whole.subjects(OWL.inverseOf, o)}
        if (above | inverse) <= derived:
            break
        derived |= above | inverse
    restricted = (OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty)
    assert not any((term, RDF.type, kind) in whole for term in derived for kind in restricted)


def test_date_properties_have_no_range(core: Graph) -> None:
    for term in (CKG.date, CKG.endDate, CKG.since, CKG.until, CKG.published):
        assert (term, RDF.type, OWL.DatatypeProperty) in core
        assert core.value(term, RDFS.range) is None


def test_what_is_materialised_stays_within_owl_rl(whole: Graph) -> None:
    """Named classes and 'all values' are concluded; from 'some value' or a union nothing is."""
    for _, conclusion in _conclusions(whole):
        if isinstance(conclusion, BNode):
            allowed = {OWL.allValuesFrom, OWL.someValuesFrom, OWL.unionOf}
            assert set(whole.predicates(conclusion)) & allowed, conclusion
    for forbidden in (OWL.disjointUnionOf, OWL.complementOf, OWL.minCardinality, OWL.hasSelf):
        assert not list(whole.subject_objects(forbidden))


def _conclusions(graph: Graph) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node]]:
    for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range):
        yield from graph.subject_objects(predicate)


# Consistent


@pytest.mark.usefixtures("java")
def test_ontology_alignments_and_reference_are_consistent_under_hermit() -> None:
    report = check_consistency()
    assert report.consistent, report.findings
    assert report.unsatisfiable == ()


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    "clash",
    [
        "ex:x a ckg:State , ckg:Meeting .",
        "ex:x a ckg:Place ; ckg:iso3 'GBR' .",
        "ex:f ckg:member ex:john . ex:john a ckg:Official .",
        "ex:f a ckg:Membership , ckg:Tenure .",
        "ex:x a ckg:State ; ckg:iso3 'COD' , 'COG' .",
        "ex:london a ckg:Place . ex:kerry ckg:tookPartIn ex:london .",
    ],
)
def test_a_contradiction_makes_the_check_fail_and_is_explained(clash: str) -> None:
    report = check_consistency(_individuals(clash), reference=False)
    assert not report.consistent
    assert report.findings[0].check == "clashes"
    assert report.findings[0].message


@pytest.mark.usefixtures("java")
def test_two_facts_that_are_each_others_premise_are_found_by_hermit_alone() -> None:
    report = check_consistency(
        _individuals("ex:a ckg:premise ex:b . ex:b ckg:premise ex:a ."), reference=False
    )
    assert not report.consistent
    assert "individuals" in report.findings[0].message


@pytest.mark.usefixtures("java")
def test_a_class_that_nothing_can_be_in_is_named() -> None:
    extra = "ex:CityState a <http://www.w3.org/2002/07/owl#Class> ; "
    extra += "<http://www.w3.org/2000/01/rdf-schema#subClassOf> ckg:State , ckg:Place ."
    report = check_consistency(_individuals(extra), reference=False)
    assert not report.consistent
    assert report.unsatisfiable == (str(EX.CityState),)
    assert "CityState" in report.findings[0].message


def test_no_reference_individual_clashes_with_the_ontology() -> None:
    assert check_clashes(load_reference()) == ()


def test_no_two_reference_individuals_share_a_state_code() -> None:
    reference = _graph(load_reference())
    codes = [str(code) for code in reference.objects(None, CKG.iso3)]
    assert len(codes) == len(set(codes))


# Meaning what its readers rely on

FACTS = """
ex:p1 a ckg:Participation ; ckg:participant ex:gbr ; ckg:convener ex:gbr ; ckg:meeting ex:london .
ex:p2 a ckg:Participation ; ckg:participant ex:fra ; ckg:attendee ex:fra ; ckg:meeting ex:london .
ex:p3 a ckg:Participation ; ckg:participant ex:irn ; ckg:meeting ex:london .
ex:m1 a ckg:Membership ; ckg:member ex:fra ; ckg:enrolled ex:fra ; ckg:group ex:coalition .
ex:m2 a ckg:Membership ; ckg:member ex:irn ; ckg:group ex:coalition .
ex:t1 a ckg:Tenure ; ckg:holder ex:kerry ; ckg:incumbent ex:kerry ;
      ckg:office ex:secretary ; ckg:of ex:usa .
ex:t2 a ckg:Tenure ; ckg:holder ex:baker ; ckg:office ex:secretary ; ckg:of ex:usa .
ex:coalition ckg:lead ex:usa .
"""


@pytest.fixture(scope="module")
def closed() -> Graph:
    graph = _graph([*load_ontology(alignments=False), *_individuals(FACTS)])
    DeductiveClosure(OWLRL_Semantics, improved_datatypes=False).expand(graph)
    return graph


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (EX.fra, CKG.tookPartIn, EX.london),
        (EX.gbr, CKG.tookPartIn, EX.london),
        (EX.gbr, CKG.hosted, EX.london),
        (EX.london, CKG.hostedBy, EX.gbr),
        (EX.london, CKG.hadParticipant, EX.gbr),
        (EX.fra, CKG.memberOf, EX.coalition),
        (EX.coalition, CKG.hasMember, EX.fra),
        (EX.usa, CKG.memberOf, EX.coalition),
        (EX.kerry, CKG.holdsOffice, EX.secretary),
        (EX.secretary, CKG.heldBy, EX.kerry),
        (EX.kerry, CKG.represents, EX.usa),
        (EX.usa, CKG.representedBy, EX.kerry),
        (EX.p1, CKG.attendee, EX.gbr),
        (EX.london, RDF.type, CKG.Meeting),
        (EX.kerry, RDF.type, CKG.Official),
    ],
)
def test_chains_and_inverses_derive_the_direct_properties(
    closed: Graph, subject: URIRef, predicate: URIRef, value: URIRef
) -> None:
    assert (subject, predicate, value) in closed


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (EX.irn, CKG.tookPartIn, EX.london),
        (EX.fra, CKG.hosted, EX.london),
        (EX.irn, CKG.memberOf, EX.coalition),
        (EX.gbr, CKG.memberOf, EX.coalition),
        (EX.baker, CKG.holdsOffice, EX.secretary),
        (EX.baker, CKG.represents, EX.usa),
    ],
)
def test_facts_without_a_guard_derive_no_direct_property(
    closed: Graph, subject: URIRef, predicate: URIRef, value: URIRef
) -> None:
    assert (subject, predicate, value) not in closed


# Documented


def test_every_term_is_on_the_map(core: Graph) -> None:
    page = (ROOT / "docs" / "ontology.md").read_text("utf-8")
    named = set(re.findall(r"ckg:(\w+)", page))
    assert {str(term).removeprefix(NAMESPACE) for term in _terms(core)} == named
