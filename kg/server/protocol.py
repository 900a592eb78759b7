"""SPARQL 1.1 Protocol at ``/sparql``: queries, updates, and what the endpoint says of itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.server import auth, federation
from kg.server.answers import attended, body, etag, fresh_headers, not_modified, takes_gzip
from kg.server.config import Config
from kg.server.dataset import with_dataset
from kg.server.description import Able, described
from kg.server.failures import RefusedError
from kg.server.federation import Rules
from kg.server.negotiation import GRAPHS, RESULTS, SHORT, best, media_type
from kg.server.prepared import Prepared
from kg.server.querying import Answer, Query, answer, update
from kg.server.reader import Reader, Writer
from kg.server.remembered import known_or_found
from kg.server.silent import without_silent_fetching

PATH: Final = "/sparql"
EDITOR: Final = "/sparql/ui"
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MOST_FIELDS: Final = 1000
_PATIENCE: Final = 0.8
"""The part of the deadline that another server may take, so that there is time to say so."""
_ROWS: Final = tuple(RESULTS)
_GRAPHS: Final = tuple(GRAPHS)
_VOLATILE: Final = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)


class Asked(NamedTuple):
    """A request's operation: a query, an update, or neither."""

    query: str | None
    update: str | None
    parameters: list[tuple[str, str]]

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return tuple(value for key, value in self.parameters if key == name)


async def handle(request: Request) -> Response:
    """One request at the endpoint. Raises: KgError, which the edge turns into an answer."""
    if request.method not in METHODS:
        raise RefusedError(
            405, f"{request.method} has no meaning here", next_step="Use GET or POST"
        )
    asked = await _asked(request)
    config: Config = request.app.state.config
    if config.honour_silent:
        asked = _without_silence(asked, queries=not config.services)
    request.scope["kg.query"] = asked.query or asked.update or ""
    if asked.update is not None:
        return await _update(request, asked)
    if asked.query is not None:
        return await _query(request, asked, asked.query)
    return await _description(request, asked)


async def _asked(request: Request) -> Asked:
    in_url = _parameters(request.scope["query_string"])
    if request.method in {"GET", "HEAD"}:
        if any(key == "update" for key, _ in in_url):
            raise RefusedError(400, "an update is never sent by GET", next_step="Send it by POST")
        return _single(in_url)
    config: Config = request.app.state.config
    kind, extra = media_type(request.headers.get("content-type", ""))
    if kind not in {_FORM, _QUERY, _UPDATE}:
        step = f"Send {_FORM}, {_QUERY} or {_UPDATE}"
        raise RefusedError(415, f"a POST of {kind or 'no type'} is no query", next_step=step)
    if extra.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, "only UTF-8 is read", next_step="Send it as UTF-8")
    if kind == _UPDATE:
        auth.authorise(request, "all")
    sent = await body(request, config.limits.data if kind == _UPDATE else config.limits.form)
    if kind == _FORM:
        return _single([*in_url, *_parameters(sent)])
    if any(key in {"query", "update"} for key, _ in in_url):
        raise RefusedError(400, "the operation is given twice: in the address and in the body")
    text = _decoded(sent)
    return Asked(text, None, in_url) if kind == _QUERY else Asked(None, text, in_url)


def _without_silence(asked: Asked, *, queries: bool) -> Asked:
    query, update = asked.query, asked.update
    return Asked(
        without_silent_fetching(query) if query and queries else query,
        update and without_silent_fetching(update),
        asked.parameters,
    )


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        parts = encoded.replace(b"+", b" ").split(b"&", _MOST_FIELDS)
        if len(parts) > _MOST_FIELDS or not encoded.isascii():
            raise ValueError
        return [_field(part) for part in parts if part]
    except ValueError:
        raise RefusedError(
            400, "the parameters cannot be read", next_step="Encode them as UTF-8, with %"
        ) from None


def _field(part: bytes) -> tuple[str, str]:
    name, _, value = part.partition(b"=")
    return unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()


def _decoded(sent: bytes) -> str:
    try:
        return sent.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the text is not UTF-8 (byte {error.start})") from None


def _single(parameters: list[tuple[str, str]]) -> Asked:
    """Exactly one operation, or none. Raises: RefusedError for several."""
    queries = [value for name, value in parameters if name == "query"]
    updates = [value for name, value in parameters if name == "update"]
    if len(queries) + len(updates) > 1:
        raise RefusedError(400, "one query or update at a time")
    return Asked(queries[0] if queries else None, updates[0] if updates else None, parameters)


# Queries


class Wanted(NamedTuple):
    """What a client takes: rows and triples in which media types, zipped or not."""

    rows_as: str | None
    graph_as: str | None
    zipped: bool
    variant: str

    @property
    def rows_media(self) -> str | None:
        """What rows are written as."""
        return RESULTS[self.rows_as] if self.rows_as else None


