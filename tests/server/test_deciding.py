"""``/decisions``: made with the token only, seen in the graph as soon as they are made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kg.library import Library
from kg.reasoning import derive
from kg.store import Embedded
from kg.terms import BASE
from tests.made_coalition import put, stories
from tests.server.running import TOKEN, Service, running

LUND = {"a": "official/kari-lund@first", "b": "official/lund@second"}
PEOPLE = f"SELECT ?o {{ ?o a <{BASE}ontology#Official> }}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("decided")
    _fill(folder / "store")
    token = folder / "token"
    token.write_text(TOKEN)
    with running(
        folder / "store", "--writable", "decisions", "--token-file", str(token)
    ) as service:
        yield service


def _fill(folder: Path) -> None:
    with Embedded.writer(folder) as store:
        put(store, *stories())
        partial(derive, known=())(store)
        number = store.publish()
    with Library.writer(folder, at=number + 1):
        pass


def post(service: Service, token: str = TOKEN, **wanted: str) -> object:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return service.request("POST", "/decisions", json=wanted, headers=headers)


def people(service: Service) -> set[str]:
    return {
        row["o"].rsplit("/", 1)[1]
        for row in service.rows(f"PREFIX ckg: <{BASE}ontology#> {PEOPLE}")
    }


def test_a_decision_is_made_listed_seen_and_taken_back(service: Service) -> None:
    before = people(service)
    made = post(service, verdict="differ", note="two sisters", **LUND)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["verdict"], told["standing"], told["note"]) == (
        "differ",
        "in force",
        "two sisters",
    )
    assert people(service) == before | {"lund"}
    assert service.get("/decisions").json() == [told]
    assert service.get(made.headers["Location"]).json() == told
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    gone = service.request("DELETE", made.headers["Location"], headers=bearer)
    assert gone.status_code == 204
    assert people(service) == before
    assert service.get(made.headers["Location"]).status_code == 404
    assert service.request("DELETE", "/decisions/00000000", headers=bearer).status_code == 404


def test_a_fact_is_rejected_by_its_iri(service: Service) -> None:
    pattern = f"?f a <{BASE}ontology#Statement> ; <{BASE}ontology#speaker> ?who"
    facts = service.rows(f"SELECT ?f {{ {pattern} }} ORDER BY ?f")
    made = post(service, verdict="reject", fact=facts[0]["f"])
    assert made.status_code == 201, made.text
    assert len(service.rows(f"SELECT ?f {{ {pattern} }}")) == len(facts) - 1


@pytest.mark.parametrize(("token", "status"), [("", 401), ("wrong-wrong-wrong-wrong", 401)])
def test_without_the_token_nothing_is_decided(service: Service, token: str, status: int) -> None:
    before = service.get("/decisions").json()
    assert post(service, token=token, verdict="differ", **LUND).status_code == status
    assert service.get("/decisions").json() == before


def test_a_page_of_another_origin_decides_nothing(service: Service) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}
    answer = service.request(
        "POST", "/decisions", json={"verdict": "differ", **LUND}, headers=headers
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("wanted", "status", "what"),
    [
        ({"verdict": "same", "a": "Norway", "b": "Kenya"}, 409, "states"),
        ({"verdict": "same", "a": "Kari Lund", "b": "Nobody"}, 404, "Nobody"),
        ({"verdict": "same", "a": "Kari Lund"}, 422, "same b: Field required"),
        ({"verdict": "reject", "fact": "fact/0123456789abcdef0123"}, 404, "no fact"),
        ({"verdict": "reject", "fact": "x", "a": "y"}, 422, "reject a"),
        ({"verdict": "marry", **LUND}, 422, "verdict"),
        ({"verdict": "same", "c": "x", **LUND}, 422, "c"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(
    service: Service, wanted: dict[str, str], status: int, what: str
) -> None:
    answer = post(service, **wanted)
    assert answer.status_code == status, answer.text
    assert what in answer.text


def test_a_decision_stands_at_once_and_is_derived_when_there_is_time(tmp_path: Path) -> None:
    _fill(tmp_path / "store")
    (tmp_path / "token").write_text(TOKEN)
    options = ("--writable", "decisions", "--token-file", str(tmp_path / "token"))
    with running(tmp_path / "store", *options, "--derive-deadline", "0.01") as service:
        before = people(service)
        made = post(service, verdict="differ", **LUND)
        # Deriving imports, reads and writes more than a hundredth of a second allows.
        assert made.status_code == 202, made.text
        (listed,) = service.get("/decisions").json()
        assert made.headers["location"] == f"/decisions/{listed['id']}"
        assert people(service) == before
    with running(tmp_path / "store", *options) as service:
        first = service.rows("SELECT ?f { ?f a ckg:Statement } LIMIT 1")[0]["f"]
        assert post(service, verdict="reject", fact=first).status_code == 201
        assert people(service) == before | {"lund"}


def test_updates_need_more_than_the_right_to_decide(service: Service) -> None:
    assert service.update("INSERT DATA { <urn:a> <urn:b> 1 }").status_code == 403
