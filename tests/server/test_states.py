"""Pages and ``/health`` say what they were read from: a snapshot, another base, a live server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Article
from kg.pipeline import Archive
from kg.store import open_store
from kg.terms import BASE
from tests.server.running import TOKEN, Service, running
from tests.server.test_pages import HTML, Page, crawl, page
from tests.servers import oxigraph

OTHER = "https://graphs.example/allies/"
TEXT = "John Kerry met British Foreign Secretary Philip Hammond in London on 22 January 2015."
DERIVED = re.compile(r"Read from snapshot 1, derived on \d+ \w+ \d{4}, \d\d:\d\d UTC")


def add(store: Path | str, name: str, base: str = BASE) -> None:
    with Archive.open(store, "w") as archive:
        for _ in pipeline.add(archive, [Article(name, TEXT)], base=base):
            pass


def health(service: Service) -> dict[str, object]:
    told: dict[str, object] = service.get("/health").json()
    return told


def test_a_page_says_from_which_snapshot_and_when_that_was_derived(tmp_path: Path) -> None:
    add(tmp_path / "store", "one")
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(tmp_path / "token"))
    with running(tmp_path / "store", *options) as service:
        for path in ("/", "/q/", "/q/states", "/id/state/GBR.html", "/article/one", "/timeline"):
            assert DERIVED.search(page(service, path).text), path
        told = health(service)
        assert (told["snapshot"], told["derived_as_of"]) == (1, 1)
        assert service.update("INSERT DATA { <urn:a> <urn:b> 1 }").status_code == 204
        assert health(service) == {**told, "snapshot": 2}
        assert "as of snapshot 1" in page(service, "/").text


def test_pages_of_a_graph_with_another_base_lead_everywhere(tmp_path: Path) -> None:
    add(tmp_path / "store", "one", OTHER)
    with running(tmp_path / "store") as service:
        iris = service.rows("SELECT DISTINCT ?s { ?s ?p ?o }")
        ours = {row["s"].removeprefix(OTHER) for row in iris if row["s"].startswith(OTHER)}
        kinds = {path.split("/")[1] for path in ours}
        assert {"article", "fact", "passage", "official"} <= kinds
        for path in ours - {"graph/identity"}:
            answer = service.get(f"/{path}", headers=HTML, follow_redirects=True)
            assert answer.status_code == 200, path
        found = crawl(service)
        assert "/article/one" in {address.partition("?")[0] for address in found}
        assert not [a for text in found.values() for a in Page(text).all("href") if OTHER in a]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with oxigraph(tmp_path_factory.mktemp("server")) as started:
        yield {
            "KG_STORE": started.query,
            "KG_STORE_UPDATE": started.update,
            "KG_STORE_GRAPH": started.graph,
            "KG_LIBRARY": str(tmp_path_factory.mktemp("library")),
        }


@pytest.fixture
def remote(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a server, and in the environment what else is to be known of it."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return server["KG_STORE"]


def test_a_graph_on_a_server_is_read_live_and_said_to_be(remote: str) -> None:
    with running(remote) as service:
        read_live(service, remote)


def read_live(service: Service, address: str) -> None:
    assert any(f"Serving {address}, read live, at" in line for line in service.said)
    assert health(service)["snapshot"] is None
    assert health(service)["remote"] is True
    assert f"Read live from {address}" in page(service, "/").text
    question = {"query": "SELECT ?s { ?s <urn:p> ?o } ORDER BY ?s"}
    first = service.get("/sparql", params=question)
    assert first.json()["results"]["bindings"] == []
    add(address, "one")
    tagged = {"If-None-Match": first.headers["etag"]}
    assert service.get("/sparql", params=question, headers=tagged).status_code == 200
    assert [row["id"] for row in service.rows("SELECT ?id { ?a ckg:identifier ?id }")] == ["one"]
    shown = page(service, "/article/one").text
    assert re.search(rf"Read live from {re.escape(address)}, batch 1, derived on", shown)
    assert TEXT in shown
    with open_store(address, "w") as store:
        store.update("INSERT DATA { <urn:s> <urn:p> 1 }")
        store.publish()
    assert service.rows(question["query"]) == [{"s": "urn:s"}]
    assert health(service)["snapshot"] == 2


def test_a_graph_on_a_server_can_be_written_through_the_service(
    remote: str, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(tmp_path / "token"))
    with running(remote, *options) as service:
        assert service.update("INSERT DATA { <urn:written> <urn:p> 1 }", "").status_code == 401
        assert service.update("INSERT DATA { <urn:written> <urn:p> 1 }").status_code == 204
        assert service.rows("SELECT ?o { <urn:written> <urn:p> ?o }") == [{"o": "1"}]
