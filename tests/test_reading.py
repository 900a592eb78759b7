"""Reading: what becomes an article, what is refused and why, and which words are its sentences."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ConfigurationError
from kg.model import Article, Document, LineKind
from kg.reading import (
    LONGEST_ARTICLE,
    Rejected,
    find_quotes,
    parse,
    printed_date,
    read,
    sentence_tokens,
    tokenize,
)

ENGLISH = (
    "The ministers of the two states met in the capital and agreed that the bridge will open.\n"
)


def parsed(text: str) -> Document:
    return parse(Article("sample", text))


def sentences(text: str, kind: LineKind = LineKind.BODY) -> list[str]:
    document = parsed(text)
    return [document.quote(s.span) for s in document.sentences if s.kind is kind]


def kinds(text: str) -> list[str]:
    return [line.kind.value for line in parsed(text).lines if line.kind is not LineKind.BLANK]


def one(path: Path, **given: str) -> Article:
    (article,) = read(path, **given)  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return article


def refusal(path: Path | str) -> Rejected:
    (rejected,) = read(path)
    assert isinstance(rejected, Rejected), rejected
    return rejected


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the U.S.-led coalition's al-Amin", "the U.S.-led coalition 's al-Amin"),
        ("P5+1 and G-7, COVID-19", "P5+1 and G-7 , COVID-19"),
        ("Mr. John W. Doe, Jr. met on Feb. 25", "Mr. John W. Doe , Jr. met on Feb. 25"),
        ("about 1,000 of 3.5 million", "about 1,000 of 3.5 million"),
        ("O’Hara’s states’ vote", "O’Hara ’s states ’ vote"),
        ("Secretary-General (UN) – “now”...", "Secretary-General ( UN ) – “ now ” ..."),
        ("zero\u200bwidth\u200e \x00 marks", "zero width marks"),
    ],
)
def test_text_is_split_into_words(text: str, words: str) -> None:
    assert [token.text for token in tokenize(text)] == words.split(" ")


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_offsets_of_words_and_sentences_are_those_of_the_text(text: str) -> None:
    document = parsed(text)
    for sentence, tokens in zip(document.sentences, sentence_tokens(document), strict=True):
        for token in tokens:
            assert text[token.start : token.end] == token.text
            assert sentence.span.contains(token.span)
    for line in document.lines:
        assert 0 <= line.span.start <= line.span.end <= len(text)


def test_a_hyphenated_word_can_be_taken_apart() -> None:
    (token,) = tokenize("U.S.-led")
    assert [(part.text, part.start) for part in token.parts()] == [("U.S.", 0), ("led", 5)]


# Sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["The U.S. Secretary of State flew to Oslo.", "He met Gen. Ola Vik there on Feb. 3."],
        ["George W. Kerr of the U.S. Navy spoke.", "The talks ended at 5 p.m.", "They were long."],
        ["The firm is Acme Inc. of Delaware.", "It has 3.5 million shares."],
        ["He said: “We will go on.”", "“Nobody will stop us.”", "Then he left."],
        ['"Why not?" she asked in the hall.', "Nobody knew."],
        ["It was... not to be.", "It was over."],
        ["The state joined the U.N.", "The other did not."],
        ["They met on Jan. 5 in St. Petersburg.", "No. 10 said nothing."],
        ["He trusts the Islands.", "Doe said so (in part)."],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences_end_where_they_should(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_missing_blank_after_a_full_stop_does_not_join_sentences() -> None:
    assert len(sentences("The talks ended in the palace.Ministers left the town by train.")) == 2


# Lines


@pytest.mark.parametrize(
    ("line", "kind", "reason"),
    [
        ("Accessibility links", "boilerplate", "page furniture"),
        ("Home > World > Europe", "boilerplate", "breadcrumb"),
        ("5 min read", "boilerplate", "reading time"),
        ("#peace #talks", "boilerplate", "hashtags"),
        ("[ad_1]", "boilerplate", "mark without words"),
        ("https://example.org/a/b", "boilerplate", "address"),
        ("Subscribe to our newsletter.", "boilerplate", "outlet about itself"),
        ("© Example Media. All rights reserved.", "boilerplate", "rights notice"),
        ("With reporting by AFP and Reuters", "credit", "credit"),
        ("By Jane Example", "credit", "credit"),
        ("Foreign Ministers Ada Berg (left) and Tom Reed in Oslo.", "caption", "picture marker"),
        ("Monday, November 25, 2013", "dateline", "date by itself"),
        ("Published: 3 March 2016", "dateline", "date by itself"),
        ("Ministers Agree On A Plan", "heading", "no full stop at its end"),
        ("## What comes next", "heading", "no full stop at its end"),
        ("The ministers agreed on a plan.", "body", ""),
        ("• the ministers of nine states", "body", ""),
    ],
)
def test_a_line_is_classified_with_its_reason(line: str, kind: str, reason: str) -> None:
    found = parsed(f"{ENGLISH}\n{line}\n\n{ENGLISH}").lines
    (verdict,) = (x for x in found if x.span.end - x.span.start == len(line))
    assert (verdict.kind.value, verdict.reason) == (kind, reason)


def test_a_dateline_becomes_a_sentence_of_its_own() -> None:
    text = "LONDON, January 22, 2015 (Agency) — Ministers of nine states met in the palace."
    assert sentences(text, LineKind.DATELINE) == ["LONDON, January 22, 2015 (Agency) —"]
    assert sentences(text) == ["Ministers of nine states met in the palace."]


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "The leaders of the nine states met in the capital on Monday and agreed\n"
        "that the bridge over the river will be opened before the end of the\n"
        "year. They will meet again in the spring.\n"
    )
    document = parsed(text)
    assert len(document.sentences) == 2
    assert {sentence.paragraph for sentence in document.sentences} == {0}


def test_a_link_broken_over_lines_is_one_sentence() -> None:
    text = "The guests met after the first [River\nForum](https://example.org/a/long/address)."
    assert sentences(text) == [text]


def test_a_list_broken_over_lines_is_glued() -> None:
    text = "The states that took part in the talks were Ghana, Togo,\n\nBenin and Niger, it said."
    assert sentences(text) == [text]


def test_bullets_begin_paragraphs_and_are_not_part_of_sentences() -> None:
    text = "The participants of the talks were:\n\n• Ada Berg of Norway\n- Tom Reed of Ghana\n"
    assert sentences(text)[1:] == ["Ada Berg of Norway", "Tom Reed of Ghana"]


def test_what_follows_the_credits_is_not_the_article() -> None:
    text = ENGLISH * 8 + "\nWith reporting by AFP\nExample Radio brings the news to nine states.\n"
    assert kinds(text)[-1] == "boilerplate"


def test_a_repeated_headline_counts_once() -> None:
    assert (
        kinds(f"Ministers Agree\n\n{ENGLISH}\nMinisters Agree\n\n{ENGLISH}").count("heading") == 1
    )


def test_a_text_in_another_language_has_no_sentences() -> None:
    text = "Le ministre des affaires étrangères a déclaré que les pourparlers de la semaine " * 3
    document = parsed(text)
    assert not document.sentences
    assert document.lines[0].reason == "not English"


@pytest.mark.parametrize(
    "text",
    [
        "Kanzlerin Brandt traf am Montag in Berlin den Präsidenten. In der Hauptstadt sprachen "
        "beide in kleiner Runde über die Lage in Syrien. Am Dienstag reist sie in die Türkei.",
        "De minister was maandag in Berlijn voor overleg met zijn collega. In de hoofdstad spraken "
        "zij over de oorlog in Syrië en over hulp aan de vluchtelingen in het land.",
        "Il ministro ha incontrato a Roma il suo collega. I due hanno parlato a lungo della "
        "situazione in Siria e in Libia, e a margine hanno firmato un accordo.",
        "O ministro encontrou-se a segunda-feira em Lisboa com a colega francesa. A reunião serviu "
        "a preparar a cimeira, e a delegação segue a caminho de Madrid.",
    ],
    ids=["German", "Dutch", "Italian", "Portuguese"],
)
def test_words_that_languages_share_make_no_english(text: str) -> None:
    """ "in", "was", "a", "over" are as frequent there as English function words are here."""
    assert not parsed(text).sentences


# Quotations


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('He said "one" and "two".', ["one", "two"]),
        ("He said “one ‘inner’ two”.", ["one ‘inner’ two"]),
        ("He said ‘one two,’ and left.", ["one two,"]),
        ("The states’ vote and the ministers’ plan failed.", []),
        ("``One two'' he said.", ["One two"]),
        ("“We came here.\n\n“We saw it.”", ["We came here.", "We saw it."]),
    ],
)
def test_quotations_are_found(text: str, contents: list[str]) -> None:
    document = parsed(text)
    assert [document.quote(quote.content) for quote in find_quotes(document)] == contents


# Files


def test_a_text_file_is_an_article_named_by_its_stem(tmp_path: Path) -> None:
    article = one(file(tmp_path, "oslo-talks.txt", "Ministers Agree\n\n" + ENGLISH))
    assert (article.id, article.title, article.published) == ("oslo-talks", "Ministers Agree", None)
    assert article.text == "Ministers Agree\n\n" + ENGLISH


def test_what_the_caller_says_beats_what_the_file_says(tmp_path: Path) -> None:
    text = "---\ntitle: 'Own title'\ndate: '2021-05-10'\nsource_url: https://example.org/x\n---\n"
    path = file(tmp_path, "a.txt", text + ENGLISH)
    own = one(path)
    assert (own.title, own.published, own.url) == (
        "Own title", date(2021, 5, 10), "https://example.org/x",
    )  # fmt: skip
    told = one(path, id="x", title="Told", published="2020-01-02", publisher="P")
    assert (told.id, told.title, told.published) == ("x", "Told", date(2020, 1, 2))


def test_front_matter_keeps_offsets_and_makes_no_sentence(tmp_path: Path) -> None:
    text = '---\ntitle: "A\\u2019s \\\n  talk"\n---\n\n' + ENGLISH
    article = one(file(tmp_path, "a.md", text))
    assert article.title == "A’s talk"
    (sentence,) = parse(article).sentences
    assert article.text[sentence.span.start : sentence.span.end] == ENGLISH.strip()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ministers Agree\n\nMonday, November 25, 2013\n\n" + ENGLISH, date(2013, 11, 25)),
        ("OSLO, 3 March 2016 (Agency) — " + ENGLISH, date(2016, 3, 3)),
        (ENGLISH + "\nPublished: 3 March 2016\n", date(2016, 3, 3)),
        ("The ministers of nine states met on March 3, 2016 in the capital.", None),
        ("OSLO, March 3 — " + ENGLISH, None),
    ],
)
def test_the_date_a_text_prints_is_its_date_but_one_in_its_prose_is_not(
    text: str, day: date | None
) -> None:
    found = printed_date(text)
    assert (found[0] if found else None) == day


@pytest.mark.parametrize(
    "line",
    [
        "LISBON, March 3, 2021",
        "Lisbon, 3 March 2021",
        "Lisbon, Portugal, March 3, 2021",
        "Lisbon (Portugal), 3 March 2021",
        "LISBON | March 3, 2021",
        "LISBON, 3 March 2021 —",
        "WASHINGTON, D.C., March 3, 2021",
        "Port-au-Prince, Wednesday, 3 March 2021",
        "3 March 2021, Lisbon",
        "(Lisbon, the 3rd of March 2021)",
        "Lisbon, 3 March 2021 (Reuters)",
    ],
)
def test_a_line_of_place_and_date_dates_the_text(line: str) -> None:
    text = f"{line}\n\nForeign ministers of France and Spain met on Monday.\n"
    found = printed_date(text)
    assert found is not None
    assert found[0] == date(2021, 3, 3)
    assert parse(Article("a", text)).lines[0].kind is LineKind.DATELINE


@pytest.mark.parametrize("joint", [" ", ". "])
def test_a_dateline_in_capitals_needs_no_dash(joint: str) -> None:
    text = f"LISBON, March 3, 2021{joint}Foreign ministers of France and Spain met on Monday."
    found = printed_date(text)
    assert found is not None
    assert found[0] == date(2021, 3, 3)


@pytest.mark.parametrize(
    "line",
    [
        "The ministers met in Lisbon on 3 March 2021",
        "Joint Statement of France, Germany and Italy, March 3, 2021",
        "Lisbon, March 3",
    ],
)
def test_a_title_with_a_date_stays_a_title(line: str) -> None:
    text = f"{line}\n\nForeign ministers of France and Spain met on Monday.\n"
    assert parse(Article("a", text)).lines[0].kind is LineKind.HEADING


def test_an_empty_path_is_refused() -> None:
    (found,) = read("")
    assert isinstance(found, Rejected)
    assert "empty path" in found.reason


def test_json_lines_give_articles_and_name_bad_lines(tmp_path: Path) -> None:
    good = {"id": "a", "text": ENGLISH, "title": "T", "published": "2015-01-22T10:00:00Z"}
    bad = ["{bad", "", "[1]", '{"text": 5}', '{"text": "x", "published": "soon"}', "[" * 100_000]
    lines = [json.dumps(good), *bad, json.dumps({"text": ENGLISH})]
    found = list(read(file(tmp_path, "many.jsonl", "\n".join(lines))))
    articles = [x for x in found if isinstance(x, Article)]
    rejected = [x for x in found if isinstance(x, Rejected)]
    assert [(a.id, a.published) for a in articles] == [("a", date(2015, 1, 22)), ("many-8", None)]
    assert [r.line for r in rejected] == [2, 4, 5, 6, 7]
    assert all("many.jsonl:" in r.error.message and r.reason for r in rejected)


def test_a_bad_line_costs_itself_whatever_is_wrong_with_it(tmp_path: Path) -> None:
    def record(name: str) -> bytes:
        return json.dumps({"id": name, "text": ENGLISH}).encode()

    lines = {
        "a": record("a"),
        "half a record": b'{"id": "half", "text": ',
        "another encoding": '{"text": "caf\xe9"}'.encode("latin-1"),
        "half of two bytes": record("x").replace(b" ", b"\0"),
        "nested": b'{"text": "x", "y": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        "a number without end": b'{"text": "x", "n": ' + b"9" * 10_000 + b"}",
        "very long": b'{"text": "' + b"word " * 4_000_000 + b'"}',
        "b": record("b") + b"\r",
        "no text": b'{"id": "c"}',
        "no number": b'{"id": "d", "text": "%s", "score": NaN}' % ENGLISH.strip().encode(),
        "the last, without an end": record("e"),
    }
    source = file(tmp_path, "many.jsonl", b"\xef\xbb\xbf" + b"\n".join(lines.values()))
    found = list(read(source))
    assert [x.id for x in found if isinstance(x, Article)] == ["a", "b", "d", "e"]
    rejected = [x.line for x in found if isinstance(x, Rejected)]
    assert rejected == [2, 3, 4, 5, 6, 7, 9]


def test_lone_surrogates_and_control_characters_keep_their_offsets(tmp_path: Path) -> None:
    line = '{"text": "The \\ud800 ministers of the\\u0000 two states met in the capital."}'
    article = one(file(tmp_path, "a.jsonl", line))
    assert article.text[4] == "\ufffd"
    assert article.text.encode().decode() == article.text


def test_a_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    file(tmp_path, "a.txt", ENGLISH)
    file(tmp_path, "b.txt", b"\xff\xd8\xff\xe0 picture")
    file(tmp_path, "c.png", b"picture")
    file(tmp_path, ".hidden", b"x")
    (tmp_path / "deep").mkdir()
    file(tmp_path, "deep/d.txt", ENGLISH)
    found = list(read(tmp_path))
    assert [type(x).__name__ for x in found] == ["Article", "Rejected", "Rejected", "Article"]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    (article,) = read("-")
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("stdin", ENGLISH)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n" * 5_000_000, "is empty"),
        ("a.txt", b"%PDF-1.7 x", "is a PDF"),
        ("a.txt", bytes(range(256)) * 100, "binary"),
        ("a.txt", "The café of the minister".encode("latin-1"), "0xe9 in line 1"),
        ("a.txt", b"word " * 500_000, "characters"),
        ("a.txt", "Министр заявил, что переговоры идут. ".encode() * 9, "not in English"),
        ("a.jsonl.gz", b"no gzip", "no gzip file"),
        ("a.jsonl.gz", gzip.compress(b" " * 80_000_000), "100 times its size"),
        ("a.jsonl.gz", gzip.compress(b"\n" * 1_000_000), "blank lines"),
        ("a.txt.gz", gzip.compress(ENGLISH.encode())[:60], "damaged"),
        ("a.html", b"<!--" * 900_000, "is empty"),
        ("a.html", b"<script>" * 400_000, "is empty"),
        ("a.html", b"x" * 4_100_000, "page larger"),
    ],
)
def test_bad_input_is_refused_with_a_reason_in_little_time(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    start = time.process_time()
    rejected = refusal(file(tmp_path, name, content))
    assert time.process_time() - start < 5
    assert reason in rejected.reason
    assert name in rejected.error.message


def test_a_missing_file_is_named() -> None:
    assert "no such file" in refusal("/nowhere/at/all.txt").error.message


def test_one_id_for_many_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="one article"):
        list(read(tmp_path, id="x"))
    with pytest.raises(ConfigurationError, match="no date"):
        list(read(file(tmp_path, "a.txt", ENGLISH), published="soon"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    assert one(file(tmp_path, "a.txt", ENGLISH.encode(encoding))).text == ENGLISH


PAGE = """<!doctype html><html><head><meta charset="iso-8859-1"><title>Site | Talks</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks in Oslo",
 "datePublished": "2015-01-22T09:00:00Z", "publisher": {"name": "Example News"}}</script>
