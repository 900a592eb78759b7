"""Stores on disk for the service's pages: an invented coalition, and hostile words everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from made_coalition import (
    HARBOUR,
    NORWAY,
    Story,
    meeting,
    occurs,
    part,
    person,
    says,
    stories,
    tenure,
)
from made_views import HOSTILE

from kg.model import Entity, Extraction
from kg.pipeline import Archive
from kg.rdf import article_graph, article_quads
from kg.reasoning import derive
from kg.store import Embedded
from kg.terms import CKG


def harbour(folder: Path) -> Path:
    """The three stories of the Harbour Coalition, derived and published."""
    return publish(folder, (story.extraction() for story in stories()))


def publish(folder: Path, extractions: Iterable[Extraction]) -> Path:
    """A store of articles in a folder, as the pipeline leaves it."""
    with Archive.open(folder, "w") as archive:
        store = archive.store
        assert isinstance(store, Embedded)
        for extraction in extractions:
            article = extraction.document.article
            store.put_graph(article_graph(article.id), article_quads(extraction))
            archive.library.put(article, "made")
        derive(store, known=())
        archive.library.publish(store.publish(), oldest=store.oldest())
    return folder


def hostile(folder: Path) -> Path:
    """Every payload as a name, an office, a place, words said, a sentence, a title, an address."""
    return publish(folder, map(_hostile, range(len(HOSTILE))))


def _hostile(n: int) -> Extraction:
    text = HOSTILE[n]
    talks = meeting(f"talks-{n}", text, f"alias {text}")
    who = person(f"person-{n}", text, f"{text} alias")
    office = Entity(CKG.Office, f"office-{n}", text, known=True)
    place = Entity(CKG.Place, f"place-{n}", text, known=True, country="NOR")
    body = Entity(CKG.Coalition, f"body-{n}", text)
    told = (
        Story(f"hostile-{n} {text}"[:90])
        .say(f"Before {text} after.", occurs(talks, place=place), tenure(who, NORWAY, office))
        .say(f"Then {text}.", part(who, talks, "host", NORWAY), says(who, text, "direct"))
        .say(f"Last {text}.", occurs(talks, ofCoalition=body), occurs(talks, ofCoalition=HARBOUR))
        .extraction()
    )
    article = replace(told.document.article, title=text, url=text, publisher=text)
    return replace(told, document=replace(told.document, article=article))
