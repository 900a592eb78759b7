"""Requests that no proper client sends: each is refused by its kind, none is a fault of ours."""

from __future__ import annotations

import contextlib
import socket

import pytest

from tests.server.running import PATIENCE, TOKEN, Service

LOCAL = b"Host: localhost\r\n"
CLOSE = b"Connection: close\r\n\r\n"
RIGHT = b"Authorization: Bearer " + TOKEN.encode() + b"\r\n"
ASK = b"GET /sparql?query=ASK%7B%7D"


def sent(service: Service, request: bytes) -> tuple[int, bytes]:
    """The status and the whole answer.

    A service that hangs up while much is still coming may be cut off itself: status 0.
    """
    with socket.create_connection(("127.0.0.1", service.port), PATIENCE) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(request)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while part := line.recv(65536):
                answer += part
    return int(answer.split()[1]) if answer else 0, answer


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /health HTTP/1.1\r\n" + CLOSE, 403),
        (b"GET /health HTTP/1.1\r\nHost: [::1\r\n" + CLOSE, 403),
        (b"GET /health HTTP/1.1\r\n" + LOCAL + b"Host: evil.example\r\n" + CLOSE, 403),
        (
            b"GET / HTTP/1.1\r\n" + LOCAL + b"Upgrade: websocket\r\nConnection: close, upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n",
            200,
        ),
        (ASK + b" HTTP/1.1\r\nHost: localhost:port\r\n" + CLOSE, 403),
        (ASK + b" HTTP/1.1\r\nHost: evil@localhost\r\n" + CLOSE, 403),
        (ASK + b" HTTP/1.1\r\nHost: localhost.evil.example\r\n" + CLOSE, 403),
        (ASK + b" HTTP/1.1\r\nHost: LOCALHOST:99\r\n" + CLOSE, 200),
        (ASK + b"&default-graph-uri=no%20iri HTTP/1.1\r\n" + LOCAL + CLOSE, 400),
        (ASK + b"&named-graph-uri=relative HTTP/1.1\r\n" + LOCAL + CLOSE, 400),
        (ASK + b" HTTP/1.1\r\n" + LOCAL + b"Accept: ;;,q=,/;q=nan,*/*;q=1\r\n" + CLOSE, 200),
        (b"GET /store/%ff HTTP/1.1\r\n" + LOCAL + CLOSE, 404),
        (b"GET /store?graph= HTTP/1.1\r\n" + LOCAL + CLOSE, 400),
        (b"GET /store?graph=http://[ HTTP/1.1\r\n" + LOCAL + CLOSE, 400),
        (b"GET /id/state/%ED%A0%80 HTTP/1.1\r\n" + LOCAL + CLOSE, 404),
        (b"GET /q/%00 HTTP/1.1\r\n" + LOCAL + CLOSE, 404),
        (b"PROPFIND /sparql HTTP/1.1\r\n" + LOCAL + CLOSE, 405),
        (b"OPTIONS * HTTP/1.1\r\n" + LOCAL + CLOSE, 204),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET /health HTTP/1.1\r\n" + LOCAL + b"X: " + b"x" * 2_000_000, 431),
        (b"GET /" + b"x" * 2_000_000, 431),
        (b"DELETE /decisions/x HTTP/1.1\r\n" + LOCAL + b"Origin: http://[\r\n" + CLOSE, 403),
        (
            b"POST /sparql HTTP/1.1\r\n" + LOCAL + b"Content-Type: application/sparql-query\r\n"
            b"Content-Encoding: gzip\r\nContent-Length: 6\r\n" + CLOSE + b"ASK {}",
            415,
        ),
        (
            b"POST /decisions HTTP/1.1\r\n" + LOCAL + RIGHT + b"Content-Length: 200000\r\n"
            b"Content-Type: application/json\r\n" + CLOSE + b"[" * 200_000,
            400,
        ),
        (
            b"POST /decisions HTTP/1.1\r\n" + LOCAL + b"Content-Length: 9000000000\r\n"
            b"Content-Type: application/json\r\n" + CLOSE + b'{"a": "',
            413,
        ),
        (
            b"POST /sparql?using-graph-uri=no%20iri HTTP/1.1\r\n" + LOCAL + RIGHT
            + b"Content-Type: application/sparql-update\r\nContent-Length: 8\r\n" + CLOSE
            + b"DROP ALL",
            400,
        ),
    ],
    ids=lambda part: str(part[:60]) if isinstance(part, bytes) else "",
)  # fmt: skip
def test_it_is_refused_by_its_kind(writable: Service, request_: bytes, status: int) -> None:
    before = len(writable.said)
    found, answer = sent(writable, request_)
    assert found == status or (found == 0 and len(request_) > 1_000_000), answer[:400]
    assert all(line.startswith("{") for line in writable.said[before:]), writable.said[before:]


def test_a_graph_can_have_any_path_that_an_address_can(writable: Service) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"}
    path, data = "/store/a%20b%C3%A9", b"<urn:a> <urn:b> 1 ."
    assert writable.request("PUT", path, content=data, headers=headers).status_code == 201
    assert writable.get(path).status_code == 200
    names = writable.rows("SELECT DISTINCT ?g { GRAPH ?g { <urn:a> <urn:b> 1 } }")
    assert names == [{"g": f"{writable.address}{path}"}]
    assert writable.request("DELETE", path, headers=headers).status_code == 204


def test_a_service_that_has_seen_all_this_is_alive(writable: Service) -> None:
    assert writable.is_alive()
