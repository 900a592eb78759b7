"""Who "Berlin", "Emirati", "Downing Street" or "the British foreign secretary" can be on a date.

A read-only index over ``ontology/reference/*.ttl``. It lists what a name *can* mean and never
decides; a name with several meanings returns them all, states first.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.errors import OntologyError
from kg.model import KIND_PATHS, Entity, PartialDate
from kg.terms import CKG, RDF, RDFS, SKOS

REGION = "region"
"""The token of a place that is a region, sea or sub-national unit: a name never read as a state."""

SUBNATIONAL = "subnational"


class Form(StrEnum):
    """How a surface form names its entity."""

    NAME = "name"
    OFFICIAL = "official"
    FORMER = "former"
    ABBREVIATION = "abbreviation"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ALIAS = "alias"


_FORMS = (
    (RDFS.label, Form.NAME),
    (CKG.abbreviation, Form.ABBREVIATION),
    (CKG.adjective, Form.ADJECTIVE),
    (CKG.demonym, Form.DEMONYM),
    (SKOS.altLabel, Form.ALIAS),
    (CKG.officialName, Form.OFFICIAL),
    (CKG.metonym, Form.METONYM),
    (CKG.formerName, Form.FORMER),
)

_THINGS = ("states", "organisations", "coalitions", "places", "cities", "offices", "holders")
_FILES = (*_THINGS, "memberships")
_NAMED = ("states", "organisations", "coalitions", "places", "cities")


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form, exactly as printed, and one thing it can mean.

    ``since`` and ``until`` (inclusive) bound the thing's existence, for states that are no more.
    """

    surface: str
    entity: Entity
    form: Form
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """An office title in one of its forms.

    ``surface`` is in lower case, except for abbreviations. ``unique_to`` is the one state or
    organisation that has the office, and so its default when a text names none.
    """

    surface: str
    office: Entity
    plural: bool = False
    unique_to: Entity | None = None
    subnational: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """A background fact: who belonged to which group when (``until`` inclusive), and the source."""

    member: Entity
    group: Entity
    since: PartialDate | None
    until: PartialDate | None
    source: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """A background fact: who held which office since when, and the source.

    ``attested`` is the month in which the source last says so; of later days nothing is known.
    """

    holder: Entity
    office: Entity
    of: Entity
    since: PartialDate | None
    attested: PartialDate | None
    source: str


Term = NamedNode | Literal
Node = dict[NamedNode, list[Term]]


