"""Rules stand for constructions: no person of an evaluation article is named in code or data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.model import fold
from tests.corpus.gate import ARTICLES, passages
from tests.support import ROOT

_SOURCES = (
    *sorted((ROOT / "kg").rglob("*.py")),
    *sorted((ROOT / "kg").rglob("*.j2")),
    *sorted((ROOT / "queries").rglob("*.rq")),
    *sorted((ROOT / "ontology").glob("*.ttl")),
    *(p for p in sorted((ROOT / "ontology" / "reference").glob("*.ttl")) if p.stem != "holders"),
)


def _words(text: str) -> str:
    """The words of a text, folded, with single blanks around each."""
    found = re.findall(r"[^\W_]+", fold(text))
    return f" {' '.join(found)} "


def _named(gold: dict[str, Any]) -> Iterator[str]:
    """Everybody in the facts of an article: officials, speakers, those who meet."""
    for facts in (gold, gold.get("optional") or {}):
        yield from (official["name"] for official in facts.get("officials") or ())
        yield from (statement["speaker"] for statement in facts.get("statements") or ())
        for meeting in facts.get("meetings") or ():
            yield from meeting["participants"]["officials"]


def _persons(golds: Iterator[Any]) -> set[str]:
    """Full names, folded; a surname alone could be anybody's, or a word."""
    names = {_words(name) for gold in golds for name in _named(gold)}
    return {name for name in names if len(name.split()) > 1}


def _found(names: set[str]) -> list[str]:
    assert names
    return [
        f"{path.relative_to(ROOT)}:{name}"
        for path in _SOURCES
        for text in [_words(path.read_text(encoding="utf-8"))]
        for name in names
        if name in text
    ]


def test_no_person_of_the_evaluation_articles_stands_in_code_or_reference_data(
    shared: Path,
) -> None:
    files = sorted((shared / "evaluation" / "gold").glob("*.json"))
    persons = _persons(json.loads(path.read_text(encoding="utf-8")) for path in files)
    assert len(persons) > 40
    assert _found(persons) == []


def test_no_surname_of_theirs_stands_in_code(shared: Path) -> None:
    files = sorted((shared / "evaluation" / "gold").glob("*.json"))
    persons = _persons(json.loads(path.read_text(encoding="utf-8")) for path in files)
    surnames = {name.split()[-1].capitalize() for name in persons} - {"Jr"}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        assert not words & surnames, path


def test_no_person_of_our_own_corpus_stands_in_code_or_reference_data() -> None:
    whole = (json.loads(p.read_text(encoding="utf-8")) for p in sorted(ARTICLES.glob("*.json")))
    own = _persons(whole) | _persons(dict(passage.gold) for passage in passages())
    assert len(own) > 100
    assert _found(own) == []


def test_a_name_in_a_rule_would_be_found(tmp_path: Path) -> None:
    assert " jean claude test " in _words("PATTERN = 'Jean-Claude Test'")
