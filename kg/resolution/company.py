"""Who hosts, chairs, attends or misses a meeting, told in words of its own around the meeting.

A sentence is read as plain words in which ``<A7>`` stands for the list of persons, states and
bodies that begins at chunk 7: "Their host , <A4> , had asked them". Each pattern is one way to say
it; what it finds belongs to the meeting named nearest before it, else to the one told before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause, Frame
from kg.resolution.rosters import AFTERWARDS, PRINCIPALS, ROSTERS, SPEAKERS, SPEAKING
from kg.resolution.rosters import TELLING as ROSTER_WORDS
from kg.resolution.wording import (
    ALSO,
    AT,
    ENDING,
    ENVOY,
    EVENT,
    GUESTS,
    NO_ERRAND,
    NOT,
    THEIRS,
    TIED,
    WILL,
    A,
    Finding,
    Pattern,
    Wording,
    is_aside,
    is_brought_by_none,
    patterns,
    wording,
)

_HOSTS = patterns(
    Role.HOST,
    "called_host",
    rf"{A}{ALSO} (?:was|is|were|are|will be|would be|acted as|acts as|served as|serves as|"
    r"play(?:ed|s)) (?:the |joint |its |their )?(?:co - )?hosts?\b"
    r"(?! country| of the attack| to (?:<#>|more|about|some|over|almost|nearly|thousands))",
    rf"{A} , (?:the |its |their |as |as the )?(?:co - )?hosts?(?: of (?:the|this) {EVENT}| ,)",
    rf"(?:their|the|our|its) hosts? , {A}",
    rf"(?:their|the|our) hosts? (?:was|were|is|are|will be) {A}",
    rf"\bwith {A} (?:as (?:the |its |their )?(?:co - )?hosts?|(?:playing|as) host|hosting)\b",
    rf"{A}{ALSO}{WILL} (?:hosted|received|(?:will )?receives?) {THEIRS} {GUESTS}\b",
    rf"(?<!\bin )(?<!\bunder )\b(?:which|that|where) {A}{WILL}(?: jointly| together)? (?:co - )?"
    r"(?:host|hosted|convened|is hosting|are hosting|organi[sz]ed|convene)"
    r"(?= (?:[.,;:)–]|in|on|at|with|for|from|to|and|under|during|after|before|this|next|last|later|"
    r"jointly|together|there|here|<[DL#A]\d*>)|$)",
    rf"\b(?:of|for) (?:which|whom) {A}{WILL}(?: be)? (?:the )?(?:co - )?hosts?\b",
    rf"^invited by {A}(?= ,)",
    rf"\binvitation (?:that )?{A}{WILL} (?:extended|issued|sent|made)\b",
    rf"{A}{ALSO}{WILL} (?:invited|invites|invite|summoned|called) [^<>]{{0,20}}<A\d+>"
    rf"[^<>.;]{{0,30}}(?:to|for) (?:come |attend |join )?[^.;]{{0,40}}<E>",
    rf"(?<!to be )\b(?:organi[sz]ed|hosted|convened|called|summoned|arranged)"
    rf"(?: jointly| together)? by {A}",
)
_CHAIRS = patterns(
    Role.CHAIR,
    "called_chair",
    rf"{A}{ALSO}{WILL} (?:co - )?(?:led|leads?|moderated|moderates?|steered|guided|presided over|"
    rf"presides? over|facilitated) (?:the|this|their|its|an?|today ['’]s) {TIED} ?{EVENT}",
    rf"(?<!delegation )(?<!delegations )(?<!mission )(?<!team )(?<!group )"
    r"(?<!<A\d> )(?<!<A\d\d> )"
    rf"\b(?:presided over|led|moderated)(?: jointly)? by {A}(?= (?:in|on|at) <)",
    rf"^(?:co - )?(?:chaired|presided over|moderated)(?: jointly)? by {A}"
    rf"(?= , (?:the|this|an?) (?:(?:[\w-]+|<[AD]\d*>) ){{0,6}}?{EVENT})",
    rf"{A}{ALSO} (?:presided|(?:took|was in|is in|were in|occupied) the chair)\b",
    rf"{A}{ALSO}{WILL} (?:jointly )?(?:co - )?chair(?:ed|s)? (?:it|them|the {TIED} ?{EVENT})",
    rf"\bwith {A} (?:in the chair|presiding|chairing|as (?:its |the )?(?:co - )?chairs?)\b",
    rf"\bunder (?:the )?(?:joint )?(?:chairmanship|chair) of "
    rf"(?:the )?{A}",
    rf"{A} , (?:the|its|as) (?:co - )?chairs? of (?:the|this) {EVENT}",
    rf"\b(?:his|her|their) (?:fellow )?co - (?:(?:chair|host)s? , )?{A}",
)
_ENVOYS = r"(?:delegates|representatives|ministers|envoys|officials|delegations|leaders)"
_ATTENDS = patterns(
    Role.PARTICIPANT,
    "told_to_attend",
    rf"{A}{ALSO} (?:attended|participated|took part){ENDING}",
    rf"{A}{ALSO} (?:is|are|was|were)(?: also)? (?:expected|due|scheduled|set|slated) to (?:also )?"
    rf"(?:attend|take part|participate){ENDING}",
    rf"{A}{ALSO} (?:joined in|sat in|was present|were present|was there|were there|dialled in|"
    r"dialed in|listened in|tuned in|flew in|came along|"
    r"dropped in|stopped by|looked in|(?:was|were)(?: also)? (?:among the )?(?:special |honou?red |"
    r"invited )?guests?(?: of hono[u]?r)? (?:at|of)|"
    r"(?:was|were)(?: also)? at the (?:<E>|talks|table)|"
    r"(?:was|were)(?: also| both| all)? (?:in the room|at the table))\b",
    rf"{A}{ALSO} (?:joined|followed|addressed|attended) (?:the|them|it|him|her|this)"
    rf"(?: \w+){{0,2}}? (?:(?:by|via|through|over) (?:video|telephone|phone|secure|a video)|"
    rf"virtually|remotely|online)",
    rf"{A}{ALSO} (?:sat|was seated|were seated) (?:down )?(?:together|beside|next to|opposite|"
    r"across from|alongside|around)",
    rf"\b(?:sat|seated)(?: down)? (?:beside|next to|opposite|across from|alongside) {A}",
    rf"{A}{ALSO}{WILL} (?:welcomed|greeted) {THEIRS} {GUESTS}\b",
    rf"\b(?:brought|drew|gathered|assembled)(?: together)? {A}(?= (?:together|to the <E>|into))",
    rf"\b(?:brought|drew|gathered|grouped) together {A}",
    rf"<E>(?: (?!<E>)[^\s.;]+){{0,9}}?(?: ,)? (?:will |would )?(?:also )?(?:brings?|"
    rf"bringing|brought|drew|draws|gathering|gathered|grouping|uniting|unites?|reunite|gather|"
    rf"group)(?: together)? (?:{_ENVOYS} from (?:\w+ ){{0,3}}?(?:<#> )?)?(?:the )?{A}",
    rf"{A}{ALSO} briefed (?:them|(?:the|his|her|their|fellow) (?:\w+ )?{GUESTS})\b",
    rf"{A}{ALSO} (?:told|addressed|assured|reminded) the (?:assembled )?(?:{EVENT}|ministers|"
    r"delegates|participants|delegations|gathering|summit)(?! that was)",
    rf"{A}{ALSO} (?:is|are|will|would)(?: due)?(?: to)?(?: also)? (?:join|address) "
    rf"(?:them|him|her|the (?:{EVENT}|talks|others|leaders|ministers))",
    rf"\b(?:took part|attended|participated|gathered|met|(?:was|were) represented|came together|"
    rf"took their seats) [^.:;]{{0,90}} ?: {A}",
    rf"\b(?:signed|adopted|endorsed|approved) the (?:final|closing|summit) (?:\w+ )?(?:declaration|"
    rf"communiqu[eé]|statement|document) ?: {A}",
    rf"{A}{ALSO} (?:mediated|shuttled|brokered|acted as (?:an? )?(?:mediator|go - between))\b",
    rf"{A}(?: ,)? (?:has |had )?brought <A\d+> together",
    rf"\b(?:around|at|round) the table (?:were|was|sat) (?:also )?{A}",
    rf"\b(?:among|amongst) (?:the |those )(?:\w+ )?(?:present|attending|attendees|guests|"
    rf"participants|delegates)(?: \w+){{0,3}}? (?:were|was|is|are) {A}",
    rf"\b(?:joined|accompanied|flanked|attended)(?: (?:there|too))?{AT} by {A}",
    rf"{A} (?:was|were|is|are|will be){ALSO} (?:joined|accompanied|flanked){AT} by",
    rf"\b(?:joined|accompanied) by (?:an?|his|her|its|their) (?:[\w’-]+ |- ){{0,4}}?{A}",
    rf"{A}{ALSO} (?:was|were|is|are) (?:also )?(?:in attendance|among (?:the|those) "
    r"(?:participants|attendees|guests|attending|present|taking part))",
    rf"<E>(?: [\w-]+){{0,3}}? brokered by {A}",
    rf"\bin the presence of {A}",
    rf"\bwith the (?:\w+ )?(?:participation|attendance|presence|involvement|"
    rf"mediation|facilitation) of {A}",
    rf"\balso (?:present|attending|taking part|there|at the table) (?:were|was|are|is) {A}",
    rf"\bas (?:did|was|were|does|do) {A}(?= (?:himself|herself|themselves)|[ ,.]|$)",
)
_SENDS = patterns(
    Role.REPRESENTED,
    "told_represented",
    rf"{A}{ALSO} (?:sent|dispatched|fielded|sends) (?:its |an? |his |her |their |only |just "
    rf"|the )?(?:\w+ (?:- )?){{0,4}}?{ENVOY}\b(?! (?:to the border|into)){NO_ERRAND}",
    rf"{A}{ALSO} (?:was|were|is|are|will be|would be)(?: also)? represented\b",
    rf"{A} (?:was|were|attended|participated|took part)(?: represented)? "
    rf"(?:through|at the level of|at (?:deputy|vice|ministerial|expert))",
)
_STANDS_FOR = patterns(
    Role.PARTICIPANT,
    "stood_for_side",
    rf"\brepresented (?:there |at the {EVENT} )?by (?:its |their |his |the )?"
    rf"(?:[^<>]{{1,60}} , )?{A}",
    rf"\brepresented by (?:the )?[^<>;]{{1,60}} {A}",
    rf"<A\d+> (?:, and|and) <A\d+> by (?:its |their |the )?{A}(?=.*|$)",
    rf"<A\d+> (?:was|were) represented .* <A\d+> by (?:its |their |the )?{A}",
    rf"\b(?:replaced|stood in for|deputi[sz]ed for|represented)(?: there)? by "
    rf"(?:its |his |her |their |the )?(?:[^<>]{{1,40}} , )?{A}",
    rf"<A\d+>(?: also)? (?:sent|dispatched) (?:its |their |the )?{A}{NO_ERRAND}",
    rf"{A}{ALSO} (?:represents?|represented|stood in for) (?:the )?<A\d+>",
)
_OBSERVES = patterns(
    Role.OBSERVER,
    "told_observer",
    rf"{A}{ALSO}(?: have| has| had)?(?: agreed to| confirmed to| will| would)? "
    rf"(?:sat in|sit in|took part|take part|taken part|participated?|attend(?:ed)?|(?:was|were) "
    rf"present|join(?:ed)?)(?: in the {EVENT})? as (?:an? )?(?:observers?|guests?)",
    rf"\bwith {A} (?:as|attending as|sitting in as) (?:observers?|guests?)\b",
)
_MISSES = patterns(
    Role.ABSENT,
    "told_absent",
    rf"{A}{ALSO} ,? ?(?:was|were) (?:notably |both |also |conspicuously )?(?:absent|missing)\b",
    rf"{A} , ?(?:was|were) (?:notably |both |also )?(?:absent|missing)\b",
    rf"{A}{ALSO}(?: ,)? (?:stayed away|stayed at home|stayed home|boycotted|skipped|pulled out|"
    r"walked away from)\b",
    rf"{A}{ALSO}(?: ,)? (?:did|does|was|were|is|could|will|would|had|has|have)(?: \w+)? ?not "
    r"(?:make the (?:trip|journey)|attend|take part|taken part|participate|come|show up|turn up|"
    r"join|travel|send|at the table|present|there|in the room|represented)\b",
    rf"{A}{ALSO}(?: ,)? (?:who |which )?(?:is|was|were)(?: [^<>]{{0,40}})? but "
    r"(?:was|were|is) not (?:at the table|present|there|invited)",
    rf"{A}{ALSO}(?: [^<>]{{0,40}})? (?:unable|failed|refused|declined|chose not) to "
    r"(?:attend|take part|participate|come|join|travel|send)\b",
    rf"{A}{ALSO} (?:declined|turned down|rejected|refused) (?:the|an|its|their) invitation",
)
_NEITHER = patterns(
    Role.ABSENT,
    "told_absent",
    *(
        rf"{who} (?:attended|took part|participated|joined|came|sent|dispatched|(?:was|were|is|are)"
        r" (?:present|there|represented|at the table|at the <E>|taking part|attending))\b"
        for who in (rf"neither {A} nor <A\d+>", rf"nor {A}", rf"(?:no one|nobody) from {A}")
    ),
)
_NEAR = 12
_ENUMERATED = 2
_DENIED = re.compile(r"\b(?:neither|nor|not) (?:the )?$")
_IN_ORDER = (
    *_NEITHER,
    *_MISSES,
    *_OBSERVES,
    *_HOSTS,
    *_CHAIRS,
    *_SENDS,
    *_STANDS_FOR,
    *_ATTENDS,
    *ROSTERS,
)
_SETTLING = frozenset({Role.ABSENT, Role.OBSERVER})
_INSTEAD = re.compile(r"\b(?:sent|sending|represented|instead|deputy)\b")
_TELLING = ROSTER_WORDS | frozenset(
    """invited invites invite extended issued host hosts hosted hosting welcomed greeted
    received invitation request organized organised convened called summoned arranged led
    lead leads moderated moderates steered guided presided presides facilitated presiding
    chair chairs chaired chairing co-chair chairmanship presidency leadership auspices
    attended joined participated participate sat seated sit took take taken present there
    room table dialled dialed listened tuned flew came come followed addressed briefed
    told assured reminded among amongst accompanied flanked attendance did sent sends
    dispatched fielded represented through observers observer guests absent missing stayed
    brought drew gathered assembled grouped boycotted skipped pulled walked not unable
    failed refused declined chose turned rejected attend join mediated shuttled brokered
    acted bring brings bringing participation presence involvement mediation facilitation draws
    unite unites reunite gather group replaced stood deputised deputized met
    address""".split()
)
_REPORTERS = re.compile(
    rf"{A}(?: ,)? (?:told|briefed|informed|said to) (?:the )?(?:reporters|journalists|the press|"
    r"a (?:news|press) <E>) (?:in|at) (?P<town><L>)"
)
_COUNTED_AT = re.compile(
    r"(?:the )?(?P<n>\S{1,40}) (?:men|women|leaders|presidents|premiers|ministers|sides|countries|"
    r"delegations|foreign ministers|prime ministers) [^.;:]{0,60}?\b"
    r"(?:at|during|in) (?:an?|the|their)"
    r" (?:\w+ ){0,3}(?P<event><E>)"
)
_TOWN_HOSTS = re.compile(
    r"(?:^|\b(?:that|said|says|as|while|when|and|but|capital|city) (?:, )?)"
    r"(?:in \w+ , )?(?P<town><L>)"
    r"(?: (?:will|is|also|would|to|had|has|then|later))* "
    r"(?:host|hosts|hosted|hosting|convene|convened|convenes) "
    r"(?:the|an?|its|this|another|talks|[^.]{0,30}<E>)"
)
_ONE_GROUP = re.compile(r"[tx]{0,2}(?P<group>G)[.,]")
_CAME_FROM = re.compile(r"^[\w -]{1,40}\b(?:came|come|arrived|travell?ed|hailed|flew) from\b")
_PRINCIPALS_FIRST = re.compile(r"(?:x,?|t#?|#)?P(?:,?&t?P|,t?P(?=[,&])|,hG,(?=P))")
_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person)\b")
_WITH_SPEAKER = re.compile(r"P|^t?S[xW]")
_PAST = re.compile(
    r"\b(?:was|were|did|had|attended|took|sent|sat|led|joined|stayed|boycotted|skipped|"
    r"welcomed|briefed|told|presided|chaired|flew)\b"
)


def company(clause: Clause) -> Iterator[Finding]:
    """Everybody to whom the words of a sentence give a part in the meeting it speaks of."""
    words = wording(clause) if clause.lists else None
    if words is None or not words.lists:
        return
    told = clause.words
    taken: set[int] = set()
    if not _TELLING.isdisjoint(told):
        yield from _found(clause, words, _IN_ORDER, taken)
    if not SPEAKING.isdisjoint(told) and _WITH_SPEAKER.search(clause.codes):
        yield from _found(clause, words, SPEAKERS, taken)
        for finding in _found(clause, words, AFTERWARDS, taken):
            yield replace(finding, sided=True)
    if _PRINCIPALS_FIRST.match(clause.codes):
        for finding in _found(clause, words, PRINCIPALS, taken):
            states = {p.state for p in finding.peers if p.state is not None}
            if len(finding.peers) > 1 and len(states) in (0, len(finding.peers)):
                yield replace(finding, sided=True)
    yield from _to_reporters(clause, words)
    yield from _came_from(clause)


def _came_from(clause: Clause) -> Iterator[Finding]:
    """ "Delegates came from A and B": one phrase by itself."""
    match = _ONE_GROUP.match(clause.codes)
    chunk = clause.chunks[match.start("group")] if match else None
    if chunk is not None and _CAME_FROM.search(chunk.lower) and chunk.states:
        argument = Argument(chunk, Role.PARTICIPANT, "told_to_attend")
        yield Finding(argument, len(clause.chunks), past=True)


def _found(
    clause: Clause, words: Wording, table: Sequence[Pattern], taken: set[int]
) -> Iterator[Finding]:
    """What a table of patterns finds in a clause; who is told to be absent is ``taken``."""
    for pattern, role, cue in table:
        for match in pattern.finditer(words.text):
            first = int(match["a"])
            if first in taken or (role is not Role.ABSENT and _is_denied(words, match)):
                continue
            if is_brought_by_none(clause, match[0]) or is_aside(words.text, match):
                continue
            if role in _SETTLING:
                taken.add(first)
            instead = role is Role.ABSENT and _INSTEAD.search(words.text, match.end())
            if instead and clause.codes[first] != "P":
                continue
            past = _PAST.search(match[0]) is not None
            position = words.position(match.start())
            event = words.position(match.end() - 1) if match[0].endswith("<E>") else -1
            meant = _meant(clause, words, first)
            peers = tuple(dict.fromkeys(p for c in meant for p in c.persons))
            for chunk in meant:
                yield Finding(Argument(chunk, role, cue), position, past, event=event, peers=peers)


def _is_denied(words: Wording, match: re.Match[str]) -> bool:
    """Whether the words, or those just before them, say that it was not so."""
    before = words.text[max(0, match.start() - _NEAR) : match.start()]
    return bool(NOT.search(match[0]) or _DENIED.search(before))


def _to_reporters(clause: Clause, words: Wording) -> Iterator[Finding]:
    """ "A told reporters in P": at the meeting, if that is in P and P is no town of A's state."""
    for match in _REPORTERS.finditer(words.text):
        town = clause.chunks[words.position(match.start("town"))]
        for chunk in _meant(clause, words, int(match["a"])):
            if chunk.code == "P" and not _SPEAKS_FOR.search(chunk.lower):
                argument = Argument(chunk, Role.PARTICIPANT, "spoke_there")
                yield Finding(argument, len(clause.chunks), past=True, said_in=town)


