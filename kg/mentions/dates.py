"""Finds the dates an article names and resolves them against its own date, never inventing one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from kg.model import Document, PartialDate, Span
from kg.reading.calendar import DAY, MONTH, WEEKDAY, WEEKDAYS, YEAR, month_number

_TO = r"\s?(?:-|–|—|‑|to|through|until|and|&)\s?"
_NUMBER = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_UNIT = r"(?:day|week|month|year)"
_EARLY = r"(?:(?:early|mid|late|beginning|end|middle|start)(?:\sin|\sof)?[\s-])"
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_PATTERN: Final = re.compile(
    rf"""(?<![\w$€£./-])(?:
    (?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
  | (?:(?P<weekday_of>{WEEKDAY}),?\s{{1,3}}(?:the\s)?)?(?:
        (?P<m_m>{MONTH})\s{{1,3}}(?P<m_d>{DAY})
            (?:{_TO}(?:(?P<m_m2>{MONTH})\s)?(?P<m_d2>{DAY})(?!\s(?:{MONTH})))?
            (?:(?:,|\sof|\sin)?\s{{1,3}}(?P<m_y>{YEAR}))?
      | (?P<d_d>{DAY})(?:\s?(?P<d_m0>{MONTH}))?{_TO}(?P<d_d2>{DAY})\s(?P<d_m2>{MONTH})
            (?:,?\s(?P<d_y2>{YEAR}))?
      | (?P<d_d1>{DAY})\s(?:of\s)?(?P<d_m>{MONTH})(?:,?\s(?P<d_y>{YEAR}))?
    )
  | {_EARLY}?(?P<my_m>{MONTH})(?:\sof)?,?\s{{1,3}}(?P<my_y>{YEAR})
  | (?P<rel_month>(?:(?:earlier|later)\s)?(?:last|next|this|this\spast|this\scoming)\s)
        (?P<rel_m>{MONTH})(?!\s\d)
  | (?P<in_month>(?:in|since|until|by|during|of|after|before|from|for)\s(?:{_EARLY})?|{_EARLY})
        (?P<in_m>{MONTH})(?!\s\d)
  | (?<=\bthe\s)(?P<the_m>{MONTH})(?=\s(?:[\w’'-]{{1,20}}\s){{0,3}}
        (?:summit|meeting|conference|ministerial|talks|session|visit|call)\b)
  | (?P<wd_mod>(?:early|late|earlier|later|last|next|this|this\scoming|coming|the\sfollowing)\s
        (?:on\s)?)?
        (?P<wd>{WEEKDAY}){_PART}
        (?:{_TO}(?P<wd2>{WEEKDAY}){_PART})?
  | (?P<today>(?:earlier|later)\stoday|today|tonight|this\s(?:morning|afternoon|evening))\b
  | (?P<yesterday>yesterday|last\snight)\b
  | (?P<tomorrow>tomorrow)\b
  | (?P<weekend>(?:(?:this|last|next|over\sthe|the|this\scoming|this\spast)\s)weekend)\b
  | (?P<period>(?:(?:earlier|later|early|late)\s)?(?P<which>this|last|next|this\spast|the\spast
        |this\scoming|the\scoming)\s(?P<unit>week|month|year|spring|summer|autumn|fall|winter))\b
  | (?P<count>{_NUMBER})\s(?P<c_unit>{_UNIT})s?\s(?P<way>ago|earlier|later|before|afterwards?
        |prior|hence)\b
  | the\s(?P<near>same|previous|next|following|preceding)\s(?P<n_unit>{_UNIT})\b
  | (?P<year>{YEAR})(?!\s(?:people|troops|soldiers|personnel|members|men|vehicles|officers|km
        |kilomet|miles|tonnes|tons|refugees|migrants|fighters|children|jobs)|[\d,.]\d|-\w|/)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FUTURE = re.compile(
    r"""\b(?:will|shall|would|upcoming|scheduled|planned|plans?\sto|due|(?:is|are|was|were)\s(?:to|set
       |expected|slated|about|going)\b|(?:is|are)\s(?:\w{1,20}\s)?(?!being|during)\w{2,20}ing|set\sto
       |expected|forthcoming|ahead\sof|next|intends?\sto|hopes?\sto|prepar(?:es|ing)|'ll|’ll|to\sbe
       |invited|deadline)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PAST = re.compile(
    r"""\b(?<!\bbe\s)(?:said|says|told|announced|added|reported|stated|speaking|were|was|had|held
       |met|visited|took|agreed|called|came|signed|arrived|traveled|travelled|attended|hosted|discussed)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SAID_JUST_BEFORE = re.compile(
    r"\b(?:said|told|announced|added|reported|stated|speaking|speech|statement|interview|reporters"
    r"|earlier|late|declared|confirmed|warned)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_NOT_A_YEAR = re.compile(
    r"(?:resolution|resolutions|article|section|no\.|number|room|chapter|flight)\s$", re.IGNORECASE
)
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
_UNIT_DAYS: Final = {"day": 1, "week": 7}
_FUTURE_PENALTY: Final = 1.6
_WINDOW: Final = 160


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time: where it stands and which day, month or year it names.

    ``value`` is None when nothing tells which ("last summer", or "Monday" in an article without a
    date). ``end`` closes a range. ``kind`` is the form of words: day, month, year, weekday,
    relative or interval. ``cue`` says whether the words around it point to the past or the future.
    """

    span: Span
    value: PartialDate | None
    end: PartialDate | None = None
    kind: str = "day"
    cue: str = ""
    sentence: int = 0


@dataclass(slots=True)
class _Reader:
    """What is known while reading on: the article's date and the last day that was named."""

    published: date | None
    previous: date | None = None
    words: str = ""
    cue: str = ""
    groups: dict[str, str | None] = field(default_factory=dict)


Reading = tuple[PartialDate | None, PartialDate | None, str]


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """The dates named in an article, in order, resolved as far as it tells them.

    Args:
        document: its article's ``published`` resolves weekdays, "yesterday" and days without a
            year. Without it these stay partial or None: no year is invented.

    Returns:
        One mention an expression; none overlap.
    """
    reader = _Reader(document.article.published)
    text = document.article.text
    return tuple(
        mention
        for sentence in document.sentences
        for mention in _in_sentence(text, sentence.span, sentence.index, reader)
    )


def _in_sentence(text: str, span: Span, index: int, reader: _Reader) -> Iterator[DateMention]:
    for match in _PATTERN.finditer(text, span.start, span.end):
        if _is_false(text, match):
            continue
        reader.groups = match.groupdict()
        reader.words = " ".join(match[0].split())
        reader.cue = _cue(text, span, match)
        value, end, kind = _read(reader)
        if value is None and kind == "":
            continue
        if value is not None and (day := _day(value)):
            reader.previous = day
        start, stop = _bare(match)
        yield DateMention(Span(start, stop), value, end, kind, reader.cue, index)


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """Without the preposition that a month alone needs in order to be one."""
    if match["in_month"]:
        return match.start("in_m"), match.end()
    return match.start(), match.end()


def _is_false(text: str, match: re.Match[str]) -> bool:
    for name in ("m_m", "d_m", "my_m", "rel_m", "in_m"):
        if match[name] and not match[name][0].isupper():
            return True
    if (match["wd"] or "A")[0].islower():
        return True
    if match["wd"] and match["wd"].endswith("."):
        return True
    if match["year"]:
        return bool(_NOT_A_YEAR.search(text, max(0, match.start() - 12), match.start()))
    return False


def _cue(text: str, sentence: Span, match: re.Match[str]) -> str:
    """Past or future, by the nearest telling words before the date, else just after it."""
    before = text[max(sentence.start, match.start() - _WINDOW) : match.start()]
    if _SAID_JUST_BEFORE.search(before):
        return "past"
    future, past = _last(_FUTURE, before), _last(_PAST, before)
    if future == past == -1:
        after = text[match.end() : min(sentence.end, match.end() + 100)]
        return _cue_after(after)
    return "future" if future >= past else "past"


def _cue_after(after: str) -> str:
    future, past = _FUTURE.search(after), _PAST.search(after)
    if future and (past is None or future.start() < past.start()):
        return "future"
    return "past" if past else ""


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _read(reader: _Reader) -> Reading:
    groups = reader.groups
    for name, read in _READERS:
        if groups[name]:
            return read(reader)
    return None, None, ""


def _iso(reader: _Reader) -> Reading:
    year, month, day = str(reader.groups["iso"]).split("-")
    return _made(reader, int(year), int(month), int(day)), None, "day"


def _month_first(reader: _Reader) -> Reading:
    g = reader.groups
    return _days(reader, g["m_m"], g["m_d"], g["m_m2"] or g["m_m"], g["m_d2"], g["m_y"])


def _day_range(reader: _Reader) -> Reading:
    g = reader.groups
    return _days(reader, g["d_m0"] or g["d_m2"], g["d_d"], g["d_m2"], g["d_d2"], g["d_y2"])


def _day_first(reader: _Reader) -> Reading:
    g = reader.groups
    return _days(reader, g["d_m"], g["d_d1"], None, None, g["d_y"])


def _days(
    reader: _Reader,
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


def _dated(reader: _Reader, month: str, day: str, year: str | None) -> PartialDate | None:
    number, month_day = month_number(month), int(re.sub(r"\D", "", day))
    if year:
        return _made(reader, int(year), number, month_day)
    if reader.published is None:
        return _partial(reader, number, month_day)
    nearest = _nearest(reader, lambda y: date(y, number, month_day))
    return _made(reader, nearest.year, number, month_day, True) if nearest else None


def _partial(reader: _Reader, month: int, day: int) -> PartialDate | None:
    try:
        date(2000, month, day)
    except ValueError:
        return None
    return PartialDate(None, month, day, words=reader.words)


def _made(
    reader: _Reader, year: int, month: int, day: int, from_document: bool = False
) -> PartialDate | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return PartialDate(year, month, day, words=reader.words, from_document=from_document)


def _nearest(reader: _Reader, in_year: Callable[[int], date]) -> date | None:
    """The nearest of that day in the years around; the future is further away without a cue."""
    published = reader.published
    assert published is not None
    candidates = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            candidates.append(in_year(year))
        except ValueError:
            continue
    weight = {"future": 0.4, "past": 4.0}.get(reader.cue, _FUTURE_PENALTY)

    def distance(day: date) -> float:
        days = (day - published).days
        return days * weight if days > 0 else -days

    return min(candidates, key=distance, default=None)


def _month_year(reader: _Reader) -> Reading:
    g = reader.groups
    value = PartialDate(int(str(g["my_y"])), month_number(str(g["my_m"])), words=reader.words)
    return value, None, "month"


def _relative_month(reader: _Reader) -> Reading:
    which = str(reader.groups["rel_month"])
    reader.cue = "future" if "next" in which or "coming" in which else reader.cue
    reader.cue = "past" if "last" in which or "past" in which else reader.cue
    value, end, kind = _month(reader, str(reader.groups["rel_m"]))
    published = reader.published
    if published is None or value is None or value.year is None or value.month is None:
        return value, end, kind
    year = value.year
    months = (year - published.year) * 12 + value.month - published.month
    if "last" in which and months >= 0:
        year -= 1
    if "next" in which and months <= 0:
        year += 1
    return replace(value, year=year), end, kind


def _bare_month(reader: _Reader) -> Reading:
    if re.match(r"since|after|from", str(reader.groups["in_month"]), re.IGNORECASE):
        reader.cue = "past"
    return _month(reader, str(reader.groups["in_m"]))


def _named_month(reader: _Reader) -> Reading:
    """ "The June summit"."""
    return _month(reader, str(reader.groups["the_m"]))


def _month(reader: _Reader, name: str) -> Reading:
    if reader.published is None:
        return None, None, "month"
    number = month_number(name)
    this = reader.published.replace(day=1)
    nearest = _nearest(reader, lambda year: this.replace(year=year, month=number))
    assert nearest is not None
    value = PartialDate(nearest.year, number, words=reader.words, from_document=True)
    return value, None, "month"


def _weekday(reader: _Reader) -> Reading:
    if reader.published is None:
        return None, None, "weekday"
    g = reader.groups
    modifier = str(g["wd_mod"] or "").lower()
    first = _weekday_near(reader.published, _number_of(str(g["wd"])), modifier, reader.cue)
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


def _from(reader: _Reader, day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day, words=reader.words, from_document=True)


def _near_day(days: int) -> Callable[[_Reader], Reading]:
    def read(reader: _Reader) -> Reading:
        if reader.published is None:
            return None, None, "relative"
        return _from(reader, reader.published + timedelta(days)), None, "relative"

    return read


def _weekend(reader: _Reader) -> Reading:
    if reader.published is None:
        return None, None, "interval"
    words = str(reader.groups["weekend"]).lower()
    modifier = "last" if re.search("last|past", words) else "next" if "next" in words else ""
    saturday = _weekday_near(reader.published, 5, modifier, reader.cue)
    if modifier == "next" and (saturday - reader.published).days < 5:
        saturday += timedelta(7)
    return _from(reader, saturday), _from(reader, saturday + timedelta(1)), "interval"


def _period(reader: _Reader) -> Reading:
    unit = str(reader.groups["unit"]).lower()
    which = str(reader.groups["which"]).lower()
    step = -1 if re.search("last|past", which) else 1 if re.search("next|coming", which) else 0
    day = reader.published
    if day is None or unit not in {"month", "year"} or which == "the past":
        return None, None, "interval"
    if unit == "year":
        return PartialDate(day.year + step, words=reader.words, from_document=True), None, "year"
    return _month_from(reader, day, step), None, "month"


def _month_from(reader: _Reader, day: date, step: int) -> PartialDate:
    months = day.year * 12 + day.month - 1 + step
    return PartialDate(months // 12, months % 12 + 1, words=reader.words, from_document=True)


def _counted(reader: _Reader) -> Reading:
    g = reader.groups
    word, unit, way = str(g["count"]).lower(), str(g["c_unit"]).lower(), str(g["way"]).lower()
    from_now = way in {"ago", "hence"}
    anchor = reader.published if from_now else reader.previous
    number = int(word) if word.isdigit() else _WORD_NUMBERS.get(word)
    if anchor is None or number is None:
        return None, None, "relative"
    sign = 1 if way in {"later", "hence", "afterward", "afterwards"} else -1
    return _shifted(reader, anchor, sign * number, unit), None, "relative"


def _neighbour(reader: _Reader) -> Reading:
    near, unit = str(reader.groups["near"]).lower(), str(reader.groups["n_unit"]).lower()
    if reader.previous is None:
        return None, None, "relative"
    step = {"same": 0, "previous": -1, "preceding": -1}.get(near, 1)
    return _shifted(reader, reader.previous, step, unit), None, "relative"


def _shifted(reader: _Reader, anchor: date, count: int, unit: str) -> PartialDate | None:
    if unit == "day" or (unit == "week" and count):
        return _from(reader, anchor + timedelta(count * _UNIT_DAYS[unit]))
    if unit == "month":
        return _month_from(reader, anchor, count)
    if unit == "year":
        return PartialDate(anchor.year + count, words=reader.words, from_document=True)
    return None


def _year(reader: _Reader) -> Reading:
    return PartialDate(int(str(reader.groups["year"])), words=reader.words), None, "year"


def _day(value: PartialDate) -> date | None:
    if value.year is None or value.month is None or value.day is None:
        return None
    return date(value.year, value.month, value.day)


_READERS: Final[tuple[tuple[str, Callable[[_Reader], Reading]], ...]] = (
    ("iso", _iso),
    ("m_d", _month_first),
    ("d_d", _day_range),
    ("d_d1", _day_first),
    ("my_m", _month_year),
    ("rel_m", _relative_month),
    ("in_m", _bare_month),
    ("the_m", _named_month),
    ("wd", _weekday),
    ("today", _near_day(0)),
    ("yesterday", _near_day(-1)),
    ("tomorrow", _near_day(1)),
    ("weekend", _weekend),
    ("period", _period),
    ("count", _counted),
    ("near", _neighbour),
    ("year", _year),
)
