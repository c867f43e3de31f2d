"""Ctrl+K in the real window: typing, walking along what was found, jumping, leaving."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shnor_desktop.models.schools import School
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.search.window import SearchWindow
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Settle


def open_search(window: Window) -> SearchWindow:
    window.menus.actions["edit.everywhere"].trigger()
    shown = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, SearchWindow) and one.isVisible()
    ]
    return shown[-1]


def typed(shown: SearchWindow, text: str, qtbot: QtBot) -> list[str]:
    """What stands in the list after typing."""
    shown.line.setText(text)
    qtbot.waitUntil(lambda: not shown.is_asking())
    return [line.text for line in shown.found.lines]


def press(shown: SearchWindow, key: Qt.Key) -> None:
    QTest.keyClick(shown.line, key)


def add_schools(window: Window, settle: Settle) -> None:
    def write(document: object, progress: object) -> None:
        with document.write("Внесено") as session:  # type: ignore[attr-defined]
            session.add_all(School(name=f"Заречная СОШ № {number}") for number in range(1, 13))

    window.jobs.change(window, write)
    settle()


def test_what_is_typed_is_found_and_enter_jumps_to_it(window: Window, settle: Settle, qtbot: QtBot) -> None:
    add_schools(window, settle)
    shown = open_search(window)
    lines = typed(shown, "заречной № 7", qtbot)
    assert lines == ["Школы", "Заречная СОШ № 7"]
    press(shown, Qt.Key.Key_Return)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, SchoolsScreen)
    assert screen.table.current().name == "Заречная СОШ № 7"


def test_arrows_pass_headings_and_the_rest_of_a_kind_is_shown_when_wanted(
    window: Window, settle: Settle, qtbot: QtBot
) -> None:
    add_schools(window, settle)
    shown = open_search(window)
    lines = typed(shown, "заречная", qtbot)
    assert len(lines) == 10
    press(shown, Qt.Key.Key_Up)
    assert shown.found.currentRow() == 1
    for _ in range(12):
        press(shown, Qt.Key.Key_Down)
    assert shown.found.chosen().text == "Показать ещё 4"  # type: ignore[union-attr]
    press(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown.found.lines) == 13)
    assert shown.isVisible()


def test_sections_and_commands_are_offered_and_done_without_any_file(
    empty_window: Window, qtbot: QtBot
) -> None:
    shown = open_search(empty_window)
    assert typed(shown, "", qtbot)[0] == "Разделы и команды"
    assert typed(shown, "справок", qtbot) == ["Разделы и команды", "Справка"]
    assert typed(shown, "cghfdrf", qtbot) == ["Разделы и команды", "Справка"]
    assert "«справка»" in shown.told.text()
    assert typed(shown, "щщщщ", qtbot) == []
    assert "«щщщщ»" in shown.found.accessibleDescription()
    press(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_enter_right_after_typing_opens_what_was_typed(window: Window, settle: Settle, qtbot: QtBot) -> None:
    """Not what stood there before."""
    add_schools(window, settle)
    shown = open_search(window)
    settle()
    shown.line.setText("заречная № 3")
    press(shown, Qt.Key.Key_Return)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, SchoolsScreen)
    assert screen.table.current().name == "Заречная СОШ № 3"