class Reference:
    """The reference data: names, titles, memberships and holders of office.

    Build it with :func:`load`, which reads the files once per process.
    """

    def __init__(self, nodes: Mapping[str, Mapping[NamedNode, Node]]) -> None:
        self._nodes = nodes
        self._entities = {
            iri: _entity(iri, node)
            for group in _THINGS
            for iri, node in nodes[group].items()
            if _kind(node) in KIND_PATHS
        }
        self._by_key = {(KIND_PATHS[e.kind], e.key): e for e in self._entities.values()}

    @staticmethod
    def load() -> Reference:
        """The reference data that ships with the package; the same object every time."""
        return load()

    @cached_property
    def names(self) -> Mapping[str, tuple[Name, ...]]:
        """What every printed form can mean, keyed by the exact form; states come first.

        A city that is called like a state (Singapore, Luxembourg) is left to the state; a region
        that is (Georgia) is listed beside it.
        """
        found: dict[str, dict[Entity, Name]] = {}
        for group in _NAMED:
            for iri, node in self._nodes[group].items():
                for name in self._names_of(iri, node):
                    meanings = found.setdefault(name.surface, {})
                    if not _shadowed(name.entity, meanings):
                        meanings.setdefault(name.entity, name)
        return MappingProxyType({form: tuple(each.values()) for form, each in found.items()})

    def _names_of(self, iri: NamedNode, node: Node) -> Iterator[Name]:
        since, until = _date(node, CKG.since), _date(node, CKG.until)
        for predicate, form in _FORMS:
            for surface in _texts(node, predicate):
                yield Name(surface, self._entities[iri], form, since, until)

    @cached_property
    def titles(self) -> Mapping[str, Title]:
        """Office titles, singular and plural, keyed by their casefolded form."""
        listed: dict[str, Title] = {}
        for title in self._all_titles():
            listed.setdefault(title.surface.casefold(), title)
        return MappingProxyType(listed)

    @cached_property
    def title_abbreviations(self) -> Mapping[str, Title]:
        """Office titles printed in capitals ("PM"), keyed by the exact form.

        They are kept apart from :attr:`titles` because "pm" in lower case is a time of day.
        """
        listed = {}
        for iri, node in self._nodes["offices"].items():
            for form in _texts(node, CKG.abbreviation):
                listed[form] = self._title(form, iri, node)
        return MappingProxyType(listed)

    def _all_titles(self) -> Iterator[Title]:
        for plural in (False, True):
            for iri, node in self._nodes["offices"].items():
                forms = _texts(node, CKG.plural) if plural else _singulars(node)
                for form in forms:
                    yield self._title(form, iri, node, plural=plural)

    def _title(self, form: str, iri: NamedNode, node: Node, *, plural: bool = False) -> Title:
        bodies = [self._entities[iri] for iri in _links(node, CKG.bodyOf)]
        return Title(
            surface=form,
            office=self._entities[iri],
            plural=plural,
            unique_to=bodies[0] if bodies else None,
            subnational=SUBNATIONAL in _texts(node, CKG.kind),
        )

    def entity(self, kind: NamedNode, key: str) -> Entity | None:
        """The known thing of a kind and key; the kinds of organisation share their keys."""
        return self._by_key.get((KIND_PATHS[kind], key))

    def state(self, iso3: str) -> Entity | None:
        """The state with an ISO 3166-1 alpha-3 code (ISO 3166-3 for withdrawn states)."""
        return self.entity(CKG.State, iso3)

    def country_of(self, place: Entity) -> Entity | None:
        """The state that a place lies in, when it lies in one."""
        return self.state(place.country)

    def capital_state(self, place: Entity) -> Entity | None:
        """The state whose capital or seat of government a place is."""
        return self._capitals.get(place.key) if place.kind == CKG.Place else None

    @cached_property
    def _capitals(self) -> Mapping[str, Entity]:
        return {
            self._entities[place].key: self._entities[iri]
            for iri, node in self._nodes["states"].items()
            for place in _links(node, CKG.capital)
        }

    def body_of(self, organisation: Entity) -> Entity | None:
        """The state or organisation that a known ministry, agency, force or office belongs to."""
        return self._bodies.get((KIND_PATHS[organisation.kind], organisation.key))

    @cached_property
    def _bodies(self) -> Mapping[tuple[str, str], Entity]:
        return {
            (KIND_PATHS[self._entities[iri].kind], self._entities[iri].key): self._entities[body]
            for group in ("organisations", "offices")
            for iri, node in self._nodes[group].items()
            for body in _links(node, CKG.bodyOf)
        }

    def members(self, group: Entity, on: date | None = None) -> tuple[Entity, ...]:
        """Who surely belonged to a group on a day.

        Parameters: ``group``, a known organisation or coalition; ``on``, a day, or None for those
        whose membership has no known end. Where a date is known only to the month or year, days
        inside it count as not a member: a member is never invented.
        Returns: the members, ordered by key; empty for a group without a table.
        """
        rows = self._by_group.get(group, ())
        found = {row.member for row in rows if _holds(row.since, row.until, on)}
        return tuple(sorted(found, key=lambda member: member.key))

    @cached_property
    def _by_group(self) -> Mapping[Entity, tuple[Membership, ...]]:
        rows: dict[Entity, list[Membership]] = {}
        for row in self.memberships():
            rows.setdefault(row.group, []).append(row)
        return {group: tuple(each) for group, each in rows.items()}

    def memberships(self) -> Iterator[Membership]:
        """The dated table of memberships."""
        for node in self._nodes["memberships"].values():
            yield Membership(
                self._one(node, CKG.member),
                self._one(node, CKG.group),
                _date(node, CKG.since),
                _date(node, CKG.until),
                _text(node, CKG.source),
            )

    def tenures(self) -> tuple[Tenure, ...]:
        """The dated table of office-holders."""
        return self._tenures

    @cached_property
    def _tenures(self) -> tuple[Tenure, ...]:
        return tuple(
            Tenure(
                self._one(node, CKG.holder),
                self._one(node, CKG.office),
                self._one(node, CKG.of),
                _date(node, CKG.since),
                _date(node, CKG.date),
                _text(node, CKG.source),
            )
            for node in self._nodes["holders"].values()
            if _kind(node) == CKG.Tenure
        )

    def holders(self, office_key: str, of: Entity, on: date | None = None) -> tuple[Entity, ...]:
        """Who surely held an office on a day.

        Parameters: ``office_key``, the office's key ("prime-minister"); ``of``, the state or
        organisation; ``on``, a day. Without a day nothing is sure, and nobody is returned.
        Returns: the holders; none or several mean that the table does not decide.
        """
        if on is None:
            return ()
        return tuple(
            row.holder
            for row in self._tenures
            if row.office.key == office_key
            and row.of == of
            and row.attested is not None
            and _holds(row.since, row.attested, on)
        )

    def _one(self, node: Node, predicate: NamedNode) -> Entity:
        iri = next(iter(_links(node, predicate)))
        return self._entities[iri]


