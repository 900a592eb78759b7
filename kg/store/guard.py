"""Looks at SPARQL text before the engine does: what would crash it, and what would leave the house.

The engine aborts the whole process on texts that nest or chain too deeply, and it makes outgoing
requests for SERVICE and LOAD with no switch to stop it. Both are decided here on tokens, outside
strings, IRIs and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.errors import QueryError, QuerySyntaxError

MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 64
MAX_PARTS: Final = 1000
MAX_JOINS: Final = 250

_PIECES: Final = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<string>  \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<open>    <<\(? | [{(\[] )
    | (?P<close>   \)?>> | [})\]] )
    | (?P<iri>     <[^<>"{}|^`\x00-\x20]*> )
    | (?P<aside>   [?$]\w+ | @[A-Za-z-]+ | _:[\w.-]+ | \\. )
    | (?P<name>    [\w.-]{0,200}+:(?:[\w.:%-]|\\.)* )
    | (?P<word>    [^\W\d]\w* )
    | (?P<number>  \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
    | (?P<chain>   \|\| | && | [|/^+*!=<>-] )
    | (?P<join>    [.;,] )
    | (?P<other>   \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_STRUCTURE: Final = frozenset(
    {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "SELECT", "EXISTS"}
)
_FETCHING: Final = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
_SUSPICIOUS: Final = re.compile(r"SERVICE|LOAD|file:|\\", re.IGNORECASE)
_TEXT_WITH_SCHEME: Final = re.compile(r"<[A-Za-z][\w+.-]*://")
_LOCAL_FILE: Final = re.compile(r"<\s*file:", re.IGNORECASE)
_NO_FETCHING: Final = "Nothing is fetched from elsewhere; load the data first and ask here"
_ASK_ELSEWHERE: Final = "At /sparql, kg serve --allow-service HOST permits it for that host"
_BLANK: Final = re.compile(r"[^\r\n]")


class Token(NamedTuple):
    """A piece of SPARQL text that is not a comment."""

    kind: str
    text: str
    position: int

    @property
    def end(self) -> int:
        """Where the text goes on after it."""
        return self.position + len(self.text)


class Checked(str):
    """A text that is known to have a harmless structure; terms may have been put into it.

    To be made only of texts that ``check`` has passed, and of terms as an RDF library writes them.
    """

    __slots__ = ()


def check(text: str, *, data: bool = False) -> None:
    """Refuse what would crash the engine or make it fetch.

    Parameters: ``text`` is a SPARQL query or update; ``data`` allows any number of triples, for
    updates that only carry data.
    Raises: QuerySyntaxError (with line and column) or QueryError, before any engine sees it.
    """
    if _is_harmless(text):
        return
    check_length(text)
    if isinstance(text, Checked):
        return
    found = list(tokens(text))
    _check_depth(text, found)
    _check_parts(found, data=data)
    if _SUSPICIOUS.search(text):
        _check_fetching(text, found)


def _is_harmless(text: str) -> bool:
    """Whether a text is too short for any limit and names nothing to fetch: most are."""
    return (
        len(text) <= MAX_PARTS
        and sum(map(text.count, "{([<")) <= MAX_DEPTH
        and sum(map(text.count, ".;,")) <= MAX_JOINS
        and not _SUSPICIOUS.search(text)
    )


def check_length(text: str) -> None:
    """Refuse a text that is too long to be looked at. Raises: QueryError."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise QueryError(
            f"the query is longer than {MAX_BYTES // 1024} kB", next_step="Split it into parts"
        )


def tokens(text: str) -> Iterator[Token]:
    """The text's tokens, comments left out."""
    for match in _PIECES.finditer(text):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match.group(), match.start())


def blank(text: str) -> str:
    """As many spaces, line by line: what stands behind keeps its line and column."""
    return _BLANK.sub(" ", text)


def excerpt(text: str, line: int, column: int) -> str:
    """The offending line with a caret below the column."""
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    start = max(0, column - 60)
    return f"{shown[start : start + 100]}\n{' ' * (column - 1 - start)}^"


def syntax_error(text: str, what: str, position: int) -> QuerySyntaxError:
    """A complaint about the character at ``position``, with line, column and caret."""
    before = text[:position]
    line = before.count("\n") + 1
    column = position - (before.rfind("\n") + 1) + 1
    return QuerySyntaxError(what, line=line, column=column, excerpt=excerpt(text, line, column))


def _check_depth(text: str, found: list[Token]) -> None:
    depth = 0
    for token in found:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > MAX_DEPTH:
            raise syntax_error(text, f"nested deeper than {MAX_DEPTH} levels", token.position)


def _check_parts(found: list[Token], *, data: bool) -> None:
    """Count what makes the engine recurse or plan: operators, clauses, and triples joined."""
    parts = joins = 0
    inside: list[str] = []
    for token in found:
        if token.kind == "open":
            inside.append(token.text)
            parts += token.text == "{"
        elif token.kind == "close":
            del inside[-1:]
        elif token.kind == "word":
            parts += token.text.upper() in _STRUCTURE
        elif token.kind == "chain":
            parts += 1
        elif token.kind == "join" and inside[-1:] != ["("]:
            joins += 1
        # A path of many steps is planned as that many triples.
        joins += token.text == "/"
    limits = [("parts", parts, MAX_PARTS), ("triples", 0 if data else joins, MAX_JOINS)]
    for what, count, most in limits:
        if count > most:
            raise QueryError(
                f"the query has more than {most} {what}", next_step="Ask in several smaller queries"
            )


def _check_fetching(text: str, found: list[Token]) -> None:
    previous = ""
    for token in found:
        if token.kind in {"word", "name"} and _FETCHING.match(token.text):
            word = _FETCHING.match(token.text)
            assert word is not None
            what = f"{word.group().upper()} is not allowed here"
            raise _refused(text, what, token.position)
        if previous in {"FROM", "NAMED"} and _LOCAL_FILE.match(token.text):
            raise _refused(text, "FROM a local file is not allowed here", token.position)
        previous = token.text.upper()
    if _FETCHING.search(text):
        check_certain(text, found)


def check_certain(text: str, found: list[Token]) -> None:
    """Refuse a text whose tokens the engine might see elsewhere. Raises: QuerySyntaxError.

    It may read ``a<#b>`` as "a less than" and a comment; then strings shift.
    """
    for token in found:
        doubtful = token.kind == "iri" and ("#" in token.text or "'" in token.text)
        if doubtful and not _TEXT_WITH_SCHEME.match(token.text):
            what = "write this IRI in full: beside the word SERVICE or LOAD it is ambiguous"
            raise _refused(text, what, token.position)


def _refused(text: str, what: str, position: int) -> QueryError:
    located = syntax_error(text, what, position)
    located.next_step = _ASK_ELSEWHERE if what.startswith("SERVICE") else _NO_FETCHING
    located.args = (located.message,)
    return located
