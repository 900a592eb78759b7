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


class ClientLeftError(KgError):
    """Nobody waits for the answer any more."""


async def attended(request: Request, work: Awaitable[T]) -> T:
    """The result of some work, stopped when the client leaves. Raises: ClientLeftError."""
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientLeftError("the client left")
        return task.result()
    finally:
        watch.cancel()
        if not task.done():
            task.cancel()


async def body(request: Request, most: int) -> bytes:
    """A request's body. Raises: RefusedError 413 when it is larger; TooSlowError."""
    config: Config = request.app.state.config
    told = request.headers.get("content-length", "0")
    if told.isdecimal() and int(told) > most:
        raise _too_large(most)
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
    known = {part.strip().removeprefix("W/") for part in given.split(",")}
    return Response(status_code=304, headers={"ETag": tag}) if known & {tag, "*"} else None


def zips(request: Request) -> bool:
    """Whether the client takes gzip."""
    header = request.headers.get("accept-encoding", "")
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


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"the body is larger than {most} bytes", next_step="Send less at once")
