"""Who gave, pledged or was asked for aid, arms or money, as the text puts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.facts.rules import Rule, evidence, fact
from kg.mentions import Item
from kg.mentions.bodies import body_entity
from kg.mentions.giving import (
    AHEAD,
    ASIDE,
    ASKED,
    ENDS,
    FORCES,
    GIVE,
    GIVEN,
    GOODS,
    MAYBE,
    MONEY,
    NOT,
    OPENING,
    PLEDGE,
    PLEDGED,
    RECEIVED,
    SAYS,
    STAFF,
    TO,
    WHEN,
    WILLING,
)
from kg.model import Entity, Fact, Modality
from kg.resolution import Resolved
from kg.resolution.gathering import Place
from kg.terms import CKG

_WITHIN: Final = 14
_PREDICATES: Final = frozenset("will would is are was were has have had plans intends".split())


class _Line(NamedTuple):
    """A sentence's items, and the article they are of."""

    resolved: Resolved
    row: int
    items: Sequence[Item]

    def word(self, position: int) -> str:
        """The word at a position in lower case; empty outside."""
        return self.items[position].lower if 0 <= position < len(self.items) else ""


class _Support(NamedTuple):
    """What a clause says: who, to whom, and between which items stands what."""

    giver: Entity | None
    receiver: Entity | None
    start: int
    end: int
    modality: Modality = Modality.ACTUAL


def extract(resolved: Resolved) -> Iterator[Fact]:
    """Every support an article tells, by all rules."""
    for rule in RULES:
        yield from rule(resolved)


def gave_support(resolved: Resolved) -> Iterator[Fact]:
    """ "S has delivered 250 vehicles to S", "S supplied S with fuel", "S received aid from S"."""
    for line, verb in _verbs(resolved, GIVEN | RECEIVED):
        if not _spoken_before(line, verb) & (AHEAD | PLEDGED | WILLING | {"to"}):
            read = _received if line.word(verb) in RECEIVED else _given
            yield from _facts(line, read(line, verb), gave_support, "delivered")


def pledged_support(resolved: Resolved) -> Iterator[Fact]:
    """ "S pledged $20 million to S", "S will send tanks to S", "S agreed to provide S with aid"."""
    for line, verb in _verbs(resolved, GIVE | PLEDGE | PLEDGED | RECEIVED):
        word, before = line.word(verb), _spoken_before(line, verb)
        if word in RECEIVED and before & AHEAD:
            yield from _facts(line, _received(line, verb), pledged_support, "pledged")
        elif word in PLEDGED or before & (AHEAD | MAYBE | WILLING | PLEDGED):
            yield from _facts(line, _given(line, verb), pledged_support, "pledged")


def asked_for_support(resolved: Resolved) -> Iterator[Fact]:
    """ "S asked G for weapons", "P called on S to provide his country with ammunition"."""
    for line, verb in _verbs(resolved, ASKED):
        yield from _facts(line, _asked(line, verb), asked_for_support, "requested")


RULES: tuple[Rule, ...] = (gave_support, pledged_support, asked_for_support)


# Finding clauses


def _verbs(resolved: Resolved, verbs: frozenset[str]) -> Iterator[tuple[_Line, int]]:
    """The verbs of sentences that speak of something that can be given."""
    for gist in resolved.gists:
        words = set(gist.text.split())
        if verbs.isdisjoint(words):
            continue
        if not GOODS.isdisjoint(words) or MONEY.search(gist.text):
            row = resolved.rows[gist.row]
            line = _Line(resolved, row.index, row.items)
            for position, item in enumerate(row.items):
                if item.code == "x" and item.lower in verbs:
                    yield line, position


def _spoken_before(line: _Line, verb: int) -> frozenset[str]:
    """The auxiliaries, adverbs and verbs of willing right before a verb."""
    position = verb
    while line.word(position - 1) in ASIDE:
        position -= 1
    return frozenset(line.word(p) for p in range(position, verb))


