"""What a service is told once, when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from kg.errors import ConfigurationError
from kg.server.services import Allowed
from kg.store import is_address

Writable = Literal["none", "decisions", "all"]
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may use.

    ``deadline`` counts seconds and includes waiting in the queue; ``memory`` is what a worker may
    take on top of what it starts with; ``rows`` (or triples) and ``answer`` (bytes) cut an answer;
    ``form`` and ``data`` bound a request's body; ``queue`` the requests that wait for a worker;
    ``derive`` the seconds for deriving what follows from a decision.
    """

    deadline: float = 10.0
    memory: int = 1024 * MEBIBYTE
    rows: int = 100_000
    answer: int = 32 * MEBIBYTE
    form: int = MEBIBYTE
    data: int = 16 * MEBIBYTE
    queue: int = 64
    derive: float = 600.0


@dataclass(frozen=True, slots=True)
class Config:
    """How a store is served.

    ``writable`` says what may be written with the ``token``; ``origins`` are the web origins that
    may read from scripts (``*``: all); ``hosts`` are further names the service is reached under;
    ``workers`` is the number of queries that run at once; ``copy`` whether workers may read a copy
    of the graph in memory; ``log_queries`` puts the text of queries into the access log;
    ``honour_silent`` lets SERVICE SILENT and LOAD SILENT do nothing instead of being refused;
    ``services`` are the servers that a query may ask with SERVICE.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 7010
    writable: Writable = "none"
    token: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    copy: bool = True
    access_log: bool = True
    log_queries: bool = False
    honour_silent: bool = False
    services: Allowed = field(default_factory=Allowed)
    limits: Limits = Limits()

    @property
    def in_memory(self) -> bool:
        """Whether the graph lives in memory only and is gone when the service stops."""
        return self.store == ":memory:"

    @property
    def remote(self) -> bool:
        """Whether the graph is on a server, which others may change."""
        return is_address(self.store)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK


def read_token(path: Path) -> str:
    """The token in a file. Raises: ConfigurationError when there is none or it is too short."""
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no UTF-8 text"
        raise ConfigurationError(f"cannot be read ({reason})", where=str(path)) from None
    if len(token) < 16 or not token.isascii() or len(token.split()) != 1:
        raise ConfigurationError(
            "is no good token",
            where=str(path),
            next_step="Put one word of 16 or more letters and digits into it.",
        )
    return token
