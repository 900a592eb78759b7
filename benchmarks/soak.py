"""Loads a service for minutes with reads, writes and abandoned queries, and watches what it keeps.

``python benchmarks/soak.py [--minutes M]`` exits 1 when an answer is not as intended, or when
memory or open files grow by more than a tenth after the first fifth of the time.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import http.client
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server.running import TOKEN, Service, memory, running, until

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
INTENDED = {200, 204, 408, 503}
CLIENTS = 10
GROWTH = 1.1


def read(connection: http.client.HTTPConnection, number: int) -> int:
    """One small query."""
    text = quote(f"SELECT * {{ <urn:s{number % 500}> ?p ?o }}")
    connection.request("GET", f"/sparql?query={text}")
    answer = connection.getresponse()
    answer.read()
    return answer.status


def write(connection: http.client.HTTPConnection, number: int) -> int:
    """One small update, which the next ones replace."""
    place = f"<urn:s{number % 500}> <urn:p>"
    text = f"DELETE WHERE {{ {place} ?o }} ; INSERT DATA {{ {place} {number} }}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    connection.request("POST", "/sparql", text, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def abandon(connection: http.client.HTTPConnection, number: int) -> int:
    """A query without end, left after a moment."""
    connection.request("GET", f"/sparql?query={quote(RUNAWAY)}%20%23{number}")
    time.sleep(0.05)
    connection.close()
    return 200


def client(
    port: int, stop: threading.Event, seed: int, seen: collections.Counter[int | str]
) -> None:
    """Ask on and on."""
    dice = random.Random(seed)
    acts: list[Callable[[http.client.HTTPConnection, int], int]] = [read] * 16 + [write, abandon]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while not stop.is_set():
        try:
            seen[dice.choice(acts)(connection, dice.randrange(10_000))] += 1
        except (OSError, http.client.HTTPException) as error:
            seen[type(error).__name__] += 1
            connection.close()
    connection.close()


def kept(service: Service) -> tuple[int, int]:
    """The service's own resident memory and open files."""
    pid = service.process.pid
    with contextlib.suppress(OSError):
        return memory(pid), len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return 0, 0


def main() -> int:
    """Run it, print what was seen, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    seconds = parser.parse_args().minutes * 60
    seen: collections.Counter[int | str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        token = Path(folder) / "token"
        token.write_text(TOKEN)
        options = ("--writable", "all", "--token-file", str(token), "--deadline", "3")
        with running(Path(folder) / "store", *options, "--no-access-log") as service:
            stop = threading.Event()
            threads = [
                threading.Thread(target=client, args=(service.port, stop, seed, seen))
                for seed in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            time.sleep(seconds / 5)
            early = kept(service)
            time.sleep(seconds * 4 / 5)
            late = kept(service)
            stop.set()
            for thread in threads:
                thread.join()
            until(service.is_alive)
    print(dict(seen))
    print(
        f"memory {early[0] / 2**20:.0f} -> {late[0] / 2**20:.0f} MB, files {early[1]} -> {late[1]}"
    )
    flat = late[0] <= early[0] * GROWTH and late[1] <= early[1] * GROWTH + 2
    return 0 if flat and set(seen) <= INTENDED else 1


if __name__ == "__main__":
    raise SystemExit(main())
