"""Where the words said begin behind a verb of speaking, by what the verb takes."""

from __future__ import annotations

import re
from typing import Final

from kg.facts.wording import View
from kg.mentions.speech import FEELINGS, HEARERS, MEDIA

_OPINION = re.compile(r"t[xAJT]{1,3}x(?=[,.]|$)")
_ADJECTIVE = re.compile(r"\w{3,40}(?:ing|able|ible|ful|less|ive|ous|al|ic|ant|ent|ary|ly|ed)")
REGARDS: Final = frozenset("recognize recognise acknowledge promise pledge".split())
"""Verbs that also tell of a view or a deed, so that little is reported by them."""
_WITHIN: Final = frozenset("both each had has have only even first still already all".split())
# What somebody "believes" is told of him; what he "believed" or "said" was heard.
_ATTITUDES: Final = frozenset("believes hopes believe hope".split())
_HEARER = re.compile(r"[tah]?[JSOLKTR'#]{0,4}[PNxOTSe]")
_ADVERBIAL = re.compile(r"(?:D|p[ta]?[DLMSR]|A)+")
# "commented on the row that had begun": what is spoken about, and not what is said.
_ON_TOPIC = re.compile(r"p(?!D)[^qZ:,]*[xNSO](?=q)")
# "Maintain standards that allow …": what is done to a thing, whose clause "that" opens.
_ON_THINGS: Final = frozenset("maintain continue".split())
_ON_THING = re.compile(r"[tah]?[xJSOTKN'#]{1,6}q")
# "The row he mentioned, NAME said that": the next speaker's clause follows at once.
_BEFORE_ANOTHER = re.compile(r",[tTSJLMROK'–#ax]{0,6}[Pe]")
# "He indicated the plan is late": a clause without "that", by its verb.
_BARE: Final = frozenset(
    "indicate suggest conclude reveal contend assert hint signal estimate maintain".split()
)
_CLAUSE = re.compile(r"(?:[tah]?[xJSNPOTKML'#]{1,5}[bm]|e[bmxA])")
# "The party continued: …": what such a verb reports follows at once.
_GOING_ON: Final = frozenset({"continue"})
NEAR_WORDS: Final = 8
"""How near behind a verb a "that" or a quotation opens what was said."""
_NEXT_WORDS: Final = 3
_TOPICAL: Final = frozenset("comment remark report speculate elaborate muse".split())
_DATED = re.compile(r"p?D(?:\(D\))?")
_PRONOUN_HEARERS: Final = frozenset("him her them us me you everyone".split())


def begin(view: View, verb: int, start: int, end: int) -> int | None:
    """Where the words said begin, by the verb's frame; None if it reports no speech here."""
    word = view.words[verb].verb
    frame = word.frame if word else "say"
    if frame == "call":
        return _begin_call(view, start, end)
    if frame == "describe":
        named = any(view.lower(i) == "as" for i in range(start, min(end, start + 30)))
        called = re.compile(r"(?:t[xTEJNOS]{1,3}|[xNOS])a").match(view.codes, start, end)
        return start if named or called or "Z" in view.codes[start : min(end, start + 14)] else None
    if frame == "deem":
        return start if re.match("[^qV,;]{0,14}Z", view.codes[start:end]) else None
    if frame == "express":
        felt = any(view.lower(i) in FEELINGS for i in range(start, min(end, start + 7)))
        near = view.codes[start : min(end, start + 8)]
        return start if felt or "Z" in near[:3] or "q" in near else None
    if frame == "predicate":
        return start
    if frame == "advise":
        return start if re.match(r"[tahxPNSJTO]{1,5}m?z", view.codes[start:end]) else None
    if frame == "threat":
        return start + 1 if view.codes[start : start + 1] in ("z", "q") else None
    if frame == "particle":
        return start + 1
    if frame == "clear":
        return start + 2 if view.lower(start) == "it" else start + 1
    if frame == "tell":
        return _after_hearer(view, start, end)
    if frame == "that":
        reach = _NEXT_WORDS if word is not None and word.lemma in _GOING_ON else NEAR_WORDS
        near = view.codes[start : min(end, start + reach)]
        is_told = re.search(r"[qZ:]", near) and not near.startswith("z")
        if is_told and _BEFORE_ANOTHER.match(near):
            return None
        if not is_told and word is not None and word.lemma in _BARE and _CLAUSE.match(near):
            return start
        if view.lower(verb) in _ATTITUDES and "Z" not in near:
            return None
        if is_told and word is not None and _is_topic(view, word.lemma, start, near):
            return None
        if word is not None and word.lemma in _ON_THINGS and _ON_THING.match(near):
            return None
        return _after_adverbial(view, start, end) if is_told else None
    if word is not None and word.lemma == "add" and not _tells(view, start, end):
        return None
    if word is not None and word.lemma in REGARDS and _is_regard(view, verb, start, end):
        return None
    if frame == "say":
        return _after_adverbial(view, start, end)
    return _after_date(view, start, end)


