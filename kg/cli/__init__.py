"""The command line: thin commands; data to stdout, everything else to stderr.

Exit codes: 0 ok; 1 findings of ``check``; 2 usage, unknown names, syntax; 3 some input skipped;
4 store locked, damaged or remote failure.
"""

from kg.cli.app import main

__all__ = ["main"]
