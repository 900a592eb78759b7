"""The founding article, read from the shared folder and asked about through the named questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kg import pipeline
from kg.pipeline import Archive
from kg.queries import Cell, ask, select

Row = dict[str, Cell]
Ask = Callable[..., list[Row]]

STATES = frozenset(
    "AUS BHR BEL CAN DNK EGY FRA DEU IRQ ITA JOR KWT NLD NOR QAT SAU ESP TUR ARE GBR USA".split()
)
LONDON = "London meeting"
COALITION = "anti-IS coalition"


@pytest.fixture(scope="module")
def article(shared: Path) -> Path:
    return shared / "articles" / "seed-london-2015.txt"


@pytest.fixture(scope="module")
def archive(article: Path) -> Iterator[Archive]:
    with Archive.open(":memory:") as opened:
        for event in pipeline.add(opened, [article], published=date(2015, 1, 22)):
            assert not isinstance(event, pipeline.Skipped), event
        yield opened


@pytest.fixture(scope="module")
def answer(archive: Archive) -> Ask:
    def run(question: str, **values: str) -> list[Row]:
        return ask(archive.store, question, **values).records()

    return run


def named(rows: list[Row], column: str) -> set[Cell]:
    return {row[column] for row in rows}


def line_with(article: Path, words: str) -> str:
    """The article's (one-sentence) line that holds these words."""
    (line,) = (x for x in article.read_text(encoding="utf-8").splitlines() if words in x)
    return line


def test_the_21_states_and_no_other_took_part_in_london(answer: Ask) -> None:
    rows = answer("meeting-participants", meeting=LONDON)
    assert named([row for row in rows if row["kind"] == "state"], "iso3") == STATES


def test_kerry_and_hammond_were_co_hosts_and_abadi_did_not_attend(answer: Ask) -> None:
    rows = [r for r in answer("meeting-participants", meeting=LONDON) if r["kind"] == "official"]
    assert {(row["label"], row["role"]) for row in rows} == {
        ("John Kerry", "co-host"),
        ("Philip Hammond", "co-host"),
    }


def test_the_london_meeting_took_place_in_london(answer: Ask) -> None:
    (london,) = (row for row in answer("meetings") if "London" in str(row["label"]))
    assert london["place"] == "London"
    assert (london["status"], london["stated_count"], london["named_states"]) == ("held", 21, 21)


def test_kerry_and_mogherini_had_a_meeting_of_their_own_in_washington(answer: Ask) -> None:
    meetings = answer("meetings")
    assert len(meetings) == 2
    (talks,) = (row for row in meetings if row["place"] == "Washington")
    assert talks["kind"] == "talks"
    rows = answer("meeting-participants", meeting=str(talks["meeting"]))
    officials = [row for row in rows if row["kind"] == "official"]
    assert named(officials, "label") == {"John Kerry", "Federica Mogherini"}
    behalf = {(row["label"], str(row["on_behalf_of"]).rpartition("/")[2]) for row in officials}
    assert ("John Kerry", "USA") in behalf
    assert any(name == "Federica Mogherini" and "european-union" in of for name, of in behalf)
    assert named([row for row in rows if row["kind"] == "state"], "iso3") <= {"USA"}


def test_the_21_states_are_members_by_inference_from_two_passages(
    answer: Ask, article: Path
) -> None:
    rows = answer("coalition-members", coalition=COALITION)
    assert named(rows, "iso3") == STATES
    roster, belonging = line_with(article, "Bahrain"), line_with(article, "21 of")
    for state in STATES - {"USA"}:
        of_state = [row for row in rows if row["iso3"] == state]
        assert named(of_state, "basis") == {"inferred"}
        assert named(of_state, "quote") >= {roster, belonging}


def test_the_united_states_leads_the_coalition(answer: Ask) -> None:
    (coalition,) = answer("coalitions")
    assert str(coalition["lead"]).endswith("/state/USA")
    assert (coalition["stated_size"], coalition["qualifier"]) == (60, "about")
    assert coalition["named_members"] == 21


