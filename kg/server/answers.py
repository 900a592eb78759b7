"""What every route needs: a body within limits, who has left, what failed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg.errors import KgError
from kg.server.config import Config
from kg.server.failures import (
    RETRY_AFTER,
    BusyError,
    RefusedError,
    TooSlowError,
    plain,
    problem,
    status_of,
)
from kg.server.negotiation import best
from kg.server.reader import Reader

T = TypeVar("T")
TELLING: Final = ("text/plain", "application/json", "text/html")
LEFT: Final = 499
_UNWATCHED: Final = 0.05
"""Seconds for which nobody looks whether the client is still there."""


class ClientLeftError(KgError):
    """Nobody waits for the answer any more."""


async def attended(request: Request, work: Awaitable[T]) -> T:
    """The result of some work, stopped when the client leaves. Raises: ClientLeftError."""
    watch = _Watch(request)
    try:
        return await work
    except asyncio.CancelledError:
        watch.explain()
        raise
    finally:
        watch.stop()


async def body(request: Request, most: int) -> bytes:
    """A request's body. Raises: RefusedError 413 when it is larger; TooSlowError."""
    config: Config = request.app.state.config
    told = request.headers.get("content-length", "0")
    if told.isdecimal() and int(told) > most:
        raise _too_large(most)
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"", "identity"}:
        raise RefusedError(415, f"a body in {packed} is not unpacked", next_step="Send it plain")
    parts = bytearray()
    try:
        async with asyncio.timeout(config.limits.deadline):
            async for part in request.stream():
                parts += part
                if len(parts) > most:
                    raise _too_large(most)
    except ClientDisconnect:
        raise ClientLeftError("the client left") from None
    except TimeoutError:
        raise TooSlowError("the request did not arrive in time") from None
    return bytes(parts)


def failed(request: Request, error: KgError) -> Response:
    """A failure as an HTTP answer: text for people, JSON or a page for those who ask."""
    status = LEFT if isinstance(error, ClientLeftError) else status_of(error)
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, BusyError) or status == 503:
        headers["Retry-After"] = str(RETRY_AFTER)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="coalition-kg"'
    wanted = best(request.headers.get("accept", ""), TELLING)
    page: Callable[[Request, int, KgError], Response] | None
    page = getattr(request.app.state, "error_page", None)
    if wanted == "text/html" and page:
        answer: Response = page(request, status, error)
        answer.headers.update(headers)
        return answer
    if wanted == "application/json":
        return JSONResponse(problem(error), status, headers)
    return PlainTextResponse(plain(error), status, headers)


def etag(request: Request, *variant: object) -> str:
    """A tag for what one address gives as of the current snapshot, in one variant of it."""
    reader: Reader = request.app.state.reader
    return f'"{".".join([reader.identity, *map(str, variant)])}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """304 when the client has this already."""
    if request.method not in {"GET", "HEAD"}:
        return None
    given = request.headers.get("if-none-match", "")
    if not given:
        return None
    known = {part.strip().removeprefix("W/") for part in given.split(",")}
    return Response(status_code=304, headers={"ETag": tag}) if known & {tag, "*"} else None


def zips(request: Request) -> bool:
    """Whether the client takes gzip."""
    return takes_gzip(request.headers.get("accept-encoding", ""))


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding takes gzip."""
    return "gzip" in header and best(header, ("gzip",)) == "gzip"


def fresh_headers(tag: str, snapshot: int, extra: Mapping[str, Any]) -> dict[str, str]:
    """Headers of an answer read from the graph."""
    told = {
        "ETag": tag,
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": "no-cache",
        "Kg-Snapshot": str(snapshot),
    }
    return {**told, **{key: str(value) for key, value in extra.items() if value}}


class _Watch:
    """Cancels the task that made it when the client leaves.

    Most work is done before it begins to look: looking costs as much as a light query.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        loop = asyncio.get_running_loop()
        self._worker = asyncio.current_task(loop)
        self._looking: asyncio.Task[None] | None = None
        self._timer = loop.call_later(_UNWATCHED, self._begin)
        self._left = False

    def explain(self) -> None:
        """Say why the work was cancelled, if this did it. Raises: ClientLeftError."""
        if self._left and self._worker:
            self._worker.uncancel()
            raise ClientLeftError("the client left") from None

    def stop(self) -> None:
        """Look no more."""
        self._timer.cancel()
        if self._looking:
            self._looking.cancel()

    def _begin(self) -> None:
        self._looking = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        if self._worker and not self._worker.done():
            self._left = True
            self._worker.cancel()


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"the body is larger than {most} bytes", next_step="Send less at once")
