"""Who says what: own sentences of every construction, and what must not be taken for speech."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from kg import reference
from kg.facts.statement import WEIGHTS, Said, extract, statements
from kg.mentions import find
from kg.model import Article, Basis
from kg.reading import parse
from kg.resolution import Resolved, resolve
from kg.terms import CKG

CORPUS = Path(__file__).parent / "statement_passages.jsonl"
LABELLED = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def resolved(text: str) -> Resolved:
    data = reference.load()
    return resolve(find(parse(Article("sample", text)), data), data)


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def is_of(said: Said, gold: dict[str, str]) -> bool:
    return said.speaker.label == gold["speaker"] and plain(gold["contains"]) in plain(said.text)


@pytest.mark.parametrize("sample", LABELLED, ids=lambda s: f"{s['id']} {s['failure']}")
def test_a_labelled_passage_gives_exactly_its_statements(sample: dict[str, Any]) -> None:
    found = list(statements(resolved(sample["text"])))
    for gold in sample["statements"]:
        hits = [said for said in found if is_of(said, gold)]
        assert hits, (gold, found)
        assert any(said.direct == (gold["kind"] == "direct") for said in hits), found
    for said in found:
        assert any(is_of(said, gold) for gold in sample["statements"]), said


def test_every_statement_has_a_passage_that_is_whole_sentences_of_the_text() -> None:
    for sample in LABELLED:
        article = Article("sample", sample["text"])
        for fact in extract(resolved(sample["text"])):
            assert fact.kind == CKG.Statement
            assert fact.evidence
            for evidence in fact.evidence:
                assert evidence.exact == article.text[evidence.start : evidence.end]
                assert evidence.basis is Basis.STATED
                assert evidence.confidence == WEIGHTS[evidence.rule]
                assert article.text[evidence.end - 1 :].strip()[:1] != ","


def test_a_block_quotation_cites_the_sentence_that_introduces_it() -> None:
    (sample,) = (s for s in LABELLED if s["failure"] == "block quotation without marks")
    for fact in extract(resolved(sample["text"])):
        introduction, passage = fact.evidence
        assert introduction.exact.endswith("said:")
        assert "said" not in passage.exact


def test_no_statement_comes_from_a_heading_or_a_caption() -> None:
    text = (
        "Haugen Says Ceasefire Holds\n\n"
        "Norwegian Foreign Minister Astrid Haugen said the truce holds (left). Photo: agency\n\n"
        "The talks in Oslo lasted for nine hours and nobody left the room before they ended."
    )
    assert not list(statements(resolved(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Astrid Haugen said " + "\" '" * 4000,
        "Norwegian Foreign Minister Astrid Haugen said " + "and said " * 5000,
        "“" * 20_000 + "Norwegian Foreign Minister Astrid Haugen said.",
        "Foreign Minister Astrid Haugen, " * 1500 + "said the talks would go on.",
        "said, " * 8000,
        ("Foreign Minister Astrid Haugen said: “No.” " * 1200),
        "according to the minister " * 2000,
    ],
    ids=["marks", "verbs", "openings", "commas", "said", "dialogue", "according"],
)
def test_hostile_speech_is_read_in_little_time(text: str) -> None:
    ready = resolved(text[:50_000])
    start = time.process_time()
    list(extract(ready))
    assert time.process_time() - start < 1


def test_going_on_with_something_is_no_speech() -> None:
    text = (
        "Canadian Prime Minister Ann Roy continued this work abroad, making sure that trade grew. "
        'Ms. Roy continued: "The road is long and hard."'
    )
    assert [said.text for said in statements(resolved(text))] == ["The road is long and hard."]


def test_an_office_alone_opens_the_words_of_who_holds_it_not_of_who_did() -> None:
    text = (
        "Remarks at the Old Harbour\n\n"
        "THE VICE PRESIDENT: Good morning to all of you. We have a long road to go.\n\n"
        "AUDIENCE: Yes!\n\n"
        "THE VICE PRESIDENT: Former Vice President Joan Hale was here before me, at this harbour."
    )
    assert "Joan Hale" not in {said.speaker.label for said in statements(resolved(text))}


def test_the_words_of_somebody_are_those_in_quotation_marks() -> None:
    text = (
        "The drought is a grave threat — in the words of UN Secretary General Joan Hale, it is a "
        "“slow fire under the fields.”"
    )
    assert [said.text for said in statements(resolved(text))] == ["slow fire under the fields."]
