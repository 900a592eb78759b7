"""Predicted against gold facts: precision, recall and F1 by family, and every difference.

The matching rules and the meaning of ``optional`` are those of the development set's own scorer;
``docs/evaluation.md`` describes them. Records have the format that ``kg facts`` prints.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.evaluation.counts import ACCURACIES, FAMILIES, Counts, Difference, Score, Tally
from kg.evaluation.names import Record
from kg.evaluation.scoring import score_article

__all__ = [
    "ACCURACIES",
    "FAMILIES",
    "MAIN_FAMILIES",
    "Counts",
    "Difference",
    "Record",
    "Report",
    "Tally",
    "evaluate",
    "read_records",
]

MAIN_FAMILIES = tuple(f for f in FAMILIES if f not in ("coalition_lead", "memberships"))


@dataclass(frozen=True, slots=True)
class Report:
    """Scores over all articles, article by article, and the articles nothing was predicted for."""

    total: Score
    articles: Mapping[str, Score]
    missing: tuple[str, ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the main families."""
        scores = [round(self.total.families[family].f1, 4) for family in MAIN_FAMILIES]
        return sum(scores) / len(scores)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values, rounded to four places."""
        return {
            "articles": len(self.articles),
            "missing_predictions": list(self.missing),
            "families": {f: _counts(c) for f, c in self.total.families.items()},
            "accuracy": {name: _tally(t) for name, t in self.total.accuracies.items()},
            "macro_F1_main": round(self.macro_f1, 4),
            "by_article": {
                name: {f: _counts(c) for f, c in score.families.items()}
                for name, score in self.articles.items()
            },
        }


def evaluate(gold: Path, predicted: Mapping[str, Record]) -> Report:
    """Hold predictions against a folder of gold records.

    ``predicted`` maps article names (the stems of the gold files) to records; an absent one counts
    as empty. Raises `SourceError` if the folder holds no gold or a gold file cannot be read.
    """
    total, articles = Score(), {}
    records = read_records(gold)
    for name, record in records.items():
        articles[name] = score_article(name, record, predicted.get(name, {}))
        total.include(articles[name])
    return Report(total, articles, tuple(name for name in records if name not in predicted))


def read_records(folder: Path, *, strict: bool = True) -> dict[str, Record]:
    """The records of a folder, one NAME.json an article, by name.

    Raises `SourceError` for a folder without records and for a file that is no record;
    not ``strict``, such files are left out (a prediction that cannot be read predicts nothing).
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if strict and not paths:
        raise SourceError(
            "no records (NAME.json) there", where=str(folder), next_step="Name their folder."
        )
    records = {}
    for path in paths:
        try:
            records[path.stem] = _read(path)
        except SourceError:
            if strict:
                raise
    return records


def _read(path: Path) -> Record:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(
            f"cannot be read as JSON ({error})",
            where=str(path),
            next_step="Write it as `kg facts --out DIR` does.",
        ) from error
    if not isinstance(record, dict):
        raise SourceError("holds no JSON object", where=str(path))
    try:
        score_article(path.stem, record, record)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise SourceError(
            f"has not the form of a record ({error})",
            where=str(path),
            next_step="Compare it with what `kg facts --out DIR` writes.",
        ) from error
    return record


def _counts(counts: Counts) -> dict[str, float | int]:
    return {
        "P": round(counts.precision, 4),
        "R": round(counts.recall, 4),
        "F1": round(counts.f1, 4),
        "tp": counts.right,
        "fp": counts.false,
        "fn": counts.missed,
    }


def _tally(tally: Tally) -> dict[str, float | int | None]:
    share = tally.accuracy
    return {
        "acc": None if share is None else round(share, 4),
        "ok": tally.right,
        "n": tally.total,
    }
