"""``/article/ID``: an article's text with the sentences that facts rest on, and those facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from pyoxigraph import NamedNode

from kg.model import Article, Span
from kg.pipeline import Archive
from kg.queries import Cell, nearest, select
from kg.rdf import article_iri
from kg.render import records
from kg.render.gather import node_id, view_about
from kg.render.values import Claim
from kg.render.wording import date_words
from kg.server import about, pages
from kg.server.about import Neighbour
from kg.server.links import Links
from kg.server.pages import Absent, Shell, render, respond
from kg.server.state import State
from kg.store import Store

router = APIRouter(tags=["articles"])

_HEAD: Final = re.compile(r"---\n(?:[^\n]*:[^\n]*\n)*---\s*")
_ORDER: Final = ("coalition", "meeting", "official", "state", "organisation", "place", "office")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: which facts rest on it (by place in the list), and how."""

    text: str
    start: int
    facts: tuple[int, ...] = ()
    inferred: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence's facts, for the list beside the text."""

    start: int
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page of an article shows."""

    iri: str
    id: str
    title: str
    url: str
    publisher: str
    published: str
    pieces: tuple[Piece, ...]
    noted: tuple[Noted, ...]
    named: tuple[Neighbour, ...]
    facts: int
    whole: bool


@router.get(
    "/article/{article}",
    response_class=Response,
    responses={
        200: {"description": "The article's page", "content": {"text/html": {}}},
        404: {"description": "No such article", "content": {"text/html": {}}},
    },
)
async def article(
    request: Request,
    article: Annotated[str, Path(description="an article's id")],
    start: Annotated[int | None, Query(ge=0, description="where a passage begins")] = None,
    end: Annotated[int | None, Query(ge=0, description="where it ends")] = None,
) -> Response:
    """An article's text; each sentence that facts rest on leads to them."""
    span = Span(start, end) if start is not None and end is not None else None
    found = await request.app.state.reader.call(page, article, span, Shell.of(request))
    if isinstance(found, Absent):
        return pages.error_page(request, HTTPStatus.NOT_FOUND, found.error())
    return respond(found)


# In a worker


def page(archive: Archive, name: str, span: Span | None, shell: Shell) -> str | Absent:
    """An article's page, found by the end of its IRI or by its id."""
    store = archive.store
    iris = [*shell.links.iris("article", name), article_iri(name)]
    iri = about.known(store, iris)
    if iri is None:
        near = nearest(name, archive.library.ids())
        return Absent(f"there is no article {name!r}", tuple(near))
    reading = read(archive, iri, span, shell.links)
    state = State.of_archive(archive)
    return render("article.html.j2", shell, reading=reading, state=state, wide=True)


def identifier_of(store: Store, iri: NamedNode) -> str:
    """The id under which the library keeps an article."""
    found = select(store, f"SELECT ?id {{ {iri} ckg:identifier ?id }}")
    return str(found.rows[0][0]) if found.rows else ""


def graph_of(store: Store, iri: NamedNode, identifier: str) -> NamedNode | None:
    """The named graph with all that an article says."""
    graph = NamedNode(iri.value.replace("id/article/", "graph/article/"))
    return graph if identifier and store.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}") else None


def read(archive: Archive, iri: NamedNode, span: Span | None, links: Links) -> Reading:
    """Gather the page of an article that the view knows."""
    store = archive.store
    told = records.articles(store.select, [iri.value]).get(iri.value, {})
    identifier = told.get("identifier", "")
    cited = _cited(store, iri)
    claims = _claims(store, {fact for _, fact, _ in cited})
    cited = [c for c in cited if c[1] in claims]
    stored = archive.library.get(identifier)
    texts = {(s.start, s.end): text for s, _, text in cited}
    whole = stored is not None and all(stored.text[a:b] == text for (a, b), text in texts.items())
    pieces, noted = (
        _whole(stored, cited, claims, span)
        if whole and stored is not None
        else _parts(cited, claims, span)
    )
    return Reading(
        iri.value, identifier, told.get("title") or identifier, links.page(told.get("url", "")),
        told.get("publisher", ""), date_words(told.get("published", "")), tuple(pieces),
        tuple(noted), tuple(_named(store, iri)), len(claims), whole,
    )  # fmt: skip


