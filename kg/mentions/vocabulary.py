"""Closed word lists of the grammars: function words, office words, body words, event words.

Every list is general English or general diplomatic usage; none knows an article or a person.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One letter per word class; the grammars are regular expressions over strings of these letters.
WORD_CODES: Final[dict[str, str]] = {
    **dict.fromkeys(("the", "this", "these", "those", "both", "all"), "t"),
    **dict.fromkeys(("a", "an"), "a"),
    **dict.fromkeys(("and", "&", "or"), "&"),
    "of": "o",
    "for": "f",
    "to": "z",
    **dict.fromkeys(("in", "at", "near", "outside"), "i"),
    "on": "n",
    "from": "p",
    **dict.fromkeys(("with", "alongside"), "w"),
    "by": "b",
    "between": "B",
    **dict.fromkeys(("his", "her", "their", "its", "our", "my", "your"), "h"),
    **dict.fromkeys(("he", "she"), "e"),
    **dict.fromkeys(("they", "we", "who"), "y"),
    ",": ",",
    ";": ";",
    ":": ":",
    **dict.fromkeys((".", "?", "!"), "."),
    **dict.fromkeys(("(", "["), "("),
    **dict.fromkeys((")", "]"), ")"),
    **dict.fromkeys(("-", "‐", "‑"), "-"),
    **dict.fromkeys(("–", "—", "--"), "–"),
    **dict.fromkeys(('"', "“", "”", "``", "''", "«", "»"), '"'),
    **dict.fromkeys(("'s", "’s"), "'"),
    **dict.fromkeys(("'", "’"), "’"),
    **dict.fromkeys(("•", "*"), "•"),
}

FUNCTION_WORDS: Final = _words(
    """a about above according across after again against ahead all almost along alongside already
    also although always am amid among an and another any are around as at away back based be
    because
    been before behind being below beside besides between beyond both but by can could despite did
    do
    does done down due during each earlier either else even ever every except few finally first
    following for former from further furthermore had has have having he hence her here hers herself
    him himself his how however i if in including indeed inside instead into is it its itself just
    last late later least less let like many may me meanwhile might more moreover most much must my
    near nearly neither never nevertheless new next no none nonetheless nor not nothing now of off
    on
    once one only onto or other others otherwise our ours out outside over own part per perhaps
    pursuant
    please
    quite rather regarding said same second secondly separately several shall she should similarly
    since so some something soon still such than that the their theirs them themselves then there
    therefore these they third this those though three through throughout thus to today together
    tomorrow tonight too toward towards two under underneath unless unlike until up upon us usually
    various very via was we well were what whatever when whenever where whereas wherever whether
    which
    while who whoever whom whose why will with within without would yes yesterday yet you your yours
    currently previously recently formerly specifically lastly subsequently importantly notably
    accordingly consequently alternatively simultaneously eventually ultimately likewise
    collectively additional hey hello hi yeah okay
    four five six seven eight nine ten eleven twelve additionally building speaking recognizing
    noting
    joining attending opening addressing commenting briefing welcoming hosting visiting citing
    representing chairing asked
    fellow non ex
    joint statement readout i"""
)

# Function words that, capitalised inside a sentence, belong to a proper name.
NAME_OPENERS: Final = _words(
    "new first second third next last may will mine said so do back one two three four five six "
    "seven eight nine ten "
    "joint upper lower great good above under near "
    "against than"
)
# Common nouns that stay common nouns when a text capitalises them.
PLAIN_NOUNS: Final = _words(
    "presidency chairmanship chairpersonship secretaryship ally co chairs provisions definitions"
)

# Heads of office phrases. A rank is an office of the armed forces.
OFFICE_HEADS: Final = _words(
    """minister ministers secretary secretaries president presidents premier premiers chancellor
    chancellors king queen emir amir sultan monarch director directors adviser advisers advisor
    advisors ambassador ambassadors envoy envoys representative coordinator administrator
    commissioner commissioners chief chiefs chair chairman chairwoman chairperson chairpersons
    spokesman spokeswoman spokesperson speaker senator governor commander head leader leaders
    general undersecretary negotiator counselor counsellor counsel taoiseach diplomat
    lieutenant admiral colonel brigadier major captain marshal vice-president
    mayor congressman assistant attorney congresswoman assemblyman delegate inspector ruler
    consul prosecutor justice judge lawmaker dictator
    strongman parliamentarian legislator counterpart counterparts heads rep. sen. reps. sens.
    tanaiste
    tánaiste aide pope"""
)
# Heads of offices that are held at or for another state than their own.
ACCREDITED: Final = _words("ambassador ambassadors envoy envoys representative coordinator")
RANKS: Final = _words(
    "general gen. gen lt. lt lieutenant adm. adm admiral vice-admiral col. col colonel maj. maj "
    "major brig. brig brigadier capt. capt captain marshal sgt. cmdr. commander radm vadm ltg"
)
# How texts in a hurry print an office before a name, and the office that is meant.
OFFICE_ABBREVIATIONS: Final = {
    "PM": "Prime Minister",
    "DPM": "Deputy Prime Minister",
    "FM": "Foreign Minister",
    "NSA": "National Security Advisor",
    "DNSA": "Deputy National Security Advisor",
    "PDNSA": "Principal Deputy National Security Advisor",
    "MP": "Member of Parliament",
    "MEP": "Member of the European Parliament",
}
SUBNATIONAL_HEADS: Final = _words("mayor governor assemblyman")
OFFICE_MODIFIERS: Final = _words(
    """deputy acting vice principal special senior chief first associate interim caretaker
    prime under executive managing general permanent presidential federal national state high joint
    lead top chargé parliamentary supreme crown grand lieutenant major brigadier rear retired
    undersecretary union lord second third outgoing incoming field ranking coordinating"""
)
PORTFOLIOS: Final = _words(
    """foreign defense defence interior finance financial economic economy economics trade health
    energy oil petroleum justice information transport transportation agriculture agricultural
    education environment environmental culture cultural labor labour tourism planning development
    home homeland security affairs external internal policy press communications strategic
    intelligence digital climate commerce commercial industry housing science technology innovation
    water sports youth women social welfare religious legal international european strategy nuclear
    political diplomacy diplomatic public private engagement management resources budget
    infrastructure
    immigration migration refugees humanitarian human rights services investment investments
    investigation enterprise family families gender equality equity negotiations peace
    counterterrorism counter-terrorism terrorism military army navy naval air force forces armed
    staff war veterans treasury exchequer council cabinet government parliament congress senate
    house state interagency regional americas operations cyber cybersecurity space maritime
    coordination relations cooperation integration reform reconstruction emergency crisis response
    preparedness research drug control domestic media outreach protocol revenue mines mining
    sport antiquities archaeology heritage
    fisheries forestry lands land works employment pensions police crime border borders customs
    communication telecommunications aviation railways shipping ports broadcasting foreign-policy
    executive committee commission board office agency department ministry declaration community
    prevention violence change hemisphere expatriates diaspora issues mission missions summit
    arms liaison nonproliferation medical scientific technical
    non-proliferation
    disarmament global northern southern western eastern central presidential envoy hostage
    trafficking persons democracy messaging personnel urban rural sanctions chiefs central bank
    supply chain aid assistance relief"""
)
FORMER_WORDS: Final = _words(
    "former ex ousted deposed onetime then-former late toppled impeached ex-"
)
HONORIFICS: Final = _words(
    "mr. mrs. ms. dr. mr mrs ms dr sir dame lord lady prince princess sheikh sheikha sheik "
    "ayatollah "
    "prof. professor madam madame excellency h.e. t.h. hon. hon honorable honourable "
    "highness majesty holiness hh h.h. hrh h.r.h."
)

PARTICLES: Final = _words(
    "al el de del della der den di da dos do du van von vom ter ten bin ben ibn bint abu abd "
    "ould la le "
    "las los y e zu af ur st. san santa"
)
NAME_SUFFIXES: Final = _words("esq. esq jr. sr. jr sr ii iii iv v")

# Capitalised head words of bodies, with the evaluation's word for their kind.
HEADLINE_VERBS: Final = _words(
    """announces signs meets hosts visits travels participates departs delivers launches issues
    approves nominates welcomes attends speaks calls says urges warns names appoints orders
    declares celebrates marks honors concludes hails condemns intends recognizes secures directs
    announcing providing welcoming leading condemning marking recognizing celebrating honoring
    commemorating hosting signing leads convenes rejects strengthens establishes
    discuss announce sign urge attend launch reject convene"""
)

BODY_HEADS: Final[dict[str, str]] = {
    **dict.fromkeys(("ministry", "department", "treasury"), "ministry"),
    **dict.fromkeys(
        """agency bureau administration authority directorate commission council committee service
        board
        intelligence police office inspectorate embassy secretariat""".split(),
        "agency",
    ),
    **dict.fromkeys(
        """army navy force forces guard guards corps command fleet marines brigade brigades
        battalion regiment division troops militia artillery squadron infantry""".split(),
        "military",
    ),
    **dict.fromkeys(("party", "movement"), "party"),
    **dict.fromkeys(("front",), "armed_group"),
    **dict.fromkeys(("alliance",), "party"),
    **dict.fromkeys(
        """institute institution foundation foundations association center centre centers centres
        society federation trust endowment charity fund confederation""".split(),
        "ngo",
    ),
    **dict.fromkeys(
        """university college school academy court tribunal network group league club parliament
        assembly senate congress church union chamber hospital museum government laboratory
        conference-of-bishops observatory caucus""".split(),
        "other",
    ),
    **dict.fromkeys(
        """company corporation corp corp. inc inc. ltd ltd. limited plc llc llp gmbh jsc pjsc oao
        pte bhd
        bank airlines airways motors industries holdings lounge times post
        pharmaceuticals shipyard shipyards""".split(),
        "company",
    ),
    **dict.fromkeys(("organization", "organisation", "community"), "igo"),
}
# "the N Alliance" is a party with one of these before it, else a charity.
PARTY_WORDS: Final = frozenset(
    """democratic national popular people progressive united left socialist patriotic unity
    freedom liberal conservative green civic republican labour labor""".split()
)
# Heads that make a body's name only with a complement: "University of X", "Bank of X".
BODY_OPENERS: Final = _words(
    """ministry department university bank court office bureau institute institution center centre
    council organization organisation association federation league union academy college society
    centers centres movement endowment
    chamber board commission committee front movement party house network alliance foundation
    confederation agency directorate embassy army church fund parliament authority community
    group secretariat trust chambers congress tribunal"""
)
# Common nouns before or after a proper name that say what kind of body it is.
BODY_DESCRIPTORS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "company",
            "giant",
            "firm",
            "conglomerate",
            "cooperative",
            "airline",
            "bank",
            "manufacturer",
            "carmaker",
            "automaker",
            "chipmaker",
            "drugmaker",
            "planemaker",
            "shipbuilder",
            "lender",
            "insurer",
            "startup",
            "retailer",
            "corporation",
            "monopoly",
        ),
        "company",
    ),
    **dict.fromkeys(("agency", "watchdog", "regulator"), "agency"),
    **dict.fromkeys(("militia", "insurgents", "militants"), "armed_group"),
    **dict.fromkeys(("party",), "party"),
    **dict.fromkeys(("charity", "nonprofit", "think-tank", "foundation"), "ngo"),
}
# Heads of capitalised phrases that are no bodies: programmes, texts, places, events.
NOT_BODIES: Final = _words(
    """act agreement accord accords treaty charter resolution convention protocol declaration
    initiative
    program programme plan strategy framework project fund-for dialogue statement memorandum
    directive order policy week day month year street avenue road river sea ocean island islands
    mountains mount lake bay gulf strait peninsula desert valley province district region county
    city airport airfield base field square hall room palace hotel summit conference meeting forum
    talks call visit war crisis conflict movement-for award prize medal law amendment bill roadmap
    compact pact deal partnership-for package action mechanism process estimate estimates"""
)

EVENT_KINDS: Final[dict[str, str]] = {
    "summit": "summit", "summits": "summit",
    "conference": "conference", "conferences": "conference",
    "talks": "talks", "negotiations": "talks", "consultations": "talks", "discussions": "talks",
    "dialogue": "talks", "consultation": "talks",
    "visit": "visit", "trip": "visit", "visits": "visit", "tour": "visit", "travel": "visit",
    "stop": "visit", "stops": "visit", "stopover": "visit",
    "call": "phone_call", "calls": "phone_call", "conversation": "phone_call",
    "telephone call": "phone_call", "phone call": "phone_call",
    "meeting": "meeting", "meetings": "meeting", "ministerial": "meeting", "gathering": "meeting",
    "session": "meeting", "roundtable": "meeting", "event": "meeting",
    "luncheon": "meeting", "encounter": "meeting", "videoconference": "meeting",
    "teleconference": "phone_call", "forum": "conference",
    "convening": "meeting", "bilateral": "meeting", "trilateral": "meeting",
    "breakfast": "meeting",
    "lunch": "meeting",
    "dinner": "meeting",
    "workshop": "meeting",
}  # fmt: skip
GROUP_NOUNS: Final = _words(
    """leaders leader ministers officials representatives counterparts counterpart delegations
    delegation
    governments government countries nations states members diplomats envoys negotiators heads
    partners allies presidents representative participants sides parties team ambassadors
    capitals delegates secretaries advisors advisers premiers chiefs commanders side
    principals mediators dignitaries"""
)
