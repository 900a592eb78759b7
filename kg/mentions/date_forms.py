"""The forms in which articles give dates, and the words that tell past from future."""

from __future__ import annotations

import re
from typing import Final

from kg.reading.calendar import DAY, MONTH, MONTHS, WEEKDAY, WEEKDAYS, YEAR

_TO = r"\s?(?:-|–|—|‑|to|through|until|and|&)\s?"
_NUMBER = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_UNIT = r"(?:day|week|fortnight|month|year)"
_EARLY = r"(?:(?:early|mid|late|beginning|end|middle|start)(?:\sin|\sof)?[\s-])"
_PART = r"(?:\s(?:morning|afternoon|evening|night))?"
_OF_YEAR = (
    r"(?:,?\s(?:(?:of|in)\s)?(?:last|this|next|that|the\s(?:same|previous|following|past))\syear\b)"
)
_WHOSE = r"(?:the|a|an|his|her|its|their|our|this|upcoming|recent|planned|annual|first)\s"
_EVENT = (
    r"(?:meetings?|summits?|talks|conferences?|visits?|trips?|sessions?|ministerials?|gatherings?"
    r"|forum|calls?|rounds?|consultations|dialogues?|negotiations|assembly|congress)\b"
)
PATTERN: Final = re.compile(
    rf"""(?<![\w$€£./-])(?:
    (?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
  | (?:(?:(?:this|last|next)\s(?={WEEKDAY},\s))?(?P<weekday_of>{WEEKDAY}),?\s{{1,3}}(?:the\s)?)?(?:
        (?P<m_m>{MONTH})\s{{1,3}}(?:the\s)?(?P<m_d>{DAY})
            (?:{_TO}(?:(?P<m_m2>{MONTH})\s)?(?P<m_d2>{DAY})(?!\s(?:{MONTH})))?
            (?:(?:,|\sof|\sin)?\s{{1,3}}(?P<m_y>{YEAR})|(?P<m_oy>{_OF_YEAR}))?
      | (?P<d_d>{DAY})(?:\s?(?P<d_m0>{MONTH}))?{_TO}(?P<d_d2>{DAY})\s(?P<d_m2>{MONTH})
            (?:,?\s(?P<d_y2>{YEAR}))?
      | (?P<d_d1>{DAY})\s(?:of\s)?(?P<d_m>{MONTH})
            (?:,?\s(?P<d_y>{YEAR})|(?P<d_oy>{_OF_YEAR}))?
    )
  | {_EARLY}?(?P<my_m>{MONTH})(?:(?:\sof)?,?\s{{1,3}}(?P<my_y>{YEAR})|(?P<my_oy>{_OF_YEAR}))
  | (?P<om_d>{DAY})\sof\s(?P<om_which>this|last|next|the\s(?:same|current))\smonth\b
  | (?P<rel_month>(?:(?:earlier|later)\s)?(?:last|next|this|this\spast|this\scoming)\s)
        (?P<rel_m>{MONTH})(?!\.?\s\d)
  | (?P<in_month>(?:in|since|until|by|during|of|after|before|from|for)\s(?:{_EARLY})?|{_EARLY})
        (?P<in_m>{MONTH})(?!\.?\s\d|{_OF_YEAR})
  | (?:{_WHOSE}|(?<=['’]s\s))(?P<mod_m>{MONTH})(?=\s(?:[\w.’'+-]{{1,20}}\s){{0,5}}{_EVENT})
        (?!\.?\s\d)
  | (?P<wd_mod>(?:early|late|earlier|later|last|next|this|this\scoming|coming|the\sfollowing)\s
        (?:on\s)?)?
        (?P<wd>{WEEKDAY}){_PART}(?:,?\s(?:of\s)?(?P<wd_week>last|this|next)\sweek\b)?
        (?:{_TO}(?P<wd2>{WEEKDAY}){_PART}(?:,?\s(?:of\s)?(?P<wd2_week>last|this|next)\sweek\b)?)?
  | (?P<second_day>(?:the\s)?day\s(?:after\stomorrow|before\syesterday))\b
  | (?P<today>(?:earlier|later)\stoday|today|tonight|(?<=\bcomes\s)on\sthe\sday(?=\sof)
        |this\s(?:morning|afternoon|evening))\b
  | (?P<yesterday>yesterday|last\snight)\b
  | (?P<tomorrow>tomorrow)\b
  | (?P<weekend>(?:(?:this|last|next|over\sthe|at\sthe|the|this\scoming|this\spast)\s)weekend)\b
  | (?P<period>(?:(?:earlier|later|early|late)\s)?(?P<which>this|last|next|this\spast|the\spast
        |this\scoming|the\scoming)\s(?P<unit>week|month|year|spring|summer|autumn|fall|winter))\b
  | (?P<part_of>(?:later|earlier|early|late)\sin|(?:end|beginning|start|middle)\sof)\sthe
        \s(?P<part_unit>week|month|year|spring|summer|autumn|fall)\b
  | (?:in|during|by|until)\sthe\s(?P<season>(?:(?:early|late|coming)\s)?
        (?:spring|summer|autumn|fall))\b(?!\sof\b)
  | in\s(?:(?:about|around|some|roughly)\s)?(?P<ahead>{_NUMBER})\s(?P<a_unit>{_UNIT})s?
        (?:['’]\stime)?\b(?!\s(?:of|in)\b)
  | (?<!half\s)(?P<from_count>{_NUMBER})\s(?P<from_unit>{_UNIT})s?\s(?P<from_way>after|before)
        (?=\s(?:the|an?|his|her|their|its)\s(?:[\w.’'+-]{{1,20}}\s){{0,5}}{_EVENT})
  | (?<!half\s)(?P<count>{_NUMBER})\s(?P<c_unit>{_UNIT})s?
        \s(?P<way>ago\stoday|ago|earlier|later|before
        |afterwards?|prior|hence)\b
  | the\s(?P<near>same|previous|next|following|preceding)\s(?P<n_unit>{_UNIT})\b
  | (?P<year>{YEAR})(?!['’]?s\b|\s(?:people
        |troops|soldiers|personnel|members|men|vehicles|officers|km
        |kilomet|miles|tonnes|tons|refugees|migrants|fighters|children|jobs)|[\d,.]\d|-\w|/)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# No date is without one of these, "day" or a year; most sentences have none.
TIME_WORDS: Final = frozenset(
    """week weeks weekend fortnight fortnights month months year years morning afternoon evening
    night tonight tomorrow spring summer autumn fall winter""".split()
).union(MONTHS, WEEKDAYS)
YEAR_ALONE: Final = re.compile(YEAR)
FUTURE: Final = re.compile(
    r"""\b(?:will|shall|would|upcoming|scheduled|planned|plans?\sto|due|(?:is|are|was|were)\s(?:to|set
       |expected|slated|about|going)\b|(?:is|are)\s(?:\w{1,20}\s)?(?!being|during)\w{2,20}ing|set\sto
       |expected|forthcoming|(?:ends?|concludes?)\son|runs?\s(?:until|to)|ahead\sof|next|intends?\sto|hopes?\sto|prepar(?:es|ing)|'ll|’ll|to\sbe
       |invited|deadline|(?<!\bto\s)(?:meet|meets|travels?\sto|opens|begins|starts|convenes?
       |gathers?|hosts|arrives|flies|holds?|heads\sto|gets?\sunder\s?way|kicks\soff)|(?:agree[ds]?|decided|pledged|promised)\sto)\b""",
    re.VERBOSE | re.IGNORECASE,
)
SURE: Final = re.compile(
    r"\b(?:will|shall|slated|scheduled|upcoming|(?:is|are)\s(?:due|expected|to))\b", re.IGNORECASE
)
PAST: Final = re.compile(
    r"""\b(?<!\bbe\s)(?:said|says|told|announced|added|reported|stated|speaking|were|was|had|held
       |met|visited|took|agreed|called|came|signed|arrived|traveled|travelled|attended|hosted|discussed|talked
       |spoke|welcomed|opened|began|begun|concluded|ended|convened|gathered|launched|flew|left|returned
       |received|phoned|participated)\b(?!\sby\b)""",
    re.VERBOSE | re.IGNORECASE,
)
# What can only have been done before the text was written, where no other verb comes later.
DONE: Final = re.compile(
    r"\b(?<!\bbe\s)(?<!\bto\s)(?:held|met|visited|took|came|arrived|attended|hosted|flew|gathered"
    r"|convened)\b(?!\sby\b)",
    re.IGNORECASE,
)
SAID_JUST_BEFORE: Final = re.compile(
    r"\b(?:said|told|announced|added|reported|stated|speaking|speech|statement|interview|reporters"
    r"|earlier|late|declared|confirmed|warned)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
NOT_A_YEAR: Final = re.compile(
    r"(?:resolution|resolutions|article|section|no\.|number|room|chapter|flight)\s$", re.IGNORECASE
)
