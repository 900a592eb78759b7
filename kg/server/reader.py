"""Reading and writing the served graph, always as of a published snapshot."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from kg.errors import KgError, StoreError, StoreLockedError
from kg.pipeline import Archive
from kg.queries import Result
from kg.server import nest, tasks, turns
from kg.server.config import Config
from kg.server.failures import BusyError
from kg.server.links import base_of
from kg.server.pool import Pool, too_slow
from kg.server.state import State
from kg.server.workers import Nest, Worker
from kg.store import Embedded
from kg.store.transport import shown
from kg.terms import BASE

P = ParamSpec("P")
T = TypeVar("T")
LOOK: Final = 0.2
SETTLED: Final = 1.0
IDLE: Final = 0.5
STARTING: Final = 60.0
PATIENCE: Final = 2.0
_WAITING: Final = 0.5
"""The part of its time that a change may wait for others.

One that begins later would be stopped at work, and the next would have to wait for a new writer: so
one slow change could have all stopped that come after it.
"""
CHANGES: Final = 200
"""Changes after which a writer is replaced.

Its engine notes each in a list of its files, begun anew when it is opened, that goes into every
snapshot.
"""
_BYTES_IN_MEMORY: Final = 24
"""What a byte of a snapshot's files may take in memory, with room to spare."""


