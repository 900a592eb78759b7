"""A sentence as a row of phrases: persons with their offices, groups, states, places, verbs.

Like ``mentions.items``, one letter a chunk, so that event rules are regular expressions over
phrases. Letters beyond those of the items:

    P person(s)   u unnamed office-holder of a state   G group ("the leaders of S and S")
    I meet   Q speak   F phone   C host or convene   V visit   Y travel   W attend   Z hold
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.mentions import Item, Row
from kg.mentions.vocabulary import GROUP_NOUNS
from kg.model import Entity
from kg.resolution.chunk import VERBS, Chunk
from kg.resolution.connectives import named_event, with_connectives, without_brackets
from kg.resolution.gathering import People, Place
from kg.resolution.home import is_home_office
from kg.resolution.persons import Person
from kg.terms import CKG


@dataclass(frozen=True)
class Phrases:
    """The chunks of one sentence."""

    index: int
    chunks: tuple[Chunk, ...]
    codes: str


_Build = Callable[[Sequence[Chunk], re.Match[str]], Chunk | None]
_LISTED = r"t?(?:#(?=S))?[SOKGM](?:'?)"
_LIST = rf"{_LISTED}(?:(?:,&?|&|,?x?&){_LISTED})*"
_OF_STATES = re.compile(r"(?P<of>[SJrROKM](?:(?:,?&|,)t?[SJrROKM]){0,60})'?(?:x|#){0,2}?(?P<g>g)")
_GROUP_OF = re.compile(rf"(?P<g>[gG])(?:[opf]|x?p)(?P<list>{_LIST})")
_UNNAMED = re.compile(r"(?P<of>[SJOM])'?x?(?P<office>T)")
_UNNAMED_OF = re.compile(r"(?P<office>T)[op]t?(?P<of>[SO])(?!['-])")
# "met S's N": somebody of S whose office is not told.
_NAMED_OF = re.compile(r"(?<![izpVYf])(?P<of>[SK])'(?P<name>N)(?=[,&.;:xIQCWZwnizD]|$)")
_LONE = re.compile(r"g")
_DIGNITARIES = re.compile(r"[gG]ox(?:&x)?")
_ALLIES_NAMED = re.compile(r"Gt?S(?:(?:,&?|&)t?S)*(?![-'E])")
_FELLOWS = frozenset("ally allies member members partner partners countries nations".split())
_NUMBERED_GROUP = re.compile(r"G[op]#x{0,3}G(?=,x)")
_OURS = re.compile(r"y|h(?:#|x)?G")
_OF_OURS = re.compile(r"(?P<g>G)[op](?P<list>G)")
_BEING = frozenset("are is were was been be".split())
_IN_CONTEXT = frozenset(
    "host hosts chairs part come came comes coming chair receive table called calls round opens "
    "opened audience talk sit left leaves leaving closed stopped discussion".split()
)
# "Is headed to P", "heads on D for P".
_HEADING = frozenset("headed heading heads".split())
_PERHAPS = _HEADING | _IN_CONTEXT | {"retreat", "men", "women"}
# "The two men" are those told of before.
_COUNTED = (["the", "two"], ["the", "three"], ["the", "four"])
# "called three moderates, A, B and C"
CALLED_SEVERAL = re.compile(r"#[xJrR]{0,2}[GTx],(?=t?P,|t?P&t?P)")
# "The trilateral committee".
_MANY_SIDED = frozenset({"bilateral", "trilateral"})
# "the retreat, held in P", "the retreat was attended by"
_CONVENED = re.compile(r",?(?:Zi|Cb)|x{1,2}W|xZi")
# "with A meeting B"
_WITH_ONE_MEETING = re.compile(r"wt?[Pu]$")
_STAYING = re.compile(r"it?[LS]")
# "left (P) for S"
_LEFT_FOR = re.compile(r"L?ft?[LS](?![’'JTG-])")
# "Bilateral ties", "bilateral and multilateral commitments", "the trilateral-backed cable".
_SIDED_THING = re.compile(r"[xN]|&[xE][xN]|-x")
_ONWARD = re.compile(r"n?D?[zf]t?[LSR]")
# "is meeting N", "is meeting (the) visiting T of S".
_OTHERS = re.compile(r"t?V?[SJ]?[Pu]")
# "after meeting (in P) with N"
_WITH_WHOM = re.compile(r"w|[Pu]|V?P|i[tx]{0,2}[LSM](?:,S)?[nxD]{0,2}w")
# "between A and visiting B", "with (the) visiting B"
_GUEST_LISTED = re.compile(r"(?<=[B&,w])t?(?P<v>V)(?=P)P")
_SPOKEN_AT = frozenset("conference briefing statement appearance".split())
_NEXT_ROUND = frozenset(
    "next second third fourth fifth sixth seventh new previous last latest final".split()
)
_TALKS = frozenset("telephone phone summit".split())
_TAKE = frozenset("take takes took taking taken".split())
_LANDS = frozenset("country countries nation nations government governments states".split())
_MODALS = frozenset("to will would also then may could should later".split())
_MATTERS = frozenset("war crisis conflict policy peace".split())
_LONGEST_NAME = 4
_LANDSCAPE = frozenset(
    "lake river canal mountain valley strait sea bank airport street square coast peninsula island "
    "islands province desert delta port bay gulf hills heights north south east west day".split()
)
_DIGNITIES = frozenset("state government mission delegation".split())


def phrases(
    row: Row,
    people: People,
    references: Mapping[Place, tuple[Person, str]],
    authors: Sequence[Entity] = (),
    home: Entity | None = None,
    koreas: Sequence[Entity] = (),
) -> Phrases:
    """The chunks of a sentence: persons first, then groups, then what is left word by word.

    ``authors`` are the states and bodies that issue the text: they are "we" and "our countries";
    ``koreas`` are those that "the two Koreas" stand for.
    """
    chunks = list(_with_persons(row, people, references))
    if koreas and any(c.text == "Koreas" for c in chunks):
        both = tuple(koreas)
        chunks = [c._replace(code="S", states=both) if c.text == "Koreas" else c for c in chunks]
    if home is not None:
        chunks = [_at_home(chunks, p, home) for p in range(len(chunks))]
    codes = {chunk.code for chunk in chunks}
    if "O" in codes:
        chunks = [part for chunk in chunks for part in named_event(chunk)]
    if "N" in codes and not codes.isdisjoint("SK"):
        chunks = _rewrite(chunks, _NAMED_OF, _somebody_of)
    if not codes.isdisjoint("gGT"):
        for pattern, build in _CASCADE:
            chunks = _rewrite(chunks, pattern, build)
    if authors:
        chunks = _rewrite(chunks, _OURS, lambda c, m: _ours(c, m, authors))
        chunks = _rewrite(chunks, _OF_OURS, _group_of)
    chunks = _hyphenated(with_connectives(without_brackets(chunks)))
    if "V" in codes:
        chunks = _rewrite(chunks, _GUEST_LISTED, _guest)
    chunks = [
        _in_context(chunks, p) if chunk.code == "E" or chunk.lower in _PERHAPS else chunk
        for p, chunk in enumerate(chunks)
    ]
    return Phrases(row.index, tuple(chunks), "".join(c.code for c in chunks))


def _at_home(chunks: Sequence[Chunk], position: int, home: Entity) -> Chunk:
    """ "The Prime Minister", unnamed, in a government's own text is that government's."""
    chunk = chunks[position]
    item = chunk.item
    if chunk.code == "g" and chunks[position - 1].lower == "administration":
        return chunk._replace(states=(home,))
    if chunk.code != "T" or item is None or not item.text[0].isupper():
        return chunk
    if position == 0 or chunks[position - 1].lower != "the" or item.office is None:
        return chunk
    if not is_home_office(home.iso3, item.office.head, item.office.words):
        return chunk
    return chunk._replace(code="u", states=(home,), head=item.office.head)


def _hyphenated(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "U.S.–EU", "the US – Japan – Korea Partnership": a dash that joins two names."""
    out = list(chunks)
    for place in range(len(out) - 2, 0, -1):
        left, dash, right = out[place - 1 : place + 2]
        if dash.code == "-" and left.end < dash.start and dash.end < right.start:
            out[place] = dash = dash._replace(code="–")
        if dash.code != "–" or left.code not in "SJO" or right.code not in "SJO":
            continue
        tight = left.end == dash.start and dash.end == right.start
        if tight or (left.code == right.code == "S" and _goes_on_as_name(out, place + 2)):
            out[place] = dash._replace(code="-")
    return out


