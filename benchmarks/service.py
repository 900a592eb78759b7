"""Compares the service with the plain Oxigraph server on one store, in one run.

``python benchmarks/service.py [--meetings N] [--seconds S] [--rounds R]`` makes up articles, lets
``kg`` build the graph of them on disk (240 meetings: a million triples), serves that folder by
both, and asks both in turn, round after round, so that other work on the machine hits both alike.
It prints answers a second and their ratio (the median of the rounds), the median time that an
answer takes beyond Oxigraph's, the processor time an answer costs each and their ratio (the figure
to trust on a machine that does other work), and what it costs to ask in a worker process instead of
here. Rows "derived" are asked for as they are prepared once for each snapshot; the same questions
in rows "computed" are put in a way that nothing was prepared for.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, product
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import client
from benchmarks.servers import Server, served
from kg.pipeline import Archive
from kg.queries import bound, select
from kg.rdf import graph_iri
from kg.store import PREFIXES, Store

CONNECTIONS = (1, 8, 32)
WARMING = 2.0
"""Seconds for which both are asked before the clock runs, as a service in use would have been."""
Asserted = Callable[..., str]
JSON = "application/sparql-results+json"
IDENTITY = graph_iri("identity")
"""The graph that says which of the articles' own nodes are one."""


NUMBER, DAY = "9999999", "1234-05-06"
"""What stands in a request for a number, and for a day, that no request had before."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question for both, as requests made beforehand that are asked in turn."""

    name: str
    ours: Sequence[bytes]
    theirs: Sequence[bytes]


def asked_for(made: Sequence[bytes], numbers: Iterable[int]) -> Iterator[bytes]:
    """The requests in turn, each with its number and its day."""
    for n in numbers:
        request = made[n % len(made)].replace(NUMBER.encode(), b"%07d" % n)
        yield request.replace(DAY.encode(), _day(n).encode())


def same(name: str, texts: Iterable[str]) -> Comparison:
    """Both are asked the same SPARQL."""
    made = list(texts)
    ours, theirs = ([client.query(path, text) for text in made] for path in ("/sparql", "/query"))
    return Comparison(name, ours, theirs)


def by_name(
    title: str, name: str, asked: Iterable[dict[str, str]], text: Asserted, more: str = ""
) -> Comparison:
    """We are asked by name, they in SPARQL; ``more`` ends our addresses."""
    given = list(asked)
    return Comparison(
        title,
        [client.get(f"/q/{name}.json?{urlencode(values)}{more}") for values in given],
        [client.query("/query", text(**values)) for values in given],
    )


def on_the_same_facts(store: Store) -> list[Comparison]:
    """Light and heavy questions that both are asked in the same words of the same triples."""
    facts = _column(store, "SELECT ?f { ?f a ckg:Participation }")
    groups = _column(store, "SELECT ?g { ?g a ckg:Coalition }")

    evidence = (
        f"{_PREFIXES} SELECT ?m (COUNT(DISTINCT ?who) AS ?n) (COUNT(?p) AS ?told)"
        " { ?f ckg:meeting ?m ; ckg:participant ?who ; ckg:evidence ?p . ?p ckg:confidence ?c }"
        " GROUP BY ?m"
    )

    def text(name: str) -> Asserted:
        return lambda **values: bound(store, name, values)

    return [
        same("entity, ever new", (f"SELECT * {{ <{f}> ?p ?o }} # {NUMBER}" for f in facts)),
        same("entity, of fifty", (f"SELECT * {{ <{f}> ?p ?o }}" for f in facts[:50])),
        by_name(
            "named, of forty", "coalition-members", _each(coalition=groups),
            text("coalition-members"),
        ),
        by_name(
            "named, ever new", "membership-as-of", _each(coalition=groups, date=[DAY]),
            text("membership-as-of"),
        ),
        same("heavy: evidence by meeting", [f"{evidence} # {NUMBER}"]),
        same("heavy: the same, asked again", [evidence]),
        same(
            "heavy: roles of everybody",
            [
                f"{_PREFIXES} SELECT ?who ?role (COUNT(*) AS ?n)"
                " { ?f ckg:participant ?who ; ckg:role ?role ; ckg:meeting ?m }"
                f" GROUP BY ?who ?role # {NUMBER}"
            ],
        ),
        same(
            "heavy: words for each fact",
            [
                f"{_PREFIXES} SELECT ?met ?name ?words"
                " { ?f ckg:meeting ?m ; ckg:participant ?who ; ckg:evidence ?p ."
                " ?m rdfs:label ?met . ?who rdfs:label ?name . ?p ckg:exact ?words }"
                f" LIMIT 5000 # {NUMBER}"
            ],
        ),
        same(
            "heavy: who met whom",
            (
                f"{_PREFIXES} SELECT ?b (COUNT(DISTINCT ?m) AS ?n)"
                f" {{ ?a ckg:memberOf <{g}> ; ckg:tookPartIn ?m . ?b ckg:tookPartIn ?m ;"
                f" a ckg:State }} GROUP BY ?b # {NUMBER}"
                for g in groups[:5]
            ),
        ),
    ]  # fmt: skip