@lru_cache(maxsize=512)
def _wanted(accept: str, encoding: str) -> Wanted:
    """Raises: RefusedError 406 when nothing will do."""
    rows_as, graph_as, zipped = best(accept, _ROWS), best(accept, _GRAPHS), takes_gzip(encoding)
    if rows_as is None and graph_as is None:
        known = ", ".join({**RESULTS, **GRAPHS})
        raise RefusedError(
            406, f"{accept[:200]} cannot be given", next_step=f"Accept one of: {known}"
        )
    places = (rows_as and _ROWS.index(rows_as), graph_as and _GRAPHS.index(graph_as))
    variant = ".".join(str("" if place is None else place) for place in (*places, zipped))
    return Wanted(rows_as, graph_as, zipped, variant)


async def _query(request: Request, asked: Asked, text: str) -> Response:
    wanted = _wanted(_accept(request, asked), request.headers.get("accept-encoding", ""))
    tag = etag(request, wanted.variant)
    config: Config = request.app.state.config
    elsewhere = bool(config.services) and federation.asks_elsewhere(text)
    volatile = elsewhere or ("(" in text and _VOLATILE.search(text) is not None)
    if not volatile and (known_already := not_modified(request, tag)):
        return known_already
    limits = config.limits
    query = Query(
        text,
        wanted.rows_media,
        wanted.graph_as,
        asked.values("default-graph-uri"),
        asked.values("named-graph-uri"),
        limits.rows,
        limits.answer,
        wanted.zipped,
        _address(request),
    )
    reader: Reader = request.app.state.reader
    if elsewhere:
        rules = Rules(config.services, _PATIENCE * limits.deadline, config.honour_silent)
        found = await attended(request, reader.call(federation.answer, query, rules))
    elif volatile:
        found = await attended(request, reader.call(answer, query))
    else:
        prepared: Prepared = request.app.state.prepared
        found = prepared.about(reader.identity, query) or await known_or_found(
            request, query, lambda: reader.call(answer, query), len(text)
        )
    as_rows = found.media == query.rows_as and wanted.rows_as
    return _answered(request, found, as_rows or found.media, "" if volatile else tag)


def _address(request: Request) -> str:
    scope = request.scope
    return f"{scope['scheme']}://{request.headers['host']}{scope['path']}"


def _accept(request: Request, asked: Asked) -> str:
    wanted = asked.values("format")
    if not wanted:
        return ", ".join(request.headers.getlist("accept"))
    if wanted[0] not in SHORT and "/" not in wanted[0]:
        raise RefusedError(
            400, f"there is no format {wanted[0]!r}", next_step=f"Known: {', '.join(SHORT)}"
        )
    return SHORT.get(wanted[0], wanted[0])


class _Ready(Response):
    """An answer whose headers are written already."""

    def __init__(self, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        self.status_code = 200
        self.background = None
        self.body = body
        self.raw_headers = [*headers, (b"content-length", str(len(body)).encode())]


def _answered(request: Request, found: Answer, media: str, tag: str) -> Response:
    request.scope["kg.rows"] = found.rows
    return _Ready(found.body, _headers(tag, found.snapshot, found.truncated, found.zipped, media))


@lru_cache(maxsize=64)
def _headers(
    tag: str, snapshot: int, truncated: str, zipped: bool, media: str
) -> tuple[tuple[bytes, bytes], ...]:
    """The same for most answers of a snapshot, and half of the work of an answer."""
    more = {"Kg-Truncated": truncated, "Content-Encoding": "gzip" if zipped else ""}
    told = fresh_headers(tag, snapshot, more)
    if not tag:
        del told["ETag"]
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    told["Content-Type"] = media + charset
    return tuple((name.lower().encode(), value.encode("latin-1")) for name, value in told.items())


# Updates


async def _update(request: Request, asked: Asked) -> Response:
    auth.authorise(request, "all")
    writer: Writer = request.app.state.writer
    text = asked.update or ""
    default, named = asked.values("using-graph-uri"), asked.values("using-named-graph-uri")
    if default or named:
        text = with_dataset(text, default, named)
    await attended(request, writer.call(update, text, _address(request)))
    reader: Reader = request.app.state.reader
    return Response(status_code=204, headers={"Kg-Snapshot": str(reader.snapshot)})


# The endpoint's own description


async def _description(request: Request, asked: Asked) -> Response:
    if request.method == "POST":
        raise RefusedError(400, "neither query nor update was given")
    accept = _accept(request, asked)
    offered = (*_GRAPHS, "text/html") if request.app.state.has_editor else _GRAPHS
    media = best(accept, offered)
    if media == "text/html":
        return RedirectResponse(EDITOR, 303)
    if media is None:
        known = ", ".join(GRAPHS)
        raise RefusedError(406, "the description is RDF", next_step=f"Accept one of: {known}")
    tag = etag(request, "description", _GRAPHS.index(media))
    if known_already := not_modified(request, tag):
        return known_already
    config: Config = request.app.state.config
    reader: Reader = request.app.state.reader
    able = Able(updates=config.writable == "all", federation=bool(config.services))
    found: Answer = await reader.call(described, _address(request), able, media)
    return _answered(request, found, media, tag)
