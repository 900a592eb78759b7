"""Says whether a text is English: by the words that no English text can do without, or can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_FUNCTION_WORDS: Final = frozenset(
    "the of and to in a that is was for on with as by at from it its his her he she they their be "
    "been has have had are were will would not but this these those which who said an or we our "
    "you i us also after before more than about into over between against when where while".split()
)
# Words of other languages as well: they tell little in a text of a few words.
_SHARED: Final = frozenset(
    "to in a is was for on as by at her he be has have had are will an or we i us over".split()
)
_OWN: Final = _FUNCTION_WORDS - _SHARED
_FOREIGN: Final = frozenset(
    """w z na się nie że jest oraz przez jego który która przy według jako
    se ve je byl byla podle jeho který která své ktorý bol
    bir ile için bu da olarak oldu etti dedi sonra kadar üzerine
    cu pe din este sunt lui si și în fost pentru despre către către după
    dan yang di dengan ke dari pada untuk dalam ini itu telah akan oleh serta hari bertemu
    der das dem des und ist mit von zu zum zur im auf für nicht ein eine einen einem wird wurde sich
    auch nach aus über bei traf sagte
    le la les du de et une est dans que qui avec sur au aux cette été elle ont ses leur
    el los las del y en un una por para su es fue como más sobre tras ante entre
    o os dos das em um uma ao foi não seu pelo pela
    il lo gli della dei degli che alla nel nella sono ha suo ed
    het een voor naar uit aan zijn heeft niet ook tussen
    och att det som ett på av för har till og er ikke af fra til
    ja ei että oli kun myös hän és hogy nem egy az volt meg
    u su za od koji sa kod nakon và của là các một ang ng mga ya wa kwa ni katika
    dhe të në një ir kad un ar amb els""".split()
)
# English words with accents, mostly lent by French.
_LOANS: Final = frozenset(
    "à café cafés cliché clichés communiqué communiqués coöperation coöperate crèche détente état "
    "être élite élites émigré émigrés façade façades fiancé fiancée naïve née protégé protégés "
    "première régime régimes résumé résumés role rôle exposé exposés attaché attachés chargé blasé "
    "déjà vis soirée touché passé entrée señor señora jalapeño piñata ångström".split()
)
# What may stand in a name: "Rio de Janeiro", "von der Leyen", "da Silva".
_PARTICLES: Final = frozenset(
    "de der den del della di da do dos das du des la le el al y e en von zu van bin ibn ter".split()
)
_GERMAN: Final = frozenset({"der", "den", "des"})
"""Particles only after another: German sets a capital to every noun."""
_LATIN: Final = frozenset({"facto", "jure"})
_ENOUGH_WORDS: Final = 25
_ENOUGH_PLAIN: Final = 12
"""So many words in lower case tell by those they lack that even a short text is not English."""
_LEAST_SHARE: Final = 0.16
_LEAST_FOREIGN: Final = 1 / 6
_SAMPLE: Final = 10_000
_WORD = re.compile(r"[^\W\d_]+")
# The second part of "Norway's" and "Ankara'da" is no word by itself.
_WHOLE_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def is_english(text: str) -> bool:
    """False when the words of a text tell that it is not English; a text of names may be."""
    words = _WORD.findall(text[:_SAMPLE])
    if not _mostly_latin(words):
        return False
    whole = _WHOLE_WORD.findall(text[:_SAMPLE])
    if len(words) < _ENOUGH_WORDS:
        return _may_be_english(whole)
    return _english_share(words) >= _LEAST_SHARE and not _is_mostly_foreign(whole)


def _english_share(found: list[str]) -> float:
    """The share of function words among the lower-case words."""
    words = [word for word in found if word[0].islower()]
    return sum(word in _FUNCTION_WORDS for word in words) / len(words) if words else 1.0


def _is_mostly_foreign(words: list[str]) -> bool:
    """Whether more words are of another language than of English alone: "in", "was" are of both."""
    own = sum(word.lower() in _OWN for word in words)
    return sum(_foreign(words)) > own


def _may_be_english(words: list[str]) -> bool:
    """Whether a short text has no more words of other languages than of English."""
    plain = sum(word[0].islower() for word in words)
    lower = [word.lower() for word in words]
    shared = sum(word in _SHARED for word in lower)
    own = sum(word in _FUNCTION_WORDS for word in lower) - shared
    foreign = sum(_foreign(words))
    if foreign > 2 * own + shared / 2 and foreign >= plain * _LEAST_FOREIGN:
        return False
    return plain < _ENOUGH_PLAIN or own + shared > 0


def _foreign(words: list[str]) -> Iterator[bool]:
    """For each word whether it is of another language; names may be of any."""
    for place, word in enumerate(words):
        following = words[place + 1 : place + 3]
        opens = place == 0 and not word[1:].isupper() and following and following[0].islower()
        named = word[0].isupper() and not (opens or (place == 0 and word in {"Der", "Das"}))
        lower, before = word.lower(), words[max(0, place - 1)]
        if named or (lower in _PARTICLES and _in_a_name(word, before, following)):
            yield False
            continue
        base = re.split("['’]", lower)[0]
        accented = word[0].islower() and not base.isascii() and base not in _LOANS
        yield accented or base in _FOREIGN


def _in_a_name(word: str, before: str, following: list[str]) -> bool:
    """Whether a particle stands before a capital, or is Latin in English: "de facto"."""
    if word in _GERMAN and before.lower() not in {"von", "van"}:
        return False
    rest = [other for other in following if other not in _PARTICLES]
    return bool(rest) and (rest[0].lower() in _LATIN or rest[0][0].isupper())


def _mostly_latin(words: list[str]) -> bool:
    latin = sum(word[0] < "\u0250" for word in words)
    return latin * 2 >= len(words)
