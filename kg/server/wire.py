"""The server's side of a connection: what is written in one go leaves in one packet.

An answer's head and body are written one after the other; each would cost a call into the kernel
and wake the client, which is a good part of what a light query costs.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD: Final = 512 * 1024
"""Bytes of a request before its body: an address with a whole query in it, and then some."""
HEAD_SECONDS: Final = 20.0
"""How long a head may take to arrive, and a connection to begin with one."""
STALLED: Final = 30.0
"""Seconds in which a client that has an answer to read must take some of it."""
_SOME: Final = 64 * 1024
_PIECE: Final = 16 * 1024
_MOST_AHEAD: Final = 1024 * 1024
"""Bytes of requests that a client may send before earlier ones are answered."""


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, writing through a transport that gathers, with bounds it does not have.

    A head ends somewhere and sometime; of requests that are sent before earlier ones are answered
    only a few are parsed; an answer that nobody reads is not kept for ever.
    """

    _head = 0
    _in_head = True
    _kept = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio."""
        self._ahead = bytearray()
        self._stalling: asyncio.TimerHandle | None = None
        self._heading: asyncio.TimerHandle | None = None
        super().connection_made(Gathering(transport, self.loop))
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        for timer in (self._heading, self._stalling):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        if not self._ahead and not self.pipeline and len(data) <= _PIECE:
            self._parse(data)
            return
        self._ahead += data
        if len(self._ahead) > _MOST_AHEAD:
            self.transport.close()
        self._parse_ahead()

    def _parse_ahead(self) -> None:
        """Parse in pieces until a request has to wait for an earlier one's answer."""
        while self._ahead and not (self.pipeline or self.transport.is_closing()):
            piece = bytes(self._ahead[:_PIECE])
            del self._ahead[:_PIECE]
            self._parse(piece)
        if self._ahead:
            self.flow.pause_reading()

    def _parse(self, data: bytes) -> None:
        """The parser below keeps a head of any size."""
        if self._in_head:
            self._head += len(data)
        if self.transport.is_closing():
            return
        if self._head > MOST_HEAD:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
            return
        super().data_received(data)
        if self._in_head and self._head and not self._heading:
            self._expect_head()

    def on_message_begin(self) -> None:
        """Called by the parser when a request begins."""
        self._in_head, self._head = True, 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Called by the parser when its body begins."""
        self._in_head, self._head = False, 0
        if self._heading:
            self._heading.cancel()
            self._heading = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Called by the parser when a request has ended; the next begins with its head."""
        self._in_head, self._head = True, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Called when an answer is written; the next request may be parsed."""
        super().on_response_complete()
        if self._ahead:
            self.flow.pause_reading()
            self.loop.call_soon(self._parse_further)

    def _parse_further(self) -> None:
        if not self.transport.is_closing():
            self.flow.resume_reading()
            self._parse_ahead()

    def _expect_head(self) -> None:
        self._heading = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _too_late(self) -> None:
        if self.cycle and not self.cycle.response_complete:
            # Its 408 would be read as the answer that is still on its way.
            self._expect_head()
            return
        if not self.transport.is_closing():
            if self._head:
                self.transport.write(_TOO_LATE)
            self.transport.close()

    def pause_writing(self) -> None:
        """Called by asyncio when more is written than the client takes for now."""
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        """Called by asyncio when the client has taken most of it."""
        if self._stalling:
            self._stalling.cancel()
            self._stalling = None
        super().resume_writing()

    def _watch_reading(self) -> None:
        self._kept = self.transport.get_write_buffer_size()
        self._stalling = self.loop.call_later(STALLED, self._let_go_if_stalled)

    def _let_go_if_stalled(self) -> None:
        if self.transport.get_write_buffer_size() > self._kept - _SOME:
            self.transport.abort()
        else:
            self._watch_reading()


_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_TOO_LATE: Final = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Gathering(asyncio.Transport):
    """A transport that sends what was written to it when the loop comes round again."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport, self._loop = transport, loop
        self._parts: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep some bytes until the loop comes round."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)

    def close(self) -> None:
        """Send what is kept, and close."""
        self._send()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether it is closed or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 -- asyncio's
        """What the transport knows of the connection."""
        return self._transport.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection to another protocol."""
        self._transport.set_protocol(protocol)

    def pause_reading(self) -> None:
        """Read no more for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    def get_write_buffer_size(self) -> int:
        """How many bytes the client has still to take."""
        return self._transport.get_write_buffer_size()

    def abort(self) -> None:
        """Close at once."""
        self._parts.clear()
        self._transport.abort()

    def _send(self) -> None:
        parts, self._parts = self._parts, []
        if parts:
            self._transport.write(b"".join(parts))
