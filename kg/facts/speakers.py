"""Who speaks in a sentence: the subjects of its verbs, read from its words as letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.facts.wording import View
from kg.mentions.speech import MEDIA
from kg.model import Entity

_INSIDE_NAMES: Final = frozenset(
    "former new outgoing incoming then visiting acting late longtime veteran top senior newly "
    "elected fellow".split()
)
_AMBIGUOUS: Final = frozenset(
    "calls reports states notes claims demands requests comments remarks posts answers replies "
    "concerns appeals call report state note claim demand request comment remark post answer "
    "reply appeal signals hints estimates raises presses press brands labels issue counter "
    "reason reasons boast boasts hope hopes condemns express voice pledge pledges "
    "promise promises".split()
)


class Subject(NamedTuple):
    """Whose verb it is: the persons (none if unnamed) and where their phrase begins and ends."""

    persons: tuple[Entity, ...]
    start: int
    end: int
    pronoun: bool = False


class Head(NamedTuple):
    """A verb (or noun) of speaking with its subject, and where both together begin."""

    verb: int
    subject: Subject
    start: int
    rule: str


def finite_verbs(view: View) -> Iterator[int]:
    """Positions of the verbs and participles of speaking outside quotations."""
    return (index for index, code in enumerate(view.codes) if code in "VG")


def is_noun(view: View, verb: int) -> bool:
    """Whether a form that is a noun as well stands where a noun would."""
    before = view.codes[verb - 1 : verb]
    return view.lower(verb) in _AMBIGUOUS and before not in {"P", "e", "A", "z"}


def phrase_start(view: View, end: int) -> int:
    """Where the noun phrase that ends with the person at ``end`` begins."""
    codes, start = view.codes, end
    while start:
        before = codes[start - 1]
        if (
            before in "TSJLMROK'–#"
            or view.lower(start - 1) in _INSIDE_NAMES
            or (before in "pz" and _completes_title(codes, start, end))
        ):
            start -= 1
        elif before in "tah":
            if start > 2 and codes[start - 2] == "p" and codes[start - 3] == "T":
                start -= 1
                continue
            return start - 1
        else:
            break
    return start


def _completes_title(codes: str, start: int, end: int) -> bool:
    """ "Minister of S NAME" is one phrase, "spokesman for J Minister NAME" is two."""
    return (
        start > 1
        and codes[start - 2] == "T"
        and codes[start] in "tSJLROKM"
        and "T" not in codes[start:end]
    )


def subject_before(view: View, verb: int) -> Subject | None:
    """The subject left of a verb, or None when the verb is no assertion of anybody's.

    A subject without persons is somebody unnamed, so that nobody else may take the verb.
    """
    end = _skip_adverbials(view, _before_predicate(view, verb) - 1)
    if end is None:
        return None
    if end < 0:
        return None
    code = view.codes[end]
    if code in "Pe":
        return _joined(view, end)
    if view.lower(end) in MEDIA and view.codes[max(0, end - 2) : end] == "P'":
        return _joined(view, end - 2)
    if code == "W":
        return _antecedent(view, end)
    if code in ",–)":
        return _before_aside(view, end)
    return Subject((), _unnamed_start(view, end), end + 1) if code in "xTNSOKJM" else None


_BEFORE_PREDICATES: Final = frozenset("remained very of the".split())


def _before_predicate(view: View, verb: int) -> int:
    """Where the verb begins: at "was" for "was (very) adamant"."""
    word = view.words[verb].verb
    if word is None or word.frame != "predicate":
        return verb
    while verb and (view.codes[verb - 1] in "Ab" or view.lower(verb - 1) in _BEFORE_PREDICATES):
        verb -= 1
    return verb


def _unnamed_start(view: View, end: int) -> int:
    start = end
    while start > max(0, end - 10) and view.codes[start - 1] in "tahTSJOLMRKN'–#x":
        start -= 1
    return start


def _skip_adverbials(view: View, index: int) -> int | None:
    """Leftwards over adverbs, dates and places; None if passive, modal or infinitive."""
    codes = view.codes
    index -= _control(view, index)
    while index >= 0:
        code = codes[index]
        if code in "bmz":
            return None
        if code in "AD" or (code == "p" and codes[index + 1 : index + 2] == "D"):
            index -= 1
        elif length := _adverbial(view, index):
            index -= length
        else:
            break
    return index


_CONTROL = re.compile(
    r"(?:^| )((?:(?:went|goes|go|gone) on|(?:was|were|is) (?:quick|keen|careful|eager|at pains)"
    r"|hastened|rushed|moved|continued|continues|proceeded"
    r"|(?:used|took|taken|seized|uses) (?:\w+ ){1,3}\w+) to)$"
)


def _control(view: View, index: int) -> int:
    """How many words a "went on to" or "took the opportunity to" that ends at ``index`` has."""
    if view.codes[index : index + 1] != "z" or index < 1:
        return 0
    words = " ".join(view.lower(i) for i in range(max(0, index - 6), index + 1))
    match = _CONTROL.search(words)
    return len(match[1].split()) if match else 0


_CIRCUMSTANCE = re.compile(r"P((?:p[tah]?[xADSLJMORK#']{1,4}){1,3})$")
_WHERE: Final = frozenset("on in at during after from upon following before".split())
_AFTER_PERSON = re.compile(r"(?:[Pe]|.)(p[ta]?[SLRMOKJ]{1,2})$")


def _adverbial(view: View, end: int) -> int:
    """The length of an "in London", "of Latvia" or "in a statement" that ends at ``end``."""
    when = _CIRCUMSTANCE.search(view.codes, max(0, end - 18), end + 1)
    if when and view.lower(when.start(1)) in _WHERE:
        return when.end() - when.start(1)
    match = _AFTER_PERSON.search(view.codes, max(0, end - 5), end + 1)
    if match and "P" in view.codes[max(0, end - 6) : match.start(1)]:
        return match.end(1) - match.start(1)
    if view.lower(end) in MEDIA:
        for start in range(end - 1, max(-1, end - 6), -1):
            if view.codes[start] == "p":
                return end - start + 1
            if view.codes[start] not in "tahxJSOK'T#":
                return 0
    return 0


def _joined(view: View, end: int) -> Subject:
    """The person at ``end`` and those joined by "and"; unnamed if it hangs on another noun."""
    start = phrase_start(view, end)
    codes = view.codes
    if codes[end] == "e":
        return Subject((), end, end + 1, pronoun=True)
    if start and codes[start - 1] in "pz" and not _opens_clause(view, start - 1, end):
        return Subject((), start, end + 1)
    person = view.words[end].who
    persons = (person,) if person else ()
    if start > 1 and codes[start - 1] == "&":
        left = start - 2 - (codes[start - 2] == ",")
        if left >= 0 and codes[left] == "P":
            other = _joined(view, left)
            if other.persons:
                return Subject((*other.persons, *persons), other.start, end + 1)
    return Subject(persons, start, end + 1)


_THEIRS: Final = frozenset("administration government cabinet campaign team".split())
_OF_TIME: Final = frozenset("after before since until".split())


def _opens_clause(view: View, preposition: int, end: int) -> bool:
    """ "a statement by NAME", "a day after NAME dismissed": the person is no object of it."""
    follows = view.codes[end + 1 : end + 2]
    if view.lower(preposition) in _OF_TIME and follows in tuple("VpA"):
        return True
    if preposition == 0 and view.lower(0) != "with" and follows in tuple("VAp"):
        return True  # "In L NAME said"
    return view.lower(preposition) in {"by", "from"} and view.lower(preposition - 1) in MEDIA


def _antecedent(view: View, relative: int) -> Subject:
    """Whom a "who" means: the person whose phrase ends just before it."""
    end = relative - 1
    while end >= 0 and view.codes[end] in ",–)":
        end -= 1
    if end >= 0 and view.codes[end] in "SLOKR":
        end -= _adverbial(view, end)
    if end >= 0 and view.codes[end] == "P":
        person = view.words[end].who
        return Subject((person,) if person else (), phrase_start(view, end), relative + 1)
    return Subject((), relative, relative + 1)


def _before_aside(view: View, end: int) -> Subject | None:
    """The subject in front of an aside between commas: "NAME, who hosted the talks, said"."""
    codes = view.codes
    inner = _phrase_between(view, end)
    if inner is not None:
        return inner
    opening = end
    for _ in range(7):
        opening = max(
            codes.rfind(",", 0, opening), codes.rfind("–", 0, opening), codes.rfind("(", 0, opening)
        )
        if opening <= 0:
            return None
        last = opening - 1
        if codes[last] in "SLOKR":
            last -= _adverbial(view, last)
        if codes[last] == "P" and _is_aside(view, opening + 1, end):
            return _joined(view, last)
        if codes[last] == "e":
            return Subject((), last, last + 1, pronoun=True)
    return None


def _phrase_between(view: View, end: int) -> Subject | None:
    """ "The foreign minister, NAME, said": the aside is the name itself."""
    if end < 2 or view.codes[end - 1] != "P":
        return None
    start = phrase_start(view, end - 1)
    if start > 1 and view.codes[start - 1] == "," and view.codes[start - 2] in "TxSOKLR":
        person = view.words[end - 1].who
        persons = (person,) if person else ()
        before = _described_from(view, start - 2)
        if view.codes[before - 1 : before] == "&" and view.codes[before - 2 : before - 1] == "P":
            other = _joined(view, before - 2)
            return Subject((*other.persons, *persons), other.start, end)
        return Subject(persons, before if view.codes[start - 2] == "T" else start, end)
    return None


def _described_from(view: View, end: int) -> int:
    """Where "the foreign minister" or "his S counterpart", which ends at ``end``, begins."""
    start = end
    while start and view.codes[start - 1] in "SJLMROKT'x#":
        start -= 1
    return start - 1 if start and view.codes[start - 1] in "tah" else start


def _is_aside(view: View, start: int, end: int) -> bool:
    """Whether what follows a name and a comma only describes it or says when and where."""
    code = view.codes[start]
    if view.codes[start - 1] in "–(" and "V" not in view.codes[start:end]:
        return True
    if code in "WtahTSJOKLMRpgAD#GN":
        return True
    return code == "x" and "V" not in view.codes[start:end]


def subject_after(view: View, verb: int) -> Subject | None:
    """The subject of an inverted verb: ``said Foreign Minister NAME``."""
    codes, index = view.codes, verb + 1
    while index < len(codes) and codes[index] == "A":
        index += 1
    start = index
    while index < len(codes) and codes[index] in "tTSJLMROK'–ph#x,":
        if codes[index] == "," and codes[index - 1 : index + 2] != "T,P":
            return None
        if codes[index] in "x" and view.lower(index) not in _INSIDE_NAMES:
            return None
        if codes[index] == "p" and codes[index - 1] != "T":
            return None
        index += 1
    if index < len(codes) and codes[index] == "e":
        return Subject((), start, index + 1, pronoun=True) if index == start else None
    if index >= len(codes) or codes[index] != "P":
        return None
    if codes[index - 1] == "p" or codes[index + 1 : index + 2] == "'":
        return None
    persons = [view.words[index].who]
    while codes[index + 1 : index + 2] == "&":
        following = _next_person(codes, index + 2)
        if following is None:
            break
        index = following
        persons.append(view.words[index].who)
    return Subject(tuple(filter(None, persons)), start, index + 1)


def _next_person(codes: str, index: int) -> int | None:
    match = re.compile(r"[tTSJLMROK'–]{0,8}P").match(codes, index)
    return match.end() - 1 if match else None


def main_subject(view: View) -> Subject | None:
    """The subject of the sentence's main clause, behind openings such as "Speaking in London,"."""
    codes, index = view.codes, 0
    for _ in range(4):
        while index < len(codes) and codes[index] in "&cAD,Z–(":
            index += 1
        if index < len(codes) and (codes[index] in "pzgG" or view.lower(index) == "like"):
            comma = codes.find(",", index)
            if comma < 0:
                return _after_opening(view, index)
            index = _behind_apposition(view, comma + 1)
            continue
        break
    return _phrase_at(view, index)


