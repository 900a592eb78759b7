"""Which predicted item is which gold item: one to one, best pairs first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rapidfuzz import fuzz

from kg.evaluation.names import Record, named, organisation_name, plain, same_person, states

_Gold = TypeVar("_Gold")
_Predicted = TypeVar("_Predicted")

ALIGNED_MEETING = 0.50
OPTIONAL_MEETING = 0.45
_WEIGHTS = {"place": 0.35, "date": 0.25, "participants": 0.30, "label": 0.10}
_BOTH_SILENT, _ONE_SILENT = 0.5, 0.4
_SAME_PERIOD = 0.6
_SHARED_PARTICIPANTS = 0.3
_SAME_LABEL = 0.95
_SAME_ORGANISATION = 85.0
_SAME_PLACE = 88.0
_SHARED_WORDS, _FEWEST_WORDS = 0.6, 4


@dataclass(frozen=True, slots=True)
class Pairing:
    """Gold and predicted items paired, by index, best pair first."""

    pairs: tuple[tuple[int, int], ...]

    @property
    def gold(self) -> set[int]:
        """The gold items that were found."""
        return {i for i, _ in self.pairs}

    @property
    def predicted(self) -> set[int]:
        """The predictions that found something."""
        return {j for _, j in self.pairs}


def pair(
    gold: Sequence[_Gold],
    predicted: Sequence[_Predicted],
    likeness: Callable[[_Gold, _Predicted], float],
    threshold: float,
) -> Pairing:
    """Pair greedily from the most alike down to ``threshold``; ties go to the earlier items."""
    scores = [(likeness(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)]
    scores.sort(key=lambda score: (-score[0], score[1], score[2]))
    pairs: dict[int, int] = {}
    for score, i, j in scores:
        if score >= threshold and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return Pairing(tuple(pairs.items()))


def pair_persons(gold: Sequence[str], predicted: Sequence[str]) -> Pairing:
    """Pair names of persons."""
    return pair(gold, predicted, lambda a, b: float(same_person(a, b)), 1.0)


def side(meeting: Record, role: str, kind: str) -> list[Any]:
    """The ``kind`` (states, officials, organisations) of a meeting's hosts or participants."""
    return (meeting.get(role) or {}).get(kind) or []


def persons(meeting: Record, role: str = "participants") -> list[str]:
    """Names of the officials in a role."""
    return [str(name) for name in map(named, side(meeting, role, "officials")) if name]


def same_place(gold: Record, predicted: Record) -> bool:
    """Equal, nearly equal, or one named inside the other."""
    return any(_near(a, b) for a in _places(gold) for b in _places(predicted))


def _places(meeting: Record) -> list[str]:
    names = [meeting.get("place"), *(meeting.get("place_alt") or [])]
    return [plain(name) for name in names if name and plain(name)]


def _near(a: str, b: str) -> bool:
    inside = rf"\b{re.escape(a)}\b", rf"\b{re.escape(b)}\b"
    return bool(
        re.search(inside[0], b) or re.search(inside[1], a) or fuzz.ratio(a, b) >= _SAME_PLACE
    )


def same_date(gold: Record, predicted: Record) -> bool:
    """As precise as gold or more precise; any date under ``date_alt`` will do."""
    date = str(predicted.get("date") or "")
    accepted = [gold.get("date"), *(gold.get("date_alt") or [])]
    return bool(date) and any(date.startswith(other) for other in accepted if other)


def meeting_likeness(gold: Record, predicted: Record) -> float:
    """0 to 1 over place, date, participants and label; 0 without one real agreement."""
    place, date = _place_likeness(gold, predicted), _date_likeness(gold, predicted)
    shared, met = _participant_likeness(gold, predicted)
    label, told = _label_likeness(gold, predicted)
    agrees = place == 1.0 or date == 1.0 or met or told
    parts = {"place": place, "date": date, "participants": shared, "label": label}
    total = sum(weight * parts[name] for name, weight in _WEIGHTS.items())
    return total if agrees else 0.0


def _place_likeness(gold: Record, predicted: Record) -> float:
    given = bool(gold.get("place")), bool(predicted.get("place"))
    if not any(given):
        return _BOTH_SILENT
    if same_place(gold, predicted):
        return 1.0
    return 0.0 if all(given) else _ONE_SILENT


def _date_likeness(gold: Record, predicted: Record) -> float:
    ours, theirs = str(gold.get("date") or ""), str(predicted.get("date") or "")
    if not ours or not theirs:
        return _ONE_SILENT if ours or theirs else _BOTH_SILENT
    if same_date(gold, predicted):
        return 1.0
    return _SAME_PERIOD if ours.startswith(theirs) or ours[:7] == theirs[:7] else 0.0


def _participant_likeness(gold: Record, predicted: Record) -> tuple[float, bool]:
    """Dice of all participants, optional ones left out, and whether that is real agreement."""
    ours = states(side(gold, "participants", "states"))
    optional = states((gold.get("optional_participants") or {}).get("states")) - ours
    theirs = states(side(predicted, "participants", "states")) - optional
    people, others = persons(gold), persons(predicted)
    bodies, their_bodies = _bodies(gold), _bodies(predicted)
    size = len(ours) + len(people) + len(bodies)
    their_size = len(theirs) + len(others) + len(their_bodies)
    if not size or not their_size:
        return (_ONE_SILENT if size or their_size else _BOTH_SILENT), False
    shared = len(ours & theirs) + len(pair_persons(people, others).pairs)
    shared += sum(
        any(fuzz.token_sort_ratio(a, b) >= _SAME_ORGANISATION for b in their_bodies) for a in bodies
    )
    dice = min(1.0, 2 * shared / (size + their_size))
    return dice, dice >= _SHARED_PARTICIPANTS


def _bodies(meeting: Record) -> list[str]:
    return [organisation_name(named(x)) for x in side(meeting, "participants", "organisations")]


def _label_likeness(gold: Record, predicted: Record) -> tuple[float, bool]:
    if not gold.get("label") or not predicted.get("label"):
        return 0.0, False
    label = plain(predicted["label"])
    likeness = fuzz.token_set_ratio(plain(gold["label"]), label) / 100
    return likeness, likeness >= _SAME_LABEL and len(label.split()) >= 2


def reported_words(statement: Record) -> str:
    """The words of a statement, under whichever key they stand."""
    keys = ("text", "content", "quote", "statement", "contains")
    return next((plain(statement[key]) for key in keys if statement.get(key)), "")


def same_statement(gold: Record, predicted: Record) -> bool:
    """Same speaker, and the key words or most of the words agree."""
    if gold.get("speaker") != "*":
        speaker = predicted.get("speaker")
        if not speaker or not same_person(str(gold.get("speaker")), str(named(speaker))):
            return False
    key, words = plain(gold.get("contains")), reported_words(predicted)
    if key and f" {key} " in f" {words} ":
        return True
    return _shared_words(words, plain(gold.get("text"))) >= _SHARED_WORDS


def _shared_words(predicted: str, gold: str) -> float:
    ours, theirs = Counter(predicted.split()), Counter(gold.split())
    if ours.total() < _FEWEST_WORDS or not theirs:
        return 0.0
    return (ours & theirs).total() / min(ours.total(), theirs.total())
