"""Who may write: a bearer token, never a page of another origin."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Final, Literal
from urllib.parse import urlsplit

from starlette.requests import Request

from kg.server.config import LOOPBACK, Config
from kg.server.failures import RefusedError

Right = Literal["decisions", "all"]
_RIGHTS: Final[dict[str, frozenset[str]]] = {
    "none": frozenset(),
    "decisions": frozenset({"decisions"}),
    "all": frozenset({"decisions", "all"}),
}


_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:[0-9]{1,5})?", re.ASCII)


def needs(right: Right) -> Callable[[Request], None]:
    """A dependency for routes that write. Raises: RefusedError 401 or 403."""

    def check(request: Request) -> None:
        authorise(request, right)

    return check


def authorise(request: Request, right: Right) -> None:
    """Let a request write, or raise RefusedError 401 or 403."""
    config: Config = request.app.state.config
    _refuse_other_origins(request)
    if config.writable == "none":
        raise RefusedError(
            403, "this service is read-only", next_step="Start it with --writable to change that"
        )
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    right_token = hmac.compare_digest(given.strip().encode(), config.token.encode())
    if scheme.lower() != "bearer" or not config.token or not right_token:
        raise RefusedError(
            401, "writing needs the token", next_step="Send it as Authorization: Bearer TOKEN"
        )
    if right not in _RIGHTS[config.writable]:
        raise RefusedError(
            403,
            f"this service takes {config.writable} only",
            next_step="Start it with --writable all",
        )


def _refuse_other_origins(request: Request) -> None:
    origin = request.headers.get("origin")
    foreign = origin is not None and _netloc(origin) != request.headers.get("host")
    if foreign or request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        raise RefusedError(403, "a page of another origin may not write here")


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def host_is_known(config: Config, header: str) -> bool:
    """Whether a Host header names this service: a rebound DNS name does not.

    A service that is bound wider than loopback takes any name, unless names are configured.
    """
    found = _HOST.fullmatch(header)
    name = found["name"].strip("[]").lower() if found else ""
    if not name:
        return False
    if name in config.hosts or name == config.host:
        return True
    if config.loopback:
        return name in LOOPBACK
    return not config.hosts or name in LOOPBACK
