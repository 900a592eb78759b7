"""Numbers: values, how exact they are said to be, and what is no count."""

from __future__ import annotations

import time

import pytest

from kg.mentions.numbers import NumberMention, find_numbers
from kg.model import Article
from kg.reading import parse

PADDING = " They said that the talks of the ministers in the capital were useful for all of them."


def found(text: str) -> list[NumberMention]:
    return list(find_numbers(parse(Article("sample", text + PADDING))))


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("The group has 21 members.", 21, "exact"),
        ("The group has some 60 members.", 60, "about"),
        ("The group has about 1,000 members.", 1000, "about"),
        ("The group has nearly 40 members.", 40, "about"),
        ("The group has more than 60 members.", 60, "over"),
        ("The group has over 60 members.", 60, "over"),
        ("The group has a 60-plus membership.", 60, "over"),
        ("The group has 60 or more members.", 60, "over"),
        ("The group has at least seven members.", 7, "at-least"),
        ("The group has up to 5,000 members.", 5000, "under"),
        ("The group has fewer than 20 members.", 20, "under"),
        ("The group has twenty-one members.", 21, "exact"),
        ("The group has a dozen members.", 12, "about"),
        ("The group has two dozen members.", 24, "about"),
        ("The group has five members.", 5, "exact"),
        ("The group has two hundred and six members.", 206, "exact"),
        ("The group has 1.2 million members.", 1_200_000, "exact"),
        ("The 27 members of the group met.", 27, "exact"),
        ("The 15-nation group met.", 15, "exact"),
    ],
)
def test_a_count_is_found_with_its_qualifier(text: str, value: int, qualifier: str) -> None:
    (number,) = found(text)
    assert (number.value, number.qualifier, number.kind) == (value, qualifier, "count")


def test_a_part_knows_its_whole() -> None:
    part, whole = found("The meeting drew 21 of some 60 states.")
    assert (part.value, whole.value) == (21, 60)
    assert part.of == whole.span


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They gave $3.5 billion.", "money"),
        ("They gave 40 million euros.", "money"),
        ("They gave 20 percent.", "percent"),
        ("They gave 20% of it.", "percent"),
    ],
)
def test_money_and_shares_are_no_counts(text: str, kind: str) -> None:
    (number,) = found(text)
    assert number.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "They met on May 12 in the palace.",
        "They met on 12 May in the palace.",
        "They met in 2014 in the palace.",
        "They met at 9:30 in the palace.",
        "They met for the 21st time as the G7 and the P5+1.",
        "They cite Resolution 2216 and Article 5.",
        "One of them met a minister.",
        "It was a three-day visit.",
    ],
)
def test_dates_times_and_names_are_no_counts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["twenty " * 7000, "1,000" * 10_000, "more than " * 5000, "a dozen and " * 4000, "9" * 50_000],
    ids=["words", "digits", "qualifiers", "dozens", "long"],
)
def test_hostile_text_is_read_in_less_than_a_second(text: str) -> None:
    document = parse(Article("sample", PADDING + text))
    start = time.process_time()
    find_numbers(document)
    assert time.process_time() - start < 1
