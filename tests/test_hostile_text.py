"""Text made to break a reader: every answer comes in time, with a reason, and never as a crash."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kg.facts import extract
from kg.model import Article, Extraction
from kg.pipeline import Added, Archive, Skipped, add
from kg.reading import LONGEST_SENTENCE
from kg.reading.language import is_english

ROOMS = ("kg.reading", "kg.mentions", "kg.resolution", "kg.facts")
SIZE = 50_000
UNITS = (
    *("a", "A", "a ", "Word ", ", and ", "of the ", "who, ", "U.S.", "a@", "#", "* ", "| ", "Ab-"),
    *(
        '"',
        "“",
        "'",
        "(",
        "[](",
        "http://",
        "1",
        "1, ",
        "$1 ",
        "1 January ",
        "A. ",
        "\t",
        "\n",
        ". ",
    ),
    # the letters in which sentences stand for the grammars: see kg.mentions.items
    *("S", "S,", "S&", "tS", "SE", "iS,", "U", "U-", "UO", "Uo", "UQ", "UoUn", "N", "P,P&", "PS"),
    *(
        "T",
        "T,",
        "JT",
        "x",
        ",x",
        "xx&",
        "G",
        "Go",
        "Y",
        "O,",
        "K",
        "D",
        "h#",
        "y",
        "Z",
        "'S",
        "iL",
    ),
)


def modules() -> Iterator[ModuleType]:
    """Every module that looks at text."""
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            yield importlib.import_module(found.name)


def inside(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, or in tables of them."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, dict):
        yield from inside([*value.keys(), *value.values()], depth + 1)
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from inside(each, depth + 1)


def written(module: ModuleType) -> Iterator[re.Pattern[str]]:
    """The patterns that are written where they are used: ``re.search("…", …)``."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=verb),
                args=[ast.Constant(value=str(text)), *_],
            ) if verb != "escape":
                yield re.compile(text)


