"""Meetings told as courtesies: "A was received by B", "A called on B", "A took a call from B".

A sentence is read as words with placeholders, like in ``company``; each pattern is one way to say
that two sides met, and which of them, if any, was the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Role
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.whereabouts import dates_in, place_in
from kg.resolution.wording import ALSO, WILL, A, Wording, people_at, sides_among, wording

_B = r"(?:(?:the|his|her|their|both) )?<A(?P<b>\d+)>"
_WHEN = r"(?:(?: ,)?(?: (?:late|early|earlier|later))?(?: (?:on|in))? (?:<D>|today|yesterday),?)?"
_WHO = r"(?: , who [^,;.]{3,60} ,)?"
_WHERE = r"(?: (?!by\b|that\b|and\b|but\b|as\b)(?:[^\s.;:<]+|<[LD]>)){0,9}?"
_HOST = r"(?:(?:his|her|their) (?:\w+ )?(?:hosts?|counterpart)(?: ,)? )?"
_ENDS = r"(?= (?:[.,;]|in|at|on|<[DLE]>|and|during|this|here|before|after|as part|while)|$)"
_CALL = r"(?:an? |his |her |another )?(?:[\w-]+ (?:- )?){0,2}?<E>"
_DONE = (
    r"(?= (?:(?:on )?<D> )?(?:, )?(?:(?:in|during|over|by) (?:an? |the |their )?"
    r"(?:[\w-]+ ){0,2}?(?:<E>|phone|telephone)|(?:in|at) (?:the )?<L>|<D>|on <D>))"
)


class _Way(NamedTuple):
    """A way to say it: "A called on B" is a meeting, in which B has a ``second`` side's part."""

    pattern: re.Pattern[str]
    kind: str = "meeting"
    second: Role = Role.PARTICIPANT
    cue: str = "met_with"


_WAYS = (
    _Way(
        re.compile(
            rf"{A}{ALSO}{_WHEN} (?:was|were|is|are|will be|would be|is to be|are to be|has been|"
            rf"have been|had been)(?: (?:later|also|then|earlier|\w+ly|to be|being))*"
            rf" (?P<v>received|welcomed|greeted|hosted|met){_WHERE} by {_HOST}{_B}"
        ),
        second=Role.HOST,
    ),
    _Way(
        re.compile(
            rf"{A}{_WHO}{ALSO}{_WHEN}{WILL}(?: also)?{_WHEN} (?P<v>called (?:up)?on|call on"
            rf"|calls on|<E> on|(?:paid|pay|pays|made) {_CALL} (?:on|to)) {_B}{_ENDS}"
        ),
        second=Role.HOST,
    ),
    _Way(
        re.compile(
            rf"{A}{ALSO}{_WHEN} (?P<v>received|got|took|had|receives) {_CALL}"
            rf"(?: (?!from\b)(?:[^\s.;:,<]+|<[LD]>)){{0,6}}? from {_B}"
        ),
        kind="phone_call",
        cue="phoned",
    ),
    _Way(
        re.compile(
            rf"{A}{ALSO}{_WHEN}{WILL} (?P<v>dined|lunched|huddled|(?:came|come) face to face|"
            rf"got together|shook hands|sat face to face|sat opposite)"
            rf"(?: (?:in|on|at) <[LD]>)* with {_B}"
        )
    ),
    _Way(
        re.compile(
            rf"{A}{_WHEN} (?P<v>delivered|handed|handed over|conveyed) (?:an? )?(?:\w+ ){{0,2}}?"
            rf"(?:message|letter)(?: from (?:the )?(?:<A\d+>|\w+))?"
            rf"(?: , [^.;:<]{{2,40}} ,)? to {_B}"
        )
    ),
    _Way(
        re.compile(
            rf"{A}{_WHEN} (?P<v>discussed|reviewed|exchanged views on|conferred on)"
            rf" (?:(?!with\b|who\b|which\b)[^.;:\" ]+ ){{1,18}}?with {_B}{_DONE}"
        )
    ),
)
_TOGETHER = re.compile(
    rf"{A}(?: ,)? (?P<v>huddled|came face to face|got together|dined together|"
    rf"lunched together|sat face to face|(?:had|held) (?:an? |their )?(?:\w+ ){{0,2}}"
    rf"(?:t[eê]te - [aà] - t[eê]te|one - on - one))(?= (?:in|at|on|<[LD]>|[.,]))"
)
_TELLING = frozenset(
    "received welcomed greeted hosted met called call calls paid pay pays made got took had held "
    "receives dined lunched huddled face together hands opposite delivered handed conveyed host "
    "hosts discussed reviewed exchanged conferred".split()
)
_CALLS = frozenset("call conversation".split())
_BY_PHONE = frozenset("phone telephone".split())
_TALKING = frozenset("discussed reviewed exchanged conferred".split())
_HOSTS = frozenset({"host", "hosts"})
_OWN = frozenset({"his", "her", "their"})
_FAR = 6


