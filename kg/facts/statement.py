"""Statements: what a named official says, quoted or reported, and the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg.facts.blocks import FIRST_PERSON, LONGEST_SPEECH, block_quotation, is_release, released
from kg.facts.clauses import Clause, clauses
from kg.facts.extent import is_whole
from kg.facts.rules import WEIGHTS
from kg.facts.speakers import Subject, main_subject
from kg.facts.talk import Said, Talk, begun, sentence_at, sentence_of, text_of
from kg.facts.transcripts import is_transcript, proclaimed, transcript
from kg.facts.wording import View, view
from kg.model import Entity, Evidence, Fact, LineKind, Sentence, Span
from kg.reading import Quote, paragraphs
from kg.terms import CKG

if TYPE_CHECKING:
    from kg.mentions import Row
    from kg.resolution import Resolved

_DIRECT_WORDS: Final = 4
_SOON: Final = 4
_OWN_STATEMENT = re.compile(
    r"(?:Statement|Message|Letter|Remarks)\s(?:by|from|of)\s", re.IGNORECASE
)
_NEAR: Final = 80
_IN_SPEECH: Final = 1  # who tells a story of his own names many a "he" in no office
_SPEECH = re.compile(r"(?:full )?(?:remarks|transcript|speech|address)\b", re.IGNORECASE)
_LABEL = re.compile(r"[A-Z]{2}|Q$")
_I = re.compile(r"I(?:['’]\w+)?|[Mm]y|me")
_MAY_BE_I = ("I", "my", "My", "me")
_ASKING: Final = frozenset("has have had did does do is are was were will would can could".split())
_PEOPLE: Final = frozenset(
    "official officials spokesman spokeswoman spokesperson diplomat diplomats source sources aide "
    "aides adviser advisor analyst analysts expert experts leaders ministers police activists "
    "witnesses observers lawmakers envoy envoys".split()
)


def extract(resolved: Resolved) -> Iterator[Fact]:
    """What an article's named officials say, quoted or reported.

    Args:
        resolved: the article with its persons.

    Yields:
        One ``ckg:Statement`` for each thing said and each speaker: a quotation whole, a reported
        clause by itself. Unnamed speakers give none, nor does speech that another one reports.
    """
    for said in statements(resolved):
        form = "direct" if said.direct else "indirect"
        roles = ((CKG.speaker, said.speaker), (CKG.text, said.text), (CKG.form, form))
        yield Fact(CKG.Statement, roles, tuple(_evidence(resolved, said)))


def _evidence(resolved: Resolved, said: Said) -> Iterator[Evidence]:
    article = resolved.document.article
    spans = [(said.first, said.last)]
    if said.intro is not None:
        spans.insert(0, (said.intro, said.intro))
    for first, last in spans:
        start = resolved.document.sentences[first].span.start
        end = resolved.document.sentences[last].span.end
        yield Evidence(
            article.id, start, end, article.text[start:end], said.rule, WEIGHTS[said.rule],
            matched=said.matched,
        )  # fmt: skip


def statements(resolved: Resolved) -> Iterator[Said]:
    """Everything named officials say in an article, in its order."""
    talk = begun(resolved)
    if _SPEECH.match(resolved.document.article.title or ""):
        talk.memory = _IN_SPEECH
    groups = [prose for group in paragraphs(resolved.document) if (prose := _prose(group))]
    if (speaker := _author(resolved)) is not None:
        yield from own_statement(talk, speaker, groups)
        return
    yield from proclaimed(resolved, groups)
    if is_transcript(resolved, groups):
        yield from transcript(resolved, groups)
        return
    for number, group in enumerate(groups):
        if group[0].index in talk.taken:
            continue
        spoke = False
        yield from lead_quotation(talk, group)
        for sentence in group:
            found = list(
                _in_sentence(talk, sentence, groups[number + 1 : number + 1 + LONGEST_SPEECH])
            )
            spoke = bool(found) or sentence.index in talk.taken
            yield from found
        if not spoke:
            talk.speaker = None


def _prose(group: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """A paragraph without the dateline before it."""
    return tuple(sentence for sentence in group if sentence.kind is LineKind.BODY)


def lead_quotation(talk: Talk, group: tuple[Sentence, ...]) -> Iterator[Said]:
    """A paragraph opens with a bare quotation, and its next sentence with the speaker's name."""
    quotes = talk.quotes.get(group[0].index, [])
    if talk.speaker is not None or not quotes or quotes[0].words < _DIRECT_WORDS:
        return
    quote = quotes[0]
    after = [s for s in group if s.span.start >= quote.span.end]
    if quote.span.start != group[0].span.start or not quote.closed or not after:
        return
    before = [s for s in group if s.span.start < quote.span.end]
    if before[-1].span.end > quote.span.end + 1 or talk.quotes.get(after[0].index):
        return
    persons = {m.span.start: m.entity for m in talk.resolved.persons_in(after[0].index)}
    subject = main_subject(view(after[0], talk.resolved.rows[after[0].index], (), persons))
    if subject is None or len(subject.persons) != 1:
        return
    talk.owned.add(quote)
    text = " ".join(talk.resolved.document.quote(quote.content).split())
    first, last = before[0].index, before[-1].index
    yield Said(subject.persons[0], text, True, first, last, "lead_quotation")


