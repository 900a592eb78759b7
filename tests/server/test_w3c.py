"""The W3C SPARQL 1.1 suites pass over HTTP, as far as the engine itself passes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.server.running import TOKEN, running
from tests.support import missing

AT_LEAST = 536
WHOLE = ("protocol", "gsp", "service-description", "update", "syntax-query", "syntax-update")


def passed(shared: Path, folder: Path, store: str, *words: str) -> dict[str, Any]:
    """What the suite reports of a service over a store that it may empty."""
    suite = shared / "w3c" / "sparql_suite.py"
    if not suite.is_file():
        missing("the W3C suite (KG_SHARED)")
    token, report = folder / "token", folder / "report.json"
    token.write_text(TOKEN)
    options = ("--writable", "all", "--honour-silent", "--no-access-log", "--deadline", "60")
    with running(store, *options, "--token-file", str(token)) as service:
        told = ["--tests", str(suite.parent / "sparql11-tests.tar.gz"), "--json", str(report)]
        for name, path in {"query": "/sparql", "update": "/sparql", "gsp": "/store"}.items():
            told += [f"--{name}", service.address + path]
        told += ["--header", f"Authorization: Bearer {TOKEN}", "--gsp-direct", "--gsp-post-create"]
        done = subprocess.run(
            [sys.executable, str(suite), *told, *words], capture_output=True, text=True, timeout=600
        )
    found: dict[str, Any] = json.loads(report.read_text())
    return found | {"said": done.stdout[-4000:]}


def test_the_suites_pass_over_http(shared: Path, tmp_path: Path) -> None:
    told = passed(shared, tmp_path, ":memory:")
    assert told["totals"]["passed"] >= AT_LEAST, told["said"]
    for group in WHOLE:
        assert told["groups"][group].get("failed", 0) == 0, group


def test_updates_of_a_store_on_disk_do_what_they_should(shared: Path, tmp_path: Path) -> None:
    told = passed(shared, tmp_path, str(tmp_path / "store"), "--groups", "update,gsp")
    assert told["totals"].get("failed", 0) == 0, told["said"]
    assert told["totals"]["passed"] >= 107
