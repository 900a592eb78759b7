"""Which name a sentence puts together with which office, construction by construction.

The tenure family publishes one rule for each construction named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.mentions import Item, Row
from kg.mentions.vocabulary import FORMER_WORDS, RANKS
from kg.resolution.chunk import VERBS

_OF = "[SJOKMR]"
# office(s) before the name; "X Minister and Y Minister N"; "Presidents N of S and N of S"
_TITLED = re.compile(
    rf"(?P<of>{_OF}'?)?(?P<gap>x{{0,2}})(?P<offices>T(?:(?:,?&t?|"
    rf",)?T){{0,8}})(?P<told>(?:[ozfn]t?(?:[SJ]'?)?[xlrE]{{1,3}}(?:it?[SR](?=,))?|zt?[LM](?=,)|x{{1,2}}(?:it?[RLx])?(?=,)|it?[SL](?=,)|"
    rf"it?O(?:it?[SLR])?(?=,?N)|[of]t?[SJ]'?O(?=,?N)|"
    rf"(?:,t?S){{0,4}},?&t?S(?=,?N))?)"
    r"(?:\([AONYx.]{1,3}\))?(?P<stop>,?)(?:(?<=,)T)?(?P<name>N)"
    r"(?P<after>(?:ot?[SOK]|,t?[SO](?=$|[;.]))?)"
)
_OFFICE_OF = re.compile(
    r"(?P<offices>T)[op]t?(?:x(?:-x)?(?=S))?(?P<of>[SO])(?:&[JOK]T(?=,))?(?:zt?[SO])?(?:,t?)?(?P<name>N)"
)
_OF_WHOM = (
    r"(?:[ofz]t?(?:S(?=O))?[SOKJ](?:TN|zt?[SO])?|it?S'O|,S(?=$|[;.])|[zf](?:t?[SJ]'?)?TN|zt?J'?T)?"
)
_APPOSED = re.compile(
    rf"(?P<name>N)(?:\.(?=,))?(?:\([^)]{{1,6}}\))?(?P<stop>[,–(])(?P<offices>(?:[ath])?(?:{_OF}'?)?x{{0,2}}T{_OF_WHOM}"
    rf"(?:(?:,|&|,&)(?:[ath])?(?:{_OF}'?)?x?T{_OF_WHOM})*)(?=[,.;)–:xz&wi’(\"]|$|(?<=[SOKJ])')"
)
# "their J counterparts, the moderate T N and T N"
_PEERS_LISTED = re.compile(r"(?<=h)[SJ]g,(?:t?x{0,2}TN(?:,|&|,&)){0,2}t?x{0,2}$")
_TOLD_OF = re.compile(r"[ozfn]t?[SJ]")
_AT_BODY = re.compile(r"it?O")
_ONE = r"N(?:ot?[SOK]|\([SOK]\))?"
_LISTED = re.compile(rf"g(?:,|:|x{{0,3}})?(?P<names>{_ONE}(?:(?:[,;]|[,;]?&){_ONE})+)")
_ONE_OF_LIST = re.compile(r"(?P<name>N)(?:(?:ot?|\()(?P<of>[SOK])|(?=&Not?(?P<both>[SO])))?")
_PARALLEL = re.compile(
    r"(?:(?P<office>g)o(?P<states>t?S(?:,t?S)*,?&t?S)[-–,]|(?P<whose>J(?:,J)*,?&J)(?P<peers>g),?)"
    r"(?P<names>N(?:,N)*,?&N)"
)
_OWNER = re.compile(
    rf"(?:(?P<before>{_OF})'?x{{0,2}})?T(?:(?P<link>[ofzi]t?|,)(?:S(?=O))?(?P<after>[SOKJ]))?"
)
_SERVED = re.compile(r"T[zf]t?[SJO]?'?$")
_SPOKEN_FOR = ("spokesman", "spokeswoman", "spokesperson")

_QUALIFIERS = FORMER_WORDS | frozenset(
    "new current outgoing incoming newly elected then top senior own late caretaker interim acting "
    "elect ruling conservative longtime long serving re".split()
)


_DELEGATIONS = frozenset("delegation delegations team side included includes".split())
_LEANING = frozenset({"pro", "anti", "non"})
_ADDRESSES = frozenset("madam mr. mister mr".split())
_HEADS = frozenset(
    {"president", "vice president", "prime minister", "chancellor", "king", "premier", "emir"}
)
_PUBLIC = frozenset(
    "country nation state government ministry junta bloc union commission council parliament army "
    "military department kingdom republic alliance cabinet presidency".split()
)


_OTHERS_LISTED = re.compile(r"(?:,T?N(?:ot?[SO])?)++,&")
_SELF = frozenset("i am i'm i’m we are is was".split())
_CHAIRS = frozenset("chair chairman chairwoman chairperson".split())
_DURING = frozenset("at during throughout after following before since".split())
_ENDS = (",", ".", "", ";", "(")
_ACTING = frozenset("said says will has had told is was".split())
_WHERE = 2  # behind "at the"
_FIRMS = frozenset(
    "bank company firm institution corporation conglomerate newspaper airline retailer broadcaster "
    "lender producer maker".split()
)


class Appointment(NamedTuple):
    """A name and an office that one construction of one sentence puts together."""

    row: int
    name: int
    office: int
    of: Item | None
    former: bool
    rule: str
    start: int
    end: int
    office_row: int = -1

    @property
    def office_row_or_row(self) -> int:
        """The sentence the office stands in: the name's own, unless it was named later."""
        return self.row if self.office_row < 0 else self.office_row


