"""The general table of records with the habits of a spreadsheet: typing, Enter, F2, blocks, Ctrl+D, Delete."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.operations.records.records import Row
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.choice_delegate import ChoiceDelegate
from shnor_desktop.ui.kit.clipboard import from_clipboard, repeated, to_clipboard
from shnor_desktop.ui.kit.reach.tab import left_by
from shnor_desktop.ui.kit.table import Table
from shnor_desktop.ui.records.rows import columns, in_table

Edits = list[tuple[bytes | None, dict[str, str]]]


class RecordTable(Table):
    """Shows rows and says what people want done with them; the page that holds it does it."""

    edits_wanted = Signal(object)
    """[(uid or None for a new record, {field: text})]"""
    deletion_wanted = Signal(object)
    """[uid]"""
    without_place = Signal(str)
    """What of a pasted block the table has no room for."""

    def __init__(self, kind: RecordKind, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(
            columns(kind.shown, lambda uid, name: (uid, name) in self._undecided),
            parent,
            name=kind.many,
            settings=settings,
            keep=kind.code,
            empty=f"Здесь пока пусто. {kind.about.hint}".strip(),
        )
        self.kind = kind
        self.fields = in_table(kind.shown)
        self._undecided: frozenset[tuple[bytes, str]] = frozenset()
        self.choices = ChoiceDelegate(self.fields, self)
        self.setItemDelegate(self.choices)
        self.setShowGrid(True)
        self.setTabKeyNavigation(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(self.editTriggers() | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.verticalHeader().show()
        self.edited.connect(lambda row, name, text: self.edits_wanted.emit([(row.uid, {name: text})]))

    # --- rows ----------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], undecided: frozenset[tuple[bytes, str]] = frozenset()) -> None:
        """Show these rows; undecided values (uid, field) are marked, «» stands for the whole record."""
        self._undecided = undecided
        self.set_rows(rows)

    def current_uid(self) -> bytes | None:
        """uid of the record with the cursor."""
        row = self.current()
        return bytes(row.uid) if row is not None else None

    def selected_uids(self) -> list[bytes]:
        """uids of the records with selected cells, from top to bottom."""
        return [bytes(row.uid) for row in self.selected()]

    # --- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if left_by(event, self):
            pass
        elif event.matches(QKeySequence.StandardKey.Copy):
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
        if whole or modifiers == Qt.KeyboardModifier.ControlModifier or len(self.fields) == 1:
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
        else:
            self.opened.emit(self.current())

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
        """The block of the clipboard from the cursor on; lines below the last one become new records. Under a line
        of headings of this table each column goes to its own. What has no place here is told."""
        start = self.currentIndex()
        block = from_clipboard(QGuiApplication.clipboard().text())
        if not block or not self.rows.editable:
            return
        top, left, rows, columns = self._selection()
        if not start.isValid():
            top, left = self.sorted.rowCount(), 0
        if headed := self._headed(block[0]) if len(block) > 1 else []:
            beyond = range(len(self.fields), len(self.fields) + max(map(len, block)))
            lines = [dict(zip((*headed, *beyond), cells, strict=False)) for cells in block[1:]]
        else:
            lines = [dict(enumerate(cells, left)) for cells in repeated(block, rows, columns)]
        self._want(list(enumerate(lines, top)))

    def _headed(self, cells: list[str]) -> list[int]:
        """The columns whose headings the cells are; none where one of them is no heading or stands twice."""
        known = {
            alphabetical(self.rows.headerData(column, Qt.Orientation.Horizontal)): column
            for column in range(len(self.fields))
        }
        found = [known.get(alphabetical(cell.strip()), -1) for cell in cells]
        return found if -1 not in found and len(set(found)) == len(found) else []

    def fill_down(self) -> None:
        """Ctrl+D: the first line of the selection into the lines below."""
        top, left, rows, columns = self._selection()
        if rows < 2:
            top, rows = top - 1, 2
        if top < 0 or not self.rows.editable:
            return
        first = {left + n: str(self.sorted.index(top, left + n).data() or "") for n in range(columns)}
        self._want([(top + number, first) for number in range(1, rows)])

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        if self.rows.editable:
            top, left, rows, columns = self._selection()
            self._want(
                [(top + number, dict.fromkeys(range(left, left + columns), "")) for number in range(rows)]
            )

    def _selection(self) -> tuple[int, int, int, int]:
        """Top, left, rows, columns of the selected block, in the order of the screen."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1

    def _want(self, lines: Sequence[tuple[int, Mapping[int, str]]]) -> None:
        """Texts by column for numbered lines; those that have no place in the table are told."""
        edits: Edits = []
        columns: set[int] = set()
        below = 0
        for number, cells in lines:
            known = number < self.sorted.rowCount()
            if not known and not self.kind.about.user_made:
                below += any(cells.values())
                continue
            columns |= {column for column, text in cells.items() if text and column >= len(self.fields)}
            texts = self._texts(number if known else -1, cells)
            if texts:
                edits.append((bytes(self.row_at(number).uid) if known else None, texts))
        if edits:
            self.edits_wanted.emit(edits)
        self._tell_without_place(len(columns), below)

    def _tell_without_place(self, columns: int, below: int) -> None:
        beside = f"справа от последнего столбца — {counted(columns, 'столбец', 'столбца', 'столбцов')}"
        under = f"ниже последней строки — {counted(below, 'строка', 'строки', 'строк')}"
        told = [text for text, count in ((beside, columns), (under, below)) if count]
        if told:
            self.without_place.emit(f"Не вставлено: {'; '.join(told)}.")

    def _texts(self, number: int, cells: Mapping[int, str]) -> dict[str, str]:
        """Typed texts by field, only where they differ from what is shown."""
        found = {}
        for column, text in cells.items():
            if column >= len(self.fields):
                continue
            field = self.fields[column]
            shown = self.sorted.index(number, column).data() if number >= 0 else ""
            if field.in_form and text != (shown or ""):
                found[field.name] = text
        return found
