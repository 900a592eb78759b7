"""What kind of meeting its mentions make it: what it is first called, not all it is compared to."""

from __future__ import annotations

from collections.abc import Sequence

from kg.resolution.events import Frame
from kg.resolution.meetings import REMARKS, Meeting

# Verbs that only say that people came together.
_COMING_TOGETHER = frozenset({"met_with", "hosted_guest", "brought_together", "acted_together"})
_FORMAL = ("summit", "conference")


def settle_kinds(meetings: Sequence[Meeting]) -> None:
    """Give every meeting the kind it is told as."""
    for meeting in meetings:
        meeting.called = _kind_told(meeting)


def _kind_told(meeting: Meeting) -> str:
    """The kind that a meeting's first telling mention gives; a summit where it is called one."""
    told = [f for f in meeting.telling if f.cue not in REMARKS] or meeting.telling
    kinds = [f.kind for f in told]
    if told[0].cue == "invited_to_visit":
        return "visit"
    if "phone_call" in kinds:
        return "phone_call"
    if kinds[0] == "visit":
        return _on_visit(meeting, told)
    if told[0].cue in _COMING_TOGETHER:
        return _met_at(told)
    plain = kinds[0] in ("meeting", "talks") and len(told[0].label.split()) < 2
    if kinds[0] == "talks" and "conference" in kinds:
        return "conference"
    return "summit" if plain and "summit" in kinds else kinds[0]


def _on_visit(meeting: Meeting, told: Sequence[Frame]) -> str:
    """A visit stays one until somebody is met in a town of it."""
    kinds = [f.kind for f in told if f.kind != "visit" and f.cue != "spoke_with"]
    formal = next((k for k in kinds if k in _FORMAL), "")
    alone = len(told) - len(kinds) == 1 and "talks" in kinds
    nobody_met = len(meeting.states()) < 2 and not meeting.bodies()
    if formal or not kinds or nobody_met or (meeting.place is None and not alone):
        return formal or "visit"
    called_off = kinds[0] == "talks" and any(f.cancelled for f in told)
    return "meeting" if "meeting" in kinds and not called_off else kinds[0]


def _met_at(told: Sequence[Frame]) -> str:
    """ "They met for a summit": what the first noun calls it, talks being what one does there."""
    nouns = [f for f in told if f.cue not in _COMING_TOGETHER]
    kind = nouns[0].kind if nouns else told[0].kind
    return kind if kind in _FORMAL else told[0].kind
