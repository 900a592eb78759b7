"""Answers as pandas and rdflib objects, typed: counts are numbers and can be summed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pyoxigraph import RdfFormat, Triple, serialize
from pyoxigraph import Store as Engine

from kg.errors import StoreError
from kg.queries import Cell, Result
from kg.store import guard

if TYPE_CHECKING:
    import pandas as pd
    import rdflib


_INT64: Final = 2**63


def frame(result: Result, *, snapshot: int, store: str) -> pd.DataFrame:
    """Rows as a DataFrame whose columns have the type of their values.

    ``attrs["snapshot"]`` and ``attrs["store"]`` say where the rows come from.
    """
    import pandas as pd

    columns = {name: _column(result.column(name)) for name in result.columns}
    made = pd.DataFrame(columns, columns=list(result.columns))
    made.attrs = {"snapshot": snapshot, "store": store}
    return made


def _column(values: list[Cell]) -> pd.Series[Any]:
    """Whole numbers stay whole where some are missing; mixed columns stay as they are."""
    import pandas as pd

    kinds = {type(value) for value in values if value is not None}
    missing = None in values
    if kinds == {int} and all(abs(int(value or 0)) < _INT64 for value in values):
        return pd.Series(values, dtype="Int64" if missing else "int64")
    if float in kinds and kinds <= {int, float}:
        return pd.Series(values, dtype="float64")
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean" if missing else "bool")
    return pd.Series(values, dtype="object")


def rdf_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Triples as an rdflib graph, copied."""
    import rdflib

    data = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=data, format="nt")


def rdf_dataset(engine: Engine, *, writable: bool) -> rdflib.Dataset:
    """The live rdflib Dataset over an engine; its default graph is the view.

    Queries through it are checked like all others, so that none fetches from elsewhere.
    """
    import rdflib
    from oxrdflib import OxigraphStore

    class Guarded(OxigraphStore):
        # rdflib hands over its own kinds of arguments, which are passed on as they are.
        def query(self, query: Any, *more: Any, **options: Any) -> rdflib.query.Result:  # noqa: ANN401
            guard.check(str(query))
            return super().query(query, *more, **options)

        def update(self, update: Any, *more: Any, **options: Any) -> None:  # noqa: ANN401
            guard.check(str(update), data=True)
            super().update(update, *more, **options)

    class Published(Guarded):
        def _refuse(self, *_: object, **__: object) -> NoReturn:
            raise StoreError(
                "a published snapshot cannot be changed",
                next_step="Add articles, or copy the dataset into one of your own",
            )

        add = addN = remove = update = remove_graph = _refuse

        def add_graph(self, graph: rdflib.Graph) -> None:
            """rdflib announces every graph that it looks at; there is nothing to do."""

    class Live(rdflib.Dataset):
        # rdflib 7 asks for this deprecated property itself, and warns of itself.
        default_context = property(lambda self: self.default_graph)

    return Live(store=Guarded(store=engine) if writable else Published(store=engine))
