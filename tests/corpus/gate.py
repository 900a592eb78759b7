"""The labelled corpus: read it, run extraction over it, hold the scores against pinned floors."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from kg.evaluation.counts import ACCURACIES, FAMILIES, Score
from kg.evaluation.scoring import score_article
from kg.export import record
from kg.facts import extract
from kg.model import Article
from kg.reading import Rejected, read

CORPUS: Final = Path(__file__).resolve().parent
ARTICLES: Final = CORPUS / "articles"
FLOORS: Final = CORPUS / "floors.json"

Record = Mapping[str, Any]
Floors = dict[str, dict[str, dict[str, float]]]
"""Part of the corpus -> family or attribute -> measure (F1, P, accuracy) -> value."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its gold facts. Only the families that ``gold`` names are checked."""

    id: str
    family: str
    article: Article
    gold: Record


def passages() -> Iterator[Labelled]:
    """The short passages of all families, in the order of the files."""
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            article = Article(row["id"], row["text"], published=_day(row["published"]))
            yield Labelled(row["id"], row["family"], article, row["gold"])


def articles(gold: Path = ARTICLES, texts: Path = ARTICLES) -> Iterator[Labelled]:
    """Whole articles: NAME.txt with NAME.json; dates as far as metadata would give them."""
    known = _index(gold.parent / "INDEX.tsv")
    for path in sorted(gold.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        given = facts["published"] if facts["published_from"] == "metadata" else None
        for article in read(texts / f"{path.stem}.txt", published=known.get(path.stem, given)):
            assert not isinstance(article, Rejected), article
            yield Labelled(path.stem, "articles", article, facts)


def shared_articles(shared: Path) -> Iterator[Labelled]:
    """The development set that is no part of the repository."""
    folder = shared / "evaluation"
    return articles(folder / "gold", folder / "articles")


def _index(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return {r["name"]: r["published"] for r in rows if r["published_known_from"] == "metadata"}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def score(labelled: Iterable[Labelled]) -> Score:
    """What extraction gets right and wrong over all of them."""
    total = Score()
    for item in labelled:
        predicted = record(extract(item.article))
        total.include(held(item, predicted))
    return total


def held(item: Labelled, predicted: Record) -> Score:
    """One prediction against its labels, in the labelled families only."""
    checked = {family: facts for family, facts in predicted.items() if family in item.gold}
    return score_article(item.id, item.gold, checked)


def measures(scored: Score) -> dict[str, dict[str, float]]:
    """The figures that are pinned, of every family and attribute that occurs."""
    families = {
        family: {"F1": _down(counts.f1), "P": _down(counts.precision)}
        for family, counts in scored.families.items()
        if counts.found + counts.missed + counts.false
    }
    shares = {name: tally.accuracy for name, tally in scored.accuracies.items()}
    return families | {n: {"accuracy": _down(s)} for n, s in shares.items() if s is not None}


def _down(share: float) -> float:
    return math.floor(share * 1000 + 1e-6) / 1000


def digest() -> str:
    """SHA-256 over the names and contents of all labels and texts."""
    summed = hashlib.sha256()
    for path in sorted([*CORPUS.glob("*.jsonl"), *ARTICLES.iterdir()]):
        summed.update(path.name.encode())
        summed.update(hashlib.sha256(path.read_bytes()).digest())
    return summed.hexdigest()


def lowered(floors: Floors, now: Floors) -> list[str]:
    """Every figure that lies below its floor, as a line to read."""
    return [
        f"{part}: {name} {measure} {now[part].get(name, {}).get(measure, 0.0):.3f} < {floor:.3f}"
        for part, pinned in floors.items()
        if part in now
        for name, figures in pinned.items()
        for measure, floor in figures.items()
        if now[part].get(name, {}).get(measure, 0.0) < floor
    ]


def table(scores: Mapping[str, Score]) -> str:
    """F1 (precision, recall; gold facts) of each family, then accuracies; one column a part."""
    lines = ["".join(f"{cell:<31}" for cell in ("", *scores))]
    for family in FAMILIES:
        cells = [_counts(s, family) for s in scores.values()]
        lines.append(f"{family:<31}" + "".join(f"{cell:<31}" for cell in cells))
    for name in ACCURACIES:
        cells = [_share(s, name) for s in scores.values()]
        lines.append(f"{name:<31}" + "".join(f"{cell:<31}" for cell in cells))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _counts(scored: Score, family: str) -> str:
    c = scored.families[family]
    return f"{c.f1:.3f} (P {c.precision:.3f} R {c.recall:.3f}; {c.found + c.missed})"


def _share(scored: Score, name: str) -> str:
    tally = scored.accuracies[name]
    return "-" if tally.accuracy is None else f"{tally.accuracy:.3f} ({tally.total})"
