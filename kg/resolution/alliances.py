"""Which candidates are coalitions of states, and which namings of an article mean the same one.

A candidate ("the rice coalition", "the coalition") stands when the article ties a state to it,
gives its size in states, or tells of its forces; in an article on a party coalition only the first
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.mentions import Item, Row
from kg.mentions.coalitions import BARE, CANDIDATE
from kg.mentions.vocabulary import BODY_HEADS, PARTY_WORDS
from kg.model import Entity
from kg.resolution.bonds import bonds, leads
from kg.resolution.gist import Gist, gists

_NATIONS = (
    r"(?:countries|nations|states|governments|members|member states|partners|allies|capitals)"
)
_COUNTED = re.compile(
    rf"<#\d+> (?:[\w’-]+ ){{0,3}}{_NATIONS} (?:[\w’-]+ ){{0,3}}(?:the )?(?P<G><G\d+>)"
    rf"|(?P<H><G\d+>)(?: , [^,;.]{{0,60}} ,)?(?: ,| which| now| has| have| 's)*(?: [\w’-]+){{0,4}}"
    rf" <#\d+> (?:(?:[\w’-]+|<J\d+>) ){{0,5}}{_NATIONS}"
    rf"|(?P<I><G\d+>) , <#\d+> strong"
    rf"|(?P<M><G\d+>)(?: (?:in|on|since) <D\d+>)?(?: ,)? (?:(?:an?|which|that) [^.;]{{0,80}}?"
    rf"(?:from|of|by|between) |(?:that )?(?:unit|join|group|compris|link|bring)\w+(?: together)? )"
    rf"<#\d+> (?:[\w’-]+ ){{0,3}}{_NATIONS}"
    rf"|(?P<J><G\d+>) (?:has |have )?(?:grown|grew|expanded|swelled|shrunk|shrank)(?: from <#\d+>)?"
    rf" to <#\d+> (?:\w+ ){{0,2}}{_NATIONS}"
)
_FORCES = re.compile(
    r"(?P<G><G\d+>) (?:\w+ )?(?:forces|troops|warplanes|aircraft|jets|airstrikes?|strikes?"
    r"|air strikes?|soldiers"
    r"|commanders?|warships|planes|fighters|drones|convoy|trainers|bombers|airpower"
    r"|helicopters?|ships)\b"
    r"|(?P<H><G\d+>) (?:has |have |had )?(?:bombed|struck|shelled|bombs|strikes|carried"
    r" out|shot down|intercepted)\b"
    r"|\b(?:forces|troops|warplanes|jets|aircraft|airstrikes?|soldiers|commanders?) (?:of"
    r"|from|by|with) (?:the )?(?P<I><G\d+>)"
)
_OF_GOVERNMENTS = re.compile(
    r"(?:\b(?:ministers|leaders|governments|envoys|summit|state)|<T>) (?:of|from|in)"
    r" (?:the )?(?P<G><G\d+>)"
    r"|(?P<H><G\d+>) (?:['’]s )?(?:\w+ )?(?:<T>|leaders|summit|ministers|nations|countries"
    r"|states|governments"
    r"|ministerial|presidency)"
)
_MEMBERS = re.compile(
    r"\b(?:members|countries|nations|states|partners) (?:of|in|from) (?:the"
    r" )?(?P<G><G\d+>)|(?P<H><G\d+>) (?:members?|partners?|countries|nations)\b"
    r"|(?P<I><G\d+>) 's (?:\w+ )?members"
)
_AS_STATES = re.compile(
    r"(?P<G><G\d+>) (?:summit|nations|countries|states|presidency)\b"
    r"|\b(?:ministers|leaders|summit) of (?:the )?(?P<H><G\d+>)"
    r"|(?P<I><G\d+>)(?: \( \w+ \))? , (?:a|the|an? \w+) (?:group|grouping|partnership|forum) of"
    rf" (?:<#\d+> )?(?:\w+ ){{0,3}}{_NATIONS}"
)
_WIDE = re.compile(r"\b(?:global|international|multinational|worldwide|transatlantic)\b", re.I)
_ABROAD = re.compile(rf"<[SJG]\d+>|\b{_NATIONS}\b")
_CIVIC_PARTS = re.compile(
    r"\b(?:compan(?:y|ies)|business(?:es)?|firms|charit(?:y|ies)|foundations?|donors?|investors?"
    r"|cit(?:y|ies)|mayors?|universit(?:y|ies)|scientists|activists|non - \w+|ngos?|churches"
    r"|unions?|groups|organi[sz]ations)\b"
)
_MILITARY = re.compile(r"coalition|alliance|contact group|force", re.I)
_DOMESTIC = re.compile(
    r"\b(?:ruling|governing|government|opposition|centre|center|left|right)[- ]coalition"
    r"|coalition (?:government|talks"
    r"|deal|agreement)|(?:general|snap|parliamentary) elections?|seats in|majority in"
    r" parliament|lawmakers?\b|\bparty\b"
)
_CIVIC = "ngo"
_APPOSED = re.compile(r"K[,–(][at]?K")
_SHARED_HEADS = ("coalition", "alliance", "group", "force", "quad", "troika", "quartet")
_KINDS_OF_GROUP = frozenset("contact support task core friends".split())
_GENERIC = frozenset(
    """international global multinational broad military western wider regional the coalition
    alliance u.s. us american group force quad troika quartet of on for against in and""".split()
)


def settle(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with every coalition's namings under one entity, and false candidates put back.

    Parameters: the rows of an article. Returns rows of the same shape.
    """
    named = [item for row in rows for item in row.items if item.code == "K"]
    rows = _lengthen(rows, named)
    if all(item.known is not None and item.known.known for item in named):
        return tuple(rows)
    if any(item.token in (BARE, CANDIDATE) for item in named):
        shown = _shown(rows)
        rows = [_put_back(row, shown) for row in rows]
    return _unify([_in_apposition(row) for row in rows])


