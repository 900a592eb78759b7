"""Ways to tell away from the meeting's own sentence who was at it: rosters, speakers, delegations.

Like the tables of ``company``: each pattern is one way to say it over the words of a clause.
"""

from __future__ import annotations

from typing import Final

from kg.model import Role
from kg.resolution.wording import ALSO, EVENT, WILL, A, Pattern, patterns

_PRESENT: Final = (
    r"(?:participants?|participating (?:countries|states|nations|governments|delegations|parties)|"
    r"attendees?|delegates|delegations|guests|speakers|panell?ists|invitees who came|"
    r"(?:the )?(?:others|those|leaders|ministers|countries|nations|states|delegations|parties|"
    r"governments|officials|heads of state|heads of state and government) (?:also |who were |that "
    r"were |that |who )?(?:present|attending|attended|represented|participating|participated|"
    r"taking part|took part|in attendance|at the table|gathered|at the <E>))"
)
_WHERE: Final = r"(?: (?:in|at|of|to|for|on) (?:the |this )?(?:\w+ ){0,3}?(?:<E>|<L>|<D>)){0,2}"
_ARE: Final = (
    r"(?: (?:also|thus|further|mainly|mostly))?(?: (?:,|-|–|—))?(?: which| who| that)? "
    r"(?:included?|including|includes|comprised|"
    r"comprises|were|are|will be|will include|would include|came from|come from|hailed from|"
    r"represented|ranged from|:|were :|are :|included :|include :|were as follows :)"
    r"(?: (?:those|representatives|delegations|officials|ministers|delegates))?(?: of| from)?"
)
_SAID: Final = (
    r"(?:said|says|told|warned|announced|argued|added|urged|called|stressed|noted|declared|"
    r"promised|pledged|proposed|emphasi[sz]ed|underlined|underscored|insisted|explained|asked|"
    r"spoke|outlined|presented|praised|criticised|criticized|condemned|welcomed|reiterated|"
    r"highlighted|stated|signed|raised|reaffirmed|repeated|expressed|appealed|complained|"
    r"demanded|accused|discussed|agreed)"
)
_LIST: Final = rf"(?:the (?:<#> )?|both |all |its |their |former )?{A}"
_DID: Final = (
    r"(?:established|launched|created|unveiled|committed|decided|reached|concluded|struck|endorsed|"
    r"adopted|renewed|instructed|tasked|reviewed|considered|shared|exchanged|signed|agreed|"
    r"discussed|raised|presented|outlined|announced|pledged|reaffirmed|affirmed|affirm|welcomed)"
)
_THE_EVENT: Final = (
    r"(?:the|this|these|that|an?|his|her|their|separate|<A\d+> ['’]s|<#>) (?!(?:news|press) )"
    rf"(?:[\w’-]+ |- |<[LDA#]\d*> ){{0,6}}?{EVENT}(?! by)"
)
_WITH_SIDE: Final = (
    r"(?:an?|his|her|their|separate|the|this) (?:[\w’-]+ |- |<[LD#]> ){0,3}?(?:<E>|discussions)"
    r"(?: [\w’-]+| <[LD]>){0,4}? (?:with|between) "
)
_COMERS: Final = (
    r"(?:leaders|heads of state|heads of state and government|presidents|principals|ministers|"
    r"delegates|delegations|guests|dignitaries|envoys|officials|others|those)"
)
_HEARERS: Final = (
    r"(?:the )?(?:assembled |visiting |gathered |fellow |other )?(?:delegates|participants|"
    r"attendees|delegations|counterparts|fellow (?:\w+ )?(?:leaders|ministers|presidents|members)|"
    r"(?:his|her|their) (?:fellow \w+|colleagues|counterparts|peers|guests))"
)
_THERE: Final = r"(?:(?: (?:in|on|at))? <[LD]>| in <A\d+>)*"
_SPEECH: Final = r"(?:speech|address|remarks|keynote|statement|intervention|presentation|comments)"
_DELEGATION: Final = (
    r"(?:(?:the|its|their|his|her|a|an|own|both) )?(?:<A\d+> )?(?:(?:’s|'s|’) )?"
    r"(?:\w+ (?:- )?){0,2}?(?:delegations?|teams?|sides?)"
)

