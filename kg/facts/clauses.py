"""Clauses of speech in a sentence: whose they are, and which words are what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.facts.extent import right_end
from kg.facts.onset import NEAR_WORDS, REGARDS, begin
from kg.facts.speakers import (
    Head,
    Subject,
    finite_verbs,
    is_noun,
    main_subject,
    phrase_start,
    subject_after,
    subject_before,
)
from kg.facts.spoken_nouns import spoken_nouns
from kg.facts.wording import View
from kg.mentions.speech import HEARERS

_MOST_ADVERBIAL: Final = 9
_LEAST_CLAUSE: Final = 4
_RELAYING: Final = frozenset(
    "spokesman spokeswoman spokesperson agency report reports media statement readout "
    "newspaper ministry television kremlin".split()
)
_PERFORMED: Final = frozenset("object request express call describe particle".split())
_THINGS: Final = frozenset(("which", "whose"))
_DENIALS: Final = frozenset("deny reject dismiss dispute refute condemn denounce".split())
_SUBORDINATE: Final = frozenset("as when while although though because".split())
_LONGEST_FRONT: Final = 100
_HIM: Final = frozenset(("him", "her"))
_OF_PASSIVES: Final = frozenset("for by as".split())
_FRONTING: Final = frozenset("when while after before although though since".split())
# ", T NAME also", ", he also": the subject of the main clause and its verb.
_GOES_ON = re.compile(r",(?:t?[SJOKT'#]{0,5}[PT]|e)A*[xVbm]")
_SIDE_CLAUSE = re.compile(r"[pc](?P<who>[tTSJLMROK'–#]{0,8}P)A?x[^,;:()qWPe]{0,30}$")
_CITED = re.compile(r"(?P<who>t?[TSJLMROK'–]{0,8}P)(?!')(?:pt?[SLMROK])?")


class Clause(NamedTuple):
    """A verb of speaking with its subject; ``pieces`` are the words said, as ranges of words."""

    verb: int
    subject: Subject
    pieces: tuple[tuple[int, int], ...]
    rule: str


def clauses(view: View) -> tuple[Clause, ...]:
    """The clauses of speech of a sentence, in order, those of unnamed subjects too.

    Speech that another speaker reports inside his own ("A said B had warned …") is left out.
    """
    heads = _heads(view)
    end = len(view.codes)
    found = []
    for number, head in enumerate(heads):
        left = heads[number - 1].verb + 1 if number else 0
        right = min([h.start for h in heads[number + 1 :] if h.start > head.verb], default=end)
        right = min(right, _main_clause(view, head))
        pieces = () if _only_names(view, head) else _pieces(view, head, left, right)
        if pieces or not head.subject.persons or _introduces(view, head, right):
            found.append(Clause(head.verb, head.subject, pieces, head.rule))
    covered = [
        range(c.subject.start, max([end for _, end in c.pieces], default=c.verb) + 1) for c in found
    ]
    found.extend(
        Clause(noun.head.verb, noun.head.subject, (noun.piece,), noun.head.rule)
        for noun in spoken_nouns(view)
        if not any(noun.head.verb in words for words in covered)
    )
    return tuple(found)


def _main_clause(view: View, head: Head) -> int:
    """Where the writer goes on behind "When NAME urged A, " and "While urging A, "."""
    codes = view.codes
    opens = (
        head.rule == "speech_participle"
        and max(codes.rfind("P", 0, head.verb), codes.rfind("e", 0, head.verb)) < 0
    )
    fronted = head.subject.start - 1
    if not opens and not (fronted >= 0 and view.lower(fronted) in _FRONTING):
        return len(codes)
    if not opens and fronted and codes[fronted - 1] not in ",–;":
        return len(codes)
    match = _GOES_ON.search(codes, head.verb + 1, head.verb + _LONGEST_FRONT)
    return match.start() if match else len(codes)


def _only_names(view: View, head: Head) -> bool:
    """ "To show what NAME called his anger", "did what NAME said he would do": the writer's clause.

    "What NAME said was a threat" tells what he said.
    """
    word = view.words[head.verb].verb
    if word is None or head.subject.start < 1 or view.lower(head.subject.start - 1) != "what":
        return False
    return word.frame in ("call", "describe") or view.codes[head.verb + 1 : head.verb + 2] != "b"


def _introduces(view: View, head: Head, right: int) -> bool:
    """``NAME said:`` with the words themselves in the next paragraph."""
    rest = view.codes[head.verb + 1 : right]
    return rest.endswith(":") and len(rest) <= _MOST_ADVERBIAL


def _heads(view: View) -> list[Head]:
    heads: list[Head] = []
    is_open = False
    for verb in finite_verbs(view):
        current = heads[-1].subject if heads else None
        head = None if is_noun(view, verb) else _head(view, verb, current)
        if head is None or _reports_nothing(view, head):
            continue
        if heads and _encloses(head, heads[-1]):
            heads.pop()
            is_open = bool(heads)
        if is_open and not _is_apart(view, head):
            continue
        heads.append(head)
        is_open = is_open or not (_is_last(view, verb) or _is_anonymous(view, head))
    return [*heads, *according_to(view), *in_words_of(view)]


def _reports_nothing(view: View, head: Head) -> bool:
    """ "… if it continues its course": a verb that could report speech, and here does not."""
    word = view.words[head.verb].verb
    if word is None or word.frame != "that" or head.rule != "reported_speech":
        return False
    behind = _behind(view, head)
    nothing = begin(view, head.verb, behind, min(len(view.codes), behind + 40)) is None
    if nothing and word.lemma == "go on" and view.codes[behind : behind + 1] == "z":
        return True  # "went on to say"
    if view.codes[head.verb + 1 : head.verb + 2] == ",":  # "the row he mentioned, NAME said"
        return nothing and view.codes[max(0, head.subject.start - 1)] == "x"
    if head.subject.persons or head.subject.pronoun or "Z" in view.codes or ":" in view.codes:
        return False
    return nothing


def _is_anonymous(view: View, head: Head) -> bool:
    """ "A spokesman says NAME told …": whose report it is does not matter."""
    who = range(head.subject.start, head.subject.end)
    if head.subject.persons or head.subject.pronoun:
        return False
    return any(view.lower(i) in _RELAYING or view.codes[i] in "OM" for i in who)


def _encloses(head: Head, before: Head) -> bool:
    """ "NAME, acknowledging differences, said": the participle is an aside of the subject."""
    return before.rule == "speech_participle" and head.subject.end <= before.verb <= head.verb


def _head(view: View, verb: int, current: Subject | None) -> Head | None:
    before = verb - 1
    while before >= 0 and view.codes[before] == "A":
        before -= 1
    code = view.codes[before] if before >= 0 else ""
    if view.codes[verb] == "G" and code == "b":
        return progressive_speech(view, verb, before)
    if view.codes[verb] == "G":
        return speech_participle(view, verb, before, current)
    if code == "&" or (code == "c" and view.lower(before) in {"but", "then", "yet"}):
        return coordinated_speech(view, verb, before, current)
    head = reported_speech(view, verb)
    if code in {"Z", ",", "–"} and (head is None or not head.subject.persons):
        return inverted_speech(view, verb) or head
    return head


def reported_speech(view: View, verb: int) -> Head | None:
    """ "NAME said …", "… , NAME said": what stands behind, around or before the verb."""
    subject = subject_before(view, verb)
    if subject is None or _is_of_antecedent(view, verb, subject):
        return None
    if not (subject.persons or subject.pronoun) and _is_done_to(view, verb):
        return None
    return Head(verb, subject, subject.start, "reported_speech")


def _is_done_to(view: View, verb: int) -> bool:
    """ "The bloc, long criticized for delays, …": said of what stands before, by nobody."""
    word = view.words[verb].verb
    past = word is not None and word.tense == "past" and word.frame in _PERFORMED
    return past and view.codes[verb - 1] in "xA," and view.lower(verb + 1) in _OF_PASSIVES


def progressive_speech(view: View, verb: int, auxiliary: int) -> Head | None:
    """ "NAME is urging S to …", "NAME has been warning that …"."""
    subject = subject_before(view, auxiliary)
    return Head(verb, subject, subject.start, "reported_speech") if subject else None


def _is_of_antecedent(view: View, verb: int, subject: Subject) -> bool:
    """ "the step (which) NAME announced in May": what was said stands before, and is no speech."""
    word, codes = view.words[verb].verb, view.codes
    if word is None or word.frame not in _PERFORMED or not subject.start:
        return False
    before = codes[subject.start - 1]
    if before == "W":
        which = view.lower(subject.start - 1) in _THINGS and codes[subject.start - 2] != "p"
        return which and "Z" not in codes[verb : verb + NEAR_WORDS]
    if before not in "xqN" or word.frame == "call" or view.lower(subject.start - 1) == "why":
        return False
    opening = max(codes.rfind(mark, 0, subject.start) for mark in ",;:–&") + 1
    free = tuple("pD,.") if before == "q" else tuple("pDA,.&bmzW")
    is_free = codes[verb + 1 : verb + 2] in free and codes[opening] not in "pgDGA"
    return is_free and view.words[subject.start - 1].text.islower()


def inverted_speech(view: View, verb: int) -> Head | None:
    """ "… ," said NAME."""
    subject = subject_after(view, verb)
    return Head(subject.end - 1, subject, verb, "inverted_speech") if subject else None


def speech_participle(view: View, verb: int, before: int, current: Subject | None) -> Head | None:
    """ "…, saying that …": a second statement of the same speaker."""
    if view.lower(before) == "as":
        return _quoted_as_saying(view, verb, before)
    word = view.words[verb].verb
    if before < 0 or not _carries_on(view, before):
        return None
    if view.codes[before] == "P" and (current is None or current.end != before + 1):
        return None
    if current is None and word is not None and word.lemma in REGARDS:
        return None
    subject = current or main_subject(view)
    if subject is None:
        return None
    start = before if view.codes[before] != "Z" else before + 1
    return Head(verb, subject._replace(start=start), start, "speech_participle")


def _carries_on(view: View, before: int) -> bool:
    """Whether a participle behind ", ", "by", "while" or "a statement" tells what was said."""
    code, word = view.codes[before], view.lower(before)
    following = view.words[before + 1].verb
    return (
        code in ",Z–"
        or (code == "P" and view.codes[before + 1 : before + 3] == "Gq")  # "said NAME adding that"
        or (word == "by" and following is not None and following.frame == "say")
        or word in {"while", "statement", "statements", "letter", "message", "speech"}
        or (code == "&" and _has_participle(view, before))
    )


def _has_participle(view: View, joint: int) -> bool:
    """ "…, noting A and stressing B": an earlier participle of the subject, behind a comma."""
    return any(
        word.text.endswith("ing")
        and (not index or view.codes[index - 1] in ",Z–" or view.lower(index - 1) == "by")
        for index, word in enumerate(view.words[:joint])
    )


def _quoted_as_saying(view: View, verb: int, before: int) -> Head | None:
    """ "NAME was quoted as saying", "an agency quoted NAME as saying"."""
    if view.lower(before - 1) == "quoted":
        subject = subject_before(view, before - 2)
        return Head(verb, subject, subject.start, "reported_speech") if subject else None
    citing = {"quoted", "quotes", "quoting", "cited", "cites", "citing"}
    quoted = next((i for i in range(before - 8, before) if view.lower(i) in citing), -1)
    last = before - 1
    if view.codes[last] in "SLMO" and view.codes[last - 1] in "pt":
        last -= 2 + (view.codes[last - 1] == "t")
    person = view.words[last].who
    if quoted < 0 or person is None:
        return None
    start = phrase_start(view, quoted - 1) if quoted else 0
    return Head(verb, Subject((person,), start, before), start, "reported_speech")


def coordinated_speech(view: View, verb: int, before: int, current: Subject | None) -> Head | None:
    """ "NAME met the envoys and warned that …": a further verb of the same subject."""
    word = view.words[verb].verb
    if word is None or (word.tense == "present" and word.lemma not in {"say", "add", "tell"}):
        return None
    subject = current or main_subject(view)
    if current is None and (subject is None or not (subject.persons or subject.pronoun)):
        subject = _in_same_clause(view, before) or subject
    if subject is None or _is_passive(view, verb, before):
        return None
    if word.lemma in REGARDS and view.codes[verb + 1 : verb + 2] == "x":
        return None  # "an internationally recognised expert"
    start = before - 1 if before and view.codes[before - 1] == "," else before
    return Head(verb, subject._replace(start=start), start, "coordinated_speech")


def _in_same_clause(view: View, joint: int) -> Subject | None:
    """ "The news came after NAME met both and called for": whose earlier verb "and" joins."""
    match = _SIDE_CLAUSE.search(view.codes, max(0, joint - _LONGEST_FRONT), joint)
    if match is None or view.lower(match.start()) not in _FRONTING | _SUBORDINATE:
        return None
    person = view.words[match.end("who") - 1].who
    return Subject((person,) if person else (), match.start("who"), match.end("who"))


def _is_passive(view: View, verb: int, joint: int) -> bool:
    """ "NAME was nominated and confirmed as T": what was done to him, with nothing said."""
    near = view.codes[verb + 1 : verb + 1 + NEAR_WORDS]
    if re.search("[qZ:]", near) or not re.match("[pzc,.;)]|$", near):
        return False
    return re.search("bA{0,4}x,?$", view.codes[max(0, joint - NEAR_WORDS) : joint]) is not None


def _is_apart(view: View, head: Head) -> bool:
    """Whether a later verb is not inside what the first speaker is reported to have said."""
    if head.rule in {"speech_participle", "coordinated_speech"}:
        return True
    before = view.codes[: head.start]
    return bool(re.search(r"(?:;|c|[,Z]&|,[c&])$", before)) or (
        before.endswith((",", "Z")) and _is_last(view, head.verb)
    )


def _is_last(view: View, verb: int) -> bool:
    """Whether nothing but a "in London on Tuesday" follows the verb."""
    rest = view.codes[verb + 1 :].rstrip(".)")
    return len(rest) <= _MOST_ADVERBIAL and _is_trailing(view, verb, rest)


def according_to(view: View) -> Iterator[Head]:
    """ "According to NAME, …" and "…, according to NAME"."""
    for index, word in enumerate(view.words):
        if word.text.lower() == "according" and view.codes[index + 1 : index + 2] == "z":
            match = _CITED.match(view.codes, index + 2)
            if view.lower(index + 2) in _HIM and view.codes[index + 3 : index + 4] in (
                "",
                ",",
                ".",
            ):
                subject = Subject((), index, index + 3, pronoun=True)
                yield Head(index + 2, subject, index, "according_to")
            elif match:
                person = view.words[match.end("who") - 1].who
                subject = Subject((person,) if person else (), index, match.end())
                yield Head(match.end() - 1, subject, index, "according_to")


def in_words_of(view: View) -> Iterator[Head]:
    """ "in the words of NAME, …", "as NAME put it"."""
    for index in range(len(view.words) - 3):
        code = view.codes[index]
        if code == "p" and view.lower(index + 2) == "words" and view.lower(index + 3) == "of":
            match = re.compile(r"[tTSJLMROK'–]{0,8}P(?!')").match(view.codes, index + 4)
        elif view.lower(index) == "as":
            match = re.compile(r"[tTSJLMROK'–]{0,8}P(?=x)").match(view.codes, index + 1)
            if match and view.lower(match.end()) not in {"put", "puts"}:
                continue
        else:
            continue
        if match:
            person = view.words[match.end() - 1].who
            subject = Subject((person,) if person else (), index, match.end())
            last = match.end() + 1 if code != "p" else match.end() - 1
            yield Head(last, subject, index, "in_words_of")


def _pieces(view: View, head: Head, left: int, right: int) -> tuple[tuple[int, int], ...]:
    before = _left_piece(view, head, left, right)
    after = _right_piece(view, head, right, bool(before))
    if before and after and head.rule == "in_words_of":
        quoted = ["Z" in view.codes[start:end] for start, end in (before, after)]
        before = None if quoted == [False, True] else before
    return tuple(piece for piece in (before, after) if piece)


def _left_piece(view: View, head: Head, left: int, right: int) -> tuple[int, int] | None:
    """What stands before "NAME said": a quotation, or a clause that only this follows."""
    codes = view.codes
    if head.rule in {"speech_participle", "coordinated_speech"}:
        return None
    start, end = left, head.start
    if view.lower(left) == "according":
        start = max(left, codes.find(",", left, end))
    is_as = view.lower(left) in _SUBORDINATE
    while start < end and codes[start] in ",.&c:;)":
        start += 1
    while end > start and codes[end - 1] in ",–(":
        end -= 1
    if end <= start:
        return None
    if codes[start] in "gG" and _goes_on(view, head, right):
        return None  # "Calling it “WORDS,” NAME urged …"
    if codes[end - 1] == "Z" and (end - start == 1 or _word_count(view, end - 1) > 2):
        return max(start, codes.rfind(":", start, end) + 1), end
    if codes[head.start - 1] not in ",–":
        return None
    rest = codes[_behind(view, head) : right].rstrip(".)")
    opens = is_as or codes[start] in "pgcDAz"
    if rest.startswith(",") and not opens:
        return start, end
    if end - start < _LEAST_CLAUSE or (rest and opens) or not _is_trailing(view, head.verb, rest):
        return None
    word = view.words[head.verb].verb
    goes_on = word is not None and word.lemma == "continue"
    if goes_on and codes[head.verb + 1 : head.verb + 2] == "z":
        return None  # "A scholar, NAME continued to write"
    return start, end


def _goes_on(view: View, head: Head, right: int) -> bool:
    """Whether what was said follows the verb: "NAME called for calm", "NAME said that"."""
    rest = view.codes[head.verb + 1 : right].rstrip(".)")
    word = view.words[head.verb].verb
    performed = word is not None and word.frame in _PERFORMED
    return bool(rest) and (performed or not _is_trailing(view, head.verb, rest))


def _behind(view: View, head: Head) -> int:
    """Where the words behind a verb begin: behind both of "went on"."""
    word = view.words[head.verb].verb
    return head.verb + 1 + (word is not None and word.lemma == "go on")


def _is_trailing(view: View, verb: int, rest: str) -> bool:
    """Whether only when, where and to whom follows the verb, however long."""
    if "q" in rest or "Z" in rest or ":" in rest:
        return False
    word = view.words[verb].verb
    if word is not None and word.lemma == "tell" and not set("bmPe") & set(rest):
        return True  # "NAME told the yearly meeting of the club"
    return not rest or rest[0] in "pDAz" or view.lower(verb + 1) in HEARERS


def _word_count(view: View, index: int) -> int:
    quote = view.words[index].quote
    return quote.words if quote else 0


def _right_piece(view: View, head: Head, right: int, has_left: bool) -> tuple[int, int] | None:
    codes = view.codes
    start = _behind(view, head)
    is_clause = "q" in codes[start : start + NEAR_WORDS]
    end = right_end(view, start, right, is_clause=is_clause)
    cited = head.rule in {"according_to", "in_words_of"}
    is_short = has_left and _names_only(codes[: head.start])
    if (
        has_left
        and (is_short or not cited)
        and codes[start : start + 1] == ","
        and codes[head.start - 1] == ","
    ):
        return (start + 1, end) if start + 1 < end else None
    if has_left:
        quote = codes.find("Z", start, end)
        return (quote, end) if quote >= 0 and quote - start <= _MOST_ADVERBIAL else None
    if cited:
        return (start + 1, end) if codes[start : start + 1] == "," and end > start + 3 else None
    if view.lower(head.start - 1) == "as":
        if codes[start : start + 2] == ",p" and "," not in codes[start + 1 : end]:
            return None
        start = codes.index(",", start, end) if "," in codes[start:end] else start
    noted = view.lower(head.start - 1) == "as" and codes[start : start + 1] == ","
    first = start if noted else begin(view, head.verb, start, end)
    if first is None:
        return None
    while first < end and codes[first] in "q,:–" and codes[first + 1 : first + 2] != "'":
        first += 1
    if first >= end:
        return None
    return (head.verb if _is_done_by_saying(view, head.verb, first) else first), end


def _names_only(before: str) -> bool:
    """ "The ferry, according to NAME, will sail": what stands before has no verb of its own."""
    return len(before) <= _LEAST_CLAUSE and not set("bmAV") & set(before)


def _is_done_by_saying(view: View, verb: int, begin: int) -> bool:
    """Whether the verb says what was said: "denied the claim", "urged S to go", "called for"."""
    word = view.words[verb].verb
    if word is not None and word.lemma in _DENIALS:
        return True
    if word is not None and word.frame == "tell" and view.codes[begin] == "p":
        return True
    if word is None or word.frame not in _PERFORMED or view.codes[begin - 1] in "q,:":
        return False
    return view.codes[begin] != "Z"
