"""The W3C SPARQL 1.1 suites pass over HTTP, as far as the engine itself passes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.server.running import TOKEN, running
from tests.support import missing

AT_LEAST = 536
WHOLE = ("protocol", "gsp", "service-description", "update", "syntax-query", "syntax-update")


def test_the_suites_pass_over_http(shared: Path, tmp_path: Path) -> None:
    suite = shared / "w3c" / "sparql_suite.py"
    if not suite.is_file():
        missing("the W3C suite (KG_SHARED)")
    token, report = tmp_path / "token", tmp_path / "report.json"
    token.write_text(TOKEN)
    options = ("--writable", "all", "--honour-silent", "--no-access-log", "--token-file")
    with running(":memory:", *options, str(token)) as service:
        words = ["--tests", str(suite.parent / "sparql11-tests.tar.gz"), "--json", str(report)]
        for name, path in {"query": "/sparql", "update": "/sparql", "gsp": "/store"}.items():
            words += [f"--{name}", service.address + path]
        words += ["--header", f"Authorization: Bearer {TOKEN}", "--gsp-direct", "--gsp-post-create"]
        done = subprocess.run(
            [sys.executable, str(suite), *words], capture_output=True, text=True, timeout=300
        )
    told = json.loads(report.read_text())
    assert told["totals"]["passed"] >= AT_LEAST, done.stdout[-4000:]
    for group in WHOLE:
        assert told["groups"][group].get("failed", 0) == 0, group
