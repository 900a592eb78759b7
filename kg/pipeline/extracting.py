"""Runs the extraction of many articles, in this process or in several, in order."""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from kg.errors import KgError
from kg.model import Article, Extraction
from kg.pipeline.events import Event, Skipped

if TYPE_CHECKING:
    from kg.facts.llm import LanguageModel

Extract = Callable[[Article], Extraction]

_LOG: Final = logging.getLogger(__name__)
_AHEAD: Final = 4


def extracted(
    items: Iterable[Article | Event],
    extract: Extract | None,
    workers: int,
    model: LanguageModel | None = None,
) -> Iterator[Extraction | Event]:
    """Replaces articles by their extractions, in order; events pass through.

    An article that cannot be extracted becomes a ``Skipped``. With several workers at most a few
    articles for each of them are read ahead.
    """
    with _runner(extract or _extractor(model), workers) as run:
        waiting: deque[Callable[[], Extraction | Event]] = deque()
        for item in items:
            waiting.append(run(item) if isinstance(item, Article) else _ready(item))
            if workers == 1 or len(waiting) >= workers * _AHEAD:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()


def _ready(event: Event) -> Callable[[], Event]:
    return lambda: event


@contextmanager
def _runner(
    extract: Extract, workers: int
) -> Iterator[Callable[[Article], Callable[[], Extraction | Skipped]]]:
    """How to extract: here and now, or in other processes, which cost a second to start."""
    if workers == 1:
        yield lambda article: lambda: _settled(article, lambda: extract(article))
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    ) as pool:

        def submit(article: Article) -> Callable[[], Extraction | Skipped]:
            future: Future[Extraction] = pool.submit(extract, article)
            return lambda: _settled(article, future.result)

        yield submit


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process; only the one that writes has to end the batch."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _settled(article: Article, result: Callable[[], Extraction]) -> Extraction | Skipped:
    """One article that cannot be analysed must not cost the others."""
    try:
        return result()
    except KgError as error:
        return Skipped(article.id, error.what, error.next_step)
    except BrokenProcessPool:
        return Skipped(article.id, "a worker process died", "Run it again with fewer workers")
    except Exception as error:  # one article must not cost the others, whatever it hit
        _LOG.debug("extraction of %s failed", article.id, exc_info=True)
        reason = f"it could not be analysed ({type(error).__name__}: {error})"
        return Skipped(article.id, reason, "Please report this with the article's text")


def _extractor(model: LanguageModel | None) -> Extract:
    from kg.facts import extract

    return extract if model is None else partial(extract, model=model)
