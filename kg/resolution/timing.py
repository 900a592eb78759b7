"""Whether a meeting lies ahead: its date against the article's, and the words that announce it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kg.mentions import Item
from kg.model import Modality, PartialDate
from kg.resolution.events import Clause, Frame
from kg.resolution.meetings import REMARKS, Meeting
from kg.resolution.sameness import LATER

_AHEAD = (
    ("ahead", "of"),
    ("in", "advance", "of"),
    ("in", "preparation", "for"),
    ("in", "anticipation", "of"),
    ("run", "-", "up", "to"),
    ("lead", "-", "up", "to"),
    ("looks", "forward", "to"),
    ("look", "forward", "to"),
    ("looked", "forward", "to"),
    ("looking", "forward", "to"),
    ("preparations", "for"),
    ("prepare", "for"),
    ("prepares", "for"),
    ("preparing", "for"),
    ("plans", "for"),
    ("left", "to"),
    ("days", "until"),
    ("leading", "up", "to"),
    ("road", "to"),
    ("intentions", "for"),
    ("expectations", "for"),
    ("agenda", "for"),
    ("hopes", "for"),
    ("toward",),
    ("towards",),
    ("framework", "for"),
    ("frameworks", "for"),
    ("mandate", "for"),
    ("proposal", "for"),
    ("invitation", "to"),
    ("invitations", "to"),
    ("invited", "to"),
)
# "committed to hold talks", "readiness to begin talks", "plans for a call", "prospect of talks".
_INTENDED = re.compile(
    r"(?:^| )(?:(?:commit|commits|committed|commitment|commitments|readiness|ready|willing|"
    r"willingness|intent|intends?|desire|wish|aims?|agreed?|agrees|pledged?|undertake|plans?) to"
    r"|(?:work|works|working|strive|committed) toward|agreed on|"
    r"(?:continue|additional|is|are|seek|seeking|going) to)"
    r"(?: \S+){0,9} (?:hold|holding|host|hosting|begin|start|open|launch|convene|convening|resume|"
    r"reconvene|organi[sz]e|pursue|attend|visit|have|schedule|establish)(?: \S+){0,9}$"
)
# "Welcomed the decision to open talks"; who decides to attend may well have done so.
_DECIDED = re.compile(
    r"(?:^| )(?:deci(?:sions?|ded|des)|offer(?:s|ed)?|proposals?|propose[sd]?|hope[sd]?|wants?|"
    r"wanted|calls?|called|initiatives?|efforts?|attempts?|bid)"
    r"(?: (?!but |that |who )\S+){0,7} to(?: \S+){0,3} "
    r"(?:hold|host|begin|start|open|launch|convene|resume|reconvene|organi[sz]e|schedule|bring|"
    r"broker|mediate|facilitate|arrange|restart|revive|relaunch|reopen)(?: \S+){0,9}$"
)
_FORWARD = re.compile(
    r"(?:^| )(?:look|looks|looked|looking) forward"
    r"(?:(?! (?:met|spoke|held|who|said) )(?: \S+)){0,14}$"
)
# "Suggested that there be talks", "proposed that a summit be held".
_WISHED = re.compile(
    r"(?:^| )(?:suggest(?:ed|s|ing)?|propos(?:ed|es|ing|al)|recommend(?:ed|s)?|insist(?:ed|s)?|"
    r"demand(?:ed|s)?|asked|urged)(?: that)?(?: \S+){0,3} be(?: \S+){0,3}$"
)
# "Their dedication to achieve ambitious outcomes at the summit".
_STRIVEN_FOR = re.compile(
    r"(?:^| )to (?:achieve|ensure|deliver|secure|reach|drive)(?: \S+){0,6} "
    r"(?:outcomes?|results?|success|agreement|progress)(?: \S+){0,3} (?:at|during|in|from)$"
)
_PLANS = (_FORWARD, _INTENDED, _DECIDED, _WISHED, _STRIVEN_FOR)
_COMING = frozenset(
    "announced planned scheduled proposed upcoming forthcoming coming expected".split()
)
_TOLD = frozenset("met_with spoke_with phoned hosted_guest object_of_verb".split())
_LATER_TODAY = re.compile(r"\blater (?:this|today|tonight|on)\b")
_EARLIER = re.compile(r"(?:earlier|yesterday|last)\b", re.I)
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
# "The meeting comes six weeks before the conference".
_COUNTDOWN = re.compile(r"\bcomes? (?:\S+ ){0,3}(?:days|weeks|months) (?:before|ahead of)$")
# "The summit opens in P on D", "the talks get under way D".
_STARTS = re.compile(
    r"(?:(?:in|at) (?:\S{1,30} ){1,3}?)?"
    r"(?:(?:begin|open|start|convene|resume|conclude|end|commence)s?|"
    r"gets? (?:under ?way|underway|started)|kicks? off|takes? place|(?:is|are) (?:on )?\w+day)\b"
)
_NEAR = 9
_FAR = 18
_NOW = frozenset(
    "is are will provides marks represents reflects offers comes builds follows underscores "
    "demonstrates continues celebrates highlights".split()
)
_THEN = frozenset("was were has have had came took brought gave saw met".split())
_INTENDING = frozenset(
    """achieve ensure deliver secure reach drive forward commit commits committed commitment
    commitments readiness ready willing willingness intent intend intends desire wish aim aims
    agree agreed agrees pledge pledged undertake toward continue seek seeking plan plans
    decision decisions decided decides offer offers offered call calls called proposal
    proposals propose proposed proposes hope hopes hoped initiative initiatives effort efforts
    attempt attempts bid want wants wanted suggest suggested suggests suggesting proposing
    recommend recommended recommends insist insisted insists demand demanded demands asked
    urged""".split()
)
_AWAITED = frozenset({"upcoming", "forthcoming"})
# "Committed to keep in touch, including through a call".
_INCLUDING = (("through", "including"), ("by", "including"), ("via", "including"))
_MEANING = frozenset("committed commit agreed agree intend plan plans pledged undertake".split())
_MOST = 5


def settle_times(meetings: Sequence[Meeting], published: date | None) -> None:
    """Mark the meetings whose date comes after the article's own."""
    if published is None:
        return
    for meeting in meetings:
        for frame in meeting.frames:
            _move_present(frame, published)
        meeting.past = any(_is_told_past(f, published) for f in meeting.frames)
        if meeting.status == "planned" and not meeting.past:
            _drop_past(meeting, published)
        dates = [item.date for _, item in meeting.dates if item.date is not None]
        met = any(f.cue in _TOLD and f.modality is Modality.ACTUAL for f in meeting.frames)
        # On the other side of the world the next day has begun already.
        today = published + timedelta(days=1) if met else published
        days = [d for d in dates if d.day is not None] or dates
        awaited = any(f.ordinal in _AWAITED for f in meeting.frames) and not (met or meeting.past)
        meeting.upcoming = awaited or (bool(days) and all(_is_after(d, today) for d in days))


