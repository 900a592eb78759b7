"""Reads articles from files, folders and standard input; says what it could not read and why."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO, Any, Final, Protocol

from kg.errors import ConfigurationError, SourceError
from kg.model import Article, LineKind, slug
from kg.reading.calendar import parse_date
from kg.reading.document import parse
from kg.reading.language import is_english
from kg.reading.markup import read_page
from kg.reading.metadata import Metadata, front_matter, printed_date

LONGEST_ARTICLE: Final = 2_000_000
"""Characters; a longer text is a book or a dump, to be split into its articles first."""
_LARGEST_FILE: Final = 12_000_000
_LARGEST_PAGE: Final = 4_000_000
_LONGEST_LINE: Final = 16_000_000
_MOST_BLANK_LINES: Final = 100_000
_MOST_EXPANSION: Final = 100
_EXPANSION_FROM: Final = 50_000_000
_PLAIN: Final = frozenset({".txt", ".text", ".md", ".markdown"})
_HTML: Final = frozenset({".html", ".htm", ".xhtml"})
_JSONL: Final = frozenset({".jsonl", ".ndjson"})
_BINARY: Final = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x7fELF": "a program",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet table",
}
_GZIP: Final = b"\x1f\x8b"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHARSET = re.compile(rb"""charset\s?=\s?["']?\s?([\w.:-]{2,40})|encoding=["']([\w.:-]{2,40})""")
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,60}(?!\w)")
_AS_TEXT: Final = "Save it as UTF-8 text, HTML or JSON lines."


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that gave no article: where it stands (with its line), why, and what to do."""

    where: str
    reason: str
    next_step: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """The file, with the line when it has lines."""
        return self.where if self.line is None else f"{self.where}:{self.line}"

    @property
    def error(self) -> SourceError:
        """The same as an error that can be raised."""
        return SourceError(self.reason, where=self.place, next_step=self.next_step)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller says about the articles, which beats what they say themselves."""

    id: str = ""
    metadata: Metadata = field(default_factory=Metadata)


def read(
    path: str | Path,
    *,
    id: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: date | str | None = None,
    publisher: str | None = None,
) -> Iterator[Article | Rejected]:
    """Reads the articles of a file, a folder or ("-") standard input.

    Args:
        path: ``.txt``, ``.md``, ``.html``, ``.jsonl`` (each also ``.gz``), a folder of these, or
            "-". Other endings are recognised by their content when named directly.
        id: the article's identifier; without it the file's stem.
        url: where it was published.
        title: its title; without it what the source says, else its first heading.
        published: its date; without it what the source says, else the date that its text prints.
        publisher: who published it.

    Yields:
        Articles, and a ``Rejected`` for each file or line that gave none; then it goes on.

    Raises:
        ConfigurationError: ``published`` is no date, or one id is given for many articles.
    """
    given = _Given(id or "", Metadata(title or "", url or "", _day(published), publisher or ""))
    if isinstance(path, str) and not path.strip():
        yield Rejected(repr(path), "is an empty path", "Name a file, a folder or -.")
        return
    place = Path(path)
    if str(path) != "-" and place.is_dir():
        if id or url or title:
            raise ConfigurationError(
                "an id, URL or title belongs to one article",
                where=str(path),
                next_step="Name one file, or give them in JSON lines.",
            )
        yield from _read_folder(place, given)
    else:
        yield from _read_file(path, given)


