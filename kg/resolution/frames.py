"""The constructions that tie states to a group, as patterns over the gist of a sentence.

S stands for a list of states, S2 for a second one, J for a state's adjective and G for a group. A
pattern reads like its construction: ``S, ADJ MEMBER of G`` is "S, a founding member of G".
"""

from __future__ import annotations

import re
from typing import Final

from kg.resolution.frame_parts import (
    ADJ,
    ADV,
    AFTER,
    ALLY,
    BE,
    CHAIR,
    CLOSED,
    COLON,
    COMPRISES,
    END,
    GAP,
    GROUPING,
    JOINED,
    JOINING,
    LEADS,
    LOOSE,
    MEMBER,
    NATION,
    ONE,
    OWN,
    PRESIDES,
    REL,
    S2,
    SUCH,
    TAIL,
    WITH,
    Frame,
    G,
    J,
    S,
    frames,
)

FRAMES: Final[tuple[Frame, ...]] = (
    *frames(
        "called_members",
        (
            rf"{S}{REL} {BE} {ADV}(?:(?:admitted|accepted|welcomed|recogni[sz]ed|elected)"
            rf" (?:\w+ )?as )?{ADJ}(?:of the )?{ADJ}{MEMBER} (?:of|in|to) {G}"
        ),
        (
            rf"{S}{REL} {BE} {ADV}(?:one of|among|part of|inside|within|in)"
            rf" {ADJ}(?:(?:{MEMBER}|{NATION}) (?:of|in) )?{G}{END}"
        ),
        rf"{S}{REL} {BE} {ADV}(?:one of|among) {ADJ}{G} {ADJ}(?:{MEMBER}|{NATION})\b",
        rf"{S}{REL} {BE} {ADV}{ADJ}{G}(?:{OWN})? {ADJ}{MEMBER}\b",
        rf"{S}(?: ,| {COLON}) {ADV}(?:one of |among |part of )?{ADJ}{MEMBER} (?:of|in) {G}",
        (
            rf"{S}(?: ,| {COLON}) {ADV}{ONE}{ADJ}{G}(?:{OWN})? {ADJ}{MEMBER}(?="
            rf" [.,;)–-]|$| since)"
        ),
        rf"{S} , {G}{OWN} {ADJ}member(?: state| country| nation)?(?= [.,;)–-]|$| since)",
        rf"{S} , {ADJ}{G} {MEMBER} since",
        rf"(?:^|[,;(–-] )as {ADJ}{MEMBER} of {G} , {S}",
        rf"\bas {ADJ}{G} {MEMBER} , {S}",
        rf"{G}(?:{OWN})? {ADJ}(?:{MEMBER}|{NATION})(?: {SUCH}(?: ,)?){{0,2}} {S}",
        rf"{G}(?:{OWN})? {ADJ}member(?: state| country| nation)? , {S}",
        (
            rf"(?:<#\d+>|two|both|all|only) {ADJ}{G} {ADJ}(?:{MEMBER}|{NATION})(?: ,)?"
            rf" {COLON}? ?{S}"
        ),
        rf"{G}(?:{OWN})? {ADJ}(?:{MEMBER}|{NATION}) {COLON} {S}{CLOSED}",
        rf"\b(?:of|among) {G}{OWN} {ADJ}(?:{MEMBER}|{NATION}) , (?:only )?{S}",
        (
            rf"\b(?:{MEMBER}|{NATION}|participants|contributors|nations) (?:of|in|to|from"
            rf"|within|belonging to|making up|that make up) {G}(?: {SUCH}){{1,2}}(?: ,| :)?"
            rf" {S}"
        ),
        rf"\b(?:{MEMBER}|{NATION}) (?:of|in|within) {G} {COLON} (?:namely )?{S}{CLOSED}",
        (
            rf"(?:<#\d+>|both|all|two|three) {ADJ}(?:{MEMBER}|{NATION}) (?:of|in) {G} ,"
            rf" {S}{CLOSED}"
        ),
        rf"\bbelong to {G} ,? ?(?:among them|including) {S}",
        rf"\bof {G} , namely {S}",
    ),
    *frames(
        "called_members",
        rf"{G} {ADJ}{LOOSE}(?: {SUCH}){{0,2}} {S}",
        rf"(?<!, )(?<!and )(?<!the ){G} {ADJ}{LOOSE} , {S}{CLOSED}",
        (
            rf"\b(?:participants|partners|contributors|those) (?:in|of|to) {G}(?:"
            rf" {SUCH}){{1,2}} {S}"
        ),
        rf"{S}{GAP} (?:participat(?:es?|ed|ing)|tak(?:es?|ing) part|took part) in {G}{END}",
        loose=True,
    ),
    *frames(
        "called_members",
        rf"<#\d+> of {G}(?:{OWN})? (?:<#\d+> )?{MEMBER} [^.;:]{{0,60}}: {S}",
    ),
    *frames(
        "comprises",
        rf"{G}(?: ,)?(?: which)? {COMPRISES} [^.;:]{{0,80}}\b{NATION} of {S}",
    ),
    *frames(
        "holds_presidency",
        (
            rf"{G} , (?:which|to which|that|whose) [^,;.]{{0,80}} , is {ADJ}(?:co - )?chaired"
            rf" by {S}"
        ),
        rf"{G} is {ADJ}(?:co - )?chaired (?:\w+ ){{0,2}}by {S}",
        rf"{G} , which {S} (?:co - )?(?:chairs|chair|chaired)",
    ),
    *frames(
        "called_allies",
        rf"{S} , {ONE}{ADJ}{G} {ALLY}(?= [.,;)–-]|$| since)",
        rf"{S} {BE} {ADV}{ADJ}{G} {ALLY}",
        rf"(?<!with ){G} {ADJ}{ALLY}(?: {SUCH}){{0,2}} {S}",
        rf"{S}(?: ,)? and (?:its|their) (?:\w+ )?{G} {ALLY}",
    ),
    *frames(
        "named_beside_others",
        rf"\b(?:un)?like (?:other|most other|many other|all other) {ADJ}{G} {MEMBER} , {S}",
        (
            rf"{S}(?: , {S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their "
            rf"|all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow) {ADJ}{G}"
            rf" {ADJ}(?:{MEMBER}|{NATION}|{ALLY}|partners)"
        ),
        (
            rf"{S}(?: , {S2})?(?: ,)? (?:and|or|like|along with|together with) (?:its |their "
            rf"|all |the |many |most |several |some )?(?:<#\d+> )?(?:other|fellow)"
            rf" {ADJ}(?:{MEMBER}|{NATION}) (?:of|in) {G}"
        ),
    ),
    *frames(
        "belongs_to",
        rf"{S}{REL} (?:(?:has|have|had) )?{ADV}(?:belongs?|belonged|belonging) to {G}",
        rf"{S}{REL} {ADV}(?:makes?|made|making) up {G}{END}",
        rf"{S}(?: ,)? (?:speaking|spoke) (?:on behalf of|for) {G}{END}",
        rf"{S}{WITH}{GAP} {ADV}belongs? to {G}",
        rf"{G} , to which {S} belongs?",
        rf"{S}{REL} {ADV}(?:remains?|remained|stays?|stayed) (?:in|inside|within|part of) {G}",
    ),
    *frames(
        "comprises",
        (
            rf"(?<!of )(?<!of the )(?<!in )(?<!with )(?<!for ){G}(?: (?:on|for) <[SLJP]\d*>)?"
            rf"(?: ,)?(?: (?:which|that|and))?(?: (?:\w+|does not|do not)){{0,2}} {COMPRISES}"
            rf"(?: the)?(?: {ADJ}(?:{MEMBER}|{NATION})(?: of| in <[LR]>)?)?(?: ,| {COLON})? {S}"
            rf"(?! ['’]s)"
        ),
        rf"{G}(?: ,)?(?: which)?(?: now)? (?:counts|numbers|has|lists) {S} among its members",
        rf"{G}(?: ,)?(?: which| who)? ['’]s {ADJ}{MEMBER} (?:are|include|includes|were) {S}",
        rf"{G} , made up of {S}",
        rf"\b{MEMBER} (?:are|include|includes|were|:) {S} of {G}",
    ),
    *frames(
        "listed_in_apposition",
        (
            rf"{G}(?: \w+)?(?: \")? {COLON} {S}(?= (?:\)|–|—|--|-|\.|,|;|and (?:<#\d+>"
            rf"|others|several|\w+ other))|$)"
        ),
        (
            rf"{G} , {ADJ}[\w-]+ (?:of|between|among|comprising|grouping|linking|uniting"
            rf"|including) {S}"
        ),
        rf"{G}(?: [\w-]+)? {GROUPING} of {S}",
        rf"{G} of <#\d+> {NATION} {COLON} {S}",
        rf"{G} (?:of|between|among) {S}",
        rf"{S} , the (?:<G\d+> )?(?:\w+ )?(?:members|founders) of {G}",
        least=2,
    ),
    *frames(
        "joined_group",
        (
            rf"{S}{REL}{GAP} {JOINED} {G}{END}(?:(?: ,)?(?: in| on)?(?: <D\d+>)?(?: ,)?"
            rf" (?:along with|together with|alongside) {S2})?"
        ),
        (
            rf"{S}{GAP} (?:was|were|been|being|be)(?: \w+)? (?:re)?(?:admitted|accepted"
            rf"|welcomed|inducted)(?: \w+)? (?:in)?to {G}"
        ),
        rf"\b{G} (?:re)?admitted {S}",
        rf"\b{G} (?:admitted|accepted|welcomed) {S} as {ADJ}member",
        (
            rf"\b(?:since|after|on|upon|when|by) (?:it |they )?{JOINING} {G}(?: in (?:<D\d+>"
            rf"|\w+))? , {S}"
        ),
        (
            rf"{S}{GAP} (?:became|become|becomes|becoming|is|was) {ADJ}(?:to join|to accede"
            rf" to) {G}"
        ),
        rf"{S}{GAP} (?:joins?|joined) {S2} (?:and others )?in {G}",
        rf"{G}(?: for <[SL]\d*>)?(?: ,)? (?:which|that) {S}{GAP} (?:joined|entered)",
        (
            rf"\b(?:welcom\w+|hail\w+|prais\w+|celebrat\w+|since|after|following|mark\w*)"
            rf" {S}{OWN} (?:accession to|entry into|membership (?:in|of)|decision to join"
            rf"|admission to) {G}"
        ),
        rf"{S}{GAP} (?:formed|founded|launched|established|created|set up|co - founded) {G}{AFTER}",
    ),
    *frames(
        "holds_presidency",
        (
            rf"{S}{REL}{GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over"
            rf"|has) {ADJ}{CHAIR} of {G}(?: from {S2})?"
        ),
        (
            rf"{S}{REL}{GAP} (?:holds?|holding|held|assum\w+|takes over|took over|take over"
            rf"|has) (?:the )?{ADJ}{G}(?:{OWN})? (?:\w+ )?{CHAIR}(?: from {S2})?"
        ),
        rf"{G}(?:{OWN}) {ADJ}{CHAIR} {S} (?:\w+ )?(?:holds|held|has|took over|assumed)\b",
        (
            rf"{S}{REL} {ADV}(?:is )?(?:co - )?(?:chairs|chaired|chairing|presided over|presides"
            rf" over|presiding over) {G}(?! (?:meetings?|summits?|sessions?|talks))"
        ),
        rf"\bas {ADJ}{PRESIDES} of {G} , {S}",
        rf"\bas {ADJ}{G} {PRESIDES} , {S}",
        (
            rf"{S}(?: ,)? (?:as |{ADJ}){ADJ}{PRESIDES} of {G}(?! (?:meetings?|summits?"
            rf"|sessions?|talks))"
        ),
        rf"{S} ,(?: as)? {ADJ}{G}(?:{OWN})? {ADJ}{PRESIDES}(?= [.,;)–-]|$)",
        rf"{S}(?: ,)? as {ADJ}{G} (?:{PRESIDES}|<T>)",
        rf"{S}(?: ,)? as {ADJ}(?:{PRESIDES}|<T>) of {G}",
        rf"{G}(?:{OWN})? {ADJ}(?:chair|host|co - chairs|president)(?: ,)? {S}(?: and {S2})?",
        rf"{S}{OWN} {ADJ}{G} (?:presidency|chairmanship)",
        rf"{S}{OWN} {ADJ}(?:presidency|chairmanship) of {G}",
        rf"{J} {ADJ}(?:presidency|chairmanship) of {G}",
        rf"{J} {ADJ}{G} (?:presidency|chairmanship)",
        (
            rf"{S}{GAP} (?:handed|passed|transferred|hands|passes)(?: over)? (?:the"
            rf" )?(?:{ADJ}{G} (?:presidency|chairmanship|chair)|{ADJ}(?:presidency"
            rf"|chairmanship|chair) of (?P<G2><G\d+>)) to {S2}"
        ),
        rf"{G} ,(?: which is)? {ADJ}(?:co - )?chaired (?:\w+ ){{0,3}}?by {S}",
        (
            rf"{S}{GAP} (?:won|has|have|had|holds?|held|took|gained|secured|occup\w+|serv\w+"
            rf"|takes|was elected to|were elected to) {ADJ}(?:seats?|terms?|stints?) (?:on|in)"
            rf" {G}"
        ),
        rf"{S}{REL} {ADV}(?:sits?|sitting|serves?|serving|served|sat) on {G}",
        rf"{S}{GAP} (?:was|were) (?:re - )?elected (?:to|onto) {G}",
    ),
    *frames("within_group", rf"\bwith {S} within {G}"),
)
LEAD_FRAMES: Final[tuple[Frame, ...]] = (
    *frames(
        "led_by",
        rf"{S}{REL}{GAP} {LEADS} {G}",
        (
            rf"{G}{TAIL}(?: (?:which|that) (?:is|was))?(?: \w+){{0,2}} (?:co - )?(?:led"
            rf"|headed|spearheaded|commanded)(?: \w+)? by {S}(?! <P>)"
        ),
        r"(?P<S><[JS]\d+>) - led (?P<G><G\d+>)",
        rf"{G} under {S}(?:{OWN})? (?:leadership|command)",
        rf"{S} , (?:the )?{ADJ}(?:leader|head) of {G}",
        rf"{G}(?: ,)? under {J}(?:{OWN})? (?:leadership|command)",
        rf"{G}{TAIL}(?: ,)?(?: which| that)? {S}"
        r" (?:co - )?(?:leads?|heads?|commands?|spearheads?)\b",
        rf"{G} under (?:the )?(?:leadership|command) of {S}",
        rf"\bunder {J} (?:leadership|command) , {G}",
        loose=True,
    ),
)
ECHO: Final = re.compile(
    rf"{S} (?:(?:had )?(?:done|did) so|did too|did likewise|followed suit"
    rf"|(?:joined|followed)(?= (?:in|on|later|last)\b| <D))|(?:as did|followed (?:in <D\d+> )?by"
    rf"|(?:years?|months?|weeks?|decades?) (?:after|before)) {S2}(?= [.,;]| in <D|$)"
)
FEW: Final = re.compile(r"co-chairs|troika|quartet|\bquad\b|trio|triangle|^E3$|\bthree\b", re.I)
COMMANDED: Final = re.compile(r"coalition|alliance|force|contact group|operation", re.I)
_AND: Final = rf"\b(?:and|but|yet|though|although|,)(?: it)? {ADV}"
SHARED: Final = tuple(
    re.compile(_AND + verb)
    for verb in (
        rf"(?:{BE} {ADV}{ADJ}{MEMBER} of|belongs? to|joined) {G}{END}",
        rf"{BE} {ADJ}{G} member\b",
        rf"(?<=and )(?:an? )?(?:founding |full |new |long\w+ )?{MEMBER} (?:of|in) {G}",
    )
)
SUBJECT: Final = re.compile(
    rf"^(?:[^<,]{{0,30}}, )?(?P<S><S\d+>) (?:(?={BE} )|(?!,? ?(?:and|or)\b))"
)
SINCE: Final = re.compile(r"(?: in| since|,)? <D(\d+)>")
