"""What the text has told already, and whether a further fact can stand beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode

from kg.model import ATTENDING, Entity, Fact, Modality, Value
from kg.terms import CKG

_SINGLE: Final = (CKG.kind, CKG.status, CKG.place, CKG.date)
_BOUNDED: Final = frozenset({"exact", "under"})
_STATES: Final = "states"


class Told:
    """The counts, and who has been named towards them; what each meeting is, where and when."""

    def __init__(self, known: Iterable[Fact]) -> None:
        self._counts: dict[tuple[Value, Value], set[int]] = defaultdict(set)
        self._limits: dict[Value, int] = {}
        self._named: dict[Value, set[Entity]] = defaultdict(set)
        self._aspects: dict[tuple[Value, NamedNode], Value] = {}
        for each in known:
            self.note(each)

    def note(self, made: Fact) -> None:
        """Take in a fact that holds."""
        for group, state in _counted(made):
            self._named[group].add(state)
        for key, value in _aspects(made):
            self._aspects.setdefault(key, value)
        if made.kind == CKG.StatedCount:
            self._note_count(made)

    def _note_count(self, made: Fact) -> None:
        subject, noun, value = _count(made)
        self._counts[subject, noun].add(value)
        if noun == _STATES and made.get(CKG.qualifier) in _BOUNDED:
            self._limits[subject] = max(value, self._limits.get(subject, 0))

    def clash(self, made: Fact) -> str:
        """Why a fact cannot stand beside what was told; empty when it can."""
        for group, state in _counted(made):
            limit = self._limits.get(group)
            if limit is not None and len(self._named[group] | {state}) > limit:
                return f"the text counts {limit} states, and as many are named without it"
        for key, value in _aspects(made):
            other = self._aspects.get(key, value)
            if other != value:
                return f"the text tells another {key[1].value.rpartition('#')[2]} of this meeting"
        if made.kind == CKG.StatedCount:
            subject, noun, value = _count(made)
            counts = self._counts.get((subject, noun), {value})
            if value not in counts:
                return f"the text gives the number of {noun} as {min(counts)}"
        return ""


def _count(made: Fact) -> tuple[Value, Value, int]:
    subject, noun = made.get(CKG.subject), made.get(CKG.counted)
    value = made.get(CKG.value)
    assert subject is not None
    assert noun is not None
    assert isinstance(value, int)
    return subject, noun, value


def _counted(made: Fact) -> Iterator[tuple[Value, Entity]]:
    """The group or meeting, and the state that the fact adds to those named."""
    if made.modality is not Modality.ACTUAL:
        return
    if made.kind == CKG.Membership:
        group, state = made.get(CKG.group), made.get(CKG.member)
    elif made.kind == CKG.Participation and made.get(CKG.role) in ATTENDING:
        group, state = made.get(CKG.meeting), made.get(CKG.participant)
        if isinstance(state, Entity) and state.kind == CKG.Official:
            state = made.get(CKG.onBehalfOf)
    else:
        return
    if group is not None and isinstance(state, Entity) and state.kind == CKG.State:
        yield group, state


def _aspects(made: Fact) -> Iterator[tuple[tuple[Value, NamedNode], Value]]:
    """What a meeting can be, or have, only one of."""
    meeting = made.get(CKG.meeting)
    if made.kind != CKG.Occurrence or meeting is None:
        return
    for role in _SINGLE:
        value = made.get(role)
        if value is not None:
            yield (meeting, role), value
