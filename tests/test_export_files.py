"""The graph in other tools' formats: what is written can be read back, and says the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, RdfFormat, parse

from kg import pipeline
from kg.errors import ConfigurationError
from kg.export import FORMATS, export, save
from kg.pipeline import Archive
from kg.store import Memory
from tests import made_extraction as made


@pytest.fixture(scope="module")
def store() -> Iterator[Memory]:
    with Archive.open(":memory:") as archive:
        list(pipeline.add(archive, [made.article()], extract=made.extraction))
        yield archive.store


@pytest.mark.parametrize(
    ("form", "reader"),
    [
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdf", RdfFormat.RDF_XML),
    ],
)
def test_the_view_comes_back_triple_by_triple(store: Memory, form: str, reader: RdfFormat) -> None:
    read = {quad.triple for quad in parse(export(store, form), reader)}
    assert read == {quad.triple for quad in store.quads(DefaultGraph())}


@pytest.mark.parametrize(("form", "reader"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_named_graphs_come_back_with_who_says_what(
    store: Memory, form: str, reader: RdfFormat
) -> None:
    graphs = {quad.graph_name for quad in parse(export(store, form), reader)}
    assert graphs == set(store.graphs())


WORDS = (
    "bell \x07 and nothing \x00", "\u202egnihtyna\u2066", "\"quoted\" \\ 'twice'",
    "]]> &amp; <!-- <b>", "line\nline\r\nline\u2028line", "\ufffe \U0001f600", "وزير الخارجية",
)  # fmt: skip


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("form", "reader"),
    [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"), ("trig", "trig"),
     ("nq", "nquads")],
)  # fmt: skip
def test_another_library_reads_the_same_whatever_is_in_the_words(form: str, reader: str) -> None:
    """In XML, which has no room for some characters, a sign stands for each of them."""
    articles = [
        replace(made.article(f"a{n}"), title=words, publisher=words)
        for n, words in enumerate(WORDS)
    ]
    with Archive.open(":memory:") as archive:
        list(pipeline.add(archive, articles, extract=made.extraction))
        written = export(archive.store, form)
        graphs = [*archive.store.graphs()] if form in {"trig", "nq"} else [DefaultGraph()]
        ours = {plain(*quad.triple) for graph in graphs for quad in archive.store.quads(graph)}
    theirs = {plain(*quad[:3]) for quad in rdflib.Dataset().parse(data=written, format=reader)}
    if form == "rdf":
        ours = {tuple(_UNFIT.sub("\ufffd", words) for words in triple) for triple in ours}
    assert theirs == ours


_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\ufffe]")


def plain(*terms: object) -> tuple[str, ...]:
    """A triple as words: nodes without names are alike, and so are line ends and names of UTC."""
    words = (str(t) if isinstance(t, rdflib.term.Node) else getattr(t, "value", "") for t in terms)
    nameless = (BlankNode, rdflib.BNode)
    return tuple(
        "_" if isinstance(term, nameless) else re.sub(r"\+00:00$|Z$", "", w.replace("\r\n", "\n"))
        for term, w in zip(terms, words, strict=True)
    )


def test_a_fact_is_a_row_with_its_sentence(store: Memory) -> None:
    rows = list(csv.DictReader(io.StringIO(export(store, "csv").decode())))
    (host,) = (row for row in rows if row["role"] == "host" and row["participant"] == "Norway")
    assert host["kind"] == "Participation"
    assert host["meeting"] == "Oslo meeting"
    assert host["participant_iri"].endswith("/state/NOR")
    assert made.TEXT[int(host["start"]) : int(host["end"])] == host["quote"]
    told = json.loads(export(store, "json"))
    assert len(told) == len(rows)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_network_tools_can_read_nodes_and_lines(store: Memory, tmp_path: Path, form: str) -> None:
    path = save(store, tmp_path / f"graph.{form}")
    graph = nx.read_graphml(path) if form == "graphml" else nx.read_gexf(path)
    assert graph.nodes["state/NOR"]["kind"] == "State"
    lines = {(a, data["kind"], data["role"]) for a, _, data in graph.edges(data=True)}
    assert ("state/NOR", "Participation", "host") in lines


def test_what_is_written_is_the_same_every_time(store: Memory) -> None:
    for form in ("nt", "nq", "csv", "json", "graphml"):
        assert export(store, form) == export(store, form)


def test_an_unknown_ending_is_refused_and_nothing_written(store: Memory, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match='no format "docx"'):
        save(store, tmp_path / "graph.docx")
    assert list(tmp_path.iterdir()) == []
    assert "ttl" in FORMATS


@pytest.mark.parametrize("form", ["rdf", "graphml", "gexf"])
def test_xml_stays_well_formed_whatever_an_article_is_called(form: str) -> None:
    article = replace(made.article(), title="bell \x07, no character \ufffe", publisher="a\x1fb")
    with Archive.open(":memory:") as archive:
        list(pipeline.add(archive, [article], extract=made.extraction))
        written = export(archive.store, form)
    assert list(ElementTree.fromstring(written).iter())
    assert ("bell \ufffd, no character \ufffd" in written.decode()) == (form == "rdf")
