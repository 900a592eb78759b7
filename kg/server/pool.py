"""The service's side of its worker processes: hands requests out, stops what takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, Final, cast

from kg.errors import KgError
from kg.server import frames, nest
from kg.server.config import Config
from kg.server.failures import BusyError, CrashedError, TooSlowError

_GONE: Final = "the request needed more memory than it may take, or crashed the engine"
_LONG: Final = 1.0


class Channel(asyncio.Protocol):
    """One worker's end of the line: a message out, the answer's future back."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parts = bytearray()
        self.gone = asyncio.get_running_loop().create_future()
        self.ready = self._answer = self._expect()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with a part of a message."""
        self._parts += data
        if len(self._parts) < frames.LENGTH.size:
            return
        (length,) = frames.LENGTH.unpack_from(self._parts)
        if len(self._parts) - frames.LENGTH.size < length:
            return
        message = memoryview(self._parts)[frames.LENGTH.size :]
        value = pickle.loads(message)  # noqa: S301 -- our own process sent it
        self._parts = bytearray()
        if not self._answer.done():
            self._answer.set_result(value)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the worker is gone."""
        if not self.gone.done():
            self.gone.set_result(None)
        if not self._answer.done():
            self._answer.set_exception(CrashedError(_GONE, next_step="Ask for less at once"))

    def ask(self, value: object) -> asyncio.Future[Any]:
        """Send a message; the future of what comes back."""
        assert self._transport is not None
        self._answer = self._expect()
        if self.open:
            self._transport.write(frames.pack(value))
        return self._answer

    def _expect(self) -> asyncio.Future[Any]:
        answer = asyncio.get_running_loop().create_future()
        if self.gone.done() or (self._transport and not self.open):
            answer.set_exception(CrashedError(_GONE, next_step="Ask for less at once"))
        return answer

    def detach(self) -> socket.socket:
        """The line itself; nothing more is read from it here."""
        assert self._transport is not None
        line = self._transport.get_extra_info("socket")
        kept = socket.socket(fileno=os.dup(line.fileno()))
        self._transport.close()
        return kept

    @property
    def open(self) -> bool:
        """Whether the line can still be used."""
        return not (self.gone.done() or self._transport is None or self._transport.is_closing())

    def close(self) -> None:
        """Hang up; an idle worker ends by itself."""
        if self._transport:
            self._transport.close()


class Nest:
    """A nest process as the service sees it."""

    def __init__(self, control: socket.socket) -> None:
        control.setblocking(False)
        self._control = control
        self._waiting: deque[asyncio.Future[tuple[int, socket.socket]]] = deque()
        self.alive = True
        self.children: set[int] = set()
        self._retired = False
        asyncio.get_running_loop().add_reader(control.fileno(), self._read)

    @classmethod
    def first(cls, config: Config) -> Nest:
        """Start the first nest as a process of its own, free of the service's threads."""
        ours, theirs = socket.socketpair()
        words = [str(theirs.fileno()), config.store, str(config.limits.memory)]
        subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", "kg.server.nest", *words],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        return cls(ours)

    async def fork(self, kind: bytes, snapshot: int = 0) -> Worker:
        """A new child. Raises: the failure with which it could not begin."""
        answer: asyncio.Future[tuple[int, socket.socket]]
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        try:
            self._control.send(nest.REQUEST.pack(kind, snapshot))
        except OSError:
            self._lost()
        pid, end = await answer
        self.children.add(pid)
        return await Worker.begin(self, pid, end)

    def kill(self, pid: int) -> None:
        """End a child at once."""
        with contextlib.suppress(OSError):
            self._control.send(nest.REQUEST.pack(nest.KILL, pid))

    def buried(self, pid: int) -> None:
        """Note that a child is gone; a retired nest without children goes too."""
        self.children.discard(pid)
        if self._retired and not self.children:
            self.close()

    def retire(self) -> None:
        """Go when the last child is gone."""
        self._retired = True
        if not self.children:
            self.close()

    def close(self) -> None:
        """Hang up: the nest ends, and the kernel ends its children."""
        if self.alive:
            self.alive = False
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()

    def _read(self) -> None:
        try:
            said, descriptors, _, _ = socket.recv_fds(self._control, nest.REPLY.size, 1)
        except BlockingIOError:
            return
        except OSError:
            said, descriptors = b"", []
        if len(said) < nest.REPLY.size or not descriptors:
            self._lost()
            return
        (pid,) = nest.REPLY.unpack(said)
        answer = self._waiting.popleft()
        end = socket.socket(fileno=descriptors[0])
        if answer.done():
            end.close()
        else:
            answer.set_result((pid, end))

    def _lost(self) -> None:
        self.close()
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(CrashedError("the processes that read the graph are gone"))


