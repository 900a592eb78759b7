"""The kinds of fact that a language model may claim, with their roles and what fills them."""

from __future__ import annotations

from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from kg.model import Modality
from kg.terms import CKG


class Slot(NamedTuple):
    """A role: what may fill it, and whether that must stand in the quoted sentence itself."""

    term: NamedNode
    accepts: tuple[str, ...]
    required: bool = False
    inside: bool = True


class Form(NamedTuple):
    """A kind of fact."""

    kind: NamedNode
    slots: dict[str, Slot]


_PERSON = ("official",)
_BODY = ("state", "organisation")
_GROUP = ("coalition", "organisation")

FORMS: Final[dict[str, Form]] = {
    "Tenure": Form(
        CKG.Tenure,
        {
            "holder": Slot(CKG.holder, _PERSON, required=True),
            "office": Slot(CKG.office, ("office",), required=True),
            "of": Slot(CKG.of, _BODY),
        },
    ),
    "Membership": Form(
        CKG.Membership,
        {
            "member": Slot(CKG.member, _BODY, required=True),
            "group": Slot(CKG.group, _GROUP, required=True, inside=False),
            "role": Slot(CKG.role, ("lead",)),
        },
    ),
    "Participation": Form(
        CKG.Participation,
        {
            "participant": Slot(CKG.participant, (*_PERSON, *_BODY), required=True),
            "meeting": Slot(CKG.meeting, ("meeting",), required=True, inside=False),
            "role": Slot(CKG.role, ("part",), required=True),
            "on_behalf_of": Slot(CKG.onBehalfOf, _BODY, inside=False),
        },
    ),
    "Occurrence": Form(
        CKG.Occurrence,
        {
            "meeting": Slot(CKG.meeting, ("meeting",), required=True, inside=False),
            "kind": Slot(CKG.kind, ("kind",)),
            "status": Slot(CKG.status, ("status",)),
            "place": Slot(CKG.place, ("place",)),
            "date": Slot(CKG.date, ("date",)),
            "of_coalition": Slot(CKG.ofCoalition, ("coalition",), inside=False),
            "drawn_from": Slot(CKG.drawnFrom, _GROUP, inside=False),
        },
    ),
    "StatedCount": Form(
        CKG.StatedCount,
        {
            "subject": Slot(CKG.subject, ("meeting", *_GROUP), required=True, inside=False),
            "counted": Slot(CKG.counted, ("noun",), required=True),
            "value": Slot(CKG.value, ("number",), required=True),
        },
    ),
    "Statement": Form(
        CKG.Statement,
        {
            "speaker": Slot(CKG.speaker, _PERSON, required=True),
            "text": Slot(CKG.text, ("words",), required=True),
        },
    ),
}
ASPECTS: Final = (
    {"kind", "status"},
    {"place"},
    {"date"},
    {"of_coalition"},
    {"drawn_from"},
)
"""An occurrence tells exactly one of these about its meeting."""

ROLE_NAMES: Final = tuple(dict.fromkeys(role for form in FORMS.values() for role in form.slots))
MODALITIES: Final = tuple(str(modality) for modality in Modality)
