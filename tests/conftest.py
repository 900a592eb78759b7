"""What tests share: the shared material, and what to do where a part is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent


def missing(part: str) -> NoReturn:
    """Skip with one line on a user's machine; fail where everything is required (CI)."""
    if os.environ.get("KG_REQUIRE_ALL") == "1":
        pytest.fail(f"{part} is missing and KG_REQUIRE_ALL=1")
    pytest.skip(f"{part} is missing")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and evaluation material: KG_SHARED, else beside the repository."""
    folder = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        missing("the shared material (KG_SHARED)")
    return folder
