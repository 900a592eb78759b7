"""Articles go in, a published graph comes out; what goes wrong with one costs no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import made_extraction as made
import pytest
from pyoxigraph import DefaultGraph, Quad

from kg import pipeline, rdf
from kg.errors import SourceError, UnknownNameError
from kg.model import Article, Extraction
from kg.pipeline import (
    Added,
    Archive,
    Derived,
    Event,
    Published,
    Read,
    Removed,
    Skipped,
    Unchanged,
)
from kg.reading import Rejected
from kg.store import Memory
from kg.terms import RDF

OSLO = made.article()
LIMA = made.article("lima", "Nothing happened in Norway.")


def copy_view(store: Memory) -> str:
    """Stands in for the reasoner: the view is all that the articles say."""
    graphs = [graph for graph in store.graphs() if rdf.is_article_graph(graph)]
    store.put_graph(DefaultGraph(), [quad for graph in graphs for quad in store.quads(graph)])
    return f"{len(graphs)} articles"


def add(archive: Archive, *sources: pipeline.Source, workers: int = 1) -> list[Event]:
    step = pipeline.add(
        archive, sources, extract=made.extraction, derive=copy_view, workers=workers
    )
    return list(step)


def remove(archive: Archive, *ids: str) -> list[Event]:
    return list(pipeline.remove(archive, ids, derive=copy_view))


def dump(archive: Archive) -> frozenset[Quad]:
    return frozenset(archive.store.engine)


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extraction_version", lambda: "made")


@pytest.fixture(params=["memory", "disk"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    where = ":memory:" if request.param == "memory" else tmp_path / "store"
    with Archive.open(where, "w") as opened:
        yield opened


def test_a_batch_tells_what_happens_in_order_and_ends_published(archive: Archive) -> None:
    assert add(archive, OSLO, LIMA) == [
        Read("oslo"),
        Added("oslo", 7, new=True),
        Read("lima"),
        Added("lima", 0, new=True),
        Derived("2 articles"),
        Published(1),
    ]
    graphs = archive.store.graphs()
    assert {rdf.article_graph("oslo"), rdf.article_graph("lima")} < set(graphs)
    assert {rdf.graph_iri("ontology"), rdf.graph_iri("reference")} < set(graphs)
    assert archive.library.get("oslo") == OSLO


def test_adding_the_same_again_changes_no_triple_and_publishes_nothing(archive: Archive) -> None:
    add(archive, OSLO, LIMA)
    before = dump(archive)
    assert add(archive, LIMA, OSLO) == [Unchanged("lima"), Unchanged("oslo")]
    assert dump(archive) == before
    assert archive.store.snapshot == 1


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "1", "w") as one, Archive.open(tmp_path / "2", "w") as two:
        add(one, OSLO, LIMA)
        add(two, LIMA)
        add(two, OSLO)
        assert dump(one) == dump(two)


def test_a_changed_text_or_date_replaces_the_articles_graph(archive: Archive) -> None:
    add(archive, OSLO)
    for changed in (replace(OSLO, published=None), made.article(text="Norway is a country.")):
        steps = add(archive, changed)
        assert steps[:2] == [
            Read("oslo"),
            Added("oslo", len(made.extraction(changed).facts), False),
        ]
        assert archive.library.get("oslo") == changed
    fresh = [quad.object for quad in archive.store.quads(DefaultGraph())]
    assert rdf.entity_iri(made.CHILE) not in fresh


def test_an_article_read_by_an_older_version_is_read_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, OSLO)
    before = dump(archive)
    monkeypatch.setattr(pipeline, "extraction_version", lambda: "next")
    assert add(archive, OSLO) == [Read("oslo"), Added("oslo", 7, new=False)]
    assert dump(archive) == before
    assert add(archive, OSLO) == [Unchanged("oslo")]


def test_new_rules_derive_again_without_reading_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, OSLO)
    monkeypatch.setattr(pipeline, "derivation_version", lambda: "next")
    assert add(archive, OSLO)[:2] == [Unchanged("oslo"), Derived("1 articles")]
    assert add(archive, OSLO) == [Unchanged("oslo")]


def test_removing_retracts_what_only_that_article_said(archive: Archive) -> None:
    add(archive, LIMA)
    before = dump(archive)
    add(archive, OSLO)
    assert remove(archive, "oslo")[:2] == [Removed("oslo"), Derived("1 articles")]
    assert dump(archive) == before
    assert archive.library.ids() == ("lima",)


def test_removing_an_unknown_article_suggests_near_ones_and_removes_nothing(
    archive: Archive,
) -> None:
    add(archive, OSLO, LIMA)
    with pytest.raises(UnknownNameError, match="no article 'osla'") as caught:
        remove(archive, "lima", "osla")
    assert caught.value.candidates == ("oslo",)
    assert archive.library.ids() == ("lima", "oslo")


def test_rebuilding_reads_every_article_again_and_ends_where_it_was(archive: Archive) -> None:
    add(archive, OSLO, LIMA)
    before = dump(archive)
    archive.store.put_graph(rdf.article_graph("oslo"), [])
    archive.store.put_graph(DefaultGraph(), [])
    steps = list(pipeline.rebuild(archive, extract=made.extraction, derive=copy_view))
    assert [type(step) for step in steps] == [Added, Added, Derived, Published]
    assert dump(archive) == before


# What goes wrong


def flawed(article: Article) -> Extraction:
    if article.id == "refused":
        raise SourceError("it is a poem", next_step="Send prose")
    if article.id == "broken":
        raise RecursionError("too deep")
    return made.extraction(article)


def crash(article: Article) -> Extraction:
    if article.id == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    return made.extraction(article)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_cannot_be_read_or_analysed_is_skipped_with_its_reason(
    archive: Archive, workers: int
) -> None:
    sources = [
        Rejected("list.jsonl", "no text", "Give it one", line=3),
        made.article("refused"),
        made.article("broken"),
        made.article("half \ud800"),
        OSLO,
    ]
    steps = list(pipeline.add(archive, sources, extract=flawed, derive=copy_view, workers=workers))
    skipped = {step.where: step for step in steps if isinstance(step, Skipped)}
    assert skipped.pop("list.jsonl:3") == Skipped("list.jsonl:3", "no text", "Give it one")
    assert skipped.pop("refused") == Skipped("refused", "it is a poem", "Send prose")
    assert "RecursionError: too deep" in skipped.pop("broken").reason
    assert "not valid Unicode" in skipped.pop(r"'half \ud800'").reason
    assert not skipped
    assert [step.article for step in steps if isinstance(step, Added)] == ["oslo"]
    assert isinstance(steps[-1], Published)


def test_a_worker_that_dies_costs_articles_but_not_the_batch(archive: Archive) -> None:
    sources = [made.article("crash"), OSLO]
    steps = list(pipeline.add(archive, sources, extract=crash, derive=copy_view, workers=2))
    reasons = {step.where: step.reason for step in steps if isinstance(step, Skipped)}
    assert reasons["crash"] == "a worker process died"
    assert [type(step) for step in steps].count(Read) == 2


def test_two_articles_of_one_id_in_a_batch_do_not_overwrite_each_other(archive: Archive) -> None:
    steps = add(archive, OSLO, OSLO, made.article(text="Another text."))
    assert [step for step in steps if isinstance(step, Skipped)] == [
        Skipped(
            "oslo",
            "another article of this batch has the same id",
            "Give each article an id of its own",
        )
    ]
    assert archive.library.get("oslo") == OSLO


def test_files_and_folders_are_read_with_what_the_caller_says(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(made.TEXT)
    (folder / "two.txt").write_text("")
    steps = list(
        pipeline.add(
            archive,
            [folder, tmp_path / "none.txt"],
            published="2020-03-02",
            extract=made.extraction,
            derive=copy_view,
        )
    )
    assert [step.article for step in steps if isinstance(step, Added)] == ["one"]
    assert [step.where for step in steps if isinstance(step, Skipped)] == [
        str(folder / "two.txt"),
        str(tmp_path / "none.txt"),
    ]
    kept = archive.library.get("one")
    assert kept is not None
    assert (kept.text, str(kept.published)) == (made.TEXT, "2020-03-02")


def test_a_batch_without_any_article_leaves_no_store_behind(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "store", "w") as archive:
        assert add(archive, Rejected("x", "no")) == [Skipped("x", "no")]
        assert archive.store.snapshot == 0


def test_several_workers_give_the_same_graph_in_the_same_order(tmp_path: Path) -> None:
    articles = [made.article(f"a{n}", made.TEXT if n % 2 else "Norway.") for n in range(9)]
    with Archive.open(tmp_path / "1", "w") as one, Archive.open(tmp_path / "2", "w") as two:
        assert add(one, *articles)[-1] == add(two, *articles, workers=2)[-1]
        added = [e.article for e in add(two, *articles, LIMA, workers=2) if isinstance(e, Added)]
        assert added == ["lima"]
        add(one, LIMA)
        assert dump(one) == dump(two)


# Killed in the middle

BATCH = """
import sys
sys.path[:0] = [sys.argv[2]]
import made_extraction as made
from test_pipeline import copy_view
from kg import pipeline
pipeline.extraction_version = lambda: "made"
with pipeline.Archive.open(sys.argv[1], "w") as archive:
    sources = (made.article(f"a{n}") for n in range(10_000))
    for step in pipeline.add(archive, sources, extract=made.extraction, derive=copy_view):
        if isinstance(step, pipeline.Added):
            print(step.article, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 2, 7, 25])
def test_a_killed_batch_keeps_what_it_acknowledged_and_the_next_one_finishes_it(
    tmp_path: Path, lines: int
) -> None:
    folder = tmp_path / "store"
    command = [sys.executable, "-c", BATCH, str(folder), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.readlines()
    acknowledged = {line.strip() for line in said if line.endswith("\n")}
    with Archive.open(folder, "w") as archive:
        assert acknowledged <= set(archive.library.ids())
        for graph in archive.store.graphs():
            whole = rdf.article_quads(made.extraction(made.article(graph.value.rsplit("/")[-1])))
            assert set(archive.store.quads(graph)) == set(whole)
        again = add(archive, *(made.article(name) for name in sorted(acknowledged)))
        assert {type(step) for step in again} == {Unchanged, Derived, Published}
    with Archive.open(folder) as reader:
        assert acknowledged <= set(reader.library.ids())
        assert any(q.predicate == RDF.type for q in reader.store.quads(DefaultGraph()))
