"""Pages for people: every IRI leads to one, links lead somewhere, hostile words stay words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urldefrag

import pytest
from made_service import harbour, hostile
from made_views import HOSTILE
from pyoxigraph import RdfFormat, parse

from tests.server.running import Service, running

HTML = {"Accept": "text/html"}
VOID = {"meta", "link", "input", "br"}
FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(harbour(tmp_path_factory.mktemp("pages") / "store")) as started:
        yield started


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(hostile(tmp_path_factory.mktemp("hostile") / "store")) as started:
        yield started


class Page(HTMLParser):
    """A page's elements with their attributes, its text, and whether its tags match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [given[attribute] for _, given in self.elements if attribute in given]


def page(service: Service, path: str, status: int = 200) -> Page:
    answer = service.get(path, headers=HTML)
    assert answer.status_code == status, path
    assert answer.headers["content-type"].startswith("text/html")
    return Page(answer.text)


def crawl(service: Service, most: int = 400) -> dict[str, str]:
    """Every page that links lead to from the first, by address."""
    import httpx

    found: dict[str, str] = {}
    waiting = ["/"]
    with httpx.Client(base_url=service.address, timeout=15, trust_env=False) as client:
        while waiting and len(found) < most:
            address = waiting.pop()
            if address in found:
                continue
            answer = client.get(address, headers=HTML, follow_redirects=True)
            assert answer.status_code == 200, address
            kind = answer.headers["content-type"]
            found[address] = answer.text if kind.startswith("text/html") else ""
            if found[address] and not address.startswith("/graph/page"):
                links = [urldefrag(a)[0] for a in Page(found[address]).all("href")]
                waiting += [a for a in links if a.startswith("/") and a not in found]
    return found


# IRIs


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html,*/*;q=0.5", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "json"),
        ("application/json;q=0.2, text/turtle;q=0.8", "ttl"),
        ("*/*", "html"),
    ],
)
def test_an_iri_leads_to_the_form_that_is_accepted(
    service: Service, accept: str, ending: str
) -> None:
    answer = service.get("/id/state/NOR", headers={"Accept": accept})
    assert answer.status_code == 303
    expected = f"/id/state/NOR.{ending}"
    assert answer.headers["location"] == expected
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    "thing",
    [
        "state/NOR", "official/kari-lund", "organisation/united-nations",
        "coalition/harbour-coalition", "place/lima", "office/foreign-minister",
    ],
)  # fmt: skip
def test_every_kind_of_thing_has_a_page_and_the_same_as_data(service: Service, thing: str) -> None:
    iri = f"https://w3id.org/coalition-kg/id/{thing}"
    assert iri in page(service, f"/id/{thing}.html").text
    told = service.get(f"/id/{thing}.json").json()
    assert told["iri"] == iri
    assert told["label"]
    for ending, form in FORMATS.items():
        triples = list(parse(service.get(f"/id/{thing}.{ending}").content, format=form))
        assert iri in {t.subject.value for t in triples}  # type: ignore[union-attr]


def test_the_facts_as_json_bring_their_sentences(service: Service) -> None:
    facts = service.get("/id/official/kari-lund.json").json()["facts"]
    tenure = next(f for f in facts if f["kind"] == "Tenure")
    assert tenure["labels"] == {
        "holder": "Kari Lund", "office": "Foreign Minister", "of": "Norway",
    }  # fmt: skip
    assert "Norwegian Foreign Minister Kari Lund was the host." in {
        passage["text"] for passage in tenure["evidence"]
    }


def test_a_fact_has_a_page_that_explains_it(service: Service) -> None:
    facts = service.get("/id/state/CHL.json").json()["facts"]
    inferred = next(f for f in facts if f["kind"] == "Membership" and f["basis"] == "inferred")
    path = inferred["iri"].partition("/coalition-kg")[2]
    shown = page(service, f"{path}.html")
    assert "coalition-membership-from-roster" in shown.text
    assert "Norway, Chile and Kenya took part, Peru stayed away." in shown.text
    assert service.get(f"{path}.json").json()["iri"] == inferred["iri"]


def test_a_passage_leads_to_its_place_in_the_article(service: Service) -> None:
    fact = service.get("/id/official/kari-lund.json").json()["facts"][0]
    passage = fact["evidence"][0]
    path = passage["iri"].partition("/coalition-kg")[2]
    answer = service.get(path, headers=HTML)
    assert answer.status_code == 303
    start, end = passage["start"], passage["end"]
    assert answer.headers["location"].endswith(f"?start={start}&end={end}#c{start}")


