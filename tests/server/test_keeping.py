"""What happens to the service's processes, its store and its disk while it serves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Embedded
from tests.server.running import PATIENCE, TOKEN, Service, memory, running, until
from tests.support import filled_but_for, missing, small_disk


@pytest.fixture
def options(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "token").write_text(TOKEN)
    return ("--writable", "all", "--token-file", str(tmp_path / "token"), "--no-access-log")


def children(service: Service) -> list[int]:
    """The processes of a service without the one that listens; the first has forked the rest."""
    return service.processes()[1:]


def answers(service: Service) -> bool:
    return bool(service.query("ASK {}").status_code == 200)


def insert(number: int) -> str:
    return f"INSERT DATA {{ <urn:s{number}> <urn:p> {number} }}"


def kg(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)


@pytest.mark.parametrize("which", ["first", "last", "all"])
def test_processes_that_are_killed_are_followed_by_others(
    tmp_path: Path, options: tuple[str, ...], which: str
) -> None:
    with running(tmp_path / "store", *options) as service:
        assert service.update(insert(1)).status_code == 204
        # A copy in memory is read from by now, which is one process more to lose.
        until(lambda: "kg_graph_in_memory 1" in service.get("/metrics").text)
        # What prepares answers comes and goes.
        until(lambda: "kg_answers_all_prepared 1" in service.get("/metrics").text)
        family = children(service)
        for pid in {"first": family[:1], "last": family[-1:], "all": family}[which]:
            os.kill(pid, signal.SIGKILL)
        until(lambda: answers(service), PATIENCE)
        until(lambda: service.update(insert(2)).status_code == 204, PATIENCE)
        assert service.count() == 2
        until(service.is_alive)


def test_a_graph_in_memory_dies_with_its_process_and_that_is_said() -> None:
    with running(":memory:") as service:
        assert service.get("/health").status_code == 200
        for pid in children(service):
            os.kill(pid, signal.SIGKILL)
        until(lambda: service.get("/health").status_code == 503)
        assert service.get("/health").json()["status"] == "the graph is lost"
        assert service.query("ASK { ?s ?p ?o }").status_code == 500


def test_a_store_is_backed_up_and_restored_while_it_is_served(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    store, saved = tmp_path / "store", tmp_path / "saved.tar"
    with running(store, *options) as service:
        assert service.update(insert(1)).status_code == 204
        assert kg("backup", saved, "--store", store).returncode == 0
        assert service.update(insert(2)).status_code == 204
        assert service.count() == 2
        # The service keeps the writer's lock for a moment, in case of more updates.
        until(lambda: kg("restore", saved, "--store", store, "--replace").returncode == 0)
        until(lambda: service.count() == 1)
        assert service.update(insert(3)).status_code == 204
        assert {row["o"] for row in service.rows("SELECT ?o { ?s <urn:p> ?o }")} == {"1", "3"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    with small_disk(tmp_path / "disk", 24) as disk:
        yield disk


def test_a_full_disk_is_named_and_nothing_is_lost(small: Path, options: tuple[str, ...]) -> None:
    with running(small / "store", *options, "--no-copy") as service:
        assert service.update(insert(0)).status_code == 204
        filler = filled_but_for(small, 2**20)
        told, written = 204, 0
        data = "x" * 50_000
        while told == 204 and written < 100:
            answer = service.update(f'INSERT DATA {{ <urn:s> <urn:q> "{data}{written}" }}')
            told, written = answer.status_code, written + 1
        assert told == 500
        assert "the disk is full" in answer.text
        assert service.count("<urn:s> <urn:q> ?o") >= written - 1
        until(service.is_alive)
        filler.unlink()
        until(lambda: service.update(insert(1)).status_code == 204, PATIENCE)
        assert service.count("?s <urn:p> ?o") == 2
        assert service.count("<urn:s> <urn:q> ?o") >= written - 1


def test_an_address_that_is_taken_or_none_is_named(tmp_path: Path) -> None:
    with running(":memory:") as service:
        taken = kg("serve", "--store", ":memory:", "--port", str(service.port))
    assert taken.returncode == 2
    assert "Choose another --port" in taken.stderr
    for host in ("", "300.1.1.1"):
        refused = kg("serve", "--store", ":memory:", "--host", host)
        assert refused.returncode == 2
        assert "host" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_store_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    with Embedded.writer(tmp_path / "store") as store:
        store.publish()
    (tmp_path / "store").chmod(0o000)
    words = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(tmp_path / "store")]
    if os.geteuid() == 0:
        # The superuser may read everything, unless that right is given up.
        if not shutil.which("setpriv"):
            missing("setpriv")
        rights = "-dac_override,-dac_read_search"
        words = ["setpriv", "--inh-caps=-all", f"--bounding-set={rights}", *words]
        os.chown(tmp_path / "store", 12345, 12345)
    told = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    assert told.returncode in {2, 4}
    assert "Permission denied" in told.stderr
    assert str(tmp_path / "store") in told.stderr
    assert "Traceback" not in told.stderr


def test_two_services_of_one_store_take_turns(tmp_path: Path, options: tuple[str, ...]) -> None:
    store = tmp_path / "store"
    with running(store, *options) as one, running(store, *options) as other:
        for number, service in enumerate((one, other, one, other)):
            until(lambda: service.update(insert(number)).status_code == 204)  # noqa: B023
        until(lambda: one.count() == other.count() == 4)
        assert all(map(memory, [one.process.pid, other.process.pid]))


def test_another_store_in_its_place_is_taken_up(tmp_path: Path, options: tuple[str, ...]) -> None:
    store = tmp_path / "store"
    with running(tmp_path / "other", *options) as service:
        assert service.update(insert(7)).status_code == 204
    with running(store, *options) as service:
        for number in range(3):
            assert service.update(insert(number)).status_code == 204
        tag = service.get("/sparql?query=ASK%7B%7D").headers["etag"]
        store.rename(tmp_path / "old")
        (tmp_path / "other").rename(store)
        until(lambda: service.count() == 1)
        asked = {"If-None-Match": tag}
        assert service.get("/sparql?query=ASK%7B%7D", headers=asked).status_code == 200
        assert service.is_alive()


def test_a_store_that_is_gone_is_said_to_be_and_none_is_begun_in_its_place(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    store = tmp_path / "store"
    with running(store, *options) as service:
        assert service.update(insert(1)).status_code == 204
        until(lambda: "kg_graph_in_memory 1" in service.get("/metrics").text)
        store.rename(tmp_path / "away")
        assert service.get("/health").status_code == 503
        answer = service.update(insert(2))
        assert (answer.status_code, "the store is gone" in answer.text) == (500, True)
        assert not store.exists()
        (tmp_path / "away").rename(store)
        assert service.get("/health").status_code == 200
        assert service.update(insert(3)).status_code == 204
        assert service.count() == 2
