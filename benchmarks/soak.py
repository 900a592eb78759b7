"""Loads a service for minutes with reads, writes and abandoned queries, and watches what it keeps.

``python benchmarks/soak.py [--minutes M] [--kept N]`` exits 1 when an answer is not as intended;
when ``ASK {}``, asked all the while beside the load, is once not answered within a second by the
process that was started; or when memory of the service and its children, or open files of those
that stay, grow by more than a tenth from the second fifth of the time to the last. Of the clients,
N ask questions without end and wait for the answer, again and again. What was stopped, or sent
away, is counted by what was asked and what was answered.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import http.client
import itertools
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server.running import TOKEN, Service, descriptors, proportional, running

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
INTENDED = {200, 204, 408, 503}
CLIENTS = 10
GROWTH = 1.1
ALIVE = 1.0
"""Seconds within which ``ASK {}`` is answered."""
PROBE, SAMPLE = 0.2, 2.0


class Kept(NamedTuple):
    """What the service and its children hold.

    ``memory`` counts what they share once; ``files`` are those of the two processes that stay, the
    service and the one that forks the rest; ``tables`` those of workers, which come and go with
    as many files as the engine has just now.
    """

    memory: int
    files: int
    tables: int
    processes: int


@dataclass
class Seen:
    """What clients, prober and sampler saw."""

    answers: collections.Counter[int | str] = field(default_factory=collections.Counter)
    reasons: collections.Counter[str] = field(default_factory=collections.Counter)
    probes: list[float] = field(default_factory=list)
    unanswered: collections.Counter[str] = field(default_factory=collections.Counter)
    kept: list[Kept] = field(default_factory=list)


Act = Callable[[http.client.HTTPConnection, int], tuple[int, str]]


def read(connection: http.client.HTTPConnection, number: int) -> tuple[int, str]:
    """One small query."""
    text = quote(f"SELECT * {{ <urn:s{number % 500}> ?p ?o }}")
    connection.request("GET", f"/sparql?query={text}")
    return told_by(connection)


def keep(connection: http.client.HTTPConnection, number: int) -> tuple[int, str]:
    """A query without end, waited for."""
    connection.request("GET", f"/sparql?query={quote(RUNAWAY)}%20%23{number}")
    return told_by(connection)


def told_by(connection: http.client.HTTPConnection) -> tuple[int, str]:
    """An answer's status and words."""
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def write(connection: http.client.HTTPConnection, number: int) -> tuple[int, str]:
    """One small update, which the next ones replace."""
    place = f"<urn:s{number % 500}> <urn:p>"
    text = f"DELETE WHERE {{ {place} ?o }} ; INSERT DATA {{ {place} {number} }}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    connection.request("POST", "/sparql", text, headers)
    return told_by(connection)


def abandon(connection: http.client.HTTPConnection, number: int) -> tuple[int, str]:
    """A query without end, left after a moment."""
    connection.request("GET", f"/sparql?query={quote(RUNAWAY)}%20%23{number}")
    time.sleep(0.05)
    connection.close()
    return 200, ""


MIXED: tuple[Act, ...] = (*[read] * 16, write, abandon)


def client(
    service: Service, stop: threading.Event, seed: int, seen: Seen, acts: tuple[Act, ...] = MIXED
) -> None:
    """Ask on and on."""
    dice = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    while not stop.is_set():
        act = dice.choice(acts)
        try:
            status, words = act(connection, dice.randrange(10_000))
            seen.answers[status] += 1
            if status >= 400:
                reason = words.partition("\n")[0][:100]
                seen.reasons[f"{act.__name__} {status}: {reason}"] += 1
        except (OSError, http.client.HTTPException) as error:
            seen.answers[type(error).__name__] += 1
            connection.close()
    connection.close()


