"""``/q/``: the named questions for people (forms, tables) and for programs (JSON, CSV, Turtle)."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from kg.errors import KgError, QueryError, UnknownNameError
from kg.pipeline import Archive
from kg.queries import NamedQuery, Parameter, ask, load, load_all, names, nearest, select
from kg.server import pages, tables
from kg.server.failures import plain, problem, status_of
from kg.server.pages import NoSuchError, Shell, best, render, respond
from kg.server.prepared import Prepared
from kg.server.reader import Reader
from kg.server.remembered import known_or_found
from kg.server.state import State
from kg.server.tables import TABLE, Answer, Slice
from kg.store import Store
from kg.terms import NAMESPACE

router = APIRouter(tags=["questions"])

FORMS: Final = {"json": "application/json", "csv": "text/csv", "ttl": "text/turtle"}
"""The forms of an answer for programs, by the ending of the address."""

CHOICES: Final = 300
"""Above so many things a parameter is a field with suggestions, not a drop-down."""

_MOST_ROWS: Final = 100_000
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_PAGING: Final = ("limit", "offset")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks: values of parameters (those left empty are not given) and rows."""

    values: dict[str, str]
    part: Slice

    @classmethod
    def of(cls, request: Request, query: NamedQuery) -> Asked:
        """Read it from a request.

        Raises: UnknownNameError for a parameter that the question does not take; QueryError for
        one given twice, or a number that is none.
        """
        given = request.query_params.multi_items()
        for name, _ in given:
            if name not in _PAGING:
                query.parameter(name)
            if sum(name == other for other, _ in given) > 1:
                raise QueryError(f"{name} is given twice", next_step="Give it once")
        told = dict(given)
        part = Slice(*(_whole(name, told.pop(name, "0")) for name in _PAGING))
        return cls({name: value for name, value in told.items() if value}, part)

    def address(self, path: str, **more: int) -> str:
        """The address that asks the same of ``path``."""
        given = {**self.values, **{k: v for k, v in more.items() if v}}
        return f"{path}?{urlencode(given)}" if given else path


def _whole(name: str, value: str) -> int:
    if not _WHOLE.fullmatch(value):
        raise QueryError(f"{name} is not a whole number: {value[:40]!r}")
    return int(value)


@router.get("/q", include_in_schema=False)
def index() -> Response:
    """The list has an address of its own."""
    return RedirectResponse("/q/", HTTPStatus.PERMANENT_REDIRECT)


@router.get(
    "/q/",
    response_class=Response,
    responses={
        200: {
            "description": "The questions, as a page or as JSON",
            "content": {"text/html": {}, "application/json": {}},
        }
    },
)
async def questions(request: Request) -> Response:
    """The named questions: what each answers, takes and gives."""
    offered = {"text/html": "html", "application/json": "json"}
    headers = {"Vary": "Accept"}
    if best(request.headers.get("accept", ""), offered) == "json":
        return JSONResponse([tables.described(q) for q in load_all()], headers=headers)
    shell = Shell.of(request)
    state = request.app.state.reader.state
    html = render("questions.html.j2", shell, questions=load_all(), state=state)
    return respond(html, Vary="Accept")


# One question


async def _answer(request: Request, query: NamedQuery, form: str) -> Response:
    try:
        asked = Asked.of(request, query)
        reader: Reader = request.app.state.reader
        config = getattr(request.app.state, "config", None)
        most = config.limits.rows if config else _MOST_ROWS
        found = _prepared(request, query, form, asked) or await known_or_found(
            request,
            (query.name, *sorted(asked.values.items()), form, asked.part, most),
            lambda: reader.call(tables.answer, query.name, asked.values, form, asked.part, most),
        )
    except QueryError as error:
        return _refused(error, form)
    headers = _headers(asked, f"/q/{query.name}.{form}", found)
    return Response(found.text, media_type=f"{FORMS[form]}; charset=utf-8", headers=headers)


def _prepared(request: Request, query: NamedQuery, form: str, asked: Asked) -> Answer | None:
    """An answer that is there already: whole, as JSON."""
    if form != "json" or asked.part != Slice():
        return None
    prepared: Prepared = request.app.state.prepared
    values = tuple(sorted(asked.values.items()))
    return prepared.get(request.app.state.reader.identity, (query.name, values))


def _headers(asked: Asked, path: str, found: Answer) -> dict[str, str]:
    links = ", ".join(
        f'<{asked.address(path, limit=asked.part.limit, offset=offset)}>; rel="{rel}"'
        for rel, offset in _neighbours(asked.part, found.total)
    )
    told = {"Link": links, "Kg-Truncated": found.cut}
    return {
        "Kg-Total": str(found.total),
        "Kg-Snapshot": str(found.snapshot),
        **{name: value for name, value in told.items() if value},
    }


