"""A copy of a store in memory answers like the store, whichever graphs a query looks into."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store import Copy, Embedded

DATA = """INSERT DATA {
    <urn:a> <urn:p> 1 , 2 . <urn:b> <urn:p> 3 .
    GRAPH <urn:g> { <urn:a> <urn:p> 10 } GRAPH <urn:h> { <urn:c> <urn:p> 20 } }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store with a default graph and two others."""
    made = tmp_path_factory.mktemp("copied") / "store"
    with Embedded.writer(made) as store:
        store.update(DATA)
        store.update("CREATE GRAPH <urn:empty>")
        store.publish()
    return made


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?o { ?s ?p ?o }", ["1", "2", "3"]),
        ("SELECT ?o { <urn:a> ?p ?o }", ["1", "2"]),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", ["10", "20"]),
        ("SELECT ?o { graph <urn:h> { ?s ?p ?o } }", ["20"]),
        ("SELECT ?o FROM <urn:g> { ?s ?p ?o }", ["10"]),
        ("SELECT ?o FROM NAMED <urn:g> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", ["10"]),
        ("SELECT ?o { GRAPH ?g {} BIND (STR(?g) AS ?o) }", ["urn:empty", "urn:g", "urn:h"]),
    ],
)
def test_a_copy_answers_like_its_store(folder: Path, text: str, rows: list[str]) -> None:
    with Embedded.reader(folder) as store:
        copy = Copy(store)
        found = [sorted(str(row["o"].value) for row in body.select(text)) for body in (store, copy)]
    assert found == [rows, rows]
    assert copy.snapshot == store.snapshot


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("SELECT ?from ?graph { ?from ?p ?graph }", 3),
        ("#+ note: from the graph\n# FROM\nSELECT ?o { ?s ?p ?o }", 3),
        ("SELECT ?o { ?s ?p ?o } # from a graph", 3),
        ("SELECT ?o { { ?s ?p 1GRAPH ?g { ?s ?q ?o } } }", 1),
        ("#\nSELECT ?o { ?s ?p \"\"\"\n# ?a\"\"\" } VALUES ?o { 1 }", 0),
        ("#\nSELECT ?o { BIND (\"\"\"\n#\"\"\" AS ?t) GRAPH ?g { ?s ?p ?o } }", 2),
    ],
)  # fmt: skip
def test_words_of_graphs_are_seen_wherever_they_count(folder: Path, text: str, seen: int) -> None:
    with Embedded.reader(folder) as store:
        assert [len(list(body.select(text))) for body in (store, Copy(store))] == [seen, seen]


def test_names_of_variables_and_notes_do_not_keep_a_query_from_the_view(folder: Path) -> None:
    with Embedded.reader(folder) as store:
        copy = Copy(store)
        plain = copy.engine_for("SELECT ?o { ?s ?p ?o }")
        assert copy.engine_for("#+ note: from a graph\nSELECT ?from { ?from ?p ?graph }") is plain
        assert copy.engine_for("SELECT ?o { GRAPH ?g { ?s ?p ?o } }") is not plain
