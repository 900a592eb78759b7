"""Why something holds: any fact, asserted or inferred, down to the sentences of articles.

A direct statement such as "Norway took part in the Oslo meeting" is explained by the ontology's
axiom that gave it and the facts it was made of; a fact that a rule inferred by the rule and its
premises; a stated fact by its passages.
"""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import UnknownNameError
from kg.explain.tree import Derivation, Explanation, Quote
from kg.explain.words import sentence
from kg.identity import decisions
from kg.queries import find, nearest
from kg.rdf import FACT_KINDS, Term
from kg.reasoning import load_rules
from kg.reasoning.axioms import Axiom, ontology_axioms
from kg.store import PREFIXES, Store
from kg.terms import CKG, NAMESPACE, RDF, RDFS

__all__ = ["Derivation", "Explanation", "Quote", "explain", "in_words"]

Said = Mapping[NamedNode, list[Term]]


def explain(
    store: Store, what: str | NamedNode | Triple | tuple[NamedNode, NamedNode, NamedNode]
) -> Explanation:
    """Why a fact or a triple of the view holds.

    Parameters: ``what`` is a fact's IRI, a triple, or a triple as text: three words, each an IRI,
    a prefixed name or (in quotes, if it has spaces) a label, as in
    ``Norway tookPartIn "Oslo meeting"``.
    Raises: UnknownNameError when the view does not hold it.
    """
    view = _View(store)
    if isinstance(what, str):
        words = _words(what)
        what = _triple(store, words) if len(words) == 3 else _iri(what.strip())
    if isinstance(what, NamedNode):
        return view.fact(what, frozenset())
    subject, predicate, filler = what
    assert isinstance(subject, NamedNode)
    return view.triple(subject, predicate, filler, frozenset())


def in_words(store: Store, fact: NamedNode) -> str:
    """A fact as an English sentence. Raises: UnknownNameError when the view has no such fact."""
    return _View(store).sentence(fact)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # an apostrophe in a name opens no quotation
        return [text]


def _triple(store: Store, words: Sequence[str]) -> tuple[NamedNode, NamedNode, NamedNode]:
    subject, predicate, filler = words
    known = {_local(a.gives): a.gives for a in ontology_axioms()} | {"lead": CKG.lead}
    way = known.get(predicate.removeprefix("ckg:"))
    if way is None and ":" not in predicate:
        near = nearest(predicate, sorted(known))
        step = f"Did you mean: {', '.join(near)}?" if near else f"Known: {', '.join(sorted(known))}"
        raise UnknownNameError(
            f"there is no property {predicate!r}", candidates=near, next_step=step
        )
    way = way or _iri(predicate)
    return _thing(store, subject), way, _thing(store, filler)


def _thing(store: Store, word: str) -> NamedNode:
    expanded = _expanded(word)
    return _iri(word) if "://" in expanded else find(store, word).iri


def _iri(word: str) -> NamedNode:
    try:
        return NamedNode(_expanded(word))
    except ValueError:
        raise UnknownNameError(
            f"{word!r} is neither an IRI nor a property",
            next_step='Give a fact\'s IRI, or a triple like: Norway tookPartIn "Oslo meeting"',
        ) from None


def _expanded(word: str) -> str:
    prefix, colon, name = word.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + name
    return word.removeprefix("<").removesuffix(">")


