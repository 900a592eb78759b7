"""Runs the service until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn

from kg.errors import ConfigurationError
from kg.server.app import create_app
from kg.server.config import Config
from kg.server.state import State
from kg.server.wire import Protocol

_GRACE: Final = 5.0
_KEEP_ALIVE: Final = 30
_BACKLOG: Final = 512


def run(config: Config, started: Callable[[str, State], None]) -> None:
    """Serve a store until SIGINT or SIGTERM; requests at work may finish first.

    Parameters: ``started`` is told the address and what is read when requests are answered.
    Raises: StoreError when there is nothing to serve; ConfigurationError when the address is taken.
    """
    with _bound(config) as bound, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(config, bound, started))


async def _serve(
    config: Config, bound: socket.socket, started: Callable[[str, State], None]
) -> None:
    edge = create_app(config)
    settings = uvicorn.Config(
        edge,
        http=Protocol,
        lifespan="off",
        log_config=None,
        log_level="error",
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=int(config.limits.deadline + _GRACE),
        backlog=_BACKLOG,
    )
    server = _Server(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, server.leave)
    async with edge.app.router.lifespan_context(edge.app):
        started(_address(bound), edge.app.state.reader.state)
        await server.serve(sockets=[bound])


class _Server(uvicorn.Server):
    """Leaves signals to us: the worker processes have to be let go before this one ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    def leave(self) -> None:
        """Finish what is at work; told twice, do not wait for it."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _bound(config: Config) -> socket.socket:
    if not config.host.strip():
        # The system takes no name for every address there is.
        raise ConfigurationError("a host has a name", where="--host", next_step="Give one.")
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((config.host, config.port))
        found.listen(_BACKLOG)
    except OSError as error:
        found.close()
        raise ConfigurationError(
            f"cannot be listened on ({error.strerror})",
            where=f"{config.host}:{config.port}",
            next_step="Choose another --port or --host.",
        ) from None
    return found


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop

    return uvloop.new_event_loop
