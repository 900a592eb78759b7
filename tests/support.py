"""What tests share that is no fixture."""

from __future__ import annotations

import os
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
