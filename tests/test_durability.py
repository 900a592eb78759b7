"""What is reported done is on the disk: the system's own calls are looked at."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from kg.pipeline import Archive
from kg.queries import select
from tests.support import filled_but_for, missing, small_disk

CALLS = "fsync,fdatasync,rename,renameat,renameat2,write"
STEPS = (
    r"f(data)?sync\(.*/live/\d+\.sst>",
    r"f(data)?sync\(.*/snapshots/2\.tmp/MANIFEST",
    r'rename.*/current"',
    r"fsync\(\d+<.*/store>",
    r"f(data)?sync\(.*/library\.sqlite-wal>",
    r"write\(2<.*1 added",
)


def test_a_batch_is_on_the_disk_before_it_is_reported(tmp_path: Path) -> None:
    """Tables, the snapshot, what points to it, and the texts, which closing does not save while
    somebody reads."""
    store = tmp_path / "store"
    add(store, "Philip Hammond met John Kerry in London on 22 January 2015.", "first")
    with Archive.open(store):
        calls = add(store, "John Kerry met Philip Hammond in Paris on 8 May 2015.", "second")
    places = [found(calls, step) for step in STEPS]
    assert -1 not in places
    assert places == sorted(places), "\n".join(calls)


def found(calls: list[str], step: str) -> int:
    """When a step was done for the last time; -1 for never."""
    return max((n for n, call in enumerate(calls) if re.search(step, call)), default=-1)


def without_compaction(calls: list[str]) -> list[str]:
    """The calls but for those of threads that rewrite tables which are on the disk already."""
    named = (re.search(r'/task/(\d+)/comm>, "rocksdb:low"', call) for call in calls)
    threads = {match[1] for match in named if match}
    return [call for call in calls if call.split(maxsplit=1)[0] not in threads]


def add(store: Path, text: str, name: str) -> list[str]:
    """Add an article; the calls that the program made."""
    if not shutil.which("strace"):
        missing("strace")
    trace, article = store.parent / "trace", store.parent / f"{name}.txt"
    article.write_text(text)
    words = ["strace", "-f", "-y", "-s", "80", "-e", f"trace={CALLS}", "-o", str(trace)]
    words += [sys.executable, "-m", "kg", "add", str(article), "--store", str(store)]
    done = subprocess.run(words, capture_output=True, text=True)
    if "ptrace" in done.stderr:
        missing("the right to trace programs (strace)")
    assert done.returncode == 0, done.stderr
    return without_compaction(trace.read_text().splitlines())


def test_a_batch_that_the_disk_has_no_room_for_is_added_once_there_is(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 96) as disk:
        store = disk / "store"
        assert put(store, "first", "Rome").returncode == 0
        filler = filled_but_for(disk, 300_000)
        full = put(store, "second", *(f"Rome on {day} May 2015" for day in range(1, 30)))
        assert full.returncode == 4
        assert "the disk is full. Make room" in full.stderr
        assert "Traceback" not in full.stderr
        assert len(identifiers(store)) == 1
        filler.unlink()
        assert put(store, "third", "Paris").returncode == 0
        assert (
            put(store, "second", *(f"Rome on {day} May 2015" for day in range(1, 30))).returncode
            == 0
        )
        assert len(identifiers(store)) == 3


MET = "Foreign Minister Ann Roe of Norway met Foreign Minister Bo Lind of Sweden in {}."


def put(store: Path, name: str, *places: str) -> subprocess.CompletedProcess[str]:
    """Add an article about a meeting in each of some places."""
    article = store.parent.parent / f"{name}.txt"
    article.write_text("\n\n".join(MET.format(p) for p in places))
    words = [sys.executable, "-m", "kg", "add", str(article), "--store", str(store)]
    return subprocess.run(words, capture_output=True, text=True)


def identifiers(store: Path) -> list[str]:
    """The articles that readers of a store see."""
    with Archive.open(store) as archive:
        return [str(row[0]) for row in select(archive.store, "SELECT ?a { ?a a ckg:Article }").rows]