def _goes_on_as_name(chunks: Sequence[Chunk], position: int) -> bool:
    """Whether a capitalised word or a hyphen follows two states."""
    following = chunks[position] if position < len(chunks) else None
    if following is None:
        return False
    return following.code == "-" or (following.code in "xEN" and following.text[0].isupper())


def _in_context(chunks: Sequence[Chunk], position: int) -> Chunk:
    """Event words that are verbs where they stand: "will visit", "before meeting with"."""
    chunk = chunks[position]
    if chunk.lower in _HEADING and _ONWARD.match(_codes(chunks[position + 1 :][:5])):
        return chunk._replace(code="Y")
    if chunk.lower == "retreat" and position:
        around = chunks[max(0, position - 2)].code, _codes(chunks[position + 1 :][:5])
        convened = around[0] in "ZCW" or _CONVENED.match(around[1])
        told = chunks[position - 1].code in "ta" and convened
        return chunk._replace(code="E") if told or chunks[position - 1].code in "’'" else chunk
    if chunk.lower in ("men", "women"):
        counted = [c.lower for c in chunks[max(0, position - 2) : position]]
        return chunk._replace(code="G") if counted in _COUNTED else chunk
    if chunk.code != "E" and chunk.lower not in _IN_CONTEXT:
        return chunk
    before = _word_before(chunks, position)
    after = chunks[position + 1].code if position + 1 < len(chunks) else ""
    noun = position > 0 and chunks[position - 1].code in "t#h"
    if chunk.lower in ("host", "hosts", "chairs") and (after == "S" or noun):
        return chunk._replace(code="x")
    if chunk.lower == "host" and after == "G" and _is_land(chunks[position + 1]):
        return chunk._replace(code="x")
    if chunk.lower == "part" and before in _TAKE:
        return chunk._replace(code="W")
    following = chunks[position + 1].lower if position + 1 < len(chunks) else ""
    if chunk.lower in ("come", "came", "comes", "coming") and following == "together":
        return chunk._replace(code="I")
    if chunk.lower == "chair" and (before in _MODALS or _is_jointly(chunks, position)):
        return chunk._replace(code="C")
    if chunk.lower == "chairs" and position > 2 and chunks[position - 1].code == "-":
        return chunk._replace(code="G")
    opening = chunk.lower in ("opens", "opened") and position > 1 and after in ("n", "i", "D")
    if opening and chunks[position - 2].lower == "which" and chunks[position - 1].code in "SP":
        return chunk._replace(code="C")
    if chunk.lower == "audience":
        return chunk._replace(code="E") if after == "w" else chunk
    if chunk.lower == "closed":
        session = after == "E" and position > 0 and chunks[position - 1].code in "’'th"
        return chunk._replace(code="x") if session or following in ("doors", "-") else chunk
    if chunk.lower in ("stops", "stopped"):
        told = position > 0 and chunks[position - 1].code in "Peu"
        there = _STAYING.match(_codes(chunks[position + 1 :][:3]))
        return chunk._replace(code="Y") if told and there else chunk
    if chunk.lower == "discussion":
        return chunk._replace(code="E") if after in ("w", "B") else chunk
    if chunk.lower == "sit":
        return chunk._replace(code="I") if following == "down" else chunk
    if chunk.lower in ("left", "leaves", "leaving"):
        goes = _LEFT_FOR.match(_codes(chunks[position + 1 :][:5]))
        return chunk._replace(code="Y") if goes else chunk
    if chunk.lower == "talk":
        return chunk._replace(code="E", text="talks") if before in _TALKS else chunk
    if chunk.lower == "receive" and before in _MODALS:
        return chunk._replace(code="I")
    if chunk.lower == "round" and before in _NEXT_ROUND and after not in ("o", "E"):
        return chunk._replace(code="E", text="talks")
    if chunk.lower == "table" and before == "round":
        return chunk._replace(code="E", text="roundtable")
    if chunk.lower == "called" and CALLED_SEVERAL.match(_codes(chunks[position + 1 :][:7])):
        return chunk._replace(code="F")
    if chunk.lower in ("called", "calls") and after == "P":
        beyond = chunks[position + 2].code if position + 2 < len(chunks) else ""
        return chunk._replace(code="F") if beyond not in ("a", '"') else chunk
    if chunk.code != "E":
        return chunk
    sided = after in tuple("SJOKLE") or _SIDED_THING.match(_codes(chunks[position + 1 :][:3]))
    if chunk.lower in _MANY_SIDED and sided:
        return chunk._replace(code="x")
    if chunk.lower == "ministerial" and after == "E":
        return chunk._replace(code="x")
    told_of = chunks[position - 2].code if position > 1 else ""
    just = _codes(chunks[max(0, position - 3) : position])
    if chunk.lower == "meeting" and _WITH_ONE_MEETING.search(just):
        return chunk._replace(code="I") if after in tuple("hPu") else chunk
    if chunk.lower == "meeting" and before == "to" and following == "again":
        return chunk._replace(code="I")
    aside = before == "," and told_of in tuple("PGSOKu") and after in tuple("inwPu")
    if chunk.lower == "convening" and before in _BEING and after in ("t", "a"):
        return chunk._replace(code="C")
    if chunk.lower in ("meeting", "gathering", "convening") and (before in _BEING or aside):
        others = chunk.lower == "meeting" and _OTHERS.match(_codes(chunks[position + 1 :][:5]))
        to_do = chunk.lower == "meeting" and before in _BEING and after == "z"
        verb = after in tuple("iwnDx") or others or to_do
        return chunk._replace(code="I") if verb else chunk
    told = before in _MODALS or (position > 0 and chunks[position - 1].code in "yPG")
    if chunk.lower in ("visit", "travel") and told and after != "w":
        return chunk._replace(code="V" if chunk.lower == "visit" else "Y")
    if chunk.lower == "meeting" and before in ("before", "after", "while", "by"):
        with_whom = _WITH_WHOM.match(_codes(chunks[position + 1 :][:9]))
        return chunk._replace(code="I") if with_whom else chunk
    if (
        chunk.lower == "visits"
        and chunks[position - 1 : position]
        and chunks[position - 1].code == "P"
    ):
        return chunk._replace(code="V")
    return chunk


