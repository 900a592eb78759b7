"""The service's side of its other processes: a line to each, and the nests that they come from."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, cast

from kg.server import frames, nest
from kg.server.config import Config
from kg.server.failures import CrashedError

_GONE: Final = "the request needed more memory than it may take, or crashed the engine"


class Channel(asyncio.Protocol):
    """One worker's end of the line: a message out, the answer's future back.

    ``freed`` is called when the worker has answered or is gone, before anybody else learns of it.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parts = bytearray()
        self.gone = self._loop.create_future()
        self.ready = self._answer = self._loop.create_future()
        self.freed: Callable[[], None] = _nothing

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with a part of a message."""
        self._parts += data
        if not frames.complete(self._parts):
            return
        value = frames.unpack(self._parts)
        self._parts = bytearray()
        if not self._answer.done():
            self._answer.set_result(value)
        self.freed()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the worker is gone."""
        if not self.gone.done():
            self.gone.set_result(None)
        if not self._answer.done():
            self._answer.set_exception(_crashed())
        self.freed()

    def ask(self, message: bytes, answer: asyncio.Future[Any] | None = None) -> asyncio.Future[Any]:
        """Send a message; the future of what comes back."""
        self._answer = answer or self._loop.create_future()
        if self.open:
            assert self._transport is not None
            self._transport.write(message)
        else:
            self._answer.set_exception(_crashed())
        return self._answer

    def forget(self) -> None:
        """Tell nobody what comes back, or that nothing does."""
        self._answer = self._loop.create_future()
        self._answer.cancel()

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
            self.close()
        pid, end = await answer
        return await Worker.begin(self, pid, end)

    def kill(self, pid: int) -> None:
        """End a child at once."""
        with contextlib.suppress(OSError):
            self._control.send(nest.REQUEST.pack(nest.KILL, pid))

    def buried(self, pid: int) -> None:
        """Note that a child is gone; a retired nest without children goes too."""
        self.children.discard(pid)
        self._go()

    def retire(self) -> None:
        """Go when the last child is gone, those still to be forked included."""
        self._retired = True
        self._go()

    def close(self) -> None:
        """Hang up: the nest ends, and the kernel ends its children."""
        if self.alive:
            self.alive = False
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(CrashedError("the processes that read the graph are gone"))

    def _go(self) -> None:
        if self._retired and not (self.children or self._waiting):
            self.close()

    def _read(self) -> None:
        try:
            said, descriptors, _, _ = socket.recv_fds(self._control, nest.REPLY.size, 1)
        except BlockingIOError:
            return
        except OSError:
            said, descriptors = b"", []
        if len(said) < nest.REPLY.size or not descriptors:
            self.close()
            return
        (pid,) = nest.REPLY.unpack(said)
        answer = self._waiting.popleft()
        end = socket.socket(fileno=descriptors[0])
        if answer.done():
            end.close()
            self._go()
        else:
            self.children.add(pid)
            answer.set_result((pid, end))


class Worker:
    """A child process that does one thing after another."""

    def __init__(self, home: Nest, pid: int, channel: Channel) -> None:
        self.home, self.pid, self._channel = home, pid, channel
        self.snapshot = 0
        self.stands_back = False
        self._clock = _clock_of(pid)
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
        return frames.opened(await self._channel.ask(frames.pack((function, args, options))))

    def start(self, message: bytes, answer: asyncio.Future[Any]) -> None:
        """Send it a call; the answer's message will be in the future."""
        self._channel.ask(message, answer)

    def when_freed(self, then: Callable[[], None]) -> None:
        """What to call when it has answered, or is gone."""
        self._channel.freed = then

    async def become_nest(self) -> Nest:
        """Turn it into a nest that holds the graph as it is in there now."""
        frames.opened(await self._channel.ask(frames.pack(nest.BECOME_NEST)))
        return self.as_nest()

    def as_nest(self) -> Nest:
        """The nest that this child is by now, at the other end of the same line."""
        self.home.buried(self.pid)
        return Nest(self._channel.detach())

    def kill(self) -> None:
        """End it at once, whatever it is doing; who waits for its answer waits on."""
        self._channel.forget()
        self.home.kill(self.pid)
        self._channel.close()

    def used(self) -> float:
        """Seconds of processor time so far; 0 where that cannot be told, or it is gone."""
        try:
            return time.clock_gettime(self._clock) if self._clock else 0.0
        except OSError:
            return 0.0

    def stand_back(self, niceness: int) -> None:
        """Let it have a processor only as far as others leave it one, from now on."""
        if not self.stands_back:
            self.stands_back = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, niceness)

    def dismiss(self) -> None:
        """Let it end: it has nothing to do."""
        self._channel.close()


def _clock_of(pid: int) -> int:
    """The clock of a process's processor time; 0 where there is none (clock_getcpuclockid(3))."""
    find = getattr(ctypes.CDLL(None), "clock_getcpuclockid", None)
    found = ctypes.c_int()
    return found.value if find and find(pid, ctypes.byref(found)) == 0 else 0


def _crashed() -> CrashedError:
    return CrashedError(_GONE, next_step="Ask for less at once")


def _nothing() -> None:
    pass
