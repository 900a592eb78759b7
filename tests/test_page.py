"""What a page says, and that words from articles stay words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from made_store import TEXT, Made, iri, london, three_meetings
from made_views import HOSTILE, crowd, hostile
from pyoxigraph import Literal

from kg.analysis import Measures
from kg.errors import UnknownNameError
from kg.library import Library
from kg.model import Article
from kg.render import Page, View, page, view, view_from
from kg.render.gather import node_id
from kg.render.layout import place
from kg.render.passages import TextOf
from kg.render.svg import bars, charts
from kg.render.values import BUSIEST
from kg.render.wording import date_words, word
from kg.store.memory import Memory
from kg.terms import CKG


def seen(made: Made, focus: str = "", text_of: TextOf | None = None) -> View:
    focus = iri(focus).value if focus else ""
    return view_from(made.select, ask=made.ask, focus=focus, text_of=text_of)


def sentences(view: View) -> set[str]:
    return {
        f"{c.subject_label} {c.phrase} {c.value or c.object_label}" for c in view.claims if c.shown
    }


class Reader(HTMLParser):
    """Collects elements, and the page's data."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: Any = None
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag if dict(attrs).get("id") == "data" else ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.data = json.loads(data)
            self.inside = ""


def read(view: View) -> Reader:
    reader = Reader()
    reader.feed(page.html(view))
    return reader


# --- what is on it -----------------------------------------------------------------------------


def test_the_whole_graph_shows_every_thing_of_a_drawn_kind() -> None:
    assert seen(london()).kinds == {
        "coalition": 1, "meeting": 2, "state": 21, "organisation": 2, "official": 4,
    }  # fmt: skip


def test_a_meeting_brings_its_states_its_people_and_its_coalition() -> None:
    view = seen(london(), "meeting/london-meeting")
    assert view.kinds == {"coalition": 1, "meeting": 1, "state": 21, "official": 3}
    assert "meeting/washington-talks" not in {node.id for node in view.nodes}
    assert view.focus == "meeting/london-meeting"


def test_an_official_brings_whom_they_met() -> None:
    people = {n.label: n.note for n in seen(london(), "official/john-kerry").nodes
              if n.kind == "official"}  # fmt: skip
    assert people == {
        "John Kerry": "Secretary of State, United States",
        "Philip Hammond": "Foreign Secretary, United Kingdom",
        "Federica Mogherini": "Foreign policy chief, European Union",
    }


def test_somebody_who_is_only_quoted_gets_no_line_to_a_meeting() -> None:
    view = seen(london())
    lines = {(e.source, e.target) for e in view.edges if e.family == "attendance"}
    assert not any(source == "official/haider-al-abadi" for source, _ in lines)
    assert any("Haider al-Abadi is named, but not said" in line for line in view.unknown)


def test_claims_are_sentences() -> None:
    told = sentences(seen(london()))
    assert "John Kerry co-hosted London meeting of the anti-IS coalition" in told
    assert "United States leads anti-IS coalition" in told
    assert "Federica Mogherini is Foreign policy chief of European Union" in told
    assert "London meeting of the anti-IS coalition took place on 22 January 2015" in told
    assert "anti-IS coalition is said to number about 60 states" in told
    assert "John Kerry said “We have gained ground”" in told


def test_an_inferred_claim_carries_its_premises_and_both_sentences() -> None:
    view = seen(london(), "state/KWT")
    [claim] = [c for c in view.claims if c.shown and c.phrase == "is a member of"]
    assert (claim.basis, claim.rule) == ("inferred", "coalition-membership-from-roster")
    assert len(claim.evidence) == 2
    known = {c.id: c for c in view.claims}
    assert {known[p].phrase for p in claim.premises} == {
        "took part in", "brought together members of",
    }  # fmt: skip


def test_the_strongest_role_names_a_line_that_stands_for_several_claims() -> None:
    lines = {(e.source, e.target): e for e in seen(london()).edges if e.family == "attendance"}
    britain = lines["state/GBR", "meeting/london-meeting"]
    assert (britain.role, britain.basis, len(britain.claims)) == ("host", "inferred", 2)
    america = lines["state/USA", "meeting/london-meeting"]
    assert (america.role, america.basis) == ("participant", "stated")


def test_a_sentence_stands_in_its_surroundings_with_the_names_marked() -> None:
    view = seen(london(), text_of=lambda article: TEXT if article == "london" else None)
    passage = next(
        p for p in view.passages if any("opened" in t and s == "sentence" for t, s, _ in p.pieces)
    )
    styles = [style for _, style, _ in passage.pieces]
    assert (styles[0], styles[-1]) == ("context", "context")
    assert ("Britain", "name", "state/GBR") in passage.pieces
    inner = "".join(text for text, style, _ in passage.pieces if style != "context")
    assert inner.startswith("John Kerry, the U.S. secretary")
    assert inner in TEXT


