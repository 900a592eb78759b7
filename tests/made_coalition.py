"""Articles about an invented coalition, made by hand, and the graph that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import NamedNode

from kg.model import (
    Article,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Modality,
    PartialDate,
    Sentence,
    Sighting,
    Span,
    Value,
)
from kg.rdf import article_graph, article_quads
from kg.reasoning import derive
from kg.store import Memory
from kg.terms import CKG

Draft = tuple[NamedNode, dict[NamedNode, Value], Modality]


def state(iso3: str, label: str) -> Entity:
    return Entity(CKG.State, iso3, label, known=True, iso3=iso3)


NORWAY, CHILE, KENYA, PERU = (
    state(*pair)
    for pair in (("NOR", "Norway"), ("CHL", "Chile"), ("KEN", "Kenya"), ("PER", "Peru"))
)
OSLO = Entity(CKG.Place, "oslo", "Oslo", known=True, country="NOR")
LIMA = Entity(CKG.Place, "lima", "Lima", known=True, country="PER")
NAIROBI = Entity(CKG.Place, "nairobi", "Nairobi", known=True, country="KEN")
MINISTER = Entity(CKG.Office, "foreign-minister", "Foreign Minister", known=True)
HARBOUR = Entity(CKG.Coalition, "harbour-coalition", "Harbour Coalition", ("harbour alliance",))
FUND = Entity(CKG.NonGovernmentalOrganisation, "sea-rescue-fund", "Sea Rescue Fund", token="ngo")
UN = Entity(
    CKG.IntergovernmentalOrganisation,
    "united-nations",
    "United Nations",
    ("UN",),
    known=True,
    token="igo",
)


def person(key: str, label: str, *aliases: str) -> Entity:
    return Entity(CKG.Official, key, label, aliases)


def meeting(key: str, label: str, *aliases: str, token: str = "meeting") -> Entity:
    return Entity(CKG.Meeting, key, label, aliases, token=token)


def tenure(holder: Entity, of: Entity, office: Entity = MINISTER, **more: Value) -> Draft:
    roles: dict[NamedNode, Value] = {CKG.holder: holder, CKG.office: office, CKG.of: of}
    return CKG.Tenure, roles | {getattr(CKG, k): v for k, v in more.items()}, Modality.ACTUAL


def part(
    who: Entity,
    where: Entity,
    role: str = "participant",
    behalf: Entity | None = None,
    modality: Modality = Modality.ACTUAL,
) -> Draft:
    roles: dict[NamedNode, Value] = {CKG.participant: who, CKG.meeting: where, CKG.role: role}
    return CKG.Participation, roles | ({CKG.onBehalfOf: behalf} if behalf else {}), modality


def occurs(where: Entity, modality: Modality = Modality.ACTUAL, **aspects: Value) -> Draft:
    roles: dict[NamedNode, Value] = {CKG.meeting: where}
    return CKG.Occurrence, roles | {getattr(CKG, k): v for k, v in aspects.items()}, modality


def count(subject: Entity, counted: str, value: int, qualifier: str = "exact") -> Draft:
    roles: dict[NamedNode, Value] = {CKG.subject: subject, CKG.counted: counted}
    return CKG.StatedCount, roles | {CKG.value: value, CKG.qualifier: qualifier}, Modality.ACTUAL


def member(
    who: Entity, group: Entity, modality: Modality = Modality.ACTUAL, **more: Value
) -> Draft:
    roles: dict[NamedNode, Value] = {CKG.member: who, CKG.group: group}
    return CKG.Membership, roles | {getattr(CKG, k): v for k, v in more.items()}, modality


def says(speaker: Entity, text: str, form: str = "indirect") -> Draft:
    roles: dict[NamedNode, Value] = {CKG.speaker: speaker, CKG.text: text, CKG.form: form}
    return CKG.Statement, roles, Modality.ACTUAL


class Story:
    """An article that grows by sentences, each with the facts it states."""

    def __init__(self, name: str, published: date | None = None) -> None:
        self.name = name
        self.published = published
        self._sentences: list[tuple[str, tuple[Draft, ...], tuple[Entity, ...]]] = []

    def say(self, sentence: str, *drafts: Draft, names: Iterable[Entity] = ()) -> Story:
        self._sentences.append((sentence, drafts, tuple(names)))
        return self

    def extraction(self) -> Extraction:
        text = " ".join(sentence for sentence, _, _ in self._sentences)
        article = Article(self.name, text, title=f"Story {self.name}", published=self.published)
        spans: list[Span] = []
        facts: dict[tuple[object, ...], Fact] = {}
        seen: dict[Entity, Sighting] = {}
        position = 0
        for sentence, drafts, names in self._sentences:
            span = Span(position, position + len(sentence))
            position = span.end + 1
            spans.append(span)
            why = Evidence(self.name, span.start, span.end, sentence, "made", 0.9)
            for kind, roles, modality in drafts:
                fact = Fact(kind, tuple(roles.items()), (why,), modality)
                key = (kind, fact.roles, modality)
                before = facts[key].evidence if key in facts else ()
                facts[key] = Fact(kind, fact.roles, (*before, why), modality)
                for entity in fact.entities():
                    seen.setdefault(entity, Sighting(entity, why))
            for entity in names:
                seen.setdefault(entity, Sighting(entity, why))
        document = Document(article, (), tuple(Sentence(i, s, 0) for i, s in enumerate(spans)))
        return Extraction(document, tuple(seen.values()), tuple(facts.values()))


def first_story() -> Story:
    oslo = meeting("oslo-meeting", "Oslo meeting of the Harbour Coalition", "Oslo meeting")
    lund, ruiz = person("kari-lund", "Kari Lund", "Lund"), person("ana-ruiz", "Ana Ruiz", "Ruiz")
    day = PartialDate(2020, 3, 2, words="on Monday", from_document=True)
    return (
        Story("first", date(2020, 3, 3))
        .say(
            "Envoys of three countries of the Harbour Coalition met in Oslo on Monday.",
            occurs(oslo, kind="meeting", status="held"),
            occurs(oslo, place=OSLO),
            occurs(oslo, date=day),
            occurs(oslo, ofCoalition=HARBOUR),
            occurs(oslo, drawnFrom=HARBOUR),
            count(oslo, "states", 3),
        )
        .say(
            "Norway, Chile and Kenya took part, Peru stayed away.",
            *(part(who, oslo) for who in (NORWAY, CHILE, KENYA)),
            part(PERU, oslo, "absent"),
        )
        .say(
            "Norwegian Foreign Minister Kari Lund was the host.",
            tenure(lund, NORWAY),
            part(lund, oslo, "host", NORWAY),
        )
        .say(
            "Twenty ministers came, she said.",
            count(oslo, "ministers", 20),
            says(lund, "twenty ministers came"),
        )
        .say(
            "The Kenya-led coalition has about 40 members.",
            member(KENYA, HARBOUR, role="lead"),
            count(HARBOUR, "states", 40, "about"),
        )
        .say("The Sea Rescue Fund and the UN were content.", names=(FUND, UN))
        .say(
            "Ana Ruiz, the Chilean foreign minister, denied that Peru had joined.",
            tenure(ruiz, CHILE),
            member(PERU, HARBOUR, Modality.DENIED),
        )
    )


def second_story() -> Story:
    talks = meeting("oslo-conference", "Oslo conference", token="conference")
    lund = person("lund", "Lund")
    return (
        Story("second", date(2020, 3, 5))
        .say(
            "The Harbour Coalition held a conference in Oslo in March, with 21 ministers.",
            occurs(talks, kind="conference", status="held"),
            occurs(talks, place=OSLO),
            occurs(talks, date=PartialDate(2020, 3)),
            occurs(talks, ofCoalition=HARBOUR),
            count(talks, "ministers", 21),
        )
        .say(
            "Foreign Minister Lund of Norway spoke for an hour.",
            tenure(lund, NORWAY),
            part(lund, talks, "chair", NORWAY),
        )
        .say('"We will stay," said Lund.', says(lund, "We will stay", "direct"))
    )


def third_story() -> Story:
    lima = meeting("lima-meeting", "Lima meeting")
    nairobi = meeting("nairobi-summit", "Nairobi summit", token="summit")
    diaz = person("eva-diaz", "Eva Díaz", "Díaz")
    expected = Modality.PLANNED
    return (
        Story("third", date(2020, 9, 12))
        .say(
            "On 10 September the Harbour Coalition met in Lima.",
            occurs(lima, kind="meeting", status="held"),
            occurs(lima, place=LIMA),
            occurs(lima, date=PartialDate(2020, 9, 10)),
            occurs(lima, ofCoalition=HARBOUR),
        )
        .say(
            "Peru's Foreign Minister Eva Díaz received Chile and Kenya.",
            tenure(diaz, PERU),
            part(diaz, lima, "host", PERU),
            part(CHILE, lima),
            part(KENYA, lima),
        )
        .say(
            "Kenya plans a summit in Nairobi in December, with Norway.",
            occurs(nairobi, expected, kind="summit", status="planned"),
            occurs(nairobi, expected, place=NAIROBI),
            occurs(nairobi, expected, date=PartialDate(2020, 12)),
            part(NORWAY, nairobi, modality=expected),
            part(KENYA, nairobi, "host", modality=expected),
        )
    )


def stories() -> list[Story]:
    return [first_story(), second_story(), third_story()]


def put(store: Memory, *told: Story) -> Memory:
    for story in told:
        extraction = story.extraction()
        graph = article_graph(extraction.document.article.id)
        store.put_graph(graph, article_quads(extraction))
    return store


def made_store(*told: Story) -> Memory:
    """The graph of some stories (default: all three), derived without background knowledge."""
    store = put(Memory(), *(told or stories()))
    derive(store, known=())
    return store
