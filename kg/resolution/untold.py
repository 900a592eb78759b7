"""Verbs that tell of no meeting: on a condition, out of reach, of a standard that is met."""

from __future__ import annotations

import re

from kg.resolution.events import Clause

# "if he meets", "whether A or B will meet"
_WHETHER = re.compile(r"(?P<if>x)t?[PSOGKuy](?:(?:,|&)t?[PSOGKu]){0,3}[xZ]{0,3}$")
_NEAR = 14
_ASKING = frozenset({"if", "whether", "unless"})
# "Meet recognised international principles."
_DUES = frozenset(
    "commitment commitments obligation obligations goals targets standards requirements needs "
    "pledges criteria deadline challenge challenges demand".split()
)
_THINGS = re.compile(r"[xJ]{2,5}(?:[.,;&]|$)")


def is_conditional(clause: Clause, position: int) -> bool:
    """ "It remains to be seen if A meets B", "A was unable to visit P": not told to be so."""
    if "unable" in clause.words_before(position, _NEAR):
        return True
    asked = _WHETHER.search(clause.codes, 0, position)
    return asked is not None and clause.lower[asked.start("if")] in _ASKING


def is_fulfilled(clause: Clause, position: int) -> bool:
    """ "Bodies that meet recognised principles": what is met is no party."""
    due = not _DUES.isdisjoint(clause.lower[position + 1 : position + 5])
    if due and "w" not in clause.codes[position + 1 : position + 5]:
        return True
    met = _THINGS.match(clause.codes, position + 1)
    return met is not None and not clause.lower[position + 1].endswith("ly")
