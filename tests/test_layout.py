"""Where things stand: nothing overlaps, and the same view is always drawn the same way."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import combinations

import pytest
from made_store import TEXT, Made, iri, london, three_meetings
from made_views import crowd, hostile

from kg.render import Boundary, Edge, Node, View, view_from
from kg.render.boxes import Box, sized, spread, text_width, wrap
from kg.render.layout import place, ring
from kg.terms import CKG


def whole(made: Made, focus: str = "") -> View:
    return place(view_from(made.select, ask=made.ask, focus=focus, text_of=lambda _: TEXT))


def overlapping(nodes: tuple[Node, ...]) -> list[tuple[str, str]]:
    return [(a.id, b.id) for a, b in combinations(nodes, 2) if Box.of(a).touches(Box.of(b))]


def inside(boundary: Boundary, node: Node) -> bool:
    return all(
        math.hypot((x - boundary.x) / boundary.rx, (y - boundary.y) / boundary.ry) < 1
        for x, y in Box.of(node).corners()
    )


@pytest.mark.parametrize(
    "focus",
    ["", "meeting/london-meeting", "coalition/anti-is-coalition", "state/GBR",
     "official/john-kerry", "organisation/european-union"],
)  # fmt: skip
def test_no_two_labels_overlap(focus: str) -> None:
    assert overlapping(whole(london(), iri(focus).value if focus else "").nodes) == []


def test_no_two_labels_overlap_with_three_meetings_and_forty_states() -> None:
    assert overlapping(whole(three_meetings()).nodes) == []


def test_no_two_labels_overlap_in_a_crowd_or_among_hostile_words() -> None:
    assert overlapping(place(crowd()).nodes) == []
    assert overlapping(place(hostile()).nodes) == []


def test_members_stand_inside_the_boundary_and_everybody_else_outside() -> None:
    view = whole(london())
    [boundary] = view.boundaries
    within = {node.id for node in view.nodes if inside(boundary, node)}
    states = {node.id for node in view.nodes if node.kind == "state"}
    assert within == states | {"meeting/london-meeting"}


@pytest.mark.parametrize(
    "doubt", [{"modality": "denied"}, {"modality": "planned"}, {"until": "2014-12-01"}]
)
def test_who_is_not_said_to_be_a_member_now_stands_outside(doubt: dict[str, str]) -> None:
    made = london()
    made.fact(CKG.Membership, "drawn", member=made.state("RUS", "Russia"),
              group=iri("coalition/anti-is-coalition"), **doubt)  # fmt: skip
    view = whole(made)
    [boundary] = view.boundaries
    [russia] = [node for node in view.nodes if node.id == "state/RUS"]
    assert not inside(boundary, russia)
    [edge] = [edge for edge in view.edges if edge.source == "state/RUS"]
    assert not edge.contained


def test_states_stand_in_the_order_of_the_alphabet_clockwise_from_the_top() -> None:
    view = whole(london())
    [area] = view.boundaries
    states = [node for node in view.nodes if node.kind == "state"]
    angle = {n.label: math.atan2(n.x - area.x, area.y - n.y) % (2 * math.pi) for n in states}
    first = min(angle, key=lambda label: min(angle[label], 2 * math.pi - angle[label]))
    assert first == "Australia"
    turned = {label: (a - angle[first]) % (2 * math.pi) for label, a in angle.items()}
    assert sorted(turned, key=lambda label: turned[label]) == sorted(turned)


def test_an_official_stands_nearer_to_the_own_state_than_to_most_others() -> None:
    nodes = {node.label: node for node in whole(london()).nodes}
    iraqi = nodes["Haider al-Abadi"]
    states = [node for node in nodes.values() if node.kind == "state"]
    by_distance = sorted(states, key=lambda s: math.hypot(s.x - iraqi.x, s.y - iraqi.y))
    assert nodes["Iraq"] in by_distance[:3]


def test_membership_inside_a_boundary_needs_no_line() -> None:
    view = whole(london())
    assert all(edge.contained for edge in view.edges if edge.family == "membership")
    assert not any(edge.contained for edge in view.edges if edge.family == "attendance")


def test_positions_do_not_depend_on_the_order_of_nodes_and_lines() -> None:
    view = view_from(three_meetings().select)
    nodes, edges = list(view.nodes), list(view.edges)
    random.Random(3).shuffle(nodes)
    random.Random(4).shuffle(edges)
    shuffled = replace(view, nodes=tuple(nodes), edges=tuple(edges))
    assert place(shuffled).nodes == place(view).nodes


@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 60])
def test_a_ring_of_any_size_keeps_its_boxes_apart(count: int) -> None:
    nodes = [sized(Node(id=f"s{k}", label="Republic " * (1 + k % 3), kind="state"))
             for k in range(count)]  # fmt: skip
    placed = ring(nodes, (90, 40))
    assert [n.id for n in placed] == [n.id for n in nodes]
    assert overlapping(tuple(placed)) == []


def test_an_empty_view_and_a_single_node_can_be_placed() -> None:
    assert place(View(title="", nodes=())).nodes == ()
    [node] = place(View(title="", nodes=(Node(id="a", label="A", kind="state"),))).nodes
    assert node.width > 0


def test_a_line_to_nowhere_is_left_alone() -> None:
    node = Node(id="state/A", label="A", kind="state")
    view = place(View(title="", nodes=(node,), edges=(Edge("e", "state/A", "gone", "office"),)))
    assert len(view.nodes) == 1


def test_boxes_in_one_spot_are_spread_apart() -> None:
    nodes = [sized(Node(id=str(k), label="Same place", kind="state")) for k in range(30)]
    assert overlapping(tuple(spread(nodes))) == []


def test_a_label_breaks_evenly_and_a_very_long_one_is_cut() -> None:
    assert wrap("United Arab Emirates", 140) == ("United Arab", "Emirates")
    assert wrap("Kuwait", 140) == ("Kuwait",)
    [long] = wrap("x" * 300, 140)
    assert long.endswith("…")
    assert text_width(long) <= 140 * 1.2
    assert len(wrap("word " * 80, 140)) == 3
    assert wrap("", 140) == ("",)


def attendance(meetings: dict[str, range]) -> View:
    nodes = [Node(id=f"state/{k}", label=f"State {k}", kind="state") for k in range(20)]
    nodes += [Node(id=f"meeting/{m}", label=f"{m} meeting", kind="meeting") for m in meetings]
    edges = [
        Edge(f"{m}{k}", f"state/{k}", f"meeting/{m}", "attendance")
        for m, who in meetings.items()
        for k in who
    ]
    return View(title="", nodes=tuple(nodes), edges=tuple(edges))


def test_meetings_of_the_same_states_share_the_middle_of_their_ring() -> None:
    nodes = {n.id: n for n in place(attendance({"A": range(20), "B": range(2, 15)})).nodes}
    states = [n for n in nodes.values() if n.kind == "state"]
    for name in ("meeting/A", "meeting/B"):
        assert min(n.x for n in states) < nodes[name].x < max(n.x for n in states)
        assert min(n.y for n in states) < nodes[name].y < max(n.y for n in states)


def test_background_lines_neither_place_anything_nor_are_drawn_at_first() -> None:
    view = attendance({"A": range(8)})
    group = Node(id="organisation/x", label="Alliance", kind="organisation")
    known = Edge("b", "state/3", group.id, "membership", basis="background", resting=False)
    placed = place(replace(view, nodes=(*view.nodes, group), edges=(*view.edges, known)))
    nodes = {n.id: n for n in placed.nodes}
    assert nodes[group.id].y > max(nodes[f"state/{k}"].y for k in range(8))
