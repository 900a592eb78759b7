"""The analyst's handle on a graph: every method gives a table, a network, RDF or a small value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from pyoxigraph import NamedNode

from kg import pipeline, queries, resources
from kg.errors import UnknownNameError
from kg.graph import frames, things
from kg.graph.deciding import Deciding
from kg.graph.report import Report, Watch, run
from kg.graph.things import Fact, Thing
from kg.model import Article
from kg.pipeline import Archive, Given, Source
from kg.store import Embedded, Memory, Server, Solutions, is_address

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.explain import Explanation
    from kg.facts.llm import LanguageModel
    from kg.render import Page

_KINDS = ("Coalition", "Meeting", "State", "Organisation", "Official", "Office", "Place")


def open(location: str | Path | Server) -> Graph:
    """Open the graph in a folder (created by the first ``add``) or on a server, or one in memory.

    Parameters: ``location`` is a folder, ``":memory:"``, a ``kg.store.Server`` or the address of a
    SPARQL 1.1 server (the environment says the rest: KG_STORE_UPDATE, KG_STORE_GRAPH, …).
    Raises: StoreError when something else is there; StoreDamagedError when files are broken.
    """
    return Graph(location)


def demo(folder: str | Path = "kg-demo") -> Graph:
    """The graph of the example articles, built in a folder unless it is there already."""
    graph = Graph(folder)
    with as_file(resources.examples() / "articles") as articles:
        graph.add(articles)
    return graph


class Questions:
    """The named questions: ``graph.ask.coalition_members(coalition="…")`` or by name."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __call__(self, name: str, /, **values: object) -> pd.DataFrame:
        """Ask a question by its name.

        Raises: UnknownNameError with near names for an unknown question, parameter or thing.
        """
        graph = self._graph
        named = {key: v.iri if isinstance(v, Thing) else v for key, v in values.items()}
        result = queries.ask(graph.store, name, **named)
        return frames.frame(result, snapshot=graph.snapshot, store=graph.location)

    def __getattr__(self, name: str) -> Question:
        if name.startswith("_"):
            raise AttributeError(name)
        return Question(self, queries.load(name))

    def __dir__(self) -> list[str]:
        return [name.replace("-", "_") for name in queries.names()]

    def __iter__(self) -> Iterator[str]:
        return iter(queries.names())

    def __repr__(self) -> str:
        lines = (f"{query.name:22} {query.summary}" for query in queries.load_all())
        return "\n".join(lines)


class Question:
    """One named question, to be called with its parameters."""

    def __init__(self, ask: Questions, query: queries.NamedQuery) -> None:
        self._ask = ask
        self._query = query
        self.__doc__ = f"{query.summary}.\n\nColumns: {', '.join(query.columns)}"

    def __call__(self, **values: object) -> pd.DataFrame:
        """Ask it. Raises: UnknownNameError for an unknown parameter or thing."""
        return self._ask(self._query.name, **values)

    def __repr__(self) -> str:
        takes = ", ".join(f"{p.name}=… ({p.help})" for p in self._query.parameters)
        return f"{self._query.name}({takes}): {self._query.summary}"