def test_text_that_no_longer_matches_is_not_shown_as_surroundings() -> None:
    view = seen(london(), text_of=lambda _: "Another text altogether.")
    assert all(style != "context" for p in view.passages for _, style, _ in p.pieces)


def test_what_is_not_known_is_said() -> None:
    lines = "\n".join(seen(london()).unknown)
    assert "about 60 states, of which 21 are named; about 39 are not" in lines
    assert "Washington talks: no date is given." in lines
    assert "for 18 of 21 states no official is named" in lines


@pytest.mark.parametrize(
    ("kind", "wanted"), [("phone_call", "date"), ("meeting", "date and no place")]
)
def test_nobody_asks_for_the_place_of_a_phone_call(kind: str, wanted: str) -> None:
    made = london()
    made.label(iri("meeting/river-call"), CKG.Meeting, "River call")
    made.fact(CKG.Occurrence, "roster", meeting=iri("meeting/river-call"), kind=kind)
    assert f"River call: no {wanted} is given." in seen(made).unknown


def test_a_planned_or_denied_claim_says_so() -> None:
    made = london()
    made.fact(CKG.Participation, "roster", participant=iri("state/FRA"), role="participant",
              meeting=iri("meeting/washington-talks"), modality="denied",
              attributedTo=iri("official/john-kerry"))  # fmt: skip
    view = seen(made)
    [claim] = [c for c in view.claims if c.modality == "denied"]
    assert claim.attributed_to == "John Kerry"
    [edge] = [e for e in view.edges if claim.id in e.claims]
    assert edge.modality == "denied"


@pytest.mark.parametrize("role", ["absent", "invited", "excluded"])
def test_who_stayed_away_has_no_line_of_attendance_and_is_not_counted_as_there(role: str) -> None:
    made = london()
    before = seen(made).unknown
    made.fact(CKG.Participation, "roster", participant=made.state("RUS", "Russia"), role=role,
              meeting=iri("meeting/london-meeting"))  # fmt: skip
    view = seen(made)
    [edge] = [e for e in view.edges if e.source == "state/RUS"]
    assert (edge.family, edge.role, edge.resting) == ("absence", role, False)
    assert view.unknown == before


@pytest.mark.parametrize(
    ("qualifier", "rest"),
    [("over", "more than 39"), ("at-least", "at least 39"), ("under", "up to 39"), ("exact", "39")],
)
def test_how_many_are_not_named_is_as_sure_as_the_whole(qualifier: str, rest: str) -> None:
    made = london()
    [row] = made.ask("stated-counts")
    shown = view_from(made.select, ask=lambda _: [{**row, "qualifier": qualifier}])
    assert shown.unknown[0].endswith(f"; {rest} are not.")


def test_a_background_claim_names_its_source() -> None:
    made = london()
    fact = made.fact(CKG.Membership, member=iri("state/FRA"), since=Literal("1958"),
                     group=iri("organisation/european-union"))  # fmt: skip
    made.add(fact, CKG.basis, Literal("background"))
    made.add(fact, CKG.source, Literal("reference table"))
    [claim] = [c for c in seen(made).claims if c.source]
    assert (claim.basis, claim.evidence, claim.note) == ("background", (), "since 1958")


def test_more_than_the_limit_opens_with_the_busiest_and_says_so() -> None:
    made = london()
    for number in range(500):
        made.state(f"X{number}", f"Island {number}")
    view = seen(made)
    assert len(view.nodes) == BUSIEST
    assert view.left_out == 530 - BUSIEST
    assert {"United States", "John Kerry"} <= {node.label for node in view.nodes}
    assert f"The {BUSIEST} busiest of 530 are shown" in page.html(view)


def test_a_store_is_viewed_by_name_with_its_library() -> None:
    store = Memory()
    for quad in london().store:
        store.engine.add(quad)
    library = Library.memory()
    library.put(Article("london", TEXT), "test")
    shown = view(store, "the London meeting", library=library)
    assert shown.view.title == "London meeting of the anti-IS coalition"
    assert any(style == "context" for p in shown.view.passages for _, style, _ in p.pieces)
    with pytest.raises(UnknownNameError, match="London meeting"):
        view(store, "Londn meeting")


# --- the file ----------------------------------------------------------------------------------


