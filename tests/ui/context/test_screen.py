"""«Социальный паспорт» in the real window: typed, pasted, filled down, taken back, explained."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.context import dictionary, entry
from shnor_desktop.operations.schools import edits
from shnor_desktop.rules.indicators import CALENDAR
from shnor_desktop.ui.context import cells
from shnor_desktop.ui.context.book_dialog import BookDialog
from shnor_desktop.ui.context.screen import STATUSES, ContextScreen
from shnor_desktop.ui.context.status_page import ConfirmForm, EndStatusForm
from shnor_desktop.ui.kit.cells.table import CellEdit
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder, Settle


def fill(document: Document) -> None:
    dictionary.fill(document)
    with document.write("Школы") as session:
        for n in range(5):
            edits.save(session, None, {"name": f"МБОУ «Заречная средняя школа № {n}»"})


@pytest.fixture
def screen(window: Window, settle: Settle) -> ContextScreen:
    window.jobs.change(window, lambda document, progress: fill(document))
    settle()
    window.go("context")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ContextScreen)
    return shown


def texts(screen: ContextScreen, column: int) -> list[str]:
    rows = screen.rows
    return [str(rows.index(at, column).data() or "") for at in range(rows.rowCount())]


def test_typing_pasting_filling_down_and_undo(
    screen: ContextScreen, settle: Settle, window: Window, messages: Recorder
) -> None:
    table = screen.table
    table.setCurrentIndex(screen.rows.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_7)
    editor = table.findChild(QLineEdit)
    assert editor is not None and table.state() == QAbstractItemView.State.EditingState
    editor.setText("72")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert texts(screen, 1) == ["72", "", "", "", ""]
    assert table.currentIndex().row() == 1
    QGuiApplication.clipboard().setText("100\tтри\n110\t4\n120\t5")
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert texts(screen, 1) == ["72", "100", "110", "120", ""]
    assert texts(screen, 2)[1:4] == ["", "4", "5"]
    assert "Не взято: 1" in messages.warnings[-1] and "№ 1" in messages.warnings[-1]
    table.setCurrentIndex(screen.rows.index(4, 1))
    QTest.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert texts(screen, 1)[4] == "120"
    window.command("edit.undo")
    settle()
    assert texts(screen, 1)[4] == ""
    QGuiApplication.clipboard().clear()


def test_the_index_is_explained_for_the_school_with_the_cursor_and_cannot_be_typed(
    screen: ContextScreen, settle: Settle
) -> None:
    table = screen.table
    for row in range(5):
        table.setCurrentIndex(screen.rows.index(row, 1))
        table.edits_wanted.emit([_edit(screen, row, "Вакансии учителей", str(row % 2))])
    settle()
    table.setCurrentIndex(screen.rows.index(1, 0))
    assert not screen.rows.index(1, 0).flags() & Qt.ItemFlag.ItemIsEditable
    assert "Вакансии учителей" in screen.panel.text.plain
    assert texts(screen, 0)[1].startswith("◇")
    assert "рейтинг" in screen.legend.text()


def _edit(screen: ContextScreen, row: int, name: str, text: str) -> CellEdit:
    column = next(one.key for one in screen.rows.columns if one.text.startswith(name))
    return CellEdit(screen.rows.lines[row].key, column, text)


def test_a_group_of_indicators_is_shown_alone_and_a_school_is_found(screen: ContextScreen) -> None:
    at = screen.groups.findData("Кадры")
    screen.groups.setCurrentIndex(at)
    screen.groups.activated.emit(at)
    headings = [one.text for one in screen.rows.columns]
    assert headings[0] == "Индекс" and headings[1].startswith("Учителей всего")
    screen.search.setText("№ 3")
    assert screen.table.currentIndex().row() == 3


def test_without_a_dictionary_the_next_step_is_offered(window: Window, settle: Settle, qtbot: QtBot) -> None:
    window.go("context")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ContextScreen)
    assert shown.pages.currentWidget() is shown.empty and "школ" in shown.empty.title.text()
    assert cells.INDEX not in [one.key for one in shown.rows.columns[1:]]


def test_a_pasted_table_with_names_is_previewed_and_taken(
    screen: ContextScreen, settle: Settle, messages: Recorder, window: Window
) -> None:
    text = "Школа\tВсего обучающихся\tЧто-то\n" + "\n".join(
        f"МБОУ «Заречная средняя школа № {n}»\t{100 + n}\t1" for n in range(3)
    )
    QGuiApplication.clipboard().setText(text)
    messages.answers = [True]
    QTest.keyClick(screen.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    QGuiApplication.clipboard().clear()
    dialog = screen.findChild(BookDialog)
    assert dialog is not None
    assert "Новых значений 3" in dialog.summary.text() and "Что-то" in dialog.summary.text()
    unknown = next(one for one in dialog.columns.shown() if not one.decision)
    dialog._decide(f"context:{unknown.column.key}", "new")
    settle()
    assert "Новых значений 6" in dialog.summary.text()
    dialog._take()
    settle()
    assert texts(screen, 1)[:3] == ["100", "101", "102"]
    assert "6\u00a0значений" in messages.undo[-1][0]


def test_a_proposed_status_is_confirmed_with_a_basis_and_ended(
    screen: ContextScreen, settle: Settle, messages: Recorder
) -> None:
    for row in range(5):
        edits_ = [_edit(screen, row, "Вакансии учителей", "3" if row == 0 else "0")]
        screen.table.edits_wanted.emit(edits_)
        settle()
    screen.tabs.setCurrentIndex(STATUSES)
    settle()
    page = screen.statuses
    (row,) = page.table.shown()
    assert row.kind == "adverse_social" and "Индекс" in page.told.text()
    page.confirm()
    form = screen.findChild(ConfirmForm)
    assert form is not None
    form._write()
    settle()
    assert "основания" in form.mistake.text(), "a basis is needed"
    form.requisites.setText("приказ от 01.02.2026 № 5")
    form._write()
    settle()
    assert [one.state for one in page.table.shown()] == ["standing"]
    page.end()
    ending = screen.findChild(EndStatusForm)
    assert ending is not None
    ending.requisites.setText("приказ от 01.06.2026 № 9")
    ending._write()
    settle()
    assert messages.undo[-1][0] == "Завершено: 1\u00a0статус"


def test_a_value_organisations_disagree_about_is_marked(screen: ContextScreen, settle: Settle) -> None:
    screen.table.edits_wanted.emit([_edit(screen, 0, "Вакансии учителей", "2")])
    settle()
    found = screen.shown
    assert found is not None
    (cell,) = found.cells.values()
    (painted,) = [one for place, one in cells.cells(found, {cell.uid}).items() if place[1] != cells.INDEX]
    assert painted.text.startswith("≠") and "Нужно решить" in painted.tip and painted.edit == "2"


def test_a_calendar_year_with_values_is_offered_and_typed_into(
    screen: ContextScreen, settle: Settle, window: Window
) -> None:
    place = (screen.rows.lines[0].key, screen.rows.columns[1].key)
    edits_of_2022 = [(*place, "70")]
    window.jobs.change(
        window, lambda document, progress: entry.enter(document, 2022, edits_of_2022, CALENDAR)
    )
    settle()
    at = screen.years.findText("2022 год (календарный)")
    screen.years.setCurrentIndex(at)
    screen.years.activated.emit(at)
    settle()
    assert texts(screen, 1)[0] == "70"
    screen._write([CellEdit(*place, "71")])
    settle()
    assert (texts(screen, 1)[0], screen.years.currentText()) == ("71", "2022 год (календарный)")