def _move_present(frame: Frame, published: date) -> None:
    """ "The leaders hold talks on Friday", told on a Thursday: the coming Friday."""
    moved = [_coming(d, published) for d in frame.dates] if frame.present else frame.dates
    ahead = any(d.date is not None and _is_after(d.date, published) for d in moved)
    if frame.present and ahead:
        frame.dates, frame.modality = moved, Modality.PLANNED


def _is_told_past(frame: Frame, published: date) -> bool:
    """Whether a mention, not of a plan, gives a day or month that has passed."""
    if frame.cue in REMARKS:
        return False
    if frame.dated and not any(_WEEKDAY.fullmatch(d.text) for d in frame.dates):
        return any(_is_before(d.date, published) for d in frame.dates)
    return frame.modality is Modality.ACTUAL and any(
        d.date and d.date.month and _is_before(d.date, published) for d in frame.dates
    )


def _drop_past(meeting: Meeting, published: date) -> None:
    """A day that has passed is not that of a plan, but of its announcement."""
    for frame in meeting.frames:
        moved = [_coming(d, published) for d in frame.dates]
        frame.dates = [d for d in moved if not _is_before(d.date, published)]


def _coming(item: Item, published: date) -> Item:
    """The coming weekday of that name, where a plan's weekday was read as the past one."""
    told = item.date
    if told is None or told.day is None or not _WEEKDAY.fullmatch(item.text):
        return item
    if not _is_before(told, published) or told.year is None or told.month is None:
        return item
    day = date(told.year, told.month, told.day) + timedelta(days=7)
    return item._replace(date=replace(told, year=day.year, month=day.month, day=day.day))


