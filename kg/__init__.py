"""Who belongs to which coalition, who met whom, and the sentence that says so.

```python
import kg

graph = kg.open("london.kg")
graph.add("articles/")
graph.ask.coalition_members(coalition="anti-IS coalition")
```

The names below are loaded when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import KgError, QueryError, SourceError, StoreError, UnknownNameError
    from kg.graph import Fact, Graph, Passage, Report, Thing, demo, open
    from kg.model import Article

__all__ = [
    "Article",
    "Fact",
    "Graph",
    "KgError",
    "Passage",
    "QueryError",
    "Report",
    "SourceError",
    "StoreError",
    "Thing",
    "UnknownNameError",
    "__version__",
    "demo",
    "open",
]
__version__ = "0.1.0"

_ERRORS = frozenset({"KgError", "QueryError", "SourceError", "StoreError", "UnknownNameError"})


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = "kg.errors" if name in _ERRORS else "kg.model" if name == "Article" else "kg.graph"
    value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
