"""A document that is gone from its place: whoever asks for it is told of its copies, and gets one back."""

import errno
import shutil
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import backup
from shnor_desktop.document.opening import missing
from shnor_desktop.errors import DocumentError, DocumentMissing
from shnor_desktop.models.schools import School
from tests.document.conftest import ME


def made(path: Path, school: str) -> Path:
    with Document.create(path, ME) as document:
        with document.write("Школа") as session:
            session.add(School(name=school))
        missing.remember(path, document.uid)
    return path


def named(path: Path) -> list[str]:
    return [one.path.name for one in missing.copies(path)]


def test_copies_are_told_by_the_number_inside(path: Path) -> None:
    made(path, "Наша")
    made(path.with_name("Чужой.shnor"), "Чужая")
    older = Path(shutil.copyfile(path, path.with_name("на флешку от мая.shnor")))
    with Document.open(path, ME, back_up=False) as document, document.write("Ещё") as session:
        session.add(School(name="Новая"))
    path.rename(path.with_name("Переименовано кем-то.shnor"))
    path.with_name("обрывок.shnor").write_bytes(older.read_bytes()[:8192])
    assert named(path) == ["Переименовано кем-то.shnor", older.name], "the most complete first"
    with pytest.raises(DocumentMissing, match="«Переименовано кем-то.shnor» .последняя правка") as refused:
        Document.open(path, ME)
    assert "создайте новый" not in str(refused.value)
    with pytest.raises(DocumentMissing, match="«на флешку от мая.shnor»"):
        Document.open(path, ME, read_only=True)


def test_without_a_note_its_backups_tell_which_document_it_was(path: Path, user_folder: Path) -> None:
    made(path, "Наша")
    with Document.open(path, ME) as document:
        kept = document.backups()[0].path
    for note in user_folder.iterdir():
        note.unlink()
    path.rename(path.with_name("другое имя.shnor"))
    assert named(path) == [kept.name, "другое имя.shnor"] or named(path) == ["другое имя.shnor", kept.name]
    shutil.rmtree(backup.folder_of(path))
    assert named(path) == [], "nothing tells that it is the same"
    with pytest.raises(DocumentMissing, match="не найден") as refused:
        Document.open(path, ME)
    assert "создайте новый" in str(refused.value)


def test_a_draft_of_an_earlier_version_and_a_returned_file_are_copies(path: Path) -> None:
    made(path, "Наша")
    draft = Path(shutil.copyfile(path, path.with_name(f".{path.name}.new")))
    path.rename(path.with_name(path.name + ".bak"))
    assert set(named(path)) == {draft.name, path.name + ".bak"}


def test_a_copy_takes_the_place_and_stays(path: Path) -> None:
    made(path, "Наша")
    copy = path.rename(path.with_name("копия.shnor"))
    content = copy.read_bytes()
    missing.take_place(copy, path)
    assert copy.read_bytes() == content
    with Document.open(path, ME) as document:
        assert document.check().sound
    with pytest.raises(DocumentError, match="уже есть"):
        missing.take_place(copy, path)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "нет места"), (errno.EACCES, "нельзя записать"), (errno.EIO, "недоступен")],
)
def test_a_disk_that_takes_no_copy_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    made(path, "Наша")
    copy = path.rename(path.with_name("копия.shnor"))

    def refused(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(backup, "vacuum_into", refused)
    with pytest.raises(DocumentError, match=said):
        missing.take_place(copy, path)
    assert not path.exists()


def test_a_folder_that_is_gone_is_told(path: Path) -> None:
    made(path, "Наша")
    with pytest.raises(DocumentError, match="Папки «.*» нет"):
        missing.take_place(path, path.parent / "другая" / path.name)


def test_a_damaged_note_of_this_machine_does_no_harm(path: Path, user_folder: Path) -> None:
    made(path, "Наша")
    (note,) = user_folder.glob("*.json")
    for text in ("", "[]", '{"a": 1}', '{"a": "zz"}', "{"):
        note.write_text(text, "utf-8")
        assert missing.copies(path) == ()
    made(path.with_name("ещё.shnor"), "Ещё")