Cited = tuple[Span, str, str]
"""Where a fact's evidence stands, the fact, and the words."""


def _cited(store: Store, iri: NamedNode) -> list[Cited]:
    query = f"""SELECT DISTINCT ?start ?end ?fact ?exact {{ ?p ckg:article {iri} ;
        ckg:start ?start ; ckg:end ?end ; ckg:exact ?exact . ?fact ckg:evidence ?p }}
        ORDER BY ?start ?end ?fact"""
    return [
        (Span(_int(r["start"]), _int(r["end"])), str(r["fact"]), str(r["exact"]))
        for r in select(store, query)
    ]


def _int(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _claims(store: Store, facts: set[str]) -> dict[str, Claim]:
    view = view_about(store.select, "", records.facts(store.select, facts))
    told = {claim.id: claim for claim in view.claims}
    return {iri: told[end] for iri in facts if (end := iri.rpartition("/")[2]) in told}


def _whole(
    article: Article, cited: Sequence[Cited], claims: dict[str, Claim], span: Span | None
) -> tuple[list[Piece], list[Noted]]:
    """The text cut wherever a passage begins or ends."""
    edges = {e for s, _, _ in cited for e in (s.start, s.end)}
    # The head of a file repeats what stands above the text.
    head = _HEAD.match(article.text)
    begin = head.end() if head and head.end() <= min(edges, default=head.end()) else 0
    bounds = sorted(edges | {begin, len(article.text)})
    return _cut(article.text, 0, bounds, cited, claims, span)


def _parts(
    cited: Sequence[Cited], claims: dict[str, Claim], span: Span | None
) -> tuple[list[Piece], list[Noted]]:
    """Only the passages, where the text is not kept beside the graph."""
    pieces: list[Piece] = []
    noted: list[Noted] = []
    last = 0
    for place, text in dict.fromkeys((s, text) for s, _, text in cited):
        here = [c for c in cited if c[0] == place]
        if place.start > last:
            pieces.append(Piece(" … ", last))
        made, notes = _cut(text, place.start, [place.start, place.end], here, claims, span)
        pieces, noted, last = [*pieces, *made], [*noted, *notes], place.end
    return pieces, noted


def _cut(
    text: str, offset: int, bounds: Sequence[int], cited: Sequence[Cited],
    claims: dict[str, Claim], span: Span | None,
) -> tuple[list[Piece], list[Noted]]:  # fmt: skip
    pieces, noted = [], []
    for start, end in pairwise(bounds):
        part = Span(start, end)
        here = dict.fromkeys(fact for place, fact, _ in cited if place.contains(part))
        told = [claims[fact] for fact in here]
        body, after = _trimmed(text[start - offset : end - offset])
        chosen = span is not None and span.contains(part)
        if told:
            noted.append(Noted(start, body, tuple(sorted(told, key=_place))))
        inferred = bool(told) and all(c.basis != "stated" for c in told)
        pieces.append(Piece(body, start, tuple(range(len(told))), inferred, chosen))
        if after:
            pieces.append(Piece(after, end))
    return pieces, noted


def _trimmed(text: str) -> tuple[str, str]:
    """A text and the blank space after it, so that no blank is underlined."""
    body = text.rstrip()
    return body, text[len(body) :]


def _place(claim: Claim) -> tuple[str, str, str, str]:
    return claim.family, claim.phrase, claim.subject_label, claim.id


def _named(store: Store, iri: NamedNode) -> Iterator[Neighbour]:
    """Everything the article names, by kind."""
    query = f"""SELECT ?thing (SAMPLE(?l) AS ?label) (COUNT(DISTINCT ?p) AS ?n) {{
        {iri} ckg:mentions ?thing . ?thing rdfs:label ?l .
        OPTIONAL {{ ?p ckg:article {iri} ; ckg:mentions ?thing }} }} GROUP BY ?thing"""
    found: dict[str, list[Neighbour]] = defaultdict(list)
    for row in select(store, query):
        node = node_id(str(row["thing"]))
        kind = node.partition("/")[0]
        found[kind].append(Neighbour(node, kind, str(row["label"]), _int(row["n"])))
    for kind in sorted(found, key=lambda k: (_ORDER.index(k) if k in _ORDER else 9, k)):
        yield from sorted(found[kind], key=lambda n: (n.label, n.node))
