"""Hands requests out to workers that are alike, and stops what takes too long."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Final, cast

from kg.errors import KgError
from kg.server import frames, turns
from kg.server.failures import BusyError, CrashedError, TooSlowError
from kg.server.turns import LONG, MIDDLING, SLICES, SPARE, UNKNOWN, Turns
from kg.server.workers import Worker

_CALM: Final = 0.05
"""Seconds without a newer snapshot after which workers for it are started before anybody asks."""
_LOOK: Final = 0.05
"""Seconds after which those who wait are looked after, again and again."""
_PASSING: Final = 0.4
"""What a second that passes counts for, beside one of a processor's work."""
_NICE: Final = 10
"""How far a worker stands back that is at a long question while others wait."""
_PATIENCE: Final = 3
"""How many workers in a row may die before they begin until those who wait are told."""
_numbers = itertools.count()


class _Job:
    """A call on its way: its message, the future of its answer, and who works on it if anybody.

    ``since`` is the snapshot that was the newest when it came: an older one must not answer it.
    """

    __slots__ = (
        "answer", "begun", "message", "number", "shape", "since", "tried", "used", "worker",
    )  # fmt: skip

    def __init__(
        self, message: bytes, shape: Hashable, answer: asyncio.Future[Any], since: int
    ) -> None:
        self.message, self.shape, self.answer, self.since = message, shape, answer, since
        self.number = next(_numbers)
        self.worker: Worker | None = None
        self.begun = self.used = 0.0
        self.tried = False

    @property
    def spent(self) -> float:
        """Seconds of work so far: of a processor's, so that a busy machine makes few look long.

        Time that passes counts for less: what only waits, as for another server, keeps a worker
        from others all the same.
        """
        if not self.worker:
            return 0.0
        passed = time.monotonic() - self.begun
        return max(self.worker.used() - self.used, passed * _PASSING)

    def start(self, worker: Worker) -> None:
        """Let a worker do it."""
        self.worker, self.tried = worker, True
        self.begun, self.used = time.monotonic(), worker.used()
        worker.start(self.message, self.answer)

    def fail(self, error: KgError) -> None:
        """End it without an answer."""
        if not self.answer.done():
            self.answer.set_exception(error)

    def end(self, deadline: float) -> None:
        """End it at the deadline."""
        if self.tried:
            self.fail(too_slow(deadline))
        else:
            what = f"no worker was free for {deadline:g} seconds"
            self.fail(BusyError(what, next_step="Try again in a moment"))


