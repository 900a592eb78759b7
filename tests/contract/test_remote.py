"""A graph on a server: the same answers as in memory, and typed errors when the server fails."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import cli, pipeline, queries
from kg.errors import ConfigurationError, QueryError, StoreError, StoreLockedError
from kg.model import Article
from kg.pipeline import Archive, Published, add
from kg.queries import ask
from kg.rdf import article_graph, graph_iri
from kg.reasoning import derive
from kg.store import Memory, Server, open_store
from kg.store.remote import SMALL, Remote
from kg.terms import BASE, RDFS
from tests.conftest import Servers
from tests.made_coalition import made_store, put, stories

SERVERS = ("oxigraph", "virtuoso")
VIEW, VIEW_NAME = DefaultGraph(), graph_iri("view")
ARTICLES = [
    Article("one", "Norway and Kenya met in Oslo on 2 March 2020."),
    Article("two", "The Kenyan foreign minister Ana Ruiz praised Norway."),
]
QUESTIONS: list[tuple[str, dict[str, object]]] = [
    *((name, {}) for name in queries.names()),
    ("meetings", {"after": "2020-03", "before": "2020-12-01"}),
    ("meetings", {"place": "Oslo"}),
    ("membership-as-of", {"coalition": "Harbour Coalition", "date": "2020-03-02"}),
    ("coalition-members", {"coalition": "harbour alliance"}),
    ("statements", {"speaker": "Kari Lund"}),
    ("officials", {"name": "Lund"}),
    ("joiners-leavers", {"coalition": "Harbour Coalition"}),
    ("co-attendance", {"coalition": "Harbour Coalition"}),
]


@pytest.fixture(scope="module")
def here() -> Iterator[Memory]:
    with made_store() as made:
        yield made


@pytest.fixture(scope="module", params=SERVERS)
def there(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Remote]:
    """The same stories on a server, read as a reader does."""
    server = servers(request.param)
    with Remote.writer(server) as writer:
        put(writer, *stories())
        derive(writer, known=())
        writer.publish()
    with Remote.reader(server) as reader:
        yield reader


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> Server:
    return replace(servers(request.param), library=str(tmp_path / "library"))


# The same answers


@pytest.mark.parametrize(("name", "values"), QUESTIONS, ids=str)
def test_every_question_has_the_same_rows_in_the_same_order(
    here: Memory, there: Remote, name: str, values: dict[str, object]
) -> None:
    assert ask(there, name, **values) == ask(here, name, **values)


def test_the_view_and_the_named_graphs_are_the_same(here: Memory, there: Remote) -> None:
    assert set(there.quads(VIEW)) == set(here.quads(VIEW))
    assert there.graphs() == here.graphs()
    for graph in here.graphs():
        assert set(there.quads(graph)) == set(here.quads(graph))
    one = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    ours = [row for row in queries.select(there, one).rows if "/graph/store" not in str(row[0])]
    assert ours == list(queries.select(here, one).rows)


def test_dates_are_compared_right_whatever_the_server_makes_of_them(
    here: Memory, there: Remote
) -> None:
    query = """SELECT ?o ?d { ?o ckg:date ?d
        FILTER (?d <= "2020-09-10"^^xsd:date) } ORDER BY ?d ?o"""
    assert queries.select(there, query) == queries.select(here, query)
    assert len(queries.select(there, query)) > 0
    virtuoso = "Virtuoso" in there.findings.server
    assert there.findings.trusted is not virtuoso
    assert any("dates" in wrong for wrong in there.findings.wrong) is virtuoso


def test_articles_go_to_a_server_and_out_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "background", dict)
    with Archive.open(server, "w") as archive:
        done = list(add(archive, ARTICLES, derive=partial(derive, known=())))
        assert done[-1] == Published(1)
    with Archive.open(server, "w") as archive:
        assert list(add(archive, ARTICLES, derive=partial(derive, known=())))[2:] == []
    with Archive.open(server) as archive:
        assert (archive.store.snapshot, archive.store.unpublished) == (1, False)
        assert archive.library.ids() == ("one", "two")
        assert {row["iso3"] for row in ask(archive.store, "states")} == {"NOR", "KEN"}
    elsewhere = replace(server, library=server.library + "-elsewhere")
    with Archive.open(elsewhere) as archive:
        assert archive.library.ids() == ()
        assert len(ask(archive.store, "states")) == 2


def test_one_writer_at_a_time_and_only_with_the_texts_of_this_store(server: Server) -> None:
    with Archive.open(server, "w") as archive:
        archive.library.put(ARTICLES[0], "made")
        with pytest.raises(StoreLockedError, match="another process"):
            Archive.open(server, "w")
    with Remote.writer(server) as store:
        store.drop(graph_iri("store"))
    with pytest.raises(StoreError, match=r"belong to another store.*--library"):
        Archive.open(server, "w")
    with Archive.open(server) as archive:
        assert archive.library.ids() == ()


def test_a_batch_that_was_not_finished_is_seen_as_such(server: Server) -> None:
    with Remote.writer(server) as writer:
        writer.put_graph(VIEW, [])
        assert not writer.unpublished
        writer.put_graph(VIEW, _labels(3))
        with Remote.reader(server) as reader:
            assert reader.unpublished
            assert not reader.refresh()
            writer.publish()
            assert reader.refresh()
            assert (reader.snapshot, reader.unpublished) == (1, False)
            with pytest.raises(StoreError, match="open for reading"):
                reader.put_graph(VIEW, [])


def test_a_large_graph_goes_and_comes_back_whole(server: Server) -> None:
    for given in (server, replace(server, graph="")):
        if not given.graph and "sparql" in given.query:
            continue  # Virtuoso's updates are small; there the graph store is needed
        with Remote.writer(given) as writer:
            writer.put_graph(VIEW, [])
            assert writer.put_graph(VIEW, _labels(SMALL * 3))
            assert not writer.put_graph(VIEW, _labels(SMALL * 3))
            assert len(list(writer.quads(VIEW))) == SMALL * 3
            assert writer.put_graph(VIEW, _labels(SMALL * 3 - 1))
            assert len(list(writer.quads(VIEW))) == SMALL * 3 - 1


def test_a_graph_that_others_put_on_a_server_is_read_without_ceremony(server: Server) -> None:
    """As after loading an export with other tools: nothing says that it is a store of ours."""
    with Remote.writer(server) as writer:
        writer.put_graph(article_graph("one"), _labels(3))
        writer.put_graph(VIEW, _labels(2))
        writer.drop(graph_iri("store"))
    with Remote.reader(server) as reader:
        assert (reader.snapshot, reader.unpublished, reader.identity) == (0, False, "")
        assert article_graph("one") in reader.graphs()
        assert not {VIEW_NAME, graph_iri("store")} & set(reader.graphs())
        assert len(queries.select(reader, "SELECT * { ?s rdfs:label ?o }")) == 2


def _labels(count: int) -> list[Quad]:
    return [
        Quad(NamedNode(f"{BASE}id/place/{n}"), RDFS.label, Literal(f'pläce\n"{n}"'))
        for n in range(count)
    ]


# Servers that fail

GOOD = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [
    {"a": {"type": "literal", "value": "1"}}]}}).encode()  # fmt: skip
JSON = "application/sparql-results+json"
Reply = Callable[[BaseHTTPRequestHandler], None]


def reply(
    body: bytes = GOOD, status: int = 200, kind: str = JSON, length: int | None = None, **more: str
) -> Reply:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return answer


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def dripping(start: bytes) -> Reply:
    """One byte at a time for as long as somebody listens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        pause = threading.Event()
        while not pause.wait(0.02):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return answer


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.rfile.read(1)


