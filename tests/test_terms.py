"""The typed constants and the ontology say the same."""

from pyoxigraph import NamedNode

from kg import terms
from kg.terms import CKG, NAMESPACE, RDF
from kg.validation import load_ontology


def _constants(vocabulary: type) -> dict[str, NamedNode]:
    return {name: value for name, value in vars(vocabulary).items() if isinstance(value, NamedNode)}


def _declared() -> set[str]:
    return {
        triple.subject.value.removeprefix(NAMESPACE)
        for triple in load_ontology(alignments=False)
        if triple.predicate == RDF.type
        and isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(NAMESPACE)
    }


def test_every_constant_is_declared_in_the_ontology() -> None:
    assert set(_constants(CKG)) - _declared() == set()


def test_every_term_of_the_ontology_is_a_constant() -> None:
    assert _declared() - set(_constants(CKG)) == set()


def test_every_constant_is_spelt_like_its_iri() -> None:
    for vocabulary in (terms.CKG, terms.RDF, terms.RDFS, terms.OWL, terms.SKOS, terms.XSD):
        for name, value in _constants(vocabulary).items():
            assert value.value.endswith((f"#{name}", f"/{name}"))


def test_a_misspelt_term_is_an_error_and_not_a_new_term() -> None:
    assert not hasattr(CKG, "atendee")
