"""Which day, month or year a form of words names, as far as the article's own date tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from kg.model import PartialDate
from kg.reading.calendar import WEEKDAYS, month_number

_WORD_NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_UNIT_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_FUTURE_PENALTY: Final = 1.6


@dataclass(slots=True)
class Reader:
    """What is known while reading on: the article's date and the last day that was named.

    ``told`` says whether that day was named in the sentence that is being read.
    """

    published: date | None
    previous: date | None = None
    told: bool = False
    words: str = ""
    cue: str = ""
    sure: bool = False
    groups: dict[str, str | None] = field(default_factory=dict)


Reading = tuple[PartialDate | None, PartialDate | None, str]
_NOTHING: Final[Reading] = (None, None, "interval")


def read(reader: Reader) -> Reading:
    """The day, month or year that the words just matched name, where a range ends, their form."""
    groups = reader.groups
    for name, reading in _READERS:
        if groups[name]:
            return reading(reader)
    return None, None, ""


def _iso(reader: Reader) -> Reading:
    year, month, day = str(reader.groups["iso"]).split("-")
    return _made(reader, int(year), int(month), int(day)), None, "day"


def _month_first(reader: Reader) -> Reading:
    g = reader.groups
    return _days(
        reader, g["m_m"], g["m_d"], g["m_m2"] or g["m_m"], g["m_d2"], _year_told(reader, "m")
    )


def _day_range(reader: Reader) -> Reading:
    g = reader.groups
    return _days(reader, g["d_m0"] or g["d_m2"], g["d_d"], g["d_m2"], g["d_d2"], g["d_y2"])


def _day_first(reader: Reader) -> Reading:
    g = reader.groups
    return _days(reader, g["d_m"], g["d_d1"], None, None, _year_told(reader, "d"))


def _days(
    reader: Reader,
    month: str | None,
    day: str | None,
    month2: str | None,
    day2: str | None,
    year: str | None,
) -> Reading:
    first = _dated(reader, str(month), str(day), year)
    if first is None:
        return None, None, ""
    second = _dated(reader, str(month2), day2, str(first.year or "")) if day2 else None
    if second is not None and (second.year, second.month, second.day) <= (
        first.year,
        first.month,
        first.day,
    ):
        second = None
    return first, second, "day"


def _dated(reader: Reader, month: str, day: str, year: str | None) -> PartialDate | None:
    number, month_day = month_number(month), int(re.sub(r"\D", "", day))
    if year:
        return _made(reader, int(year), number, month_day)
    if reader.published is None:
        return _partial(reader, number, month_day)
    nearest = _nearest(reader, lambda y: date(y, number, month_day))
    return _made(reader, nearest.year, number, month_day, True) if nearest else None


def _partial(reader: Reader, month: int, day: int) -> PartialDate | None:
    try:
        date(2000, month, day)
    except ValueError:
        return None
    return PartialDate(None, month, day, words=reader.words)


def _made(
    reader: Reader, year: int, month: int, day: int, from_document: bool = False
) -> PartialDate | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return PartialDate(year, month, day, words=reader.words, from_document=from_document)


def _nearest(reader: Reader, in_year: Callable[[int], date]) -> date | None:
    """The nearest of that day in the years around; the future is further away without a cue."""
    published = reader.published
    assert published is not None
    candidates = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            candidates.append(in_year(year))
        except ValueError:
            continue
    told = str(reader.groups.get("weekday_of") or "").lower().rstrip(".,")
    candidates = [d for d in candidates if d.weekday() == WEEKDAYS.get(told)] or candidates
    weight = {"future": 0.4, "past": 4.0}.get(reader.cue, _FUTURE_PENALTY)

    def distance(day: date) -> float:
        days = (day - published).days
        if days > 0:
            return days * weight * (5 if reader.sure and reader.cue == "past" else 1)
        return -days * (3 if reader.sure and reader.cue == "future" else 1)

    return min(candidates, key=distance, default=None)


def _year_told(reader: Reader, form: str) -> str | None:
    """The year printed beside a month, or the one that "of last year" means beside it."""
    which = str(reader.groups[f"{form}_oy"] or "").lower()
    if not which:
        return reader.groups[f"{form}_y"]
    near = re.search("that|same|previous|following", which)
    anchor = reader.previous if near else reader.published
    if anchor is None:
        return None
    back, on = re.search("last|past|previous", which), re.search("next|following", which)
    return str(anchor.year + (-1 if back else 1 if on else 0))


def _month_year(reader: Reader) -> Reading:
    year, name = _year_told(reader, "my"), str(reader.groups["my_m"])
    if year is None:
        return _month(reader, name)
    from_document = reader.groups["my_oy"] is not None
    value = PartialDate(
        int(year), month_number(name), words=reader.words, from_document=from_document
    )
    return value, None, "month"


def _day_of_month(reader: Reader) -> Reading:
    """ "On the 5th of this month"."""
    which = str(reader.groups["om_which"])
    step = {"last": -1, "next": 1}.get(which, 0)
    anchor = reader.previous if which == "the same" else reader.published
    if anchor is None:
        return None, None, "day"
    month = _month_from(reader, anchor, step)
    day = int(re.sub(r"\D", "", str(reader.groups["om_d"])))
    return _made(reader, int(month.year or 0), int(month.month or 0), day, True), None, "day"


def _relative_month(reader: Reader) -> Reading:
    which, name = str(reader.groups["rel_month"]).lower(), str(reader.groups["rel_m"])
    published = reader.published
    if published is None:
        return None, None, "month"
    number, year = month_number(name), published.year
    if "next" in which or "coming" in which:
        year += number <= published.month
    elif "last" in which or "past" in which:
        year -= number >= published.month
    value = PartialDate(year, number, words=reader.words, from_document=True)
    return value, None, "month"


def _bare_month(reader: Reader) -> Reading:
    if re.match(r"since|after|from", str(reader.groups["in_month"]), re.IGNORECASE):
        reader.cue = "past"
    return _month(reader, str(reader.groups["in_m"]))


def _month_of_event(reader: Reader) -> Reading:
    """ "The June summit", "his May visit"."""
    return _month(reader, str(reader.groups["mod_m"]))


def _month(reader: Reader, name: str) -> Reading:
    if reader.published is None:
        return None, None, "month"
    number = month_number(name)
    this = reader.published.replace(day=1)
    nearest = _nearest(reader, lambda year: this.replace(year=year, month=number))
    assert nearest is not None
    value = PartialDate(nearest.year, number, words=reader.words, from_document=True)
    return value, None, "month"


def _weekday(reader: Reader) -> Reading:
    if reader.published is None:
        return None, None, "weekday"
    g = reader.groups
    modifier = str(g["wd_mod"] or "").lower()
    number, week = _number_of(str(g["wd"])), str(g["wd_week"] or g["wd2_week"] or "").lower()
    if week:
        monday = reader.published - timedelta(reader.published.weekday())
        first = monday + timedelta(number + {"last": -7, "next": 7}.get(week, 0))
    else:
        first = _weekday_near(reader.published, number, modifier, reader.cue)
    end = None
    if g["wd2"]:
        end = _from(reader, _weekday_near(first, _number_of(str(g["wd2"])), "next", "future"))
    return _from(reader, first), end, "weekday"


def _number_of(weekday: str) -> int:
    return WEEKDAYS[weekday.lower().rstrip(".")]


def _weekday_near(day: date, weekday: int, modifier: str, cue: str) -> date:
    back = (day.weekday() - weekday) % 7
    if "last" in modifier and "late" not in modifier:
        return day - timedelta(back or 7)
    if "next" in modifier or "coming" in modifier or "following" in modifier:
        return day + timedelta((-back) % 7 or 7)
    if cue == "future" and modifier[:5] not in {"late ", "early", "earli"}:
        return day + timedelta((-back) % 7)
    return day - timedelta(back)


def _from(reader: Reader, day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day, words=reader.words, from_document=True)


def _near_day(days: int) -> Callable[[Reader], Reading]:
    def read(reader: Reader) -> Reading:
        if reader.published is None:
            return None, None, "relative"
        return _from(reader, reader.published + timedelta(days)), None, "relative"

    return read


def _weekend(reader: Reader) -> Reading:
    if reader.published is None:
        return None, None, "interval"
    words = str(reader.groups["weekend"]).lower()
    modifier = "last" if re.search("last|past", words) else "next" if "next" in words else ""
    saturday = _weekday_near(reader.published, 5, modifier, reader.cue)
    if modifier == "next" and (saturday - reader.published).days < 5:
        saturday += timedelta(7)
    return _from(reader, saturday), _from(reader, saturday + timedelta(1)), "interval"


def _period(reader: Reader) -> Reading:
    unit = str(reader.groups["unit"]).lower()
    which = str(reader.groups["which"]).lower()
    step = -1 if re.search("last|past", which) else 1 if re.search("next|coming", which) else 0
    day = reader.published
    if day is None or which == "the past":
        return None, None, "interval"
    if unit == "week":
        return _week(reader, day, step), None, "interval"
    if unit in _SEASONS:
        return _season(reader, unit, step), None, "interval"
    if unit == "year":
        return PartialDate(day.year + step, words=reader.words, from_document=True), None, "year"
    return (_month_from(reader, day, step), None, "month") if unit == "month" else _NOTHING


def _week(reader: Reader, day: date, step: int) -> PartialDate | None:
    """The month, or else the year, of a week's working days: the day is not told."""
    monday = day - timedelta(day.weekday()) + timedelta(7 * step)
    friday = monday + timedelta(4)
    words = reader.words.lower()
    monday = day if words.startswith("later") else monday
    friday = day if words.startswith("earlier") else max(monday, friday)
    if monday.year != friday.year:
        return None
    month = monday.month if monday.month == friday.month else None
    return PartialDate(monday.year, month, words=reader.words, from_document=True)


