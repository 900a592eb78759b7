"""``/decisions``: an analyst's decisions over HTTP, listed for everybody, made with the token.

A decision is kept, and listed, at once. What follows from it is derived after that, within a limit
of its own (``Limits.derive``): deriving takes as long as the graph is large.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from kg import pipeline
from kg.errors import QueryError, UnknownNameError
from kg.explain import in_words
from kg.graph.deciding import listed
from kg.pipeline import Archive, deciding
from kg.queries import Cell
from kg.server.auth import needs
from kg.server.config import Limits
from kg.server.failures import MissingError, RefusedError, TooSlowError
from kg.server.openapi import refusals
from kg.server.reader import Writer

router = APIRouter(tags=["decisions"])

T = TypeVar("T")
Row = dict[str, Cell]
Name = Annotated[str, Field(min_length=1, max_length=2000)]
Note = Annotated[str, Field(max_length=10_000, description="why; kept with the decision")]
_CONFIG: Final = ConfigDict(extra="forbid", frozen=True)
_KEPT: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "description": "Kept and listed; deriving what follows takes longer than it may here."
        " The next `kg add` or decision does it"
    },
}
_WRITING: Final = refusals(401, 403)


class Couple(BaseModel):
    """Two things are one (``same``), or they are not (``differ``)."""

    model_config = _CONFIG

    verdict: Literal["same", "differ"]
    a: Name
    b: Name
    note: Note = ""


class Rejection(BaseModel):
    """A fact does not hold."""

    model_config = _CONFIG

    verdict: Literal["reject"]
    fact: Name
    note: Note = ""


Wanted = Annotated[Couple | Rejection, Field(discriminator="verdict")]


@router.get("/decisions")
async def decisions(request: Request) -> list[Row]:
    """The decisions, the oldest first; ``standing`` tells those that find nothing any more."""
    found: list[Row] = await request.app.state.reader.call(read)
    return found


@router.post(
    "/decisions",
    status_code=201,
    dependencies=[Depends(needs("decisions"))],
    responses={**_WRITING, **refusals(400, 404, 409), **_KEPT},
)
async def decide(request: Request, wanted: Wanted) -> JSONResponse:
    """Decide that two things are one, that they are not, or that a fact does not hold."""
    try:
        made = await _written(request, keep, wanted)
    except UnknownNameError as error:
        raise MissingError(error.what, next_step=error.next_step) from None
    except QueryError as error:
        raise RefusedError(409, error.what, next_step=error.next_step) from None
    derived = await _derived(request)
    row = await request.app.state.reader.call(one, str(made)) if derived else None
    told = row or {"id": made, "verdict": wanted.verdict, "standing": "not derived yet"}
    return JSONResponse(told, 201 if derived else 202, {"Location": f"/decisions/{made}"})


@router.get("/decisions/{identity}", responses=refusals(404))
async def decision(request: Request, identity: str) -> Row:
    """One decision."""
    found: Row | None = await request.app.state.reader.call(one, identity)
    if found is None:
        raise MissingError(f"there is no decision {identity!r}")
    return found


@router.delete(
    "/decisions/{identity}",
    status_code=204,
    dependencies=[Depends(needs("decisions"))],
    responses={**_WRITING, **refusals(404), **_KEPT},
)
async def undo(request: Request, identity: str) -> Response:
    """Take a decision back."""
    try:
        await _written(request, take_back, identity)
    except UnknownNameError as error:
        raise MissingError(error.what) from None
    return Response(status_code=204 if await _derived(request) else 202)


async def _written(request: Request, function: Callable[..., T], *args: object) -> T:
    """What a function gives in the writer, which may still be deriving from another decision."""
    writer: Writer = request.app.state.writer
    limits: Limits = request.app.state.config.limits
    return await writer.within(max(limits.deadline, limits.derive), function, *args)


async def _derived(request: Request) -> bool:
    """Derive what follows; whether that was done in time. What was decided stands either way."""
    writer: Writer = request.app.state.writer
    try:
        await writer.within(request.app.state.config.limits.derive, derive)
    except TooSlowError:
        return False
    return True


# In a worker


def read(archive: Archive) -> list[Row]:
    """The decisions as rows."""
    return listed(archive.store).records()


def one(archive: Archive, identity: str) -> Row | None:
    """One decision as a row."""
    return next((row for row in read(archive) if row["id"] == identity), None)


# In the writer


def keep(archive: Archive, wanted: Couple | Rejection) -> str:
    """Keep a decision; its id. Raises: QueryError and its kinds."""
    store = archive.store
    if isinstance(wanted, Rejection):
        made = deciding.rejection(store, wanted.fact, wanted.note, words=in_words)
    else:
        made = deciding.couple(store, wanted.verdict, wanted.a, wanted.b, wanted.note)
    deciding.keep(store, made)
    pipeline.put_off(archive)
    return made.id


def take_back(archive: Archive, identity: str) -> None:
    """Undo a decision. Raises: UnknownNameError."""
    deciding.undo(archive.store, identity)
    pipeline.put_off(archive)


def derive(archive: Archive) -> None:
    """Derive and publish whatever has been decided and not derived yet."""
    for _ in pipeline.catch_up(archive):
        pass
