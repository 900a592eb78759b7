"""Says who it is: persons, bodies, coalitions and meetings of one article, and why.

``resolve`` gathers what the mentions name into entities local to the article, ties offices to
states and later references to persons, and clusters meeting mentions into meetings with their
place and date. The fact families only read its result, so that they stay independent of one
another. What could not be resolved stays visible as remarks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kg.mentions import Mentions, Row
from kg.model import Document, Entity, Remark, Span
from kg.reading import Token
from kg.resolution.affiliation import Context, affiliate, unresolved
from kg.resolution.alliances import settle
from kg.resolution.assembly import Assembly, assemble
from kg.resolution.bonds import Bond, settled
from kg.resolution.chunks import Phrases
from kg.resolution.coalitions import Naming, coalitions
from kg.resolution.events import Argument, Frame
from kg.resolution.gathering import People, Place, gather
from kg.resolution.gist import Gist
from kg.resolution.home import home_state
from kg.resolution.meetings import Meeting
from kg.resolution.persons import Person, name_words
from kg.resolution.references import PersonMention, refer

if TYPE_CHECKING:
    from kg.reference import Reference

__all__ = ["PersonMention", "Resolved", "resolve"]


@dataclass(frozen=True)
class Resolved:
    """One article's mentions with what they refer to."""

    document: Document
    mentions: Mentions
    reference: Reference
    home: str
    people: People
    references: dict[Place, tuple[Person, str]]
    assembly: Assembly
    remarks: tuple[Remark, ...] = ()

    @property
    def tokens(self) -> tuple[tuple[Token, ...], ...]:
        """The tokens of each sentence."""
        return self.mentions.tokens

    @property
    def rows(self) -> tuple[Row, ...]:
        """The items of each sentence."""
        return self.mentions.rows

    @cached_property
    def _person_mentions(self) -> dict[int, tuple[PersonMention, ...]]:
        found: dict[int, list[PersonMention]] = {}
        for place, (person, how) in sorted(self.references.items(), key=lambda pair: pair[0]):
            item = self.rows[place.row].items[place.position]
            mention = PersonMention(item.span, person.freeze(), how, place.row, place.position)
            found.setdefault(place.row, []).append(mention)
        return {row: tuple(mentions) for row, mentions in found.items()}

    @property
    def phrases(self) -> list[Phrases]:
        """The chunks of each sentence."""
        return self.assembly.phrases

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings, in the order the text first mentions them."""
        return self.assembly.meetings

    @cached_property
    def coalitions(self) -> list[Naming]:
        """Every naming of a coalition, in text order."""
        return coalitions(self.rows, self.reference)

    @property
    def gists(self) -> list[Gist]:
        """The gist of each sentence: words with placeholders."""
        return self.assembly.gists

    @cached_property
    def bonds(self) -> list[Bond]:
        """Every tie of a state to a group, planned and denied ones included."""
        return [bond for gist in self.gists for bond in settled(gist)]

    @cached_property
    def parts(self) -> Mapping[str, Sequence[tuple[Meeting, Frame, Argument]]]:
        """Everybody's part in a meeting and the mention it is told in, by the cue that says so."""
        found: dict[str, list[tuple[Meeting, Frame, Argument]]] = {}
        for meeting in self.meetings:
            for frame, argument in meeting.arguments():
                found.setdefault(argument.cue, []).append((meeting, frame, argument))
        return found

    @cached_property
    def told_in(self) -> Mapping[int, Sequence[tuple[Meeting, Frame]]]:
        """The meetings that each sentence mentions, with the mention."""
        found: dict[int, list[tuple[Meeting, Frame]]] = {}
        for meeting in self.meetings:
            for frame in meeting.frames:
                found.setdefault(frame.row, []).append((meeting, frame))
        return found

    @cached_property
    def referred_to(self) -> Mapping[int, Sequence[Person]]:
        """The persons whom each sentence names or refers to."""
        found: dict[int, list[Person]] = {}
        for place, (person, _) in self.references.items():
            found.setdefault(place.row, []).append(person)
        return found

    @cached_property
    def first_named(self) -> Mapping[int, Sequence[Person]]:
        """The persons whom each sentence is the first to name."""
        found: dict[int, list[Person]] = {}
        for person in self.people.persons:
            found.setdefault(person.first_row, []).append(person)
        return found

    @property
    def drawn_from(self) -> list[tuple[Meeting, int, Entity]]:
        """Meetings whose participants are said to be of a group: meeting, sentence, group."""
        return self.assembly.drawn_from

    @property
    def main_meeting(self) -> Meeting | None:
        """The meeting the article reports: begun near its head and mentioned most."""
        leading = [m for m in self.meetings if m.frames[0].row <= 6 and m.status == "held"]
        return max(leading, key=lambda m: len(m.frames), default=None)

    def persons_in(self, sentence: int) -> tuple[PersonMention, ...]:
        """The persons a sentence names or refers to, left to right."""
        return self._person_mentions.get(sentence, ())

    def official_at(self, span: Span) -> Entity | None:
        """The person whose name, office or pronoun stands at (or inside) a span."""
        sentences = self.document.sentences
        index = max(0, bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1)
        while index < len(sentences) and sentences[index].span.start < span.end:
            for mention in self.persons_in(index):
                if span.overlaps(mention.span):
                    return mention.entity
            index += 1
        return None


@cache
def _foreign_leaders(reference: Reference) -> frozenset[str]:
    """The surnames of heads of state and government that the dated table gives other states."""
    return frozenset(
        name_words(t.holder.label)[-1] for t in reference.tenures() if t.of.iso3 != "USA"
    )


def resolve(mentions: Mentions, reference: Reference) -> Resolved:
    """Everything one article's mentions refer to.

    Parameters: what ``kg.mentions.find`` found, and the reference data.
    Returns: persons with their offices and every later reference to them, bodies, coalitions and
    meetings.
    """
    document = mentions.document
    mentions = replace(mentions, rows=settle(mentions.rows))
    home = home_state(document.article, mentions.rows, _foreign_leaders(reference))
    people = gather(mentions.rows, document.sentences, reference)
    affiliate(Context(document, mentions.rows, people, reference, home))
    references = refer(document, mentions.rows, people, home)
    assembly = assemble(document, mentions.rows, people, references, reference, home)
    remarks = (*unresolved(people), *assembly.remarks)
    return Resolved(document, mentions, reference, home, people, references, assembly, remarks)
