"""Between the graph's IRIs and the addresses of this service's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from kg.pipeline import Archive
from kg.terms import BASE

_KEPT: Final = "-._~@"
_OURS: Final = "graph/identity"
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """Where things of a graph whose IRIs begin with ``base`` are shown."""

    base: str = BASE

    def local(self, iri: str) -> str:
        """What follows ``…/id/`` in an IRI of this graph (``state/GBR``), else nothing."""
        for base in (self.base, BASE):
            if iri.startswith(f"{base}id/"):
                return iri.removeprefix(f"{base}id/")
        return ""

    def page(self, iri: str, start: object = None, end: object = None) -> str:
        """The page of a thing, fact, passage or article; a foreign web address as it is.

        Parameters: ``start`` and ``end`` mark a passage in an article. Anything that is neither
        ours nor on the web has no address, so that no other scheme ever becomes a link.
        """
        local = self.local(iri)
        kind, _, key = local.partition("/")
        if not key:
            return iri if _WEB.match(iri) else ""
        if kind == "article":
            return f"/article/{_quoted(key)}{_mark(start, end)}"
        return f"/id/{kind}/{_quoted(key)}" + ("" if kind == "passage" else ".html")

    def page_of(self, node: str) -> str:
        """The page of what stands in a view as ``state/GBR``, or of a foreign IRI."""
        return self.page(node if "://" in node else f"{BASE}id/{node}")

    def iris(self, kind: str, key: str) -> Iterator[NamedNode]:
        """The IRIs that an address can mean: reference data keep their own base."""
        encoded = "".join(c if c.isalnum() or c in _KEPT else _percent(c) for c in key)
        for base in dict.fromkeys((self.base, BASE)):
            yield NamedNode(f"{base}id/{kind}/{encoded}")


def base_of(archive: Archive) -> str:
    """The root of the IRIs that a graph's articles were read with; empty when it has none yet."""
    names = (graph.value for graph in archive.store.graphs())
    return next((name.removesuffix(_OURS) for name in names if name.endswith(f"/{_OURS}")), "")


def query(path: str, **values: object) -> str:
    """A path with a query string; what is empty is left out."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def short(iri: str) -> str:
    """An IRI for reading: ours without their common beginning."""
    for start in (f"{BASE}id/article/", f"{BASE}id/", BASE):
        iri = iri.removeprefix(start)
    return iri


def _mark(start: object, end: object) -> str:
    if not isinstance(start, int) or not isinstance(end, int):
        return ""
    return f"?start={start}&end={end}#c{start}"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _quoted(key: str) -> str:
    """Percent signs of the IRI are escaped by the server's reading of the path, so they stay."""
    return quote(key, safe="%~@-._")
