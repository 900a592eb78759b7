"""Whoever asks, however it is spelled: nothing is fetched from elsewhere, and that is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg import cli
from tests.server.running import TOKEN, Service, running
from tests.server.test_isolation import canary

INSIDE = "<URL> { ?s ?p ?o }"
QUERIES = [
    f"SELECT * {{ SERVICE {INSIDE} }}",
    f"SELECT * {{ service {INSIDE} }}",
    f"SELECT*{{SeRvIcE{INSIDE}}}",
    f"SELECT * {{ SERVICE SILENT {INSIDE} }}",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { SERVICE u: { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    f"SELECT * {{ \\u0053ERVICE {INSIDE} }}",
    f"SELECT * {{ \\U00000053ERVICE {INSIDE} }}",
    f"SELECT * {{ # '\n SERVICE {INSIDE} }}",
    f"SELECT * {{ # a comment\r SERVICE {INSIDE} }}",
    f'ASK {{ ?s ?p "}}" . # }}\n SERVICE {INSIDE} }}',
    f"ASK {{ ?s ?p '''it''s' ''' . SERVICE {INSIDE} }}",
    f'ASK {{ ?a ?b ?c FILTER(?a<#>"""\n1)SERVICE{INSIDE}#"""}}\n}}',
    f"\ufeffASK {{ SERVICE {INSIDE} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {INSIDE} }} }}",
    f"ASK {{ FILTER NOT EXISTS {{ SERVICE {INSIDE} }} }}",
    f"ASK {{ ?s ?p ?o MINUS {{ SERVICE {INSIDE} }} }}",
    f"ASK {{ OPTIONAL {{ SERVICE {INSIDE} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {INSIDE} }} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {INSIDE} }}",
    f"DESCRIBE ?s {{ SERVICE {INSIDE} }}",
    "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
]
UPDATES = [
    "LOAD <URL>",
    "load silent <URL> INTO GRAPH <urn:g>",
    "LOADSILENT<URL>",
    "\\u004COAD <URL>",
    "LOAD <file:///etc/hostname>",
    "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <URL>",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {INSIDE} }}",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ service silent {INSIDE} }}",
    f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {INSIDE} }} }}",
]
BOUND = ["<URL>", "URL", '"} SERVICE <URL> { ?s ?p ?o } #', "> } SERVICE <URL> { ?s ?p ?o } #"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wary")
    with kg.open(folder / "store") as graph:
        graph.add(kg.Article("one", "John Kerry met Philip Hammond in London on 3 March 2015."))
    (folder / "token").write_text(TOKEN)
    return folder / "store"


@pytest.fixture(scope="module")
def service(store: Path) -> Iterator[Service]:
    token = ("--token-file", str(store.parent / "token"))
    with running(store, "--writable", "all", *token, "--no-access-log") as started:
        yield started


@pytest.fixture
def command(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The command line: its exit code, and what it says to people."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["kg", *words, "--store", os.fspath(store)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return int(caught.value.code or 0), capsys.readouterr().err

    return run


@pytest.mark.parametrize("text", QUERIES)
def test_by_no_door_does_a_query_fetch(
    store: Path, service: Service, command: Callable[..., tuple[int, str]], text: str
) -> None:
    with canary() as (address, hits):
        asked = text.replace("URL", address)
        for answer in (
            service.query(asked),
            service.get("/sparql", params={"query": asked}),
            service.get("/sparql/ui", params={"query": asked}),
            service.update(asked),
        ):
            assert answer.status_code == 400, answer.text
        code, told = command("sparql", asked)
        assert code == 2, told
        with kg.open(store) as graph:
            with pytest.raises(kg.KgError):
                graph.sparql(asked)
            if "file:" not in text:
                with pytest.raises(Exception, match=r"."):
                    list(graph.rdf.query(asked))
        assert not hits


@pytest.mark.parametrize("text", UPDATES)
def test_by_no_door_does_an_update_fetch(
    store: Path, service: Service, command: Callable[..., tuple[int, str]], text: str
) -> None:
    with canary() as (address, hits):
        asked = text.replace("URL", address)
        answer = service.update(asked)
        assert answer.status_code == 400
        assert service.query(asked).status_code == 400
        assert command("sparql", asked)[0] == 2
        with kg.open(store) as graph:
            with pytest.raises(kg.KgError):
                graph.sparql(asked)
            with pytest.raises(Exception, match=r"."):
                graph.rdf.update(asked)
        assert not hits
    assert service.count("<urn:a> <urn:b> ?o") == 0


@pytest.mark.parametrize("value", BOUND)
def test_no_value_of_a_question_makes_it_fetch(
    store: Path, service: Service, command: Callable[..., tuple[int, str]], value: str
) -> None:
    with canary() as (address, hits):
        given = value.replace("URL", address)
        for form in ("json", "csv", "ttl"):
            answer = service.get(f"/q/meeting-participants.{form}", params={"meeting": given})
            assert answer.status_code == 400
        assert command("ask", "meeting-participants", f"meeting={given}")[0] == 2
        with kg.open(store) as graph, pytest.raises(kg.KgError):
            graph.ask.meeting_participants(meeting=given)
        assert not hits
