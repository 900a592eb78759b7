"""The library gives every reader the text that its snapshot of the graph was made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import StoreDamagedError, StoreError, StoreLockedError
from kg.library import FILE, Entry, Library
from kg.model import Article

OSLO = Article(
    "oslo", "Envoys met.\n\x00\u202eTail", "Title", "https://x.example", date(2020, 3, 2)
)
LIMA = Article("lima", "Nothing happened.")


@pytest.fixture(params=["memory", "disk"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    opened = Library.memory() if request.param == "memory" else Library.writer(tmp_path, at=1)
    with opened:
        yield opened


def test_an_article_comes_back_as_it_was_put(library: Library) -> None:
    assert library.get("oslo") is None
    assert library.put(OSLO, "v1")
    assert library.put(LIMA, "v1")
    assert library.get("oslo") == OSLO
    assert library.entry("lima") == Entry(LIMA, "v1")
    assert [entry.article for entry in library.list()] == [LIMA, OSLO]
    assert library.ids() == ("lima", "oslo")


def test_putting_the_same_again_changes_nothing(library: Library) -> None:
    library.put(OSLO, "v1")
    assert not library.put(OSLO, "v1")
    assert library.put(OSLO, "v2")
    assert library.put(replace(OSLO, published=None), "v2")
    assert library.ids() == ("oslo",)


def test_a_removed_article_is_gone_once(library: Library) -> None:
    library.put(OSLO, "v1")
    assert library.remove("oslo")
    assert not library.remove("oslo")
    assert library.get("oslo") is None
    library.put(OSLO, "v1")
    assert library.get("oslo") == OSLO


def test_notes_are_kept_and_replaced(library: Library) -> None:
    assert library.note("derivation") == ""
    library.set_note("derivation", "a")
    library.set_note("derivation", "b")
    assert library.note("derivation") == "b"


def test_a_reader_sees_its_own_snapshot_while_a_writer_goes_on(tmp_path: Path) -> None:
    changed = replace(OSLO, text="Envoys did not meet.")
    with Library.writer(tmp_path, at=1) as writer:
        writer.put(OSLO, "v1")
        writer.put(LIMA, "v1")
        writer.publish(1, oldest=1)
        writer.put(changed, "v1")
        writer.remove("lima")
        with Library.reader(tmp_path, at=1) as first:
            assert (first.get("oslo"), first.ids()) == (OSLO, ("lima", "oslo"))
            writer.publish(2, oldest=1)
            assert (first.get("oslo"), first.ids()) == (OSLO, ("lima", "oslo"))
        with Library.reader(tmp_path, at=2) as second:
            assert (second.get("oslo"), second.ids()) == (changed, ("oslo",))


def test_texts_that_no_kept_snapshot_needs_are_forgotten_for_good(tmp_path: Path) -> None:
    with Library.writer(tmp_path, at=1) as writer:
        writer.put(OSLO, "v1")
        writer.publish(1, oldest=1)
        writer.remove("oslo")
        writer.publish(2, oldest=2)
    with sqlite3.connect(tmp_path / FILE) as raw:
        assert raw.execute("SELECT count(*) FROM article").fetchone() == (0,)
    raw.close()


def test_a_batch_that_was_never_published_is_taken_up_by_the_next_writer(tmp_path: Path) -> None:
    with Library.writer(tmp_path, at=1) as writer:
        writer.put(OSLO, "v1")
    with Library.writer(tmp_path, at=1) as again:
        assert again.get("oslo") == OSLO
        assert not again.put(OSLO, "v1")


def test_a_folder_that_cannot_be_written_to_can_be_read(tmp_path: Path) -> None:
    with Library.writer(tmp_path, at=1) as writer:
        writer.put(OSLO, "v1")
    tmp_path.chmod(0o555)
    try:
        with Library.reader(tmp_path, at=1) as reader:
            assert reader.get("oslo") == OSLO
    finally:
        tmp_path.chmod(0o755)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Library.writer(tmp_path, at=1).close()
    with Library.reader(tmp_path, at=1) as reader, pytest.raises(StoreError, match=FILE):
        reader.put(OSLO, "v1")


def test_a_missing_or_broken_file_is_damage_and_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreDamagedError, match=FILE):
        Library.reader(tmp_path, at=1)
    (tmp_path / FILE).write_bytes(b"no database at all " * 100)
    for open_it in (Library.reader, Library.writer):
        with pytest.raises(StoreDamagedError, match=FILE):
            open_it(tmp_path, at=1)


def test_a_library_in_use_says_that_another_process_writes(tmp_path: Path) -> None:
    with Library.writer(tmp_path, at=1) as one, Library.writer(tmp_path, at=1) as other:
        other._connection.execute("PRAGMA busy_timeout = 0")
        one._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError):
            other.put(OSLO, "v1")
        one._connection.execute("ROLLBACK")
        assert other.put(OSLO, "v1")
