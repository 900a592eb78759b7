"""A batch as it runs: a progress line on a terminal, skipped sources at once, a summary after."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.cli.output import console, tell

if TYPE_CHECKING:
    from kg.pipeline import Event, Skipped


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    facts: int = 0
    snapshot: int | None = None
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One line with what happened and nothing that did not."""
        parts = (
            (self.added, "added"),
            (self.replaced, "replaced"),
            (self.unchanged, "unchanged"),
            (self.removed, "removed"),
            (len(self.skipped), "skipped"),
        )
        return " · ".join(f"{n} {what}" for n, what in parts if n) or "nothing to do"


def follow(events: Iterable[Event]) -> Outcome:
    """Run a batch to its end, telling what is skipped, with progress on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    outcome = Outcome()
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=console(), transient=True, disable=quiet) as progress:
        task = progress.add_task("reading", total=None)
        for event in events:
            note = _record(outcome, event)
            progress.update(task, description=note, completed=outcome.added + outcome.replaced)
    return outcome


def _record(outcome: Outcome, event: Event) -> str:
    from kg import pipeline

    match event:
        case pipeline.Skipped(where, reason, next_step):
            outcome.skipped.append(event)
            tell(f"Skipped {where}: {reason.rstrip('.')}. {next_step}".rstrip())
        case pipeline.Added(article, facts, new):
            outcome.added += new
            outcome.replaced += not new
            outcome.facts += facts
            return article
        case pipeline.Unchanged():
            outcome.unchanged += 1
        case pipeline.Removed():
            outcome.removed += 1
        case pipeline.Published(snapshot):
            outcome.snapshot = snapshot
        case pipeline.Read(article):
            return article
    return "deriving" if isinstance(event, pipeline.Derived) else "reading"
