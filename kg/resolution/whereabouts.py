"""Where, when and whether at all: the circumstances that a stretch of a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.mentions import Item
from kg.model import Entity
from kg.resolution.chunks import Chunk
from kg.resolution.events import Clause

# What is called after a town: "in the P format", "in the P/S format".
_NAMES_FORMAT = re.compile(r"(?:/ [^ ]{1,30} )?(?:format|process|framework|spirit)\b")
_PARTS_OF_LAND = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern"
    " north south east west northeast northwest southeast southwest nearby".split()
)
_CAPITAL_OF = re.compile(r"xot?S")
_WHERE = re.compile(r"[izpYV]t?(?:[xJrR]{1,3}o)?(?P<p>[LSR])(?:,(?P<c>S))?(?:,?[nipf]?D)?,?$")
_STAYING = re.compile(r"xi[LS](?!['-])")
_OTHER_EVENT = re.compile(r"[IQFVYE]")
# What is somewhere without anybody meeting there: "the role of the alliance in S".
_MATTERS = frozenset(
    """role war situation situations conflict crisis fighting violence operations operation mission
    troops
    peace ceasefire truce elections election developments presence reforms reconstruction stability
    security forces unrest events democracy coup bloodshed killing attacks interests rights
    influence involvement progress based located operating living residing stationed detained
    imprisoned studying working training serving
    drawdown withdrawal""".split()
)
# "In support of S", "in the face of S": not where it was.
_NO_PLACES = frozenset(
    """support favor favour defense defence honor honour memory light case view terms spite pursuit
    celebration recognition solidarity response opposition partnership cooperation coordination
    consultation violation breach behalf aid search need absence presence name interest interests
    face matter wake context course partnerships concert line keeping consideration
    accordance""".split()
)
# "at the request of S"
_ASKED = frozenset("request invitation behest urging initiative expense".split())
# What a body's name ends in when it is a building to meet in.
_BUILDINGS = frozenset(
    "observatory palace castle residence hall mansion abbey villa hotel headquarters".split()
)
_HOUSES = _BUILDINGS | frozenset("house lodge".split())
_WITH_SEAT = frozenset({"ministry", "military"})
_UN = "united-nations"
# "A day after the summit": when the summit was, not what the sentence tells.
_FROM_EVENT = re.compile(r"\s(?:after|before)$", re.I)
_PARTS_OF_TIME = frozenset("week end start beginning middle half".split())
_ISSUED = frozenset("issued adopted signed reached agreed made concluded endorsed".split())
# "The September 2005 Joint Statement of the talks"
_DOCUMENT_OF = re.compile(r",?[xN]{1,2}o(?=t)")
_DOCUMENTS = frozenset("statement declaration communique communiqué agreement report".split())
# "Today's announcement builds on the talks"; "last week's working group meeting" dates it.
_OWNER = re.compile(r"['’](?![xNSJOKLGRErA#-]{0,12}$)")
_SAME_EVENT = re.compile(r",[&x][tx]E(?=x)")
_CANCELLED = frozenset(
    "postponed cancelled canceled postpone cancel postpones cancels postponing cancelling "
    "canceling postponement cancellation scrapped scrap shelved".split()
)
_PUT_OFF = frozenset({("called", "off"), ("put", "off"), ("broken", "off")})


# "In P, S", "in the S town of P", "at the house in P", "in P, in northern S".
_AT = (
    r"t?(?:(?!R,S)[xJrR]{1,3}[,o]?t?|S['’]x{1,3},?(?=[LN]))?"
    r"(?:(?:[NO]N?|MN)x{0,2}(?:,?i|,)(?=L))?"
    r"(?P<p>[LSMNOR])"
    r"(?:(?:,|\()?(?P<c>S)(?!['x-])|,(?:i|ix|x)(?P<c2>S)(?!['-])|,?it(?P<j>J)x"
    r"|[xN]{0,2}i[LN],(?P<c3>S)(?!['x-]))?"
)
_PLACE = re.compile(rf"i{_AT}")
_GOAL = re.compile(rf"[iz]{_AT}")


def place_in(
    clause: Clause, zone: range, *, toward: bool = False
) -> tuple[Chunk | None, Chunk | None]:
    """The town or venue, and the country, that a stretch of a sentence gives as the place."""
    codes = clause.codes[zone.start : zone.stop]
    country: Chunk | None = None
    region: Chunk | None = None
    for match in (_GOAL if toward else _PLACE).finditer(codes):
        start, place = zone.start + match.start(), zone.start + match.start("p")
        chunk = _building(clause, place)
        if _modifies(codes, match, chunk.code) or not _is_place(clause, start, place, chunk):
            continue
        if chunk.code == "S":
            matter = clause.chunks[start - 1].lower in _MATTERS
            country = country or (None if matter else chunk)
        elif chunk.code == "R" and match["c"] is None:
            region = region or (chunk if _is_where(clause, start) else None)
        elif not _is_part_of_name(clause, start, place):
            inner = range(start, place)
            of_state = next((clause.chunks[p] for p in inner if clause.codes[p] == "J"), None)
            return chunk, _state_beside(clause, zone.start, match) or of_state
    return region, country


def _modifies(codes: str, match: re.Match[str], code: str) -> bool:
    """ "In the S summit", "in P's talks": no place, but what the next word is of."""
    following = codes[match.end("p") : match.end("p") + 1]
    if following in ("E", "-") or (following == "'" and code != "M"):
        return True
    return code == "S" and codes[max(0, match.start() - 1) : match.start()] in ("O", "K")


def _is_place(clause: Clause, start: int, place: int, chunk: Chunk) -> bool:
    """Whether one can be there: not "in NATO", "in the P format", "in support of S"."""
    if chunk.code == "O" and not _is_building(clause, start, chunk):
        return False
    if _NAMES_FORMAT.match(" ".join(clause.lower[place + 1 : place + 4])):
        return False
    if chunk.code == "N" and _ends_title(clause, start):
        return False
    return (_NO_PLACES | _ASKED).isdisjoint(clause.lower[start:place])


def _ends_title(clause: Clause, start: int) -> bool:
    """ "The conference on Ending Hunger in Camps": a word of the title, and no town."""
    first = start
    while first and clause.codes[first - 1] in "xN" and clause.chunks[first - 1].text[0].isupper():
        first -= 1
    return first < start and clause.codes[first - 1 : first] in ("n", "f")


def _building(clause: Clause, place: int) -> Chunk:
    """ "At Lancaster House", "at NATO headquarters": a name goes on with what it is of."""
    chunk = clause.chunks[place]
    if clause.codes[place : place + 2] not in ("Nx", "Ox"):
        return chunk
    following = clause.chunks[place + 1]
    named = following.text[0].isupper() and following.lower in _HOUSES
    if not named and following.lower not in ("headquarters", "compound"):
        return chunk
    return chunk._replace(text=f"{chunk.text} {following.text}", end=following.end)


def _is_building(clause: Clause, start: int, body: Chunk) -> bool:
    """Whether a body is a building to meet in: "at the State Department"."""
    if body.lower.split()[-1] in _BUILDINGS:
        return True
    at = clause.chunks[start].lower == "at" and clause.codes[start - 1 : start] not in ("x", "T")
    if not at or body.item is None:
        return False
    known = body.item.known
    return (known or body.item).token in _WITH_SEAT or (known is not None and known.key == _UN)


# "held in Texas", "set for the summit in Scotland"
_TAKING_PLACE = frozenset("held hosted place scheduled set opened convened here together".split())


def _is_where(clause: Clause, place: int) -> bool:
    """Whether "in" a region of a state tells where people are: not "the fighting in Darfur"."""
    before, region = clause.chunks[place - 1], clause.chunks[place + 1]
    region = clause.chunks[place + 2] if region.code == "t" else region
    if not is_of_state(region):
        return False
    return before.code in "EDPuIQVC" or before.lower in _TAKING_PLACE


def is_of_state(region: Chunk) -> bool:
    """Whether a region lies in one state: the West Bank or Texas, not the Middle East."""
    known = region.item.known if region.item is not None else None
    return region.code == "R" and known is not None and bool(known.country)


def _is_part_of_name(clause: Clause, start: int, place: int) -> bool:
    """ "in Del Rio": a capitalised word before a town makes it another town."""
    before = clause.chunks[place - 1]
    return place - 1 > start and before.code == "x" and before.text[0].isupper()


def _state_beside(clause: Clause, start: int, match: re.Match[str]) -> Chunk | None:
    """ "In P, S", "in P, in northern S", "in P, near the ADJ border", "at the house in P, S"."""
    name = next((n for n in ("c", "c2", "j", "c3") if match[n]), "")
    if not name:
        return None
    place = start + match.start(name)
    before = clause.chunks[place - 1]
    if name == "c2" and before.code == "x" and before.lower not in _PARTS_OF_LAND:
        return None
    if name == "j" and clause.chunks[place + 1].lower in ("border", "frontier"):
        return None
    return clause.chunks[place]


def told_where(clause: Clause, verb: int) -> tuple[Chunk | None, Chunk | None]:
    """ "To P, S, where he met B", "from S, where he held talks": the place before "where"."""
    staying = _STAYING.search(clause.codes, verb)
    if staying is not None and clause.chunks[staying.start()].lower == "while":
        chunk = clause.chunks[staying.end() - 1]
        return (chunk, None) if chunk.code == "L" else (None, chunk)
    if "where" not in clause.words:
        return None, None
    where = next((p for p in range(verb - 1, 0, -1) if clause.lower[p] == "where"), None)
    match = _WHERE.search(clause.codes, 0, where) if where is not None else None
    if match is None:
        return None, None
    chunk = clause.chunks[match.start("p")]
    beside = clause.chunks[match.start("c")] if match["c"] else None
    if chunk.code == "R":
        return (chunk if is_of_state(chunk) else None), beside
    return (chunk, beside) if chunk.code == "L" else (None, chunk)


_TRIP_TO = re.compile(
    r"(?:[YV]|[Pu]x(?=x?iL))(?:[xn]{0,2}D?|pL(?:,S)?[xn]?)[zi]?(?P<p>[LS])[^YVIQF.;]{0,24}$"
)


def goal_of_trip(clause: Clause, verb: int) -> int:
    """ "Will travel to P to meet B": where the trip before "to" goes; 0 for nowhere."""
    if clause.codes[verb - 1 : verb] != "z":
        return 0
    trip = _TRIP_TO.search(clause.codes, 0, verb)
    return trip.start("p") if trip else 0


# "Remarks by A and B before bilateral meeting | P, S"
_BESIDE_TITLE = re.compile(r"x(?P<p>[LN])(?:,(?P<c>S)|,[xNLR])?(?:[(x]{1,3}D[)x]?)?$")


def place_of_title(clause: Clause, position: int) -> tuple[Chunk | None, Chunk | None]:
    """The town that a title gives behind a bar."""
    match = _BESIDE_TITLE.match(clause.codes, position + 1)
    if match is None or clause.chunks[position + 1].text != "|":
        return None, None
    return clause.chunks[match.start("p")], clause.chunks[match.start("c")] if match["c"] else None


def capital_in(clause: Clause, zone: range) -> Entity | None:
    """The state whose "capital" a stretch of a sentence gives as the place."""
    for place in zone:
        chunk = clause.chunks[place]
        if chunk.lower == "capital" and place >= 2:
            before = [c for c in clause.chunks[max(0, place - 3) : place] if c.code in "SJ"]
            inside = any(c.code in "iz" for c in clause.chunks[max(0, place - 4) : place])
            if before and inside and before[-1].states:
                return before[-1].states[0]
            of = _CAPITAL_OF.match(clause.codes, place)
            if inside and of and clause.chunks[of.end() - 1].states:
                return clause.chunks[of.end() - 1].states[0]
    return None


def dates_in(clause: Clause, zone: range) -> list[Item]:
    """The dates a stretch of a sentence names."""
    told = enumerate(clause.chunks[zone.start : zone.stop], zone.start)
    return [
        chunk.item
        for place, chunk in told
        if chunk.code == "D"
        and chunk.item is not None
        and chunk.item.date is not None
        and not _is_owned(clause, place)
        and not _is_of_name(clause, place)
        and not _is_of_telling(clause, place)
        and not _is_of_prepared(clause, place)
        and not _FROM_EVENT.search(chunk.text)
    ]


def _is_of_name(clause: Clause, place: int) -> bool:
    """ "Agenda 2063", "the Good Friday Agreement": the date is part of a name."""
    before, date = clause.chunks[place - 1], clause.chunks[place]
    if place and before.text == "Good" and date.text == "Friday":
        return True
    alone = date.item is not None and date.item.date is not None and date.item.date.month is None
    return alone and place > 0 and before.code == "N"


# "preparations for the April summit", "ahead of the May 4 Summit"
_PREPARED = re.compile(r"(?:xf|xo|f)[tah]$")
_ITS_NOUN = re.compile(r"[xKOSJGN’'-]{0,5}E")


def _is_of_prepared(clause: Clause, place: int) -> bool:
    """ "spoke about preparations for the April summit": the date of that, not of the call."""
    return (
        _PREPARED.search(clause.codes, max(0, place - 3), place) is not None
        and clause.chunks[place - 2].lower in ("for", "of", "about", "regarding")
        and _ITS_NOUN.match(clause.codes, place + 1) is not None
    )


def date_from_here(clause: Clause, start: int) -> list[Item]:
    """ "A day after the summit": the date of the event whose phrase begins at a position."""
    told = clause.chunks[start - 1] if start else None
    if told is None or told.code != "D" or not _FROM_EVENT.search(told.text):
        return []
    return [told.item] if told.item is not None and told.item.date is not None else []


def _is_owned(clause: Clause, place: int) -> bool:
    """ "the leaders' December commitment": the date of something else."""
    before, after = clause.codes[place - 1 : place], clause.codes[place + 1 : place + 2]
    return before in ("'", "’") and after in ("x", "G")


def leading_dates(clause: Clause, zone: range) -> list[Item]:
    """The dates before an event's words, without those of other things: "the treaty of 1904"."""
    codes = clause.codes
    return [
        date
        for p in zone
        for date in dates_in(clause, range(p, p + 1))
        if (codes[p - 1 : p] != "o" or clause.chunks[p - 2].lower in _PARTS_OF_TIME)
        and not _is_of_thing(clause, p)
        and not _OWNER.match(codes, p + 1, zone.stop)
    ]


