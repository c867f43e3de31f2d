"""Taking an action back answers no question: what it hid or settled is asked again, in every copy, as often as it is
taken back and done again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.questions import Conflict, conflicts
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.results import Procedure, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools import sameness

HERE, THERE, THIRD = Who("Здешняя", "ИМЦ"), Who("Тамошний", "Управление"), Who("Третья", "Район")
Pair = tuple[Path, Path]
Deed = Callable[[Session], object]


@pytest.fixture
def pair(new_path: Callable[[str], Path], tmp_path: Path) -> Pair:
    """Two copies with two schools and what belongs to them: a document, a curator, an event linked to both."""
    first, second = new_path("здесь.shnor"), tmp_path / "там.shnor"
    with Document.open(first, HERE) as document, document.write("Школы") as session:
        schools = [
            records.save(session, "school", None, {"name": name, "director": "Прежний"})
            for name in ("Первая", "Вторая")
        ]
        records.save(
            session, "school_document", None, {"school": schools[0], "kind": "order", "title": "Был"}
        )
        given: dict[str, Value] = {"for_school": schools[0], "role": "curator", "body": "Был"}
        records.save(session, "assignment", None, given)
        event: dict[str, Value] = {"kind": "visit", "title": "Был"}
        records.save(session, "event", None, event | {"schools": tuple((uid, "") for uid in schools)})
    shutil.copyfile(first, second)
    return first, second


def the_only(session: Session, code: str) -> bytes:
    """The first school, or what there is one of."""
    if code == "school":
        return session.scalars(select(School.uid).where(School.name == "Первая")).one()
    return session.scalars(select(BY_CODE[code].record.uid)).one()


def edit(code: str, **values: Value) -> Deed:
    return lambda session: records.save(session, code, the_only(session, code), values)


def delete(code: str) -> Deed:
    return lambda session: records.delete(session, code, [the_only(session, code)])


def do(path: Path, who: Who, *deeds: Deed) -> None:
    with Document.open(path, who, back_up=False) as document:
        for deed in deeds:
            with document.write("Правка") as session:
                deed(session)


def take_in(document: Document, other: Path) -> None:
    staged = other.with_name(f"staged-{other.name}")
    shutil.copyfile(other, staged)
    merge(document, staged, other.name, keep=True)
    staged.unlink()


def merged(path: Path, who: Who, other: Path) -> None:
    with Document.open(path, who, back_up=False) as document:
        take_in(document, other)


def asked(document: Document) -> list[tuple[str, str, set[Value]]]:
    def told(one: Conflict) -> tuple[str, str, set[Value]]:
        return one.id, one.kind, {side.value for side in one.sides}

    return [told(one) for one in conflicts(document)]


def both(session: Session) -> None:
    """Everything of the school goes and is entered anew by one step, as taking a book in may do."""
    uid = the_only(session, "school")
    records.delete(session, "school", [uid])
    session.add(School(uid=uid, name="Первая", director="Новый"))


DIFFER = {
    "school": "director",
    "school_document": "title",
    "assignment": "body",
    "event": "title",
}
DEEDS: dict[str, tuple[str, tuple[Deed, ...]]] = {
    "a school": ("school", (delete("school"),)),
    "its document by itself": ("school_document", (delete("school_document"),)),
    "its document with it": ("school_document", (delete("school"),)),
    "its curator by itself": ("assignment", (delete("assignment"),)),
    "its curator with it": ("assignment", (delete("school"),)),
    "what both are linked to": ("event", (delete("event"),)),
    "edited and deleted": ("school", (edit("school", director="Третий"), delete("school"))),
    "their value typed": ("school", (edit("school", director="Тамошний"),)),
    "our value typed": ("school", (edit("school", director="Здешний"),)),
    "a third value typed": ("school", (edit("school", director="Третий"),)),
    "typed over and over": (
        "school",
        (edit("school", director="Третий"), edit("school", director="Тамошний"), delete("school")),
    ),
    "entered anew": ("school", (both,)),
}


@pytest.mark.parametrize("case", DEEDS)
def test_values_that_differ_stay_a_question(pair: Pair, case: str, tmp_path: Path) -> None:
    code, deeds = DEEDS[case]
    do(pair[0], HERE, edit(code, **{DIFFER[code]: "Здешний"}))
    do(pair[1], THERE, edit(code, **{DIFFER[code]: "Тамошний"}))
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = [asked(document)]
        assert len(before[0]) == 1
        for deed in deeds:
            with document.write("Правка", force=True) as session:
                deed(session)
            before.append(asked(document))
        for _ in range(3):
            for then in reversed(before[:-1]):
                report = document.undo()
                assert report is not None and not report.kept
                assert asked(document) == then
            for then in before[1:]:
                assert document.redo() is not None
                assert asked(document) == then
        for _ in deeds:
            document.undo()
        assert asked(document) == before[0] and document.check().sound
    with Document.open(pair[1], THERE, back_up=False) as document:
        take_in(document, pair[0])
        assert asked(document) == before[0] and document.check().sound
    merged(pair[0], HERE, pair[1])
    with Document.open(pair[0], HERE, back_up=False) as document:
        assert asked(document) == before[0]


def test_the_question_lives_in_a_third_office_too(pair: Pair, tmp_path: Path) -> None:
    """The deletion is carried to one, its taking back to another, and both to the third."""
    third = tmp_path / "третья.shnor"
    do(pair[0], HERE, edit("school", director="Здешний"))
    do(pair[1], THERE, edit("school", director="Тамошний"))
    merged(pair[0], HERE, pair[1])
    do(pair[0], HERE, delete("school"))
    shutil.copyfile(pair[0], third)
    merged(pair[1], THERE, third)
    with Document.open(pair[0], HERE, back_up=False) as document:
        document.undo()
        wanted = asked(document)
    for order in ((pair[1], pair[0]), (pair[0], pair[1])):
        for other in order:
            merged(third, THIRD, other)
        merged(pair[1], THERE, third)
        merged(pair[0], HERE, third)
        for path in (*pair, third):
            with Document.open(path, THIRD, back_up=False) as document:
                assert asked(document) == wanted and len(wanted) == 1 and document.check().sound


def test_a_deletion_somebody_did_not_know_of_stays_a_question(pair: Pair) -> None:
    do(pair[0], HERE, edit("school", director="Здешний"))
    do(pair[1], THERE, delete("school"))
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = asked(document)
        assert [kind for _, kind, _ in before] == ["delete"]
        for _ in range(2):
            with document.write("Удалено") as session:
                delete("school")(session)
            assert not asked(document)
            document.undo()
            assert asked(document) == before
        assert document.check().sound


def test_a_school_kept_for_its_code_stays_a_question(pair: Pair) -> None:
    """The other office deleted it; our code goes and comes back."""
    do(pair[1], THERE, delete("school"))

    def code(session: Session) -> object:
        given: dict[str, Value] = {"school": the_only(session, "school"), "system": "rcoi", "code": "400"}
        return records.save(session, "school_code", None, given)

    do(pair[0], HERE, code)
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = asked(document)
        assert "parent" in {kind for _, kind, _ in before}
        for deed in (delete("school_code"), delete("school")):
            with document.write("Удалено") as session:
                deed(session)
            assert asked(document) != before
            document.undo()
            assert asked(document) == before
        assert document.check().sound


def test_an_older_deletion_taken_back_brings_the_school_with_its_question(pair: Pair) -> None:
    """First its document goes, then the school; only the first is taken back."""
    do(pair[0], HERE, edit("school", director="Здешний"))
    do(pair[1], THERE, edit("school", director="Тамошний"))
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = asked(document)
        with document.write("Документ") as session:
            delete("school_document")(session)
        first = document.actions(1)[0].action
        with document.write("Школа") as session:
            delete("school")(session)
        document.undo_action(first)
        assert asked(document) == before and document.check().sound


def test_an_entry_taken_back_does_not_take_the_word_of_others_along(pair: Pair) -> None:
    with Document.open(pair[0], HERE, back_up=False) as document, document.write("Третья") as session:
        third = records.save(session, "school", None, {"name": "Третья", "director": "Был"})
    with Document.open(pair[0], HERE, back_up=False) as document:
        entry = document.actions(1)[0].action
    shutil.copyfile(*pair)

    def named(value: str) -> Deed:
        return lambda session: records.save(session, "school", third, {"director": value})

    do(pair[1], THERE, named("Тамошний"))
    do(pair[0], HERE, named("Здешний"), named("Был"), named("Здешний"), named("Был"))
    with Document.open(pair[0], HERE, back_up=False) as document:
        take_in(document, pair[1])
        before = asked(document)
        report = document.undo_action(entry)
        assert (report.undone, report.kept) == (0, 1)
        assert asked(document) == before and len(before) == 1


def test_a_record_led_to_one_that_is_the_same_goes_again_when_it_is_redone(document: Document) -> None:
    """Its sitting names a procedure that somebody said to be another one: the table shows that other one."""
    with document.write("Проведения") as session:
        subject = session.scalars(select(Subject.uid)).first()
        procedures = [
            Procedure(subject=subject, family="vpr", programme_grade=grade, measured_by="marks")
            for grade in (5, 6)
        ]
        session.add_all(procedures)
        session.flush()
        session.add_all(Sitting(procedure=one.uid, school_year=2019, season="spring") for one in procedures)
        first, second = sorted(one.uid for one in procedures)
    with document.write("Одно и то же") as session:
        sameness.put(session, "procedure", first, second, sameness.SAME, "так")
    with document.read() as session:
        sittings = sorted(session.scalars(select(Sitting.uid)))
    for uid in sittings:
        with document.write("Удалено") as session:
            records.delete(session, "sitting", [uid])
        gone = asked(document)
        for _ in range(2):
            document.undo()
            report = document.redo()
            assert report is not None and report.kept == 0
            assert asked(document) == gone
            with document.read() as session:
                assert uid not in set(session.scalars(select(Sitting.uid)))
        document.undo()
    assert document.check().sound
