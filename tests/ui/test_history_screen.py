"""The history in the window: actions, what they touched, taking one back, undo and redo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import natural
from shnor_desktop.operations import merging, records
from shnor_desktop.ui.changes_view import ChangesView
from shnor_desktop.ui.compare_dialog import CompareDialog
from shnor_desktop.ui.history_screen import HistoryScreen
from shnor_desktop.ui.jobs import Progress
from shnor_desktop.ui.moments_dialog import MomentsDialog
from shnor_desktop.ui.record_history import RecordHistory
from shnor_desktop.ui.window import Window
from tests.ui.conftest import Recorder
from tests.ui.two_offices import OURS, copies, opened

PHYSICS = natural.subject("ФИ")


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle)


def rename(window: Window, qtbot: QtBot, field: str, text: str) -> None:
    def work(document: Document, progress: Progress) -> None:
        with document.write(f"Изменено: {text}") as session:
            records.save(session, "subject", PHYSICS, {field: text})

    window.jobs.change(window, work)
    settle(window, qtbot)


def screen_of(window: Window, qtbot: QtBot) -> HistoryScreen:
    window.go("history")
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, HistoryScreen)
    return screen


def titles(screen: HistoryScreen) -> list[str]:
    table = screen.actions_table
    return [table.sorted.index(row, 1).data() for row in range(table.sorted.rowCount())]


def test_actions_are_listed_newest_first(window: Window, qtbot: QtBot) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    screen = screen_of(window, qtbot)
    assert titles(screen) == ["Изменено: Физика и астрономия", "Заполнены справочники"]
    assert screen.touched_table.sorted.index(0, 0).data() == "Предмет «Физика и астрономия»"


def test_an_older_action_is_taken_back_and_later_ones_stay(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    rename(window, qtbot, "aliases", "физич.")
    screen = screen_of(window, qtbot)
    screen.actions_table.setCurrentIndex(screen.actions_table.sorted.index(1, 0))
    assert screen.take_back.isEnabled()
    QTest.mouseClick(screen.take_back, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert messages.undo[0][0] == "Отозвано: Изменено: Физика и астрономия."
    assert titles(screen)[0] == "Отозвано: Изменено: Физика и астрономия"
    kept: list[records.Row] = []

    def work(document: Document, progress: Progress) -> records.Row:
        with document.read() as session:
            return records.rows(session, "subject", [PHYSICS])[0]

    window.jobs.ask(window, work, kept.append)
    settle(window, qtbot)
    assert kept[0].title == "Физика" and "физич." in kept[0].texts
    QTest.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    window.jobs.ask(window, work, kept.append)
    settle(window, qtbot)
    assert kept[1].title == "Физика и астрономия"


def test_what_cannot_be_taken_back_is_not_offered(window: Window, qtbot: QtBot) -> None:
    screen = screen_of(window, qtbot)
    assert titles(screen) == ["Заполнены справочники"]
    assert not screen.take_back.isEnabled()
    assert not screen.undo.isEnabled() and not screen.redo.isEnabled()


def test_undo_and_redo_by_button(window: Window, qtbot: QtBot) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    screen = screen_of(window, qtbot)
    assert screen.undo.toolTip() == "Отменить: Изменено: Физика и астрономия"
    QTest.mouseClick(screen.undo, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert titles(screen)[0] == "Отменено: Изменено: Физика и астрономия"
    assert not screen.undo.isEnabled() and screen.redo.isEnabled()
    QTest.mouseClick(screen.redo, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert screen.undo.isEnabled() and not screen.redo.isEnabled()


def test_searching_the_history(window: Window, qtbot: QtBot) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    screen = screen_of(window, qtbot)
    screen.start_search()
    screen.search.setText("астроном")
    assert titles(screen) == ["Изменено: Физика и астрономия"]


def test_enter_on_a_record_opens_its_history(window: Window, qtbot: QtBot) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    screen = screen_of(window, qtbot)
    screen.touched_table.setCurrentIndex(screen.touched_table.sorted.index(0, 0))
    QTest.keyClick(screen.touched_table, Qt.Key.Key_Return)
    settle(window, qtbot)
    dialog = window.findChild(RecordHistory)
    assert dialog is not None
    assert dialog.table.sorted.index(0, 4).data() == "Физика и астрономия"
    dialog.reject()


# --- filters, moments, values given back ---------------------------------------------------------------------------


@pytest.fixture
def merged(
    empty_window: Window, new_path: Callable[[str], Path], tmp_path: Path, qtbot: QtBot
) -> HistoryScreen:
    """The history of a file that two organisations worked on."""
    both = copies(new_path("начало.shnor"), tmp_path)
    with opened(both.ours, OURS) as document:
        merging.apply(document, both.theirs)
    empty_window.open_file(both.ours)
    settle(empty_window, qtbot)
    return screen_of(empty_window, qtbot)


def choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def people(screen: HistoryScreen) -> set[str]:
    table = screen.actions_table
    return {table.sorted.index(row, 3).data() for row in range(table.sorted.rowCount())}


def test_the_history_is_filtered_by_person_office_and_merge(
    merged: HistoryScreen, empty_window: Window, qtbot: QtBot
) -> None:
    everything = len(titles(merged))
    choose(merged.filters.people, "Сидорова В.П.")
    assert people(merged) == {"Сидорова В.П."} and 0 < len(titles(merged)) < everything
    choose(merged.filters.people, None)
    choose(merged.filters.offices, "ИМЦ")
    assert "Удалена школа «Берёзовская СОШ»" not in titles(merged)
    choose(merged.filters.offices, None)
    choose(merged.filters.merges, 1)
    settle(empty_window, qtbot)
    assert people(merged) == {"Сидорова В.П."} and len(titles(merged)) == 6
    choose(merged.filters.merges, None)
    assert len(titles(merged)) == everything


def test_only_actions_with_one_record_or_with_those_of_an_action(
    merged: HistoryScreen, empty_window: Window, qtbot: QtBot
) -> None:
    row = titles(merged).index("Добавлена школа «Дальняя НОШ»")
    merged.actions_table.setCurrentIndex(merged.actions_table.sorted.index(row, 0))
    settle(empty_window, qtbot)
    QTest.mouseClick(merged.only_record, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    assert titles(merged) == ["Добавлена школа «Дальняя НОШ»"]
    assert "Дальняя НОШ" in merged.filters.only_button.text()
    QTest.mouseClick(merged.filters.only_button, Qt.MouseButton.LeftButton)
    row = titles(merged).index("Изменена школа «Берёзовская СОШ»")
    merged.actions_table.setCurrentIndex(merged.actions_table.sorted.index(row, 0))
    settle(empty_window, qtbot)
    QTest.mouseClick(merged.beside, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    assert set(titles(merged)) == {
        "Изменена школа «Берёзовская СОШ»",
        "Удалена школа «Берёзовская СОШ»",
        "Школы и результаты",
    }


def test_two_actions_are_compared(merged: HistoryScreen, empty_window: Window, qtbot: QtBot) -> None:
    table = merged.actions_table
    row = titles(merged).index("Школы и результаты")
    table.selectRow(row)
    merged.compare.click()
    dialog = merged.findChild(MomentsDialog)
    assert dialog is not None
    assert dialog.since.buttons()[0].text() == "после действия «Школы и результаты»"
    dialog.accept()
    settle(empty_window, qtbot)
    found = merged.findChild(CompareDialog)
    assert found is not None and "нынешний момент" in found.heading.text()
    view = found.tabs.widget(0)
    assert isinstance(view, ChangesView)
    records_shown = [view.table.sorted.index(row, 1).data() for row in range(view.table.sorted.rowCount())]
    assert "Школа «Дальняя НОШ»" in records_shown and "Школа «Ивовская ООШ»" not in records_shown
    found.reject()


def test_a_day_without_changes_says_so(merged: HistoryScreen, empty_window: Window, qtbot: QtBot) -> None:
    merged.actions_table.clearSelection()
    merged.compare.click()
    dialog = merged.findChild(MomentsDialog)
    assert dialog is not None
    dialog.since_day.setDate(dialog.since_day.date().addYears(-9))
    dialog.until_day.setDate(dialog.until_day.date().addYears(-8))
    dialog.accept()
    settle(empty_window, qtbot)
    found = merged.findChild(CompareDialog)
    assert found is not None and "ничего не изменилось" in found.about.text()
    found.reject()


def test_a_former_value_is_given_back(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    for name in ("Физика и астрономия", "Физика, астрономия"):
        rename(window, qtbot, "name", name)
    screen = screen_of(window, qtbot)
    screen.touched_table.setCurrentIndex(screen.touched_table.sorted.index(0, 0))
    QTest.keyClick(screen.touched_table, Qt.Key.Key_Return)
    settle(window, qtbot)
    dialog = window.findChild(RecordHistory)
    assert dialog is not None
    assert dialog.give_back.text() == "Вернуть «Физика и астрономия»" and not dialog.give_after.isVisible()
    dialog.table.selectRow(1)
    assert dialog.give_back.text() == "Вернуть «Физика»" and dialog.give_after.isVisible()
    QTest.mouseClick(dialog.give_back, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert titles(screen)[0].startswith("Возвращено значение") and "Физика" in messages.undo[-1][0]
    messages.undo[-1][1]()
    settle(window, qtbot)
    assert titles(screen)[0].startswith("Отменено: Возвращено значение")
