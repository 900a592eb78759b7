"""One article's facts as one JSON object: what ``kg facts`` prints and evaluation compares.

States are written as ISO 3166-1 alpha-3 codes, all other things by name. Background knowledge is
left out: everything here is read off the article, by its words or by a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import UnknownNameError
from kg.mentions.vocabulary import RANKS
from kg.model import ATTENDING, CONVENING, Extraction
from kg.queries import cell
from kg.rdf import FACT_KINDS, ROLES, Term, article_triples
from kg.reasoning import view_of
from kg.store import Store
from kg.terms import CKG, NAMESPACE, RDF, RDFS, SKOS

Said = Mapping[NamedNode, list[Term]]
Json = dict[str, object]

_SIZES = {"at-least": "over", "under": "about"}
_CHAIRS = frozenset({"chair", "chairman", "chairperson"})
_RANKS = (RANKS | {"diplomat", "retired"}) - {"commander"}
_EXPECTED = {"planned", "uncertain"}
_FOUND_BY = (CKG.subject, CKG.meeting, CKG.group)
"""The roles that facts are looked up by."""


def record(extraction: Extraction) -> Json:
    """What one article says, rules applied, without touching any store of the user's.

    Parameters: ``extraction`` is the text wing's word on the article.
    Returns: the object of ``article_record``.
    """
    view = view_of(article_triples(extraction))
    return _record(_View(view), extraction.document.article.id)


def article_record(store: Store, article_id: str) -> Json:
    """The view of a store that holds just this article, as one object.

    Parameters: ``store`` has been derived; ``article_id`` is the id the article was given.
    Returns: id, title, published, states, officials, organisations, coalitions, memberships,
    meetings, statements and facts, each sorted by where it stands in the text or by name.
    Raises: UnknownNameError when the store does not hold the article.
    """
    return _record(_View(store.quads(DefaultGraph())), article_id)


def _record(view: _View, article_id: str) -> Json:
    article = view.article(article_id)
    return {
        "id": article_id,
        "title": view.text(article, CKG.title),
        "published": view.text(article, CKG.published),
        "states": sorted({view.name(s) for s in view.mentioned(article, CKG.State)}),
        "officials": list(_officials(view)),
        "organisations": [
            {
                "name": view.name(organisation),
                "type": view.text(organisation, CKG.kind) or "other",
                "aliases": sorted(view.texts(organisation, SKOS.altLabel)),
            }
            for organisation in view.mentioned(article, CKG.Organisation)
        ],
        "coalitions": [_coalition(view, c) for c in view.things(CKG.Coalition)],
        "memberships": list(_memberships(view)),
        "meetings": [_meeting(view, m) for m in view.things(CKG.Meeting)],
        "statements": list(_statements(view)),
        "facts": [_fact(view, fact) for fact in view.facts],
    }


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    exact: str
    rule: str
    basis: str
    confidence: float
    matched: str


class _View:
    """The default graph as subjects with their properties."""

    def __init__(self, triples: Iterable[Quad | Triple]) -> None:
        self._said: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(dict)
        for triple in triples:
            subject = triple.subject
            if isinstance(subject, NamedNode):
                self._said[subject].setdefault(triple.predicate, []).append(triple.object)
        read_off = (s for s, said in self._said.items() if self._is_fact(said))
        self.facts = sorted(read_off, key=lambda f: (self.passages(f)[0].start, f.value))
        self._of_kind: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        self._with: dict[tuple[NamedNode, NamedNode, Term], list[NamedNode]] = defaultdict(list)
        for fact in self.facts:
            kind = self.kind_of(fact)
            self._of_kind[kind].append(fact)
            for role in _FOUND_BY:
                for filler in dict.fromkeys(self.all(fact, role)):
                    self._with[kind, role, filler].append(fact)

    @staticmethod
    def _is_fact(said: Said) -> bool:
        return CKG.evidence in said and not FACT_KINDS.isdisjoint(said.get(RDF.type, ()))

    def article(self, article_id: str) -> NamedNode:
        for subject, said in self._said.items():
            if Literal(article_id) in said.get(CKG.identifier, ()):
                return subject
        known = sorted(v for s in list(self._said) for v in self.texts(s, CKG.identifier))
        raise UnknownNameError(f"there is no article {article_id!r}", candidates=known)

    def things(self, kind: NamedNode) -> list[NamedNode]:
        """All things of a class, by name."""
        found = (s for s, said in self._said.items() if kind in said.get(RDF.type, ()))
        return sorted(found, key=lambda s: (self.name(s), s.value))

    def mentioned(self, article: NamedNode, kind: NamedNode) -> list[NamedNode]:
        """The things of a class that the article names."""
        named = set(self.all(article, CKG.mentions))
        return [thing for thing in self.things(kind) if thing in named]

    def kind_of(self, fact: NamedNode) -> NamedNode:
        return next(k for k in self._links(fact, RDF.type) if k in FACT_KINDS)

    def of_kind(self, kind: NamedNode, *modalities: str) -> Iterator[NamedNode]:
        """The facts of a kind with one of these modalities (none: any but denied)."""
        return self._in_modality(self._of_kind.get(kind, ()), modalities)

    def about(
        self, kind: NamedNode, role: NamedNode, thing: NamedNode, *modalities: str
    ) -> Iterator[NamedNode]:
        """The facts of a kind in which a thing has a role, with one of these modalities."""
        return self._in_modality(self._with.get((kind, role, thing), ()), modalities)

    def _in_modality(
        self, facts: Iterable[NamedNode], modalities: tuple[str, ...]
    ) -> Iterator[NamedNode]:
        for fact in facts:
            modality = self.text(fact, CKG.modality)
            if modality in modalities if modalities else modality != "denied":
                yield fact

    def all(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        return self._said.get(subject, {}).get(predicate, [])

    def _links(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return [t for t in self.all(subject, predicate) if isinstance(t, NamedNode)]

    def link(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        return min(self._links(subject, predicate), key=lambda t: t.value, default=None)

    def texts(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        return [t.value for t in self.all(subject, predicate) if isinstance(t, Literal)]

    def text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        return min(self.texts(subject, predicate), default=None)

    def number(self, subject: NamedNode, predicate: NamedNode) -> int | None:
        told = self.text(subject, predicate)
        return None if told is None else int(told)

    def name(self, thing: NamedNode) -> str:
        """A state's code, anything else's label."""
        label = self.text(thing, CKG.iso3) or self.text(thing, RDFS.label)
        return label or thing.value.rsplit("/", 1)[-1]

    def is_a(self, thing: NamedNode, kind: NamedNode) -> bool:
        return kind in self.all(thing, RDF.type)

    def passages(self, fact: NamedNode) -> list[_Passage]:
        """A fact's passages in the order of the text."""
        found = (self._passage(passage) for passage in self._links(fact, CKG.evidence))
        return sorted(found, key=lambda p: (p.start, p.end, p.rule))

    def _passage(self, passage: NamedNode) -> _Passage:
        return _Passage(
            self.number(passage, CKG.start) or 0,
            self.number(passage, CKG.end) or 0,
            self.text(passage, CKG.exact) or "",
            self.text(passage, CKG.rule) or "",
            self.text(passage, CKG.basis) or "",
            float(self.text(passage, CKG.confidence) or 1),
            self.text(passage, CKG.matched) or "",
        )


