"""Does confidence keep its word? ``python -m benchmarks.reliability [GOLD…] [--rules]``.

Every fact whose correctness a gold record decides is compared with its confidence: offices with
their state or body, statements, memberships, meetings and who took part. What gold calls optional
is left out. Judged are the repository's labelled corpus, the development set if ``KG_SHARED`` names
its folder, and each GOLD folder given (``NAME.json``, with ``NAME.txt`` in ``../articles``).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kg.evaluation.matching import (
    ALIGNED_MEETING,
    OPTIONAL_MEETING,
    meeting_likeness,
    pair,
    persons,
    same_statement,
    side,
)
from kg.evaluation.names import all_names, same_affiliation, same_person, state, states
from kg.export import record
from kg.facts import extract
from kg.model import ATTENDING, Entity, Fact, Role
from kg.terms import CKG
from tests.corpus.gate import Labelled, articles, passages, shared_articles

BANDS = (0.0, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
_ENOUGH = 5

Verdict = bool | None
"""Right, wrong, or not for this gold to say."""


class Judged(NamedTuple):
    """A fact with its rule, its confidence and whether gold agrees."""

    rule: str
    confidence: float
    right: bool


class _Gold:
    """One text's gold record, its optional facts, and which meeting is which."""

    def __init__(self, gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> None:
        self.gold, self.optional = gold, gold.get("optional") or {}
        ours, theirs = gold.get("meetings", []), predicted.get("meetings", [])
        pairs = pair(ours, theirs, meeting_likeness, ALIGNED_MEETING).pairs
        self.aligned = {theirs[j]["label"]: ours[i] for i, j in pairs}
        self.by_label = {meeting["label"]: meeting for meeting in theirs}

    def judge(self, fact: Fact) -> Verdict:
        judges: dict[object, tuple[str, Callable[[dict[Any, Any]], Verdict]]] = {
            CKG.Tenure: ("officials", self._tenure),
            CKG.Statement: ("statements", self._statement),
            CKG.Membership: ("memberships", self._membership),
            CKG.Occurrence: ("meetings", self._meeting),
            CKG.Participation: ("meetings", self._participation),
        }
        family, judge = judges.get(fact.kind, ("", self._statement))
        labelled = family in self.gold or (family == "memberships" and "coalitions" in self.gold)
        return judge(dict(fact.roles)) if labelled else None

    def _tenure(self, roles: dict[Any, Any]) -> Verdict:
        name, of = roles[CKG.holder].label, roles.get(CKG.of)
        body = (of.iso3 or of.label) if of else None
        mine = [x for x in self.gold["officials"] if same_person(x["name"], name)]
        if not mine:
            others = self.optional.get("officials", [])
            return None if any(same_person(x["name"], name) for x in others) else False
        return body is None or any(same_affiliation(x.get("of"), body) for x in mine)

    def _statement(self, roles: dict[Any, Any]) -> Verdict:
        said = {"speaker": roles[CKG.speaker].label, "text": str(roles[CKG.text])}
        if any(same_statement(x, said) for x in self.gold["statements"]):
            return True
        others = self.optional.get("statements", [])
        return None if any(same_statement(x, said) for x in others) else False

    def _membership(self, roles: dict[Any, Any]) -> Verdict:
        member, group = roles[CKG.member], roles[CKG.group]
        names = {n.casefold() for n in (group.label, *group.aliases)}
        for part, verdict in ((self.gold, True), (self.optional, None)):
            for item in part.get("memberships", []):
                bodies = self.gold.get("organisations", [])
                same = [all_names(b) for b in bodies if item["of"] in all_names(b)] or [
                    [item["of"]]
                ]
                known = {str(n).casefold() for each in same for n in each}
                if state(item["state"]) == member.iso3 and names & known:
                    return verdict
            for item in part.get("coalitions", []):
                if member.iso3 in states(item.get("members")):
                    return verdict
                if member.iso3 in states(item.get("optional_members")):
                    return None
        return False

    def _meeting(self, roles: dict[Any, Any]) -> Verdict:
        label = roles[CKG.meeting].label
        if label in self.aligned:
            return True
        item = self.by_label.get(label)
        others = self.optional.get("meetings", [])
        if item is None or any(meeting_likeness(x, item) >= OPTIONAL_MEETING for x in others):
            return None
        return False

    def _participation(self, roles: dict[Any, Any]) -> Verdict:
        who, label = roles[CKG.participant], roles[CKG.meeting].label
        if Role(str(roles[CKG.role])) not in ATTENDING or label not in self.aligned:
            return None if label in self.aligned else self._meeting(roles)
        meeting = self.aligned[label]
        if who.kind == CKG.State:
            return self._one_of(who.iso3, meeting, lambda m, r: states(side(m, r, "states")))
        if who.kind == CKG.Official:
            found = [n for n in persons(meeting) if same_person(n, who.label)]
            return True if found else self._unless_optional(who, meeting)
        return None

    def _unless_optional(self, who: Entity, meeting: Mapping[str, Any]) -> Verdict:
        others = [
            *(meeting.get("optional_participants") or {}).get("officials", []),
            *(meeting.get("optional_hosts") or {}).get("officials", []),
        ]
        names = [x["name"] if isinstance(x, dict) else str(x) for x in others]
        return None if any(same_person(n, who.label) for n in names) else False

    def _one_of(
        self,
        code: str,
        meeting: Mapping[str, Any],
        among: Callable[[Mapping[str, Any], str], set[str]],
    ) -> Verdict:
        if code in among(meeting, "participants"):
            return True
        hosts, others = meeting.get("optional_hosts"), meeting.get("optional_participants")
        optional = states((hosts or {}).get("states")) | states((others or {}).get("states"))
        return None if code in optional else False


def judged(texts: Iterable[Labelled]) -> Iterator[Judged]:
    """Every fact of the texts that their gold decides."""
    for text in texts:
        extraction = extract(text.article)
        gold = _Gold(text.gold, record(extraction))
        for fact in extraction.facts:
            verdict = gold.judge(fact)
            if verdict is not None:
                best = max(fact.evidence, key=lambda passage: passage.confidence)
                yield Judged(best.rule, best.confidence, verdict)


def by_band(found: Sequence[Judged]) -> str:
    """How many facts of each band of confidence are right."""
    lines = ["| confidence | facts | mean confidence | right |", "|---|---:|---:|---:|"]
    for low, high in pairwise(BANDS):
        inside = [j for j in found if low <= j.confidence < high]
        if inside:
            mean = sum(j.confidence for j in inside) / len(inside)
            right = sum(j.right for j in inside) / len(inside)
            name = f"{low:.2f} to {min(high, 1.0):.2f}"
            lines.append(f"| {name} | {len(inside)} | {mean:.2f} | {right:.2f} |")
    return "\n".join(lines) + "\n"


def by_rule(found: Sequence[Judged]) -> str:
    """The rules with enough facts to tell: weight and share that is right."""
    rules: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        rules[one.rule].append(one)
    lines = ["| rule | facts | weight | right |", "|---|---:|---:|---:|"]
    for rule, mine in sorted(rules.items(), key=lambda pair: -len(pair[1])):
        if len(mine) >= _ENOUGH:
            right = sum(j.right for j in mine) / len(mine)
            lines.append(f"| `{rule}` | {len(mine)} | {mine[0].confidence:.2f} | {right:.2f} |")
    return "\n".join(lines) + "\n"


def texts(golds: Sequence[Path]) -> Iterator[Labelled]:
    """The repository's corpus, the development set and the folders given."""
    yield from passages()
    yield from articles()
    if shared := os.environ.get("KG_SHARED"):
        yield from shared_articles(Path(shared))
    for gold in golds:
        yield from articles(gold, gold.parent / "articles")


def main() -> None:
    """Print the table of reliability."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("golds", nargs="*", type=Path)
    parser.add_argument("--rules", action="store_true", help="also rule by rule")
    options = parser.parse_args()
    found = list(judged(texts(options.golds)))
    sys.stdout.write(by_band(found))
    if options.rules:
        sys.stdout.write("\n" + by_rule(found))


if __name__ == "__main__":
    main()