class Graph(Deciding):
    """A knowledge graph: reads its last published snapshot, and writes through ``add``.

    It keeps reading the same snapshot until ``refresh`` or a batch of its own moves it on.
    """

    def __init__(self, location: str | Path | Server) -> None:
        at = Server.of(location) if isinstance(location, str) and is_address(location) else location
        self._place: str | Server = at if isinstance(at, Server) else str(at)
        self.location = at.query if isinstance(at, Server) else str(at)
        self._archive = self._opened()

    # Articles in and out

    def add(
        self,
        *sources: Source,
        workers: int = 1,
        model: LanguageModel | None = None,
        watch: Watch | None = None,
        **given: Unpack[Given],
    ) -> Report:
        """Add articles; adding them again changes nothing.

        Parameters: ``sources`` are files, folders, ``-`` or ``Article`` values; ``workers`` the
        processes that extract; ``model`` a language model to ask beside the rules; ``watch`` is
        shown every event; ``given`` is metadata that beats what the sources say (``id``, ``url``,
        ``title``, ``published``, ``publisher``).
        Returns: what became of each, with ``.skipped``.
        """
        with self._writer() as archive:
            events = pipeline.add(archive, sources, workers=workers, model=model, **given)
            return run(events, watch, archive.store.snapshot)

    def remove(self, *articles: str, watch: Watch | None = None) -> Report:
        """Retract articles by their ids. Raises: UnknownNameError for one that is not there."""
        self._read()
        with self._writer() as archive:
            return run(pipeline.remove(archive, articles), watch, archive.store.snapshot)

    def rebuild(
        self,
        *,
        workers: int = 1,
        model: LanguageModel | None = None,
        watch: Watch | None = None,
    ) -> Report:
        """Extract every article again from its stored text, and derive everything again."""
        self._read()
        with self._writer() as archive:
            events = pipeline.rebuild(archive, workers=workers, model=model)
            return run(events, watch, archive.store.snapshot)

    def article(self, article_id: str) -> Article:
        """An article with its text as of this snapshot.

        Raises: UnknownNameError with near ids when there is none.
        """
        library = self._read().library
        found = library.get(article_id)
        if found is None:
            raise pipeline.no_article(article_id, library.ids())
        return found

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles as of this snapshot."""
        return self._read().library.ids()

    # Questions

    @property
    def ask(self) -> Questions:
        """The named questions, each giving a DataFrame."""
        return Questions(self)

    def states(self) -> pd.DataFrame:
        """The states that articles name."""
        return self.ask("states")

    def officials(self, name: str | None = None) -> pd.DataFrame:
        """Who holds which office of what, with the sentences."""
        return self.ask("officials", name=name)

    def organisations(self) -> pd.DataFrame:
        """The organisations that articles name."""
        return self.ask("organisations")

    def coalitions(self) -> pd.DataFrame:
        """The coalitions with their lead, stated size and named members."""
        return self.ask("coalitions")

    def meetings(
        self, *, place: str | None = None, after: object = None, before: object = None
    ) -> pd.DataFrame:
        """The meetings: what, where, when, whose, and how many states took part."""
        return self.ask("meetings", place=place, after=after, before=before)

    def statements(self, speaker: str | None = None) -> pd.DataFrame:
        """Who said what."""
        return self.ask("statements", speaker=speaker)

    def sources(self) -> pd.DataFrame:
        """The articles with the number of facts each gives."""
        return self.ask("sources")

    def sparql(self, text: str) -> pd.DataFrame | bool | rdflib.Graph:
        """Run any SPARQL query: a DataFrame for SELECT, a bool for ASK, else an rdflib graph.

        The prefixes ckg, id, rdf, rdfs, owl, skos and xsd are known.
        Raises: QuerySyntaxError with line, column and caret.
        """
        found = self.store.query(text)
        if isinstance(found, bool):
            return found
        if isinstance(found, Solutions):
            result = queries.table(found)
            return frames.frame(result, snapshot=self.snapshot, store=self.location)
        return frames.rdf_graph(found)

    # Things, facts, networks, pages

    def __getitem__(self, name: str) -> Thing:
        """The thing of that label, other name or IRI.

        Raises: UnknownNameError (a LookupError) with near names when there is none or several.
        """
        found = queries.find(self.store, name, _KINDS)
        return things.describe(self, found.iri, found.label)

    def fact(self, iri: str) -> Fact:
        """The fact of that IRI. Raises: UnknownNameError when there is none."""
        with suppress(ValueError):
            for found in things.read_facts(self.store, [NamedNode(iri)]):
                return found
        raise UnknownNameError(f"there is no fact {iri!r}")

    def explain(self, fact: Fact | str) -> Explanation:
        """Why a fact holds, down to sentences: a tree that prints, and shows in a notebook."""
        from kg.explain import explain

        return explain(self.store, fact.iri if isinstance(fact, Fact) else fact)

    def network(
        self, kind: str, *, since: str = "", until: str = "", status: str = ""
    ) -> nx.Graph[str]:
        """A networkx graph: state-meeting, official-meeting, co-attendance or membership.

        Parameters: ``since`` and ``until`` narrow the meetings (a day, month or year in ISO form),
        ``status`` the evidence (stated, inferred, background).
        Returns: nodes with labels, lines with weights; ``graph["snapshot"]`` names the snapshot.
        """
        from kg.analysis import network

        def rows(name: str) -> queries.Result:
            return queries.ask(self.store, name)

        made = network(kind, rows, since=since, until=until, status=status)
        made.graph.update(snapshot=self.snapshot, store=self.location)
        return made

    def view(self, name: str = "") -> Page:
        """A page about one thing, or about everything; ``.save(path)`` writes it."""
        from kg.render import view

        archive = self._read()
        return view(archive.store, name, library=archive.library)

    @property
    def rdf(self) -> rdflib.Dataset:
        """The live rdflib Dataset over the same store; its default graph is the view.

        Of a graph on a server it is a copy of everything.
        """
        writable = type(self.store) is Memory
        return frames.rdf_dataset(self.store.engine, writable=writable)

    # The store underneath

    @property
    def store(self) -> Memory:
        """The store that is read. Raises: StoreError when nothing has been added yet."""
        return self._read().store

    @property
    def snapshot(self) -> int:
        """The number of the snapshot that is read; 0 when nothing has been published yet."""
        return self._archive.store.snapshot if self._archive else 0

    def refresh(self) -> bool:
        """Move on to what other processes have published; whether there was anything newer."""
        before = self.snapshot
        if self.location != ":memory:":
            self.close()
            self._archive = self._opened()
        return self.snapshot != before

    def close(self) -> None:
        """Let go of files; closing twice is fine."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Graph {self.location} snapshot {self.snapshot}>"

    def _opened(self) -> Archive | None:
        if self.location == ":memory:":
            return Archive.open(":memory:", "w")
        if isinstance(self._place, str) and not Embedded.published(Path(self._place)):
            return None
        return Archive.open(self._place)

    def _read(self) -> Archive:
        if self._archive is None:
            self._archive = Archive.open(self._place)
        return self._archive

    @contextmanager
    def _writer(self) -> Iterator[Archive]:
        """Memory is written where it is read; a folder by a writer that lets go after the batch."""
        if self.location == ":memory:":
            yield self._read()
            return
        try:
            with Archive.open(self._place, "w") as archive:
                yield archive
        finally:
            self.refresh()
