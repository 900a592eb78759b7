"""Meetings told by what people did: "A and B discussed X in P", "A brought B and C together"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Modality, Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause, Frame
from kg.resolution.framing import frame_at
from kg.resolution.whereabouts import dates_in, place_in, told_where

_ACTED = frozenset(
    """discussed agreed adopted signed condemned called urged pledged approved endorsed decided
    debated considered discuss agree adopt sign consider debate take promised declared warned
    reviewed backed demanded shook attended""".split()
)
_DISCUSSED = frozenset("discussed discuss reviewed debated".split())
_MEETING = frozenset("IQF")
_ACTING = frozenset("discussing negotiating debating conferring bargaining deliberating".split())
_NEGOTIATORS = frozenset("negotiators envoys delegations mediators diplomats".split())
_BEING_THERE = frozenset("are were been".split())
# "Meanwhile, in P,", "On D, in P,"
_SETTING = re.compile(r"(?:(?:n?D|x),)?iL(?:,S)?(?:n?D)?,(?=t?[PG])")


def acted_frames(clause: Clause) -> Iterator[Frame]:
    """'Ministers from A and B discussed ... in P on D': together at a place and time, they met."""
    if not _MEETING.isdisjoint(clause.codes):
        return
    for start, end, actors in clause.lists[:1]:
        chunks = clause.pick(actors)
        sides = {e for c in chunks for e in c.states + c.bodies}
        people = any(c.code in "GP" for c in chunks)
        together = len(sides) > 1 or (len(chunks) == 1 and chunks[0].code == "G" and bool(sides))
        verb = _acting(clause, end)
        setting = _SETTING.match(clause.codes)
        opening = setting.end() if setting else 0
        late = start > 1 + opening
        if late or not people or not together or verb is None or clause.is_negative(verb):
            continue
        under_way = clause.chunks[verb].lower.endswith("ing") and len(sides) > 1
        guest = any(c.text.startswith("visiting ") for c in chunks)
        spoke = clause.lower[verb] in _DISCUSSED and (guest or len(sides) > 1)
        kind = "talks" if under_way else "meeting"
        events = [p for p, code in enumerate(clause.codes) if code == "E" and p > verb]
        frame = frame_at(clause, verb, kind, "acted_together", [verb, *events])
        if spoke and not frame.dates:
            told = dates_in(clause, range(verb, len(clause.codes)))
            frame.dates = told if len(told) == 1 else []
        negotiate = len(sides) > 1 and _negotiate(chunks, clause.lower[verb])
        frame.kind = "talks" if negotiate else kind
        dated = frame.dates or under_way or (setting is not None and len(chunks) > 1)
        placed = frame.place is not None or negotiate or (spoke and (guest or frame.dates))
        if placed and (dated or guest) and "E" not in clause.codes[:verb]:
            frame.add(chunks, Role.PARTICIPANT, "acted_together")
            yield frame


def _negotiate(chunks: Sequence[Chunk], verb: str) -> bool:
    """ "Negotiators of A and B discussed X on D": it takes no place to know that they met."""
    return verb in ("discussed", "debated") and {c.head for c in chunks} <= _NEGOTIATORS


def _acting(clause: Clause, end: int) -> int | None:
    """Where the verb stands that tells what several did, or are doing, together."""
    for place in range(end, min(end + 5, len(clause.codes))):
        word = clause.chunks[place].lower
        progressive = word in _ACTING and not _BEING_THERE.isdisjoint(
            c.lower for c in clause.chunks[end:place]
        )
        if word in _ACTED or progressive:
            return place
    return None


def brought_frames(clause: Clause) -> Iterator[Frame]:
    """ "A brought B and C to P (together)": B and C met."""
    if clause.words.isdisjoint(_BRINGING):
        return
    for verb, chunk in enumerate(clause.chunks):
        if chunk.lower not in _BRINGING or chunk.code != "x":
            continue
        actors, end = clause.actors_at(verb + 1)
        chunks = clause.pick(actors)
        if len({s for c in chunks for s in c.states}) < 2 or clause.codes[end : end + 1] not in (
            "z",
            "x",
            ",",
        ):
            continue
        frame = frame_at(clause, verb, "meeting", "brought_together", [verb])
        if chunk.lower == "bring" and clause.codes[verb - 1 : verb] == "z":
            frame.modality = Modality.PLANNED
        frame.place, frame.country = place_in(clause, range(end, len(clause.codes)), toward=True)
        frame.add(chunks, Role.PARTICIPANT, "brought_together")
        told = frame.place or frame.country or "E" in clause.codes[end : end + _NEAR]
        if told and "E" not in clause.codes[:verb]:
            yield frame


_BEING = re.compile(
    r"(?P<who>[PuGO])(?:,y?)?(?P<is>x)x{0,2}it?"
    r"(?:L(?:,S)?(?!')|S(?!')(?=(?:n?D)?,?(?:f|zx))|(?P<of>[SJ])'?x(?P<town>,?L,?)?)"
)


def being_frames(clause: Clause) -> Iterator[Frame]:
    """ "A is in P (on D)", "A is in S for talks": a visit, if abroad (the cluster decides)."""
    for match in _BEING.finditer(clause.codes):
        if clause.chunks[match.start("is")].lower not in _IS or "-" in match[0]:
            continue
        if _FOR_TALKS.match(clause.codes, match.end()):
            continue
        frame = Frame(clause.row, "visit", "is_in_place", match.start())
        near = clause.lower[match.start("is") : match.end()]
        if clause.is_oblique(match.start()) and any(word.endswith("ed") for word in near):
            continue
        if near[0] == "will" or not _DUE.isdisjoint(near):
            frame.modality = Modality.PLANNED
        visitors = _who_is_there(clause, match)
        if not visitors or not _read_there(clause, frame, match):
            continue
        frame.dates = dates_in(clause, range(match.end(), min(match.end() + 4, len(clause.codes))))
        if not frame.dates and clause.codes.startswith("nD,"):
            frame.dates = dates_in(clause, range(2))
        frame.add(clause.pick(visitors), Role.PARTICIPANT, "is_in_place")
        yield frame


def _who_is_there(clause: Clause, match: re.Match[str]) -> list[int]:
    """The person before the verb, or the list with a person that it belongs to: "A and a team"."""
    if clause.codes[match.start()] in "Pu":
        return [match.start()]
    subject = clause.subject(match.start("is"))
    return subject if any(clause.codes[p] == "P" for p in subject) else []


def _read_there(clause: Clause, frame: Frame, match: re.Match[str]) -> bool:
    """Where somebody is: "in P", "in S", "in S's capital (P)"; whether that tells a place."""
    letters = "L" if match["of"] and match["town"] else "JS" if match["of"] else "LS"
    where = next(p for p in range(match.start("is"), match.end()) if clause.codes[p] in letters)
    chunk = clause.chunks[where]
    frame.place, frame.country = (chunk, None) if chunk.code == "L" else (None, chunk)
    if match["of"] and not match["town"]:
        frame.capital_of = chunk.states[0] if chunk.states else None
        return clause.chunks[match.end() - 1].lower == "capital" and frame.capital_of is not None
    return True


# What is told of the talks is told at their noun.
_FOR_TALKS = re.compile(
    r"(?:,?[np]?D)?,?(?:f[ax]{0,2}E[wB]|fa[xKOSJ]{0,3}[’']?E|zWi?t?[xLJrROKGNAD#-]{0,9}E)"
)
_IS = frozenset("is was are were will".split())
_DUE = frozenset("due expected scheduled".split())
_NEAR = 8
_BRINGING = frozenset({"brought", "bring", "brings"})
_REACHED = frozenset("reached struck clinched sealed concluded".split())
_DEALS = frozenset("deal agreement accord".split())


def deal_frames(clause: Clause) -> Iterator[Frame]:
    """ "In P on D, A and B reached a deal": the talks that ended in it."""
    if clause.words.isdisjoint(_REACHED):
        return
    for verb, chunk in enumerate(clause.chunks):
        if chunk.lower not in _REACHED or chunk.code != "x":
            continue
        if not any(c.lower in _DEALS for c in clause.chunks[verb + 1 : verb + 7]):
            continue
        frame = frame_at(clause, verb, "talks", "reached_deal", [verb])
        subject = clause.subject(verb)
        if frame.place is not None and subject:
            frame.add(clause.pick(subject), Role.PARTICIPANT, "reached_deal")
            yield frame


_CHAIRING = frozenset("chaired chair chairs chairing".split())
_BOARDS = frozenset("committee commission council mechanism consultations panel".split())
_BOARD_NEAR = 9


def chaired_frames(clause: Clause) -> Iterator[Frame]:
    """ "A and B co-chaired the joint committee in P": it met, though no noun says so."""
    if clause.words.isdisjoint(_CHAIRING):
        return
    for verb, chunk in enumerate(clause.chunks):
        board = _board(clause, verb) if chunk.code == "C" and chunk.lower in _CHAIRING else -1
        subject = clause.pick(clause.subject(verb)) if board > 0 else []
        if not subject or clause.is_negative(verb):
            continue
        with_whom = clause.codes[board + 1 : board + 2] == "w"
        partners = clause.pick(clause.actors_at(board + 2)[0]) if with_whom else []
        frame = frame_at(clause, verb, "meeting", "object_of_verb", [verb])
        sides = {e for c in (*subject, *partners) for e in c.states + c.bodies}
        if len(sides) > 1 and (frame.place or frame.country or frame.dates):
            frame.add([*subject, *partners], Role.CHAIR, "hosted_meeting")
            yield frame


def _board(clause: Clause, verb: int) -> int:
    """Where the name of the committee ends that is chaired, or -1 where an event is."""
    for place in range(verb + 1, min(verb + _BOARD_NEAR, len(clause.chunks))):
        words = clause.lower[place].split()
        if clause.codes[place] in "EIQVY.;":
            return -1
        if words and words[-1] in _BOARDS and clause.codes[place] in "xO":
            event = clause.codes[place + 1 : place + 2] in ("E", "x", "O")
            return -1 if event else place
    return -1


_PACTS = frozenset("signed inaugurated launched witnessed opened discussed agreed reviewed".split())
# "where he and B", "where B and C"
_TOGETHER = re.compile(r"(?P<he>e&)?(?=[th]?[PGu])")


def acted_there_frames(clause: Clause) -> Iterator[Frame]:
    """ "A flew to P, where he and B signed X": A and B met in P."""
    if "where" not in clause.words or _PACTS.isdisjoint(clause.words):
        return
    where = clause.lower.index("where")
    match = _TOGETHER.match(clause.codes, where + 1)
    actors, end = clause.actors_at(match.end()) if match else ([], 0)
    verb = next((p for p in range(end, end + 3) if clause.lower[p : p + 1] in _ONE_PACT), -1)
    place, country = told_where(clause, where + 1)
    if match is None or not actors or verb < 0 or not (place or country):
        return
    main = clause.lists[0][2][:1] if match["he"] else []
    chunks = clause.pick([*main, *actors])
    if len({e for c in chunks for e in c.states + c.bodies}) > 1:
        frame = frame_at(clause, verb, "meeting", "acted_together", [verb])
        frame.place, frame.country = place, country
        frame.add(chunks, Role.PARTICIPANT, "acted_together")
        yield frame


_ONE_PACT = frozenset((word,) for word in _PACTS)
