"""Event mentions of one sentence: who meets whom, where, when, and by which construction.

A *frame* is one mention of a meeting; ``meetings`` clusters the frames of an article. Every
argument names the construction it was read from, so that the participation family can publish a
rule for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from kg.mentions import Item
from kg.model import Entity, Modality, Role
from kg.resolution.actor_lists import ActorLists
from kg.resolution.chunks import Chunk, Phrases

# Kinds of meetings that are convened, not only held.
FORMAL = frozenset({"summit", "conference"})
# How verbs tell that people came together.
CAME_TOGETHER = frozenset({"met_with", "hosted_guest"})
# One way to read each sign: many commas would be tried in all the ways to part them.
_GAP = re.compile(r"(?:[xDnZtz+y,]|i[tx]{0,2}[LSRM]|pt?O)*")
# "A, who met B on D, will travel": A will.
_WHO_DID = re.compile(r",y[^,;:.\"]{1,24},(?=[xz]{0,3}$)")
_POSSESSOR = re.compile(r"[PSu]'x{1,2}i$")
_TO_PARTNER = re.compile(r"(?:[xDn#t]|\(D\)|i[tx]{0,2}[LSMRNO](?:,S)?,?|,x,){0,7}?wt?")
# "received in audience N", "met on D in P N".
_PAST_PLACE = re.compile(r"(?:n?D|x(?=D)|i[th]?[xJNO]{0,4}[LNMOx](?:,S)?){1,4}?(?=t?[Pu])")
# What was met or visited.
_MET = re.compile(r"[VIFC]w?[th]?$")
_THEY = re.compile(r"y[xzZ]{0,4}$")
_WE_THE = re.compile(r"^y,t?x{0,2}(?P<who>G)(?=[ot,OKSE(x)]*,?[xn]*$)")
# "met (with) the ailing former leader N", "met visiting T N", "received on D T N in P".
_DESCRIBED = re.compile(r"t?(?:x{1,3}|V[SJ]?)(?=[PG])|(?:i[ht]x{1,2})?n?Dt?(?=[PGu](?:[.,inzD]|$))")
# "with war opponents, including A and B"
AMONG_THEM = re.compile(r"t?[SJ]?x{1,3},?\+(?=t?[Pu])")
# "a delegation led by A", "in P a delegation from S, headed by B"
_WITH_PARTY = re.compile(
    r"w?(?:(?:i[tx]{0,2}[LN](?:,S)?|n?D),?)?[at]x{0,3}(?P<who>G)(?:,?(?P<led>x)b(?=t?[Pu]))?"
)
_PARTIES = frozenset("delegation delegations mission team group".split())
_LEADING = frozenset({"led", "headed"})
# "We – A, B and C – met".
_WE_ASIDE = re.compile(
    r"^(?:D,?)?(?:y[–,(](?P<list>.{3,200}?)[–,)]|t?#?[GK][^–(]{0,8}–(?P<named>[^–]{3,900})–)[xn]{0,2}$"
)
# "A delegation comprising B and C travelled".
_MADE_UP_OF = re.compile(r"[at]?x{0,2}(?P<who>G),?[x+]")
_MAKING_UP = frozenset("comprising including led consisting composed headed".split())
_HOSTING_NEXT = re.compile(r"[xt]{0,3}(?:x-)?C")
_ASIDE = re.compile(r"–[^–]*–")
_HEAVY = re.compile(r"[.;:\"]")
_CLAUSE_END = frozenset(
    "where after before following which since while as during ahead when because until that "
    "although "
    "despite amid later".split()
)
_NEGATIVE = frozenset("not never refused declined without cannot".split())
# A name that begins a clause and that no office is told of.
_UNKNOWN_NAME = re.compile(r"[,;:–](?P<name>N)x{0,2}$")
_FUTURE = frozenset(
    "will would shall plans planned plan intends intend intended expected scheduled set due to "
    "'ll ’ll upcoming next forthcoming wants hopes aims slated poised supposed should could".split()
)
_AGAINST = frozenset("against fighting battling striking bombing targeting over about".split())
_DETERMINERS = frozenset("the a an its his her their this that these those our".split())
# "On D,", "In P, S,": what comes before the subject.
_SETTING = re.compile(r"(?:[ni]?D|i[LS](?:,S)?|x),")
_GOING_ON = frozenset(
    "occur happen be take start begin open resume last conclude continue run".split()
)
# Verbs that open another clause about the same thing.
_GOING_ON_TO = frozenset("comes came follows followed will is was has builds precedes".split())
_PRESENT_OF_BE = frozenset("am is are 'm ’m 're ’re i’m we’re be".split())
_TO_BE = frozenset("is are was were".split())
_AUXILIARIES = frozenset("was were is are will had has".split())
# "The talks, which took place in P".
_TOOK_PLACE = frozenset(
    "took takes began begins opened opens started starts ended ends concluded concludes lasted "
    "resumed resumes".split()
)
# Said of a body: "of the group, which was established in 2021".
_FOUNDED = frozenset("established founded created formed named".split())
_INTENTION = frozenset(
    "plans planned plan planning intends intend intended agreed set expected scheduled due going "
    "agree agrees wants hopes hope hoping invited proposed invitation slated poised supposed "
    "headed heading heads decided pledged promised committed intention".split()
)
_CALLING = frozenset("call calls called calling".split())
_ASKING = _CALLING | frozenset("urge urges urged urging encourage encouraged implored".split())
_ASKED_WITHIN = 16
# "before he is to meet B", "where A is due to meet B".
_OWN_SUBJECT = re.compile(r"[PuyGSe]x{1,2}z$")
_DUE = frozenset("is are was were due expected scheduled set slated supposed".split())
_SAYING = frozenset("said says announced confirmed declared offered".split())
_PREPOSITIONS = (["at"], ["in"], ["on"], ["during"])
_RECURRENT = frozenset("continue regularly annually often routinely weekly bi".split())


@dataclass(slots=True)
class Argument:
    """Somebody's part in a meeting, and the construction that says so."""

    chunk: Chunk
    role: Role
    cue: str


