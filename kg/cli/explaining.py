"""``kg facts --explain``: an article sentence by sentence, with the rules that read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg.model import Entity, Evidence, Extraction, Fact, PartialDate, Remark, Value

Record = dict[str, Any]


def explanation(extraction: Extraction, derived: Record) -> str:
    """What was read, by which rule, from which words; what follows; what was seen and not used.

    Parameters: the extraction; its record, which holds what the derivation rules add.
    """
    document = extraction.document
    told: dict[tuple[int, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in extraction.facts:
        for proof in fact.evidence:
            told[proof.start, proof.end][proof.rule].append(_read(fact, proof))
    lines = [f"== {document.article.id}"]
    for (start, end), by_rule in sorted(told.items()):
        lines.append(f"{start}–{end}: {_flat(document.article.text[start:end])}")
        for rule, read in by_rule.items():
            lines += [_ruled(rule), *read]
    lines += _follows(derived)
    lines += ["seen and not used:", *map(_unused, extraction.remarks)] if extraction.remarks else []
    return "\n".join(lines) + "\n"


def remarks(extraction: Extraction) -> list[Record]:
    """What was seen and not used, as objects."""
    return [
        {
            "what": remark.what,
            "start": remark.span.start,
            "end": remark.span.end,
            "text": remark.text,
            "reason": remark.reason,
        }
        for remark in extraction.remarks
    ]


def _ruled(rule: str) -> str:
    from kg.facts.catalogue import rule_card

    card = rule_card(rule)
    return f"   by {card.id} (weight {card.weight:.2f}): {card.description}"


def _read(fact: Fact, proof: Evidence) -> str:
    matched = f", matched {_flat(proof.matched)!r}" if proof.matched else ""
    return f"      {_in_words(fact)}  [{proof.basis}, {proof.confidence:.2f}{matched}]"


def _follows(derived: Record) -> Iterator[str]:
    """What the derivation rules conclude, with the passages of the premises."""
    from kg.reasoning.rules import load_rules

    told: dict[str, list[str]] = {rule.name: [] for rule in load_rules()}
    for fact in derived["facts"]:
        for rule in {proof["rule"] for proof in fact["evidence"]} & told.keys():
            told[rule].append(_concluded(fact, rule))
    if any(told.values()):
        yield "it follows:"
    for rule in load_rules():
        if told[rule.name]:
            yield f"   by {rule.name}: {rule.summary}"
            yield from sorted(told[rule.name])


def _concluded(fact: Record, rule: str) -> str:
    passages = {(p["start"], p["end"]) for p in fact["evidence"] if p["rule"] == rule}
    where = ", ".join(f"{start}–{end}" for start, end in sorted(passages))
    names = {role: str(value) for role, value in fact["roles"].items()}
    told = _sentence(fact["kind"], names)
    return f"      {told}  [{fact['basis']}, {fact['confidence']:.2f}, from {where}]"


def _unused(remark: Remark) -> str:
    where = f"{remark.span.start}–{remark.span.end}: " if remark.span.end else ""
    return f"   {where}{remark.what} {_flat(remark.text)!r}: {remark.reason}"


def _in_words(fact: Fact) -> str:
    from kg.validation.findings import local_name

    names = {local_name(role.value): _named(value) for role, value in fact.roles}
    names["modality"] = str(fact.modality)
    if fact.attributed_to is not None:
        names["attributedTo"] = fact.attributed_to.label
    return _sentence(local_name(fact.kind.value), names)


def _sentence(kind: str, names: dict[str, str]) -> str:
    from kg.explain.words import sentence

    return f"{kind}: {sentence(kind, names)}"


def _named(value: Value) -> str:
    if isinstance(value, Entity):
        return value.label
    if isinstance(value, bool):
        return str(value).lower()
    return value.lexical if isinstance(value, PartialDate) else str(value)


def _flat(text: str) -> str:
    return " ".join(text.split())
