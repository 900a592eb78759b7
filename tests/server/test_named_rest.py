"""The named questions over HTTP: the same rows as on the command line, typed, paged, described."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from made_service import harbour
from pyoxigraph import RdfFormat, parse

from kg.pipeline import Archive
from kg.queries import ask, load_all, names
from tests.server.running import Service, running

ATTACKS = (
    '"} ; DROP ALL #', "> . ?s ?p ?o", "<script>alert(1)</script>", "' OR 1=1 --", "\x00",
    "}} SELECT * { ?s ?p ?o", "x" * 20_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return harbour(tmp_path_factory.mktemp("named") / "store")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with running(folder) as started:
        yield started


@pytest.fixture(scope="module")
def description(service: Service) -> dict[str, Any]:
    told: dict[str, Any] = service.get("/openapi.json").json()
    return told


def whole(folder: Path, name: str, **values: str) -> list[dict[str, Any]]:
    with Archive.open(folder) as archive:
        return ask(archive.store, name, **values).records()


@pytest.mark.parametrize("name", names())
def test_json_and_csv_give_the_rows_that_the_command_line_gives(
    service: Service, folder: Path, name: str
) -> None:
    rows = whole(folder, name)
    answer = service.get(f"/q/{name}.json")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json() == rows
    assert answer.headers["kg-total"] == str(len(rows))
    table = list(csv.DictReader(io.StringIO(service.get(f"/q/{name}.csv").text)))
    assert [list(row.values()) for row in table] == [
        ["" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in r.values()]
        for r in rows
    ]


@pytest.mark.parametrize("name", names())
def test_turtle_describes_the_things_in_the_rows(service: Service, name: str) -> None:
    answer = service.get(f"/q/{name}.ttl")
    triples = list(parse(answer.content, format=RdfFormat.TURTLE))
    rows = service.get(f"/q/{name}.json").json()
    things = {v for row in rows for v in row.values() if str(v).startswith("https://w3id.org/")}
    assert {t.subject.value for t in triples} == things  # type: ignore[union-attr]


def test_parameters_narrow_the_rows_as_on_the_command_line(service: Service, folder: Path) -> None:
    rows = whole(folder, "meetings", place="Lima", after="2020")
    assert rows
    assert service.get("/q/meetings.json?place=Lima&after=2020&before=").json() == rows


def test_following_next_gives_every_row_once_and_in_order(service: Service, folder: Path) -> None:
    rows: list[object] = []
    address = "/q/meeting-participants.json?limit=3"
    for _ in range(50):
        answer = service.get(address)
        rows += answer.json()
        found = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        if not found:
            break
        address = found[1]
    assert rows == whole(folder, "meeting-participants")


def test_links_of_pages_keep_the_parameters(service: Service) -> None:
    answer = service.get("/q/meetings.json?after=2020&limit=1&offset=1")
    assert '</q/meetings.json?after=2020&limit=1>; rel="prev"' in answer.headers["link"]


def test_rows_above_the_cap_are_left_out_and_it_is_said(folder: Path) -> None:
    with running(folder, "--rows", "2") as service:
        answer = service.get("/q/states.json")
        assert len(answer.json()) == 2
        assert re.fullmatch(r"rows; 2 of \d+", answer.headers["kg-truncated"])
        assert "kg-truncated" not in service.get("/q/states.json?limit=2").headers


@pytest.mark.parametrize("form", ["json", "csv", "ttl", "html"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_values_are_refused_as_words(service: Service, form: str, attack: str) -> None:
    before = service.count()
    answer = service.get(f"/q/coalition-members.{form}", params={"coalition": attack})
    assert answer.status_code in {400, 414}, answer.text
    assert "<script>alert" not in answer.text or form != "html"
    assert service.count() == before


def test_a_value_of_a_mebibyte_is_refused(service: Service) -> None:
    connection = HTTPConnection("127.0.0.1", service.port, timeout=10)
    # The connection may be closed while such a line is still being sent.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request("GET", f"/q/coalition-members.json?coalition={'x' * 1_000_000}")
        assert 400 <= connection.getresponse().status < 500
    connection.close()
    assert service.is_alive()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("meetings.json?after=yesterday", "not a date"),
        ("meetings.json?after=2020-13", "not a date"),
        ("meetings.json?plaze=Oslo", "no parameter"),
        ("meetings.json?place=Oslo&place=Lima", "twice"),
        ("meetings.json?limit=-1", "whole number"),
        ("meetings.json?offset=two", "whole number"),
        ("coalition-members.json?coalition=harbor+coalition", "Harbour Coalition"),
    ],
)
def test_a_value_that_cannot_be_meant_is_an_error_in_words(
    service: Service, query: str, said: str
) -> None:
    answer = service.get(f"/q/{query}")
    assert answer.status_code == 400
    assert said in answer.text


def test_an_unknown_thing_is_answered_with_candidates(service: Service) -> None:
    problem = service.get("/q/coalition-members.json?coalition=harbor+coalition").json()
    assert problem["candidates"] == ["Harbour Coalition"]
    page = service.get("/q/coalition-members?coalition=harbor+coalition")
    assert page.status_code == 400
    assert 'href="/q/coalition-members?coalition=Harbour+Coalition"' in page.text


@pytest.mark.parametrize("path", ["/q/particpants", "/q/meetins.json", "/q/%3Cscript%3E", "/q/x/y"])
def test_an_unknown_question_is_not_found(service: Service, path: str) -> None:
    assert service.get(path).status_code == 404


def test_near_questions_are_suggested(service: Service) -> None:
    assert "meetings" in service.get("/q/meetins.json").json()["candidates"]
    assert "meetings" in service.get("/q/meetins", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("path", ["/q/..%2f..%2fetc%2fpasswd", "/q/..%2frules%2flead-is-member"])
def test_a_path_out_of_the_folder_leads_nowhere(service: Service, path: str) -> None:
    answer = service.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_underscores_and_capitals_lead_to_the_question(service: Service) -> None:
    answer = service.get("/q/Coalition_Members.json?coalition=x")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/q/coalition-members.json?coalition=x"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/json", "application/json"),
        ("text/csv;q=0.9, application/json;q=0.1", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("nonsense", "text/html"),
    ],
)
def test_the_plain_address_gives_what_is_accepted(
    service: Service, accept: str, given: str
) -> None:
    answer = service.get("/q/states", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(given)
    assert "Accept" in answer.headers["vary"]


def test_the_form_offers_the_things_there_are(service: Service) -> None:
    page = service.get("/q/meeting-participants?meeting=Lima+meeting").text
    assert '<option value="Lima meeting" selected>Lima meeting</option>' in page
    assert "<option" in page
    assert "Oslo" in page


def test_rows_lead_to_things_and_to_their_sentences(service: Service) -> None:
    page = service.get("/q/coalition-members").text
    assert 'href="/id/state/CHL.html"' in page
    assert re.search(r'href="/article/first\?start=\d+&amp;end=\d+#c\d+"', page)


def test_the_list_names_every_question_for_people_and_programs(service: Service) -> None:
    page = service.get("/q/").text
    told = service.get("/q/", headers={"Accept": "application/json"}).json()
    assert [q["name"] for q in told] == list(names())
    assert all(f'href="/q/{name}"' in page for name in names())


def test_openapi_describes_every_question_in_every_form(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    for query in load_all():
        for ending in ("", ".json", ".csv", ".ttl", ".html"):
            told = description["paths"][f"/q/{query.name}{ending}"]["get"]
            given = {p["name"] for p in told["parameters"]}
            assert given == {*(p.name for p in query.parameters), "limit", "offset"}
    rows = description["paths"]["/q/states.json"]["get"]["responses"]["200"]["content"]
    schema = rows["application/json"]["schema"]
    assert schema["items"]["required"] == [
        *next(q for q in load_all() if q.name == "states").columns
    ]


def test_openapi_says_which_names_can_be_asked_about(
    service: Service, description: dict[str, Any]
) -> None:
    told = description["paths"]["/q/coalition-members.json"]["get"]["parameters"][0]
    assert told["schema"]["enum"] == ["", "Harbour Coalition"]
    for value in told["schema"]["enum"]:
        answer = service.get("/q/coalition-members.json", params={"coalition": value})
        assert answer.status_code == 200


def test_openapi_accepts_the_dates_that_questions_accept(description: dict[str, Any]) -> None:
    parameters = description["paths"]["/q/meetings.json"]["get"]["parameters"]
    pattern = next(p for p in parameters if p["name"] == "after")["schema"]["pattern"]
    good = ("", "2020", "2020-02", "2020-02-28", "2020-04-30", "2020-12-31")
    bad = ("2020-13", "2020-02-30", "2020-04-31", "20-01-01", "2020-1-1", "x")
    assert [bool(re.search(pattern, text)) for text in good] == [True] * len(good)
    assert [bool(re.search(pattern, text)) for text in bad] == [False] * len(bad)


@pytest.mark.parametrize("path", ["/q/", "/q/states", "/q/states.json", "/openapi.json"])
def test_other_methods_are_not_allowed_and_told_so(service: Service, path: str) -> None:
    answer = service.request("DELETE", path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