def _behind_apposition(view: View, index: int) -> int:
    """An opening that ends in "the prime minister, NAME," ends only behind the name."""
    if view.codes[index - 2 : index - 1] == "T":
        match = re.compile(r"[tTSJO']{0,4}[PN],").match(view.codes, index)
        return match.end() if match else index
    return index


_DESCRIBED = re.compile(r"[ta]?[SJLMROKx]{0,4}'?T(?:p[ta]?[SJLMROK]{1,3})?,P[,:]")


def _phrase_at(view: View, index: int) -> Subject | None:
    codes, start = view.codes, index
    described = _DESCRIBED.match(codes, index)
    if described:
        person = view.words[described.end() - 2].who
        return Subject((person,) if person else (), start, described.end() - 1)
    match = re.compile(r"[tahTSJLMROK'–#x]{0,10}?([Pe])").match(codes, index)
    if match is None:
        return Subject((), start, start) if re.match(r"[tah]?[TNx]", codes[start:]) else None
    end = match.start(1)
    if codes[end] == "e":
        return Subject((), end, end + 1, pronoun=True) if end == start else Subject((), start, end)
    owned = codes[end + 1 : end + 2] == "'" or view.lower(end + 1) in _THEIRS
    if phrase_start(view, end) > start or codes[start] == "a" or owned:
        return Subject((), start, end + 1)
    return _with_joined(view, start, end)


def _with_joined(view: View, start: int, end: int) -> Subject:
    """The person at ``end`` and those joined behind; none if somebody unnamed is among them."""
    persons = [view.words[end].who]
    while match := re.compile(r",?&").match(view.codes, end + 1):
        following = _next_person(view.codes, match.end())
        if following is None:
            if re.compile(r"[tah]?[TSJLMROK'–]{0,40}[TxN](?!V)").match(view.codes, match.end()):
                return Subject((), start, end + 1)
            break
        end = following
        persons.append(view.words[end].who)
    return Subject(tuple(filter(None, persons)), start, end + 1)


def _after_opening(view: View, index: int) -> Subject | None:
    """The person right behind "In London" or "On Tuesday" without a comma."""
    match = re.compile(r"[pz][ta]?[DSLMROK#x]{1,3}(?=[tTSJOK'–]{0,6}[Pe])").match(view.codes, index)
    return _phrase_at(view, match.end()) if match else None
