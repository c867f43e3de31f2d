"""The one table of lines: columns are described, rows are set whole, and sorting, searching, copying, boxes, the text of an
empty table and the menu come with it."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QMetaMethod, QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import to_clipboard
from shnor_desktop.ui.kit.column_widths import ColumnWidths
from shnor_desktop.ui.kit.table_rows import Column as Column
from shnor_desktop.ui.kit.table_rows import Found, TableRows, identity_of
from shnor_desktop.ui.kit.table_rows import plain as plain

_AIR = 24
"""Pixels around the text of an empty table."""


class Table(QTableView):
    """Whole lines are selected; Enter and double click open the line, Space ticks its box, Ctrl+C copies with headings."""

    chosen = Signal(object)
    """The row with the cursor, None without one."""
    opened = Signal(object)
    """The row that Enter or a double click was on."""
    edited = Signal(object, str, object)
    """Row, name of the column, typed text or whether its box is ticked."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        parent: QWidget | None = None,
        *,
        name: str,
        settings: QSettings | None = None,
        keep: str = "",
        identity: Callable[[Any], Hashable] = identity_of,
        ink: Callable[[Any], str] | None = None,
        words: Callable[[Any], str] | None = None,
        even: tuple[int, ...] = (),
        empty: str = "",
    ) -> None:
        """`name` is what screen readers call it, `keep` under which widths are kept in `settings`. `identity` tells which
        row is which when rows are set again, `ink` colours whole rows, `words` are what rows are found by, columns of
        `even` stay equally wide, `empty` is shown where there are no rows."""
        super().__init__(parent)
        self.rows = TableRows(columns, self, identity=identity, ink=ink, words=words)
        self.sorted = Found(self.rows, self)
        self.setModel(self.sorted)
        self.setAccessibleName(name)
        self._empty = empty
        self._dress()
        whole = tuple(number for number, column in enumerate(columns) if column.whole)
        self._widths = ColumnWidths(self, settings, keep, even, whole)
        self._searched = ""
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self.rows.edited.connect(self.edited)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(self._on_double_clicked)

    def _dress(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._on_heading_clicked)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height())

    # --- rows ----------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, keeping the cursor on its row, else near its place."""
        before, place = self.current(), self.currentIndex().row()
        column = max(self.currentIndex().column(), 0)
        self.rows.set_rows(rows)
        self._widths.fit()
        if before is None or not self.select(self.rows.identity(before), column):
            index = self.sorted.index(min(max(place, 0), self.sorted.rowCount() - 1), column)
            if index.isValid():
                self._put_cursor(index)
            else:
                self.chosen.emit(None)
        self._describe()

    def select(self, identity: Hashable, column: int = 0) -> bool:
        """Put the cursor on a row; False when it is not shown."""
        number = self.rows.number_of(identity)
        index = self.sorted.mapFromSource(self.rows.index(number, column)) if number >= 0 else QModelIndex()
        if index.isValid():
            self._put_cursor(index)
            self.scrollTo(index)
        return index.isValid()

    def _put_cursor(self, index: QModelIndex) -> None:
        """On this line and no other, whatever keys are held down."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def look_for(self, text: str) -> None:
        """Show only rows with every word of the text."""
        self._searched = " ".join(text.split())
        self.sorted.look_for(text)
        self._after_narrowing()

    def show_group(self, belongs: Callable[[Any], bool] | None) -> None:
        """Show only rows of which this is true; None for all."""
        self.sorted.show_group(belongs)
        self._after_narrowing()

    def _after_narrowing(self) -> None:
        """There is always a line with the cursor where there are lines."""
        first = self.sorted.index(0, 0)
        if not self.currentIndex().isValid() and first.isValid():
            self._put_cursor(first)
        self._describe()

    def current(self) -> Any:
        """The row with the cursor."""
        index = self.sorted.mapToSource(self.currentIndex())
        return self.rows.row_at(index.row()) if index.isValid() else None

    def selected(self) -> list[Any]:
        """The selected rows from top to bottom."""
        return [self.row_at(number) for number in self._selected_numbers()]

    def shown(self) -> list[Any]:
        """The rows that are shown, in the order of the screen."""
        return [self.row_at(number) for number in range(self.sorted.rowCount())]

    def row_at(self, number: int) -> Any:
        """The row of that number on the screen."""
        return self.rows.row_at(self._source(number))

    def set_editable(self, editable: bool) -> None:
        """Whether named columns may be typed into and ticked."""
        self.rows.editable = editable

    def _source(self, number: int) -> int:
        return self.sorted.mapToSource(self.sorted.index(number, 0)).row()

    def _selected_numbers(self) -> list[int]:
        return sorted({index.row() for index in self.selectedIndexes()})

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.current())

    # --- the table without rows -----------------------------------------------------------------------------------

    def set_empty(self, text: str) -> None:
        """What is said where there are no rows: why, and what to do next."""
        self._empty = text
        self._describe()

    def empty_text(self) -> str:
        """What is said now; "" while there are rows."""
        if self.sorted.rowCount():
            return ""
        if self.rows.rowCount() and self._searched:
            return f"По запросу «{self._searched}» ничего не найдено. Измените запрос."
        return self._empty

    def _describe(self) -> None:
        self.setAccessibleDescription(self.empty_text())
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if text := self.empty_text():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            room = self.viewport().rect().adjusted(_AIR, _AIR, -_AIR, -_AIR)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)
            painter.end()

    # --- mouse and keys ------------------------------------------------------------------------------------------

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """What the menu of a line offers, before copying."""
        copy = QAction("Копировать", self)
        copy.triggered.connect(self.copy)
        separator = QAction(self)
        separator.setSeparator(True)
        for action in (*actions, separator, copy):
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _on_heading_clicked(self, column: int) -> None:
        """Columns that would make a ranking do not sort."""
        header = self.horizontalHeader()
        if not self.rows.columns[column].sortable:
            header.setSortIndicator(*self._order)  # The click has moved it.
            return
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        self._order = (column, falling if self._order == (column, rising) else rising)
        header.setSortIndicatorShown(True)
        self.sortByColumn(*self._order)

    def _opens(self) -> bool:
        """Where lines cannot be opened, Enter belongs to the dialog around."""
        wanted = self.isSignalConnected(QMetaMethod.fromSignal(self.opened))
        return wanted and self.currentIndex().isValid()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable and (row := self.current()) is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Space and self._tick_selected():
            pass
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._opens():
            if self.state() != QAbstractItemView.State.EditingState:
                self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _tick_selected(self) -> bool:
        """The boxes of the selected lines follow the one of the cursor's line; False where there are none."""
        boxes = [n for n, column in enumerate(self.rows.columns) if column.checked is not None]
        at = self.currentIndex()
        if not boxes or not at.isValid():
            return False
        column = at.column() if at.column() in boxes else boxes[0]
        ticked = self.sorted.index(at.row(), column).data(Qt.ItemDataRole.CheckStateRole)
        wanted = Qt.CheckState.Unchecked if ticked == Qt.CheckState.Checked else Qt.CheckState.Checked
        for number in {at.row(), *self._selected_numbers()}:
            index = self.sorted.index(number, column)
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                self.sorted.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
        return True

    def copy(self) -> None:
        """The selected lines under their headings, as spreadsheets take them."""
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        head = [" ".join(self.rows.columns[n].title.split()) for n in shown]
        lines = [[self.rows.copied(self._source(n), c) for c in shown] for n in self._selected_numbers()]
        if lines:
            QGuiApplication.clipboard().setText(to_clipboard([head, *lines]))