def derived_and_asserted(store: Store) -> list[Comparison]:
    """Questions to the view that is derived once, and to the articles' own graphs every time."""
    groups = _column(store, "SELECT ?g { ?g a ckg:Coalition }")
    meetings = _column(store, "SELECT ?m { ?m a ckg:Meeting }")
    asserted: dict[str, tuple[str, list[dict[str, str]], Asserted]] = {
        "members": (
            "coalition-members", list(_each(coalition=groups)),
            lambda coalition: _MEMBERS % coalition,
        ),
        "participants": (
            "meeting-participants", list(_each(meeting=meetings)),
            lambda meeting: _PARTICIPANTS % meeting,
        ),
    }  # fmt: skip
    return [
        *(by_name(f"derived: {title}", *asked) for title, asked in asserted.items()),
        *(by_name(f"computed: {title}", *asked, _ALL_ROWS) for title, asked in asserted.items()),
        by_name(
            "computed: as of, ever new", "membership-as-of", _each(coalition=groups, date=[DAY]),
            lambda coalition, date: _MEMBERS_ON % (coalition, date),
        ),
        Comparison(
            "computed: one step, ever new",
            [
                client.query(
                    "/sparql",
                    f"SELECT ?who ?label {{ ?who ckg:tookPartIn <{m}> ; rdfs:label ?label }}"
                    f" # {NUMBER}",
                )
                for m in meetings
            ],
            [client.query("/query", f"{_TOOK_PART % m} # {NUMBER}") for m in meetings],
        ),
    ]  # fmt: skip


_ALL_ROWS = f"&limit=1{NUMBER}"
"""Asks for all rows, by a number that nobody has asked for yet."""
_PREFIXES = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
_MEMBERS = f"""{_PREFIXES} SELECT DISTINCT ?member ?iso3 ?label ?article ?quote ?start ?end {{
    GRAPH {IDENTITY} {{ ?group owl:sameAs <%s> }}
    GRAPH ?paper {{ ?fact ckg:group ?group ; a ckg:Membership ; ckg:member ?member ;
        ckg:modality "actual" ; ckg:evidence ?passage . ?member rdfs:label ?label .
        ?passage ckg:article ?article ; ckg:exact ?quote ; ckg:start ?start ; ckg:end ?end }}
    OPTIONAL {{ GRAPH ?paper {{ ?member ckg:iso3 ?iso3 }} }} }} ORDER BY ?label ?article"""
_MEMBERS_ON = f"""{_PREFIXES} SELECT ?state ?iso3 ?label ?first WHERE {{
    {{ SELECT ?state ?iso3 (SAMPLE(?paper) AS ?one) {{ GRAPH ?paper {{ ?state ckg:iso3 ?iso3 }} }}
        GROUP BY ?state ?iso3 }}
    FILTER EXISTS {{ GRAPH ?telling {{ ?told ckg:mentions ?state }} }}
    GRAPH ?one {{ ?state a ckg:State ; rdfs:label ?label }}
    OPTIONAL {{ SELECT ?state (MIN(?from) AS ?first) {{
        GRAPH {IDENTITY} {{ ?group owl:sameAs <%s> }}
        GRAPH ?paper {{ ?fact ckg:group ?group ; a ckg:Membership ; ckg:member ?state ;
            ckg:modality "actual" ; ckg:evidence ?passage . ?passage ckg:article ?article .
            ?article ckg:published ?published }}
        OPTIONAL {{ GRAPH ?paper {{ ?fact ckg:since ?since }} }}
        OPTIONAL {{ GRAPH ?paper {{ ?fact ckg:until ?until }} }}
        BIND (STR(COALESCE(?since, ?published)) AS ?from)
        FILTER (?from <= "%s" && !BOUND(?until)) }} GROUP BY ?state }} }} ORDER BY ?label"""
_QUOTED = """. ?fact ckg:evidence ?passage . ?passage ckg:article ?article ;
        ckg:exact ?quote ; ckg:start ?start ; ckg:end ?end"""
_SAID = f"""GRAPH {IDENTITY} {{ ?said owl:sameAs <%s> }}
    GRAPH ?paper {{ ?fact ckg:meeting ?said ; a ckg:Participation ; ckg:participant ?named ;
        ckg:role ?role ; ckg:modality "actual" . ?named rdfs:label ?label %s }}
    FILTER (?role NOT IN ("invited", "absent", "excluded"))
    OPTIONAL {{ GRAPH {IDENTITY} {{ ?named owl:sameAs ?known }} }}
    BIND (COALESCE(?known, ?named) AS ?who)"""
_TOOK_PART = f"{_PREFIXES} SELECT DISTINCT ?who ?label {{ {_SAID % ('%s', '')} }}"
_PARTICIPANTS = f"""{_PREFIXES} SELECT DISTINCT ?who ?label ?role ?article ?quote ?start ?end {{
    {_SAID % ("%s", _QUOTED)} }} ORDER BY ?label ?role ?article"""


