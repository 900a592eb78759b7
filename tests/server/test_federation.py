"""SERVICE asks the servers that were named, at addresses that were looked at, and no others."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.errors import ConfigurationError
from kg.server.failures import RefusedError
from kg.server.services import Allowed
from tests.contract.test_remote import FAILURES, GOOD, Reply, reply, serving
from tests.server.running import TOKEN, Service, running
from tests.server.test_isolation import canary
from tests.server.test_pages import page
from tests.servers import oxigraph

DATA = """INSERT DATA { <urn:s1> <urn:says> "one"@en , "quote \\" and \\\\ and } SERVICE" .
    <urn:s2> <urn:says> 2 . <urn:s3> <urn:knows> [] . <urn:far> <urn:p> <urn:s1> }"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of another server's queries."""
    with oxigraph(tmp_path_factory.mktemp("other")) as server:
        import httpx

        httpx.post(server.update, data={"update": DATA}, trust_env=False).raise_for_status()
        yield server.query


@pytest.fixture(scope="module")
def asking(other: str, filled: Path) -> Iterator[Service]:
    """A service that may ask that other one."""
    options = ("--allow-service", urlsplit(other).netloc, "--deadline", "5")
    with running(filled, *options) as service:
        yield service


class Wary:
    """A service that may ask one server, what that one answers, and what it was asked."""

    def __init__(self, filled: Path, stack: ExitStack) -> None:
        self.answers: Reply = reply(GOOD)
        self.asked: list[str] = []
        self.address = stack.enter_context(serving(self._answer))
        options = ("--allow-service", urlsplit(self.address).netloc, "--deadline", "1.5")
        self.service = stack.enter_context(running(filled, *options))

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        self.answers(handler)


@pytest.fixture(scope="module")
def warily(filled: Path) -> Iterator[Wary]:
    with ExitStack() as stack:
        yield Wary(filled, stack)


@pytest.fixture
def wary(warily: Wary) -> Wary:
    """One whose server answers well and was not asked yet."""
    warily.answers = reply(GOOD)
    warily.asked.clear()
    return warily


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "SELECT ?s ?w { VALUES ?s { <urn:s1> <urn:s2> } ?s <urn:p> ?n"
            " SERVICE <URL> { ?s <urn:says> ?w } } ORDER BY ?s ?w",
            [
                {"s": "urn:s1", "w": "one"},
                {"s": "urn:s1", "w": 'quote " and \\ and } SERVICE'},
                {"s": "urn:s2", "w": "2"},
            ],
        ),
        ("PREFIX x: <urn:> SELECT ?w { service <URL> { x:s2 x:says ?w } }", [{"w": "2"}]),
        ("SELECT ?w { SERVICE <URL> { <urn:s2> <urn:says> ?w # }\n } }", [{"w": "2"}]),
        ("SELECT ?w { SERVICE <URL> { <urn:s9> <urn:says> ?w } }", []),
        ("SELECT (1 AS ?x) { SERVICE <URL> { <urn:s2> <urn:says> 2 } }", [{"x": "1"}]),
        ("SELECT (1 AS ?x) { SERVICE <URL> { <urn:s2> <urn:says> 3 } }", []),
        (
            "SELECT ?n ?w { <urn:s2> <urn:p> ?n OPTIONAL { SERVICE <URL> { ?n <urn:p> ?w } } }",
            [{"n": "2"}],
        ),
        (
            "SELECT ?n { <urn:s3> <urn:p> ?n"
            " FILTER NOT EXISTS { SERVICE <URL> { <urn:s3> <urn:says> ?w } } }",
            [{"n": "3"}],
        ),
        (
            "SELECT ?a ?b { SERVICE <URL> { <urn:s2> <urn:says> ?a }"
            " SERVICE <URL> { ?b <urn:p> <urn:s1> } }",
            [{"a": "2", "b": "urn:far"}],
        ),
        (
            "SELECT ?n { SERVICE <URL> { SELECT (COUNT(*) AS ?n) { ?s <urn:says> ?o } } }",
            [{"n": "3"}],
        ),
        ("SELECT ?n { BIND ('SERVICE <http://x/> {}' AS ?n) }", [{"n": "SERVICE <http://x/> {}"}]),
    ],
)
def test_what_another_server_says_is_joined(
    asking: Service, other: str, text: str, rows: list[dict[str, str]]
) -> None:
    assert asking.rows(text.replace("URL", other)) == rows


def test_an_answer_from_elsewhere_is_never_remembered(wary: Wary) -> None:
    text = f"SELECT ?a {{ SERVICE <{wary.address}?x=1> {{ ?owned ?p ?a }} }}"
    for _ in range(2):
        answer = wary.service.query(text)
        assert answer.status_code == 200
        assert "etag" not in answer.headers
    assert wary.asked == ["/query?x=1"] * 2


