"""The wheel holds all that the package needs, installed anywhere."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT, missing


def run(folder: Path, *words: str) -> str:
    """Run Python in a folder, with the packages installed there first on its path."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "site"), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_works_away_from_the_checkout(tmp_path: Path) -> None:
    if importlib.util.find_spec("build") is None or importlib.util.find_spec("hatchling") is None:
        missing("build or hatchling")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    run(tmp_path, *build)
    (wheel,) = tmp_path.glob("*.whl")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    run(tmp_path, *install, str(tmp_path / "site"), str(wheel))

    where = run(tmp_path, "-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(tmp_path / "site")
    listed = json.loads(run(tmp_path, "-m", "kg", "ask", "--list", "-f", "json"))
    assert [row["question"] for row in listed] == sorted(
        path.stem for path in (ROOT / "queries").glob("*.rq")
    )
    data = tmp_path / "site" / "kg" / "_data"
    for folder in ("ontology", "queries", "examples"):
        packed = {p.relative_to(data) for p in (data / folder).rglob("*") if p.is_file()}
        assert packed == {p.relative_to(ROOT) for p in (ROOT / folder).rglob("*") if p.is_file()}
