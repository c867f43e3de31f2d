"""Whoever keeps a record that another office deleted gets back what was deleted together with it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.questions import conflicts, decide, decide_all
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School, SchoolCode
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools import edits
from shnor_desktop.operations.sharing import decisions
from tests.operations.district import District

HERE, THERE = Who("Здешняя", "ИМЦ"), Who("Тамошний", "Управление")
Pair = tuple[Path, Path]
Left = tuple[int, int, int]


@pytest.fixture
def pair(new_path: Callable[[str], Path], tmp_path: Path) -> Pair:
    """Two copies with two schools of two results and a code each."""
    first, second = new_path("здесь.shnor"), tmp_path / "там.shnor"
    with Document.open(first, HERE) as document, document.write("Школы") as session:
        district = District(session)
        sittings = [district.sitting("oge", "МА", 9, year, "spring") for year in (2020, 2021)]
        for name in ("Первая", "Вторая"):
            uid = district.school(name)
            edits.add_code(session, uid, "rcoi", name)
            for sitting in sittings:
                district.result(uid, sitting, 20, 5)
    shutil.copyfile(first, second)
    return first, second


def left(document: Document) -> Left:
    """How many schools, results and codes there are."""
    with document.read() as session:
        one, two, three = (
            session.scalar(select(func.count()).select_from(kind)) or 0
            for kind in (School, SchoolResult, SchoolCode)
        )
    return one, two, three


def school(document: Document, name: str) -> bytes:
    with document.read() as session:
        return bytes(session.scalars(select(School.uid).where(School.name == name)).one())


def take_in(document: Document, other: Path) -> None:
    staged = other.with_name(f"staged-{other.name}")
    shutil.copyfile(other, staged)
    merge(document, staged, other.name, keep=True)
    staged.unlink()


@pytest.fixture
def asked(pair: Pair) -> Pair:
    """Deleted there with both schools in one action, edited here."""
    with Document.open(pair[0], HERE, back_up=False) as document:
        uid = school(document, "Первая")
        with document.write("Телефон") as session:
            records.save(session, "school", uid, {"phone": "2-11-34"})
    with Document.open(pair[1], THERE, back_up=False) as document:
        uids = [school(document, name) for name in ("Первая", "Вторая")]
        with document.write("Удалены школы") as session:
            edits.remove(session, uids)
    return pair


def test_a_kept_school_keeps_its_results(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        take_in(document, asked[1])
        assert left(document) == (1, 0, 0)
        with document.read() as session:
            (question,) = decisions.questions(session)
        told = {choice.take: choice.value for choice in question.choices}
        assert told == {
            "restore": "Вернётся и удалённое вместе с ней: результаты школ — 2, коды школ — 1.",
            "delete": "",
        }
        decisions.decide(document, question.id, "restore")
        assert left(document) == (1, 2, 1) and not conflicts(document)
        assert document.check().sound
    with Document.open(asked[1], THERE, back_up=False) as document:
        take_in(document, asked[0])
        assert left(document) == (1, 2, 1) and not conflicts(document)


def test_taking_it_back_and_saying_it_again(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        take_in(document, asked[1])
        decide(document, conflicts(document)[0], "restore", "", "Решено")
        for _ in range(2):
            assert document.undo() is not None
            assert left(document) == (1, 0, 0) and len(conflicts(document)) == 1
            assert document.redo() is not None
            assert left(document) == (1, 2, 1) and not conflicts(document)
        document.undo()
        decide(document, conflicts(document)[0], "restore", "", "Решено")
        assert left(document) == (1, 2, 1) and document.check().sound


def test_what_was_deleted_by_itself_stays_deleted(pair: Pair) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document:
        uid = school(document, "Первая")
        with document.write("Телефон") as session:
            records.save(session, "school", uid, {"phone": "2-11-34"})
    with Document.open(pair[1], THERE, back_up=False) as document:
        with document.write("Удалён результат") as session:
            session.delete(session.scalars(select(SchoolResult).where(SchoolResult.school == uid)).first())
        with document.write("Удалена школа") as session:
            edits.remove(session, [uid])
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        decide(document, conflicts(document)[0], "restore", "", "Решено")
        assert left(document) == (2, 3, 2)


def test_a_school_needed_by_a_new_result_comes_back_whole(pair: Pair) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document:
        uid = school(document, "Первая")
        with document.write("Код") as session:
            edits.add_code(session, uid, "inn", "4200000000")
    with Document.open(pair[1], THERE, back_up=False) as document, document.write("Удалена школа") as session:
        edits.remove(session, [uid])
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        (one,) = conflicts(document)
        assert one.kind == "parent" and left(document) == (2, 2, 2)
        decide(document, one, "restore", "", "Решено")
        assert left(document) == (2, 4, 3) and document.check().sound


def test_a_child_that_had_moved_to_another_record_does_not_come_back(pair: Pair) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document:
        first, second = (school(document, name) for name in ("Первая", "Вторая"))
        with document.write("Сотрудники") as session:
            people = [
                records.save(session, "person", None, {"name": name, "school": uid})
                for name, uid in (("Ушедший У.У.", first), ("Пришедший П.П.", second))
            ]
        with document.write("Переведены") as session:
            for uid, to in zip(people, (second, first), strict=True):
                records.save(session, "person", uid, {"school": to})
    shutil.copyfile(pair[0], pair[1])
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Телефон") as session:
        records.save(session, "school", first, {"phone": "2-11-34"})
    with Document.open(pair[1], THERE, back_up=False) as document, document.write("Удалено всё") as session:
        records.delete(session, "person", people)
        edits.remove(session, [first])
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        decide(document, conflicts(document)[0], "restore", "", "Решено")
        with document.read() as session:
            assert list(session.scalars(select(Person.name))) == ["Пришедший П.П."]
        assert document.check().sound


def test_schools_that_left_together_are_brought_back_in_one_reading(pair: Pair) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document:
        uids = [school(document, name) for name in ("Первая", "Вторая")]
        with document.write("Наставник") as session:
            records.save(session, "person", None, {"name": "Общий О.О.", "school": uids[0]})
    shutil.copyfile(pair[0], pair[1])
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Телефоны") as session:
        for uid in uids:
            records.save(session, "school", uid, {"phone": "2-11-34"})
    with Document.open(pair[1], THERE, back_up=False) as document:
        with document.read() as session:
            people = list(session.scalars(select(Person.uid)))
        with document.write("Удалено всё") as session:
            records.delete(session, "person", people)
            edits.remove(session, uids)
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        asked = conflicts(document)
        assert [one.kind for one in asked] == ["delete", "delete"]
        statements: list[str] = []
        with document.raw() as connection:
            connection.set_trace_callback(statements.append)
        decide_all(document, [(one, "restore", None) for one in asked], "Решено")
        with document.raw() as connection:
            connection.set_trace_callback(None)
        read = [one for one in statements if one.startswith("SELECT i.row_uid")]
        assert read and len(read) == len(set(read))
        assert left(document) == (2, 4, 2) and not conflicts(document) and document.check().sound
        with document.read() as session:
            assert list(session.scalars(select(Person.name))) == ["Общий О.О."]
