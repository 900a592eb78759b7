"""The two servers that are compared, over one store, and the processor time that they take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import client


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server answers, and its process."""

    port: int
    process: int

    def cpu(self) -> float:
        """Seconds of processor time that it and all its children have taken."""
        return sum(map(_cpu, _family(self.process))) / os.sysconf("SC_CLK_TCK")


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _cpu(process: int) -> int:
    """Clock ticks of a process, and of its children that are gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


@contextmanager
def served(folder: Path, ports: tuple[int, int]) -> Iterator[tuple[Server, Server]]:
    """Both servers over one store: ours, theirs."""
    plain = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    live = ["--location", str(folder / "live"), "--bind", f"127.0.0.1:{ports[1]}"]
    ours = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--no-access-log"]
    ours += ["--port", str(ports[0]), "--deadline", "120"]
    with ExitStack() as stack:
        there = stack.enter_context(_started([plain, "serve", *live]))
        here = stack.enter_context(_started(ours))
        _until(lambda: client.answers(ports[1]))
        _until(lambda: client.answers(ports[0], "/metrics", "kg_answers_all_prepared 1"))
        yield Server(ports[0], here), Server(ports[1], there)


@contextmanager
def _started(words: list[str]) -> Iterator[int]:
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while not ready():
        assert time.monotonic() < end, "a server does not answer"
        time.sleep(0.1)
