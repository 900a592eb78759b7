"""Who is who in an article: offices and their states, later references, meetings."""

from __future__ import annotations

from datetime import date

import pytest

from kg.facts import tenure
from kg.mentions import find
from kg.model import Article
from kg.reading import parse
from kg.reference import load
from kg.resolution import Resolved, affiliation, resolve


def resolved(text: str, *, published: date | None = None, title: str = "") -> Resolved:
    article = Article(id="note", text=text, title=title, published=published)
    return resolve(find(parse(article), load()), load())


def offices(text: str) -> set[tuple[str, str, str]]:
    people = resolved(text).people.persons
    return {(p.name, h.label, h.of.key if h.of else "") for p in people for h in p.holdings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finnish Foreign Minister Aino Salo left.", ("Aino Salo", "Foreign Minister", "FIN")),
        ("President of Chile Rosa Paz left.", ("Rosa Paz", "President", "CHL")),
        ("Rosa Paz, the president of Chile, left.", ("Rosa Paz", "president", "CHL")),
        ("Prime Minister Jens Vik of Norway left.", ("Jens Vik", "Prime Minister", "NOR")),
        ("Ole Lund became Denmark's trade minister.", ("Ole Lund", "trade minister", "DNK")),
        (
            "Finnish Foreign Minister Aino Salo met her Estonian counterpart, Mart Tamm.",
            ("Mart Tamm", "Foreign Minister", "EST"),
        ),
        (
            "Presidents Rosa Paz of Chile and Luis Mora of Peru left.",
            ("Luis Mora", "Presidents", "PER"),
        ),
        (
            "Kenya's water minister has resigned. Wanjiku Otieno told reporters why.",
            ("Wanjiku Otieno", "water minister", "KEN"),
        ),
    ],
)
def test_a_name_is_tied_to_its_office_and_state(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in offices(text)


@pytest.mark.parametrize(
    "text",
    [
        "The club's president, Tom Ford, resigned.",
        "Crowds filled President Wilson Avenue.",
        "Ana Ruiz, an analyst at a think tank, spoke.",
        "A senior Danish official declined to comment.",
    ],
)
def test_private_posts_streets_and_unnamed_officials_are_nobody(text: str) -> None:
    assert offices(text) == set()


def test_an_office_without_a_state_keeps_it_open_and_says_so() -> None:
    found = resolved("President Ada Berg and Premier Jens Vik left. France and Chad protest.")
    assert {h.of for p in found.people.persons for h in p.holdings} == {None}
    assert {r.what for r in found.remarks} == {"office"}


def test_surnames_offices_and_pronouns_refer_back() -> None:
    text = (
        "Norwegian Prime Minister Jens Vik arrived in Riga. Vik was late. "
        "The prime minister blamed the fog. He left early."
    )
    found = resolved(text)
    persons = [[m.how for m in found.persons_in(i)] for i in range(len(found.rows))]
    assert persons == [["name"], ["name"], ["nominal"], ["pronoun"]]
    assert len({m.entity.key for i in range(4) for m in found.persons_in(i)}) == 1


def test_every_reason_for_a_state_is_a_published_rule() -> None:
    reasons = {reason.__name__ for reason in affiliation.REASONS}
    assert reasons <= {rule.__name__ for rule in tenure.RULES}


def meetings(text: str) -> list[tuple[str, str | None, str]]:
    found = resolved(text, published=date(2019, 5, 8)).meetings
    return [(m.kind, m.place.label if m.place else None, m.status) for m in found]


def test_a_definite_noun_means_the_meeting_told_before() -> None:
    text = (
        "The presidents of Chile and Peru met in Lima on Monday. "
        "The meeting lasted an hour. The talks were cordial."
    )
    assert meetings(text) == [("talks", "Lima", "held")]


def test_two_places_are_two_meetings() -> None:
    text = (
        "The Chilean and Peruvian presidents met in Lima on Monday. "
        "On Tuesday the Peruvian president met Ecuador's president in Quito."
    )
    assert [place for _, place, _ in meetings(text)] == ["Lima", "Quito"]


def test_a_meeting_on_the_margins_is_not_the_summit() -> None:
    text = (
        "Chilean President Rosa Paz met Peruvian President Luis Mora "
        "on the margins of the APEC summit in Lima on Monday."
    )
    assert sorted(kind for kind, _, _ in meetings(text)) == ["meeting", "summit"]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Prime Minister Jens Vik met union leaders in Bergen on Monday.",
        "Ghana and Zambia meet in Accra on Saturday for a place in the final.",
        "The chess summit in Yerevan drew amateurs.",
        "The two sides will continue to meet regularly.",
    ],
)
def test_what_is_not_between_states_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chile and Peru held talks in Lima on Monday.", "held"),
        ("Chile and Peru will hold talks in Lima on Friday.", "planned"),
        ("Chile postponed the talks with Peru in Lima on Friday.", "cancelled"),
    ],
)
def test_a_meeting_is_held_planned_or_cancelled(text: str, status: str) -> None:
    assert [told for _, _, told in meetings(text)] == [status]
