"""The endpoint speaks SPARQL 1.1 Protocol, and says clearly what it does not take."""

from __future__ import annotations

import csv
import gzip
import http.client
import json
import xml.etree.ElementTree as ET

import pyoxigraph
import pytest

from tests.server.running import Service

RESULTS = "http://www.w3.org/2005/sparql-results#"
VALUES = """SELECT ?x ?y { VALUES (?x ?y) {
    (<urn:a> "q\\"uo,te\\n&<") ("b\\tc"@en 1.50) (UNDEF true)
} }"""


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*, application/json;q=0.1", "text/csv; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_format_that_the_client_likes_most(
    reading: Service, accept: str, given: str
) -> None:
    answer = reading.query(VALUES, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ],
)
def test_another_library_reads_the_rows_back(reading: Service, accept: str) -> None:
    body = reading.query(VALUES, accept).content
    form = pyoxigraph.QueryResultsFormat.from_media_type(accept)
    solutions = list(pyoxigraph.parse_query_results(body, format=form))
    expected = list(pyoxigraph.Store().query(VALUES))
    assert [(row["x"], row["y"]) for row in solutions] == [(r["x"], r["y"]) for r in expected]


def test_csv_holds_plain_values(reading: Service) -> None:
    text = reading.query(VALUES, "text/csv").text
    assert list(csv.reader(text.splitlines(keepends=True))) == [
        ["x", "y"],
        ["urn:a", 'q"uo,te\n&<'],
        ["b\tc", "1.5"],
        ["", "true"],
    ]


def test_control_characters_leave_xml_well_formed(reading: Service) -> None:
    text = 'SELECT ("a\\u0001b" AS ?x) {}'
    root = ET.fromstring(reading.query(text, "application/sparql-results+xml").text)
    assert root.findtext(f".//{{{RESULTS}}}literal") == "a\ufffdb"


@pytest.mark.parametrize(
    "accept",
    [
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/ld+json",
        "application/rdf+xml",
    ],
)
def test_triples_come_in_every_rdf_format(reading: Service, accept: str) -> None:
    answer = reading.query("CONSTRUCT WHERE { <urn:s7> <urn:p> ?o }", accept)
    assert answer.headers["content-type"].startswith(accept)
    form = pyoxigraph.RdfFormat.from_media_type(accept)
    (quad,) = pyoxigraph.parse(answer.content, format=form)
    assert (quad.subject.value, quad.object.value) == ("urn:s7", "7")


def test_what_cannot_be_given_is_406_and_names_what_can(reading: Service) -> None:
    answer = reading.query("ASK {}", "image/png")
    assert answer.status_code == 406
    assert "text/csv" in answer.text
    assert reading.query("ASK {}", "text/turtle").status_code == 406


def test_all_three_ways_of_asking_give_the_same(reading: Service) -> None:
    text = "SELECT ?o { <urn:s5> <urn:p> ?o }"
    by_get = reading.get("/sparql", params={"query": text})
    headers = {"Content-Type": "application/sparql-query"}
    by_body = reading.request("POST", "/sparql", content=text, headers=headers)
    assert by_get.json() == by_body.json() == reading.query(text).json()
    assert by_get.json()["results"]["bindings"][0]["o"]["value"] == "5"


def test_the_protocols_dataset_goes_before_the_querys(reading: Service) -> None:
    text = "SELECT ?p FROM <urn:none> { ?s ?p ?o }"
    params = {"query": text, "default-graph-uri": "urn:g"}
    found = reading.get("/sparql", params=params).json()["results"]["bindings"]
    assert [row["p"]["value"] for row in found] == ["urn:in"]
    inner = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    named = reading.get("/sparql", params={"query": inner, "named-graph-uri": "urn:g"}).json()
    none = reading.get("/sparql", params={"query": inner, "default-graph-uri": "urn:g"}).json()
    assert len(named["results"]["bindings"]) == 1
    assert none["results"]["bindings"] == []


def test_a_syntax_error_is_400_with_line_and_column(reading: Service) -> None:
    answer = reading.query("SELECT *\n{ ?s ?p }", headers={"Accept": "application/json"})
    told = answer.json()
    assert (answer.status_code, told["line"], told["column"]) == (400, 2, 9)
    assert "line 2, column 9" in reading.query("SELECT *\n{ ?s ?p }").text


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("POST", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": b"ASK {}"}, 415),
        ("POST", {"data": {"query": "ASK {}", "update": "DROP ALL"}}, 400),
        ("POST", {"data": {"nothing": ""}}, 400),
        ("GET", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400),
        ("GET", {"params": {"update": "DROP ALL"}}, 400),
        ("GET", {"params": {"query": "ASK {}", "format": "png"}}, 400),
        ("PUT", {"content": b"ASK {}"}, 405),
        ("GET", {"params": {"query": "x" * 60_000}}, 400),
        ("POST", {"data": {"query": "x" * 2_000_000}}, 413),
        (
            "POST",
            {"content": b"ASK \xff {}", "headers": {"Content-Type": "application/sparql-query"}},
            400,
        ),
    ],
)
def test_a_wrong_request_is_refused_by_its_kind(
    reading: Service, method: str, options: dict[str, object], status: int
) -> None:
    assert reading.request(method, "/sparql", **options).status_code == status


