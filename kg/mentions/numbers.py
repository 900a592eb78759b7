"""Finds numbers of things, with what the words before them say about their exactness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.model import Document, Span
from kg.reading.calendar import MONTH

_UNITS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS: Final = {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES: Final = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "dozen": 12,
}  # fmt: skip
_TEN = "|".join(_TENS)
_UNIT = "|".join(sorted(_UNITS, key=lambda word: -len(word)))
_WORDS = rf"(?:(?:{_TEN})(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?|{_UNIT}|an?)"
_QUALIFIERS: Final = {
    "about": "some|about|around|approximately|roughly|nearly|almost|close to|an estimated|estimated"
    "|circa|approx\\.|just under",
    "over": "more than|over|well over|in excess of|exceeding|upwards? of|above|greater than",
    "at-least": "at least|no fewer than|not less than|no less than|a minimum of",
    "under": "fewer than|less than|under|up to|as many as|at most|a maximum of|no more than",
}
_SPACED: Final = {name: words.replace(" ", r"\s") for name, words in _QUALIFIERS.items()}
_NUMBER: Final = re.compile(
    rf"""(?<![\w$€£.,:/+-])
    (?:(?:(?P<about>{_SPACED["about"]})|(?P<over>{_SPACED["over"]})
        |(?P<least>{_SPACED["at-least"]})|(?P<under>{_SPACED["under"]}))
        \s(?:(?:the|all|these|those|another)\s)?)?
    (?P<money>(?:US|A|C|NZ)?[$€£]\s?)?
    (?:(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?!\d)|\d{{1,12}}(?:\.\d{{1,4}})?)
       (?:[\s-](?P<scale>hundred|thousand|million|billion|trillion|bn|dozen)\b)?
      |(?P<words>{_WORDS}|several|few)[\s-](?P<word_scale>hundred|thousand|million|billion|dozen)
            (?:\sand\s(?P<rest>{_WORDS}))?\b
      |(?P<word>{_WORDS})\b)
    (?P<after>(?:\s?\+|-plus|-odd|\splus)(?!\w)|\sor\s(?:so|more)\b)?
    (?P<percent>\s?(?:%|percent\b|per\scent\b|percentage\b))?
    (?P<currency>\s(?:dollars|euros|pounds|rubles|yuan|yen)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Without these or a digit a sentence has at most "a" and "one", which count nothing.
_COUNTED: Final = tuple(w for w in (*_UNITS, *_TENS, *_SCALES) if w not in ("zero", "one"))
_DIGIT: Final = re.compile(r"\d")
_PART_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s|their\s|our\s)?$", re.IGNORECASE)
_NO_COUNT = re.compile(
    rf"\s?(?:st|nd|rd|th)\b|[:/]\d|\s?(?:{MONTH})|\s?(?:a\.m|p\.m)|[\w+]|-(?:year|day|month|week)"
)
_COUNTING = re.compile(r"-(?:nation|member|country|state|party|strong)\b")
_NOT_BEFORE = re.compile(
    rf"(?:{MONTH}\s|\bresolutions?\s|\bno\.\s?|\barticles?\s|\bsections?\s|\bage[ds]?\s|G-?|P|\+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as printed and what it counts at most, at least or about.

    ``qualifier`` is exact, about, over, at-least or under; ``kind`` count, money or percent.
    ``of`` is the whole it is part of: in "21 of some 60", the span of "some 60".
    """

    span: Span
    value: int
    qualifier: str = "exact"
    kind: str = "count"
    of: Span | None = None
    sentence: int = 0


def find_numbers(document: Document) -> tuple[NumberMention, ...]:
    """The numbers of an article's sentences, in order, without dates, years, times and ordinals.

    "one" and "a" count only with a scale after them ("a dozen", "one million").
    """
    text = document.article.text
    return tuple(
        number
        for sentence in document.sentences
        if _counts(text[sentence.span.start : sentence.span.end])
        for number in _linked(text, list(_in_sentence(text, sentence.span, sentence.index)))
    )


def _counts(words: str) -> bool:
    """Whether a sentence has a digit or a word for a number."""
    if _DIGIT.search(words):
        return True
    lower = words.casefold()
    return any(word in lower for word in _COUNTED)


def _in_sentence(text: str, span: Span, index: int) -> Iterator[NumberMention]:
    for match in _NUMBER.finditer(text, span.start, span.end):
        if _is_false(text, match):
            continue
        value = _value(match)
        if value is None or value != int(value):
            continue
        kind = "percent" if match["percent"] else "count"
        kind = "money" if match["money"] or match["currency"] else kind
        yield NumberMention(
            Span(match.start(), match.end()), int(value), _qualifier(match), kind, None, index
        )


def _is_false(text: str, match: re.Match[str]) -> bool:
    bare = match["word"]
    if bare and bare.lower() in {"a", "an", "one", "zero"}:
        return True
    if match["digits"] and not match["scale"]:
        if re.fullmatch(r"(?:19|20)\d\d", match["digits"]) and _qualifier(match) == "exact":
            return True
        if not match["percent"] and _NO_COUNT.match(text, match.end()):
            return True
        before = text[max(0, match.start("digits") - 12) : match.start("digits")]
        return bool(_NOT_BEFORE.search(before))
    hyphen = bare and text[match.end() : match.end() + 1] == "-"
    return bool(hyphen and not _COUNTING.match(text, match.end()))


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        number = float(match["digits"].replace(",", ""))
        return round(number * _SCALES.get((match["scale"] or "").lower(), 1), 6)
    if match["word_scale"]:
        words = match["words"].lower()
        if words in {"several", "few"}:
            return None
        rest = _of_words(match["rest"]) if match["rest"] else 0
        return _of_words(words) * _SCALES[match["word_scale"].lower()] + rest
    return _of_words(match["word"])


def value_of(words: str) -> int | None:
    """The value of "14", "nine" or "twenty-three", None for other words."""
    if words.isdigit():
        return int(words)
    known = {**_UNITS, **_TENS}
    parts = words.lower().split("-")
    return sum(known[p] for p in parts) if all(p in known for p in parts) else None


def _of_words(words: str) -> int:
    parts = re.split(r"[-\s]", words.lower())
    return sum(_TENS.get(part, _UNITS.get(part, 1)) for part in parts)


def _qualifier(match: re.Match[str]) -> str:
    if match["after"]:
        return "about" if re.search(r"odd|so", match["after"]) else "over"
    for name, value in (("over", "over"), ("least", "at-least"), ("under", "under")):
        if match[name]:
            return value
    return "about" if match["about"] or "dozen" in match[0].lower() else "exact"


def _linked(text: str, numbers: list[NumberMention]) -> Iterator[NumberMention]:
    for index, number in enumerate(numbers):
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if after and _PART_OF.fullmatch(text, number.span.end, after.span.start):
            yield NumberMention(
                number.span, number.value, number.qualifier, number.kind, after.span,
                number.sentence,
            )  # fmt: skip
        else:
            yield number
