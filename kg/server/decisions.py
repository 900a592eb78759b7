"""``/decisions``: an analyst's decisions over HTTP, listed for everybody, made with the token."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from kg import pipeline
from kg.errors import UnknownNameError
from kg.explain import in_words
from kg.graph.deciding import listed
from kg.pipeline import Archive, deciding
from kg.queries import Cell
from kg.server.auth import needs
from kg.server.failures import RefusedError

router = APIRouter(tags=["decisions"])

Row = dict[str, Cell]
Name = Annotated[str, Field(min_length=1, max_length=2000)]


class Wanted(BaseModel):
    """A decision to make: ``same`` and ``differ`` take ``a`` and ``b``, ``reject`` a ``fact``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Literal["same", "differ", "reject"]
    a: Name | None = None
    b: Name | None = None
    fact: Name | None = None
    note: Annotated[str, Field(max_length=10_000)] = ""

    @property
    def named(self) -> tuple[str, ...]:
        """What is decided about. Raises: RefusedError when it does not fit the verdict."""
        pair = self.verdict != "reject"
        given, others = (
            ((self.a, self.b), (self.fact,)) if pair else ((self.fact,), (self.a, self.b))
        )
        told = tuple(name for name in given if name is not None)
        if len(told) < len(given) or any(name is not None for name in others):
            what = "a and b, two things" if pair else "fact, and nothing else"
            raise RefusedError(422, f"{self.verdict} takes {what}")
        return told


@router.get("/decisions")
async def decisions(request: Request) -> list[Row]:
    """The decisions, the oldest first; ``standing`` tells those that find nothing any more."""
    found: list[Row] = await request.app.state.reader.call(read)
    return found


@router.post("/decisions", status_code=201, dependencies=[Depends(needs("decisions"))])
async def decide(request: Request, wanted: Wanted) -> JSONResponse:
    """Decide that two things are one, that they are not, or that a fact does not hold."""
    named = wanted.named
    made = await request.app.state.writer.call(write, wanted.verdict, named, wanted.note)
    return JSONResponse(made, 201, {"Location": f"/decisions/{made['id']}"})


@router.get("/decisions/{identity}")
async def decision(request: Request, identity: str) -> Row:
    """One decision."""
    for row in await request.app.state.reader.call(read):
        if row["id"] == identity:
            found: Row = row
            return found
    raise RefusedError(404, f"there is no decision {identity!r}")


@router.delete("/decisions/{identity}", status_code=204, dependencies=[Depends(needs("decisions"))])
async def undo(request: Request, identity: str) -> Response:
    """Take a decision back."""
    try:
        await request.app.state.writer.call(take_back, identity)
    except UnknownNameError as error:
        raise RefusedError(404, error.what) from None
    return Response(status_code=204)


def read(archive: Archive) -> list[Row]:
    """The decisions as rows."""
    return listed(archive.store).records()


def write(archive: Archive, verdict: str, named: tuple[str, ...], note: str) -> Row:
    """Make a decision and derive everything again. Raises: QueryError and its kinds."""
    if verdict == "reject":
        made = deciding.rejection(archive.store, named[0], note, words=in_words)
    else:
        made = deciding.couple(archive.store, verdict, named[0], named[1], note)
    for _ in pipeline.decide(archive, made):
        pass
    return next(row for row in read(archive) if row["id"] == made.id)


def take_back(archive: Archive, identity: str) -> None:
    """Undo a decision and derive everything again. Raises: UnknownNameError."""
    for _ in pipeline.undecide(archive, identity):
        pass
