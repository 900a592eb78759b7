"""The outermost layer: who may speak to the service, the headers of every answer, the log.

``/sparql``, ``/store`` and the questions' forms for programs are handled right here, without the
layers that pages need.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache, partial
from typing import Any, Final

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from kg.errors import KgError
from kg.server import graph_store, named, protocol
from kg.server.answers import failed
from kg.server.auth import host_is_known
from kg.server.config import Config
from kg.server.failures import BusyError, CrashedError, RefusedError
from kg.server.operation import AccessLog, Tally

Handler = Callable[[Request], Awaitable[Response]]
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", POLICY.encode()),
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_READING: Final = frozenset({"GET", "HEAD"})
_EXPOSED: Final = "ETag, Kg-Snapshot, Kg-Truncated, Link, Retry-After"


class Edge:
    """Wraps the application."""

    def __init__(self, app: FastAPI, config: Config, tally: Tally) -> None:
        self.app, self._config, self._tally = app, config, tally
        self._log = AccessLog(queries=config.log_queries) if config.access_log else None
        self._is_ours = lru_cache(maxsize=64)(partial(host_is_known, config))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection's request."""
        scope["app"] = self.app
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = _Seen(self._config, scope, send)
        begun = time.perf_counter()
        try:
            answer = await self._answer(Request(scope, receive, seen))
            if answer is None:
                # What answers GET answers HEAD: the server below sends no body then.
                asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
                await self.app(asked, receive, seen)
            else:
                await seen.pass_on(answer)
        except asyncio.CancelledError:
            # Nobody else cancels a request but the service when it is told to stop at once.
            if seen.status:
                raise
            await seen.pass_on(failed(Request(scope), BusyError("the service stops")))
        finally:
            self._note(scope, seen, time.perf_counter() - begun)

    async def _answer(self, request: Request) -> Response | None:
        """What is answered right here; None for what the application answers."""
        names = [value for name, value in request.scope["headers"] if name == b"host"]
        if len(names) != 1 or not self._is_ours(names[0].decode("latin-1")):
            error = RefusedError(403, "this service has another name", next_step="See --allow-host")
            return failed(request, error)
        if request.method == "OPTIONS":
            return _options(request)
        handler = _direct(request.scope["path"])
        if handler is None and request.method in _READING:
            handler = named.direct(request.scope["path"])
        if handler is None:
            return None
        try:
            return await handler(request)
        except KgError as error:
            return failed(request, error)
        except Exception:  # a fault of ours: told as one, and the service goes on
            sys.excepthook(*sys.exc_info())
            return failed(request, CrashedError("something is wrong inside the service"))

    def _note(self, scope: MutableMapping[str, Any], seen: _Seen, seconds: float) -> None:
        route = "/" + scope["path"].removeprefix("/").partition("/")[0]
        known = route if seen.status != 404 else "other"
        self._tally.add(_method(scope), known[:20], seen.status, seconds, seen.cut)
        if self._log:
            self._log.write(dict(scope), seen.status, seen.size, seconds)


class _Seen:
    """Passes an answer on, with the headers that every answer has, and remembers it."""

    def __init__(self, config: Config, scope: Scope, send: Send) -> None:
        self._config, self._scope, self._send = config, scope, send
        self.status = self.size = 0
        self.cut = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._dressed(message.get("headers", []))
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def pass_on(self, answer: Response) -> None:
        """Send an answer that is here as a whole."""
        headers = answer.raw_headers
        status = answer.status_code
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": answer.body})

    def _dressed(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name for name, _ in headers}
        self.cut = b"kg-truncated" in present
        made = [*headers, *(header for header in _ALWAYS if header[0] not in present)]
        if self._config.origins:
            self._open_to_origins(MutableHeaders(raw=made))
        return made

    def _open_to_origins(self, headers: MutableHeaders) -> None:
        allowed = self._config.origins
        origin = dict(self._scope["headers"]).get(b"origin", b"").decode("latin-1")
        if origin and (origin in allowed or "*" in allowed):
            headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
            headers["Access-Control-Expose-Headers"] = _EXPOSED
            headers.add_vary_header("Origin")


def _direct(path: str) -> Handler | None:
    if path == protocol.PATH:
        return protocol.handle
    if path == graph_store.PATH or path.startswith(f"{graph_store.PATH}/"):
        return graph_store.handle
    return None


def _options(request: Request) -> Response:
    """What may be asked; a browser asks it before a script of another origin may read."""
    headers = {"Allow": ", ".join(_methods(request.url.path))}
    if request.app.state.config.origins and "access-control-request-method" in request.headers:
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "600"
    return Response(status_code=204, headers=headers)


def _methods(path: str) -> tuple[str, ...]:
    if path == protocol.PATH:
        return protocol.METHODS
    if _direct(path):
        return graph_store.METHODS
    top, _, below = path.removeprefix("/").partition("/")
    more = () if top != "decisions" else ("DELETE",) if below else ("POST",)
    return ("GET", "HEAD", *more, "OPTIONS")


def _method(scope: MutableMapping[str, Any]) -> str:
    method = str(scope["method"])
    return method if method in _METHODS else "other"
