"""The command line: data on stdout, the rest on stderr, exit codes, and no traceback ever."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from kg import resources
from kg.cli import main
from kg.cli.edge import prepare_streams
from kg.cli.output import write_rows
from kg.model import Article, Extraction
from kg.pipeline import extracting
from kg.queries import Result, load_all
from kg.reading import read
from kg.store import open_store
from tests.support import ROOT

GOOD = "U.S. Secretary of State John Kerry met French President Francois Hollande in Paris.\n"


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.out)
        return rows


class Kg:
    """Runs ``kg`` in this process, in a folder of its own."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self.patch, self.capture = folder, patch, capture

    def __call__(self, *words: str | Path, given: str | bytes = "") -> Done:
        data = given.encode() if isinstance(given, str) else given
        self.patch.setattr("sys.argv", ["kg", *map(str, words)])
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        self.capture.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = self.capture.readouterr()
        assert "Traceback" not in out + err
        code = stopped.value.code
        assert code is None or isinstance(code, int)
        return Done(code or 0, out, err)


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(name)
    return Kg(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the examples."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    command = [
        sys.executable,
        "-m",
        "kg",
        "add",
        str(resources.examples() / "articles"),
        "--store",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


# Help --------------------------------------------------------------------------------------------


def test_help_lists_the_commands(kg: Kg) -> None:
    done = kg("--help")
    assert done.code == 0
    for command in ("demo", "add", "facts", "ask", "sparql", "show", "explain", "view", "check"):
        assert f"  {command} " in done.out


def test_an_unknown_command_suggests_a_near_one(kg: Kg) -> None:
    done = kg("evalute")
    assert (done.code, done.out) == (2, "")
    assert "evaluate" in done.err


def test_a_fault_of_ours_ends_in_two_lines_and_a_code_of_its_own(
    kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("kg.cli.app.app", broken)
    done = kg("doctor")
    assert (done.code, done.out) == (70, "")
    assert "RuntimeError: two lines" in done.err
    assert done.err.count("\n") == 2


def test_closed_streams_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    prepare_streams()
    with sys.stdin, sys.stdout, sys.stderr:
        assert sys.stdin.read() == ""
        sys.stdout.write("nowhere")
        sys.stderr.write("nowhere")


# Adding ------------------------------------------------------------------------------------------


def test_adding_says_what_became_of_the_batch(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg("add", "a.txt", "--published", "2015-01-22")
    assert (done.code, done.out) == (0, "")
    assert "kg-store: 1 added (snapshot 1)" in done.err
    again = kg("add", "a.txt", "--published", "2015-01-22")
    assert "kg-store: 1 unchanged (snapshot 1)" in again.err


def test_an_article_can_come_down_the_pipe(kg: Kg) -> None:
    done = kg("add", "-", "--id", "piped", given=GOOD)
    assert done.code == 0, done.err
    sources = kg("ask", "sources", "-f", "json").rows
    assert [row["identifier"] for row in sources] == ["piped"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"\x00\x01\x02\x03" * 900, "holds binary data"),
        ("latin1.txt", "Zürich and Besançon hosted the talks.".encode("latin-1"), "UTF-8"),
        ("page.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("broken.jsonl", b'{"text": ', "no JSON"),
        ("textless.jsonl", b'{"id": "x"}', 'has no "text"'),
    ],
)
def test_a_bad_file_is_named_with_its_fault(kg: Kg, name: str, data: bytes, said: str) -> None:
    (kg.folder / name).write_bytes(data)
    done = kg("add", name)
    assert (done.code, done.out) == (3, "")
    assert f"Skipped {name}" in done.err
    assert said in done.err


def test_a_bad_file_among_good_ones_costs_only_itself(kg: Kg) -> None:
    (kg.folder / "in").mkdir()
    for name in ("a", "c"):
        (kg.folder / "in" / f"{name}.txt").write_text(GOOD.replace("Paris", f"{name} palace"))
    (kg.folder / "in" / "b.txt").write_bytes(b"\xff\xfe\xfd" * 9)
    done = kg("add", "in")
    assert done.code == 3
    assert "Skipped in/b.txt" in done.err
    assert "2 added, 1 skipped" in done.err


def test_a_path_that_is_not_there_is_named(kg: Kg) -> None:
    done = kg("add", "absent.txt")
    assert done.code == 3
    assert "Skipped absent.txt: no such file or folder" in done.err


def test_a_path_that_cannot_be_read_is_named(kg: Kg) -> None:
    (kg.folder / "loop.txt").symlink_to("loop.txt")
    done = kg("add", "loop.txt")
    assert done.code == 3
    assert "Skipped loop.txt: " in done.err


def test_a_date_that_is_none_is_a_usage_error(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg("add", "a.txt", "--published", "last week")
    assert (done.code, done.out) == (2, "")
    assert "'last week' is no date. Write it as 2015-01-22." in done.err


def test_removing_an_article_takes_its_facts_away(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    assert kg("add", "a.txt").code == 0
    assert kg("ask", "officials", "-f", "json").rows != []
    assert kg("remove", "a").code == 0
    assert kg("ask", "officials", "-f", "json").rows == []
    gone = kg("remove", "a")
    assert gone.code == 2
    assert "there is no article 'a'" in gone.err


def test_an_article_that_is_not_there_is_named_with_near_ones(kg: Kg) -> None:
    (kg.folder / "paris.txt").write_text(GOOD)
    kg("add", "paris.txt")
    done = kg("remove", "paris2")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean: paris?" in done.err


@pytest.mark.parametrize("words", [("remove", "x"), ("rebuild",)])
def test_what_needs_articles_leaves_no_store_where_there_is_none(
    kg: Kg, words: tuple[str, ...]
) -> None:
    done = kg(*words)
    assert (done.code, done.out) == (4, "")
    assert "there is no store here" in done.err
    assert list(kg.folder.iterdir()) == []


# Asking ------------------------------------------------------------------------------------------


def test_every_named_question_answers_in_json_and_nothing_else(kg: Kg, store: Path) -> None:
    for query in load_all():
        done = kg("ask", query.name, "-f", "json", "--store", store)
        assert done.code == 0, done.err
        assert isinstance(done.rows, list)
        for row in done.rows:
            assert list(row) == list(query.columns)


def test_a_question_takes_its_parameters_by_name(kg: Kg, store: Path) -> None:
    asked = ["ask", "meeting-participants", "-f", "json", "--store", str(store)]
    for words in (["--meeting", "London meeting"], ["--meeting=the london meeting"]):
        rows = kg(*asked, *words).rows
        assert {row["iso3"] for row in rows if row["kind"] == "state"} >= {"GBR", "USA", "IRQ"}


def test_csv_has_a_header_and_a_row_a_line(kg: Kg, store: Path) -> None:
    done = kg("ask", "states", "-f", "csv", "--store", store)
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {"state", "iso3", "label", "articles"} == set(rows[0])
    assert "NOR" in {row["iso3"] for row in rows}


def test_results_can_be_printed_as_sparql_json(kg: Kg, store: Path) -> None:
    answer = json.loads(kg("ask", "states", "-f", "srj", "--store", store).out)
    assert answer["head"]["vars"] == ["state", "iso3", "label", "articles"]
    assert answer["results"]["bindings"][0]["state"]["type"] == "uri"


def test_a_table_names_its_snapshot_on_stderr(kg: Kg, store: Path) -> None:
    done = kg("ask", "coalitions", "--store", store)
    assert "stated size" in done.out
    assert f"snapshot 1 of {store}" in done.err


def test_what_rows_share_is_not_said_again(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("Chile", "Norway", "Peru")
    rows = tuple((name, "Oslo meeting", "They met.", None, 7) for name in names)
    columns = ("label", "meeting_label", "quote", "until", "start")
    write_rows(
        Result(columns, (*rows, ("Spain", "Oslo meeting", "So did Spain.", None, 9))), "table"
    )
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip(" ─")]
    assert lines == [
        ["meeting", "label:", "Oslo", "meeting"],
        ["label", "quote"],
        ["Chile", "They", "met."],
        ["Norway", "″"],
        ["Peru", "″"],
        ["Spain", "So", "did", "Spain."],
    ]


def test_a_narrow_terminal_gets_a_line_for_each_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cli.output.PIPE_WIDTH", 30)
    names = ("label", "place", "date", "kind")
    write_rows(Result(names, (("Oslo talks", "Oslo", None, "talks"),) * 2), "table")
    out = capsys.readouterr().out
    assert out == "\nlabel: Oslo talks\nplace: Oslo\nkind: talks\n" * 2


def test_nothing_in_an_article_commands_a_terminal(kg: Kg) -> None:
    hostile = "\x9b2J\x9d0;owned\x9c\x7f"
    text = GOOD.replace("Paris.", f"Paris on Monday {hostile}.")
    assert kg("add", "-", "--id", f"o{hostile}ne", given=text).code == 0
    update = 'INSERT DATA { id:state\\/USA rdfs:label "\\u001b[2J\\u0007" }'
    with open_store(kg.folder / "kg-store", "w") as store:
        store.update(update)
        store.publish()
    rows = "SELECT ?s ?o { ?s ?p ?o }"
    for words in (
        ["sparql", rows],
        ["ask", "sources"],
        ["show", "John Kerry"],
        ["ask", "states"],
    ):
        done = kg(*words)
        assert done.code == 0, done.err
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.out + done.err), words
    for form in ("json", "srj"):
        done = kg("sparql", rows, "-f", form)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.out)
        assert hostile in json.dumps(json.loads(done.out), ensure_ascii=False)


def test_the_list_of_questions_needs_no_graph(kg: Kg) -> None:
    listed = kg("ask", "--list", "-f", "json")
    assert listed.code == 0
    assert {row["question"] for row in listed.rows} == {query.name for query in load_all()}


def test_a_questions_sparql_can_be_printed_and_run(kg: Kg, store: Path) -> None:
    text = kg("ask", "states", "--sparql", "--store", store).out
    direct = kg("ask", "states", "-f", "json", "--store", store).rows
    assert kg("sparql", "-", "-f", "json", "--store", store, given=text).rows == direct


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["particpants"], "meeting-participants"),
        (["meetings", "--plaice", "London"], "no parameter 'plaice'"),
        (["meetings", "--place"], "--place: has no value"),
        (["meetings", "London"], "'London' is no parameter"),
        (["meetings", "--after", "soon"], "not a date"),
        (["coalition-members", "--coalition", "anti-ISS coalition"], "Did you mean"),
        (["states", "-f", "pdf"], "'pdf' does not fit"),
        (["states", "-f", "ttl"], "rows cannot be printed"),
    ],
)
def test_a_mistaken_question_is_explained(kg: Kg, store: Path, words: list[str], said: str) -> None:
    done = kg("ask", *words, "--store", store)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_sparql_comes_as_text_as_file_or_down_the_pipe(kg: Kg, store: Path) -> None:
    text = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a ckg:Meeting }"
    (kg.folder / "count.rq").write_text(text)
    answers = [
        kg("sparql", text, "-f", "json", "--store", store),
        kg("sparql", "count.rq", "-f", "json", "--store", store),
        kg("sparql", "-", "-f", "json", "--store", store, given=text),
    ]
    assert {answer.out for answer in answers} == {answers[0].out}
    assert answers[0].rows[0]["n"] >= 3


