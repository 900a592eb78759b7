"""What an article names at all: states, bodies, coalitions and officials, with where first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.facts.governments import unnamed_states
from kg.facts.rules import evidence
from kg.mentions import Row
from kg.mentions.bodies import body_entity, is_sub_body
from kg.model import Entity, LineKind, Sighting
from kg.resolution import Resolved
from kg.resolution.gathering import inner_body
from kg.terms import CKG

# Bodies of a government: "the Kenyan Foreign Ministry" names the state as well.
_GOVERNING = frozenset({"ministry", "military", "agency"})
_READ = frozenset({LineKind.BODY, LineKind.HEADING, LineKind.CAPTION, LineKind.DATELINE})
_VERBAL = re.compile(
    r"(?:has|have|had|did|does|is|was|will|would|should|must|says|said|may|might|could|wants|hopes|insists|"
    r"\w{1,40}ed|sees|calls|denies|accuses)"
)
_GOVERNS = re.compile(r"(?<![ipzno–(,])L(?=x|'|Z)")
_SCENIC = frozenset(
    "streets airport suburbs residents police mayor outskirts university skyline".split()
)
# "Soviet-made", "ex-Soviet", "a former Soviet republic": what is left of a state, not the state.
_BYGONE = frozenset({"former", "-", "post", "ex"})
_SPEAKING = frozenset("speaks speak fluent fluently proficient conversational translated".split())
_UNCERTAIN = {
    "GEO": re.compile(
        r"Georgian|Tbilisi|Abkhaz|Ossetia|Caucasus|[Rr]epublic of Georgia|Soviet|Georgia’?'?s"
        r" (?:foreign|prime|defen[cs]e|parliament|government|territor)|Armenia|Azerbaijan|Moldova"
    )
}


@dataclass
class _Seen:
    """The forms and the first sentence of one entity."""

    entity: Entity
    row: int
    forms: dict[str, None] = field(default_factory=dict)


def sightings(resolved: Resolved) -> Iterator[Sighting]:
    """Every entity that body and headings name, with its first sentence and the forms used."""
    seen: dict[tuple[str, str], _Seen] = {}
    for row in resolved.rows:
        if resolved.document.sentences[row.index].kind in _READ:
            for entity, form in _named(resolved, row):
                entry = seen.setdefault((entity.kind.value, entity.key), _Seen(entity, row.index))
                entry.forms.setdefault(" ".join(form.split()))
    for entry in seen.values():
        entity = _with_forms(entry)
        rule = "named_in_text"
        yield Sighting(entity, evidence(resolved, entry.row, rule)[0], tuple(entry.forms))


def _with_forms(entry: _Seen) -> Entity:
    entity = entry.entity
    if entity.known or entity.kind == CKG.Official:
        return entity
    others = tuple(f for f in entry.forms if f != entity.label)
    return replace(entity, aliases=tuple(dict.fromkeys(entity.aliases + others)))


def _named(resolved: Resolved, row: Row) -> Iterator[tuple[Entity, str]]:
    capitals = {m.start() for m in _GOVERNS.finditer(row.codes)}
    for position, item in enumerate(row.items):
        if item.code in "SJM":
            entity = item.known
            if entity is not None and _is_state(resolved, row, position, entity):
                yield entity, item.text
        elif item.code == "L" and position in capitals:
            state = _government(resolved, row, position)
            if state is not None:
                yield state, item.text
        elif item.code == "O":
            if not is_sub_body(item) and not _is_of_group(row, position):
                yield body_entity(item), item.text
            if item.within is not None and item.token in _GOVERNING:
                yield item.within, item.text.split()[0]
        elif item.office is not None and item.office.body is not None:
            body = item.office.body
            inner = inner_body(body, resolved.reference)
            yield (inner or body_entity(body)), (inner.label if inner else body.text)
        if item.office is not None and item.office.to is not None:
            yield item.office.to, item.office.to.label
        if item.code == "K" and item.known is not None:
            yield item.known, item.text
    for naming in resolved.coalitions if "K" in row.codes else ():
        if naming.row == row.index:
            yield from ((state, state.label) for state in naming.lead)
    yield from unnamed_states(row, resolved.reference)
    for mention in resolved.persons_in(row.index):
        if mention.how == "name":
            yield mention.entity, resolved.document.quote(mention.span)


def _is_of_group(row: Row, position: int) -> bool:
    """ "the K Senior N Group": a part of the coalition named before it."""
    item = row.items[position]
    part = item.known is None and item.lower.split()[-1] in ("group", "committee")
    return part and row.codes[max(0, position - 1) : position] == "K"


def _is_state(resolved: Resolved, row: Row, position: int, entity: Entity) -> bool:
    if entity.kind != CKG.State:
        return False
    item = row.items[position]
    following = row.items[position + 1].text if position + 1 < len(row.items) else ""
    if following[:1] in "$€£" and following:
        return False
    if item.text == "Soviet" and (following == "-" or _before(row, position) in _BYGONE):
        return False
    if item.code == "M" and position and row.items[position - 1].code in "ti":
        before = [i.code for i in row.items[max(0, position - 2) : position]]
        return "i" not in before
    if item.code == "J" and _is_language(row, position):
        return False
    cue = _UNCERTAIN.get(entity.iso3)
    if cue is not None and _is_after_a_town(resolved, row, position):
        return False
    return (
        cue is None or bool(cue.search(resolved.document.article.text)) or _in_list(row, position)
    )


def _is_language(row: Row, position: int) -> bool:
    """ "speaks Spanish and French"."""
    before = {i.lower for i in row.items[max(0, position - 6) : position]}
    return bool(before & _SPEAKING) and row.codes[position + 1 : position + 2] in (
        *",.;)&:",
        "",
    )


def _before(row: Row, position: int) -> str:
    return row.items[position - 1].lower if position else ""


def _is_after_a_town(resolved: Resolved, row: Row, position: int) -> bool:
    """ "Savannah, Georgia": a town that is not known to be of the state."""
    if (
        position < 2
        or row.items[position - 1].code != ","
        or row.items[position - 2].code not in "ULN"
    ):
        return False
    town = row.items[position - 2].known
    if town is not None and resolved.reference.country_of(town) == row.items[position].known:
        return False
    return not _in_list(row, position)


def _in_list(row: Row, position: int) -> bool:
    near = row.items[max(0, position - 4) : position + 5]
    return sum(i.code == "S" for i in near) > 2


def _government(resolved: Resolved, row: Row, position: int) -> Entity | None:
    """The state a capital stands for when it acts: "Washington has delivered", "Moscow's"."""
    place = row.items[position].known
    following = row.items[position + 1]
    if place is None:
        return None
    if following.code == "'":
        after = row.items[position + 2].lower if position + 2 < len(row.items) else ""
        if (
            after in _SCENIC
            or position + 2 >= len(row.items)
            or row.items[position + 2].code in "NE"
        ):
            return None
    elif not _VERBAL.fullmatch(following.lower):
        return None
    return resolved.reference.capital_state(place)