def _author(resolved: Resolved) -> Entity | None:
    """The official whose own statement the article is, by its title ("Statement by NAME on …")."""
    headings = [s for s in resolved.document.sentences[:3] if s.kind is LineKind.HEADING]
    body = [s for s in resolved.document.sentences if s.kind is LineKind.BODY]
    title = resolved.document.quote(headings[0].span) if headings else ""
    opening = _OWN_STATEMENT.match(title)
    named = resolved.persons_in(headings[0].index) if opening else ()
    if not opening or len(named) != 1 or not body:
        return None
    text = resolved.document.quote(Span(body[0].span.start, body[-1].span.end))
    is_after = named[0].span.start - headings[0].span.start - opening.end()
    return named[0].entity if is_after < _NEAR and FIRST_PERSON.search(text) else None


def own_statement(
    talk: Talk, speaker: Entity, groups: Sequence[tuple[Sentence, ...]]
) -> Iterator[Said]:
    """ "Statement by NAME on …": each paragraph is the words of NAME."""
    for group in groups:
        span = Span(group[0].span.start, group[-1].span.end)
        words = talk.resolved.document.quote(span).split()
        if len(words) >= _DIRECT_WORDS and not words[-1].endswith(":"):
            text = " ".join(words)
            yield Said(speaker, text, True, group[0].index, group[-1].index, "own_statement")


def _in_sentence(
    talk: Talk, sentence: Sentence, following: Sequence[tuple[Sentence, ...]]
) -> Iterator[Said]:
    resolved = talk.resolved
    row = resolved.rows[sentence.index]
    quotes = talk.quotes.get(sentence.index, [])
    persons = {m.span.start: m.entity for m in resolved.persons_in(sentence.index)}
    seen = view(sentence, row, quotes, {**_awaited(resolved, row), **persons})
    if not seen.words or _is_own_words(seen) or _is_asked(seen):
        return
    found = clauses(seen)
    attributed = False
    for clause in found:
        speakers = _speakers(talk, seen, clause.subject)
        attributed = attributed or bool(clause.pieces)
        yield from _said(talk, seen, clause, speakers)
    if not attributed:
        yield from continued_quotation(talk, seen)
    yield from introduced_quotation(talk, seen, found, following)
    _remember(talk, seen, found)


def _awaited(resolved: Resolved, row: Row) -> dict[int, Entity]:
    """ "S's president said …", whose name only a following sentence gives."""
    found = {}
    for position in (p for p, code in enumerate(row.codes) if code == "T" and p):
        item, state = row.items[position], _state_before(row, position)
        if item.office is None or state is None or row.codes[position + 1 : position + 2] == "N":
            continue
        soon = range(row.index + 1, row.index + _SOON)
        held = {
            person.freeze()
            for index in soon
            for person in resolved.first_named.get(index, ())
            for holding in person.holdings
            if holding.of == state and not holding.former
            if holding.office.words.lower() == item.office.words.lower()
        }
        if len(held) == 1:
            found[item.start] = held.pop()
    return found


def _state_before(row: Row, position: int) -> Entity | None:
    """The state of "S's president" or "the J president"."""
    before = row.items[position - 1]
    if before.code == "'" and position > 1:
        before = row.items[position - 2]
    return before.known if before.code in "SJ" else None


def _is_own_words(seen: View) -> bool:
    """Whether somebody speaks for himself here ("I said so", "PRESIDENT NAME: …")."""
    if _LABEL.match(seen.words[0].text) and seen.codes[:6].find(":") > 0:
        return all(word.text.isupper() for word in seen.words[: seen.codes.find(":")])
    own = next(
        (
            i
            for i, word in enumerate(seen.words)
            if word.text.startswith(_MAY_BE_I) and _I.fullmatch(word.text)
        ),
        -1,
    )
    return own >= 0 and ":" not in seen.codes[:own]


def _is_asked(seen: View) -> bool:
    """ "Has N ruled that out?": a question whether something was said."""
    first = 1 if seen.words[0].text == "Q" else 0
    return (
        seen.codes.endswith(".") and seen.words[-1].text == "?" and (seen.lower(first) in _ASKING)
    )


def _speakers(talk: Talk, seen: View, subject: Subject) -> tuple[Entity, ...]:
    if not subject.pronoun:
        return subject.persons
    own = None if seen.codes[0] in "pgzG" else main_subject(seen)
    if own is not None and own.persons and own.end <= subject.start:
        return own.persons[:1]
    if talk.known:
        near = seen.sentence.index - talk.since <= talk.memory
        return (talk.last,) if talk.last and near else ()
    word = seen.words[subject.end - 1]
    who = talk.resolved.official_at(Span(word.start, word.end))
    return (who,) if who else ()