def _season(reader: Reader, name: str, step: int) -> PartialDate | None:
    """The year of this, the last or the next spring, summer or autumn."""
    day = reader.published
    if day is None:
        return None
    first = _SEASONS[name]
    year = day.year - (step < 0 and day.month <= first + 2) + (step > 0 and day.month >= first)
    return PartialDate(year, words=reader.words, from_document=True)


def _season_alone(reader: Reader) -> Reading:
    """ "In the spring": the coming or the last one, where the words around it say which."""
    name = str(reader.groups["season"]).lower().split()[-1]
    step = {"future": 1, "past": -1}.get(reader.cue)
    if reader.published is None or step is None:
        return None, None, "interval"
    running = _SEASONS[name] <= reader.published.month <= _SEASONS[name] + 2
    return _season(reader, name, 0 if running else step), None, "interval"


def _part(reader: Reader) -> Reading:
    """ "At the end of the year", "earlier in the week": of the article's year, month and week."""
    unit, day = str(reader.groups["part_unit"]).lower(), reader.published
    if day is None or (reader.previous is not None and reader.previous.year != day.year):
        return None, None, "interval"
    if unit == "week":
        told = reader.previous
        near = told is None or abs((told - day).days) <= _UNIT_DAYS["week"]
        near &= reader.cue == "future" or not reader.words.lower().startswith("later")
        return _week(reader, day, 0) if near else None, None, "interval"
    if unit == "month":
        return _month_from(reader, day, 0), None, "month"
    return PartialDate(day.year, words=reader.words, from_document=True), None, "year"


