"""Extractions made by hand, for what stands behind the door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import NamedNode

from kg.model import (
    Article,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Modality,
    PartialDate,
    Sentence,
    Sighting,
    Span,
    Value,
)
from kg.terms import CKG

TEXT = (
    "Envoys of two countries met in Oslo on Monday. "
    "Norway was host and Chile took part. "
    "Ana Ruiz, the foreign minister of Chile, said the talks had helped."
)

NORWAY = Entity(CKG.State, "NOR", "Norway", known=True, iso3="NOR")
CHILE = Entity(CKG.State, "CHL", "Chile", known=True, iso3="CHL")
OSLO = Entity(CKG.Place, "oslo", "Oslo", known=True, country="NOR")
RUIZ = Entity(CKG.Official, "ana-ruiz", "Ana Ruiz", aliases=("Ruiz",))
OFFICE = Entity(CKG.Office, "foreign-minister", "foreign minister", known=True)
MEETING = Entity(
    CKG.Meeting, "oslo-meeting", "Oslo meeting", aliases=("Oslo talks",), token="talks"
)


def article(id: str = "oslo", text: str = TEXT, **more: str) -> Article:
    return Article(id, text, title="Envoys meet in Oslo", published=date(2020, 3, 2), **more)


def sentences(text: str) -> list[Span]:
    ends = [i + 1 for i, c in enumerate(text) if c == "."] or [len(text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)]


def document(source: Article) -> Document:
    spans = sentences(source.text)
    return Document(source, (), tuple(Sentence(i, s, 0) for i, s in enumerate(spans)))


def evidence(source: Article, sentence: int = 0, rule: str = "made", **more: float) -> Evidence:
    span = sentences(source.text)[sentence]
    exact = source.text[span.start : span.end]
    return Evidence(source.id, span.start, span.end, exact, rule, more.get("confidence", 0.9))


def fact(
    kind: NamedNode,
    roles: Iterable[tuple[NamedNode, Value]],
    *support: Evidence,
    modality: Modality = Modality.ACTUAL,
    by: Entity | None = None,
) -> Fact:
    return Fact(kind, tuple(roles), support, modality, by)


def facts(source: Article) -> tuple[Fact, ...]:
    day = PartialDate(2020, 3, 2, words="on Monday", from_document=True)
    first, second, third = (evidence(source, i) for i in range(3))
    return (
        fact(CKG.Occurrence, [(CKG.meeting, MEETING), (CKG.place, OSLO)], first),
        fact(CKG.Occurrence, [(CKG.meeting, MEETING), (CKG.date, day)], first),
        fact(
            CKG.StatedCount,
            [
                (CKG.subject, MEETING),
                (CKG.counted, "states"),
                (CKG.value, 2),
                (CKG.qualifier, "exact"),
            ],
            first,
        ),
        *(
            fact(
                CKG.Participation,
                [(CKG.participant, who), (CKG.meeting, MEETING), (CKG.role, role)],
                second,
            )
            for who, role in ((NORWAY, "host"), (CHILE, "participant"))
        ),
        fact(CKG.Tenure, [(CKG.holder, RUIZ), (CKG.office, OFFICE), (CKG.of, CHILE)], third),
        fact(
            CKG.Statement,
            [(CKG.speaker, RUIZ), (CKG.text, "the talks had helped"), (CKG.form, "indirect")],
            third,
        ),
    )


def extraction(source: Article | None = None) -> Extraction:
    """What a text wing might say about an article of `TEXT`; of any other it sees one state."""
    source = source or article()
    if source.text != TEXT:
        return Extraction(document(source), (Sighting(NORWAY, evidence(source)),), ())
    seen = [(NORWAY, 1), (CHILE, 1), (OSLO, 0), (RUIZ, 2), (MEETING, 0)]
    sightings = tuple(Sighting(who, evidence(source, i), (who.label,)) for who, i in seen)
    return Extraction(document(source), sightings, facts(source))