def _said(talk: Talk, seen: View, clause: Clause, speakers: tuple[Entity, ...]) -> Iterator[Said]:
    quoted = [
        word.quote
        for start, end in clause.pieces
        for word in seen.words[start:end]
        if word.quote is not None
    ]
    if clause.pieces:
        talk.owned.update(quoted)
        talk.speaker = speakers[0] if len(speakers) == 1 else None
    text = " ".join(text_of(talk, seen, start, end) for start, end in clause.pieces)
    if not text or not (quoted or is_whole(text)):
        return
    first = min((sentence_of(talk, quote) for quote in quoted), default=seen.sentence.index)
    first = min(first, seen.sentence.index)
    direct = any(quote.words >= _DIRECT_WORDS for quote in quoted) or _all_quoted(seen, clause)
    last = max((sentence_at(talk, quote) for quote in quoted), default=seen.sentence.index)
    last = max(last, seen.sentence.index)
    talk.taken.update(range(seen.sentence.index + 1, last + 1))
    for speaker in speakers:
        yield Said(
            speaker,
            text,
            direct,
            first,
            last,
            clause.rule,
            seen.words[clause.verb].text,
        )


def _all_quoted(seen: View, clause: Clause) -> bool:
    return all(set(seen.codes[start:end]) <= set("Z,.") for start, end in clause.pieces)


def continued_quotation(talk: Talk, seen: View) -> Iterator[Said]:
    """A sentence that is a quotation goes on with the words of who spoke just before."""
    opening = seen.words[0] if seen.words else None
    if opening is None or opening.quote is None or opening.quote in talk.owned:
        return
    quote = opening.quote
    if talk.speaker is None or quote.words < _DIRECT_WORDS or len(seen.codes.strip("Z.,")) > 0:
        return
    last = max(sentence_at(talk, quote), seen.sentence.index)
    if _attributed_at_its_end(talk, quote, last):
        return
    talk.owned.add(quote)
    talk.taken.update(range(seen.sentence.index, last + 1))
    text = text_of(talk, seen, 0, 1)
    yield Said(talk.speaker, text, True, seen.sentence.index, last, "continued_quotation")


def _attributed_at_its_end(talk: Talk, quote: Quote, last: int) -> bool:
    """Whether words follow the closing mark, so that they may tell whose it is."""
    document = talk.resolved.document
    rest = Span(quote.span.end, max(quote.span.end, document.sentences[last].span.end))
    return bool(document.quote(rest).strip(" .,;"))


def introduced_quotation(
    talk: Talk, seen: View, found: tuple[Clause, ...], following: Sequence[tuple[Sentence, ...]]
) -> Iterator[Said]:
    """What a colon introduces: a quotation in the sentence, or the next paragraphs."""
    codes = seen.codes.rstrip(".")
    bare = [clause for clause in found if not clause.pieces]
    author = released(seen) if codes.endswith(":") and not bare else None
    if author is not None and following:
        yield from block_quotation(talk, seen, author, following, spoken=True, is_speech=True)
        return
    subject = bare[-1].subject if bare else main_subject(seen)
    if subject is None:
        return
    speakers = _speakers(talk, seen, subject)
    if len(speakers) != 1:
        return
    if codes.endswith(":Z") and seen.words[len(codes) - 1].quote not in talk.owned:
        clause = Clause(0, subject, ((len(codes) - 1, len(codes)),), "introduced_quotation")
        yield from _said(talk, seen, clause, speakers)
    elif codes.endswith(":") and following:
        spoken = bool(bare) or is_release(seen)
        yield from block_quotation(talk, seen, speakers[0], following, spoken=spoken)


def _remember(talk: Talk, seen: View, found: tuple[Clause, ...]) -> None:
    """Who "he" will be in the next sentence: this one's last speaker, else its subject."""
    if seen.codes.strip("Z.,") == "":
        if talk.speaker is not None:
            talk.last, talk.known, talk.since = talk.speaker, True, seen.sentence.index
        return
    named = [clause.subject for clause in found if not clause.subject.pronoun]
    subject = (named or [found[-1].subject])[-1] if found else main_subject(seen)
    if not found and (told := _told_of(seen)) is not None:
        talk.last, talk.known, talk.since = told, True, seen.sentence.index
        return
    if subject is None or subject.pronoun:
        if subject is not None and found:
            talk.since = seen.sentence.index
        return
    if subject.persons:
        talk.last, talk.known, talk.since = subject.persons[0], True, seen.sentence.index
        if not found and len(subject.persons) == 1:
            talk.speaker = subject.persons[0]
    elif _is_human(seen, subject):
        talk.last, talk.known = None, True


def _told_of(seen: View) -> Entity | None:
    """ "It fell to NAME to answer", "There to greet them was NAME": whom the sentence is about."""
    persons = {word.who for word in seen.words if word.code == "P"}
    return persons.pop() if len(persons) == 1 and seen.lower(0) in {"it", "there"} else None


def _is_human(seen: View, subject: Subject) -> bool:
    stop = max(subject.end, subject.start + 6)
    words = seen.words[subject.start : stop]
    return any(word.code == "N" or word.text.lower() in _PEOPLE for word in words[:6])
