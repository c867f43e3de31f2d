"""Undo and redo: any action, over restarts, and one action weeks later."""

import itertools
import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.state.replaced import record_history
from shnor_desktop.models.office import Person
from shnor_desktop.models.schools import School
from tests.document.conftest import ME
from tests.document.states import act, ground, state


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_actions_and_as_many_undos_leave_the_start(empty: Document, seed: int) -> None:
    ground(empty)
    start, chance = state(empty), random.Random(seed)
    states = [start]
    for _ in range(80):
        act(empty, chance)
        if state(empty) != states[-1]:
            states.append(state(empty))
    for expected in reversed(states[:-1]):
        assert empty.undo() is not None
        assert state(empty) == expected
    assert empty.check().sound
    for expected in states[1:]:
        assert empty.redo() is not None
        assert state(empty) == expected
    assert empty.redo() is None


def test_undo_survives_a_restart(path: Path) -> None:
    with Document.create(path, ME) as document:
        with document.write("Добавлена школа") as session:
            session.add(School(name="Ключевская СОШ"))
        with document.write("Переименована школа") as session:
            session.scalars(select(School)).one().name = "Ключевская ООШ"
    with Document.open(path, ME) as document:
        assert document.undo_title() == "Переименована школа"
        document.undo()
        assert _names(document) == ["Ключевская СОШ"]
    with Document.open(path, ME) as document:
        assert document.redo_title() == "Переименована школа"
        document.redo()
        assert _names(document) == ["Ключевская ООШ"]
        document.undo()
        document.undo()
        assert _names(document) == []
        assert document.undo() is None


def test_a_new_action_ends_redo(empty: Document) -> None:
    for name in ("А", "Б"):
        with empty.write(name) as session:
            session.add(School(name=name))
    empty.undo()
    with empty.write("В") as session:
        session.add(School(name="В"))
    assert empty.redo_title() is None
    assert empty.redo() is None
    assert _names(empty) == ["А", "В"]


def test_taking_an_old_parcel_back_keeps_later_edits(empty: Document) -> None:
    with empty.write("Загрузка", "import") as session:
        session.add_all(School(name=name) for name in ("А", "Б", "В"))
    parcel = empty.actions()[0].action
    with empty.write("Правка") as session:
        session.scalars(select(School).where(School.name == "Б")).one().director = "Новый"
        one = session.scalars(select(School).where(School.name == "В")).one()
        session.add(Person(name="Учитель", school=one.uid))
    report = empty.undo_action(parcel)
    assert (report.undone, report.kept) == (1, 2)
    assert _names(empty) == ["Б", "В"]
    assert empty.check().sound
    assert next(a for a in empty.actions() if a.action == parcel).undone
    empty.undo()
    assert _names(empty) == ["А", "Б", "В"]


def test_an_error_inside_a_write_takes_everything_back(empty: Document) -> None:
    before = state(empty)
    with pytest.raises(RuntimeError), empty.write("Сбой") as session:
        session.add(School(name="А"))
        session.flush()
        raise RuntimeError("boom")
    assert state(empty) == before
    assert empty.actions() == ()
    with empty.write("После сбоя") as session:
        session.add(School(name="Б"))
    assert empty.check().sound


def test_a_write_that_changes_nothing_leaves_no_line(empty: Document) -> None:
    with empty.write("Пусто"):
        pass
    assert empty.actions() == ()
    assert not empty.take_changes()


def test_history_of_one_record(empty: Document) -> None:
    with empty.write("Добавлена школа") as session:
        one = School(name="А")
        uid = one.uid
        session.add(one)
    with empty.write("Переименована школа") as session:
        session.scalars(select(School)).one().name = "Б"
    with empty.write("Удалена школа") as session:
        session.delete(session.scalars(select(School)).one())
    empty.undo()
    with empty.raw() as connection:
        lines = record_history(connection, "school", uid)
    assert [line.what for line in lines] == ["added", "changed", "deleted", "added"]
    assert (lines[1].field, lines[1].before, lines[1].after) == ("name", "А", "Б")
    assert {line.person for line in lines} == {ME.person}
    assert lines[3].title == "Отменено: Удалена школа"


def _names(document: Document) -> list[str]:
    with document.read() as session:
        return sorted(session.scalars(select(School.name)))


def test_of_words_said_at_once_the_one_all_offices_show_comes_back(tmp_path: Path, path: Path) -> None:
    """Three people renamed a school at once; bringing it back after a deletion goes by nobody's numbering."""
    with Document.create(path, ME) as document, document.write("Школа") as session:
        school = School(name="Прежняя")
        session.add(school)
        session.flush()
        uid = school.uid
    copies = [tmp_path / f"{name}.shnor" for name in ("первый", "второй", "третий")]
    for number, one in enumerate(copies):
        shutil.copyfile(path, one)
        mine = Who(one.stem, one.stem)
        with Document.open(one, mine, back_up=False) as document, document.write("Правка") as session:
            for step in range(3 - number):  # Numbers of changes go against the order of the writers.
                session.get_one(School, uid).name = f"{one.stem} {step}"
                session.flush()
    for number, order in enumerate(itertools.permutations(copies)):
        ours = tmp_path / f"наш {number}.shnor"
        shutil.copyfile(path, ours)
        with Document.open(ours, ME, back_up=False) as document:
            for one in order:
                shutil.copyfile(one, tmp_path / "staged")
                merge(document, tmp_path / "staged", one.name, keep=True, back_up=False)
            (shown,) = _names(document)
            with document.write("Удалена") as session:
                session.delete(session.get_one(School, uid))
            document.undo()
            assert _names(document) == [shown]
