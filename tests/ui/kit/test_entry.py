"""Typing: undo belongs to the text with the cursor, and every search line obeys the same keys."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.entry.completion import write_in
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.entry.text_undo import text_with_cursor
from shnor_desktop.ui.kit.field_editor import TextLine
from shnor_desktop.ui.kit.jobs import Standing
from shnor_desktop.ui.kit.marked.editor import MarkedText
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import ChoiceBox
from shnor_desktop.ui.shell.menu import Menus

UI = Path(__file__).parents[3] / "shnor_desktop" / "ui"
Z, Y = Qt.Key.Key_Z, Qt.Key.Key_Y
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Desk(QMainWindow):
    """A window with the real menus over a file in which something can be undone and brought back."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.menus = Menus(self, self.heard.append)
        self.menus.show_passed_on()
        self.menus.show_standing(Standing(Path("район.shnor"), undo_title="было", redo_title="стало"))

    def hold(self, widget: QWidget) -> None:
        """The widget alone, with the cursor."""
        page = QWidget(self)
        QVBoxLayout(page).addWidget(widget)
        self.setCentralWidget(page)
        self.show()
        self.activateWindow()
        assert QTest.qWaitForWindowActive(self)
        widget.setFocus()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    return made


def cursor() -> QWidget:
    """The widget with the cursor."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press_all() -> None:
    for key, held in ((Z, CONTROL), (Z, CONTROL | SHIFT), (Y, CONTROL)):
        QTest.keyClick(cursor(), key, held)


def editable(parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setEditable(True)
    return box


Make = Callable[[QWidget], QWidget]
FIELDS: dict[str, Make] = {
    "line": QLineEdit,
    "form line": TextLine,
    "search": SearchLine,
    "plain text": QPlainTextEdit,
    "text": QTextEdit,
    "marked text": MarkedText,
    "number": QSpinBox,
    "date": lambda parent: QDateEdit(QDate(2026, 9, 1), parent),
    "combo": editable,
}


@pytest.mark.parametrize("name", FIELDS)
def test_undo_and_redo_in_a_field_never_reach_the_file(desk: Desk, name: str) -> None:
    """Also where there is nothing to undo in it."""
    desk.hold(FIELDS[name](desk))
    press_all()
    QTest.keyClicks(cursor(), "12")
    press_all()
    assert text_with_cursor() is not None
    assert desk.heard == []


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QTextEdit, editable])
def test_what_was_undone_in_a_text_comes_back_by_either_key(desk: Desk, make: Make) -> None:
    desk.hold(make(desk))
    text = text_with_cursor()
    assert text is not None
    said = text.text if isinstance(text, QLineEdit) else text.toPlainText
    QTest.keyClicks(cursor(), "12")
    for key, held in ((Y, CONTROL), (Z, CONTROL | SHIFT)):
        QTest.keyClick(cursor(), Z, CONTROL)
        assert said() == ""
        QTest.keyClick(cursor(), key, held)
        assert said() == "12"
    assert desk.heard == []


def test_in_a_cell_undo_belongs_to_the_text_until_it_is_taken(desk: Desk) -> None:
    table = Table((Column[tuple[str]]("Имя", lambda row: row[0], name="name"),), name="Имена")
    table.set_editable(True)
    table.set_rows([("Заречная",)])
    desk.hold(table)
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert isinstance(text_with_cursor(), QLineEdit)
    press_all()
    assert desk.heard == []
    QTest.keyClick(cursor(), Qt.Key.Key_Escape)
    press_all()
    assert desk.heard == ["edit.undo", "edit.redo", "edit.redo"]


def read_only(parent: QWidget) -> QPlainTextEdit:
    text = QPlainTextEdit("Показать", parent)
    text.setReadOnly(True)
    return text


@pytest.mark.parametrize("make", [QComboBox, read_only])
def test_where_nothing_is_typed_the_keys_mean_the_file(desk: Desk, make: Make) -> None:
    desk.hold(make(desk))
    press_all()
    assert desk.heard == ["edit.undo", "edit.redo", "edit.redo"]


def test_the_menu_means_the_file_it_names(desk: Desk) -> None:
    """Its entry says what it would undo, whatever the cursor stands in."""
    desk.hold(QLineEdit())
    QTest.keyClicks(cursor(), "12")
    action = desk.menus.actions["edit.undo"]
    assert action.text() == "&Отменить: было"
    action.trigger()
    assert desk.heard == ["edit.undo"]


# --- the search line ---------------------------------------------------------------------------------------------


def test_a_search_line_is_emptied_and_left_by_esc(desk: Desk) -> None:
    page, found = QWidget(), QComboBox()
    line = SearchLine(page)
    column = QVBoxLayout(page)
    column.addWidget(line)
    column.addWidget(found)
    line.leads_to(found)
    desk.hold(page)
    line.start()
    QTest.keyClicks(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), line.hasFocus()) == ("", True)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert found.hasFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        line.start()
        QTest.keyClick(line, key)
        assert found.hasFocus()


def test_in_a_dialog_an_empty_search_line_leaves_esc_to_it(qtbot: QtBot) -> None:
    dialog = Dialog("Выбор", None)
    line = SearchLine(dialog)
    dialog.column.addWidget(line)
    dialog.open()
    line.start()
    QTest.keyClicks(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert dialog.isVisible() and line.text() == ""
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_in_the_search_line_of_a_dialog_presses_no_button_of_it(qtbot: QtBot) -> None:
    dialog = Dialog("Выбор", None)
    line, found = SearchLine(dialog), QLineEdit(dialog)
    line.leads_to(found)
    for widget in (line, found):
        dialog.column.addWidget(widget)
    dialog.close_with(Act("Выбрать", dialog.accept, main=True))
    dialog.open()
    line.start()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.focusWidget() is found
    dialog.reject()


def test_a_search_line_tells_how_much_was_found(desk: Desk) -> None:
    line = SearchLine(desk)
    desk.hold(line)
    (told,) = line.findChildren(QLabel)
    line.tell(3)
    assert told.text() == "3" and told.isVisible()
    line.tell(0)
    assert (told.text(), line.accessibleDescription()) == ("не найдено", "Найдено: 0")
    line.tell(None)
    assert not told.isVisible()


def test_there_is_one_search_line() -> None:
    """Wherever one types what to find, it is this class."""
    others = [
        path.name
        for path in UI.rglob("*.py")
        if re.search(r'setPlaceholderText\(\s*f?"Найти', path.read_text("utf-8"))
    ]
    assert others == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_pasted_letters_offer_names_as_typed_ones_do(qtbot: QtBot) -> None:
    """Else the arrow down would go to the first name of all."""
    desk, box = Desk(), QComboBox()
    qtbot.addWidget(desk)
    box.addItems(["Берёзовская СОШ", "Заречная СОШ", "Ивовская ООШ"])
    write_in(box)
    desk.hold(box)
    line, completer = box.lineEdit(), box.completer()
    assert line is not None and completer is not None
    line.clear()
    QApplication.clipboard().setText(" заречн\n")
    line.paste()
    qtbot.waitUntil(completer.popup().isVisible)
    QTest.keyClick(completer.popup(), Qt.Key.Key_Down)
    QTest.keyClick(completer.popup(), Qt.Key.Key_Return)
    assert box.currentText() == "Заречная СОШ" and box.currentIndex() == 1
    line.setText("нет такой")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "нет такой", "no school that nobody named"
    line.clear()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Ивовская ООШ"


def test_every_field_that_completes_does_so_for_pasted_letters_too() -> None:
    """A completer of one's own, elsewhere than in the kit, would know of typed letters only."""
    alone = re.compile(r"setCompleter\(")
    found = {path.name for path in UI.rglob("*.py") if alone.search(path.read_text(encoding="utf-8"))}
    assert found == {"completion.py"}


def test_a_box_shows_its_longest_line_whole(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    boxes = [ChoiceBox("Что", page, ((1, text),)) for text in ("все виды", "Всех уровней", "проблема")]
    for box in boxes:
        row.addWidget(box)
    page.show()
    assert [box.shown() for box in boxes] == [box.currentText() for box in boxes]
