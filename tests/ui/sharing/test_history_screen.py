"""The history in the window: actions, what they touched, taking one back, undo and redo."""

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import ActionLine, Document
from shnor_desktop.models import uids
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.records.changes_view import ChangesView
from shnor_desktop.ui.records.history import RecordHistory
from shnor_desktop.ui.sharing.compare_dialog import CompareDialog
from shnor_desktop.ui.sharing.history_screen import HistoryScreen
from shnor_desktop.ui.sharing.moments_dialog import MomentsDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.two_offices import Copies

PHYSICS = uids.subject("ФИ")


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
    assert screen.touched_table.sorted.index(0, 2).data() == "Название: Физика → Физика и астрономия"


def test_an_older_action_is_taken_back_and_later_ones_stay(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    rename(window, qtbot, "aliases", "физич.")
    screen = screen_of(window, qtbot)
    screen.actions_table.setCurrentIndex(screen.actions_table.sorted.index(1, 0))
    assert screen.bar.button("Отозвать выбранное").isEnabled()
    QTest.mouseClick(screen.bar.button("Отозвать выбранное"), Qt.MouseButton.LeftButton)
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
    assert not screen.bar.button("Отозвать выбранное").isEnabled()
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
    screen.search.setText("АСТРОНОМ")
    settle(window, qtbot)
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
def history(empty_window: Window, merged: Copies, qtbot: QtBot) -> HistoryScreen:
    """The history of a file that two organisations worked on."""
    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    return screen_of(empty_window, qtbot)


def choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def people(screen: HistoryScreen) -> set[str]:
    table = screen.actions_table
    return {table.sorted.index(row, 3).data() for row in range(table.sorted.rowCount())}


def test_the_history_is_filtered_by_person_office_and_merge(
    history: HistoryScreen, empty_window: Window, qtbot: QtBot
) -> None:
    everything = len(titles(history))
    choose(history.filters.people, "Сидорова В.П.")
    settle(empty_window, qtbot)
    assert people(history) == {"Сидорова В.П."} and 0 < len(titles(history)) < everything
    choose(history.filters.people, None)
    settle(empty_window, qtbot)
    choose(history.filters.offices, "ИМЦ")
    settle(empty_window, qtbot)
    assert "Удалена школа «Берёзовская СОШ»" not in titles(history)
    choose(history.filters.offices, None)
    settle(empty_window, qtbot)
    choose(history.filters.merges, 1)
    settle(empty_window, qtbot)
    assert people(history) == {"Сидорова В.П."} and len(titles(history)) == 6
    choose(history.filters.merges, None)
    settle(empty_window, qtbot)
    assert len(titles(history)) == everything


def test_only_actions_with_one_record_or_with_those_of_an_action(
    history: HistoryScreen, empty_window: Window, qtbot: QtBot
) -> None:
    row = titles(history).index("Добавлена школа «Дальняя НОШ»")
    history.actions_table.setCurrentIndex(history.actions_table.sorted.index(row, 0))
    settle(empty_window, qtbot)
    QTest.mouseClick(history.only_record, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    assert titles(history) == ["Добавлена школа «Дальняя НОШ»"]
    assert "Дальняя НОШ" in history.filters.only_button.text()
    QTest.mouseClick(history.filters.only_button, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    row = titles(history).index("Изменена школа «Берёзовская СОШ»")
    history.actions_table.setCurrentIndex(history.actions_table.sorted.index(row, 0))
    settle(empty_window, qtbot)
    QTest.mouseClick(history.beside, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    assert set(titles(history)) == {
        "Изменена школа «Берёзовская СОШ»",
        "Удалена школа «Берёзовская СОШ»",
        "Школы и результаты",
    }


def test_a_long_history_is_shown_by_pages(
    history: HistoryScreen, empty_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = titles(history)
    assert not history.pager.isVisible()
    monkeypatch.setattr("shnor_desktop.operations.records.history.PAGE", 3)
    history.reload()
    settle(empty_window, qtbot)
    assert titles(history) == everything[:3]
    assert history.pager.label.text() == f"1–3 из {len(everything)}" and not history.pager.newer.isEnabled()
    shown: list[str] = titles(history)
    while history.pager.older.isEnabled():
        QTest.mouseClick(history.pager.older, Qt.MouseButton.LeftButton)
        settle(empty_window, qtbot)
        shown += titles(history)
    assert shown == everything
    QTest.mouseClick(history.pager.newer, Qt.MouseButton.LeftButton)
    settle(empty_window, qtbot)
    assert history.pager.older.isEnabled()
    history.search.setText("дальняя")
    settle(empty_window, qtbot)
    assert titles(history) == ["Добавлена школа «Дальняя НОШ»"] and not history.pager.isVisible()


def test_what_came_with_a_merge_is_one_step_away(empty_window: Window, merged: Copies, qtbot: QtBot) -> None:
    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    empty_window.go("history", merge=1)
    settle(empty_window, qtbot)
    screen = empty_window.shown_screen()
    assert isinstance(screen, HistoryScreen)
    assert people(screen) == {"Сидорова В.П."} and len(titles(screen)) == 6


def test_two_actions_are_compared(history: HistoryScreen, empty_window: Window, qtbot: QtBot) -> None:
    table = history.actions_table
    row = titles(history).index("Школы и результаты")
    table.selectRow(row)
    history.bar.button("Что изменилось…").click()
    dialog = history.findChild(MomentsDialog)
    assert dialog is not None
    assert dialog.since.buttons()[0].text() == "после действия «Школы и результаты»"
    dialog.accept()
    settle(empty_window, qtbot)
    found = history.findChild(CompareDialog)
    assert found is not None and "нынешний момент" in found.heading.text()
    view = found.tabs.widget(0)
    assert isinstance(view, ChangesView)
    records_shown = [view.table.sorted.index(row, 1).data() for row in range(view.table.sorted.rowCount())]
    assert "Школа «Дальняя НОШ»" in records_shown and "Школа «Ивовская ООШ»" not in records_shown
    found.reject()


def test_a_day_without_changes_says_so(history: HistoryScreen, empty_window: Window, qtbot: QtBot) -> None:
    history.actions_table.clearSelection()
    history.bar.button("Что изменилось…").click()
    dialog = history.findChild(MomentsDialog)
    assert dialog is not None
    dialog.since_day.setDate(dialog.since_day.date().addYears(-9))
    dialog.until_day.setDate(dialog.until_day.date().addYears(-8))
    dialog.accept()
    settle(empty_window, qtbot)
    found = history.findChild(CompareDialog)
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


def test_of_two_quick_filters_only_the_second_is_shown(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(window, qtbot, "name", "Физика и астрономия")
    rename(window, qtbot, "name", "Физика")
    screen = screen_of(window, qtbot)
    shown: list[list[str]] = []
    set_rows = screen.actions_table.set_rows

    def seen(rows: Sequence[ActionLine]) -> None:
        shown.append([row.title for row in rows])
        set_rows(rows)

    monkeypatch.setattr(screen.actions_table, "set_rows", seen)
    held = threading.Event()
    window.jobs.ask(window, lambda document, progress: held.wait(10), lambda _: None)
    screen.search.setText("астрономия")
    screen.search.setText("справочники")
    held.set()
    settle(window, qtbot)
    assert shown == [["Заполнены справочники"]] and titles(screen) == shown[0]
