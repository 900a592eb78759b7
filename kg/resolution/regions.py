"""States that an office "for" a part of the world deals with, so that it is none of theirs."""

from __future__ import annotations

import re
from typing import Final

_MIDDLE_EAST: Final = """ARE BHR DZA EGY IRN IRQ ISR JOR KWT LBN LBY MAR OMN PSE QAT SAU SYR TUN TUR
    YEM"""
_AFRICA: Final = """AGO BDI BEN BFA BWA CAF CIV CMR COD COG CPV DJI DZA EGY ERI ETH GAB GHA GIN GMB
    GNB GNQ KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ
    SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE"""
_ASIA: Final = """AFG BGD BRN BTN CHN IDN IND JPN KAZ KGZ KHM KOR LAO LKA MDV MMR MNG MYS NPL PAK
    PHL PRK SGP THA TJK TKM TLS TWN UZB VNM"""
_AMERICAS: Final = """ARG BHS BLZ BOL BRA BRB CHL COL CRI CUB DOM ECU GTM GUY HND HTI JAM MEX NIC
    PAN PER PRY SLV SUR TTO URY VEN"""
_PARTS: Final = (
    (re.compile(r" for (?:the )?(?:middle east|near east|gulf|levant)"), _MIDDLE_EAST),
    (re.compile(r" for (?:\w+[- ])?africa"), _AFRICA),
    (re.compile(r" for (?:\w+[- ])?asia"), _ASIA),
    (re.compile(r" for (?:the )?(?:latin |south |north )?america(?:s)?"), _AMERICAS),
)


def dealt_with(office: str) -> frozenset[str]:
    """ISO codes of the states an office is for: "Minister for the Middle East".

    Parameters: the office as printed. Returns nothing for an office of one's own country.
    """
    words = office.lower()
    found = (codes for part, codes in _PARTS if part.search(words))
    return frozenset(code for codes in found for code in codes.split())
