"""What is asserted, in which sentence, by which rule. One file per fact family.

``extract`` is the text wing's door: an article goes in, its facts come out, each with the sentence
that says so and the rule that read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kg.facts import membership, occurrence, participation, stated_count, statement, support, tenure
from kg.facts.sightings import sightings
from kg.mentions import find
from kg.model import Article, Document, Extraction, Fact, Remark
from kg.reading import LONGEST_SENTENCE, parse, printed_date
from kg.resolution import Resolved, resolve

if TYPE_CHECKING:
    from kg.reference import Reference

__all__ = ["FAMILIES", "Family", "Model", "extract", "extract_document"]

Family = Callable[[Resolved], Iterable[Fact]]


class Model(Protocol):
    """A family that also sees what the others found, and says what it does not use."""

    def read(self, resolved: Resolved, known: Sequence[Fact]) -> Iterable[Fact | Remark]:
        """Further facts of the article, and remarks."""


FAMILIES: tuple[Family, ...] = (
    tenure.extract,
    membership.extract,
    participation.extract,
    occurrence.extract,
    stated_count.extract,
    statement.extract,
    support.extract,
)


def extract(
    article: Article, *, reference: Reference | None = None, model: Model | None = None
) -> Extraction:
    """Everything an article says: what it names, its facts with evidence, and what was not used.

    Parameters: the article; the reference data, if not those of the package; a language model to
    ask as well, if any.
    Returns: an extraction whose every passage is whole sentences of the article, exact.
    """
    return extract_document(parse(_dated(article)), reference=reference, model=model)


def extract_document(
    document: Document, *, reference: Reference | None = None, model: Model | None = None
) -> Extraction:
    """Like ``extract``, for a document that has been parsed already."""
    if reference is None:
        from kg.reference import load

        reference = load()
    resolved = resolve(find(document, reference), reference)
    facts = [fact for family in FAMILIES for fact in family(resolved)]
    further = list(model.read(resolved, facts)) if model is not None else []
    facts += [each for each in further if isinstance(each, Fact)]
    remarks = [*_unread(document), *resolved.remarks]
    remarks += [each for each in further if isinstance(each, Remark)]
    seen = tuple(sightings(resolved))
    return Extraction(document, seen, _merged(facts), tuple(remarks))


def _unread(document: Document) -> Iterator[Remark]:
    """Where a sentence was not read to its end."""
    reason = f"a sentence is read up to {LONGEST_SENTENCE:,} characters"
    for span in document.unread:
        words = document.quote(span)[:80]
        yield Remark("sentence", span, words, f"{reason}; {span.end - span.start:,} more are not")


def _dated(article: Article) -> Article:
    """The article with the date printed in it, when it came without one."""
    if article.published is not None:
        return article
    printed = printed_date(article.text)
    return article if printed is None else replace(article, published=printed[0])


def _merged(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact for each thing said, with all its passages."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        key = (fact.kind, fact.roles, fact.modality, fact.attributed_to)
        found.setdefault(key, []).append(fact)
    return tuple(map(_as_one, found.values()))


def _as_one(said: list[Fact]) -> Fact:
    first, *others = said
    if not others:
        return first
    return replace(first, evidence=tuple(dict.fromkeys(e for f in said for e in f.evidence)))