def _subject(line: _Line, verb: int) -> Entity | None:
    """Who does it: the agent before the verb group, "S's government" and "S, which" included."""
    position = verb - 1
    while line.word(position) in ASIDE:
        position -= 1
    if line.word(position) in ("which", "who") and line.word(position - 1) == ",":
        position -= 2
    while line.word(position) in STAFF:
        position -= 1
    return _agent(line, position)


def _given(line: _Line, verb: int) -> _Support | None:
    """ "gave S 50 tanks", "supplied S with fuel" and "gave 50 tanks to S"."""
    giver = _subject(line, verb)
    receiver, after = _receiver(line, verb + 1)
    modality = _modality(line, verb)
    if giver is None:
        return None
    if receiver is not None:
        start = after + (line.word(after) == "with")
        return _Support(giver, receiver, start, _end(line, start), modality)
    end = _end(line, verb + 1)
    if line.word(end) not in TO:
        return None
    receiver, _ = _receiver(line, end + 1)
    return _Support(giver, receiver, verb + 1, end, modality) if receiver else None


def _received(line: _Line, verb: int) -> _Support | None:
    """ "S received 50 tanks from S"."""
    end = _end(line, verb + 1)
    if line.word(end) != "from":
        return None
    giver, _ = _receiver(line, end + 1)
    receiver = _subject(line, verb)
    return _Support(giver, receiver, verb + 1, end, _modality(line, verb)) if receiver else None


def _asked(line: _Line, verb: int) -> _Support | None:
    """ "asked S for tanks", "urged S to send tanks", "called on S to provide his country with"."""
    first = verb + 1 + (line.word(verb + 1) in ("on", "to", "upon"))
    giver, after = _receiver(line, first)
    asker = _subject(line, verb)
    if giver is None or asker is None:
        return None
    if line.word(after) == "for":
        return _Support(giver, _state_of(asker), after + 1, _end(line, after + 1))
    if line.word(after) != "to" or line.word(after + 1) not in GIVE:
        return None
    receiver, start = _receiver(line, after + 2)
    start += receiver is not None and line.word(start) == "with"
    end = _end(line, start)
    if receiver is None and line.word(end) in TO:
        receiver, _ = _receiver(line, end + 1)
    return _Support(giver, receiver or _state_of(asker), start, end)


def _modality(line: _Line, verb: int) -> Modality:
    before = _spoken_before(line, verb)
    if before & NOT:
        return Modality.DENIED
    return Modality.UNCERTAIN if before & MAYBE else Modality.ACTUAL


def _end(line: _Line, start: int) -> int:
    """Where the words for what is given end."""
    for position in range(start, min(start + _WITHIN, len(line.items))):
        word, following = line.word(position), line.word(position + 1)
        dated = {item.code for item in line.items[position : position + 2 - (word not in WHEN)]}
        if word in ENDS or "D" in dated or (word == "and" and following in ASIDE | SAYS):
            return position
    return min(start + _WITHIN, len(line.items))


# Who it is


def _receiver(line: _Line, start: int) -> tuple[Entity | None, int]:
    """The agent named from here, and where the text goes on after it."""
    position = start
    while line.word(position) in OPENING:
        position += 1
    if line.word(position) in ("his", "her", "their", "its"):
        return _own_country(line, position)
    found = _agent(line, position, receiving=True)
    if found is None and re.match("x[KO]", line.resolved.rows[line.row].codes[position:]):
        position += 1
        found = _agent(line, position, receiving=True)
    if found is None:
        return None, start
    position += 1
    if line.word(position) in _PREDICATES:
        return None, start  # "announced that O will provide": it gives and does not receive
    while line.word(position) in FORCES | {"'s", "’s"}:
        position += 1
    return found, position


def _own_country(line: _Line, position: int) -> tuple[Entity | None, int]:
    """ "his country", "her government": the state of the person named last before."""
    if line.word(position + 1) not in FORCES | {"country", "nation"}:
        return None, position
    for earlier in range(position - 1, -1, -1):
        person = line.resolved.references.get(Place(line.row, earlier))
        if person is not None:
            return person[0].state, position + 2
    return None, position


