"""What the passes over a sentence find, by the letters of its items."""

from __future__ import annotations

import pytest

from kg.mentions import Mentions, find
from kg.model import Article
from kg.reading import parse
from kg.reference import load


def mentions(text: str) -> Mentions:
    return find(parse(Article(id="note", text=text)), load())


def found(text: str, code: str) -> list[str]:
    return [i.text for row in mentions(text).rows for i in row.items if i.code == code]


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("The Danish envoy left Kenya for Oslo.", "J", ["Danish"]),
        ("The Danish envoy left Kenya for Oslo.", "S", ["Kenya"]),
        ("The Danish envoy left Kenya for Oslo.", "L", ["Oslo"]),
        ("Troops from Guinea-Bissau arrived.", "S", ["Guinea-Bissau"]),
        ("The U.S.-led mission ended.", "S", ["U.S."]),
        ("A guide called Jordan Pellwood waved.", "S", []),
        ("They live in Latin American cities.", "J", []),
        ("A reporter of the London Gazette Times called.", "L", []),
    ],
)
def test_names_of_the_reference_become_typed_atoms(text: str, code: str, names: list[str]) -> None:
    assert found(text, code) == names


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The Ministry of Fisheries and Coastal Affairs wrote back.", "Ministry of Fisheries"),
        ("Staff of the Northern Rivers Institute took samples.", "Northern Rivers Institute"),
        ("He taught at the University of Tartu for years.", "University of Tartu"),
        ("The Foundation for Open Harbours (FOH) paid.", "Foundation for Open Harbours"),
        ("The oil giant Petrova cut prices.", "Petrova"),
    ],
)
def test_bodies_nobody_listed_are_found_by_their_form(text: str, body: str) -> None:
    assert any(name.startswith(body) for name in found(text, "O"))


def test_an_abbreviation_learned_in_the_text_is_the_same_body() -> None:
    text = "The Baltic Ice Institute (BII) measured it. Later the BII published the table."
    bodies = [i.known for row in mentions(text).rows for i in row.items if i.code == "O"]
    assert len({b.key for b in bodies if b is not None}) == 1


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Deputy Prime Minister Ana Torre resigned.", ["Deputy Prime Minister"]),
        ("Minister for Rural Affairs Jon Vik spoke.", ["Minister for Rural Affairs"]),
        ("Crown Prince Ali left.", ["Crown Prince"]),
        ("In general the chair was comfortable.", []),
    ],
)
def test_office_phrases_take_their_modifiers_and_complements(text: str, offices: list[str]) -> None:
    assert found(text, "T") == offices


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("President Joan A. Miller, Jr., flew home.", ["Joan A. Miller, Jr."]),
        ("Minister Sami al-Hadi spoke.", ["Sami al-Hadi"]),
        ("Envoy Kim Ji-won of South Korea spoke.", ["Kim Ji-won"]),
        ("Foreign Minister of France Luc Arnaud spoke.", ["Luc Arnaud"]),
    ],
)
def test_a_name_never_crosses_an_atom(text: str, names: list[str]) -> None:
    assert found(text, "N") == names


def test_the_mark_of_a_question_in_a_transcript_is_part_of_no_name() -> None:
    text = "Q Quickly, Mr. President, is it over?\n\nTHE PRESIDENT: It went quickly."
    assert found(text, "N") == []


def test_every_item_lies_where_its_words_are() -> None:
    text = "Norway's prime minister, Ada Berg, met U.S. officials in Bergen on 3 May 2019."
    for row in mentions(text).rows:
        for item in row.items:
            assert text[item.start : item.end].startswith(item.text[:1])
            assert item.start < item.end
