"""Coalitions by description: "the U.S.-led coalition", "the anti-X alliance", and who leads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.mentions.vocabulary import COALITION_HEADS
from kg.model import Entity, slug
from kg.resolution.chunks import Chunk, Phrases
from kg.terms import CKG

_LED = re.compile(r"(?P<lead>[SJ](?:-?,?&t?[SJ])*)-(?P<led>x)x{0,2}(?P<head>[KxO])")
_AGAINST = re.compile(r"(?P<anti>x)-?(?P<target>[OSJN])(?P<head>x)")
_FIGHTING = re.compile(r"(?P<head>x)(?P<against>x)t?(?P<target>[OS])")
_PLAIN = re.compile(r"tx?(?P<head>x)")
_ANTI = frozenset({"anti", "counter"})
_FIGHT = frozenset("against fighting battling bombing combating targeting".split())
_DOMESTIC = frozenset("ruling governing opposition government parliamentary coalition".split())
_WIDE = frozenset("international global multinational western arab military broad".split())


class Naming(NamedTuple):
    """A coalition named in a sentence, with who is said to lead it there."""

    row: int
    entity: Entity
    text: str
    lead: tuple[Entity, ...] = ()


def coalitions(rows: Sequence[Phrases]) -> list[Naming]:
    """Every naming of a coalition, known or described; one description is one coalition."""
    found = [n for row in rows for n in _known(row)]
    main = _main(found)
    local: dict[str, Entity] = {}
    for row in rows:
        for naming in _described(row):
            entity = naming.entity
            if not entity.known:
                entity = main or local.setdefault(entity.key, entity)
            found.append(naming._replace(entity=entity))
    if main is None and len(local) > 1:
        first = next(iter(local.values()))
        found = [n._replace(entity=first) if not n.entity.known else n for n in found]
    return sorted(found, key=lambda n: n.row)


def _known(row: Phrases) -> Iterator[Naming]:
    for chunk in row.chunks:
        for body in chunk.bodies:
            if body.kind == CKG.Coalition:
                yield Naming(row.index, body, chunk.text)


def _main(found: Sequence[Naming]) -> Entity | None:
    """The military coalition the article is about, if it names one: later "the coalition" is it."""
    counts = Counter(
        n.entity for n in found if re.search("coalition|alliance", n.entity.label, re.I)
    )
    return counts.most_common(1)[0][0] if counts else None


def _described(row: Phrases) -> Iterator[Naming]:
    for match in _LED.finditer(row.codes):
        head = row.chunks[match.start("head")]
        leads = _states(row, match.start("lead"), match.end("lead"))
        if row.chunks[match.start("led")].lower != "led":
            continue
        if head.code == "K" and head.bodies:
            yield Naming(row.index, head.bodies[0], head.text, leads)
        elif head.lower in COALITION_HEADS:
            label = f"{row.chunks[match.start('lead')].text}-led {head.lower}"
            yield Naming(row.index, _local(label), _text(row, match), leads)
    yield from _targeted(row)


def _targeted(row: Phrases) -> Iterator[Naming]:
    for match in _AGAINST.finditer(row.codes):
        head = row.chunks[match.start("head")].lower
        if row.chunks[match.start("anti")].lower in _ANTI and head in COALITION_HEADS:
            target = row.chunks[match.start("target")].text
            yield Naming(row.index, _local(f"anti-{target} {head}"), _text(row, match))
    for match in _FIGHTING.finditer(row.codes):
        head = row.chunks[match.start("head")].lower
        if head in COALITION_HEADS and row.chunks[match.start("against")].lower in _FIGHT:
            target = row.chunks[match.start("target")].text
            yield Naming(row.index, _local(f"anti-{target} {head}"), _text(row, match))
    for match in _PLAIN.finditer(row.codes):
        words = [c.lower for c in row.chunks[match.start() : match.end()]]
        if words[-1] == "coalition" and len(words) == 3 and words[1] in _WIDE and words[0] == "the":
            yield Naming(row.index, _local(f"{words[1]} coalition"), " ".join(words[1:]))


def _states(row: Phrases, start: int, end: int) -> tuple[Entity, ...]:
    return tuple(s for c in row.chunks[start:end] for s in c.states)


def _text(row: Phrases, match: re.Match[str]) -> str:
    return " ".join(c.text for c in row.chunks[match.start() : match.end()]).replace(" - ", "-")


def _local(label: str) -> Entity:
    return Entity(CKG.Coalition, slug(label), label)


__all__ = ["Chunk", "Naming", "coalitions"]
