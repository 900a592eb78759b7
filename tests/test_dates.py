"""Dates: what is found, what the article's own date tells, and what stays open without it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from kg.mentions.dates import DateMention, find_dates
from kg.model import Article
from kg.reading import parse

THURSDAY = date(2015, 1, 22)
PADDING = " They said that the talks of the ministers in the capital were useful for all of them."


def found(text: str, published: date | None = THURSDAY) -> list[DateMention]:
    return list(find_dates(parse(Article("sample", text + PADDING, published=published))))


def lexical(mention: DateMention) -> str | None:
    return mention.value.lexical if mention.value else None


def first(text: str, published: date | None = THURSDAY) -> str | None:
    mentions = found(text, published)
    assert mentions, text
    return lexical(mentions[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on December 3, 2014 in Brussels.", "2014-12-03"),
        ("They met on 3 December 2014 in Brussels.", "2014-12-03"),
        ("They met on the 3rd of December 2014 in Brussels.", "2014-12-03"),
        ("They met on Wednesday, Dec. 3, 2014, in Brussels.", "2014-12-03"),
        ("They met on 2014-12-03 in Brussels.", "2014-12-03"),
        ("They met in April 2009 in Brussels.", "2009-04"),
        ("They met in late April 2009 in Brussels.", "2009-04"),
        ("They met in Apr. 2009 in Brussels.", "2009-04"),
        ("They met in 2009 in Brussels.", "2009"),
        ("The 2009 summit was held in Brussels.", "2009"),
    ],
)
@pytest.mark.parametrize("published", [THURSDAY, None], ids=["dated", "undated"])
def test_a_complete_date_needs_no_other(text: str, expected: str, published: date | None) -> None:
    (mention,) = found(text, published)
    assert lexical(mention) == expected
    assert mention.value is not None
    assert not mention.value.from_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met today in Brussels.", "2015-01-22"),
        ("They met yesterday in Brussels.", "2015-01-21"),
        ("They will meet tomorrow in Brussels.", "2015-01-23"),
        ("They met on Thursday in Brussels.", "2015-01-22"),
        ("They met on Friday in Brussels.", "2015-01-16"),
        ("They met late Wednesday in Brussels.", "2015-01-21"),
        ("They will meet on Monday in Brussels.", "2015-01-26"),
        ("They are scheduled to meet Friday in Brussels.", "2015-01-23"),
        ("They met last Monday in Brussels.", "2015-01-19"),
        ("They meet next Monday in Brussels.", "2015-01-26"),
        ("They will meet in Oslo, the host said on Wednesday in Brussels.", "2015-01-21"),
        ("On Monday, they will meet in Brussels.", "2015-01-26"),
        ("They met this weekend in Brussels.", "2015-01-17"),
        ("They will meet this weekend in Brussels.", "2015-01-24"),
        ("They met on January 21 in Brussels.", "2015-01-21"),
        ("They met on December 3 in Brussels.", "2014-12-03"),
        ("They will meet on March 2 in Brussels.", "2015-03-02"),
        ("They were attacked earlier this month in Brussels.", "2015-01"),
        ("They met last month in Brussels.", "2014-12"),
        ("They will meet next year in Brussels.", "2016"),
        ("They have fought since August in Brussels.", "2014-08"),
        ("They met two days ago in Brussels.", "2015-01-20"),
        ("They met three weeks ago in Brussels.", "2015-01-01"),
        ("They met two years ago in Brussels.", "2013"),
        ("They met a fortnight ago in Brussels.", "2015-01-08"),
        ("They met on Monday last week in Brussels.", "2015-01-12"),
        ("They met on Friday of last week in Brussels.", "2015-01-16"),
        ("They will meet on Tuesday next week in Brussels.", "2015-01-27"),
        ("They met on December the 3rd in Brussels.", "2014-12-03"),
        ("The visit ends on Sunday in Brussels.", "2015-01-25"),
    ],
)
def test_the_article_s_date_resolves_what_is_relative(text: str, expected: str) -> None:
    mention = found(text)[-1]
    assert lexical(mention) == expected
    assert mention.value is not None
    assert mention.value.from_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on January 21 in Brussels.", "--01-21"),
        ("They met on 21 January in Brussels.", "--01-21"),
        ("They met on Monday in Brussels.", None),
        ("They met today in Brussels.", None),
        ("They met last month in Brussels.", None),
        ("They have fought since August in Brussels.", None),
        ("They met two days ago in Brussels.", None),
    ],
)
def test_without_the_article_s_date_no_year_is_invented(text: str, expected: str | None) -> None:
    assert first(text, None) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They met on December 1-2, 2004 in Brussels.", "2004-12-01", "2004-12-02"),
        ("They met from July 14 to 16, 2014 in Brussels.", "2014-07-14", "2014-07-16"),
        ("They met on 26-27 November 2014 in Brussels.", "2014-11-26", "2014-11-27"),
        ("They met on June 30 to July 2, 2014 in Brussels.", "2014-06-30", "2014-07-02"),
        ("They met on 30 June – 2 July 2014 in Brussels.", "2014-06-30", "2014-07-02"),
        ("They met on June 23 and 24 in Brussels.", "2014-06-23", "2014-06-24"),
    ],
)
def test_a_range_has_both_ends(text: str, start: str, end: str) -> None:
    (mention,) = found(text, date(2014, 12, 31))
    assert lexical(mention) == start
    assert mention.end is not None
    assert mention.end.lexical == end


def test_a_day_earlier_counts_from_the_date_before_it() -> None:
    mentions = found("They met on May 5, 2014 in Oslo. A day earlier they had met in Bergen.", None)
    assert [lexical(mention) for mention in mentions] == ["2014-05-05", "2014-05-04"]


@pytest.mark.parametrize(
    "text",
    [
        "They may meet and march on in Brussels.",
        "They sat down, and the sat phones of the sun kings failed in Brussels.",
        "They cite resolution 1970 and 2014 troops in Brussels.",
        "They paid $2014 and drove 2015 km to Brussels.",
        "They read https://example.org/2014/05/05/talks in Brussels.",
        "They met on February 31, 2014 in Brussels.",
        "They met often in the 1990s in Brussels.",
        "They met half a year ago in Brussels.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert found(text) == []


def test_every_mention_is_a_place_in_the_text() -> None:
    text = "They met on Monday, May 5, 2014, and since August have met in early June."
    article = Article("sample", text + PADDING, published=THURSDAY)
    for mention in find_dates(parse(article)):
        assert mention.value is not None
        words = article.text[mention.span.start : mention.span.end]
        assert mention.value.words.endswith(words)


@pytest.mark.parametrize(
    "text",
    ["May 5 to " * 6000, "1-2 and " * 6000, "Monday and " * 4500, "early in " * 5500,
     "will be " * 6000 + "Monday", "the same day " * 4000, "2014 " * 10_000, "a" * 50_000],
    ids=["months", "days", "weekdays", "early", "cues", "near", "years", "word"],
)  # fmt: skip
def test_hostile_text_is_read_in_less_than_a_second(text: str) -> None:
    document = parse(Article("sample", PADDING + text, published=THURSDAY))
    start = time.process_time()
    find_dates(document)
    assert time.process_time() - start < 1
