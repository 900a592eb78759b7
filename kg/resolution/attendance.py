"""Who took part in a meeting that the sentence, or one before it, is about: lists and remarks.

Each reader returns the chunks, their role and the construction; the caller knows the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model import Role
from kg.resolution.chunks import Chunk
from kg.resolution.events import Argument, Clause

_TAKING_PART = re.compile(
    r"[GPxt]{0,3}?(?P<who>G)(?:,|y|"
    r"x){0,3}?(?P<verb>[xW])(?:x{0,2})i?[ta]?[xLSJrROKMGNAD#-]{0,8}E(?:x|"
    r",x)?(?P<be>x):?(?P<list>t?[PSOKGu].*)"
)
_ALONG_WITH = re.compile(r"^x?(?:xw|w|xxz)(?P<list>t?[PSOKGu].*)")
_BE = frozenset("are were is was include included including".split())
_TAKE = frozenset(
    "taking took take takes attending attended participating participated joining present "
    "part represented".split()
)
_PASSIVE = re.compile(r"(?P<verb>[xWG])b(?P<list>t?[hx]{0,2}[PSOKGu].*)")
_ATTENDED_BY = frozenset(
    "attended joined accompanied represented mediated moderated facilitated".split()
)
_ALSO = re.compile(r"x{0,2}(?P<verb>[Wx])[^.;:]{0,14}?(?P<be>x)(?P<list>t?x?[PSOKGu].*)")
_HOSTS_IT = re.compile(r"C(?=[.,]|$)")
_IN_ATTENDANCE = re.compile(r"(?P<who>[PSu]),?y?[xZ]{0,4}i(?P<what>x)")
_ABSENT = re.compile(r"(?P<who>[PSOKGu])[xZ+]{1,3}p")
_STAYED_AWAY = re.compile(r"(?P<who>[PSOGu])(?:x|Z){0,4}(?:zW|xW)t?x?E?")
_INVITED = re.compile(r"(?P<who>[PSOKGu]),?y?[xZ]{1,4}(?=[.,;zx&]|$)")
_AT_MEETING = re.compile(
    r"^x?,?i[ta]?(?:[xE]{1,2}ot?)?[xLSJrROKMGNAD#-]{0,8}E(?:it?[LSM]|n?D){0,2},"
)
_BY_LIST = re.compile(r"b(?P<list>t?[PSu].*)")
# "at the (kind) invitation of A", "on an invitation from A", "at A's invitation"
_INVITATION = re.compile(r"[inx][ta]x{1,2}[op](?P<who>)")
_WHOSE_INVITATION = re.compile(r"[inx]t?(?P<who>[Pu])['’]x")
_INVITED_BY = frozenset("at on upon over following".split())
# A comma that no title goes before: "the King of S, N".
_ASIDE = re.compile(r",(?!t?P)")
_DELEGATION_OF = re.compile(r"^t?[GSJO](?:-?x|x-x)?G?x{1,2}(?=t?[PTS])")
_INCLUDING = frozenset("included includes comprised comprises include".split())
_LED = frozenset({"led", "headed", "chaired"})
_LED_DELEGATION = re.compile(r"(?P<who>P)xt?S?x{0,2}G,?w?(?P<list>t?[PSM]?.*)")
_ATTENDS_IT = re.compile(r"x{0,3}W(?P<what>$|[.,]|ix|x?[.,])")
_SPEAKING_AT = re.compile(r"(?P<who>P).{0,80}?[xQ](?:xz|i|z|n)?i?[ta]?[xLSJrROKMGNAD#-]{0,8}E")
_SPEECH = frozenset("speaking spoke speak addressed addressing addresses address speech".split())

Found = tuple[list[Chunk], Role, str]


def attendance(clause: Clause) -> Iterator[Argument]:
    """Everybody whom the sentence puts at, or keeps from, the meeting it speaks of."""
    for reader in _READERS:
        for chunks, role, cue in reader(clause):
            for chunk in chunks:
                yield Argument(chunk, role, cue)


def _list_at(clause: Clause, position: int) -> list[Chunk]:
    return clause.pick(clause.actors_at(position)[0])


def _taking_part(clause: Clause) -> Iterator[Found]:
    """ "The countries taking part in the meeting are A, B and C", with "Along with D and E"."""
    for match in _TAKING_PART.finditer(clause.codes):
        verb, be = clause.chunks[match.start("verb")], clause.chunks[match.start("be")]
        if verb.lower in _TAKE and be.lower in _BE:
            yield (
                _list_at(clause, match.start("list")),
                Role.PARTICIPANT,
                "list_of_those_taking_part",
            )
            along = _ALONG_WITH.match(clause.codes)
            if along:
                yield (
                    _list_at(clause, along.start("list")),
                    Role.PARTICIPANT,
                    "list_of_those_taking_part",
                )
            return


def _also_attending(clause: Clause) -> Iterator[Found]:
    """ "Also attending were A and B", "Joining C at the summit were A and B"."""
    match = _ALSO.match(clause.codes)
    if match is None or clause.chunks[match.start("be")].lower not in _BE:
        return
    words = {c.lower for c in clause.chunks[: match.start("be")]}
    if not words & {"attending", "joining", "participating", "present"}:
        return
    yield _list_at(clause, match.start("list")), Role.PARTICIPANT, "list_of_those_taking_part"
    if "joining" in words:
        yield _list_at(clause, match.end("verb")), Role.PARTICIPANT, "list_of_those_taking_part"


def _attended_by(clause: Clause) -> Iterator[Found]:
    """ "attended by A and B"."""
    for match in _PASSIVE.finditer(clause.codes):
        if clause.chunks[match.start("verb")].lower in _ATTENDED_BY:
            yield _list_at(clause, match.start("list")), Role.PARTICIPANT, "attended_by"


def _in_attendance(clause: Clause) -> Iterator[Found]:
    """ "A, who was also in attendance"."""
    for match in _IN_ATTENDANCE.finditer(clause.codes):
        if clause.chunks[match.start("what")].lower in ("attendance", "attending"):
            yield [clause.chunks[match.start("who")]], Role.PARTICIPANT, "in_attendance"


def _absent(clause: Clause) -> Iterator[Found]:
    """ "A was notably absent from"; "A chose not to attend"; "A was not invited"."""
    for match in _ABSENT.finditer(clause.codes):
        words = {c.lower for c in clause.chunks[match.start() : match.end()]}
        if words & {"absent", "excluded", "missing", "barred"}:
            role = Role.EXCLUDED if words & {"excluded", "barred"} else Role.ABSENT
            yield [clause.chunks[match.start("who")]], role, "absent_from"
    for match in _STAYED_AWAY.finditer(clause.codes):
        words = {c.lower for c in clause.chunks[match.start() : match.end()]}
        if words & {"not", "refused", "declined", "boycotted"}:
            sent = {"sent", "representatives", "sending"} & {
                c.lower for c in clause.chunks[match.end() :]
            }
            role, cue = (
                (Role.REPRESENTED, "sent_representatives")
                if sent
                else (Role.ABSENT, "did_not_attend")
            )
            yield [clause.chunks[match.start("who")]], role, cue


def _invited(clause: Clause) -> Iterator[Found]:
    """ "A and B were (not) invited"."""
    for match in _INVITED.finditer(clause.codes):
        words = [c.lower for c in clause.chunks[match.start() : match.end()]]
        if "invited" not in words[-2:] or not {"was", "were", "been", "is", "are"} & set(words):
            continue
        for start, end, actors in clause.lists:
            if start <= match.start("who") < end:
                before = {c.lower for c in clause.chunks[max(0, start - 2) : start]}
                denied = "not" in words or before & {"neither", "nor"}
                role = Role.EXCLUDED if denied else Role.INVITED
                yield clause.pick(actors), role, "invited"


def _at_meeting(clause: Clause) -> Iterator[Found]:
    """ "At the meeting, A and B urged", "At the end of the conference, A read a statement by B"."""
    match = _AT_MEETING.match(clause.codes)
    if match is None or any(c.lower in ("news", "press") for c in clause.chunks[: match.end()]):
        return
    yield _list_at(clause, match.end()), Role.PARTICIPANT, "acted_at_meeting"
    by = _BY_LIST.search(clause.codes, match.end())
    if by and any(
        c.lower in ("statement", "declaration", "communique") for c in clause.chunks[: by.start()]
    ):
        yield _list_at(clause, by.start("list")), Role.PARTICIPANT, "acted_at_meeting"


def _invitation(clause: Clause) -> Iterator[Found]:
    """ "At the invitation of A, ...": A hosts."""
    if "invitation" not in clause.words:
        return
    for match in _WHOSE_INVITATION.finditer(clause.codes):
        told = clause.lower[match.end() - 1] == "invitation"
        if told and clause.lower[match.start()] in _INVITED_BY:
            yield [clause.chunks[match.start("who")]], Role.HOST, "at_invitation_of"
            return
    for match in _INVITATION.finditer(clause.codes):
        told = clause.lower[match.start("who") - 2] == "invitation"
        if not told or clause.lower[match.start()] not in _INVITED_BY:
            continue
        for position in range(match.start("who"), len(clause.codes)):
            if clause.codes[position] in "PSu":
                yield [clause.chunks[position]], Role.HOST, "at_invitation_of"
                return
            if clause.codes[position] in "I.;z" or _ASIDE.match(clause.codes, position):
                return


def _accompanied(clause: Clause) -> Iterator[Found]:
    """ "A and B accompanied C"."""
    if "accompanied" not in clause.words:
        return
    for verb, chunk in enumerate(clause.chunks):
        if chunk.lower == "accompanied" and clause.codes[verb + 1 : verb + 2] == "P":
            yield clause.pick(clause.subject(verb)), Role.PARTICIPANT, "attended_by"


def _delegation(clause: Clause) -> Iterator[Found]:
    """ "A led the S delegation, alongside B and C"."""
    for match in _LED_DELEGATION.finditer(clause.codes):
        words = [c.lower for c in clause.chunks[match.start() : match.start("list")]]
        if not any(
            w.startswith(("led", "lead", "head")) for w in words
        ) or "delegation" not in " ".join(words):
            continue
        yield [clause.chunks[match.start("who")]], Role.PARTICIPANT, "led_delegation"
        if any(w in ("alongside", "with", "including", "included") for w in words):
            yield _list_at(clause, match.start("list")), Role.PARTICIPANT, "led_delegation"


def _will_host(clause: Clause) -> Iterator[Found]:
    """ "A will host.": the meeting that the text is about."""
    for match in _HOSTS_IT.finditer(clause.codes):
        if not clause.chunks[match.start()].lower.startswith(("host", "chair")):
            continue
        who = clause.subject(match.start())
        yield clause.pick(who), Role.HOST, "hosted_meeting"


def _attends_it(clause: Clause) -> Iterator[Found]:
    """ "A would attend (in person)": the meeting told before."""
    for match in _ATTENDS_IT.finditer(clause.codes):
        verb = match.end() - len(match["what"]) - 1
        chunk = clause.chunks[verb]
        who = clause.pick(clause.subject(verb))
        if chunk.lower.startswith("attend") and who and who[0].code in "PS":
            if clause.is_negative(verb):
                continue
            yield who, Role.PARTICIPANT, "attended_meeting"


def _is_delegation(chunk: Chunk) -> bool:
    return not {"delegation", "delegations", "team", "side"}.isdisjoint(chunk.lower.split())


def _own_delegation(clause: Clause) -> Iterator[Found]:
    """ "The S delegation (at the talks was led by A and) included B"."""
    if made_up := _DELEGATION_OF.match(clause.codes):
        members = clause.chunks[made_up.end() - 1]
        if any(_is_delegation(c) for c in clause.chunks[:6]) and members.lower in _INCLUDING:
            yield _list_at(clause, made_up.end()), Role.PARTICIPANT, "led_delegation"
    if clause.words.isdisjoint(_LED):
        return
    for position, chunk in enumerate(clause.chunks):
        if chunk.lower not in _LED or clause.codes[position + 1 : position + 2] != "b":
            continue
        if not any(_is_delegation(c) for c in clause.chunks[:position]):
            continue
        yield _list_at(clause, position + 2), Role.PARTICIPANT, "led_delegation"
        for later in range(position, len(clause.chunks)):
            if clause.chunks[later].lower == "included":
                yield _list_at(clause, later + 1), Role.PARTICIPANT, "led_delegation"


def _speaking_at(clause: Clause) -> Iterator[Found]:
    """ "A, speaking at the summit"; "A addressed the conference"."""
    for match in _SPEAKING_AT.finditer(clause.codes):
        words = {c.lower for c in clause.chunks[match.start() : match.end()]}
        if words & _SPEECH:
            yield [clause.chunks[match.start("who")]], Role.PARTICIPANT, "spoke_at_meeting"


_READERS: tuple[Callable[[Clause], Iterator[Found]], ...] = (
    _taking_part,
    _also_attending,
    _attended_by,
    _in_attendance,
    _absent,
    _invited,
    _at_meeting,
    _invitation,
    _accompanied,
    _delegation,
    _own_delegation,
    _attends_it,
    _will_host,
    _speaking_at,
)
