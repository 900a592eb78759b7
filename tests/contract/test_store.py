"""What every body of the store promises; the same tests run in memory, on disk and on servers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QueryResultsFormat, Triple

from kg.errors import (
    QueryError,
    QuerySyntaxError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
)
from kg.store import Embedded, Memory, Store, damage, embedded, guard, open_store
from kg.terms import CKG, RDFS
from tests.conftest import Servers

G = NamedNode("https://example.org/graph/1")
H = NamedNode("https://example.org/graph/2")
VIEW = DefaultGraph()
ALL = "SELECT ?s ?o { ?s rdfs:label ?o }"


def thing(number: int) -> NamedNode:
    return NamedNode(f"https://example.org/thing/{number}")


def triples(*numbers: int) -> list[Triple]:
    return [Triple(thing(n), RDFS.label, Literal(f'thing "{n}"\n\u202e')) for n in numbers]


@pytest.fixture(params=["memory", "disk", "oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path, servers: Servers) -> Iterator[Memory]:
    places = {"memory": ":memory:", "disk": tmp_path / "store"}
    with open_store(places.get(request.param) or servers(request.param), "w") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store on disk with one published batch."""
    with open_store(tmp_path / "store", "w") as opened:
        opened.put_graph(VIEW, triples(1))
        opened.publish()
    return tmp_path / "store"


def things(store: Store, graph: NamedNode | DefaultGraph = VIEW) -> set[object]:
    return {quad.subject for quad in store.quads(graph)}


# The verbs


def test_a_graph_that_is_put_replaces_the_one_before(store: Memory) -> None:
    assert store.put_graph(G, triples(1, 2))
    assert store.put_graph(G, triples(2, 3))
    assert things(store, G) == {thing(2), thing(3)}
    assert store.put_graph(G, [])
    assert things(store, G) == set()


def test_putting_the_same_again_changes_nothing(store: Memory) -> None:
    store.put_graph(G, triples(1, 2))
    store.publish()
    assert not store.put_graph(G, reversed(triples(1, 2)))
    assert not store.unpublished


def test_graphs_are_kept_apart_and_the_default_graph_is_not_their_union(store: Memory) -> None:
    store.put_graph(G, triples(1))
    store.put_graph(H, triples(2))
    store.put_graph(VIEW, triples(3))
    assert store.graphs() == [G, H]
    assert [row["s"] for row in store.select(ALL)] == [thing(3)]
    store.put_graph(VIEW, [])
    assert things(store, G) == {thing(1)}


def test_quads_land_in_the_graph_that_is_named_wherever_they_came_from(store: Memory) -> None:
    store.put_graph(G, triples(1))
    store.put_graph(VIEW, store.quads(G))
    assert things(store) == {thing(1)}


def test_blank_nodes_are_compared_by_shape(store: Memory) -> None:
    def shape() -> list[Triple]:
        node = BlankNode()
        return [Triple(thing(1), CKG.member, node), Triple(node, CKG.group, thing(2))]

    assert store.put_graph(G, shape())
    assert not store.put_graph(G, shape())
    assert store.put_graph(G, shape()[:1])
    assert len(list(store.quads(G))) == 1
    assert store.put_graph(G, triples(1))
    assert things(store, G) == {thing(1)}


def test_dropping_a_graph_removes_it_once(store: Memory) -> None:
    store.put_graph(G, triples(1))
    store.put_graph(VIEW, triples(2))
    assert store.drop(G)
    assert not store.drop(G)
    assert store.graphs() == []
    assert things(store) == {thing(2)}


def test_each_form_of_query_has_its_verb(store: Memory) -> None:
    store.put_graph(VIEW, triples(1))
    rows = store.select(ALL)
    assert [v.value for v in rows.variables] == ["s", "o"]
    assert [row["o"] for row in rows] == [Literal('thing "1"\n\u202e')]
    assert store.ask("ASK { ?s ?p ?o }") is True
    assert list(store.construct("CONSTRUCT { ?s ckg:member ?o } WHERE { ?s ?p ?o }")) == [
        Triple(thing(1), CKG.member, Literal('thing "1"\n\u202e'))
    ]
    assert b'"value":"https://example.org/thing/1"' in store.select(ALL).serialize(
        QueryResultsFormat.JSON
    )


@pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT {} {}", "SELECT * {}"])
def test_the_wrong_form_of_query_is_named(store: Memory, query: str) -> None:
    verbs = {"SELECT": store.select, "ASK": store.ask, "CONSTRUCT": store.construct}
    del verbs[query.split()[0]]
    for verb in verbs.values():
        with pytest.raises(QueryError, match="this is "):
            verb(query)


def test_an_update_is_all_or_nothing(store: Memory) -> None:
    store.put_graph(VIEW, triples(1))
    store.update("DELETE WHERE { ?s ?p ?o } ; INSERT DATA { <x:a> ckg:member <x:b> }")
    assert things(store) == {NamedNode("x:a")}
    with pytest.raises(QuerySyntaxError):
        store.update("DELETE WHERE { ?s ?p ?o } ; INSERT { <x:a>")
    assert things(store) == {NamedNode("x:a")}


def test_publishing_counts_batches_that_changed_something(store: Memory) -> None:
    assert (store.snapshot, store.unpublished) == (0, False)
    store.put_graph(G, triples(1))
    assert store.unpublished
    assert (store.publish(), store.publish(), store.snapshot) == (1, 1, 1)
    store.put_graph(G, triples(2))
    assert store.publish() == 2


def test_a_closed_store_says_so(store: Memory) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.ask("ASK {}")


# Queries that are wrong


@pytest.fixture(params=["memory", "oxigraph"])
def guarded(request: pytest.FixtureRequest, servers: Servers) -> Iterator[Memory]:
    """Every body looks at text before it is run or sent: one in process, one on a server."""
    here = request.param == "memory"
    with open_store(":memory:" if here else servers(request.param), "w") as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "line", "column", "what"),
    [
        ("SELECT ?x WHERE {\n ?s ?p }", 2, 8, "unexpected '}'"),
        ("SELECT ?x WHERE {\n ?s nope:x ?x }", 2, 5, "the prefix of nope:x is not declared"),
        ("SELECT ?x { ?s ?p ?x", 1, 21, "the query ends too early"),
        ("SELECT ?x { ?s ?p 'abc }", 1, 19, "this string is not closed"),
        ("SELEC ?x {}", 1, 1, "unexpected 'SELEC'"),
        ("SELECT ?x { ?s <p> ?x }", 1, 16, "'<p>' is not a full IRI"),
        ("# \u201cWho?\u201d\nSELECT ?x { ?s ?p ?x } LIMIT ten", 2, 30, "unexpected 'ten'"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 39, "a variable that is unbound"),
        ("", 1, 1, "the query ends too early"),
    ],
)
def test_a_malformed_query_is_shown_with_a_caret_under_the_fault(
    guarded: Memory, query: str, line: int, column: int, what: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=what) as caught:
        guarded.select(query)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    text, caret = error.excerpt.split("\n")
    assert caret == " " * (column - 1) + "^"
    assert text == (query.split("\n") or [""])[line - 1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * { ?s ?p ?o FILTER" + "(" * 2000 + "1" + ")" * 2000 + "}",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 4000 + "}" * 4001,
        "SELECT * { {}" + " UNION {}" * 10_000 + "}",
        "SELECT * { ?s ?p ?o FILTER(1" + "||1" * 20_000 + ")}",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * 20_000 + ")}",
        "SELECT * { ?s <x:a>" + "/<x:a>" * 999 + " ?o }",
        "SELECT * { ?s " + "^" * 5000 + "<x:a> ?o }",
        "SELECT * { " + "?s ?p ?o ." * 5000 + "}",
        "SELECT * { ?s" + " ?p ?o;" * 5000 + "}",
        "SELECT * { " + "".join(f"BIND(1 AS ?b{n})" for n in range(3000)) + "}",
        "SELECT * { " + "<<(" * 3000 + "<x:a> <x:b> <x:c>" + ")>>" * 3000 + "}",
        "SELECT * { " + "[" * 3000 + "]" * 3000 + "}",
        "SELECT * { # " + "x" * 70_000 + "\n}",
        "SELECT * { ?s ?p '" + "x" * 70_000 + "' }",
    ],
    ids=lambda query: f"{query[9:25]}…",
)
def test_a_query_that_would_crash_the_engine_never_reaches_it(guarded: Memory, query: str) -> None:
    with pytest.raises(QueryError, match=r"levels|parts|triples|longer"):
        guarded.select(query)
    assert guarded.ask("ASK {}")


