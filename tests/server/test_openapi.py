"""Programs can trust ``/openapi.json``: what it promises holds for requests of all sorts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_service import harbour

from tests.server.running import TOKEN, Service, running
from tests.support import missing

SOME = "^/$|^/(metrics|health|suggest|graph|timeline|article|id|decisions)|^/q/($|membership-as-of)"
"""All kinds of routes, but few of the questions: they are made alike."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("described")
    (folder / "token").write_text(TOKEN)
    options = ("--writable", "decisions", "--token-file", str(folder / "token"), "--deadline", "60")
    with running(harbour(folder / "store"), *options) as started:
        yield started


def test_what_the_description_promises_holds(service: Service, tmp_path: Path) -> None:
    beside = Path(sys.executable).parent / "schemathesis"
    program = str(beside) if beside.exists() else shutil.which("schemathesis")
    if program is None:
        missing("schemathesis")
    words = [program, "run", f"{service.address}/openapi.json", "--include-path-regex", SOME]
    words += ["-H", f"Authorization: Bearer {TOKEN}", "--suppress-health-check", "all"]
    words += ["--seed", "1", "--generation-deterministic"]
    words += ["--max-examples", "3", "--phases", "coverage,fuzzing", "--warnings", "off"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr


def test_every_refusal_has_one_form(service: Service) -> None:
    told = service.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert "Problem" in told["components"]["schemas"]
    assert "ValidationError" not in str(told)
    asked = {"Accept": "application/json"}
    for path, status in (
        ("/suggest?q=" + "x" * 401, 422),
        ("/q/states.json?nothing=1", 400),
        ("/q/membership-as-of.json?date=yesterday", 400),
        ("/q/coalition-members.json?coalition=Nobody", 400),
        ("/decisions/0", 404),
        ("/nothing", 404),
    ):
        answer = service.get(path, headers=asked)
        assert answer.status_code == status, path
        assert answer.json()["error"], path
