"""A sentence as plain words with placeholders, so that a rule reads like its construction.

"Turkey, a founding member of NATO" becomes ``<S0> , a founding member of <G7>``: ``<S>`` is a list
of states, ``<G>`` one or several groups (coalitions, international organisations), ``<J>`` a
state's adjective, ``<#>`` a number, ``<D>`` a date, ``<P>`` a person, ``<L>`` a place, ``<T>`` an
office. Everything else is the lower-cased word.

What refers back stands for what it refers to: "the bloc" and "its members" for the group named
last, "the country" for the state named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.mentions import Item, Row
from kg.mentions.bodies import body_entity
from kg.model import Entity
from kg.terms import CKG

# In a long list bodies and names unknown may stand between the states.
_STATES = re.compile(
    r"t?S(?:,t?S){5,40}(?:,t?(?:S|[OKNxEnof]{1,6}(?=[,&]))){1,200}?,?&t?S(?![,&])|"
    r"(?:t?S&&&)?t?S(?:(?:,t?S)*,?&{1,5}t?S|(?:,t?S){2,}|,t?S(?=x&xx[oOK]))?"
)
_GROUPS = re.compile(r"t?[OK](?:(?:,t?[OK]){0,40},?&[ta]?[OK])?")
_PLACED_STATES = re.compile(r"<S(\d+)>")
# "WELCOMING S's efforts": the clauses of a declaration begin in capitals.
_OPENS_CLAUSE = re.compile(r"[A-Z]{3,16}ING")
_BETWEEN_STATES = "igo"
# Organs with staff or deputies of their own: no state is a member of them.
_STAFFED = frozenset({"european-commission", "european-parliament", "european-central-bank"})
_ANAPHORS = frozenset(
    """bloc alliance grouping union organisation organization coalition group pact forum body
    club council association""".split()
)
_COUNTRY = frozenset("country nation kingdom republic".split())
_COUNTRIES = frozenset("countries nations states governments".split())
_BODIES = frozenset(
    "union community commission council organisation organization forum league pact".split()
)
_PRESIDING = frozenset("chair president chairman host chairperson head leader".split())
_OBLIQUE = frozenset("of in with to by from at between".split())
_FRONTING = frozenset("unlike like besides outside in after for with despite since beyond".split())
_MEMBER_WORDS = frozenset("member members chair presidency chairmanship membership".split())
_LETTERS = {"L": "L", "N": "P", "R": "L", "M": "L", "T": "T", "g": "T"}
_DESCRIBING = _ANAPHORS | {"cartel", "trio", "club"}
# "G7 nations" is one name in the reference data, and still says "nations".
_MEMBERS_NAMED = frozenset({"nations", "countries", "partners", "members"})
_MORE = frozenset("others other several some many".split())
# "The regional bloc" is the one named before as much as "the bloc" is.
_PLAIN_KINDS = frozenset(
    "regional continental military defence defense economic trade trading diplomatic".split()
)
_BECOMING = frozenset("became become becomes becoming".split())
# "Member States" in capitals.
_MEMBERS_IN_CAPITALS = frozenset("member members states permanent".split())
_LINKING = frozenset("of between among".split())
_GROUPING_VERBS = frozenset("comprises includes groups unites has counts consists".split())
_VERBS = frozenset("heads head leads chairs chair commands".split())
_REFERRING = "xQYUlE"
_REFERRING_WORDS = _ANAPHORS | _COUNTRY | _COUNTRIES | {"its", "whose", "it", "member", "we"}


@dataclass
class Gist:
    """The words of a sentence and what its placeholders stand for, by their numbers."""

    row: int
    text: str = ""
    states: dict[int, tuple[Entity, ...]] = field(default_factory=dict)
    groups: dict[int, tuple[Entity, ...]] = field(default_factory=dict)
    numbers: dict[int, Item] = field(default_factory=dict)
    dates: dict[int, Item] = field(default_factory=dict)

    def states_of(self, match: re.Match[str], name: str) -> tuple[Entity, ...]:
        """The states that a named group of a match stands for, groups between them left out."""
        found = match[name]
        if found is None or found.count("<") == 1:
            return self.states.get(number_of(found), ())
        numbers = (int(n) for n in _PLACED_STATES.findall(found))
        return tuple(state for n in numbers for state in self.states.get(n, ()))

    def groups_of(self, match: re.Match[str], name: str = "G") -> tuple[Entity, ...]:
        """The coalitions and organisations that a named group of a match stands for."""
        return self.groups.get(number_of(match[name]), ())

    def group_of(self, match: re.Match[str], name: str = "G") -> Entity | None:
        """The first of them."""
        return next(iter(self.groups_of(match, name)), None)


@dataclass
class _Memory:
    """The group, the state and the two states named last, and the state a sentence was about."""

    group: Entity | None = None
    coalition: Entity | None = None
    state: Entity | None = None
    pair: tuple[Entity, ...] = ()
    subject: Entity | None = None
    topic: Entity | None = None
    group_row: int = -1


def number_of(placeholder: str | None) -> int:
    """The number in a placeholder, -1 without one."""
    return int(re.sub(r"\D", "", placeholder or "") or -1)


def gists(rows: Sequence[Row]) -> list[Gist]:
    """The gist of every sentence, in order."""
    memory = _Memory()
    return [_gist(row, memory) for row in rows]


def _gist(row: Row, memory: _Memory) -> Gist:
    codes = _codes(row)
    gist = Gist(row.index)
    lists = _lists(row, codes)
    named = (_group(i) for i in row.items if i.code in "KO")
    upcoming = next((g for g in named if g is not None), None)
    words: list[str] = []
    position = 0
    while position < len(codes):
        end = lists.get(position, position + 1)
        word = _states(gist, row, position, end, memory) if position in lists else ""
        if not word and codes[position] in "tOK":
            word, end = _groups(gist, row, codes, position, memory)
            words = _undescribed(words) if word else words
        if not word and row.items[position].lower in _REFERRING_WORDS:
            word = _referring(gist, row, position, memory, upcoming)
            if word.startswith("<G") and words and words[-1] in _PLAIN_KINDS:
                words.pop()
        words.append(word or _word(gist, row.items[position], position))
        position = end
    words = [w for w in words if w]
    memory.subject, memory.topic = _subject(gist, words), _topic(gist, words)
    gist.text = " ".join(words)
    return gist


def _codes(row: Row) -> str:
    """The letters of the row, with "as well as" or "plus" between states read as "and"."""
    codes = row.codes
    if "S" not in codes:
        return codes
    words = [i.lower for i in row.items]
    for position, word in enumerate(words):
        if word == "well" and words[position - 1 : position + 2] == ["as", "well", "as"]:
            codes = codes[: position - 1] + "&&&" + codes[position + 2 :]
        elif word == "course" and words[position - 3 : position] == ["and", ",", "of"]:
            codes = codes[: position - 3] + "&&&&&" + codes[position + 2 :]
        elif word == "plus":
            codes = codes[:position] + "&" + codes[position + 1 :]
    return codes


def _lists(row: Row, codes: str) -> dict[int, int]:
    """Where the lists of states begin and end; "Unlike S, S and S" sets its first state apart."""
    found = {}
    for match in _STATES.finditer(codes):
        start, end = match.span()
        if (
            start
            and row.items[start - 1].code == "N"
            and not _OPENS_CLAUSE.fullmatch(row.items[start - 1].text)
            and row.items[start - 1].end + 1 == row.items[start].start
        ):
            continue
        first = codes.find(",", start, end)
        if first > 0 and start == 1 and row.items[0].lower in _FRONTING:
            found[start] = first
            found[first + 1] = end
        else:
            found[start] = _with_others(row, codes, end)
    return found


def _with_others(row: Row, codes: str, end: int) -> int:
    """The end of a list that goes on with others: "S, S and 13 other countries"."""
    while codes[end : end + 2] == ",S":
        if codes[end + 2 : end + 3] not in (",", "&"):
            return end
        if codes[end + 2 : end + 4] == ",S":
            end += 2
            continue
        after = end + 2 + (codes[end + 2] == ",")
        if codes[after : after + 1] != "&" or after + 1 >= len(codes):
            return end
        more = codes[after + 1] == "#" or row.items[after + 1].lower in _MORE
        return end + 2 if more else end
    return end


def _undescribed(words: list[str]) -> list[str]:
    """The words before a group without what describes it: "the oil cartel N", "the bloc N"."""
    if not words or words[-1] not in _DESCRIBING:
        return words
    for back in range(2, min(6, len(words) + 1)):
        if words[-back] in ("the", "a", "an"):
            return words[: 1 - back]
        if not words[-back].replace(" ", "").isalpha():
            break
    return words[:-1]


def _states(gist: Gist, row: Row, start: int, end: int, memory: _Memory) -> str:
    found = (i.known for i in row.items[start:end] if i.code == "S")
    states = tuple(s for s in found if s is not None)
    gist.states[start] = states
    if states:
        joined = start > 1 and row.codes[start - 2 : start] == "S-" and memory.state is not None
        pair = (memory.state, states[0]) if joined and len(states) == 1 else states
        memory.pair = tuple(s for s in pair if s) if len(set(pair)) == 2 else memory.pair
        memory.state = states[-1]
    return f"<S{start}>"


def _groups(gist: Gist, row: Row, codes: str, start: int, memory: _Memory) -> tuple[str, int]:
    """The groups listed from here, with the common noun after one: "the N bloc"."""
    match = _GROUPS.match(codes, start)
    if not match or _group(row.items[start + (codes[start] == "t")]) is None:
        return "", start + 1
    end = match.end()
    found = [g for i in row.items[start:end] if (g := _group(i)) is not None]
    if len(found) != sum(c in "OK" for c in codes[start:end]):
        end = start + 1 + (codes[start] == "t")
        found = found[:1]
    gist.groups[start] = tuple(found)
    if start < 7:
        memory.topic = found[0]
    memory.group, memory.group_row = found[-1], gist.row
    if found[-1].kind == CKG.Coalition:
        memory.coalition = found[-1]
    last = row.items[end - 1].text.rpartition(" ")[2].lower()
    if end < len(codes) and row.items[end].text in _ANAPHORS:
        end += 1
    return f"<G{start}>" + (f" {last}" if last in _MEMBERS_NAMED else ""), end


def _referring(
    gist: Gist, row: Row, position: int, memory: _Memory, upcoming: Entity | None
) -> str:
    """ "the bloc", "its members", "in it" and "the country" as what they refer to."""
    item = row.items[position]
    lower = item.lower
    before = row.items[position - 1].lower if position else ""
    after = row.items[position + 1].lower if position + 1 < len(row.items) else ""
    if lower in _ANAPHORS:
        if item.code not in _REFERRING or not _is_definite(row, position):
            return ""
        group = memory.group or upcoming
        if lower == "council":
            known = (g for g in (memory.group, upcoming) if g is not None)
            group = next((g for g in known if g.label.endswith("Council")), None)
        if lower in ("coalition", "group", "grouping"):
            group = memory.coalition or (None if lower == "coalition" else group)
        return _placed(gist, position, group)
    if lower in ("its", "whose", "it", "member", "we"):
        return _pronoun(gist, row, position, memory, before, after)
    if lower in _COUNTRIES and before == "both" and after not in ("of", "in", "that", "which"):
        gist.states[position] = memory.pair
        return f"<S{position}>" if memory.pair else ""
    if lower in _COUNTRY and item.code == "x" and before == "the" and after != "of":
        return _placed_state(gist, position, memory.state)
    return ""


def _is_definite(row: Row, position: int) -> bool:
    """ "the bloc", "the S-led forum of 50 countries", not "the forum of S"."""
    before = [i.lower for i in row.items[max(0, position - 4) : position]]
    after = [i.lower for i in row.items[position + 1 : position + 2]]
    counted = row.codes[position + 2 : position + 3] == "#"
    led = before[-2:] == ["-", "led"] and before[:1] == ["the"]
    kind = before[-2:-1] == ["the"] and not _PLAIN_KINDS.isdisjoint(before[-1:])
    return (before[-1:] in (["the"], ["this"]) or led or kind) and (
        not _LINKING & set(after) or counted
    )


def _pronoun(gist: Gist, row: Row, position: int, memory: _Memory, before: str, after: str) -> str:
    """ "its members", "whose members", "in it", "it comprises", "a member since"."""
    lower = row.items[position].lower
    group = memory.group
    if lower == "its" and _counts_members(row, position):
        near = any(p in gist.groups for p in range(position - 4, position))
        return _placed(gist, position, group if near else memory.topic, " 's")
    if lower == "whose" and _counts_members(row, position):
        named = group is not None and (position - 2 in gist.groups or position - 3 in gist.groups)
        return _placed(gist, position, group if named else None, " 's")
    if lower == "member" and after in ("since", ",", ".") and before != "-":
        told = memory.group_row < row.index or before in ("founding", "original")
        placed = _placed(gist, position, group if told else None)
        return f"member of {placed}" if placed else ""
    joining = before in ("join", "joins", "joined", "joining", "entered", "left") or (
        before == "to" and row.items[position - 2].lower in ("belong", "belongs", "belonged")
    )
    if lower == "it" and (joining or (before in ("in", "of") and after in (".", ",", ";", ""))):
        return _placed(gist, position, group)
    if lower == "we" and position == 0:
        told = row.codes[1:2] not in (",", "–", "-", "t")
        return _placed_state(gist, position, memory.subject if told else None)
    if lower == "it" and position == 0:
        if after in _GROUPING_VERBS and memory.topic is not None:
            return _placed(gist, position, memory.topic)
        return _placed_state(gist, position, memory.subject)
    return ""


def _counts_members(row: Row, position: int) -> bool:
    following = [i.lower for i in row.items[position + 1 : position + 5]]
    return bool(_MEMBER_WORDS & set(following))


def _placed(gist: Gist, position: int, group: Entity | None, after: str = "") -> str:
    if group is None:
        return ""
    gist.groups[position] = (group,)
    return f"<G{position}>{after}"


def _placed_state(gist: Gist, position: int, state: Entity | None) -> str:
    if state is None:
        return ""
    gist.states[position] = (state,)
    return f"<S{position}>"


def _word(gist: Gist, item: Item, position: int) -> str:
    if item.code == "x" and item.office is None:
        return item.lower
    if item.code == '"':
        return ""
    if item.code == "#":
        gist.numbers[position] = item
        return f"<#{position}>"
    if item.code == "D":
        gist.dates[position] = item
        return f"<D{position}>"
    if item.code == "J" and item.known is not None:
        gist.states[position] = (item.known,)
        return f"<J{position}>"
    if item.office is not None and item.office.head in _PRESIDING and item.text not in _VERBS:
        return _presiding(gist, item, position)
    if item.text in _VERBS:
        return item.text
    if item.code == "N" and _MEMBERS_IN_CAPITALS.issuperset(item.lower.split()):
        return item.lower
    return f"<{_LETTERS[item.code]}>" if item.code in _LETTERS else item.lower


def _presiding(gist: Gist, item: Item, position: int) -> str:
    """ "chair of G": the head word, and the group it names."""
    office = item.office
    assert office is not None
    body = _group(office.body) if office.body is not None else None
    if body is None:
        return office.head
    gist.groups[position] = (body,)
    return f"{office.head} of <G{position}>"


def _topic(gist: Gist, words: Sequence[str]) -> Entity | None:
    """The group that a sentence is about: named early, and not after a preposition."""
    for position, word in enumerate(words[:7]):
        if word.startswith("<G"):
            before = words[position - 1] if position else ""
            return None if before in _OBLIQUE else gist.groups[number_of(word)][0]
    return None


def _subject(gist: Gist, words: Sequence[str]) -> Entity | None:
    """The one state that a sentence opens with."""
    opening = next((w for w in words[:2] if w.startswith("<S")), "")
    states = gist.states.get(number_of(opening), ())
    return states[0] if len(states) == 1 else None


def _group(item: Item) -> Entity | None:
    """The coalition or international organisation an item names."""
    known = item.known
    if item.code == "K":
        return known
    if item.code != "O":
        return None
    if known is not None and known.known:
        between = known.token == _BETWEEN_STATES and known.key not in _STAFFED
        return known if between else None
    if item.within is not None:
        return None
    if item.token == _BETWEEN_STATES or item.text.split()[-1].lower() in _BODIES:
        return body_entity(item)
    return None
