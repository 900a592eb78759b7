"""Scores: what is right, false, missed and neutral, and agreement with the set's own scorer."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.evaluation import FAMILIES, Report, evaluate, read_records
from kg.evaluation.names import same_affiliation, same_person

GOLD: dict[str, Any] = {
    "id": "oslo",
    "states": ["NOR", "SWE"],
    "officials": [
        {"name": "Ida Berg", "office": "Foreign Minister", "of": "NOR"},
        {"name": "Nils Ek", "office": "President", "of": "SWE", "former": True},
    ],
    "organisations": [{"name": "Nordic Council", "type": "igo", "aliases": ["the Council"]}],
    "coalitions": [
        {"name": "fjord coalition", "aliases": [], "members": ["NOR", "SWE"], "lead": ["NOR"]}
        | {"stated_size": 9, "size_qualifier": "about", "optional_members": ["DNK"]}
    ],
    "memberships": [{"state": "NOR", "of": "Nordic Council"}],
    "meetings": [
        {"label": "Oslo meeting", "kind": "meeting", "place": "Oslo", "country": "NOR"}
        | {"date": "2015-02", "date_from": "text", "status": "held", "stated_count": 2}
        | {"hosts": {"states": ["NOR"], "officials": ["Ida Berg"], "organisations": []}}
        | {"participants": {"states": ["NOR", "SWE"], "officials": ["Ida Berg"]}}
        | {"of_coalition": "fjord coalition"}
    ],
    "statements": [
        {"speaker": "Ida Berg", "kind": "direct", "contains": "will hold the line"}
        | {"text": 'Berg said the coalition "will hold the line" through the winter.'}
    ],
    "optional": {"states": ["FIN"], "officials": [{"name": "Olav Dahl"}]},
}


def score(tmp_path: Path, predicted: dict[str, Any]) -> Report:
    (tmp_path / "oslo.json").write_text(json.dumps(GOLD))
    return evaluate(tmp_path, {"oslo": predicted})


def counts(report: Report, family: str) -> tuple[int, int, int]:
    found = report.total.families[family]
    return found.right, found.false, found.missed


def test_gold_held_against_itself_is_perfect(tmp_path: Path) -> None:
    report = score(tmp_path, copy.deepcopy(GOLD))
    assert {c.f1 for c in report.total.families.values()} == {1.0}
    assert {t.accuracy for t in report.total.accuracies.values()} <= {1.0, None}
    assert (report.macro_f1, report.total.differences) == (1.0, [])


def test_nothing_predicted_misses_everything(tmp_path: Path) -> None:
    report = score(tmp_path, {})
    assert {counts(report, family)[0] for family in FAMILIES} == {0}
    assert report.macro_f1 == 0.0
    assert ("states", "MISS", "SWE") in [
        (d.family, d.kind, d.what) for d in report.total.differences
    ]


def test_an_optional_fact_neither_gains_nor_costs(tmp_path: Path) -> None:
    predicted = copy.deepcopy(GOLD)
    predicted["states"].append("FIN")
    predicted["officials"].append({"name": "Olav Dahl"})
    predicted["coalitions"][0]["members"].append("DNK")
    assert score(tmp_path, predicted).macro_f1 == 1.0


def test_a_false_fact_costs_precision_and_is_named(tmp_path: Path) -> None:
    predicted = copy.deepcopy(GOLD)
    predicted["states"].append("ISL")
    predicted["meetings"][0]["participants"]["states"].append("ISL")
    report = score(tmp_path, predicted)
    assert counts(report, "states") == (2, 1, 0)
    assert counts(report, "meeting_part_states") == (2, 1, 0)
    assert {d.kind for d in report.total.differences} == {"FALSE", "PARTICIPANT-FALSE"}


def test_a_missed_meeting_misses_all_who_took_part(tmp_path: Path) -> None:
    report = score(tmp_path, {**copy.deepcopy(GOLD), "meetings": []})
    assert counts(report, "meetings") == (0, 0, 1)
    assert counts(report, "meeting_part_states") == (0, 0, 2)
    assert report.total.accuracies["stated_count"].accuracy == 0.0


@pytest.mark.parametrize(
    ("date", "right"), [("2015-02-14", True), ("2015-02", True), ("2015", False), (None, False)]
)
def test_a_date_may_be_finer_than_gold_but_not_coarser(
    tmp_path: Path, date: str | None, right: bool
) -> None:
    predicted = copy.deepcopy(GOLD)
    predicted["meetings"][0]["date"] = date
    tally = score(tmp_path, predicted).total.accuracies["meeting_date_all"]
    assert (tally.right, tally.total) == (int(right), 1)


@pytest.mark.parametrize(
    ("words", "right"),
    [("will hold the line", True), ("through a long dark night", False), ("", False)],
)
def test_a_statement_needs_the_reported_words(tmp_path: Path, words: str, right: bool) -> None:
    predicted = copy.deepcopy(GOLD)
    predicted["statements"] = [{"speaker": "Berg", "kind": "indirect", "text": words}]
    report = score(tmp_path, predicted)
    assert counts(report, "statements")[0] == int(right)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joseph R. Biden, Jr.", "President Biden"),
        ("Haider al-Abadi", "Abadi"),
        ("Kishida Fumio", "Fumio Kishida"),
        ("Brett Mc Gurk", "B. McGurk"),
    ],
)
def test_one_person_under_two_names_is_recognised(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("John Kerry", "Ash Carter"), ("Philip Hammond", "Phil Gordon"), ("", "X")]
)
def test_two_persons_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_an_affiliation_may_be_abbreviated() -> None:
    assert same_affiliation("EU", "the European Union")
    assert not same_affiliation("NOR", "SWE")


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no records"):
        evaluate(tmp_path / "absent", {})


def test_an_unreadable_prediction_predicts_nothing_and_is_listed(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "oslo.json").write_text("[1,")
    (tmp_path / "gold" / "oslo.json").write_text(json.dumps(GOLD))
    report = evaluate(tmp_path / "gold", read_records(tmp_path, strict=False))
    assert report.missing == ("oslo",)
    with pytest.raises(SourceError, match=r"oslo\.json: cannot be read as JSON"):
        read_records(tmp_path)


# Agreement with the development set's own scorer ------------------------------------------------


@pytest.fixture(scope="module")
def evaluation_folder(shared: Path) -> Path:
    return shared / "evaluation"


def their_score(folder: Path, predicted: Path) -> dict[str, Any]:
    """What the development set's own scorer says."""
    command = [sys.executable, str(folder / "score.py"), str(folder / "gold"), str(predicted)]
    done = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def worsen(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Gold and its optional facts, with some left out, shifted, renamed or moved elsewhere."""
    worse: dict[str, Any] = {}
    for family in ("states", "officials", "organisations", "coalitions", "memberships"):
        items = record[family] + record["optional"].get(family, [])
        worse[family] = [x for x in copy.deepcopy(items) if chance.random() > 0.25]
    for family in ("meetings", "statements"):
        items = record[family] + record["optional"].get(family, [])
        worse[family] = [x for x in copy.deepcopy(items) if chance.random() > 0.2]
    for official in worse["officials"]:
        official["name"] = chance.choice([official["name"], official["name"].split()[-1]])
        official["of"] = chance.choice([official.get("of"), "EU", "USA"])
        official["office"] = chance.choice([official.get("office"), "spokesman"])
        official.pop("surface_office", None)
    for coalition in worse["coalitions"]:
        coalition["members"] = [*coalition.get("members", [])[1:], "ISL"]
        coalition["stated_size"] = chance.choice([coalition.get("stated_size"), 7])
    for meeting in worse["meetings"]:
        meeting["place"] = chance.choice([meeting.get("place"), None, "Oslo"])
        meeting["date"] = chance.choice([meeting.get("date"), "2015", "2016-03-04", None])
        meeting["kind"] = chance.choice([meeting.get("kind"), "talks"])
        meeting.setdefault("participants", {}).setdefault("officials", []).append("Olav Dahl")
    for statement in worse["statements"]:
        statement["speaker"] = chance.choice([statement["speaker"], "Olav Dahl"])
        statement["text"] = chance.choice([statement.get("text", ""), "something else was said"])
    worse["states"] = [*worse["states"], "ISL"]
    worse["organisations"] = [*worse["organisations"], {"name": "Nordic Council", "type": "ngo"}]
    return worse


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_numbers_are_those_of_the_development_sets_own_scorer(
    evaluation_folder: Path, tmp_path: Path, seed: int | None
) -> None:
    gold = evaluation_folder / "gold"
    chance = random.Random(seed)
    for name, record in read_records(gold).items():
        predicted = record if seed is None else worsen(dict(record), chance)
        (tmp_path / f"{name}.json").write_text(json.dumps(predicted))
    ours = evaluate(gold, read_records(tmp_path)).as_dict()
    theirs = their_score(evaluation_folder, tmp_path)
    for part in ("families", "accuracy", "macro_F1_main"):
        assert ours[part] == theirs[part]
    assert (seed is None) == (ours["macro_F1_main"] == 1.0)
