"""Starts ``kg serve``, waits until it answers, and ends it whatever happens."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from tests.support import missing

TOKEN = "token-of-these-tests-only"
PATIENCE = 60.0


def _serving_is_possible() -> bool:
    return all(importlib.util.find_spec(name) for name in ("fastapi", "uvicorn", "httpx"))


class Service:
    """A running service: its address, its process, what it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.address = ""
        self._reader = Thread(target=self._listen, daemon=True)
        self._reader.start()

    def start(self) -> None:
        """Wait until it serves."""
        until(lambda: bool(self.address) or not self._reader.is_alive())
        assert self.address, "\n".join(self.said)

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line.rstrip("\n"))
            if line.startswith("Serving "):
                self.address = line.rsplit(" at ", 1)[1].strip().rstrip("/")

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1])

    def request(self, method: str, path: str, **options: Any) -> Any:
        import httpx

        with httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False) as client:
            return client.request(method, path, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.request("GET", path, **options)

    def query(
        self, text: str, accept: str = "application/sparql-results+json", **options: Any
    ) -> Any:
        headers = {"Accept": accept, **options.pop("headers", {})}
        return self.request("POST", "/sparql", data={"query": text}, headers=headers, **options)

    def update(self, text: str, token: str = TOKEN, **headers: str) -> Any:
        told = {"Content-Type": "application/sparql-update", **headers}
        if token:
            told["Authorization"] = f"Bearer {token}"
        return self.request("POST", "/sparql", content=text, headers=told)

    def rows(self, text: str) -> list[dict[str, str]]:
        answer = self.query(text)
        assert answer.status_code == 200, answer.text
        found = json.loads(answer.text)["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in found]

    def count(self, pattern: str = "?s ?p ?o") -> int:
        return int(self.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0]["n"])

    def is_alive(self) -> bool:
        """ASK {} answers within a second from the process that was started."""
        begun = time.monotonic()
        answer = self.query(f"ASK {{}} # {begun}, never asked before")
        quick = time.monotonic() - begun < 1.0
        return answer.status_code == 200 and quick and self.process.poll() is None

    def processes(self) -> list[int]:
        """The service's process and all that it has started."""
        found, wanted = [self.process.pid], [self.process.pid]
        while wanted:
            parent = wanted.pop()
            for folder in Path("/proc").glob("[0-9]*"):
                if _parent(folder) == parent:
                    found.append(int(folder.name))
                    wanted.append(int(folder.name))
        return found

    def cpu(self) -> float:
        """Seconds of processor time that the living processes have used."""
        return sum(map(_cpu, self.processes()))


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _parent(folder: Path) -> int:
    fields = _stat(folder)
    return int(fields[1]) if fields else 0


def _cpu(pid: int) -> float:
    fields = _stat(Path(f"/proc/{pid}"))
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def memory(pid: int) -> int:
    """Resident bytes of a process."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def proportional(pid: int) -> int:
    """Bytes of a process, those it shares with others divided by their number."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def descriptors(pid: int) -> int:
    """The number of files that a process holds open."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something to become true; fail when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


@contextmanager
def running(store: Path | str, *options: str) -> Iterator[Service]:
    """A service over a store; ended, and waited for, at the end."""
    if not _serving_is_possible():
        missing("fastapi, uvicorn or httpx")
    words = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    service = Service(process)
    try:
        service.start()
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        service._reader.join()
        assert process.stderr
        process.stderr.close()
