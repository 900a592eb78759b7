"""All facts as one table: a row for each fact and passage, a column for each role."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from typing import Final

from kg.errors import ConfigurationError
from kg.queries import Cell, Result, select
from kg.rdf import ROLES
from kg.store import Store
from kg.terms import CKG, NAMESPACE

_ROLES: Final = f"""
SELECT ?fact ?kind ?role ?value ?label WHERE {{
  VALUES ?property {{ {" ".join(str(r) for r in sorted(ROLES | {CKG.attributedTo}, key=str))} }}
  ?fact a ckg:Fact ; a ?class ; ?property ?value .
  FILTER (?class != ckg:Fact)
  OPTIONAL {{ ?value rdfs:label ?label }}
  BIND (STRAFTER(STR(?class), "{NAMESPACE}") AS ?kind)
  BIND (STRAFTER(STR(?property), "{NAMESPACE}") AS ?role)
}}
ORDER BY ?kind ?fact ?role ?value"""
_PASSAGES: Final = """
SELECT ?fact ?modality ?basis ?rule ?source ?article ?start ?end ?quote WHERE {
  ?fact a ckg:Fact ; ckg:modality ?modality .
  OPTIONAL { ?fact ckg:basis ?told }
  OPTIONAL { ?fact ckg:source ?source }
  OPTIONAL {
    ?fact ckg:evidence ?passage .
    ?passage ckg:article ?article ; ckg:start ?start ; ckg:end ?end ; ckg:exact ?quote ;
             ckg:basis ?shown .
    OPTIONAL { ?passage ckg:rule ?rule }
  }
  BIND (COALESCE(?shown, ?told) AS ?basis)
}
ORDER BY ?fact ?article ?start"""


def facts(store: Store) -> Result:
    """Every fact of the view: what fills its roles (and its IRI, if it is a thing), then a passage.

    Several fillers of one role are joined by "; ".
    """
    told = _told(store)
    used = sorted({column for row in told.values() for column in row} - {"kind"})
    passages = select(store, _PASSAGES)
    columns = ("fact", "kind", *used, *passages.columns[1:])
    rows = []
    for passage in passages.rows:
        about = told.get(str(passage[0]), {})
        rows.append((passage[0], about.get("kind"), *(about.get(c) for c in used), *passage[1:]))
    return Result(columns, tuple(sorted(rows, key=lambda row: (str(row[1]), str(row[0])))))


def _told(store: Store) -> dict[str, dict[str, Cell]]:
    """What fills the roles of each fact, by its IRI."""
    told: dict[str, dict[str, Cell]] = defaultdict(dict)
    for row in select(store, _ROLES):
        fact, role = told[str(row["fact"])], str(row["role"])
        fact["kind"] = row["kind"]
        if row["label"] is None:
            _join(fact, role, row["value"])
        else:
            _join(fact, role, row["label"])
            _join(fact, f"{role}_iri", row["value"])
    return told


def _join(row: dict[str, Cell], column: str, value: Cell) -> None:
    row[column] = f"{row[column]}; {value}" if column in row else value


def as_csv(store: Store) -> bytes:
    """The table as CSV in UTF-8."""
    table, out = facts(store), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return out.getvalue().encode()


def as_json(store: Store) -> bytes:
    """The table as a JSON array of objects; cells without a value are left out."""
    rows = ({k: v for k, v in row.items() if v is not None} for row in facts(store))
    return (json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n").encode()


def as_parquet(store: Store) -> bytes:
    """The table as Parquet. Raises: ConfigurationError without pyarrow."""
    import pandas as pd

    table = facts(store)
    try:
        frame = pd.DataFrame(table.rows, columns=list(table.columns)).convert_dtypes()
        return bytes(frame.to_parquet(index=False))
    except ImportError:
        raise ConfigurationError(
            "Parquet needs pyarrow", next_step="Install it: pip install 'coalition-kg[parquet]'."
        ) from None
