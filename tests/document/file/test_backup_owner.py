"""Backups belong to a document by its number, not to the name of its file."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file.backup import UID, backups, folder_of, out_of_reach, thin, uid_of
from shnor_desktop.errors import DocumentError


def begun(path: Path, copies: int = 1) -> Path:
    with Document.create(path, Who()) as document:
        for _ in range(copies):
            document.make_backup()
    return path


def test_a_renamed_file_keeps_its_copies(tmp_path: Path) -> None:
    path = begun(tmp_path / "Район.shnor", 2)
    renamed = path.rename(tmp_path / "Архив.shnor")
    with Document.open(renamed, Who()) as document:
        assert len(document.backups()) >= 2
        made = document.make_backup()
        assert made.path in [one.path for one in document.backups()] and made.path.parent == folder_of(
            renamed
        )


def test_a_new_file_of_an_old_name_has_none_of_them(tmp_path: Path) -> None:
    path = begun(tmp_path / "Район.shnor", 2)
    old = path.rename(tmp_path / "Архив.shnor")
    begun(path)
    (own,) = backups(path)
    assert uid_of(own.path) == uid_of(path) != uid_of(old)
    assert len(backups(old)) == 2


def test_a_copy_of_the_document_beside_it_has_copies_of_its_own(tmp_path: Path) -> None:
    path = begun(tmp_path / "Район.shnor", 2)
    copy = tmp_path / "Соседи.shnor"
    shutil.copyfile(path, copy)
    assert backups(copy) == ()
    assert len(backups(path)) == 2


def test_a_damaged_file_gets_copies_only_where_it_is_clear_whose_they_are(tmp_path: Path) -> None:
    path = begun(tmp_path / "Район.shnor", 1)
    path.write_bytes(b"damaged")
    assert len(backups(path)) == 1
    path.unlink()
    begun(path)
    path.write_bytes(b"damaged again")
    assert backups(path) == ()


@pytest.mark.parametrize("dangling", [False, True])
def test_what_stands_in_place_of_the_folder_is_named(tmp_path: Path, dangling: bool) -> None:
    path = begun(tmp_path / "Район.shnor", 0)
    if dangling:
        folder_of(path).symlink_to(tmp_path / "нигде")
    else:
        folder_of(path).write_text("заметки", "utf-8")
    refused = pytest.raises(DocumentError, match="на месте папки «Район — резервные копии»")
    with Document.open(path, Who(), back_up=False) as document, refused:
        document.make_backup()


def test_a_folder_without_rights_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Document.create(tmp_path / "район.shnor", Who()) as document:
        folder = folder_of(document.path)
        # Whoever runs the tests may be allowed everything.
        monkeypatch.setattr("os.access", lambda path, mode: Path(path) != folder)
        with pytest.raises(DocumentError, match=f"на папку «{folder.name}» нет прав"):
            document.make_backup()


def test_a_link_in_place_of_the_folder_is_never_followed(tmp_path: Path) -> None:
    """What it leads to may be the folder of another document, or of somebody else."""
    path = begun(tmp_path / "Район.shnor", 3)
    elsewhere = tmp_path / "чужая папка"
    folder_of(path).rename(elsewhere)
    folder_of(path).symlink_to(elsewhere, target_is_directory=True)
    there = sorted(elsewhere.iterdir())
    assert backups(path) == ()
    assert out_of_reach(path) is not None
    with Document.open(path, Who(), back_up=False) as document:
        with pytest.raises(DocumentError, match="ссылка"):
            document.make_backup()
        with document.raw() as connection:
            thin(path, datetime(2099, 1, 1), connection.execute(UID).fetchone()[0])
    assert sorted(elsewhere.iterdir()) == there


def test_an_old_name_that_is_a_link_is_not_followed_either(tmp_path: Path) -> None:
    path = begun(tmp_path / "Район.shnor", 2)
    elsewhere = tmp_path / "чужая папка"
    folder_of(path).rename(elsewhere)
    (tmp_path / "Прежний — резервные копии").symlink_to(elsewhere, target_is_directory=True)
    assert backups(path) == ()
    assert out_of_reach(path) is None