def test_a_name_local_to_an_article_leads_to_the_thing(service: Service) -> None:
    answer = service.get("/id/official/lund@second", headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/id/official/kari-lund.html"


@pytest.mark.parametrize("path", ["/id/state/NRO", "/id/sate/NOR", "/id/official/karl-lund"])
def test_what_there_is_not_is_not_found_with_near_names(service: Service, path: str) -> None:
    shown = page(service, path, 404)
    assert shown.text
    problem = service.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert set(problem.json()) >= {"error"}


def test_near_officials_are_suggested(service: Service) -> None:
    assert "Kari Lund" in page(service, "/id/official/karl-lund", 404).text


@pytest.mark.parametrize(
    "path", ["/id/..%2f..%2fetc/passwd", "/article/..%2f..%2fetc%2fpasswd", "/static/..%2fpages.py",
             "/static/../pages.py", "/id/state/%00", "/id/state/%F0%9F%98%80"]
)  # fmt: skip
def test_paths_lead_nowhere_else(service: Service, path: str) -> None:
    answer = service.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "import" not in answer.text


# What pages tell


def test_a_meeting_tells_who_took_part_with_the_sentence_once(service: Service) -> None:
    rows = service.get("/q/meetings.json").json()
    oslo = next(r for r in rows if r["place"] == "Oslo")
    shown = page(service, oslo["meeting"].partition("/coalition-kg")[2] + ".html")
    for words in ("Took part", "Chile", "Absent", "Peru", "Stated size", "Host", "2 March 2020"):
        assert words in shown.text
    assert "Lima meeting" in shown.text


def test_a_page_says_what_is_not_known(service: Service) -> None:
    assert "about 40 states" in page(service, "/id/coalition/harbour-coalition.html").text
    assert "Not said to have been" not in page(service, "/").text


def test_planned_and_denied_facts_are_marked(service: Service) -> None:
    assert "planned" in page(service, "/id/state/KEN.html").text
    assert "denied" in page(service, "/id/state/PER.html").text


def test_a_sentence_of_an_article_leads_to_its_facts(service: Service) -> None:
    shown = page(service, "/article/first")
    spans = [given for tag, given in shown.elements if given.get("class", "").startswith("span")]
    assert len(spans) == 6
    targets = set(shown.all("id"))
    assert {given["href"].removeprefix("#") for given in spans} <= targets
    assert "Envoys of three countries" in shown.text
    assert "Kari Lund is Foreign Minister of Norway" in " ".join(shown.text.split())


def test_the_passage_named_in_the_address_is_marked(service: Service) -> None:
    shown = page(service, "/article/first?start=0&end=73")
    chosen = [given["id"] for _, given in shown.elements if "chosen" in given.get("class", "")]
    assert chosen == ["c0"]


def test_search_finds_names_other_names_and_sentences(service: Service) -> None:
    assert "/id/official/kari-lund.html" in page(service, "/?q=lund").all("href")
    assert "/id/coalition/harbour-coalition.html" in page(service, "/?q=harbour%20all").all("href")
    assert "/id/state/NOR.html" in page(service, "/?q=nor").all("href")
    assert "Twenty ministers came" in page(service, "/?q=twenty+ministers").text
    assert "/?q=Harbour+Coalition" in page(service, "/?q=harbor+coaltion").all("href")


def test_suggestions_begin_as_typed_whatever_the_accents(service: Service) -> None:
    told = service.get("/suggest?q=diaz").json()
    assert [(hit["label"], hit["kind"]) for hit in told] == [("Eva Díaz", "official")]
    assert service.get("/suggest").json() == []


def test_the_timeline_shows_every_meeting_once_in_the_drawing(service: Service) -> None:
    shown = page(service, "/timeline")
    rows = service.get("/q/meetings.json").json()
    dots = [given for tag, given in shown.elements if given.get("class", "").startswith("dot")]
    assert len(dots) == len(rows)
    assert page(service, "/timeline?coalition=nobody", 404).text


def test_the_graph_page_is_the_file_of_kg_view(service: Service) -> None:
    assert "/graph/page?focus=Lima+meeting" in page(service, "/graph?focus=Lima+meeting").all("src")
    drawn = service.get("/graph/page?focus=Lima+meeting")
    assert 'id="canvas"' in drawn.text
    assert "frame-ancestors 'self'" in drawn.headers["content-security-policy"]
    assert page(service, "/graph?focus=nobody", 404).text


# The editor


def test_the_editor_shows_rows_with_links(service: Service) -> None:
    query = "SELECT ?s (COUNT(*) AS ?n) { ?s a ckg:State ; ckg:tookPartIn ?m } GROUP BY ?s"
    shown = page(service, f"/sparql/ui?query={quote(query)}")
    assert "/id/state/CHL.html" in shown.all("href")
    assert "Chile" in shown.text
    downloads = [a for a in shown.all("href") if a.startswith("/sparql?")]
    assert {service.get(a).status_code for a in downloads} == {200}


def test_the_editor_answers_yes_or_no_and_draws_triples(service: Service) -> None:
    assert "Yes" in page(service, "/sparql/ui?query=ASK%20%7B%7D").text
    query = "CONSTRUCT { ?s ckg:tookPartIn ?m } WHERE { ?s ckg:tookPartIn ?m ; a ckg:State }"
    shown = page(service, f"/sparql/ui?query={quote(query)}")
    assert "ckg:tookPartIn" in shown.text
    boxes = [given for _, given in shown.elements if given.get("class", "").startswith("box")]
    assert len(boxes) == 6


def test_the_editor_tells_line_and_column_of_an_error(service: Service) -> None:
    query = "SELECT ?s\nWHER { ?s ?p ?o }"
    shown = page(service, f"/sparql/ui?query={quote(query)}", 400)
    assert "Line 2, column 1" in shown.text
    assert query in shown.text


def test_the_editor_offers_the_named_questions(service: Service) -> None:
    shown = page(service, "/sparql/ui?example=coalition-members")
    assert "VALUES ?coalition" in shown.text
    assert page(service, "/sparql/ui?example=nothing", 404).text


def test_the_editor_changes_and_fetches_nothing(service: Service) -> None:
    before = service.count()
    for query in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://127.0.0.1:1/> { } }"):
        page(service, f"/sparql/ui?query={quote(query)}", 400)
    assert service.count() == before


# Everywhere


def test_every_link_leads_somewhere_and_every_page_is_well_formed(service: Service) -> None:
    found = crawl(service)
    kinds = {re.split(r"[/.?]", address)[1] for address in found}
    assert kinds >= {"id", "article", "q", "timeline", "graph", "sparql", "static"}
    assert 150 < len(found) < 400
    for address, text in found.items():
        if text and not address.startswith("/graph/page"):
            assert "snapshot 1" in text or address.startswith("/q/states"), address


def test_pages_carry_a_policy_that_runs_no_script_inside_them(service: Service) -> None:
    for path in ("/", "/q/states", "/id/state/NOR.html", "/nothing", "/sparql/ui?query=x"):
        answer = service.get(path, headers=HTML)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


def test_hostile_words_never_become_markup_or_addresses(attacked: Service) -> None:
    found = crawl(attacked, most=700)
    assert len(found) > 60
    for address, text in found.items():
        if not text or address.startswith("/graph/page"):
            continue
        shown = Page(text)
        assert [given for tag, given in shown.elements if tag == "script"] == [
            {"src": "/static/site.js", "defer": ""}
        ], address
        assert not [tag for tag, _ in shown.elements if tag in {"img", "iframe", "object"}] or (
            address.startswith("/graph")
        )
        for _, given in shown.elements:
            assert not [name for name in given if name.startswith("on")], address
            link = given.get("href", "") + given.get("src", "") + given.get("action", "")
            assert re.match(r"/|#|https?://|data:,|$", link), (address, link)


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_in_addresses_and_errors_stay_words(service: Service, payload: str) -> None:
    words = quote(payload, safe="")
    for path in (
        f"/{words}", f"/?q={words}", f"/q/{words}", f"/id/state/{words}", f"/article/{words}",
        f"/q/coalition-members?coalition={words}", f"/q/meetings?{words}=1",
        f"/graph?focus={words}", f"/timeline?coalition={words}", f"/sparql/ui?query={words}",
        f"/sparql/ui?example={words}",
    ):  # fmt: skip
        answer = service.get(path, headers=HTML)
        assert answer.status_code < 500, path
        shown = Page(answer.text)
        scripts = [given for tag, given in shown.elements if tag == "script"]
        assert scripts == [{"src": "/static/site.js", "defer": ""}], path
        assert not [name for _, given in shown.elements for name in given if name.startswith("on")]


def test_a_page_of_an_empty_store_says_so(tmp_path: Path) -> None:
    from made_service import publish

    with running(publish(tmp_path / "empty", [])) as service:
        for path in ("/", "/q/states", "/timeline", "/graph", "/graph/page", "/?q=x"):
            assert page(service, path).text if path != "/graph/page" else service.get(path).text
        assert json.loads(service.get("/q/states.json").text) == []