@dataclass(slots=True)
class Frame:
    """One mention of a meeting."""

    row: int
    kind: str
    cue: str
    position: int
    definite: bool = False
    names: tuple[Entity, ...] = ()
    label: str = ""
    ordinal: str = ""
    place: Chunk | None = None
    country: Chunk | None = None
    capital_of: Entity | None = None
    dates: list[Item] = field(default_factory=list)
    arguments: list[Argument] = field(default_factory=list)
    of_group: tuple[Entity, ...] = ()
    modality: Modality = Modality.ACTUAL
    cancelled: bool = False
    margin: bool = False
    virtual: bool = False
    noun: int = -1
    plural: bool = False
    between_states: bool = False
    also: bool = False
    aside: bool = False
    headline: bool = False
    dated: bool = False
    counted: bool = False
    present: bool = False
    remark: bool = False
    of_now: bool = False
    begun: bool = False

    def take(self, arguments: list[Argument]) -> None:
        """Add arguments that were read elsewhere."""
        for argument in arguments:
            self.add([argument.chunk], argument.role, argument.cue)

    def add(self, chunks: list[Chunk], role: Role, cue: str) -> None:
        """Give each chunk the same part."""
        known = {(a.chunk.start, a.role) for a in self.arguments}
        self.arguments += [Argument(c, role, cue) for c in chunks if (c.start, role) not in known]


