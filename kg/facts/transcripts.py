"""Transcripts: paragraphs that open with who speaks, "THE PRESIDENT: …", and what follows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg.facts.talk import Said
from kg.model import Entity, Sentence, Span, fold

if TYPE_CHECKING:
    from kg.resolution import Resolved
    from kg.resolution.persons import Holding, Person

_WORD: Final = "[A-ZÀ-ÖØ-ÞĀ-ſƠ-ỹ][A-ZÀ-ÖØ-ÞĀ-ſƠ-ỹ.’'-]{0,20}"
_LABEL: Final = re.compile(rf"(?P<who>{_WORD}(?: {_WORD}){{0,6}}):\s")
_QUESTION: Final = re.compile(r"(?:Q|QUESTION|REPORTER)[:.]?\s")
_TITLE: Final = re.compile(
    r"\W{0,20}(?:remarks|press (?:gaggle|briefing|conference)|(?:full )?transcript|interview|"
    r"speech|background press)\b",
    re.IGNORECASE,
)
_STAGE: Final = re.compile(r"\([^()]{1,60}\)|\d{1,2}:\d\d [AP]\.?M\.?[^.]{0,12}|END|#+")
_LEAST_WORDS: Final = 4
_LEAST_LABELS: Final = 2

_TITLES: Final = frozenset("president minister secretary chancellor king queen senator".split())
_RANKS: Final = frozenset("vice deputy".split())

_AUTHOR: Final = re.compile(r"\bI, (?=[A-Z])")
_DEED: Final = re.compile(
    r"\bI(?:,[^;]{1,300}?, do)?(?: (?:also|further|therefore|hereby|strongly|now)){0,3} "
    r"(?:proclaim|declare|call|urge|encourage|ask|invite|affirm|order|direct|determine|designate)\b"
)

Group = tuple[Sentence, ...]


def is_transcript(resolved: Resolved, groups: Sequence[Group]) -> bool:
    """Whether paragraphs open with the names of speakers: once under such a title, else twice."""
    text = resolved.document.article.text
    labels = [m for group in groups if (m := _LABEL.match(text, group[0].span.start))]
    if not labels:
        return False
    titled = _TITLE.match(resolved.document.article.title or text[:200].lstrip())
    known = sum(1 for label in labels if _called(resolved, label["who"]) is not None)
    return known >= (1 if titled else _LEAST_LABELS)


def transcript(resolved: Resolved, groups: Sequence[Group]) -> Iterator[Said]:
    """What each named official says: his paragraphs up to the next speaker's."""
    text = resolved.document.article.text
    speaker: Entity | None = None
    called = _labels(resolved, groups)
    for group in groups:
        span = Span(group[0].span.start, group[-1].span.end)
        label = _LABEL.match(text, span.start)
        if label is not None:
            speaker = called[label["who"]]
        elif _QUESTION.match(text, span.start):
            speaker = None
        words = _STAGE.sub(" ", text[label.end() if label else span.start : span.end]).split()
        if speaker is not None and len(words) >= _LEAST_WORDS:
            content = " ".join(words)
            yield Said(speaker, content, True, group[0].index, group[-1].index, "transcript")


def proclaimed(resolved: Resolved, groups: Sequence[Group]) -> Iterator[Said]:
    """ "I, N, T of S, do hereby proclaim …": what a deed's author says in his own name."""
    text = resolved.document.article.text
    author: Entity | None = None
    for sentence in (s for group in groups for s in group):
        words = text[sentence.span.start : sentence.span.end]
        own = _AUTHOR.search(words)
        if own is not None:
            at = sentence.span.start + own.end()
            author = resolved.official_at(Span(at, at + 1)) or author
        if author is not None and _DEED.search(words):
            content = " ".join(words.split())
            yield Said(author, content, True, sentence.index, sentence.index, "proclaimed")


def _labels(resolved: Resolved, groups: Sequence[Group]) -> dict[str, Entity | None]:
    """Whom each label of a transcript means; who has his name for a label has no office for one."""
    text = resolved.document.article.text
    found = {m["who"] for group in groups if (m := _LABEL.match(text, group[0].span.start))}
    named = {label: _called(resolved, label) for label in found if not _is_office(label)}
    own = {person for person in named.values() if person is not None}
    offices = {label: _called(resolved, label, own) for label in found if _is_office(label)}
    return named | offices


def _is_office(label: str) -> bool:
    return label.startswith("THE ")


def _called(resolved: Resolved, label: str, others: Collection[Entity] = ()) -> Entity | None:
    """The official whom a label means: by office after "THE", else by surname, last or first."""
    words = fold(label).replace(".", " ").split()
    persons = resolved.people.persons
    if _is_office(label):
        office = " ".join(words[1:])
        found = [p for p in persons if _holds(p, office) and p.freeze() not in others]
        return _of_title(resolved, found)
    found = [p for p in persons if p.words and words and p.words[-1] == words[-1]]
    found = found or [p for p in persons if len(p.words) > 1 and p.words[0] == words[-1]]
    found = list(_titled(found, words))
    return found[0].freeze() if len(found) == 1 else None


def _titled(found: Sequence[Person], label: Sequence[str]) -> Sequence[Person]:
    """Those of one surname who can have the title before it: not "FIRST LADY N" as "PRESIDENT N".

    Of several, who holds the office as it is called in the label, and still holds it.
    """
    held = [(p, h) for p in found for h in p.holdings]
    title = set(" ".join(label[:-1]).replace("-", " ").split())
    if not title & {word for _, h in held for word in _words_of(h)} and not title & _TITLES:
        return found
    fitting = [
        (p, h) for p, h in held if title & _words_of(h) and not (title ^ _words_of(h)) & _RANKS
    ]
    present = [(p, h) for p, h in fitting if not h.former]
    persons = {id(p): p for p, _ in present or fitting}
    return list(persons.values())


def _words_of(holding: Holding) -> set[str]:
    return set(fold(holding.office.words).replace("-", " ").split())


def _holds(person: Person, office: str) -> bool:
    """Whether the text gives the person the office, and not as a former one."""
    return any(h.office.words.lower() == office and not h.former for h in person.holdings)


def _of_title(resolved: Resolved, found: Sequence[Person]) -> Entity | None:
    """The one of them whom the title names; who is only greeted or asked about does not speak."""
    article = resolved.document.article
    title = article.title or article.text.lstrip().partition("\n")[0]
    words = set(re.findall(r"\w+", fold(title)))
    named = [person for person in found if person.words and words.issuperset(person.words[-1:])]
    return named[0].freeze() if named else None
