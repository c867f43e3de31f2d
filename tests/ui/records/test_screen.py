"""Dictionaries in the window: reading, typing, pasting, deleting with «Отменить», searching."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.ui.identification.profile_form import ProfileForm
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.records.history import RecordHistory
from shnor_desktop.ui.records.page import RecordPage
from shnor_desktop.ui.records.screen import SHOWN, DictionariesScreen
from shnor_desktop.ui.shell.window import Window
from tests.conftest import WHO
from tests.ui.conftest import Recorder

CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle)


def page_of(window: Window, qtbot: QtBot, code: str) -> RecordPage:
    window.go("dictionaries", kind=code)
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, DictionariesScreen)
    return screen.page()


def texts(page: RecordPage, column: int = 1) -> list[str]:
    return [page.table.sorted.index(row, column).data() for row in range(page.table.sorted.rowCount())]


def select_line(page: RecordPage, row: int) -> None:
    """As a click on the heading of the line does; `selectRow` would obey keys that other tests pressed."""
    whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(page.table.sorted.index(row, 0), whole)


@pytest.mark.parametrize("code", [code for code, _ in SHOWN])
def test_every_dictionary_opens(window: Window, qtbot: QtBot, code: str) -> None:
    page = page_of(window, qtbot, code)
    assert page.kind.code == code
    empty = not page.table.rows.rowCount()
    assert page.table.empty_text().startswith("Здесь пока пусто") is empty


def test_a_pasted_block_adds_and_changes_in_one_step(window: Window, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    count = page.table.sorted.rowCount()
    page.table.setCurrentIndex(page.table.sorted.index(count - 1, 0))
    last = texts(page, 0)[-1]
    QGuiApplication.clipboard().setText(f"{last}\tОРКСЭ\nКЛ\tКраеведение\nШХ\tШахматы\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, CONTROL)
    settle(window, qtbot)
    assert {"ОРКСЭ", "Краеведение", "Шахматы"} <= set(texts(page))
    assert page.table.sorted.rowCount() == count + 2
    assert window.jobs.standing.undo_title == "Изменено: предметы (3)"
    window.command("edit.undo")
    settle(window, qtbot)
    assert page.table.sorted.rowCount() == count
    assert window.jobs.standing.undo_title is None


def test_a_wrong_block_changes_nothing_and_says_where(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    page = page_of(window, qtbot, "procedure")
    page.table.setCurrentIndex(page.table.sorted.index(0, 3))
    QGuiApplication.clipboard().setText("12\nпятый\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, CONTROL)
    settle(window, qtbot)
    assert messages.warnings[0].startswith("Строка ")
    assert "не целое число" in messages.warnings[0]
    assert window.jobs.standing.undo_title is None


def test_deleting_offers_to_take_it_back(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    count = page.table.sorted.rowCount()
    assert page.table.select(uids.subject("МУ"))
    select_line(page, page.table.currentIndex().row())
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert page.table.sorted.rowCount() == count - 1
    assert messages.undo[0][0] == "Удалена 1\u00a0карточка"
    assert not messages.questions
    QTest.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert page.table.sorted.rowCount() == count
    assert "Музыка" in texts(page)


def test_what_is_referred_to_is_not_deleted(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    page.delete_records([uids.subject("МА")])
    settle(window, qtbot)
    assert "ссылаются другие карточки" in messages.warnings[0]
    assert "Математика" in texts(page)


def test_searching_filters_and_says_when_nothing_is_found(window: Window, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert page.search.hasFocus()
    page.search.setText("ЯЗЫК")
    assert "Русский язык" in texts(page) and "Математика" not in texts(page)
    assert page.bar.count.text().endswith(f" из {page.table.rows.rowCount()}")
    page.search.setText("нумерология")
    assert "ничего не найдено" in page.table.empty_text()


def test_a_record_can_be_arrived_at(window: Window, qtbot: QtBot) -> None:
    window.go("dictionaries", kind="subject", uid=uids.subject("ХИ"))
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, DictionariesScreen)
    assert screen.page().table.current_uid() == uids.subject("ХИ")


def test_the_form_opens_by_key_and_button(window: Window, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return, CONTROL)
    settle(window, qtbot)
    dialog = window.findChild(RecordDialog)
    assert dialog is not None and dialog.windowTitle() == "Предмет: Русский язык"
    dialog.reject()


def test_profiles_have_their_own_form(window: Window, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "method_profile")
    QTest.mouseClick(page.bar.button("Изменить…"), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    form = window.findChild(ProfileForm)
    assert form is not None
    form.reject()
    settle(window, qtbot)


def test_the_history_of_a_record_is_shown(window: Window, qtbot: QtBot) -> None:
    page = page_of(window, qtbot, "subject")
    page.save_texts([(uids.subject("ФИ"), {"name": "Физика и астрономия"})])
    settle(window, qtbot)
    page.select(uids.subject("ФИ"))
    next(act for act in page._acts() if act.title == "История изменений").do()
    settle(window, qtbot)
    dialog = window.findChild(RecordHistory)
    assert dialog is not None
    row = [dialog.table.sorted.index(0, column).data() for column in range(1, 6)]
    assert row[1:] == ["Название", "Физика", "Физика и астрономия", "Изменено: предмет «Физика»"]
    dialog.reject()


def test_a_view_can_only_be_looked_at(
    empty_window: Window, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Занятый.shnor")
    with Document.open(path, WHO):
        messages.answers = [0]
        empty_window.open_file(path)
        settle(empty_window, qtbot)
        page = page_of(empty_window, qtbot, "subject")
        assert not page.bar.button("Добавить").isEnabled()
        assert not page.bar.button("Удалить").isEnabled()
        select_line(page, 0)
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        QTest.mouseClick(page.bar.button("Изменить…"), Qt.MouseButton.LeftButton)
        settle(empty_window, qtbot)
        dialog = empty_window.findChild(RecordDialog)
        assert dialog is not None
        save = [one for one in dialog.findChildren(QPushButton) if "охранить" in one.text()]
        assert not save[0].isEnabled()
        dialog.reject()
    assert not messages.warnings
