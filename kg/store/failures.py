"""Turns the engine's exceptions into ours, at this one edge."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from kg.errors import (
    KgError,
    QueryError,
    QuerySyntaxError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
)
from kg.store import guard


@contextlib.contextmanager
def syntax(text: str) -> Iterator[None]:
    """Give a syntax error its line, column and excerpt."""
    try:
        yield
    except SyntaxError as error:
        raise _located(text, str(error)) from None


@contextlib.contextmanager
def mapped(where: str, *, racing: bool = False) -> Iterator[None]:
    """Turn the engine's exceptions into ours; ``racing`` lets FileNotFoundError through."""
    try:
        yield
    except (KgError, SyntaxError):
        raise
    except (OSError, RuntimeError, ValueError) as error:
        if racing and isinstance(error, FileNotFoundError):
            raise
        raise _translated(error, where) from error


def _translated(error: Exception, where: str) -> StoreError:
    said = " ".join(str(error).split())
    if "/LOCK:" in said:
        return StoreLockedError(
            "another process is writing to this store",
            where=where,
            next_step="Wait until it has finished, or use another store",
        )
    if re.search(r"corrupt|checksum|column family not found|/CURRENT", said, re.IGNORECASE):
        return damaged(where, said)
    if "no space left" in said.lower():
        return StoreError("the disk is full", where=where, next_step="Make room and run it again")
    return StoreError(said, where=where)


def damaged(where: str, what: str) -> StoreDamagedError:
    """What to say, and to do, about broken files."""
    return StoreDamagedError(
        f"the store is damaged: {what}",
        where=where,
        next_step="Restore a backup, or add the articles to a new store",
    )


def _located(text: str, said: str) -> QueryError:
    match = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if match is None:
        return QueryError(" ".join(said.split()))
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxError(
        _reason(text, line, column, match[3]),
        line=line,
        column=column,
        excerpt=guard.excerpt(text, line, column),
    )


def _reason(text: str, line: int, column: int, expected: str) -> str:
    """The engine lists what it would accept; the few sentences in that list are what helps."""
    told = re.search(
        r"Prefix not found|The [A-Z]+ contains [^,]+|[A-Z][a-z]+ [a-z]+ [a-z ]+", expected
    )
    if told:
        return told.group().strip()
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :].split()
    return f"unexpected {rest[0][:40]!r}" if rest else "the query ends too early"
