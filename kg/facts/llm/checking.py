"""From a claim to a fact: what the article does not bear out becomes a remark with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import NamedNode
from rapidfuzz.fuzz import partial_ratio_alignment

from kg.facts.llm.forms import FORMS, Slot
from kg.facts.llm.reply import Claim
from kg.facts.llm.slots import Slots
from kg.facts.llm.told import Told
from kg.facts.rules import evidence, fact
from kg.model import Fact, Modality, Remark, Span, Value
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.resolution import Resolved

WHAT: Final = "language model"
EXACT: Final = 0.75
SIMILAR: Final = 0.6
_ALIKE: Final = 90.0
_LEAST_WORDS: Final = 3
_DOUBLE = re.compile("[“”„«»″]|``|''")
_SINGLE = re.compile("[‘’‚′]")
_DASH = re.compile("[‐‑–—]")

Roles = list[tuple[NamedNode, Value | None]]


class Quoted(NamedTuple):
    """The sentences a quote stands in, and whether word for word."""

    rows: tuple[int, ...]
    exact: bool


class Unproven(ValueError):  # noqa: N818 - it is a verdict, not a fault
    """A claim that the article does not bear out."""


def plain(text: str) -> str:
    """A text as quotes are compared: plain quotation marks and hyphens, single blanks."""
    text = _DASH.sub("-", _SINGLE.sub("'", _DOUBLE.sub('"', text)))
    return " ".join(text.split())


class Checker:
    """Checks the claims about one article, one after the other."""

    def __init__(self, resolved: Resolved, known: Sequence[Fact], rule: str) -> None:
        self._resolved = resolved
        self._slots = Slots(resolved)
        self._rule = rule
        self._told = Told(known)
        self._texts = [plain(resolved.document.quote(s.span)) for s in resolved.document.sentences]

    def check(self, claim: Claim) -> Fact | Remark:
        """The fact, with its passages, or why it is none."""
        try:
            return self._fact(claim)
        except Unproven as reason:
            return self.remark(str(claim), str(reason), claim.sentences[0])

    def remark(self, text: str, reason: str, row: int | None = None) -> Remark:
        """Something the model said that is not used."""
        sentences = self._resolved.document.sentences
        span = Span(0, 0) if row is None else sentences[row].span
        return Remark(WHAT, span, text, reason)

    def _fact(self, claim: Claim) -> Fact:
        quoted = self._quoted(claim)
        form = FORMS[claim.kind]
        values = {role: self._fill(form.slots[role], role, claim, quoted) for role in claim.roles}
        roles: Roles = [(form.slots[role].term, value) for role, value in values.items()]
        more = self._more(claim, values, quoted)
        roles = [r for r in roles if r[0] not in dict(more)] + more
        passages = evidence(
            self._resolved,
            quoted.rows,
            self._rule,
            matched=claim.quote if quoted.exact else f"≈ {claim.quote}",
            confidence=EXACT if quoted.exact else SIMILAR,
        )
        made = fact(form.kind, roles, passages, Modality(claim.modality))
        if clash := self._told.clash(made):
            raise Unproven(clash)
        self._told.note(made)
        self._slots.note(made)
        return made

    def _quoted(self, claim: Claim) -> Quoted:
        wanted = plain(claim.quote).strip('"')
        if len(wanted.split()) < _LEAST_WORDS:
            raise Unproven("the quote is too short to prove anything")
        for row in claim.sentences:
            if wanted in self._texts[row]:
                return Quoted((row,), exact=True)
        for row in claim.sentences:
            found = partial_ratio_alignment(wanted, self._texts[row], score_cutoff=_ALIKE)
            if found is not None and len(wanted) <= len(self._texts[row]) * 1.1:
                return Quoted((row,), exact=False)
        raise Unproven("the quote does not stand in the sentence it cites")

    def _fill(self, slot: Slot, role: str, claim: Claim, quoted: Quoted) -> Value:
        name = claim.roles[role]
        for accepts in slot.accepts:
            value = self._slots.fill(accepts, name, quoted.rows, inside=slot.inside)
            if value is not None:
                return value
        if role == "meeting" and "kind" in claim.roles:
            made = self._slots.new_meeting(name, claim.roles["kind"], quoted.rows)
            if made is not None:
                return made
        where = "in the quoted sentence" if slot.inside else "in the article"
        raise Unproven(f"the {role} {name!r} is nothing that was found {where}")

    def _more(self, claim: Claim, values: dict[str, Value], quoted: Quoted) -> Roles:
        """What is read from the text rather than taken from the model."""
        if claim.kind == "StatedCount":
            return [(CKG.qualifier, self._slots.qualifier(values["value"], quoted.rows))]
        if claim.kind == "Statement":
            span = self._slots.words_at(claim.roles["text"], quoted.rows)
            if span is None:
                raise Unproven("the reported words do not stand in the quoted sentence")
            said = " ".join(self._resolved.document.quote(span).split())
            form = "direct" if self._slots.is_direct(span) else "indirect"
            return [(CKG.text, said), (CKG.form, form)]
        return []