<script>var x = "<p>never</p>";</script></head><body><nav><a>Home</a><a>World</a></nav>
<article><h1>Talks in Oslo</h1><figure><figcaption>A picture</figcaption></figure>
<p>The ministers of nine states met in the caf\xe9 &amp; the palace of the capital on Monday.</p>
<p>They will <b>meet</b> again in the spring of the year, the hosts said in the hall.</p>
<ul><li>First point of the plan</li><li>Second point of the plan</li></ul></article>
<footer>Contact us</footer></body></html>"""


@pytest.mark.parametrize("extra", [True, False], ids=["with trafilatura", "without it"])
def test_a_page_gives_its_text_and_what_its_head_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: bool
) -> None:
    if not extra:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    article = one(file(tmp_path, "a.html", PAGE.encode("latin-1")))
    assert (article.title, article.published) == ("Talks in Oslo", date(2015, 1, 22))
    assert article.publisher == "Example News"
    assert "café & the palace" in article.text
    assert "They will meet again" in article.text
    for junk in ("never", "Home", "Contact us", "A picture"):
        assert junk not in article.text


@pytest.mark.parametrize(
    "source",
    ["<div>" * 200_000, '<a title="' * 100_000, "<article>" * 90_000 + "</article>", "&" * 900_000,
     "<p " * 300_000],
    ids=["deep", "open quotes", "open articles", "ampersands", "open tags"],
)  # fmt: skip
def test_hostile_markup_is_read_in_little_time(tmp_path: Path, source: str) -> None:
    start = time.process_time()
    list(read(file(tmp_path, "a.html", source + ENGLISH)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text",
    ['"' * 8000, "a" * 1_000_000, "the minister said " * 33_000, "\u202e\u2066" * 20_000 + ENGLISH,
     "Mr. " * 12_000, "A. B. " * 9_000, "the end.”" * 6_000, "- " * 25_000, "LONDON " * 7_000,
     "x\n" * 200_000],
    ids=["marks", "one token", "one sentence", "bidi", "titles", "initials", "ends", "dashes",
         "capitals", "lines"],
)  # fmt: skip
def test_hostile_text_is_parsed_in_little_time(text: str) -> None:
    assert len(text) < LONGEST_ARTICLE
    start = time.process_time()
    document = parsed(text)
    sentence_tokens(document)
    find_quotes(document)
    assert time.process_time() - start < 5