def _officials(view: _View) -> Iterator[Json]:
    """Each official once, with the office that the text gives first, present before former."""
    seen = set()
    for tenure in sorted(view.of_kind(CKG.Tenure), key=lambda t: _precedence(view, t)):
        holder, office, of = (view.link(tenure, p) for p in (CKG.holder, CKG.office, CKG.of))
        if holder is None or holder in seen:
            continue
        seen.add(holder)
        label = view.name(office) if office else None
        matched = next((p.matched for p in view.passages(tenure) if p.matched), label)
        former = {"former": True} if view.text(tenure, CKG.former) == "true" else {}
        yield {
            "name": view.name(holder),
            "office": label,
            "of": _as_printed(view, of, matched) if of else None,
            "surface_office": matched,
            **former,
        }


def _precedence(view: _View, tenure: NamedNode) -> tuple[bool, bool, int, int]:
    """Present before former, posts before ranks and chairs of bodies, early before late."""
    former = view.text(tenure, CKG.former) == "true"
    office = view.link(tenure, CKG.office)
    words = set(view.name(office).lower().split()) if office is not None else set()
    body = view.link(tenure, CKG.of)
    chairs = bool(words & _CHAIRS) and body is not None and not view.text(body, CKG.iso3)
    rank = office is not None and (words <= _RANKS or chairs)
    first = next(iter(view.passages(tenure)), None)
    if first is None:
        return former, rank, 0, 0
    return former, rank, first.start, " ".join(first.exact.split()).find(first.matched)