def _in_apposition(row: Row) -> Row:
    """ "N, a coalition of 20 nations": both namings are of N."""
    items = list(row.items)
    for match in _APPOSED.finditer(row.codes):
        first, second = items[match.start()], items[match.end() - 1]
        if second.known is not None and not second.known.known:
            items[match.end() - 1] = second._replace(entity=first.known, token="")
    return replace(row, items=tuple(items))


def _shown(rows: Sequence[Row]) -> set[Entity]:
    """The local coalitions that the article shows to be of states."""
    found = gists(rows)
    domestic = any(_DOMESTIC.search(g.text) for g in found)
    shown = {g for gist in found for bond in (*bonds(gist), *leads(gist)) for g in bond.groups}
    for gist in found:
        if "<G" in gist.text:
            shown |= _matched(gist, [_COUNTED] if domestic else [_COUNTED, _AS_STATES])
            shown |= _wide(gist)
            if not domestic:
                told = _matched(
                    gist, [_FORCES, _OF_GOVERNMENTS, *([_MEMBERS] if gist.states else [])]
                )
                shown |= {group for group in told if _MILITARY.search(group.label)}
    sure = {i.known for row in rows for i in row.items if i.code == "K" and i.token == ""}
    bare = {i.known for row in rows for i in row.items if i.token == BARE}
    if sure or shown - bare:
        shown |= {entity for entity in bare if entity is not None}
    return shown


def _wide(gist: Gist) -> set[Entity]:
    """ "a global coalition" in a sentence on states, and not on firms or charities."""
    told = re.sub(r"<G\d+>", "", gist.text, count=1)
    if not _ABROAD.search(told) or _CIVIC_PARTS.search(told):
        return set()
    named = {g for groups in gist.groups.values() for g in groups}
    return {g for g in named if _WIDE.search(g.label) and "coalition" in g.label.lower()}


def _matched(gist: Gist, patterns: Iterable[re.Pattern[str]]) -> set[Entity]:
    return {
        group
        for pattern in patterns
        for match in pattern.finditer(gist.text)
        for name, value in match.groupdict().items()
        if value
        for group in gist.groups_of(match, name)
    }


def _put_back(row: Row, shown: set[Entity]) -> Row:
    """The row with unshown candidates as what they are: a body's name, or plain words."""
    if "K" not in row.codes:
        return row
    return replace(row, items=tuple(_or_plain(item, shown) for item in row.items))