def _is_topic(view: View, lemma: str, start: int, near: str) -> bool:
    match = _ON_TOPIC.match(near) if lemma in _TOPICAL else None
    return match is not None and view.lower(start + match.end() - 1) not in MEDIA


def _tells(view: View, start: int, end: int) -> bool:
    """Whether "added" has a clause or quotation for its object: not "added two ships"."""
    near = view.codes[start : min(end, start + 14)]
    return bool(re.search(r"[qZ:bme]", near)) or start >= end


def _is_regard(view: View, verb: int, start: int, end: int) -> bool:
    """ "recognised it as a crisis", "that is what he promised and": nothing is reported."""
    if view.lower(verb) in {"recognizes", "recognises"}:
        return True
    near = [view.lower(i) for i in range(start, min(end, start + 8))]
    return "as" in near or near[:1] == ["and"]


def _begin_call(view: View, start: int, end: int) -> int | None:
    if view.lower(start) in {"on", "upon", "for"}:
        return start + 1
    if "Z" in view.codes[start : min(end, start + 12)]:
        return start
    named = re.compile(r"(?:t[xTEJ]{1,3}|x)a").match(view.codes, start, end)
    if named:
        return start
    opinion = _OPINION.match(view.codes, start)
    return start if opinion and _ADJECTIVE.fullmatch(view.lower(opinion.end() - 1)) else None


def _after_date(view: View, start: int, end: int) -> int:
    match = _DATED.match(view.codes, start)
    return match.end() if match and match.end() < end else start


def _after_hearer(view: View, start: int, end: int) -> int:
    codes = view.codes
    near = codes[start : min(end, start + 12)]
    found = re.search(r"[qZ:]", near)
    if found and "V" not in near[: found.start()]:
        return start + found.start()
    match = _HEARER.match(codes, start, end)
    if match is None:
        return start
    if codes[match.end() - 1] == "x" and view.lower(match.end() - 1) not in (
        HEARERS | _PRONOUN_HEARERS
    ):
        about = view.lower(match.end()) in {"about", "of"}  # "reminded the world of …"
        return match.end() if about else start
    return _after_adverbial(view, match.end(), end)


def _after_adverbial(view: View, start: int, end: int) -> int:
    """Behind "on Tuesday", "in London after talks that lasted", "to reporters"."""
    codes = view.codes
    if codes[start : start + 1] in {"p", "D", "A", "z"}:
        that = codes.find("q", start, min(end, start + 30))
        quote = codes.find("Z", start, end)
        if that >= 0 and (quote < 0 or that < quote):
            return that
    match = _ADVERBIAL.match(codes, start, end)
    if match is None or match.end() >= end:
        return start
    inner = (i for i in range(start, match.end()) if view.lower(i) in _WITHIN)
    return next(inner, match.end())
