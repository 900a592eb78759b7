"""Writes ``docs/questions.md`` from the headers of ``queries/*.rq`` (python docs/questions.py)."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from kg.queries import NamedQuery, load_all

HEAD = """# Questions

A named question is a file `queries/NAME.rq` that runs unchanged in any SPARQL 1.1 tool. Here it is
`kg ask NAME --parameter value`, and `graph.ask.name(parameter=value)` in Python (with `_` for `-`).

A parameter that names a thing takes an IRI, a label or another name; case, accents and a leading
article do not count. If it names nothing, or several things, the answer is an error that lists
candidates. A question gives one row for each fact and passage; a thing that no article mentions
does not appear.
"""


def page() -> str:
    """The page's text."""
    return "\n".join([HEAD, *map(_section, load_all())])


def _section(query: NamedQuery) -> str:
    takes = "; ".join(f"`--{p.name}` ({p.help})" for p in query.parameters)
    parts = [
        f"## {query.name}",
        fill(f"{query.summary}.", 98),
        "\n".join(
            fill(note, 98, initial_indent="- ", subsequent_indent="  ") for note in query.notes
        ),
        fill(f"Parameters: {takes}.", 98) if takes else "",
        fill(f"Columns: {', '.join(f'`{column}`' for column in query.columns)}.", 98),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(page(), encoding="utf-8")
