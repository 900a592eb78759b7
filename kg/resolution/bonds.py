"""Which sentence ties which states to which coalition or organisation, construction by construction.

The frames are patterns over the gist of a sentence. What stands between the state and the group
decides whether the tie holds: "wants to join" is planned, "is not a member of" denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from kg.mentions import Item
from kg.model import Entity, Modality
from kg.resolution.gist import Gist
from kg.terms import CKG

_S: Final = r"(?P<S><S\d+>)"
_S2: Final = r"(?P<S2><S\d+>)"
_J: Final = r"(?P<S><J\d+>)"
_G: Final = r"(?:the |an? |this )?(?P<G><G\d+>)"
_OWN: Final = r" ['’]s?"
_STOP: Final = (
    "and|or|but|with|to|by|for|of|in|at|from|on|against|that|which|who|when|while|than|his|her|as"
    "|said|says|was|were|is|are|has|have|will"
)
_ADJ: Final = rf"(?:(?!(?:{_STOP})\b)[\w’.]+(?: - [\w]+)? |- |<[#JD]\d+> |['’]s |\" ){{0,5}}?"
_ADV: Final = (
    r"(?:(?:also|both|all|now|still|currently|not|never|no longer|already|long|today|each|n[’']t"
    r"|formally|officially|neither|itself|themselves|once|since <D\d+>) )*"
)
_REL: Final = r"(?: ,)?(?: ?(?:which|who|that|,))?"
_BE: Final = (
    r"(?:is|are|was|were|remains?|remained|stays?|stayed|became|becomes?|being"
    r"|(?:has|have|had)(?: \w+)? (?:been|become))"
)
_MEMBER: Final = r"(?:co - )?(?:members?|founders?)(?: (?:states?|country|countries|nations?|governments?))?"
_NATION: Final = r"(?:states?|country|countries|nations?|governments?)"
_LOOSE: Final = r"(?:participants?|contributors?|partners?)"
_ALLY: Final = r"(?:all(?:y|ies))"
_CHAIR: Final = r"(?:presidency|chair|chairmanship|chairperson|president)"
_PRESIDES: Final = r"(?:co - )?(?:chairs?|chairman|president|host|hosts|chair - in - office)"
_SUCH: Final = (
    r"(?:such as|like|including|includes?|included|are|is|were|namely|only|notably|especially"
    r"|particularly|among them|for example|, including|, such as|, namely|, among them|, notably)"
)
_ONE: Final = r"(?:one of |among |an? |the |both |all |fellow |two |another |<#\d+> )"
_COLON: Final = r"(?:-|–|—|--|:|\()"
# A list in apposition ends where the apposition does; else it may be one more actor.
_CLOSED: Final = r"(?= (?:,|\.|\)|-|–|—|--|;|\"|all|both)|$)"
_END: Final = (
    r"(?= (?:[.,;:)–—\"-]|in <D\d+>|<D\d+>|on|as|after|when|last|this|only|and|but|since|alongside|at"
    r"|earlier|together|along|following|despite|because|while|whose|which|that|before|for|under|against"
    r"|fighting|led|,)|$)"
)
_JOINED: Final = r"(?:re)?(?:joined|joins?|joining|acceded to|accedes? to|acceding to|entered|entering|signed up to)"
_GAP: Final = r"(?:(?: ,)?(?: (?!and\b)(?:[\w’'-]+|<D\d+>|<#\d+>|<L>)){0,6}?)(?: ,)?"
_COMPRISES: Final = (
    r"(?:groups|comprises|comprised|comprising|comprise|includes?|included|including|unites|uniting|links"
    r"|linking|consists of|consisting of|made up of|composed of|brings together|bringing together"
    r"|counts|numbers|encompasses|encompassing|binds|formed by|formed of|counts among its members)"
)
_GROUPING: Final = (
    r"(?:bloc|grouping|group|pact|alliance|union|club|trio|quartet|partnership|community|forum|members"
    r"|nations|countries|states|organi[sz]ation|partners|format)"
)
_TAIL: Final = r"(?: (?:against|fighting|for|on|in) (?:the )?(?:[\w’'-]+|<\w\d*>)(?: (?:[\w’'-]+|<\w\d*>)){0,3}?)?(?: ,)?"
_LEADS: Final = r"(?:leads?|led|leading|heads?|headed|heading|commands?|commanded|spearheads?|spearheaded)"

_ORDINAL_TO_JOIN: Final = re.compile(
    r"\b(?:latest|first|last|newest|only|\w+th|\d+(?:st|nd|rd|th)|second|third|latter)(?: [\w’<>#]+){0,4} to join"
)
_HARMLESS: Final = re.compile(
    r"to <[SGT]\d*>|will continue to|continues? to|<\w\d*>|belong\w* to|to which|to be led|decision to join|(?:acceded|accession|admission|admitted"
    r"|signed up|elected|welcomed|handed over|passed) (?:in|on)?to"
)
_NEGATED: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|former|formerly|ex|onetime|quit|left|leaves?|leaving|withdr[ae]w\w*"
    r"|suspended|expelled|refus\w+|declin\w+|reject\w+|observers?|associate|dialogue|guests?|without|against"
    r"|until|used to|stopped|ceased|n[’']t|non - (?!permanent))\b"
)
_NEGATED_BEFORE: Final = re.compile(
    r"(?:\b(?:neither|nor|non -|former|no|not|ex -|against|unlike|except|candidate|aspiring|prospective"
    r"|potential|would - be|future|dialogue|associate|observer)(?: the)? ?)$"
)
_PLANNED: Final = re.compile(
    r"\b(?:will|would|may|might|could|should|shall|must|to|wants?|wanted|seeks?|seeking|sought|hop(?:es?|ed|ing)"
    r"|plans?|planned|planning|appl(?:y|ies|ied|ying|ication)|bid|aspir\w+|candidate|candidacy|prospective"
    r"|future|potential|invited?|poised|ready|if|whether|expected|due|eager|vow\w*|consider\w*|possible"
    r"|proposed|likely|tr(?:y|ies|ied|ying)|push\w*|negotiat\w+|soon|incoming)\b"
)
_PLANNED_BEFORE: Final = re.compile(r"\b(?:if|whether|should|let|would|could|invited?)(?: the)? ?$")


class Bond(NamedTuple):
    """States and the groups that a sentence ties them to."""

    row: int
    frame: str
    states: tuple[Entity, ...]
    groups: tuple[Entity, ...]
    modality: Modality
    text: str
    since: Item | None = None


class _Frame(NamedTuple):
    """A construction: the rule that publishes it, its pattern, and what it asks for.

    ``least`` is the number of states it needs, ``loose`` whether only a coalition can be meant.
    """

    rule: str
    pattern: re.Pattern[str]
    least: int = 1
    loose: bool = False
    chairs: bool = False


def _frames(rule: str, *patterns: str, least: int = 1, loose: bool = False) -> list[_Frame]:
    return [_Frame(rule, re.compile(p), least, loose) for p in patterns]


FRAMES: Final[tuple[_Frame, ...]] = (
    *_frames(
        "called_members",
        rf"{_S}{_REL} {_BE} {_ADV}(?:(?:admitted|accepted|welcomed|recogni[sz]ed|elected) (?:\w+ )?as )?{_ADJ}(?:of the )?{_ADJ}{_MEMBER} (?:of|in|to) {_G}",
        rf"{_S}{_REL} {_BE} {_ADV}(?:one of|among|part of|inside|within|in) {_ADJ}(?:{_MEMBER} (?:of|in) )?{_G}{_END}",
        rf"{_S}{_REL} {_BE} {_ADV}{_ADJ}{_G}(?:{_OWN})? {_ADJ}{_MEMBER}\b",
        rf"{_S}(?: ,| {_COLON}) {_ADV}(?:one of |among |part of )?{_ADJ}{_MEMBER} (?:of|in) {_G}",
        rf"{_S}(?: ,| {_COLON}) {_ADV}{_ONE}{_ADJ}{_G}(?:{_OWN})? {_ADJ}{_MEMBER}(?= [.,;)–-]|$| since)",
        rf"{_S} , {_G}{_OWN} {_ADJ}member(?: state| country| nation)?(?= [.,;)–-]|$| since)",
        rf"{_S} , {_ADJ}{_G} {_MEMBER} since",
        rf"(?:^|[,;(–-] )as {_ADJ}{_MEMBER} of {_G} , {_S}",
        rf"\bas {_ADJ}{_G} {_MEMBER} , {_S}",
        rf"{_G}(?:{_OWN})? {_ADJ}(?:{_MEMBER}|{_NATION})(?: {_SUCH}){{0,2}}(?: ,)? {_S}",
        rf"{_G}(?:{_OWN})? {_ADJ}member(?: state| country| nation)? , {_S}",
        rf"(?:<#\d+>|two|both|all|only) {_ADJ}{_G} {_ADJ}(?:{_MEMBER}|{_NATION})(?: ,)? {_COLON}? ?{_S}",
        rf"{_G}(?:{_OWN})? {_ADJ}(?:{_MEMBER}|{_NATION}) {_COLON} {_S}{_CLOSED}",
        rf"\b(?:of|among) {_G}{_OWN} {_ADJ}(?:{_MEMBER}|{_NATION}) , (?:only )?{_S}",
        rf"\b(?:{_MEMBER}|{_NATION}|participants|contributors|nations) (?:of|in|to|from|within|belonging to|making up|that make up) {_G}(?: {_SUCH}){{1,2}}(?: ,| :)? {_S}",
        rf"\b(?:{_MEMBER}|{_NATION}) (?:of|in|within) {_G} {_COLON} (?:namely )?{_S}{_CLOSED}",
        rf"(?:<#\d+>|both|all|two|three) {_ADJ}(?:{_MEMBER}|{_NATION}) (?:of|in) {_G} , {_S}{_CLOSED}",
        rf"\bbelong to {_G} ,? ?(?:among them|including) {_S}",
        rf"\bof {_G} , namely {_S}",
    ),
    *_frames(
        "called_members",
        rf"{_G} {_ADJ}{_LOOSE}(?: {_SUCH}){{0,2}} {_S}",
        rf"(?<!, )(?<!and )(?<!the ){_G} {_ADJ}{_LOOSE} , {_S}{_CLOSED}",
        rf"\b(?:participants|partners|contributors|those) (?:in|of|to) {_G}(?: {_SUCH}){{1,2}} {_S}",
        rf"{_S}{_GAP} (?:participat(?:es?|ed|ing)|tak(?:es?|ing) part|took part) in {_G}{_END}",
        loose=True,
    ),
    *_frames(
        "called_allies",
        rf"{_S} , {_ONE}{_ADJ}{_G} {_ALLY}(?= [.,;)–-]|$| since)",
        rf"{_S} {_BE} {_ADV}{_ADJ}{_G} {_ALLY}",
        rf"(?<!with ){_G} {_ADJ}{_ALLY}(?: {_SUCH}){{0,2}} {_S}",
        rf"{_S}(?: ,)? and (?:its|their) (?:\w+ )?{_G} {_ALLY}",
    ),
    *_frames(
        "named_beside_others",
        rf"{_S}(?: , {_S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their |all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow) {_ADJ}{_G} {_ADJ}(?:{_MEMBER}|{_NATION}|{_ALLY}|partners)",
        rf"{_S}(?: , {_S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their |all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow) {_ADJ}(?:{_MEMBER}|{_NATION}) (?:of|in) {_G}",
    ),
    *_frames(
        "belongs_to",
        rf"{_S}{_REL} {_ADV}(?:belongs?|belonged|belonging) to {_G}",
        rf"{_S}{_GAP} {_ADV}belongs? to {_G}",
        rf"{_G} , to which {_S} belongs?",
        rf"{_S}{_REL} {_ADV}(?:remains?|remained|stays?|stayed) (?:in|inside|within|part of) {_G}",
    ),
    *_frames(
        "comprises",
        rf"(?<!of )(?<!of the )(?<!in )(?<!with ){_G}(?: ,)?(?: (?:which|that|and))?(?: (?:\w+|does not|do not)){{0,2}} {_COMPRISES}(?: the)?(?: {_ADJ}{_NATION}(?: of)?)?(?: ,| :)? {_S}",
        rf"{_G}(?: ,)?(?: which)?(?: now)? (?:counts|numbers|has|lists) {_S} among its members",
        rf"{_G}(?: ,)?(?: which| who)? ['’]s {_ADJ}{_MEMBER} (?:are|include|includes|were) {_S}",
        rf"{_G} , made up of {_S}",
        rf"\b{_MEMBER} (?:are|include|includes|were|:) {_S} of {_G}",
    ),
    *_frames(
        "listed_in_apposition",
        rf"{_G}(?: \w+)?(?: \")? {_COLON} {_S}(?= (?:\)|–|—|--|-|\.|,|;)|$)",
        rf"{_G} , {_ADJ}[\w-]+ (?:of|between|among|comprising|grouping|linking|uniting|including) {_S}",
        rf"{_G}(?: [\w-]+)? {_GROUPING} of {_S}",
        rf"{_G} (?:of|between|among) {_S}",
        rf"{_S} , the (?:<G\d+> )?(?:\w+ )?(?:members|founders) of {_G}",
        least=2,
    ),
    *_frames(
        "joined_group",
        rf"{_S}{_REL}{_GAP} {_JOINED} {_G}{_END}(?:(?: ,)?(?: in| on)?(?: <D\d+>)?(?: ,)? (?:along with|together with|alongside) {_S2})?",
        rf"{_S}{_GAP} (?:was|were|been|being|be) (?:re)?(?:admitted|accepted|welcomed|inducted)(?: \w+)? (?:in)?to {_G}",
        rf"\b{_G} (?:re)?admitted {_S}",
        rf"\b{_G} (?:admitted|accepted|welcomed) {_S} as {_ADJ}member",
        rf"\b(?:since|after|on|upon|when|by) (?:it |they )?{_JOINED} {_G}(?: in (?:<D\d+>|\w+))? , {_S}",
        rf"{_S}{_GAP} (?:became|become|becomes|becoming|is|was) {_ADJ}(?:to join|to accede to) {_G}",
        rf"{_S}{_GAP} joined {_S2} (?:and others )?in {_G}",
        rf"{_G}(?: for <[SL]\d*>)?(?: ,)? (?:which|that) {_S}{_GAP} (?:joined|entered)",
        rf"\b(?:welcom\w+|hail\w+|prais\w+|celebrat\w+|since|after|following|mark\w*) {_S}{_OWN} (?:accession to|entry into|membership (?:in|of)|decision to join|admission to) {_G}",
        rf"{_S}{_GAP} (?:formed|founded|launched|established|created|set up|co - founded) {_G}",
    ),
    *_frames(
        "holds_presidency",
        rf"{_S}{_REL}{_GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over|has) {_ADJ}{_CHAIR} of {_G}(?: from {_S2})?",
        rf"{_S}{_REL}{_GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over|has) (?:the )?{_ADJ}{_G}(?:{_OWN})? (?:\w+ )?{_CHAIR}(?: from {_S2})?",
        rf"{_G}(?:{_OWN}) {_ADJ}{_CHAIR} {_S} (?:\w+ )?(?:holds|held|has|took over|assumed)\b",
        rf"{_S}{_REL} {_ADV}(?:co - )?(?:chairs|chairing|presides over|presiding over) {_G}(?! (?:meetings?|summits?|sessions?|talks))",
        rf"\bas {_ADJ}{_PRESIDES} of {_G} , {_S}",
        rf"\bas {_ADJ}{_G} {_PRESIDES} , {_S}",
        rf"{_S}(?: ,)? (?:as |{_ADJ}){_ADJ}{_PRESIDES} of {_G}(?! (?:meetings?|summits?|sessions?|talks))",
        rf"{_S} ,(?: as)? {_ADJ}{_G}(?:{_OWN})? {_ADJ}{_PRESIDES}(?= [.,;)–-]|$)",
        rf"{_S}(?: ,)? as {_ADJ}{_G} (?:{_PRESIDES}|<T>)",
        rf"{_S}(?: ,)? as {_ADJ}(?:{_PRESIDES}|<T>) of {_G}",
        rf"{_G}(?:{_OWN})? {_ADJ}(?:chair|host|co - chairs|president)(?: ,)? {_S}(?: and {_S2})?",
        rf"{_S}{_OWN} {_ADJ}{_G} (?:presidency|chairmanship)",
        rf"{_S}{_OWN} {_ADJ}(?:presidency|chairmanship) of {_G}",
        rf"{_J} {_ADJ}(?:presidency|chairmanship) of {_G}",
        rf"{_J} {_ADJ}{_G} (?:presidency|chairmanship)",
        rf"{_S}{_GAP} (?:handed|passed|transferred|hands|passes)(?: over)? (?:the )?(?:{_ADJ}{_G} (?:presidency|chairmanship|chair)|{_ADJ}(?:presidency|chairmanship|chair) of (?P<G2><G\d+>)) to {_S2}",
        rf"{_G} ,(?: which is)? {_ADJ}(?:co - )?chaired (?:\w+ ){{0,3}}?by {_S}",
        rf"{_S}{_GAP} (?:won|has|have|had|holds?|held|took|gained|secured|occup\w+|takes|was elected to|were elected to) {_ADJ}seats? (?:on|in) {_G}",
        rf"{_S}{_REL} {_ADV}(?:sits?|sitting|serves?|serving|served|sat) on {_G}",
        rf"{_S}{_GAP} (?:was|were) (?:re - )?elected (?:to|onto) {_G}",
    ),
    *_frames("within_group", rf"\bwith {_S} within {_G}"),
)
LEAD_FRAMES: Final[tuple[_Frame, ...]] = (
    *_frames(
        "led_by",
        rf"{_S}{_REL}{_GAP} {_LEADS} {_G}",
        rf"{_G}{_TAIL}(?: (?:which|that) (?:is|was))?(?: \w+){{0,2}} (?:co - )?(?:led|headed|spearheaded|commanded)(?: \w+)? by {_S}(?! <P>)",
        rf"{_G} under {_S}(?:{_OWN})? (?:leadership|command)",
        rf"{_G} under (?:the )?(?:leadership|command) of {_S}",
        rf"\bunder {_J} (?:leadership|command) , {_G}",
        loose=True,
    ),
)
_COMMANDED: Final = re.compile(r"coalition|alliance|force|contact group|operation", re.I)
_AND: Final = rf"\b(?:and|but|yet|though|although|,)(?: it)? {_ADV}"
_SHARED: Final = tuple(
    re.compile(_AND + verb)
    for verb in (
        rf"(?:{_BE} {_ADV}{_ADJ}{_MEMBER} of|belongs? to|joined) {_G}{_END}",
        rf"{_BE} {_ADJ}{_G} member\b",
        rf"(?<=and )(?:an? )?(?:founding |full |new |long\w+ )?{_MEMBER} (?:of|in) {_G}",
    )
)
_SUBJECT: Final = re.compile(rf"^(?:[^<,]{{0,30}}, )?(?P<S><S\d+>) (?:(?={_BE} )|(?!,? ?(?:and|or)\b))")
_SINCE: Final = re.compile(r"(?: in| since|,)? <D(\d+)>")


def bonds(gist: Gist) -> Iterator[Bond]:
    """Every tie of a state to a group that a sentence tells, leads not included."""
    if not gist.groups or not gist.states:
        return
    for frame in FRAMES:
        for match in frame.pattern.finditer(gist.text):
            yield from _bond(gist, frame, match)
    yield from _with_shared_subject(gist)


def leads(gist: Gist) -> Iterator[Bond]:
    """Who is said to lead a coalition."""
    if not gist.groups or not gist.states:
        return
    for frame in LEAD_FRAMES:
        for match in frame.pattern.finditer(gist.text):
            yield from _bond(gist, frame, match)


def _bond(gist: Gist, frame: _Frame, match: re.Match[str]) -> Iterator[Bond]:
    states = gist.states_of(match, "S")
    groups = gist.groups_of(match) or (gist.groups_of(match, "G2") if "G2" in match.groupdict() else ())
    if frame.loose:
        groups = tuple(g for g in groups if g.kind == CKG.Coalition)
    if frame.rule == "led_by":
        groups = tuple(g for g in groups if _COMMANDED.search(g.label))
    if frame.rule == "listed_in_apposition" and len(states) < 3:
        groups = tuple(g for g in groups if not g.label.lower().endswith("alliance"))
    if frame.rule == "called_allies":
        groups = tuple(g for g in groups if _is_alliance(g))
    if not groups or len(states) < frame.least or len(states) == 0:
        return
    if frame.rule == "named_beside_others" and len(states) > 3:
        states = states[-1:]
    modality = _modality(gist, match)
    yield Bond(gist.row, frame.rule, states, groups, modality, match[0], _since(gist, match))
    second = gist.states_of(match, "S2") if "S2" in match.groupdict() and match["S2"] else ()
    if second:
        handed = "from" in match[0].split()
        yield Bond(gist.row, frame.rule, second, groups, Modality.ACTUAL if handed else modality, match[0])


@lru_cache(maxsize=1000)
def _is_alliance(group: Entity) -> bool:
    """Whether its members are allies: a coalition, or an organisation by a treaty of alliance."""
    if group.kind == CKG.Coalition:
        return True
    return any(re.search(r"\b(?:alliance|treaty organi[sz]ation)\b", n, re.I) for n in (group.label, *group.aliases))


def _modality(gist: Gist, match: re.Match[str]) -> Modality:
    """Planned, denied or actual, by the words between the state and the group and right before."""
    within = _ORDINAL_TO_JOIN.sub("joined", match[0])
    within = _HARMLESS.sub("", within)
    before = gist.text[max(0, match.start() - 40) : match.start()]
    if _NEGATED.search(within) or _NEGATED_BEFORE.search(before):
        return Modality.DENIED
    if _PLANNED.search(within) or _PLANNED_BEFORE.search(before):
        return Modality.PLANNED
    return Modality.ACTUAL


def _since(gist: Gist, match: re.Match[str]) -> Item | None:
    """The date right after: "joined G in 2004", "a member since 2004"."""
    after = _SINCE.match(gist.text, match.end())
    return gist.dates.get(int(after[1])) if after else None


def _with_shared_subject(gist: Gist) -> Iterator[Bond]:
    """"S is not in H but belongs to G": the verbs share their subject."""
    subject = _SUBJECT.match(gist.text)
    if subject is None:
        return
    states = gist.states_of(subject, "S")
    for match in (m for verb in _SHARED for m in verb.finditer(gist.text, subject.end())):
        between = gist.text[subject.end() : match.start()]
        if re.search(r"<S\d+>(?: ,)?$|[.;:\"]|\bsaid\b|\bsays\b", between):
            continue
        yield Bond(gist.row, "belongs_to", states, gist.groups_of(match), _modality(gist, match), match[0])


def settled(gist: Gist) -> list[Bond]:
    """The bonds of a sentence without those that another reading of it denies or puts off."""
    found = list(bonds(gist))
    weight = {Modality.DENIED: 0, Modality.PLANNED: 1, Modality.ACTUAL: 2}
    least: dict[tuple[Entity, Entity], int] = {}
    for bond in found:
        for pair in product(bond.states, bond.groups):
            least[pair] = min(least.get(pair, 2), weight[bond.modality])
    return [b for b in found if all(least[p] == weight[b.modality] for p in product(b.states, b.groups))]
