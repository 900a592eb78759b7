"""The analyst's decisions on the handle: made, listed and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from kg import pipeline
from kg.graph import frames
from kg.graph.report import Watch, run
from kg.graph.things import Fact
from kg.identity import decisions
from kg.identity.decisions import DIFFER, SAME, Decision
from kg.pipeline import Archive, deciding
from kg.queries import Result
from kg.store import Store

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "verdict", "decision", "standing", "when", "note", "decides")


class Deciding:
    """What a handle on a graph offers for decisions; they survive every rebuild."""

    location: str

    @property
    def store(self) -> Store:
        """The store that is read."""
        raise NotImplementedError

    @property
    def snapshot(self) -> int:
        """The number of the snapshot that is read."""
        raise NotImplementedError

    def _writer(self) -> AbstractContextManager[Archive]:
        raise NotImplementedError

    def same(self, one: str, other: str, note: str = "", *, watch: Watch | None = None) -> Decision:
        """Decide that two things are one, whatever the rules of identity make of them.

        Parameters: ``one`` and ``other`` are labels, IRIs or ends of IRIs
        (``official/ana-ruiz@story`` is what one article knows); ``note`` says why.
        Raises: UnknownNameError; QueryError for states, things of two kinds, or a contradiction.
        """
        return self._decided(lambda store: deciding.couple(store, SAME, one, other, note), watch)

    def differ(
        self, one: str, other: str, note: str = "", *, watch: Watch | None = None
    ) -> Decision:
        """Decide that two things are not one; parameters and failures as ``same``."""
        return self._decided(lambda store: deciding.couple(store, DIFFER, one, other, note), watch)

    def reject(self, fact: Fact | str, note: str = "", *, watch: Watch | None = None) -> Decision:
        """Decide that a fact is not held: it and what was derived from it leave the view.

        Raises: UnknownNameError when there is no such fact.
        """
        from kg.explain import in_words

        iri = fact.iri if isinstance(fact, Fact) else fact
        return self._decided(
            lambda store: deciding.rejection(store, iri, note, words=in_words), watch
        )

    def undo(self, decision: Decision | str, *, watch: Watch | None = None) -> None:
        """Take a decision back. Raises: UnknownNameError with the ids there are."""
        name = decision.iri.value if isinstance(decision, Decision) else decision
        with self._writer() as archive:
            run(pipeline.undecide(archive, name), watch, archive.store.snapshot)

    def decisions(self) -> pd.DataFrame:
        """The decisions, the oldest first, and whether each still finds what it is about."""
        return frames.frame(listed(self.store), snapshot=self.snapshot, store=self.location)

    def _decided(self, decide: Callable[[Store], Decision], watch: Watch | None) -> Decision:
        with self._writer() as archive:
            made = decide(archive.store)
            run(pipeline.decide(archive, made), watch, archive.store.snapshot)
        return next(d for d in decisions.read(self.store) if d.iri == made.iri)


def listed(store: Store) -> Result:
    """The decisions as rows."""
    return Result(COLUMNS, tuple(_rows(store)))


def _rows(store: Store) -> Iterator[tuple[str, ...]]:
    for made in decisions.read(store):
        things = " ".join(iri.value for iri in made.decides)
        when = made.when.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield made.id, made.verdict, made.label, made.standing, when, made.note, things
