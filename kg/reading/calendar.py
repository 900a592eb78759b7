"""Months, weekdays and complete dates: what reading needs to find the date an article prints."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ),
    )
    for name in names.split()
}
MONTH: Final = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
WEEKDAY: Final = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day\b|\.)"
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d.,:]?\d)"
YEAR: Final = r"(?:19|20)\d\d(?!\d)"
FULL_DATE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<m1>{MONTH})\s{{1,3}}(?P<d1>{DAY}),?\s{{1,3}}(?P<y1>{YEAR})"
    rf"|(?P<d2>{DAY})\s(?:of\s)?(?P<m2>{MONTH}),?\s(?P<y2>{YEAR})"
    rf"|(?P<y3>{YEAR})-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?!\d))",
    re.IGNORECASE,
)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation.

    Raises:
        KeyError: it is no month.
    """
    return int(name) if name.isdigit() else MONTHS[name.rstrip(".").lower()]


def date_of(match: re.Match[str]) -> date | None:
    """The day that a match of ``FULL_DATE`` names, or None if no calendar has it."""
    year, month, day = (
        next(value for value in match.group(f"{part}1", f"{part}2", f"{part}3") if value)
        for part in "ymd"
    )
    try:
        return date(int(year), month_number(month), int(re.sub(r"\D", "", day)))
    except ValueError:
        return None


def parse_date(words: str) -> date | None:
    """The first complete date in ``words`` (ISO 8601, "22 January 2015", "Jan. 22, 2015")."""
    return next(filter(None, map(date_of, FULL_DATE.finditer(words))), None)