class Pool:
    """A number of readers that are alike, replaced as they die, grow stale or have grown large.

    A worker that has answered gets the next job in the same turn of the loop, before the answer is
    written out: so workers and service work at the same time. One that is stale already when it
    is ready still answers what came before it grew so; else constant writes would starve readers.
    Who is next, and who is stopped to let others pass, is told by ``kg.server.turns``.
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
        self._turns: Turns[_Job] = Turns(size)
        self._idle: list[Worker] = []
        self._busy: dict[Worker, _Job] = {}
        self._count = 0
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False
        self._soon: asyncio.TimerHandle | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._lost = 0
        self.stopped = self.put_back = 0

    @property
    def busy(self) -> int:
        """How many workers are at work or starting."""
        return self._count - len(self._idle)

    @property
    def queued(self) -> int:
        """How many requests wait for a worker."""
        return len(self._turns)

    async def call(
        self,
        function: Callable[..., Any],
        args: Any,
        options: Any,
        deadline: float,
        shape: Hashable = None,
    ) -> Any:
        """What a function gives in a worker.

        Parameters: ``shape`` is the call's if it is not to be told from function and arguments.
        Raises: its failure; TooSlowError, BusyError, CrashedError. Cancelling stops the worker.
        """
        loop = asyncio.get_running_loop()
        message = frames.pack((function, args, options))
        kind = shape or turns.shape(function, args)
        job = _Job(message, kind, loop.create_future(), self._newest())
        timer = loop.call_later(deadline, job.end, deadline)
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
        """Into the queue, and from there to an idle worker; the last one goes when it is full."""
        self._turns.add(job)
        self._serve()
        if len(self._turns) > self._queue:
            what = "too many requests are waiting"
            self._send_away(BusyError(what, next_step="Try again in a moment"))
        self._look_after()

    def _send_away(self, error: KgError) -> None:
        """End the one who waits last."""
        last = self._turns.last()
        self._turns.remove(last)
        last.fail(error)

    def _serve(self) -> None:
        """Give idle workers what may begin, and start others for what is left."""
        while self._idle and (job := self._next()) is not None:
            worker = self._idle.pop()
            if worker.alive and self._fresh(worker):
                self._start(worker, job)
            else:
                self._turns.add(job, first=True)
                self._dropped(worker)
        self._fill()

    def _look_after(self) -> None:
        """See in a moment whether those who wait are held up by questions that take longer."""
        if self._watch is None and len(self._turns) and not self._closed:
            self._watch = asyncio.get_running_loop().call_later(_LOOK, self._relieve)

    def _relieve(self) -> None:
        self._watch = None
        for worker, job in self._busy.items():
            self._turns.learn(job, whole=False)
            if self._turns.level(job) == LONG:
                worker.stand_back(_NICE)
        while too_long := self._turns.gives_way(self._busy.values()):
            self._put_back(too_long)
        room = self._count < self._size + SPARE and not self._births and not self._closed
        if room and self._held and self._turns.next(self._busy.values()):
            self._bear()
        self._look_after()

    @property
    def _held(self) -> bool:
        """Whether all workers are at what takes a while."""
        return not self._idle and all(map(self._takes_a_while, self._busy.values()))

    def _takes_a_while(self, job: _Job) -> bool:
        """Whether it is known to, or has been at work since the last look at least."""
        level = self._turns.level(job)
        lasts = level == UNKNOWN and time.monotonic() - job.begun > _LOOK
        return lasts or level >= MIDDLING

    def _put_back(self, job: _Job) -> None:
        """Stop a job and let it wait for its turn."""
        self.put_back += 1
        worker = self._unhand(job)
        self._turns.add(job, first=True)
        worker.kill()
        self._release(worker)

    def _start(self, worker: Worker, job: _Job) -> None:
        self._busy[worker] = job
        job.start(worker)

    def _unhand(self, job: _Job, *, whole: bool = False) -> Worker:
        """Take a job from its worker, and learn from how long it took."""
        worker = job.worker
        assert worker is not None
        self._turns.learn(job, whole=whole)
        del self._busy[worker]
        job.worker, job.begun = None, 0.0
        return worker

    def _leave(self, job: _Job) -> None:
        """Stop what is still done for a job that nobody waits for any more."""
        if job.worker:
            worker = self._unhand(job)
            self.stopped += 1
            worker.kill()
            self._release(worker)
        else:
            self._turns.remove(job)

    def _freed(self, worker: Worker) -> None:
        job = self._busy.get(worker)
        if job:
            tired = job.spent > SLICES[1]
            self._unhand(job, whole=True)
            self._release(worker, tired=tired or worker.stands_back)

    def _release(self, worker: Worker, *, tired: bool = False) -> None:
        usable = worker.alive and not (self._closed or tired)
        fresh = usable and self._fresh(worker)
        most = math.inf if fresh else min(worker.snapshot, self._newest() - 1)
        job = self._next(most) if usable else None
        if job is not None:
            self._start(worker, job)
        elif fresh and self._count <= self._usual:
            self._idle.append(worker)
        else:
            self._dropped(worker)
            self._fill(ahead=fresh or not usable)
        self._serve()

    @property
    def _usual(self) -> int:
        """How many workers there should be: more than usual while some take long."""
        held = sum(self._turns.level(job) >= MIDDLING for job in self._busy.values())
        return self._size + min(SPARE, held)

    def _next(self, snapshot: float = math.inf) -> _Job | None:
        """The next job that may be answered from a snapshot, out of the queue."""
        while (job := self._turns.take(self._busy.values(), snapshot)) is not None:
            if not job.answer.done():
                return job
        return None

    def _dropped(self, worker: Worker) -> None:
        self._count -= 1
        worker.dismiss()

    def _fill(self, *, ahead: bool = False) -> None:
        """Start workers for what waits; ``ahead``: as many as there should be."""
        while self._count < self._size and not self._closed:
            if not ahead and len(self._births) >= len(self._turns):
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
            self._lost += 1
            if isinstance(error, CrashedError) and self._lost <= _PATIENCE:
                self._fill()  # somebody killed it: another may live
                return
            while len(self._turns):
                self._send_away(error)
        except BaseException:
            self._count -= 1
            raise
        else:
            self._lost = 0
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
