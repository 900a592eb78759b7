"""``/id/KIND/KEY``: every IRI of the graph leads to a page, or to the same in RDF or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.graph.things import facts_about, read_facts
from kg.model import KIND_PATHS
from kg.pipeline import Archive
from kg.queries import nearest, select, things
from kg.server import about, pages
from kg.server.articles import graph_of, identifier_of
from kg.server.pages import Absent, Shell, best, render, respond
from kg.server.state import State
from kg.store import PREFIXES, Store

router = APIRouter(tags=["things"])

FORMS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "json": "application/json",
}
"""The forms a thing is given in, by the ending of its address."""

_KINDS: Final = (*dict.fromkeys(KIND_PATHS.values()), "fact", "passage", "article")
_MOST: Final = 2000
_RDF: Final = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
_CLASSES: Final = {
    path: tuple(k.value.rpartition("#")[2] for k, p in KIND_PATHS.items() if p == path)
    for path in dict.fromkeys(KIND_PATHS.values())
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a worker hands back: a text in the form asked for, or another address."""

    text: str = ""
    moved: str = ""
    cut: str = ""


_ANSWERS: Final[dict[int | str, dict[str, object]]] = {
    200: {"description": "The thing in this form", "content": {t: {} for t in FORMS.values()}},
    303: {"description": "See the page, or the same in RDF or JSON, by Accept"},
    404: {"description": "No such thing; near names are suggested"},
}


@router.get("/id/{kind}/{key:path}", responses=_ANSWERS, response_class=Response)
async def thing(request: Request, kind: str, key: str) -> Response:
    """A thing of the graph: its IRI leads to a page, or by Accept to Turtle, JSON-LD or JSON.

    The endings ``.html .ttl .jsonld .json`` choose the form.
    """
    stem, dot, ending = key.rpartition(".")
    if dot and ending in FORMS:
        return await _form(request, kind, stem, ending)
    accept = request.headers.get("accept", "")
    form = best(accept, {media: name for name, media in FORMS.items()})
    found = await request.app.state.reader.call(given, kind, key, "address", Shell.of(request))
    if isinstance(found, Absent):
        return _absent(request, found, form)
    # A passage stands in an article: as a page it is a place there.
    target = found.moved if form == "html" and found.moved else f"{_path(kind, key)}.{form}"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER, {"Vary": "Accept"})


async def _form(request: Request, kind: str, key: str, form: str) -> Response:
    found = await request.app.state.reader.call(given, kind, key, form, Shell.of(request))
    if isinstance(found, Absent):
        return _absent(request, found, form)
    if found.moved:
        return RedirectResponse(found.moved, HTTPStatus.SEE_OTHER)
    if form == "html":
        return respond(found.text)
    headers = {"Kg-Truncated": found.cut} if found.cut else {}
    return Response(found.text, media_type=FORMS[form], headers=headers)


def _absent(request: Request, found: Absent, form: str) -> Response:
    if form == "html":
        return pages.error_page(request, HTTPStatus.NOT_FOUND, found.error())
    raise found.error()


def _path(kind: str, key: str) -> str:
    return f"/id/{quote(kind, safe='')}/{quote(key, safe='~@-._')}"


# In a worker


def given(archive: Archive, kind: str, key: str, form: str, shell: Shell) -> Given | Absent:
    """A thing in a form; ``address`` only tells whether it exists and where its page is."""
    if kind not in _KINDS:
        return Absent(f"there are no things of kind {kind!r}", tuple(nearest(kind, _KINDS)))
    store = archive.store
    iris = list(shell.links.iris(kind, key))
    iri = about.known(store, iris)
    if iri is None:
        return _elsewhere(store, kind, key, iris, form, shell)
    if form == "address":
        return Given(moved=_page(store, kind, iri, shell))
    if form == "html":
        moved = _page(store, kind, iri, shell) if kind in {"article", "passage"} else ""
        return Given(moved=moved) if moved else Given(_html(archive, kind, iri, shell))
    if form == "json":
        return Given(_json(store, kind, iri))
    triples = list(_triples(store, kind, iri))
    text = serialize(triples, format=_RDF[form], prefixes=PREFIXES) or b""
    return Given(text.decode(), cut=_cut(store, iri) if kind not in {"fact", "passage"} else "")


