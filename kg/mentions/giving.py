"""Closed word lists for aid, arms and money: what is given, and the verbs of giving and asking."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GOODS: Final = _words(
    """aid assistance weapon weapons weaponry arms ammunition munitions rifles guns rockets missiles
    shells mines tanks vehicles trucks jets aircraft planes helicopters drones ships boats radars
    artillery howitzers launchers systems batteries equipment gear hardware helmets vests supplies
    medicine medicines vaccine vaccines doses food grain wheat rice fuel oil gas water tents
    blankets shelter generators fertiliser fertilizer training trainers advisers advisors troops
    soldiers peacekeepers instructors intelligence funds funding money loan loans grant grants
    credit credits finance financing donation donations relief package dollars euros pounds yen
    yuan francs"""
)
MONEY: Final = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds|yen|yuan|francs)\b")
GIVEN: Final = _words(
    """delivered gave given provided supplied sent donated shipped transferred contributed airlifted
    lent extended provides supplies delivers gives sends donates providing supplying sending
    delivering donating shipping"""
)
GIVE: Final = _words(
    """deliver give provide supply send donate ship transfer contribute airlift lend extend"""
)
PLEDGED: Final = _words(
    "pledged pledges promised promises offered offers committed announced approved earmarked"
)
PLEDGE: Final = _words("pledge promise offer commit announce")
ASKED: Final = _words("asked asks urged urges called calls appealed appeals pressed requested")
RECEIVED: Final = _words("received receives receive")
AHEAD: Final = _words("will would going shall 'll ’ll")
WILLING: Final = _words("agreed agrees vowed decided intends intend ready willing plans planned")
MAYBE: Final = _words("may might could")
NOT: Final = _words("not n't n’t never refused declined")
ASIDE: Final = (
    AHEAD
    | MAYBE
    | NOT
    | PLEDGED
    | WILLING
    | _words(
        """to has have had is are was were be been being did does do also already now recently since
        jointly separately itself themselves today alone then soon immediately further wants so far
        yet quickly reportedly"""
    )
)
STAFF: Final = _words("government military army administration authorities officials 's ’s also")
FORCES: Final = _words(
    """government military army forces troops soldiers authorities people security police refugees
    navy armed officials civilians fighters"""
)
OPENING: Final = _words(
    "the both neighbouring neighboring war-torn people peoples government governments of"
)
TO: Final = _words("to for toward towards")
ENDS: Final = _words(
    """. , ; : ? ! to for toward towards from which that who whom after as during while but over
    because said says if when by through on against at since before until amid under –"""
)
WHEN: Final = _words("in on")
SAYS: Final = _words("said says told added announced noted confirmed stressed")
