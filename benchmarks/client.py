"""Asks an HTTP server as fast as it answers: one thread, plain sockets, requests made beforehand.

It is cheap on purpose: on a machine with few cores, what the client takes the servers miss.
"""

from __future__ import annotations

import http.client
import re
import selectors
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_END = b"\r\n\r\n"


def get(path: str, accept: str = "application/json") -> bytes:
    """A request for a path."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def query(path: str, text: str) -> bytes:
    """A request that asks SPARQL by GET, as most clients do."""
    return get(f"{path}?query={quote(text, safe='')}", "application/sparql-results+json")


class _Line:
    """A connection with one request on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = 0.0
        self._found = bytearray()

    def ask(self, request: bytes) -> None:
        self._found.clear()
        self.begun = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has come; whether the answer is whole."""
        part = self.socket.recv(262144)
        assert part, "the server hung up"
        self._found += part
        head = self._found.find(_END)
        if head < 0:
            return False
        assert self._found.startswith(b"HTTP/1.1 200"), bytes(self._found[:500])
        if length := _LENGTH.search(self._found, 0, head):
            return len(self._found) == head + len(_END) + int(length[1])
        assert _CHUNKED.search(self._found, 0, head)
        return self._found.endswith(b"0\r\n\r\n")


def asked(
    port: int, requests: Iterator[bytes], connections: int, seconds: float
) -> tuple[float, list[float]]:
    """Ask for so long with so many requests on their way at once, and wait for the last answers.

    Returns: answers a second, and the seconds that each took.
    """
    taken: list[float] = []
    lines = [_Line(port) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(next(requests))
        while selector.get_map():
            for key, _ in selector.select(1.0):
                line = key.data
                if not line.read():
                    continue
                now = time.perf_counter()
                taken.append(now - line.begun)
                following = next(requests, None) if now - begun < seconds else None
                if following:
                    line.ask(following)
                else:
                    selector.unregister(line.socket)
                    line.socket.close()
    return len(taken) / (time.perf_counter() - begun), taken


def answers(port: int, path: str = "/", sign: str = "") -> bool:
    """Whether a server answers, and says ``sign``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return sign in connection.getresponse().read().decode()
    except OSError:
        return False
    finally:
        connection.close()
