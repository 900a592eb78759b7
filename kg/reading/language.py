"""Says whether a text is English, by the share of words that no English text can do without."""

from __future__ import annotations

import re
from typing import Final

_FUNCTION_WORDS: Final = frozenset(
    "the of and to in a that is was for on with as by at from it its his her he she they their be "
    "been has have had are were will would not but this these those which who said an or we our "
    "you i us also after before more than about into over between against when where while".split()
)
_ENOUGH_WORDS: Final = 25
_ENOUGH_PLAIN: Final = 12
"""So many words in lower case, and none of the commonest: not even a short text is English."""
_LEAST_SHARE: Final = 0.16
_SAMPLE: Final = 10_000
_WORD = re.compile(r"[^\W\d_]+")


def _english_share(found: list[str]) -> float:
    """The share of function words among the lower-case words."""
    words = [word for word in found if word[0].islower()]
    return sum(word in _FUNCTION_WORDS for word in words) / len(words) if words else 1.0


def is_english(text: str) -> bool:
    """False when the text is long enough to tell and its words are not English."""
    words = _WORD.findall(text[:_SAMPLE])
    if len(words) < _ENOUGH_WORDS:
        plain = sum(word[0].islower() for word in words)
        return _mostly_latin(words) and (plain < _ENOUGH_PLAIN or _english_share(words) > 0)
    return _mostly_latin(words) and _english_share(words) >= _LEAST_SHARE


def _mostly_latin(words: list[str]) -> bool:
    latin = sum(word[0] < "\u0250" for word in words)
    return latin * 2 >= len(words)
