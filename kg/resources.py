"""Finds the data folders (ontology/, queries/, examples/) however the package was installed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def _root() -> Traversable:
    packed = files("kg") / "_data"
    return packed if packed.is_dir() else Path(__file__).resolve().parent.parent


def ontology() -> Traversable:
    """The folder of ``coalition.ttl``, ``alignments.ttl``, ``shapes.ttl`` and ``reference/``."""
    return _root() / "ontology"


def queries() -> Traversable:
    """The folder of named queries (``*.rq``) and derivations (``rules/*.rq``)."""
    return _root() / "queries"


def examples() -> Traversable:
    """The folder of the example articles (in ``articles/``) that ``kg demo`` reads."""
    return _root() / "examples"