class Reader:
    """Answers from the newest snapshot, through workers that can be stopped at any moment."""

    def __init__(self, config: Config) -> None:
        self._config = config
        # Asked several times a request.
        self._in_memory, self._remote = config.in_memory, config.remote
        self._first: Nest | None = None
        self._held: Nest | None = None
        self._held_snapshot = -1
        self._tasks: set[asyncio.Task[None]] = set()
        self._copying: asyncio.Task[None] | None = None
        self._moved = 0.0
        self._identity = secrets.token_hex(4)
        self._reads = itertools.count()
        self.snapshot = 0
        self._root = ""
        self.pool = Pool(
            config.workers,
            config.limits.queue,
            self._make,
            self._is_fresh,
            lambda: self.snapshot,
        )

    async def start(self) -> None:
        """Start the first processes. Raises: StoreError when there is nothing to read."""
        self._first = Nest.first(self._config)
        if self._in_memory:
            self._held = self._first
        elif not self._remote:
            folder = Path(self._config.store)
            if self._config.writable == "all" and not Embedded.published(folder):
                await self._begin()
            self.snapshot = _published(folder)
            self._background(self._follow(folder))
        worker = await self._make()
        worker.dismiss()
        self.pool.renew()
        await self._learn(worker.snapshot)

    async def stop(self) -> None:
        """Let every process go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.pool.close()
        for home in (self._held, self._first):
            if home:
                home.close()

    @property
    def first(self) -> Nest:
        """The nest that can open the store's files: no engine's threads were lost in a fork.

        One that was killed is followed by another; a graph that it alone held is lost.
        """
        assert self._first is not None
        if not self._first.alive and not self._in_memory:
            self._first = Nest.first(self._config)
        return self._first

    @property
    def held(self) -> Nest | None:
        """The nest that holds the current snapshot in memory, if any does."""
        if self._in_memory:
            return self._held
        if self._held and not self._held.alive:
            self._held, self._held_snapshot = None, -1
        return self._held if self._held_snapshot == self.snapshot else None

    @property
    def lost(self) -> bool:
        """Whether the graph is gone: from memory with its process, or from the disk."""
        if self._in_memory:
            return not self.first.alive
        on_disk = self.snapshot > 0 and not self._config.remote
        return on_disk and not _published(Path(self._config.store))

    @property
    def identity(self) -> str:
        """Tells this store's snapshot of that number from any other's.

        A server's graph can change at any moment, so that no two readings of it are the same.
        """
        moment = f"-{next(self._reads)}" if self._remote else ""
        return f"{self._identity}-{self.snapshot}{moment}"

    @property
    def base(self) -> str:
        """How the IRIs of this graph begin."""
        return self._root or BASE

    @property
    def state(self) -> State:
        """What is read at present."""
        if self._remote:
            return State(self.snapshot, remote=shown(self._config.store))
        if self._in_memory:
            return State(self.snapshot)
        return State.of_folder(Path(self._config.store), self.snapshot)

    async def call(
        self,
        function: Callable[Concatenate[Archive, P], T],
        /,
        *args: P.args,
        **options: P.kwargs,
    ) -> T:
        """What ``function(archive, *args, **options)`` gives in a worker.

        Parameters: ``function`` is defined at the top of a module.
        Raises: what it raises of ours; TooSlowError, BusyError, CrashedError.
        """
        deadline = self._config.limits.deadline
        found: T
        if self._remote:
            work = (function, args, options)
            shape = turns.shape(function, args)
            found, self.snapshot = await self.pool.call(tasks.live, work, {}, deadline, shape)
        else:
            found = await self.pool.call(function, args, options, deadline)
        return found

    async def aside(
        self,
        seconds: float,
        function: Callable[Concatenate[Archive, P], T],
        /,
        *args: P.args,
        **options: P.kwargs,
    ) -> T:
        """As ``call``, in a process of its own, so that no request waits for it."""
        worker = await self._make()
        try:
            async with asyncio.timeout(seconds):
                value: T = await worker.call(function, args, options)
                return value
        except TimeoutError:
            raise too_slow(seconds) from None
        finally:
            worker.kill()

    async def ask(self, name: str, /, **values: object) -> Result:
        """Ask a named question. Raises: as ``kg.queries.ask``."""
        return await self.call(tasks.ask, name, values)

    async def select(self, text: str) -> Result:
        """The rows of a SELECT. Raises: QuerySyntaxError with line, column and caret."""
        return await self.call(tasks.select, text)

    def move(self, snapshot: int, held: Nest | None = None) -> None:
        """Go on to another snapshot; requests at work finish on the one they began with.

        Copies of the one before are of no use any more, those in the making included. One with a
        lower number is of another store that was put in this one's place.
        """
        if snapshot == self.snapshot and held is None:
            return
        if snapshot != self.snapshot and self._copying:
            self._copying.cancel()
        if snapshot < self.snapshot:
            self._identity = secrets.token_hex(4)
        if self._held:
            self._held.retire()
        self._moved = asyncio.get_running_loop().time()
        self.snapshot = snapshot
        self._held, self._held_snapshot = held, snapshot if held else -1
        if held and self._in_memory:
            self._first = held
        self.pool.renew()

    @property
    def rows(self) -> int:
        """How many rows an answer may have."""
        return self._config.limits.rows

    def _is_fresh(self, worker: Worker) -> bool:
        if self._remote:
            return True
        return worker.snapshot >= self.snapshot and (worker.home is (self.held or self._first))

    async def _make(self) -> Worker:
        return await (self.held or self.first).fork(nest.READER)

    async def _learn(self, snapshot: int) -> None:
        """Note how the graph's IRIs begin, as far as it can be told."""
        if self._remote:
            self.snapshot = snapshot
        else:
            with contextlib.suppress(KgError):
                self._root = await self.call(base_of)

    async def _begin(self) -> None:
        limits = replace(self._config.limits, deadline=STARTING)
        writer = Writer(replace(self._config, limits=limits), self)
        await writer.call(tasks.begin)
        writer.close()

    def _background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _follow(self, folder: Path) -> None:
        """Notice new snapshots, also while one is copied; copy into memory the one that stays."""
        while True:
            number = _published(folder)
            if number and number != self.snapshot:
                self.move(number)
                if not self._root:
                    self._background(self._learn(number))
            elif self._wants_copy(number):
                self._copying = self._background(self._copy(folder, number))
            await asyncio.sleep(LOOK)

    @property
    def settled(self) -> bool:
        """Whether the snapshot has stood for a moment, and been copied if it is going to be."""
        copied = not self._config.copy or self._is_held(self.snapshot)
        on_disk = not (self._in_memory or self._config.remote)
        return on_disk and copied and self._stands

    @property
    def _stands(self) -> bool:
        """Whether nothing newer came for a moment, and nothing is being copied."""
        busy = self._copying is not None and not self._copying.done()
        return not busy and asyncio.get_running_loop().time() - self._moved >= SETTLED

    def _wants_copy(self, number: int) -> bool:
        """Whether a snapshot has stood for a moment and is not copied, nor going to be."""
        return self._config.copy and self._stands and not self._is_held(number)

    def _is_held(self, number: int) -> bool:
        """Whether a copy of a snapshot is there, or is known not to fit."""
        return self._held_snapshot == number and (self.held is None or self.held.alive)

    async def _copy(self, folder: Path, number: int) -> None:
        self._held_snapshot = number
        if not _fits(folder / "snapshots" / str(number)):
            return
        with contextlib.suppress(KgError):
            made = await self.first.fork(nest.COPY, number)
            copied = made.snapshot
            held = made.as_nest()
            self._copying = None
            if copied >= _published(folder):
                self.move(copied, held)
            else:
                held.close()


