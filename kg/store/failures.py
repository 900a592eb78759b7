"""Turns the engine's exceptions into ours, at this one edge."""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from kg.errors import (
    KgError,
    QueryError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
)
from kg.store import guard

_POSITION: Final = re.compile(r"error at (\d+):(\d+): ")
_TOLD: Final = re.compile(r"Prefix not found|The [A-Z]+ contains [^,]+")
_NO_SUCH_GRAPH: Final = re.compile(r"The graph \S+ (already exists|does not exist)")
_PEEK: Final = 40


class syntax(contextlib.AbstractContextManager[None]):  # noqa: N801 -- used like a function
    """Gives a syntax error its line, column and excerpt.

    Parameters: ``parse`` takes a text to the same engine on scratch data.
    """

    def __init__(self, text: str, parse: Callable[[str], object]) -> None:
        self._text, self._parse = text, parse

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raises: QueryError in place of SyntaxError."""
        if isinstance(error, SyntaxError):
            raise _located(self._text, str(error), self._parse) from None


class mapped(contextlib.AbstractContextManager[None]):  # noqa: N801 -- used like a function
    """Turns the engine's exceptions into ours; ``racing`` lets FileNotFoundError through."""

    def __init__(self, where: str, *, racing: bool = False) -> None:
        self._where, self._racing = where, racing

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raises: StoreError and its kinds, or QueryError, in place of the engine's exceptions."""
        if isinstance(error, KgError) or (self._racing and isinstance(error, FileNotFoundError)):
            return
        if isinstance(error, OSError | RuntimeError | ValueError):
            raise _translated(error, self._where) from error


def _translated(error: Exception, where: str) -> KgError:
    said = " ".join(str(error).split())
    if _NO_SUCH_GRAPH.fullmatch(said):
        what = f"the{said.removeprefix('The')}"
        return QueryError(what, next_step="SILENT lets an update go on all the same")
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


def _located(text: str, said: str, parse: Callable[[str], object]) -> QueryError:
    """The engine's own position is off by what it peeked at; cutting the text finds the token."""
    told = _TOLD.search(said)
    found = list(guard.tokens(text))
    bad = _first_unwelcome(text, found, parse)
    if told and "Prefix" in told.group() and bad:
        return guard.syntax_error(text, f"the prefix of {bad.text} is not declared", bad.position)
    if told:
        last = bad or found[-1]
        return guard.syntax_error(text, told.group().strip(), last.position)
    if bad is None:
        return _unfinished(text, found)
    shown = _shortened(bad.text)
    what = f"{shown} is not a full IRI" if bad.kind == "iri" else f"unexpected {shown}"
    return guard.syntax_error(text, what, bad.position)


def _first_unwelcome(
    text: str, found: list[guard.Token], parse: Callable[[str], object]
) -> guard.Token | None:
    """The first token after which the text could not go on; None when only its end is missing."""
    index = bisect_left(found, True, key=lambda t: not _may_go_on(text[: t.end], parse))
    return found[index] if index < len(found) else None


def _may_go_on(start: str, parse: Callable[[str], object]) -> bool:
    """Whether the engine, given only this much, stumbles over nothing but the end."""
    padded = start + " " * _PEEK
    try:
        parse(padded)
    except SyntaxError as error:
        match = _POSITION.match(str(error))
        end = (padded.count("\n") + 1, len(padded) - padded.rfind("\n"))
        return match is not None and (int(match[1]), int(match[2])) == end
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def _unfinished(text: str, found: list[guard.Token]) -> QueryError:
    quote = next((t for t in found if t.kind == "other" and t.text in "\"'"), None)
    if quote:
        return guard.syntax_error(text, "this string is not closed", quote.position)
    return guard.syntax_error(text, "the query ends too early", len(text.rstrip()))


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