def _elsewhere(
    store: Store, kind: str, key: str, iris: list[NamedNode], form: str, shell: Shell
) -> Given | Absent:
    canonical = about.stands_for(store, iris, shell.links)
    if canonical is not None:
        ending = "html" if form == "address" else form
        return Given(moved=shell.links.page(canonical.value).removesuffix(".html") + f".{ending}")
    labels = [t.label for t in things(store, _CLASSES[kind]) if t.label] if kind in _CLASSES else []
    near = nearest(key.replace("-", " "), labels)
    return Absent(f"the graph has no {kind} {key!r}", tuple(near))


def _page(store: Store, kind: str, iri: NamedNode, shell: Shell) -> str:
    return (
        about.place_of(store, iri, shell.links)
        if kind == "passage"
        else shell.links.page(iri.value)
    )


def _html(archive: Archive, kind: str, iri: NamedNode, shell: Shell) -> str:
    state = State.of_archive(archive)
    if kind == "fact":
        return render("fact.html.j2", shell, why=about.why(archive, iri), state=state)
    told = about.about(archive, iri, shell.links)
    return render("entity.html.j2", shell, about=told, state=state)


def _json(store: Store, kind: str, iri: NamedNode) -> str:
    if kind in {"passage", "article"}:
        return _dumps({"iri": iri.value, **_properties(store, iri)})
    facts = read_facts(store, [iri]) if kind == "fact" else facts_about(store, iri.value)
    told = [asdict(fact) for fact in facts[:_MOST]]
    if kind == "fact":
        return _dumps(told[0])
    return _dumps({"iri": iri.value, "kind": kind, **_names(store, iri), "facts": told})


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _names(store: Store, iri: NamedNode) -> dict[str, object]:
    said = _properties(store, iri)
    return {
        "label": next(iter(said.get("label", ())), None),
        "names": sorted(map(str, said.get("altLabel", ()))),
        "iso3": next(iter(said.get("iso3", ())), None),
    }


def _properties(store: Store, iri: NamedNode) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for row in select(store, f"SELECT ?p ?o {{ {iri} ?p ?o }} ORDER BY ?p ?o"):
        name = str(row["p"]).rpartition("#")[2] or str(row["p"])
        found.setdefault(name, []).append(row["o"])
    return found


def _cut(store: Store, iri: NamedNode) -> str:
    found = select(store, f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ ?f ?r {iri} ; a ckg:Fact }}")
    number = int(found.rows[0][0] or 0)
    return f"facts; {_MOST} of {number}" if number > _MOST else ""


def _triples(store: Store, kind: str, iri: NamedNode) -> Iterator[Triple]:
    """What is said of a thing, the facts about it, and the passages behind them."""
    if kind == "article" and (graph := graph_of(store, iri, identifier_of(store, iri))):
        yield from (quad.triple for quad in store.quads(graph))
        return
    yield from _said(store, [iri])
    facts = [] if kind == "passage" else _linked(store, f"?x ?role {iri} ; a ckg:Fact")
    facts += [iri] if kind == "fact" else []
    yield from _said(store, set(facts) - {iri})
    for fact in facts:
        yield from _said(store, _linked(store, f"{fact} ckg:evidence ?x"))


def _linked(store: Store, pattern: str) -> list[NamedNode]:
    query = f"SELECT DISTINCT ?x {{ {pattern} }} ORDER BY ?x LIMIT {_MOST}"
    return [row["x"] for row in store.select(query) if isinstance(row["x"], NamedNode)]


def _said(store: Store, iris: Iterable[NamedNode]) -> Iterator[Triple]:
    wanted = sorted(iris, key=lambda iri: iri.value)
    for at in range(0, len(wanted), 200):
        chosen = " ".join(map(str, wanted[at : at + 200]))
        yield from store.construct(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {chosen} }} ?s ?p ?o }}"
        )
