"""Reads an article's sentences into frames and frames into meetings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.mentions import Row
from kg.model import ATTENDING, CONVENING, Document, Entity, LineKind, Modality, Remark, Role
from kg.reading import find_quotes
from kg.resolution.anaphora import delegates, fill_party, note_leaders, note_party
from kg.resolution.arrivals import for_summit, note_arrivals
from kg.resolution.attendance import attendance
from kg.resolution.chunks import Chunk, Phrases, phrases
from kg.resolution.continuity import add_protagonist, cancel_with_visit
from kg.resolution.coordination import (
    share_place,
)
from kg.resolution.events import Clause, Frame
from kg.resolution.gathering import People, Place
from kg.resolution.gist import Gist, gists
from kg.resolution.international import international
from kg.resolution.kinds import settle_kinds
from kg.resolution.labels import name_meetings
from kg.resolution.leads import envoys_named
from kg.resolution.meetings import Clusters, Meeting
from kg.resolution.memory import State
from kg.resolution.occasions import (
    at_each_stop,
    drop_summaries,
    one_with_each,
    share_month,
    share_occasion,
    share_stay,
    share_trip_of_title,
)
from kg.resolution.parties import (
    office_holders,
    sides_told,
)
from kg.resolution.persons import Person
from kg.resolution.placing import (
    is_town_line,
    place_agreed,
    place_company,
    place_counted,
    place_outcome,
    place_remarks,
    place_venue,
    read_listing,
    town_lead,
)
from kg.resolution.presence import presence
from kg.resolution.sentence_frames import frames_of
from kg.resolution.spans import Spans
from kg.resolution.stand_ins import (
    united_nations,
    with_governments,
    with_groups,
    with_secretary,
)
from kg.resolution.timing import settle_times
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.reference import Reference

_READ = frozenset({LineKind.BODY, LineKind.HEADING, LineKind.CAPTION})
_ISSUED = re.compile(r"^x{0,4}(?P<by>[bpBo])t?(?:Got?)?[SOK]")
# "G leaders' joint statement"
_OWN_STATEMENT = re.compile(r"[KG]['’]?x{0,3}(?:$|[:nx])")
_STATEMENT = re.compile(r"\b(?:statement|declaration|communiqu[eé])\b", re.I)
_DRAWN = re.compile(
    r"(?P<lead>[xwpb])#(?:o#)?x{0,2}G(?:yx{0,3}o|i|o|p|x{1,2}o)t?(?:S-x)?x?-?(?P<group>K)"
)
_DASHED = re.compile(r"[KG](?:[GEx\"]){0,2}–(?P<list>[^–.]{3,900})")
_GROUPING_OF = re.compile(r"[KG]xo(?P<list>t?S(?:(?:,&?|&)t?S)+)")
_HOST_NAMED = re.compile(r"\b(?:host|hosts)\b")
_COUNTED_FROM = tuple(
    re.compile(pattern)
    for pattern in (
        r"<#\d+> of (?:the |some |about |roughly )*<#\d+> \w+ (?:in|of|from) (?:an? |the "
        r")?(?P<G><G\d+>)",
        r"(?:brought together|gathered|with|from|involving) <#\d+> \w+ (?:that|which|who) "
        r"(?:belong to|are members of|are part of|are in) (?:the )?(?P<G><G\d+>)",
        r"\ball (?:of (?:them|those|the \w+) |<#\d+> (?:\w+ )?|the )?(?:\w+ )?(?:are|were) "
        r"(?:part|members) of (?:the )?(?:<S\d+> - led )?(?P<G><G\d+>)",
    )
)
BODY_NOUNS = frozenset(
    "group bloc alliance coalition partnership grouping organization organisation forum "
    "association community commission league quartet troika".split()
)
_INVOLVING = frozenset("involving with from by gathering".split())


_AFTER_TOWN = ",D(-–—:/#"
_NEAR = 2
_VISITED_HEADS = frozenset(
    "government officials leaders ministers authorities counterparts".split()
)


@dataclass
class Assembly:
    """The meetings of an article and the sentences' phrases they were read from."""

    phrases: list[Phrases] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    authors: tuple[Entity, ...] = ()
    drawn_from: list[tuple[Meeting, int, Entity]] = field(default_factory=list)
    gists: list[Gist] = field(default_factory=list)