def test_sparql_answers_in_its_own_forms(kg: Kg, store: Path) -> None:
    yes = kg("sparql", "ASK { ?m a ckg:Meeting }", "--store", store)
    assert yes.out == "true\n"
    triples = kg("sparql", "CONSTRUCT WHERE { ?m a ckg:Meeting }", "--store", store)
    assert "a ckg:Meeting" in triples.out
    refused = kg("sparql", "CONSTRUCT WHERE { ?m a ckg:Meeting }", "-f", "csv", "--store", store)
    assert refused.code == 2
    assert "triples cannot be printed" in refused.err


def test_malformed_sparql_is_shown_with_line_column_and_caret(kg: Kg, store: Path) -> None:
    done = kg("sparql", "SELECT ?s\nWHER { ?s ?p ?o }", "--store", store)
    assert (done.code, done.out) == (2, "")
    assert "line 2, column 1" in done.err
    assert "^" in done.err


def test_what_json_and_python_have_no_number_for_is_printed_as_words(kg: Kg, store: Path) -> None:
    query = (
        'SELECT ("NaN"^^xsd:double AS ?a) ("-INF"^^xsd:double AS ?b) ("ten"^^xsd:integer AS ?c) {}'
    )
    assert kg("sparql", query, "-f", "json", "--store", store).rows == [
        {"a": "NaN", "b": "-INF", "c": "ten"}
    ]
    assert "NaN,-INF,ten\n" in kg("sparql", query, "-f", "csv", "--store", store).out
    assert "ten" in kg("sparql", query, "--store", store).out