def test_the_description_says_whether_other_servers_are_asked(
    asking: Service, reading: Service
) -> None:
    told = [
        service.get("/sparql", headers={"Accept": "text/turtle"}) for service in (asking, reading)
    ]
    assert ["BasicFederatedQuery" in answer.text for answer in told] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <URL> { SERVICE <URL> { ?owned ?p ?o } } }",
        "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?owned ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE x: { ?owned ?p ?o } }",
        "SELECT * { \\u0053ERVICE <URL> { ?owned ?p ?o } }",
        "SELECT * { SERVICE <URL> { ?owned ?p ?o }",
        "SELECT * { SERVICE <URL> { ?owned ?p } }",
        "SELECT * { SERVICE <URL> { FILTER (?a<#b> 'x) } }",
        "SELECT * { SERVICE <URL>",
        "SELECT * { SERVICE SILENT",
        "SELECT * FROM <file:///etc/hostname> { SERVICE <URL> { ?owned ?p ?o } }",
        "SELECT * { " + "SERVICE <URL> { ?owned ?p ?o } " * 9 + "}",
        "SELECT * { SERVICE <URL> " + "{" * 70 + "}" * 70 + " }",
    ],
)
def test_what_is_not_understood_is_refused_and_asks_nobody(wary: Wary, text: str) -> None:
    assert wary.service.query(text.replace("URL", wary.address)).status_code == 400
    assert not wary.asked


def test_a_mistake_is_named_at_its_place(asking: Service, other: str) -> None:
    text = f"SELECT * {{\n SERVICE <{other}> {{\n  ?s ?p }} }}"
    told = asking.query(text, "application/json").json()
    assert told["line"] == 3


def test_only_queries_at_the_endpoint_ask_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    write = ("--writable", "all", "--token-file", str(tmp_path / "token"))
    with canary() as (address, hits):
        host = urlsplit(address).netloc
        with running(tmp_path / "store", *write, "--allow-service", host) as service:
            inside = f"SERVICE <{address}> {{ ?s ?p ?o }}"
            assert service.update(f"INSERT {{ ?s ?p ?o }} WHERE {{ {inside} }}").status_code == 400
            assert service.update(f"LOAD <{address}>").status_code == 400
            shown = page(service, f"/sparql/ui?query=SELECT * {{ {inside} }}", status=400)
            assert "SERVICE is not allowed here" in shown.text
        assert not hits


# Where nobody may go


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_server_that_may_be_asked_sends_nobody_elsewhere(wary: Wary, status: int) -> None:
    for target in (wary.address, "http://169.254.169.254/", "http://[::ffff:127.0.0.1]/"):
        wary.asked.clear()
        wary.answers = reply(b"", status, Location=target)
        answer = wary.service.query(f"SELECT * {{ SERVICE <{wary.address}> {{ ?owned ?p ?o }} }}")
        assert answer.status_code == 502
        assert "sends us elsewhere" in answer.text
        assert wary.asked == ["/query"]


def test_a_name_that_leads_to_this_machine_is_not_followed(filled: Path, other: str) -> None:
    """``localhost`` is what any name is that somebody points to an address of this machine."""
    port = urlsplit(other).port
    text = f"SELECT ?w {{ SERVICE <http://localhost:{port}/query> {{ <urn:s2> <urn:says> ?w }} }}"
    with running(filled, "--allow-service", f"localhost:{port}") as service:
        answer = service.query(text)
        assert answer.status_code == 400
        assert "not public" in answer.text
    networks = ("--allow-service", "127.0.0.0/8", "--allow-service", "::1/128")
    with running(filled, "--allow-service", f"localhost:{port}", *networks) as service:
        assert service.rows(text) == [{"w": "2"}]


ELSEWHERE = [
    "http://127.0.0.1:PORT/",
    "http://sparql.example@127.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://2130706433:PORT/",
    "http://127.1:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://localhost:PORT/",
    "http://169.254.169.254/",
    "file:///etc/hostname",
]


