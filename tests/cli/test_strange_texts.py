"""Texts and names of files that are no proper text: commands say a sentence, and every office takes what is written."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop import cli
from shnor_desktop.cli import answers
from shnor_desktop.cli.answers import Answer
from shnor_desktop.models.results import Parcel, SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing import questions as question_texts
from tests.cli.running import Shnor, answer, change, opened, questions, refusal
from tests.document.foreign import hostile

linux_names = pytest.mark.skipif(sys.platform == "win32", reason="names there are always Unicode")


@pytest.fixture
def disputed(base: Path, tmp_path: Path, shnor: Shnor) -> Path:
    """A merged file with two open questions."""
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    for office, path in enumerate((ours, theirs)):
        change(path, office, "Школа № 1", director=f"Директор {office}", note=f"Заметка {office}")
    answer(shnor, "merge", ours, theirs, code=1)
    return ours


def test_a_decision_is_taken_by_the_other_office(shnor: Shnor, disputed: Path, tmp_path: Path) -> None:
    by_field = {one["field"]: one["id"] for one in questions(shnor, disputed)}
    assert "UTF-8" in refusal(shnor("decide", disputed, by_field["director"], "--take", "\udcff\udcfe"))
    assert "UTF-8" in refusal(
        shnor("decide", disputed, by_field["director"], "--take", "here", "--reason", "\udcff")
    )
    assert "слишком длинн" in refusal(
        shnor("decide", disputed, by_field["director"], "--take", "here", "--reason", "z" * 120_000)
    )
    assert "слишком длинн" in refusal(shnor("decide", disputed, by_field["director"], "--take", "я" * 20_000))
    answer(shnor, "decide", disputed, by_field["note"], "--take", "раз\x01два", "--reason", "по\x1dприказу")
    answer(shnor, "decide", disputed, by_field["director"], "--take", "Белова\x7fБ.Б.")
    answer(shnor, "check", disputed)
    answer(shnor, "merge", tmp_path / "б.shnor", disputed)
    with opened(tmp_path / "б.shnor", 1) as document, document.read() as session:
        school = session.scalars(select(School).where(School.name == "Школа № 1")).one()
        assert (school.note, school.director) == ("раз два", "Белова Б.Б.")
        assert any("по приказу" in one.title for one in document.actions())


@linux_names
def test_files_with_names_that_are_not_utf8(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    name = os.fsdecode("Школа".encode("cp1251") + b".shnor")
    other = Path(shutil.copyfile(base, tmp_path / name))
    change(other, 1, "Школа № 1", director="Белова Б.Б.")
    answer(shnor, "merge", base, other, "--dry-run")
    told = answer(shnor, "merge", base, other)
    assert told["changed"] and "\udcd8" in told["files"][0]["file"]
    answer(shnor, "copy", base, tmp_path / f"копия {name}")
    answer(shnor, "merge", other, base)
    answer(shnor, "check", other)
    with opened(base, 0) as document:
        assert merging.merges(document)[0].file_name == "\ufffd" * 5 + ".shnor"


@linux_names
def test_a_book_with_control_signs_in_its_cells_and_its_name(
    shnor: Shnor, base: Path, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["ВПР 2020. Математика. 5 класс_x0002_"])
    book.active.append(["Школа_x0001_", "Количество участников", "2", "3", "4", "5"])
    book.active.append(["Школа\x7f № 77_x0001_", 10, 30, 30, 20, 20])
    path = tmp_path / "итоги\x7f\udcff.xlsx"
    book.save(path)
    other = Path(shutil.copyfile(base, tmp_path / "другой.shnor"))
    assert cli.main(["import", str(base), str(path), "--year", "2020/21"]) == 0
    answer(shnor, "check", base)
    answer(shnor, "merge", other, base)
    with opened(other, 1) as document, document.read() as session:
        assert "Школа № 77" in session.scalars(select(School.name)).all()
        assert session.scalars(select(Parcel.file_name)).all() == ["итоги \ufffd.xlsx"]


def test_a_workbook_is_written_whatever_another_tool_put_into_the_tables(
    shnor: Shnor, base: Path, tmp_path: Path
) -> None:
    hostile.sql(
        base,
        "UPDATE school SET name = name || char(65534) || char(1), note = char(127) || char(65535)",
        "UPDATE school_result SET failed_pct_e4 = 1000000000000000, participants = NULL, failed = NULL",
        "UPDATE school_result SET state = 'ерунда' WHERE uid = (SELECT min(uid) FROM school_result)",
    )
    with opened(base, 0) as document, document.read() as session:
        first = session.scalars(select(SchoolResult).order_by(SchoolResult.uid)).first()
        assert first is not None
        number = session.get_one(School, first.school).name[:9]
    for words in (
        ("export", base, tmp_path / "всё.xlsx"),
        ("print", base, "memo", "-o", tmp_path / "справка.pdf"),
        ("print", base, "memo", "-o", tmp_path / "справка.docx"),
        ("print", base, "list", "-o", tmp_path / "перечень.xlsx"),
        ("print", base, "school-card", "--school", number, "-o", tmp_path / "карточка.pdf"),
    ):
        code, _, told = shnor(*words)
        assert code in (0, 1), told
        assert "Traceback" not in told


def test_a_merge_that_stands_is_not_told_as_failed(
    shnor: Shnor, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copyfile(base, tmp_path / "другой.shnor"))
    change(base, 0, "Школа № 1", director="Анина А.А.")
    change(other, 1, "Школа № 1", director="Белова Б.Б.")

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(question_texts, "question", fail)
    told = answer(shnor, "merge", base, other, code=1)
    assert told["changed"] and "Всё принято" in told["files"][0]["remarks"][-1]
    assert told["open_after"] == 1


def test_a_terminal_is_given_no_commands(capsys: pytest.CaptureFixture[str]) -> None:
    answers.give(Answer(lines=["раз\x1b[2J\x9b1A\u202eдва", "\tтри\nчетыре"]), as_json=False)
    answers.complain("пять\x1b]0;шесть\x07")
    assert capsys.readouterr() == ("раз [2J 1A два\n\tтри\nчетыре\n", "пять ]0;шесть\n")