class _View:
    """Reads single nodes of the view and tells what they rest on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[NamedNode, Said] = {}

    def fact(self, fact: NamedNode, above: frozenset[NamedNode]) -> Explanation:
        """A fact with its passages, rules and source."""
        said = self._said(fact)
        if FACT_KINDS.isdisjoint(said.get(RDF.type, ())):
            rejected = self._rejected(fact)
            raise UnknownNameError(
                f"the graph holds no fact <{fact.value}>",
                next_step=rejected
                or "The statement column of an answer, or `kg facts`, gives facts' IRIs",
            )
        quotes = self._quotes(said)
        rules = sorted(_texts(said, CKG.rule)) if fact not in above else []
        stated = tuple(quote for basis, quote in quotes if basis == "stated")
        derivations = tuple(self._derivation(rule, said, quotes, above | {fact}) for rule in rules)
        basis = _text(said, CKG.basis) or ("stated" if stated else "inferred")
        source = _text(said, CKG.source)
        return Explanation(self.sentence(fact), basis, fact.value, stated, derivations, source)

    def _rejected(self, fact: NamedNode) -> str:
        """What an analyst decided about a fact that is not in the view."""
        for made in decisions.read(self._store):
            if made.verdict == decisions.REJECT and fact in made.this:
                note = f" ({made.note})" if made.note else ""
                return (
                    f"An analyst rejected it on {made.when:%Y-%m-%d}: {made.label}{note}; "
                    f"`kg decisions --undo {made.id}` takes that back"
                )
        return ""

    def triple(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        filler: Term,
        above: frozenset[NamedNode],
    ) -> Explanation:
        """A direct statement with the axiom, or the rule, that gave it."""
        words = f"{self.name(subject)} {_spaced(predicate)} {self.name(filler)}"
        if filler not in self._said(subject).get(predicate, ()):
            raise UnknownNameError(f"the graph does not say: {words}")
        found = list(self._derivations(subject, predicate, filler, above))
        basis = "inferred" if found else "stated"
        quotes = () if found else self._mentions(subject)
        return Explanation(words, basis, f"{subject} {predicate} {filler}", quotes, tuple(found))

    def _derivations(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        filler: Term,
        above: frozenset[NamedNode],
    ) -> Iterator[Derivation]:
        """By the first kind of axiom that applies: chains say most."""
        if predicate == CKG.lead:
            facts = self._leading(subject, filler)
            premises = tuple(self.fact(fact, above) for fact in facts)
            yield Derivation("lead-is-member", _describe("lead-is-member"), premises)
            return
        giving = [a for a in ontology_axioms() if a.gives == predicate and predicate not in above]
        for axiom in sorted(giving, key=lambda a: a.kind):
            premises = tuple(self._premises(axiom, subject, filler, above | {predicate}))
            if premises:
                yield Derivation("ontology", str(axiom), premises)
                return

    def _premises(
        self, axiom: Axiom, subject: NamedNode, filler: Term, above: frozenset[NamedNode]
    ) -> Iterator[Explanation]:
        if axiom.kind == "chain" and len(axiom.parts) == 2:
            first, second = (step.path for step in axiom.steps)
            for between in self._links(f"{subject} {first} ?x . ?x {second} {filler}"):
                yield self.fact(between, frozenset())
        elif axiom.kind == "subproperty" and filler in self._said(subject).get(axiom.parts[0], ()):
            yield self.triple(subject, axiom.parts[0], filler, above)
        elif (
            axiom.kind == "inverse"
            and isinstance(filler, NamedNode)
            and subject in self._said(filler).get(axiom.parts[0], ())
        ):
            yield self.triple(filler, axiom.parts[0], subject, above)

    def _leading(self, group: NamedNode, leader: Term) -> list[NamedNode]:
        pattern = f'?x {CKG.group} {group} ; {CKG.member} {leader} ; {CKG.role} "lead"'
        return self._links(pattern)

    def _derivation(
        self,
        rule: str,
        said: Said,
        quotes: Iterable[tuple[str, Quote]],
        above: frozenset[NamedNode],
    ) -> Derivation:
        """The premises that a rule used: those whose passages it handed on."""
        places = {(q.article, q.start, q.end) for _, q in quotes if q.rule == rule}
        premises = [p for p in said.get(CKG.premise, ()) if isinstance(p, NamedNode)]
        told = [self.fact(p, above) for p in sorted(premises, key=lambda p: p.value)]
        used = [
            premise
            for premise in told
            if places & {(q.article, q.start, q.end) for q in premise.sentences()}
        ]
        return Derivation(rule, _describe(rule), tuple(used or told))

    def _quotes(self, said: Said) -> list[tuple[str, Quote]]:
        passages = [p for p in said.get(CKG.evidence, ()) if isinstance(p, NamedNode)]
        found = [self._quote(self._said(passage)) for passage in passages]
        return sorted(found, key=lambda pair: (pair[1].title, pair[1].start, pair[1].rule))

    def _quote(self, said: Said) -> tuple[str, Quote]:
        article = said[CKG.article][0]
        assert isinstance(article, NamedNode)
        return _text(said, CKG.basis), Quote(
            article.value,
            self.name(article),
            int(_text(said, CKG.start)),
            int(_text(said, CKG.end)),
            _text(said, CKG.exact),
            _text(said, CKG.rule),
            float(_text(said, CKG.confidence) or 1),
        )

    def _mentions(self, thing: NamedNode) -> tuple[Quote, ...]:
        passages = self._links(f"?x {RDF.type} {CKG.Passage} ; {CKG.mentions} {thing}")
        quotes = (self._quote(self._said(passage))[1] for passage in passages)
        return tuple(sorted(quotes, key=lambda q: (q.title, q.start)))

    def _links(self, pattern: str) -> list[NamedNode]:
        rows = self._store.select(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} ORDER BY ?x")
        return [row["x"] for row in rows if isinstance(row["x"], NamedNode)]

    def _said(self, node: NamedNode) -> Said:
        if node not in self._known:
            said: dict[NamedNode, list[Term]] = defaultdict(list)
            for row in self._store.select(f"SELECT ?p ?o WHERE {{ {node} ?p ?o }} ORDER BY ?p ?o"):
                predicate, filler = row["p"], row["o"]
                if isinstance(predicate, NamedNode) and filler is not None:
                    said[predicate].append(filler)
            self._known[node] = said
        return self._known[node]

    def name(self, term: Term) -> str:
        """A thing's label, or a literal's text."""
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        return _text(self._said(term), RDFS.label) or _local(term)

    def sentence(self, fact: NamedNode) -> str:
        """A fact in words."""
        said = self._said(fact)
        names = {_local(role): self.name(fillers[0]) for role, fillers in said.items() if fillers}
        kind = next((k for k in said.get(RDF.type, ()) if k in FACT_KINDS), CKG.Fact)
        assert isinstance(kind, NamedNode)
        return sentence(_local(kind), names)


def _describe(rule: str) -> str:
    return next((r.summary for r in load_rules() if r.name == rule), "")


def _texts(said: Said, predicate: NamedNode) -> list[str]:
    return [t.value for t in said.get(predicate, ()) if isinstance(t, Literal)]


def _text(said: Said, predicate: NamedNode) -> str:
    return min(_texts(said, predicate), default="")


def _local(term: NamedNode) -> str:
    return term.value.removeprefix(NAMESPACE).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _spaced(predicate: NamedNode) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in _local(predicate))
