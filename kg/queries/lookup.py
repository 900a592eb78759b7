"""Finds the thing that somebody names: by IRI, label or other name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kg.errors import UnknownNameError
from kg.model import words
from kg.queries.files import nearest
from kg.store import Store
from kg.terms import CKG, NAMESPACE, RDFS, SKOS

_IRI = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+)>?")
_SHOWN = 8


@dataclass(slots=True)
class Named:
    """A thing in the view with its names."""

    iri: NamedNode
    label: str = ""
    others: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.label} <{self.iri.value}>"


def find(store: Store, wanted: str, classes: Sequence[str] = ()) -> Named:
    """The one thing of these classes that bears a name.

    Parameters: ``wanted`` is an IRI, a label, another name or an ISO code; case, accents and
    leading articles do not count; ``classes`` are names of the ontology's classes (none: any).
    A label goes before other names, and a surname will do where only one official has it.
    Raises: UnknownNameError with candidates when there is none, or more than one.
    """
    found = find_all(store, wanted, classes)
    if len(found) == 1:
        return found[0]
    shown = [str(thing) for thing in found[:_SHOWN]]
    raise UnknownNameError(
        f"{wanted!r} names {len(found)} things of kind {_kind(classes)}",
        candidates=shown,
        next_step=f"Say which: {'; '.join(shown)}",
    )


def find_all(store: Store, wanted: str, classes: Sequence[str] = ()) -> list[Named]:
    """All things that bear a name, by the surest way of matching that finds any.

    Raises: UnknownNameError with near names when there is none.
    """
    if match := _IRI.fullmatch(wanted.strip()):
        found = _alone(store, match[1], classes)
        known = found or things(store, classes)
    else:
        known = things(store, classes)
        found = _bearing(known, words(wanted))
    if found:
        return found
    near = nearest(wanted, sorted({t.label for t in known if t.label}))
    step = f"Did you mean: {'; '.join(near)}?" if near else _some(known)
    what = f"nothing of kind {_kind(classes)} is called {wanted!r}"
    raise UnknownNameError(what, candidates=near, next_step=step)


def _alone(store: Store, iri: str, classes: Sequence[str]) -> list[Named]:
    """The thing of that IRI, without looking at the others: there may be very many."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return []
    return things(store, classes, f"VALUES ?thing {{ {node} }}")


def _bearing(known: Iterable[Named], wanted: tuple[str, ...]) -> list[Named]:
    """Labels before other names, and these before the ends of officials' names."""
    return (
        [thing for thing in known if words(thing.label) == wanted]
        or [thing for thing in known if any(words(name) == wanted for name in thing.others)]
        or [thing for thing in known if wanted and _ends_in(thing, wanted)]
    )


def _ends_in(thing: Named, wanted: tuple[str, ...]) -> bool:
    return "/official/" in thing.iri.value and words(thing.label)[-len(wanted) :] == wanted


def _some(known: Sequence[Named]) -> str:
    labels = sorted({thing.label for thing in known if thing.label})
    return f"There are: {'; '.join(labels[:_SHOWN])}" if labels else "There are none yet"


def _kind(classes: Sequence[str]) -> str:
    return " or ".join(classes).lower() or "any"


def things(store: Store, classes: Sequence[str] = (), among: str = "") -> list[Named]:
    """The view's things of these classes (none: all that have a label), sorted by label.

    Parameters: ``among`` is a pattern that ``?thing`` has to match, where not all are wanted.
    """
    kinds = " ".join(f"<{NAMESPACE}{name}>" for name in classes)
    restriction = f"VALUES ?class {{ {kinds} }} ?thing a ?class ." if kinds else ""
    found: dict[str, Named] = defaultdict(lambda: Named(NamedNode("urn:none")))
    query = f"""SELECT DISTINCT ?thing ?how ?name WHERE {{
        {among} {restriction}
        VALUES ?how {{ {RDFS.label} {SKOS.altLabel} {CKG.iso3} }}
        ?thing ?how ?name . }}"""
    for row in store.select(query):
        iri, how, name = row["thing"], row["how"], row["name"]
        if isinstance(iri, NamedNode) and isinstance(name, Literal):
            thing = found.setdefault(iri.value, Named(iri))
            if how == RDFS.label:
                thing.label = name.value
            else:
                thing.others.add(name.value)
    return sorted(found.values(), key=lambda thing: (thing.label, thing.iri.value))
