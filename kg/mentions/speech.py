"""Verbs by which somebody says something, with the forms and the objects they take."""

from __future__ import annotations

from typing import Final, NamedTuple


class SpeechVerb(NamedTuple):
    """A form of a verb of speaking.

    ``frame`` says what must follow for it to report speech: ``say`` a clause, a quotation or
    nothing; ``tell`` a hearer first; ``object`` anything; ``that`` a clause with "that" or a
    quotation; ``request`` somebody or something asked for; ``express`` a feeling; ``call`` "on",
    "for", or a name given; ``describe`` "as"; ``deem`` a quotation; ``clear`` and ``particle``
    their second word; ``predicate`` "that". ``tense`` is past, present or participle.
    """

    lemma: str
    frame: str
    tense: str


_REGULAR: Final = {
    "say": "",
    "tell": "tell inform assure remind notify",
    "object": "stress emphasize emphasise underscore underline reiterate reaffirm affirm highlight "
    "announce declare note confirm deny reject condemn denounce pledge vow promise predict demand "
    "acknowledge recognize recognise accuse criticize criticise blame warn caution admit concede "
    "claim insist repeat explain propose lament deplore dismiss dispute refute decry rebuff "
    "proclaim disclose",
    "say_too": "state add argue complain allege quip",
    "that": "suggest maintain conclude observe remark comment respond reply answer continue recall "
    "report reveal indicate joke tweet estimate post explain signal hint clarify contend "
    "mention assert counter testify speculate hope believe concur stipulate reason react opine "
    "retort boast brag elaborate muse intimate theorize theorise summarize summarise",
    "request": "urge ask encourage appeal request exhort implore press plead lobby beseech",
    "threat": "threaten",
    "advise": "advise counsel",
    "express": "express voice convey raise register reassert",
    "call": "call",
    "describe": "describe characterize characterise portray depict label brand hail laud ridicule "
    "slam blast",
}
_IRREGULAR: Final = (
    ("say", "say", "say says", "said", "saying"),
    ("tell", "tell", "tell tells", "told", "telling"),
    ("write", "that", "write writes", "wrote written", "writing"),
    ("swear", "that", "swear swears", "swore sworn", "swearing"),
    ("forecast", "object", "forecasts", "forecast", "forecasting"),
    ("specify", "that", "", "specified", "specifying"),
    ("term", "deem", "", "termed", "terming"),
    ("dub", "deem", "", "dubbed", "dubbing"),
    ("deem", "deem", "", "deemed", "deeming"),
    ("consider", "deem", "", "considered", ""),
    ("foresee", "object", "foresee foresees", "foresaw foreseen", "foreseeing"),
)
_FRAMES: Final = {"say_too": "say"}
_DOUBLED: Final = frozenset({"admit", "quip"})


def _present(verb: str) -> tuple[str, ...]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies"
    return verb, f"{verb}es" if verb.endswith(("s", "ss", "sh", "ch", "x")) else f"{verb}s"


def _stem(verb: str) -> str:
    if verb in _DOUBLED:
        return verb + verb[-1]
    return verb[:-1] if verb.endswith("e") else verb


def _past(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{_stem(verb)}ed"


def _forms() -> dict[str, SpeechVerb]:
    forms: dict[str, SpeechVerb] = {}
    for key, verbs in _REGULAR.items():
        frame = _FRAMES.get(key, key)
        for verb in verbs.split():
            if verb == "tell":
                continue
            forms.update((form, SpeechVerb(verb, frame, "present")) for form in _present(verb))
            forms[_past(verb)] = SpeechVerb(verb, frame, "past")
            forms[f"{_stem(verb)}ing"] = SpeechVerb(verb, frame, "participle")
    for lemma, frame, present, past, participle in _IRREGULAR:
        for words, tense in ((present, "present"), (past, "past"), (participle, "participle")):
            forms.update((word, SpeechVerb(lemma, frame, tense)) for word in words.split())
    return forms


SPEECH_VERBS: Final = _forms()
"""Each form of each verb of speaking, in lower case."""

PHRASAL_VERBS: Final = {
    **{
        form: ("clear", SpeechVerb("make clear", "clear", tense))
        for form, tense in (
            ("made", "past"),
            ("makes", "present"),
            ("make", "present"),
            ("making", "participle"),
        )
    },
    **{
        form: ("out", SpeechVerb("point out", "clear", tense))
        for form, tense in (
            ("pointed", "past"),
            ("points", "present"),
            ("point", "present"),
            ("pointing", "participle"),
        )
    },
    "went": ("on", SpeechVerb("go on", "that", "past")),
    "goes": ("on", SpeechVerb("go on", "that", "present")),
    **{
        form: (second, SpeechVerb(f"{form} {second}", "particle", "past"))
        for form, second in (("brushed", "aside"), ("shrugged", "off"), ("waved", "away"))
    },
    **{
        form: ("out", SpeechVerb("rule out", "particle", tense))
        for form, tense in (
            ("ruled", "past"),
            ("rules", "present"),
            ("rule", "present"),
            ("ruling", "participle"),
        )
    },
}
"""Verbs of speaking in two words: the second word, and the verb."""

PREDICATES: Final = {
    word: SpeechVerb(f"be {word}", "predicate", "past")
    for word in (
        "opinion view adamant clear confident hopeful optimistic convinced insistent unequivocal"
    ).split()
}
"""What somebody "was" about something that he said: "was adamant that"."""

FEELINGS: Final = frozenset(
    "concern concerns support desire hope hopes regret confidence commitment outrage alarm dismay "
    "willingness readiness determination optimism doubt doubts skepticism scepticism importance "
    "view views belief opposition solidarity condolences condolence sympathy disappointment anger "
    "frustration sorrow sadness fear fears worry worries interest conviction resolve intention "
    "reservations objections objection caution understanding satisfaction shock horror message "
    "need commitments issue question questions prospect possibility".split()
)
"""What is expressed, voiced, conveyed or raised when that reports what somebody said."""

MEDIA: Final = frozenset(
    "statement speech interview letter tweet briefing address remarks conference message video "
    "post television radio twitter facebook testimony op-ed article tv call telegram".split()
)
"""Where things are said: "in a statement", "at a news conference"."""

HEARERS: Final = frozenset(
    "reporters journalists lawmakers parliament deputies congress senators legislators delegates "
    "audience newsmen correspondents viewers listeners broadcaster newspaper agency".split()
)
"""Who is told things when no name is given."""
