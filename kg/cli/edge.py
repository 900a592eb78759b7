"""The edge: every failure becomes one clear message and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Final

from kg.cli.output import tell
from kg.errors import KgError, QuerySyntaxError, SourceError, StoreError, UnknownNameError

FINDINGS: Final = 1
USAGE: Final = 2
SKIPPED: Final = 3
STORE: Final = 4
FAULT: Final = 70


def exit_code(error: KgError) -> int:
    """What a script learns from a failure."""
    if isinstance(error, StoreError):
        return STORE
    return SKIPPED if isinstance(error, SourceError) else USAGE


def report(error: KgError) -> int:
    """Say what happened, where, and what to do next; returns the exit code."""
    tell(f"Error: {error.message}")
    if isinstance(error, QuerySyntaxError) and error.excerpt:
        tell(error.excerpt)
    if isinstance(error, UnknownNameError) and error.candidates:
        unsaid = [name for name in error.candidates if name not in error.message]
        if unsaid:
            tell("Candidates: " + ", ".join(unsaid))
    return exit_code(error)


def report_file(error: OSError) -> int:
    """Say which file could not be written or read, and why."""
    name = str(error.filename or "the output").removesuffix(".part")
    tell(f"Error: {name}: {error.strerror or error}")
    return USAGE


def report_fault(error: Exception) -> int:
    """Say that the fault is ours; who wants to look into it can have the traceback."""
    if os.environ.get("KG_TRACEBACK"):
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    tell(f"Error: a fault of kg itself, not of yours ({what}).")
    tell("Please report it, with what KG_TRACEBACK=1 prints when you run the command again.")
    return FAULT


def prepare_streams() -> None:
    """Print UTF-8 wherever the output goes: names and quotations need it.

    A stream that the caller has closed leads nowhere.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 -- for good
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
