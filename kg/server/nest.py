"""The processes that touch the graph: a nest forks workers, which can be killed at any moment.

The service itself never opens the graph. A nest is a small process without threads; asked over
its control channel, it forks a reader of one snapshot, a writer, or another nest that holds a copy
of a snapshot in memory (its readers share that copy and start within milliseconds). A store that
lives in memory only is such a nest from the start; a writer that has changed it becomes the next.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

from kg.errors import KgError, StoreError
from kg.library import Library
from kg.pipeline import Archive
from kg.server import frames, warm
from kg.server.failures import CrashedError
from kg.store import Copy, Embedded, Memory

REQUEST: Final = struct.Struct("!cq")
REPLY: Final = struct.Struct("!q")
READER, WRITER, COPY, KILL = b"R", b"W", b"C", b"K"
BECOME_NEST: Final = "become a nest"
_PDEATHSIG: Final = 1
Life: TypeAlias = "Callable[[], Life | None]"
_QUIET: Final = (EOFError, ConnectionError, BrokenPipeError)


class Nest:
    """What a nest knows: the store's location, a worker's memory, and maybe a graph in memory."""

    def __init__(
        self,
        location: str,
        memory: int,
        held: Memory | None = None,
        library: Library | None = None,
    ) -> None:
        self.location = location
        self.memory = memory
        self.held = held
        self.library = library

    def run(self, control: socket.socket) -> Life:
        """Fork and kill on request until the service hangs up; a fork returns its own life."""
        gc.freeze()
        while True:
            kind, number = REQUEST.unpack(frames.exactly(control, REQUEST.size))
            _reap()
            if kind == KILL:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            elif life := self._fork(control, kind):
                return life

    def _fork(self, control: socket.socket, kind: bytes) -> Life | None:
        ours, theirs = socket.socketpair()
        if child := os.fork():
            theirs.close()
            socket.send_fds(control, [REPLY.pack(child)], [ours.fileno()])
            ours.close()
            return None
        control.close()
        ours.close()
        _on_parents_death(signal.SIGKILL)
        return lambda: self._begin(theirs, kind)

    def _begin(self, channel: socket.socket, kind: bytes) -> Life | None:
        try:
            if kind == COPY:
                held = _copied(Path(self.location))
                frames.send(channel, frames.success(held.snapshot))
                return partial(Nest(self.location, self.memory, held).run, channel)
            archive = self._archive(kind)
        except (KgError, OSError) as error:
            frames.send(channel, frames.failure(_as_ours(error)))
            return None
        _limit_memory(self.memory)
        frames.send(channel, frames.success(archive.store.snapshot))
        return self._work(channel, archive)

    def _archive(self, kind: bytes) -> Archive:
        if self.held and self.library:
            return Archive(self.held, self.library)
        if kind == WRITER:
            return Archive.open(self.location, "w")
        if self.held is None:
            return Archive.open(self.location, "r")
        library = Library.reader(Path(self.location), at=self.held.snapshot)
        return Archive(self.held, library)

    def _work(self, channel: socket.socket, archive: Archive) -> Life:
        """Call what is asked for, one function after another, until the service hangs up."""
        while (asked := frames.receive(channel)) != BECOME_NEST:
            frames.send(channel, _called(archive, *asked))
        _on_parents_death(0)
        resource.setrlimit(resource.RLIMIT_AS, _unlimited())
        frames.send(channel, frames.success(None))
        return partial(
            Nest(self.location, self.memory, archive.store, archive.library).run, channel
        )


def main() -> NoReturn:
    """The first nest: ``python -m kg.server.nest DESCRIPTOR LOCATION MEMORY``."""
    descriptor, location, memory = sys.argv[1:]
    control = socket.socket(fileno=int(descriptor))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _on_parents_death(signal.SIGKILL)
    warm.prepare()
    alone = location == ":memory:"
    library = Library.memory() if alone else None
    nest = Nest(location, int(memory), Memory() if alone else None, library)
    _live(partial(nest.run, control))


def _live(life: Life | None) -> NoReturn:
    """One life after another, in this process and in its forks; each begins on an empty stack."""
    code = 0
    try:
        while life:
            life = life()
    except _QUIET:
        pass
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        sys.stderr.flush()
        os._exit(code)


def _as_ours(error: KgError | OSError) -> KgError:
    if isinstance(error, KgError):
        return error
    place = os.fsdecode(error.filename or "")
    return StoreError(
        f"cannot be opened ({error.strerror})", where=place, next_step="Look at who may read it"
    )


def _called(archive: Archive, function: Callable[..., Any], args: Any, options: Any) -> object:
    try:
        return frames.success(function(archive, *args, **options))
    except KgError as error:
        return frames.failure(error)
    except MemoryError:
        return frames.failure(CrashedError("the request needs more memory than it may take"))
    except Exception:
        sys.excepthook(*sys.exc_info())
        return frames.failure(
            CrashedError("something is wrong inside the service", next_step="See its log")
        )


def _copied(folder: Path) -> Memory:
    """A snapshot's graph in memory.

    A thread builds it, because each has memory of its own: what workers allocate would lie in the
    gaps that building leaves, on thousands of pages that are shared until somebody writes there.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_read, folder).result()


def _read(folder: Path) -> Memory:
    with Embedded.reader(folder) as store:
        return Copy(store)


def _limit_memory(more: int) -> None:
    """Bound what this process may still take: shared memory it began with does not count."""
    with Path("/proc/self/statm").open() as file:
        begun = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (begun + more, _unlimited()[1]))


def _unlimited() -> tuple[int, int]:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    return most, most


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _on_parents_death(number: int) -> None:
    """A busy worker cannot notice that the service is gone; the kernel can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, number)


if __name__ == "__main__":
    main()
