"""HTML to plain text and metadata with nothing but the standard library, in linear time."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from kg.reading.calendar import parse_date
from kg.reading.metadata import Metadata

_RAW: Final = frozenset({"script", "style", "noscript", "template", "svg", "math", "textarea"})
_CHROME: Final = frozenset(
    "nav header footer aside form button select dialog figcaption iframe menu head".split()
)
_BLOCKS: Final = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th blockquote pre "
    "figure hr body title address details summary".split()
)
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]{0,30}")
_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][\w:.-]{0,60})\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LONGEST_TAG: Final = 20_000
_DATE_META: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "govuk:first-published-at",
    "citation_publication_date",
)


class _Tag(NamedTuple):
    name: str
    closing: bool
    attributes: str
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """An HTML page as text, one paragraph a block, with what its head says about it."""

    text: str = ""
    metadata: Metadata = field(default_factory=Metadata)


def read_page(source: str) -> Page:
    """Reads an HTML page.

    Args:
        source: the page; broken or hostile markup gives less text, never an error.

    Returns:
        The text of its main article (the whole body when none is marked) and its metadata: JSON-LD
        first, then meta tags, then ``time`` elements; dates are never guessed from the prose.
    """
    source = _without_comments(source)
    tags = list(_tags(source))
    return Page(_text(source, tags), _metadata(source, tags))


def _without_comments(source: str) -> str:
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        kept.append(source[at:start])
        end = source.find("-->", start + 4)
        at = len(source) if end < 0 else end + 3
    return "".join((*kept, source[at:]))


def _tags(source: str) -> Iterator[_Tag]:
    at = source.find("<")
    while at >= 0:
        closing = source.startswith("/", at + 1)
        name = _NAME.match(source, at + 1 + closing)
        end = _tag_end(source, at) if name or source.startswith("<!", at) else -1
        if end < 0:
            at = source.find("<", at + 1)
            continue
        if name:
            tag = _Tag(name[0].lower(), closing, source[name.end() : end], at, end + 1)
            yield tag
            end = max(end, _raw_end(source, tag) - 1)
        at = source.find("<", end + 1)


def _tag_end(source: str, at: int) -> int:
    """The ``>`` of the tag at ``at``; one inside a quoted attribute is not its end."""
    limit = at + _LONGEST_TAG
    end = source.find(">", at, limit)
    for _ in range(5):
        if end < 0 or source.count('"', at, end) % 2 == 0:
            return end
        further = source.find(">", end + 1, limit)
        if further < 0:
            return end
        end = further
    return end


def _raw_end(source: str, tag: _Tag) -> int:
    """Where the content of a script, style, … ends: its text is no markup."""
    if tag.closing or tag.name not in _RAW or tag.attributes.endswith("/"):
        return tag.end
    closing = re.compile(rf"</{tag.name}\b", re.IGNORECASE).search(source, tag.end)
    return closing.start() if closing else len(source)


def _text(source: str, tags: list[_Tag]) -> str:
    main = _main(source, tags)
    pieces: list[str] = []
    hidden = 0
    at = main[0]
    for tag in tags:
        if not main[0] <= tag.start < main[1]:
            continue
        if not hidden and at < tag.start:
            pieces.append(_BLANKS.sub(" ", html.unescape(source[at : tag.start])))
        at = tag.end
        if tag.name in _RAW or tag.name in _CHROME:
            hidden = max(0, hidden + (-1 if tag.closing else 1))
        elif not hidden:
            pieces.append(_break(tag))
    if not hidden:
        pieces.append(_BLANKS.sub(" ", html.unescape(source[at : main[1]])))
    return _joined("".join(pieces))


def _break(tag: _Tag) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name == "li" and not tag.closing:
        return "\n\n• "
    return "\n\n" if tag.name in _BLOCKS else ""


def _joined(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    kept = "\n".join("" if line == "•" else line for line in lines)
    return re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"


def _main(source: str, tags: list[_Tag]) -> tuple[int, int]:
    """The largest ``article`` element, else ``main``, else ``body``, else everything."""
    for name in ("article", "main", "body"):
        found = list(_elements(tags, name))
        if found:
            start, end = max(found, key=lambda span: span[1] - span[0])
            if name != "article" or end - start > 500:
                return start, end
    return 0, len(source)


def _elements(tags: list[_Tag], name: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for tag in tags:
        if tag.name != name:
            continue
        if not tag.closing:
            opened.append(tag.end)
        elif opened:
            yield opened.pop(), tag.start
    if opened:
        yield opened[0], tags[-1].end


def _metadata(source: str, tags: list[_Tag]) -> Metadata:
    linked = _linked_data(source, tags)
    meta = _meta(tags)
    times = (_attributes(tag).get("datetime", "") for tag in tags if tag.name == "time")
    dates = (linked.get("datePublished"), *(meta.get(key) for key in _DATE_META), *times)
    published = next(filter(None, (parse_date(str(value or "")) for value in dates)), None)
    return Metadata(
        title=_clean(linked.get("headline") or meta.get("og:title") or _title(source, tags)),
        url=_address(linked.get("url") or meta.get("og:url") or _canonical(tags)),
        published=published,
        publisher=_clean(_name(linked.get("publisher")) or meta.get("og:site_name", "")),
    )


def _meta(tags: list[_Tag]) -> dict[str, str]:
    values: dict[str, str] = {}
    for tag in tags:
        if tag.name == "meta":
            found = _attributes(tag)
            key = found.get("property") or found.get("name") or found.get("itemprop") or ""
            values.setdefault(key.lower(), found.get("content", ""))
    return values


def _attributes(tag: _Tag) -> dict[str, str]:
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(tag.attributes)
    }


def _linked_data(source: str, tags: list[_Tag]) -> dict[str, Any]:
    """The first JSON-LD object that has a headline or a publication date."""
    for tag in tags:
        if tag.name != "script" or tag.closing or "ld+json" not in tag.attributes:
            continue
        try:
            data = json.loads(source[tag.end : _raw_end(source, tag)])
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            if "headline" in item or "datePublished" in item:
                return item
    return {}


def _items(data: object) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph or () if isinstance(part, dict))


def _name(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or "")
    return value if isinstance(value, str) else ""


def _title(source: str, tags: list[_Tag]) -> str:
    for name in ("h1", "title"):
        if found := next(_elements(tags, name), None):
            return html.unescape(re.sub(r"<[^<>]*>", " ", source[found[0] : found[1]]))
    return ""


def _canonical(tags: list[_Tag]) -> str:
    links = (_attributes(tag) for tag in tags if tag.name == "link")
    return next((link.get("href", "") for link in links if link.get("rel") == "canonical"), "")


def _address(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else ""


def _clean(value: object) -> str:
    return _BLANKS.sub(" ", str(value or "")).strip()[:1000]
