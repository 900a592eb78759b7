"""Facts as English sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Names = Mapping[str, str]
"""What fills each role, by the role's local name."""

_ATTENDANCE: Final = {
    "invited": "was invited to",
    "absent": "was absent from",
    "excluded": "was kept out of",
    "represented": "was represented at",
}
_QUALIFIERS: Final = {
    "about": "about ",
    "over": "more than ",
    "at-least": "at least ",
    "under": "fewer than ",
}
_MODALITIES: Final = {
    "planned": "it is planned that {}",
    "denied": "it is denied that {}",
    "uncertain": "it is uncertain whether {}",
}


def sentence(kind: str, names: Names) -> str:
    """A fact in words.

    Parameters: ``kind`` is the local name of its class; ``names`` are the labels and values in its
    roles. Roles that are missing are passed over.
    """
    told = _KINDS.get(kind, _other)(names) + _validity(names)
    told = _MODALITIES.get(names.get("modality", ""), "{}").replace("{}", told)
    return f"{told}, according to {names['attributedTo']}" if "attributedTo" in names else told


def _validity(names: Names) -> str:
    told = [f" {word} {names[word]}" for word in ("since", "until") if word in names]
    return "".join(told)


def _membership(names: Names) -> str:
    does = "leads" if names.get("role") == "lead" else "belongs to"
    return f"{names.get('member')} {does} {names.get('group')}"


def _tenure(names: Names) -> str:
    was = "was" if names.get("former") == "true" else "is"
    of = f" of {names['of']}" if "of" in names else ""
    return f"{names.get('holder')} {was} {names.get('office', 'an official')}{of}"


def _participation(names: Names) -> str:
    role = names.get("role", "participant")
    does = _ATTENDANCE.get(role, "took part in")
    how = "" if role in _ATTENDANCE or role == "participant" else f" as {role}"
    behalf = f" on behalf of {names['onBehalfOf']}" if "onBehalfOf" in names else ""
    return f"{names.get('participant')} {does} {names.get('meeting')}{how}{behalf}"


def _statement(names: Names) -> str:
    text = names.get("text", "")
    said = f"“{text}”" if names.get("form") == "direct" else text
    addressee = f" to {names['addressee']}" if "addressee" in names else ""
    return f"{names.get('speaker')} said{addressee}: {said}"


def _stated_count(names: Names) -> str:
    qualifier = _QUALIFIERS.get(names.get("qualifier", ""), "")
    return f"{names.get('subject')}: {qualifier}{names.get('value')} {names.get('counted')}"


def _occurrence(names: Names) -> str:
    words = {
        "kind": "is a",
        "status": "is",
        "place": "is in",
        "date": "is on",
        "endDate": "ends on",
        "ofCoalition": "is a meeting of",
        "drawnFrom": "has its participants from",
    }
    told = [f"{word} {names[role]}" for role, word in words.items() if role in names]
    return f"{names.get('meeting')} {' and '.join(told)}"


def _support(names: Names) -> str:
    what = " ".join(names[role] for role in ("amount", "item") if role in names) or "support"
    phase = f" ({names['phase']})" if "phase" in names else ""
    return f"{names.get('giver')} gives {what} to {names.get('receiver')}{phase}"


def _other(names: Names) -> str:
    return ", ".join(f"{role} {name}" for role, name in sorted(names.items()))


_KINDS: Final[Mapping[str, Callable[[Names], str]]] = {
    "Membership": _membership,
    "Tenure": _tenure,
    "Participation": _participation,
    "Statement": _statement,
    "StatedCount": _stated_count,
    "Occurrence": _occurrence,
    "Support": _support,
}
