"""Networks from rows, and figures that name what they count."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from kg.analysis import KINDS, measure, network, write, write_csv, write_json
from kg.analysis.measures import SAMPLES, eigenvector
from kg.errors import UnknownNameError

ATTENDED = {
    "London": ("2015-01-22", "FRA GBR IRQ USA"),
    "Brussels": ("2014-12-03", "BEL FRA USA"),
    "Paris": ("2015", "FRA GBR"),
    "Somewhere": ("--01-21", "NOR SWE"),
    "Nowhere": ("", "NOR"),
}
Rows = dict[str, list[dict[str, object]]]


def rows() -> Rows:
    taking_part: list[dict[str, object]] = [
        {
            "meeting": f"m/{place}", "meeting_label": f"{place} meeting",
            "participant": f"s/{iso3}", "kind": "state", "iso3": iso3, "label": iso3.title(),
            "role": "participant", "basis": "stated", "article": "a", "modality": "actual",
        }
        for place, (_, who) in ATTENDED.items()
        for iso3 in who.split()
    ]  # fmt: skip
    host = next(r for r in taking_part if r["meeting"] == "m/London" and r["iso3"] == "GBR")
    taking_part += [
        {**host, "role": "host", "basis": "inferred"},
        {**host, "participant": "s/DEU", "label": "Deu", "iso3": "DEU", "modality": "planned"},
        {**host, "participant": "o/kerry", "label": "John Kerry", "kind": "official", "iso3": None},
    ]
    members: list[dict[str, object]] = [
        {"coalition": "c/x", "coalition_label": "Coalition", "member": f"s/{iso3}", "iso3": iso3,
         "label": iso3.title(), "basis": basis, "article": "a"}
        for iso3, basis in (("FRA", "inferred"), ("FRA", "stated"), ("USA", "inferred"))
    ]  # fmt: skip
    meetings: list[dict[str, object]] = [
        {"meeting": f"m/{place}", "label": place, "date": date or None}
        for place, (date, _) in ATTENDED.items()
    ]
    return {"meeting-participants": taking_part, "coalition-members": members, "meetings": meetings}


def ask(name: str) -> Iterable[dict[str, object]]:
    return rows()[name]


def nothing(name: str) -> Iterable[dict[str, object]]:
    return []


def by_label(measures: object, table: str = "nodes") -> dict[str, dict[str, object]]:
    return {row["label"]: row for row in getattr(measures, table)}


def test_a_two_mode_network_joins_states_to_meetings() -> None:
    graph = network("state-meeting", ask)
    assert nx.is_bipartite(graph)
    assert {d["kind"] for _, d in graph.nodes(data=True)} == {"state", "meeting"}
    assert set(graph["m/London"]) == {"s/FRA", "s/GBR", "s/IRQ", "s/USA"}
    assert graph.nodes["s/FRA"] == {"label": "Fra", "kind": "state", "iso3": "FRA", "bipartite": 0}


def test_several_rows_make_one_line_with_the_weightiest_role_and_firmest_basis() -> None:
    line = network("state-meeting", ask).edges["m/London", "s/GBR"]
    assert (line["role"], line["basis"], line["weight"]) == ("host", "stated", 1)


def test_the_announced_have_not_attended() -> None:
    assert "s/DEU" not in network("state-meeting", ask)


def test_officials_have_their_own_network() -> None:
    graph = network("official-meeting", ask)
    assert sorted(graph) == ["m/London", "o/kerry"]


def test_co_attendance_counts_and_names_the_meetings_both_were_at() -> None:
    graph = network("co-attendance", ask)
    assert graph.edges["s/FRA", "s/GBR"]["weight"] == 2
    assert graph.edges["s/FRA", "s/GBR"]["meetings"] == "London meeting; Paris meeting"
    assert not graph.has_edge("s/BEL", "s/GBR")
    assert graph.nodes["s/FRA"]["meetings"] == 3
    assert not any(node.startswith("m/") for node in graph)


def test_co_attendance_equals_counting_pairs_by_hand() -> None:
    graph = network("co-attendance", ask)
    counted: dict[tuple[str, str], int] = {}
    for _, who in ATTENDED.values():
        for a, b in combinations(sorted(who.split()), 2):
            counted[f"s/{a}", f"s/{b}"] = counted.get((f"s/{a}", f"s/{b}"), 0) + 1
    assert {(min(a, b), max(a, b)): d["weight"] for a, b, d in graph.edges(data=True)} == counted


def test_membership_takes_the_firmest_basis_and_can_be_narrowed() -> None:
    assert network("membership", ask).edges["c/x", "s/FRA"]["basis"] == "stated"
    assert set(network("membership", ask, status="inferred")["c/x"]) == {"s/FRA", "s/USA"}
    assert set(network("membership", ask, status="stated")["c/x"]) == {"s/FRA"}


@pytest.mark.parametrize(("since", "until", "meetings", "left_out"), [
    ("2015", "", {"London", "Paris"}, {"Somewhere", "Nowhere"}),
    ("2015-01-22", "", {"London"}, {"Paris", "Somewhere", "Nowhere"}),
    ("", "2014-12", {"Brussels"}, {"Somewhere", "Nowhere"}),
    ("2014-12-03", "2015", {"London", "Brussels", "Paris"}, {"Somewhere", "Nowhere"}),
    ("", "", {"London", "Brussels", "Paris", "Somewhere", "Nowhere"}, set()),
])  # fmt: skip
def test_a_period_keeps_what_surely_lies_in_it_and_names_what_may(
    since: str, until: str, meetings: set[str], left_out: set[str]
) -> None:
    graph = network("state-meeting", ask, since=since, until=until)
    kept = {d["label"] for _, d in graph.nodes(data=True) if d["kind"] == "meeting"}
    assert kept == {f"{place} meeting" for place in meetings}
    untold = set(filter(None, graph.graph["left_out"].split("; ")))
    assert untold == {f"{place} meeting" for place in left_out}
    assert any("Left out" in note for note in measure(graph).notes) == bool(left_out)


def test_unknown_kinds_statuses_and_dates_are_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownNameError, match="co-attendance"):
        network("friendship", ask)
    with pytest.raises(UnknownNameError, match="stated"):
        network("membership", ask, status="certain")
    with pytest.raises(UnknownNameError, match="is not a date"):
        network("state-meeting", ask, since="last year")


@pytest.mark.parametrize("kind", KINDS)
def test_attributes_are_flat_so_that_every_graph_format_takes_them(
    kind: str, tmp_path: Path
) -> None:
    graph = network(kind, ask)
    nx.write_gexf(graph, tmp_path / "g.gexf")
    nx.write_graphml(graph, tmp_path / "g.graphml")
    assert all(isinstance(node, str) for node in graph)


@pytest.mark.parametrize("kind", KINDS)
def test_figures_do_not_depend_on_the_order_of_rows(kind: str) -> None:
    def reversed_rows(name: str) -> Iterable[dict[str, object]]:
        return rows()[name][::-1]

    assert measure(network(kind, ask)) == measure(network(kind, reversed_rows))


def test_figures_name_what_they_count() -> None:
    france = by_label(measure(network("state-meeting", ask)))["Fra"]
    assert france["degree"] == 3
    assert france["behind"] == "Brussels meeting; London meeting; Paris meeting"
    pair = measure(network("co-attendance", ask)).pairs[0]
    assert (pair["a_label"], pair["b_label"], pair["weight"]) == ("Fra", "Gbr", 2)
    assert pair["meetings"] == "London meeting; Paris meeting"


def test_figures_agree_with_networkx() -> None:
    graph = network("co-attendance", ask)
    found = {row["id"]: row for row in measure(graph).nodes}
    between = nx.betweenness_centrality(graph)
    assert {n: r["betweenness"] for n, r in found.items()} == pytest.approx(between, abs=1e-6)
    part = max(nx.connected_components(graph), key=len)
    central = nx.eigenvector_centrality(graph.subgraph(part), weight="weight", max_iter=1000)
    assert eigenvector(graph, part) == pytest.approx(central, abs=1e-4)
    assert {n: r["core"] for n, r in found.items()} == nx.core_number(graph)


def test_eigenvector_centrality_settles_on_a_two_mode_network() -> None:
    star = nx.star_graph(["hub", "a", "b", "c", "d"])
    found = eigenvector(star, set(star))
    assert found["hub"] == pytest.approx(0.5**0.5, abs=1e-5)
    assert found["a"] == pytest.approx(0.125**0.5, abs=1e-5)


def test_separate_parts_are_measured_apart_and_said_to_be() -> None:
    measures = measure(network("co-attendance", ask))
    assert [row["members"] for row in measures.components] == [
        "Bel; Fra; Gbr; Irq; Usa",
        "Nor; Swe",
    ]
    assert by_label(measures)["Nor"]["eigenvector"] == pytest.approx(0.5**0.5, abs=1e-5)
    assert any("2 components" in note for note in measures.notes)


def test_an_empty_network_has_empty_tables_and_says_so() -> None:
    for kind in KINDS:
        measures = measure(network(kind, nothing))
        assert not any(measures.tables().values())
        assert measures.notes == ("No nodes: nothing to measure.",)


def test_a_single_node_has_no_eigenvector_centrality_and_the_reason_is_given() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("a", label="Alone", kind="state")
    [row] = measure(graph).nodes
    assert (row["degree"], row["betweenness"], row["core"], row["eigenvector"]) == (0, 0, 0, None)
    assert any("not defined" in note for note in measure(graph).notes)


def test_communities_find_two_cliques_with_one_bridge() -> None:
    graph = nx.relabel_nodes(nx.barbell_graph(5, 0), str)
    found = [set(str(row["members"]).split("; ")) for row in measure(graph).communities]
    assert sorted(map(sorted, found)) == [list("01234"), list("56789")]


def test_a_large_network_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.measures.EXACT_LIMIT", 300)
    graph = nx.relabel_nodes(nx.path_graph(400), str)
    assert f"Betweenness is estimated from {SAMPLES} of 400 sources." in measure(graph).notes


def test_tables_are_written_as_csv_and_json(tmp_path: Path) -> None:
    measures = measure(network("co-attendance", ask))
    files = write(measures, tmp_path / "new" / "folder")
    assert [f.name for f in files] == [
        "co-attendance-nodes.csv", "co-attendance-pairs.csv", "co-attendance-communities.csv",
        "co-attendance-components.csv", "co-attendance.json",
    ]  # fmt: skip
    with files[0].open(encoding="utf-8", newline="") as source:
        read = list(csv.DictReader(source))
    assert [row["label"] for row in read] == [row["label"] for row in measures.nodes]
    told = json.loads(files[-1].read_text("utf-8"))
    assert told["nodes"] == [dict(row) for row in measures.nodes]
    assert told["notes"] == list(measures.notes)


def test_rows_keep_letters_and_absent_values(tmp_path: Path) -> None:
    table = [{"label": "Żółć, “عربي”", "x": None}]
    assert (
        write_csv(table, tmp_path / "t.csv").read_bytes().decode() == 'label,x\n"Żółć, “عربي”",\n'
    )
    assert json.loads(write_json(table, tmp_path / "t.json").read_text("utf-8")) == table
    assert write_csv([], tmp_path / "e.csv").read_bytes() == b""


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError, match="taken"):
        write(measure(network("membership", ask)), tmp_path / "taken")
