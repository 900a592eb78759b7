"""Print the scores over the corpus: ``python -m tests.corpus [--errors] [--only PREFIX]``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.corpus.gate import articles, passages, score, shared_articles, table


def main() -> None:
    """Score and print; ``--errors`` adds every difference, by passage."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list every difference")
    parser.add_argument("--only", default="", help="ids that start so")
    options = parser.parse_args()
    parts = {"passages": passages(), "articles": articles()}
    if shared := os.environ.get("KG_SHARED"):
        parts["shared"] = shared_articles(Path(shared))
    chosen = {n: [x for x in part if x.id.startswith(options.only)] for n, part in parts.items()}
    scores = {name: score(items) for name, items in chosen.items() if items}
    sys.stdout.write(table(scores))
    if options.errors:
        for scored in scores.values():
            for d in scored.differences:
                sys.stdout.write(f"{d.article}\t{d.family}\t{d.kind}\t{d.what}\n")


if __name__ == "__main__":
    main()
