"""Clients that send too slowly, too far ahead, or never read: each costs at most its connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

pytest.importorskip("uvicorn")

import uvicorn
from uvicorn.server import ServerState

from kg.server import wire
from tests.server.running import PATIENCE, Service, memory

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
ANSWER = b"x" * 8_000_000


async def application(scope: object, receive: object, send: Callable[..., Awaitable[None]]) -> None:
    """Answers with some megabytes."""
    size = str(len(ANSWER)).encode()
    head = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", size)]}
    await send(head)
    await send({"type": "http.response.body", "body": ANSWER})


@asynccontextmanager
async def listening(
    answers: Callable[..., Awaitable[None]] = application,
) -> AsyncIterator[tuple[int, ServerState]]:
    """The port and the connections of a server that speaks our protocol."""
    config, state = uvicorn.Config(answers, lifespan="off", log_config=None), ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: wire.Protocol(config, state, {}), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], state


async def sent(port: int, data: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    return reader, writer


@pytest.mark.parametrize(
    ("head", "told"), [(b"", b""), (b"GET / HT", b"HTTP/1.1 408"), (GET, b"HTTP/1.1 408")]
)
def test_a_head_that_does_not_end_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch, head: bytes, told: bytes
) -> None:
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.1)

    async def asked() -> bytes:
        async with listening() as (port, _), asyncio.timeout(PATIENCE):
            reader, writer = await sent(port, head)
            answer = await reader.read()
            writer.close()
            return answer

    answer = asyncio.run(asked())
    assert answer.startswith(told)
    assert bool(answer) == bool(told)


def test_a_late_head_never_answers_for_the_request_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.1)

    async def late(scope: object, receive: object, send: Callable[..., Awaitable[None]]) -> None:
        await asyncio.sleep(0.3)
        await application(scope, receive, send)

    async def asked() -> bytes:
        async with listening(late) as (port, _), asyncio.timeout(PATIENCE):
            reader, writer = await sent(port, GET + b"\r\n" + GET)
            answer = await reader.read()
            writer.close()
            return answer

    first, _, rest = asyncio.run(asked()).partition(ANSWER)
    assert first.startswith(b"HTTP/1.1 200")
    assert rest.startswith(b"HTTP/1.1 408")


def test_an_answer_that_nobody_reads_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "STALLED", 0.1)

    async def asked() -> int:
        async with listening() as (port, state), asyncio.timeout(PATIENCE):
            reader, writer = await sent(port, GET + b"\r\n")
            await reader.readline()
            # From here on this end takes nothing: its own buffer is full.
            while state.connections:
                await asyncio.sleep(0.01)
            with contextlib.suppress(ConnectionError):
                answer = await reader.read()
            writer.close()
            return len(answer)

    assert asyncio.run(asked()) < len(ANSWER)


def test_an_answer_that_is_read_slowly_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "STALLED", 0.5)

    async def asked() -> int:
        async with listening() as (port, _), asyncio.timeout(PATIENCE):
            reader, writer = await sent(port, GET + b"Connection: close\r\n\r\n")
            taken = 0
            while part := await reader.read(2**18):
                taken += len(part)
                await asyncio.sleep(0.02)
            writer.close()
            return taken

    assert asyncio.run(asked()) > len(ANSWER)


def test_requests_sent_ahead_are_answered_in_order_and_a_flood_takes_no_room(
    writable: Service,
) -> None:
    async def flooded() -> tuple[int, int]:
        one = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
        async with asyncio.timeout(PATIENCE):
            reader, writer = await sent(
                writable.port, one * 999 + GET + b"Connection: close\r\n\r\n"
            )
            answered = (await reader.read()).count(b"HTTP/1.1 200")
            before = memory(writable.process.pid)
            _, flood = await sent(writable.port, one * 100_000)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await flood.drain()
            taken = memory(writable.process.pid) - before
            for end in (writer, flood):
                end.transport.abort()
                with contextlib.suppress(ConnectionError):
                    await end.wait_closed()
            return answered, taken

    answered, taken = asyncio.run(flooded())
    assert answered == 1000
    assert taken < 50 * 2**20
    assert writable.is_alive()
