"""What workers are asked to do with the graph; every function here runs in a process of its own."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from kg import queries
from kg.errors import StoreError
from kg.pipeline import Archive
from kg.queries import Result
from kg.store import Embedded
from kg.store.remote import Remote

LIVE: Final = 10.0
"""Seconds for which a copy of a server's graph serves, where no batch tells that it changed."""
_copied = time.monotonic()


def ask(archive: Archive, name: str, values: Mapping[str, object]) -> Result:
    """The rows of a named question."""
    return queries.ask(archive.store, name, **values)


def select(archive: Archive, text: str) -> Result:
    """The rows of a SELECT."""
    return queries.select(archive.store, text)


def begin(archive: Archive) -> None:
    """Publish an empty graph, so that there is something to read."""
    archive.store.unpublished = True


def write(
    archive: Archive, function: Callable[..., Any], args: Any, options: Any
) -> tuple[Any, int]:
    """What a function gives, and the snapshot that shows what it wrote."""
    value = function(archive, *args, **options)
    store = archive.store
    if store.unpublished or (isinstance(store, Embedded) and store.snapshot == 0):
        _publish(archive)
    return value, store.snapshot


def _publish(archive: Archive) -> None:
    store = archive.store
    try:
        number = store.publish()
    except StoreError as error:
        what = f"{error.what}; what was written is kept, and seen once it can be published"
        raise StoreError(what, where=error.where, next_step=error.next_step) from None
    oldest = store.oldest() if isinstance(store, Embedded) else number
    archive.library.publish(number, oldest=oldest)


def unbounded(archive: Archive, function: Callable[..., Any], args: Any, options: Any) -> Any:
    """What a function gives that may take all the memory there is."""
    soft, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        return function(archive, *args, **options)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def live(
    archive: Archive, function: Callable[..., Any], args: Any, options: Any
) -> tuple[Any, int]:
    """What a function gives over a server's graph as it is now, and the batch that was read."""
    global _copied
    store = archive.store
    assert isinstance(store, Remote)
    newer = archive.follow()
    if newer or (store.snapshot == 0 and time.monotonic() - _copied > LIVE):
        store.forget()
        _copied = time.monotonic()
    return function(archive, *args, **options), store.snapshot
