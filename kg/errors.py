"""Every failure we raise, named by whose fault it is.

KgError
├── SourceError          an article or file that cannot be read
├── OntologyError        a broken ontology, shape or reference file
├── QueryError           a SPARQL text or named query that cannot run
│   ├── UnknownNameError     no (or more than one) query, parameter or entity of that name
│   └── QuerySyntaxError     malformed SPARQL, with line, column and caret
├── StoreError           a store that cannot be opened, read or written
│   ├── StoreLockedError     another process holds the writer's lock
│   └── StoreDamagedError    files are missing or fail their checksum
└── ConfigurationError   a setting, flag or missing optional part

Each carries what happened, where, and the next step, so that an edge (command line, service)
can print it without knowing more.
"""

from __future__ import annotations

from collections.abc import Sequence


class KgError(Exception):
    """Root of all failures: what happened, where it happened and what to do next."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """One line: ``where: what. next step``."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        end = "" if head.endswith("?") else "."
        return f"{head.rstrip('.')}{end} {self.next_step}" if self.next_step else head


class SourceError(KgError, ValueError):
    """An article or file that cannot be read; the rest of a batch goes on."""


class OntologyError(KgError, ValueError):
    """The ontology, a shape or a reference file contradicts itself or cannot be parsed."""


class QueryError(KgError, ValueError):
    """A query that cannot be run."""


class UnknownNameError(QueryError, LookupError):
    """No query, parameter or entity of that name, or several; ``candidates`` lists near ones."""

    def __init__(self, what: str, *, candidates: Sequence[str] = (), next_step: str = "") -> None:
        self.candidates = tuple(candidates)
        super().__init__(what, next_step=next_step)


class QuerySyntaxError(QueryError):
    """Malformed SPARQL; ``line`` and ``column`` count from one, ``excerpt`` carries a caret."""

    def __init__(self, what: str, *, line: int, column: int, excerpt: str = "") -> None:
        self.line, self.column, self.excerpt = line, column, excerpt
        super().__init__(what, where=f"line {line}, column {column}")


class StoreError(KgError, OSError):
    """A store that cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class StoreDamagedError(StoreError):
    """The store's files are missing or fail their checksum."""


class ConfigurationError(KgError, ValueError):
    """A setting or flag that makes no sense, or an optional part that is not installed."""
