"""Whether what a noun names was held, is to come, goes on, or is no event at all."""

from __future__ import annotations

import re

from kg.resolution.event_names import extent
from kg.resolution.events import Clause, Frame

_HOLDING = frozenset("holding hosting convening organizing organising arranging".split())
_SUBJECT = re.compile(r",(?:t|#){0,2}[PSOGuy]")
_FOUNDATION = frozenset("establishment creation founding inauguration".split())
_FOUNDING = frozenset(
    "launched launch launches launching announced announce established establish created create "
    "inaugurated".split()
)
_MEANING_TO = frozenset("going intend intends plan plans aim aims expects hopes".split())
_TO_COME = re.compile(
    r"(?:(?:[^ ]{1,40} ){0,4}?(?:, )?(?:that |which )?(?:will|would) |"
    r"(?:[^ .;]{1,40} ){0,8}?(?:that|which) will (?:be|take|start|begin|open) |"
    r"(?:[^ .;]{1,40} ){0,14}?, (?:due|set|scheduled|slated|expected) to "
    r"(?:take|be|start|begin|open) |"
    r"(?:, )?(?:that |which )?(?:is |are )?"
    r"(?:(?:now |currently |tentatively )?(?:due|slated|scheduled|set|expected|planned) "
    r"(?:to|for|in|on|at|later|next|tomorrow)\b|to be (?:held|hosted|convened|chaired)"
    r"|to (?:occur|happen|take place|begin|open|start)\b))"
)
# "The meeting took place during the summit"
_EVENT_WAS = re.compile(r"tE[xZ]{1,3}x$")
_CONTINUING = re.compile(r"\b(?:to|will) continue(?: (?:the|their|these))?(?: [^ ]{1,20})?$")
_BREAKS = frozenset(
    "that which who where when while since because and but said says was were had has".split()
)
_RELATIVES = frozenset({"which", "that"})
_BEGINNING = frozenset("began begun opened started".split())
_REACH = 32
_ON = frozenset("in on during".split())
_OF_OFFICES = frozenset("negotiations consultations engagement travel talks conferences".split())
_JOINED = re.compile(r"&t?[PSu]")
_NEAR_START = 4
_PAPERS = frozenset("statement declaration communique communiqué".split())
_DISCUSSED = frozenset("discussed discuss discussing reviewed".split())


def is_to_come(clause: Clause, start: int, position: int) -> bool:
    """ "A will lead a team to P for the talks", "the summit, to be held in P"."""
    after = " ".join(c.lower for c in clause.chunks[position + 1 : position + 21])
    if _TO_COME.match(after):
        return True
    for place in range(start - 1, max(-1, start - _REACH), -1):
        word = clause.chunks[place].lower
        if clause.chunks[place].text in ("may", "might"):  # and no month
            return True
        meant = clause.lower[place + 1 : place + 2] == ("to",) and word in _MEANING_TO
        if meant or word in ("will", "would", "shall"):
            lead = clause.chunks[start - 1].lower
            dated = lead == "during" and "D" in clause.codes[start:position]
            return dated or lead not in ("after", "following", "since", "during")
        along = word == "while" and clause.lower[place + 1].endswith("ing")
        if along:
            continue
        if clause.codes[place] in '.;:"' or (word in _BREAKS and not _joins(clause, place)):
            return False
    return False


def _joins(clause: Clause, place: int) -> bool:
    """ "Will welcome A and B for talks": whether an "and" stands between those named."""
    return _JOINED.match(clause.codes, place) is not None and clause.codes[place - 1] in "PSu"


def opens_plan(clause: Clause, start: int, position: int) -> bool:
    """ "On his first trip to S, A will meet B": what the sentence opens with is to come too."""
    comma = clause.codes.find(",", position)
    if not 0 < start <= _NEAR_START or comma < 0 or clause.chunks[start - 1].lower not in _ON:
        return False
    _, end = clause.actors_at(comma + 1)
    return clause.chunks[end].lower == "will" if comma + 1 < end < len(clause.chunks) else False


