"""Writing needs the token and the right; it is all or nothing, and readers see it at once."""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path

import pytest

from kg.server.reader import CHANGES
from tests.server.running import TOKEN, Service, proportional, running, until

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"


def test_a_service_takes_no_writes_unless_told(reading: Service) -> None:
    for method, path in [
        ("POST", "/sparql"),
        ("PUT", "/store?default"),
        ("DELETE", "/store?default"),
    ]:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
        answer = reading.request(method, path, content=b"DROP ALL", headers=headers)
        assert answer.status_code == 403
    assert reading.request("POST", "/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert reading.count() == 2001


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "é"])
def test_a_missing_or_wrong_token_is_401(writable: Service, token: str) -> None:
    answer = writable.request(
        "POST",
        "/sparql",
        content="INSERT DATA { <urn:no> <urn:no> <urn:no> }",
        headers={
            "Content-Type": "application/sparql-update",
            **({"Authorization": f"Bearer {token}".encode()} if token else {}),
        },
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert writable.rows("SELECT * { <urn:no> ?p ?o }") == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_a_page_of_another_origin_cannot_write(writable: Service, headers: dict[str, str]) -> None:
    answer = writable.update("INSERT DATA { <urn:no> <urn:no> <urn:no> }", **headers)
    assert answer.status_code == 403
    form = {"Authorization": f"Bearer {TOKEN}", **headers}
    sent = {"update": "INSERT DATA { <urn:no> <urn:no> <urn:no> }"}
    assert writable.request("POST", "/sparql", data=sent, headers=form).status_code == 403
    assert writable.rows("SELECT * { <urn:no> ?p ?o }") == []


def test_an_update_is_read_by_the_next_query(writable: Service) -> None:
    for number in range(5):
        answer = writable.update(f"INSERT DATA {{ <urn:fresh> <urn:n> {number} }}")
        assert answer.status_code == 204
        assert len(writable.rows("SELECT * { <urn:fresh> <urn:n> ?o }")) == number + 1


def test_an_update_that_runs_too_long_writes_nothing_and_holds_nobody_up(
    writable: Service,
) -> None:
    data = " ".join(f"<urn:w{n}> <urn:p> {n} ." for n in range(300))
    assert writable.update(f"INSERT DATA {{ {data} }}").status_code == 204
    before = writable.count()
    answers: list[int] = []

    def too_long() -> None:
        text = f"INSERT {{ ?a <urn:x> ?f . ?g <urn:y> ?l }} WHERE {{ {CROSS} }}"
        answers.append(writable.update(text).status_code)

    other = threading.Thread(target=too_long)
    other.start()
    until(lambda: writable.count() == before)
    begun = time.monotonic()
    # It is not begun when little time is left: then nothing has to be stopped, or undone.
    quick = writable.update("INSERT DATA { <urn:quick> <urn:p> 1 }").status_code
    seconds = time.monotonic() - begun
    other.join()
    assert answers[0] in {408, 500}
    assert quick in {204, 503}
    assert seconds < 5
    assert writable.update("INSERT DATA { <urn:quick> <urn:p> 1 }").status_code == 204
    assert writable.count() == before + 1


def test_graphs_come_and_go_by_the_graph_store_protocol(writable: Service) -> None:
    def ask(method: str, path: str, content: bytes = b"", kind: str = "text/turtle") -> int:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
        return int(writable.request(method, path, content=content, headers=headers).status_code)

    path = "/store?graph=urn:made"
    assert ask("GET", path) == 404
    assert ask("PUT", path, b"<urn:a> <urn:b> 1 .") == 201
    assert ask("PUT", path, b"<urn:a> <urn:b> 2 .") == 204
    assert ask("POST", path, b'{"@id": "urn:c", "urn:d": 3}', "application/ld+json") == 204
    assert (
        len(writable.get(path, headers={"Accept": "application/n-triples"}).text.splitlines()) == 2
    )
    assert ask("HEAD", path) == 200
    assert ask("POST", path, b"<urn:a> <urn:b> .") == 400
    assert ask("PUT", path, b"x", "image/png") == 415
    assert ask("DELETE", path) == 204
    assert ask("DELETE", path) == 404
    assert ask("GET", "/store") == 400


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
XML = f"""<!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="urn:a"><p xmlns="urn:">&e8;</p></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/turtle", b"<urn:a> <urn:b> " + b"(" * 100_000),
        ("application/ld+json", b'{"urn:a":' * 20_000 + b"1" + b"}" * 20_000),
        ("application/rdf+xml", XML.encode()),
        ("application/ld+json", b'{"@context": "file:///etc/hostname", "name": "x"}'),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/", "name": "x"}'),
    ],
    ids=["lists", "objects", "entities", "a local context", "a remote context"],
)
def test_hostile_data_are_refused_in_time(writable: Service, kind: str, data: bytes) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
    begun, before = time.monotonic(), sum(map(proportional, writable.processes()))
    answer = writable.request("PUT", "/store?graph=urn:bad", content=data, headers=headers)
    assert sum(map(proportional, writable.processes())) < before + 200 * 2**20
    assert answer.status_code == 400
    assert time.monotonic() - begun < 5
    assert writable.is_alive()


def test_what_another_process_adds_is_seen_within_a_second(tmp_path: Path) -> None:
    import kg

    store = tmp_path / "store"
    with kg.open(store) as graph:
        graph.add(kg.Article("one", "John Kerry met Philip Hammond in London."))
    with running(store) as service:
        one = "SELECT ?id { ?a a ckg:Article ; ckg:identifier ?id }"
        assert service.rows(one) == [{"id": "one"}]
        with kg.open(store) as graph:
            graph.add(kg.Article("two", "Britain hosted the meeting."))
            until(lambda: len(service.rows(one)) == 2, 1.0)
        assert service.get("/health").json()["snapshot"] == 2


def test_a_writer_elsewhere_is_waited_for_and_then_named(tmp_path: Path) -> None:
    from kg.store import Embedded

    token = tmp_path / "token"
    token.write_text(TOKEN)
    store = tmp_path / "store"
    options = ("--writable", "all", "--token-file", str(token))
    with running(store, *options) as service, Embedded.writer(store):
        answer = service.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert answer.status_code == 503
        assert "another process is writing" in answer.text
    with running(store, *options) as service:
        assert service.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }").status_code == 204


def test_a_store_in_memory_takes_updates_all_or_nothing() -> None:
    with running(":memory:", "--writable", "all", "--deadline", "2") as service:
        token = next(line for line in service.said if line.startswith("Token")).split()[-1]
        for number in range(20):
            text = f"INSERT DATA {{ <urn:a{number}> <urn:b> {number} }}"
            assert service.update(text, token).status_code == 204
        assert service.count() == 20
        text = f"INSERT {{ ?a <urn:x> ?f }} WHERE {{ {CROSS} . {CROSS.upper()} }}"
        assert service.update(text, token).status_code in {408, 500}
        assert service.count() == 20
        assert service.update("DELETE WHERE { ?s ?p 3 }", token).status_code == 204
        assert service.count() == 19


def test_a_write_whose_client_left_is_undone(writable: Service) -> None:
    before = writable.count()
    connection = http.client.HTTPConnection("127.0.0.1", writable.port)
    text = f"INSERT {{ ?a <urn:gone> ?f }} WHERE {{ {CROSS} }}"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
    connection.request("POST", "/sparql", text, headers)
    connection.close()
    assert writable.update("INSERT DATA { <urn:after> <urn:p> 1 }").status_code == 204
    assert writable.count() == before + 1


@pytest.mark.parametrize("text", ["DROP GRAPH <urn:none>", "CREATE GRAPH <urn:there>"])
def test_an_update_of_a_graph_that_is_not_as_it_supposes_is_refused(
    writable: Service, text: str
) -> None:
    assert writable.update("CREATE SILENT GRAPH <urn:there>").status_code == 204
    answer = writable.update(f"INSERT DATA {{ <urn:half> <urn:p> 1 }} ; {text}")
    assert answer.status_code == 400
    assert "SILENT" in answer.text
    assert writable.count("<urn:half> ?p ?o") == 0
    assert writable.update(f"{text.replace(' GRAPH', ' SILENT GRAPH')}").status_code == 204


def test_what_every_snapshot_costs_stays_small_while_somebody_writes_on_and_on(
    tmp_path: Path,
) -> None:
    """The engine's list of its files goes into every snapshot, and grows with every change."""
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(tmp_path / "token"), "--no-access-log")
    weights = []
    with running(tmp_path / "store", *options, "--no-copy") as service:
        for number in range(CHANGES + 20):
            text = "DELETE WHERE {{ <urn:s> <urn:p> ?o }} ; INSERT DATA {{ <urn:s> <urn:p> {} }}"
            assert service.update(text.format(number)).status_code == 204
            lists = (tmp_path / "store" / "current").glob("MANIFEST-*")
            weights.append(sum(file.stat().st_size for file in lists))
    assert weights[-1] < max(weights) / 4
