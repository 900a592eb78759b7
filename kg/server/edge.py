"""The outermost layer: who may speak to the service, the headers of every answer, the log.

``/sparql`` and ``/store`` are handled right here, without the layers that pages need.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError
from kg.server import graph_store, protocol
from kg.server.answers import failed
from kg.server.auth import host_is_known
from kg.server.config import Config
from kg.server.failures import CrashedError, RefusedError
from kg.server.operation import AccessLog, Tally

Handler = Callable[[Request], Awaitable[Response]]
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
}
_EXPOSED: Final = "ETag, Kg-Snapshot, Kg-Truncated, Link, Retry-After"


class Edge:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, config: Config, tally: Tally) -> None:
        self._app, self._config, self._tally = app, config, tally
        self._log = AccessLog(queries=config.log_queries) if config.access_log else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection's request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(self._config, scope, send)
        begun = time.perf_counter()
        try:
            await self._answer(scope, receive, seen)
        except asyncio.CancelledError:
            seen.status = seen.status or 499
            raise
        finally:
            self._note(scope, seen, time.perf_counter() - begun)

    async def _answer(self, scope: Scope, receive: Receive, send: _Seen) -> None:
        request = Request(scope, receive, send)
        if not host_is_known(self._config, request.headers.get("host", "")):
            error = RefusedError(403, "this service has another name", next_step="See --allow-host")
            await failed(request, error)(scope, receive, send)
            return
        if request.method == "OPTIONS":
            await _options(request)(scope, receive, send)
            return
        handler = _direct(scope["path"])
        if handler is None:
            # What answers GET answers HEAD: the server below sends no body then.
            asked = {**scope, "method": "GET"} if request.method == "HEAD" else scope
            await self._app(asked, receive, send)
            return
        try:
            answer = await handler(request)
        except KgError as error:
            answer = failed(request, error)
        except Exception:
            sys.excepthook(*sys.exc_info())
            answer = failed(request, CrashedError("something is wrong inside the service"))
        await answer(scope, receive, send)

    def _note(self, scope: MutableMapping[str, Any], seen: _Seen, seconds: float) -> None:
        route = "/" + scope["path"].split("/")[1]
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
            self._dress(MutableHeaders(scope=message))
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    def _dress(self, headers: MutableHeaders) -> None:
        self.cut = "kg-truncated" in headers
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        allowed = self._config.origins
        origin = allowed and dict(self._scope["headers"]).get(b"origin", b"").decode("latin-1")
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
    known = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
    return method if method in known else "other"