def is_item(clause: Clause, start: int) -> bool:
    """ "Holding an experts' meeting to address X.": an item of what is agreed, by nobody told."""
    alone = _SUBJECT.search(clause.codes) is None
    return clause.lower[0] in _HOLDING and start <= _NEAR_START and alone


def is_in_office(clause: Clause, begin: int, position: int) -> bool:
    """ "Director for Trade and Accession Negotiations": a word of an office's name."""
    noun = clause.chunks[position]
    lead = clause.codes[begin - 1] if begin else ""
    return noun.text[0].isupper() and noun.lower in _OF_OFFICES and lead in ("f", "&")


def on_margins(clause: Clause, start: int) -> bool:
    """ "On the margins of the summit", "met on the eve of the talks": beside it, not there."""
    if clause.codes[max(0, start - 2) : start] == "Eo":
        start = extent(clause, start - 2)[1]
    words = [c.lower for c in clause.chunks[max(0, start - 3) : start + 1]]
    before = " ".join(c.lower for c in clause.chunks[max(0, start - 4) : start])
    eve = before.endswith(("in advance of", "ahead of", "on the eve of"))
    eve = eve and any(code in "IQFC" for code in clause.codes[:start])
    eve |= words[-2:-1] == ["during"] and _EVENT_WAS.match(clause.codes, 0, start) is not None
    return eve or any(w in ("margins", "sidelines", "margin", "fringes") for w in words)


def is_standing(clause: Clause, frame: Frame) -> bool:
    """Whether a forum is a body, not an event: without a place and a date."""
    noun = clause.chunks[frame.position]
    named = noun.lower == "dialogue" and noun.text[0].isupper()
    vague = noun.lower == "dialogue" and not named
    if named and any(a.cue in ("attended_meeting", "hosted_meeting") for a in frame.arguments):
        return False
    return (noun.lower == "forum" or named or vague) and not (
        frame.place or frame.country or frame.dates
    )


def is_founded(clause: Clause, position: int, start: int) -> bool:
    """ "Launched the S-S Cyber Dialogue", "the creation of the talks": none of those to come."""
    of = start > 1 and clause.codes[start - 1] == "o"
    if of and clause.lower[start - 2] in _FOUNDATION:
        return True
    series = clause.chunks[position].text in ("Dialogue", "Forum", "tour")
    return series and start > 0 and clause.lower[start - 1] in _FOUNDING


def has_begun(clause: Clause, position: int) -> bool:
    """ "The talks, which began on D": D is their first day, others may be told of."""
    after = clause.lower[position + 1 : position + 4]
    return not _RELATIVES.isdisjoint(after) and not _BEGINNING.isdisjoint(after)


def recurs(clause: Clause, position: int) -> bool:
    """Whether the noun tells of a habit: "the annual meeting", "hold it annually"."""
    near = [c.lower for c in clause.chunks[position + 1 : position + 3]]
    if "years" in [c.lower for c in clause.chunks[position + 4 : position + 8]] and near[:1] == [
        "for"
    ]:
        return True
    return any(w in ("annually", "regularly", "weekly", "yearly") for w in near)


def goes_on(clause: Clause, frame: Frame, start: int) -> bool:
    """ "To continue the consultations between them": no event by itself."""
    before = " ".join(clause.lower[max(0, start - _NEAR_START) : start])
    return (
        _CONTINUING.search(before) is not None
        and frame.kind == "talks"
        and not (frame.place or frame.country or frame.dates)
    )


def is_topic_of_talk(clause: Clause, start: int) -> bool:
    """ "A and B discussed the talks on D": D is when they discussed them.

    As little "on D, A recalled the declaration of the talks".
    """
    of_paper = clause.codes[start - 1 : start] == "o" and clause.lower[start - 2] in _PAPERS
    return start > 1 and (of_paper or clause.lower[start - 1] in _DISCUSSED)


def is_awaited(clause: Clause, start: int) -> bool:
    """ "On D, A reviewed preparations for the summit": D is not the summit's."""
    before = clause.lower[max(0, start - 2) : start]
    return before[-1:] == ("for",) and before[0].startswith("prepar")
