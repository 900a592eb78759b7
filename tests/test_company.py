"""Who hosts, attends or misses a meeting, in the words around it."""

from __future__ import annotations

from datetime import date

import pytest

from kg.facts import extract
from kg.model import Article
from kg.terms import CKG

OPENING = "The foreign ministers of Chile and Peru met in Lima on Monday. "


def roles(text: str) -> dict[str, str]:
    article = Article(id="note", text=text, published=date(2019, 5, 7))
    facts = [f for f in extract(article).facts if f.kind == CKG.Participation]
    return {f.get(CKG.participant).label: str(f.get(CKG.role)) for f in facts}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sentence", "who", "role"),
    [
        ("Their host, Peruvian President Ana Rojas, welcomed them.", "Ana Rojas", "host"),
        ("Peruvian Foreign Minister Ana Rojas led the talks.", "Ana Rojas", "chair"),
        ("Bolivian Foreign Minister Ana Rojas was in the room.", "Ana Rojas", "participant"),
        ("Bolivia was represented by its trade minister, Ana Rojas.", "Ana Rojas", "participant"),
        ("Bolivia sent an envoy.", "Bolivia", "represented"),
        ("Bolivia and Ecuador took part as observers.", "Ecuador", "observer"),
        ("Bolivia stayed away.", "Bolivia", "absent"),
        ("Bolivia was unable to attend.", "Bolivia", "absent"),
        ("Neither Bolivia nor Ecuador was invited.", "Ecuador", "excluded"),
        ("Peruvian Foreign Minister Ana Rojas called it useful.", "Ana Rojas", "participant"),
    ],
)
def test_a_sentence_after_the_meeting_gives_a_part_in_it(
    sentence: str, who: str, role: str
) -> None:
    assert roles(OPENING + sentence)[who] == role


def test_a_host_and_guests_with_a_place_are_a_meeting() -> None:
    found = roles(
        "Chilean President Ana Rojas played host to Peruvian President Luis Paz in Arica."
    )
    assert found == {"Ana Rojas": "host", "Luis Paz": "participant"}


def test_a_capital_that_hosts_is_its_government() -> None:
    assert roles("Lima will host the summit of Chile and Bolivia on Friday.")["Peru"] == "host"


def test_a_lunch_elsewhere_is_not_attendance_of_the_meeting() -> None:
    assert "Ana Rojas" not in roles(
        OPENING + "Bolivian Trade Minister Ana Rojas attended a lunch of bankers."
    )