def at_event(clause: Clause) -> tuple[int, int] | None:
    """ "The three men shook hands at a summit": how many, and where the event noun stands."""
    if "E" not in clause.codes:
        return None
    words = wording(clause)
    match = _COUNTED_AT.match(words.text)
    if match is None:
        return None
    return words.position(match.start("n")), words.position(match.start("event"))


def hosting_town(clause: Clause) -> Chunk | None:
    """ "P will host the talks": the town, which may stand for its government."""
    if "L" not in clause.codes or "C" not in clause.codes:
        return None
    words = wording(clause)
    match = _TOWN_HOSTS.search(words.text)
    return clause.chunks[words.position(match.start("town"))] if match else None


def _meant(clause: Clause, words: Wording, first: int) -> Sequence[Chunk]:
    """The chunks of a list; a coalition does not host or stay away as a guest would."""
    listed = list(words.lists.get(first, ()))
    chunks = clause.pick(listed + _enumerated(clause, listed))
    return [c for c in chunks if c.persons or c.states or c.bodies]


def _enumerated(clause: Clause, listed: Sequence[int]) -> list[int]:
    """The persons of a long enumeration between semicolons, where titles interrupt the list."""
    if not listed or clause.codes[listed[0]] != "P" or clause.codes.count(";") < _ENUMERATED:
        return []
    end = listed[-1] + 1
    if clause.codes.find(";", end, end + _NEAR) < 0:
        return []
    return [p for p in range(end, len(clause.codes)) if clause.codes[p] == "P"]


def frame_for(frames: Sequence[Frame], position: int) -> Frame | None:
    """The meeting named nearest before a place in the sentence, else the first after it."""
    nouns = [f for f in frames if f.kind not in ("visit", "phone_call") or len(frames) == 1]
    before = [f for f in nouns if f.position <= position]
    if before:
        return max(before, key=lambda f: f.position)
    return min(nouns, key=lambda f: f.position, default=None)
