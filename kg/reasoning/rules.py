"""Runs ``queries/rules/*.rq`` and gives what they derive its names and its evidence.

A rule is a CONSTRUCT over the view that makes facts as blank nodes, each with its premises, and
may add direct triples. Its name is its file's. A rule may ask whether a passage is ``stated``;
the passages of what rules derive are only known when all have run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryTriples, Store, Triple

from kg import resources
from kg.errors import QueryError
from kg.model import Basis
from kg.queries import headers
from kg.rdf import Property, fact_iri_of, literal, passage_iri
from kg.terms import BASE, CKG, RDF

Derivations = dict[tuple[NamedNode, str], set[NamedNode]]
"""The premises of every fact that a rule has derived."""
Refused = Callable[[NamedNode], bool]
"""Whether a fact must not be derived."""
Passage = tuple[NamedNode, int, int, str]
"""Where a passage stands: article, start, end, and its exact text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A derivation: its name, what it says in a sentence, and its CONSTRUCT."""

    name: str
    summary: str
    text: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, sorted by name. Raises: QueryError for a file without a summary."""
    folder = resources.queries() / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(_rule(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in files)


def _rule(name: str, text: str) -> Rule:
    summary = headers(text).get("summary", [])
    if not summary:
        raise QueryError("the rule has no summary", where=f"rules/{name}.rq")
    return Rule(name, summary[0], text)


def apply(
    engine: Store,
    rules: Iterable[Rule],
    derivations: Derivations,
    *,
    refused: Refused | None = None,
    base: str = BASE,
) -> set[Triple]:
    """Run every rule once and take what is new into the store and ``derivations``.

    Parameters: ``refused`` are facts that must not be derived, and notes those that would be.
    Returns: the triples that the rules gave for the first time.
    """
    found: set[Triple] = set()
    for rule in rules:
        new: set[Triple] = set()
        for subject, pairs in _results(engine, rule).items():
            if isinstance(subject, NamedNode):
                new.update(Triple(subject, p, o) for p, o in pairs)
            else:
                new.update(_fact(rule, pairs, derivations, refused, base))
        quads = (Quad(t.subject, t.predicate, t.object) for t in new)
        missing = [quad for quad in quads if quad not in engine]
        engine.extend(missing)
        found.update(quad.triple for quad in missing)
    return found


def _results(engine: Store, rule: Rule) -> Mapping[NamedNode | BlankNode, list[Property]]:
    found = engine.query(rule.text)
    if not isinstance(found, QueryTriples):
        raise QueryError("a rule must be a CONSTRUCT", where=f"rules/{rule.name}.rq")
    drafts: dict[NamedNode | BlankNode, list[Property]] = defaultdict(list)
    for triple in found:
        assert isinstance(triple.subject, NamedNode | BlankNode)
        drafts[triple.subject].append((triple.predicate, triple.object))
    return drafts


def _fact(
    rule: Rule,
    pairs: list[Property],
    derivations: Derivations,
    refused: Refused | None,
    base: str,
) -> Iterator[Triple]:
    iri = fact_iri_of(pairs, base=base)
    if refused is not None and refused(iri):
        return
    premises = {o for p, o in pairs if p == CKG.premise and isinstance(o, NamedNode)}
    known = derivations.setdefault((iri, rule.name), set())
    if iri in premises or (known and premises <= known):
        return
    known |= premises
    yield from (Triple(iri, p, o) for p, o in pairs)
    yield Triple(iri, CKG.rule, Literal(rule.name))


def passages(engine: Store, derivations: Derivations, *, base: str = BASE) -> list[Triple]:
    """The passages of all derived facts: those of their premises, marked as inferred.

    A premise that is itself derived hands on the passages of its own premises. Where two premises
    stand in the same place the less certain one counts.
    """
    found: list[Triple] = []
    below = _Below(engine, derivations)
    for (fact, rule), premises in sorted(derivations.items(), key=lambda item: str(item[0])):
        for where, confidence in below.all(premises, frozenset({fact})).items():
            found += _copy(fact, rule, where, confidence, base)
    return found


class _Below:
    """Finds the stated passages under facts, each with the least confidence."""

    def __init__(self, engine: Store, derivations: Derivations) -> None:
        self._engine = engine
        self._premises: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for (fact, _), premises in derivations.items():
            self._premises[fact] |= premises

    def all(self, facts: Iterable[NamedNode], above: frozenset[NamedNode]) -> dict[Passage, str]:
        """The passages under several facts."""
        found: dict[Passage, str] = {}
        for fact in facts:
            for where, confidence in self._one(fact, above).items():
                found[where] = min(confidence, found.get(where, confidence), key=float)
        return found

    def _one(self, fact: NamedNode, above: frozenset[NamedNode]) -> dict[Passage, str]:
        own = dict(_stated(self._engine, fact))
        if own or fact in above:
            return own
        return self.all(self._premises[fact], above | {fact})


def _stated(engine: Store, fact: NamedNode) -> Iterator[tuple[Passage, str]]:
    for link in engine.quads_for_pattern(fact, CKG.evidence, None, None):
        assert isinstance(link.object, NamedNode)
        said = {q.predicate: q.object for q in engine.quads_for_pattern(link.object, None, None)}
        article, confidence = said[CKG.article], said.get(CKG.confidence)
        assert isinstance(article, NamedNode)
        start, end, exact = (_value(said[p]) for p in (CKG.start, CKG.end, CKG.exact))
        yield (article, int(start), int(end), exact), _value(confidence) if confidence else "1"


def _value(term: object) -> str:
    assert isinstance(term, Literal)
    return term.value


def _copy(
    fact: NamedNode, rule: str, where: Passage, confidence: str, base: str
) -> Iterator[Triple]:
    article, start, end, exact = where
    iri = passage_iri(fact, article, start, end, rule, base=base)
    yield Triple(fact, CKG.evidence, iri)
    yield Triple(iri, RDF.type, CKG.Passage)
    yield Triple(iri, CKG.article, article)
    values: dict[NamedNode, str | int] = {CKG.start: start, CKG.end: end}
    values |= {CKG.exact: exact, CKG.rule: rule}
    yield from (Triple(iri, p, literal(v)) for p, v in values.items())
    yield Triple(iri, CKG.basis, literal(Basis.INFERRED.value))
    yield Triple(iri, CKG.confidence, literal(float(confidence)))