class Writer:
    """Changes the graph: one process, one change at a time, all of it or nothing."""

    def __init__(self, config: Config, reader: Reader) -> None:
        self._config, self._reader = config, reader
        self._lock = asyncio.Lock()
        self._waiting = self._changes = 0
        self._worker: Worker | None = None
        self._closing: asyncio.TimerHandle | None = None

    async def call(
        self,
        function: Callable[Concatenate[Archive, P], T],
        /,
        *args: P.args,
        **options: P.kwargs,
    ) -> T:
        """What ``function(archive, *args, **options)`` gives in the writer's process.

        What it wrote is published, and readers have moved on, before this returns.
        Raises: as ``Reader.call``; StoreLockedError while another program writes; BusyError while
        another change takes all the time.
        """
        value: T = await self._in_turn(function, args, options, self._config.limits.deadline)
        return value

    async def within(
        self,
        seconds: float,
        function: Callable[Concatenate[Archive, P], T],
        /,
        *args: P.args,
        **options: P.kwargs,
    ) -> T:
        """As ``call``, with another limit than for requests.

        Only for work whose size no stranger decides: its memory is not bounded.
        """
        value: T = await self._in_turn(tasks.unbounded, (function, args, options), {}, seconds)
        return value

    async def _in_turn(
        self, function: Callable[..., Any], args: Any, options: Any, deadline: float
    ) -> Any:
        if self._waiting >= self._config.limits.queue:
            raise BusyError("too many changes are waiting", next_step="Try again in a moment")
        self._waiting += 1
        begun = False
        end = asyncio.get_running_loop().time() + deadline
        try:
            async with asyncio.timeout(deadline * _WAITING) as limit, self._lock:
                begun = True
                limit.reschedule(end)
                return await self._change(function, args, options)
        except TimeoutError:
            if begun:
                raise too_slow(deadline) from None
            what = "other changes took the time for this one"
            raise BusyError(what, next_step="Try again") from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let go of the store; others may write."""
        if self._closing:
            self._closing.cancel()
        if self._worker:
            self._worker.dismiss()
        self._worker = self._closing = None

    async def _change(self, function: Callable[..., Any], args: Any, options: Any) -> Any:
        worker = await self._ready()
        self._worker = None
        try:
            value, snapshot = await worker.call(tasks.write, (function, args, options), {})
        except StoreError:
            # The next writer sweeps away what this one could not finish.
            worker.dismiss()
            raise
        except KgError:
            self._keep(worker)
            raise
        except BaseException:
            worker.kill()
            raise
        if self._config.in_memory:
            self._reader.move(snapshot, await worker.become_nest())
        else:
            self._keep(worker, grown=function is tasks.unbounded)
            self._reader.move(max(snapshot, self._reader.snapshot))
        return value

    async def _ready(self) -> Worker:
        """The process that holds the writer's lock; waits a little for another program."""
        if self._closing:
            self._closing.cancel()
        if self._worker and self._worker.alive:
            return self._worker
        if self._reader.lost:
            # A writer would begin an empty graph in its place.
            raise StoreError(
                "the store is gone",
                where=self._config.store,
                next_step="Bring it back, or start the service again",
            )
        begun = asyncio.get_running_loop().time()
        while True:
            try:
                return await self._reader.first.fork(nest.WRITER)
            except StoreLockedError:
                if asyncio.get_running_loop().time() - begun > PATIENCE:
                    raise
                await asyncio.sleep(0.05)

    def _keep(self, worker: Worker, *, grown: bool = False) -> None:
        """Stay open for the next change, but not for long: other programs write too."""
        self._changes = (self._changes + 1) % CHANGES
        if self._config.in_memory or grown or not worker.alive or not self._changes:
            worker.dismiss()
            return
        self._worker = worker
        self._closing = asyncio.get_running_loop().call_later(IDLE, self.close)


def _published(folder: Path) -> int:
    try:
        return int((folder / "current").readlink().name)
    except (OSError, ValueError):
        return 0


def _fits(snapshot: Path) -> bool:
    """Whether a copy would take less than half of the memory that is free."""
    try:
        size = sum(file.stat().st_size for file in snapshot.iterdir())
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    free = next((int(line.split()[1]) * 1024 for line in lines if "MemAvailable" in line), 0)
    return size * _BYTES_IN_MEMORY < free / 2
