"""Is the graph complete, well typed and free of contradictions? A report a person can act on.

Four checks, each a tuple of findings: ``check_shapes`` (SHACL: what is missing or mistyped),
``check_consistency`` (OWL under HermiT: whether ontology and individuals contradict one another),
``check_clashes`` (the contradictions of the data itself, without Java) and ``check_counts`` with
``check_passages`` (SPARQL: numbers that do not add up).
"""

from kg.validation.clashes import check_clashes
from kg.validation.consistency import ConsistencyReport, check_consistency
from kg.validation.counts import check_counts, check_passages
from kg.validation.findings import Finding, Severity
from kg.validation.shapes import check_shapes
from kg.validation.sources import load_ontology, load_reference

__all__ = [
    "ConsistencyReport",
    "Finding",
    "Severity",
    "check_clashes",
    "check_consistency",
    "check_counts",
    "check_passages",
    "check_shapes",
    "load_ontology",
    "load_reference",
]
