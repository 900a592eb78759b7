"""What tests share: the material that is never part of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT, missing

if TYPE_CHECKING:
    from kg.store import Server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and evaluation material: KG_SHARED, else beside the repository."""
    folder = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        missing("the shared material (KG_SHARED)")
    return folder


class Servers:
    """SPARQL servers, each started when a test first needs it and emptied for every test."""

    def __init__(self, stack: ExitStack, folders: pytest.TempPathFactory) -> None:
        self._stack = stack
        self._folders = folders
        self._running: dict[str, tuple[Server, frozenset[str]]] = {}

    def __call__(self, name: str) -> Server:
        """The server of that name, empty: ``oxigraph`` or ``virtuoso``."""
        from tests import servers

        if name not in self._running:
            start = servers.SERVERS[name](self._folders.mktemp(name))
            server = self._stack.enter_context(start)
            self._running[name] = server, servers.named(server)
        return servers.emptied(*self._running[name])


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Real SPARQL servers on loopback."""
    with ExitStack() as stack:
        yield Servers(stack, tmp_path_factory)
