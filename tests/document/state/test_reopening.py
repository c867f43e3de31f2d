"""A decision taken back is a question again, as often as it is taken back and said again, and in every copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.questions import conflicts, decide, decide_all
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records

HERE, THERE = Who("Здешняя", "ИМЦ"), Who("Тамошний", "Управление")
Pair = tuple[Path, Path]


@pytest.fixture
def pair(new_path: Callable[[str], Path], tmp_path: Path) -> Pair:
    """Two copies with one school, edited here and there."""
    first, second = new_path("здесь.shnor"), tmp_path / "там.shnor"
    with Document.open(first, HERE) as document, document.write("Школы") as session:
        for name in ("Первая", "Вторая"):
            records.save(session, "school", None, {"name": name, "director": "Прежний"})
    shutil.copyfile(first, second)
    return first, second


def save(path: Path, who: Who, name: str, **values: str) -> None:
    with Document.open(path, who, back_up=False) as document, document.write("Правка") as session:
        records.save(session, "school", uid(session, name), values)


def uid(session: object, name: str) -> bytes:
    return bytes(session.scalars(select(School.uid).where(School.name == name)).one())  # type: ignore[attr-defined]


def director(document: Document, name: str = "Первая") -> str:
    with document.read() as session:
        return session.scalars(select(School.director).where(School.name == name)).one()


def take_in(document: Document, other: Path) -> None:
    staged = other.with_name(f"staged-{other.name}")
    shutil.copyfile(other, staged)
    merge(document, staged, other.name, keep=True)
    staged.unlink()


def said(document: Document) -> set[str]:
    """The values beside each other in the only question."""
    (one,) = conflicts(document)
    return {str(side.value) for side in one.sides}


@pytest.fixture
def asked(pair: Pair) -> Pair:
    """The first copy is asked about the director."""
    save(pair[0], HERE, "Первая", director="Здешний")
    save(pair[1], THERE, "Первая", director="Тамошний")
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
    return pair


@pytest.mark.parametrize("take", ["here", "there", "value"])
def test_a_value_decided_is_asked_again_and_decided_again(asked: Pair, take: str) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        before = director(document)
        decide(document, conflicts(document)[0], take, "", "Решено", "Третий")
        decided = director(document)
        for _ in range(3):
            assert not conflicts(document) and director(document) == decided
            report = document.undo()
            assert report is not None and (report.undone, report.kept) == (1, 0)
            assert said(document) == {"Здешний", "Тамошний"} and director(document) == before
            assert document.redo() is not None
        assert not conflicts(document) and director(document) == decided
        assert document.check().sound


def test_who_said_what_is_still_told(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        before = conflicts(document)
        decide(document, before[0], "there", "", "Решено")
        document.undo()
        again = conflicts(document)
        assert [(one.id, one.before, one.sides) for one in again] == [
            (one.id, one.before, one.sides) for one in before
        ]


def test_many_decisions_of_one_step(pair: Pair) -> None:
    for name in ("Первая", "Вторая"):
        save(pair[0], HERE, name, director="Здешний", phone="1")
        save(pair[1], THERE, name, director="Тамошний", phone="2")
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = conflicts(document)
        assert len(before) == 4
        decide_all(document, [(one, "here", None) for one in before], "Решено вопросов: 4")
        assert not conflicts(document)
        document.undo()
        assert {one.id for one in conflicts(document)} == {one.id for one in before}
        document.redo()
        assert not conflicts(document) and director(document, "Вторая") == "Здешний"


@pytest.mark.parametrize("take", ["restore", "delete"])
def test_a_deletion_decided_is_asked_again(pair: Pair, take: str) -> None:
    save(pair[0], HERE, "Первая", director="Здешний")
    with Document.open(pair[1], THERE, back_up=False) as document, document.write("Удалена") as session:
        records.delete(session, "school", [uid(session, "Первая")])
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        (before,) = conflicts(document)
        assert before.kind == "delete"
        decide(document, before, take, "", "Решено")
        for _ in range(2):
            assert not conflicts(document)
            with document.read() as session:
                names = set(session.scalars(select(School.name)))
            assert ("Первая" in names) is (take == "restore")
            document.undo()
            (again,) = conflicts(document)
            assert again.id == before.id and director(document) == "Здешний"
            assert set(again.sides) == set(before.sides)
            document.redo()
        assert document.check().sound


def test_what_was_said_after_the_decision_stays(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        decide(document, conflicts(document)[0], "here", "", "Решено")
        decision = document.actions(1)[0].action
    save(asked[0], HERE, "Первая", director="Новейший")
    with Document.open(asked[0], HERE, back_up=False) as document:
        report = document.undo_action(decision)
        assert (report.undone, report.kept) == (0, 1)
        assert not conflicts(document) and director(document) == "Новейший"


def test_a_deleted_record_does_not_come_back_by_it(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        decide(document, conflicts(document)[0], "here", "", "Решено")
        decision = document.actions(1)[0].action
        with document.write("Удалена") as session:
            records.delete(session, "school", [uid(session, "Первая")])
        document.undo_action(decision)
        assert not conflicts(document)
        with document.read() as session:
            assert "Первая" not in set(session.scalars(select(School.name)))


def test_the_question_opens_again_in_the_other_copy(asked: Pair) -> None:
    with Document.open(asked[0], HERE, back_up=False) as document:
        decide(document, conflicts(document)[0], "here", "", "Решено")
    with Document.open(asked[1], THERE, back_up=False) as document:
        take_in(document, asked[0])
        assert not conflicts(document) and director(document) == "Здешний"
    with Document.open(asked[0], HERE, back_up=False) as document:
        document.undo()
        mine = [(one.id, one.before, {side.value for side in one.sides}) for one in conflicts(document)]
    with Document.open(asked[1], THERE, back_up=False) as document:
        take_in(document, asked[0])
        theirs = [(one.id, one.before, {side.value for side in one.sides}) for one in conflicts(document)]
        assert mine == theirs and len(mine) == 1
        decide(document, conflicts(document)[0], "there", "", "Решено")
    with Document.open(asked[0], HERE, back_up=False) as document:
        take_in(document, asked[1])
        assert not conflicts(document)


@pytest.mark.parametrize("take", ["here", "there"])
def test_one_code_entered_twice_decided_and_taken_back(pair: Pair, take: str) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Код") as session:
        given: dict[str, Value] = {"school": uid(session, "Первая"), "system": "rcoi", "code": "400"}
        code = records.save(session, "school_code", None, given)
    shutil.copyfile(*pair)
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Код исправлен") as session:
        records.save(session, "school_code", code, {"code": "500"})
    with Document.open(pair[1], THERE, back_up=False) as document, document.write("Код") as session:
        given = {"school": uid(session, "Вторая"), "system": "rcoi", "code": "500"}
        records.save(session, "school_code", None, given)
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = [one for one in conflicts(document) if one.kind == "key"]
        decide(document, before[0], take, "", "Решено")
        for _ in range(2):
            assert not [one for one in conflicts(document) if one.kind == "key"]
            document.undo()
            again = [one for one in conflicts(document) if one.kind == "key"]
            assert [one.id for one in again] == [one.id for one in before]
            assert document.check().sound
            document.redo()


@pytest.mark.parametrize("take", ["restore", "delete"])
def test_a_parent_kept_alive_is_asked_about_again(pair: Pair, take: str) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Код") as session:
        given: dict[str, Value] = {"school": uid(session, "Первая"), "system": "rcoi", "code": "400"}
        records.save(session, "school_code", None, given)
    with Document.open(pair[1], THERE, back_up=False) as document, document.write("Удалена") as session:
        records.delete(session, "school", [uid(session, "Первая")])
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = conflicts(document)
        assert [one.kind for one in before] == ["parent"]
        decide(document, before[0], take, "", "Решено")
        for _ in range(2):
            assert not conflicts(document)
            with document.read() as session:
                assert ("Первая" in set(session.scalars(select(School.name)))) is (take == "restore")
            document.undo()
            (again,) = conflicts(document)
            assert again.id == before[0].id
            assert set(again.sides) == set(before[0].sides), "who said it, not who took the decision back"
            assert document.check().sound
            document.redo()
