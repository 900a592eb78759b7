"""Facts in words: what a claim says, and under which heading it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import ATTENDING

ROLES: Final[dict[str, tuple[str, str, str]]] = {
    "host": ("hosted", "Hosted", "Hosted by"),
    "co-host": ("co-hosted", "Co-hosted", "Co-hosted by"),
    "chair": ("chaired", "Chaired", "Chaired by"),
    "participant": ("took part in", "Took part in", "Took part"),
    "represented": ("was represented at", "Was represented at", "Represented"),
    "invited": ("was invited to", "Invited to", "Invited"),
    "absent": ("was absent from", "Absent from", "Absent"),
    "excluded": ("was kept out of", "Kept out of", "Kept out"),
    "observer": ("observed", "Observed", "Observers"),
}
"""Role at a meeting: the phrase, the heading for the participant, the heading for the meeting."""

HEADINGS: Final = (
    "What is said of it", "Stated size", "Leads", "Led by", "Member of", "Office", "Officials",
    "Hosted by", "Co-hosted by", "Chaired by",
    "Took part", "Represented", "Observers", "Invited", "Absent", "Kept out", "Hosted",
    "Co-hosted", "Chaired", "Took part in", "Was represented at", "Observed", "Meetings",
    "Meetings of its members", "Members", "Said",
)  # fmt: skip
"""The order of headings on a panel; others follow by name."""

TOGETHER: Final = ("Kind", "Date", "Place", "Meeting of", "Those taking part belong to")
"""Headings that stand together, as lines of "What is said of it"."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
QUALIFIERS: Final = {"about": "about ", "over": "over ", "at-least": "at least ", "under": "under "}
KIND_WORDS: Final = {
    "igo": "intergovernmental organisation",
    "armed_group": "armed group",
    "phone_call": "phone call",
    "ngo": "non-governmental organisation",
    "military": "armed force",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a fact says: which roles are subject and object, the phrase, and the two headings.

    ``object`` names the role whose filler is a thing; ``value`` is used when it is not one.
    ``edge`` is the family of the line between them, empty for none.
    """

    subject: str
    phrase: str
    group: str
    object: str = ""
    inverse: str = ""
    value: str = ""
    note: str = ""
    edge: str = ""
    role: str = ""


Roles = Mapping[str, Sequence[str]]
"""Local names of a fact's predicates and their fillers, things already as their labels."""


def word(kind: str, roles: Roles) -> Wording | None:
    """Say a fact of class ``kind`` (its local name) in words; None for a kind without wording."""
    maker = _MAKERS.get(kind)
    return maker(roles) if maker is not None else None


def weight(role: str) -> tuple[int, str]:
    """Sorts roles by what they say most: leading and convening first, plain presence last."""
    order = ("lead", "host", "co-host", "chair", "observer", "participant", "represented")
    return (order.index(role) if role in order else -1 if role else len(order), role)


def first(roles: Roles, name: str) -> str:
    """The first filler of a role, or an empty text."""
    return next(iter(roles.get(name, ())), "")


def date_words(lexical: str) -> str:
    """A date as precise as it is known: ``2015-01-22`` is 22 January 2015, ``2015-01`` January."""
    found = re.fullmatch(r"(-|\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?", lexical)
    if found is None:
        return lexical
    year, month, day = found.groups()
    words = [str(int(day))] if day else []
    words += [MONTHS[int(month) - 1]] if month and 1 <= int(month) <= 12 else []
    return " ".join([*words, year] if year != "-" else [*words, "(year not given)"])


def count_words(qualifier: str, value: str, counted: str) -> str:
    """``about 60 states``."""
    return f"{QUALIFIERS.get(qualifier, '')}{value} {counted}".strip()


def kind_words(token: str) -> str:
    """A kind's token in words: ``armed_group`` is an armed group."""
    return KIND_WORDS.get(token, token.replace("_", " "))


def _validity(roles: Roles) -> str:
    since, until = first(roles, "since"), first(roles, "until")
    parts = [f"since {date_words(since)}"] if since else []
    return ", ".join(parts + ([f"until {date_words(until)}"] if until else []))


def _participation(roles: Roles) -> Wording:
    role = first(roles, "role") or "participant"
    phrase, group, inverse = ROLES.get(role, (f"was {role} at", f"Was {role} at", role.title()))
    behalf = first(roles, "onBehalfOf")
    return Wording(
        "participant", phrase, group, object="meeting", inverse=inverse, role=role,
        note=f"on behalf of {behalf}" if behalf else "",
        edge="attendance" if role in ATTENDING else "absence",
    )  # fmt: skip


def _membership(roles: Roles) -> Wording:
    past = bool(first(roles, "until"))
    if first(roles, "role") == "lead":
        words = ("led", "Led", "Formerly led by") if past else ("leads", "Leads", "Led by")
    elif past:
        words = ("was a member of", "Former member of", "Former members")
    else:
        words = ("is a member of", "Member of", "Members")
    return Wording(
        "member", words[0], words[1], object="group", inverse=words[2], note=_validity(roles),
        role=first(roles, "role"), edge="former" if past else "membership",
    )  # fmt: skip


def _tenure(roles: Roles) -> Wording:
    office, former = first(roles, "office"), first(roles, "former").lower() in {"true", "1"}
    tense, heading = ("was", "Former office") if former else ("is", "Office")
    return Wording(
        "holder", f"{tense} {office or 'an official'} of", heading, object="of", role=office,
        inverse="Former officials" if former else "Officials", note=_validity(roles), edge="office",
    )  # fmt: skip


def _occurrence(roles: Roles) -> Wording:
    if "ofCoalition" in roles:
        return Wording(
            "meeting", "was a meeting of", "Meeting of", object="ofCoalition", inverse="Meetings",
            edge="occasion",
        )  # fmt: skip
    if "drawnFrom" in roles:
        return Wording(
            "meeting", "brought together members of", "Those taking part belong to",
            object="drawnFrom", inverse="Meetings of its members", edge="occasion",
        )  # fmt: skip
    if "place" in roles:
        return Wording("meeting", "took place in", "Place", object="place")
    if "date" in roles:
        days = " to ".join(
            date_words(d) for d in (first(roles, "date"), first(roles, "endDate")) if d
        )
        return Wording("meeting", "took place on", "Date", value=days)
    status, kind = first(roles, "status"), kind_words(first(roles, "kind"))
    return Wording("meeting", "is called a", "Kind", value=kind, note=status)


def _stated_count(roles: Roles) -> Wording:
    text = count_words(first(roles, "qualifier"), first(roles, "value"), first(roles, "counted"))
    return Wording("subject", "is said to number", "Stated size", value=text)


def _statement(roles: Roles) -> Wording:
    text, addressee = first(roles, "text"), first(roles, "addressee")
    direct = first(roles, "form") == "direct"
    return Wording(
        "speaker", "said" if direct else "said, in the article's words,", "Said",
        object="addressee" if addressee else "", inverse="Was told",
        value=f"“{text}”" if direct else text, note=f"to {addressee}" if addressee else "",
        edge="speech" if addressee else "",
    )  # fmt: skip


def _support(roles: Roles) -> Wording:
    phase = first(roles, "phase") or "delivered"
    item = " ".join(filter(None, (first(roles, "amount"), first(roles, "item"))))
    verb = {"delivered": "gave", "requested": "was asked to give"}.get(phase, phase)
    return Wording(
        "giver", f"{verb} {item or 'support'} to", "Support given",
        object="receiver", inverse="Support received", note=phase, edge="support", role=phase,
    )  # fmt: skip


_MAKERS: Final = {
    "Participation": _participation,
    "Membership": _membership,
    "Tenure": _tenure,
    "Occurrence": _occurrence,
    "StatedCount": _stated_count,
    "Statement": _statement,
    "Support": _support,
}