def probe(service: Service, stop: threading.Event, seen: Seen) -> None:
    """Ask on a connection of its own whether the service is alive, never the same text twice."""
    for number in itertools.takewhile(lambda _: not stop.wait(PROBE), itertools.count()):
        begun = time.monotonic()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port)) as line:
            try:
                line.request("GET", f"/sparql?query={quote(f'ASK {{}} # {number}')}")
                answer = line.getresponse()
                answer.read()
                outcome = str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                outcome = type(error).__name__
        seen.probes.append(time.monotonic() - begun)
        if outcome != "200" or service.process.poll() is not None:
            seen.unanswered[outcome] += 1


def sample(service: Service, stop: threading.Event, seen: Seen) -> None:
    """Note what the processes keep, again and again."""
    while not stop.wait(SAMPLE):
        family = service.processes()
        memory, held = sum(map(proportional, family)), list(map(descriptors, family))
        seen.kept.append(Kept(memory, sum(held[:2]), sum(held[2:]), len(family)))


@contextlib.contextmanager
def loaded(service: Service, seen: Seen, kept: int = 0) -> Iterator[None]:
    """Clients, prober and sampler at work around what is done meanwhile."""
    stop = threading.Event()
    asking = [
        threading.Thread(target=client, args=(service, stop, n, seen)) for n in range(CLIENTS)
    ]
    asking += [
        threading.Thread(target=client, args=(service, stop, n, seen, (keep,))) for n in range(kept)
    ]
    watching = [threading.Thread(target=act, args=(service, stop, seen)) for act in (probe, sample)]
    for thread in (*asking, *watching):
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in (*asking, *watching):
            thread.join()


def fifth(kept: list[Kept], number: int) -> Kept:
    """What was held in the middle of one fifth of the time; processes come and go around it."""
    size = max(1, len(kept) // 5)
    part = kept[number * size : (number + 1) * size] or kept[-1:]
    return Kept(*(round(statistics.median(column)) for column in zip(*part, strict=True)))


def judged(seen: Seen) -> list[str]:
    """What is not as it should be."""
    early, late = fifth(seen.kept, 1), fifth(seen.kept, 4)
    unintended = set(seen.answers) - INTENDED
    slow = [seconds for seconds in seen.probes if seconds > ALIVE]
    found = {
        f"answers that were not intended: {unintended}": unintended,
        f"probes not answered with 200: {dict(seen.unanswered)}": seen.unanswered,
        f"{len(slow)} probes took longer than {ALIVE:g} s": slow,
        "memory grew": late.memory > early.memory * GROWTH,
        "open files grew": late.files > early.files * GROWTH + 2,
    }
    return [what for what, wrong in found.items() if wrong]


def told(seen: Seen) -> Iterator[str]:
    """The figures."""
    early, late = fifth(seen.kept, 1), fifth(seen.kept, 4)
    ordered = sorted(seen.probes)
    middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    yield f"answers {dict(sorted(seen.answers.items(), key=str))}"
    yield from (f"  {count} x {reason}" for reason, count in seen.reasons.most_common())
    yield (
        f"{len(ordered)} probes: median {middle * 1000:.0f} ms, 99 % within {most * 1000:.0f} ms,"
        f" slowest {ordered[-1] * 1000:.0f} ms"
    )
    yield (
        f"memory {early.memory / 2**20:.0f} -> {late.memory / 2**20:.0f} MB, "
        f"files {early.files} -> {late.files}, workers' files {early.tables} -> {late.tables}, "
        f"processes {early.processes} -> {late.processes}"
    )


def main() -> int:
    """Run it, print what was seen, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kept", type=int, default=2, metavar="N", help="questions without end")
    given = parser.parse_args()
    seconds = given.minutes * 60
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        token = Path(folder) / "token"
        token.write_text(TOKEN)
        options = ("--writable", "all", "--token-file", str(token), "--deadline", "3")
        with (
            running(Path(folder) / "store", *options, "--no-access-log") as service,
            loaded(service, seen, given.kept),
        ):
            time.sleep(seconds)
    print(*told(seen), sep="\n")
    wrong = judged(seen)
    print(*(f"WRONG: {what}" for what in wrong), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