@pytest.mark.parametrize(
    "piece", ["a.", "a.b-", '"""', "'''\"", "<a", "a:", "\\", "?", "@", "<<(", "1.", "_:", "\u202e"]
)
def test_looking_at_hostile_text_takes_no_time(guarded: Memory, piece: str) -> None:
    text = "SELECT * {" + piece * (60_000 // len(piece.encode()))
    started = time.process_time()
    with pytest.raises(QueryError):
        guarded.select(text)
    assert time.process_time() - started < 2


def test_a_large_but_harmless_query_is_answered(guarded: Memory) -> None:
    many = " ".join(str(thing(n)) for n in range(1000))
    guarded.put_graph(VIEW, triples(1))
    assert len(list(guarded.select(f"SELECT * {{ VALUES ?s {{ {many} }} ?s ?p ?o }}"))) == 1
    depth = guard.MAX_DEPTH
    assert guarded.ask("ASK " + "{" * depth + "?s ?p ?o" + "}" * depth)
    rows = " ".join(f"<x:{n}> ckg:member 1 ." for n in range(2000))
    guarded.update(f"INSERT DATA {{ {rows} }}")
    assert len(things(guarded)) == 2001


FETCHING = [
    "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "ASK { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "ASK{SERVICE?g{?s ?p ?o}}",
    "PREFIX x: <http://127.0.0.1:1/> ASK{SERVICEx:y{?s ?p ?o}}",
    "PREFIX : <http://127.0.0.1:1/> ASK{SERVICE:y{?s ?p ?o}}",
    "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    'ASK { ?s ?p "}" . # }\n SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
    "ASK { ?s ?p '''it''s' ''' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "PREFIX x: <x:> ASK { ?s x:a\\' ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #'\n}",
    "PREFIX x: <x:> ASK { ?s x:a\u00b7\\' ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #'\n}",
    'ASK { ?a ?b ?c FILTER(?a<#>"""\n1)SERVICE<http://127.0.0.1:1/>{?s ?p ?o}#"""}\n}',
    "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/hostname> { GRAPH ?g { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", FETCHING)
def test_nothing_in_a_query_is_fetched_from_elsewhere(guarded: Memory, query: str) -> None:
    with pytest.raises(QueryError, match=r"not allowed here|ambiguous"):
        guarded.query(query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:1/>",
        "load silent <file:///etc/hostname> INTO GRAPH <x:g>",
        "LOADSILENT<http://127.0.0.1:1/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_nothing_in_an_update_is_fetched_from_elsewhere(guarded: Memory, update: str) -> None:
    with pytest.raises(QueryError, match="not allowed here"):
        guarded.update(update)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "SERVICE <http://127.0.0.1:1/> { }" }',
        "ASK { # SERVICE <http://127.0.0.1:1/> {\n?s ?p ?o }",
        "ASK { ?service <http://example.org/service/load> ?load }",
        "PREFIX s: <http://example.org/service#> ASK { ?s s:service s:LOAD, _:service }",
        "PREFIX my.service: <x:> ASK { ?s my.service:load 'x'@service }",
    ],
)
def test_the_word_service_elsewhere_is_just_a_word(guarded: Memory, query: str) -> None:
    assert guarded.ask(query) is False


# On disk


