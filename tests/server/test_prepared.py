"""Answers that are there before anybody asks: the same as those that are found when asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_service import harbour

from kg.pipeline import Archive
from kg.queries import ask, load, names
from kg.queries.every import answers
from kg.server.prepared import prepare
from kg.server.querying import Answer, Query, answer
from kg.server.things import asked_about, gathered
from tests.server.running import TOKEN, Service, running, until

READY = "kg_answers_all_prepared 1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return harbour(tmp_path_factory.mktemp("prepared") / "store")


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[Service]:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    with running(
        harbour(tmp_path / "store"), "--writable", "all", "--token-file", str(token)
    ) as service:
        yield service


def ready(service: Service) -> None:
    until(lambda: READY in service.get("/metrics").text)


@pytest.mark.parametrize("name", names())
def test_the_answers_about_all_things_are_those_about_each(folder: Path, name: str) -> None:
    with Archive.open(folder) as archive:
        made = list(answers(archive.store, load(name)))
        for given, found in made:
            for values in given:
                assert ask(archive.store, name, **dict(values)) == found, values
    about = [p for p in load(name).parameters if p.classes]
    assert (len(made) > 1) == bool(about)


def test_a_thing_is_found_by_its_label_too_unless_others_bear_it(folder: Path) -> None:
    with Archive.open(folder) as archive:
        given = [v for values, _ in answers(archive.store, load("meetings")) for v in values]
        labels = [value for ((_, value),) in filter(None, given) if "://" not in value]
    assert "Oslo" in labels
    assert len(set(labels)) == len(labels)


def test_there_are_no_more_answers_than_there_is_room_for(folder: Path) -> None:
    with Archive.open(folder) as archive:
        whole = prepare(archive, "statements", 1000, 1 << 20, 0)
        part = prepare(archive, "statements", 1000, whole.size - 1, 0)
    assert 0 < len(part.answers) < len(whole.answers)
    assert part.size < whole.size


def test_what_is_prepared_is_what_would_be_found(folder: Path) -> None:
    with running(folder, "--workers", "1") as service:
        ready(service)
        for address in _addresses(folder):
            prepared, found = (service.get(f"{address}{more}") for more in ("", "limit=100000"))
            assert prepared.content == found.content
            assert prepared.headers["kg-total"] == found.headers["kg-total"]


def _addresses(folder: Path) -> Iterator[str]:
    with Archive.open(folder) as archive:
        for name in ("coalition-members", "meeting-participants", "membership-as-of", "states"):
            for given, _ in answers(archive.store, load(name)):
                for values in given:
                    yield f"/q/{name}.json?" + "".join(f"{k}={v}&" for k, v in values)


def test_what_was_prepared_is_gone_with_its_snapshot(writable: Service) -> None:
    ready(writable)
    before = writable.get("/q/sources.json").json()
    first = before[0]["article"]
    writable.update(f"DELETE {{ <{first}> ?p ?o }} WHERE {{ <{first}> ?p ?o }}")
    after = writable.get("/q/sources.json").json()
    assert len(after) == len(before) - 1
    ready(writable)
    assert writable.get("/q/sources.json").json() == after


# What is said of one thing

JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { <urn:a> ?p ?o }", ("o", "p")),
        ("select*{<urn:a>?b?c.}# all", ("b", "c")),
        ("\nSELECT ?p ?o\nWHERE {\n  <urn:a> ?p ?o .\n}\n", ("p", "o")),
        ("SELECT ?o ?p { <urn:a> ?p ?o }", ("o", "p")),
    ],
)
def test_all_that_is_said_of_one_thing_is_known_by_its_query(
    text: str, names: tuple[str, str]
) -> None:
    asked = asked_about(text)
    assert asked is not None
    assert (asked.iri, asked.names) == ("urn:a", names)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { <urn:a> ?p ?p }",
        "SELECT ?p ?p { <urn:a> ?p ?o }",
        "SELECT ?p { <urn:a> ?p ?o }",
        "SELECT ?p ?x { <urn:a> ?p ?o }",
        "SELECT DISTINCT * { <urn:a> ?p ?o }",
        "SELECT * { <urn:a> ?p ?o } LIMIT 1",
        "SELECT * { <urn:a> ?p ?o } # all\nLIMIT 1",
        "SELECT * { <urn:a> ?p ?o ; a ?c }",
        "SELECT * { GRAPH <urn:a> { ?p ?o } }",
        "SELECT * { <urn:\\u0061> ?p ?o }",
        "\u017fELECT * { <urn:a> ?p ?o }",
        "ASK { <urn:a> ?p ?o }",
        f"SELECT * {{ <urn:{'a' * 5000}> ?p ?o }}",
    ],
)
def test_any_other_query_is_a_workers(text: str) -> None:
    assert asked_about(text) is None


def _told(found: Answer) -> tuple[object, list[str], Answer]:
    told = json.loads(found.body)
    return told["head"], sorted(map(str, told["results"]["bindings"])), found._replace(body=b"")


def test_what_is_said_of_a_thing_is_what_a_worker_would_find(folder: Path) -> None:
    with Archive.open(folder) as archive:
        things = gathered(archive, 1 << 20)
        assert things is not None
        found = archive.store.select("SELECT DISTINCT ?s { ?s ?p ?o FILTER isIRI(?s) }")
        iris = [row["s"] for row in found]
        assert len(iris) == len(things.iris)
        for iri in iris:
            for text in (f"SELECT * {{ {iri} ?p ?o }}", f"SELECT ?p ?o {{ {iri} ?p ?o }}"):
                query = Query(text, JSON, None)
                here = things.answer(query)
                assert here is not None
                assert _told(here) == _told(answer(archive, query))


def test_what_only_a_worker_can_tell_is_left_to_it(folder: Path) -> None:
    with Archive.open(folder) as archive:
        things = gathered(archive, 1 << 20)
        assert things is not None
        asked = Query(f"SELECT * {{ <{things.iris[0].decode()}> ?p ?o }}", JSON, None)
        assert things.answer(asked)
        for other in (
            asked._replace(text="SELECT * { <urn:nothing> ?p ?o }"),
            asked._replace(rows_as="text/csv"),
            asked._replace(default=("urn:g",)),
            asked._replace(named=("urn:g",)),
            asked._replace(limit=1),
            asked._replace(size=100),
        ):
            assert things.answer(other) is None
        assert gathered(archive, 1000) is None


def test_what_is_said_of_a_thing_is_as_of_the_snapshot(writable: Service) -> None:
    thing = writable.get("/q/sources.json").json()[0]["article"]
    text = f"SELECT * {{ <{thing}> ?p ?o }}"
    ready(writable)
    before = writable.query(text)
    assert writable.query(text).headers["kg-snapshot"] == before.headers["kg-snapshot"]
    writable.update(f"INSERT DATA {{ <{thing}> <urn:said> 'more' }}")
    for _ in range(2):
        after = writable.query(text)
        added = len(after.json()["results"]["bindings"]) - len(before.json()["results"]["bindings"])
        assert added == 1
        assert int(after.headers["kg-snapshot"]) > int(before.headers["kg-snapshot"])
        ready(writable)
