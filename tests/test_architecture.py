"""The layers hold: rooms import downwards only, and the text wing never reaches a store."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support import ROOT, missing


def test_rooms_import_downwards_only() -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    if not checker.exists():
        missing("import-linter")
    done = subprocess.run([checker, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_room_stands_in_the_layers() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    listed = {room.strip() for layer in layers for room in layer.strip("()").split("|")}
    rooms = {
        p.stem for p in (ROOT / "kg").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert rooms - listed == {"__init__", "__main__"}


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = ("pandas", "spacy", "rdflib", "networkx", "pyvis", "owlready2", "pyshacl", "scipy")
    program = f"import sys, kg; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_command_line_starts_without_heavy_libraries() -> None:
    heavy = ("pandas", "spacy", "rdflib", "networkx", "pyvis", "owlready2", "scipy")
    program = f"import sys, kg.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
