"""The names that `import kg` gives are true, few, and cost little until they are used."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

import kg

HEAVY = {"pandas", "rdflib", "spacy", "networkx", "numpy", "scipy", "owlready2", "pyshacl", "pyvis"}


def modules_after(code: str) -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(shown.stdout.split())


def test_the_public_names_are_these() -> None:
    assert kg.__all__ == [
        "Article",
        "Fact",
        "Graph",
        "KgError",
        "Passage",
        "QueryError",
        "Report",
        "SourceError",
        "StoreError",
        "Thing",
        "UnknownNameError",
        "__version__",
        "demo",
        "open",
    ]


@pytest.mark.parametrize("name", kg.__all__)
def test_each_public_name_exists_is_described_and_is_listed(name: str) -> None:
    value = getattr(kg, name)
    assert name in dir(kg)
    assert value is getattr(kg, name)
    assert isinstance(value, (str, type, types.FunctionType))
    assert isinstance(value, str) or value.__doc__


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing


def test_importing_the_package_loads_no_room_and_nothing_heavy() -> None:
    loaded = modules_after("import kg")
    assert {name for name in loaded if name.startswith("kg.")} == set()
    assert not loaded & (HEAVY | {"pyoxigraph"})


def test_opening_and_asking_for_a_list_loads_nothing_heavy() -> None:
    loaded = modules_after("import kg; kg.open(':memory:').ask.meetings")
    assert "kg.store" in loaded
    assert not loaded & HEAVY
