"""The first page with its search, the drawing, the timeline, and the description for programs."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from kg.errors import QueryError
from kg.pipeline import Archive
from kg.queries import ask, find
from kg.server import named, overview, pages
from kg.server.openapi import completed
from kg.server.pages import Shell, render, respond
from kg.server.remembered import known_or_found
from kg.server.state import State
from kg.server.timeline import chart, occasions_of

router = APIRouter(tags=["pages"])

_HTML: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page", "content": {"text/html": {}}},
    404: {"description": "What is asked for does not exist", "content": {"text/html": {}}},
}
_CLASSES = ("Coalition", "Meeting", "State", "Organisation", "Official")
_DRAWING_POLICY = "frame-ancestors 'self'"

Text = Annotated[str, Query(max_length=400)]


@router.get("/", response_class=Response, responses=_HTML)
async def home(
    request: Request, q: Annotated[str, Query(max_length=400, description="a name or words")] = ""
) -> Response:
    """The first page: search, counts, and what is not known; with ``q`` what was found."""
    shell = Shell.of(request)
    return respond(await request.app.state.reader.call(first, q.strip(), shell))


@router.get("/suggest", responses={200: {"description": "Names that the typed may become"}})
async def suggest(request: Request, q: Text = "") -> list[dict[str, str]]:
    """Names that begin as typed, with their kinds."""
    found: list[dict[str, str]] = await request.app.state.reader.call(overview.suggest, q)
    return found


@router.get("/graph", response_class=Response, responses=_HTML)
async def graph(request: Request, focus: Text = "") -> Response:
    """The drawing: everything, or one thing with what is around it."""
    shell = Shell.of(request)
    html, status = await request.app.state.reader.call(framed, focus.strip(), shell)
    return respond(html, status)


@router.get("/graph/page", response_class=Response, responses=_HTML)
async def drawing(request: Request, focus: Text = "") -> Response:
    """The drawing alone: the file that ``kg view`` writes."""
    try:
        wanted, reader = focus.strip(), request.app.state.reader
        found: Drawing = await known_or_found(
            request, ("drawing", wanted), lambda: reader.call(drawn, wanted)
        )
    except QueryError as error:
        return pages.error_page(request, HTTPStatus.NOT_FOUND, error)
    # The document carries a stricter policy of its own, by the digests of its scripts.
    return Response(
        found.html, media_type="text/html", headers={"Content-Security-Policy": _DRAWING_POLICY}
    )


@router.get("/timeline", response_class=Response, responses=_HTML)
async def timeline(request: Request, coalition: Text = "") -> Response:
    """The meetings in time, of one coalition or of all."""
    shell = Shell.of(request)
    html, status = await request.app.state.reader.call(dated, coalition.strip(), shell)
    return respond(html, status)


@router.get("/openapi.json", include_in_schema=False)
async def description(request: Request) -> Response:
    """What programs can ask, with the names that can be asked about just now."""
    values = await request.app.state.reader.call(named.values_now)
    return JSONResponse(named.with_values(completed(deepcopy(request.app.openapi())), values))


@router.get("/robots.txt", include_in_schema=False)
@router.get("/favicon.ico", include_in_schema=False)
def nothing() -> Response:
    """Browsers ask; there is nothing to give."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/article", include_in_schema=False)
@router.get("/article/", include_in_schema=False)
@router.get("/id", include_in_schema=False)
@router.get("/id/", include_in_schema=False)
def lists(request: Request) -> Response:
    """Lists have addresses of their own."""
    articles = request.url.path.startswith("/article")
    return RedirectResponse("/q/sources" if articles else "/", HTTPStatus.SEE_OTHER)


# In a worker


def first(archive: Archive, wanted: str, shell: Shell) -> str:
    """The first page, or what a search found."""
    state = State.of_archive(archive)
    if wanted:
        found = overview.search(archive, wanted, shell.links)
        return render("search.html.j2", shell, found=found, wanted=wanted, state=state)
    told = overview.overview(archive)
    return render("home.html.j2", shell, told=told, lists=overview.LISTS, state=state)


def framed(archive: Archive, focus: str, shell: Shell) -> tuple[str, int]:
    """The page around the drawing."""
    refused = None
    label = ""
    choices = [(o.iri, o.label) for o in occasions_of(archive.store)]
    coalitions = [(str(r["coalition"]), str(r["label"])) for r in ask(archive.store, "coalitions")]
    try:
        label = find(archive.store, focus, _CLASSES).label if focus else ""
    except QueryError as error:
        refused = error
    html = render(
        "graph.html.j2", shell, focus=focus, label=label, error=refused,
        choices=[("Coalitions", coalitions), ("Meetings", choices[:200])],
        state=State.of_archive(archive),
    )  # fmt: skip
    return html, HTTPStatus.NOT_FOUND if refused else HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as one document."""

    html: str
    snapshot: int

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.html)


def drawn(archive: Archive, focus: str) -> Drawing:
    """The drawing of everything, or of one thing with what is around it."""
    from kg.render import view

    store = archive.store
    return Drawing(view(store, focus, library=archive.library).html, store.snapshot)


def dated(archive: Archive, coalition: str, shell: Shell) -> tuple[str, int]:
    """The timeline's page."""
    store = archive.store
    occasions, refused = occasions_of(store), None
    names = sorted({o.coalition for o in occasions} - {""})
    try:
        wanted = find(store, coalition, ("Coalition",)).label if coalition else ""
    except QueryError as error:
        wanted, refused = "", error
    chosen = [o for o in occasions if not wanted or o.coalition == wanted]
    html = render(
        "timeline.html.j2", shell, occasions=chosen, chart=chart(chosen), names=names,
        wanted=wanted, error=refused, state=State.of_archive(archive),
    )  # fmt: skip
    return html, HTTPStatus.NOT_FOUND if refused else HTTPStatus.OK
