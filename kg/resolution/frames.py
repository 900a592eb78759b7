"""The constructions that tie states to a group, as patterns over the gist of a sentence.

S stands for a list of states, S2 for a second one, J for a state's adjective and G for a group. A
pattern reads like its construction: ``S, ADJ MEMBER of G`` is "S, a founding member of G".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_S: Final = r"(?P<S><S\d+>)"
_WITH: Final = r"(?:(?: ,)? and <G\d+>)?"
_S2: Final = r"(?P<S2><S\d+>)"
_J: Final = r"(?P<S><J\d+>)"
_G: Final = r"(?:the |an? |this )?(?:<[JS]\d+> - (?:led|backed|dominated) )?(?P<G><G\d+>)"
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
_MEMBER: Final = (
    r"(?:co - )?(?:members?|founders?)(?: (?:states?|country|countries|nations?|governments?))?"
)
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
    r"(?= (?:[.,;:)–—\"-]|in <D\d+>|<D\d+>|on|as|after|when|last|this|only|and|but|since"
    r"|alongside|at"
    r"|earlier|together|along|following|despite|because|while|whose|which|that|before|for"
    r"|under|against"
    r"|fighting|led|,)|$)"
)
_JOINED: Final = r"(?:re)?(?:joined|joins?|acceded to|accedes? to|entered|signed up to)"
_JOINING: Final = rf"(?:{_JOINED}|(?:re)?(?:joining|acceding to|entering))"
_GAP: Final = r"(?:(?: ,)?(?: (?!and\b)(?:[\w’'-]+|<D\d+>|<#\d+>|<L>)){0,6}?)(?: ,)?"
_COMPRISES: Final = (
    r"(?:groups|comprises|comprised|comprising|comprise|includes?|included|including"
    r"|unites|uniting|links"
    r"|linking|consists of|consisting of|made up of|composed of|brings together|bringing together"
    r"|counts|numbers|encompasses|encompassing|binds|formed by|formed of|counts among its members)"
)
_GROUPING: Final = (
    r"(?:bloc|grouping|group|pact|alliance|union|club|trio|quartet|partnership|community"
    r"|forum|members"
    r"|nations|countries|states|organi[sz]ation|partners|format)"
)
_TAIL: Final = (
    r"(?: (?:against|fighting|for|on|in) (?:the )?(?:[\w’'-]+|<\w\d*>)(?: (?:[\w’'-]+"
    r"|<\w\d*>)){0,3}?)?(?: ,)?"
)
_LEADS: Final = (
    r"(?:leads?|led|leading|heads?|headed|heading|commands?|commanded|spearheads?|spearheaded)"
)


class Frame(NamedTuple):
    """A construction: the rule that publishes it, its pattern, and what it asks for.

    ``least`` is the number of states it needs, ``loose`` whether only a coalition can be meant.
    """

    rule: str
    pattern: re.Pattern[str]
    least: int = 1
    loose: bool = False
    chairs: bool = False


def _frames(rule: str, *patterns: str, least: int = 1, loose: bool = False) -> list[Frame]:
    return [Frame(rule, re.compile(p), least, loose) for p in patterns]


FRAMES: Final[tuple[Frame, ...]] = (
    *_frames(
        "called_members",
        (
            rf"{_S}{_REL} {_BE} {_ADV}(?:(?:admitted|accepted|welcomed|recogni[sz]ed|elected)"
            rf" (?:\w+ )?as )?{_ADJ}(?:of the )?{_ADJ}{_MEMBER} (?:of|in|to) {_G}"
        ),
        (
            rf"{_S}{_REL} {_BE} {_ADV}(?:one of|among|part of|inside|within|in)"
            rf" {_ADJ}(?:(?:{_MEMBER}|{_NATION}) (?:of|in) )?{_G}{_END}"
        ),
        rf"{_S}{_REL} {_BE} {_ADV}(?:one of|among) {_ADJ}{_G} {_ADJ}(?:{_MEMBER}|{_NATION})\b",
        rf"{_S}{_REL} {_BE} {_ADV}{_ADJ}{_G}(?:{_OWN})? {_ADJ}{_MEMBER}\b",
        rf"{_S}(?: ,| {_COLON}) {_ADV}(?:one of |among |part of )?{_ADJ}{_MEMBER} (?:of|in) {_G}",
        (
            rf"{_S}(?: ,| {_COLON}) {_ADV}{_ONE}{_ADJ}{_G}(?:{_OWN})? {_ADJ}{_MEMBER}(?="
            rf" [.,;)–-]|$| since)"
        ),
        rf"{_S} , {_G}{_OWN} {_ADJ}member(?: state| country| nation)?(?= [.,;)–-]|$| since)",
        rf"{_S} , {_ADJ}{_G} {_MEMBER} since",
        rf"(?:^|[,;(–-] )as {_ADJ}{_MEMBER} of {_G} , {_S}",
        rf"\bas {_ADJ}{_G} {_MEMBER} , {_S}",
        rf"{_G}(?:{_OWN})? {_ADJ}(?:{_MEMBER}|{_NATION})(?: {_SUCH}(?: ,)?){{0,2}} {_S}",
        rf"{_G}(?:{_OWN})? {_ADJ}member(?: state| country| nation)? , {_S}",
        (
            rf"(?:<#\d+>|two|both|all|only) {_ADJ}{_G} {_ADJ}(?:{_MEMBER}|{_NATION})(?: ,)?"
            rf" {_COLON}? ?{_S}"
        ),
        rf"{_G}(?:{_OWN})? {_ADJ}(?:{_MEMBER}|{_NATION}) {_COLON} {_S}{_CLOSED}",
        rf"\b(?:of|among) {_G}{_OWN} {_ADJ}(?:{_MEMBER}|{_NATION}) , (?:only )?{_S}",
        (
            rf"\b(?:{_MEMBER}|{_NATION}|participants|contributors|nations) (?:of|in|to|from"
            rf"|within|belonging to|making up|that make up) {_G}(?: {_SUCH}){{1,2}}(?: ,| :)?"
            rf" {_S}"
        ),
        rf"\b(?:{_MEMBER}|{_NATION}) (?:of|in|within) {_G} {_COLON} (?:namely )?{_S}{_CLOSED}",
        (
            rf"(?:<#\d+>|both|all|two|three) {_ADJ}(?:{_MEMBER}|{_NATION}) (?:of|in) {_G} ,"
            rf" {_S}{_CLOSED}"
        ),
        rf"\bbelong to {_G} ,? ?(?:among them|including) {_S}",
        rf"\bof {_G} , namely {_S}",
    ),
    *_frames(
        "called_members",
        rf"{_G} {_ADJ}{_LOOSE}(?: {_SUCH}){{0,2}} {_S}",
        rf"(?<!, )(?<!and )(?<!the ){_G} {_ADJ}{_LOOSE} , {_S}{_CLOSED}",
        (
            rf"\b(?:participants|partners|contributors|those) (?:in|of|to) {_G}(?:"
            rf" {_SUCH}){{1,2}} {_S}"
        ),
        rf"{_S}{_GAP} (?:participat(?:es?|ed|ing)|tak(?:es?|ing) part|took part) in {_G}{_END}",
        loose=True,
    ),
    *_frames(
        "called_members",
        rf"<#\d+> of {_G}(?:{_OWN})? (?:<#\d+> )?{_MEMBER} [^.;:]{{0,60}}: {_S}",
    ),
    *_frames(
        "comprises",
        rf"{_G}(?: ,)?(?: which)? {_COMPRISES} [^.;:]{{0,80}}\b{_NATION} of {_S}",
    ),
    *_frames(
        "holds_presidency",
        (
            rf"{_G} , (?:which|to which|that|whose) [^,;.]{{0,80}} , is {_ADJ}(?:co - )?chaired"
            rf" by {_S}"
        ),
        rf"{_G} is {_ADJ}(?:co - )?chaired (?:\w+ ){{0,2}}by {_S}",
        rf"{_G} , which {_S} (?:co - )?(?:chairs|chair|chaired)",
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
        rf"\b(?:un)?like (?:other|most other|many other|all other) {_ADJ}{_G} {_MEMBER} , {_S}",
        (
            rf"{_S}(?: , {_S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their "
            rf"|all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow) {_ADJ}{_G}"
            rf" {_ADJ}(?:{_MEMBER}|{_NATION}|{_ALLY}|partners)"
        ),
        (
            rf"{_S}(?: , {_S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their "
            rf"|all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow)"
            rf" {_ADJ}(?:{_MEMBER}|{_NATION}) (?:of|in) {_G}"
        ),
    ),
    *_frames(
        "belongs_to",
        rf"{_S}{_REL} (?:(?:has|have|had) )?{_ADV}(?:belongs?|belonged|belonging) to {_G}",
        rf"{_S}{_REL} {_ADV}(?:makes?|made|making) up {_G}{_END}",
        rf"{_S}(?: ,)? (?:speaking|spoke) (?:on behalf of|for) {_G}{_END}",
        rf"{_S}{_WITH}{_GAP} {_ADV}belongs? to {_G}",
        rf"{_G} , to which {_S} belongs?",
        rf"{_S}{_REL} {_ADV}(?:remains?|remained|stays?|stayed) (?:in|inside|within|part of) {_G}",
    ),
    *_frames(
        "comprises",
        (
            rf"(?<!of )(?<!of the )(?<!in )(?<!with ){_G}(?: (?:on|for) <[SLJP]\d*>)?(?: ,)?(?:"
            rf" (?:which|that|and))?(?: (?:\w+|does not|do not)){{0,2}} {_COMPRISES}(?:"
            rf" the)?(?: {_ADJ}{_NATION}(?: of)?)?(?: ,| :)? {_S}(?! ['’]s)"
        ),
        rf"{_G}(?: ,)?(?: which)?(?: now)? (?:counts|numbers|has|lists) {_S} among its members",
        rf"{_G}(?: ,)?(?: which| who)? ['’]s {_ADJ}{_MEMBER} (?:are|include|includes|were) {_S}",
        rf"{_G} , made up of {_S}",
        rf"\b{_MEMBER} (?:are|include|includes|were|:) {_S} of {_G}",
    ),
    *_frames(
        "listed_in_apposition",
        (
            rf"{_G}(?: \w+)?(?: \")? {_COLON} {_S}(?= (?:\)|–|—|--|-|\.|,|;|and (?:<#\d+>"
            rf"|others|several|\w+ other))|$)"
        ),
        (
            rf"{_G} , {_ADJ}[\w-]+ (?:of|between|among|comprising|grouping|linking|uniting"
            rf"|including) {_S}"
        ),
        rf"{_G}(?: [\w-]+)? {_GROUPING} of {_S}",
        rf"{_G} of <#\d+> {_NATION} {_COLON} {_S}",
        rf"{_G} (?:of|between|among) {_S}",
        rf"{_S} , the (?:<G\d+> )?(?:\w+ )?(?:members|founders) of {_G}",
        least=2,
    ),
    *_frames(
        "joined_group",
        (
            rf"{_S}{_REL}{_GAP} {_JOINED} {_G}{_END}(?:(?: ,)?(?: in| on)?(?: <D\d+>)?(?: ,)?"
            rf" (?:along with|together with|alongside) {_S2})?"
        ),
        (
            rf"{_S}{_GAP} (?:was|were|been|being|be)(?: \w+)? (?:re)?(?:admitted|accepted"
            rf"|welcomed|inducted)(?: \w+)? (?:in)?to {_G}"
        ),
        rf"\b{_G} (?:re)?admitted {_S}",
        rf"\b{_G} (?:admitted|accepted|welcomed) {_S} as {_ADJ}member",
        (
            rf"\b(?:since|after|on|upon|when|by) (?:it |they )?{_JOINING} {_G}(?: in (?:<D\d+>"
            rf"|\w+))? , {_S}"
        ),
        (
            rf"{_S}{_GAP} (?:became|become|becomes|becoming|is|was) {_ADJ}(?:to join|to accede"
            rf" to) {_G}"
        ),
        rf"{_S}{_GAP} joined {_S2} (?:and others )?in {_G}",
        rf"{_G}(?: for <[SL]\d*>)?(?: ,)? (?:which|that) {_S}{_GAP} (?:joined|entered)",
        (
            rf"\b(?:welcom\w+|hail\w+|prais\w+|celebrat\w+|since|after|following|mark\w*)"
            rf" {_S}{_OWN} (?:accession to|entry into|membership (?:in|of)|decision to join"
            rf"|admission to) {_G}"
        ),
        rf"{_S}{_GAP} (?:formed|founded|launched|established|created|set up|co - founded) {_G}",
    ),
    *_frames(
        "holds_presidency",
        (
            rf"{_S}{_REL}{_GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over"
            rf"|has) {_ADJ}{_CHAIR} of {_G}(?: from {_S2})?"
        ),
        (
            rf"{_S}{_REL}{_GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over"
            rf"|has) (?:the )?{_ADJ}{_G}(?:{_OWN})? (?:\w+ )?{_CHAIR}(?: from {_S2})?"
        ),
        rf"{_G}(?:{_OWN}) {_ADJ}{_CHAIR} {_S} (?:\w+ )?(?:holds|held|has|took over|assumed)\b",
        (
            rf"{_S}{_REL} {_ADV}(?:co - )?(?:chairs|chaired|chairing|presided over|presides"
            rf" over|presiding over) {_G}(?! (?:meetings?|summits?|sessions?|talks))"
        ),
        rf"\bas {_ADJ}{_PRESIDES} of {_G} , {_S}",
        rf"\bas {_ADJ}{_G} {_PRESIDES} , {_S}",
        (
            rf"{_S}(?: ,)? (?:as |{_ADJ}){_ADJ}{_PRESIDES} of {_G}(?! (?:meetings?|summits?"
            rf"|sessions?|talks))"
        ),
        rf"{_S} ,(?: as)? {_ADJ}{_G}(?:{_OWN})? {_ADJ}{_PRESIDES}(?= [.,;)–-]|$)",
        rf"{_S}(?: ,)? as {_ADJ}{_G} (?:{_PRESIDES}|<T>)",
        rf"{_S}(?: ,)? as {_ADJ}(?:{_PRESIDES}|<T>) of {_G}",
        rf"{_G}(?:{_OWN})? {_ADJ}(?:chair|host|co - chairs|president)(?: ,)? {_S}(?: and {_S2})?",
        rf"{_S}{_OWN} {_ADJ}{_G} (?:presidency|chairmanship)",
        rf"{_S}{_OWN} {_ADJ}(?:presidency|chairmanship) of {_G}",
        rf"{_J} {_ADJ}(?:presidency|chairmanship) of {_G}",
        rf"{_J} {_ADJ}{_G} (?:presidency|chairmanship)",
        (
            rf"{_S}{_GAP} (?:handed|passed|transferred|hands|passes)(?: over)? (?:the"
            rf" )?(?:{_ADJ}{_G} (?:presidency|chairmanship|chair)|{_ADJ}(?:presidency"
            rf"|chairmanship|chair) of (?P<G2><G\d+>)) to {_S2}"
        ),
        rf"{_G} ,(?: which is)? {_ADJ}(?:co - )?chaired (?:\w+ ){{0,3}}?by {_S}",
        (
            rf"{_S}{_GAP} (?:won|has|have|had|holds?|held|took|gained|secured|occup\w+|serv\w+"
            rf"|takes|was elected to|were elected to) {_ADJ}(?:seats?|terms?|stints?) (?:on|in)"
            rf" {_G}"
        ),
        rf"{_S}{_REL} {_ADV}(?:sits?|sitting|serves?|serving|served|sat) on {_G}",
        rf"{_S}{_GAP} (?:was|were) (?:re - )?elected (?:to|onto) {_G}",
    ),
    *_frames("within_group", rf"\bwith {_S} within {_G}"),
)
LEAD_FRAMES: Final[tuple[Frame, ...]] = (
    *_frames(
        "led_by",
        rf"{_S}{_REL}{_GAP} {_LEADS} {_G}",
        (
            rf"{_G}{_TAIL}(?: (?:which|that) (?:is|was))?(?: \w+){{0,2}} (?:co - )?(?:led"
            rf"|headed|spearheaded|commanded)(?: \w+)? by {_S}(?! <P>)"
        ),
        r"(?P<S><[JS]\d+>) - led (?P<G><G\d+>)",
        rf"{_G} under {_S}(?:{_OWN})? (?:leadership|command)",
        rf"{_G} under (?:the )?(?:leadership|command) of {_S}",
        rf"\bunder {_J} (?:leadership|command) , {_G}",
        loose=True,
    ),
)
ECHO: Final = re.compile(rf"{_S} (?:did so|did too|did likewise|followed suit)|as did {_S2}")
COMMANDED: Final = re.compile(r"coalition|alliance|force|contact group|operation", re.I)
_AND: Final = rf"\b(?:and|but|yet|though|although|,)(?: it)? {_ADV}"
SHARED: Final = tuple(
    re.compile(_AND + verb)
    for verb in (
        rf"(?:{_BE} {_ADV}{_ADJ}{_MEMBER} of|belongs? to|joined) {_G}{_END}",
        rf"{_BE} {_ADJ}{_G} member\b",
        rf"(?<=and )(?:an? )?(?:founding |full |new |long\w+ )?{_MEMBER} (?:of|in) {_G}",
    )
)
SUBJECT: Final = re.compile(
    rf"^(?:[^<,]{{0,30}}, )?(?P<S><S\d+>) (?:(?={_BE} )|(?!,? ?(?:and|or)\b))"
)
SINCE: Final = re.compile(r"(?: in| since|,)? <D(\d+)>")