def assemble(
    document: Document,
    rows: Sequence[Row],
    people: People,
    references: Mapping[Place, tuple[Person, str]],
    reference: Reference,
    home: str,
) -> Assembly:
    """The meetings an article tells of."""
    authors = _authors(document, rows, people, references)
    out = Assembly(authors=authors)
    quotes = Spans(q.content for q in find_quotes(document))
    state = State(Clusters(reference, home, document.article.published))
    told = out.gists = gists(rows)
    own = reference.state(home) if home else None
    koreas = [s for code in ("KOR", "PRK") if (s := reference.state(code)) is not None]
    united = united_nations(rows, reference)
    for row in rows:
        sentence = document.sentences[row.index]
        current = phrases(row, people, references, authors, own, koreas)
        current = with_governments(with_secretary(current, united), reference)
        out.phrases.append(current)
        lead = current if sentence.kind is LineKind.DATELINE else town_lead(current)
        town = _dateline_place(lead, reference) if lead is not None else None
        if sentence.kind is LineKind.DATELINE or (town is not None and town.code == "L"):
            state.opening, state.dateline = True, town or state.dateline
        if sentence.kind in _READ and not is_town_line(current):
            meant = with_groups(current, _meant(row, told[row.index]))
            _read(Clause(meant), told[row.index], state, document, quotes)
            place_venue(current, state)
    state.clusters.close()
    out.drawn_from = _drawn_from(out.phrases, told, state.clusters.meetings)
    _read_headline(state.clusters.meetings, out.phrases, document)
    state.clusters.meetings = drop_summaries(state.clusters.meetings)
    out.meetings = international(state.clusters, home, document, out.remarks, told)
    _name_office_holders(out.meetings, people, out.phrases)
    _name_hosts(out.meetings)
    _name_visited(out.meetings, out.phrases, reference)
    cancel_with_visit(out.meetings)
    share_stay(out.meetings)
    share_occasion(out.meetings, out.phrases)
    share_trip_of_title(out.meetings, out.phrases)
    settle_times(out.meetings, document.article.published)
    share_month(out.meetings, out.phrases, document.article.published)
    settle_kinds(out.meetings)
    name_meetings(out.meetings)
    return out


def _meant(row: Row, gist: Gist) -> dict[int, Entity]:
    """Where "the group" and "the bloc" stand, and which body they refer to."""
    return {
        row.items[position].start: groups[0]
        for position, groups in gist.groups.items()
        if groups and row.items[position].code == "x" and row.items[position].lower in BODY_NOUNS
    }


def _dateline_place(row: Phrases, reference: Reference) -> Chunk | None:
    """The town a dateline opens with, also when it is set in capitals."""
    size = next((n for n, c in enumerate(row.chunks) if c.code in _AFTER_TOWN), len(row.chunks))
    first = row.chunks[0] if row.chunks else None
    if first is None or first.item is None or not size:
        return None
    text = " ".join(c.text for c in row.chunks[:size])
    names = reference.names.get(text, ()) or reference.names.get(text.title(), ())
    if first.code == "L" or not names or names[0].entity.kind != CKG.Place:
        return first if first.code in "LNA" else None
    town = first.item._replace(names=names)
    return first._replace(code="L", text=text, end=row.chunks[size - 1].end, item=town)


def _authors(
    document: Document,
    rows: Sequence[Row],
    people: People,
    references: Mapping[Place, tuple[Person, str]],
) -> tuple[Entity, ...]:
    """The states that issue a joint statement, from its title."""
    for row in rows[:3]:
        if document.sentences[row.index].kind is not LineKind.HEADING:
            continue
        if not _STATEMENT.search(document.quote(document.sentences[row.index].span)):
            continue
        clause = Clause(phrases(row, people, references))
        own = clause.chunks[0] if _OWN_STATEMENT.match(clause.codes) else None
        if own is not None and any(b.kind == CKG.Coalition for b in own.bodies):
            return own.bodies[:1]
        match = _ISSUED.match(clause.codes)
        if match:
            actors, _ = clause.actors_at(match.start("by") + 1)
            chunks = clause.pick(actors)
            found = tuple(e for c in chunks for e in c.states + c.bodies)
            if len(found) > 1:
                return found
    return ()


