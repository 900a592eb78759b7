"""What became of a batch, for a notebook or a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg import pipeline
from kg.pipeline import Event, Skipped

Watch = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch.

    ``added``, ``replaced``, ``unchanged`` and ``removed`` are ids of articles; ``skipped`` says
    where, why and what to do; ``facts`` counts the facts of the articles added or replaced;
    ``snapshot`` is what readers see now.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    facts: int
    snapshot: int

    def __str__(self) -> str:
        counts = {
            "added": self.added,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "skipped": self.skipped,
        }
        told = ", ".join(f"{len(ids)} {what}" for what, ids in counts.items() if ids)
        lines = [f"{told or 'nothing to do'} (snapshot {self.snapshot})"]
        lines += [f"skipped {s.where}: {s.reason}. {s.next_step}".rstrip() for s in self.skipped]
        return "\n".join(lines)


def run(events: Iterable[Event], watch: Watch | None, snapshot: int) -> Report:
    """Run a batch to its end, showing each event to ``watch``."""
    seen: list[Event] = []
    for event in events:
        seen.append(event)
        if watch is not None:
            watch(event)
    added = [event for event in seen if isinstance(event, pipeline.Added)]
    published = [e.snapshot for e in seen if isinstance(e, pipeline.Published)]
    return Report(
        added=tuple(event.article for event in added if event.new),
        replaced=tuple(event.article for event in added if not event.new),
        unchanged=tuple(e.article for e in seen if isinstance(e, pipeline.Unchanged)),
        removed=tuple(e.article for e in seen if isinstance(e, pipeline.Removed)),
        skipped=tuple(event for event in seen if isinstance(event, Skipped)),
        facts=sum(event.facts for event in added),
        snapshot=max(published, default=snapshot),
    )
