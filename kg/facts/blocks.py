"""Blocks of speech: the paragraphs that "NAME said:" introduces, quotation marks or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.facts.talk import Said, Talk
from kg.facts.wording import View
from kg.model import Entity, Sentence, Span

_LONGEST_BLOCK: Final = 14
LONGEST_SPEECH: Final = 80
_SPEECHES: Final = frozenset("remarks statement speech address message letter transcript".split())
_BY = re.compile(r"p[tTSJLMROK'–]{0,8}P(?!')")
_BLOCK_ENDS = re.compile(r"(?:notes?|background|further|ends?|media|contact)\b", re.IGNORECASE)
_INTRODUCTION = re.compile(r"\b(?:said|says|stated|added|wrote|remarks)\b[^.:]{0,60}:\s*$")
FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my|me)\b", re.IGNORECASE)


def released(seen: View) -> Entity | None:
    """ "Below are the remarks by NAME:", "The following is a statement from NAME:"."""
    for index, word in enumerate(seen.words):
        if word.text.lower() in _SPEECHES and seen.lower(index + 1) in {"by", "of", "from"}:
            match = _BY.match(seen.codes, index + 1)
            if match:
                return seen.words[match.end() - 1].who
    return None


def is_release(seen: View) -> bool:
    """ "NAME issued the following statement:"."""
    return any(word.text.lower() in _SPEECHES for word in seen.words[-6:])


def block_quotation(
    talk: Talk, seen: View, speaker: Entity, following: Sequence[tuple[Sentence, ...]],
    *, spoken: bool, is_speech: bool = False,
) -> Iterator[Said]:  # fmt: skip
    """ "NAME said:" and then paragraphs of NAME's words, with quotation marks or without."""
    opening = following[0][0].span.start
    if any(q.span.start == opening for q in talk.quotes.get(following[0][0].index, ())):
        talk.speaker = speaker
        talk.taken.add(seen.sentence.index)
        return
    if not spoken:
        return
    for group in _unmarked(talk, speaker, following, is_speech=is_speech):
        span = Span(group[0].span.start, group[-1].span.end)
        text = " ".join(talk.resolved.document.quote(span).split())
        talk.taken.update(sentence.index for sentence in group)
        yield Said(
            speaker,
            text,
            True,
            group[0].index,
            group[-1].index,
            "block_quotation",
            intro=seen.sentence.index,
        )


def _unmarked(
    talk: Talk, speaker: Entity, following: Sequence[tuple[Sentence, ...]], *, is_speech: bool
) -> Sequence[tuple[Sentence, ...]]:
    """The paragraphs of a block quotation: up to the next mention of its speaker."""
    document = talk.resolved.document
    block: list[tuple[Sentence, ...]] = []
    last_own = 0
    before = following[0][0].index
    longest = LONGEST_SPEECH if is_speech else _LONGEST_BLOCK
    for group in following[:longest]:
        words = document.quote(Span(group[0].span.start, group[-1].span.end))
        if group[0].index != before and not is_speech:
            return block
        if _BLOCK_ENDS.match(words) or _introduces(talk, group):
            return block
        if _mentions(talk, speaker, group):
            return block[: max(last_own, 1)]
        block.append(group)
        before = group[-1].index + 1
        if FIRST_PERSON.search(words):
            last_own = len(block)
    return block


def _introduces(talk: Talk, group: tuple[Sentence, ...]) -> bool:
    """ "T N said:": whether a paragraph introduces the next speaker's words."""
    words = talk.resolved.document.quote(Span(group[0].span.start, group[-1].span.end))
    return bool(_INTRODUCTION.search(words))


def _mentions(talk: Talk, speaker: Entity, group: tuple[Sentence, ...]) -> bool:
    return any(
        mention.entity == speaker and mention.how != "pronoun"
        for sentence in group
        for mention in talk.resolved.persons_in(sentence.index)
    )