def _column(store: Store, text: str) -> list[str]:
    return sorted(str(row[0]) for row in select(store, text).rows)


def _each(**values: list[str]) -> Iterator[dict[str, str]]:
    for chosen in product(*values.values()):
        yield dict(zip(values, chosen, strict=True))


def _day(number: int) -> str:
    return (date(1900, 1, 1) + timedelta(days=number % 40_000)).isoformat()


# Figures


@dataclass(slots=True)
class Side:
    """What one server did in all rounds."""

    server: Server
    made: Sequence[bytes]
    rates: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def ask(self, numbers: Iterator[int], connections: int, seconds: float) -> None:
        """One round."""
        before = self.server.cpu()
        requests = asked_for(self.made, numbers)
        rate, taken = client.asked(self.server.port, requests, connections, seconds)
        self.cpu += self.server.cpu() - before
        self.rates.append(rate)
        self.taken.extend(taken)

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for an answer."""
        return self.cpu / len(self.taken) * 1000


def compare(
    asked: Comparison,
    connections: int,
    servers: tuple[Server, Server],
    rounds: int,
    seconds: float,
) -> str:
    """One line of the table."""
    ours, theirs = Side(servers[0], asked.ours), Side(servers[1], asked.theirs)
    numbers = count()
    for side in (theirs, ours):
        client.asked(side.server.port, asked_for(side.made, numbers), 4, WARMING)
    for _ in range(rounds):
        theirs.ask(numbers, connections, seconds)
        ours.ask(numbers, connections, seconds)
    ratio = median(here / there for here, there in zip(ours.rates, theirs.rates, strict=True))
    more = median(ours.taken) - median(theirs.taken)
    return (
        f"{asked.name:28}{connections:5}{median(theirs.rates):12.0f}{median(ours.rates):10.0f}"
        f"{ratio:8.2f}{median(theirs.taken) * 1000:12.2f}{more * 1000:+9.2f}"
        f"{theirs.cost:16.3f}{ours.cost:9.3f}{theirs.cost / ours.cost:8.2f}"
    )


def isolation(folder: Path, number: int = 2000) -> float:
    """How many milliseconds longer a light query takes in a worker process, at the median."""
    from kg.server.config import Config
    from kg.server.querying import Query, answer
    from kg.server.reader import Reader

    def query(store: Store) -> Iterator[Query]:
        facts = _column(store, "SELECT ?f { ?f a ckg:Participation }")
        for n in count():
            yield Query(f"SELECT * {{ <{facts[n % len(facts)]}> ?p ?o }} # {n}", JSON, None)

    async def both(archive: Archive) -> tuple[list[float], list[float]]:
        here: list[float] = []
        there: list[float] = []
        reader = Reader(Config(str(folder), copy=False))
        await reader.start()
        for asked, _ in zip(query(archive.store), range(number), strict=False):
            begun = time.perf_counter()
            answer(archive, asked)
            between = time.perf_counter()
            await reader.call(answer, asked)
            here.append(between - begun)
            there.append(time.perf_counter() - between)
        await reader.stop()
        return here, there

    with Archive.open(folder) as archive:
        here, there = asyncio.run(both(archive))
    return (median(there) - median(here)) * 1000


def main() -> None:
    """Build a graph and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=240)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ports", type=int, nargs=2, default=(7011, 7012))
    parser.add_argument("--only", default="", help="only rows whose name holds this")
    parser.add_argument("--store", type=Path, help="keep the graph here, and take it from here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "store"
        if not store.exists():
            build(store, given.meetings)
        measured(store, given)


def build(folder: Path, meetings: int) -> None:
    """Let kg add articles about so many meetings to a new store."""
    from benchmarks.synthetic import world

    with Archive.open(folder, "w") as archive:
        world(archive, meetings)


def measured(folder: Path, given: argparse.Namespace) -> None:
    """Print all figures; times are medians in milliseconds."""
    print(f"A light query takes {isolation(folder):.2f} ms longer in a worker process")
    heads = (
        f"{'conn':>5}{'oxigraph/s':>12}{'kg/s':>10}{'ratio':>8}{'oxigraph ms':>12}{'kg more':>9}"
    )
    heads += f"{'oxigraph CPU ms':>16}{'kg':>9}{'ratio':>8}"
    begun = time.monotonic()
    with Archive.open(folder) as archive, served(folder, tuple(given.ports)) as servers:
        print(
            f"Both serve, with all answers prepared, after {time.monotonic() - begun:.0f} seconds"
        )
        tables = {
            "The same facts": on_the_same_facts(archive.store),
            "Derived / asserted": derived_and_asserted(archive.store),
        }
        for title, comparisons in tables.items():
            print(f"{title:28}{heads}", flush=True)
            chosen = (each for each in comparisons if given.only in each.name)
            for asked, connections in product(chosen, CONNECTIONS):
                line = compare(asked, connections, servers, given.rounds, given.seconds)
                print(line, flush=True)


if __name__ == "__main__":
    main()
