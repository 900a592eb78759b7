"""Articles to records without a graph of the user's: what ``facts`` and ``evaluate`` share."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.edge import SKIPPED
from kg.cli.options import PathsArgument, PublishedOption, WorkersOption, settle
from kg.cli.output import tell, tell_skipped, track
from kg.errors import ConfigurationError, SourceError
from kg.model import Article, Entity, Extraction, Fact, PartialDate, Value

if TYPE_CHECKING:
    from kg.evaluation import Record
    from kg.pipeline import Skipped


def facts(
    paths: PathsArgument,
    published: PublishedOption = None,
    index: Annotated[
        Path | None,
        typer.Option(metavar="TSV", help="Dates by file stem, where they are known as metadata."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write NAME.json an article into a folder.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was read, by which rule, and what was not.")
    ] = False,
    workers: WorkersOption = None,
) -> None:
    """What articles say, as JSON lines, one object an article; needs and keeps no graph."""
    if published and index:
        raise ConfigurationError("--published and --index exclude each other")
    settings = settle(workers=workers)
    skipped = 0
    for step in extractions(paths, _dates(index), published, workers=settings.workers):
        if (extraction := _done(step)) is None:
            skipped += 1
        elif explain:
            _explain(extraction)
        else:
            _write(extraction, out)
    if skipped:
        raise typer.Exit(SKIPPED)


def predict(articles: Path, names: Iterable[str], index: Path) -> dict[str, Record]:
    """The records of the articles of these names (file stems) in a folder.

    Raises `SourceError` if the folder has none of them; one that cannot be read is told.
    """
    from kg.export import record

    wanted = set(names)
    paths = sorted(p for p in articles.glob("*") if p.stem in wanted) if articles.is_dir() else []
    if not paths:
        raise SourceError(
            "holds none of the articles of the gold records",
            where=str(articles),
            next_step="Name the articles' folder, or predictions with --pred.",
        )
    dates = _dates(index if index.is_file() else None)
    steps = extractions([str(path) for path in paths], dates)
    done = [_done(step) for step in track(steps, len(paths), "reading")]
    return {e.document.article.id: record(e) for e in done if e is not None}


def extractions(
    paths: Iterable[str],
    dates: Mapping[str, date | None],
    published: str | None = None,
    *,
    workers: int = 1,
) -> Iterator[Extraction | Skipped]:
    """Read and extract, article by article; ``dates`` beats what the article itself says."""
    from kg.pipeline import Skipped
    from kg.pipeline.extracting import extracted
    from kg.reading import Rejected, read

    def sources() -> Iterator[Article | Skipped]:
        for path in paths:
            for source in read(path, published=published):
                if isinstance(source, Rejected):
                    yield Skipped(source.place, source.reason, source.next_step)
                elif known := dates.get(source.id):
                    yield replace(source, published=known)
                else:
                    yield source

    for step in extracted(sources(), None, workers):
        if isinstance(step, Extraction | Skipped):
            yield step


def _done(step: Extraction | Skipped) -> Extraction | None:
    from kg.pipeline import Skipped

    if isinstance(step, Skipped):
        tell_skipped(step)
        return None
    return step


def _dates(index: Path | None) -> dict[str, date | None]:
    """Publication dates that are known from metadata; the others stand in the text or nowhere."""
    if index is None:
        return {}
    try:
        with index.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
        return {
            row["name"]: date.fromisoformat(row["published"])
            for row in rows
            if row["published_known_from"] == "metadata"
        }
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise SourceError(
            f"cannot be read as an index ({error})",
            where=str(index),
            next_step="It needs the columns name, published and published_known_from.",
        ) from error


def _write(extraction: Extraction, out: Path | None) -> None:
    from kg.export import record

    line = json.dumps(record(extraction), ensure_ascii=False)
    if out is None:
        sys.stdout.write(f"{line}\n")
        return
    name = re.sub(r"[/\\\x00]", "_", extraction.document.article.id).lstrip(".") or "_"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.json").write_text(f"{line}\n", encoding="utf-8")
    tell(f"wrote {out / name}.json")


def _explain(extraction: Extraction) -> None:
    """The article sentence by sentence: the facts it supports, then what was seen and not used."""
    document = extraction.document
    lines = [f"== {document.article.id}"]
    for sentence in document.sentences:
        quote = document.quote(sentence.span)
        supported = [
            f"   {_described(fact)}  [{proof.rule}, {proof.confidence:.2f}]"
            for fact in extraction.facts
            for proof in fact.evidence
            if sentence.span.start == proof.start
        ]
        if supported:
            lines += [f"{sentence.span.start}: {' '.join(quote.split())}", *supported]
    lines += [
        f"not used, {remark.span.start}: {remark.what} {remark.text!r} ({remark.reason})"
        for remark in extraction.remarks
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _described(fact: Fact) -> str:
    """A fact in one line: its kind and what fills its roles."""
    from kg.validation.findings import local_name

    roles = (f"{local_name(role.value)} {_named(value)}" for role, value in fact.roles)
    doubt = "" if fact.modality == "actual" else f" ({fact.modality})"
    claim = f", says {fact.attributed_to.label}" if fact.attributed_to else ""
    return f"{local_name(fact.kind.value)}: {', '.join(roles)}{claim}{doubt}"


def _named(value: Value) -> str:
    if isinstance(value, Entity):
        return value.label
    return value.lexical if isinstance(value, PartialDate) else str(value)
