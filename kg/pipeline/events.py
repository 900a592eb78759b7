"""What a batch tells while it runs; only edges draw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Read:
    """An article was read and will be looked at."""

    article: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something gave no facts: where it stands, why, and what to do about it."""

    where: str
    reason: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The graph holds this article already, read by this version."""

    article: str


@dataclass(frozen=True, slots=True)
class Added:
    """An article's graph was written (``new``) or replaced."""

    article: str
    facts: int
    new: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """An article's graph was dropped."""

    article: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Identities, inferences and the view were rebuilt; ``summary`` is the reasoner's word."""

    summary: object


@dataclass(frozen=True, slots=True)
class Published:
    """Readers see the batch from now on, as this snapshot."""

    snapshot: int


Event = Read | Skipped | Unchanged | Added | Removed | Derived | Published
