"""Messages between the service and its workers: a length, then a pickled value.

Both ends are this program, forked from one another; nothing from outside is ever unpickled.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any, Final

from kg.errors import KgError

LENGTH: Final = struct.Struct("!Q")
_AT_ONCE: Final = 16 * 1024


def pack(value: object) -> bytes:
    """A message, ready to be sent."""
    body = pickle.dumps(value, protocol=5)
    return LENGTH.pack(len(body)) + body


def send(channel: socket.socket, value: object) -> None:
    """Send one message and wait until it has gone."""
    channel.sendall(pack(value))


def receive(channel: socket.socket) -> Any:
    """The next message. Raises: EOFError when the other end is gone."""
    found = bytearray()
    _fill(channel, found, LENGTH.size)
    (length,) = LENGTH.unpack_from(found)
    _fill(channel, found, LENGTH.size + length)
    return unpack(found)


def complete(found: bytearray) -> bool:
    """Whether a message is there as a whole."""
    return len(found) >= LENGTH.size and len(found) >= LENGTH.size + LENGTH.unpack_from(found)[0]


def unpack(found: bytearray) -> Any:
    """The value in a message."""
    return pickle.loads(memoryview(found)[LENGTH.size :])  # noqa: S301 -- our own process sent it


def _fill(channel: socket.socket, found: bytearray, size: int) -> None:
    """Read on until there are so many bytes; one side waits for the other, so no more follow."""
    while len(found) < size:
        part = channel.recv(max(_AT_ONCE, size - len(found)))
        if not part:
            raise EOFError
        found += part


def exactly(channel: socket.socket, size: int) -> bytearray:
    """That many bytes. Raises: EOFError when the other end is gone."""
    found = bytearray(size)
    view, filled = memoryview(found), 0
    while filled < size:
        got = channel.recv_into(view[filled:])
        if got == 0:
            raise EOFError
        filled += got
    return found


def failure(error: KgError) -> tuple[str, object]:
    """A failure as a message; its class may take arguments that pickling would not find."""
    return "failed", (type(error), error.args, error.__dict__)


def success(value: object) -> tuple[str, object]:
    """A result as a message."""
    return "done", value


def opened(message: tuple[str, Any]) -> Any:
    """The result in a message. Raises: the failure in it."""
    kind, value = message
    if kind == "done":
        return value
    cls, args, attributes = value
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(attributes)
    raise error
