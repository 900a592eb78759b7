"""Compares the service with the plain Oxigraph server on one store, in one run.

``python benchmarks/service.py [--triples N] [--seconds S]`` prints requests per second for light
and heavy queries at 1, 8 and 32 connections, their ratio, and what a worker process costs at the
median. The clients are few threads of this process, so the figures are for comparing, not absolute.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

STATES, GROUPS = 1000, 50
NS = "https://w3id.org/coalition-kg/"
LIGHT = {
    "entity by IRI, ever new": f"SELECT * {{ <{NS}id/fact/%d> ?p ?o }}",
    "entity by IRI, of fifty": f"SELECT * {{ <{NS}id/fact/%r> ?p ?o }}",
    "members of one group": (
        f"SELECT ?state ?label {{ ?fact <{NS}ontology#group> <{NS}id/coalition/g%r> ;"
        f" <{NS}ontology#member> ?state ."
        " ?state <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label LIMIT 20"
    ),
}
HEAVY = {
    "facts by group": (
        f"SELECT ?g (COUNT(?f) AS ?n) {{ ?f <{NS}ontology#group> ?g ; <{NS}ontology#member> ?m }}"
        " GROUP BY ?g # %d"
    ),
}


def fill(folder: Path, triples: int) -> None:
    """Write a published store of about that many triples."""
    from pyoxigraph import RdfFormat

    from kg.library import Library
    from kg.store import Embedded

    with Embedded.writer(folder) as store:
        store.engine.bulk_load("".join(_lines(triples)), RdfFormat.N_TRIPLES)
        store.unpublished = True
        number = store.publish()
    with Library.writer(folder, at=number + 1):
        pass


def _lines(triples: int) -> Iterator[str]:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    for n in range(STATES):
        yield f'<{NS}id/state/s{n}> {label} "State {n}" .\n'
    for n in range((triples - STATES) // 4):
        fact = f"<{NS}id/fact/{n}>"
        group = n % GROUPS if n < GROUPS * 20 else GROUPS + n % (GROUPS * 40)
        yield f"{fact} <{NS}ontology#group> <{NS}id/coalition/g{group}> .\n"
        yield f"{fact} <{NS}ontology#member> <{NS}id/state/s{n * 7 % STATES}> .\n"
        yield f'{fact} <{NS}ontology#modality> "actual" .\n'
        yield f"{fact} <{NS}ontology#evidence> <{NS}id/passage/{n}> .\n"


@contextmanager
def started(words: list[str], ready: Callable[[], bool]) -> Iterator[None]:
    """A server process that answers."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while not ready():
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def rate(url: str, text: str, connections: int, seconds: float) -> tuple[float, float]:
    """Requests a second, and the median seconds of one."""
    taken: list[list[float]] = [[] for _ in range(connections)]
    stop = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_client, args=(url, text, n, connections, stop, taken[n]))
        for n in range(connections)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [one for found in taken for one in found]
    return len(every) / (time.monotonic() - begun), statistics.median(every)


def _client(url: str, text: str, first: int, step: int, stop: float, taken: list[float]) -> None:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc)
    number = first
    headers = {"Accept": "application/sparql-results+json"}
    while time.monotonic() < stop:
        begun = time.perf_counter()
        asked = text.replace("%d", str(number)).replace("%r", str(number % GROUPS))
        connection.request("GET", f"{place.path}?query={quote(asked)}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken.append(time.perf_counter() - begun)
        number += step
    connection.close()


def _answers(url: str, sign: str = "") -> bool:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=5)
    try:
        connection.request("GET", place.path)
        return sign in connection.getresponse().read().decode()
    except OSError:
        return False
    finally:
        connection.close()


def measured(folder: Path, seconds: float, ports: tuple[int, int]) -> None:
    """Print the comparison."""
    ours, theirs = (f"http://127.0.0.1:{port}" for port in ports)
    plain = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    live = ["--location", str(folder / "live"), "--bind", theirs.removeprefix("http://")]
    kg = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--no-access-log"]
    kg += ["--port", str(ports[0]), "--deadline", "60"]
    figures: dict[str, dict[tuple[str, int], tuple[float, float]]] = {}
    servers = {
        "oxigraph serve": (
            [plain, "serve", *live],
            lambda: _answers(f"{theirs}/"),
            f"{theirs}/query",
        ),
        "kg serve": (
            kg,
            lambda: _answers(f"{ours}/metrics", "kg_graph_in_memory 1"),
            f"{ours}/sparql",
        ),
    }
    for name, (words, ready, url) in servers.items():
        with started(words, ready):
            figures[name] = {
                (query, connections): rate(url, text, connections, seconds)
                for query, text in {**LIGHT, **HEAVY}.items()
                for connections in (1, 8, 32)
            }
    print(f"{'':24}{'connections':>12}{'oxigraph/s':>12}{'kg/s':>10}{'ratio':>8}{'more ms':>9}")
    for key, (speed, median) in figures["kg serve"].items():
        other, their_median = figures["oxigraph serve"][key]
        more = (median - their_median) * 1000
        print(f"{key[0]:24}{key[1]:12}{other:12.0f}{speed:10.0f}{speed / other:8.2f}{more:9.2f}")


def main() -> None:
    """Fill a store and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--ports", type=int, nargs=2, default=(7011, 7012))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fill(store, given.triples)
        measured(store, given.seconds, tuple(given.ports))


if __name__ == "__main__":
    main()
