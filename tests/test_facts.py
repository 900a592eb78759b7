"""Facts of an article: each with its sentence, its rule and no more than the text says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import kg.resolution
from kg.facts import (
    FAMILIES,
    extract,
    membership,
    occurrence,
    participation,
    rules,
    stated_count,
    support,
    tenure,
)
from kg.model import Article, Entity, Extraction, Fact, Modality
from kg.terms import CKG

FAMILY_MODULES = (tenure, membership, participation, occurrence, stated_count, support)
SUMMIT = (
    "LIMA, May 6 - The presidents of Chile and Peru hosted a summit of Pacific states in Lima on "
    "Monday. Bolivia and Ecuador attended the summit. Cuba was absent from the meeting. "
    "Canada was invited. Delegates from 12 countries took part.\n\n"
    "Chilean Trade Minister Rosa Paz said the summit was useful."
)


def told(text: str, *, published: date | None = date(2019, 5, 7)) -> Extraction:
    return extract(Article(id="note", text=text, published=published))


def label(value: object) -> object:
    return value.label if isinstance(value, Entity) else value


def of_kind(extraction: Extraction, kind: object) -> list[Fact]:
    return [fact for fact in extraction.facts if fact.kind == kind]


def roles_at_meetings(text: str) -> dict[str, str]:
    facts = of_kind(told(text), CKG.Participation)
    return {str(label(f.get(CKG.participant))): str(f.get(CKG.role)) for f in facts}


def test_hosts_guests_absent_and_invited_are_kept_apart() -> None:
    roles = roles_at_meetings(SUMMIT)
    assert roles["Chile"] == roles["Peru"] == "host"
    assert roles["Bolivia"] == roles["Ecuador"] == "participant"
    assert roles["Cuba"] == "absent"
    assert roles["Canada"] == "invited"


def test_who_only_comments_does_not_take_part() -> None:
    assert "Rosa Paz" not in roles_at_meetings(SUMMIT)


def test_the_named_president_stands_for_the_presidents_who_met() -> None:
    roles = roles_at_meetings(SUMMIT.replace("Trade Minister", "President"))
    assert roles["Rosa Paz"] == "host"


def test_every_passage_is_the_articles_own_words_and_names_a_rule() -> None:
    extraction = told(SUMMIT)
    text = extraction.document.article.text
    passages = [e for fact in extraction.facts for e in fact.evidence]
    assert passages
    for passage in passages:
        assert text[passage.start : passage.end] == passage.exact
        assert passage.rule
        assert 0 < passage.confidence <= 1


def test_every_rule_describes_itself_and_has_its_own_name() -> None:
    every = [rule for module in FAMILY_MODULES for rule in module.RULES]
    assert all(rules.describe(rule) for rule in every)
    assert len({rule.__name__ for rule in every}) == len(every)
    assert {rule.__name__ for rule in every} <= rules.WEIGHTS.keys()
    assert len(FAMILIES) == 7


def test_every_construction_read_for_meetings_has_a_rule() -> None:
    sources = Path(kg.resolution.__file__).parent.glob("*.py")
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    cues = set(re.findall(r'Role\.\w+, "(\w+)"|argument\.cue = "(\w+)"', text))
    read = {cue for pair in cues for cue in pair if cue}
    assert len(read) > 20
    assert read <= {rule.__name__ for rule in participation.RULES}


def test_the_same_text_gives_the_same_facts() -> None:
    assert told(SUMMIT).facts == told(SUMMIT).facts


def dates(text: str, published: date | None) -> list[str]:
    facts = of_kind(told(text, published=published), CKG.Occurrence)
    found = [fact.get(CKG.date) for fact in facts]
    return [value.lexical for value in found if value is not None]  # type: ignore[union-attr]


def test_no_year_is_made_up_without_a_date_of_the_article() -> None:
    text = "The presidents of Chile and Peru met in Lima on May 6."
    assert dates(text, None) == ["--05-06"]
    assert dates(text, date(2019, 5, 7)) == ["2019-05-06"]


def test_the_articles_date_stands_in_only_for_the_main_meeting_and_is_inferred() -> None:
    extraction = told("The presidents of Chile and Peru met in Lima.")
    found = [f for f in of_kind(extraction, CKG.Occurrence) if f.get(CKG.date) is not None]
    assert [f.evidence[0].basis for f in found] == ["inferred"]
    assert dates("The presidents of Chile and Peru met in Lima.", None) == []


def test_a_plan_is_not_told_as_done() -> None:
    extraction = told("Chile will host a summit with Peru in Lima on Friday.")
    facts = of_kind(extraction, CKG.Participation) + of_kind(extraction, CKG.Occurrence)
    assert facts
    assert {fact.modality for fact in facts} == {Modality.PLANNED}


def test_what_a_visit_opens_with_is_as_planned_as_the_sentence() -> None:
    text = (
        "This week, Foreign Minister Pekka Salo of Finland will travel to Peru and Chile. In his "
        "first trip to the region, Mr. Salo will meet with leaders of the allies in the Americas."
    )
    facts = told(text).facts
    assert {f.modality for f in facts if f.kind == CKG.Occurrence} == {Modality.PLANNED}


def test_who_was_to_meet_did_not_if_it_was_called_off() -> None:
    extraction = told("Chile postponed the talks with Peru in Lima on Friday.")
    sides = of_kind(extraction, CKG.Participation)
    assert sides
    assert {fact.modality for fact in sides} == {Modality.PLANNED}
    status = [f for f in of_kind(extraction, CKG.Occurrence) if f.get(CKG.status) is not None]
    assert [(f.get(CKG.status), f.modality) for f in status] == [("cancelled", Modality.ACTUAL)]


@pytest.mark.parametrize(
    "text",
    [
        "We call on the Peruvian government and Chile to begin talks without delay.",
        "Bolivia urged Chile and Peru to hold talks in Lima.",
    ],
)
def test_talks_that_others_are_asked_to_hold_are_no_meeting(text: str) -> None:
    assert not of_kind(told(text), CKG.Occurrence)


@pytest.mark.parametrize(
    ("text", "visitor"),
    [
        (
            "Chilean President Rosa Paz spoke with Peruvian President Luis Mora. "
            "Ms. Paz commended Mr. Mora for his visit to Bolivia.",
            {"Luis Mora"},
        ),
        ("Chilean President Rosa Paz asked about it during my visit to Bolivia.", set()),
    ],
)
def test_a_visit_is_made_by_whose_it_is(text: str, visitor: set[str]) -> None:
    visits = {
        f.get(CKG.meeting)
        for f in of_kind(told(text), CKG.Occurrence)
        if f.get(CKG.kind) == "visit"
    }
    made = [f for f in of_kind(told(text), CKG.Participation) if f.get(CKG.meeting) in visits]
    assert {str(label(f.get(CKG.participant))) for f in made} == visitor


def test_who_spoke_after_a_call_between_others_was_not_on_it() -> None:
    text = (
        "Chilean Trade Minister Ana Gil received Peruvian Trade Minister Leo Rey. Ms. Gil and Mr. "
        "Rey also discussed copper, following the phone call between Chilean President Rosa Paz "
        "and Peruvian President Luis Mora."
    )
    facts = of_kind(told(text), CKG.Participation)
    calls = [f for f in facts if "call" in str(label(f.get(CKG.meeting)))]
    assert {str(label(f.get(CKG.participant))) for f in calls} == {"Rosa Paz", "Luis Mora"}


def test_a_video_teleconference_is_no_phone_call() -> None:
    text = (
        "Chilean President Rosa Paz held a video teleconference with Peruvian President Luis Mora."
    )
    kinds = [f.get(CKG.kind) for f in of_kind(told(text), CKG.Occurrence)]
    assert "meeting" in kinds
    assert "phone_call" not in kinds


def test_his_leadership_of_a_group_is_of_whom_the_words_mean() -> None:
    text = (
        "Prime Minister Ann Roy of Canada met Prime Minister Ken Ito of Japan in Lima. "
        "Prime Minister Roy thanked Prime Minister Ito for his leadership of the G7."
    )
    members = [f.get(CKG.member) for f in of_kind(told(text), CKG.Membership)]
    assert [m.iso3 for m in members if isinstance(m, Entity)] == ["JPN"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Chilean President Rosa Paz spoke by phone with Peruvian President Luis Mora.",
            {"Rosa Paz": "participant", "Luis Mora": "participant"},
        ),
        (
            "Rome is a city. The talks in Lima were attended by Chile, Peru and Bolivia.",
            {"Chile": "participant", "Peru": "participant", "Bolivia": "participant"},
        ),
        (
            "Chile's president did not attend the Lima summit but sent envoys. Peru came.",
            {"Chile": "represented"},
        ),
    ],
)
def test_attendance_is_read_from_its_construction(text: str, roles: dict[str, str]) -> None:
    assert roles.items() <= roles_at_meetings(text).items()


def test_a_capital_that_acts_is_a_government_and_one_that_is_visited_is_not() -> None:
    acting = {s.entity.key for s in told("Oslo has delivered ten trucks to Kyiv.").sightings}
    visited = {s.entity.key for s in told("The envoy slept in Oslo.").sightings}
    assert "NOR" in acting
    assert "NOR" not in visited


def test_a_count_belongs_to_the_meeting_it_is_told_of() -> None:
    facts = of_kind(told(SUMMIT), CKG.StatedCount)
    assert [(f.get(CKG.counted), f.get(CKG.value)) for f in facts] == [("states", 12)]


def test_fewer_told_later_are_not_the_number_of_the_meeting() -> None:
    text = (
        "Chile opened a summit with ministers from 45 countries in Lima on Friday. "
        "Officials from nine countries presented plans."
    )
    facts = of_kind(told(text), CKG.StatedCount)
    assert [f.get(CKG.value) for f in facts] == [45]


def test_a_heading_of_a_decree_names_nobody() -> None:
    text = (
        "MEMORANDUM FOR THE SECRETARY OF STATE\n\nAs President of the United States of America, I "
        "order as follows:\n\nSec. 2. General Provisions. (a) Nothing in this order binds a port."
    )
    assert "Provisions" not in {
        str(label(f.get(CKG.holder))) for f in of_kind(told(text), CKG.Tenure)
    }
