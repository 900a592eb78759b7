"""Results to self-contained HTML: ``view`` gives a page, a page saves itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.library import Library
from kg.queries import ask, find
from kg.render.gather import view_from
from kg.render.values import Boundary, Claim, Edge, Node, Passage, View
from kg.store import Store

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["Boundary", "Claim", "Edge", "Node", "Page", "Passage", "View", "view", "view_from"]

_CLASSES = ("Coalition", "Meeting", "State", "Organisation", "Official")


@dataclass(frozen=True)
class Page:
    """One view, laid out. It prints itself as HTML, saves itself and shows itself in a notebook."""

    view: View

    @cached_property
    def html(self) -> str:
        """The page: one HTML document that makes no request of any kind."""
        from kg.render import page

        return page.html(self.view)

    def save(self, path: str | Path) -> Path:
        """Write the page as UTF-8 and return where it is."""
        target = Path(path)
        target.write_bytes(self.html.encode("utf-8", "replace"))
        return target

    def to_pyvis(self) -> Network:
        """The drawing as a pyvis ``Network``, to carry on with."""
        from kg.render import page

        return page.to_pyvis(self.view)

    def to_svg(self) -> str:
        """The drawing as a still picture."""
        from kg.render import svg

        return svg.drawing(self.view)

    def _repr_html_(self) -> str:
        return self.to_svg()


def view(store: Store, focus: str = "", *, library: Library | None = None) -> Page:
    """Lay out what a store says about one thing, or about everything.

    Parameters
    ----------
    store
        Any store.
    focus
        A coalition, meeting, state, organisation or official by label, other name or IRI; empty
        for the whole graph (its busiest part when it is very large).
    library
        The articles' texts; with them each sentence is shown in its surroundings.

    Returns
    -------
    Page
        With ``.save(path)``, ``.html``, ``.to_pyvis()`` and ``.view``.

    Raises
    ------
    UnknownNameError
        When nothing, or more than one thing, bears that name; it lists candidates.
    """
    from kg.render.layout import place

    def text_of(article_id: str) -> str | None:
        article = library.get(article_id) if library is not None else None
        return article.text if article is not None else None

    return Page(
        place(
            view_from(
                store.select,
                ask=lambda name: ask(store, name),
                focus=find(store, focus, _CLASSES).iri.value if focus else "",
                text_of=text_of,
                snapshot=str(store.snapshot or ""),
            )
        )
    )