def test_the_page_allows_nothing_but_its_own_scripts() -> None:
    tags = read(seen(london())).tags
    policy = next(a["content"] or "" for t, a in tags if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not [a for _, a in tags if a.get("src")]
    assert {a["href"] for t, a in tags if t == "link"} == {"data:,"}
    assert not [name for _, a in tags for name in a if name.startswith("on")]


def test_the_same_view_gives_the_same_bytes() -> None:
    assert page.html(seen(three_meetings())) == page.html(seen(three_meetings()))


def test_hostile_words_make_no_element_and_survive_as_words() -> None:
    plain = {tag for tag, _ in read(seen(london())).tags}
    reader = read(hostile())
    assert {tag for tag, _ in reader.tags} <= plain | {"details", "summary"}
    assert sum(tag == "script" for tag, _ in reader.tags) == 3
    labels = {node["label"] for node in reader.data["network"]["nodes"]}
    assert labels == {*HOSTILE, "Meeting"}


def test_only_http_addresses_become_links() -> None:
    made = london()
    other = made.label(iri("article/other"), CKG.Article, "Other")
    made.add(other, CKG.url, Literal("javascript:alert(1)"))
    fact = made.fact(CKG.Participation, participant=iri("state/FRA"), role="participant",
                     meeting=iri("meeting/washington-talks"))  # fmt: skip
    passage = iri("passage/bad")
    made.add(fact, CKG.evidence, passage)
    made.add(passage, CKG.article, other)
    made.add(passage, CKG.exact, Literal("France came."))
    assert {p.url for p in seen(made).passages} == {"https://news.example/london", ""}


def test_the_file_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code = (
        "import sys; from kg.render import Node, Page, View;"
        "name = '\\u017b\\xf3\\u0142\\u0107 \\u0639\\u0631\\u0628\\u064a';"
        "Page(View(name, (Node('state/A', name, 'state'),))).save(sys.argv[1])"
    )
    target = tmp_path / "page.html"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, str(target)], check=True, env=environment)
    assert "Żółć عربي" in target.read_bytes().decode("utf-8")


def test_pyvis_gets_every_node_and_line_with_positions() -> None:
    view = place(seen(three_meetings()))
    network = Page(view).to_pyvis()
    assert network.get_nodes() == [node.id for node in view.nodes]
    assert len(network.edges) == len(view.edges)
    assert all({"x", "y", "shape", "color", "kind"} <= node.keys() for node in network.nodes)


def test_three_hundred_nodes_make_a_page() -> None:
    reader = read(crowd(300))
    assert len(reader.data["network"]["nodes"]) == 300
    assert sum("data-id" in a for _, a in reader.tags) == 300


def test_an_empty_view_is_still_a_page() -> None:
    assert "0 in the list" in page.html(View(title="Nothing yet", nodes=()))


def test_a_still_picture_escapes_words_and_shows_every_node() -> None:
    picture = Page(hostile()).to_svg()
    assert picture == Page(hostile())._repr_html_()
    assert picture.count("<g>") == len(HOSTILE) + 1
    assert "<script" not in picture
    assert "<img" not in picture


def test_bars_are_as_long_as_their_figures() -> None:
    picture = bars("Meetings", [("United States", 4), ("France", 2), ("<b>", 0)])
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="20"', picture)]
    assert widths == [380.0, 190.0, 0.0]
    assert "&lt;b&gt;" in picture
    assert "<svg" in bars("Nothing", [])


def test_charts_show_the_figures_of_a_network_and_say_when_they_are_cut() -> None:
    rows = tuple(
        {"id": str(k), "label": f"State {k}", "kind": "state", "degree": 40 - k} for k in range(40)
    )
    pair = {"a_label": "France", "b_label": "Iraq", "weight": 3}
    pictures = charts(Measures("co-attendance", nodes=rows, pairs=(pair,)))
    assert list(pictures) == ["co-attendance-nodes.svg", "co-attendance-pairs.svg"]
    assert "first 25 of 40" in pictures["co-attendance-nodes.svg"]
    assert "France – Iraq: 3" in pictures["co-attendance-pairs.svg"]
    assert charts(Measures("membership")) == {}


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lexical", "words"), [
    ("2015-01-22", "22 January 2015"), ("2015-01", "January 2015"), ("2015", "2015"),
    ("--01-21", "21 January (year not given)"), ("soon", "soon"),
])  # fmt: skip
def test_a_date_is_no_more_precise_than_it_was_given(lexical: str, words: str) -> None:
    assert date_words(lexical) == words


def test_every_kind_of_fact_has_words() -> None:
    for kind in ("Membership", "Tenure", "Participation", "Statement", "StatedCount",
                 "Occurrence", "Support"):  # fmt: skip
        assert word(kind, {}) is not None
    assert word("Unheard", {}) is None


def test_a_permalink_is_the_end_of_an_iri() -> None:
    assert node_id(iri("state/GBR").value) == "state/GBR"
    assert node_id("https://other.example/thing") == "https://other.example/thing"
