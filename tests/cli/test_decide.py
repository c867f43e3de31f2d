"""Deciding on the command line, and parts that are sent and come back."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import School
from tests.cli.running import OFFICES, Shnor, answer, change, director, opened, questions, refusal


@pytest.fixture
def disputed(base: Path, tmp_path: Path, shnor: Shnor) -> Path:
    """A merged file with three open questions about two schools."""
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    for office, path in enumerate((ours, theirs)):
        change(path, office, "Школа № 1", director=f"Директор {office}", opened_on=f"200{office}-09-01")
        change(path, office, "Школа № 2", note=f"Заметка {office}")
    answer(shnor, "merge", ours, theirs, code=1)
    return ours


def test_a_decision_may_be_a_typed_value(shnor: Shnor, disputed: Path) -> None:
    by_field = {one["field"]: one["id"] for one in questions(shnor, disputed)}
    assert set(by_field) == {"director", "opened_on", "note"}
    assert "не дата" in refusal(shnor("decide", disputed, by_field["opened_on"], "--take", "давно"))
    assert "не введено" in refusal(shnor("decide", disputed, by_field["opened_on"], "--take", ""))
    answer(shnor, "decide", disputed, by_field["opened_on"], "--take", "05.10.2003")
    told = answer(shnor, "decide", disputed, by_field["note"], "--take", "both")
    assert told["left"] == 1
    with opened(disputed, 0) as document, document.read() as session:
        one, other = (
            session.scalars(select(School).where(School.name == f"Школа № {n}")).one() for n in (1, 2)
        )
        assert one.opened_on == "2003-10-05" and set(other.note.split("\n")) == {"Заметка 0", "Заметка 1"}
    assert "решён или назван неверно" in refusal(
        shnor("decide", disputed, by_field["note"], "--take", "here")
    )
    assert "Не указано" in refusal(shnor("decide", disputed, by_field["director"]))


def test_many_questions_are_decided_at_once_and_taken_back_at_once(shnor: Shnor, disputed: Path) -> None:
    told = answer(shnor, "decide", disputed, "all", "--take", "here", "--school", "Школа № 2")
    assert (told["decided"], told["left"]) == (1, 2)
    told = answer(
        shnor, "decide", disputed, "all", "--take", "office", "--office", OFFICES[1], "--reason", "приказ № 7"
    )
    assert (told["decided"], told["left"]) == (2, 0) and director(disputed) == "Директор 1"
    assert "приказ № 7" in answer(shnor, "undo", disputed)["title"]
    assert "одному" in refusal(shnor("decide", disputed, "all", "--take", "05.10.2003"))
    assert "вместе с «all»" in refusal(shnor("decide", disputed, "0" * 10, "--take", "here", "--school", "x"))


def test_a_school_gets_its_part_and_it_comes_back(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    change(base, 0, "Школа № 1", director="Белова Б.Б.", phone="1-11")
    told = answer(shnor, "copy", base, "часть.shnor", "--school", "Школа № 1", "--to", "куратор  Орлова")
    assert told["contents"] == "часть файла: школа «Школа № 1», для: куратор Орлова"
    assert told["whom"] == "куратор Орлова"
    assert answer(shnor, "check", "часть.shnor")["sound"]
    part = tmp_path / "часть.shnor"
    change(part, 1, "Школа № 1", phone="2-22")
    change(base, 0, "Школа № 2", phone="3-33")
    back = answer(shnor, "merge", base, part)["files"][0]
    assert back["contents"] == told["contents"] and back["counts"] == {
        "school": {"new": 0, "changed": 1, "deleted": 0}
    }
    answer(shnor, "merge", base, part)
    assert answer(shnor, "check", base)["sound"]
    assert "Выберите другое имя" in refusal(shnor("copy", base, part, "--school", "Школа № 1"))
    assert "нет в файле" in refusal(shnor("copy", base, "ч.shnor", "--school", "Марсианская"))
    assert "нельзя указать вместе" in refusal(
        shnor("copy", base, "ч.shnor", "--school", "Школа № 1", "--year", "2023/24")
    )
    for option in (("--form",), ("--with-lists",), ("--to", "школе")):
        assert "--school или --year" in refusal(shnor("copy", base, "ч.shnor", *option))


def test_signed_lists_go_to_a_school_only_when_asked(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    with opened(base, 0) as document, document.write("Перечень") as session:
        school = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
        listed = StatusList(title="Перечень", frozen="Школа № 2: 4 из 9")
        session.add(listed)
        session.flush()
        session.add(SchoolStatus(school=school, list=listed.uid))
    for name, options in (("без.shnor", ()), ("с.shnor", ("--with-lists",))):
        answer(shnor, "copy", base, name, "--school", "Школа № 1", *options)
        assert ("4 из 9".encode() in (tmp_path / name).read_bytes()) is bool(options)
        assert answer(shnor, "merge", base, name)["files"][0]["already"]


def test_a_form_goes_without_names_and_comes_back_without_taking_ours(
    shnor: Shnor, base: Path, tmp_path: Path
) -> None:
    change(base, 0, "Школа № 1", director="Белова Бэла Борисовна", address="ул. Лесная")
    with opened(base, 0) as document, document.write("Добавлено: сотрудник «Бэла Борисовна»") as session:
        uid = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
        session.add(Person(name="Бэла Борисовна", school=uid))
    told = answer(shnor, "copy", base, "форма.shnor", "--school", "Школа № 1", "--form")
    form = tmp_path / "форма.shnor"
    assert told["contents"].startswith("форма без имён людей")
    assert "Бэла Борисовна".encode() not in form.read_bytes() and "Работник".encode() not in form.read_bytes()
    change(form, 1, "Школа № 1", address="ул. Полевая")
    answer(shnor, "merge", base, form)
    with opened(base, 0) as document, document.read() as session:
        one = session.scalars(select(School).where(School.name == "Школа № 1")).one()
        assert (one.director, one.address) == ("Белова Бэла Борисовна", "ул. Полевая")
        assert session.scalars(select(Person.name)).all() == ["Бэла Борисовна"]
    assert "Добавлено: сотрудник" in shnor("history", base)[1]


def test_a_year_as_a_part(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    told = answer(shnor, "copy", base, "год.shnor", "--year", "2023/24")
    assert told["contents"] == "часть файла: 2023/24 учебный год"
    with opened(tmp_path / "год.shnor", 1) as document, document.read() as session:
        assert set(session.scalars(select(Sitting.school_year))) == {2023}
        (one, *_) = session.scalars(select(SchoolResult))
        uid = one.uid
    with opened(tmp_path / "год.shnor", 1) as document, document.write("Исправлено") as session:
        result = session.get(SchoolResult, uid)
        assert result is not None
        result.participants = 77
    answer(shnor, "merge", base, "год.shnor")
    with opened(base, 0) as document, document.read() as session:
        result = session.get(SchoolResult, uid)
        assert result is not None and result.participants == 77
    assert "ничего нет" in refusal(shnor("copy", base, "г.shnor", "--year", "2010/11"))
