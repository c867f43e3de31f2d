"""What killed processes leave is taken away, what lives or is somebody else's is not; who may read new files."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shnor_desktop import places
from shnor_desktop.document.document import Document
from tests.document.conftest import ME


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def aged(path: Path, hours: float) -> Path:
    moment = time.time() - 3600 * hours
    os.utime(path, (moment, moment))
    return path


def file(path: Path, hours: float) -> Path:
    path.write_bytes(b"draft")
    return aged(path, hours)


def folder(path: Path, hours: float) -> Path:
    path.mkdir()
    (path / "копия.shnor").write_bytes(b"copy")
    return aged(path, hours)


def test_only_what_is_old_and_nobodys_goes(tmp_path: Path, gone: int) -> None:
    here = os.getpid()
    for name in ("a.shnor", "a.xlsx"):
        (tmp_path / name).write_bytes(b"")
    go = [
        file(tmp_path / f".a.shnor.{gone}-0123abcd.new", 2),
        file(tmp_path / f".a.shnor.{gone}-0123abcd.new-journal", 2),
        file(tmp_path / ".a.shnor.new", 30),
        file(tmp_path / ".a.xlsx.unfinished", 30),
        file(tmp_path / f".b.xlsx.{gone}-0123abcd.new", 2),
        folder(tmp_path / f"shnor-quarantine-{gone}-abcd_123", 2),
        folder(tmp_path / f".shnor-спасение-{gone}-abcd_123", 2),
        folder(tmp_path / "shnor-view-abcd_123", 30),
    ]
    stay = [
        file(tmp_path / f".a.shnor.{gone}-4567abcd.new", 0.1),
        file(tmp_path / f".a.shnor.{here}-0123abcd.new", 2),
        file(tmp_path / ".b.shnor.new", 30),
        file(tmp_path / ".a.xlsx.new", 30),
        file(tmp_path / ".a.shnor.notes.new.txt", 30),
        file(tmp_path / "shnor-view-abcd_123.txt", 30),
        folder(tmp_path / f"shnor-quarantine-{here}-abcd_123", 2),
        folder(tmp_path / "shnor-quarantine-abcd_124", 2),
        folder(tmp_path / ".shnor-спасение-abcd_123", 30),
        folder(tmp_path / "shnor-мои-документы", 30),
    ]
    places.sweep(tmp_path)
    assert [one.name for one in go if one.exists()] == []
    assert [one.name for one in stay if not one.exists()] == []


def test_among_temporary_files_the_dead_leave_nothing(
    tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they left may be a copy without its password. Of another computer nobody knows who lives."""
    monkeypatch.setattr(places, "temporary", lambda: tmp_path)
    path = tmp_path / "документы" / "a.shnor"
    path.parent.mkdir()
    Document.create(path, ME).close()

    def began() -> None:
        places.new_private_folder("проба").rmdir()

    def opened() -> None:
        Document.open(path, ME).close()

    stay = [places.new_private_folder("locked"), folder(tmp_path / "shnor-locked-abcd_123", 0)]
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "getpid", lambda: gone)
        elsewhere.setattr(places, "_computer", lambda: "0123abcd")
        stay.append(places.new_private_folder("locked"))
    for ask in (began, opened):
        with monkeypatch.context() as before:
            before.setattr(os, "getpid", lambda: gone)
            left = places.new_private_folder("locked")
        (left / "копия.shnor").write_bytes(b"copy")
        ask()
        assert not left.exists() and all(one.exists() for one in stay)
    aged(stay[-1], 2)
    began()
    assert not stay[-1].exists()


def test_who_cannot_see_a_maker_waits(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sandbox processes outside seem gone, and their numbers are those of others. No number that cannot be is one of
    the dead, and signs of this computer tell something only where a folder bears them."""
    monkeypatch.setattr(places, "temporary", lambda: tmp_path)
    mine = places._computer()
    with monkeypatch.context() as before:
        before.setattr(os, "getpid", lambda: gone)
        left = places.new_private_folder("locked")
    beyond = folder(tmp_path / f"shnor-locked-{10**40}-{mine}-abcd_123", 30)
    draft = file(tmp_path / f".перечень-{mine}-1.{gone}-0123abcd.new", 0.1)
    if sys.platform == "linux":
        with monkeypatch.context() as sandbox:
            sandbox.setattr(Path, "readlink", lambda path: Path("pid:[4026532999]"))
            places.sweep(tmp_path)
        assert left.exists()
    places.sweep(tmp_path)
    assert not left.exists() and beyond.exists() and draft.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few make links")
def test_no_link_is_followed(tmp_path: Path, gone: int) -> None:
    """Neither one that bears the name of a folder of ours nor one that lies in such a folder."""
    private, kept = tmp_path / f"shnor-view-{gone}-{places._computer()}-abcd_123", tmp_path / "документы"
    kept.mkdir()
    (kept / "важное.txt").write_text("важное")
    private.mkdir()
    (private / "туда").symlink_to(kept)
    (tmp_path / f"shnor-view-{gone}-{places._computer()}-abcd_124").symlink_to(kept)
    places.sweep(tmp_path)
    assert not private.exists() and (kept / "важное.txt").exists()


def test_opening_for_work_takes_away_what_lies_beside(tmp_path: Path, gone: int) -> None:
    path = tmp_path / "a.shnor"
    with Document.create(path, ME) as document:
        document.make_backup()
        draft = file(document.backups()[0].path.with_name(f".x.shnor.{gone}-0123abcd.new"), 2)
    super_journal = file(tmp_path / "a.shnor-mj0123456AB", 0)
    Document.open(path, ME).close()
    assert not draft.exists() and not super_journal.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
@pytest.mark.parametrize(("rights", "file_rights"), [(0o755, 0o600), (0o2775, 0o644), (0o775, 0o644)])
def test_new_files_are_for_their_owner_alone_unless_the_folder_is_shared(
    tmp_path: Path, rights: int, file_rights: int
) -> None:
    place = tmp_path / "район"
    place.mkdir()
    place.chmod(rights)
    before = os.umask(0o022)
    try:
        with Document.create(place / "a.shnor", ME) as document:
            made = document.make_backup().path
            document.copy_to(place / "b.shnor")
        found = [place / "a.shnor", place / "b.shnor", made]
        assert {one.name: stat.S_IMODE(one.stat().st_mode) for one in found} == {
            one.name: file_rights for one in found
        }
        closed = stat.S_IMODE(made.parent.stat().st_mode) & 0o077 == 0
        assert closed == (file_rights == 0o600)
        with places.written_whole(place / "перечень.pdf", private=False) as draft:
            draft.write_bytes(b"%PDF")
        assert stat.S_IMODE((place / "перечень.pdf").stat().st_mode) == 0o644, "made to be handed on"
        with places.private_folder("проба") as private:
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_a_restored_file_keeps_the_rights_of_the_one_it_replaces(tmp_path: Path) -> None:
    from shnor_desktop.document.file import backup

    path = tmp_path / "a.shnor"
    with Document.create(path, ME) as document:
        made = document.make_backup().path
    path.chmod(0o640)
    backup.restore(path, made)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
