"""Hands requests out to workers that are alike, and stops what takes too long."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final, cast

from kg.errors import KgError
from kg.server import frames
from kg.server.failures import BusyError, TooSlowError
from kg.server.workers import Worker

_LONG: Final = 1.0
_STUCK: Final = 0.25
"""Seconds after which all workers count as held up, so that others wait for a spare one."""
SPARE: Final = 2
"""Workers beyond the usual number, for what waits behind questions that take long."""
_CALM: Final = 0.05
"""Seconds without a newer snapshot after which workers for it are started before anybody asks."""


class _Job:
    """A call on its way: its message, the future of its answer, and who works on it if anybody.

    ``since`` is the snapshot that was the newest when it came: an older one must not answer it.
    """

    __slots__ = ("answer", "begun", "message", "since", "worker")

    def __init__(self, message: bytes, answer: asyncio.Future[Any], since: int) -> None:
        self.message, self.answer, self.since = message, answer, since
        self.worker: Worker | None = None
        self.begun = 0.0

    def fail(self, error: KgError) -> None:
        """End it without an answer."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Pool:
    """A number of readers that are alike, replaced as they die, grow stale or have grown large.

    A worker that has answered gets the next job in the same turn of the loop, before the answer is
    written out: so workers and service work at the same time. One that is stale already when it
    is ready still answers what came before it grew so; else constant writes would starve readers.
    """

    def __init__(
        self,
        size: int,
        queue: int,
        make: Callable[[], Coroutine[Any, Any, Worker]],
        fresh: Callable[[Worker], bool],
        newest: Callable[[], int],
    ) -> None:
        self._size, self._queue, self._make = size, queue, make
        self._fresh, self._newest = fresh, newest
        self._idle: list[Worker] = []
        self._busy: dict[Worker, _Job] = {}
        self._waiting: deque[_Job] = deque()
        self._count = 0
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False
        self._soon: asyncio.TimerHandle | None = None
        self._watch: asyncio.TimerHandle | None = None
        self.stopped = 0

    @property
    def busy(self) -> int:
        """How many workers are at work or starting."""
        return self._count - len(self._idle)

    @property
    def queued(self) -> int:
        """How many requests wait for a worker."""
        return len(self._waiting)

    async def call(
        self, function: Callable[..., Any], args: Any, options: Any, deadline: float
    ) -> Any:
        """What a function gives in a worker.

        Raises: its failure; TooSlowError, BusyError, CrashedError. Cancelling stops the worker.
        """
        loop = asyncio.get_running_loop()
        message = frames.pack((function, args, options))
        job = _Job(message, loop.create_future(), self._newest())
        timer = loop.call_later(deadline, lambda: job.fail(too_slow(deadline)))
        try:
            self._give(job)
            return frames.opened(await job.answer)
        finally:
            timer.cancel()
            self._leave(job)

    def renew(self) -> None:
        """Let stale workers go, and start others in their place when nothing newer comes."""
        stale = [worker for worker in self._idle if not self._fresh(worker)]
        for worker in stale:
            self._idle.remove(worker)
            self._dropped(worker)
        self._fill()
        if self._soon:
            self._soon.cancel()
        loop = asyncio.get_running_loop()
        self._soon = loop.call_later(_CALM, partial(self._fill, ahead=True))

    def close(self) -> None:
        """Let all workers go."""
        self._closed = True
        for timer in (self._soon, self._watch):
            if timer:
                timer.cancel()
        for task in self._births:
            task.cancel()
        for worker in self._idle:
            worker.dismiss()

    def _give(self, job: _Job) -> None:
        """To an idle worker, or into the queue. Raises: BusyError when that is full."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and self._fresh(worker):
                self._start(worker, job)
                return
            self._dropped(worker)
        if len(self._waiting) >= self._queue:
            raise BusyError("too many requests are waiting", next_step="Try again in a moment")
        self._waiting.append(job)
        self._fill()
        self._look_after()

    def _look_after(self) -> None:
        """See in a moment whether those who wait are held up by questions that take long."""
        if self._watch is None and self._waiting and not self._closed:
            self._watch = asyncio.get_running_loop().call_later(_STUCK, self._relieve)

    def _relieve(self) -> None:
        self._watch = None
        now = time.monotonic()
        stuck = all(now - job.begun > _STUCK for job in self._busy.values())
        room = self._size <= self._count < self._size + SPARE
        if self._waiting and stuck and room and not self._births and not self._closed:
            self._bear()
        self._look_after()

    def _start(self, worker: Worker, job: _Job) -> None:
        self._busy[worker], job.worker = job, worker
        job.begun = time.monotonic()
        worker.start(job.message, job.answer)

    def _leave(self, job: _Job) -> None:
        """Stop what is still done for a job that nobody waits for any more."""
        worker = job.worker
        if worker:
            del self._busy[worker]
            self.stopped += 1
            worker.kill()
            self._release(worker)
        elif not job.begun and job in self._waiting:
            self._waiting.remove(job)

    def _freed(self, worker: Worker) -> None:
        job = self._busy.pop(worker, None)
        if job:
            job.worker = None
            self._release(worker, tired=time.monotonic() - job.begun > _LONG)

    def _release(self, worker: Worker, *, tired: bool = False) -> None:
        usable = worker.alive and not (self._closed or tired)
        fresh = usable and self._fresh(worker)
        most = math.inf if fresh else min(worker.snapshot, self._newest() - 1)
        job = self._next(most) if usable else None
        if job is not None:
            self._start(worker, job)
        elif fresh and self._count <= self._size:
            self._idle.append(worker)
        else:
            self._dropped(worker)
            self._fill(ahead=fresh or not usable)

    def _next(self, snapshot: float = math.inf) -> _Job | None:
        """The next job that may be answered from a snapshot; those behind it came later."""
        while self._waiting and self._waiting[0].since <= snapshot:
            job = self._waiting.popleft()
            if not job.answer.done():
                return job
        return None

    def _dropped(self, worker: Worker) -> None:
        self._count -= 1
        worker.dismiss()

    def _fill(self, *, ahead: bool = False) -> None:
        """Start workers for what waits; ``ahead``: as many as there should be."""
        while self._count < self._size and not self._closed:
            if not ahead and len(self._births) >= len(self._waiting):
                return
            self._bear()

    def _bear(self) -> None:
        self._count += 1
        task = asyncio.get_running_loop().create_task(self._birth())
        self._births.add(task)
        task.add_done_callback(self._births.discard)

    async def _birth(self) -> None:
        try:
            worker = await self._made()
        except KgError as error:
            self._count -= 1
            while (job := self._next()) is not None:
                job.fail(error)
        except BaseException:
            self._count -= 1
            raise
        else:
            worker.when_freed(partial(self._freed, worker))
            self._release(worker)

    async def _made(self) -> Worker:
        """A worker; from then on its birth is none that those who wait can count on."""
        try:
            return await self._make()
        finally:
            self._births.discard(cast("asyncio.Task[None]", asyncio.current_task()))


def too_slow(deadline: float) -> TooSlowError:
    """What to say when the deadline has passed."""
    return TooSlowError(
        f"stopped after {deadline:g} seconds", next_step="Ask for less, or add a LIMIT"
    )
