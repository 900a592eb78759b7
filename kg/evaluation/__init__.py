"""Predicted against gold facts: precision, recall and F1 by family, and every difference.

The matching rules and the meaning of ``optional`` are those of the development set's own scorer;
``docs/evaluation.md`` describes them. Records have the format that ``kg facts`` prints.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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

_LISTS = frozenset(
    "states officials organisations coalitions memberships meetings statements".split()
)
_FORM = "Write it as `kg facts --out DIR` does."
_SHOWN = 40


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


def evaluate(gold: Path | Mapping[str, Record], predicted: Mapping[str, Record]) -> Report:
    """Hold predictions against a folder of gold records, or against records read from one.

    ``predicted`` maps article names (the stems of the gold files) to records; an absent one counts
    as empty. Raises `SourceError` if the folder holds no gold or a gold file cannot be read.
    """
    total, articles = Score(), {}
    records = read_records(gold) if isinstance(gold, Path) else gold
    for name, record in records.items():
        articles[name] = score_article(name, record, predicted.get(name, {}))
        total.include(articles[name])
    return Report(total, articles, tuple(name for name in records if name not in predicted))


def read_records(
    folder: Path, *, strict: bool = True, flawed: Callable[[SourceError], None] | None = None
) -> dict[str, Record]:
    """The records of a folder, one NAME.json an article, by name.

    Raises `SourceError` for a folder without records, for a file that is no record and for what is
    no object in one of its lists; with ``flawed``, that is told each of the latter two and the rest
    is read. Not ``strict``, such files are left out (a prediction that cannot be read predicts
    nothing).
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if strict and not paths:
        raise SourceError(
            "no records (NAME.json) there", where=str(folder), next_step="Name their folder."
        )
    records = {}
    for path in paths:
        try:
            records[path.stem] = _read(path, flawed or (_raise if strict else _ignore))
        except SourceError as error:
            if flawed is not None and len(paths) > 1:
                flawed(error)
            elif strict:
                raise
    return records


def _raise(error: SourceError) -> None:
    raise error


def _ignore(error: SourceError) -> None:
    del error


def _read(path: Path, flawed: Callable[[SourceError], None]) -> Record:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(
            f"cannot be read as JSON ({error})", where=str(path), next_step=_FORM
        ) from error
    if not isinstance(record, dict):
        raise SourceError("holds no JSON object", where=str(path), next_step=_FORM)
    record = {key: _items(path, key, value, flawed) for key, value in record.items()}
    try:
        score_article(path.stem, record, record)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise SourceError(
            f"has not the form of a record ({error})",
            where=str(path),
            next_step="Compare it with what `kg facts --out DIR` writes.",
        ) from error
    return record


def _items(path: Path, family: str, value: object, flawed: Callable[[SourceError], None]) -> object:
    """A family's list without what is no item of it; every other value as it is."""
    kind = str if family == "states" else dict
    if family not in _LISTS or value is None:
        return value
    if not isinstance(value, list):
        raise SourceError(f"{family} is no list", where=str(path), next_step=_FORM)
    for index, item in enumerate(value):
        if not isinstance(item, kind):
            wanted = "a state's code" if kind is str else "an object"
            what = f"{family}[{index}] is {_shown(item)}, not {wanted}"
            flawed(SourceError(what, where=str(path), next_step=_FORM))
    return [item for item in value if isinstance(item, kind)]


def _shown(item: object) -> str:
    text = json.dumps(item, ensure_ascii=True)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


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
