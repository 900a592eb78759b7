"""The container file, without an engine: sound in form, and its commands do what they should."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from kg.model import Article
from kg.pipeline import Archive
from tests.servers import free_port
from tests.support import ROOT, missing

TEXT = (ROOT / "Containerfile").read_text("utf-8")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
KNOWN = set("FROM WORKDIR COPY RUN ENV USER VOLUME EXPOSE STOPSIGNAL HEALTHCHECK CMD".split())


def values(instruction: str) -> list[str]:
    return [line.partition(" ")[2] for line in LINES if line.startswith(f"{instruction} ")]


def test_it_is_made_of_known_instructions_and_pinned_to_a_version() -> None:
    assert {line.split()[0] for line in LINES} == KNOWN
    for image in values("FROM"):
        assert re.match(r"docker\.io/library/python:3\.\d+-slim-\w+( AS \w+)?$", image)


def test_it_does_not_run_as_root_and_keeps_the_graph_in_a_volume() -> None:
    (user,) = values("USER")
    assert int(user) > 0
    (volume,) = values("VOLUME")
    (environment,) = values("ENV")
    assert f"KG_STORE={volume}/" in environment
    assert LINES.index(f"USER {user}") > max(
        i for i, line in enumerate(LINES) if line.startswith(("RUN", "COPY"))
    )


def test_what_is_copied_exists_and_is_all_that_the_wheel_is_built_from() -> None:
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (only,) = re.findall(r"^only-include = (\[.*\])$", project, re.MULTILINE)
    assert set(json.loads(only)) <= kept
    assert {"pyproject.toml", "README.md", "LICENSE", "requirements"} <= kept


def test_all_it_installs_is_locked_and_the_services_extras_are_in_the_lock() -> None:
    packages, project = (run.partition("pip install ")[2].split() for run in values("RUN")[:2])
    files = [ROOT / name for option, name in pairwise(packages) if option == "-r"]
    assert "--require-hashes" in packages
    assert {"--no-deps", "--no-build-isolation", "."} <= set(project)
    locked = {line.split("==")[0] for f in files for line in f.read_text().splitlines()}
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = told["project"]["optional-dependencies"]
    wanted = [*told["project"]["dependencies"], *told["build-system"]["requires"]]
    wanted += [name for extra in ("serve", "remote", "html") for name in extras[extra]]
    assert {re.match(r"[\w.-]+", name)[0] for name in wanted} <= locked  # type: ignore[index]


def test_the_service_starts_as_it_says_and_its_health_check_passes(tmp_path: Path) -> None:
    if not all(map(find_spec, ("fastapi", "uvicorn"))):
        missing("the service (extra serve)")
    with Archive.open(tmp_path / "store", "w") as archive:
        archive.store.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        archive.library.put(Article("one", "text"), "made")
        archive.library.publish(archive.store.publish(), oldest=1)
    port = str(free_port())
    serve = json.loads(values("CMD")[0].replace("7010", port))
    healthy = json.loads(values("HEALTHCHECK")[0].partition("CMD ")[2].replace("7010", port))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "KG_STORE": str(tmp_path / "store")}
    with subprocess.Popen(serve, env=environ, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any(line.startswith("Serving ") for line in process.stderr)
            done = subprocess.run(healthy, env=environ, timeout=30, check=False)
            assert done.returncode == 0
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert process.returncode == 0
    failing = subprocess.run(healthy, env=environ, stderr=subprocess.DEVNULL, check=False)
    assert failing.returncode != 0


@pytest.mark.parametrize("secret", ["KG_STORE_TOKEN", "KG_STORE_PASSWORD", "KG_LLM_KEY"])
def test_no_secret_stands_in_it(secret: str) -> None:
    assert secret not in TEXT