def _neighbours(part: Slice, total: int) -> list[tuple[str, int]]:
    """Where the pages before and after this one begin."""
    if not part.limit:
        return []
    last = max(0, (total - 1) // part.limit * part.limit)
    steps = {"first": 0, "last": last}
    if part.offset > 0:
        steps["prev"] = max(0, part.offset - part.limit)
    if part.offset + part.limit < total:
        steps["next"] = part.offset + part.limit
    return sorted(steps.items())


def _refused(error: KgError, form: str) -> Response:
    status = status_of(error)
    if form == "json":
        return JSONResponse(problem(error), status)
    return Response(plain(error), status, media_type="text/plain; charset=utf-8")


async def _page(request: Request, query: NamedQuery) -> Response:
    shell = Shell.of(request)
    given = {p.name: request.query_params.get(p.name, "") for p in query.parameters}
    refused: QueryError | None = None
    asked = Asked({}, Slice())
    try:
        asked = Asked.of(request, query)
    except QueryError as error:
        refused = error
    html, status, total = await request.app.state.reader.call(
        page, query.name, given, asked, refused, shell
    )
    wide = Asked(asked.values, Slice(asked.part.limit or TABLE, asked.part.offset))
    told = _headers(wide, f"/q/{query.name}", Answer("", total, 0)) if status == 200 else {}
    return respond(html, status, Vary="Accept", **{k: v for k, v in told.items() if k == "Link"})


def _route(query: NamedQuery, form: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def negotiated(request: Request) -> Response:
        offered = {"text/html": "html", **{media: name for name, media in FORMS.items()}}
        wanted = best(request.headers.get("accept", ""), offered)
        if wanted == "html":
            return await _page(request, query)
        found = await _answer(request, query, wanted)
        found.headers["Vary"] = "Accept"
        return found

    async def fixed(request: Request) -> Response:
        return await _answer(request, query, form)

    async def shown(request: Request) -> Response:
        return await _page(request, query)

    return {"": negotiated, "html": shown}.get(form, fixed)


_DIRECT: Final[dict[str, Callable[[Request], Coroutine[Any, Any, Response]]]] = {}
"""The addresses for programs, with what answers them."""


def direct(path: str) -> Callable[[Request], Coroutine[Any, Any, Response]] | None:
    """What answers a question in a form for programs; needs none of the layers of pages."""
    return _DIRECT.get(path)


# In a worker


def page(
    archive: Archive, name: str, given: Mapping[str, str], asked: Asked,
    refused: QueryError | None, shell: Shell,
) -> tuple[str, int, int]:  # fmt: skip
    """A question's page: its form, and the answer as a table or what was wrong with the values.

    Returns: the page, its status, and how many rows there are.
    """
    query, store = load(name), archive.store
    found = table = None
    if refused is None:
        try:
            found = ask(store, name, **asked.values)
        except QueryError as error:
            refused = error
    if found is not None:
        table = tables.table(store, found, asked.part, shell.links)
    html = render(
        "question.html.j2", shell, query=query, given=given, asked=asked, table=table,
        fields=[(p, choices(store, p)) for p in query.parameters], error=refused,
        suggested=_suggested(refused, query, given), state=State.of_archive(archive), wide=True,
        pages=_pages(asked, query, len(found) if found else 0), forms=FORMS,
    )  # fmt: skip
    status = status_of(refused) if refused else int(HTTPStatus.OK)
    return html, status, len(found) if found else 0


def choices(store: Store, parameter: Parameter) -> list[tuple[str, str]] | None:
    """What a parameter can be asked about, as (value, label); None for dates and the like.

    Things that share a label are told apart by their IRIs. There is one more than ``CHOICES``
    when there are too many.
    """
    if not parameter.classes:
        return None
    kinds = " ".join(f"<{NAMESPACE}{name}>" for name in parameter.classes)
    query = f"""SELECT ?thing (SAMPLE(?l) AS ?label) {{ VALUES ?class {{ {kinds} }}
        ?thing a ?class ; rdfs:label ?l }} GROUP BY ?thing ORDER BY ?label LIMIT {CHOICES + 1}"""
    rows = [(str(row["thing"]), str(row["label"])) for row in select(store, query)]
    labels = [label for _, label in rows]
    if parameter.bind == "label":
        return [(label, label) for label in dict.fromkeys(labels)]
    return [(label if labels.count(label) == 1 else iri, label) for iri, label in rows]


def _suggested(
    error: QueryError | None, query: NamedQuery, given: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Addresses with near names put in: (address, name)."""
    if not isinstance(error, UnknownNameError):
        return []
    wrong = next(
        (p.name for p in query.parameters if p.classes and repr(given[p.name]) in error.what), ""
    )
    if not wrong:
        return []
    others = {k: v for k, v in given.items() if v and k != wrong}
    found = []
    for name in error.candidates:
        iri = name[:-1].rpartition(" <")[2] if name.endswith(">") else name
        found.append((f"/q/{query.name}?{urlencode({**others, wrong: iri})}", name))
    return found


def _pages(asked: Asked, query: NamedQuery, total: int) -> dict[str, str]:
    size = asked.part.limit or TABLE
    return {
        rel: asked.address(f"/q/{query.name}", limit=asked.part.limit, offset=offset)
        for rel, offset in _neighbours(Slice(size, asked.part.offset), total)
    }


# What programs are told (OpenAPI)

DATE: Final = (
    "^$|^[1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?"
    "|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31)?$"
)


def _described(query: NamedQuery, forms: Mapping[str, str]) -> dict[str, Any]:
    numbers = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    paging = [
        ("limit", "at most so many rows (0: all)"), ("offset", "leave out so many rows first"),
    ]  # fmt: skip
    return {
        "parameters": [
            *(_parameter(p) for p in query.parameters),
            *({"name": n, "in": "query", "description": d, "schema": numbers} for n, d in paging),
        ],
        "responses": {
            "200": {
                "description": query.summary,
                "headers": _HEADERS,
                "content": {
                    media: {"schema": _rows(query)} if name == "json" else {}
                    for name, media in forms.items()
                },
            },
            "400": {
                "description": "A parameter that cannot be read, or that names nothing",
                "content": {"application/json": {}, "text/plain": {}, "text/html": {}},
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.type == "date":
        schema["pattern"] = DATE
    if parameter.type == "integer":
        schema = {"type": "integer"}
    told = parameter.help + (f" (of kind {parameter.type})" if parameter.classes else "")
    return {"name": parameter.name, "in": "query", "description": told, "schema": schema}


def _rows(query: NamedQuery) -> dict[str, Any]:
    cell = {"type": ["string", "number", "boolean", "null"]}
    properties = dict.fromkeys(query.columns, cell)
    row = {
        "type": "object", "properties": properties, "required": list(query.columns),
        "additionalProperties": False,
    }  # fmt: skip
    return {"type": "array", "items": row}


_HEADERS: Final = {
    "Link": {"description": "first, prev, next, last", "schema": {"type": "string"}},
    "Kg-Total": {"description": "how many rows there are", "schema": {"type": "string"}},
    "Kg-Snapshot": {"description": "the state that was read", "schema": {"type": "string"}},
    "Kg-Truncated": {"description": "said when rows are missing", "schema": {"type": "string"}},
}


def with_values(schema: dict[str, Any], values: Mapping[str, list[str]]) -> dict[str, Any]:
    """The description with the names that each kind of parameter accepts just now."""
    for path, methods in schema.get("paths", {}).items():
        name = path.removeprefix("/q/").partition(".")[0]
        if not path.startswith("/q/") or name not in names():
            continue
        for told in methods["get"]["parameters"]:
            kind = next((p for p in load(name).parameters if p.name == told["name"]), None)
            if kind is not None and kind.classes and kind.type in values:
                told["schema"] = {"type": "string", "enum": ["", *values[kind.type]]}
    return schema


def kinds_of_values() -> dict[str, Parameter]:
    """One parameter for each kind of thing that questions take."""
    found = [p for q in load_all() for p in q.parameters if p.classes]
    return {p.type: p for p in found}


def values_now(archive: Archive) -> dict[str, list[str]]:
    """The names that each kind of parameter accepts; none where there are too many."""
    found = {kind: choices(archive.store, p) or [] for kind, p in kinds_of_values().items()}
    return {k: [value for value, _ in v] for k, v in found.items() if len(v) <= CHOICES}


def _add_routes() -> None:
    everything = {"html": "text/html", **FORMS}
    for query in load_all():
        for form in ("", "html", *FORMS):
            forms = {form: everything[form]} if form else everything
            suffix = f".{form}" if form else ""
            path, route = f"/q/{query.name}{suffix}", _route(query, form)
            if form in FORMS:
                _DIRECT[path] = route
            router.add_api_route(
                path, route, methods=["GET"],
                summary=query.summary, description="\n\n".join(query.notes),
                name=f"{query.name}{suffix}", response_class=Response,
                operation_id=f"{query.name}{suffix}".replace("-", "_").replace(".", "_"),
                openapi_extra=_described(query, forms),
            )  # fmt: skip


_add_routes()


@router.get("/q/{name:path}", include_in_schema=False)
async def unknown(request: Request, name: str) -> Response:
    """A question that there is not: near names are suggested."""
    stem, dot, ending = name.rpartition(".")
    known = dot and ending in {*FORMS, "html"}
    wanted = stem if known else name
    plainly = wanted.casefold().replace("_", "-")
    if plainly in names() and plainly != wanted:
        moved = f"/q/{plainly}" + (f".{ending}" if known else "")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(moved + query, HTTPStatus.PERMANENT_REDIRECT)
    error = NoSuchError(
        f"there is no question {wanted[:80]!r}", tuple(nearest(wanted[:80], names()))
    )
    if known and ending in FORMS:
        return _refused(error, ending)
    offered = {"text/html": "html", "application/json": "json"}
    if best(request.headers.get("accept", ""), offered) == "json":
        return _refused(error, "json")
    return pages.error_page(request, HTTPStatus.NOT_FOUND, error)
