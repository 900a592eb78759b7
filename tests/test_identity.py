"""Which nodes of several articles are one, and which are kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.identity import Identity, best_label, identify
from kg.model import Entity, PartialDate
from kg.rdf import article_graph, article_quads
from kg.reasoning.view import describe
from kg.store import Memory
from kg.terms import BASE, CKG
from tests.made_coalition import (
    CHILE,
    HARBOUR,
    KENYA,
    LIMA,
    MINISTER,
    NORWAY,
    OSLO,
    PERU,
    UN,
    Story,
    meeting,
    occurs,
    part,
    person,
    put,
    stories,
    tenure,
)

ENVOY = Entity(CKG.Office, "envoy", "Envoy", known=True)
SPRING = date(2020, 3, 3)


def joined(*told: Story, **decisions: Iterable[tuple[NamedNode, NamedNode]]) -> Identity:
    with put(Memory(), *told) as store:
        return identify([describe(store.quads(graph)) for graph in store.graphs()], **decisions)


def local(kind: str, key: str, story: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{kind}/{key}@{story}")


def canonical(kind: str, key: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{kind}/{key}")


def official(story: str, name: str, of: Entity | None, **more: object) -> Story:
    published = more.get("published", SPRING)
    assert published is None or isinstance(published, date)
    office = more.get("office", MINISTER)
    assert isinstance(office, Entity)
    who = person(name.lower().replace(" ", "-"), name)
    told = Story(story, published)
    if of is None:
        return told.say(f"{name} came.", names=(who,))
    return told.say(f"{name} is in office.", tenure(who, of, office))


def people(identity: Identity) -> set[NamedNode]:
    return {name for iri, name in identity.canonical.items() if "/official/" in iri.value}


def test_a_full_name_in_the_same_service_is_one_person_with_a_reason() -> None:
    found = joined(official("a", "Ana Ruiz", CHILE), official("b", "Ana Ruiz", CHILE))
    assert people(found) == {canonical("official", "ana-ruiz")}
    assert "same full name" in found.reasons[local("official", "ana-ruiz", "a")][0]


def test_namesakes_who_serve_different_states_stay_apart() -> None:
    found = joined(official("a", "Ana Ruiz", CHILE), official("b", "Ana Ruiz", PERU))
    assert people(found) == {
        canonical("official", "ana-ruiz"),
        canonical("official", "ana-ruiz-per"),
    }
    assert not any(found.reasons.values())


def test_a_namesake_whose_service_is_unknown_joins_nobody_if_there_are_two() -> None:
    told = [
        official("a", "Ana Ruiz", CHILE),
        official("b", "Ana Ruiz", PERU),
        official("c", "Ana Ruiz", None),
    ]
    assert len(people(joined(*told))) == 3
    assert len(people(joined(told[0], told[2]))) == 1


def test_a_minister_who_later_heads_an_organisation_is_one_person() -> None:
    early = official("a", "Ana Ruiz", CHILE, published=date(2010, 1, 1))
    late = official("b", "Ana Ruiz", UN, published=date(2019, 1, 1))
    at_once = official("c", "Ana Ruiz", UN, published=date(2010, 2, 1))
    undated = official("d", "Ana Ruiz", UN, published=None)
    assert len(people(joined(early, late))) == 1
    assert len(people(joined(early, at_once))) == 2
    assert len(people(joined(early, undated))) == 2


def test_a_bare_surname_joins_the_only_one_in_that_post() -> None:
    full, bare = official("a", "Ana Ruiz", CHILE), official("b", "Ruiz", CHILE)
    assert people(joined(full, bare)) == {canonical("official", "ana-ruiz")}
    assert len(people(joined(full, official("b", "Ruiz", PERU)))) == 2
    assert len(people(joined(full, official("b", "Ruiz", CHILE, office=ENVOY)))) == 2
    assert len(people(joined(full, official("b", "Ruiz", None)))) == 2


def test_a_bare_surname_that_two_could_bear_joins_neither() -> None:
    told = [
        official("a", "Ana Ruiz", CHILE),
        official("b", "Eva Ruiz", CHILE),
        official("c", "Ruiz", CHILE),
    ]
    assert len(people(joined(*told))) == 3


def test_a_bare_surname_does_not_reach_over_decades() -> None:
    told = (
        official("a", "Ana Ruiz", CHILE),
        official("b", "Ruiz", CHILE, published=date(1990, 1, 1)),
    )
    assert len(people(joined(*told))) == 2


def test_two_articles_that_only_know_the_surname_agree_by_the_post() -> None:
    assert len(people(joined(official("a", "Ruiz", CHILE), official("b", "Ruiz", CHILE)))) == 1
    assert len(people(joined(official("a", "Ruiz", CHILE), official("b", "Ruiz", PERU)))) == 2
    assert len(people(joined(official("a", "Ruiz", None), official("b", "Ruiz", None)))) == 2


def test_names_that_only_look_alike_stay_apart() -> None:
    found = joined(official("a", "Ana Ruiz", CHILE), official("b", "Anna Ruiz", CHILE))
    assert len(people(found)) == 2


def test_accents_case_and_hyphens_do_not_make_two_persons() -> None:
    found = joined(official("a", "Éva al-Díaz", CHILE), official("b", "Eva Al Diaz", CHILE))
    assert len(people(found)) == 1


def test_states_are_never_local_and_never_joined_even_by_decision() -> None:
    niger, nigeria = (
        Entity(CKG.State, code, name, known=True, iso3=code)
        for code, name in (("NER", "Niger"), ("NGA", "Nigeria"))
    )
    told = Story("a").say("Niger met Nigeria.", names=(niger, nigeria))
    pair = (canonical("state", "NER"), canonical("state", "NGA"))
    assert joined(told, same=[pair]).canonical == {}


def gathering(
    story: str,
    place: Entity | None = OSLO,
    day: PartialDate | None = PartialDate(2020, 3, 2),  # noqa: B008
    published: date | None = SPRING,
    group: Entity | None = HARBOUR,
    who: Iterable[Entity] = (),
    kind: str = "meeting",
    label: str = "",
) -> Story:
    event = meeting(f"event-{story}", label or f"event {story}", token=kind)
    drafts = [occurs(event, kind=kind, status="held"), *(part(one, event) for one in who)]
    drafts += [occurs(event, place=place)] if place else []
    drafts += [occurs(event, date=day)] if day else []
    drafts += [occurs(event, ofCoalition=group)] if group else []
    return Story(story, published).say("They met.", *drafts)


def events(*told: Story) -> set[NamedNode]:
    found = joined(*told)
    return {name for iri, name in found.canonical.items() if "/meeting/" in iri.value}


@pytest.mark.parametrize(
    "other",
    [
        gathering("b"),
        gathering("b", place=None),
        gathering("b", day=PartialDate(2020, 3)),
        gathering("b", day=None),
        gathering("b", day=PartialDate(month=3, day=2), published=None),
        gathering("b", published=date(2021, 1, 1)),
        gathering("b", day=PartialDate(2020, 3), published=date(2021, 1, 1)),
    ],
)
def test_reports_that_agree_on_place_time_and_coalition_are_one_meeting(other: Story) -> None:
    assert events(gathering("a"), other) == {canonical("meeting", "oslo-2020-03-02")}


@pytest.mark.parametrize(
    "other",
    [
        gathering("b", day=PartialDate(2020, 3, 1)),
        gathering("b", day=PartialDate(2020, 4)),
        gathering("b", place=LIMA),
        gathering("b", group=Entity(CKG.Coalition, "g7", "G7", known=True)),
        gathering("b", group=None),
        gathering("b", day=None, published=date(2020, 5, 1)),
        gathering("b", day=None, published=None),
        gathering("b", day=None, place=None),
        gathering("b", kind="phone_call"),
        gathering("b", day=PartialDate(month=4, day=2), published=None),
    ],
)
def test_reports_that_differ_or_say_too_little_are_two_meetings(other: Story) -> None:
    assert len(events(gathering("a"), other)) == 2


def test_shared_participants_or_a_name_can_stand_for_the_coalition() -> None:
    def told(story: str, *who: Entity, label: str = "") -> Story:
        return gathering(story, group=None, who=who, label=label)

    assert len(events(told("a", NORWAY, CHILE, PERU), told("b", CHILE, NORWAY))) == 1
    assert len(events(told("a", NORWAY, CHILE), told("b", NORWAY, PERU))) == 2
    late = {"day": PartialDate(2020, 3), "published": date(2021, 1, 1)}
    later = gathering("b", group=None, who=(NORWAY, CHILE), **late)
    assert len(events(told("a", NORWAY, CHILE), later)) == 2
    assert len(events(told("a", NORWAY, label="Fish talks"), told("b", label="fish talks"))) == 1


def test_a_town_and_a_house_are_one_place_for_a_coalition_on_one_day() -> None:
    house = Entity(CKG.Place, "tower-house", "Tower House", known=True, country="NOR")
    assert len(events(gathering("a"), gathering("b", place=house))) == 1
    assert len(events(gathering("a"), gathering("b", place=house, day=PartialDate(2020, 3)))) == 2
    talks = [
        gathering(n, place, group=None, who=(NORWAY, CHILE))
        for n, place in (("a", OSLO), ("b", house))
    ]
    assert len(events(*talks)) == 2


def test_one_title_is_one_office_even_where_only_some_articles_know_it() -> None:
    unknown = Entity(CKG.Office, "foreign-minister", "Foreign Minister")
    found = joined(official("a", "Ana Ruiz", CHILE), official("b", "Ruiz", CHILE, office=unknown))
    office = found(local("office", "foreign-minister", "b"))
    assert office == canonical("office", "foreign-minister")
    assert len(people(found)) == 1


def test_two_meetings_of_one_article_stay_two_whatever_others_say() -> None:
    pair = Story("pair", SPRING)
    for key in ("first", "second"):
        event = meeting(key, f"{key} talks", token="talks")
        pair.say(
            "They met.",
            occurs(event, kind="talks", status="held"),
            occurs(event, place=OSLO),
            occurs(event, date=PartialDate(2020, 3, 2)),
            occurs(event, ofCoalition=HARBOUR),
        )
    assert len(events(pair, gathering("other"))) == 2


def test_a_chain_of_reports_cannot_join_two_dates() -> None:
    told = [
        gathering("a", day=PartialDate(2020, 3, 2)),
        gathering("b", day=PartialDate(2020, 3)),
        gathering("c", day=PartialDate(2020, 3, 9), published=date(2020, 3, 10)),
    ]
    assert len(events(*told)) == 2


def body(story: str, label: str, *aliases: str, kind: NamedNode = CKG.Party) -> Story:
    thing = Entity(kind, label.lower().replace(" ", "-"), label, aliases)
    return Story(story).say("It exists.", names=(thing,))


def bodies(*told: Story) -> int:
    return len(set(joined(*told).canonical.values()))


def test_bodies_join_by_name_or_by_an_abbreviation_that_is_explained() -> None:
    assert bodies(body("a", "Sea Party"), body("b", "the sea party")) == 1
    assert bodies(body("a", "Sea Party", "SPX"), body("b", "SPX")) == 1
    assert (
        bodies(body("a", "Sea Party", "SPX"), body("b", "Sky Party", "SPX"), body("c", "SPX")) == 3
    )
    assert bodies(body("a", "Sea Party"), body("b", "Sea Party of Chile")) == 2


def test_a_name_that_every_country_has_joins_nothing() -> None:
    ministries = [body(n, "Foreign Ministry", kind=CKG.GovernmentBody) for n in "ab"]
    assert bodies(*ministries) == 2
    assert bodies(*(body(n, "coalition", kind=CKG.Coalition) for n in "ab")) == 2


def test_places_of_one_name_in_two_countries_are_two() -> None:
    def town(story: str, country: str) -> Story:
        place = Entity(CKG.Place, "springfield", "Springfield", country=country)
        return Story(story).say("A town.", names=(place,))

    assert bodies(town("a", "USA"), town("b", "USA")) == 1
    assert bodies(town("a", "USA"), town("b", "CAN")) == 2
    assert bodies(town("a", "USA"), town("b", "")) == 1


def test_an_analyst_can_join_and_keep_apart() -> None:
    ana = local("official", "ana-ruiz", "a"), local("official", "anna-ruiz", "b")
    told = official("a", "Ana Ruiz", CHILE), official("b", "Anna Ruiz", CHILE)
    found = joined(*told, same=[ana])
    assert len(people(found)) == 1
    assert found.reasons[ana[0]] == ("decided by an analyst",)
    twins = official("a", "Ana Ruiz", CHILE), official("b", "Ana Ruiz", CHILE)
    pair = local("official", "ana-ruiz", "a"), local("official", "ana-ruiz", "b")
    assert len(people(joined(*twins, differ=[pair]))) == 2


def test_a_decision_on_names_of_the_view_counts_too() -> None:
    told = official("a", "Ana Ruiz", CHILE), official("b", "Anna Ruiz", CHILE)
    pair = canonical("official", "anna-ruiz"), canonical("official", "ana-ruiz")
    assert people(joined(*told, same=[pair])) == {canonical("official", "ana-ruiz")}


def test_a_thing_keeps_its_most_telling_name() -> None:
    assert best_label(["Ruiz", "Ruiz", "Ana Ruiz"]) == "Ana Ruiz"
    assert best_label(["Oslo talks", "Oslo meeting", "Oslo talks"]) == "Oslo talks"
    assert best_label(["b c", "a c"]) == "a c"


def _pool() -> list[Story]:
    return [
        *stories(),
        official("o1", "Ana Ruiz", CHILE),
        official("o2", "Ruiz", CHILE),
        official("o3", "Ana Ruiz", PERU),
        official("o4", "Ana Ruiz", None),
        gathering("g1", who=(NORWAY, KENYA)),
        gathering("g2", day=PartialDate(2020, 3)),
        gathering("g3", place=None),
        gathering("g4", day=PartialDate(2020, 3, 9), published=date(2020, 3, 10)),
        body("b1", "Sea Party", "SPX"),
        body("b2", "SPX"),
    ]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.permutations(_pool()))
def test_the_order_in_which_articles_come_does_not_matter(told: list[Story]) -> None:
    descriptions = []
    for story in told:
        extraction = story.extraction()
        with Memory() as store:
            graph = article_graph(story.name)
            store.put_graph(graph, article_quads(extraction))
            descriptions.append(describe(store.quads(graph)))
    found = identify(descriptions)
    expected = joined(*_pool())
    assert dict(found.canonical) == dict(expected.canonical)
    assert dict(found.reasons) == dict(expected.reasons)