def reception_frames(clause: Clause) -> Iterator[Frame]:
    """The meetings that a sentence tells as courtesies of two sides."""
    if clause.words.isdisjoint(_TELLING) or not clause.lists:
        return
    words = wording(clause)
    for way in _WAYS if len(clause.lists) > 1 else ():
        for match in way.pattern.finditer(words.text):
            frame = _of_two(clause, words, way, match)
            if frame is not None:
                yield frame
    for match in _TOGETHER.finditer(words.text):
        people = people_at(clause, words, int(match["a"]))
        if len(sides_among(people)) > 1:
            frame = _framed(clause, words.position(match.start("v")))
            frame.add(people, Role.PARTICIPANT, "met_with")
            yield frame
    yield from _with_host(clause)


def _of_two(clause: Clause, words: Wording, way: _Way, match: re.Match[str]) -> Frame | None:
    first, second = (people_at(clause, words, int(match[name])) for name in "ab")
    verb = words.position(match.start("v"))
    if not first or not second or clause.is_oblique(_start(clause, int(match["a"]))):
        return None
    known = {p for c in first for p in c.persons} & {p for c in second for p in c.persons}
    if known or clause.is_negative(verb):
        return None
    talked = clause.lower[verb] in _TALKING
    begin = words.position(match.end()) if talked else verb
    end = min(begin + _FAR, len(clause.codes)) if talked else words.position(match.start("b"))
    noun = next((p for p in range(begin, end) if clause.codes[p] == "E"), -1)
    if way.kind == "phone_call" and (noun < 0 or clause.lower[noun] not in _CALLS):
        return None
    kind = way.kind
    if talked and noun >= 0:
        kind = EVENT_KINDS.get(clause.lower[noun], "meeting")
    if talked and not _BY_PHONE.isdisjoint(clause.lower[begin:end]):
        kind = "phone_call"
    frame = _framed(clause, verb, kind, way.cue)
    frame.noun = noun
    frame.add(first, Role.PARTICIPANT, way.cue)
    frame.add(second, way.second, way.cue)
    return frame


def _framed(clause: Clause, verb: int, kind: str = "meeting", cue: str = "met_with") -> Frame:
    """A mention made by a verb: "called on B in P", "on D, A dined with B"."""
    frame = frame_at(clause, verb, kind, cue, [verb])
    if kind == "phone_call":
        frame.place = frame.country = None
    elif frame.place is None and frame.country is None:
        zone = range(verb, len(clause.codes))
        frame.place, frame.country = place_in(clause, zone, toward=True)
    frame.dates = frame.dates or dates_in(clause, range(verb))
    return frame


def _with_host(clause: Clause) -> Iterator[Frame]:
    """ "A and his host, B, signed X at P": A is B's guest."""
    if clause.words.isdisjoint(_HOSTS):
        return
    for _, end, actors in clause.lists:
        people = clause.pick(actors)
        if len(actors) != 2 or any(c.code != "P" for c in people):
            continue
        between = clause.lower[actors[0] + 1 : actors[1]]
        if _HOSTS.isdisjoint(between) or _OWN.isdisjoint(between):
            continue
        frame = _framed(clause, min(end, len(clause.codes) - 1))
        frame.add(people[:1], Role.PARTICIPANT, "hosted_guest")
        frame.add(people[1:], Role.HOST, "hosted_guest")
        yield frame


def _start(clause: Clause, actor: int) -> int:
    """Where the list begins that an actor is the first of."""
    return next((s for s, _, a in clause.lists if a[0] == actor), actor)