def _is_before(told: PartialDate | None, published: date) -> bool:
    return told is not None and told.year is not None and _compared(told, published) < 0


def _compared(told: PartialDate, published: date) -> int:
    """Before (-1), after (1) or not to be told apart (0), as far as the date is told."""
    parts = ((told.year, published.year), (told.month, published.month), (told.day, published.day))
    for mine, theirs in parts:
        if mine is None or mine != theirs:
            return 0 if mine is None else (mine > theirs) - (mine < theirs)
    return 0


def about(item: Item) -> Item:
    """The month of a date: when an event is that something happened on the margins of."""
    date = item.date
    return item if date is None else item._replace(date=replace(date, day=None), until=None)


def _is_after(told: PartialDate, published: date) -> bool:
    """Whether a date, as far as it is told, can only be later than a day."""
    if told.year is None:
        return False
    return _compared(told, published) > 0


def announce(clause: Clause, frame: Frame, start: int) -> None:
    """ "Ahead of the summit", "looked forward to talks at the summit", "the planned talks"."""
    words = clause.lower[max(0, start - _NEAR) : frame.position]
    before = words[: len(words) - (frame.position - start)]
    own = words[len(before) :]
    later = any(LATER.match(d.text) for d in frame.dates)
    after = " ".join(c.lower for c in clause.chunks[frame.position + 1 : frame.position + _NEAR])
    frame.present |= _STARTS.match(after) is not None
    coming = _COMING & set(own) or _shares_coming(clause, start)
    ahead = later or coming or any(_ends_near(before, phrase) for phrase in _AHEAD)
    ahead = ahead or _LATER_TODAY.search(after) is not None
    ahead = ahead or _COUNTDOWN.search(" ".join(before)) is not None
    intended = is_intended(clause, start)
    if intended and not frame.dated:
        _drop_of_intention(clause, frame, start)
    past = any(_EARLIER.match(d.text) for d in frame.dates)
    if past and not frame.cancelled:
        frame.modality = Modality.ACTUAL
    elif ahead or intended:
        frame.modality = Modality.PLANNED
    frame.of_now = frame.definite and _is_of_now(clause, frame.position)


def _drop_of_intention(clause: Clause, frame: Frame, start: int) -> None:
    """ "The decision last week to open talks": last week is when it was decided."""
    before = clause.codes.rfind("z", 0, start)
    decided = {c.text for c in clause.chunks[: max(before, 0)] if _EARLIER.match(c.text)}
    frame.dates = [d for d in frame.dates if d.text not in decided]


def _is_of_now(clause: Clause, position: int) -> bool:
    """ "This meeting with A is the first": nothing says that it has been held."""
    words = (c.lower for c in clause.chunks[position + 1 : position + 1 + _FAR])
    verb = next((w for w in words if w in _NOW or w in _THEN or w.endswith("ed")), "")
    return verb in _NOW


def is_intended(clause: Clause, start: int) -> bool:
    """ "Committed to hold talks", "looks forward to travelling to P for talks"."""
    if clause.words.isdisjoint(_INTENDING):
        return False
    words = clause.words_before(start, _FAR)
    if tuple(words[:2]) in _INCLUDING and not _MEANING.isdisjoint(clause.lower[:start]):
        return True
    before = " ".join(reversed(words))
    return any(p.search(before) is not None for p in _PLANS)


def _shares_coming(clause: Clause, start: int) -> bool:
    """ "The upcoming A summit and B summit": the second, without an article, is upcoming too."""
    if start < 1 or clause.codes[start - 1] != "&" or clause.codes[start] in "tah":
        return False
    near = clause.words_before(start, _NEAR)
    coming = next((i for i, word in enumerate(near) if word in _COMING), None)
    return coming is not None and "E" in clause.codes[start - 1 - coming : start - 1]


def _ends_near(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the words end with a phrase, give or take a short object."""
    size = len(phrase)
    return any(
        words[at : at + size] == phrase
        for at in range(max(0, len(words) - size - _MOST), len(words) - size + 1)
    )
