"""Writes the table of scores in ``docs/quality.md`` from the pinned floors."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg.evaluation import FAMILIES

HERE = Path(__file__).resolve().parent
FLOORS = HERE.parent / "tests" / "corpus" / "floors.json"
COLUMNS = {"passages": "own passages", "articles": "own articles", "shared": "development set"}


def table() -> str:
    """F1 of each family on each set."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    lines = ["| family | " + " | ".join(COLUMNS.values()) + " |", "|---|" + "---:|" * len(COLUMNS)]
    for family in FAMILIES:
        cells = (floors.get(column, {}).get(family, {}).get("F1") for column in COLUMNS)
        shown = ("–" if cell is None else f"{cell:.2f}" for cell in cells)
        lines.append(f"| `{family}` | " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


def scores(text: str) -> list[list[float]]:
    """The numbers of a table, row by row."""
    rows = re.findall(r"^\| `\w+` \|((?: [\d.–]+ \|)+)$", text, re.MULTILINE)
    return [[float(cell) for cell in re.findall(r"\d\.\d\d", row)] for row in rows]


if __name__ == "__main__":
    page = HERE / "quality.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- scores -->\n")
    _, mark, after = rest.partition("<!-- end of scores -->")
    new = f"{before}<!-- scores -->\n{table()}{mark}{after}"
    page.write_text(new, encoding="utf-8")
