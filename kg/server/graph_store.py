"""SPARQL 1.1 Graph Store HTTP Protocol at ``/store``."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import parse_qsl, urljoin

from starlette.requests import Request
from starlette.responses import Response

from kg.server import auth
from kg.server.answers import attended, body, etag, fresh_headers, not_modified, zips
from kg.server.dataset import graph_name
from kg.server.failures import MissingError, RefusedError
from kg.server.multipart import parts
from kg.server.negotiation import GRAPHS, best, media_type
from kg.server.querying import Answer, delete_graph, put_graph, read_graph
from kg.server.reader import Reader, Writer

PATH: Final = "/store"
METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_MEDIA: Final = tuple(GRAPHS)


async def handle(request: Request) -> Response:
    """One request at the store. Raises: KgError, which the edge turns into an answer."""
    if request.method not in METHODS:
        step = f"Use {', '.join(METHODS)}"
        raise RefusedError(405, f"{request.method} has no meaning here", next_step=step)
    if request.method in {"GET", "HEAD"}:
        return await _get(request, _graph(request))
    auth.authorise(request, "all")
    if request.method == "DELETE":
        return await _delete(request, _graph(request))
    return await _put(request)


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request names; None for the default graph."""
    found = parse_qsl(request.url.query, keep_blank_values=True)
    names = [value for key, value in found if key == "graph"]
    default = any(key == "default" for key, _ in found)
    address = _address(request)
    if len(names) + default > 1:
        raise RefusedError(400, "one graph at a time", next_step="Give graph=IRI or default")
    if default:
        return None
    if names and not names[0].strip():
        raise RefusedError(400, "the graph has no name", next_step="Give graph=IRI or default")
    if names:
        return graph_name(_joined(address, names[0])).value
    if request.url.path.rstrip("/") == PATH:
        step = "Add ?default, ?graph=IRI, or the graph's own path"
        raise RefusedError(400, "which graph is meant?", next_step=step)
    return graph_name(address).value


def _address(request: Request) -> str:
    """The address as it was sent: decoded it need be no IRI."""
    path = request.scope.get("raw_path", b"").decode("latin-1") or request.url.path
    return str(request.url.replace(path=path, query="", fragment=""))


def _joined(address: str, iri: str) -> str:
    try:
        return urljoin(address, iri)
    except ValueError:
        raise RefusedError(400, f"{iri!r} is no IRI") from None


async def _get(request: Request, graph: str | None) -> Response:
    reader: Reader = request.app.state.reader
    media = best(", ".join(request.headers.getlist("accept")), _MEDIA)
    if media is None:
        raise RefusedError(406, "a graph is RDF", next_step=f"Accept one of: {', '.join(GRAPHS)}")
    zipped = zips(request)
    tag = etag(request, _MEDIA.index(media), zipped)
    if known_already := not_modified(request, tag):
        return known_already
    size = request.app.state.config.limits.answer
    found: Answer | None
    found = await attended(request, reader.call(read_graph, graph, media, zipped, size))
    if found is None:
        raise MissingError(f"there is no graph <{graph}>")
    told = fresh_headers(tag, found.snapshot, {"Content-Encoding": "gzip" if found.zipped else ""})
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(found.body, headers={**told, "Content-Type": media + charset})


async def _delete(request: Request, graph: str | None) -> Response:
    writer: Writer = request.app.state.writer
    if not await attended(request, writer.call(delete_graph, graph)):
        raise MissingError(f"there is no graph <{graph}>")
    return Response(status_code=204)


async def _put(request: Request) -> Response:
    writer: Writer = request.app.state.writer
    replace = request.method == "PUT"
    here = request.url.path.rstrip("/") == PATH and not request.url.query
    made = here and not replace
    graph = f"{_address(request).rstrip('/')}/{secrets.token_hex(8)}" if made else _graph(request)
    sent = await body(request, request.app.state.config.limits.data)
    kind, extra = media_type(request.headers.get("content-type", ""))
    if kind == "multipart/form-data":
        data = parts(sent, extra.get("boundary", ""))
    else:
        data = [(sent, kind or "text/turtle")]
    base = graph or _address(request)
    new = await attended(request, writer.call(put_graph, graph, data, base, replace))
    headers = {"Location": graph} if made and graph else {}
    return Response(status_code=201 if new else 204, headers=headers)
