"""Whom "the four", "the two men", "they" or "both leaders" stand for: a list named before.

Also the persons that a group of office-holders stands for: of "the presidents of A and B", those
presidents whom the article names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import ATTENDING, Entity
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause, Frame
from kg.resolution.meetings import Meeting
from kg.resolution.persons import Person

_WORDS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
_SIDED = {"trilateral": 3, "quadrilateral": 4}
_KEPT = 8
_SINGULAR = {
    "presidents": "president",
    "premiers": "premier",
    "chancellors": "chancellor",
    "kings": "king",
}
_PORTFOLIOS = frozenset(
    "foreign defense defence finance interior prime trade energy justice economy health".split()
)
_LEADING = (
    "president", "prime minister", "chancellor", "king", "queen", "premier", "leader", "emir",
    "sultan", "prince", "head of", "taoiseach", "secretary-general",
)  # fmt: skip
_ADVISERS = frozenset({"advisors", "advisers"})
_NEAR = 12
_PRIVATE = frozenset(
    "industry business religious party union opposition community civil society tribal rebel "
    "congressional military labor tech church faith youth former".split()
)


@dataclass
class Lists:
    """The lists of states and persons of the last sentences, the latest last."""

    found: list[tuple[int, list[Chunk]]] = field(default_factory=list)

    def note(self, clause: Clause) -> None:
        """Remember the lists of a sentence that has been read."""
        for _, _, actors in clause.lists:
            chunks = [c for c in clause.pick(actors) if c.persons or c.states or c.bodies]
            if len(_members(chunks)) > 1:
                self.found.append((clause.row, chunks))
        self.found = self.found[-_KEPT:]

    def of_count(self, count: int, row: int) -> list[Chunk]:
        """The latest list of so many, not further back than a few sentences."""
        for at, chunks in reversed(self.found):
            if row - at <= _KEPT and len(_members(chunks)) == count:
                return chunks
        return []


def _members(chunks: Sequence[Chunk]) -> set[object]:
    """The members of a list: persons where they are named, else states and bodies."""
    found: set[object] = set()
    for chunk in chunks:
        found.update(chunk.persons or (*chunk.states, *chunk.bodies))
    return found


def counted(clause: Clause, chunk: Chunk) -> int:
    """How many "the four", "envoys of the four", "both leaders" says there are; 0 if nothing."""
    position = next((p for p, c in enumerate(clause.chunks) if c.start == chunk.start), -1)
    if position < 0:
        return 0
    before = [c.lower for c in clause.chunks[max(0, position - 2) : position]]
    inside = chunk.lower.split()
    for word in reversed([*before, *inside]):
        if word in _WORDS:
            return _WORDS[word]
    if "both" in before[-1:] or inside[:1] == ["both"]:
        return 2
    after = [c.lower for c in clause.chunks[position + 1 : position + 5]]
    if after[:1] == ["of"]:
        number = next((w for w in after[1:3] if w in _WORDS), "")
        following = after[after.index(number) + 1 :] if number else []
        return _WORDS[number] if number and following[:1] in ([], [","], ["."]) else 0
    return 0


def number_told(word: str) -> int:
    """The number of "two", "both" or "four"; 0 for other words."""
    return 2 if word.lower() == "both" else _WORDS.get(word.lower(), 0)


def sides_of(chunk: Chunk) -> Chunk:
    """A phrase for the states of those it names, not for themselves."""
    return chunk._replace(code="G", persons=())


def sides_told(
    clause: Clause, frame: Frame, lists: Lists, party: Sequence[Chunk] = ()
) -> list[Chunk]:
    """For "the trilateral meeting", told without its sides: the three listed before."""
    if any(a.chunk.states or a.chunk.persons for a in frame.arguments):
        return []
    words = [c.lower for c in clause.chunks[max(0, frame.position - 6) : frame.position + 1]]
    count = next((_SIDED[w] for w in words if w in _SIDED), 0)
    if not count:
        return []
    met = party if len({s for c in party for s in c.states}) == count else ()
    return [sides_of(c) for c in met or lists.of_count(count, clause.row) if c.states]


def own_subject(clause: Clause, chunk: Chunk) -> list[Chunk] | None:
    """For "they": the list named before it in the same sentence, if there is one."""
    before = [
        a
        for s, e, a in clause.lists
        if clause.chunks[a[-1]].start < chunk.start and not clause.is_oblique(s)
    ]
    several = [a for a in before if len(a) > 1 or clause.codes[a[0]] == "G"]
    return clause.pick(several[-1]) if several else None


_WHOSE = frozenset({"meeting_of_group", "possessor_of_meeting"})


def office_holders(
    meeting: Meeting, persons: Mapping[Entity | None, Sequence[Person]]
) -> Iterator[tuple[int, Argument]]:
    """The named presidents of "the presidents of A and B": the row of the group, and their part."""
    known = meeting.persons()
    for frame, argument in meeting.arguments():
        chunk = _of_those(frame, argument)
        several = chunk.code == "G" and len(chunk.states + chunk.bodies) > 1
        if not several or chunk.persons or argument.role not in ATTENDING:
            continue
        for state in chunk.states:
            if any(p.state == state for p in known):
                continue
            fitting = [
                p
                for p in persons.get(state, ())
                if abs(p.first_row - frame.row) <= _NEAR and _fits(p, chunk)
            ]
            if len(fitting) == 1:
                person = fitting[0]
                named = chunk._replace(persons=(person,), states=(state,), bodies=(), code="P")
                yield frame.row, Argument(named, argument.role, "holds_office_of_group")


def _of_those(frame: Frame, argument: Argument) -> Chunk:
    """ "A and B held a foreign ministers' meeting": the foreign ministers of A and B."""
    chunk = argument.chunk
    if argument.cue not in _WHOSE or chunk.code != "G" or chunk.states or chunk.bodies:
        return chunk
    states = (s for a in frame.arguments if a.chunk.code == "S" for s in a.chunk.states)
    return chunk._replace(states=tuple(dict.fromkeys(states)))


def are_leaders(chunks: Sequence[Chunk]) -> bool:
    """Whether one of several persons leads a state or government, or no offices are known."""
    labels = {h.label.lower() for c in chunks for p in c.persons for h in p.holdings}
    return not labels or any(word in label for label in labels for word in _LEADING)


def _fits(person: Person, chunk: Chunk) -> bool:
    words = chunk.lower.split()
    if _PRIVATE & set(words):
        return False
    labels = [h.label.lower() for h in person.holdings if not h.former]
    if "leaders" in words or ("heads" in words and "state" in words):
        return any(
            label in ("president", "prime minister", "leader", "chancellor", "king", "premier")
            for label in labels
        )
    for plural, singular in _SINGULAR.items():
        if plural in words:
            return singular in labels
    if "security" in words and not _ADVISERS.isdisjoint(words):
        return any("national security" in label and "deputy" not in label for label in labels)
    if "ministers" in words:
        portfolio = next((w for w in words if w in _PORTFOLIOS), "")
        return bool(portfolio) and any(
            portfolio in label and "minister" in label for label in labels
        )
    return False
