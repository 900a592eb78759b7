"""Who gave, pledged or was asked for what: own sentences, facts wanted and facts not wanted."""

from __future__ import annotations

import pytest

from kg.facts import extract
from kg.facts.support import parted
from kg.model import Article, Entity, Fact
from kg.terms import CKG

Wanted = tuple[str, str, str, str, str]

TOLD: dict[str, list[Wanted]] = {
    "Washington has delivered 90 lorries of medicine to Jordanian forces, officials said.": [
        ("USA", "JOR", "90", "lorries of medicine", "delivered")
    ],
    "Norway gave Moldova 12 generators in March.": [
        ("NOR", "MDA", "12", "generators", "delivered")
    ],
    "France, which supplied Chad with fuel, closed its base.": [
        ("FRA", "TCD", "", "fuel", "delivered")
    ],
    "Peru received $40 million in emergency loans from Japan.": [
        ("JPN", "PER", "$40 million", "emergency loans", "delivered")
    ],
    "Kenya is sending 300 soldiers and 20 trucks to Somalia.": [
        ("KEN", "SOM", "300", "soldiers", "delivered"),
        ("KEN", "SOM", "20", "trucks", "delivered"),
    ],
    "Italy pledged 15 million euros in humanitarian aid for Lebanon.": [
        ("ITA", "LBN", "15 million euros", "humanitarian aid", "pledged")
    ],
    "Portugal's government has agreed to lend Angola $30 million.": [
        ("PRT", "AGO", "$30 million", "money", "pledged")
    ],
    "Danish Prime Minister Eva Holm said Copenhagen would send radar equipment to Estonia.": [
        ("DNK", "EST", "", "radar equipment", "pledged")
    ],
    "Chile will provide the people of Haiti with vaccines.": [
        ("CHL", "HTI", "", "vaccines", "pledged")
    ],
    "Canada announced a new contribution of more than $8 million in food aid for Yemen.": [
        ("CAN", "YEM", "more than $8 million", "food aid", "pledged")
    ],
    "Poland donated humanitarian relief material to Haiti.": [
        ("POL", "HTI", "", "humanitarian relief material", "delivered")
    ],
    "Ghana will receive rice and grain from Vietnam.": [
        ("VNM", "GHA", "", "rice and grain", "pledged")
    ],
    "Latvia asked NATO for artillery.": [("nato", "LVA", "", "artillery", "requested")],
    "Malian Prime Minister Issa Keita called on Morocco to provide his country with helicopters.": [
        ("MAR", "MLI", "", "helicopters", "requested")
    ],
    "Oslo urged Tokyo to supply Fiji with ships.": [("JPN", "FJI", "", "ships", "requested")],
}
NOT_TOLD = (
    "Norway gave a warm welcome to the Moldovan delegation.",
    "Italy sent a letter to Lebanon about fishing rights.",
    "Kenya pledged its loyalty to the African Union.",
    "Denmark provided Estonia with information about vaccines.",
    "The company sent 20 trucks to the mine.",
    "Canada announced elections for October.",
    "Japan asked Peru for patience.",
    "Chad gave up its tanks.",
)
DENIED = "Austria has not sent weapons to Georgia."
DOUBTED = "Iceland may provide Latvia with boats."


def supports(text: str) -> list[Fact]:
    return [fact for fact in extract(Article("a", text)).facts if fact.kind == CKG.Support]


def told(fact: Fact) -> Wanted:
    roles = dict(fact.roles)
    sides = [roles.get(role) for role in (CKG.giver, CKG.receiver)]
    giver, receiver = (side.key if isinstance(side, Entity) else "" for side in sides)
    amount, item, phase = (str(roles.get(r, "")) for r in (CKG.amount, CKG.item, CKG.phase))
    return giver, receiver, amount, item, phase


@pytest.mark.parametrize("text", TOLD)
def test_support_is_read_with_both_sides_and_what_is_given(text: str) -> None:
    assert sorted(told(fact) for fact in supports(text)) == sorted(TOLD[text])


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_is_no_support_is_left_alone(text: str) -> None:
    assert supports(text) == []


def test_support_that_is_denied_or_doubted_is_not_actual() -> None:
    assert [fact.modality.value for fact in supports(DENIED)] == ["denied"]
    assert [fact.modality.value for fact in supports(DOUBTED)] == ["uncertain"]


@pytest.mark.parametrize(
    ("text", "amount", "item"),
    [
        ("250 vehicles", "250", "vehicles"),
        ("some $20 million worth of rifles", "some $20 million", "rifles"),
        ("3.5 billion euros", "3.5 billion euros", "money"),
        ("a further grant of 70 million yen in food aid", "70 million yen", "food aid"),
        ("the ammunition", "", "ammunition"),
    ],
)
def test_amount_and_thing_are_told_apart(text: str, amount: str, item: str) -> None:
    assert parted(text) == (amount, item)
