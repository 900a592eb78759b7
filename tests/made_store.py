"""A small store in the shape the graph has, made by hand: what pages are tested on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.terms import BASE, CKG, RDF, RDFS, SKOS, XSD

ROSTER = [
    ("AUS", "Australia"), ("BHR", "Bahrain"), ("BEL", "Belgium"), ("CAN", "Canada"),
    ("DNK", "Denmark"), ("EGY", "Egypt"), ("FRA", "France"), ("DEU", "Germany"), ("IRQ", "Iraq"),
    ("ITA", "Italy"), ("JOR", "Jordan"), ("KWT", "Kuwait"), ("NLD", "Netherlands"),
    ("NOR", "Norway"), ("QAT", "Qatar"), ("SAU", "Saudi Arabia"), ("ESP", "Spain"),
    ("TUR", "Turkey"), ("ARE", "United Arab Emirates"), ("GBR", "United Kingdom"),
    ("USA", "United States"),
]  # fmt: skip

TEXT = (
    "Envoys met in London on Thursday.\n\n"
    "John Kerry, the U.S. secretary of state, opened the London meeting together with Britain's "
    "foreign secretary, Philip Hammond.\n\n"
    "Those around the table in London, 21 of about 60 countries, all belong to the anti-IS "
    "coalition, which the United States leads.\n\n"
    "Present were " + ", ".join(label for _, label in ROSTER[:-1]) + " and the United States.\n\n"
    "“We have gained ground,” Kerry said. Iraq's prime minister, Haider al-Abadi, asked for more "
    "weapons.\n\n"
    "Earlier, Kerry had talks in Washington with the EU's foreign policy chief, Federica "
    "Mogherini. Europol had nothing to add.\n"
)
SENTENCES = {
    key: next(line for line in TEXT.split("\n") if start in line)
    for key, start in {
        "place": "Envoys",
        "hosts": "John Kerry, the",
        "drawn": "Those around",
        "roster": "Present were",
        "said": "We have gained",
        "talks": "Earlier, Kerry",
    }.items()
}


def iri(path: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{path}")


class Made:
    """Builds the store; ``select`` and ``ask`` are the two ways in that a page needs."""

    def __init__(self) -> None:
        self.store = Store()
        self.article = iri("article/london")
        self.label(self.article, CKG.Article, "Envoys meet in London")
        self.add(self.article, CKG.identifier, Literal("london"))
        self.add(self.article, CKG.title, Literal("Envoys meet in London"))
        self.add(self.article, CKG.url, Literal("https://news.example/london"))
        self.add(self.article, CKG.publisher, Literal("Example Wire"))
        self.add(self.article, CKG.published, Literal("2015-01-22", datatype=XSD.date))

    def add(self, s: NamedNode, p: NamedNode, o: NamedNode | Literal) -> None:
        self.store.add(Quad(s, p, o))

    def label(self, s: NamedNode, kind: NamedNode, text: str, *aliases: str) -> NamedNode:
        self.add(s, RDF.type, kind)
        self.add(s, RDFS.label, Literal(text))
        for alias in aliases:
            self.add(s, SKOS.altLabel, Literal(alias))
        return s

    def state(self, iso3: str, label: str, *aliases: str) -> NamedNode:
        node = self.label(iri(f"state/{iso3}"), CKG.State, label, *aliases)
        self.add(node, CKG.iso3, Literal(iso3))
        return node

    def passage(self, fact: NamedNode, key: str, basis: str, rule: str, words: str) -> None:
        exact = SENTENCES.get(key, key)
        start = max(TEXT.find(exact), 0)
        name = hashlib.sha256(f"{fact}{key}{basis}".encode()).hexdigest()[:20]
        node = iri(f"passage/{name}")
        self.add(fact, CKG.evidence, node)
        self.add(node, RDF.type, CKG.Passage)
        self.add(node, CKG.article, self.article)
        for term, value in ((CKG.start, start), (CKG.end, start + len(exact))):
            self.add(node, term, Literal(value))
        for term, text in ((CKG.exact, exact), (CKG.basis, basis), (CKG.rule, rule)):
            self.add(node, term, Literal(text))
        if words:
            self.add(node, CKG.dateText, Literal(words))

    def fact(
        self,
        of_class: NamedNode,
        *sentences: str,
        basis: str = "stated",
        rule: str = "made-by-hand",
        modality: str = "actual",
        premises: tuple[NamedNode, ...] = (),
        words: str = "",
        **roles: NamedNode | Literal | str | int,
    ) -> NamedNode:
        digest = hashlib.sha256(repr((of_class.value, modality, sorted(roles.items(), key=str)))
                                .encode()).hexdigest()[:20]  # fmt: skip
        node = iri(f"fact/{digest}")
        self.add(node, RDF.type, of_class)
        self.add(node, RDF.type, CKG.Fact)
        self.add(node, CKG.modality, Literal(modality))
        for name, value in roles.items():
            filler = value if isinstance(value, NamedNode | Literal) else Literal(value)
            self.add(node, getattr(CKG, name), filler)
        for sentence in sentences:
            self.passage(node, sentence, basis, rule, words)
        for premise in premises:
            self.add(node, CKG.premise, premise)
        if basis == "inferred":
            self.add(node, CKG.rule, Literal(rule))
        return node

    def select(self, query: str) -> Iterator[dict[str, Any]]:
        solutions: Any = self.store.query(query)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: solution[name] for name in names if solution[name] is not None}

    def ask(self, name: str) -> list[dict[str, Any]]:
        assert name == "stated-counts"
        return [
            {
                "subject": f"{BASE}id/coalition/anti-is-coalition",
                "subject_label": "anti-IS coalition", "counted": "states", "stated": 60,
                "qualifier": "about", "named": 21, "gap": 39, "article": "london", "quote": "",
            },
        ]  # fmt: skip


def london() -> Made:
    """One coalition, 21 states in London, talks of two in Washington, four officials."""
    made = Made()
    states = {iso3: made.state(iso3, label) for iso3, label in ROSTER}
    for alias in ("Britain", "British"):
        made.add(states["GBR"], SKOS.altLabel, Literal(alias))
    made.add(states["USA"], SKOS.altLabel, Literal("U.S."))
    coalition = made.label(iri("coalition/anti-is-coalition"), CKG.Coalition, "anti-IS coalition")
    meeting = made.label(iri("meeting/london-meeting"), CKG.Meeting,
                         "London meeting of the anti-IS coalition", "London meeting")  # fmt: skip
    talks = made.label(iri("meeting/washington-talks"), CKG.Meeting, "Washington talks")
    places = {
        name: made.label(iri(f"place/{name.lower()}"), CKG.Place, name)
        for name in ("London", "Washington")
    }
    _about_meetings(made, meeting, talks, coalition, places)
    _members(made, states, meeting, coalition)
    _officials(made, states, meeting, talks)
    return made


def _about_meetings(
    made: Made, meeting: NamedNode, talks: NamedNode, coalition: NamedNode,
    places: dict[str, NamedNode],
) -> None:  # fmt: skip
    made.fact(CKG.Occurrence, "place", meeting=meeting, kind="meeting", status="held")
    made.fact(CKG.Occurrence, "place", meeting=meeting, place=places["London"])
    made.fact(CKG.Occurrence, "place", meeting=meeting, words="on Thursday",
              date=Literal("2015-01-22", datatype=XSD.date))  # fmt: skip
    made.fact(CKG.Occurrence, "drawn", meeting=meeting, ofCoalition=coalition)
    made.fact(CKG.Occurrence, "talks", meeting=talks, kind="talks", status="held")
    made.fact(CKG.Occurrence, "talks", meeting=talks, place=places["Washington"])
    for subject, value, qualifier in ((coalition, 60, "about"), (meeting, 21, "exact")):
        made.fact(CKG.StatedCount, "drawn", subject=subject, counted="states", value=value,
                  qualifier=qualifier)  # fmt: skip


def _members(
    made: Made, states: dict[str, NamedNode], meeting: NamedNode, coalition: NamedNode
) -> None:
    drawn = made.fact(CKG.Occurrence, "drawn", meeting=meeting, drawnFrom=coalition)
    for iso3, state in states.items():
        came = made.fact(CKG.Participation, "roster", participant=state, meeting=meeting,
                         role="participant")  # fmt: skip
        made.fact(
            CKG.Membership,
            "roster",
            "drawn",
            basis="inferred",
            premises=(came, drawn),
            rule="coalition-membership-from-roster",
            member=state,
            group=coalition,
        )
        if iso3 in {"GBR", "USA"}:
            made.fact(CKG.Participation, "hosts", participant=state, meeting=meeting,
                      role="host" if iso3 == "GBR" else "represented", basis="inferred",
                      rule="state-represented-by-official")  # fmt: skip
    made.fact(CKG.Membership, "drawn", member=states["USA"], group=coalition, role="lead")


def _officials(
    made: Made, states: dict[str, NamedNode], meeting: NamedNode, talks: NamedNode
) -> None:
    europe = made.label(iri("organisation/european-union"), CKG.IntergovernmentalOrganisation,
                        "European Union", "EU")  # fmt: skip
    made.label(iri("organisation/europol"), CKG.IntergovernmentalOrganisation, "Europol")
    for name, office, of, sentence in (
        ("John Kerry", "Secretary of State", states["USA"], "hosts"),
        ("Philip Hammond", "Foreign Secretary", states["GBR"], "hosts"),
        ("Haider al-Abadi", "Prime Minister", states["IRQ"], "said"),
        ("Federica Mogherini", "Foreign policy chief", europe, "talks"),
    ):
        key = name.lower().replace(" ", "-")
        person = made.label(iri(f"official/{key}"), CKG.Official, name, name.split()[-1])
        post = made.label(iri(f"office/{office.lower().replace(' ', '-')}"), CKG.Office, office)
        made.fact(CKG.Tenure, sentence, holder=person, office=post, of=of)
        if name in {"John Kerry", "Philip Hammond"}:
            made.fact(CKG.Participation, "hosts", participant=person, meeting=meeting,
                      role="co-host", onBehalfOf=of)  # fmt: skip
        if name in {"John Kerry", "Federica Mogherini"}:
            made.fact(CKG.Participation, "talks", participant=person, meeting=talks,
                      role="participant", onBehalfOf=of)  # fmt: skip
    made.fact(CKG.Statement, "said", speaker=iri("official/john-kerry"), form="direct",
              text="We have gained ground")  # fmt: skip
    made.fact(CKG.Statement, "said", speaker=iri("official/haider-al-abadi"), form="indirect",
              text="asked for more weapons",
              addressee=iri("coalition/anti-is-coalition"))  # fmt: skip


EARLIER = [
    *("AUS BHR BEL CAN DNK EGY FRA DEU IRQ ITA JOR KWT NLD NOR QAT SAU ESP TUR ARE GBR".split()),
    *("USA ALB AUT BGR CYP CZE EST FIN GEO GRC HRV HUN ISL JPN KOR LVA LTU LUX MKD MDA".split()),
]
MORE = {
    "ALB": "Albania", "AUT": "Austria", "BGR": "Bulgaria", "CYP": "Cyprus", "CZE": "Czechia",
    "EST": "Estonia", "FIN": "Finland", "GEO": "Georgia", "GRC": "Greece", "HRV": "Croatia",
    "HUN": "Hungary", "ISL": "Iceland", "JPN": "Japan", "KOR": "South Korea", "LVA": "Latvia",
    "LTU": "Lithuania", "LUX": "Luxembourg", "MKD": "North Macedonia", "MDA": "Moldova",
}  # fmt: skip


def three_meetings() -> Made:
    """The London store with an earlier and a later meeting of the same coalition."""
    made = london()
    coalition = iri("coalition/anti-is-coalition")
    for iso3, label in MORE.items():
        made.state(iso3, label)
    for place, day, who in (
        ("Brussels", "2014-12-03", EARLIER), ("Rome", "2016-02-02", EARLIER[3:26]),
    ):  # fmt: skip
        meeting = made.label(iri(f"meeting/{place.lower()}-meeting"), CKG.Meeting,
                             f"{place} meeting of the anti-IS coalition")  # fmt: skip
        where = made.label(iri(f"place/{place.lower()}"), CKG.Place, place)
        made.fact(CKG.Occurrence, "drawn", meeting=meeting, ofCoalition=coalition)
        made.fact(CKG.Occurrence, "drawn", meeting=meeting, place=where)
        made.fact(CKG.Occurrence, "drawn", meeting=meeting,
                  date=Literal(day, datatype=XSD.date))  # fmt: skip
        for iso3 in who:
            state = iri(f"state/{iso3}")
            came = made.fact(CKG.Participation, "roster", participant=state, meeting=meeting,
                             role="participant")  # fmt: skip
            made.fact(
                CKG.Membership,
                "roster",
                basis="inferred",
                premises=(came,),
                rule="coalition-membership-from-roster",
                member=state,
                group=coalition,
            )
    return made
