"""What the articles do not tell, in words: a page that is silent about gaps claims too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from kg.render.records import plain
from kg.render.values import Claim, View
from kg.render.wording import count_words

_REST: Final = {"about": "about ", "over": "more than ", "at-least": "at least ", "under": "up to "}
"""How sure the rest is, by how sure the whole is."""


def left_open(view: View, counts: Iterable[Mapping[str, Any]] = ()) -> View:
    """The view with its ``unknown`` lines: sizes not filled, dates and places not given, people
    quoted but not said to have been there, states for which nobody is named.

    Parameters
    ----------
    view
        A view with its claims.
    counts
        Rows of the query ``stated-counts``: subject_label, counted, stated, qualifier, gap.
    """
    told = [claim for claim in view.claims if claim.shown and claim.modality == "actual"]
    lines = [
        *_sizes(counts, {node.label for node in view.nodes}),
        *_meetings(view),
        *(_people(view, told) if not view.left_out else ()),
        *_unrepresented(view, told),
    ]
    return replace(view, unknown=(*view.unknown, *dict.fromkeys(lines)))


def _sizes(counts: Iterable[Mapping[str, Any]], shown: set[str]) -> Iterable[str]:
    for row in counts:
        label, gap = plain(row.get("subject_label")), plain(row.get("gap"))
        if label in shown and gap.lstrip("+").isdigit() and int(gap) > 0:
            counted = plain(row.get("counted"))
            stated = count_words(plain(row.get("qualifier")), plain(row.get("stated")), counted)
            named = _are(plain(row.get("named")))
            near = _REST.get(plain(row.get("qualifier")), "")
            yield f"{label}: {stated}, of which {named} named; {near}{_are(gap)} not."


def _are(number: str) -> str:
    return f"{number} {'is' if number == '1' else 'are'}"


_CALL = "phone call"


def _meetings(view: View) -> Iterable[str]:
    told = [c for c in view.claims if c.shown and c.modality in ("actual", "planned")]
    for node in view.nodes:
        if node.kind != "meeting":
            continue
        about = {c.group: c.value for c in told if c.subject == node.id}
        wanted = ("Date",) if about.get("Kind") == _CALL else ("Date", "Place")
        missing = [word for word in wanted if word not in about]
        if missing:
            yield f"{node.label}: no {' and no '.join(missing).lower()} is given."
        elif "year not given" in about["Date"]:
            yield f"{node.label}: the year is not given."


def _people(view: View, told: list[Claim]) -> Iterable[str]:
    attending = {claim.subject for claim in told if claim.family == "attendance"}
    if not any(node.kind == "meeting" for node in view.nodes):
        return
    for node in view.nodes:
        if node.kind == "official" and node.id not in attending:
            yield f"{node.label} is named, but not said to have taken part in a meeting shown here."


def _unrepresented(view: View, told: list[Claim]) -> Iterable[str]:
    kinds = {node.id: node.kind for node in view.nodes}
    spoken_for = {claim.object for claim in told if claim.family == "office"}
    for node in view.nodes:
        if node.kind != "meeting" or view.left_out or view.focus not in {"", node.id}:
            continue
        states = {
            c.subject
            for c in told
            if c.family == "attendance" and c.object == node.id and kinds[c.subject] == "state"
        }
        silent = len(states - spoken_for)
        if states and silent:
            yield f"{node.label}: for {silent} of {len(states)} states no official is named."
