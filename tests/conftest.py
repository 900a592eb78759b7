"""What tests share: the material that is never part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import ROOT, missing


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles and evaluation material: KG_SHARED, else beside the repository."""
    folder = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        missing("the shared material (KG_SHARED)")
    return folder
