"""Answers that are there before anybody asks: the same as those that are found when asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_service import harbour

from kg.pipeline import Archive
from kg.queries import ask, load, names
from kg.queries.every import answers
from kg.server.prepared import prepare
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
