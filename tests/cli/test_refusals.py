"""What commands say when a place cannot be written to, when moments are odd and when two schools have one name."""

import sqlite3
from pathlib import Path

import pytest

from shnor_desktop.document.file import backup
from shnor_desktop.document.merge import part
from shnor_desktop.document.state import rebuild
from shnor_desktop.operations.records import records
from tests.cli.running import Shnor, answer, opened, refusal

OUT = {
    "copy": ("copy", "начало.shnor"),
    "part": ("copy", "начало.shnor", "--school", "Школа № 1"),
    "rebuild": ("rebuild", "начало.shnor"),
}


def asked(name: str, out: Path) -> tuple[object, ...]:
    command, file, *more = OUT[name]
    return (command, file, out, *more)


@pytest.mark.parametrize("name", OUT)
def test_a_missing_folder_is_named(shnor: Shnor, base: Path, name: str) -> None:
    told = refusal(shnor(*asked(name, base.parent / "нет такой" / "новый.shnor")))
    assert told.startswith("Папки «") and "нет такой» нет." in told


@pytest.mark.parametrize(("code", "words"), [(13, "нет места для"), (14, "нельзя записать")])
@pytest.mark.parametrize("name", OUT)
def test_the_new_file_is_named_not_the_document(
    shnor: Shnor, base: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("the disk")
        error.sqlite_errorcode = code
        raise error

    for module, function in ((part, "_write"), (rebuild, "rebuild"), (backup, "vacuum_into")):
        monkeypatch.setattr(module, function, fail)
    told = refusal(shnor(*asked(name, base.parent / "новый.shnor")))
    assert words in told and "«новый.shnor»" in told and "начало" not in told


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31"])
def test_moments_beyond_all_history(shnor: Shnor, base: Path, moment: str) -> None:
    assert answer(shnor, "diff", base, "--to", moment)["swapped"] is False
    assert answer(shnor, "diff", base, "--from", moment)["swapped"] is False


def test_moments_named_the_other_way_round_are_told_so(shnor: Shnor, base: Path) -> None:
    first, *_, last = (one["id"] for one in answer(shnor, "history", base)["actions"][::-1])
    forward = answer(shnor, "diff", base, "--from", first, "--to", last)
    back = answer(shnor, "diff", base, "--from", last, "--to", first)
    assert not forward["swapped"] and back == forward | {"swapped": True}
    assert shnor("diff", base, "--from", last, "--to", first)[1].startswith("Первым назван поздний момент")


def test_two_schools_of_one_name_are_told_apart_by_their_numbers(shnor: Shnor, base: Path) -> None:
    with opened(base, 0) as document, document.write("Вторая первая") as session:
        uid = records.save(session, "school", None, {"name": "Школа № 1", "place": "Дальнее"})
        records.save(session, "school_code", None, {"school": uid, "system": "rcoi", "code": "777"})
    told = refusal(shnor("copy", base, "часть.shnor", "--school", "Школа № 1"))
    assert "найдено школ: 2" in told and f"(Дальнее, код 777, school:{uid.hex()})" in told
    assert shnor("copy", base, "часть.shnor", "--school", f"school:{uid.hex()}")[0] == 0