def _or_plain(item: Item, shown: set[Entity]) -> Item:
    if item.code != "K" or item.token not in (BARE, CANDIDATE) or item.known in shown:
        return item
    plain = item._replace(entity=None, token="", leads=())
    if not _is_name(item.text):
        return plain._replace(code="x")
    head = item.text.split()[-1].lower()
    if head in ("partnership", "quad", "troika"):
        return plain._replace(code="N")
    civic = head == "alliance" and not PARTY_WORDS & set(item.text.lower().split())
    return plain._replace(code="O", token=_CIVIC if civic else BODY_HEADS.get(head, _CIVIC))


def _is_name(text: str) -> bool:
    words = text.split()
    capitals = [w for w in words if w[0].isupper()]
    return len(words) > 1 and len(capitals) > 1 and words[0][0].isupper()


@dataclass
class _Known:
    """A coalition of the article while its namings are brought together."""

    entity: Entity
    words: frozenset[str]
    leads: frozenset[Entity]
    forms: dict[str, None]


def _unify(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Bare, general and compatible descriptions of one coalition become one entity."""
    namings = [item for row in rows for item in row.items if item.code == "K" and item.known]
    found: list[_Known] = []
    for item in sorted(namings, key=_vagueness):
        _place(item, found)
    meaning = {form: k for k in found for form in k.forms}
    finals = {id(k): _with_forms(k) for k in found}
    return tuple(
        replace(row, items=tuple(_read(item, meaning, finals) for item in row.items))
        if "K" in row.codes
        else row
        for row in rows
    )


def _vagueness(item: Item) -> int:
    """Known names first, then descriptions, then general words, then "the coalition"."""
    entity = item.known
    if entity is not None and entity.known:
        return 0
    if item.token == BARE:
        return 3
    return 2 if _topic(item) <= _GENERIC and not item.leads else 1


def _topic(item: Item) -> frozenset[str]:
    label = item.known.label if item.known is not None else item.text
    return frozenset(
        re.sub(r"\S{1,80}[-‐‑]led\b|\bled by .*", "", label.lower()).replace("-", " ").split()
    )


def _place(item: Item, found: list[_Known]) -> None:
    entity = item.known
    if entity is None:
        return
    form = " ".join(item.text.split())
    for known in found:
        if known.entity == entity or _same(item, known):
            known.forms.setdefault(form)
            known.leads |= frozenset(item.leads)
            return
    found.append(_Known(entity, _topic(item), frozenset(item.leads), {form: None}))


def _same(item: Item, known: _Known) -> bool:
    """Whether a local naming can mean a coalition named more precisely."""
    entity = item.known
    head = next((w for w in _SHARED_HEADS if w in item.text.lower()), "none")
    if entity is None or entity.known or head not in known.entity.label.lower():
        return False
    mine, theirs = _topic(item), known.words
    if (mine ^ theirs) & _KINDS_OF_GROUP:
        return False
    mine, theirs = mine - _GENERIC, theirs - _GENERIC
    if item.leads and known.leads and not frozenset(item.leads) & known.leads:
        return False
    if item.leads and known.entity.known and not known.leads:
        return {s.iso3 for s in item.leads} <= {"USA"} and (not mine or mine <= theirs)
    return not mine or bool(mine & theirs) or (not theirs and bool(item.leads) != bool(known.leads))


def _with_forms(known: _Known) -> Entity:
    if known.entity.known:
        return known.entity
    forms = tuple(f for f in known.forms if f != known.entity.label)
    return replace(known.entity, aliases=forms)


def _read(item: Item, meaning: dict[str, _Known], finals: dict[int, Entity]) -> Item:
    if item.code != "K" or item.known is None or item.known.known:
        return item
    known = meaning.get(" ".join(item.text.split()))
    return item if known is None else item._replace(entity=finals[id(known)])


def _lengthen(rows: Sequence[Row], named: Sequence[Item]) -> tuple[Row, ...]:
    """ "the Quad" in an article on "the N Quad" is the latter."""
    short = {i.text.lower() for i in named} & set(_SHARED_HEADS)
    longer = {
        word: item.entity or item.known
        for word in short
        for item in named
        if item.text.lower().endswith(f" {word}")
    }
    if not longer:
        return tuple(rows)
    return tuple(
        replace(row, items=tuple(_longer(item, longer) for item in row.items))
        if "K" in row.codes
        else row
        for row in rows
    )


def _longer(item: Item, longer: dict[str, Entity | None]) -> Item:
    entity = longer.get(item.text.lower()) if item.code == "K" else None
    return item if entity is None else item._replace(entity=entity)
