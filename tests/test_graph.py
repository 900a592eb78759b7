"""What an analyst gets from the handle: typed tables, things with their sentences, live RDF."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import made_extraction as made
import pandas as pd
import pytest

import kg
from kg import pipeline
from kg.errors import QuerySyntaxError, StoreError, StoreLockedError, UnknownNameError
from kg.pipeline import extracting
from kg.store import open_store

MEETING = "Oslo meeting"


@pytest.fixture(autouse=True)
def _made_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "_extractor", lambda _: made.extraction)


@pytest.fixture(params=["memory", "disk"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[kg.Graph]:
    where = ":memory:" if request.param == "memory" else tmp_path / "store"
    with kg.open(where) as opened:
        opened.add(made.article())
        yield opened


# Opening and adding


def test_a_new_folder_becomes_a_graph_with_the_first_article(tmp_path: Path) -> None:
    graph = kg.open(tmp_path / "store")
    assert graph.snapshot == 0
    with pytest.raises(StoreError, match="no store here"):
        graph.states()
    assert not (tmp_path / "store").exists()
    assert graph.add(made.article()).added == ("oslo",)
    assert (graph.snapshot, len(graph.states())) == (1, 2)


@pytest.mark.parametrize("what", ["a file", "other files"])
def test_a_path_that_is_something_else_is_refused_at_once(tmp_path: Path, what: str) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(StoreError, match=what):
        kg.open(tmp_path / "notes.txt" if what == "a file" else tmp_path)


def test_a_report_says_what_became_of_each_article(graph: kg.Graph, tmp_path: Path) -> None:
    report = graph.add(made.article(), made.article("two"), tmp_path / "none.txt")
    assert (report.added, report.unchanged, report.replaced) == (("two",), ("oslo",), ())
    assert [skipped.where for skipped in report.skipped] == [str(tmp_path / "none.txt")]
    assert (report.facts, report.snapshot) == (7, graph.snapshot)
    first, second = str(report).split("\n")
    assert first == "1 added, 1 unchanged, 1 skipped (snapshot 2)"
    assert second.startswith(f"skipped {tmp_path / 'none.txt'}: ")


def test_a_watcher_sees_every_event(graph: kg.Graph) -> None:
    seen: list[pipeline.Event] = []
    graph.add(made.article(), watch=seen.append)
    assert seen == [pipeline.Unchanged("oslo")]


def test_removing_and_rebuilding(graph: kg.Graph) -> None:
    graph.add(made.article("two", "Norway."))
    assert graph.rebuild().replaced == ("oslo", "two")
    assert graph.remove("oslo").removed == ("oslo",)
    assert (graph.articles, len(graph.meetings())) == (("two",), 0)
    with pytest.raises(UnknownNameError, match="no article 'oslo'"):
        graph.remove("oslo")


def test_a_second_writer_is_told_in_one_line_and_reading_goes_on(tmp_path: Path) -> None:
    with kg.open(tmp_path / "store") as graph:
        graph.add(made.article())
        with open_store(tmp_path / "store", "w"), pytest.raises(StoreLockedError) as caught:
            graph.add(made.article("two"))
        assert "\n" not in str(caught.value)
        assert len(graph.states()) == 2


def test_a_graph_keeps_its_snapshot_until_it_is_refreshed(tmp_path: Path) -> None:
    with kg.open(tmp_path / "s") as one, kg.open(tmp_path / "s") as other:
        one.add(made.article())
        assert other.refresh()
        one.add(made.article("two", "Norway."))
        assert (other.snapshot, other.articles) == (1, ("oslo",))
        assert other.refresh()
        assert (other.snapshot, other.articles) == (2, ("oslo", "two"))
        assert not other.refresh()


def test_articles_are_read_as_of_the_snapshot(graph: kg.Graph) -> None:
    assert graph.article("oslo") == made.article()
    with pytest.raises(UnknownNameError) as caught:
        graph.article("osl")
    assert caught.value.candidates == ("oslo",)


# Tables


def test_counts_are_numbers_and_missing_is_missing(graph: kg.Graph) -> None:
    states = graph.states()
    assert states["articles"].sum() == 2
    assert str(states["articles"].dtype) == "int64"
    meetings = graph.meetings()
    assert meetings["stated_count"].sum() == 2
    assert meetings["coalition"].isna().all()
    assert meetings["date"].tolist() == ["2020-03-02"]


def test_every_table_names_its_snapshot(graph: kg.Graph) -> None:
    for table in (graph.states(), graph.ask.sources(), graph.sparql("SELECT * { ?s ?p ?o }")):
        assert table.attrs == {"snapshot": graph.snapshot, "store": graph.location}


def test_every_named_question_can_be_asked_in_every_way(graph: kg.Graph) -> None:
    assert {"coalition-members", "meeting-participants", "states"} <= set(graph.ask)
    for name in graph.ask:
        method = name.replace("-", "_")
        assert method in dir(graph.ask)
        assert name in repr(graph.ask)
        assert list(graph.ask(name).columns) == list(getattr(graph.ask, method)().columns)
    for name in ("states", "officials", "organisations", "coalitions", "meetings"):
        assert getattr(graph, name)().equals(graph.ask(name))
    for name in ("statements", "sources"):
        assert getattr(graph, name)().equals(graph.ask(name))


def test_a_question_takes_a_label_an_alias_or_an_iri(graph: kg.Graph) -> None:
    named = [MEETING, "the OSLO talks", graph[MEETING].iri]
    asked = [graph.ask.meeting_participants(meeting=name) for name in named]
    assert all(table.equals(asked[0]) for table in asked)
    assert set(asked[0]["iso3"]) == {"NOR", "CHL"}


def test_unknown_questions_parameters_and_things_suggest_near_ones(graph: kg.Graph) -> None:
    with pytest.raises(UnknownNameError) as caught:
        _ = graph.ask.meeting_participant
    assert "meeting-participants" in caught.value.candidates
    with pytest.raises(UnknownNameError, match="no parameter 'coalition'"):
        graph.ask.meetings(coalition="x")
    with pytest.raises(UnknownNameError):
        graph.ask.coalition_members(coalition="no such thing")
    assert not hasattr(graph.ask, "_private")


def test_missing_whole_numbers_stay_whole() -> None:
    from kg.graph.frames import frame
    from kg.queries import Result

    rows = ((1, 1, 1.5, True, "a", 1), (None, 2, 2, None, None, "b"))
    table = frame(Result(tuple("abcdef"), rows), snapshot=1, store="x")
    kinds = [str(dtype) for dtype in table.dtypes]
    assert kinds == ["Int64", "int64", "float64", "boolean", "object", "object"]
    assert (table["a"].sum(), table["e"].isna().tolist()) == (1, [False, True])


def test_numbers_that_do_not_fit_and_literals_that_are_wrong_keep_their_value() -> None:
    with kg.open(":memory:") as graph:
        found = graph.sparql(
            'SELECT (99999999999999999999999 AS ?big) ("ten"^^xsd:integer AS ?wrong) {}'
        )
    assert isinstance(found, pd.DataFrame)
    assert found.big[0] == 99999999999999999999999
    assert found.wrong[0] == "ten"


def test_a_question_takes_a_thing_and_a_moment(graph: kg.Graph) -> None:
    meeting = graph["Oslo meeting"]
    asked = graph.ask.meeting_participants(meeting=meeting)
    assert asked.equals(graph.ask.meeting_participants(meeting=meeting.iri))
    moment = pd.Timestamp("2014-01-01T12:30")
    assert graph.meetings(after=moment).equals(graph.meetings(after="2014-01-01"))


def test_any_sparql_gives_a_table_a_truth_or_a_graph(graph: kg.Graph) -> None:
    table = graph.sparql("SELECT (COUNT(*) AS ?n) { ?s a ckg:State }")
    assert table["n"].tolist() == [2]
    assert graph.sparql("ASK { ?s a ckg:Meeting }") is True
    built = graph.sparql("CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a ckg:State ; rdfs:label ?l }")
    assert sorted(str(label) for label in built.objects()) == ["Chile", "Norway"]
    with pytest.raises(QuerySyntaxError) as caught:
        graph.sparql("SELECT * {\n ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 8)


# Things and facts


def test_a_thing_is_found_by_label_alias_or_iri(graph: kg.Graph) -> None:
    meeting = graph[MEETING]
    assert (meeting.kind, meeting.label, str(meeting)) == ("Meeting", MEETING, MEETING)
    assert "Oslo talks" in meeting.names
    assert graph["oslo TALKS"] == graph[meeting.iri] == meeting
    assert set(meeting.participants()["label"]) == {"Norway", "Chile"}
    assert graph["NOR"].label == "Norway"


def test_an_unknown_thing_is_a_lookup_error_with_near_names(graph: kg.Graph) -> None:
    with pytest.raises(LookupError) as caught:
        graph["Osslo meeting"]
    assert MEETING in caught.value.candidates


def test_facts_open_the_sentences_they_came_from(graph: kg.Graph) -> None:
    text = graph.article("oslo").text
    facts = graph[MEETING].facts()
    assert [fact.kind for fact in facts] == sorted(fact.kind for fact in facts)
    assert len(facts) == 5
    for fact in facts:
        assert (fact.basis, fact.modality) == ("stated", "actual")
        [passage] = fact.evidence
        assert text[passage.start : passage.end] == passage.text
        assert graph.fact(fact.iri) == fact
    hosts = [fact for fact in facts if fact.roles.get("role") == "host"]
    assert [str(fact) for fact in hosts] == [
        "Participation: meeting Oslo meeting, participant Norway, role host (stated)"
    ]
    assert hosts[0].evidence[0].text == "Norway was host and Chile took part."


def test_a_fact_and_a_direct_statement_are_explained_down_to_sentences(graph: kg.Graph) -> None:
    [host] = [fact for fact in graph[MEETING].facts() if fact.roles.get("role") == "host"]
    sentence = host.evidence[0].text
    assert sentence in str(graph.explain(host))
    assert str(graph.explain(host.iri)) == str(graph.explain(host))
    direct = graph.explain('Norway tookPartIn "Oslo meeting"')
    assert direct.basis == "inferred"
    assert sentence in str(direct)


@pytest.mark.parametrize("iri", ["not an iri", "https://example.org/none"])
def test_an_unknown_fact_is_a_lookup_error(graph: kg.Graph, iri: str) -> None:
    with pytest.raises(UnknownNameError, match="no fact"):
        graph.fact(iri)
    with pytest.raises(UnknownNameError, match="no fact"):
        graph.fact(graph[MEETING].iri)


def test_names_from_articles_are_escaped_in_a_notebook(tmp_path: Path) -> None:
    with kg.open(":memory:") as graph:
        graph.add(made.article())
        thing = kg.Thing(graph, graph[MEETING].iri, "<script>", "Meeting", ())
        shown = thing._repr_html_()
    assert "<script>" not in shown
    assert "Norway" in shown


# RDF


def test_the_rdflib_dataset_is_live_over_the_same_store(graph: kg.Graph) -> None:
    import rdflib

    dataset = graph.rdf
    assert isinstance(dataset, rdflib.Dataset)
    counted = graph.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")["n"].iloc[0]
    assert len(dataset.default_graph) == counted
    meetings = list(
        dataset.query("SELECT ?m { ?m a <https://w3id.org/coalition-kg/ontology#Meeting> }")
    )
    assert [str(row.m) for row in meetings] == [graph[MEETING].iri]
    article = rdflib.URIRef("https://w3id.org/coalition-kg/graph/article/oslo")
    assert article in {named.identifier for named in dataset.graphs()}


def test_the_rdflib_dataset_fetches_nothing_either(graph: kg.Graph) -> None:
    with pytest.raises(kg.QueryError, match="SERVICE is not allowed"):
        graph.rdf.query("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(kg.KgError):
        graph.rdf.update("LOAD <http://127.0.0.1:1/>")


def test_a_published_snapshot_cannot_be_changed_through_rdflib(tmp_path: Path) -> None:
    import rdflib

    with kg.open(tmp_path / "store") as graph:
        graph.add(made.article())
        node = rdflib.URIRef("https://example.org/x")
        for change in (
            lambda: graph.rdf.add((node, node, node)),
            lambda: graph.rdf.default_graph.remove((None, None, None)),
            lambda: graph.rdf.update("DELETE WHERE { ?s ?p ?o }"),
        ):
            with pytest.raises(StoreError, match="cannot be changed"):
                change()


# Pages


def test_a_view_is_saved_as_one_page(graph: kg.Graph, tmp_path: Path) -> None:
    path = graph.view(MEETING).save(tmp_path / "page.html")
    assert MEETING in Path(path).read_text("utf-8")


def test_a_network_joins_states_by_their_meetings_and_names_its_snapshot(graph: kg.Graph) -> None:
    network = graph.network("co-attendance")
    assert {network.nodes[node]["label"] for node in network} == {"Norway", "Chile"}
    assert network.number_of_edges() == 1
    assert network.graph["snapshot"] == graph.snapshot
    assert graph.network("co-attendance", since="2021").number_of_edges() == 0


# In the middle of a batch

READER = """
import sys, kg
graph = kg.open(sys.argv[1])
print("reading", flush=True)
for line in sys.stdin:
    graph.refresh()
    ids = [row.rsplit("/", 1)[1] for row in graph.sources()["article"]]
    print(graph.snapshot, sorted(ids) == sorted(graph.articles), len(ids), flush=True)
"""


def test_another_process_sees_each_batch_whole_and_at_once(tmp_path: Path) -> None:
    with kg.open(tmp_path / "store") as graph:
        graph.add(made.article("a0"))
        with subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path / "store")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None
            assert reader.stdout.readline() == "reading\n"
            for number in range(1, 6):
                graph.add(made.article(f"a{number}"))
                reader.stdin.write("now\n")
                reader.stdin.flush()
                assert reader.stdout.readline() == f"{number + 1} True {number + 1}\n"
            os.kill(reader.pid, signal.SIGKILL)
