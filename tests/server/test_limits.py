"""Answers cut at a number of bytes, who may read from where, and files that stay unread."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph
import pytest

from tests.server.running import TOKEN, Service, running

NEWS = "https://news.example"
LONG = "x" * 40_000
MOST = 32 * 1024 * 1024
"""An answer's bytes: rows or triples of ``LONG`` beyond that are left out."""


@pytest.fixture(scope="module")
def roomy(filled: Path) -> Iterator[Service]:
    """A service whose answers end at their size, long before they end at the deadline."""
    with running(filled, "--deadline", "60", "--cors", NEWS) as service:
        yield service


def _json(text: str) -> list[str]:
    return [row["x"]["value"] for row in json.loads(text)["results"]["bindings"]]


def _xml(text: str) -> list[str]:
    space = "{http://www.w3.org/2005/sparql-results#}"
    return [cell.text or "" for cell in ET.fromstring(text).iter(f"{space}literal")]


def _csv(text: str) -> list[str]:
    assert text.endswith("\r\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["x", "s"]
    return [x for x, _ in rows]


def _tsv(text: str) -> list[str]:
    assert text.endswith("\n")
    head, *rows = text.splitlines()
    assert head == "?x\t?s"
    return [json.loads(row.partition("\t")[0]) for row in rows]


@pytest.mark.parametrize(
    ("accept", "read"),
    [
        ("application/sparql-results+json", _json),
        ("application/sparql-results+xml", _xml),
        ("text/csv", _csv),
        ("text/tab-separated-values", _tsv),
    ],
)
def test_an_answer_of_too_many_bytes_ends_between_rows_and_says_so(
    roomy: Service, accept: str, read: Callable[[str], list[str]]
) -> None:
    csv.field_size_limit(MOST)
    answer = roomy.query(f'SELECT ("{LONG}" AS ?x) ?s {{ ?s <urn:p> ?o }}', accept)
    assert answer.status_code == 200
    assert re.fullmatch(r"bytes=\d+", answer.headers["kg-truncated"])
    rows = read(answer.text)
    assert set(rows) == {LONG}
    assert 0.9 * MOST < len(answer.content) <= MOST


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_of_too_many_bytes_end_between_two_of_them_and_say_so(
    roomy: Service, accept: str
) -> None:
    answer = roomy.query(f'CONSTRUCT {{ ?s <urn:x> "{LONG}" }} {{ ?s <urn:p> ?o }}', accept)
    assert answer.headers["kg-truncated"] == f"bytes={MOST}"
    form = pyoxigraph.RdfFormat.from_media_type(accept)
    found = list(pyoxigraph.parse(answer.content, format=form))
    assert {quad.object.value for quad in found} == {LONG}  # type: ignore[union-attr]
    assert 0.9 * MOST < len(answer.content) < MOST + 4 * len(LONG)


def test_scripts_of_an_allowed_origin_may_read_and_no_others(roomy: Service) -> None:
    told = roomy.query("ASK {}", headers={"Origin": NEWS}).headers
    assert told["access-control-allow-origin"] == NEWS
    assert "Origin" in told["vary"]
    assert "Kg-Truncated" in told["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in told
    for origin in ("https://evil.example", "null", f"{NEWS}.evil.example", "http://news.example"):
        told = roomy.query("ASK {}", headers={"Origin": origin}).headers
        assert not [name for name in told if name.startswith("access-control")], origin
    asked = {"Origin": NEWS, "Access-Control-Request-Method": "POST"}
    told = roomy.request("OPTIONS", "/sparql", headers=asked).headers
    assert told["access-control-allow-origin"] == NEWS
    assert told["access-control-allow-methods"] == "GET, HEAD, POST"
    assert "authorization" not in told["access-control-allow-headers"].lower()


def test_an_origin_that_may_read_may_not_write(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(tmp_path / "token"), "--cors", "*")
    with running(tmp_path / "store", *options) as service:
        answer = service.update("INSERT DATA { <urn:a> <urn:b> 1 }", Origin=NEWS)
        assert answer.status_code == 403
        assert service.count() == 0
        assert (
            service.query("ASK {}", headers={"Origin": NEWS}).headers["access-control-allow-origin"]
            == "*"
        )


def test_only_this_machine_can_reach_it_unless_told_otherwise(
    reading: Service, filled: Path
) -> None:
    assert reading.address.startswith("http://127.0.0.1:")
    with closing(socket.socket()) as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", reading.port))
    assert not [line for line in reading.said if "Warning" in line]
    with running(filled, "--host", "0.0.0.0") as wide:
        assert any("there is no login" in line for line in wide.said)


def test_no_local_file_is_read_whoever_names_it(tmp_path: Path) -> None:
    marker = "kept-to-oneself"
    file = tmp_path / "marker.ttl"
    file.write_text(f'<urn:secret> <urn:p> "{marker}" .')
    (tmp_path / "context.json").write_text(f'{{"@context": {{"x": "urn:{marker}"}}}}')
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(tmp_path / "token"))
    with running(tmp_path / "store", *options) as service:
        iri, context = file.as_uri(), (tmp_path / "context.json").as_uri()
        sent = {
            "text/turtle": f"<urn:a> <urn:b> <{iri}> .",
            "application/ld+json": json.dumps({"@context": context, "x": 1}),
            "application/rdf+xml": f"""<!DOCTYPE r [<!ENTITY e SYSTEM "{iri}">]><rdf:RDF
                xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
                rdf:about="urn:a"><p xmlns="urn:">&e;</p></rdf:Description></rdf:RDF>""",
        }
        told = [
            service.query(f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}"),
            service.query(f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
            service.get("/sparql", params={"query": "ASK {}", "default-graph-uri": iri}),
            service.update(f"LOAD <{iri}>"),
            service.update(f"LOAD SILENT <{iri}> INTO GRAPH <urn:g>"),
            service.get("/store", params={"graph": iri}),
        ]
        for kind, data in sent.items():
            headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
            told.append(service.request("PUT", "/store?graph=urn:g", content=data, headers=headers))
        told.append(service.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))
        assert all(marker not in answer.text for answer in told)
        assert marker not in "\n".join(service.said)
