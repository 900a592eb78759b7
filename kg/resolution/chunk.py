"""One phrase of a sentence: its letter, its words and whom or what it means."""

from __future__ import annotations

from typing import NamedTuple

from kg.mentions import Item
from kg.model import Entity, Span
from kg.resolution.persons import Person


def _letters(**words: str) -> dict[str, str]:
    return {word: letter for letter, each in words.items() for word in each.split()}


VERBS = _letters(
    I="met meet meets received receives sat conferred confer gathered gather gathers assembled "
    "consult consulted consults reconvene reconvened reconvenes",
    Q="spoke speaks speak spoken talked speaking",
    F="phoned telephoned phoning rang",
    C="hosted hosts host hosting convened convenes convene convening chaired chairs chairing "
    "cohosted "
    "organized organised",
    V="visited visiting",
    Y="traveled travelled traveling travelling travels flew arrived arrives arriving arrive landed "
    "fly travel went flies go goes going return returns returned returning "
    "departed departs departing",
    W="attended attend attends attending participated participate participates participating "
    "joined "
    "join joins joining",
    Z="held hold holds holding had have conducted wrapped opened open opening began begin begins "
    "engaged engage concluded ended closed started resumed resume resumes continued begun "
    "finished launched launching",
)


class Chunk(NamedTuple):
    """A phrase with its letter, its words and whom or what it means."""

    code: str
    text: str
    start: int
    end: int
    persons: tuple[Person, ...] = ()
    states: tuple[Entity, ...] = ()
    bodies: tuple[Entity, ...] = ()
    item: Item | None = None
    how: str = ""
    head: str = ""

    @property
    def lower(self) -> str:
        """The words in lower case."""
        return self.text.lower()

    @property
    def span(self) -> Span:
        """Where the phrase stands."""
        return Span(self.start, self.end)
