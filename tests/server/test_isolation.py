"""Whatever is asked, the service stays alive, and nothing of it is left behind."""

from __future__ import annotations

import csv
import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph
import pytest

from kg.server.negotiation import GRAPHS, RESULTS
from kg.server.turns import SPARE
from tests.server.running import Service, memory, running, until

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMBS = {
    "600 braces": "SELECT * " + "{" * 600 + "}" * 600,
    "5,000 braces": "SELECT * " + "{" * 5000 + "}" * 5000,
    "50,000 braces": "SELECT * " + "{" * 50_000 + "}" * 50_000,
    "parentheses": "SELECT * { FILTER " + "(" * 2000 + "1" + ")" * 2000 + " }",
    "unions": "SELECT * { {}" + " UNION {}" * 10_000 + " }",
    "alternatives": "ASK { FILTER(1" + "||1" * 20_000 + ") }",
    "optionals": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 4000 + "}" * 4000 + " }",
    "short optionals": "SELECT * { " + "OPTIONAL{" * 4000 + "}" * 4000 + " }",
    "a long path": "SELECT * { ?s " + "/".join(["<urn:p>"] * 1000) + " ?o }",
}
NEVER = "CONCAT(STR(?c), STR(?f), STR(?i)) = 'none'"
PATH = "(<urn:p>|!<urn:p>)*"
CHAINS = f"?x {PATH} ?y . ?u {PATH} ?v . ?y {PATH} ?w . ?v {PATH} ?z . ?a {PATH} ?b"
_DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(26))
RUNAWAYS = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}",
    "order": f"SELECT * {{ {CROSS} }} ORDER BY ?i ?f ?c",
    "doublings": f'SELECT (COUNT(?x26) AS ?n) {{ ?s ?p ?o BIND("0123456789" AS ?x0) {_DOUBLED} }}',
    "path": f"SELECT (COUNT(*) AS ?n) {{ ?x (<urn:p>|!<urn:p>)* ?y . {CROSS} }}",
    "paths": f"SELECT (COUNT(*) AS ?n) {{ {CHAINS} }}",
    "groups": f"SELECT ?a (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a",
    "rows that never come": f"SELECT * {{ {CROSS} FILTER({NEVER}) }}",
    "triples that never come": f"CONSTRUCT {{ ?a ?b ?i }} {{ {CROSS} FILTER({NEVER}) }}",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_text_that_would_crash_the_engine_never_reaches_it(reading: Service, text: str) -> None:
    begun = time.monotonic()
    assert reading.query(text).status_code in {400, 413}
    assert time.monotonic() - begun < 2
    assert reading.is_alive()