def test_a_head_request_has_the_headers_of_get_and_no_body(reading: Service) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    get, head = (reading.request(m, "/sparql", params=params) for m in ("GET", "HEAD"))
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", ["/", "/health", "/q/states", "/q/states.json", "/openapi.json"])
def test_whatever_answers_get_answers_head(reading: Service, path: str) -> None:
    get, head = (reading.request(method, path) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/store", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
        ("/decisions", "GET, HEAD, POST, OPTIONS"),
        ("/decisions/0a1b2c3d", "GET, HEAD, DELETE, OPTIONS"),
    ],
)
def test_options_tells_the_methods(reading: Service, path: str, methods: str) -> None:
    answer = reading.request("OPTIONS", path)
    assert (answer.status_code, answer.headers["allow"]) == (204, methods)


def test_an_answer_is_not_sent_again_while_the_snapshot_stands(reading: Service) -> None:
    params = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    tag = reading.get("/sparql", params=params).headers["etag"]
    again = reading.get("/sparql", params=params, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    other = reading.get(
        "/sparql", params=params, headers={"If-None-Match": tag, "Accept": "text/csv"}
    )
    assert other.status_code == 200


def test_a_query_about_now_has_no_tag(reading: Service) -> None:
    answer = reading.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"})
    assert "etag" not in answer.headers


def test_long_answers_are_zipped_for_those_who_take_it(reading: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", reading.port)
    path = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.getheader("Content-Encoding") == "gzip"
    assert len(json.loads(gzip.decompress(body))["results"]["bindings"]) == 2001


def test_scripts_of_other_origins_read_only_where_that_was_allowed(reading: Service) -> None:
    headers = {"Origin": "https://news.example"}
    answer = reading.query("ASK {}", headers=headers)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_endpoint_describes_itself(reading: Service) -> None:
    answer = reading.get("/sparql", headers={"Accept": "text/turtle"})
    store = pyoxigraph.Store()
    store.load(answer.content, pyoxigraph.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    void = "PREFIX void: <http://rdfs.org/ns/void#>"
    assert store.query(f"{sd} ASK {{ ?s a sd:Service ; sd:supportedLanguage sd:SPARQL11Query }}")
    assert not store.query(f"{sd} ASK {{ ?s sd:supportedLanguage sd:SPARQL11Update }}")
    assert store.query(f"{void} ASK {{ ?d void:triples 2001 ; void:sparqlEndpoint ?e }}")
    assert store.query(f"{sd} ASK {{ ?g a sd:NamedGraph ; sd:name <urn:g> }}")


def test_every_answer_has_the_safe_headers(reading: Service) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/health", "/nothing/here", "/sparql?query=x"):
        headers = reading.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers


def test_a_foreign_host_name_is_refused(reading: Service) -> None:
    answer = reading.get("/sparql?query=ASK%7B%7D", headers={"Host": "rebound.example"})
    assert answer.status_code == 403
    assert reading.get("/health", headers={"Host": f"localhost:{reading.port}"}).status_code == 200


def test_health_and_metrics_tell_the_snapshot_and_the_requests(reading: Service) -> None:
    assert reading.get("/health").json()["status"] == "ok"
    text = reading.get("/metrics").text
    assert "kg_snapshot 1" in text
    assert 'kg_requests_total{method="GET",route="/health",status="200"}' in text


def test_the_log_has_no_query_text_unless_asked(reading: Service) -> None:
    reading.query("SELECT ('confidential' AS ?x) {}")
    lines = [json.loads(line) for line in reading.said if line.startswith("{")]
    assert any(line["path"] == "/sparql" and line["status"] == 200 for line in lines)
    assert "confidential" not in "".join(reading.said)


@pytest.mark.parametrize(
    ("accept", "made"),
    [
        ("application/rdf+xml", "<urn:> 1"),
        ("application/rdf+xml", "<http://x.example/123> 1"),
        ("application/ld+json", "<urn:b> <<( <urn:a> <urn:b> 1 )>>"),
    ],
)
def test_what_a_format_cannot_hold_is_said_and_not_written_wrong(
    reading: Service, accept: str, made: str
) -> None:
    answer = reading.query(f"CONSTRUCT {{ <urn:a> {made} }} {{}}", accept)
    assert answer.status_code == 406
    assert "has no way to write" in answer.text
    assert reading.query(f"CONSTRUCT {{ <urn:a> {made} }} {{}}", "text/turtle").status_code == 200


@pytest.mark.parametrize("end", ["a", "1a", "a-1.b", "\u00e4", "_", "\u00aa1", "%41", "a/\u0300"])
def test_triples_in_xml_are_well_formed_whatever_a_property_is_called(
    reading: Service, end: str
) -> None:
    text = f"CONSTRUCT {{ <urn:a> <http://x.example/{end}> 1 }} {{}}"
    answer = reading.query(text, "application/rdf+xml")
    if answer.status_code == 200:
        ET.fromstring(answer.content)
    else:
        assert answer.status_code == 406
