"""Numbers that do not add up: stated against named, and passages against their positions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from kg.terms import NAMESPACE
from kg.validation.findings import Finding, Severity


class Row(Protocol):
    """A solution: a pyoxigraph term or a plain value, or None, by column name."""

    def __getitem__(self, name: str, /) -> object:
        """The value in the column."""


Select = Callable[[str], Iterable[Row]]
"""Runs a SPARQL SELECT over the view, as a pyoxigraph store's ``query`` does."""

_PREFIXES = f"PREFIX ckg: <{NAMESPACE}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"

_COUNTS = (
    _PREFIXES
    + """
SELECT ?subject ?label ?value ?qualifier ?named ?article ?quote WHERE {
  { SELECT ?fact ?subject ?value ?qualifier (COUNT(DISTINCT ?state) AS ?named) WHERE {
      ?fact a ckg:StatedCount ; ckg:modality "actual" ; ckg:counted "states" ;
            ckg:subject ?subject ; ckg:value ?value ; ckg:qualifier ?qualifier .
      OPTIONAL { ?state ckg:tookPartIn|ckg:memberOf ?subject ; a ckg:State }
    } GROUP BY ?fact ?subject ?value ?qualifier }
  OPTIONAL { ?subject rdfs:label ?label }
  OPTIONAL { ?fact ckg:evidence ?passage . ?passage ckg:article ?article ; ckg:exact ?quote }
} ORDER BY ?subject ?value ?article ?quote
"""
)

_PASSAGES = (
    _PREFIXES
    + """
SELECT ?passage ?article ?start ?end ?quote WHERE {
  ?passage a ckg:Passage ; ckg:article ?article ;
           ckg:start ?start ; ckg:end ?end ; ckg:exact ?quote .
  FILTER(STRLEN(?quote) != ?end - ?start)
} ORDER BY ?passage
"""
)


def check_counts(select: Select) -> tuple[Finding, ...]:
    """Compares the number of states a text gives for a meeting or group with those named.

    More named than stated is a warning, fewer only information (texts rarely list everybody), and
    sources that give different numbers for one thing are a warning. ``select`` runs a SPARQL SELECT
    over the view. Returns findings by subject, the first passage of each count as quote.
    """
    rows = {(_text(r, "subject"), _text(r, "value"), _text(r, "qualifier")): r
            for r in reversed(list(select(_COUNTS)))}  # fmt: skip
    by_subject: dict[str, list[Row]] = defaultdict(list)
    for key in sorted(rows):
        by_subject[key[0]].append(rows[key])
    found: list[Finding] = []
    for group in by_subject.values():
        found += [finding for row in group for finding in _against_named(row)]
        found += _against_each_other(group)
    return tuple(found)


def _against_named(row: Row) -> Iterator[Finding]:
    stated, named = int(_text(row, "value")), int(_text(row, "named"))
    qualifier = _text(row, "qualifier")
    hedge = "" if qualifier == "exact" else f"{qualifier.replace('-', ' ')} "
    if named > stated and qualifier in ("exact", "under"):
        message = (
            f"The text counts {hedge}{stated} states, but the graph names {named}. One of them may "
            "be misread, or the count may be of something else."
        )
        yield _count_finding(row, message, Severity.WARNING)
    elif named < stated:
        message = (
            f"The text counts {hedge}{stated} states, the graph names {named}; the rest is unknown."
        )
        yield _count_finding(row, message, Severity.INFO)


def _against_each_other(rows: list[Row]) -> Iterator[Finding]:
    values = sorted(
        {int(_text(row, "value")) for row in rows if _text(row, "qualifier") == "exact"}
    )
    if len(values) > 1:
        numbers = " and ".join(map(str, values))
        message = f"Exact counts disagree: {numbers} states. Read both passages to see which holds."
        yield _count_finding(rows[0], message, Severity.WARNING)


def _count_finding(row: Row, message: str, severity: Severity) -> Finding:
    return Finding(
        check="counts",
        focus=_text(row, "subject"),
        label=_text(row, "label"),
        message=message,
        value=_text(row, "value"),
        article=_text(row, "article"),
        quote=_text(row, "quote"),
        severity=severity,
    )


def check_passages(select: Select) -> tuple[Finding, ...]:
    """Finds passages whose quote is not as long as their offsets say. ``select`` as above."""
    return tuple(
        Finding(
            check="passages",
            focus=_text(row, "passage"),
            label="passage",
            message=f"The quote does not fill {_text(row, 'start')} to {_text(row, 'end')}: the "
            "offsets and the text are of different versions. Add the article again.",
            article=_text(row, "article"),
            quote=_text(row, "quote"),
        )
        for row in select(_PASSAGES)
    )


def _text(row: Row, name: str) -> str:
    value = row[name]
    return "" if value is None else str(getattr(value, "value", value))
