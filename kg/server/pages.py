"""What every page shares: templates, the frame around a page, errors in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from kg.errors import KgError
from kg.render.page import GLYPHS, WORDS
from kg.render.wording import date_words, kind_words
from kg.server import negotiation
from kg.server.failures import MissingError
from kg.server.links import Links, query, short
from kg.server.state import State

if TYPE_CHECKING:
    from jinja2 import Environment

router = APIRouter()

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Nothing but this service's own files, and no script inside a page."""

KINDS: Final = (*WORDS, "office", "place")
"""Kinds of thing that have a page, as their IRIs spell them."""

_STATIC: Final = {"site.css": "text/css", "site.js": "text/javascript"}
_YEAR: Final = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame around a page depends on: its path, and how IRIs become addresses."""

    path: str
    links: Links = field(default_factory=Links)

    @classmethod
    def of(cls, request: Request) -> Shell:
        """The frame for the page that a request asks for."""
        return cls(request.url.path, Links(request.app.state.reader.base))


@router.get("/static/{name}", include_in_schema=False)
def static(name: str) -> Response:
    """A style sheet or script of the pages."""
    if name not in _STATIC:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(
        _file(name), media_type=_STATIC[name], headers={"Cache-Control": "no-cache, max-age=0"}
    )


@cache
def _file(name: str) -> bytes:
    return files("kg.server").joinpath("static", name).read_bytes()


def respond(html: str, status: int = HTTPStatus.OK, **headers: str) -> HTMLResponse:
    """A page as an answer, with the policy that keeps it inert."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY, **told})


def render(template: str, shell: Shell, **values: Any) -> str:  # noqa: ANN401 -- as templates need
    """A page as text. ``state`` among the values tells what was read."""
    defaults: Mapping[str, Any] = {"state": State(), "wide": False}
    return templates().get_template(template).render({**defaults, **values, "shell": shell})


@cache
def templates() -> Environment:
    """The pages' templates, each compiled once."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("kg.server"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(words=WORDS, glyphs=GLYPHS, address=query, address_q=_asking)
    made.filters.update(short=short, date=date_words, kind=kind_words)
    return made


def _asking(path: str, name: str, value: object) -> str:
    return query(path, **{name: value})


def error_page(request: Request, status: int, error: KgError | None) -> Response:
    """A failure in words for people: what happened, where, and what to do next."""
    title = _TITLES.get(HTTPStatus(status), HTTPStatus(status).phrase)
    return respond(render("error.html.j2", Shell.of(request), title=title, error=error), status)


_TITLES: Final = {
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.BAD_REQUEST: "This cannot be answered",
    HTTPStatus.REQUEST_TIMEOUT: "This took too long",
    HTTPStatus.SERVICE_UNAVAILABLE: "Busy just now",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here",
}


def best(accept: str, offered: Mapping[str, str]) -> str:
    """Which of the offered media types (type to name) an Accept header likes best.

    Who accepts none of ours gets the first too: it is a page that says where the other forms are.
    """
    found = negotiation.best(accept, tuple(offered))
    return offered[found or next(iter(offered))]


@dataclass(frozen=True, slots=True)
class Absent:
    """What a worker found instead of a thing: nothing, but names that are near."""

    what: str
    candidates: tuple[str, ...] = ()

    def error(self) -> NoSuchError:
        """The failure that says so with status 404."""
        return NoSuchError(self.what, self.candidates)


class NoSuchError(MissingError):
    """There is nothing at this address, but there may be near names."""

    def __init__(self, what: str, candidates: tuple[str, ...] = ()) -> None:
        self.candidates = candidates
        near = f"Did you mean: {'; '.join(candidates)}?" if candidates else ""
        super().__init__(what, next_step=near)
