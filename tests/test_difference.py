"""What changed between two states, as an analyst would say it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from kg import cli
from kg.errors import StoreError
from kg.graph.difference import difference
from kg.library import Library
from kg.rdf import article_graph
from kg.reasoning import derive
from kg.store import Embedded
from tests.made_coalition import (
    HARBOUR,
    KENYA,
    PERU,
    Story,
    first_story,
    made_store,
    member,
    put,
    second_story,
)

plain = partial(derive, known=())


def test_nothing_changed_between_a_graph_and_itself() -> None:
    with made_store() as one, made_store() as other:
        assert len(difference(one, other)) == 0


def test_what_came_is_told_with_its_words_basis_and_articles() -> None:
    more = Story("more").say("Peru joined.", member(PERU, HARBOUR))
    with made_store(first_story()) as one, made_store(first_story(), more) as other:
        forth = difference(one, other).records()
        back = difference(other, one).records()
    article, fact = forth
    assert (article["change"], article["kind"], article["what"]) == ("new", "Article", "Story more")
    assert (fact["change"], fact["kind"], fact["basis"]) == ("new", "Membership", "stated")
    assert "Peru" in str(fact["what"])
    assert fact["articles"] == "more"
    assert [row["change"] for row in back] == ["gone", "gone"]


def test_a_second_article_that_says_the_same_is_more_evidence() -> None:
    one, other = (
        Story(name).say("Kenya is a member.", member(KENYA, HARBOUR)) for name in ("one", "other")
    )
    with made_store(one) as before, made_store(one, other) as after:
        (more,) = [row for row in difference(before, after) if row["kind"] != "Article"]
        (less,) = [row for row in difference(after, before) if row["kind"] != "Article"]
    assert (more["change"], more["articles"]) == ("more evidence", "other")
    assert (less["change"], less["articles"]) == ("less evidence", "other")


def test_snapshots_are_compared_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "store"
    with Embedded.writer(folder) as store:
        for story in (first_story(), second_story()):
            put(store, story)
            plain(store)
            store.publish()
        store.drop(article_graph("first"))
        plain(store)
        number = store.publish()
    with Library.writer(folder, at=number + 1):
        pass

    def changes(*words: str) -> set[tuple[str, str]]:
        monkeypatch.setattr(
            "sys.argv", ["kg", "diff", *words, "-f", "json", "--store", str(folder)]
        )
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert not caught.value.code
        rows = json.loads(capsys.readouterr().out)
        return {(row["change"], row["articles"]) for row in rows if row["kind"] == "Article"}

    assert changes("1", "2") == {("new", "second")}
    assert changes("2") == {("gone", "first")}
    assert changes("1", str(folder)) == {("gone", "first"), ("new", "second")}
    with pytest.raises(StoreError, match="no snapshot 9"):
        Embedded.at(folder, 9)
