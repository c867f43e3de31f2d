"""The table of the results grid: what Excel has taught about keys, menus and the clipboard."""

from collections.abc import Callable, Iterable
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shnor_desktop.operations.results.grid_cells import GridCell
from shnor_desktop.operations.results.grid_entry import Edit, RefusedEdit
from shnor_desktop.rules.words.russian import decimal_e4
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.frozen import FrozenColumns
from shnor_desktop.ui.kit.cells.table import CellTable
from shnor_desktop.ui.kit.clipboard import to_clipboard
from shnor_desktop.ui.kit.table_rows import Index
from shnor_desktop.ui.results.rows import GridRows, Place

_NOBODY = "Таких школ нет.\nНажмите внизу на условие отбора, чтобы показать все."


class _InView(QStyledItemDelegate):
    """A frozen cell is typed into where it stands: the table goes back to its beginning for that."""

    def __init__(self, table: "ResultsTable") -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self._table.uncover(index.column())
        return super().createEditor(parent, option, index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self._table.frozen.setVisible(self._table.frozen.count > 0)


class ResultsTable(CellTable):
    """Shows the grid and says what is to be written; the screen writes it."""

    edit_of = Edit
    moved = Signal()
    """The cursor stands elsewhere, or the same cell is seen elsewhere."""
    menu_wanted = Signal(QPoint)
    given_up = Signal()
    """Esc on a text that was not taken."""
    undo_wanted = Signal()
    """Ctrl+Z on one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = GridRows(parent)
        super().__init__(self.rows, "Результаты: школы и проведения", parent)
        self.setItemDelegate(_InView(self))
        self.frozen = FrozenColumns(self)
        self.frozen.doubleClicked.connect(self.edit)
        keys, control = Qt.Key, Qt.KeyboardModifier.ControlModifier
        shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
        whole = QItemSelectionModel.SelectionFlag
        self._acts: dict[QKeyCombination, Callable[[], object]] = {
            QKeyCombination(control | shift, keys.Key_C): self.copy_named,
            QKeyCombination(control | alt, keys.Key_C): self.copy_numbers,
            QKeyCombination(control, keys.Key_Space): lambda: self.select_line(whole.Columns),
            QKeyCombination(shift, keys.Key_Space): lambda: self.select_line(whole.Rows),
        }
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        self.current_changed.connect(lambda _: self.moved.emit())

    # --- cursor --------------------------------------------------------------------------------------------------

    def refused_here(self) -> RefusedEdit | None:
        """The text under the cursor that was not taken."""
        place = self.current_place()
        return self.rows.refused.get(place) if place else None

    def holds_cursor(self) -> bool:
        return self.refused_here() is not None

    def uncover(self, column: int) -> None:
        """Show a frozen cell where the table itself has it."""
        if column < self.frozen.count:
            self.horizontalScrollBar().setValue(0)
            self.frozen.hide()
            QTimer.singleShot(0, self, self.updateEditorGeometries)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        self.frozen.scroll_to(index, lambda: super(ResultsTable, self).scrollTo(index, hint))

    def select_line(self, whole: QItemSelectionModel.SelectionFlag) -> None:
        """The column or the row of the cursor, whatever keys are held down."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | whole
        self.selectionModel().select(self.currentIndex(), flags)

    def cell_rect(self, index: Index) -> QRect:
        """Where a cell is seen, with the frozen ones where they lie."""
        frozen = index.column() < self.frozen.count
        return (self.frozen if frozen else self).visualRect(index)

    def event(self, event: QEvent) -> bool:
        """What was not taken is undone before anything of the file is."""
        if event.type() == QEvent.Type.ShortcutOverride and self._gives_up(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def _gives_up(self, event: QKeyEvent) -> bool:
        undoes = event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Undo)
        return undoes and self.holds_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._gives_up(event):
            (self.given_up if event.key() == Qt.Key.Key_Escape else self.undo_wanted).emit()
        elif (act := self._acts.get(event.keyCombination())) is not None:
            act()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self._index_under(event.pos())
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        place = self.viewport().mapToGlobal(self.cell_rect(index).bottomLeft())
        self.menu_wanted.emit(place if by_key else event.globalPos())

    def _index_under(self, point: QPoint) -> QModelIndex:
        return (self.frozen if point.x() < self.frozen.covered() else self).indexAt(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.rows.all_schools and not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), _NOBODY)
            painter.end()

    # --- the clipboard -------------------------------------------------------------------------------------------

    def selected_cells(self) -> Iterable[GridCell | None]:
        """What the file has in the selected cells."""
        for part in self.selected_blocks():
            for row in range(part.top(), part.bottom() + 1):
                yield from self.rows.cells_of(row, part.left(), part.right())

    def _typed(self, row: int, column: int) -> str:
        return self.rows.painted(row, column).edit if self._place_at(row, column) else ""

    def _place_at(self, row: int, column: int) -> Place | None:
        return self.rows.place_at(row, column)

    def copy_named(self) -> None:
        """The selected block as it is seen, under its headings and beside its schools."""
        top, left, rows, columns = self._selection()
        if top < 0 or left < 0:
            return
        schools, sittings = self.rows.schools, self.rows.sittings[left : left + columns]
        block = [["Школа", *(one.name for one in sittings)]]
        for row in range(top, top + rows):
            cells = self.rows.cells_of(row, left, left + columns - 1)
            block.append([schools[row].name, *(_seen(one) for one in cells)])
        QGuiApplication.clipboard().setText(to_clipboard(block))

    def copy_numbers(self) -> None:
        """The bare figures of the selected block, which a spreadsheet can count with; where there is none, nothing."""
        top, left, rows, columns = self._selection()
        if top < 0 or left < 0:
            return
        block = [
            [number(one) for one in self.rows.cells_of(row, left, left + columns - 1)]
            for row in range(top, top + rows)
        ]
        QGuiApplication.clipboard().setText(to_clipboard(block))


def _seen(cell: GridCell | None) -> str:
    return cell.text.replace("\u00a0", " ") if cell else ""


def number(cell: GridCell | None) -> str:
    """«31,25»: the figure without unit and marks."""
    if cell is None or cell.value_e4 is None:
        return ""
    text = decimal_e4(cell.value_e4, 4)
    return text.rstrip("0").rstrip(",")