@cache
def load() -> Reference:
    """The reference data that ships with the package, read on first use.

    Raises: OntologyError when a file is missing, is not Turtle or points at nothing.
    """
    return Reference({name: _read(name) for name in _FILES})


def _read(name: str) -> dict[NamedNode, Node]:
    path = resources.ontology() / "reference" / f"{name}.ttl"
    nodes: dict[NamedNode, Node] = {}
    try:
        for triple in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            node = nodes.setdefault(triple.subject, {})
            node.setdefault(triple.predicate, []).append(triple.object)
    except (OSError, SyntaxError) as error:
        raise OntologyError(
            f"cannot read the reference data: {error}",
            where=f"ontology/reference/{name}.ttl",
            next_step="Restore the file from the release you installed.",
        ) from error
    return nodes


def _entity(iri: NamedNode, node: Node) -> Entity:
    key = iri.value.rpartition("/")[2]
    token = next((kind for kind in _texts(node, CKG.kind) if kind != SUBNATIONAL), "")
    countries = _links(node, CKG.country)
    return Entity(
        kind=_kind(node),
        key=key,
        label=_text(node, RDFS.label),
        aliases=tuple(_texts(node, SKOS.altLabel) + _texts(node, CKG.abbreviation)),
        known=True,
        iso3=_text(node, CKG.iso3),
        token=token,
        country=countries[0].value.rpartition("/")[2] if countries else "",
    )


def _kind(node: Node) -> NamedNode:
    kind = node[RDF.type][0]
    assert isinstance(kind, NamedNode)
    return kind


def _shadowed(entity: Entity, meanings: Iterable[Entity]) -> bool:
    city = entity.kind == CKG.Place and entity.token != REGION
    return city and any(other.kind == CKG.State for other in meanings)


def _singulars(node: Node) -> list[str]:
    return [_text(node, RDFS.label).casefold(), *_texts(node, SKOS.altLabel)]


def _texts(node: Node, predicate: NamedNode) -> list[str]:
    return [term.value for term in node.get(predicate, ())]


def _text(node: Node, predicate: NamedNode) -> str:
    return next(iter(_texts(node, predicate)), "")


def _links(node: Node, predicate: NamedNode) -> list[NamedNode]:
    return [term for term in node.get(predicate, ()) if isinstance(term, NamedNode)]


def _date(node: Node, predicate: NamedNode) -> PartialDate | None:
    parts = [int(part) for part in _text(node, predicate).split("-") if part]
    if not parts:
        return None
    year, month, day = (*parts, None, None)[:3]
    return PartialDate(year, month, day)


def _holds(since: PartialDate | None, until: PartialDate | None, on: date | None) -> bool:
    if on is None:
        return until is None
    begun = since is None or _last_day(since) <= on
    return begun and (until is None or on <= _first_day(until, whole=until.day is not None))


def _last_day(partial: PartialDate) -> date:
    year, month = partial.year or date.min.year, partial.month or 12
    return date(year, month, partial.day or monthrange(year, month)[1])


def _first_day(partial: PartialDate, *, whole: bool) -> date:
    first = date(partial.year or date.min.year, partial.month or 1, partial.day or 1)
    return first if whole else date.fromordinal(first.toordinal() - 1)
