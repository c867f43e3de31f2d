"""The history in the window: actions, what they touched, taking one back, undo and redo."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import natural
from shnor_desktop.operations import records
from shnor_desktop.ui.history_screen import HistoryScreen
from shnor_desktop.ui.jobs import Progress
from shnor_desktop.ui.record_history import RecordHistory
from shnor_desktop.ui.window import Window
from tests.ui.conftest import Recorder

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
