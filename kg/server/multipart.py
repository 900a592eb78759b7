"""The files in a ``multipart/form-data`` body, which is in memory and bounded already."""

from __future__ import annotations

from typing import Final

from kg.server.failures import RefusedError
from kg.server.negotiation import media_type

MAX_PARTS: Final = 100


def parts(sent: bytes, boundary: str) -> list[tuple[bytes, str]]:
    """Each part's data with its media type. Raises: RefusedError 400 for a broken body."""
    mark = b"--" + boundary.encode("latin-1", "replace")
    if not boundary or not sent.rstrip().endswith(mark + b"--"):
        raise RefusedError(400, "the multipart body has no end")
    found = sent.rstrip().removesuffix(b"--").split(mark)[1:-1]
    if not found or len(found) > MAX_PARTS:
        raise RefusedError(400, f"a multipart body has 1 to {MAX_PARTS} parts")
    return [_part(part.removeprefix(b"\r\n")) for part in found]


def _part(part: bytes) -> tuple[bytes, str]:
    head, gap, data = part.partition(b"\r\n\r\n")
    if not gap:
        raise RefusedError(400, "a part of the multipart body has no header")
    kind = ""
    for line in head.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-type":
            kind, _ = media_type(value)
    return data.removesuffix(b"\r\n"), kind or "text/turtle"
