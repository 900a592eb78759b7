"""Backups are whole and restore what was there; damage is found, named, and has a way back."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import cli
from kg.errors import StoreDamagedError, StoreError, StoreLockedError
from kg.model import Article
from kg.pipeline import Archive
from kg.pipeline.safekeeping import backup, restore
from kg.store.damage import examine
from kg.terms import RDFS

VIEW = DefaultGraph()


def labels(*numbers: int) -> list[Quad]:
    return [
        Quad(NamedNode(f"https://example.org/{n}"), RDFS.label, Literal(f"thing {n} " + "x" * 40))
        for n in numbers
    ]


def batch(folder: Path, count: int) -> None:
    """Publish a batch: so many things and an article that says how many."""
    with Archive.open(folder, "w") as archive:
        archive.store.put_graph(VIEW, labels(*range(count)))
        archive.library.put(Article("story", f"{count} things"), "made")
        number = archive.store.publish()
        archive.library.publish(number, oldest=1)


def held(folder: Path) -> tuple[int, str]:
    with Archive.open(folder) as archive:
        article = archive.library.get("story")
        return len(list(archive.store.quads(VIEW))), article.text if article else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    batch(tmp_path / "store", 1000)
    batch(tmp_path / "store", 2000)
    return tmp_path / "store"


@pytest.mark.parametrize("name", ["saved", "saved.tar", "saved.tar.gz", "SAVED.TGZ"])
def test_a_backup_made_while_others_write_holds_the_published_state(
    folder: Path, tmp_path: Path, name: str
) -> None:
    with Archive.open(folder, "w") as writer:
        writer.store.put_graph(VIEW, labels(1))
        writer.library.put(Article("story", "not finished"), "made")
        kept = backup(folder, tmp_path / name)
    assert (kept.snapshot, kept.statements, kept.articles) == (2, 2000, 1)
    made, aside = restore(tmp_path / name, tmp_path / "new")
    assert (made.snapshot, aside) == (2, None)
    assert held(tmp_path / "new") == (2000, "2000 things")
    batch(tmp_path / "new", 3)
    assert held(tmp_path / "new") == (3, "3 things")
    assert not list(tmp_path.glob(".kg-*"))


def test_a_backup_in_a_folder_is_a_store_that_shares_nothing(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "saved")
    shutil.rmtree(folder)
    assert held(tmp_path / "saved") == (2000, "2000 things")
    backup(tmp_path / "saved", tmp_path / "again")
    assert held(tmp_path / "again") == (2000, "2000 things")


def test_an_older_snapshot_is_backed_up_with_the_texts_of_its_time(
    folder: Path, tmp_path: Path
) -> None:
    backup(folder, tmp_path / "saved", snapshot=1)
    assert held(tmp_path / "saved") == (1000, "1000 things")
    with pytest.raises(StoreError, match=r"no snapshot 7.*Still there: 1 to 2") as caught:
        backup(folder, tmp_path / "never", snapshot=7)
    assert not isinstance(caught.value, StoreDamagedError)


def test_nothing_is_ever_written_over(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "saved")
    with pytest.raises(StoreError, match="something here already"):
        backup(folder, tmp_path / "saved")
    with pytest.raises(StoreError, match=r"give --replace"):
        restore(tmp_path / "saved", folder)
    with Archive.open(folder, "w"), pytest.raises(StoreLockedError):
        restore(tmp_path / "saved", folder, replace=True)
    assert held(folder) == (2000, "2000 things")


def test_what_is_replaced_is_kept_and_numbers_of_snapshots_rise(
    folder: Path, tmp_path: Path
) -> None:
    backup(folder, tmp_path / "saved.tar")
    batch(folder, 5)
    kept, aside = restore(tmp_path / "saved.tar", folder, replace=True)
    assert kept.snapshot == 4
    assert held(folder) == (2000, "2000 things")
    assert aside is not None
    assert held(aside) == (5, "5 things")


def test_what_is_no_backup_changes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("hello")
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        for name in ("../escaped", "/tmp/escaped", "live/../../escaped", "snapshots/1/CURRENT"):
            member = tarfile.TarInfo(name)
            member.size = 4
            archive.addfile(member, io.BytesIO(b"evil"))
    links = {
        "symbolic.tar": tarfile.SYMTYPE,
        "hard.tar": tarfile.LNKTYPE,
        "dev.tar": tarfile.CHRTYPE,
    }
    for name, kind in links.items():
        with tarfile.open(tmp_path / name, "w") as archive:
            member = tarfile.TarInfo("live")
            member.type, member.linkname = kind, str(tmp_path / "escaped")
            archive.addfile(member)
    for name in ("text.tar", "evil.tar", "missing.tar", *links):
        with pytest.raises(StoreError):
            restore(tmp_path / name, folder, replace=True)
    assert held(folder) == (2000, "2000 things")
    assert not list(tmp_path.rglob("escaped"))


def test_half_a_backup_is_not_restored(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "saved.tar")
    data = (tmp_path / "saved.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreError):
        restore(tmp_path / "half.tar", tmp_path / "new")
    assert not (tmp_path / "new").exists()


# Damage


def largest(path: Path) -> Path:
    return max(path.glob("*.sst"), key=lambda file: file.stat().st_size)


def own(file: Path) -> Path:
    """The file as this folder's alone: hard links would carry the damage elsewhere."""
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)
    return file


