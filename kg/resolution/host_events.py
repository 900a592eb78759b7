"""Meetings told by hospitality: "A played host to B and C in P", "A welcomed B to P for talks"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.vocabulary import EVENT_KINDS
from kg.model import Modality, Role
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.whereabouts import place_in
from kg.resolution.wording import A, Wording, people_at, sides_among, wording

_LED_BY = r"(?:an? (?:[\w-]+ |<A\d+> ){1,5}(?:, )?(?:led|headed) by (?:the )?)?"
_GUESTS = rf"{_LED_BY}<A(?P<b>\d+)>"
_WHEN = r"(?: (?:on|late|early)? ?(?:<D>|today|later))?"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w<]){source}")
    for source in (
        rf"{A}(?: ,)?(?: (?:will|would|is to|also|later|are to))* "
        rf"(?P<v>play(?:ed|s)?|was|were|is|are|be|acted as|acts as|serve[ds]? as)(?: the)? "
        rf"hosts?{_WHEN} to (?:the |both )?{_GUESTS}",
        rf"{A}(?: ,)?(?: (?:will|would|is to|also|later|are to))* "
        rf"(?:(?:on )?<D> )?(?P<v>welcom(?:ed|es?)|greet(?:ed|s)?){_WHEN} {_GUESTS}{_WHEN} "
        r"(?=(?:to|in|at) (?:the )?(?:[\w]+ ){0,4}(?:(?:(?:of|in) )?<L>|(?:(?:on )?<D> )?for "
        r"(?:the |an? )?(?:[\w-]+ |<A\d+> |- |<#> ){0,6}?<E>))",
        rf"{A}(?: ,)?(?: (?:will|would|is to|also|later|are to))* "
        rf"(?P<v>welcom(?:ed|es?)|receiv(?:ed|es?)){_WHEN} {_GUESTS}{_WHEN} "
        r"(?=for (?:an? |the )?(?:\w+ ){0,3}<E>)",
        rf"{A} (?:also )?(?:looks?|looked|is looking|are looking) forward to "
        rf"(?P<v>welcoming|hosting|receiving) {_GUESTS}{_WHEN} "
        r"(?=(?:to|in|at) (?:the )?(?:[\w]+ )?(?:of )?<L>)",
        rf"{A} (?:also )?(?:looks?|looked|is looking|are looking) forward to "
        rf"(?P<v>welcoming|hosting|receiving) to (?:the )?<L> {_GUESTS}",
        rf"\bi (?:also )?look forward to (?P<v>welcoming|hosting|receiving) {_GUESTS}{_WHEN} "
        rf"(?:to|in|at) (?:the )?(?:\w+ )?<L>[^.;:]{{0,80}}? {A}(?:(?: on)? <D>)? (?:said|says)",
    )
)
# "to P on D for the second S-S summit".
_OCCASION = re.compile(r"[LMSN](?:,S)?,?(?:n?D,?)?ft[xSJOKGD-]{0,6}?E(?![EG])")
# "B of S for talks"
_FOR = re.compile(r"(?<=[PGuS])(?:n?D,?)?f[ta]?[xSJOKGDE-]{0,4}?E(?![EG])")
_RECEIVED_BY = re.compile(r"I(?:[ni]?D|i[tx]{0,2}[LMN](?:,S)?,?)?b(?=t?[Pu])")
_TELLING = frozenset(
    "host hosts welcomed welcomes welcome greeted greet greets welcoming hosting receiving".split()
)


def host_frames(clause: Clause) -> Iterator[Frame]:
    """The meetings of a host with the guests named, where a place says that they came."""
    yield from _received(clause)
    if clause.words.isdisjoint(_TELLING):
        return
    words = wording(clause)
    for pattern in _PATTERNS:
        for match in pattern.finditer(words.text):
            frame = _frame(clause, words, match)
            if frame is not None:
                yield frame


def _received(clause: Clause) -> Iterator[Frame]:
    """ "A was received (on D) (in P) by B": B is the host."""
    for match in _RECEIVED_BY.finditer(clause.codes):
        verb = match.start()
        guests = [p for p in clause.subject(verb) if clause.codes[p] in "PGu"]
        hosts, _ = clause.actors_at(match.end())
        if clause.chunks[verb].lower != "received" or not guests or clause.is_negative(verb):
            continue
        triggers = [p for p, code in enumerate(clause.codes) if code in "IQFCVYWE"]
        frame = frame_at(clause, verb, "meeting", "met_with", triggers)
        frame.add(clause.pick(guests), Role.PARTICIPANT, "met_with")
        frame.add(clause.pick(hosts), Role.HOST, "met_with")
        yield frame


def _frame(clause: Clause, words: Wording, match: re.Match[str]) -> Frame | None:
    hosts = people_at(clause, words, int(match["a"]))
    guests = people_at(clause, words, int(match["b"]))
    if not hosts or not guests or sides_among(hosts) >= sides_among(guests):
        return None
    verb = words.position(match.start("v"))
    frame = frame_at(clause, verb, "meeting", "hosted_guest", [verb])
    if frame.place is None:
        zone = range(verb, len(clause.codes))
        frame.place, country = place_in(clause, zone, toward=True)
        frame.country = frame.country or country
    occasion = _OCCASION.search(clause.codes, verb) or _FOR.search(clause.codes, verb)
    if occasion is not None:
        frame.noun = occasion.end() - 1
        frame.kind = EVENT_KINDS.get(clause.chunks[frame.noun].lower, "meeting")
    if clause.chunks[verb].lower.endswith("ing"):
        frame.kind = frame.kind if occasion else "visit"
        frame.modality = Modality.PLANNED
    if match[0].startswith("i "):
        frame.position = int(match["a"])
    frame.add(hosts, Role.HOST, "hosted_guest")
    frame.add(guests, Role.PARTICIPANT, "hosted_guest")
    return frame
