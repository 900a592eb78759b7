"""One article's facts as one JSON object."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kg.errors import UnknownNameError
from kg.export import article_record, record
from kg.model import Modality, PartialDate
from kg.store import Memory
from tests.made_coalition import (
    CHILE,
    HARBOUR,
    KENYA,
    LIMA,
    NORWAY,
    PERU,
    UN,
    Story,
    count,
    first_story,
    made_store,
    meeting,
    member,
    occurs,
    part,
    person,
    tenure,
    third_story,
)

Json = dict[str, Any]


def told(story: Story) -> Json:
    found: Json = json.loads(json.dumps(record(story.extraction())))
    return found


@pytest.fixture(scope="module")
def first() -> Json:
    return told(first_story())


def test_what_an_article_names_is_listed(first: Json) -> None:
    assert (first["id"], first["title"], first["published"]) == (
        "first",
        "Story first",
        "2020-03-03",
    )
    assert first["states"] == ["CHL", "KEN", "NOR", "PER"]
    assert first["organisations"] == [
        {"name": "Sea Rescue Fund", "type": "ngo", "aliases": []},
        {"name": "United Nations", "type": "igo", "aliases": ["UN"]},
    ]


def test_officials_have_their_office_and_state(first: Json) -> None:
    assert first["officials"][0] == {
        "name": "Kari Lund",
        "office": "Foreign Minister",
        "of": "NOR",
        "surface_office": "Foreign Minister",
    }


def test_a_coalition_has_members_lead_and_size_with_rules_applied(first: Json) -> None:
    assert first["coalitions"] == [
        {
            "name": "Harbour Coalition",
            "aliases": ["harbour alliance"],
            "members": ["CHL", "KEN", "NOR"],
            "lead": ["KEN"],
            "stated_size": 40,
            "size_qualifier": "about",
        }
    ]
    assert first["memberships"] == []


def test_a_meeting_has_hosts_among_its_participants(first: Json) -> None:
    (oslo,) = first["meetings"]
    assert oslo == {
        "label": "Oslo meeting of the Harbour Coalition",
        "kind": "meeting",
        "place": "Oslo",
        "country": "NOR",
        "date": "2020-03-02",
        "hosts": {"states": ["NOR"], "officials": ["Kari Lund"], "organisations": []},
        "participants": {
            "states": ["CHL", "KEN", "NOR"],
            "officials": ["Kari Lund"],
            "organisations": [],
        },
        "stated_count": 3,
        "of_coalition": "Harbour Coalition",
        "status": "held",
    }


def test_a_planned_meeting_has_those_expected() -> None:
    third = told(third_story())
    nairobi = next(m for m in third["meetings"] if m["place"] == "Nairobi")
    assert (nairobi["status"], nairobi["date"]) == ("planned", "2020-12")
    assert nairobi["hosts"]["states"] == ["KEN"]
    assert nairobi["participants"]["states"] == ["KEN", "NOR"]
    lima = next(m for m in third["meetings"] if m["place"] == "Lima")
    assert lima["participants"]["states"] == ["CHL", "KEN", "PER"]
    assert lima["hosts"] == {"states": ["PER"], "officials": ["Eva Díaz"], "organisations": []}


def test_facts_carry_their_sentences_at_their_place(first: Json) -> None:
    text = first_story().extraction().document.article.text
    kinds = {fact["kind"] for fact in first["facts"]}
    assert kinds >= {"Tenure", "Membership", "Participation", "Occurrence", "StatedCount"}
    for fact in first["facts"]:
        assert fact["basis"] in {"stated", "inferred"}
        assert 0 <= fact["confidence"] <= 1
        for passage in fact["evidence"]:
            assert passage["exact"] == text[passage["start"] : passage["end"]]
    chile = next(
        fact
        for fact in first["facts"]
        if fact["kind"] == "Membership" and fact["roles"]["member"] == "CHL"
    )
    assert (chile["basis"], len(chile["evidence"])) == ("inferred", 2)
    denied = [fact for fact in first["facts"] if fact["modality"] == "denied"]
    assert [fact["roles"]["member"] for fact in denied] == ["PER"]


def test_statements_say_who_and_how(first: Json) -> None:
    assert first["statements"] == [
        {"speaker": "Kari Lund", "kind": "indirect", "text": "twenty ministers came"}
    ]


def test_memberships_of_organisations_stand_apart_from_coalitions() -> None:
    found = told(Story("un").say("Norway belongs to the UN.", member(NORWAY, UN)))
    assert found["memberships"] == [{"state": "NOR", "of": "United Nations"}]
    assert found["coalitions"] == []


def test_the_present_office_goes_before_a_former_one() -> None:
    ole = person("ole-vik", "Ole Vik")
    story = (
        Story("ole").say("He was.", tenure(ole, NORWAY, former=True)).say("He is.", tenure(ole, UN))
    )
    assert [(o["of"], o.get("former")) for o in told(story)["officials"]] == [
        ("United Nations", None)
    ]
    old = Story("old").say("He was.", tenure(ole, NORWAY, former=True))
    assert told(old)["officials"][0]["former"] is True


def test_dates_without_a_year_are_none_and_sizes_use_the_three_words() -> None:
    lima = meeting("lima", "Lima talks", token="talks")
    story = Story("yearless").say(
        "They met in Lima on 21 January.",
        occurs(lima, kind="talks", status="held"),
        occurs(lima, place=LIMA),
        occurs(lima, date=PartialDate(month=1, day=21)),
        part(CHILE, lima),
        part(PERU, lima, "absent"),
        part(KENYA, lima, modality=Modality.PLANNED),
        count(HARBOUR, "states", 30, "at-least"),
    )
    found = told(story)
    (talks,) = found["meetings"]
    assert (talks["date"], talks["participants"]["states"]) == (None, ["CHL"])
    assert found["coalitions"][0]["size_qualifier"] == "over"
    assert found["published"] is None


def test_an_article_without_facts_gives_an_empty_object() -> None:
    found = told(Story("empty", date(2020, 1, 1)).say("Nothing happened."))
    assert all(found[key] == [] for key in ("states", "officials", "meetings", "facts"))


def test_an_unknown_article_lists_those_there_are() -> None:
    with made_store(first_story()) as made, pytest.raises(UnknownNameError) as failure:
        article_record(made, "none")
    assert failure.value.candidates == ("first",)
    with Memory() as empty, pytest.raises(UnknownNameError):
        article_record(empty, "none")
