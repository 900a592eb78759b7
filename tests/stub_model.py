"""A language model's endpoint on the loopback: answers as it is told, keeps what it heard."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Stub:
    """Where it listens, and the requests it has heard (headers and body)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.leaving = threading.Event()


@contextmanager
def stub(reply: Reply) -> Iterator[Stub]:
    """A server that answers every POST by ``reply``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.heard.append((dict(self.headers), body))
            try:
                reply(self, body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Stub(f"http://127.0.0.1:{server.server_port}/v1")
    server.stub = told  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.leaving.set()
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """Answer with these very bytes."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def completing(content: str) -> Reply:
    """Answers with a chat completion of this content."""

    def reply(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        message = {"role": "assistant", "content": content}
        send(handler, 200, json.dumps({"choices": [{"message": message}]}).encode())

    return reply


def claiming(*facts: object) -> Reply:
    """Answers with these facts in the form that was asked for."""
    return completing(json.dumps({"facts": facts}))
