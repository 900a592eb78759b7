"""Who goes next, who gives way: decided by how long questions of the same shape took."""

from __future__ import annotations

import time
from collections.abc import Hashable

from kg.server.querying import Query, answer
from kg.server.tasks import ask
from kg.server.turns import LIGHT, LONG, MIDDLING, Turns, shape


class Asked:
    """A question that waits, or has been at work for some seconds."""

    def __init__(self, number: int, shape: str, seconds: float = 0.0, since: int = 0) -> None:
        self.number, self.shape, self.since = number, shape, since
        self.spent = seconds
        self.begun = time.monotonic() - seconds if seconds else 0.0


def taught(**seconds: float) -> Turns[Asked]:
    """Turns of two workers that know how long questions of some shapes took."""
    turns: Turns[Asked] = Turns(2)
    for kind, took in seconds.items():
        turns.learn(Asked(0, kind, took), whole=True)
    return turns


def test_light_ones_go_first_and_long_ones_last() -> None:
    turns = taught(light=0.01, middling=0.5, long=5)
    kinds = ["long", "middling", "new", "light", "light", "long", "newer", "middling"]
    for number, kind in enumerate(kinds):
        turns.add(Asked(number, kind))
    order = []
    while (question := turns.take([])) is not None:
        order.append((question.shape, question.number))
    assert order == [
        ("light", 3), ("light", 4), ("newer", 6), ("new", 2), ("middling", 1), ("middling", 7),
        ("long", 0), ("long", 5),
    ]  # fmt: skip
    assert len(turns) == 0


def test_of_unknown_ones_the_newest_and_the_oldest_are_next_by_turns() -> None:
    turns = taught()
    for number in range(6):
        turns.add(Asked(number, f"new{number}"))
    order = []
    while (question := turns.take([])) is not None:
        order.append(question.number)
    assert order == [5, 0, 4, 1, 3, 2]


def test_who_leaves_unanswered_changes_nothing_about_whose_turn_it_is() -> None:
    """Else one that leaves after each that is answered would have the oldest wait for ever."""
    turns = taught()
    for number in range(4):
        turns.add(Asked(number, f"new{number}"))
    order = []
    while (question := turns.take([])) is not None:
        order.append(question.number)
        leaver = Asked(10 + question.number, f"leaver{question.number}")
        turns.add(leaver)
        turns.remove(leaver)
    assert order == [3, 0, 2, 1]


def test_long_ones_are_sent_away_first_and_then_those_of_which_there_are_most() -> None:
    turns = taught(light=0.01, middling=0.5, long=5)
    for number, kind in enumerate(["long", "new", "new", "middling", "light", "light", "light"]):
        turns.add(Asked(number, kind))
    gone = []
    while len(turns) > 2:
        last = turns.last()
        turns.remove(last)
        gone.append((last.shape, last.number))
    assert gone == [("long", 0), ("light", 6), ("light", 5), ("new", 2), ("light", 4)]


def test_a_snapshot_answers_none_that_came_after_it() -> None:
    turns = taught()
    turns.add(Asked(1, "new", since=2))
    assert turns.next([], 1) is None
    assert turns.next([], 2) is not None


def test_of_the_workers_more_than_usual_each_is_for_what_is_lighter() -> None:
    turns = taught(light=0.01, middling=0.5, long=5)
    at_work: list[Asked] = []
    for number, kind in enumerate(["long", "long", "middling", "new", "light"]):
        turns.add(Asked(number, kind))
        found = turns.take(at_work)
        assert found is not None
        assert found.shape == kind
        at_work.append(found)
        if kind != "light":
            again = Asked(number + 10, kind)
            turns.add(again)
            assert (turns.next(at_work) is None) == (number > 0)
            turns.remove(again)


def test_who_took_a_place_for_light_ones_gives_it_back_when_it_is_wanted() -> None:
    turns = taught(light=0.01)
    at_work = [Asked(n, f"new{n}", seconds) for n, seconds in enumerate((4, 3, 2, 0.05))]
    assert turns.gives_way(at_work) is None
    turns.add(Asked(9, "light"))
    assert turns.gives_way(at_work) is at_work[2]
    assert turns.gives_way(at_work[:2]) is None


def test_what_is_stopped_takes_at_least_so_long_and_what_is_done_as_long_as_it_took() -> None:
    turns = taught(asked=5)
    levels = []
    for whole in (False, True, True, True, True, True):
        turns.learn(Asked(1, "asked", 0.01), whole=whole)
        levels.append(turns.level(Asked(2, "asked")))
    assert levels == [LONG, LONG, LONG, MIDDLING, MIDDLING, LIGHT]


def test_questions_that_differ_in_names_and_values_have_one_shape() -> None:
    def asked(text: str) -> Hashable:
        return shape(answer, (Query(text, None, None),))

    one = asked('SELECT * { <urn:a> ?p "x" ; ?q 5 } # first')
    assert asked("SELECT * {\n <urn:b#c> ?p '' ; ?q 17 }") == one
    assert asked("SELECT * { ?a ?p 'x' ; ?q 5 }") != one
    assert shape(ask, ("states", {"on": "2014"})) == shape(ask, ("states", {"on": "2015"}))
    assert shape(ask, ("states", {})) != shape(ask, ("states", {"on": "2015"}))
