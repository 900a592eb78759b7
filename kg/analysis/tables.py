"""Tables of figures as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from kg.analysis.measures import Measures

Rows = Iterable[Mapping[str, object]]


def write(measures: Measures, folder: str | Path) -> list[Path]:
    """Write every table of a network as CSV and all of them as one JSON file.

    Parameters
    ----------
    measures
        What ``measure`` gave.
    folder
        Where to; made if need be. Files are named ``KIND-TABLE.csv`` and ``KIND.json``.

    Returns
    -------
    list of Path
        The files, in the order they were written.

    Raises
    ------
    OSError
        When the folder cannot be written to.
    """
    target = Path(folder)
    name = measures.kind or "network"
    target.mkdir(parents=True, exist_ok=True)
    written = [
        write_csv(rows, target / f"{name}-{table}.csv") for table, rows in measures.tables().items()
    ]
    everything = {"kind": measures.kind, "notes": measures.notes, **measures.tables()}
    return [*written, _write(target / f"{name}.json", _json(everything))]


def write_csv(rows: Rows, path: str | Path) -> Path:
    """Write rows as CSV (UTF-8, a header, None as nothing). No rows give an empty file."""
    ordered = list(rows)
    text = StringIO()
    if ordered:
        writer = csv.DictWriter(text, fieldnames=list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    return _write(Path(path), text.getvalue())


def write_json(rows: Rows, path: str | Path) -> Path:
    """Write rows as a JSON array of objects (UTF-8, None as null)."""
    return _write(Path(path), _json(list(rows)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8", "replace"))
    return path