def _read(clause: Clause, gist: Gist, state: State, document: Document, quotes: Spans) -> None:
    """Read one sentence: its frames into meetings, its remarks on who was there to a meeting."""
    note_party(clause, state)
    note_leaders(clause, state)
    told_before = state.clusters.recalled()
    frames = [one for f in frames_of(clause, quotes) for one in at_each_stop(f, told_before)]
    for frame in frames:
        frame.headline = document.sentences[clause.row].kind is LineKind.HEADING
    state.days.date(clause, frames)
    _place_here(clause, frames, state)
    present = [*attendance(clause), *(presence(clause, gist) if frames or state.last else ())]
    leading = [a.chunk for a in present if a.cue == "led_delegation"]
    state.delegation = leading or delegates(clause, frames) or state.delegation
    place_remarks(clause, frames, present, state)
    place_company(clause, frames, state)
    place_counted(clause, frames, state)
    place_outcome(clause, frames, state)
    place_agreed(clause, frames, state)
    frames = for_summit(clause, frames, state)
    told: list[tuple[Frame, Meeting]] = []
    named = {s for c in clause.chunks for s in c.states}
    for frame in frames:
        fill_party(clause, frame, state)
        add_protagonist(clause, frame, state.party)
        frame.add(
            sides_told(clause, frame, state.lists, state.party),
            Role.PARTICIPANT,
            "named_after_participants",
        )
        _add_listed(clause, frame)
        met = state.clusters.add(frame, named)
        if met is None:
            met = _hosted_before(frame, state)
            _part(clause, frame, state)
        if met is not None:
            state.note(met, frame)
            told.append((frame, met))
    share_place(told)
    note_arrivals(clause, told, state)
    state.lists.note(clause)
    if not frames:
        _note_people(clause, state)
    read_listing(clause, state, document)


def _part(clause: Clause, frame: Frame, state: State) -> None:
    """ "In four separate calls": the call just told was four."""
    near = {c.lower for c in clause.chunks[max(0, frame.position - 3) : frame.position]}
    meeting = state.last
    if meeting is None or not frame.plural or near.isdisjoint(("separate", "individual")):
        return
    if clause.row - meeting.frames[0].row <= 1 and len(meeting.frames) <= 2:
        meetings = state.clusters.meetings
        place = meetings.index(meeting)
        meetings[place : place + 1] = one_with_each(meeting)
        state.last = meetings[place]


def _note_people(clause: Clause, state: State) -> None:
    """Without a meeting, several persons of several states named together are "the leaders"."""
    people = [c for c in clause.chunks if (c.code == "P" and c.how == "name") or c.code == "u"]
    if len({s for c in people for s in c.states}) > 1:
        state.party = people


def _add_listed(clause: Clause, frame: Frame) -> None:
    """A coalition that takes part and is spelt out in dashes: its states take part."""
    for argument in list(frame.arguments):
        if argument.chunk.code != "K" and not argument.chunk.bodies:
            continue
        match = _DASHED.search(clause.codes) or _GROUPING_OF.search(clause.codes)
        if match and clause.chunks[match.start()].bodies == argument.chunk.bodies:
            inner = range(match.start("list"), match.end("list"))
            states = [clause.chunks[p] for p in inner if clause.codes[p] == "S"]
            if len(states) > 1:
                frame.add(states, argument.role, "members_listed")


def _place_here(clause: Clause, frames: Sequence[Frame], state: State) -> None:
    """ "met here": at the place of the dateline."""
    opening, state.opening = state.opening, False
    for frame in frames:
        _place_in_country(frame, state)
        _place_there(clause, frame, state)
    here = any(c.lower == "here" for c in clause.chunks)
    if state.dateline is None or not (opening or here):
        return
    for frame in frames:
        placed = frame.place or frame.country or frame.capital_of
        hall = here and frame.place is not None and frame.place.code == "N" and not frame.country
        if frame.kind in ("visit", "phone_call") or (placed and not hall):
            continue
        if frame.modality is Modality.ACTUAL or here:
            frame.place = state.dateline


def _place_there(clause: Clause, frame: Frame, state: State) -> None:
    """ "A will host a summit there on D": where the meeting told before is."""
    near = {c.lower for c in clause.chunks[frame.position : frame.position + 3]}
    if "there" not in near or frame.place or frame.country or state.last is None:
        return
    told = [f for f in state.last.frames if f.place or f.country]
    if told and clause.row - told[-1].row <= _NEAR:
        frame.place, frame.country = told[-1].place, told[-1].country


def _place_in_country(frame: Frame, state: State) -> None:
    """ "in S", reported from a town of S: the meeting is in the town."""
    if frame.place is not None or frame.country is None or state.dateline is None:
        return
    item = state.dateline.item
    town = item.known if item is not None else None
    if town is None or town.kind != CKG.Place or frame.kind == "visit":
        return
    if state.clusters.reference.country_of(town) in frame.country.states:
        frame.place = state.dateline


def _name_office_holders(
    meetings: Sequence[Meeting], people: People, rows: Sequence[Phrases]
) -> None:
    """ "The presidents of A and B" are the presidents that the article names."""
    of_state: dict[Entity | None, list[Person]] = {}
    for person in people.persons:
        of_state.setdefault(person.state, []).append(person)
    for meeting in meetings:
        envoys = envoys_named(meeting, of_state, rows)
        for row, argument in [*office_holders(meeting, of_state), *envoys]:
            frame = Frame(row, meeting.kind, "attendance", 0, definite=True)
            frame.take([argument])
            meeting.frames.append(frame)


