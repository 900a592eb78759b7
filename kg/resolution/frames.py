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
    MIXED,
    NATION,
    ONE,
    OWN,
    PRESIDES,
    REL,
    S2,
    SUCH,
    TAIL,
    WITH,
    WORDS,
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
            rf"(?<!of )(?<!of the )(?<!in )(?<!with ){G}(?: (?:on|for) <[SLJP]\d*>)?(?: ,)?(?:"
            rf" (?:which|that|and))?(?: (?:\w+|does not|do not)){{0,2}} {COMPRISES}(?:"
            rf" the)?(?: {ADJ}{NATION}(?: of)?)?(?: ,| :)? {S}(?! ['’]s)"
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
        rf"{S}{GAP} joined {S2} (?:and others )?in {G}",
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
            rf"{S}{REL} {ADV}(?:co - )?(?:chairs|chaired|chairing|presided over|presides"
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
FURTHER_FRAMES: Final[tuple[Frame, ...]] = (
    *frames(
        "called_members",
        rf"{S}(?:{OWN})?{WORDS}{{0,9}}? as {ONE}{ADJ}{MEMBER} (?:of|in|on) {G}",
        rf"{S} as {ONE}{ADJ}{G} {MEMBER}\b",
        rf"{S}{WORDS}{{0,12}}? (?:<#\d+>|<D\d+>|\w+) (?:years|decades) (?:in|of membership in) {G}",
        rf"{S}{WORDS}{{0,12}}? <D\d+> in {G}{END}",
        (
            rf"\b(?:anniversary|years|decades|since|during|throughout|thanks to|virtue)(?: of)?"
            rf" {S}{OWN} {ADJ}(?:membership (?:of|in)|accession to|entry into) {G}"
        ),
        rf"{G}(?: (?!<[SGJ])[^\s.;:]+){{0,14}}? (?:seats|members|powers) {COLON} {S}{CLOSED}",
        rf"{G} {ADJ}(?:seats|powers|states|countries) {COLON} {S}{CLOSED}",
        rf"\b(?:fellow|other) {ADJ}{MEMBER} {S} (?:of|in) {G}",
        (
            rf"{G}(?:{OWN})? {ADJ}(?:{MEMBER}|{NATION}|{LOOSE}) (?:which|that|who)"
            rf"(?: (?!<G)[^\s.;:]+){{1,10}}? (?:includes?|included|are|were) {S}"
        ),
        (
            rf"{S}{WORDS}{{0,9}}? (?:work|works|working|worked|cooperat\w+|coordinat\w+|act|acting)"
            rf"(?: \w+){{0,3}}? (?:within|inside) {G}{AFTER}"
        ),
        rf"\bwe(?: ,)?(?: {COLON})? (?:the )?{ADJ}[^\s<]+ of {S} of {G}",
    ),
    *frames(
        "called_members",
        rf"{G}(?: (?!<)[^\s.;:,]+){{0,2}} (?:<T>|leaders|ministers) of {S}",
        least=2,
    ),
    *frames(
        "called_allies",
        rf"{S} as {ONE}{ADJ}{G} {ALLY}\b",
        rf"{S} {BE} (?:(?!<[SGJ]|with\b|that\b|who\b)[^\s.;:]+ ){{1,12}}?and an? {ADJ}{G} {ALLY}\b",
    ),
    *frames(
        "comprises",
        (
            rf"{G}(?: \( [^)]{{1,12}} \))? , an? {ADJ}{GROUPING}(?: (?!<[SGJ])[^\s.,;:]+){{0,9}}?"
            rf" (?:that|which) (?:\w+ )?{COMPRISES} {S}"
        ),
        (
            rf"{G}(?: (?:of|for|on)(?: (?!<[SGJ])[^\s.,;:]+){{1,6}})? , (?:co - )?(?:led|chaired)"
            rf"(?: \w+)? by <S\d+>(?: ,)?(?: and)? (?:including|comprising|which includes) {MIXED}"
        ),
    ),
    *frames(
        "comprises",
        rf"{G} (?:, )?(?:made up|composed|consisting|comprised) of {MIXED}",
        rf"{G} (?:, )?bringing together {MIXED}",
        rf"\bbehalf of {G} (?:, )?(?:including|comprising) {MIXED}",
        rf"(?<!of )(?<!of the )(?<!in )(?<!with ){G} (?:, )?(?:which |that )?{COMPRISES} {MIXED}",
        loose=True,
    ),
    *frames(
        "listed_in_apposition",
        rf"{G}(?: [\w-]+)? {COLON} {MIXED}{CLOSED}",
        rf"{G}(?: [\w-]+)? (?:of|between|among) {MIXED}",
        rf"{G} , {ADJ}[\w-]+ (?:of|between|among|comprising|grouping|uniting|including) {MIXED}",
        (
            rf"{MIXED}(?: ,)?(?: {COLON})? (?:\w+ )?(?:known|referred to|dubbed|styled|described)"
            rf"(?: \w+)? (?:as|the) {G}"
        ),
        (
            rf"{MIXED} ,? ?(?:together |who |which |that ){{1,2}}(?:form|make up|comprise"
            rf"|constitute) {G}"
        ),
        rf"{MIXED} {COLON} (?:so - called )?{G}(?: \w+)? (?:\)|–|—|--|-)",
        rf"{MIXED} {COLON} the so - called {G}",
        rf"{MIXED} , (?:together |collectively |the so - called ){G}",
        rf"(?P<S><S\d+>(?: - <S\d+>){{1,5}}) \( {G} \)",
        (
            rf"\b(?:known as|called|of) {G}(?: co - (?:chairs|chair (?:countries|states)))?"
            rf"(?: ,| :| {COLON}) {MIXED}{CLOSED}"
        ),
        rf"{G} co - chair(?:s|men)?(?: (?:countries|states|nations))?(?: ,| :| {COLON})? {MIXED}",
        rf"\bco - chairs? (?:countries |states )?of {G}(?: ,| :| {COLON}) {MIXED}",
        least=2,
        loose=True,
    ),
    *frames(
        "listed_in_apposition",
        rf"{G}(?: {NATION})? , {MIXED} ,",
        rf"{MIXED} , {G} ,",
        rf"{MIXED}{WORDS}{{0,10}}? as {G}(?= [.,;]|$)",
        rf"(?:–|—|--|-|,) {MIXED} (?:–|—|--|-|,) [^.;]{{0,80}} as {G}(?= [.,;]|$)",
        least=2,
        few=True,
    ),
    *frames(
        "joined_group",
        (
            rf"(?<!\S)(?:<T>|leaders|ministers|presidents|delegates|representatives|governments)"
            rf" (?:of|from) {S}{WORDS}{{0,4}}? (?:to )?(?:launch|launched|establish|established"
            rf"|form|formed|found|founded|create|created|set up) {G}{AFTER}"
        ),
        rf"{S}{WORDS}{{0,9}}? (?:formed|founded|launched|established|created|set up)"
        rf" (?:an?|the) {ADJ}[\w-]+ , {G}{AFTER}",
        rf"\bpartners (?:–|—|--|-) {S} (?:–|—|--|-) (?:formed|founded|launched|established|created)"
        rf" (?:an? |the )?(?:{ADJ}[\w-]+ , )?{G}{AFTER}",
        rf"\b(?:founded|formed|established|launched|created|set up)(?: \w+)?(?: in <D\d+>)? by {S}"
        rf" , {G}",
        rf"{G} (?:was|were) (?:founded|formed|established|launched|created|set up)(?: \w+)?"
        rf"(?: in <D\d+>| on <D\d+>)? by {MIXED}",
        rf"{G} , (?:founded|formed|established|launched|created|set up)(?: \w+)?"
        rf"(?: in <D\d+>| on <D\d+>)? by {MIXED}",
        loose=True,
    ),
    *frames(
        "holds_presidency",
        rf"{S}(?:{OWN})?{WORDS}{{1,9}}? as {ADJ}{G}(?:{OWN})? (?:{PRESIDES}|{CHAIR})\b",
        rf"{S}(?:{OWN})?{WORDS}{{1,9}}? as {ADJ}(?:{PRESIDES}|{CHAIR}) of {G}",
        (
            rf"\bas [^.;:<]{{0,30}}<G\d+>[^.;:<]{{0,30}} and {ADJ}(?:{PRESIDES}|{CHAIR}) of {G}"
            rf"(?: <D\d+>| \w+){{0,3}} , {S}"
        ),
        (
            rf"(?:^|[.;:,–—\"] )as {ADJ}{G}(?:{OWN})? (?:{PRESIDES}|{CHAIR})(?: ,)? and"
            rf"(?: (?!<S)[^\s.;:]+){{1,9}}? , {S}"
        ),
        rf"{S}{WORDS}{{0,9}}? (?:as )?{ADJ}holders? of {ADJ}{G}(?:{OWN})? (?:\w+ )?{CHAIR}",
        rf"{S} , (?:as )?{ADJ}holders? of {ADJ}{G}(?:{OWN})? (?:\w+ )?{CHAIR}",
        rf"{S} ,? ?{ADJ}holders? of {ADJ}{CHAIR} of {G}",
        rf"{S}{REL} {BE} {ADV}{ADJ}{PRESIDES} of {G}(?! (?:meetings?|summits?|talks))",
        rf"{S}{REL} {BE} {ADV}{ADJ}{G}(?:{OWN})? {ADJ}{PRESIDES}(?= (?:[.,;)–-]|and)|$)",
        (
            rf"{S}(?:{OWN})?{WORDS}{{0,9}}? its {ADJ}(?:{G}(?:{OWN})? (?:presidency|chairmanship"
            rf"|chair|host year)|(?:presidency|chairmanship) of (?P<G2><G\d+>))"
        ),
        rf"{S}{OWN} {ADJ}{G} (?:host|hosting|chair) year",
        rf"{S}{OWN} (?:year|turn|stint|term|time|tenure)(?: \w+)? (?:as|at|in|of|chairing) {ADJ}"
        rf"(?:(?:{PRESIDES}|{CHAIR}|helm|head) of )?{G}",
        rf"{S}{WORDS}{{0,6}}? (?:chairing|presiding over) {G}(?! (?:meetings?|summits?|talks))",
    ),
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
        rf"{G} under (?:the )?(?:leadership|command) of {S}",
        rf"\bunder {J} (?:leadership|command) , {G}",
        loose=True,
    ),
)
ECHO: Final = re.compile(rf"{S} (?:did so|did too|did likewise|followed suit)|as did {S2}")
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