def slammed(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: " + JSON.encode() + b"\r\n"
BOMB = gzip.compress(b" " * 40_000_000)


@contextmanager
def serving(answers: Reply) -> Iterator[str]:
    """A server that first passes for a SPARQL server and then does what it is told."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            asked = self.rfile.read(length)
            try:
                (answers if b"owned" in asked else reply(_seemly(asked)))(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            return

    with Quiet(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{httpd.server_port}/query"
        finally:
            httpd.shutdown()


def _seemly(asked: bytes) -> bytes:
    """What the self-test wants to hear."""
    if b"ASK" in asked:
        return b'{"head": {}, "boolean": false}'
    if b"graph%2Fstore" in asked:
        return b'{"head": {"vars": ["p", "o"]}, "results": {"bindings": []}}'
    return GOOD


FAILURES: dict[str, tuple[Reply, str]] = {
    "an error of its own": (reply(b"Java heap space", 500, "text/plain"), "500: Java heap space"),
    "an error as a web page": (reply(b"<html><h1>Oops", 503, "text/html"), "503: a web page"),
    "a web page for an answer": (reply(b"<html>Welcome", kind="text/html"), "text/html instead"),
    "nothing to say of what it is": (reply(kind="x"), "x instead of results"),
    "half an answer": (reply(GOOD[:-8]), "breaks off"),
    "half an answer of the length of a whole one": (reply(GOOD[:-8], length=len(GOOD)), "breaks"),
    "an error within the answer": (reply(GOOD[:-3] + b"\n# timeout"), "breaks off"),
    "an answer to something else": (reply(b'{"head": {}, "boolean": true}'), "with rows"),
    "an answer without end": (endless, "larger than 1 MB"),
    "a small answer that unpacks to a large one": (
        reply(BOMB, Content_Encoding="gzip"),
        "larger than 1 MB",
    ),
    "garbage that claims to be packed": (reply(Content_Encoding="gzip"), "malformed"),
    "a byte at a time": (dripping(HTTP + b"Content-Length: 9999999\r\n\r\n"), "within 0.5 sec"),
    "headers a byte at a time": (dripping(HTTP + b"X-Long: "), "within 0.5 sec"),
    "silence": (silent, "within 0.5 sec"),
    "a closed door": (slammed, "breaks off|cannot be reached"),
    "no entry": (reply(b"", 401), "let us in"),
    "go elsewhere": (reply(b"", 302, Location="http://u:pw@x.example/"), "sends us to http://x"),
    "a cut answer that says so": (reply(Kg_Truncated="rows"), "cut the answer"),
    "a cut answer that half says so": (reply(X_SPARQL_MaxRows="1"), "no more than 1 rows"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_server_that_fails_gives_one_error_in_time_and_no_rows(failure: str) -> None:
    answers, what = FAILURES[failure]
    with serving(answers) as address:
        server = Server(address, timeout=0.5, most_bytes=1024 * 1024)
        with Remote.reader(server) as store:
            started = time.monotonic()
            with pytest.raises(StoreError, match=what) as caught:
                store.select("SELECT ?owned { ?owned ?p ?o }")
            assert time.monotonic() - started < 5
    assert "127.0.0.1" in caught.value.where
    assert "pw" not in caught.value.message


@pytest.mark.parametrize("failure", ["half an answer", "an error of its own", "no entry"])
def test_yes_or_no_and_triples_fail_alike(failure: str) -> None:
    with serving(FAILURES[failure][0]) as address, Remote.reader(Server(address)) as store:
        with pytest.raises(StoreError):
            store.ask("ASK { ?owned ?p ?o }")
        with pytest.raises(StoreError):
            store.construct("CONSTRUCT { ?owned ?p ?o } WHERE { ?owned ?p ?o }")


def test_nobody_there_is_said_at_once_with_exit_code_4(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["kg", "ask", "states", "--store", "http://127.0.0.1:9/q"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Error: http://127.0.0.1:9/q: the server cannot be reached")


def test_the_commands_work_on_a_server_as_on_a_folder(
    servers: Servers,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = servers("oxigraph")
    article = tmp_path / "one.txt"
    article.write_text(ARTICLES[0].text)
    flags = [
        *("--store", server.query, "--store-update", server.update),
        *("--store-graph", server.graph, "--library", str(tmp_path / "library")),
    ]
    # Options become variables for processes that are started; here they must not stay.
    for name in ("KG_STORE_UPDATE", "KG_STORE_GRAPH", "KG_LIBRARY"):
        monkeypatch.setenv(name, "")

    def run(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["kg", *words, *flags])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert not caught.value.code
        return capsys.readouterr().out

    run("add", str(article))
    assert {row["iso3"] for row in json.loads(run("ask", "states", "-f", "json"))} == {"NOR", "KEN"}
    assert "Norway and Kenya met in Oslo" in run("show", "Norway")
    run("rebuild")
    assert "snapshot 1" in run("doctor", "-f", "json")
    run("remove", "one")
    assert json.loads(run("ask", "states", "-f", "json")) == []


def test_a_store_cannot_be_written_without_the_address_for_updates(servers: Servers) -> None:
    server = replace(servers("oxigraph"), update="", graph="")
    with pytest.raises(StoreError, match="Give --store-update URL"):
        Remote.writer(server)


@pytest.mark.parametrize("address", ["http://", "ftp://x/", "http://user:secret@x/"])
def test_an_address_that_is_none_is_refused_without_repeating_a_password(address: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Server.of(address, environ={})
    assert "secret" not in caught.value.message


def test_credentials_are_never_shown() -> None:
    environ = {"KG_STORE_TOKEN": "tok-secret", "KG_STORE_PASSWORD": "pw-secret"}
    assert "secret" not in repr(Server.of("http://x/", environ=environ))


@pytest.mark.parametrize(
    ("environ", "sent"),
    [
        ({"KG_STORE_TOKEN": "abc"}, "Bearer abc"),
        ({"KG_STORE_USER": "u", "KG_STORE_PASSWORD": "p"}, "Basic dTpw"),
    ],
)
def test_credentials_are_sent_where_they_are_asked_for(environ: dict[str, str], sent: str) -> None:
    seen: list[str | None] = []

    def answers(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers.get("Authorization"))
        challenge = {"WWW_Authenticate": 'Basic realm="x"'}
        (reply() if seen[-1] else reply(b"", 401, **challenge))(handler)

    with serving(answers) as address:
        server = Server.of(address, environ={**environ, "KG_STORE_TIMEOUT": "5"})
        with Remote.reader(server) as store:
            assert len(list(store.select("SELECT ?owned { ?owned ?p ?o }"))) == 1
    assert seen[-1] == sent


def test_nothing_about_servers_stands_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.settings import load

    for line in ('store = "http://x.example/"', 'store_update = "http://x.example/"'):
        (tmp_path / "kg.toml").write_text(line)
        with pytest.raises(ConfigurationError, match="must not send articles elsewhere"):
            load(environ={}, folder=tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)


def test_a_query_is_looked_at_before_it_is_sent(servers: Servers) -> None:
    with open_store(servers("oxigraph"), "w") as store, pytest.raises(QueryError, match="SERVICE"):
        store.select("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