class Clause:
    """A sentence's phrases with the questions event rules ask of them."""

    def __init__(self, phrases: Phrases) -> None:
        self.row = phrases.index
        self.chunks = phrases.chunks
        self.codes = phrases.codes
        self.lower = tuple(chunk.lower for chunk in phrases.chunks)
        self.words = frozenset(self.lower)
        self._actors = ActorLists(self.chunks, self.codes)
        self.lists = list(self._actors.all())

    @cached_property
    def _free(self) -> list[tuple[int, list[int]]]:
        """Where each list of actors that may be a subject ends, with its positions."""
        return [(end, actors) for start, end, actors in self.lists if not self.is_oblique(start)]

    def actors_at(self, position: int) -> tuple[list[int], int]:
        """The list of actors that begins at a position: their positions and where it ends."""
        return self._actors.at(position)

    def subject(self, verb: int) -> list[int]:
        """The actors that are the subject of the verb at a position."""
        if self._is_writers(verb) or self._is_somebody_else(verb):
            return []
        if possessed := _POSSESSOR.search(self.codes, max(0, verb - 5), verb):
            return [possessed.start()]
        earlier = self.coordinated_with(verb)
        earlier = self._said_of_itself(verb) if earlier is None else earlier
        if earlier is not None:
            return self.subject(earlier)
        if "y" in self.codes[max(0, verb - 4) : verb] and (ours := self._announcers(verb)):
            return ours
        whose = self.lower.index("whose") if "whose" in self.words else verb
        if whose < verb < whose + 9:
            owners = [
                p
                for p in range(whose)
                if self.codes[p] in "OKS" or (self.codes[p] == "G" and self.chunks[p].bodies)
            ]
            return owners[-1:]
        who = _WHO_DID.search(self.codes, max(0, verb - 32), verb)
        if who and self.lower[who.start() + 1] == "who":
            return next((a for _, e, a in self.lists if e == who.start()), [])
        they = _THEY.search(self.codes, max(0, verb - 5), verb)
        if they and self.chunks[they.start()].lower in ("they", "we"):
            return [they.start()]
        if we := _WE_THE.search(self.codes, 0, verb):
            return [we.start("who")]
        if aside := _WE_ASIDE.match(self.codes, 0, verb):
            listed = range(*aside.span("list" if aside["list"] else "named"))
            return [p for p in listed if self.codes[p] in "PGSu"]
        entourage = _MADE_UP_OF.match(self.codes)
        if entourage and self.chunks[entourage.end() - 1].lower in _MAKING_UP:
            return [entourage.start("who")]
        told = len(self.codes[:verb].rstrip("x"))
        if self.codes[told - 1 : told] == "y" and self.lower[told - 1] == "who":
            relative = [a for _, e, a in self.lists if e in (told - 1, told - 2)]
            if relative and self.codes[relative[0][0]] in "PGu":
                return relative[0]
        participle = (
            self.chunks[verb].lower.endswith("ing") and self.codes[:verb].rstrip("x")[-1:] == ","
        )
        free = [(end, actors) for end, actors in self._free if end <= verb]
        setting = _SETTING.match(self.codes)
        opening = setting.end() if setting else 0
        for end, actors in reversed(free):
            if participle and actors != free[0][1] and self._met_before(actors[0]):
                continue  # "A visited S, holding talks": A held them
            gap = _ASIDE.sub("", self.codes[end:verb])
            if participle or _GAP.fullmatch(gap) or actors[0] <= 2 + opening:
                return actors
        return (
            free[0][1] if len(free) == 1 and not _HEAVY.search(self.codes, free[0][0], verb) else []
        )

    def _met_before(self, position: int) -> bool:
        return _MET.search(self.codes, max(0, position - 4), position) is not None

    def _is_somebody_else(self, verb: int) -> bool:
        """Whether a name without an office stands before the verb: "..., N will visit S"."""
        name = _UNKNOWN_NAME.search(self.codes, max(0, verb - 4), verb)
        return name is not None and name.start("name") > 0

    def _is_writers(self, verb: int) -> bool:
        """ "When I hosted them": whoever writes, nobody of the sentence; not "A and I met"."""
        alone = verb > 0 and self.codes[verb - 1] == "x" and self.chunks[verb - 1].text == "I"
        return alone and (verb == 1 or self.codes[verb - 2] != "&")

    def _said_of_itself(self, verb: int) -> int | None:
        """ "S said it would host": the verb whose subject "it" is."""
        it = next((p for p in range(verb - 1, max(1, verb - 5), -1) if self.lower[p] == "it"), 0)
        told = it - 1 - (self.lower[it - 1] == "that")
        return told if it and told > 0 and self.lower[told] in _SAYING else None

    def coordinated_with(self, verb: int) -> int | None:
        """The verb that shares its subject with this one: "A met B and took part in"."""
        if self.chunks[verb - 1].lower in ("before", "after", "while") and verb > 1:
            return self._last_of("IQFCVYW", verb)
        if verb > 2 and self.codes[verb - 2 : verb] == "zx" and self.codes[verb] == "W":
            return self.coordinated_with(verb - 1)
        if verb > 1 and self.codes[verb - 1] == "z":
            if _OWN_SUBJECT.search(self.codes, 0, verb) and self.chunks[verb - 2].lower in _DUE:
                return None
            return self._last_of("YV", verb)
        place = verb - 1
        while place >= 0 and self.codes[place] in "xnDt" and self.chunks[place].lower != "then":
            place -= 1
        if place < 0 or self.codes[place] not in "&" or self.chunks[place].lower != "and":
            return None
        last = self._last_of("IQFCVYW", place)
        return last if last is not None and ";" not in self.codes[last:verb] else None

    def _last_of(self, codes: str, end: int) -> int | None:
        """Where the last of some letters stands before a position."""
        last = max(self.codes.rfind(code, 0, end) for code in codes)
        return last if last >= 0 else None

    def _announcers(self, verb: int) -> list[int]:
        """ "A, as chair, B, ... and C announce we will host": "we" are those listed before."""
        we = self.codes.rfind("y", max(0, verb - 4), verb)
        if we < 0 or self.chunks[we].lower != "we":
            return []
        free = [p for p in range(we) if self.codes[p] == "S" and self.codes[p + 1] in ",;x&"]
        listed = [p for p in free if p == 0 or self.codes[p - 1] in ",;&t"]
        return listed if len(listed) > 1 else []

    def is_oblique(self, start: int) -> bool:
        """Whether what begins at a position follows a preposition, or is what others fight."""
        if start > 0 and self.codes[start - 1] in "owbfpiznB":
            return True
        return not _AGAINST.isdisjoint(self.lower[max(0, start - 2) : start])

    def objects(self, verb: int) -> tuple[list[int], int]:
        """The actors after a verb, directly or after "with"."""
        match = _TO_PARTNER.match(self.codes, verb + 1)
        match = match or _PAST_PLACE.match(self.codes, verb + 1)
        if (party := self._party(verb + 1)) is not None:
            return party
        if match:
            actors, end = self.actors_at(match.end() - (self.codes[match.end() - 1] == "t"))
            if actors:
                return actors, end
        start = match.end() if match else verb + 1
        described = AMONG_THEM.match(self.codes, start) or _DESCRIBED.match(self.codes, start)
        return self.actors_at(described.end() if described else verb + 1)

    def _party(self, start: int) -> tuple[list[int], int] | None:
        """ "A delegation (of S) led by A": A, and the delegation where its state is told."""
        match = _WITH_PARTY.match(self.codes, start)
        if match is None or _PARTIES.isdisjoint(self.lower[match.start("who")].split()):
            return None
        who = match.start("who")
        told = bool(self.chunks[who].states or self.chunks[who].bodies)
        leaders: list[int] = []
        end = who + 1
        if match["led"] and self.lower[match.start("led")] in _LEADING:
            leaders, end = self.actors_at(match.end())
        party = [who, *leaders] if told else leaders
        return (party, end) if party else None

    def pick(self, positions: list[int]) -> list[Chunk]:
        """The chunks at positions."""
        return [self.chunks[p] for p in positions]

    def words_before(self, position: int, count: int = 6) -> list[str]:
        """The words just before a position, in lower case, back to the last comma or stop."""
        words: list[str] = []
        for chunk in reversed(self.chunks[max(0, position - count) : position]):
            if chunk.code in '.;"':
                break
            words.append(chunk.lower)
        return words

    def is_future(self, position: int) -> bool:
        """Whether the verb at a position tells of something to come."""
        near = [c.lower for c in self.chunks[max(0, position - 3) : position]]
        if "will" in near or self.chunks[position].lower in ("headed", "heading"):
            return True
        if self.chunks[position].lower == "going" and not _PRESENT_OF_BE.isdisjoint(near):
            return True
        earlier = self.coordinated_with(position)
        if earlier is None and position and self.chunks[position - 1].lower in ("before", "after"):
            earlier = self._last_of("IQFCVYW", position)
        if earlier is not None:
            return self.is_future(earlier)
        if (
            self.chunks[position].lower.endswith("ing")
            and self.codes[position - 1 : position] == ","
        ):
            return any(self.is_future(p) for p in range(position) if self.codes[p] in "IVYW")
        words = self.words_before(position, 14)
        for distance, word in enumerate(words[:5]):
            if word in ("has", "have", "had", "was", "were") and distance == 0:
                return False
            if word == "to" and distance <= 1 and words[:distance] not in _PREPOSITIONS:
                return _is_intended(words[distance + 1 :])
            noun = word in ("plan", "plans") and words[distance + 1 : distance + 2] != ["to"]
            if noun and words[distance + 1 : distance + 2] and words[distance + 1] in _DETERMINERS:
                continue
            if word in _FUTURE and word != "to":
                return True
        return False

    def is_asked_for(self, position: int) -> bool:
        """Whether others are called on to do it: "urged A and B to begin talks"."""
        words = self.words_before(position, _ASKED_WITHIN)
        if "to" not in words[:3]:
            return False
        before = words[words.index("to") + 1 :]
        asked = next((p for p, w in enumerate(before) if w in _ASKING | _INTENTION), None)
        if asked is None or before[asked] not in _ASKING:
            return False
        return asked > 0 and (before[asked - 1] in ("on", "upon") or before[asked] not in _CALLING)

    def is_negative(self, position: int) -> bool:
        """Whether the verb at a position is denied."""
        if self.codes[position - 1 : position] == "z" and "unable" in self.words_before(
            position, _ASKED_WITHIN
        ):
            return True  # "unable to travel to S to meet B"
        words = self.words_before(position, 5)
        if ("out", "ruled") in pairwise(words) or ("out", "rules") in pairwise(words):
            return True
        return any(word in _NEGATIVE for word in words[:4])

    def is_recurrent(self, position: int) -> bool:
        """Whether the verb at a position tells of a habit."""
        before = self.words_before(position, 4)
        after = [c.lower for c in self.chunks[position + 1 : position + 5]]
        return any(word in _RECURRENT for word in [*before, *after[:1]]) or any(
            word in _RECURRENT and word != "continue" for word in after
        )

    def _is_relative(self, place: int) -> bool:
        """Whether "that" or "which" goes on about the noun: "the talks that were to start in P"."""
        following = self.chunks[place + 1].lower if place + 1 < len(self.chunks) else ""
        _, end = self.actors_at(place + 1)
        if _HOSTING_NEXT.match(self.codes, max(end, place + 1)):
            return True
        told = {c.lower for c in self.chunks[place + 2 : place + 4]}
        return following in _AUXILIARIES | _TOOK_PLACE and told.isdisjoint(_FOUNDED)

    def zone(self, position: int, triggers: list[int]) -> range:
        """The chunks after a trigger that belong to its clause."""
        limit = next((t for t in triggers if t > position), len(self.chunks))
        for place in range(position + 1, limit):
            chunk = self.chunks[place]
            if chunk.lower in ("that", "which") and self._is_relative(place):
                continue
            if self._goes_on(place):
                continue
            if chunk.code == "z" and self.codes[place + 1 : place + 2] == "x":
                return range(position + 1, place)
            following = self.chunks[place + 1].lower if place + 1 < len(self.chunks) else ""
            if chunk.lower == "and" and (following.endswith("ing") or following in _GOING_ON_TO):
                return range(position + 1, place)
            if chunk.lower == "and" and self.codes[place + 1 : place + 4] in ("nD,", "iD,"):
                return range(position + 1, place)
            if chunk.code in '.;"–' or chunk.lower in _CLAUSE_END:
                return range(position + 1, place)
        return range(position + 1, limit)

    def _goes_on(self, place: int) -> bool:
        """ "Due to start in P", "held as part of a series in P", "in P – P, S"."""
        chunk = self.chunks[place]
        following = self.chunks[place + 1].lower if place + 1 < len(self.chunks) else ""
        if chunk.code == "z":
            return following in _GOING_ON
        if chunk.lower == "as":
            return following == "part"
        if chunk.lower == "before":
            return re.match(r"t?(?:xo)?D", self.codes[place + 1 :]) is not None
        named = self.codes[max(0, place - 1) : place + 3]
        return chunk.code == "–" and re.fullmatch(r"[LN]–L,", named) is not None


def _is_intended(words: list[str]) -> bool:
    """Whether "to" follows a word of intention, from the nearest back: "plans", "is", "agreed"."""
    told = words[1:2] if words[:1] and words[0].endswith("ly") else words[:1]
    return any(w in _INTENTION for w in words) or any(w in _TO_BE for w in told)
