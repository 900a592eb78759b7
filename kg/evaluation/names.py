"""Whether two records name the same person, organisation, coalition or state."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

Record = Mapping[str, Any]

SAME_NAME = 88.0
SAME_FULL_NAME = 90.0
SAME_GIVEN_NAME = 75.0
SAME_COALITION = 80.0
SHARED_MEMBERS = 0.5

_TITLE_WORDS = """
mr mrs ms miss sir dame lord lady dr prof professor president vice prime minister foreign
secretary chancellor king queen prince princess sheikh sheik emir ayatollah gen general lt
lieutenant maj major col colonel adm admiral capt captain sgt brig sen senator rep
representative congressman congresswoman gov governor ambassador envoy chief justice hon his
her excellency h e us u s former deputy then chairman speaker state pm the jr sr
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_SHORT_FORMS = {
    "european union": "eu",
    "european commission": "eu",
    "united nations": "un",
    "u n": "un",
    "north atlantic treaty organization": "nato",
    "north atlantic treaty organisation": "nato",
    "league of arab states": "arab league",
}


@lru_cache(maxsize=65_536)
def plain(text: object) -> str:
    """Lower-case words without accents, apostrophes, markup and punctuation."""
    bare = re.sub(r"<[^>]*>", " ", html.unescape(str(text or "")))
    letters = (c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", re.sub("['’‘`]", "", "".join(letters)).lower()))


@lru_cache(maxsize=65_536)
def _person_words(name: str) -> tuple[str, ...]:
    """A person's name without titles, particles joined: McRoe, Aziz."""
    words = plain(name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    joined = re.sub(r"\b(ma?c) (?=\w)", r"\1", " ".join(words))
    return tuple(re.sub(r"\b[ae]l (?=\w)", "", joined).split())


@lru_cache(maxsize=65_536)
def same_person(one: str, other: str) -> bool:
    """Same full name, or same surname with given names that do not contradict each other."""
    a, b = _person_words(one), _person_words(other)
    if not a or not b:
        return False
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        single, full = (a[0], b) if len(a) == 1 else (b[0], a)
        return any(
            single == word or (len(single) > 4 and fuzz.ratio(single, word) >= SAME_NAME)
            for word in full
        )
    if fuzz.token_set_ratio(" ".join(a), " ".join(b)) >= SAME_FULL_NAME:
        return True
    return fuzz.ratio(a[-1], b[-1]) >= SAME_NAME and _same_given(a[0], b[0])


def _same_given(one: str, other: str) -> bool:
    if one == other:
        return True
    initial = len(one) == 1 or len(other) == 1
    return one[0] == other[0] and (initial or fuzz.ratio(one, other) >= SAME_GIVEN_NAME)


@lru_cache(maxsize=65_536)
def organisation_name(name: object) -> str:
    """An organisation's name for comparison: no article, US, UN and UK as one word."""
    joined = re.sub(r"\bu ([snk])\b", r"u\1", plain(name))
    return re.sub(r"^the\s+", "", joined)


def all_names(item: Record | str) -> list[str]:
    """Name and aliases of an organisation or coalition."""
    if isinstance(item, str):
        return [organisation_name(item)]
    names = [organisation_name(item.get("name"))]
    names += [organisation_name(alias) for alias in item.get("aliases") or []]
    return [name for name in names if name]


def organisation_likeness(one: Record, other: Record) -> float:
    """0 to 100: the best likeness of any two of their names."""
    return _best(one, other, lambda a, b: max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)))


def same_affiliation(one: object, other: object) -> bool:
    """Whether two ``of`` values (a state code or an organisation) are the same."""
    a, b = organisation_name(one), organisation_name(other)
    if _SHORT_FORMS.get(a, a) == _SHORT_FORMS.get(b, b):
        return True
    return len(a) > 4 and fuzz.token_sort_ratio(a, b) >= SAME_NAME


def coalition_name_likeness(one: Record, other: Record) -> float:
    """0 to 100 by names alone; abbreviations of two letters must be equal."""
    return _best(one, other, _coalition_names)


def _coalition_names(a: str, b: str) -> float:
    return fuzz.token_set_ratio(a, b) if min(len(a), len(b)) > 2 else 100.0 * (a == b)


def coalition_likeness(gold: Record, predicted: Record) -> float:
    """Above 0.5 if the names are alike or at least half of the members are shared."""
    by_name = coalition_name_likeness(gold, predicted) / 100
    ours, theirs = states(gold.get("members")), states(predicted.get("members"))
    shared = ours & theirs
    jaccard = len(shared) / len(ours | theirs) if ours | theirs else 0.0
    named = by_name >= SAME_COALITION / 100
    if not named and not (jaccard >= SHARED_MEMBERS and len(shared) >= 2):
        return 0.0
    exact = _best(gold, predicted, fuzz.ratio) / 100
    return max(by_name if named else 0.0, jaccard) + 0.01 * exact + 0.01 * jaccard


def _best(one: Record, other: Record, likeness: Callable[[str, str], float]) -> float:
    scores = [likeness(a, b) for a in all_names(one) for b in all_names(other)]
    return max(scores, default=0.0)


def state(value: object) -> str:
    """A state's code out of a code or a record."""
    if isinstance(value, Mapping):
        value = next((value[k] for k in ("iso3", "state", "code", "name") if value.get(k)), "")
    return str(value or "").strip().upper()


def states(values: Sequence[object] | None) -> set[str]:
    """The codes in a list of states."""
    return {code for code in map(state, values or []) if code}


def named(value: object) -> object:
    """The name out of a name or a record."""
    return value.get("name") if isinstance(value, Mapping) else value