def _day(value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    if day := parse_date(value):
        return day
    raise ConfigurationError(f"{value!r} is no date", next_step="Write it as 2015-01-22.")


def _read_folder(folder: Path, given: _Given) -> Iterator[Article | Rejected]:
    failures: list[OSError] = []
    found = False
    for root, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file, found = Path(root, name), True
            if _ending(file) in _PLAIN | _HTML | _JSONL:
                yield from _read_file(file, given)
            else:
                yield Rejected(
                    str(file),
                    "not a kind of file that is read from folders",
                    "Name it directly if it is an article.",
                )
    for failure in failures:
        yield _unreadable(str(failure.filename), failure)
    if not found and not failures:
        yield Rejected(str(folder), "holds no articles", "Name a folder of text files.")


def _ending(file: Path) -> str:
    suffixes = [suffix.lower() for suffix in file.suffixes[-2:]]
    if suffixes[-1:] == [".gz"]:
        return suffixes[0] if len(suffixes) > 1 else ""
    return suffixes[-1] if suffixes else ""


def _read_file(path: str | Path, given: _Given) -> Iterator[Article | Rejected]:
    where = "standard input" if str(path) == "-" else str(path)
    try:
        with _opened(path) as stream:
            yield from _read_stream(stream, where, given)
    except SourceError as error:
        yield Rejected(where, error.what, error.next_step)
    except (OSError, EOFError, zlib.error) as error:
        yield _unreadable(where, error)


def _unreadable(where: str, error: Exception) -> Rejected:
    if isinstance(error, FileNotFoundError):
        return Rejected(where, "no such file or folder", "Check the path.")
    if isinstance(error, PermissionError):
        return Rejected(where, "may not be read", "Check its permissions.")
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return Rejected(where, f"damaged gzip file ({error})", "Fetch or compress it again.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Rejected(where, f"cannot be read ({reason})", "Check the file.")


def _opened(path: str | Path) -> IO[bytes]:
    if str(path) == "-":
        return io.BytesIO(sys.stdin.buffer.read(_LARGEST_FILE * 20))
    file = Path(path)
    if file.exists() and not file.is_file():
        raise SourceError("not a regular file", next_step="Name a file, a folder or -.")
    return file.open("rb")


def _read_stream(stream: IO[bytes], where: str, given: _Given) -> Iterator[Article | Rejected]:
    source: _Source = stream
    file = Path(where.replace("standard input", "stdin"))
    head = stream.read(4096)
    stream.seek(0)
    if file.suffix == ".gz" and head[:2] != _GZIP:
        raise SourceError("is no gzip file", next_step="Take .gz off its name, or compress it.")
    if head[:2] == _GZIP:
        source = unpacked = _Unpacked(stream)
        head = unpacked.peek()
        file = file.with_suffix("") if file.suffix == ".gz" else file
    suffix = file.suffix.lower()
    if _is_jsonl(head, suffix):
        yield from _read_lines(source, where, file.stem, given)
        return
    text, own = _text_of(source, head, suffix)
    yield _article(text, where, file.stem, given, own)


class _Source(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...
    def readline(self, size: int = ..., /) -> bytes: ...


class _Unpacked:
    """A gzip stream that stops when a few bytes grow beyond any honest text."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed)
        self._out = 0

    def peek(self) -> bytes:
        """The first bytes, still to be read."""
        return self._plain.peek(4096)[:4096]

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes of the unpacked text."""
        return self._counted(self._plain.read(size))

    def readline(self, size: int = -1) -> bytes:
        """One line of the unpacked text, at most ``size`` bytes of it."""
        return self._counted(self._plain.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self._out += len(data)
        packed = max(self._packed.tell(), 1)
        if self._out > _EXPANSION_FROM and self._out > packed * _MOST_EXPANSION:
            raise SourceError(
                f"unpacks to more than {_MOST_EXPANSION} times its size",
                next_step="Unpack it yourself if you trust it.",
            )
        return data


def _is_jsonl(head: bytes, suffix: str) -> bool:
    if suffix in _JSONL:
        return True
    return suffix not in _PLAIN | _HTML and bool(re.match(rb'\s{0,50}\{\s{0,50}"', head))


def _text_of(stream: _Source, head: bytes, suffix: str) -> tuple[str, Metadata]:
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            raise SourceError(f"is {kind}, not text", next_step=_AS_TEXT)
    data = stream.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise SourceError(
            f"is larger than {_LARGEST_FILE // 1_000_000} MB",
            next_step="Split it into one file an article, or use JSON lines.",
        )
    is_page = suffix in _HTML or (
        suffix not in _PLAIN and re.match(rb"\s{0,200}<(?:!doctype html|html)\b", head, re.I)
    )
    return _read_html(data) if is_page else _read_plain(data)


def _read_plain(data: bytes) -> tuple[str, Metadata]:
    text = _storable(_decoded(data))
    return text, front_matter(text)


def _read_html(data: bytes) -> tuple[str, Metadata]:
    if len(data) > _LARGEST_PAGE:
        raise SourceError(
            f"is a page larger than {_LARGEST_PAGE // 1_000_000} MB",
            next_step="Save its article alone.",
        )
    declared = _CHARSET.search(data[:4096])
    source = _decoded(data, (declared[1] or declared[2]).decode() if declared else "")
    page = read_page(_storable(source))
    return _storable(_best_text(source, page.text)), page.metadata


def _best_text(source: str, own: str) -> str:
    """The text that trafilatura finds when it is installed and finds enough, else our own."""
    if len(source) > 1_000_000:
        return own
    try:
        import trafilatura

        found = trafilatura.extract(source, include_comments=False, include_tables=True)
    except Exception:  # optional, and its failures on broken pages have no common type
        return own
    if not found or len(found) * 3 < len(own) or found.count("\n") * 4 < own.count("\n\n"):
        return own
    return "\n\n".join(line for line in found.split("\n") if line.strip()) + "\n"


def _decoded(data: bytes, declared: str = "") -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding)
    if guessed := _without_mark(data[:2000]):
        return _strictly(data, guessed)
    if declared and declared.lower() not in {"utf-8", "utf8"}:
        return _strictly(data, declared)
    if data[:4000].count(0) > 10:
        raise SourceError("holds binary data, not text", next_step=_AS_TEXT)
    return _strictly(data, "utf-8")


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark shows in the zeros of every other byte."""
    half = len(head) // 2
    if half < 10:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        return _strictly(data, "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"is not {encoding.upper()} text (byte 0x{data[error.start]:02x} in line {line})",
            next_step="Convert it, for instance with: iconv -f WINDOWS-1252 -t UTF-8 FILE",
        ) from None


def _storable(text: str) -> str:
    """The text with what no XML or RDF file can hold replaced one for one, so that offsets stay."""
    return _UNPRINTABLE.sub(lambda match: " " if match[0] in "\x0b\x0c" else "\ufffd", text)


def _article(
    text: str, where: str, default_id: str, given: _Given, own: Metadata
) -> Article | Rejected:
    if reason := _refusal(text):
        return Rejected(where, *reason)
    said = given.metadata
    printed = printed_date(text)
    article = Article(
        id=given.id or default_id,
        text=text,
        title=said.title or own.title,
        url=said.url or own.url,
        published=said.published or own.published or (printed[0] if printed else None),
        publisher=said.publisher or own.publisher,
    )
    return article if article.title else replace(article, title=_headline(article))


def _refusal(text: str) -> tuple[str, str] | None:
    if not text.strip(" \t\r\n\f\v\xa0\ufeff\u200b\ufffd"):
        return "is empty", "Give a file with text."
    if not _WORD.search(text):
        return "has no words", "Give a file with sentences."
    if len(text) > LONGEST_ARTICLE:
        return (
            f"has {len(text):,} characters, more than the {LONGEST_ARTICLE:,} of any article",
            "Split it into its articles.",
        )
    if not is_english(text):
        return "is not in English", "Only English articles can be read."
    return None


def _headline(article: Article) -> str:
    start = replace(article, text=article.text[:3000])
    heading = next((line for line in parse(start).lines if line.kind is LineKind.HEADING), None)
    return start.text[heading.span.start : heading.span.end].strip("# *\t")[:300] if heading else ""


def _read_lines(
    stream: _Source, where: str, stem: str, given: _Given
) -> Iterator[Article | Rejected]:
    if given.id:
        raise ConfigurationError(
            "an id belongs to one article",
            where=where,
            next_step="Give the ids inside the JSON lines.",
        )
    number = blank = found = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if not line.strip():
            blank += 1
            if blank > _MOST_BLANK_LINES:
                raise SourceError(f"has more than {_MOST_BLANK_LINES} blank lines")
            continue
        found += 1
        if len(line) >= _LONGEST_LINE:
            yield Rejected(
                where,
                f"the line is longer than {_LONGEST_LINE // 1_000_000} MB",
                "Leave it out, or split it.",
                number,
            )
            _skip_line(stream, line)
            continue
        yield _from_line(line, where, number, stem, given)
    if not found:
        yield Rejected(where, "is empty", "Give a file with one JSON object a line.")


def _skip_line(stream: _Source, begun: bytes) -> None:
    """Read on to where a line ends that has begun, keeping little of it."""
    part = begun
    while part and not part.endswith(b"\n"):
        part = stream.readline(_LONGEST_LINE)


def _from_line(
    line: bytes, where: str, number: int, stem: str, given: _Given
) -> Article | Rejected:
    try:
        record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return Rejected(where, "is not UTF-8 text", "Convert the file to UTF-8.", number)
    except (ValueError, RecursionError) as error:
        return Rejected(
            where, f"is no JSON ({str(error)[:100]})", "Write one JSON object a line.", number
        )
    reason = _flaw(record)
    if reason:
        return Rejected(where, reason, "Keys: id url title published publisher text.", number)
    own = Metadata(
        _string(record, "title"),
        _string(record, "url"),
        parse_date(_string(record, "published")),
        _string(record, "publisher"),
    )
    default = _string(record, "id") or (slug(own.url) if own.url else f"{stem}-{number}")
    result = _article(_storable(record["text"]), where, default, given, own)
    return replace(result, line=number) if isinstance(result, Rejected) else result


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return "" if value is None else _storable(str(value)).strip()


def _flaw(record: object) -> str:
    if not isinstance(record, dict):
        return "is no JSON object"
    if not isinstance(record.get("text"), str):
        return 'has no "text"'
    published = _string(record, "published")
    if published and parse_date(published) is None:
        return f"published {published[:40]!r} is no date (write it as 2015-01-22)"
    return ""
