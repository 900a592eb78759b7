"""Rows in JSON, XML, CSV and TSV: cut at whole rows when there are too many, never in between."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Triple, serialize
from pyoxigraph import Quad as PyQuad

from kg.server import negotiation as media
from kg.server.failures import RefusedError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STARTS: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME: Final = re.compile(f"[{_STARTS}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_STARTS}]*\\Z")
"""How an IRI has to end so that it can be an element of XML."""
_NEEDS_QUOTES: Final = re.compile('[",\r\n]')
_QUADS: Final = frozenset({RdfFormat.N_QUADS, RdfFormat.TRIG})


class Written(NamedTuple):
    """An answer's bytes, the number of rows or triples in it, and why it ends early if it does."""

    body: bytes
    rows: int
    truncated: str = ""


_Writer = Callable[[Iterable[Any]], str]
"""Writes the terms of one row."""


class _Form(NamedTuple):
    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str]], _Writer]
    between: str
    tail: str


def rows(found: QuerySolutions, form: str, limit: int, size: int) -> Written:
    """Solutions in one of the four formats.

    Parameters: ``limit`` rows and ``size`` bytes are the most that is written.
    """
    names = [variable.value for variable in found.variables]
    how = _FORMS[form]
    line = how.row(names)
    lines = (line(row).encode() for row in found)
    head, between, tail = how.head(names).encode(), how.between.encode(), how.tail.encode()
    kept, truncated = _kept(lines, limit, size - len(head) - len(tail), len(between))
    return Written(head + between.join(kept) + tail, len(kept), truncated)


def json_of_terms(names: Sequence[str], columns: Sequence[Iterable[bytes]]) -> bytes:
    """Solutions in JSON whose terms are written already, as by ``json_term``, none missing."""
    keys = [f"{encode_basestring(name)}:".encode() for name in names]
    cells = (b",".join(map(bytes.__add__, keys, terms)) for terms in zip(*columns, strict=True))
    lines = b"},{".join(cells)
    return b"%s{%s}%s" % (_json_head(names).encode(), lines, _JSON_TAIL)


def truth(value: bool, form: str) -> Written:
    """Yes or no, as JSON or XML; CSV and TSV get the bare word."""
    word = "true" if value else "false"
    if form == media.JSON:
        return Written(f'{{"head":{{}},"boolean":{word}}}'.encode(), 1)
    if form == media.XML:
        return Written(f"{_XML_HEAD}<head/><boolean>{word}</boolean></sparql>".encode(), 1)
    return Written(f"{word}\n".encode(), 1)


def triples(
    found: Iterable[Any], form: RdfFormat, limit: int, prefixes: dict[str, str], size: int
) -> Written:
    """Triples or quads in an RDF format, cut after ``limit`` of them or ``size`` bytes."""
    state = _Cut(limit, size)
    output = _Counted(state)
    items = state.through(_fitting(found, form))
    known = prefixes if form in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML} else None
    serialize(items, output=output, format=form, prefixes=known)
    return Written(output.getvalue(), state.count, state.truncated)


