"""The parts that the patterns of membership are made of.

S stands for a list of states, S2 for a second one, J for a state's adjective and G for a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

S: Final = r"(?P<S><S\d+>)"
WITH: Final = r"(?:(?: ,)? and <G\d+>)?"
S2: Final = r"(?P<S2><S\d+>)"
J: Final = r"(?P<S><J\d+>)"
# A head of state with the state: "S's president N".
HEAD: Final = r"(?P<S><[SJ]\d+>)(?: ['’]s?)? president(?: <P>)?"
# Several states, organisations between them left out: "of S, S, O and O".
MIXED: Final = r"(?P<S>(?:<[SG]\d+>(?: ,)?(?: and)? ){0,40}<[SG]\d+>)"
G: Final = (
    r"(?:the |an? |this )?(?:<[JS]\d+> - (?:led|backed|dominated) )?"
    r"(?:<#\d+> - (?:nation|member|country|state)(?: - strong)? )?(?P<G><G\d+>)"
    r"(?! - (?:led|backed|sponsored|hosted|mediated|brokered|wide|style|organi[sz]ed)\b)"
)
# What may follow a name that is not the first part of a longer one: "the N website".
AFTER: Final = r"(?= (?:in|at|to|with|during|last|this|on|today|for|as|and|by)\b| [.,;:()–—-]|$)"
# Words that name neither a state nor a group, and open no clause.
WORDS: Final = r"(?: (?!<[SGJ]|(?:that|who|whose|which|and|but)\b)[^\s.;:]+)"
OWN: Final = r" ['’]s?"
STOP: Final = (
    "and|or|but|with|to|by|for|of|in|at|from|on|against|that|which|who|when|while|than|his|her|as"
    "|said|says|was|were|is|are|has|have|will"
)
ADJ: Final = rf"(?:(?!(?:{STOP})\b)[\w’.]+(?: - [\w]+)? |- |<[#JD]\d+> |['’]s |\" ){{0,5}}?"
ADV: Final = (
    r"(?:(?:also|both|all|now|still|currently|not|never|no longer|already|long|today|each|n[’']t"
    r"|formally|officially|neither|itself|themselves|once|since <D\d+>) )*"
)
REL: Final = r"(?: ,| –| —| --)?(?: ?(?:which|who|that|,))?"
BE: Final = (
    r"(?:is|are|was|were|remains?|remained|stays?|stayed|became|becomes?|being"
    r"|(?:has|have|had)(?: \w+)? (?:been|become))"
)
MEMBER: Final = (
    r"(?:co - )?(?:members?|founders?)(?: (?:states?|country|countries|nations?|governments?))?"
)
NATION: Final = r"(?:states?|country|countries|nations?|governments?)"
LOOSE: Final = r"(?:participants?|contributors?|partners?)"
ALLY: Final = r"(?:all(?:y|ies))"
CHAIR: Final = r"(?:presidency|chair|chairmanship|chairperson|president)"
PRESIDES: Final = r"(?:co - )?(?:chairs?|chairman|president|host|hosts|chair - in - office)"
SUCH: Final = (
    r"(?:such as|like|including|includes?|included|(?:now |currently |today )?(?:are|is|were)"
    r"|namely|only|notably|especially"
    r"|particularly|among them|for example|, including|, such as|, namely|, among them|, notably)"
)
ONE: Final = r"(?:one of |among |an? |the |both |all |fellow |two |another |<#\d+> )"
COLON: Final = r"(?:-|–|—|--|:|\()"
# A list in apposition ends where the apposition does; else it may be one more actor.
CLOSED: Final = r"(?= (?:,|\.|\)|-|–|—|--|;|\"|all|both)|$)"
END: Final = (
    r"(?= (?:[.,;:)–—\"-]|in <D\d+>|<D\d+>|on|as|after|when|last|this|only|and|but|since"
    r"|alongside|at"
    r"|earlier|together|along|following|despite|because|while|whose|which|that|before|for"
    r"|under|against"
    r"|fighting|led|,)|$)"
)
JOINED: Final = r"(?:re)?(?:joined|joins?|acceded to|accedes? to|entered|signed up to)"
JOINING: Final = rf"(?:{JOINED}|(?:re)?(?:joining|acceding to|entering))"
GAP: Final = (
    r"(?:(?: ,)?(?: (?!(?:and|that|said|says|told)\b)(?:[\w’'-]+|<D\d+>|<#\d+>|<L>)){0,6}?)(?: ,)?"
)
COMPRISES: Final = (
    r"(?:groups|comprises|comprised|comprising|comprise|includes?|included|including"
    r"|unites|uniting|links"
    r"|linking|consists of|consisting of|made up of|composed of|brings together|bringing together"
    r"|counts|numbers|encompasses|encompassing|binds|formed by|formed of|counts among its members)"
)
GROUPING: Final = (
    r"(?:bloc|grouping|group|pact|alliance|union|club|trio|quartet|partnership|community"
    r"|forum|members"
    r"|nations|countries|states|organi[sz]ation|partners|format)"
)
TAIL: Final = (
    r"(?: of (?:<#\d+> )?(?:[\w’-]+ ){0,4}?(?:countries|nations|states|members))?"
    r"(?: (?:against|fighting|for|on|in) (?:the )?(?:[\w’'-]+|<\w\d*>)(?: (?:[\w’'-]+"
    r"|<\w\d*>)){0,3}?)?(?: ,)?"
)
LEADS: Final = (
    r"(?:leads?|led|leading|(?:heads?|headed|heading)(?: up)?|commands?|commanded|spearheads?"
    r"|spearheaded|(?:takes?|took|taking) (?:over )?(?:the )?(?:command|leadership|lead|helm) of)"
)
_BEGINS: Final = re.compile(rf"(?={G})")
_LEADING: Final = re.compile(rf"(?:\(\?<![^)]+\)|\\b)*{re.escape(G)}")


class Frame(NamedTuple):
    """A construction: the rule that publishes it, its pattern, and what it asks for.

    ``least`` is the number of states it needs, ``loose`` whether only a coalition can be meant,
    ``few`` whether only one whose name says that it is of a few states, ``leading`` whether it
    begins with the group.
    """

    rule: str
    pattern: re.Pattern[str]
    least: int = 1
    loose: bool = False
    few: bool = False
    leading: bool = False

    def matches(self, text: str, places: list[int]) -> Iterator[re.Match[str]]:
        """What it finds in a gist with groups at ``places``, as ``finditer`` would.

        Where a pattern begins with a group there is no need to try it at every letter.
        """
        if not self.leading:
            yield from self.pattern.finditer(text)
            return
        end = 0
        for place in places:
            match = self.pattern.match(text, place) if place >= end else None
            if match is not None:
                yield match
                end = match.end()


def places_of_groups(text: str) -> list[int]:
    """Where in a gist a group begins, with and without the article before it."""
    return [match.start() for match in _BEGINS.finditer(text)]


def frames(
    rule: str, *patterns: str, least: int = 1, loose: bool = False, few: bool = False
) -> list[Frame]:
    """Several patterns of one rule that ask for the same."""
    return [
        Frame(rule, re.compile(p), least, loose or few, few, _LEADING.match(p) is not None)
        for p in patterns
    ]