_SHARED: Final = patterns(
    Role.REPRESENTED,
    "told_represented",
    rf"\brepresented\b[^.;:]{{0,60}}? (?:,|and|;|, and|while) (?:the )?{A} by (?:its|their|an?|the|"
    rf"only) ",
)
ROSTERS: Final[tuple[Pattern, ...]] = _SHARED + patterns(
    Role.PARTICIPANT,
    "told_to_attend",
    rf"(?:the )?(?:\w+ )?{_PRESENT}{_WHERE}{_ARE} {_LIST}",
    rf"^(?:also )?(?:attending|present|participating|taking part|in attendance|represented|there|"
    rf"on hand|among them|at the table)(?: also)?{_WHERE}(?: were| was| are| is)?"
    rf"(?: :| representatives of| representatives from| delegations from)? {_LIST}",
    rf"{A}{ALSO}{WILL} (?:was|were|is|are|be|been)(?: also)? among (?:the|those) (?:\w+ ){{0,3}}?"
    r"(?:participants|attendees|guests|delegates|delegations|attending|present|represented|"
    r"taking part|gathered|in attendance|at the table|leaders|ministers|countries|speakers)"
    r"(?! (?:who|that|which) (?:have|had|has) (?:not|called))",
    rf"\b(?:among|amongst) (?:the |those |other |its )?(?:\w+ ){{0,3}}?"
    rf"(?:attending|present|participants|attendees|delegates|represented|taking part|"
    rf"in attendance|to attend|at the table){_WHERE}(?: :| were| was| are| is| will be)(?: also)? "
    rf"{_LIST}",
    rf"\bwith (?:the )?{A} (?:(?:also|both|all) )?(?:present|attending|in attendance|taking part|"
    rf"participating|at the table|represented|looking on|joining)\b",
    rf"\b(?:joining|alongside) (?:him|her|them|the (?:two|three|others|leaders|ministers|hosts?))"
    rf"{_WHERE}(?: was| were| are| is|:) {_LIST}",
    rf"(?:<E>|talks)(?: (?:in|at|on) (?:the )?(?:<[LD]>|\w+)){{0,3}}(?: (?:also|will|which))? "
    rf"(?:includes?|included|involves?|involved|involving|comprises?|groups?|grouped)(?: :)? "
    rf"{_LIST}(?! ['’]s)",
    rf"<E>(?: ,)? (?:and|,) (?:that )?(?:[\w ]{{3,30}} , |, [\w ]{{3,30}} , )?(?:it|this|which) "
    rf"(?:also )?(?:includes?|included|involves?|involved) (?:[\w-]+ |- ){{0,4}}?{A}",
    rf"\b(?:brought together|brings together|bring together|gathered|gathers|drew|attended by|"
    rf"{EVENT}(?: [\w,-]+| <[DL]>){{0,4}} (?:involving|involves?|including)) [^.;:]{{0,80}}? "
    rf"(?:-|–|—|--|:|including|namely|among them|among others|among others ,|such as|notably) "
    rf"{_LIST}",
    rf"^the <#>(?: \w+){{0,2}} (?:are|were|include|included|comprise) {_LIST}",
    rf"\b{_COMERS} (?:who|that) (?:have |had )?(?:already |also )?arrived"
    rf"(?: [\w’-]+| <[LD]>){{0,5}}? (?:include|included|are|were) {_LIST}",
    rf"<E> of [^.;,:]{{3,80}}? led by {_LIST}",
    rf"^(?:led|headed) by {_LIST} , (?:both|the two|the) (?:sides|delegations|teams|parties)\b",
    rf"\b(?:looks?|looked|looking) forward to (?:welcoming|hosting|receiving) {_LIST}"
    r"(?! (?:as|again|back|to|in|at)\b)",
    rf"(?:welcomed|heard|received|included) (?:\w+ ){{0,2}}?(?:remarks|statements|briefings) "
    rf"(?:from|by) {_LIST}",
    rf"\b(?:co - )?sponsored by (?:the )?{A}",
    rf"{A}{ALSO}{WILL} join(?:ed|s)? (?:them|him|her|(?:the )?(?:leaders|ministers|delegates)|"
    rf"the (?:two|three|four|others|two men|<#> \w+))\b",
    rf"{A}{ALSO}{WILL} (?:was|were|is|are|be) in <L>(?: <D>| on <D>)? for (?:the|an?|their|these) "
    rf"(?:[\w’-]+ ){{0,3}}?{EVENT}",
    rf"{A}{ALSO}{WILL} (?:sent|send|sends) (?:its|their|only their|only its) (?:heads? of \w+|"
    rf"leaders?|presidents?|prime ministers?|foreign ministers?|defen[cs]e ministers?|kings?)\b",
    rf"{A}{ALSO}(?: (?:says?|said|announced) (?:that )?(?:it|he|she|they))?"
    rf"(?: (?:is|are|was|were|has|have|had|will|would be)(?: (?:also|already|both|since))?)? "
    rf"(?:left|leave|leaves|leaving|quit|quits|quitting|walk\w* out of|storm\w* out of) "
    rf"(?:the|this|an?) (?:[\w’-]+ |- |<[LDA#]\d*> ){{0,3}}?<E>",
    rf"{A}{ALSO} (?:came|travell?ed|flew|converged|arrived)(?: \w+)? (?:for|to attend|to join) "
    rf"(?:the|this|it)\b",
)
SPEAKERS: Final[tuple[Pattern, ...]] = (
    *patterns(
        Role.PARTICIPANT,
        "told_to_speak_there",
        rf"{A}{ALSO} (?:\w+ly )?{_SAID}(?: [\w’,-]+| <[AD]\d*>){{0,4}}? (?:at|during|to) "
        rf"{_THE_EVENT}",
        rf"^{A}{ALSO}(?: <D>)? (?:\w+ly )?{_SAID} [^.;:\"]{{3,200}}? (?:during|in|at) {_WITH_SIDE}",
        rf"^{A}{ALSO} {_DID} [^.;:\"]{{3,180}}? (?:during|at) {_THE_EVENT}",
        rf"{A}{WILL} (?:discuss|address|raise|present|sign|unveil|announce|propose|outline|seek|"
        rf"push)(?:e?s|e?d)? [^.;:\"]{{3,80}}? (?:at|during) {_THE_EVENT}",
        rf"(?:^|, )(?:at|during) (?:(?!(?:news|press|<E>) )[\w’'-]+ |- |<[LDA#]\d*> ){{0,6}}?"
        rf"{EVENT}"
        rf"(?: [\w’-]+| <[A-Z]\d*>| ['’]s| -){{0,6}}? , {A}",
        rf"{A}{ALSO} (?:told|addressed|briefed|reminded|assured|greeted|welcomed|"
        rf"warned|urged|informed|asked|called on|lobbied|thanked) {_HEARERS}\b",
        rf"{A}{ALSO} (?:is|are|was|were|will be)(?: also)? (?:attending|participating in|"
        rf"taking part in|joining) (?:the|this|it|his|her|their|an?|\w+ ['’]s) "
        rf"(?:[\w’-]+ |- |<[LD#]> ){{0,3}}?{EVENT}",
        rf"(?:^|[.,;] )(?:arriving at|upon arriv\w+ (?:at|for)|on (?:his|her) (?:arrival|way) "
        rf"(?:at|for|to|into)|arriving for|entering|as (?:he|she) arrived (?:at|for)) "
        rf"{_THE_EVENT}{_THERE} , {A}",
        rf"{A}{ALSO} (?:is|are|was|were) (?:also )?(?:due|expected|scheduled|set|slated)(?: <D>)? "
        rf"(?:at|to (?:attend|join|address|take part in|participate in|be at)) {_THE_EVENT}",
        rf"{A}{ALSO}{WILL} (?:arrived?(?: \w+)?(?: in <L>)? (?:at|for)|left|leaves?) "
        rf"(?:the|this) (?:\w+ ){{0,2}}?(?:summit|<E>)(?! with)",
        rf"(?:^|[.,;\"] )(?:addressing|opening|closing|kicking off|inaugurating|chairing|attending|"
        rf"convening|speaking (?:at|to|during|before|in)|taking part in|participating in)"
        rf"(?: [\w’-]+){{0,2}}? (?:{_THE_EVENT}|{_HEARERS}){_THERE}"
        rf"(?: via [\w -]+?| virtually| by [\w ]+?)? , {A}",
        rf"^in (?:his|her|an?|the|their) (?:\w+ ){{0,3}}?{_SPEECH}(?: <D>)? (?:to|at|before) "
        rf"[^.,;:\"]{{2,60}}? (?:meeting|gathered|gathering|assembled)"
        rf"(?: (?:in|on|at) <[LD]>)* , {A}",
        rf"(?:^|, )(?:while (?:in|at) <L>(?: , <A\d+>)?(?: ,)? (?:for|attending)|on the (?:margins|"
        rf"fringes|sidelines) of|in <L> (?:for|to attend)) {_THE_EVENT}{_THERE} , {A}",
        rf"^in (?:his|her|an?|the|their|brief) (?:\w+ ){{0,3}}?{_SPEECH} "
        rf"(?:to|at|before|during) (?:{_THE_EVENT}|{_HEARERS}){_THERE} , {A}",
        rf"^in (?:his|her|their) (?:opening|closing|welcoming|welcome|keynote|concluding) "
        rf"{_SPEECH} , {A}",
        rf"{A}{ALSO}{WILL} (?:opened?|closed?|inaugurated?|kick(?:ed)? off|wrapped up|convened?) "
        rf"{_THE_EVENT}",
        rf"{A}{ALSO}{WILL} (?:deliver|delivered|gave|give|made|make) (?:the|an?|his|her) "
        rf"(?:[\w]+ ){{0,3}}?{_SPEECH}(?: (?:at|to|during) {_THE_EVENT})",
        rf"\b(?:made|reached|agreed|signed|announced|launched) (?:between|by) {A} (?:during|at) "
        rf"{_THE_EVENT}",
        rf"<E>(?: (?:in|at|on) <[LD]>)*(?: ,)? (?:in|at|during) which {A}",
        rf"<E>(?: (?:in|at|on) <[LD]>)*(?: ,)? where {A}{ALSO}(?: <D>)? (?:\w+ly )?"
        rf"(?:{_SAID}|{_DID}|met|held)",
        rf"{A}{ALSO} represented (?:his|her|its|their|the) (?:\w+ )?(?:country|countries|"
        rf"government|governments|nation|state|side|bloc|<A\d+>)\b",
        rf"\brepresenting (?:the )?(?:<A\d+>|\w+)(?: (?:at|in) {_THE_EVENT})? "
        rf"(?:was|were|is|are|will be) {_LIST}",
    ),
    *patterns(
        Role.PARTICIPANT,
        "led_delegation",
        rf"{_DELEGATION}(?: (?:to|at) {_THE_EVENT})?(?: ,)?(?: which)?(?: (?:was|were|is|are|"
        rf"will be)| ,)? (?:led|headed|represented|chaired)(?: (?:at|in) {_THE_EVENT})? "
        rf"by (?:the )?{A}",
        rf"{A}{ALSO}{WILL} (?:led|leads?|leading|head|heads|headed|heading) {_DELEGATION}\b",
        rf"^{_DELEGATION}(?: of [^<>;]{{1,40}}?)? (?:also )?"
        rf"(?:included|includes|comprised|comprises|consisted of) {_LIST}",
        rf"{EVENT} (?:was|were|is|are) (?:jointly )?(?:led|headed) by {A}",
        rf"\bby <A\d+> and (?:on|for|from) (?:the )?<A\d+>(?: side)? by {A}",
        rf"(?:leading|heading) {_DELEGATION}(?: (?:was|were|is|are))? {A}",
    ),
)
PRINCIPALS: Final[tuple[Pattern, ...]] = patterns(
    Role.PARTICIPANT,
    "spoke_after_it",
    rf"^(?:(?:later|then|afterwards|earlier|together|both|the <#>) (?:, )?)?{A}(?= (?!did not|were "
    rf"not|was not|are not)\w)",
)
AFTERWARDS: Final[tuple[Pattern, ...]] = patterns(
    Role.PARTICIPANT,
    "spoke_after_it",
    rf"^(?:speaking |just |shortly |immediately )?(?:after|following|at the (?:end|close|"
    rf"conclusion|start|outset|opening) of|emerging from|leaving|before|ahead of|during|in)"
    rf" (?:the|their|his|her|these|those) (?:(?:\w+ |<[AD]\d*> ){{0,2}}?|"
    rf"(?:conclusion|end|close|opening) of (?:the |their )?(?:[\w-]+ |- |<[A#]\d*> ){{0,5}}?)"
    rf"(?:<E>|session|talks)"
    rf"(?: (?:in|on|with|between) (?:the )?<[A-Z]\d*>)* , {A}",
    rf"{A}{ALSO} (?:told|said|tweeted|wrote|called|described|announced|confirmed)"
    rf"(?: [\w’,-]+){{0,7}}? (?:after|following|before|as he left|as she left|on leaving) "
    rf"(?:the|their|his|her) (?:\w+ )?(?:<E>|session\b|talks\b)",
    rf"(?:^|[.,;] )(?:the <#>|both) {A}",
    rf"{A}{ALSO} (?:told|assured|warned|urged|informed|briefed|thanked|asked|reminded)"
    rf" (?:his|her|their) (?:[\w-]+ |, ){{0,5}}?(?:counterparts?|<A\d+>)",
    rf"<A\d+> (?:told|assured|warned|urged|informed|briefed|thanked|asked|reminded)"
    rf" (?:his|her|their) (?:[\w-]+ |, ){{0,5}}?{A}",
)
TELLING: Final = frozenset(
    """participant participants participating attendee attendees delegates delegate delegations
    delegation guests speakers present attending attended attend represented participated taking
    took attendance table gathered there hand among amongst joining alongside came travelled
    traveled flew converged arrived representing led headed heads leads lead leading heading sides
    side team teams involve involves involving include includes included comprise comprises groups
    grouped brought drew by left leave leaves leaving quit quits quitting walked walking stormed
    storming forward remarks statements briefings""".split()
)
SPEAKING: Final = frozenset(
    """delegates participants attendees delegations counterparts addressing opening closing
    speaking kicking inaugurating chairing attending convening opened closed inaugurated
    delivered gave made at during to remarks speech address statement keynote two three four five
    both after following fellow told warned urged arriving arrival arrived entering left leaves
    is are was were which included includes comprised""".split()
)
