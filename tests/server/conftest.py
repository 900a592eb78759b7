"""Services that really run, each in processes of its own on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.running import TOKEN, Service, running


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk with some data in it."""
    from kg.library import Library
    from kg.store import Embedded

    folder = tmp_path_factory.mktemp("served") / "store"
    with Embedded.writer(folder) as store:
        store.update(DATA)
        number = store.publish()
    with Library.writer(folder, at=number + 1):
        pass
    return folder


@pytest.fixture(scope="module")
def reading(filled: Path) -> Iterator[Service]:
    """A read-only service over data on disk."""
    with running(filled, "--deadline", "2", "--rows", "5000", "--memory", "400") as service:
        yield service


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over a new store on disk that takes all writes."""
    folder = tmp_path_factory.mktemp("written")
    token = folder / "token"
    token.write_text(TOKEN)
    options = ("--writable", "all", "--token-file", str(token), "--deadline", "3")
    with running(folder / "store", *options) as service:
        yield service


_NUMBERS = " ".join(f"<urn:s{n}> <urn:p> {n} ." for n in range(2000))
_NAMED = "GRAPH <urn:g> { <urn:a> <urn:in> <urn:g> }"
DATA = f"INSERT DATA {{ {_NUMBERS} <urn:a> <urn:b> 'c' . {_NAMED} }}"
