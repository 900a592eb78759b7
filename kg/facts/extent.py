"""How far the words said reach: up to the speaker's next act or the writer's own remark."""

from __future__ import annotations

import re
from typing import Final

from kg.facts.wording import View

_ACTS: Final = frozenset(
    "discussed thanked welcomed congratulated commended applauded praised invited met wished asked "
    "ordered directed launched briefed consulted exchanged reviewed paid honored honoured hosted "
    "instructed offered looks looked planned".split()
)
_MAY_DESCRIBE: Final = frozenset(
    "agreed committed shared established recognized recognised signed issued approved appointed "
    "proposed introduced granted awarded requested acted".split()
)
_OF_COURTESY: Final = frozenset(
    "thanked welcomed congratulated commended applauded praised discussed invited".split()
)
_UNFINISHED: Final = frozenset(
    "to for of on by with the a an and that include include: includes: including: following: to: "
    "announce: announces: announced:".split()
)
_HOW_OFTEN: Final = frozenset(
    "publicly privately many times repeatedly often before earlier so far again in the past "
    "clearly today yesterday".split()
)
_NEXT_SUBJECT: Final = frozenset("they both".split())
_PAST: Final = frozenset("had was were did".split())
_PAST_FORM = re.compile(r"[a-z]{2,20}ed")


_THEN_HE = re.compile("&[cA]e")
_OWN_CLAUSE = re.compile(r"&(?:p[^,&]{1,60},)?hx{1,3}A")


def right_end(view: View, start: int, right: int, *, is_clause: bool) -> int:
    """Where what stands behind a verb of speaking ends.

    Args:
        view: the sentence.
        start: the first word behind the verb.
        right: where the next verb of speaking begins, or the sentence ends.
        is_clause: whether "that" opens what was said, whose own verbs may be joined by "and".
    """
    end = right
    for index in range(start, right):
        if _is_cited(view, index) or _is_remark(view, start, index):
            end = index
            break
        if view.codes[index] in "&;," and _acts_on(view, start, index, is_clause=is_clause):
            end = index
            break
        if _belies(view, index) or (not is_clause and _tells_more(view, start, index)):
            end = index
            break
    while end > start and view.codes[end - 1] in ".,;&c–":
        end -= 1
    return end


def is_whole(text: str) -> bool:
    """Whether reported words say something: not "publicly", "to", "include:", "the following:"."""
    words = text.lower().split()
    return bool(words) and words[-1] not in _UNFINISHED and not set(words) <= _HOW_OFTEN


def _is_cited(view: View, index: int) -> bool:
    return view.lower(index) == "according" and view.codes[index + 1 : index + 2] == "z"


def _is_remark(view: View, start: int, index: int) -> bool:
    """ "… “WORDS” – which would …", "… – and he is …": behind the dash the writer goes on."""
    if view.codes[index : index + 3] == "–&e":
        return True
    return (
        view.codes[index] == "–"
        and view.codes[index - 1] == "Z"
        and index > start
        and view.codes[index + 1 : index + 2] in ("W", "t", "a")
    )


def _belies(view: View, index: int) -> bool:
    """ "… “WORDS,” yet voted against the bill": the writer tells what the speaker did."""
    if view.lower(index) not in {"yet", "but"} or view.codes[index - 1 : index] not in ("Z", ","):
        return False
    after = index + 1 + (view.codes[index + 1 : index + 2] == "A")
    quoted = "Z" in view.codes[max(0, index - 2) : index]
    past = _PAST_FORM.fullmatch(view.lower(after)) is not None
    return past and (quoted or view.lower(index) == "yet")


def _tells_more(view: View, start: int, joint: int) -> bool:
    """ "He called on them to act, and his team has met", "said he would, and then he did not".

    What is asked for or promised has no perfect and no past clause of its own behind "and".
    """
    if view.codes[joint] != "&":
        return False
    if _THEN_HE.match(view.codes, joint) and view.lower(joint + 1) == "then":
        return "m" in view.codes[start:joint] and view.codes[joint + 3 : joint + 4] in ("x", "V")
    match = _OWN_CLAUSE.match(view.codes, joint)
    told = match is not None and view.lower(match.end() - 1) in {"has", "have", "had"}
    return told and view.words[start - 1].verb is not None and view.lower(start) in {"on", "for"}


def _acts_on(view: View, start: int, joint: int, *, is_clause: bool) -> bool:
    """ "stressed the need for N and thanked S": the second verb is the speaker's next act."""
    index = joint + 1
    if view.codes[joint] == ",":
        return not is_clause and view.lower(index) in _OF_COURTESY
    while view.codes[index : index + 1] in ("A", "&"):
        index += 1
    if view.lower(index) in _NEXT_SUBJECT or _names_both(view, index):
        after = index + 1 + (view.lower(index) == "the")
        after += _names_both(view, index) and not _is_told(view, after)  # "the two (leaders)"
        if view.lower(after) in {"had", "were"} and not _is_past(view, start, joint):
            return True
        return any(_is_told(view, i) for i in range(after, min(after + 2, len(view.codes))))
    if not _is_act(view, index):
        return False
    return not (is_clause and _is_past(view, start, joint)) and not _is_relative(view, start, joint)


def _is_told(view: View, index: int) -> bool:
    """ "And they previewed further steps": a verb in "-ed" or of speaking, of a new subject."""
    return view.codes[index] == "V" or _PAST_FORM.fullmatch(view.lower(index)) is not None


def _is_act(view: View, index: int) -> bool:
    """Whether a form in "-ed" tells what somebody did: not "the spirit and agreed benchmarks"."""
    if view.lower(index) in _MAY_DESCRIBE:
        return view.codes[index + 1 : index + 2] in ("t", "a", "h", "p", "z", "q") or (
            view.lower(index + 1) == "how"
        )
    return view.lower(index) in _ACTS and view.lower(index + 1) not in {"by", "at"}


def _names_both(view: View, index: int) -> bool:
    """ "the two (leaders)", "the leaders", "both sides": those who meet, named together."""
    return view.lower(index) == "the" and view.lower(index + 1) in {"two", "three", "leaders"}


def _is_past(view: View, start: int, joint: int) -> bool:
    """Whether the clause that "that" opens tells of the past, so that the act may be its own."""
    return any(
        view.lower(i) in _PAST or (view.codes[i] == "x" and _PAST_FORM.fullmatch(view.lower(i)))
        for i in range(start, joint)
    )


def _is_relative(view: View, start: int, joint: int) -> bool:
    """ "those who fled and asked for help": the act is of whom "who" means."""
    return view.codes[joint - 1] != "," and "W" in view.codes[start:joint]
