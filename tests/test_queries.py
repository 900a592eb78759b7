"""Named questions: files, parameters, rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, RdfFormat, serialize

from kg import queries
from kg.errors import QueryError, QuerySyntaxError, UnknownNameError
from kg.model import Entity, Modality, PartialDate
from kg.queries import Result, ask
from kg.store import Memory, guard
from kg.terms import BASE, CKG
from tests.made_coalition import (
    CHILE,
    HARBOUR,
    KENYA,
    LIMA,
    NORWAY,
    OSLO,
    PERU,
    Story,
    count,
    made_store,
    meeting,
    member,
    occurs,
    part,
    person,
    put,
    stories,
    tenure,
)

HOUSE = Entity(CKG.Place, "tower-house", "Tower House", known=True, country="NOR")
HEAD = "#+ summary: s\n#+ params: {}\n#+ columns: s\n"
PROMISED = {
    "states": "state iso3 label articles",
    "officials": "official name office of of_label basis article quote",
    "organisations": "organisation label kind articles",
    "coalitions": "coalition label lead stated_size qualifier named_members",
    "coalition-members": "coalition coalition_label member iso3 label basis article quote",
    "meetings": "meeting label kind status place date coalition stated_count named_states",
    "meeting-participants": "meeting meeting_label participant kind iso3 label role on_behalf_of"
    " basis article quote",
    "statements": "statement speaker name form text article",
    "stated-counts": "subject subject_label counted stated qualifier named gap article quote",
    "support": "giver receiver item amount phase article quote",
    "co-attendance": "a b meetings",
    "membership-as-of": "state iso3 status basis since until",
    "disagreements": "subject aspect value sources article quote",
    "joiners-leavers": "meeting date state iso3 change",
    "sources": "article title publisher published facts",
}


@pytest.fixture(scope="module")
def store() -> Iterator[Memory]:
    with made_store() as made:
        yield made


def iri(path: str) -> str:
    return f"{BASE}id/{path}"


def pick(result: Result, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[c] for c in columns) for row in result]


@pytest.mark.parametrize("name", PROMISED)
def test_every_question_begins_with_the_columns_that_were_promised(name: str) -> None:
    promised = PROMISED[name].split()
    assert list(queries.load(name).columns[: len(promised)]) == promised


@pytest.mark.parametrize("name", queries.names())
def test_every_question_gives_the_same_rows_in_another_engine(store: Memory, name: str) -> None:
    query = queries.load(name)
    triples = (quad.triple for quad in store.quads(DefaultGraph()))
    other = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    found = other.query(query.text)
    theirs = sorted(
        (tuple(None if row[v] is None else str(row[v]) for v in found.vars) for row in found),
        key=str,
    )
    width = range(len(query.columns))
    ours = sorted(
        (
            tuple(None if row[n] is None else row[n].value for n in width)
            for row in store.select(query.text)
        ),
        key=str,
    )
    assert [str(v) for v in found.vars] == list(query.columns)
    assert ours == theirs


def test_members_are_inferred_with_the_roster_and_the_list_as_passages(store: Memory) -> None:
    rows = ask(store, "coalition-members", coalition="the harbour COALITION")
    assert {row["iso3"] for row in rows} == {"NOR", "CHL", "KEN"}
    assert {row["basis"] for row in rows} == {"inferred"}
    chile = [row["quote"] for row in rows if row["iso3"] == "CHL"]
    assert len(chile) == 2
    assert str(chile[0]).startswith("Envoys of three countries")
    assert str(chile[1]).startswith("Norway, Chile and Kenya")
    assert {row["iso3"] for row in rows if row["role"] == "lead"} == {"KEN"}


def test_a_coalition_has_one_row_with_its_lead_and_stated_size(store: Memory) -> None:
    columns = ("label", "lead", "stated_size", "qualifier", "named_members")
    assert pick(ask(store, "coalitions"), *columns) == [
        ("Harbour Coalition", iri("state/KEN"), 40, "about", 3)
    ]


def test_a_coalition_of_which_nothing_more_is_known_still_has_a_row() -> None:
    story = Story("short").say("The Harbour Coalition exists.", names=(HARBOUR,))
    with made_store(story) as made:
        columns = ("lead", "stated_size", "qualifier", "named_members", "lead_label")
        assert pick(ask(made, "coalitions"), *columns) == [(None, None, None, 0, None)]


def test_a_meeting_has_one_row_even_if_articles_differ(store: Memory) -> None:
    rows = ask(store, "meetings")
    columns = ("place", "date", "status", "kind", "stated_count", "named_states", "articles")
    assert pick(rows, *columns) == [
        ("Oslo", "2020-03-02", "held", "conference", 3, 3, 2),
        ("Lima", "2020-09-10", "held", "meeting", None, 3, 1),
        ("Nairobi", "2020-12", "planned", "summit", None, 0, 1),
    ]
    assert pick(rows, "coalition", "country")[2] == (None, iri("state/KEN"))


def test_what_most_articles_say_of_a_meeting_beats_what_one_says() -> None:
    def told(name: str, kind: str) -> Story:
        oslo = meeting("oslo", "Oslo talks")
        return Story(name, date(2020, 3, 3)).say(
            f"A {kind} was held in Oslo on 2 March.",
            occurs(oslo, kind=kind, status="held"),
            occurs(oslo, place=OSLO),
            occurs(oslo, date=PartialDate(2020, 3, 2)),
            part(NORWAY, oslo),
            part(CHILE, oslo),
        )

    with made_store(told("a", "conference"), told("b", "talks"), told("c", "talks")) as made:
        assert pick(ask(made, "meetings"), "kind", "articles") == [("talks", 3)]


def test_a_meeting_without_place_or_coalition_borrows_none() -> None:
    talks = meeting("talks", "secret talks", token="talks")
    story = Story("secret").say(
        "There were talks.", occurs(talks, kind="talks", status="held"), part(NORWAY, talks)
    )
    with made_store(*stories(), story) as made:
        row = next(r for r in ask(made, "meetings") if r["label"] == "secret talks")
        empty = ("place", "date", "coalition", "stated_count", "place_iri", "coalition_label")
        assert [row[column] for column in empty] == [None] * 6
        assert "secret talks" not in ask(made, "meetings", place="Oslo").column("label")


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ({"place": "oslo"}, ["Oslo"]),
        ({"after": "2020-03-02"}, ["Oslo", "Lima", "Nairobi"]),
        ({"after": "2020-03-03"}, ["Lima", "Nairobi"]),
        ({"after": "2020-12-31"}, ["Nairobi"]),
        ({"before": "2020-09"}, ["Oslo", "Lima"]),
        ({"before": date(2020, 9, 9)}, ["Oslo"]),
        ({"after": "2020-04", "before": "2020-10"}, ["Lima"]),
        ({"after": None}, ["Oslo", "Lima", "Nairobi"]),
    ],
)
def test_meetings_are_chosen_by_place_and_time_as_far_as_known(
    store: Memory, values: dict[str, object], places: list[str]
) -> None:
    assert ask(store, "meetings", **values).column("place") == places


def test_the_absent_and_what_officials_do_for_their_states_are_told_apart(store: Memory) -> None:
    rows = ask(store, "meeting-participants", meeting="Lima meeting")
    assert pick(rows, "kind", "label", "role", "basis", "on_behalf_of") == [
        ("state", "Chile", "participant", "stated", None),
        ("state", "Kenya", "participant", "stated", None),
        ("state", "Peru", "host", "inferred", None),
        ("official", "Eva Díaz", "host", "stated", iri("state/PER")),
    ]
    oslo = ask(store, "meeting-participants", meeting="Oslo meeting")
    assert {r["iso3"] for r in oslo if r["kind"] == "state"} == {"NOR", "CHL", "KEN"}


def test_expected_participants_show_only_until_the_meeting_was_held() -> None:
    summit = meeting("oslo-summit", "Oslo summit", token="summit")
    day = PartialDate(2020, 5, 1)
    before = Story("before", date(2020, 4, 30)).say(
        "Chile and Peru will come to Oslo tomorrow.",
        occurs(summit, Modality.PLANNED, kind="summit", status="planned"),
        occurs(summit, Modality.PLANNED, place=OSLO),
        occurs(summit, Modality.PLANNED, date=day),
        part(CHILE, summit, modality=Modality.PLANNED),
        part(PERU, summit, modality=Modality.PLANNED),
    )
    after = Story("after", date(2020, 5, 2)).say(
        "Chile and Norway met in Oslo yesterday.",
        occurs(summit, kind="summit", status="held"),
        occurs(summit, place=OSLO),
        occurs(summit, date=day),
        part(CHILE, summit),
        part(NORWAY, summit),
    )
    with made_store(before) as made:
        rows = ask(made, "meeting-participants")
        assert set(pick(rows, "iso3", "modality")) == {("CHL", "planned"), ("PER", "planned")}
    with made_store(before, after) as made:
        rows = ask(made, "meeting-participants")
        assert set(pick(rows, "iso3", "modality")) == {("CHL", "actual"), ("NOR", "actual")}
        assert ask(made, "meetings").column("status") == ["held"]


def test_officials_are_found_by_surname_and_shown_with_their_office(store: Memory) -> None:
    rows = ask(store, "officials", name="díaz")
    assert pick(rows, "name", "office", "of", "of_label", "former") == [
        ("Eva Díaz", "Foreign Minister", iri("state/PER"), "Peru", False)
    ]
    assert len(ask(store, "officials", name="Kari Lund")) == 2


def test_a_former_office_is_marked() -> None:
    ole = person("ole-vik", "Ole Vik")
    story = Story("old").say("Ole Vik once was minister.", tenure(ole, NORWAY, former=True))
    with made_store(story) as made:
        assert pick(ask(made, "officials"), "name", "former") == [("Ole Vik", True)]


def test_counts_of_states_show_how_many_are_named_and_others_do_not(store: Memory) -> None:
    columns = ("subject_label", "counted", "stated", "qualifier", "named", "gap")
    oslo = "Oslo meeting of the Harbour Coalition"
    assert pick(ask(store, "stated-counts"), *columns) == [
        ("Harbour Coalition", "states", 40, "about", 3, 37),
        (oslo, "ministers", 20, "exact", None, None),
        (oslo, "ministers", 21, "exact", None, None),
        (oslo, "states", 3, "exact", 3, 0),
    ]


def test_two_numbers_of_one_thing_are_a_disagreement_with_both_sentences(store: Memory) -> None:
    rows = ask(store, "disagreements")
    assert pick(rows, "aspect", "value", "sources") == [
        ("number of ministers", "20", 1),
        ("number of ministers", "21", 1),
    ]
    assert {str(row["article"]).rsplit("/", 1)[-1] for row in rows} == {"first", "second"}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ((60, "exact"), (62, "exact"), True),
        ((60, "over"), (62, "exact"), False),
        ((60, "over"), (58, "exact"), True),
        ((60, "about"), (62, "exact"), False),
        ((60, "about"), (75, "exact"), True),
        ((60, "at-least"), (60, "exact"), False),
        ((60, "under"), (62, "exact"), True),
        ((60, "under"), (48, "about"), False),
    ],
)
def test_only_numbers_that_cannot_both_be_true_disagree(
    one: tuple[int, str], other: tuple[int, str], differ: bool
) -> None:
    told = [
        Story(name, date(2020, 3, 3)).say("It has members.", count(HARBOUR, "states", *number))
        for name, number in (("a", one), ("b", other))
    ]
    with made_store(*told) as made:
        assert bool(len(ask(made, "disagreements"))) is differ


@pytest.mark.parametrize(
    ("place", "day", "aspects"),
    [
        (OSLO, PartialDate(2020, 3, 2), set()),
        (LIMA, PartialDate(2020, 3, 2), {"place"}),
        (HOUSE, PartialDate(2020, 3), set()),
        (OSLO, PartialDate(month=3, day=2), set()),
        (OSLO, PartialDate(2020, 3, 3), {"date"}),
        (LIMA, PartialDate(month=3, day=4), {"date", "place"}),
    ],
)
def test_dates_and_places_disagree_only_where_both_cannot_be_true(
    place: Entity, day: PartialDate, aspects: set[str]
) -> None:
    event = meeting("event", "Oslo event")
    story = Story("two-minds", date(2020, 3, 5)).say(
        "It was here or there.",
        occurs(event, place=OSLO),
        occurs(event, date=PartialDate(2020, 3, 2)),
        occurs(event, place=place),
        occurs(event, date=day),
    )
    with made_store(story) as made:
        assert set(ask(made, "disagreements").column("aspect")) == aspects


def test_a_coalition_that_grows_over_years_is_no_disagreement() -> None:
    told = [
        Story(name, day).say("It has members.", count(HARBOUR, "states", number))
        for name, day, number in (("a", date(2014, 9, 1), 30), ("b", date(2016, 2, 1), 66))
    ]
    with made_store(*told) as made:
        assert len(ask(made, "disagreements")) == 0


def test_joiners_and_leavers_are_told_from_the_meeting_before(store: Memory) -> None:
    rows = ask(store, "joiners-leavers", coalition="harbour alliance")
    assert pick(rows, "meeting_label", "date", "iso3", "change", "previous_date") == [
        ("Lima meeting", "2020-09-10", "PER", "joined", "2020-03-02"),
        ("Lima meeting", "2020-09-10", "NOR", "left", "2020-03-02"),
    ]


def test_co_attendance_counts_meetings_of_a_pair_once(store: Memory) -> None:
    rows = ask(store, "co-attendance", coalition="Harbour Coalition")
    assert pick(rows, "a_label", "b_label", "meetings")[0] == ("Chile", "Kenya", 2)
    assert len(rows) == 5
    assert rows.rows == ask(store, "co-attendance").rows


def test_sources_states_and_organisations_count_articles(store: Memory) -> None:
    assert ask(store, "sources").column("identifier") == ["first", "second", "third"]
    assert all(isinstance(n, int) and n > 0 for n in ask(store, "sources").column("facts"))
    assert pick(ask(store, "states"), "iso3", "articles")[0] == ("NOR", 3)
    assert pick(ask(store, "organisations"), "label", "kind") == [
        ("Sea Rescue Fund", "ngo"),
        ("United Nations", "igo"),
    ]


def test_statements_have_their_speaker_and_form(store: Memory) -> None:
    rows = ask(store, "statements", speaker="Lund")
    assert pick(rows, "name", "form", "text") == [
        ("Kari Lund", "indirect", "twenty ministers came"),
        ("Kari Lund", "direct", "We will stay"),
    ]


def test_every_quote_is_the_text_at_its_place(store: Memory) -> None:
    texts = {s.name: s.extraction().document.article.text for s in stories()}
    quoted = 0
    for name in queries.names():
        if {"quote", "start", "end"} <= set(queries.load(name).columns):
            for row in ask(store, name):
                text = texts[str(row["article"]).rsplit("/", 1)[-1]]
                assert row["quote"] == text[int(str(row["start"])) : int(str(row["end"]))]
                quoted += 1
    assert quoted > 20


def test_denied_memberships_are_no_members() -> None:
    story = Story("denial").say("Peru has not joined.", member(PERU, HARBOUR, Modality.DENIED))
    with made_store(story) as made:
        assert len(ask(made, "coalition-members")) == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019", {"NOR": "not-known", "CHL": "member", "KEN": "not-member", "PER": "not-known"}),
        ("2020-02", {"NOR": "not-known", "CHL": "member", "KEN": "member", "PER": "not-known"}),
        ("2020-03-03", {"NOR": "member", "CHL": "member", "KEN": "member", "PER": "not-member"}),
        ("2021", {"NOR": "member", "CHL": "not-member", "KEN": "member", "PER": "not-member"}),
        (None, {"NOR": "member", "CHL": "not-member", "KEN": "member", "PER": "not-member"}),
    ],
)
def test_membership_on_a_date_says_what_is_known_and_what_is_not(
    day: str | None, expected: dict[str, str]
) -> None:
    story = Story("members", date(2020, 3, 3)).say(
        "Norway is a member, Chile was from 2015 to 2020, Kenya joined in February, Peru is none.",
        member(NORWAY, HARBOUR),
        member(CHILE, HARBOUR, since=PartialDate(2015), until=PartialDate(2020)),
        member(KENYA, HARBOUR, since=PartialDate(2020, 2)),
        member(PERU, HARBOUR, Modality.DENIED),
    )
    with made_store(story) as made:
        rows = ask(made, "membership-as-of", coalition="Harbour Coalition", date=day)
        assert dict(pick(rows, "iso3", "status")) == expected
        told = {row["iso3"]: (row["basis"], row["since"], row["until"]) for row in rows}
    assert told["CHL"] == ("stated", "2015", "2020")
    assert (told["PER"][0] is None) is (expected["PER"] == "not-known")


def test_a_hostile_label_is_found_and_bound_as_a_term() -> None:
    odd = person("odd", 'A" } ; DROP ALL # Ödd')
    story = Story("odd").say("He is minister.", tenure(odd, KENYA))
    with made_store(story) as made:
        assert len(ask(made, "officials", name='a" } ; drop all # ödd')) == 1


@pytest.mark.parametrize(
    ("name", "values", "candidate"),
    [
        ("coalition-member", {}, "coalition-members"),
        ("coalition-members", {"colaition": "x"}, "coalition"),
        ("coalition-members", {"coalition": "Harbor Coalition"}, "Harbour Coalition"),
        ("meeting-participants", {"meeting": "Oslo meting"}, "Oslo meeting of the"),
        ("statements", {"speaker": "Kari Lunt"}, "Kari Lund"),
    ],
)
def test_an_unknown_name_suggests_near_ones(
    store: Memory, name: str, values: dict[str, object], candidate: str
) -> None:
    with pytest.raises(UnknownNameError) as failure:
        ask(store, name, **values)
    assert any(candidate in near for near in failure.value.candidates)


def test_a_name_that_fits_several_things_lists_them() -> None:
    told = [
        Story("a", date(2020, 3, 2)).say(
            "They met.", occurs(meeting("a", "harbour talks"), kind="talks", status="held")
        ),
        Story("b", date(2021, 3, 2)).say(
            "They met.", occurs(meeting("b", "Harbour Talks"), kind="talks", status="held")
        ),
    ]
    with made_store(*told) as made, pytest.raises(UnknownNameError) as failure:
        ask(made, "meeting-participants", meeting="harbour talks")
    assert len(failure.value.candidates) == 2


def test_an_iri_is_taken_as_it_is_but_must_exist(store: Memory) -> None:
    known = iri("coalition/harbour-coalition")
    assert len(ask(store, "coalition-members", coalition=known)) == 7
    with pytest.raises(UnknownNameError):
        ask(store, "coalition-members", coalition=iri("coalition/none"))
    with pytest.raises(UnknownNameError):
        ask(store, "coalition-members", coalition=iri("state/NOR"))


@pytest.mark.parametrize("day", ["2020-2-1", "2020-13", "yesterday", "2020-02-30", ""])
def test_a_date_that_is_none_is_refused(store: Memory, day: str) -> None:
    with pytest.raises(QueryError, match="YYYY"):
        ask(store, "meetings", after=day)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT ?s { ?s ?p ?o }", "summary"),
        (HEAD.replace("{}", "{oops") + "SELECT ?s { ?s ?p ?o }", "params"),
        (HEAD + "SELECT ?s ?p { ?s ?p ?o }", "columns"),
        (HEAD + "SELECT ?s { ?s ?p ?o", "error"),
        (
            HEAD.replace("{}", '{"x": {"type": "date", "help": "h"}}') + "SELECT ?s { ?s ?p ?o }",
            "VALUES",
        ),
    ],
)
def test_a_broken_file_is_refused_loudly(text: str, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        queries.parse_query("broken", text)


def test_plain_sparql_gives_plain_values_and_located_complaints(store: Memory) -> None:
    found = queries.select(store, "SELECT (COUNT(*) AS ?n) (1.5 AS ?x) (true AS ?b) { ?s ?p ?o }")
    (row,) = found.rows
    assert isinstance(row[0], int)
    assert row[1:] == (1.5, True)
    with pytest.raises(QuerySyntaxError) as failure:
        queries.select(store, "SELECT ?s WHERE { ?s ?p }")
    assert failure.value.line == 1


def test_questions_on_an_empty_store_have_no_rows() -> None:
    with put(Memory()) as empty:
        assert all(len(ask(empty, name)) == 0 for name in queries.names())


def test_parameter_types_are_known_classes_or_plain() -> None:
    for query in queries.load_all():
        for parameter in query.parameters:
            assert all(hasattr(CKG, name) for name in parameter.classes)
            assert parameter.bind in {"iri", "label"}


def test_terms_put_into_a_question_cannot_change_its_structure() -> None:
    officials = queries.load("officials")
    hostile = queries.bind(officials, {"name": [Literal('" } SERVICE <http://x/> { # (((')]})
    guard.check(hostile)
    guard.check(str(hostile))
    with pytest.raises(QueryError, match="longer than"):
        guard.check(queries.bind(officials, {"name": [Literal("x" * 70_000)]}))
