"""Two offices work on the same plan: nothing is lost, and nothing is asked where nobody disagrees."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.models.risks import Problem
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.roadmap import editing
from shnor_desktop.operations.roadmap.rows import Plan, plan
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.operations.roadmap.plans import done, programme, section

ROWS = tuple((f"{number}.", f"Дело {number}", "январь", "ИМЦ") for number in range(1, 6))


def read(document: Document, uid: bytes) -> Plan:
    with document.read() as session:
        return plan(session, uid, date(2022, 2, 10))


def shared(path: Path, tmp_path: Path) -> tuple[Copies, bytes, bytes, list[bytes]]:
    with Document.open(path, WHO, back_up=False) as document:
        uid = programme(document)
        part, rows = section(document, uid, "План", ROWS)
    return Copies(path, tmp_path), uid, part, rows


def test_both_tick_reorder_insert_and_redate_and_nothing_is_lost(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "план.shnor"
    path.write_bytes(template.read_bytes())
    copies, uid, part, rows = shared(path, tmp_path)
    with copies.open(0) as ours:
        editing.set_state(ours, rows[:1], "done")
        editing.new_row(ours, uid, part, rows[1], "Наше новое")
        editing.move_rows(ours, rows[4:], part, rows[0])
        with ours.write("Срок") as session:
            save(session, "activity", rows[2], {"due_text": "март"})
    with copies.open(1) as theirs:
        done(theirs, rows[0], "2022-01-20")
        done(theirs, rows[3], "2022-01-21")
        editing.new_row(theirs, uid, part, rows[1], "Их новое")
        with theirs.write("Кто") as session:
            save(session, "activity", rows[2], {"responsible": "Директора школ"})
    copies.exchange()
    assert copies.questions(0) == copies.questions(1) == ()
    plans = []
    for number in range(2):
        with copies.open(number) as document:
            plans.append(read(document, uid))
    assert plans[0].rows == plans[1].rows
    shown = [row.text for row in plans[0].rows]
    assert shown[:3] == ["Дело 5", "Дело 1", "Дело 2"] and shown[5:] == ["Дело 3", "Дело 4"]
    assert set(shown[3:5]) == {"Наше новое", "Их новое"}
    third = next(row for row in plans[0].rows if row.uid == rows[2])
    assert (third.due_text, third.responsible) == ("март", "Директора школ")
    states = {row.text: row.state for row in plans[0].rows}
    assert states["Дело 1"] == states["Дело 4"] == "done" and states["Дело 2"] == "overdue"


def test_the_same_row_with_two_dues_is_one_question(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "план.shnor"
    path.write_bytes(template.read_bytes())
    copies, uid, _, rows = shared(path, tmp_path)
    copies.edit(0, lambda session: save(session, "activity", rows[0], {"due_text": "март"}))
    copies.edit(1, lambda session: save(session, "activity", rows[0], {"due_text": "апрель"}))
    copies.exchange()
    (question,) = copies.questions(0)
    copies.decide(0, question.id, "there", "уточнили срок")
    copies.exchange()
    for number in range(2):
        with copies.open(number) as document:
            assert read(document, uid).rows[0].due_text == "апрель"


def test_what_was_done_to_a_plan_is_undone_step_by_step(document: Document) -> None:
    uid = programme(document)
    part, rows = section(document, uid, "План", ROWS)
    before = read(document, uid)
    editing.move_rows(document, rows[3:], part, rows[0])
    editing.renumber(document, read(document, uid))
    editing.new_row(document, uid, part, None, "Ещё")
    assert [row.number for row in read(document, uid).rows] == ["1.", "2.", "3.", "4.", "5.", ""]
    titles = [one.title for one in document.actions(3)]
    assert titles == [
        "Добавлено: мероприятие, поручение «Ещё»",
        "Строки плана перенумерованы: 5",
        "Перемещено: мероприятия и поручения (2)",
    ]
    for _ in range(3):
        document.undo()
    assert read(document, uid).rows == before.rows


def test_a_part_for_a_school_has_its_rows_and_what_was_done_there(document: Document, tmp_path: Path) -> None:
    with document.write("Школа") as session:
        school = save(session, "school", None, {"name": "Заречная СОШ"})
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    with document.write("Связь") as session:
        save(session, "programme", uid, {"schools": ((school, ""),)})
        save(session, "activity", rows[0], {"schools": ((school, ""),)})
    done(document, rows[0], "2022-01-20", schools=((school, ""),))
    write_part(document, part := tmp_path / "часть.shnor", school=school)
    with Document.open(part, WHO, back_up=False) as sent:
        found = {row.uid: row for row in read(sent, uid).rows}
    assert found[rows[0]].text == "Дело 1" and found[rows[0]].state == "done"


def test_a_part_for_a_school_says_nothing_of_another_of_the_same_row(
    document: Document, tmp_path: Path
) -> None:
    """Notes of what two schools share may be about either, and a problem is the school's that has it."""
    with document.write("Школы") as session:
        first, second = (
            save(session, "school", None, {"name": name}) for name in ("Заречная СОШ", "Береговая ООШ")
        )
        both = ((first, ""), (second, ""))
        problem = save(
            session,
            "problem",
            None,
            {"kind": "risk", "school": second, "text": "ТайнаВторой", "level": "school"},
        )
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    with document.write("Связь") as session:
        save(session, "programme", uid, {"schools": both, "note": "ТайнаПрограммы"})
        notes = {"note": "ТайнаСтроки", "state_note": "ТайнаСостояния"}
        save(session, "activity", rows[0], {"schools": both, **notes})
        save(session, "activity", rows[1], {"schools": ((first, ""),), "problems": ((problem, ""),)})
        save(session, "event", None, {"kind": "seminar", "schools": both, "problems": ((problem, ""),)})
    write_part(document, part := tmp_path / "часть.shnor", school=first)
    content = part.read_bytes().decode("utf-8", "replace")
    assert "Дело 1" in content and "Тайна" not in content
    with Document.open(part, WHO, back_up=False) as sent, sent.read() as session:
        assert not session.scalars(select(Problem.uid)).all()
    write_part(document, whole := tmp_path / "обе.shnor", school=second)
    assert "ТайнаВторой" in whole.read_bytes().decode("utf-8", "replace")
    with Document.open(whole, WHO, back_up=False) as sent, sent.read() as session:
        (found,) = problems.read(session)
        assert [one.kind for one in found.answers] == ["activity", "event"]