def test_a_query_needs_no_braces_to_be_told_from_a_file(kg: Kg, store: Path) -> None:
    done = kg("sparql", "DESCRIBE <https://w3id.org/coalition-kg/id/state/GBR>", "--store", store)
    assert done.code == 0
    assert "United Kingdom" in done.out
    (kg.folder / "my query").write_text("ASK {}")
    assert kg("sparql", "my query", "--store", store).out == "true\n"


def test_a_query_file_that_is_not_there_is_named(kg: Kg, store: Path) -> None:
    done = kg("sparql", "absent.rq", "--store", store)
    assert done.code == 2
    assert "absent.rq: cannot be read as a query (No such file or directory)" in done.err


# Stores ------------------------------------------------------------------------------------------


def test_a_graph_that_is_not_there_is_named(kg: Kg) -> None:
    done = kg("ask", "states")
    assert (done.code, done.out) == (4, "")
    assert "kg-store: there is no store here" in done.err


def test_a_folder_of_other_things_is_not_taken_for_a_graph(kg: Kg) -> None:
    (kg.folder / "notes").mkdir()
    (kg.folder / "notes" / "list.txt").write_text("milk")
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg("add", "a.txt", "--store", "notes")
    assert done.code == 4
    assert "notes: this folder holds other files" in done.err


