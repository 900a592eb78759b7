"""One HTTP request to the endpoint that the user named: no redirects, a size limit, a deadline."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_LARGEST: Final = 4_000_000


class Answer(NamedTuple):
    """What a server answered: the status and the body."""

    status: int
    body: bytes


Transport = Callable[[str, Mapping[str, str], bytes, float], Answer]
"""Posts a body to an URL with headers within seconds; raises OSError when nothing comes back."""


def post(url: str, headers: Mapping[str, str], body: bytes, seconds: float) -> Answer:
    """Post a body and read the answer.

    Parameters: ``seconds`` is the deadline for everything together, even for a server that sends
    a byte now and then. Returns: status and body; a redirect is an answer like any other, so that
    neither the key nor the article goes where nobody sent it.
    Raises: TimeoutError past the deadline, another OSError when the exchange fails.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    ends = time.monotonic() + seconds
    try:
        connection.connect()
        with _hung_up_after(seconds, connection.sock):
            target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("POST", target, body, dict(headers))
            return _read(connection.getresponse())
    except (OSError, HTTPException, AttributeError) as error:
        if time.monotonic() >= ends or isinstance(error, TimeoutError):
            raise TimeoutError(f"no whole answer within {seconds:g} s") from error
        raise OSError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _read(response: HTTPResponse) -> Answer:
    body = response.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise OSError(f"the answer is larger than {_LARGEST // 1_000_000} MB")
    if response.length:
        raise OSError("the answer breaks off")
    return Answer(response.status, body)


class _hung_up_after:  # noqa: N801 - reads as a sentence
    """Hangs up a connection whose exchange takes too long, however busy it looks."""

    def __init__(self, seconds: float, connected: socket.socket) -> None:
        self._socket = connected
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def _hang_up(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
