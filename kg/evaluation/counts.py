"""What is counted: facts by family, attributes of matched items, and each difference."""

from __future__ import annotations

from dataclasses import dataclass, field

FAMILIES = (
    "states",
    "officials",
    "organisations",
    "coalitions",
    "coalition_members",
    "coalition_lead",
    "memberships",
    "meetings",
    "meeting_hosts",
    "meeting_part_states",
    "meeting_part_officials",
    "statements",
)
ACCURACIES = (
    "office",
    "of",
    "office_and_of",
    "former",
    "org_type",
    "coalition_size",
    "meeting_place",
    "meeting_country",
    "meeting_date_all",
    "meeting_date_text",
    "meeting_kind",
    "meeting_status",
    "stated_count",
    "stated_count_aligned",
    "of_coalition",
    "statement_kind",
)


@dataclass(slots=True)
class Counts:
    """Right, false and missed facts of a family.

    ``found`` are the gold facts that were found where one prediction may cover several of them
    (statements); elsewhere it equals ``right``.
    """

    right: int = 0
    false: int = 0
    missed: int = 0
    found: int = 0

    def add(
        self, right: int = 0, false: int = 0, missed: int = 0, found: int | None = None
    ) -> None:
        """Count some more."""
        self.right += right
        self.false += false
        self.missed += missed
        self.found += right if found is None else found

    @property
    def precision(self) -> float:
        """Right among predicted; 1 if nothing was predicted and nothing was there."""
        predicted = self.right + self.false
        return self.right / predicted if predicted else float(not self.missed)

    @property
    def recall(self) -> float:
        """Found among gold."""
        gold = self.found + self.missed
        return self.found / gold if gold else float(not self.false)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Tally:
    """How often an attribute was right among matched items."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.total += 1

    @property
    def accuracy(self) -> float | None:
        """Share of right ones; None if there were none to judge."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One miss, false fact or wrong attribute, in one article."""

    article: str
    family: str
    kind: str
    what: str


@dataclass(slots=True)
class Score:
    """Counts and accuracies of one article or of many, and each difference."""

    families: dict[str, Counts] = field(default_factory=lambda: {f: Counts() for f in FAMILIES})
    accuracies: dict[str, Tally] = field(default_factory=lambda: {a: Tally() for a in ACCURACIES})
    differences: list[Difference] = field(default_factory=list)

    def include(self, other: Score) -> None:
        """Add another article's score."""
        for family, counts in other.families.items():
            self.families[family].add(counts.right, counts.false, counts.missed, counts.found)
        for name, tally in other.accuracies.items():
            self.accuracies[name].right += tally.right
            self.accuracies[name].total += tally.total
        self.differences += other.differences
