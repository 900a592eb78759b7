"""Explanations as values: print as a tree, show as a nested list in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage: whole sentences of an article, where they stand and the rule that read them."""

    article: str
    title: str
    start: int
    end: int
    exact: str
    rule: str
    confidence: float

    def __str__(self) -> str:
        return f"“{self.exact}” ({self.title}, {self.start}–{self.end}; {self.rule})"


@dataclass(frozen=True, slots=True)
class Derivation:
    """A rule or axiom, what it says, and what it was applied to."""

    rule: str
    description: str
    premises: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact in words with everything it rests on; prints as a tree."""

    words: str
    basis: str
    fact: str
    quotes: tuple[Quote, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    source: str = ""

    def sentences(self) -> list[Quote]:
        """All passages below, each once, in the order of the tree."""
        below = (q for d in self.derivations for p in d.premises for q in p.sentences())
        found = [*self.quotes, *below]
        return list({(q.article, q.start, q.end): q for q in reversed(found)}.values())[::-1]

    def __str__(self) -> str:
        return "\n".join([f"{self.words} [{self.basis}]", *_branches(self._below())])

    def _below(self) -> list[list[str]]:
        """The blocks of lines below this one."""
        blocks = [[str(quote)] for quote in self.quotes]
        blocks += [[f"background: {self.source}"]] if self.source else []
        for derivation in self.derivations:
            head = f"by {derivation.rule}: {derivation.description}"
            premises = [str(premise).splitlines() for premise in derivation.premises]
            blocks.append([head, *_branches(premises)])
        return blocks

    def _repr_html_(self) -> str:
        return f'<ul class="kg-explanation">{self._item()}</ul>'

    def _item(self) -> str:
        quotes = (
            f"<li><q>{html.escape(q.exact)}</q> <small>{html.escape(q.title)}, "
            f"{q.start}–{q.end}; {html.escape(q.rule)}</small></li>"
            for q in self.quotes
        )
        sources = [f"<li><small>{html.escape(self.source)}</small></li>"] if self.source else []
        derivations = (
            f"<li>{html.escape(d.rule)}: {html.escape(d.description)}"
            f"<ul>{''.join(p._item() for p in d.premises)}</ul></li>"
            for d in self.derivations
        )
        below = "".join([*quotes, *sources, *derivations])
        head = f"<strong>{html.escape(self.words)}</strong> <em>{html.escape(self.basis)}</em>"
        return f"<li>{head}<ul>{below}</ul></li>"


def _branches(blocks: Sequence[Sequence[str]]) -> Iterator[str]:
    for n, (first, *rest) in enumerate(blocks):
        last = n == len(blocks) - 1
        yield ("└─ " if last else "├─ ") + first
        yield from (("   " if last else "│  ") + line for line in rest)