def flip(file: Path) -> None:
    data = bytearray(own(file).read_bytes())
    data[len(data) // 3] ^= 0xFF
    file.write_bytes(data)


def states(folder: Path, *, deep: bool = False) -> dict[str, str]:
    return {part.name: part.state for part in examine(folder, deep=deep)}


def test_a_store_that_is_well_is_found_well(folder: Path) -> None:
    assert states(folder, deep=True) == {"snapshot 2": "well", "snapshot 1": "well", "live": "well"}
    with Archive.open(folder, "w"):
        code = (
            "import sys; from pathlib import Path; from kg.store.damage import examine; "
            "print([part.state for part in examine(Path(sys.argv[1]))])"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True
        )
    assert told.stdout == "['well', 'well', 'busy']\n"


@pytest.mark.parametrize("place", ["snapshots/2", "live"])
def test_a_truncated_table_is_found_at_once(folder: Path, place: str) -> None:
    table = own(largest(folder / place))
    os.truncate(table, table.stat().st_size // 2)
    name = {"live": "live"}.get(place, "snapshot 2")
    assert [n for n, state in states(folder).items() if state == "damaged"] == [name]


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*"])
@pytest.mark.parametrize("place", ["snapshots/2", "live"])
def test_a_missing_file_is_found_at_once_and_named(folder: Path, place: str, name: str) -> None:
    next((folder / place).glob(name)).unlink()
    (part,) = (part for part in examine(folder) if part.state == "damaged")
    assert name in part.detail


def test_a_flipped_byte_in_any_table_is_found_by_reading_all(folder: Path) -> None:
    tables = [
        t for t in sorted((folder / "snapshots" / "2").glob("*.sst")) if t.stat().st_size > 4000
    ]
    assert len(tables) > 3
    for table in tables:
        whole = table.read_bytes()
        flip(table)
        assert states(folder, deep=True)["snapshot 2"] == "damaged", table.name
        table.write_bytes(whole)
    assert states(folder, deep=True)["snapshot 2"] == "well"


def test_a_damaged_snapshot_gives_no_backup(folder: Path, tmp_path: Path) -> None:
    flip(largest(folder / "snapshots" / "2"))
    with pytest.raises(StoreDamagedError):
        backup(folder, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["kg", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def test_the_doctor_says_the_way_back_and_it_works(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    where = ("--store", str(folder))
    assert run(monkeypatch, "doctor", "-f", "json", *where) == 0
    assert "not read" in capsys.readouterr().out
    (folder / "live" / "CURRENT").unlink()
    flip(largest(folder / "snapshots" / "2"))
    capsys.readouterr()
    assert run(monkeypatch, "doctor", "--deep", "-f", "json", *where) == 4
    told = capsys.readouterr()
    rows = {row["what"]: row["value"] for row in json.loads(told.out)}
    assert rows["store, snapshot 2"].startswith("damaged")
    assert rows["store, snapshot 1"].startswith("well")
    advice = told.err.partition("snapshot 1 is well: ")[2].strip()
    for command in advice.split(" && "):
        assert run(monkeypatch, *command.split()[1:]) == 0
    assert run(monkeypatch, "doctor", "--deep", *where) == 0
    assert held(folder) == (1000, "1000 things")
