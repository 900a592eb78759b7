"""Draws facts to be judged by eye: ``python docs/precision.py --seed N [--count 200] SOURCE…``.

A source is a folder of ``NAME.txt`` or a ``corpus.jsonl[.gz]``. Half of the facts are drawn from
folders and half from corpora, at most three from one text, only those that are stated and actual.
Each is printed with its id, its roles and its passage; the verdicts are kept in
``docs/precision.tsv``, which holds ids, offsets and reasons but no sentence of any article.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from kg.facts import extract
from kg.model import Article, Basis, Entity, Fact, Modality
from kg.reading import Rejected, read

VERDICTS: Final = Path(__file__).resolve().parent / "precision.tsv"
_MOST_OF_ONE_TEXT: Final = 3
_TEXTS_FOR_ONE_FACT: Final = 3


def fact_id(document: str, fact: Fact) -> str:
    """A short name of a fact in a document, the same as long as its roles are."""
    roles = "|".join(f"{role.value}={_shown(filler)}" for role, filler in fact.roles)
    text = f"{document}|{fact.kind.value}|{roles}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def family_of(fact: Fact) -> str:
    """The last part of the fact's class."""
    return fact.kind.value.rpartition("#")[2]


def _shown(filler: object) -> str:
    return f"{filler.iso3 or filler.label}" if isinstance(filler, Entity) else str(filler)


def candidates(article: Article) -> list[Fact]:
    """The facts of an article that it states and that are said to hold."""
    return [
        fact
        for fact in extract(article).facts
        if fact.modality is Modality.ACTUAL
        and any(passage.basis is Basis.STATED for passage in fact.evidence)
    ]


def _articles(source: Path) -> Iterator[Article]:
    if source.is_dir():
        published = _published(source.parent / "INDEX.tsv")
        for path in sorted(source.glob("*.txt")):
            for article in read(path, published=published.get(path.stem)):
                if not isinstance(article, Rejected):
                    yield article
        return
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            day = date.fromisoformat(row["published"]) if row.get("published") else None
            yield Article(row["id"], row["text"], row["title"], row["url"], day, row["publisher"])


def _published(index: Path) -> dict[str, str]:
    if not index.is_file():
        return {}
    with index.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {r["name"]: r["published"] for r in rows if r["published_known_from"] == "metadata"}


def drawn(articles: list[Article], count: int, chance: random.Random) -> list[tuple[str, Fact]]:
    """``count`` facts by chance, at most three of one article."""
    chosen: list[tuple[str, Fact]] = []
    for article in chance.sample(articles, len(articles)):
        found = candidates(article)
        chosen += [
            (article.id, f) for f in chance.sample(found, min(len(found), _MOST_OF_ONE_TEXT))
        ]
        if len(chosen) >= _TEXTS_FOR_ONE_FACT * count:
            break
    return chance.sample(chosen, min(count, len(chosen)))


def summary(seed: str, path: Path = VERDICTS) -> str:
    """Facts of one draw and the share that is right, by family, from the kept verdicts."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["seed"] == seed]
    table = ["| family | judged | right | precision |", "|---|---:|---:|---:|"]
    for family in [*sorted({row["family"] for row in rows}), "all"]:
        mine = [row for row in rows if family in (row["family"], "all")]
        right = sum(row["verdict"] == "right" for row in mine)
        table.append(f"| {family} | {len(mine)} | {right} | {right / len(mine):.2f} |")
    return "\n".join(table) + "\n"


def main() -> None:
    """Print the facts drawn, or the summary of the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--summary", action="store_true", help="precision of a draw, as judged")
    options = parser.parse_args()
    if options.summary:
        sys.stdout.write(summary(str(options.seed)))
        return
    chance = random.Random(options.seed)  # noqa: S311 -- a draw to repeat
    folders = [a for s in options.sources if s.is_dir() for a in _articles(s)]
    corpora = [a for s in options.sources if not s.is_dir() for a in _articles(s)]
    parts = [part for part in (folders, corpora) if part]
    for part in parts:
        for document, fact in drawn(part, options.count // len(parts), chance):
            sys.stdout.write(_line(document, fact))


def _line(document: str, fact: Fact) -> str:
    passage = fact.evidence[0]
    roles = "; ".join(f"{r.value.rpartition('#')[2]}={_shown(f)}" for r, f in fact.roles)
    head = (
        f"{fact_id(document, fact)}\t{document}\t{family_of(fact)}\t{passage.start}-{passage.end}"
    )
    words = " ".join(passage.exact.split())
    return f"{head}\t{passage.rule}\t{passage.confidence}\n   {roles}\n   > {words}\n"


if __name__ == "__main__":
    main()
