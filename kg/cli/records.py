"""Articles to records without a graph of the user's: what ``facts`` and ``evaluate`` share."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.edge import SKIPPED
from kg.cli.options import (
    LlmModelOption,
    LlmOption,
    NoSpacyOption,
    PathsArgument,
    PublishedOption,
    WorkersOption,
    language_model,
    settle,
)
from kg.cli.output import inert, tell, tell_skipped, track, write_as_json
from kg.errors import ConfigurationError, SourceError
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.evaluation import Record
    from kg.facts.llm import LanguageModel
    from kg.pipeline import Skipped

_LONGEST_NAME = 200
_COLUMNS = frozenset({"name", "published", "published_known_from"})


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
        bool,
        typer.Option(
            "--explain",
            help="Show what was read, by which rule, and what was not; with -f json on stderr.",
        ),
    ] = False,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="json", help="Print JSON even so.")
    ] = None,
    workers: WorkersOption = None,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    no_spacy: NoSpacyOption = False,
) -> None:
    """What articles say, as JSON lines, one object an article; needs and keeps no graph."""
    if published and index:
        raise ConfigurationError("--published and --index exclude each other")
    if format not in {None, "json"}:
        raise ConfigurationError(f"facts cannot be printed as {format!r}", next_step="Use -f json.")
    settings = settle(workers=workers, llm=llm, llm_model=llm_model)
    model = language_model(settings)
    heard = Heard(model.rule if model else "")
    written = _Written(out)
    skipped = 0
    dates, wanted = _dates(index), not explain or out is not None or format == "json"
    for step in extractions(paths, dates, published, workers=settings.workers, model=model):
        if (extraction := _done(step)) is None:
            skipped += 1
            continue
        heard.note(extraction)
        skipped += not _tell(extraction, written, wanted=wanted, explain=explain)
    heard.tell()
    if skipped:
        raise typer.Exit(SKIPPED)


def predict(articles: Path, names: Iterable[str], index: Path | None) -> dict[str, Record]:
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
    for name in sorted(wanted - {path.stem for path in paths}):
        tell(f"No article {name} in {articles}: everything in its gold record counts as missed.")
    dates = _dates(index)
    steps = extractions([str(path) for path in paths], dates)
    done = [_done(step) for step in track(steps, len(paths), "reading")]
    return {e.document.article.id: record(e) for e in done if e is not None}


def extractions(
    paths: Iterable[str],
    dates: Mapping[str, date | None],
    published: str | None = None,
    *,
    workers: int = 1,
    model: LanguageModel | None = None,
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

    for step in extracted(sources(), None, workers, model):
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
            return dict(_rows(csv.DictReader(lines, delimiter="\t"), index))
    except FileNotFoundError as error:
        raise SourceError("no such file", where=str(index), next_step="Check the path.") from error
    except SourceError:
        raise
    except (OSError, ValueError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise SourceError(
            f"cannot be read as an index ({reason})",
            where=str(index),
            next_step="Name a table with tabs between its columns.",
        ) from error


def _rows(rows: csv.DictReader[str], index: Path) -> Iterator[tuple[str, date]]:
    if absent := _COLUMNS - set(rows.fieldnames or ()):
        raise SourceError(
            f"is no index: it lacks {', '.join(sorted(absent))}",
            where=str(index),
            next_step="It needs the columns name, published and published_known_from.",
        )
    for row in rows:
        if row["published_known_from"] != "metadata":
            continue
        try:
            yield row["name"], date.fromisoformat(row["published"])
        except ValueError:
            raise SourceError(
                f"{row['published']!r} is no date",
                where=f"{index}:{rows.line_num}",
                next_step="Write it as 2015-01-22.",
            ) from None


def _tell(extraction: Extraction, written: _Written, *, wanted: bool, explain: bool) -> bool:
    """The record on stdout or into a file; the explanation on stdout unless records are there.

    False when the record had no file to go to.
    """
    from kg.cli.explaining import explanation, remarks
    from kg.export import record

    for span in extraction.document.unread:
        tell(
            f"{extraction.document.article.id}: {span.end - span.start:,} characters of one "
            "sentence are not read. Give the text its full stops."
        )
    found = record(extraction)
    if explain:
        stream = sys.stderr if wanted and written.folder is None else sys.stdout
        stream.write(inert(explanation(extraction, found)))
        found["remarks"] = remarks(extraction)
    return written.add(extraction.document.article.id, found) if wanted else True


class _Written:
    """Where records go: to stdout, or into a folder, one file for each article."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._names: set[str] = set()

    def add(self, article: str, found: dict[str, object]) -> bool:
        """Print a record or write its file; False if one of this batch is there already."""
        line = json.dumps(found, ensure_ascii=False)
        if self.folder is None:
            write_as_json(line)
            return True
        name = re.sub(r"[/\\\x00]", "_", article).lstrip(".") or "_"
        path = self.folder / f"{_short(name)}.json"
        if name in self._names:
            tell(
                f"Skipped {article}: another article of this batch is written to {path}. "
                "Give each article an id of its own."
            )
            return False
        self._names.add(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{line}\n", encoding="utf-8")
        tell(f"wrote {path}")
        return True


def _short(name: str) -> str:
    """A name that fits a file system, still its own."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    digest = sha256(name.encode()).hexdigest()[:16]
    return name.encode()[: _LONGEST_NAME - 17].decode(errors="ignore") + f"-{digest}"


class Heard:
    """What came of asking a language model, over a whole batch."""

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self._used = self._unused = 0

    def note(self, extraction: Extraction) -> None:
        """Count what the model gave for an article."""
        if self._rule:
            rules = ({proof.rule for proof in fact.evidence} for fact in extraction.facts)
            self._used += sum(self._rule in each for each in rules)
            self._unused += sum(r.what == "language model" for r in extraction.remarks)

    def tell(self) -> None:
        """One line, if a model was asked."""
        if self._rule:
            tell(
                f"{self._rule}: {self._used} facts borne out by the text, {self._unused} answers "
                "not used (--explain lists them with the reason)"
            )
