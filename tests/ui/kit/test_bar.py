"""The bar of a screen: acts as buttons, shortcuts and menu; what is possible now; the search and its count."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Table, plain
from tests.ui.conftest import Recorder


class Page(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.table = Table((plain("Школа", 0), plain("Место", 1)), self, name="Школы")
        self.bar = Bar(
            context,
            (
                Act("Добавить", lambda: self.heard.append("add"), ("Ctrl+Ins",), writes=True, in_menu=False),
                Act(
                    "Открыть…",
                    lambda: self.heard.append("open"),
                    ("Ctrl+Return", "Ctrl+Enter"),
                    "Карточка школы",
                    when=lambda: self.table.current() is not None,
                ),
                Act("История", lambda: self.heard.append("history"), in_bar=False),
            ),
            self,
            table=self.table,
            search="Найти (Ctrl+F)",
        )
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.table)


@pytest.fixture
def page(jobs: Jobs, messages: Recorder, settings: object, qtbot: QtBot) -> Page:
    nothing = lambda *given, **named: None  # noqa: E731
    context = Context(jobs, messages, settings, nothing, nothing, nothing)  # type: ignore[arg-type]
    made = Page(context)
    qtbot.addWidget(made)
    made.context = context  # type: ignore[attr-defined]
    made.show()
    return made


def test_acts_are_possible_as_the_cursor_stands(page: Page) -> None:
    add, opening = page.bar.button("Добавить"), page.bar.button("Открыть…")
    assert add.isEnabled() and not opening.isEnabled() and page.bar.button("История").isHidden()
    page.table.set_rows([("Школа № 1", "Заречье")])
    assert opening.isEnabled() and opening.toolTip() == "Карточка школы (Ctrl+Return)"
    page.table.set_rows([])
    assert not opening.isEnabled()


def test_a_file_that_may_only_be_looked_at_is_not_written(page: Page, jobs: Jobs) -> None:
    jobs.standing = replace(jobs.standing, read_only=True)
    page.bar.refresh()
    assert not page.bar.button("Добавить").isEnabled()


def test_shortcuts_work_on_the_whole_page_while_they_are_possible(page: Page) -> None:
    page.activateWindow()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.heard == []
    page.table.set_rows([("Школа № 1", "Заречье")])
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.table, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    assert page.heard == ["open", "add"]


def test_the_menu_of_a_line_holds_its_acts_and_copying(page: Page) -> None:
    entries: list[QAction] = page.table.actions()
    assert [one.text() for one in entries if not one.isSeparator()] == ["Открыть…", "История", "Копировать"]


def test_the_search_narrows_the_table_and_tells_how_far(page: Page) -> None:
    page.table.set_rows([("Школа № 1", "Заречье"), ("Школа № 2", "Верхнее")])
    assert page.bar.count.text() == "2"
    page.bar.search.setText("верх")
    assert page.bar.count.text() == "1 из 2"
    page.bar.start_search()
    assert page.bar.search.selectedText() == "верх"


def test_where_nothing_is_found_everything_can_be_shown_again(page: Page) -> None:
    page.table.set_rows([("Школа № 1", "Заречье"), ("Школа № 2", "Дубки")])
    show_all = next(one for one in page.table.findChildren(QPushButton) if one.text() == "Показать все")
    page.bar.search.setText("Заречье")
    assert (page.bar.count.text(), show_all.isVisible()) == ("1 из 2", False)
    page.bar.search.setText("лицей")
    assert show_all.isVisible()
    show_all.click()
    assert (page.bar.search.text(), len(page.table.shown()), show_all.isVisible()) == ("", 2, False)
