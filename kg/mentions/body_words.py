"""Word lists of the grammar of bodies: which heads, and what before or after them, tell what."""

from __future__ import annotations

# "Economic Community of N States": a plain noun that the name ends in.
MEMBERS = frozenset("States Nations Countries Governments Economies".split())
UNITS = frozenset("force squadron fleet group battalion brigade regiment".split())
STOP_BEFORE = frozenset(
    "senior deputy acting assistant principal official officials chief under special ceo cfo coo "
    "cto".split()
)
CIVIC = frozenset(
    """society association federation league union foundation institute college academy center
    chamber network alliance council""".split()
)
APART = frozenset("council agency ministry department commission committee bureau office".split())
# "the N administration" is whose, not what: these heads need a common word before them.
PUBLIC = frozenset({"administration", "government", "troops", "forces", "force", "office"})
# Heads that may be the middle of a longer name: "N College Gameday".
OPEN_ENDED = frozenset(
    """college court group league club school house office fund network artillery infantry squadron
    front alliance force navy army corps industries""".split()
)
# Words that stay inside a name with their possessive: "the Women's N Council".
OWN_GROUPS = frozenset(
    """women children people workers peoples farmers king queen students men veterans youth lloyd
    lord john mary thomas andrew george doctor father mother nurses""".split()
)
GENERIC = frozenset(
    (
        "artificial intelligence",
        "national intelligence",
        "human intelligence",
        "foreign terrorist organization",
        "domestic terrorist organization",
        "senior administration",
        "international community",
        "member nations",
        "western front",
        "eastern front",
        "home front",
        "federal government",
        "special government",
        "public service",
        "intelligence community",
        "civil rights movement",
        "labor movement",
        "peace movement",
        "independence movement",
        "catholic school",
        "public school",
        "executive office",
        "executive board",
        "advisory board",
        "governing board",
        "company limited",
        "corporation limited",
    )
)
HALLS = frozenset({"convention center", "conference center", "field office", "public trust"})
PLURAL = frozenset({"industries", "airlines", "guards", "troops", "forces"})
# "the N Community" is of states with one of these, else of people.
OF_REGIONS = frozenset(
    """economic african caribbean andean european pacific development security energy southern
    east west eastern western central asian political""".split()
)
# "Office of the Vice President": the office-holder's title belongs to the name.
HOLDERS = frozenset(
    """President Director Representative Secretary Commissioner Prosecutor Coordinator Ombudsman
    General Minister Chancellor Governor Envoy Adviser Advisor Counsel Comptroller Auditor
    """.split()
)
MONTHS = frozenset(
    """january february march april may june july august september october november
    december""".split()
)
# A building or base is called so: "N Executive Office Building", "N Air Force Base".
SITES = frozenset("Building Base Hall Room Tower Complex Stadium".split())
PLANES = frozenset({"One", "Two"})
TEACHING = frozenset(
    "school college institute academy university center centre council museum".split()
)
REBEL = frozenset(
    """liberation resistance salvation revolutionary redemption independence equality mujahideen
    jihad martyrs""".split()
)
ARMS = frozenset(
    "infantry armored armoured airborne mountain cavalry panzer artillery marine tank rifle".split()
)
PURPOSES = frozenset(
    """working steering contact support core advisory expert experts liaison study focus joint small
    coordination coordinating consultative action monitoring review senior""".split()
)
REBELS = frozenset("army front movement brigade brigades council forces force".split())
# Many of a kind unless "for" or "of" says what they are: "N Job Centers".
SEVERAL = frozenset({"centers", "centres"})
# "N Center of N Grant Program" is no center.
PROGRAMMES = frozenset("Program Programme Initiative Act Award Prize Scholarship".split())
HOUSES = {
    "House": frozenset("Representatives Commons Lords Councillors Assembly".split()),
    "Chamber": frozenset({"Deputies"}),
}
# Whose office is a body of its own.
OWNERS = frozenset(
    """prosecutor general ombudsman minister president chancellor rapporteur commissioner
    auditor""".split()
)
# Who runs a body that only an abbreviation names, and abbreviations that name none.
RUNNERS = frozenset(
    """Director Administrator Commissioner Chairman Chairwoman Chairperson director administrator
    chairman chairwoman chairperson chief spokesman spokeswoman spokesperson""".split()
)
UNRUN = frozenset("CEO CFO COO CTO CIO EVP SVP USA COVID HIV AIDS NSA".split())
# "N National Congress", "Trades Union Congress": not the one in Washington.
CONGRESSES = frozenset("union unions national world jewish peoples".split())
# Capitalised words that open a name: "the New N Party", "the Joint N Commission".
OPENING_NAMES = frozenset("New Joint Interim Upper Lower Great".split())
# Common nouns that open a sentence before a name: "Chipmaker N Inc."
NAMING = frozenset(
    """chipmaker carmaker automaker drugmaker planemaker shipbuilder sponsor sponsors retailer
    brewer lender insurer broadcaster publisher airline conglomerate""".split()
)
