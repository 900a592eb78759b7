"""The docs are true: what exists is described, what is described exists."""

from __future__ import annotations

import re
import runpy

import pytest

from kg.cli.app import COMMANDS
from kg.evaluation import FAMILIES
from kg.rdf import FACT_KINDS
from kg.settings import Settings
from kg.validation.findings import local_name
from tests.support import ROOT

PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
ALL = "\n".join([README, *PAGES.values()])


@pytest.mark.parametrize("name", [command.__name__ for command in COMMANDS])
def test_every_command_is_described(name: str) -> None:
    assert f"kg {name}" in PAGES["commands.md"]


def test_the_tests_that_a_promise_rests_on_are_there() -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "tests" / "README.md").read_text("utf-8"))
    files = (ROOT / "tests").rglob("test_*.py")
    there = {
        name for f in files for name in re.findall(r"^def (test_\w+)", f.read_text("utf-8"), re.M)
    }
    assert len(named) > 60
    assert set(named) <= there


def test_no_command_is_described_that_does_not_exist() -> None:
    code = re.findall(r"```.*?```|`[^`]+`", ALL, re.DOTALL)
    named = {word for text in code for word in re.findall(r"(?:^|[`\s])kg ([a-z]+)\b", text)}
    assert named <= {command.__name__ for command in COMMANDS}


def test_every_question_is_described_as_its_file_says() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "questions.py"))["page"]()
    assert PAGES["questions.md"] == page, "run: python docs/questions.py"


@pytest.mark.parametrize("kind", sorted(local_name(kind.value) for kind in FACT_KINDS))
def test_every_kind_of_fact_is_described(kind: str) -> None:
    assert f"`{kind}`" in PAGES["facts.md"]


def test_every_rule_is_described() -> None:
    for rule in (ROOT / "queries" / "rules").glob("*.rq"):
        assert f"`{rule.stem}`" in PAGES["facts.md"]


def test_every_setting_is_described() -> None:
    for setting in Settings.__dataclass_fields__.keys() - {"origins"}:
        assert f"`KG_{setting.upper()}`" in PAGES["settings.md"]


def test_every_scored_family_is_described() -> None:
    assert [family for family in FAMILIES if f"`{family}`" not in PAGES["quality.md"]] == []


def test_scores_are_not_better_than_the_floors_that_are_held() -> None:
    quality = runpy.run_path(str(ROOT / "docs" / "quality.py"))
    told, held = quality["scores"](PAGES["quality.md"]), quality["scores"](quality["table"]())
    assert len(told) == len(held) == len(FAMILIES)
    for row, floors in zip(told, held, strict=True):
        assert all(a <= b for a, b in zip(row, floors, strict=True)), "run: python docs/quality.py"


def test_links_between_pages_lead_somewhere() -> None:
    for name, text in {"README.md": README, **PAGES}.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", text):
            assert (folder / target).exists(), f"{name}: {target}"