def test_a_store_that_another_process_writes_to_is_named(kg: Kg, store: Path) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    program = f"""
import sys
from kg.store import open_store
with open_store({str(store)!r}, "w"):
    print("open", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        done = kg("add", "a.txt", "--store", store)
        read = kg("ask", "states", "-f", "json", "--store", store)
        other.communicate(b"")
    assert (done.code, done.out) == (4, "")
    assert f"{store}: another process is writing to this store" in done.err
    assert read.code == 0


def test_a_wrong_setting_is_named_with_its_file(kg: Kg) -> None:
    (kg.folder / "kg.toml").write_text("stoer = 'x'\n")
    done = kg("ask", "states")
    assert done.code == 2
    assert 'kg.toml, stoer: there is no setting "stoer"' in done.err


def test_the_graphs_folder_can_be_set_by_a_variable(kg: Kg, store: Path) -> None:
    kg.patch.setenv("KG_STORE", str(store))
    assert kg("ask", "states", "-f", "json").rows != []


# Things and facts --------------------------------------------------------------------------------


def test_a_thing_is_shown_below_the_sentences_that_tell_of_it(kg: Kg, store: Path) -> None:
    done = kg("show", "Kerry", "--store", store)
    assert done.code == 0, done.err
    assert done.out.startswith("John Kerry (Official)\n")
    assert "“U.S. Secretary of State" in done.out or "U.S. Secretary of State" in done.out
    told = json.loads(kg("show", "Kerry", "--json", "--store", store).out)
    assert told["label"] == "John Kerry"
    assert all(fact["evidence"] for fact in told["facts"])


def test_what_no_fact_is_about_is_shown_where_it_is_named(kg: Kg, store: Path) -> None:
    done = kg("show", "Islamic State", "--store", store)
    assert done.code == 0
    assert "No fact about it; it is named in:\n“" in done.out
    shown = json.loads(kg("show", "Islamic State", "--json", "--store", store).out)
    assert shown["facts"] == []
    assert all("I" in passage["text"] for passage in shown["mentions"])


def test_a_conclusion_is_explained_down_to_its_sentences(kg: Kg, store: Path) -> None:
    rows = kg("ask", "coalition-members", "-f", "json", "--store", store).rows
    member = next(row for row in rows if row["basis"] == "inferred")
    done = kg("explain", member["member"], "memberOf", member["coalition"], "--store", store)
    assert done.code == 0, done.err
    assert f"by {member['rule']}" in done.out
    assert " ".join(member["quote"].split()) in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "foo"], "neither an IRI nor a property"),
        (["explain", "Norway", "tookPart", "London"], "Did you mean: tookPartIn"),
        (["explain", "what's this"], "neither an IRI nor a property"),
        (["explain", "one", "two"], "neither a fact nor a triple"),
        (["explain", "fact/00000000000000000000"], "holds no fact"),
        (["show", "Nobody At All"], "is called 'Nobody At All'"),
        (["view", "Nobody At All"], "is called 'Nobody At All'"),
        (["export", "graph.docx"], 'no format "docx"'),
        (["analyse", "friendship"], "no network 'friendship'"),
        (["analyse", "state-meeting", "--since", "soon"], "'soon' is not a date"),
        (["view", "-o", "absent/page.html"], "absent/page.html: No such file or directory"),
        (["export", "absent/graph.ttl"], "absent/graph.ttl: No such file or directory"),
    ],
)
def test_a_mistaken_command_is_explained(kg: Kg, store: Path, words: list[str], said: str) -> None:
    done = kg(*words, "--store", store)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_page_is_written_and_its_path_printed(kg: Kg, store: Path) -> None:
    done = kg("view", "John Kerry", "--store", store)
    assert (done.code, done.out) == (0, "john-kerry.html\n")
    assert "<!doctype html>" in (kg.folder / "john-kerry.html").read_text().lower()
    picture = kg("view", "-o", "all.svg", "--store", store)
    assert picture.out == "all.svg\n"
    assert "<svg" in (kg.folder / "all.svg").read_text()


def test_the_graph_is_exported_by_the_files_ending(kg: Kg, store: Path) -> None:
    for name in ("graph.ttl", "graph.nq", "graph.csv", "graph.graphml"):
        assert kg("export", name, "--store", store).code == 0
        assert (kg.folder / name).stat().st_size > 1000


def test_networks_are_printed_and_written(kg: Kg, store: Path) -> None:
    networks = json.loads(kg("analyse", "-f", "json", "--store", store).out)
    assert set(networks) == {"state-meeting", "official-meeting", "co-attendance", "membership"}
    assert networks["state-meeting"]["nodes"][0]["degree"] > 1
    done = kg("analyse", "co-attendance", "--out", "figures", "--store", store)
    assert "co-attendance: " in done.out
    assert (kg.folder / "figures" / "co-attendance-nodes.csv").exists()
    assert (kg.folder / "figures" / "co-attendance.json").exists()
    drawing = (kg.folder / "figures" / "co-attendance-pairs.svg").read_text(encoding="utf-8")
    assert drawing.lstrip().startswith("<svg")
    assert "Australia" in drawing


# Without a graph ---------------------------------------------------------------------------------


def test_facts_are_json_lines_with_sentences(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg("facts", "a.txt")
    (record,) = (json.loads(line) for line in done.out.splitlines())
    assert (done.code, record["id"]) == (0, "a")
    assert {"USA", "FRA"} <= set(record["states"])
    for fact in record["facts"]:
        for proof in fact["evidence"]:
            assert GOOD[proof["start"] : proof["end"]] == proof["exact"]
    assert list(kg.folder.iterdir()) == [kg.folder / "a.txt"]


def test_facts_of_good_files_are_printed_beside_a_bad_one(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    (kg.folder / "b.txt").write_bytes(b"\xff" * 99)
    done = kg("facts", "a.txt", "b.txt")
    assert done.code == 3
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["a"]
    assert "Skipped b.txt" in done.err


def test_facts_can_be_written_a_file_an_article_and_evaluated(kg: Kg) -> None:
    (kg.folder / "articles").mkdir()
    (kg.folder / "articles" / "a.txt").write_text(GOOD)
    assert kg("facts", "articles", "--out", "gold").code == 0
    record = json.loads((kg.folder / "gold" / "a.json").read_text())
    assert record["id"] == "a"
    for words in (["gold"], ["gold", "--pred", "gold"]):
        scores = json.loads(kg("evaluate", *words, "--json").out)
        assert scores["families"]["officials"]["F1"] == 1.0
        assert scores["missing_predictions"] == []
    assert "macro F1" in kg("evaluate", "gold", "--errors").out


def test_an_index_gives_dates_only_where_they_are_metadata(kg: Kg) -> None:
    for name in ("a", "b"):
        (kg.folder / f"{name}.txt").write_text(GOOD)
    rows = [
        "name\tpublished\tpublished_known_from",
        "a\t2015-01-22\tmetadata",
        "b\t2015-01-22\ttext",
    ]
    (kg.folder / "INDEX.tsv").write_text("\n".join(rows))
    done = kg("facts", "a.txt", "b.txt", "--index", "INDEX.tsv")
    dates = [json.loads(line)["published"] for line in done.out.splitlines()]
    assert dates == ["2015-01-22", None]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["name\tpublished", "a\t2015-01-22"], "lacks published_known_from"),
        (["\0\0"], "lacks name, published, published_known_from"),
        (["name\tpublished\tpublished_known_from", "a\tsoon\tmetadata"], "INDEX.tsv:2: 'soon'"),
        (["name\tpublished\tpublished_known_from", "a"], ""),
        ([], "lacks"),
    ],
)
def test_an_index_that_is_none_is_told_with_its_line(kg: Kg, lines: list[str], said: str) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    (kg.folder / "INDEX.tsv").write_text("\n".join(lines))
    done = kg("facts", "a.txt", "--index", "INDEX.tsv")
    assert (done.code == 0) == (not said)
    assert said in done.err


def test_an_index_that_was_named_and_is_missing_is_an_error(kg: Kg) -> None:
    (kg.folder / "articles").mkdir()
    (kg.folder / "articles" / "a.txt").write_text(GOOD)
    assert kg("facts", "articles", "--out", "gold").code == 0
    assert kg("evaluate", "gold").code == 0
    done = kg("evaluate", "gold", "--index", "none.tsv")
    assert done.code != 0
    assert "none.tsv: no such file" in done.err


def test_a_gold_record_without_its_article_is_told(kg: Kg) -> None:
    (kg.folder / "articles").mkdir()
    (kg.folder / "articles" / "a.txt").write_text(GOOD)
    assert kg("facts", "articles", "--out", "gold").code == 0
    (kg.folder / "gold" / "b.json").write_text('{"states": ["FRA"]}')
    assert "no article b in articles" in kg("evaluate", "gold", "articles").err.lower()


@pytest.mark.parametrize("text", ['{"states": 5}', "[" * 100_000, "[]"])
def test_a_gold_record_out_of_form_is_named(kg: Kg, text: str) -> None:
    (kg.folder / "articles").mkdir()
    (kg.folder / "articles" / "a.txt").write_text(GOOD)
    (kg.folder / "gold").mkdir()
    (kg.folder / "gold" / "a.json").write_text(text)
    done = kg("evaluate", "gold")
    assert done.code == 3
    assert done.err.startswith("Error: gold/a.json: ")


def test_a_flawed_item_of_a_gold_list_is_named_and_the_rest_is_held(kg: Kg) -> None:
    (kg.folder / "articles").mkdir()
    for name in ("a", "b"):
        (kg.folder / "articles" / f"{name}.txt").write_text(GOOD)
    assert kg("facts", "articles", "--out", "gold").code == 0
    record = json.loads((kg.folder / "gold" / "a.json").read_text())
    record["officials"].insert(1, "John Kerry")
    (kg.folder / "gold" / "a.json").write_text(json.dumps(record))
    (kg.folder / "gold" / "b.json").write_text("[]")
    done = kg("evaluate", "gold", "articles", "--json")
    assert done.code == 3
    assert 'gold/a.json: officials[1] is "John Kerry", not an object. Write it as' in done.err
    assert "gold/b.json: holds no JSON object. Write it as" in done.err
    report = json.loads(done.out)
    assert report["articles"] == 1
    assert report["macro_F1_main"] > 0


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["facts", ""], "PATH…"),
        (["facts", "a.txt", " "], "PATH…"),
        (["facts", "a.txt", "--out", ""], "--out"),
        (["facts", "a.txt", "--index", ""], "--index"),
        (["add", ""], "PATH…"),
        (["add", "a.txt", "--store", ""], "--store"),
        (["evaluate", ""], "GOLD"),
        (["evaluate", "gold", "--pred", ""], "--pred"),
        (["show", ""], "NAME"),
        (["export", ""], "FILE"),
        (["remove", ""], "ARTICLE"),
        (["restore", ""], "BACKUP"),
        (["diff", "", "1"], "A"),
        (["view", "--out", ""], "--out"),
        (["analyse", "-o", ""], "--out"),
        (["facts", "a.txt", "--out="], "--out"),
        (["add", "a.txt", "--store="], "--store"),
        (["facts", "--", ""], "PATH…"),
    ],
)
def test_an_empty_path_or_name_is_refused(kg: Kg, words: list[str], name: str) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {name}")
    assert "is empty" in done.err


def test_two_articles_of_one_name_are_not_written_into_one_file(kg: Kg) -> None:
    for folder in ("x", "y"):
        (kg.folder / "all" / folder).mkdir(parents=True)
        (kg.folder / "all" / folder / "a.txt").write_text(f"{GOOD}\n{folder}\n")
    done = kg("facts", "all", "--out", "out")
    assert done.code == 3
    assert "Skipped a: another article of this batch is written to out" in done.err
    assert len(list((kg.folder / "out").iterdir())) == 1


def test_a_folder_without_articles_is_told(kg: Kg) -> None:
    (kg.folder / "nothing").mkdir()
    done = kg("facts", "nothing")
    assert done.code != 0
    assert "nothing: holds no articles" in done.err


def test_what_was_read_can_be_explained_rule_by_rule(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text(GOOD)
    done = kg("facts", "a.txt", "--explain")
    assert "by office_before_name (weight 0." in done.out
    assert "The office stands before the name" in done.out
    assert "Tenure: John Kerry is Secretary of State of United States  [stated, 0." in done.out
    assert "matched 'U.S. Secretary of State'" in done.out
    assert "by state-represented-by-official: A state takes part" in done.out


def test_what_was_seen_and_not_used_is_listed_with_its_reason(kg: Kg) -> None:
    (kg.folder / "a.txt").write_text("Minister Jane Roe met Mr. Kerry in Paris.\n")
    done = kg("facts", "a.txt", "--explain", "-f", "json")
    (found,) = [json.loads(line) for line in done.out.splitlines()]
    assert found["remarks"]
    reason = found["remarks"][0]["reason"]
    assert f": {reason}" in done.err.partition("seen and not used:")[2]


def test_every_rule_that_reads_the_examples_says_what_it_reads() -> None:
    from kg.facts import extract
    from kg.facts.catalogue import rule_card

    articles = read(str(resources.examples() / "articles"))
    facts = [f for article in articles for f in extract(cast(Article, article)).facts]
    rules = {proof.rule for fact in facts for proof in fact.evidence}
    assert len(rules) > 15
    assert [rule for rule in rules if not rule_card(rule).description] == []


# Looking after -----------------------------------------------------------------------------------


def test_doctor_tells_which_setting_won(kg: Kg, store: Path) -> None:
    kg.patch.setenv("KG_STORE", str(store))
    told = {row["what"]: row["value"] for row in kg("doctor", "-f", "json").rows}
    assert told["setting store"] == f"{store} (environment)"
    assert told["graph"].startswith("snapshot 1: 4 articles")


def test_check_finds_nothing_wrong_in_the_examples(kg: Kg, store: Path) -> None:
    done = kg("check", "--no-owl", "-f", "json", "--store", store)
    serious = [row for row in done.rows if row["severity"] == "violation"]
    assert serious == []


def test_demo_prints_findings_and_writes_the_page(kg: Kg) -> None:
    done = kg("demo")
    assert done.code == 0, done.err
    page = kg.folder / "kg-demo" / "coalition.html"
    assert str(page) in done.err
    assert page.stat().st_size > 100_000
    again = kg("demo")
    assert again.out == done.out


def test_a_demo_that_cannot_read_an_article_says_so(
    kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_well = extracting._extractor(None)

    def extract(article: Article) -> Extraction:
        if article.id == "brussels-capital-dispatch":
            return read_well(article)
        raise RuntimeError("no model")

    monkeypatch.setattr(extracting, "_extractor", lambda _: extract)
    done = kg("demo")
    assert done.code == 3
    assert done.err.count("could not be analysed (RuntimeError: no model)") == 3
    assert (kg.folder / "kg-demo" / "coalition.html").is_file()


def test_demo_prints_what_the_readme_says(kg: Kg) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    transcript = readme.partition("(shortened here):\n\n```\n")[2].partition("```")[0]
    printed = " ".join(kg("demo").out.split())
    for part in re.split(r"…|\n\n", transcript):
        words = " ".join(part.split()).strip(" ,”")
        assert words in printed, words


# The examples ------------------------------------------------------------------------------------


def test_two_newspapers_tell_of_one_london_meeting_and_disagree(kg: Kg, store: Path) -> None:
    meetings = kg("ask", "meetings", "--place", "London", "-f", "json", "--store", store).rows
    assert [row["date"] for row in meetings] == ["2015-01-22"]
    rows = kg("ask", "disagreements", "-f", "json", "--store", store).rows
    told = {(row["aspect"], row["value"], row["article"].rpartition("/")[2]) for row in rows}
    assert told == {
        ("number of ministers", "21", "london-harbour-courier"),
        ("number of ministers", "22", "london-northern-gazette"),
    }


def test_who_came_and_went_between_the_meetings(kg: Kg, store: Path) -> None:
    asked = ["--coalition", "anti-IS coalition", "-f", "json", "--store", str(store)]
    rows = kg("ask", "joiners-leavers", *asked).rows
    assert {row["iso3"] for row in rows if row["date"] == "2016-02-02"} == {"NZL", "SWE"}
    left = {row["iso3"] for row in rows if row["date"] == "2015-01-22" and row["change"] == "left"}
    assert {"JPN", "POL", "MAR", "NZL", "SWE"} <= left
    pairs = kg("ask", "co-attendance", *asked).rows
    together = {frozenset((row["a_label"], row["b_label"])): row["meetings"] for row in pairs}
    assert together[frozenset(("Norway", "United Kingdom"))] == 3
    assert together[frozenset(("Japan", "Norway"))] == 1


def test_those_said_not_to_be_members_are_none(kg: Kg, store: Path) -> None:
    asked = ["--coalition", "anti-IS coalition", "-f", "json", "--store", str(store)]
    members = {row["iso3"] for row in kg("ask", "coalition-members", *asked).rows}
    assert len(members) == 23
    assert not members & {"RUS", "IRN"}


def test_those_who_stayed_away_are_no_participants(kg: Kg, store: Path) -> None:
    asked = ["meeting-participants", "-f", "json", "--store", str(store)]
    for meeting in ("London meeting", "Brussels meeting"):
        rows = kg("ask", *asked, "--meeting", meeting).rows
        assert "RUS" not in {row["iso3"] for row in rows}
