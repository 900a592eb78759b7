"""Pin the floors of the corpus: ``python -m tests.corpus.pin [--allow-lower]``.

The floors of the development set are pinned too when KG_SHARED names its folder; otherwise they
stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.corpus.gate import (
    FLOORS,
    Floors,
    articles,
    digest,
    lowered,
    measures,
    passages,
    score,
    shared_articles,
)


def pinned(path: Path = FLOORS) -> dict[str, Any]:
    """What floors.json holds: the digest of the corpus and the floors; empty without the file."""
    if not path.is_file():
        return {"digest": "", "floors": {}}
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def current() -> Floors:
    """The figures of this moment, of every part that is there."""
    now = {"passages": measures(score(passages())), "articles": measures(score(articles()))}
    if shared := os.environ.get("KG_SHARED"):
        now["shared"] = measures(score(shared_articles(Path(shared))))
    return now


def pin(now: Floors, *, allow_lower: bool, path: Path = FLOORS) -> list[str]:
    """Write the figures as floors, unless one would be lowered; gives the lowered ones."""
    floors: Floors = pinned(path)["floors"]
    below = lowered(floors, now)
    if not below or allow_lower:
        content = {"digest": digest(), "floors": floors | now}
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return below


def main() -> int:
    """Pin; 1 when a floor would have been lowered without leave."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.pin", description=__doc__)
    parser.add_argument("--allow-lower", action="store_true", help="lower floors where needed")
    options = parser.parse_args()
    below = pin(current(), allow_lower=options.allow_lower)
    sys.stdout.write("".join(f"{line}\n" for line in below))
    if below and not options.allow_lower:
        sys.stdout.write("Nothing pinned: raise these, or pass --allow-lower and say why.\n")
        return 1
    sys.stdout.write("Pinned.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