class Worker:
    """A child process that does one thing after another."""

    def __init__(self, home: Nest, pid: int, channel: Channel) -> None:
        self.home, self.pid, self._channel = home, pid, channel
        self.snapshot = 0
        channel.gone.add_done_callback(lambda _: home.buried(pid))

    @classmethod
    async def begin(cls, home: Nest, pid: int, end: socket.socket) -> Worker:
        """Take the line to a child and wait until it is ready."""
        end.setblocking(False)
        loop = asyncio.get_running_loop()
        _, channel = await loop.create_unix_connection(Channel, sock=end)
        worker = cls(home, pid, channel)
        try:
            worker.snapshot = frames.opened(await channel.ready)
        except BaseException:
            worker.kill()
            raise
        return worker

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._channel.open

    async def call(self, function: Callable[..., Any], args: Any, options: Any) -> Any:
        """What a function gives in there. Raises: its failure, or CrashedError."""
        return frames.opened(await self._channel.ask((function, args, options)))

    async def become_nest(self) -> Nest:
        """Turn it into a nest that holds the graph as it is in there now."""
        frames.opened(await self._channel.ask(nest.BECOME_NEST))
        return self.as_nest()

    def as_nest(self) -> Nest:
        """The nest that this child is by now, at the other end of the same line."""
        self.home.buried(self.pid)
        return Nest(self._channel.detach())

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.home.kill(self.pid)
        self._channel.close()

    def dismiss(self) -> None:
        """Let it end: it has nothing to do."""
        self._channel.close()


class Pool:
    """A number of readers that are alike, replaced as they die, grow stale or have grown large."""

    def __init__(
        self,
        size: int,
        queue: int,
        make: Callable[[], Coroutine[Any, Any, Worker]],
        fresh: Callable[[Worker], bool],
    ) -> None:
        self._size, self._queue, self._make, self._fresh = size, queue, make, fresh
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._count = 0
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False
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
        try:
            async with asyncio.timeout(deadline):
                worker = await self._acquire()
                return await self._use(worker, function, args, options)
        except TimeoutError:
            raise too_slow(deadline) from None

    def renew(self) -> None:
        """Let stale workers go, and start others in their place."""
        for worker in self._idle:
            if not self._fresh(worker):
                self._idle.remove(worker)
                self._dropped(worker)
        self._fill()

    def close(self) -> None:
        """Let all workers go."""
        self._closed = True
        for task in self._births:
            task.cancel()
        for worker in self._idle:
            worker.dismiss()

    async def _use(
        self, worker: Worker, function: Callable[..., Any], args: Any, options: Any
    ) -> Any:
        begun, ended = time.monotonic(), False
        try:
            answer = await worker.call(function, args, options)
            ended = True
            return answer
        except KgError:
            ended = True
            raise
        finally:
            if not ended:
                self.stopped += 1
                worker.kill()
            self._release(worker, tired=time.monotonic() - begun > _LONG)

    async def _acquire(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive and self._fresh(worker):
                return worker
            self._dropped(worker)
        if len(self._waiting) >= self._queue:
            raise BusyError("too many requests are waiting", next_step="Try again in a moment")
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        self._fill()
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and not place.exception():
                self._release(place.result())
            raise

    def _release(self, worker: Worker, *, tired: bool = False) -> None:
        if self._closed or tired or not worker.alive or not self._fresh(worker):
            self._dropped(worker)
            self._fill()
        elif (place := self._next()) is not None:
            place.set_result(worker)
        else:
            self._idle.append(worker)

    def _next(self) -> asyncio.Future[Worker] | None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                return place
        return None

    def _dropped(self, worker: Worker) -> None:
        self._count -= 1
        worker.dismiss()

    def _fill(self) -> None:
        while self._count < self._size and not self._closed:
            self._count += 1
            task = asyncio.get_running_loop().create_task(self._birth())
            self._births.add(task)
            task.add_done_callback(self._births.discard)

    async def _birth(self) -> None:
        try:
            worker = await self._make()
        except KgError as error:
            self._count -= 1
            while (place := self._next()) is not None:
                place.set_exception(error)
        except BaseException:
            self._count -= 1
            raise
        else:
            self._release(worker)


def too_slow(deadline: float) -> TooSlowError:
    """What to say when the deadline has passed."""
    return TooSlowError(
        f"stopped after {deadline:g} seconds", next_step="Ask for less, or add a LIMIT"
    )
