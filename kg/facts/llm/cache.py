"""Answers kept by what was asked: the same article asks a model only once."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from kg.facts.llm.prompt import PROMPT_HASH


class Cache:
    """A folder with one file an answer; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @staticmethod
    def key(model: str, said: object) -> str:
        """Names an answer by the model, the prompt and the article's content."""
        asked = json.dumps([model, PROMPT_HASH, said], sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()

    def get(self, key: str) -> str | None:
        """The answer, if it is there and whole."""
        if self._folder is None:
            return None
        try:
            kept = json.loads((self._folder / f"{key}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, str) else None

    def put(self, key: str, content: str) -> None:
        """Keep an answer; a folder that cannot be written costs only time."""
        if self._folder is None:
            return
        fresh = self._folder / f"{key}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(content), encoding="utf-8")
            fresh.replace(self._folder / f"{key}.json")
        except OSError:
            fresh.unlink(missing_ok=True)
