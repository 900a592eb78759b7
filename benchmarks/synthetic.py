"""A graph of any size, made up: states and their officials at the meetings of one coalition."""

from __future__ import annotations

from datetime import date

from pyoxigraph import NamedNode

from kg import pipeline
from kg.model import (
    Article,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    PartialDate,
    Role,
    Sentence,
    Sighting,
    Span,
    Value,
)
from kg.pipeline import Archive
from kg.terms import CKG

TEXT = "Ministers of the harbour coalition met and every country that is named here took part."
COALITION = Entity(CKG.Coalition, "harbour-coalition", "harbour coalition")


def archive(nodes: int) -> Archive:
    """A graph in memory with that many states, officials, meetings and the coalition."""
    article = Article("synthetic", TEXT, published=date(2020, 1, 1))
    facts, things = _facts(nodes)
    sightings = tuple(Sighting(thing, _proof()) for thing in things)
    document = Document(article, (), (Sentence(0, Span(0, len(TEXT)), 0),))
    extraction = Extraction(document, sightings, tuple(facts))
    opened = Archive.open(":memory:")
    for _ in pipeline.add(opened, [article], extract=lambda _: extraction):
        pass
    return opened


def _facts(nodes: int) -> tuple[list[Fact], list[Entity]]:
    meetings = [
        Entity(CKG.Meeting, f"meeting-{n}", f"meeting {n}", token="meeting")
        for n in range(max(1, nodes // 60))
    ]
    pairs = (nodes - 1 - len(meetings)) // 2
    facts = [fact for n, meeting in enumerate(meetings) for fact in _occurrence(n, meeting)]
    things = [COALITION, *meetings]
    for n in range(pairs):
        state = Entity(CKG.State, f"X{n:03d}", f"Country {n}", known=True, iso3=f"X{n:03d}")
        official = Entity(CKG.Official, f"official-{n}", f"Ada Example-{n}")
        things += [state, official]
        facts.append(_fact(CKG.Membership, member=state, group=COALITION))
        for meeting in meetings[n % 2 :: 2] or meetings:
            role = Role.PARTICIPANT.value
            facts.append(_fact(CKG.Participation, participant=state, meeting=meeting, role=role))
            facts.append(
                _fact(
                    CKG.Participation,
                    participant=official,
                    meeting=meeting,
                    role=role,
                    onBehalfOf=state,
                )
            )
    return facts, things


def _occurrence(number: int, meeting: Entity) -> list[Fact]:
    day = PartialDate(2020, 1 + number % 12, 1)
    return [
        _fact(CKG.Occurrence, meeting=meeting, kind="meeting", status="held"),
        _fact(CKG.Occurrence, meeting=meeting, date=day),
        _fact(CKG.Occurrence, meeting=meeting, ofCoalition=COALITION),
    ]


def _fact(fact: NamedNode, /, **roles: Value) -> Fact:
    named = tuple((getattr(CKG, role), value) for role, value in roles.items())
    return Fact(fact, named, (_proof(),))


def _proof(article: str = "synthetic") -> Evidence:
    return Evidence(article, 0, len(TEXT), TEXT, "synthetic", 1.0)


# A larger graph: one article a meeting

GROUPS, MEMBERS, PRESENT, STATES = 40, 30, 25, 190


def world(opened: Archive, meetings: int) -> None:
    """Fill a graph with so many meetings of forty coalitions, each told by an article of its own.

    A meeting gives about 4500 triples, most of them evidence.
    """
    articles = {
        f"told-{n}": Article(f"told-{n}", TEXT, published=date(2020, 1 + n % 12, 1 + n % 28))
        for n in range(meetings)
    }

    def extract(article: Article) -> Extraction:
        facts, things = _meeting(int(article.id.removeprefix("told-")))
        document = Document(article, (), (Sentence(0, Span(0, len(TEXT)), 0),))
        proof = _proof(article.id)
        sightings = tuple(Sighting(thing, proof) for thing in things)
        told = tuple(Fact(fact.kind, fact.roles, (proof,)) for fact in facts)
        return Extraction(document, sightings, told)

    for _ in pipeline.add(opened, articles.values(), extract=extract):
        pass


def _meeting(number: int) -> tuple[list[Fact], list[Entity]]:
    group = number % GROUPS
    coalition = Entity(CKG.Coalition, f"coalition-{group}", f"coalition of harbour {group}")
    meeting = Entity(CKG.Meeting, f"meeting-{number}", f"meeting {number}", token="meeting")
    states = [_state((group * 7 + n) % STATES) for n in range(MEMBERS)]
    facts = [_fact(CKG.Membership, member=state, group=coalition) for state in states]
    facts += [
        _fact(CKG.Occurrence, meeting=meeting, kind="meeting", status="held"),
        _fact(CKG.Occurrence, meeting=meeting, ofCoalition=coalition),
    ]
    officials = []
    for place in range(PRESENT):
        state = states[(number + place) % MEMBERS]
        official = Entity(CKG.Official, f"of-{state.key}", f"Ada of {state.label}")
        officials.append(official)
        role = Role.PARTICIPANT.value
        facts.append(_fact(CKG.Participation, participant=state, meeting=meeting, role=role))
        facts.append(
            _fact(
                CKG.Participation, participant=official, meeting=meeting, role=role,
                onBehalfOf=state,
            )
        )  # fmt: skip
    return facts, [coalition, meeting, *states, *officials]


def _state(number: int) -> Entity:
    iso3 = f"X{number:03d}"
    return Entity(CKG.State, iso3, f"Country {number}", known=True, iso3=iso3)
