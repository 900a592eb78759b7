"""Who waits for a worker, and for how long: behind constant writes, and behind long questions."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import pytest

from kg.server import frames
from kg.server.failures import BusyError, CrashedError
from kg.server.pool import Pool
from kg.server.workers import Worker
from tests.server.running import Service, running, until
from tests.server.test_isolation import RUNAWAYS

ASKED = {"Content-Type": "application/sparql-query"}


class Stand:
    """A worker that answers at once with the snapshot it has."""

    alive = True
    stands_back = False
    home = None

    def __init__(self, snapshot: int) -> None:
        self.snapshot = snapshot
        self._freed: Callable[[], None] = lambda: None

    def when_freed(self, then: Callable[[], None]) -> None:
        self._freed = then

    def start(self, _: bytes, answer: asyncio.Future[Any]) -> None:
        asyncio.get_running_loop().call_soon(self._end, answer)

    def _end(self, answer: asyncio.Future[Any]) -> None:
        answer.set_result(frames.success(self.snapshot))
        self._freed()

    def used(self) -> float:
        return 0.0

    def dismiss(self) -> None:
        self.alive = False

    kill = dismiss


def test_a_worker_that_is_ready_too_late_answers_what_came_before() -> None:
    """Where something is written while a worker starts, it is stale as soon as it is ready."""
    newest = [0]

    async def made() -> Worker:
        begun = newest[0]
        newest[0] += 1
        return cast(Worker, Stand(begun))

    async def asked() -> list[int]:
        pool = Pool(2, 8, made, lambda w: w.snapshot == newest[0], lambda: newest[0])
        try:
            return [await pool.call(str, (), {}, deadline=5) for _ in range(3)]
        finally:
            pool.close()

    answers = asyncio.run(asked())
    assert answers == sorted(answers)


def test_a_worker_never_answers_what_was_asked_after_it_grew_stale() -> None:
    """What was written before a request came is in its answer."""
    newest = [0]
    begun, ready = asyncio.Event(), asyncio.Event()

    async def made() -> Worker:
        snapshot = newest[0]
        begun.set()
        await ready.wait()
        return cast(Worker, Stand(snapshot))

    async def asked() -> tuple[int, int]:
        pool = Pool(1, 8, made, lambda w: w.snapshot == newest[0], lambda: newest[0])
        first = asyncio.create_task(pool.call(str, (), {}, deadline=5))
        await begun.wait()
        newest[0] = 7
        second = asyncio.create_task(pool.call(str, (), {}, deadline=5))
        ready.set()
        try:
            return await first, await second
        finally:
            pool.close()

    assert asyncio.run(asked()) == (0, 7)


@pytest.mark.parametrize("lost", [1, 3, 4])
def test_workers_that_die_before_they_begin_are_followed_by_others(lost: int) -> None:
    """Those who wait are only told when one after another dies."""
    born = itertools.count(1)

    async def made() -> Worker:
        if next(born) <= lost:
            raise CrashedError("gone")
        return cast(Worker, Stand(0))

    async def asked() -> int:
        pool = Pool(1, 8, made, lambda w: True, lambda: 0)
        try:
            return cast(int, await pool.call(str, (), {}, deadline=5))
        finally:
            pool.close()

    if lost > 3:
        with pytest.raises(CrashedError):
            asyncio.run(asked())
    else:
        assert asyncio.run(asked()) == 0


def test_one_that_came_too_late_for_all_who_wait_is_followed_by_another() -> None:
    newest = [0]
    begun, ready = asyncio.Event(), asyncio.Event()

    async def made() -> Worker:
        snapshot = newest[0]
        begun.set()
        await ready.wait()
        return cast(Worker, Stand(snapshot))

    async def asked() -> int:
        pool = Pool(1, 8, made, lambda w: w.snapshot == newest[0], lambda: newest[0])
        pool.renew()
        await begun.wait()
        newest[0] = 7
        waiting = asyncio.create_task(pool.call(str, (), {}, deadline=5))
        await asyncio.sleep(0)
        ready.set()
        try:
            return cast(int, await waiting)
        finally:
            pool.close()

    assert asyncio.run(asked()) == 7


def test_new_questions_that_are_answered_at_once_start_no_workers_besides() -> None:
    born = 0

    async def made() -> Worker:
        nonlocal born
        born += 1
        return cast(Worker, Stand(0))

    async def asked() -> None:
        pool = Pool(1, 8, made, lambda _: True, lambda: 0)
        loop = asyncio.get_running_loop()
        end = loop.time() + 1.0

        async def client(name: str) -> None:
            for number in itertools.count():
                if loop.time() > end:
                    return
                await pool.call(str, (), {}, deadline=5, shape=(name, number))

        try:
            await asyncio.gather(*map(client, ("one", "another", "a third", "a fourth")))
        finally:
            pool.close()

    asyncio.run(asked())
    assert born == 1


FEW = ("--workers", "1", "--deadline", "9", "--no-access-log")


def passes(service: Service, text: str = "ASK {}") -> None:
    """A light question is answered long before a long one would let it.

    That is milliseconds; what a machine with other things to do makes of them is not judged here.
    """
    begun = time.monotonic()
    answer = service.query(f"{text} # {begun}, never asked before")
    assert answer.status_code == 200, answer.text
    assert time.monotonic() - begun < 3, service.get("/metrics").text


@pytest.mark.parametrize("many", [1, 12, 80])
def test_a_light_question_does_not_wait_behind_long_ones(filled: Path, many: int) -> None:
    """However many there are, more than may wait included, and all of them ask again and again."""
    with running(filled, *FEW) as service:
        until(service.is_alive)
        with asked_again_and_again(service, RUNAWAYS["count"], many):
            until(lambda: "kg_workers_busy 0" not in service.get("/metrics").text)
            for _ in range(10):
                passes(service)
        until(service.is_alive)


def test_a_question_never_asked_before_passes_long_ones_that_are_known(filled: Path) -> None:
    with running(filled, *FEW) as service:
        assert service.query(RUNAWAYS["count"]).status_code == 408
        with asked_again_and_again(service, RUNAWAYS["count"], 12):
            until(lambda: "kg_workers_busy 0" not in service.get("/metrics").text)
            passes(service, "SELECT ?o { <urn:s7> <urn:p> ?o }")


def test_who_is_stopped_to_let_others_pass_is_begun_again(filled: Path) -> None:
    """Questions of four shapes, none of them known: one waits for a place that three have."""
    texts = [RUNAWAYS[name] for name in ("count", "groups", "paths", "rows that never come")]
    told: list[int] = []
    with running(filled, *FEW) as service:
        until(service.is_alive)
        clients = [
            threading.Thread(target=lambda t=text: told.append(service.query(t).status_code))
            for text in texts
        ]
        for client in clients:
            client.start()
        until(lambda: "kg_queue_length 0" not in service.get("/metrics").text)
        for _ in range(5):
            passes(service)
        until(lambda: "kg_workers_put_back_total 0" not in service.get("/metrics").text)
        for client in clients:
            client.join()
    assert set(told) <= {408, 503}


@contextmanager
def asked_again_and_again(service: Service, text: str, many: int) -> Iterator[None]:
    """Clients that send a question, never the same, as often as they are told to go away."""
    stop, numbers = threading.Event(), itertools.count()

    def ask() -> None:
        line = http.client.HTTPConnection("127.0.0.1", service.port)
        while not stop.is_set():
            with suppress(OSError, http.client.HTTPException):
                line.request("POST", "/sparql", f"{text} # {next(numbers)}", ASKED)
                answer = line.getresponse()
                answer.read()
                # What is told to come back in a second does.
                stop.wait(float(answer.headers.get("retry-after", 0)))
        line.close()

    clients = [threading.Thread(target=ask) for _ in range(many)]
    for client in clients:
        client.start()
    try:
        yield
    finally:
        stop.set()
        for client in clients:
            client.join()


def test_a_call_that_nobody_takes_in_time_ends() -> None:
    async def asked() -> None:
        pool = Pool(1, 8, asyncio.Event().wait, lambda _: True, lambda: 0)  # type: ignore[arg-type]
        with pytest.raises(BusyError):
            await pool.call(str, (), {}, deadline=0.05)
        assert pool.queued == 0
        pool.close()

    asyncio.run(asked())