def _hosted_before(frame: Frame, state: State) -> Meeting | None:
    """ "A will host the talks": with nothing else told, the meeting just spoken of."""
    hosts = any(a.role in CONVENING for a in frame.arguments)
    bare = not (frame.place or frame.country or frame.dates or frame.names)
    meeting = state.last
    if meeting is None or frame.ordinal == "next" or not (frame.definite and hosts and bare):
        return None
    if meeting.kind in ("visit", "phone_call") or frame.row - meeting.frames[-1].row > 2:
        return None
    meeting.frames.append(frame)
    return meeting


def _name_hosts(meetings: Sequence[Meeting]) -> None:
    """ "Host President N is to attend": he hosts."""
    for meeting in meetings:
        for _, argument in meeting.arguments():
            attends = argument.role in (Role.PARTICIPANT, Role.REPRESENTED)
            if attends and argument.chunk.code == "P" and _HOST_NAMED.search(argument.chunk.text):
                argument.role = Role.HOST


def _name_visited(
    meetings: Sequence[Meeting], rows: Sequence[Phrases], reference: Reference
) -> None:
    """Whom a visitor of S meets as "senior officials", without more, are officials of S."""
    for meeting in meetings:
        visited = meeting.country or (meeting.place and reference.country_of(meeting.place))
        home = meeting.frames[0].kind != "visit" and visited in meeting.states()
        if home or meeting.kind == "phone_call" or visited is None:
            continue
        for frame, argument in meeting.arguments():
            chunk = argument.chunk
            verb = rows[frame.row].chunks[frame.position]
            named = chunk.persons or chunk.states or chunk.bodies or visited in meeting.states()
            named = named or _are_of_region(rows[frame.row], chunk)
            if not named and chunk.head in _VISITED_HEADS and chunk.start > verb.start:
                argument.chunk = chunk._replace(states=(visited,))


def _are_of_region(row: Phrases, chunk: Chunk) -> bool:
    """ "The Western Balkans' leaders": of several states, none of which is the one visited."""
    place = next((p for p, c in enumerate(row.chunks) if c.start == chunk.start), 0)
    return row.codes[max(0, place - 2) : place] in ("R'", "R’")


def _read_headline(
    meetings: Sequence[Meeting], rows: Sequence[Phrases], document: Document
) -> None:
    """A meeting of which only the headline tells: the first sentence says who agreed there."""
    for meeting in meetings:
        if meeting.kind in ("visit", "phone_call") or any(f.row > 1 for f in meeting.frames):
            continue
        if any(a.role not in ATTENDING for _, a in meeting.arguments()):
            continue
        first = next((r for r in rows if document.sentences[r.index].kind is LineKind.BODY), None)
        if first is None or first.index > 2 or list(meeting.states()):
            continue
        lists = Clause(first).lists
        group = first.chunks[lists[0][2][0]] if lists and lists[0][0] <= 2 else None
        placed = group and any(
            a.chunk.start == group.start for m in meetings for _, a in m.arguments()
        )
        if group is not None and not placed and group.code == "G" and len(group.states) > 1:
            frame = Frame(first.index, meeting.kind, "headline", 0, definite=True)
            frame.add([group], Role.PARTICIPANT, "headline_meeting")
            meeting.frames.append(frame)


def _counted_from(gist: Gist) -> list[Entity]:
    """ "Eleven of the 19 countries in G", "brought together 23 countries that belong to G"."""
    groups = [gist.group_of(m) for pattern in _COUNTED_FROM for m in pattern.finditer(gist.text)]
    return [g for g in groups if g is not None and g.kind == CKG.Coalition]


def _drawn_from(
    rows: Sequence[Phrases], told: Sequence[Gist], meetings: Sequence[Meeting]
) -> list[tuple[Meeting, int, Entity]]:
    """ "The meeting, involving 21 of some 60 countries who are part of G"."""
    found = []
    counted = {n: _counted_from(told[n]) for n in {f.row for m in meetings for f in m.frames}}
    for meeting in meetings:
        for frame in meeting.frames:
            row = rows[frame.row]
            found += [(meeting, frame.row, g) for g in counted[frame.row]]
            for match in _DRAWN.finditer(row.codes, frame.position):
                if row.chunks[match.start("lead")].lower in _INVOLVING:
                    found.append((meeting, frame.row, row.chunks[match.start("group")].bodies[0]))
    return found


def modality_of(meeting: Meeting) -> Modality:
    """Planned for what is still to come and for what was called off, denied never."""
    return Modality.ACTUAL if meeting.status == "held" else Modality.PLANNED
