"""The command that tells the backups of a file and puts one in its place."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.file.backup import folder_of
from shnor_desktop.models.schools import School
from tests.cli.running import Shnor, answer, change, digest, opened, refusal


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A file with two backups, a school each, and a third school since."""
    path = Path(shutil.copyfile(template, tmp_path / "район.shnor"))
    for name in ("Первая", "Вторая", "Третья"):
        with opened(path, 0) as document:
            with document.write("Школа") as session:
                session.add(School(name=name))
            if name != "Третья":
                document.make_backup()
    return path


def _schools(path: Path) -> set[str]:
    with opened(path, 0) as document, document.read() as session:
        assert document.check().sound
        return set(session.scalars(select(School.name)))


def test_one_takes_the_place_and_the_present_file_stays_beside(shnor: Shnor, path: Path) -> None:
    listed = answer(shnor, "restore", path)["backups"]
    assert [one["number"] for one in listed] == [1, 2] and not any(one["trouble"] for one in listed)
    made = answer(shnor, "restore", path, "--from", "2")
    assert _schools(path) == {"Первая"} and _schools(Path(made["kept"])) == {"Первая", "Вторая", "Третья"}
    assert answer(shnor, "restore", path, "--from", listed[0]["path"])["backup"] == listed[0]["path"]
    assert _schools(path) == {"Первая", "Вторая"}


def test_also_in_the_place_of_a_file_that_is_gone_or_damaged(shnor: Shnor, path: Path) -> None:
    path.write_bytes(b"")
    assert answer(shnor, "restore", path, "--from", "1")["kept"]
    assert _schools(path) == {"Первая", "Вторая"}
    path.unlink()
    assert answer(shnor, "restore", path, "--from", "2")["kept"] is None
    assert _schools(path) == {"Первая"}


def test_what_is_refused_changes_nothing(shnor: Shnor, path: Path, template: Path, tmp_path: Path) -> None:
    assert shnor("new", tmp_path / "другой.shnor")[0] == 0
    before = digest(path)
    for wanted in ("0", "3", "нет такого", "другой.shnor", str(folder_of(path))):
        refusal(shnor("restore", path, "--from", wanted))
    newest = max(folder_of(path).iterdir())
    newest.write_bytes(newest.read_bytes()[:5000])
    assert "не годится" in shnor("restore", path)[1]
    refusal(shnor("restore", path, "--from", newest))
    refusal(shnor("restore", tmp_path / "другой.shnor"))
    assert digest(path) == before


def test_not_under_somebody_who_works_in_it(shnor: Shnor, path: Path) -> None:
    with opened(path, 0):
        assert "открыт" in refusal(shnor("restore", path, "--from", "1"))
    change(path, 0, "Третья", note="и дальше")
    assert "Третья" in _schools(path)


def test_a_folder_of_copies_that_is_a_link_is_told(shnor: Shnor, path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "там"
    folder_of(path).rename(elsewhere)
    folder_of(path).symlink_to(elsewhere, target_is_directory=True)
    assert "стоит ссылка" in refusal(shnor("restore", path))
    told = answer(shnor, "check", path, code=1)
    assert told["backups"] == [] and "стоит ссылка" in told["backups_trouble"]


def test_a_folder_of_copies_without_rights_is_told(
    shnor: Shnor, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr("os.access", lambda one, mode: Path(one) != folder_of(path))
    monkeypatch.setattr(Path, "glob", lambda one, pattern: iter(()))
    assert "нет прав" in refusal(shnor("restore", path))
    assert "нет прав" in answer(shnor, "check", path, code=1)["backups_trouble"]


def test_what_is_wrong_with_the_copy_is_told(shnor: Shnor, path: Path, tmp_path: Path) -> None:
    cut = Path(shutil.copyfile(path, tmp_path / "прежний.shnor"))
    with closing(sqlite3.connect(cut)) as connection:
        connection.execute("DELETE FROM action")
        connection.commit()
    code, words, _ = shnor("restore", path, "--from", cut)
    assert code == 1 and "История файла повреждена" in words and "renew" in words
    made = answer(shnor, "restore", path, "--from", cut, code=1)
    assert not made["sound"] and made["findings"]
    shutil.copyfile(made["kept"], path)
    made = answer(shnor, "rebuild", path, tmp_path / "заново.shnor", code=1)
    assert not made["sound"] and made["same"]


def test_a_link_to_itself_is_told(shnor: Shnor, tmp_path: Path) -> None:
    loop = tmp_path / "район.shnor"
    loop.symlink_to(loop)
    for words in (("check", loop), ("restore", loop), ("undo", loop), ("history", loop)):
        assert "ссылка ведёт сама на себя" in refusal(shnor(*words))


def test_a_damaged_neighbour_is_passed_over(shnor: Shnor, path: Path, tmp_path: Path) -> None:
    neighbour = Path(shutil.copyfile(path, tmp_path / "сосед.shnor"))
    folder_of(neighbour).mkdir()
    # SQLite says which table it cannot read, and its name is no text any more.
    damaged = re.sub(
        rb"table(meta)meta(.*?)CREATE", b"table\xa1etameta\\2CREXTE", neighbour.read_bytes(), flags=re.DOTALL
    )
    neighbour.write_bytes(damaged)
    assert len(answer(shnor, "restore", path)["backups"]) == 2
    refusal(shnor("check", neighbour))