def _agent(line: _Line, position: int, *, receiving: bool = False) -> Entity | None:
    """The state, body, coalition or official at a position."""
    if not 0 <= position < len(line.items):
        return None
    item, resolved = line.items[position], line.resolved
    if item.code in "SMK":
        return item.known
    if item.code == "O":
        return body_entity(item)
    if item.code == "L" and item.known is not None:
        return resolved.reference.capital_state(item.known)
    if item.code == "J":
        named = line.word(position + 1) in (FORCES if receiving else STAFF | FORCES)
        return item.known if named else None
    if item.lower.endswith("coalition"):
        return _only_coalition(resolved)
    person = resolved.references.get(Place(line.row, position))
    return (person[0].state or person[0].freeze()) if person else None


def _only_coalition(resolved: Resolved) -> Entity | None:
    found = {naming.entity for naming in resolved.coalitions}
    return found.pop() if len(found) == 1 else None


def _state_of(agent: Entity) -> Entity | None:
    return agent if agent.kind != CKG.Official else None


# What it is


def _facts(line: _Line, found: _Support | None, rule: Rule, phase: str) -> Iterator[Fact]:
    if found is None or found.giver is None or found.giver == found.receiver:
        return
    if line.resolved.reference.body_of(found.giver) == found.receiver is not None:
        return  # a parliament that its own government asks
    whole = _text(line, found.start, found.end)
    for text in _THINGS.split(whole):
        if _is_goods(text):
            yield _fact(line, found, rule, phase, text)


def _fact(line: _Line, found: _Support, rule: Rule, phase: str, text: str) -> Fact:
    amount, item = parted(text)
    roles = (
        (CKG.giver, found.giver),
        (CKG.receiver, found.receiver),
        (CKG.item, item),
        (CKG.amount, amount or None),
        (CKG.phase, phase),
    )
    passages = evidence(line.resolved, line.row, rule, matched=text)
    return fact(CKG.Support, roles, passages, found.modality)


def _text(line: _Line, start: int, end: int) -> str:
    if not start < end <= len(line.items):
        return ""
    span = line.items[start].start, line.items[end - 1].end
    return " ".join(line.resolved.document.article.text[slice(*span)].split())


_THINGS: Final = re.compile(r",? and (?=[$€£¥\d])|, (?=[$€£¥\d])")


def _is_goods(text: str) -> bool:
    words = set(re.findall(r"[\w’'-]+", text.lower().partition(" about ")[0]))
    return bool(MONEY.search(text) or words & GOODS or _HELP.search(text))


_AMOUNT: Final = re.compile(
    r"""(?P<amount>(?:(?:about|some|around|nearly|almost|over|more\ than|up\ to|at\ least|another
    |an\ additional|an\ extra)\ )?(?:U\.?S\.?\ ?)?[$€£¥]?\ ?\d[\d,.]{0,20}
    (?:[ -](?:thousand|million|billion|trillion))?
    (?:\ (?:U\.?S\.?\ )?(?:dollars?|euros?|pounds|yen|yuan|francs|tons|tonnes))?)(?!\w)
    (?:\ (?:worth\ of|in|of))?\s*(?P<item>.*)""",
    re.VERBOSE | re.DOTALL,
)
_HELP: Final = re.compile(
    r"\b(?:military|financial|economic|humanitarian|budget|technical|logistical|material|air"
    r"|medical|security) support\b",
    re.IGNORECASE,
)
_GIFT: Final = re.compile(
    r"(?:an? )?(?:(?:new|initial|further|additional|extra|first) )*"
    r"(?:(?:contribution|donation|package|grant|loan|pledge|commitment) of )?",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"\A(?:an?|the|more|further|additional|some)\s+", re.IGNORECASE)


def parted(text: str) -> tuple[str, str]:
    """The amount and the thing: "$20 million in aid" as "$20 million" and "aid".

    Returns: an empty amount when none is given; "money" for a sum with nothing after it.
    """
    match = _AMOUNT.match(text) or _AMOUNT.match(_GIFT.sub("", text, count=1))
    if match is None:
        return "", _ARTICLE.sub("", text, count=1)
    return match["amount"].strip(), match["item"].strip() or "money"
