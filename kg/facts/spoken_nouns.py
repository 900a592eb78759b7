"""Nouns of saying: "N's pledge that …", "his call for …", "made an appeal to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.facts.speakers import Head, Subject, main_subject, phrase_start, subject_before
from kg.facts.wording import View

_NOUNS: Final = frozenset(
    "call calls appeal appeals pledge pledges promise promises vow warning warnings plea demand "
    "demands claim claims assertion assertions insistence announcement suggestion assurance "
    "assurances contention allegation allegations accusation accusations denial declaration "
    "admission statement statements remark remarks comment comments proposal threat threats "
    "request requests message condemnation argument complaint prediction idea notion".split()
)
_BY_PREPOSITION: Final = {
    "for": frozenset(
        "call calls appeal appeals plea demand demands request requests proposal".split()
    ),
    "to": frozenset(
        "appeal appeals pledge pledges promise promises vow threat threats plea call calls".split()
    ),
    "on": frozenset(("call", "calls")),
    "against": frozenset(("warning", "warnings")),
    "of": frozenset(("condemnation", "denial", "accusation", "accusations", "allegation")),
}
_UTTERING: Final = frozenset(
    "made makes issued issues renewed renews gave gives sent sends delivered offered offers "
    "expressed reiterated repeated launched released voiced floated raised mooted aired".split()
)
_HEARD: Final = frozenset("appeal appeals plea".split())
_NO_VERBS: Final = frozenset("action arms order prayer".split())
_LISTED = re.compile(r",(?:[xSLNOJK#Atah]{1,5},){0,4}[xSLNOJK#Atah]{0,5},?&")
_MODIFIED = re.compile(r"(?:[xAJSO#]|D'?){0,3}$")
_LONGEST: Final = 60
_NEAR: Final = 6


class Spoken(NamedTuple):
    """A noun of saying with whose it is, and the words said."""

    head: Head
    piece: tuple[int, int]


def spoken_nouns(view: View) -> Iterator[Spoken]:
    """Every noun of saying of a named person that is followed by what was said."""
    for index, word in enumerate(view.words):
        if word.code not in "xVG" or word.text.lower() not in _NOUNS or word.text.isupper():
            continue
        head = _whose(view, index)
        piece = _content(view, index, head) if head is not None else None
        if head is not None and piece is not None:
            yield Spoken(head, piece)


def _whose(view: View, noun: int) -> Head | None:
    modified = _MODIFIED.search(view.codes, max(0, noun - 4), noun)
    start = modified.start() if modified else noun
    return (
        possessed_speech(view, noun, start)
        or uttered_noun(view, noun, start)
        or speech_by(view, noun)
    )


def possessed_speech(view: View, noun: int, start: int) -> Head | None:
    """ "N's pledge that …", "her call for …": whose the noun is, says it."""
    for before in range(noun - 1, start - 2, -1):
        code = view.codes[before] if before >= 0 else ""
        if code == "'" and before and view.codes[before - 1] == "P":
            person = view.words[before - 1].who
            begin = phrase_start(view, before - 1)
            subject = Subject((person,) if person else (), begin, before)
            return Head(noun, subject, begin, "possessed_speech")
        if code == "h" and view.lower(before) in {"his", "her"}:
            own = main_subject(view)
            if "P" in view.codes[:before] and not (own and own.persons):
                return None
            subject = Subject((), before, before + 1, pronoun=True)
            return Head(noun, subject, before, "possessed_speech")
    return None


def uttered_noun(view: View, noun: int, start: int) -> Head | None:
    """ "N issued a warning that …", "N renewed the call for …"."""
    verb = start - 1
    if verb >= 0 and view.codes[verb] in "tah":
        verb -= 1
    if verb < 1 or view.lower(verb) not in _UTTERING:
        return None
    if view.codes[verb - 1] == "&":
        subject: Subject | None = main_subject(view)
    else:
        subject = subject_before(view, verb)
    if subject is None or not (subject.persons or subject.pronoun):
        return None
    return Head(noun, subject, subject.start, "uttered_noun")


def speech_by(view: View, noun: int) -> Head | None:
    """ "a warning by N that …", "calls from N for …"."""
    match = re.compile(r"p[tTSJLMROK'–#]{0,8}P(?!')").match(view.codes, noun + 1)
    if match is None or view.lower(noun + 1) not in {"by", "from"}:
        return None
    person = view.words[match.end() - 1].who
    subject = Subject((person,) if person else (), noun, match.end())
    return Head(noun, subject, noun, "speech_by")


def _content(view: View, noun: int, head: Head) -> tuple[int, int] | None:
    """What follows the noun, or whose it is: "that …", "for …" or a quotation."""
    after = head.subject.end if head.rule == "speech_by" else noun + 1
    code, word = view.codes[after : after + 1], view.lower(after)
    if code == "Z" or (code == ":" and view.codes[after + 1 : after + 2] == "Z"):
        begin = after + (code == ":")
        return begin, begin + 1
    follows = view.codes[after + 1 : after + 2]
    auxiliary = follows in {"", "b", "m", ","} or view.lower(after + 1) in {"has", "have", "had"}
    is_clause = code == "q" and not auxiliary
    if not is_clause and view.lower(noun) not in _BY_PREPOSITION.get(word, ()):
        return None
    if word == "to" and not is_clause and not _is_deed(view, noun, after + 1):
        return None
    end = _end(view, after + 1, is_clause=is_clause)
    begin = after + 1 if is_clause else noun
    return (begin, end) if end - after > 1 else None


def _is_deed(view: View, noun: int, index: int) -> bool:
    """Whether "to" opens a verb: not "his promise to the people", "a call to action"."""
    if view.lower(noun) in _HEARD or "z" in view.codes[index + 1 : index + _NEAR]:
        return True
    word = view.lower(index)
    return view.codes[index : index + 1] in tuple("xVbmA") and word not in _NO_VERBS


def _end(view: View, start: int, *, is_clause: bool) -> int:
    """Up to the next comma or stop; a phrase also ends at the sentence's own verb."""
    end = start
    last = min(len(view.codes), start + _LONGEST)
    while end < last and not _stops(view, start, end, is_clause=is_clause):
        end += 1
    return end


def _stops(view: View, start: int, index: int, *, is_clause: bool) -> bool:
    code = view.codes[index]
    if code in ",.;:(–":
        return view.words[index].text != "-" and not (
            code == "," and _LISTED.match(view.codes, index) is not None
        )
    if is_clause:
        return False
    if code in "bm":
        return index > start and view.codes[index - 1] not in "zm"
    return code == "W" or (view.lower(index) == "by" and view.lower(index + 1).endswith("ing"))
