"""What does not come from articles: ontology, reference data, and the versions of our code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kg import resources
from kg.errors import OntologyError

_TEXT_WING: Final = (
    *("reading", "mentions", "resolution", "facts"),
    *("reference", "reference.py", "model.py", "terms.py", "rdf.py"),
)
_GRAPH_WING: Final = ("identity", "identity.py", "reasoning", "reasoning.py")


@cache
def background() -> dict[str, tuple[Quad, ...]]:
    """The ontology and the reference data, as the quads of the graphs that hold them."""
    ontology = resources.ontology()
    owl = [ontology / name for name in ("coalition.ttl", "alignments.ttl")]
    reference = sorted((ontology / "reference").iterdir(), key=lambda file: file.name)
    turtle = [file for file in reference if file.name.endswith(".ttl")]
    return {"ontology": _quads(owl), "reference": _quads(turtle)}


def _quads(turtle: Iterable[Traversable]) -> tuple[Quad, ...]:
    dataset = Dataset()
    for file in turtle:
        try:
            for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
                dataset.add(quad)
        except SyntaxError as error:
            raise OntologyError(str(error), where=file.name) from error
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(dataset)


@cache
def extraction_version() -> str:
    """Changes whenever an article may be read differently: code or reference data."""
    package = files("kg")
    parts = [package / name for name in _TEXT_WING]
    return _fingerprint([*parts, resources.ontology() / "reference"])


@cache
def derivation_version() -> str:
    """Changes whenever something may be derived differently from the same articles."""
    package = files("kg")
    parts = [package / name for name in _GRAPH_WING]
    return _fingerprint([*parts, resources.ontology(), resources.queries() / "rules"])


def _fingerprint(parts: Iterable[Traversable]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for file in _files(part):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(part: Traversable) -> Iterator[Traversable]:
    if part.is_file() and part.name.endswith((".py", ".ttl", ".rq")):
        yield part
    elif part.is_dir():
        for inner in sorted(part.iterdir(), key=lambda each: each.name):
            yield from _files(inner)