def _as_printed(view: _View, thing: NamedNode, words: str | None) -> str:
    """The name of a thing in the form that the given words use; a state's code as ever."""
    if view.text(thing, CKG.iso3):
        return view.name(thing)
    forms = sorted(view.texts(thing, SKOS.altLabel), key=len, reverse=True)
    return next((form for form in forms if words and form in words.split()), view.name(thing))


def _place_as_printed(
    view: _View, told: Iterable[NamedNode], place: NamedNode | None
) -> str | None:
    """A town as the text spells it ("Cuzco" for Cusco), but for a dateline's capitals."""
    if place is None or not _is_town(view, place):
        return None
    said = (fact for fact in told if view.link(fact, CKG.place) == place)
    matched = (passage.matched for fact in said for passage in view.passages(fact))
    printed = (words for words in matched if words and not words.isupper())
    return next(printed, view.text(place, RDFS.label))


def _coalition(view: _View, coalition: NamedNode) -> Json:
    memberships = [
        fact
        for fact in view.about(CKG.Membership, CKG.group, coalition, "actual")
        if view.link(fact, CKG.group) == coalition
    ]
    leads = [fact for fact in memberships if view.text(fact, CKG.role) == "lead"]
    size = _stated_count(view, coalition)
    qualifier = view.text(size, CKG.qualifier) or "exact" if size else None
    return {
        "name": view.name(coalition),
        "aliases": sorted(view.texts(coalition, SKOS.altLabel)),
        "members": _states(view, memberships),
        "lead": _states(view, leads),
        "stated_size": view.number(size, CKG.value) if size else None,
        "size_qualifier": _SIZES.get(qualifier, qualifier) if qualifier else None,
    }


def _states(view: _View, memberships: Iterable[NamedNode]) -> list[str]:
    members = (view.link(fact, CKG.member) for fact in memberships)
    return sorted({view.name(m) for m in members if m and view.is_a(m, CKG.State)})


_STANDING_FOR_STATES = ("states", "leaders", "heads", "delegations", "presidents")


def _stated_count(view: _View, subject: NamedNode) -> NamedNode | None:
    """The first number of states that the text gives for something, else of their leaders."""
    counts = list(view.about(CKG.StatedCount, CKG.subject, subject))
    found = {view.text(c, CKG.counted): c for c in reversed(counts)}
    return next((found[what] for what in _STANDING_FOR_STATES if what in found), None)


def _memberships(view: _View) -> Iterator[Json]:
    seen = set()
    for fact in view.of_kind(CKG.Membership, "actual"):
        member, group = view.link(fact, CKG.member), view.link(fact, CKG.group)
        if (
            member
            and group
            and view.is_a(member, CKG.State)
            and view.is_a(group, CKG.Organisation)
            and (member, group) not in seen
        ):
            seen.add((member, group))
            yield {"state": view.name(member), "of": view.name(group)}


