"""Several words that are one phrase: "as well as", "in-person", an event at the end of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.resolution.chunk import Chunk

_IN_BRACKETS = re.compile(r"L(?P<open>\()S(?P<close>\))")


def with_connectives(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "as well as" is "and"; "including" opens a list; "exchanged views" with is one verb."""
    out: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        lower = chunk.lower
        if lower == "as" and [c.lower for c in out[-2:]] == ["as", "well"]:
            first = out[-2]
            del out[-2:]
            chunk = chunk._replace(code="&", text="as well as", start=first.start)
        elif lower == "views" and [c.lower for c in out[-1:]] == ["exchanged"]:
            if place + 1 < len(chunks) and chunks[place + 1].code == "w":
                chunk = chunk._replace(code="I", text="exchanged views", start=out.pop().start)
        elif lower in ("including", "notably") and chunk.code == "x":
            chunk = chunk._replace(code="+")
        elif lower == "person" and [c.lower for c in out[-2:]] == ["in", "-"]:
            first = out[-2]
            del out[-2:]
            chunk = chunk._replace(text="in-person", start=first.start)
        out.append(chunk)
    return out


def named_event(chunk: Chunk) -> Sequence[Chunk]:
    """ "The East Asia Summit", a body by its name: the event noun is read as one."""
    name, _, noun = chunk.text.rpartition(" ")
    if chunk.code != "O" or noun != "Summit" or not name:
        return (chunk,)
    cut = chunk.end - len(noun)
    event = Chunk("E", noun, cut, chunk.end, head=noun.lower())
    return (chunk._replace(text=name, end=cut - 1), event)


def without_brackets(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """ "In P (S)" is "in P, S"."""
    codes = "".join(c.code for c in chunks)
    if "L(S)" not in codes:
        return chunks
    out = list(chunks)
    for match in _IN_BRACKETS.finditer(codes):
        for place in (match.start("open"), match.start("close")):
            out[place] = out[place]._replace(code=",")
    return out
