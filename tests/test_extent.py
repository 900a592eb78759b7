"""How far the words of a statement reach: neither into the next act nor over half a clause."""

from __future__ import annotations

import pytest

from kg import reference
from kg.facts.statement import statements
from kg.mentions import find
from kg.model import Article
from kg.reading import parse
from kg.resolution import resolve

AAS = "Norwegian Fisheries Minister Nils Aas"


def words(text: str) -> list[str]:
    """What is said in a text, in order."""
    data = reference.load()
    resolved = resolve(find(parse(Article("sample", text)), data), data)
    return [said.text for said in statements(resolved)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "underscored the need for patrols and thanked the crews for their work.",
            ["underscored the need for patrols"],
        ),
        (
            "reaffirmed the pact, welcomed the new cutters, and praised the crews.",
            ["reaffirmed the pact"],
        ),
        (
            "declared that a state of emergency exists in the harbour and ordered divers to help.",
            ["a state of emergency exists in the harbour"],
        ),
        (
            "said that the crews had met the envoys and thanked them for the ice.",
            ["the crews had met the envoys and thanked them for the ice"],
        ),
        (
            "stressed the spirit and agreed limits of the pact.",
            ["stressed the spirit and agreed limits of the pact"],
        ),
        (
            "expressed sympathy for those who fled and asked for shelter.",
            ["expressed sympathy for those who fled and asked for shelter"],
        ),
        (
            "emphasized that ice is vital, and they discussed the new harbour.",
            ["ice is vital"],
        ),
        (
            "said the quota “has to go tonight” — which would put the fleet at risk.",
            ["the quota “has to go tonight”"],
        ),
        (
            "vowed to lower the price of ice – and he is keeping his word.",
            ["vowed to lower the price of ice"],
        ),
        (
            "reaffirmed the pact, and they previewed further steps.",
            ["reaffirmed the pact"],
        ),
        ("announced four measures, including:", []),
        ("has said so many times before.", []),
    ],
)
def test_words_end_where_the_speaker_does_something_else(told: str, said: list[str]) -> None:
    assert words(f"{AAS} {told}") == said


@pytest.mark.parametrize(
    "text",
    [
        f"The measure, which {AAS} announced in May, cost little.",
        f"This is the last step in the reform that {AAS} pledged in May.",
        f"The fund is the one relief {AAS} announced in May.",
        f"The crews are answering {AAS}'s call to action.",
        f"The plan keeps {AAS}'s promise to the coastal people.",
        f"{AAS}. The Aas administration launched a fund, calling on banks to give more.",
        f"{AAS} welcomed Iceland signing the pact and reaffirming its duty to the herring.",
    ],
)
def test_what_stands_before_or_is_another_s_is_not_said(text: str) -> None:
    assert words(text) == []


def test_a_label_may_have_accents_and_an_office_is_nobody_who_has_his_own() -> None:
    text = (
        "Remarks by President Ann Roy of Canada and President Iñaki Sánchez of Peru\n\n"
        "THE PRESIDENT: Let me say how glad I am to see you.\n\n"
        "PRESIDENT SÁNCHEZ: We had good talks in the harbour today."
    )
    data = reference.load()
    resolved = resolve(find(parse(Article("sample", text)), data), data)
    assert [said.speaker.label for said in statements(resolved)] == ["Ann Roy", "Iñaki Sánchez"]


@pytest.mark.parametrize(
    "text",
    [
        f"Has {AAS} ruled out a second quota?",
        f"{AAS} believes that ice is vital to the fleet.",
        f"{AAS} recognizes that ice is vital to the fleet.",
        f"We go on with the costs and, as {AAS} has rightly said, with patience.",
    ],
)
def test_a_question_or_a_view_is_no_statement(text: str) -> None:
    assert words(text) == []


def test_she_is_nobody_who_was_named_long_ago() -> None:
    between = "The harbour was quiet. " * 8
    assert (
        words(f'{AAS} opened the fair. {between}I asked a boy. He said, "I like it here a lot."')
        == []
    )