def test_stated_counts_stand_beside_what_is_named(answer: Ask) -> None:
    rows = [row for row in answer("stated-counts") if row["counted"] == "states"]
    told = {
        (str(r["subject"]).split("/")[-2], r["stated"], r["qualifier"], r["named"], r["gap"])
        for r in rows
    }
    assert told == {("coalition", 60, "about", 21, 39), ("meeting", 21, "exact", 21, 0)}
    assert 5000 not in named(answer("stated-counts"), "stated")


def test_the_four_named_officials_hold_their_offices_and_nobody_else(answer: Ask) -> None:
    rows = answer("officials")
    told = {(r["name"], str(r["office"]).casefold(), str(r["of"]).rpartition("/")[2]) for r in rows}
    assert told == {
        ("John Kerry", "secretary of state", "USA"),
        ("Philip Hammond", "foreign secretary", "GBR"),
        ("Haider al-Abadi", "prime minister", "IRQ"),
        ("Federica Mogherini", "foreign policy chief", "european-union"),
    }


def test_organisations_are_those_of_the_report_not_of_the_outlet(answer: Ask) -> None:
    kinds = {str(row["label"]): row["kind"] for row in answer("organisations")}
    expected = ("Islamic State", "Al-Qaeda", "Europol", "European Union", "Peshmerga")
    assert set(expected) <= set(kinds)
    assert kinds["Islamic State"] == "armed_group"
    assert any("State Department" in label or "Department of State" in label for label in kinds)
    assert not any(outlet in label for label in kinds for outlet in ("RFE", "Radio Free"))


def test_washington_is_the_government_where_it_acts_and_the_city_where_it_is(answer: Ask) -> None:
    assert "USA" in named(answer("states"), "iso3")
    (talks,) = (row for row in answer("meetings") if row["place"] == "Washington")
    assert str(talks["place_iri"]).split("/")[-2] == "place"


def test_the_eleven_statements_have_their_speakers_and_forms(answer: Ask) -> None:
    rows = {str(row["statement"]): row for row in answer("statements")}.values()
    by_speaker: dict[Cell, int] = {}
    for row in rows:
        by_speaker[row["name"]] = by_speaker.get(row["name"], 0) + 1
    assert by_speaker == {
        "John Kerry": 6,
        "Philip Hammond": 1,
        "Haider al-Abadi": 3,
        "Federica Mogherini": 1,
    }
    assert named(list(rows), "form") == {"direct", "indirect"}


def test_who_gave_and_who_was_asked_for_support(answer: Ask) -> None:
    rows = {(row["giver_label"], row["receiver_label"], row["phase"]) for row in answer("support")}
    (coalition,) = (row["label"] for row in answer("coalitions"))
    assert rows == {("United States", "Iraq", "delivered"), (coalition, "Iraq", "requested")}
    assert {row["amount"] for row in answer("support", giver="United States")} == {"250"}


def test_no_date_gets_a_year_that_nobody_gave(article: Path) -> None:
    with Archive.open(":memory:") as undated:
        list(pipeline.add(undated, [article]))
        found = select(
            undated.store,
            "SELECT (STR(?date) AS ?text) WHERE { ?fact a ckg:Occurrence ; ckg:date ?date }",
        )
        dates = found.column("text")
        assert ask(undated.store, "sources").column("published") == [None]
    assert not [text for text in dates if not str(text).startswith("--")]


def test_every_passage_returned_is_what_the_article_says_there(answer: Ask, article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    quoted = 0
    for question in (
        *("officials", "coalition-members", "meeting-participants", "statements"),
        *("stated-counts", "disagreements", "support"),
    ):
        for row in answer(question):
            start, end = row["start"], row["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert row["quote"] == text[start:end]
            quoted += 1
    assert quoted > 60


def test_every_fact_has_a_passage(archive: Archive) -> None:
    bare = select(
        archive.store,
        """SELECT ?fact WHERE { ?fact a ckg:Fact .
           FILTER NOT EXISTS { ?fact ckg:evidence ?passage }
           FILTER NOT EXISTS { ?fact ckg:basis "background" } }""",
    )
    assert bare.rows == ()


def test_adding_the_article_twice_changes_no_triple(article: Path, tmp_path: Path) -> None:
    def state() -> set[str]:
        with Archive.open(tmp_path / "store", "w") as archive:
            list(pipeline.add(archive, [article], published=date(2015, 1, 22)))
            return {str(quad) for quad in archive.store.engine}

    first = state()
    assert first
    assert state() == first
