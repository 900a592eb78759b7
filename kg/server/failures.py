"""What can go wrong with a request beyond what the graph itself raises, and its HTTP status."""

from __future__ import annotations

from typing import Final

from kg.errors import (
    ConfigurationError,
    KgError,
    QueryError,
    StoreLockedError,
    UnknownNameError,
)


class TooSlowError(KgError):
    """The deadline passed; what ran for the request was stopped and nothing was written."""


class BusyError(KgError):
    """Too many requests wait already."""


class CrashedError(KgError):
    """The process that worked on the request died: out of memory, or the engine crashed."""


class RefusedError(KgError):
    """A request that is wrong as HTTP; carries its status."""

    def __init__(self, status: int, what: str, *, next_step: str = "") -> None:
        self.status = status
        super().__init__(what, next_step=next_step)


class MissingError(KgError):
    """There is nothing at this address."""


_STATUS: Final[tuple[tuple[type[KgError], int], ...]] = (
    (MissingError, 404),
    (TooSlowError, 408),
    (BusyError, 503),
    (StoreLockedError, 503),
    (CrashedError, 500),
    (UnknownNameError, 400),
    (QueryError, 400),
    (ConfigurationError, 400),
)
RETRY_AFTER: Final = 1


def status_of(error: KgError) -> int:
    """The HTTP status of a failure; 500 for what is the store's own."""
    if isinstance(error, RefusedError):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(error: KgError) -> dict[str, object]:
    """A failure as a JSON object: what happened, where and what to do; syntax with its place."""
    told: dict[str, object] = {"error": error.what}
    for key in ("where", "next_step", "line", "column", "excerpt", "candidates"):
        if value := getattr(error, key, None):
            told[key] = value
    return told


def plain(error: KgError) -> str:
    """A failure as text for a person."""
    lines = [error.message]
    if excerpt := getattr(error, "excerpt", ""):
        lines.append(excerpt)
    unsaid = [name for name in getattr(error, "candidates", ()) if name not in error.message]
    if unsaid:
        lines.append("Candidates: " + "; ".join(unsaid))
    return "\n".join(lines) + "\n"