@pytest.mark.parametrize("text", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_a_query_ends_at_the_deadline_and_leaves_no_work_behind(
    reading: Service, text: str
) -> None:
    begun = time.monotonic()
    answer = reading.query(text, "application/sparql-results+json, text/turtle")
    assert answer.status_code in {408, 500}
    assert time.monotonic() - begun < 2 + 2
    assert reading.is_alive()
    assert_idle(reading)


def test_a_query_that_wants_too_much_memory_dies_alone(reading: Service) -> None:
    peak, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            peak[0] = max(peak[0], *map(memory, reading.processes()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    answer = reading.query(f"SELECT * {{ {CROSS} }} ORDER BY ?a ?d ?g ?c ?f")
    stop.set()
    watcher.join()
    assert answer.status_code in {408, 500}
    assert peak[0] < 600 * 1024 * 1024
    assert reading.is_alive()


def test_work_stops_when_the_client_leaves(reading: Service) -> None:
    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", reading.port)
        headers = {"Content-Type": "application/sparql-query"}
        connection.request("POST", "/sparql", RUNAWAYS["count"], headers)
        until(lambda: "kg_workers_busy 0" not in reading.get("/metrics").text)
        connection.close()
    assert_idle(reading)
    assert reading.is_alive()


def shows(service: Service, signs: tuple[str, ...]) -> bool:
    """Whether the service's figures hold all of these lines at one time."""
    return set(signs) <= set(service.get("/metrics").text.splitlines())


def test_more_requests_than_can_wait_are_told_to_come_back(filled: object) -> None:
    options = ("--workers", "1", "--queue", "1", "--deadline", "10")
    with running(str(filled), *options) as service:
        open_ones = []
        try:
            assert service.query("ASK {}").status_code == 200
            # A worker that is still starting counts as busy, while what it is for waits. One of
            # the workers more than usual is for what is known to be light.
            taken = [(f"kg_workers_busy {n}", "kg_queue_length 0") for n in range(1, 1 + SPARE)]
            for number, signs in enumerate((*taken, ("kg_queue_length 1",))):
                connection = http.client.HTTPConnection("127.0.0.1", service.port)
                open_ones.append(connection)
                headers = {"Content-Type": "application/sparql-query"}
                text = RUNAWAYS["count"].replace("?n", f"?never_asked{'_' * number}_before")
                connection.request("POST", "/sparql", text, headers)
                until(lambda: shows(service, signs))  # noqa: B023 -- at once
            answer = service.query(RUNAWAYS["distinct"])
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        finally:
            for connection in open_ones:
                connection.close()
        until(service.is_alive)


@pytest.mark.parametrize(("accept", "written"), RESULTS.items())
def test_an_answer_that_is_too_long_is_cut_between_rows_and_says_so(
    reading: Service, accept: str, written: str
) -> None:
    answer = reading.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", accept)
    assert answer.headers["kg-truncated"] == "rows=5000"
    if accept == "text/csv":
        rows = list(csv.reader(io.StringIO(answer.text, newline="")))[1:]
        assert {len(row) for row in rows} == {6}
    else:
        form = pyoxigraph.QueryResultsFormat.from_media_type(written)
        rows = list(pyoxigraph.parse_query_results(answer.content, format=form))
    assert len(rows) == 5000


@pytest.mark.parametrize(("accept", "form"), GRAPHS.items())
def test_too_many_triples_are_cut_between_triples_and_said_so(
    reading: Service, accept: str, form: pyoxigraph.RdfFormat
) -> None:
    text = "CONSTRUCT { ?a <urn:x> ?d } { ?a <urn:p> ?c . ?d <urn:p> ?f }"
    answer = reading.query(text, accept)
    assert answer.headers["kg-truncated"] == "rows=5000"
    assert sum(1 for _ in pyoxigraph.parse(answer.content, format=form)) == 5000


FETCHES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # '\n SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", FETCHES)
def test_a_query_fetches_nothing(reading: Service, text: str) -> None:
    with canary() as (address, hits):
        answer = reading.query(text.replace("URL", address))
        assert answer.status_code == 400
        assert not hits


def test_the_word_service_may_stand_in_a_literal(reading: Service) -> None:
    assert reading.rows("SELECT ('SERVICE <http://x> { }' AS ?x) {}") == [
        {"x": "SERVICE <http://x> { }"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <urn:x>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    ],
)
def test_an_update_fetches_nothing(writable: Service, text: str) -> None:
    with canary() as (address, hits):
        assert writable.update(text.replace("URL", address)).status_code == 400
        assert not hits


def test_the_service_ends_its_processes_and_leaves_with_zero(filled: object) -> None:
    with running(str(filled)) as service:
        service.query("ASK {}")
        family = service.processes()
        service.process.terminate()
        assert service.process.wait(10) == 0
    assert len(family) > 2
    until(lambda: not any(map(memory, family)))


def test_a_killed_service_leaves_no_process_behind(filled: object) -> None:
    with running(str(filled)) as service:
        connection = http.client.HTTPConnection("127.0.0.1", service.port)
        headers = {"Content-Type": "application/sparql-query"}
        connection.request("POST", "/sparql", RUNAWAYS["count"], headers)
        until(lambda: "kg_workers_busy 0" not in service.get("/metrics").text)
        family = service.processes()
        service.process.kill()
        until(lambda: not any(map(memory, family)))
        connection.close()


def assert_idle(service: Service) -> None:
    """Within two seconds, all its processes together use less than a tenth of a core."""

    def quiet() -> bool:
        before, begun = service.cpu(), time.monotonic()
        time.sleep(0.3)
        return service.cpu() - before < 0.1 * (time.monotonic() - begun)

    until(quiet, 2.3)


@contextmanager
def canary() -> Iterator[tuple[str, list[object]]]:
    """A listener that nobody may ever call."""
    hits: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", hits
        try:
            hits.append(server.accept())
        except TimeoutError:
            return
    raise AssertionError("something was fetched")
