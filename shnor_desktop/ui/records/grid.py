"""The general table of records with the habits of a spreadsheet: typing, Enter, F2, blocks, Ctrl+D, Delete."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.choice_delegate import ChoiceDelegate
from shnor_desktop.ui.kit.clipboard import from_clipboard, repeated, to_clipboard
from shnor_desktop.ui.kit.column_widths import ColumnWidths
from shnor_desktop.ui.kit.rows import UID_ROLE, SortedRows
from shnor_desktop.ui.records.rows import RecordRows

if TYPE_CHECKING:
    from shnor_desktop.operations.records.records import Row

Edits = list[tuple[bytes | None, dict[str, str]]]


class RecordTable(QTableView):
    """Shows rows and says what people want done with them; the page that holds it does it."""

    edits_wanted = Signal(object)
    """[(uid or None for a new record, {field: text})]"""
    deletion_wanted = Signal(object)
    """[uid]"""
    opened = Signal(bytes)
    """Enter or double click on a record that cannot be typed into."""

    def __init__(self, kind: RecordKind, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.rows = RecordRows(kind.fields, self)
        self.sorted = SortedRows(self.rows, self)
        self.setModel(self.sorted)
        self.choices = ChoiceDelegate(self.rows.fields, self)
        self.setItemDelegate(self.choices)
        self.setAccessibleName(kind.many)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.rows.edited.connect(lambda uid, name, text: self.edits_wanted.emit([(uid, {name: text})]))
        self.doubleClicked.connect(self._on_double_clicked)
        self._widths = ColumnWidths(self, settings, kind.code)

    # --- rows ----------------------------------------------------------------------------------------------------

    def set_rows(self, rows: "Sequence[Row]", undecided: frozenset[tuple[bytes, str]] = frozenset()) -> None:
        """Show these rows with marks on undecided values, keeping the cursor on its record."""
        current = self.currentIndex()
        uid, place, column = self.current_uid(), current.row(), max(current.column(), 0)
        self.rows.set_rows(rows, undecided)
        self._widths.fit()
        number = self.rows.number_of(uid) if uid else -1
        if number >= 0:
            index = self.sorted.mapFromSource(self.rows.index(number, column))
        else:
            index = self.sorted.index(min(max(place, 0), self.sorted.rowCount() - 1), column)
        if index.isValid():
            self.setCurrentIndex(index)

    def select(self, uid: bytes) -> bool:
        """Put the cursor on a record; False when it is not shown."""
        number = self.rows.number_of(uid)
        index = self.sorted.mapFromSource(self.rows.index(number, 0)) if number >= 0 else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def current_uid(self) -> bytes | None:
        """uid of the record with the cursor."""
        value = self.currentIndex().data(UID_ROLE)
        return bytes(value) if value is not None else None

    def selected_uids(self) -> list[bytes]:
        """uids of the records with selected cells, from top to bottom."""
        numbers = sorted({index.row() for index in self.selectedIndexes()})
        return [bytes(self.sorted.index(number, 0).data(UID_ROLE)) for number in numbers]

    def set_editable(self, editable: bool) -> None:
        """Whether cells may be typed into."""
        self.rows.editable = editable

    # --- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_cells()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() == Qt.Key.Key_Delete:
            self._delete_pressed(event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter_pressed()
        else:
            super().keyPressEvent(event)

    def _delete_pressed(self, modifiers: Qt.KeyboardModifier) -> None:
        """Whole lines are deleted, cells are emptied; Ctrl+Delete deletes the lines of any selection."""
        whole = bool(self.selectionModel().selectedRows())
        if whole or modifiers == Qt.KeyboardModifier.ControlModifier or len(self.rows.fields) == 1:
            if uids := self.selected_uids():
                self.deletion_wanted.emit(uids)
        else:
            self.clear_cells()

    def _enter_pressed(self) -> None:
        index = self.currentIndex()
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            return
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif (uid := self.current_uid()) is not None:
            self.opened.emit(uid)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable and (uid := self.current_uid()) is not None:
            self.opened.emit(uid)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes one line down, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            below = self.sorted.index(self.currentIndex().row() + 1, self.currentIndex().column())
            if below.isValid():
                self.setCurrentIndex(below)

    # --- blocks --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The selected block to the clipboard."""
        QGuiApplication.clipboard().setText(to_clipboard(self._block()))

    def _block(self) -> list[list[str]]:
        indexes = self.selectedIndexes()
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        return [[str(self.sorted.index(row, column).data() or "") for column in columns] for row in rows]

    def paste(self) -> None:
        """The block of the clipboard from the cursor on; lines below the last one become new records."""
        start = self.currentIndex()
        block = from_clipboard(QGuiApplication.clipboard().text())
        if not block or not self.rows.editable:
            return
        top, left, rows, columns = self._selection()
        block = repeated(block, rows, columns)
        if not start.isValid():
            top, left = self.sorted.rowCount(), 0
        self._want([(top + number, left, cells) for number, cells in enumerate(block)])

    def fill_down(self) -> None:
        """Ctrl+D: the first line of the selection into the lines below."""
        top, left, rows, columns = self._selection()
        if rows < 2:
            top, rows = top - 1, 2
        if top < 0 or not self.rows.editable:
            return
        first = [str(self.sorted.index(top, left + column).data() or "") for column in range(columns)]
        self._want([(top + number, left, first) for number in range(1, rows)])

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        if self.rows.editable:
            top, left, rows, columns = self._selection()
            self._want([(top + number, left, [""] * columns) for number in range(rows)])

    def _selection(self) -> tuple[int, int, int, int]:
        """Top, left, rows, columns of the selected block, in the order of the screen."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1

    def _want(self, lines: list[tuple[int, int, list[str]]]) -> None:
        edits: Edits = []
        for number, left, cells in lines:
            known = number < self.sorted.rowCount()
            if not known and not self.kind.about.user_made:
                continue
            uid = bytes(self.sorted.index(number, 0).data(UID_ROLE)) if known else None
            texts = self._texts(number if known else -1, left, cells)
            if texts:
                edits.append((uid, texts))
        if edits:
            self.edits_wanted.emit(edits)

    def _texts(self, number: int, left: int, cells: list[str]) -> dict[str, str]:
        """Typed texts by field, only where they differ from what is shown."""
        found = {}
        for column, text in enumerate(cells, start=left):
            if column >= len(self.rows.fields):
                break
            field = self.rows.fields[column]
            shown = self.sorted.index(number, column).data() if number >= 0 else ""
            if field.in_form and text != (shown or ""):
                found[field.name] = text
        return found