def _ahead(reader: Reader) -> Reading:
    """ "In two weeks": only where something is to come, else it is how long something took."""
    word, unit = str(reader.groups["ahead"]).lower(), str(reader.groups["a_unit"]).lower()
    number = int(word) if word.isdigit() else _WORD_NUMBERS.get(word)
    if reader.published is None or number is None or reader.cue != "future":
        return None, None, "relative"
    return _shifted(reader, reader.published, number, unit), None, "relative"


def _second_day(reader: Reader) -> Reading:
    if reader.published is None:
        return None, None, "relative"
    step = 2 if "after" in str(reader.groups["second_day"]).lower() else -2
    return _from(reader, reader.published + timedelta(step)), None, "relative"


def _month_from(reader: Reader, day: date, step: int) -> PartialDate:
    months = day.year * 12 + day.month - 1 + step
    return PartialDate(months // 12, months % 12 + 1, words=reader.words, from_document=True)


def _counted(reader: Reader) -> Reading:
    g = reader.groups
    word, unit, way = str(g["count"]).lower(), str(g["c_unit"]).lower(), str(g["way"]).lower()
    from_now = way[:3] == "ago" or way == "hence"
    anchor = reader.published if from_now else reader.previous
    number = int(word) if word.isdigit() else _WORD_NUMBERS.get(word)
    if anchor is None or number is None:
        return None, None, "relative"
    sign = 1 if way in {"later", "hence", "afterward", "afterwards"} else -1
    if way == "ago today" and unit == "year":
        return _dated_back(reader, anchor, number), None, "relative"
    return _shifted(reader, anchor, sign * number, unit), None, "relative"


def _from_event(reader: Reader) -> Reading:
    """ "A day after the summit", "four months before their meeting": when that event is."""
    g = reader.groups
    word, unit = str(g["from_count"]).lower(), str(g["from_unit"]).lower()
    number = int(word) if word.isdigit() else _WORD_NUMBERS.get(word)
    opening, near = reader.words[0].isupper(), unit in ("month", "year") or reader.told
    if reader.previous is None or number is None or opening or not near:
        return None, None, "relative"
    sign = -1 if str(g["from_way"]).lower() == "after" else 1
    value = _shifted(reader, reader.previous, sign * number, unit)
    about = unit in ("week", "fortnight")
    return (replace(value, day=None) if value and about else value), None, "relative"


def _dated_back(reader: Reader, day: date, years: int) -> PartialDate | None:
    """ "A year ago today"."""
    return _made(reader, day.year - years, day.month, day.day, True)


def _neighbour(reader: Reader) -> Reading:
    near, unit = str(reader.groups["near"]).lower(), str(reader.groups["n_unit"]).lower()
    if reader.previous is None:
        return None, None, "relative"
    step = {"same": 0, "previous": -1, "preceding": -1}.get(near, 1)
    return _shifted(reader, reader.previous, step, unit), None, "relative"


def _shifted(reader: Reader, anchor: date, count: int, unit: str) -> PartialDate | None:
    if unit == "day" or (unit in _UNIT_DAYS and count):
        return _from(reader, anchor + timedelta(count * _UNIT_DAYS[unit]))
    if unit == "month":
        return _month_from(reader, anchor, count)
    if unit == "year":
        return PartialDate(anchor.year + count, words=reader.words, from_document=True)
    return None


def _year(reader: Reader) -> Reading:
    return PartialDate(int(str(reader.groups["year"])), words=reader.words), None, "year"


_READERS: Final[tuple[tuple[str, Callable[[Reader], Reading]], ...]] = (
    ("iso", _iso),
    ("m_d", _month_first),
    ("d_d", _day_range),
    ("d_d1", _day_first),
    ("my_m", _month_year),
    ("om_d", _day_of_month),
    ("rel_m", _relative_month),
    ("in_m", _bare_month),
    ("mod_m", _month_of_event),
    ("wd", _weekday),
    ("second_day", _second_day),
    ("today", _near_day(0)),
    ("yesterday", _near_day(-1)),
    ("tomorrow", _near_day(1)),
    ("weekend", _weekend),
    ("period", _period),
    ("part_of", _part),
    ("season", _season_alone),
    ("ahead", _ahead),
    ("from_count", _from_event),
    ("count", _counted),
    ("near", _neighbour),
    ("year", _year),
)
