"""The door between the two wings: articles go in, a published graph comes out.

read → extract → quads → one named graph per article → derive → publish. Every step yields an
event, so that a command line or a notebook can show progress; the batch goes on where it can. A
killed batch loses no article that an ``Added`` event was yielded for, and the next batch derives
and publishes what the killed one did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from kg import rdf
from kg.errors import UnknownNameError
from kg.identity.decisions import Decision
from kg.library import Entry
from kg.model import Article, Extraction
from kg.pipeline import deciding
from kg.pipeline.archive import Archive, derived_when, note_derived
from kg.pipeline.background import background, derivation_version, extraction_version
from kg.pipeline.events import (
    Added,
    Derived,
    Event,
    Published,
    Read,
    Removed,
    Skipped,
    Unchanged,
)
from kg.pipeline.extracting import Extract, extracted
from kg.queries import nearest
from kg.reading import Rejected, read
from kg.store import Embedded, Memory
from kg.terms import BASE

if TYPE_CHECKING:
    from kg.facts.llm import LanguageModel

__all__ = [
    "Added",
    "Archive",
    "Decision",
    "Derived",
    "Event",
    "Given",
    "Published",
    "Read",
    "Removed",
    "Skipped",
    "Source",
    "Unchanged",
    "add",
    "catch_up",
    "decide",
    "deciding",
    "derived_when",
    "no_article",
    "put_off",
    "rebuild",
    "remove",
    "undecide",
]

Source = str | Path | Article | Rejected
Derive = Callable[[Memory], object]


class Given(TypedDict, total=False):
    """What the caller says about the articles, which beats what they say themselves."""

    id: str | None
    url: str | None
    title: str | None
    published: date | str | None
    publisher: str | None


def add(
    archive: Archive,
    sources: Iterable[Source],
    *,
    workers: int = 1,
    base: str = BASE,
    extract: Extract | None = None,
    model: LanguageModel | None = None,
    derive: Derive | None = None,
    **given: Unpack[Given],
) -> Iterator[Event]:
    """Put articles into the graph; adding them again changes nothing.

    Parameters: ``sources`` are paths (files, folders, ``-``) or articles; ``workers`` is the
    number of processes that extract; ``base`` is the root of the IRIs minted; ``model`` is a
    language model to ask beside the rules; ``given`` is metadata for all paths (``id``, ``url``,
    ``title``, ``published``, ``publisher``).
    Yields: what happens to each article, then ``Derived`` and ``Published`` unless all is as it
    was. Raises: StoreError when the store cannot be written; what was yielded as added stays.
    """
    version = _version(model)
    fresh = _fresh(archive, _read(sources, given), version)
    for step in extracted(fresh, extract, workers, model):
        if isinstance(step, Extraction):
            yield _put(archive, step, base, version)
        else:
            yield step
    yield from _finish(archive, derive, base)


def remove(
    archive: Archive,
    article_ids: Iterable[str],
    *,
    base: str = BASE,
    derive: Derive | None = None,
) -> Iterator[Event]:
    """Retract articles: what only they said is gone after the batch.

    Raises: UnknownNameError for an id the graph does not hold, before anything is removed.
    """
    wanted, known = list(article_ids), archive.library.ids()
    for article_id in wanted:
        if article_id not in known:
            raise no_article(article_id, known)
    for article_id in wanted:
        archive.store.drop(rdf.article_graph(article_id, base=base))
        archive.library.remove(article_id)
        yield Removed(article_id)
    yield from _finish(archive, derive, base)


def rebuild(
    archive: Archive,
    *,
    workers: int = 1,
    base: str = BASE,
    extract: Extract | None = None,
    model: LanguageModel | None = None,
    derive: Derive | None = None,
) -> Iterator[Event]:
    """Extract every article again from its stored text, and derive everything again."""
    articles = [entry.article for entry in archive.library.list()]
    version = _version(model)
    for step in extracted(articles, extract, workers, model):
        yield _put(archive, step, base, version) if isinstance(step, Extraction) else step
    put_off(archive)
    yield from _finish(archive, derive, base)


def decide(
    archive: Archive,
    decision: Decision,
    *,
    base: str = BASE,
    derive: Derive | None = None,
) -> Iterator[Event]:
    """Keep an analyst's decision through every rebuild, and derive everything again.

    Raises: QueryError when the opposite has been decided.
    """
    deciding.keep(archive.store, decision, base=base)
    yield from _finish(archive, derive, base)


def undecide(
    archive: Archive,
    identity: str,
    *,
    base: str = BASE,
    derive: Derive | None = None,
) -> Iterator[Event]:
    """Take back the decision of that id, and derive everything again.

    Raises: UnknownNameError when there is none.
    """
    deciding.undo(archive.store, identity, base=base)
    yield from _finish(archive, derive, base)


def put_off(archive: Archive) -> None:
    """Note that something was written that is not derived yet; the next batch does it."""
    archive.library.set_note("derivation", "")


def catch_up(
    archive: Archive, *, base: str = BASE, derive: Derive | None = None
) -> Iterator[Event]:
    """Derive and publish what was written and not derived yet; nothing when all is as it was."""
    yield from _finish(archive, derive, base)


def no_article(article_id: str, known: Sequence[str]) -> UnknownNameError:
    """What to say of an id that the graph does not hold."""
    near = nearest(article_id, known)
    step = f"Did you mean: {', '.join(near)}?" if near else "`kg ask sources` lists the articles"
    return UnknownNameError(f"there is no article {article_id!r}", candidates=near, next_step=step)


def _read(sources: Iterable[Source], given: Given) -> Iterator[Article | Rejected]:
    for source in sources:
        if isinstance(source, (Article, Rejected)):
            yield source
        else:
            yield from read(source, **given)


def _version(model: LanguageModel | None) -> str:
    """What an article was read with; an article read with less is read again."""
    return extraction_version() if model is None else f"{extraction_version()} {model.rule}"


def _fresh(
    archive: Archive, articles: Iterable[Article | Rejected], version: str
) -> Iterator[Article | Event]:
    """Passes on the articles to extract, each after its event; says why it leaves others out."""
    seen: dict[str, str] = {}
    for article in articles:
        if isinstance(article, Rejected):
            yield Skipped(article.place, article.reason, article.next_step)
        elif not _is_storable(article):
            yield Skipped(ascii(article.id), "the text is not valid Unicode")
        elif seen.setdefault(article.id, article.content_hash) != article.content_hash:
            reason = "another article of this batch has the same id"
            yield Skipped(article.id, reason, "Give each article an id of its own")
        elif archive.library.entry(article.id) == Entry(article, version):
            yield Unchanged(article.id)
        else:
            yield Read(article.id)
            yield article


def _is_storable(article: Article) -> bool:
    """Half a surrogate pair fits into no file and no database."""
    parts = (article.id, article.text, article.title, article.publisher, article.url)
    try:
        "".join(parts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _put(archive: Archive, extraction: Extraction, base: str, version: str) -> Event:
    """The graph first: an article that the library knows is in the graph, even after a crash."""
    article = extraction.document.article
    graph = rdf.article_graph(article.id, base=base)
    new = archive.library.entry(article.id) is None
    archive.store.put_graph(graph, rdf.article_quads(extraction, base=base))
    archive.library.put(article, version)
    return Added(article.id, len(extraction.facts), new)


def _finish(archive: Archive, derive: Derive | None, base: str) -> Iterator[Event]:
    """Derive and publish when anything was written, now or by a batch that was killed."""
    store, library = archive.store, archive.library
    stale = library.note("derivation") != derivation_version()
    if not store.unpublished and (store.snapshot == 0 or not stale):
        return
    if stale:
        for name, quads in background().items():
            store.put_graph(rdf.graph_iri(name, base=base), quads)
    yield Derived((derive or _deriver(base))(store))
    number = store.publish()
    library.set_note("derivation", derivation_version())
    note_derived(library, number)
    library.publish(number, oldest=store.oldest() if isinstance(store, Embedded) else number)
    yield Published(number)


def _deriver(base: str) -> Derive:
    from kg.reasoning import derive

    return partial(derive, base=base)
