"""Grids of cells: what Excel has taught works, what may not be typed into is left alone, places and cursors stay."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.cells.beside import BesideButton
from shnor_desktop.ui.kit.cells.matrix import EMPTY, Matrix, Painted
from shnor_desktop.ui.kit.cells.rows import CellRows, Heading
from shnor_desktop.ui.kit.cells.table import CellEdit, CellTable, dress_headers, fit_headings, fit_names

CONTROL = Qt.KeyboardModifier.ControlModifier
LINES = (Heading("a", "Школа А"), Heading("b", "Школа Б", "Школа Б, с. Луговое"), Heading("c", "Школа В"))
COLUMNS = (Heading("fixed", "Индекс", fixed=True), Heading("x", "Первый"), Heading("y", "Второй показатель"))


@pytest.fixture
def grid(qtbot: QtBot, qtmodeltester: Any) -> CellTable:
    rows = CellRows()
    qtmodeltester.check(rows)
    table = CellTable(rows, "Проверка")
    rows.setParent(table)
    qtbot.addWidget(table)
    rows.editable = True
    rows.set_cells(LINES, COLUMNS, {("a", "x"): Painted("▲ 1", "1", "один"), ("a", "fixed"): Painted("5 %")})
    return table


def wanted(table: CellTable) -> list[list[CellEdit]]:
    found: list[list[CellEdit]] = []
    table.edits_wanted.connect(found.append)
    return found


def at(table: CellTable, row: int, column: int) -> Any:
    table.setCurrentIndex(table.model().index(row, column))
    return table.currentIndex()


def test_a_block_is_pasted_copied_and_filled_down(grid: CellTable) -> None:
    found, outside = wanted(grid), list[int]()
    grid.overflowed.connect(outside.append)
    at(grid, 1, 1)
    QGuiApplication.clipboard().setText("1\t2\t9\n3\t4\t9\n")
    QTest.keyClick(grid, Qt.Key.Key_V, CONTROL)
    assert found.pop() == [("b", "x", "1"), ("b", "y", "2"), ("c", "x", "3"), ("c", "y", "4")]
    assert outside == [2]
    at(grid, 0, 1)
    QTest.keyClick(grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1"
    at(grid, 1, 1)
    QTest.keyClick(grid, Qt.Key.Key_D, CONTROL)
    assert found.pop() == [("b", "x", "1")]
    at(grid, 0, 1)
    QTest.keyClick(grid, Qt.Key.Key_D, CONTROL)
    assert found == [], "above the first line there is nothing"
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert found.pop() == [("a", "x", "")]
    QGuiApplication.clipboard().clear()


def test_a_fixed_column_and_a_file_to_be_looked_at_are_not_typed_into(grid: CellTable) -> None:
    assert not at(grid, 0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    assert at(grid, 0, 1).flags() & Qt.ItemFlag.ItemIsEditable
    assert not grid.model().setData(grid.model().index(0, 0), "7")
    found = wanted(grid)
    assert grid.model().setData(grid.model().index(0, 1), "1") and found == [], "the same is no edit"
    assert grid.model().setData(grid.model().index(0, 1), "7") and found == [[("a", "x", "7")]]
    grid.cells.editable = False
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert len(found) == 1


def test_new_figures_under_the_same_headings_leave_the_cursor(grid: CellTable) -> None:
    rows = grid.model()
    assert isinstance(rows, CellRows)
    at(grid, 1, 2)
    rows.set_cells(LINES, COLUMNS, {("b", "y"): Painted("8", "8")})
    assert grid.current_place() == ("b", "y") and grid.currentIndex().data() == "8"
    rows.set_cells(LINES[:1], COLUMNS, {})
    assert grid.current_place() is None
    assert not grid.go_to(("b", "y")) and grid.go_to(("a", "y"))
    assert rows.row_with("школа а", 0) == 0 and rows.row_with("нет", 0) == -1


def test_headings_say_themselves_and_have_room(grid: CellTable) -> None:
    fit_headings(grid, "100,0")
    fit_names(grid, "По району")
    needed = fit_names(grid, "имя " * 60)
    grid.resize(needed * 3, 300)
    assert fit_names(grid, "имя " * 60) > needed, "free room belongs to names"
    model = grid.model()
    vertical = Qt.Orientation.Vertical
    assert model.headerData(1, vertical, Qt.ItemDataRole.ToolTipRole) == "Школа Б, с. Луговое"
    assert model.headerData(9, vertical) is None
    assert grid.columnWidth(2) > grid.columnWidth(0)
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "один"


@pytest.mark.parametrize(("width", "shown"), [(1_400, True), (500, False)])
def test_what_stands_beside_is_put_away_on_a_small_screen(qtbot: QtBot, width: int, shown: bool) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    panel = QWidget(screen)
    button = BesideButton("Объяснение", panel, screen)
    column = QVBoxLayout(screen)
    column.addWidget(button)
    column.addWidget(panel)
    screen.resize(width, 300)
    screen.show()
    assert button.isChecked() is shown and panel.isVisibleTo(screen) is shown
    button.toggle()
    assert panel.isVisibleTo(screen) is not shown


def test_headings_that_are_cut_have_their_names_as_tips(qtbot: QtBot) -> None:
    cells = Matrix()
    cells.set_cells(("2024/25",), ("Школа с длинным названием",), ((EMPTY,),))
    tip = Qt.ItemDataRole.ToolTipRole
    assert cells.headerData(0, Qt.Orientation.Vertical, tip) == "Школа с длинным названием"
    view = QTableView()
    qtbot.addWidget(view)
    dress_headers(view)
    assert view.verticalHeader().textElideMode() == Qt.TextElideMode.ElideMiddle
