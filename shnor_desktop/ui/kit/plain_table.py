"""The former table that is only read: texts with sort keys, set whole; copies as a block and remembers its widths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMetaMethod,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import to_clipboard
from shnor_desktop.ui.kit.column_widths import ColumnWidths
from shnor_desktop.ui.kit.rows import SORT_ROLE, SortedRows

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One line. `keys` sort it where texts would sort wrongly; `role` names a colour of the theme."""

    texts: tuple[str, ...]
    data: Any = None
    keys: tuple[Any, ...] = ()
    role: str = ""


class PlainRows(QAbstractTableModel):
    """Lines under headings; headings that begin with «#» stand for numbers."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(heading.lstrip("#") for heading in headings)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._align = tuple(int(right if heading.startswith("#") else left) for heading in headings)
        self._rows: tuple[PlainRow, ...] = ()
        self._colours: dict[str, QColor] = {}

    def set_rows(self, rows: Sequence[PlainRow]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._colours = {role: theme.colour(role) for role in {row.role for row in rows} if role}
        self.endResetModel()

    def row_at(self, number: int) -> PlainRow:
        """The line of that number, unsorted."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._align[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colours.get(row.role)
        if role == SORT_ROLE:
            return row.keys[column] if row.keys else row.texts[column]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self._align[section]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return self._headings[section] if 0 <= section < len(self._headings) else None


class PlainTable(QTableView):
    """Whole lines are selected; Enter and double click open the line."""

    chosen = Signal(object)
    """`data` of the line with the cursor, None without one."""
    opened = Signal(object)

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        settings: QSettings | None = None,
        parent: QWidget | None = None,
        *,
        even: tuple[int, ...] = (),
    ) -> None:
        """Columns of `even` stay equally wide."""
        super().__init__(parent)
        self.rows = PlainRows(headings, self)
        self.sorted = SortedRows(self.rows, self)
        self.setModel(self.sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self._widths = ColumnWidths(self, settings, name, even)
        self.selectionModel().currentRowChanged.connect(lambda: self.chosen.emit(self.current()))
        self.doubleClicked.connect(lambda: self.opened.emit(self.current()))

    def set_rows(self, rows: Sequence[PlainRow]) -> None:
        """Show these lines, keeping the cursor on the line with the same data."""
        before, place = self.current(), self.currentIndex().row()
        self.rows.set_rows(rows)
        self._widths.fit()
        number = next((i for i, row in enumerate(rows) if before is not None and row.data == before), -1)
        index = self.sorted.mapFromSource(self.rows.index(number, 0)) if number >= 0 else QModelIndex()
        if not index.isValid():
            index = self.sorted.index(min(max(place, 0), self.sorted.rowCount() - 1), 0)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.chosen.emit(None)

    def current(self) -> Any:
        """`data` of the line with the cursor."""
        index = self.sorted.mapToSource(self.currentIndex())
        return self.rows.row_at(index.row()).data if index.isValid() else None

    def selected(self) -> list[Any]:
        """`data` of the selected lines from top to bottom."""
        numbers = sorted({index.row() for index in self.selectedIndexes()})
        sources = (self.sorted.mapToSource(self.sorted.index(number, 0)) for number in numbers)
        return [self.rows.row_at(source.row()).data for source in sources]

    def _opens(self) -> bool:
        """Where lines cannot be opened, Enter belongs to the dialog around."""
        wanted = self.isSignalConnected(QMetaMethod.fromSignal(self.opened))
        return wanted and self.currentIndex().isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            numbers = sorted({index.row() for index in self.selectedIndexes()})
            columns = range(self.rows.columnCount())
            block = [[str(self.sorted.index(n, c).data() or "") for c in columns] for n in numbers]
            QGuiApplication.clipboard().setText(to_clipboard(block))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._opens():
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)