@pytest.mark.parametrize("spelling", ELSEWHERE)
def test_no_spelling_of_an_address_reaches_a_server_that_was_not_named(
    asking: Service, spelling: str
) -> None:
    with canary() as (address, hits):
        place = spelling.replace("PORT", str(urlsplit(address).port))
        answer = asking.query(f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 400
        assert "--allow-service" in answer.text
        assert not hits


LISTED = Allowed.of(["sparql.example", "other.example:8080", "192.0.2.7:3030", "[2001:db8::7]"])


@pytest.mark.parametrize(
    ("iri", "host", "port"),
    [
        ("http://sparql.example/q", "sparql.example", 80),
        ("https://SPARQL.example/q", "sparql.example", 443),
        ("https://sparql.example:443/q", "sparql.example", 443),
        ("https://other.example:8080", "other.example", 8080),
        ("http://192.0.2.7:3030/", "192.0.2.7", 3030),
        ("http://[2001:db8:0::7]/", "2001:db8::7", 80),
    ],
)
def test_a_server_that_was_named_is_recognised(iri: str, host: str, port: int) -> None:
    place = LISTED.place(iri)
    assert (place.host, place.port) == (host, port)


@pytest.mark.parametrize(
    "iri",
    [
        "http://sparql.example:8080/", "http://other.example/", "http://192.0.2.7/",
        "http://user@sparql.example/", "http://:@sparql.example/", "http://sparql.example:/",
        "http://sparql.example./", "http://x.sparql.example/", "http://sparql.example.org/",
        "http://sparql.example:99999/", "http://sparql.example%2f@evil.example/",
        "http://[::ffff:192.0.2.7]:3030/", "http://192.0.2.07:3030/", "http://3221225991:3030/",
        "ftp://sparql.example/", "file:///etc/passwd", "//sparql.example/", "http:///x", "urn:x",
        "http://[::1", "http://sparql。example/",
    ],
)  # fmt: skip
def test_nothing_else_is(iri: str) -> None:
    with pytest.raises(RefusedError) as caught:
        LISTED.place(iri)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (["8.8.8.8"], True),
        (["8.8.8.8", "2606:4700::1"], True),
        (["10.1.2.3"], True),
        (["::ffff:10.1.2.3"], True),
        (["8.8.8.8", "127.0.0.1"], False),
        (["127.0.0.1"], False),
        (["::1"], False),
        (["::ffff:127.0.0.1"], False),
        (["::127.0.0.1"], False),
        (["64:ff9b::7f00:1"], False),
        (["2002:7f00:1::"], False),
        (["169.254.169.254"], False),
        (["fe80::1%eth0"], False),
        (["192.168.0.1"], False),
        (["100.64.0.1"], False),
        (["0.0.0.0"], False),
        (["::"], False),
        (["224.0.0.1"], False),
        (["fd00::1"], False),
        ([], False),
    ],
)
def test_a_name_must_lead_to_public_addresses_or_listed_networks(
    monkeypatch: pytest.MonkeyPatch, found: list[str], right: bool
) -> None:
    allowed = Allowed.of(["sparql.example", "10.0.0.0/8"])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (a, 80)) for a in found]
    )
    place = allowed.place("http://sparql.example/")
    if right:
        assert allowed.addresses(place) == found
    else:
        with pytest.raises(RefusedError):
            allowed.addresses(place)


@pytest.mark.parametrize(
    "entry",
    [
        "", "*", "a b", "http://x.example/", "x.example/", "x.example:", "x.example:70000", "u@x",
        "10.0.0.1/8", "10.0.0.0/99", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5", "[::1",
        "x?y", "x#y",
    ],
)  # fmt: skip
def test_what_is_neither_host_nor_network_is_named_at_the_start(entry: str) -> None:
    with pytest.raises(ConfigurationError, match="--allow-service"):
        Allowed.of([entry])


# Servers that fail


NAMELESS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"bnode","value":"b"}}]}}'
FAILING: dict[str, Reply] = {
    **{name: answers for name, (answers, _) in FAILURES.items()},
    "nodes without names": reply(NAMELESS),
}
del FAILING["an answer without end"]  # up to 32 MB of it; larger than the deadline is long


@pytest.mark.parametrize("failure", FAILING)
def test_a_server_that_fails_is_said_to_in_time_and_nothing_of_it_is_shown(
    wary: Wary, failure: str
) -> None:
    wary.answers = FAILING[failure]
    inside = f"SERVICE <{wary.address}> {{ ?owned ?p ?a }}"
    begun = time.monotonic()
    answer = wary.service.query(f"SELECT * {{ {{}} UNION {{ {inside} }} }}")
    assert answer.status_code in {408, 502}
    assert "bindings" not in answer.text
    assert time.monotonic() - begun < 1.5 + 2
    assert wary.service.is_alive()


def test_silent_hides_a_failure_only_where_that_was_asked_for(filled: Path) -> None:
    with serving(reply(b"no", 500, "text/plain")) as address:
        text = f"SELECT * {{ VALUES ?x {{ 1 }} SERVICE SILENT <{address}> {{ ?owned ?p ?a }} }}"
        options = ("--allow-service", urlsplit(address).netloc)
        with running(filled, *options) as service:
            assert service.query(text).status_code == 502
        with running(filled, *options, "--honour-silent") as service:
            assert service.rows(text) == [{"x": "1"}]
