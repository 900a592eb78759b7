"""What tests share that is no fixture."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent


def missing(part: str) -> NoReturn:
    """Skip with one line on a user's machine; fail where everything is required (CI)."""
    if os.environ.get("KG_REQUIRE_ALL") == "1":
        pytest.fail(f"{part} is missing and KG_REQUIRE_ALL=1")
    pytest.skip(f"{part} is missing")


def needed_java() -> str:
    """The Java that HermiT will run on; missing (see above) when there is none."""
    from kg.errors import ConfigurationError
    from kg.validation.consistency import find_java

    try:
        return find_java()
    except ConfigurationError:
        missing("Java")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of a few megabytes, mounted on a new folder; skips who may not mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("a small disk takes the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def filled_but_for(disk: Path, rest: int) -> Path:
    """The file that takes all room of a disk but for some bytes."""
    room = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(room.f_bavail * room.f_bsize - rest))
    return filler
