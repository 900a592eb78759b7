"""A sentence as words of one letter each for the rules of speech, its quotations folded.

P person   e he, she   Z quotation   V finite verb of speaking   G its participle   W who, which
q that   p preposition   z to   & and, or   c but, while   A adverb or have   b be   m modal, not
g gerund that opens an aside   t the   a a, an   h his, their   T office   N other name
S J L M R O K D # as in the rows of items   x any other word   punctuation stands for itself
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.mentions import Item, Row
from kg.mentions.speech import PHRASAL_VERBS, PREDICATES, SPEECH_VERBS, SpeechVerb
from kg.model import Entity, Sentence
from kg.reading import Quote


def _letters(**words: str) -> dict[str, str]:
    return {word: letter for letter, text in words.items() for word in text.split()}


_LETTERS: Final = {
    **_letters(
        e="he she",
        W="who which whom where whose",
        q="that",
        p="of in at on from with by for between during after before about under over against among "
        "into through following amid despite without since until upon near outside inside toward "
        "towards alongside across around via because including per regarding ahead aside unlike "
        "besides",
        z="to",
        c="but while then whereas though although so yet when as if because",
        A="also has have had later earlier again further meanwhile however finally additionally "
        "separately repeatedly recently still just already both himself herself then today "
        "yesterday once now instead too nevertheless nonetheless moreover furthermore twice "
        "privately publicly jointly each thus therefore hence even only first always often",
        b="is are was were be been being am",
        m="will would could should may might must can not never n't cannot did do does didn't "
        "wouldn't won't",
        t="the this that's these those",
        a="a an",
        h="his her their its our my your",
        g="speaking asked commenting referring addressing responding reacting writing appearing "
        "standing meeting visiting citing pressed questioned quoted",
    ),
    **dict.fromkeys(("and", "&", "or", "as well as"), "&"),
    **dict.fromkeys((".", "?", "!", "...", "…"), "."),
    **dict.fromkeys(("–", "—", "--", "-"), "–"),
    **dict.fromkeys(("(", "["), "("),
    **dict.fromkeys((")", "]"), ")"),
    **dict.fromkeys(("'s", "’s", "'", "’"), "'"),
    **dict.fromkeys((",", ":", ";"), ""),
}
_ATOMS: Final = frozenset("SJLMROKD#TN")
_ASIDE = re.compile(r"\w{3,40}ing")
_ADVERB = re.compile(r"\w{3,40}ly")
_NOT_ADVERBS: Final = frozenset("family ally italy reply supply rally assembly july early".split())


class Word(NamedTuple):
    """A word, name or quotation of a sentence, with its letter."""

    code: str
    text: str
    start: int
    end: int
    who: Entity | None = None
    verb: SpeechVerb | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A sentence as a row of words with one letter each."""

    sentence: Sentence
    words: tuple[Word, ...]
    codes: str

    def lower(self, index: int) -> str:
        """The word at ``index`` in lower case; empty outside the sentence."""
        return self.words[index].text.lower() if 0 <= index < len(self.words) else ""


def view(
    sentence: Sentence, row: Row, quotes: Sequence[Quote], persons: Mapping[int, Entity]
) -> View:
    """A sentence's words, its outermost quotations folded into one word each.

    Args:
        sentence: the sentence.
        row: its items.
        quotes: the quotations that touch it, in order.
        persons: the named officials whom names and nominals mean, by where these begin.
    """
    words: list[Word] = []
    pending = list(quotes)
    items = row.items
    for index, item in enumerate(items):
        while pending and pending[0].span.end <= item.start:
            pending.pop(0)
        if pending and pending[0].span.start <= item.start:
            if not words or words[-1].quote is not pending[0]:
                words.append(_folded(pending[0], sentence))
            continue
        if items[index].code != '"':
            words.append(_word(persons, items, index))
    return View(sentence, tuple(words), "".join(word.code for word in words))


def _folded(quote: Quote, sentence: Sentence) -> Word:
    start = max(quote.span.start, sentence.span.start)
    return Word("Z", "", start, min(quote.span.end, sentence.span.end), quote=quote)


def _word(persons: Mapping[int, Entity], items: Sequence[Item], index: int) -> Word:
    item = items[index]
    who = _person(persons, items, index) if item.code in "NT" else None
    if who is not None:
        return Word("P", item.text, item.start, item.end, who)
    lower = item.lower
    code = _LETTERS.get(lower)
    if code is not None:
        return Word(code or lower, item.text, item.start, item.end)
    if item.code == "N" and not index and _ASIDE.fullmatch(lower):
        return Word("g", item.text, item.start, item.end)
    if item.code in _ATOMS:
        return Word(item.code, item.text, item.start, item.end)
    if (
        verb := _phrasal(items, index, lower)
        or SPEECH_VERBS.get(lower)
        or _predicate(items, index, lower)
    ) and item.text[0].islower():
        code = "G" if verb.tense == "participle" else "V"
        return Word(code, item.text, item.start, item.end, verb=verb)
    return Word(_plain_code(item, lower), item.text, item.start, item.end)


def _phrasal(items: Sequence[Item], index: int, lower: str) -> SpeechVerb | None:
    """ "made (it) clear that", "pointed out that": a verb whose next word makes it one."""
    if lower not in PHRASAL_VERBS:
        return None
    after = [item.lower for item in items[index + 1 : index + 3]]
    if after[:1] == ["it"]:
        after = after[1:]
    needed, verb = PHRASAL_VERBS[lower]
    return verb if after[:1] == [needed] else None


def _predicate(items: Sequence[Item], index: int, lower: str) -> SpeechVerb | None:
    """ "(was) adamant that", "(was) of the opinion that"."""
    verb = PREDICATES.get(lower)
    if verb is None:
        return None
    held = lower in ("opinion", "view")
    if held and [i.lower for i in items[max(0, index - 2) : index]] != ["of", "the"]:
        return None
    follows = index + 1 < len(items) and items[index + 1].lower == "that"
    return verb if follows else None


def _plain_code(item: Item, lower: str) -> str:
    if lower in {"speaking", "asked"} or (item.text[0].isupper() and _ASIDE.fullmatch(lower)):
        return "g"
    if lower.endswith("ly") and _ADVERB.fullmatch(lower) and lower not in _NOT_ADVERBS:
        return "A"
    return "x"


def _person(persons: Mapping[int, Entity], items: Sequence[Item], index: int) -> Entity | None:
    item = items[index]
    if item.code == "N":
        return persons.get(item.start)
    if item.code != "T" or (index + 1 < len(items) and items[index + 1].code == "N"):
        return None
    return persons.get(item.start)