_SAYING = frozenset("said says announced reported confirmed stated tweeted".split())


_PUBLISHED = frozenset({"issued", "released", "published"})


def _is_of_telling(clause: Clause, place: int) -> bool:
    """ "An official confirmed (on) Sunday that A had met B": the day on which he told it."""
    before = clause.codes[:place].rstrip("n")
    if before and clause.lower[len(before) - 1] in _SAYING:
        return True
    if not _PUBLISHED.isdisjoint(clause.lower[max(0, place - 3) : place]):
        return True
    return before[-1:] in ("x", "G") and clause.lower[place + 1 : place + 2] == ("that",)


def _is_of_thing(clause: Clause, place: int) -> bool:
    """ "The 1904 treaty", "Agenda 2030"; but "a 2001 statement issued at the talks" dates them."""
    named = _DOCUMENT_OF.match(clause.codes, place + 1)
    if named and clause.lower[named.end() - 2] in _DOCUMENTS:
        return True
    before = clause.chunks[place - 1]
    if place and before.code in "xN" and before.text[0].isupper() and clause.codes[place] == "D":
        item = clause.chunks[place].item
        if item is not None and item.text.isdigit():
            return True
    beside = clause.codes[place - 1 : place] in ("t", "a") and clause.codes[place + 1] == "x"
    return beside and not any(c.lower in _ISSUED for c in clause.chunks[place + 2 : place + 4])


def is_precise(dates: Sequence[Item]) -> bool:
    """Whether one of the dates tells at least a month."""
    return any(d.date is not None and d.date.month is not None for d in dates)


_PERHAPS_OFF = _CANCELLED | {first for first, _ in _PUT_OFF}


def is_cancelled(clause: Clause, position: int) -> bool:
    """Whether the sentence says that the event told at a position was put off or called off."""
    if clause.words.isdisjoint(_PERHAPS_OFF):
        return False
    words = clause.lower
    off = [p for p, w in enumerate(words) if w in _CANCELLED]
    off += [p for p, pair in enumerate(pairwise(words)) if pair in _PUT_OFF]
    return any(_is_put_off(clause, position, verb) for verb in off)


def _is_put_off(clause: Clause, position: int, verb: int) -> bool:
    """ "Postponed the talks", "the talks were postponed": with no other event in between."""
    first, last = sorted((position, verb))
    between = _SAME_EVENT.sub("", clause.codes[first + 1 : last])
    if clause.codes[position] in "QFI" and "that" in clause.lower[first:last]:
        return False  # "spoke with B to tell him that he would postpone"
    return not _OTHER_EVENT.search(between) and not clause.is_negative(verb)