def _is_land(group: Chunk) -> bool:
    """ "Refugees and host countries": a phrase that names no state or body and no people."""
    named = group.states or group.bodies or group.persons
    return not named and group.lower.split()[-1] in _LANDS


def _codes(chunks: Sequence[Chunk]) -> str:
    return "".join(c.code for c in chunks)


def _word_before(chunks: Sequence[Chunk], position: int) -> str:
    """The word before, adverbs left out: "will also separately travel"."""
    place = position - 1
    while place > 0 and chunks[place].lower.endswith(("also", "then", "ly")):
        place -= 1
    return chunks[place].lower if place >= 0 else ""


def _is_jointly(chunks: Sequence[Chunk], position: int) -> bool:
    """Whether "co-" stands before a verb: "will co-chair"."""
    return [c.lower for c in chunks[max(0, position - 3) : position]][-2:] == ["co", "-"] and (
        position > 2 and chunks[position - 3].lower in _MODALS
    )


# "the president of S", of one named before.
_OF_STATE = re.compile(r"ot?[SO]")


def _with_persons(
    row: Row, people: People, references: Mapping[Place, tuple[Person, str]]
) -> Iterable[Chunk]:
    spans = _person_spans(row, people)
    position = 0
    while position < len(row.items):
        end, names = spans.get(position, (position + 1, ()))
        item = row.items[position]
        who = references.get(Place(row.index, position))
        if names:
            yield _person_chunk(row, position, end, names, people)
        elif who is not None:
            person, how = who
            state = (person.state,) if person.state else ()
            owner = _OF_STATE.match(row.codes, end) if how == "nominal" else None
            end = owner.end() if owner and item.code == "T" else end
            yield Chunk(
                "P",
                " ".join(i.text for i in row.items[position:end]),
                item.start,
                row.items[end - 1].end,
                (person,),
                _states(state),
                _bodies(state),
                item,
                how,
            )
        else:
            yield _plain(item)
        position = end


