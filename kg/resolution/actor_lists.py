"""Lists of actors in a sentence: "A, B's minister C and the leaders of D"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.resolution.chunks import Chunk

_LONGEST_LIST = 200
_ENUMERATION = 4
_OFFICIALS = 3
_ACTOR = re.compile(
    r"(?:t?x'(?=P)|t?R['’](?=G))?[th]?#?(?:(?:ax{1,2}o)?(?:x-)?[xN]?x?(?=G)|[JOTN](?=P))?(?P<a>[PSOKGuM])"
)
_SEPARATOR = re.compile(
    r"(?:,?&h[xNOG]{1,3},(?=[thx]{0,3}[PSOKGu])|,?&,xx,"
    r"|(?:[,;]&?|&)x{0,2}wt?(?=[thx]{0,3}[PSOKGuM])|x{0,2}wt?(?=[thx]*[PSOKGuM])"
    r"|,?&[hx]{0,2}(?=G)|,?&(?:x(?=[SP])|tx(?=S))?|;&?|,?\+|,)"
)
_NOTE = re.compile(r"\([xADN]{1,3}\)(?=[,;])")
# What a list's entry goes on with: "T responsible for X at O; ".
_REST = re.compile(r"[^;.]{1,16}(?=;)")
# "with A party member, director of its office, and Foreign Minister N": one person.
_MANY_OFFICES = re.compile(r"t?O[ON]{1,3},&?(?=P)")
# An office that is not known to be one, before a name: "Coast Guard 14th District Commander N".
_LOOSE = re.compile(r"[SOJ]x{0,2}N(?=P)")
# "members of the security team, including".
_OF_TEAM = re.compile(r"o[th]?[xJRO-]{0,5}[xG],?\+(?=t?[PSu])")
# Words that stand before a name in a list: "A and opposition leader B".
_ROLES = frozenset("opposition fellow host party rebel parliamentary".split())
_INTRODUCED = re.compile(r"[:–,]x{0,3}(?=t?P)")
# "S war opponents, including N": S is no party.
_CALLED_AFTER = re.compile(r"x{1,3},?\+")
_PEERS = frozenset("counterpart counterparts colleague colleagues chairs".split())
_BRINGING = frozenset("brought drew gathered involved included attracted united".split())
# "the O militants"
_FIGHTERS = frozenset("militants jihadists fighters extremists terrorists insurgents".split())
# "S war opponents"
_TOPICS = frozenset("war crisis conflict policy".split())
# "In S, A and B met".
_OPENING_STATE = re.compile(r"D?,?it?S,t?[PGu]")


class ListRead(NamedTuple):
    """What a list was read as: where its actors are, where each ends, and what parts them."""

    found: list[int]
    ends: list[int]
    separators: str


class ActorLists:
    """The lists of actors in a sentence's phrases."""

    def __init__(self, chunks: Sequence[Chunk], codes: str) -> None:
        self.chunks = chunks
        self.codes = codes

    def at(self, position: int) -> tuple[list[int], int]:
        """The list of actors that begins at a position: their positions and where it ends."""
        read = self._read(position)
        found, ends, separators = read
        if not found:
            return found, position
        if len(found) > 1 and (self._is_seat(found[0]) or self._is_task(found)):
            return found[:1], ends[0]
        if (named := self._named_after(read)) is not None:
            return named
        bare = separators.strip(",tx+") == "" and "+" not in separators
        if bare and len(found) > 1 and not self._is_enumeration(found):
            return found[:1], ends[0]
        return found, ends[-1]

    def all(self) -> Iterator[tuple[int, int, list[int]]]:
        """Every list of the sentence: where it begins and ends, and its actors' positions."""
        position = 0
        while first := _ACTOR.search(self.codes, position):
            position = first.start()
            actors, end = self.at(position)
            if actors:
                yield position, end, actors
                position = max(end, position + 1)
            else:
                position += 1

    def _read(self, position: int) -> ListRead:
        """All that can be of the list that begins at a position."""
        read = ListRead([], [], "")
        end = position
        while len(read.found) < _LONGEST_LIST and (match := _actor(self.codes, end, read.found)):
            actor = match.start("a")
            if self._modifies(actor) or (read.found and self._is_told_of(match.start(), actor)):
                break
            named, end = self._named(actor, match.end())
            read.found.append(named)
            read.ends.append(end)
            end = self._past_asides(end, read.separators)
            separator = _SEPARATOR.match(self.codes, end)
            if separator is None:
                break
            further = self._next_entry(position, separator, read.separators)
            if further < 0:
                unread = not _ACTOR.match(self.codes, separator.end()) and "&" in separator[0]
                return read._replace(separators=read.separators + "&") if unread else read
            end = further
            read = read._replace(separators=read.separators + separator[0])
        return read

    def _named(self, actor: int, end: int) -> tuple[int, int]:
        """ "S's leaders" and "the leaders P": whom an entry means, and where it ends."""
        if self.codes[end : end + 2] == "'G":
            return end + 1, end + 2
        if self.codes[actor] == "G" and self.codes[end : end + 1] == "P":
            return end, end + 1
        return actor, end

    def _next_entry(self, start: int, separator: re.Match[str], separators: str) -> int:
        """Where the entry after a separator begins, or -1 where the list ends before it."""
        after = separator.end()
        if separator[0].startswith(";") and "w" not in separator[0] and ";w" in separators:
            return -1  # "with A; with B; C met": C is none of them
        if not _ACTOR.match(self.codes, after):
            return self._further_entry(separator, separators)
        word = self.chunks[after - 1]
        told = word.code == "x" and self.codes[after] == "P" and word.lower not in _ROLES
        return -1 if told or self._is_closed(start, separators, separator[0]) else after

    def _named_after(self, read: ListRead) -> tuple[list[int], int] | None:
        """ "Their counterparts: A and B", "members of the team, including A": those named."""
        found, end = read.found, read.ends[-1]
        peers = self.codes[found[0]] == "G" and self.chunks[found[0]].head in _PEERS
        aside = _INTRODUCED.match(self.codes, end) if len(found) == 1 and peers else None
        if aside:
            return self.at(aside.end())
        team = _OF_TEAM.match(self.codes, end)
        if team and self.codes[found[-1]] == "G":
            members, end = self.at(team.end())
            return found + members, end
        if peers and len(found) > 1 and read.separators[:1] == "," and self.codes[found[1]] == "P":
            return found[1:], end
        return None

    def _past_asides(self, end: int, separators: str) -> int:
        """Past "(virtually)", and in a list with semicolons past all up to the next one."""
        aside = _NOTE.match(self.codes, end)
        end = aside.end() if aside else end
        rest = _REST.match(self.codes, end) if ";" in separators else None
        return rest.end() if rest else end

    def _further_entry(self, separator: re.Match[str], separators: str) -> int:
        """Where a list goes on after an entry that names nobody known, or -1."""
        if ";" not in separator[0] or ";" not in separators:
            return -1
        rest = _REST.match(self.codes, separator.end())
        following = _SEPARATOR.match(self.codes, rest.end()) if rest else None
        return following.end() if following and _ACTOR.match(self.codes, following.end()) else -1

    def _is_closed(self, start: int, separators: str, separator: str) -> bool:
        """ "Led by A, B and C, D and E met": after "and" and one more, a comma ends the list."""
        closed = "," in separators and "&" in separators and separator == ","
        return closed and self.codes[start - 1 : start] == "b"

    def _is_seat(self, actor: int) -> bool:
        """ "At the White House, A and B met", "In S, A and B met": where they met, not who."""
        if self.codes[actor] == "S":
            return _OPENING_STATE.match(self.codes[: actor + 4]) is not None
        return self.codes[actor] == "M" and self.codes[max(0, actor - 2) : actor][:1] == "i"

    def _is_task(self, found: list[int]) -> bool:
        """ "Co-chairs for the council, A, B and C": the body is no part of the list."""
        lead = self.codes[: found[0]].rstrip("t")[-2:]
        return lead == "Gf" and self.codes[found[0]] == "O" and self.codes[found[0] + 1] == ","

    def _is_enumeration(self, found: list[int]) -> bool:
        """Actors with commas only that are a list all the same: four states, three officials."""
        if all(self.codes[p] == "P" for p in found):
            sides = {e for p in found for e in self.chunks[p].states + self.chunks[p].bodies}
            return len(sides) == len(found) >= _OFFICIALS
        return len(found) >= _ENUMERATION and all(self.codes[p] == "S" for p in found)

    def _modifies(self, actor: int) -> bool:
        """Whether a state or body only modifies the noun after it: "the NATO summit"."""
        following = self.codes[actor + 1 : actor + 2]
        if self.codes[actor] in "SOKM" and following and following in "E-":
            return True
        word = self.chunks[actor + 1].lower if following else ""
        if (self.codes[actor] == "O" and word in _FIGHTERS) or (
            self.codes[actor] == "S"
            and (word in _TOPICS or _CALLED_AFTER.match(self.codes, actor + 1))
        ):
            return True
        apposed = self.codes[actor] == "P" and "," in self.chunks[actor].text
        return following == "'" and self.codes[actor + 2 : actor + 3] != "G" and not apposed

    def _is_told_of(self, start: int, actor: int) -> bool:
        """ "chaired by A, brought together B": a verb stands between, B is no part of the list."""
        return any(c.lower in _BRINGING for c in self.chunks[start:actor])


def _actor(codes: str, position: int, found: list[int]) -> re.Match[str] | None:
    """The actor at a position; in a list its office may begin with words that tell nobody."""
    loose = (_LOOSE if found else _MANY_OFFICES).match(codes, position)
    return _ACTOR.match(codes, loose.end() if loose else position)
