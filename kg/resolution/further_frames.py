"""Further constructions that tie states to a group: mixed lists, founders, those who preside.

Read like ``frames``: S stands for a list of states, G for a group.
"""

from __future__ import annotations

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
    HEAD,
    LOOSE,
    MEMBER,
    MIXED,
    NATION,
    ONE,
    OWN,
    PRESIDES,
    REL,
    S2,
    WORDS,
    Frame,
    G,
    S,
    frames,
)

FURTHER_FRAMES: Final[tuple[Frame, ...]] = (
    *frames(
        "called_members",
        rf"{S}(?:{OWN})?{WORDS}{{0,9}}? as {ONE}{ADJ}{MEMBER} (?:of|in|on) {G}",
        rf"{S} as {ONE}{ADJ}{G} {MEMBER}\b",
        (
            rf"{S}{OWN}(?: (?!<[SJ])[^\s.;]+){{0,22}}? its"
            rf" (?:term|role|tenure|time|seat|stint|place) (?:as|on|in) {ADJ}(?:{MEMBER} of )?{G}"
        ),
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
        rf"{G} (?:on|for) (?:<S\d+>|<L>) {COLON} {MIXED}{CLOSED}",
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
    *frames(
        "called_members",
        rf"{S} , (?:the|two|both) {ADJ}{G} {MEMBER}(?= (?:yet|that|who|which|still|not|to)\b)",
        rf"{S} , like {S2} ,? ?{ONE}{ADJ}{G} {MEMBER}\b",
        (
            rf"{G}(?:{OWN})? {ADJ}(?:kingpin|heavyweight|newcomer|stalwart|powerhouse"
            rf"|producer)(?: ,)? {S}"
        ),
        rf"\b(?:neighbou?rs|partners|peers|colleagues) (?:in|within) {G} , {S}{CLOSED}",
    ),
    *frames(
        "called_members",
        rf"{G}(?:{OWN})? <#\d+> {ADJ}{MEMBER} , {S}{CLOSED}",
        rf"{S} , the {ADJ}{G} {NATION}(?= [.,;)–-]|$)",
        least=2,
    ),
    *frames(
        "called_allies",
        rf"{S}(?: ,)? and (?:its|their) (?:\w+ )?{G} partners\b",
        loose=True,
    ),
    *frames("comprises", rf"{G} (?:stands for|– an acronym for|- an acronym for|is short for) {S}"),
    *frames(
        "holds_presidency",
        rf"{G}(?:{OWN})? {ADJ}{CHAIR}(?: ,)?(?: \w+){{0,3}} held by {S}",
        rf"{HEAD} , (?:who is )?{ADJ}(?:{PRESIDES} of {G}|(?P<G2><G\d+>)(?:{OWN})? {PRESIDES})"
        rf"(?: <D\d+>)?(?= [.,;)–-]|$)",
        rf"{HEAD} , who (?:\w+ )?(?:chairs|heads|leads) {G}",
        rf"{HEAD} , who (?:\w+ )?holds {ADJ}(?:{CHAIR} of {G}|(?P<G2><G\d+>) {CHAIR})",
        rf"{G} (?:chair|chairman|chairperson|chairwoman)(?: ,)? {HEAD}",
        (
            rf"(?P<S><[SJ]\d+>)(?:{OWN})?(?: president| <T>)?(?: <P>)? , whose (?:country|nation)"
            rf" {ADV}(?:holds|has|chairs|assum\w+|took over) {ADJ}(?:{CHAIR} of {G}"
            rf"|(?P<G2><G\d+>)(?:{OWN})? (?:\w+ )?{CHAIR})"
        ),
        (
            rf"(?P<S><[SJ]\d+>)(?:{OWN})?(?: president| <T>)?(?: <P>)? , whose (?:country|nation)"
            rf" (?:\w+ )?(?:chairs|presides over) {G}(?! (?:meetings?|summits?|sessions?|talks))"
        ),
    ),
    *frames(
        "called_allies",
        rf"{S} {COLON} {ONE}{ADJ}{G} {ALLY}\b",
    ),
    *frames(
        "called_members",
        rf"{S} {COLON} like {S2} , {ONE}{ADJ}{MEMBER} (?:of|in) {G}",
        rf"{S} , {ONE}{ADJ}{G} {NATION}(?= [.,;)–-]|$)",
        rf"{S} , {ADJ}{G} (?:producers?|exporters?|heavyweights?)(?= [.,;)–-]|$)",
        rf"{S} , [^,;.<]{{2,40}} , {BE} {ADV}(?:inside|within|part of|in|{ADJ}{MEMBER} of)"
        rf" {G}{END}",
        rf"{S}{OWN} (?:\w+ ){{0,2}}(?:term|seat|stint|tenure) on {G}",
        rf"{G} , of which {S} {BE} {ADV}{ADJ}{MEMBER}\b",
        rf"\b(?:only|sole) (?:\w+ )?(?:{NATION}|{MEMBER}) (?:in|of) {G} (?:, )?(?:apart from"
        rf"|besides|other than|along with|together with|except(?: for)?) {S}",
        rf"\b(?:being (?:in|part of)|membership (?:of|in)|belonging to) {G} (?:\w+ )?(?:helps?"
        rf"|helped|gives?|gave|given|allows?|lets|obliges|requires|forces|enables)"
        rf" (?:both |also )?{S}",
    ),
    *frames(
        "called_members",
        rf"{S} , {ONE}{ADJ}(?:participant|partner|contributor) (?:in|to) {G}",
        rf"{G} , {S} among them",
        rf"{G} (?:{MEMBER}|{NATION}|{LOOSE})(?: (?!<G)[^\s.;:]+){{0,9}}? , {S} among them",
        rf"{G} : (?:the )?(?:\w+ )?(?:<T>|leaders|ministers|presidents|governments) of {S}",
        rf"\b{MEMBER} (?:of|in) {G}(?: ,)? (?:which|who) {COMPRISES} {S}",
        loose=True,
    ),
    *frames(
        "belongs_to",
        rf"{S}(?: ,)? (?:speaking |writing |acting )?on behalf of {G}",
        rf"\b(?:speaking|writing|acting) on behalf of {G} , {S}",
        rf"{S} , (?:both|all) (?:\w+ )?(?:in|inside|part of) {G}{END}",
    ),
    *frames(
        "joined_group",
        rf"{S}{GAP} joined {G} with {S2}(?! ['’])",
        rf"\b(?:established|launched|formed|created|set up|founded) {G} (?:together )?with"
        rf" (?:the )?(?:governments of )?{S}{AFTER}",
        loose=True,
    ),
    *frames(
        "called_members",
        rf"{G}{OWN} {ADJ}{MEMBER} , {S}{CLOSED}",
        rf"{G} (?:producers|exporters|heavyweights) {S}",
        rf"{S} , {ADJ}{G} {ADJ}members(?: states| countries)?(?= [.,;)–-]|$)",
        least=2,
    ),
    *frames(
        "joined_group",
        rf"{G} (?:was|is an? [^.;:<]{{1,50}}?) (?:founded|formed|established|created|set up)"
        rf"(?: \w+)?(?: (?:in|on) <D\d+>)? by (?:the )?(?:(?:<T>|leaders|governments) of )?{S}",
        least=2,
    ),
    *frames(
        "joined_group",
        rf"{S}{GAP} (?:was|were) added to {G}",
        rf"(?<!\S){G} (?:(?:re)?admitted|took in) {S}",
        rf"{S}{GAP} (?:pulled|pulls|dropped|drops|walked)(?: \w+){{0,2}} out of {G}",
        rf"{S}{OWN} (?:\w+ )?(?:entry|accession|arrival|admission)(?: ,)? {G}"
        rf" (?:has|had|counts|now)",
        rf"{S}(?: [\w’]+){{1,3}} <G\d+>(?: [\w’]+){{0,6}}? and (?:founded|formed|launched"
        rf"|set up|created|established|joined) {G}{AFTER}",
    ),
    *frames(
        "holds_presidency",
        rf"{S}(?:{OWN})?(?: (?!<S|(?:that|who|whose|which|and|but)\b)[^\s.;:]+){{1,12}}? as {ADJ}"
        rf"(?:{G}(?:{OWN})? (?:{PRESIDES}|{CHAIR})|(?:{PRESIDES}|{CHAIR}) of (?P<G2><G\d+>))\b",
        rf"{S} , (?:the )?(?:current|rotating|present) head of {G}",
        rf"(?P<S><[SJ]\d+>)(?:{OWN})? <T>(?: <P>)? , {ADJ}(?:chair|chairman|chairwoman|chairperson)"
        rf" of {G}(?= [.,;)–-]|$)",
        rf"{S}{GAP} (?:takes?|took|taking) over {ADJ}{G}(?:{OWN})?(?: [\w<>#-]+){{0,4}}? {CHAIR}"
        rf"(?: from {S2})?",
        rf"{S}{GAP} (?:hand|pass|handing|passing|turn|turns|turned)(?: over)? (?:the )?(?:{ADJ}{G}"
        rf" {CHAIR}|{ADJ}{CHAIR} of (?P<G2><G\d+>))(?: over)? to {S2}",
        rf"{S}{OWN}(?: [^\s.;<]+){{0,3}} (?:handed|passed)(?: over)? (?:the )?{ADJ}{CHAIR} of {G}"
        rf"(?: over)? to (?:(?:her|his|its) \w+ (?:from|of|in) )?{S2}",
        rf"{S}(?:{OWN})? {ADJ}chairship of {G}",
    ),
)
