"""Editors of links, points and due texts, and what belongs to a record, in the general form and by keyboard."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import records
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.ui.kit.field_editor import FieldEditor, LinkList
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.records.form import RecordDialog, edit_record
from shnor_desktop.ui.records.owned import OwnedRows
from shnor_desktop.ui.shell.window import Window

FIRST, SECOND, THIRD = (bytes([n]) * 16 for n in (1, 2, 3))
SCHOOLS = ((FIRST, "Ивовская СОШ"), (SECOND, "Липовая ООШ"), (THIRD, "Кленовая СОШ"))


def test_links_are_ticked_by_keyboard_and_keep_their_order(qtbot: QtBot) -> None:
    editor = FieldEditor(BY_CODE["event"].field("schools"), SCHOOLS)
    qtbot.addWidget(editor)
    editor.set_value(((THIRD, ""), (FIRST, "")))
    chosen = editor.editor
    assert isinstance(chosen, LinkList)
    assert editor.value() == ((THIRD, ""), (FIRST, ""))
    QTest.keyClicks(chosen.search, "x")
    chosen.search.setText("липов")
    shown = [place for place in range(3) if not chosen.list.topLevelItem(place).isHidden()]  # type: ignore[union-attr]
    assert shown == [2]
    chosen.list.setCurrentItem(chosen.list.topLevelItem(2))  # type: ignore[arg-type]
    QTest.keyClick(chosen.list, Qt.Key.Key_Space)
    assert editor.value() == ((THIRD, ""), (FIRST, ""), (SECOND, ""))


def test_a_note_stands_in_the_second_column(qtbot: QtBot) -> None:
    editor = FieldEditor(BY_CODE["event"].field("persons"), ((FIRST, "Примерова А.И."),))
    qtbot.addWidget(editor)
    editor.set_value(((FIRST, "лектор"),))
    assert isinstance(editor.editor, LinkList)
    item = editor.editor.list.topLevelItem(0)
    assert item is not None and item.text(1) == "лектор"
    item.setText(1, " слушатель ")
    assert editor.value() == ((FIRST, "слушатель"),)


def test_points_are_tidied_when_they_are_read(qtbot: QtBot) -> None:
    editor = FieldEditor(BY_CODE["activity"].field("text"), ())
    qtbot.addWidget(editor)
    assert isinstance(editor.editor, QPlainTextEdit)
    editor.editor.setPlainText("Семинар:\n\n\tдля учителей  \n\t\tматематики\n    для завучей\nИтоги")
    assert editor.value() == "Семинар:\n  для учителей\n    математики\n  для завучей\nИтоги"


def test_a_due_text_is_read_beside_it_while_it_is_typed(qtbot: QtBot) -> None:
    editor = FieldEditor(BY_CODE["activity"].field("due_text"), ())
    qtbot.addWidget(editor)
    editor.set_value("1–2 квартал")
    assert "период программы не назван" in editor.reading.text()
    editor.read_due(Period(date(2021, 9, 1), date(2022, 8, 31), True))
    assert editor.reading.text() == "Читается: январь–июнь 2022 года."
    editor.editor.setText("когда-нибудь")  # type: ignore[attr-defined]
    assert "срок не прочитан" in editor.reading.text()
    editor.editor.setText("")  # type: ignore[attr-defined]
    assert editor.reading.text() == ""


def test_what_belongs_to_a_record_is_added_moved_and_deleted_in_its_form(
    window: Window, qtbot: QtBot
) -> None:
    made: list[list[bytes]] = []

    def work(document: Document, progress: Progress) -> list[bytes]:
        with document.write("Основа") as session:
            return plan(session)

    window.jobs.change(window, work, made.append)
    qtbot.waitUntil(window.jobs.idle)
    part, first, second = made[0]
    edit_record(window.context, window, "part", part)
    qtbot.waitUntil(window.jobs.idle)
    dialog = window.findChild(RecordDialog)
    assert dialog is not None
    (rows,) = [
        one for one in dialog.findChildren(OwnedRows) if one.list.accessibleName() == BY_CODE["activity"].many
    ]

    def titles() -> list[str]:
        qtbot.waitUntil(window.jobs.idle)
        return [rows.list.item(place).text() for place in range(rows.list.count())]

    assert titles() == ["Первое", "Второе"]
    rows.list.setCurrentRow(1)
    rows._move(up=True)
    assert titles() == ["Второе", "Первое"]
    rows.add()
    qtbot.waitUntil(window.jobs.idle)
    new = rows.findChild(RecordDialog)
    assert new is not None and new.form.editors["part"].value() == part
    text = new.form.editors["text"].editor
    assert isinstance(text, QPlainTextEdit)
    text.setPlainText("Третье")
    new.save()
    assert titles() == ["Второе", "Первое", "Третье"]
    rows.list.setCurrentRow(0)
    rows.delete()
    assert titles() == ["Первое", "Третье"]
    dialog.reject()


def plan(session: Session) -> list[bytes]:
    part = records.save(session, "part", None, {"place": "plan", "title": "План"})
    rows = [
        records.save(session, "activity", None, {"text": text, "part": part}) for text in ("Первое", "Второе")
    ]
    return [part, *rows]
