"""Settings, read once and passed as values: flags over ``KG_*`` variables over ``kg.toml``.

A setting has the same name everywhere: ``--store``, ``KG_STORE``, ``store = "…"``. What is not
given keeps the default written in `Settings`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kg.errors import ConfigurationError

FILE = "kg.toml"
FORMATS = ("table", "csv", "json", "srj", "ttl", "nt")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command needs to know beside its own arguments.

    ``store`` is the folder of the graph, ``format`` how tables are printed when nothing is said
    (empty: a table on a terminal and in a pipe alike), ``workers`` the processes that read
    articles. ``llm`` and ``llm_model`` name the endpoint and the model that read articles beside
    the rules (empty: none, and nothing is ever sent). Where ``store`` is a server's address,
    ``store_update`` and ``store_graph`` are its other addresses, ``store_timeout`` the seconds a
    question may take and ``library`` the folder of the articles' texts. ``origins`` tells which
    source won for each setting.
    """

    store: str = "kg-store"
    format: str = ""
    workers: int = 1
    llm: str = ""
    llm_model: str = ""
    store_update: str = ""
    store_graph: str = ""
    store_timeout: str = ""
    library: str = ""
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotes that is not empty")
    return value


def _format(value: object) -> str:
    if value not in FORMATS:
        raise ValueError("one of " + ", ".join(FORMATS))
    return str(value)


def _count(value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("a whole number from 1 up")
    return value


_READERS: Mapping[str, Callable[[object], Any]] = {
    "store": _text,
    "format": _format,
    "workers": _count,
    "llm": _text,
    "llm_model": _text,
    "store_update": _text,
    "store_graph": _text,
    "store_timeout": _text,
    "library": _text,
}
_NEVER_IN_A_FILE = frozenset({"llm", "store_update", "store_graph"})


def load(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Settle every setting.

    ``flags`` are those given on the command line (None values count as not given), ``environ`` the
    environment (default: this process's) and ``folder`` where ``kg.toml`` may lie (default: the
    current one; ``KG_CONFIG`` names another file). Returns the settings with their origins.

    Raises `ConfigurationError` naming the source and the key.
    """
    environ = os.environ if environ is None else environ
    path = Path(environ["KG_CONFIG"]) if environ.get("KG_CONFIG") else (folder or Path()) / FILE
    values: dict[str, Any] = {}
    origins = {item.name: "default" for item in fields(Settings) if item.name != "origins"}
    for origin, given in (
        (str(path), _file(path, required=bool(environ.get("KG_CONFIG")))),
        ("environment", _variables(environ)),
        ("flag", {k: v for k, v in (flags or {}).items() if v is not None}),
    ):
        for key, value in given.items():
            elsewhere = key == "store" and "://" in str(value)
            if (key in _NEVER_IN_A_FILE or elsewhere) and origin == str(path):
                raise ConfigurationError(
                    "a file that lies in a folder must not send articles elsewhere",
                    where=f"{path}, {key}",
                    next_step=f"Give --{key.replace('_', '-')}, or set KG_{key.upper()}.",
                )
            values[key] = _read(origin, key, value)
            origins[key] = origin
    return Settings(**values, origins=origins)


def _file(path: Path, *, required: bool) -> dict[str, Any]:
    if not required and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigurationError(
            f"cannot be read as TOML ({reason})",
            where=str(path),
            next_step="Correct the file or move it away.",
        ) from error


def _variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables of other names (KG_SHARED, another program's) are none of our business."""
    found = {key: environ.get(f"KG_{key.upper()}", "") for key in _READERS}
    return {key: value for key, value in found.items() if value}


def _read(origin: str, key: str, value: object) -> object:
    flag = "--" + key.replace("_", "-")
    named = {"environment": f"KG_{key.upper()}", "flag": flag}
    where = named.get(origin, f"{origin}, {key}")
    if key not in _READERS:
        known = ", ".join(_READERS)
        raise ConfigurationError(
            f'there is no setting "{key}"', where=where, next_step=f"Settings are: {known}."
        )
    try:
        return _READERS[key](value)
    except ValueError as error:
        raise ConfigurationError(
            f"{value!r} does not fit", where=where, next_step=f"Give {error}."
        ) from None