def appointments(row: Row) -> Iterator[Appointment]:
    """Every name-office pair of a sentence; a name takes part in several if it has several."""
    codes = row.codes
    if "N" not in codes or not ("T" in codes or "g" in codes):
        return
    taken: set[int] = set()
    readers = (
        _parallel, _listed, _of_state_first, _copula, _appointed, _its_own, _titled, _apposed
    )  # fmt: skip
    for reader in readers:
        for appointment in reader(row, codes, taken):
            taken.add(appointment.office)
            yield appointment


def _parallel(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "The ministers of S and S - N and N -", "his J and J peers N and N": names in that order."""
    for match in _PARALLEL.finditer(codes):
        part, head = ("states", "office") if match["states"] else ("whose", "peers")
        states = [p for p in range(match.start(part), match.end(part)) if codes[p] in "SJ"]
        names = [p for p in range(match.start("names"), match.end("names")) if codes[p] == "N"]
        if len(states) == len(names):
            for state, name in zip(states, names, strict=True):
                of = row.items[state]
                yield Appointment(
                    row.index, name, match.start(head), of, False, "office_before_names",
                    name, name + 1,
                )  # fmt: skip


_COPULA = re.compile(
    rf"(?P<name>N),?y?(?P<link>[xZi]{{1,5}})(?P<det>[ath]?)(?:(?P<of>{_OF})'?)?x{{0,2}}(?P<office>T)(?:[ofz]t?(?P<after>[SOK]))?"
)
_LINKS = frozenset("is was became becomes as remains been".split())
_APPOINTED = re.compile(r"(?P<first>x{0,2}T?N(?:xh|x|h)?T)(?:,?&(?P<second>N(?:x|h)?T))?")
_APPOINTING = frozenset(
    "appointed named elected nominated picked chose made declared proclaimed installed reelected "
    "designated".split()
)


def _copula(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "N became S's T", "N was sworn in as S's T", "N, who was S's T until"."""
    for match in _COPULA.finditer(codes):
        office = match.start("office")
        last = row.items[match.end("link") - 1].lower
        if office in taken or last not in _LINKS:
            continue
        if codes[match.start() - 2 : match.start()] == "tx" or codes[match.end() :][:1] == "N":
            continue  # "the first N to serve as": people; "N, as well as T N": another person
        place = match.start("after") if match["after"] else match.start("of")
        if place < 0 and match["det"] != "h" and last != "as":
            continue
        if last == "as" and match["det"] == "t" and _acts(row, match.end()):
            continue  # "N was shown as the T travelled"
        held = row.items[office].office
        if place < 0 and held is not None and held.head in ("leader", "leaders"):
            continue  # "N as a global leader"
        words = [i.lower for i in row.items[match.start("link") : match.end() + 4]]
        former = (words[0] == "was" and "until" in words) or words[0] == "served"
        of = row.items[place] if place >= 0 else None
        yield Appointment(
            row.index,
            match.start(),
            office,
            of,
            former,
            "name_is_office",
            match.start(),
            match.end(),
        )


def _acts(row: Row, place: int) -> bool:
    """Whether a verb follows, so that the office is the subject of a clause of its own."""
    following = row.items[place : place + 1]
    return any(i.code == "x" and i.lower.endswith(("s", "ed")) for i in following)


def _appointed(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "S named N (as its) T and N T"."""
    verbs = [p for p, item in enumerate(row.items) if item.lower in _APPOINTING]
    for match in filter(None, (_APPOINTED.match(codes, verb + 1) for verb in verbs)):
        of = next((i for i in row.items[: match.start()] if i.code in "SJ"), None)
        for part in ("first", "second"):
            if not match[part]:
                continue
            name = codes.index("N", match.start(part))
            office = codes.index("T", name)
            if office not in taken:
                yield Appointment(
                    row.index, name, office, of, False, "appointed_to_office", name, office + 1
                )


_ITS_OWN = (
    re.compile(
        r"(?P<of>[SO])(?:,[^.;,]{1,14},)?[^.;,SO\"]{0,8}?(?P<its>h)(?:x{0,2}|(?P<to>[SJ]))"
        r"(?P<office>T),?(?P<name>N)(?=[,.;&(]|$)"
    ),
    re.compile(r"(?P<of>S)&(?P<its>h)(?P<to>\b)?(?P<office>T)(?P<name>N)"),
)
_ENVOYS = frozenset({"ambassador", "envoy", "consul"})


def _its_own(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "S was represented by its T, N", "S recalled its J ambassador N", "S and their T N"."""
    for match in (m for pattern in _ITS_OWN for m in pattern.finditer(codes)):
        office, name = match.start("office"), match.start("name")
        owned = row.items[match.start("its")].lower in ("its", "their")
        sent = row.items[office].lower.split()[-1] in _ENVOYS
        if owned and office not in taken and (not match["to"] or sent):
            of, former = row.items[match.start("of")], _former(row, office)
            yield Appointment(
                row.index, name, office, of, former, "office_before_name", office, name + 1
            )


def _listed(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "Presidents N of S and N of S"."""
    for match in _LISTED.finditer(codes):
        office = match.start()
        if office in taken:
            continue
        for one in _ONE_OF_LIST.finditer(codes, match.start("names"), match.end("names")):
            own = one.start("of") if one["of"] else one.start("both")
            of = row.items[own] if own >= 0 else _before(row, codes, office)
            start = office if one.start() == match.start("names") else one.start()
            former = _former(row, office)
            rule = "office_before_names"
            yield Appointment(row.index, one.start(), office, of, former, rule, start, one.end())


def _of_state_first(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "President of S N"."""
    for match in _OFFICE_OF.finditer(codes):
        office = match.start()
        if office in taken or _is_dashed(codes, office, match.end()):
            continue
        of = row.items[match.start("of")]
        name = match.start("name")
        yield Appointment(
            row.index,
            name,
            office,
            of,
            _former(row, office),
            "office_of_state_before_name",
            office,
            match.end(),
        )


def _is_dashed(codes: str, office: int, end: int) -> bool:
    """ "N – T of S N – T of S": a list run together, each with the office behind the name."""
    return (
        codes[end : end + 1] == "–"
        and re.search("N–x?$", codes[max(0, office - 3) : office]) is not None
    )


def _titled(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    for match in _TITLED.finditer(codes):
        name = match.start("name")
        offices = [
            p for p in range(match.start("offices"), match.end("offices")) if codes[p] == "T"
        ]
        told = match["told"]
        placed = _AT_BODY.match(told)
        owned = bool(match["of"] or re.search("[SJ]", told) or placed) or _is_told(
            row, codes, match
        )
        to_several = told[:1] in (",", "&") and not _is_sent(row, offices[-1])
        if to_several or (told[:1] == "x" and not match["of"] and not _is_told(row, codes, match)):
            continue
        if (match["stop"] or (told.strip(",tS&") and not placed)) and not (
            owned and match["stop"] and (codes[name + 1 : name + 2] in _ENDS or _opens(row, match))
        ):
            continue
        if any(office in taken for office in offices):
            continue
        if match["stop"] and not match["of"] and _OTHERS_LISTED.match(codes, name + 1):
            continue  # "the T, N, T N and N": one more than N
        if (
            codes[name + 1 : name + 2] == "–"
            and "N–" in codes[max(0, match.start() - 60) : match.start()]
        ):
            continue
        addressed = row.items[offices[0] - 1].lower in _ADDRESSES if offices[0] else False
        start = _left(row, match)
        if _are_two_holders(row, codes, offices) or addressed:
            offices = offices[-1:]
            start = offices[0] if not addressed else start
        after = row.items[match.end() - 1] if match["after"] else None
        if after is None and (whose := placed or _TOLD_OF.match(told)):
            after = row.items[match.start("told") + whose.end() - 1]
        owned_by = {p: _owner_of(row, codes, p, offices, after) for p in offices}
        for office in sorted(
            _own_offices(row, offices), key=lambda p: _is_chair(row, p) and _is_bodys(owned_by[p])
        ):
            yield Appointment(
                row.index,
                name,
                office,
                owned_by[office],
                _former(row, office),
                "office_before_name",
                start,
                match.end(),
            )


def _opens(row: Row, match: re.Match[str]) -> bool:
    """ "The S T, N met B": no comma behind the name, but N begins the sentence and acts."""
    first, name = match.start() <= 1, match.start("name")
    acts = row.items[name + 1 : name + 2]
    named = len(row.items[name].text.split()) > 1
    return first and named and any(i.lower in VERBS or i.lower in _ACTING for i in acts)


def _is_bodys(owner: Item | None) -> bool:
    """Whether an office is of a body: those of a state tell first for whom somebody acts."""
    return owner is not None and owner.code in "OK"


def _own_offices(row: Row, offices: list[int]) -> list[int]:
    """ "Her J counterpart, T N": a counterpart whose own office is told has no other."""
    heads = {p: held.head for p in offices if (held := row.items[p].office) is not None}
    told = [p for p in offices if not heads.get(p, "").startswith("counterpart")]
    return told or offices


def _is_chair(row: Row, place: int) -> bool:
    office = row.items[place].office
    return office is not None and office.head in _CHAIRS


def _owner_of(
    row: Row, codes: str, office: int, offices: list[int], after: Item | None
) -> Item | None:
    """Whose an office is: "O chair T N of S" is the body's chair, and T of S."""
    own = _before(row, codes, office)
    if office != offices[-1] and _is_chair(row, office) and _is_bodys(own):
        return own
    return after or own or _before(row, codes, offices[0])


def _is_sent(row: Row, place: int) -> bool:
    """Whether an office is an envoy's: "Ambassador to A, B and C"."""
    office = row.items[place].office
    return office is not None and office.to is not None


def _are_two_holders(row: Row, codes: str, offices: list[int]) -> bool:
    """ "The President and Prime Minister N", "as Ambassador to S, and President N": two persons."""
    first, last = offices[0], offices[-1]
    words = [row.items[p].text.lower() for p in (first, last)]
    parted = codes[first + 1 : last]
    if parted == ",&" and (words[1] in _HEADS or words[1] in RANKS):
        return True
    own = row.items[first].office
    if parted == "&" and first == 0 and words[1] in _HEADS and own is not None and own.body:
        return True  # "Director of the O and President N of O"
    return codes[first - 1 : first] == "t" and last - first == 2 and all(w in _HEADS for w in words)


def _is_told(row: Row, codes: str, match: re.Match[str]) -> bool:
    """ "The T, N," and "head of the O, N,": the office is definite, so that the name is whose."""
    start = match.start("offices")
    office = row.items[match.end("offices") - 1].office
    if office is not None and (office.body is not None or office.to is not None):
        return True
    if codes[max(0, start - 3) : start] == "tx'":
        return row.items[start - 2].lower in _PUBLIC
    if start == 0 and len(codes) > 12:
        return codes[match.end() : match.end() + 1] == ","
    if codes[start - 1 : start] == ";" and " " not in row.items[start].text:
        return False  # "Queen, First; King, Second": a register of names
    return codes[start - 1 : start] in ("t", ";") or codes[start - 2 : start] == "N'"


def _left(row: Row, match: re.Match[str]) -> int:
    """Where the phrase begins: "the J delegation included T N" has the delegation before it."""
    between = {i.lower for i in row.items[match.start("gap") : match.end("gap")]}
    apart = not match["of"] or not between.isdisjoint(_DELEGATIONS)
    return match.start("offices") if apart else match.start()


def _apposed(row: Row, codes: str, taken: set[int]) -> Iterator[Appointment]:
    """ "N, the T of S," and "N, T and T"."""
    for match in _APPOSED.finditer(codes):
        if not match["offices"] or codes[match.end() : match.end() + 1] == "N":
            continue
        if row.items[match.start("offices")].text == "The" or _is_next_of_list(row, codes, match):
            continue
        if match["offices"] == "tT" and match["stop"] == "," and codes[match.end() :][:1] == "x":
            continue  # "In addition to N, the T announced": whose clause it is
        for one in _OWNER.finditer(codes, match.start("offices"), match.end("offices")):
            office = codes.index("T", one.start())
            if not _SELF.isdisjoint(i.lower for i in row.items[match.start("offices") : office]):
                continue  # "Look, I am T"
            if office in taken or codes[office + 1 : office + 2] == "N":
                continue
            if _SERVED.search(codes, match.start("offices"), office) or _is_of_firm(row, one):
                continue
            after = one["after"] is not None and not _is_charge(row, one, office)
            place = one.start("after") if after else one.start("before")
            of = row.items[place] if place >= 0 else None
            yield Appointment(
                row.index,
                match.start(),
                office,
                of,
                _former(row, office),
                "name_then_office",
                match.start(),
                match.end(),
            )


def _is_of_firm(row: Row, one: re.Match[str]) -> bool:
    """ "The head of S's largest bank": of what a state has, not of the state."""
    if one["after"] is None or row.codes[one.end() : one.end() + 1] != "'":
        return False
    return not _FIRMS.isdisjoint(i.lower for i in row.items[one.end() + 1 : one.end() + 6])


def _is_charge(row: Row, one: re.Match[str], office: int) -> bool:
    """ "Director for S", "Ambassador to S": what the office deals with, not whose it is."""
    dealt = one["link"][:1] in ("f", "z") and one["after"] == "S"
    return dealt and row.items[office].lower.split()[-1] not in _SPOKEN_FOR


def _is_next_of_list(row: Row, codes: str, match: re.Match[str]) -> bool:
    """ "T N, T …, T N": the office after the name is the next one's."""
    if codes[match.start() - 1 : match.start()] != "T":
        return False
    if match["stop"] == "," and codes[match.start("offices")] not in "ath":
        if re.match(r"&T+N", codes[match.end() :]):
            return True
    elif _is_listed_leader(row, codes, match):
        return True
    return (
        codes[match.start("offices")] == "T"
        and codes.count("T") > 3
        and codes[match.end() : match.end() + 1] not in (",", ".", ";", ")", "")
    )


def _is_listed_leader(row: Row, codes: str, match: re.Match[str]) -> bool:
    """ "Prime Minister N, the Amir of S, and President N": each leads a state of its own."""
    first = row.items[match.start() - 1]
    second = row.items[codes.index("T", match.start("offices"))]
    leaders = first.text.lower() in _HEADS and second.text.lower() in _HEADS | {"amir", "sultan"}
    return leaders and re.match(r",&(?:t?[SJ]'?)?TN", codes[match.end() :]) is not None


def _before(row: Row, codes: str, office: int) -> Item | None:
    """The state or body whose office it is, if it stands before: "S's T", "the J T", "O T"."""
    position = office - 1
    steps = 0
    held = row.items[office].office
    any_words = held is not None and held.head == "official"
    plain = True
    while position >= 0 and codes[position] in "x-N" and steps < 3:
        if row.items[position].lower == "under":
            return None  # "the O under President N"
        plain = plain and (codes[position] == "-" or row.items[position].lower in _QUALIFIERS)
        position, steps = position - 1, steps + 1
    if (listed := _PEERS_LISTED.search(codes[max(0, office - 9) : office])) is not None:
        return row.items[office - len(listed[0])]
    if codes[office - 3 : office] == "Jx," and codes[office - 4 : office - 3] == "h":
        return row.items[office - 3]
    if codes[position - 1 : position + 1] == "-J" and row.items[position - 2].lower in _LEANING:
        position -= 3  # "S's pro-J T"
    owned = position >= 0 and codes[position] in "'’"
    if owned:
        position -= 1
    elif not plain and not any_words and not (steps == 1 and codes[position] == "O"):
        return None
    if position == _WHERE and codes[position] == "K" and row.items[0].lower in _DURING:
        return None  # "At the G T N said": where he said so
    if owned and position >= 0 and codes[position] == "L":
        return row.items[position]
    if position > 0 and codes[position] == "O" and codes[position - 1] == "J":
        return row.items[position - 1]
    return row.items[position] if position >= 0 and codes[position] in "SJOKM" else None


def _former(row: Row, office: int) -> bool:
    for item in reversed(row.items[max(0, office - 4) : office]):
        if item.lower in FORMER_WORDS:
            return True
        if item.code not in "xSJON'-":
            return False
    return False
