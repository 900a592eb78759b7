"""A question's answers about all the things that it can be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from kg.model import words
from kg.queries import Cell, Named, NamedQuery, Parameter, Result, ask, things
from kg.store import Store

Values = tuple[tuple[str, str], ...]
"""What a question is asked about: names of parameters with their values."""


FEW: Final = 300
"""So many things are asked about one by one where their rows cannot be told apart."""


def answers(store: Store, query: NamedQuery) -> Iterator[tuple[list[Values], Result]]:
    """The answer without values; then, for each parameter that takes things, the one about each.

    Returns: each answer with all the values that it answers: a thing's IRI, and its label where
    that names no other. They equal what ``ask`` gives for these values.
    """
    found = ask(store, query.name)
    yield [()], found
    for parameter in query.parameters:
        if parameter.classes:
            known = things(store, parameter.classes)
            for called, result in _about(store, query, parameter, known, found):
                yield [((parameter.name, name),) for name in called], result


def _about(
    store: Store, query: NamedQuery, parameter: Parameter, known: Sequence[Named], found: Result
) -> Iterator[tuple[list[str], Result]]:
    """The answer about each thing, with what may be given for it."""
    if parameter.column:
        by_value = _rows(found, parameter.column)
        for value, called in _called(known, parameter):
            yield called, Result(found.columns, tuple(by_value.get(value, ())))
    elif len(known) <= FEW:
        for _, called in _called(known, parameter):
            yield called, ask(store, query.name, **{parameter.name: called[0]})


def _rows(found: Result, column: str) -> dict[Cell, list[tuple[Cell, ...]]]:
    place = found.columns.index(column)
    by_value: dict[Cell, list[tuple[Cell, ...]]] = defaultdict(list)
    for row in found.rows:
        by_value[row[place]].append(row)
    return by_value


def _called(known: Sequence[Named], parameter: Parameter) -> Iterator[tuple[str, list[str]]]:
    """What goes into the query for a thing, with what may be given for it."""
    iris: dict[str, list[str]] = defaultdict(list)
    meant: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for thing in known:
        value = thing.label if parameter.bind == "label" else thing.iri.value
        iris[value].append(thing.iri.value)
        meant[words(thing.label)].add(value)
    labels: dict[str, set[str]] = defaultdict(set)
    for thing in known:
        alone = meant[words(thing.label)]
        # What looks like an IRI is taken for one.
        if len(alone) == 1 and "://" not in thing.label:
            labels[next(iter(alone))].add(thing.label)
    for value, given in iris.items():
        yield value, [*given, *sorted(labels[value])]
