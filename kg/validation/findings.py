"""What a check reports: one row a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: wrong, doubtful, or only worth knowing."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    ``check`` is shapes, consistency, clashes, counts or passages; ``focus`` the IRI it is about and
    ``label`` its name; ``message`` says what is wrong and what would mend it; ``rule`` names the
    shape or axiom; ``value`` is the offending value. ``article`` (an IRI) and ``quote`` are given
    where a passage is known.
    """

    check: str
    focus: str
    label: str
    message: str
    rule: str = ""
    value: str = ""
    article: str = ""
    quote: str = ""
    severity: Severity = Severity.VIOLATION


def local_name(iri: str) -> str:
    """The part of an IRI after its last ``#`` or ``/``."""
    return iri.rstrip("#/").rpartition("#")[2].rpartition("/")[2]