def patterns() -> dict[re.Pattern[str], str]:
    """All patterns of the text wing, and where each is."""
    found: dict[re.Pattern[str], str] = {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in inside(value):
                found.setdefault(pattern, f"{module.__name__}.{name}")
        for pattern in written(module):
            found.setdefault(pattern, f"{module.__name__}: {pattern.pattern}")
    return found


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """How long all matches in a text take."""
    begun = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - begun


def test_every_pattern_takes_less_than_a_second_on_hostile_text() -> None:
    """What takes a second on the whole, in the square of its length, takes 10 ms on a tenth."""
    every = patterns()
    assert len(every) > 300
    slow = []
    for unit in UNITS:
        whole = unit * (SIZE // len(unit)) + "!"
        tenth = whole[: SIZE // 10] + "!"
        for pattern, where in every.items():
            if seconds(pattern, tenth) > 0.004 and (taken := seconds(pattern, whole)) >= 1:
                slow.append(f"{where} takes {taken:.1f} s on {unit!r}")
    assert slow == []


def test_a_nested_quantifier_would_be_noticed() -> None:
    assert seconds(re.compile(r"(\w+\s?)*$"), "a" * 20 + "!") > seconds(
        re.compile(r"(\w+\s?)*$"), "a" * 10 + "!"
    )
    assert seconds(re.compile(r"\S+@\S+"), "a" * SIZE) >= 1


# Whole articles ----------------------------------------------------------------------------------


def _person(n: int) -> str:
    first, second, third = (chr(97 + n // 26**power % 26) for power in range(3))
    return f"Jo{first}{second} Sm{second}{third}{first}th"


def _repeated(unit: str, size: int = SIZE) -> str:
    return unit * (size // len(unit))


def _endless(*units: str, words: int = 100_000) -> str:
    """One sentence of so many words."""
    told = " ".join(units)
    return f"{told} " * -(-words // len(told.split())) + "."


SENTENCES = {
    "meetings of states": _endless("France met Germany in Paris to speak of the old plans and"),
    "meetings of officials": _endless(
        *(
            f"French Foreign Minister {_person(n)} met German Chancellor {_person(n + 900)} "
            "in Paris for talks and"
            for n in range(6_700)
        )
    ),
    "an address, then meetings": f"See https://example.org/{'a' * 4_100} "
    + _endless("France met Germany in Paris and"),
    "names and states": _endless(*(f"{_person(n)}, France," for n in range(11_112))),
    "ministers who said that others said": _endless(
        *(f"Minister {_person(n)} said that" for n in range(20_000))
    ),
}

ARTICLES = {
    "quotation marks": '"' * 8_000,
    "opening marks": "“" * 8_000,
    "a token of a megabyte": "a" * 1_000_000,
    "a sentence of words": "word and " * 50_000,
    "a sentence of capitals": "Word and " * 50_000,
    "control characters": "".join(map(chr, range(32))) * 1_000 + "The envoy met the king.",
    "lone surrogates": "\ud800 The envoy met \udfff the king. " * 1_000,
    "bidirectional overrides": "\u202eThe envoy\u202c met \u2066the king\u2069. " * 1_000,
    "NUL": "The\0 envoy\0 met the king. " * 1_000,
    "blanks": " " * 10_000_000,
    "blank lines": "\n" * 1_000_000,
    "names": _repeated("Joan Smith, "),
    "names and names": _repeated("Joan Smith and "),
    "other names": ", ".join(map(_person, range(3_500))),
    "offices": _repeated("Foreign Minister Joan Smith of France, "),
    "titles": _repeated("Secretary of State for the Minister of "),
    "states": _repeated("France, Germany, Italy, "),
    "states and states": _repeated("France and Germany and "),
    "bodies": _repeated("Ministry of Foreign Affairs of "),
    "long bodies": _repeated("Ab-"),
    "meetings": _repeated("France met Germany in Paris on Monday. "),
    "meetings with": _repeated("the meeting of the meeting with "),
    "coalitions": _repeated("the U.S.-led coalition of "),
    "pronouns": _repeated("Minister Joan Smith said he met him. "),
    "speech": _repeated("he said that "),
    "quotations": _repeated('"We agree," Minister Smith said. '),
    "dates": _repeated("January 22, 2015, "),
    "commas": _repeated("who, which, "),
    "dotted": _repeated("A. "),
    "links": _repeated("[a]("),
    "officials who meet": " ".join(
        f"French Foreign Minister {_person(n)} met German Chancellor {_person(n + 900)} in Paris."
        for n in range(550)
    ),
    "meetings on many days": " ".join(
        f"On January {1 + n % 28}, {1990 + n % 30}, France met Germany and Italy in Paris."
        for n in range(700)
    ),
    "speakers": "\n\n".join(
        f'"We shall go on with it," Minister {_person(n)} said. He added that it was good.'
        for n in range(560)
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_a_hostile_article_is_read_in_five_seconds(name: str) -> None:
    begun = time.process_time()
    found = extract(Article("hostile", ARTICLES[name]))
    assert time.process_time() - begun < 5
    assert isinstance(found, Extraction)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_of_100_000_words_is_read_in_five_seconds(name: str) -> None:
    """Its beginning is read and says so; the next sentence is read whole."""
    text = f"{SENTENCES[name]}\n\nChile met Peru in Lima on January 5, 2015."
    assert len(text.split()) >= 100_000
    begun = time.process_time()
    found = extract(Article("endless", text))
    assert time.process_time() - begun < 5
    (unread,) = (remark for remark in found.remarks if remark.what == "sentence")
    assert f"{LONGEST_SENTENCE:,} characters" in unread.reason
    assert 0 <= unread.span.start - LONGEST_SENTENCE < 4_000
    assert "Peru" in {seen.entity.label for seen in found.sightings}


def test_a_list_of_three_thousand_words_is_read_to_its_end() -> None:
    text = "Taking part were " + ", ".join(map(_person, range(1_500))) + " and France."
    found = extract(Article("list", text))
    assert not found.document.unread
    assert found.document.sentences[-1].span.end == len(text)


LANGUAGES = {
    "German": "Der deutsche Außenminister traf seinen französischen Kollegen in Berlin, um über "
    "die Lage zu sprechen, und sagte danach, dass beide Länder zusammenarbeiten würden. ",
    "French": "Le ministre français a rencontré son homologue allemand à Berlin pour parler de la "
    "paix, et il a dit que les deux pays continueraient à travailler ensemble. ",
    "Arabic": "التقى وزير الخارجية نظيره في العاصمة اليوم وتحدثا عن السلام بين البلدين ",
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_another_language_is_named_and_nothing_silly_is_read(name: str, tmp_path: Path) -> None:
    text = LANGUAGES[name] * 5
    assert extract(Article("foreign", text)).facts == ()
    (tmp_path / "foreign.txt").write_text(text, encoding="utf-8")
    with Archive.open(":memory:") as archive:
        (step, *_) = add(archive, [tmp_path / "foreign.txt"])
    assert isinstance(step, Skipped)
    assert "not in English" in step.reason


def test_a_short_text_in_another_language_is_known_by_the_words_it_lacks() -> None:
    assert not is_english(
        "Prezydent spotkał się w poniedziałek w Warszawie z ministrem. Minister powiedział, że "
        "koalicja obejmuje kraje, Iran, Niger."
    )
    assert is_english("Ministers met.")
    assert is_english("Envoys from ten states, some new, some old, met again near Oslo to talk.")


@pytest.mark.parametrize(
    "text",
    [
        "Prezydent spotkał się w Warszawie z ministrem.",
        "Cumhurbaşkanı Ankara'da bakanla görüştü.",
        "Prezident se sešel s ministrem v Praze.",
        "Președintele s-a întâlnit cu ministrul la București.",
        "Ministrul a discutat cu omologul sau despre pace.",
        "Presiden bertemu dengan menteri di Jakarta.",
        "Der Kanzler traf den Minister in Berlin.",
        "Le président rencontre le ministre à Paris.",
        "El presidente se reunió con el ministro en Madrid.",
        "Il presidente incontra il ministro a Roma.",
        "De minister sprak met zijn collega in Den Haag.",
        "Statsministern träffade presidenten i Stockholm.",
        "Rais amekutana na waziri mkuu jijini Nairobi.",
        "Президент встретился с министром в Москве.",
    ],
)
def test_one_sentence_of_another_language_is_known(text: str) -> None:
    assert not is_english(text)
    assert extract(Article("foreign", text)).facts == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ministers agree truce plan",
        "Kerry meets Lavrov in Geneva.",
        "Lula hosts Petro in Rio de Janeiro",
        "Von der Leyen meets da Silva",
        "El Salvador joins pact",
        "Le Pen visits Moscow",
        "Taliban's de facto rulers visit Doha",
        "Ministers issue joint communiqué",
        "Foreign Minister Łukasz Kowalski visited Łódź.",
        "UN envoy urges calm",
        "Mexico's Peña Nieto cancels visit",
        "Coup d’état in Niger",
        "Ministers in Oslo to discuss plan for peace in Syria, call for aid to reach civilians",
    ],
)
def test_a_headline_of_english_names_is_english(text: str) -> None:
    assert is_english(text)


def test_hostile_articles_do_not_keep_a_good_one_out_of_the_graph() -> None:
    names = ("quotation marks", "control characters", "lone surrogates", "NUL", "blanks", "titles")
    articles = [Article(name.replace(" ", "-"), ARTICLES[name]) for name in names]
    good = Article("good", "U.S. Secretary of State John Kerry met President Hollande in Paris.\n")
    with Archive.open(":memory:") as archive:
        steps = list(add(archive, [*articles, good]))
        assert "good" in archive.library.ids()
    assert len([step for step in steps if isinstance(step, Added | Skipped)]) == len(names) + 1
    assert all(step.reason for step in steps if isinstance(step, Skipped))


@pytest.mark.parametrize("name", ["quotation marks", "a token of a megabyte", "blanks", "NUL"])
def test_a_file_without_words_is_skipped_with_its_reason(name: str, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(ARTICLES[name], encoding="utf-8")
    begun = time.process_time()
    with Archive.open(":memory:") as archive:
        (step, *_) = add(archive, [tmp_path / "bad.txt"])
    assert time.process_time() - begun < 5
    assert isinstance(step, Skipped)
    assert re.search("no words|empty|binary", step.reason)
