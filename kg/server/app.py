"""The service as one ASGI application: the routers are a tuple, the rest is the edge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg import __version__
from kg.errors import KgError
from kg.server import articles, decisions, editor, entities, named, operation, pages, site
from kg.server.answers import failed
from kg.server.config import Config
from kg.server.edge import Edge
from kg.server.failures import RefusedError
from kg.server.prepared import Prepared
from kg.server.reader import Reader, Writer
from kg.server.remembered import Remembered

ROUTERS: Final[tuple[APIRouter, ...]] = (
    operation.router,
    pages.router,
    site.router,
    editor.router,
    articles.router,
    decisions.router,
    entities.router,
    named.router,
)
_MOST: Final = 5
"""How many faults of one request are told."""


def create_app(config: Config) -> Edge:
    """The service for one store; its processes start and end with the application inside."""
    app = FastAPI(
        title="coalition-kg",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        max_body_size=config.limits.form,
    )
    app.state.config = config
    app.state.tally = operation.Tally()
    app.state.remembered = Remembered()
    app.state.prepared = Prepared()
    app.state.error_page = pages.error_page
    for router in ROUTERS:
        app.include_router(router)
    app.state.has_editor = True
    app.add_exception_handler(KgError, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    return Edge(app, config, app.state.tally)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    reader = Reader(app.state.config)
    app.state.reader = reader
    app.state.writer = Writer(app.state.config, reader)
    preparing: asyncio.Task[None] | None = None
    try:
        await reader.start()
        preparing = asyncio.create_task(app.state.prepared.follow(reader))
        yield
    finally:
        if preparing:
            preparing.cancel()
            await asyncio.gather(preparing, return_exceptions=True)
        app.state.writer.close()
        await reader.stop()


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    return failed(request, error)


def _refused(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such page, wrong method) in the shape of ours."""
    assert isinstance(error, HTTPException)
    answer = failed(request, RefusedError(error.status_code, error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _unfit(request: Request, error: Exception) -> Response:
    """Parameters or a body that are not as described: where, and what is wrong with them."""
    assert isinstance(error, RequestValidationError)
    found = [f"{' '.join(map(str, told['loc']))}: {told['msg']}" for told in error.errors()[:_MOST]]
    return failed(request, RefusedError(422, "; ".join(found)))