def _meeting(view: _View, meeting: NamedNode) -> Json:
    told = list(view.about(CKG.Occurrence, CKG.meeting, meeting))
    place = _first_link(view, told, CKG.place)
    date = _date(view, told)
    kind, status = (_first_text(view, told, p) for p in (CKG.kind, CKG.status))
    coalition = _first_link(view, told, CKG.ofCoalition)
    count = _stated_count(view, meeting)
    present = list(_present(view, meeting, status))
    return {
        "label": view.name(meeting),
        "kind": kind or view.text(meeting, CKG.kind) or "meeting",
        "place": _place_as_printed(view, told, place),
        "country": _country(view, place),
        "date": date,
        "hosts": _by_kind(view, [p for p in present if view.text(p, CKG.role) in CONVENING]),
        "participants": _by_kind(view, present),
        "stated_count": view.number(count, CKG.value) if count else None,
        "of_coalition": view.name(coalition) if coalition else None,
        "status": status or "held",
    }


def _first_link(view: _View, facts: Iterable[NamedNode], role: NamedNode) -> NamedNode | None:
    return next((link for fact in facts if (link := view.link(fact, role))), None)


def _first_text(view: _View, facts: Iterable[NamedNode], role: NamedNode) -> str | None:
    return next((text for fact in facts if (text := view.text(fact, role))), None)


def _date(view: _View, told: Iterable[NamedNode]) -> str | None:
    """The most precise date; one without a year is none."""
    dates = [text for fact in told if (text := view.text(fact, CKG.date))]
    known = [date for date in dates if not date.startswith("-")]
    return max(known, key=len, default=None)


def _is_town(view: _View, place: NamedNode) -> bool:
    return not view.is_a(place, CKG.State)


def _country(view: _View, place: NamedNode | None) -> str | None:
    if place is None or not _is_town(view, place):
        return view.name(place) if place else None
    country = view.link(place, CKG.country)
    return view.name(country) if country else None


def _present(view: _View, meeting: NamedNode, status: str | None) -> Iterator[NamedNode]:
    """Who took part; while a meeting is ahead, who is expected."""
    allowed = {"actual"} if status == "held" else {"actual", *_EXPECTED}
    for fact in view.about(CKG.Participation, CKG.meeting, meeting):
        if view.text(fact, CKG.role) in ATTENDING and view.text(fact, CKG.modality) in allowed:
            yield fact


def _by_kind(view: _View, participations: Iterable[NamedNode]) -> dict[str, list[str]]:
    who = {p for fact in participations if (p := view.link(fact, CKG.participant))}
    kinds = {"states": CKG.State, "officials": CKG.Official, "organisations": CKG.Organisation}
    return {
        word: sorted({view.name(p) for p in who if view.is_a(p, kind)})
        for word, kind in kinds.items()
    }


def _statements(view: _View) -> Iterator[Json]:
    for fact in view.of_kind(CKG.Statement):
        speaker = view.link(fact, CKG.speaker)
        if speaker is not None:
            yield {
                "speaker": view.name(speaker),
                "kind": view.text(fact, CKG.form) or "indirect",
                "text": view.text(fact, CKG.text),
            }


def _fact(view: _View, fact: NamedNode) -> Json:
    passages = view.passages(fact)
    stated = any(p.basis == "stated" for p in passages)
    by = view.link(fact, CKG.attributedTo)
    return {
        "kind": view.kind_of(fact).value.removeprefix(NAMESPACE),
        "roles": dict(sorted(_roles(view, fact))),
        "basis": "stated" if stated else "inferred",
        "modality": view.text(fact, CKG.modality) or "actual",
        **({"attributed_to": view.name(by)} if by else {}),
        "confidence": max(p.confidence for p in passages),
        "evidence": [
            {"start": p.start, "end": p.end, "exact": p.exact, "rule": p.rule} for p in passages
        ],
    }


def _roles(view: _View, fact: NamedNode) -> Iterator[tuple[str, object]]:
    for role in ROLES:
        for filler in view.all(fact, role)[:1]:
            name = role.value.removeprefix(NAMESPACE)
            yield name, view.name(filler) if isinstance(filler, NamedNode) else cell(filler)
