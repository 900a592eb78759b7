"""Reads once what every worker needs, so that the first page of each is as fast as the next."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Final

_MODULES: Final = (
    "rapidfuzz.fuzz", "rapidfuzz.process", "rapidfuzz.utils", "pyvis.network",
    "kg.server.articles", "kg.server.editor", "kg.server.entities", "kg.server.named",
    "kg.server.site",
)  # fmt: skip


def prepare() -> None:
    """Import what pages need, and read questions, rules, axioms and templates.

    To be called in a process that is going to fork, before it does: nothing here starts a thread.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for name in _MODULES:
        import_module(name)
    from kg.queries import load_all
    from kg.reasoning import load_rules
    from kg.reasoning.axioms import ontology_axioms
    from kg.server.pages import templates

    load_all()
    load_rules()
    ontology_axioms()
    for name in templates().list_templates():
        templates().get_template(name)