def test_a_reader_needs_a_store_and_says_what_is_there_instead(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for path, what in ((tmp_path / "none", "no store here"), (file, "a file, not a store")):
        with pytest.raises(StoreError, match=what) as caught:
            open_store(path)
        assert str(path) in caught.value.message
    for mode in ("r", "w"):
        with pytest.raises(StoreError, match="other files"):
            open_store(tmp_path, mode)
    with pytest.raises(StoreError, match=str(file)):
        open_store(file / "below", "w")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_store_that_never_published_has_nothing_to_read(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", "w") as writer:
        writer.put_graph(G, triples(1))
        with pytest.raises(StoreError, match="no store here"):
            open_store(tmp_path / "s")


def test_a_second_writer_gets_one_line_that_names_the_store(folder: Path) -> None:
    code = "import sys; from kg.store import open_store; open_store(sys.argv[1], 'w')"
    with open_store(folder, "w"):
        with pytest.raises(StoreLockedError) as caught:
            open_store(folder, "w")
        other = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False
        )
    assert caught.value.message.startswith(f"{folder}: another process is writing")
    assert "\n" not in caught.value.message
    assert f"StoreLockedError: {folder}: another process is writing" in other.stderr


def test_a_reader_keeps_its_snapshot_until_it_moves_on(folder: Path) -> None:
    with open_store(folder, "w") as writer, Embedded.reader(folder) as reader:
        writer.put_graph(VIEW, triples(2))
        assert not reader.refresh()
        assert things(reader) == {thing(1)}
        assert writer.publish() == 2
        assert (things(reader), reader.snapshot) == ({thing(1)}, 1)
        with Embedded.reader(folder) as late:
            assert (things(late), late.snapshot) == ({thing(2)}, 2)
        assert reader.refresh()
        assert (things(reader), reader.snapshot) == ({thing(2)}, 2)


def test_readers_beside_a_busy_writer_always_see_a_whole_batch(folder: Path) -> None:
    """Every batch replaces both graphs together, so a torn read would show two sizes."""
    seen: list[tuple[int, int, int]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set() or not seen:
            with Embedded.reader(folder) as reader:
                sizes = [len(list(reader.quads(graph))) for graph in (VIEW, G)]
                seen.append((reader.snapshot, *sizes))

    with open_store(folder, "w") as writer:
        writer.put_graph(G, triples(1))
        writer.publish()
        thread = threading.Thread(target=read)
        thread.start()
        for size in range(3, 40):
            for graph in (VIEW, G):
                writer.put_graph(graph, triples(*range(size)))
            writer.publish()
        done.set()
        thread.join()
    assert all(view == named for _, view, named in seen)
    assert [snapshot for snapshot, *_ in seen] == sorted(snapshot for snapshot, *_ in seen)


def test_a_reader_cannot_write(folder: Path) -> None:
    with open_store(folder) as reader:
        for write in (
            lambda: reader.put_graph(G, triples(1)),
            lambda: reader.update("INSERT DATA { <x:a> <x:b> 1 }"),
            lambda: reader.drop(VIEW),
        ):
            with pytest.raises(StoreError, match="open for reading"):
                write()
        assert not (folder / "unpublished").exists()


def test_old_snapshots_go_and_recent_ones_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> list[int]:
        return sorted(int(path.name) for path in (folder / "snapshots").iterdir())

    with Embedded.writer(folder) as writer:
        for number in range(2, 6):
            writer.put_graph(VIEW, triples(number))
            writer.publish()
        assert kept() == [1, 2, 3, 4, 5]
        monkeypatch.setattr(embedded, "KEEP_SECONDS", -1.0)
        writer.put_graph(VIEW, triples(6))
        with open_store(folder) as reader:
            writer.publish()
            shutil.rmtree(folder / "snapshots" / "5")
            assert things(reader) == {thing(5)}
        assert kept() == [4, 6]
        assert writer.oldest() == 4


def test_what_a_killed_writer_left_half_made_is_swept_away(folder: Path) -> None:
    half = folder / "snapshots" / "2"
    half.mkdir()
    (folder / "current.new").symlink_to("snapshots/2")
    with open_store(folder, "w") as writer:
        assert not half.exists()
        writer.put_graph(VIEW, triples(2))
        assert writer.publish() == 2
    with open_store(folder) as reader:
        assert things(reader) == {thing(2)}


def test_a_large_batch_leaves_no_logs_behind_once_its_writer_has_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logs() -> int:
        return sum(path.stat().st_size for path in (folder / "live").glob("*.log"))

    monkeypatch.setattr(embedded, "LOG_BYTES", 1000)
    with open_store(folder, "w") as writer:
        writer.put_graph(VIEW, triples(*range(2000)))
        writer.publish()
        assert logs() > 1000
    assert logs() == 0
    with open_store(folder, "w") as writer:
        assert len(things(writer)) == 2000


WRITER = """
import sys
from pyoxigraph import NamedNode, Triple, Literal
from kg.store import open_store
with open_store(sys.argv[1], "w") as store:
    for number in range(1_000_000):
        graph = NamedNode(f"https://example.org/article/{number}")
        size = 50 + number % 7
        quads = [Triple(graph, NamedNode(f"x:{i}"), Literal(i)) for i in range(size)]
        store.put_graph(graph, quads)
        print(number, flush=True)
        if number % 5 == 4:
            print("published", store.publish(), flush=True)
"""


@pytest.mark.parametrize("lines", [1, 3, 6, 17, 40])
def test_a_writer_killed_at_any_point_loses_nothing_it_acknowledged(
    tmp_path: Path, lines: int
) -> None:
    folder = tmp_path / "store"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, folder], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.readlines()
    acknowledged = [int(line) for line in said if line.strip().isdecimal()]
    published = [int(line.split()[1]) for line in said if line.startswith("published")]
    if published:
        with open_store(folder) as reader:
            assert reader.snapshot >= published[-1]
    with open_store(folder, "w") as writer:
        found = writer.graphs()
        assert len(found) >= len(acknowledged)
        for graph in found:
            number = int(graph.value.rsplit("/", 1)[1])
            assert len(list(writer.quads(graph))) == 50 + number % 7
        writer.put_graph(G, triples(1))
        writer.publish()
    with open_store(folder) as reader:
        assert set(reader.graphs()) == {*found, G}


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST", "live", "current"])
def test_a_damaged_store_is_recognised_and_nothing_is_written_over_it(
    folder: Path, damage: str
) -> None:
    live = folder / "live"
    if damage == "CURRENT":
        (live / "CURRENT").unlink()
    elif damage == "MANIFEST":
        [manifest] = live.glob("MANIFEST-*")
        manifest.write_bytes(manifest.read_bytes()[:20])
    elif damage == "live":
        shutil.rmtree(live)
    else:
        (folder / "current").unlink()
        (folder / "current").symlink_to("nowhere")
    with pytest.raises(StoreDamagedError, match="damaged") as caught:
        open_store(folder, "w")
    assert str(folder) in caught.value.message


def test_a_snapshot_with_missing_files_is_damaged_for_its_readers(folder: Path) -> None:
    shutil.rmtree(folder / "snapshots" / "1")
    with pytest.raises(StoreDamagedError, match="snapshot 1"):
        open_store(folder)


def test_a_flipped_byte_is_found_when_it_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, "w") as writer:
        writer.put_graph(VIEW, triples(*range(2000)))
        writer.publish()
    for table in (folder / "snapshots" / "1").glob("*.sst"):
        data = bytearray(table.read_bytes())
        data[len(data) // 3] ^= 0xFF
        table.unlink()
        table.write_bytes(data)
    with pytest.raises(StoreDamagedError), open_store(folder) as reader:
        list(reader.select(ALL))


def test_many_old_snapshots_hold_nobody_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever publishes removes a few of them; it would take many seconds to remove all at once."""
    with open_store(folder, "w") as store:
        for number in range(8):
            store.update(f"INSERT DATA {{ <urn:s> <urn:p> {number} }}")
            store.publish()
        monkeypatch.setattr(embedded, "KEEP_SECONDS", -1.0)
        counts = []
        for number in range(8, 16):
            store.update(f"INSERT DATA {{ <urn:s> <urn:p> {number} }}")
            store.publish()
            counts.append(len(list((folder / "snapshots").iterdir())))
    assert counts[0] - counts[1] == embedded.PRUNED - 1
    assert counts[-1] == embedded.KEEP


def test_who_writes_all_the_time_leaves_no_more_than_some_young_snapshots(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "KEEP_MOST", 5)
    with open_store(folder, "w") as store:
        for number in range(9):
            store.update(f"INSERT DATA {{ <urn:s> <urn:p> {number} }}")
            store.publish()
    assert len(list((folder / "snapshots").iterdir())) == 5


WRITING_ON = """
import sys
from pathlib import Path
from kg.store import embedded, open_store
embedded.KEEP_MOST = 4
with open_store(Path(sys.argv[1]), "w") as store:
    for number in range(80):
        store.update(f"INSERT DATA {{ <urn:s> <urn:p> {number} }}")
        store.publish()
"""


def test_a_snapshot_that_is_swept_away_just_then_is_not_taken_for_a_damaged_one(
    folder: Path,
) -> None:
    """Somebody writes on and on, and the oldest snapshots are looked at while they go."""
    told = set()
    with subprocess.Popen([sys.executable, "-c", WRITING_ON, str(folder)]) as writer:
        while writer.poll() is None:
            oldest = min(int(p.name) for p in (folder / "snapshots").glob("*[0-9]"))
            for number in range(oldest, oldest + 3):
                try:
                    Embedded.at(folder, number).close()
                except StoreError as error:
                    told.add(error.what.rstrip("0123456789"))
            shown = (part for part in damage.examine(folder) if part.name != "live")
            told |= {part.detail for part in shown if part.state == "damaged"}
    assert writer.returncode == 0
    assert told <= {"there is no snapshot "}