class _Cut:
    """Stops an iteration at a number of items, or when what was written of it is large."""

    def __init__(self, limit: int, size: int) -> None:
        self.limit, self.size = limit, size
        self.count = self.written = 0
        self.truncated = ""

    def through(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            if self.count == self.limit:
                self.truncated = f"rows={self.limit}"
                return
            if self.written > self.size:
                self.truncated = f"bytes={self.size}"
                return
            self.count += 1
            yield item


class _Counted(io.BytesIO):
    """Takes what a serializer writes."""

    def __init__(self, state: _Cut) -> None:
        super().__init__()
        self._state = state

    def write(self, data: Buffer, /) -> int:
        written = super().write(data)
        self._state.written += written
        return written


def _kept(lines: Iterable[bytes], limit: int, size: int, gap: int) -> tuple[list[bytes], str]:
    kept: list[bytes] = []
    for line in lines:
        size -= len(line) + gap
        if len(kept) == limit:
            return kept, f"rows={limit}"
        if size < 0:
            return kept, f"bytes={sum(map(len, kept))}"
        kept.append(line)
    return kept, ""


def _fitting(found: Iterable[Any], form: RdfFormat) -> Iterator[Any]:
    """Items in the shape that a format takes: XML knows no control characters.

    Raises: RefusedError 406 for what a format has no way to write.
    """
    for item in found:
        made = item
        if form is RdfFormat.RDF_XML:
            _check_name(item.predicate.value)
        elif form is RdfFormat.JSON_LD and isinstance(item.object, Triple):
            raise _unwritable("JSON-LD", "a triple within a triple")
        if form is RdfFormat.RDF_XML and isinstance(item.object, Literal):
            made = Triple(item.subject, item.predicate, _printable(item.object))
        elif form in _QUADS and isinstance(item, Triple):
            made = PyQuad(item.subject, item.predicate, item.object)
        elif form not in _QUADS and isinstance(item, PyQuad):
            made = item.triple
        yield made


@lru_cache(maxsize=256)
def _check_name(iri: str) -> None:
    if not _XML_NAME.search(iri):
        raise _unwritable("RDF/XML", f"the property <{iri[:200]}>")


def _unwritable(form: str, what: str) -> RefusedError:
    return RefusedError(406, f"{form} has no way to write {what}", next_step="Take Turtle")


def _printable(literal: Literal) -> Literal:
    if not _NO_XML.search(literal.value):
        return literal
    text = _NO_XML.sub("\ufffd", literal.value)
    if literal.language:
        return Literal(text, language=literal.language)
    return Literal(text, datatype=literal.datatype)


# JSON

_JSON_TAIL: Final = b"]}}"


def _json_head(names: Sequence[str]) -> str:
    listed = ",".join(map(encode_basestring, names))
    return f'{{"head":{{"vars":[{listed}]}},"results":{{"bindings":['


def _json_row(names: Sequence[str]) -> _Writer:
    keys = [f"{encode_basestring(name)}:" for name in names]

    def write(terms: Iterable[Any]) -> str:
        cells = [
            key + json_term(term) for key, term in zip(keys, terms, strict=True) if term is not None
        ]
        return f"{{{','.join(cells)}}}"

    return write


@lru_cache(maxsize=4096)
def _json_iri(term: NamedNode) -> str:
    """Much the same properties and classes stand in most answers."""
    return f'{{"type":"uri","value":{encode_basestring(term.value)}}}'


def json_term(term: Any) -> str:
    """A term as the JSON of results has it."""
    if isinstance(term, NamedNode):
        return _json_iri(term)
    if isinstance(term, Literal):
        extra = ""
        if term.language:
            extra = f',"xml:lang":"{term.language}"'
        elif (kind := term.datatype.value) != _STRING:
            extra = f',"datatype":{encode_basestring(kind)}'
        return f'{{"type":"literal","value":{encode_basestring(term.value)}{extra}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    parts = ("subject", "predicate", "object")
    inner = ",".join(f'"{part}":{json_term(getattr(term, part))}' for part in parts)
    return f'{{"type":"triple","value":{{{inner}}}}}'


# XML

_XML_HEAD: Final = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_head(names: Sequence[str]) -> str:
    listed = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f"{_XML_HEAD}<head>{listed}</head><results>"


def _xml_row(names: Sequence[str]) -> _Writer:
    def write(terms: Iterable[Any]) -> str:
        cells = [
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(names, terms, strict=True)
            if term is not None
        ]
        return f"<result>{''.join(cells)}</result>"

    return write


def _xml_term(term: Any) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, Literal):
        extra = ""
        if term.language:
            extra = f" xml:lang={quoteattr(term.language)}"
        elif (kind := term.datatype.value) != _STRING:
            extra = f" datatype={quoteattr(kind)}"
        return f"<literal{extra}>{_xml_text(term.value)}</literal>"
    if isinstance(term, BlankNode):
        return f"<bnode>{term.value}</bnode>"
    parts = ("subject", "predicate", "object")
    inner = "".join(f"<{part}>{_xml_term(getattr(term, part))}</{part}>" for part in parts)
    return f"<triple>{inner}</triple>"


def _xml_text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


# CSV and TSV


def _csv_head(names: Sequence[str]) -> str:
    return ",".join(names) + "\r\n"


def _csv_row(_: Sequence[str]) -> _Writer:
    return lambda terms: ",".join(map(_csv_term, terms)) + "\r\n"


def _csv_term(term: Any) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(text) else text


def _tsv_head(names: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in names) + "\n"


def _tsv_row(_: Sequence[str]) -> _Writer:
    return lambda terms: "\t".join(map(_tsv_term, terms)) + "\n"


def _tsv_term(term: Any) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


_FORMS: Final = {
    media.JSON: _Form(_json_head, _json_row, ",", _JSON_TAIL.decode()),
    media.XML: _Form(_xml_head, _xml_row, "", "</results></sparql>"),
    media.CSV: _Form(_csv_head, _csv_row, "", ""),
    media.TSV: _Form(_tsv_head, _tsv_row, "", ""),
}