def _person_spans(row: Row, people: People) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Where each appointed person's phrase begins and ends, overlapping phrases joined."""
    joined: list[tuple[int, int, set[int]]] = []
    for a in sorted(people.appointed.get(row.index, []), key=lambda a: a.start):
        if a.office_row >= 0 or Place(row.index, a.name) not in people.at:
            continue
        if joined and a.start < joined[-1][1]:
            start, end, names = joined.pop()
            joined.append((start, max(end, a.end), names | {a.name}))
        else:
            joined.append((a.start, a.end, {a.name}))
    return {start: (end, tuple(sorted(names))) for start, end, names in joined}


def _person_chunk(row: Row, start: int, end: int, names: tuple[int, ...], people: People) -> Chunk:
    persons = tuple(people.at[Place(row.index, n)] for n in names)
    states = tuple(dict.fromkeys(p.state for p in persons if p.state is not None))
    first, last = row.items[start], row.items[end - 1]
    text = " ".join(i.text for i in row.items[start:end])
    return Chunk(
        "P", text, first.start, last.end, persons, _states(states), _bodies(states), first, "name"
    )


def _states(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(e for e in entities if e.kind == CKG.State)


def _bodies(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(e for e in entities if e.kind != CKG.State)


def _plain(item: Item) -> Chunk:
    code, lower, entity = item.code, item.lower, item.known
    if code == "x":
        code = VERBS.get(lower) or ("g" if lower in GROUP_NOUNS else "x")
    elif code == "O" and entity is None:
        entity = Entity(CKG.Organisation, item.text, " ".join(item.text.split()), token=item.token)
    states = (entity,) if entity is not None and code in "SJM" else ()
    bodies = (entity,) if entity is not None and code in "OK" else ()
    return Chunk(code, item.text, item.start, item.end, (), states, bodies, item, "", lower)


def _rewrite(chunks: list[Chunk], pattern: re.Pattern[str], build: _Build) -> list[Chunk]:
    codes = "".join(c.code for c in chunks)
    if pattern.search(codes) is None:
        return chunks
    out: list[Chunk] = []
    position = 0
    for match in pattern.finditer(codes):
        out.extend(chunks[position : match.start()])
        built = build(chunks, match)
        out.extend(chunks[match.start() : match.end()] if built is None else [built])
        position = match.end()
    out.extend(chunks[position:])
    return out


def _merge(chunks: Sequence[Chunk], start: int, end: int, code: str, head: str) -> Chunk:
    inside = chunks[start:end]
    return Chunk(
        code,
        " ".join(c.text for c in inside),
        inside[0].start,
        inside[-1].end,
        tuple(dict.fromkeys(p for c in inside for p in c.persons)),
        tuple(dict.fromkeys(s for c in inside for s in c.states)),
        tuple(dict.fromkeys(b for c in inside for b in c.bodies)),
        inside[0].item,
        head=head,
    )


def _group(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk | None:
    """ "The leaders of S", "S officials"; "S war allies" are of other states."""
    inside = (c.lower for c in chunks[match.end("of") : match.start("g")])
    if not _MATTERS.isdisjoint(inside):
        return None
    return _merge(chunks, match.start(), match.end(), "G", chunks[match.start("g")].head)


def _group_of(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk:
    end = match.end()
    if chunks[end - 1].code == "'":
        end -= 1
    return _merge(chunks, match.start(), match.end(), "G", chunks[match.start("g")].head)


def _allies_named(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk | None:
    """ "Counterparts from G allies A, B and C": those of A, B and C, not of G."""
    group = chunks[match.start()]
    if not group.bodies or group.states or group.lower.split()[-1] not in _FELLOWS:
        return None
    named = _merge(chunks, match.start(), match.end(), "G", group.head)
    return named._replace(bodies=())


def _numbered_group(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk:
    """ "representatives of 15 nations"."""
    return _merge(chunks, match.start(), match.end(), "G", chunks[match.start()].head)


def _guest(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk | None:
    """ "Between A and visiting B": B is one of a list."""
    person = chunks[match.end() - 1]
    visiting = chunks[match.start("v")].lower == "visiting"
    lead = [c.lower for c in chunks[max(0, match.start() - 2) : match.start()]]
    if not visiting or (lead[-1:] == ["with"] and lead[0] in _SPOKEN_AT):
        return None
    return person._replace(start=chunks[match.start()].start, text=f"visiting {person.text}")


def _lone(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk:
    return chunks[match.start()]._replace(code="G")


def _dignitaries(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk:
    """ "heads of state and government", "heads of mission"; other "G of x" are cut to the group."""
    head = chunks[match.start()]
    if chunks[match.start() + 2].lower in _DIGNITIES:
        return _merge(chunks, match.start(), match.end(), "G", head.head)
    return head._replace(code="G", end=chunks[match.end() - 1].end)


def _ours(chunks: Sequence[Chunk], match: re.Match[str], authors: Sequence[Entity]) -> Chunk:
    first = chunks[match.start()]
    whole = _merge(chunks, match.start(), match.end(), "G", "we")
    if first.lower not in ("we", "our"):
        return whole._replace(
            code=first.code if match.end() == match.start() + 1 else "G",
            head=chunks[match.end() - 1].head,
        )
    return whole._replace(states=_states(authors), bodies=_bodies(authors))


def _unnamed(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk | None:
    """ "The S deputy minister"; not "his visit to S as minister"."""
    if any(c.lower == "as" for c in chunks[match.start() : match.end()]):
        return None
    return _merge(chunks, match.start(), match.end(), "u", chunks[match.start("office")].head)


def _somebody_of(chunks: Sequence[Chunk], match: re.Match[str]) -> Chunk | None:
    """ "S's N N": by his name a person, who speaks for S."""
    words = chunks[match.start("name")].text.split()
    person = 1 < len(words) <= _LONGEST_NAME and all(w[:1].isupper() for w in words)
    if not person or not _LANDSCAPE.isdisjoint(w.lower() for w in words):
        return None
    return _merge(chunks, match.start(), match.end(), "u", "")


_CASCADE: tuple[tuple[re.Pattern[str], _Build], ...] = (
    (_UNNAMED, _unnamed),
    (_UNNAMED_OF, _unnamed),
    (_DIGNITARIES, _dignitaries),
    (_OF_STATES, _group),
    (_GROUP_OF, _group_of),
    (_LONE, _lone),
    (_GROUP_OF, _group_of),
    (_NUMBERED_GROUP, _numbered_group),
    (_ALLIES_NAMED, _allies_named),
)

__all__ = ["Chunk", "Phrases", "phrases"]
