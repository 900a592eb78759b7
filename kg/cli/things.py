"""Commands about one thing or one fact: show, explain, view."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption, open_graph, settle
from kg.cli.output import say, short, tell, tell_snapshot, write_json
from kg.errors import ConfigurationError
from kg.terms import BASE

if TYPE_CHECKING:
    from kg.graph import Fact, Passage, Thing
    from kg.store import Store

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_FACT = re.compile(r"(?:fact/)?([0-9a-f]{20})")


def show(
    name: Annotated[str, typer.Argument(help="A label, another name, or an IRI.")],
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Everything about one thing, by the sentences that say so."""
    with open_graph(settle(store=store)) as graph:
        thing = graph[name]
        facts = thing.facts()
        if as_json:
            write_json(_described(thing, facts))
        else:
            body = _body(graph.store, facts) if facts else _mentions(thing)
            say("\n".join([*_head(thing), *body]))
        tell_snapshot(graph.store)


def _described(thing: Thing, facts: list[Fact]) -> dict[str, object]:
    about = {"iri": thing.iri, "label": thing.label, "kind": thing.kind, "names": thing.names}
    named = [asdict(passage) for passage in thing.mentions()]
    return {**about, "facts": [asdict(fact) for fact in facts], "mentions": named}


def _head(thing: Thing) -> list[str]:
    others = [name for name in thing.names if name != thing.label]
    also = [f"also: {'; '.join(others)}"] if others else []
    return [f"{thing.label} ({thing.kind})", *also, thing.iri]


def _mentions(thing: Thing) -> list[str]:
    """Of what no fact tells, at least where it is named."""
    named = [_quoted(passage) for passage in thing.mentions()]
    return ["", "No fact about it; it is named in:", *named] if named else ["", "No fact about it."]


def _quoted(passage: Passage) -> str:
    return f"“{' '.join(passage.text.split())}” ({short(passage.article)})"


def _body(store: Store, facts: list[Fact]) -> list[str]:
    """Each passage once, with all the facts it supports below it."""
    from pyoxigraph import NamedNode

    from kg.explain import in_words

    lines: dict[str, list[str]] = {}
    for fact in facts:
        doubt = "" if fact.modality == "actual" else f"{fact.modality}, "
        identity = fact.iri.removeprefix(f"{BASE}id/")
        line = f"  - {in_words(store, NamedNode(fact.iri))} [{doubt}{fact.basis}, {identity}]"
        where = [_quoted(passage) for passage in fact.evidence]
        for quote in where or [f"background: {fact.source or 'reference data'}"]:
            lines.setdefault(quote, []).append(line)
    return [part for quote, below in lines.items() for part in ("", quote, *below)]


def explain(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FACT|SUBJECT PROPERTY OBJECT",
            help="A fact's IRI or fact/… as `kg show` prints it, or a triple: "
            'Norway tookPartIn "London meeting".',
        ),
    ],
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Why a fact holds: the rules it rests on, down to the sentences."""
    from kg.explain import explain as why

    if len(what) == 2 or len(what) > 3:
        raise ConfigurationError(
            f"{len(what)} words are neither a fact nor a triple",
            next_step="Give one fact, or a subject, a property and an object (quote names).",
        )
    found = _FACT.fullmatch(what[0])
    text = f"{BASE}id/fact/{found[1]}" if found else what[0]
    with open_graph(settle(store=store)) as graph:
        explanation = why(graph.store, shlex.join(what) if len(what) == 3 else text)
        if as_json:
            write_json(asdict(explanation))
        else:
            say(str(explanation))
        tell_snapshot(graph.store)


def view(
    name: Annotated[
        str, typer.Argument(help="A meeting, coalition, state … [default: everything]")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Where to; .svg gives a still picture."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write one self-contained HTML page with every sentence behind it, and print its path."""
    from kg.model import slug

    with open_graph(settle(store=store)) as graph:
        page = graph.view(name)
        path = out or Path(f"{slug(name) if name else 'graph'}.html")
        if path.suffix == ".svg":
            path.write_text(page.to_svg(), encoding="utf-8")
        else:
            page.save(path)
        sys.stdout.write(f"{path}\n")
        tell(f"{len(page.view.nodes)} things drawn")
        tell_snapshot(graph.store)


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE|-", help="Its ending is the format; - is stdout.")
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="ttl nt jsonld rdf: the view.  nq trig: who says what.  csv json parquet: facts"
            " with sentences.  graphml gexf: networks.",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the graph in another tool's format."""
    from kg.export import export as exported
    from kg.export import save

    with open_graph(settle(store=store)) as graph:
        if str(file) == "-":
            sys.stdout.buffer.write(exported(graph.store, format or "ttl"))
        else:
            tell(f"wrote {save(graph.store, file, format or '')}")
        tell_snapshot(graph.store)
