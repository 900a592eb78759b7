"""What a text says about itself: front matter, its title, the date printed at its head."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.model import Span
from kg.reading.calendar import FULL_DATE, date_of, parse_date
from kg.reading.lines import dateline, junk

_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w.-]{0,40}):[ \t]*(.*)$")
_FRONT_MATTER_LIMIT: Final = 20_000
_TITLE_KEYS: Final = ("title", "headline", "name")
_DATE_KEYS: Final = (
    "published",
    "date",
    "published_time",
    "datepublished",
    "pubdate",
    "publication_date",
    "created",
    "first_published",
)
_URL_KEYS: Final = ("url", "source_url", "canonical_url", "link", "permalink", "source")
_PUBLISHER_KEYS: Final = ("publisher", "outlet", "site", "site_name")
_HEAD_LINES: Final = 15
_TAIL_LINES: Final = 6
_DATE_LABEL = re.compile(
    r"(?:published|posted|updated|date|released?|issued|first published|last updated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says about an article; an empty string or None where it says nothing."""

    title: str = ""
    url: str = ""
    published: date | None = None
    publisher: str = ""


def front_matter_end(text: str) -> int:
    """Where the body begins after ``---`` front matter; 0 when there is none."""
    if not (opening := _FENCE.match(text)):
        return 0
    closing = _CLOSING.search(text, opening.end(), _FRONT_MATTER_LIMIT)
    return closing.end() if closing else 0


def front_matter(text: str) -> Metadata:
    """The metadata of a text's YAML front matter (plain keys and folded strings only)."""
    if not (end := front_matter_end(text)):
        return Metadata()
    values = _plain_yaml(text[:end])
    return Metadata(
        title=_first(values, _TITLE_KEYS),
        url=_address(_first(values, _URL_KEYS)),
        published=parse_date(_first(values, _DATE_KEYS)),
        publisher=_first(values, _PUBLISHER_KEYS),
    )


def _plain_yaml(block: str) -> dict[str, str]:
    values: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if match := _KEY.match(line):
            key = match[1].lower()
            values[key] = match[2].strip()
        elif key and line[:1] in " \t":
            values[key] = _continued(values[key], line.strip())
    return {key: _unquoted(value) for key, value in values.items()}


def _continued(value: str, more: str) -> str:
    """A folded line: joined by a blank, or as it stands where a backslash says so."""
    if value.endswith("\\"):
        return value[:-1] + more.removeprefix("\\")
    return f"{value} {more}"


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _unescaped(value[1:-1].replace("\\ ", " "))
    return value


def _unescaped(value: str) -> str:
    value = value.replace("\\_", "\u00a0").replace("\\N", "\u0085")
    ascii_only = value.encode("ascii", "backslashreplace").decode("ascii")
    try:
        decoded = codecs.decode(ascii_only, "unicode_escape")
        return " ".join(decoded.replace("\u2060", "").split())
    except (UnicodeDecodeError, ValueError):
        return value


def _first(values: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((values[key] for key in keys if values.get(key)), "")


def _address(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else ""


def printed_date(text: str) -> tuple[date, Span] | None:
    """The publication date that the text itself prints, and where.

    Looked for at the head and the foot: in front matter, in a line that is a date, in a dateline,
    and in junk lines that say "published", before any of them is dropped. Dates in prose are what
    the article is about, not when it was published, and do not count.
    """
    start = front_matter_end(text)
    if start and (day := front_matter(text).published):
        return day, Span(0, start)
    lines = [m for m in re.finditer(r"[^\r\n]+", text[:200_000]) if m.start() >= start]
    for line in (*lines[:_HEAD_LINES], *lines[_HEAD_LINES:][-_TAIL_LINES:]):
        if found := _date_in_line(line[0][:300], line.start()):
            return found
    return None


def _date_in_line(line: str, offset: int) -> tuple[date, Span] | None:
    match = FULL_DATE.search(line)
    if match is None or (day := date_of(match)) is None:
        return None
    verdict = junk(line)
    dated = verdict is not None and verdict[1] == "date by itself"
    labelled = len(line) < 120 and _DATE_LABEL.search(line[: match.start()])
    if dated or labelled or match.end() <= dateline(line):
        return day, Span(offset + match.start(), offset + match.end())
    return None
