"""The one table of lines: columns are described, rows are set whole, and sorting, searching, copying, boxes, the text of an
empty table and the menu come with it."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QSettings,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.frozen import FrozenColumns
from shnor_desktop.ui.kit.clipboard import to_clipboard
from shnor_desktop.ui.kit.column_widths import ColumnWidths
from shnor_desktop.ui.kit.narrow.headings import Headings
from shnor_desktop.ui.kit.table_rows import Column as Column
from shnor_desktop.ui.kit.table_rows import Found, Index, TableRows, identity_of
from shnor_desktop.ui.kit.table_rows import counting as counting
from shnor_desktop.ui.kit.table_rows import plain as plain
from shnor_desktop.ui.kit.table_rows import standing as standing

_AIR = 24
"""Pixels around the text of an empty table."""


_ARROW = 16


class _Choices(QStyledItemDelegate):
    """A list that opens in the cell; it is made only for the line somebody turns to."""

    def __init__(self, table: "Table") -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row, column = self._table.row_of(index), self._table.rows.columns[index.column()]
        box = QComboBox(parent)
        box.setAccessibleName(f"{column.title}: {index.model().index(index.row(), 0).data()}")
        for choice in column.choices(row) if column.choices else ():
            if choice is None:
                box.insertSeparator(box.count())
            else:
                box.addItem(choice[1], choice[0])
        box.setCurrentIndex(max(box.findData(index.data(Qt.ItemDataRole.EditRole)), 0))
        box.activated.connect(lambda _: self._done(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """It is set when it is made; rows that arrive meanwhile do not take the choice away."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, cast(QComboBox, editor).currentData(), Qt.ItemDataRole.EditRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            super().paint(painter, option, index)
            return
        cell: Any = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        style, primitive = cell.widget.style(), QStyle.PrimitiveElement
        style.drawPrimitive(primitive.PE_PanelItemViewItem, cell, painter, cell.widget)
        text: Any = QStyleOptionViewItem(option)
        text.rect = cell.rect.adjusted(0, 0, -_ARROW - 4, 0)
        super().paint(painter, text, index)
        arrow: Any = QStyleOption()
        arrow.palette, arrow.state = cell.palette, QStyle.StateFlag.State_Enabled
        arrow.rect = cell.rect.adjusted(cell.rect.width() - _ARROW - 4, 0, -4, 0)
        style.drawPrimitive(primitive.PE_IndicatorArrowDown, arrow, painter, cell.widget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(_ARROW + 4, 0)


class _Names(QStyledItemDelegate):
    """Names of schools differ at their ends: «… СОШ № 1», «… СОШ № 2»."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        cell: Any = option
        cell.textElideMode = Qt.TextElideMode.ElideMiddle


class Table(QTableView):
    """Whole lines are selected; Enter and double click open the line, Space ticks its box, Ctrl+C copies with headings.
    A click, Space, F2 or Alt+Down opens the list of a cell in which something is chosen."""

    chosen = Signal(object)
    """The row with the cursor, None without one."""
    opened = Signal(object)
    """The row that Enter or a double click was on."""
    edited = Signal(object, str, object)
    """Row, name of the column, typed text, code of what was chosen or whether its box is ticked."""
    all_wanted = Signal()
    """«Показать все», where what is looked for was not found."""

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
        begins: bool = True,
    ) -> None:
        """`name` is what screen readers call it, `keep` under which widths are kept in `settings`. `identity` tells which
        row is which when rows are set again, `ink` colours whole rows, `words` are what rows are found by, columns of
        `even` stay equally wide, `empty` is shown where there are no rows; a table that
        does not begin leaves it to people to select the first line."""
        super().__init__(parent)
        self.frozen: FrozenColumns | None = None
        self.rows = TableRows(columns, self, identity=identity, ink=ink, words=words)
        self.sorted = Found(self.rows, self)
        self.setModel(self.sorted)
        self.setAccessibleName(name)
        self._empty, self._begins, self._narrowed = empty, begins, False
        self._all = QPushButton("Показать все", self.viewport())
        self._all.setAutoDefault(False)
        self._all.clicked.connect(self.all_wanted)
        self._all.hide()
        self._dress()
        self.set_menu(())
        whole = tuple(number for number, column in enumerate(columns) if column.whole)
        grows = next((number for number, column in enumerate(columns) if column.grows), None)
        self._widths = ColumnWidths(self, settings, keep, even, whole, grows)
        self._settings, self._kept_as = (settings if keep else None), f"sorted/{keep}"
        self._searched = ""
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._choices = [n for n, column in enumerate(self.rows.columns) if column.choices]
        for number in self._choices:
            self.setItemDelegateForColumn(number, _Choices(self))
        self.clicked.connect(
            lambda index: self._open_cell(index) if index.column() in self._choices else None
        )
        self._restore_order()
        self.rows.edited.connect(self.edited)
        self.sorted.narrowed.connect(self._after_narrowing)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(self._on_double_clicked)

    def cut_names_within(self) -> None:
        """Of the names in the first column the middle is left out where room lacks; other texts lose their ends."""
        self.setItemDelegateForColumn(0, _Names(self))

    def freeze(self, count: int) -> None:
        """So many columns stay in view while the others are scrolled sideways; called when the table is dressed."""
        self.frozen = frozen = FrozenColumns(self, resting=True)
        if isinstance(self.itemDelegateForColumn(0), _Names):
            frozen.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        frozen.clicked.connect(self.clicked)
        frozen.doubleClicked.connect(self.doubleClicked)
        frozen.widened.connect(self.setColumnWidth)
        frozen.horizontalHeader().sectionClicked.connect(self.horizontalHeader().sectionClicked)
        self._show_order()
        frozen.freeze(count)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        def scroll() -> None:
            super(Table, self).scrollTo(index, hint)

        if self.frozen is None:
            scroll()
        else:
            self.frozen.scroll_to(index, scroll)

    def _dress(self) -> None:
        self.setHorizontalHeader(header := Headings(self))
        # Of a long selection Qt would ask every cell of a column whether its heading is selected too.
        header.setSelectionModel(QItemSelectionModel(self.sorted, header))
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
            if index.isValid() and (self._begins or before is not None):
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

    def show_group(self, belongs: Callable[[Any], bool] | None) -> None:
        """Show only rows of which this is true; None for all."""
        self.sorted.show_group(belongs)

    def _after_narrowing(self) -> None:
        """There is always a line with the cursor where there are lines, and it is seen to be there: Qt moves the cursor from
        a line that goes, and selects none."""
        at = self.currentIndex() if self.currentIndex().isValid() else self.sorted.index(0, 0)
        if at.isValid() and not self.selectionModel().hasSelection():
            self._put_cursor(at)
            self.scrollTo(at)
        self._describe()

    def current(self) -> Any:
        """The row with the cursor."""
        index = self.sorted.mapToSource(self.currentIndex())
        return self.rows.row_at(index.row()) if index.isValid() else None

    def row_of(self, index: Index) -> Any:
        """The row of a cell that is shown."""
        return self.rows.row_at(self._source(index.row()))

    def selected(self) -> list[Any]:
        """The selected rows from top to bottom; the one with the cursor where none is."""
        at = self.currentIndex()
        numbers = self._selected_numbers() or ([at.row()] if at.isValid() else [])
        return [self.row_at(number) for number in numbers]

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
        parts: Any = self.selectionModel().selection()  # The stubs know it as no list.
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.current())

    # --- the table without rows -----------------------------------------------------------------------------------

    def set_empty(self, text: str, *, narrowed: bool = False) -> None:
        """What is said where there are no rows: why, and what to do next. Where they are `narrowed` away, «Показать все» stands
        below it."""
        self._empty, self._narrowed = text, narrowed
        self._describe()

    def empty_text(self) -> str:
        """What is said now; "" while there are rows."""
        if self.sorted.rowCount():
            return ""
        if self._is_searched_in_vain():
            return f"По запросу «{self._searched}» ничего не найдено. Измените запрос."
        return self._empty

    def _is_searched_in_vain(self) -> bool:
        return bool(self.rows.rowCount() and self._searched and not self.sorted.rowCount())

    def _describe(self) -> None:
        self.setAccessibleDescription(self.empty_text())
        wanted = self.isSignalConnected(QMetaMethod.fromSignal(self.all_wanted))
        narrowed = self._narrowed and not self.sorted.rowCount()
        self._all.setVisible(wanted and (narrowed or self._is_searched_in_vain()))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if text := self.empty_text():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            room = self.viewport().rect().adjusted(_AIR, 0, -_AIR, 0)
            flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
            needed = painter.boundingRect(room, flags, text)
            needed.moveTop(
                max(0, (room.height() - needed.height()) // 2)
            )  # Of what is too high its beginning is seen.
            painter.drawText(needed, flags, text)
            painter.end()
            self._all.move((room.width() - self._all.width()) // 2 + _AIR, needed.bottom() + _AIR // 2)

    # --- mouse and keys ------------------------------------------------------------------------------------------

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """What the menu of a line offers, before copying."""
        for former in self.actions():
            self.removeAction(former)
        copy, separator = QAction("Копировать", self), QAction(self)
        copy.triggered.connect(self.copy)
        separator.setSeparator(True)
        self.addActions([*actions, *([separator] if actions else []), copy])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _on_heading_clicked(self, column: int) -> None:
        """Rising, falling, as the rows were given; columns that would make a ranking do not sort."""
        if not self.rows.columns[column].sortable:
            self._show_order()  # The click has moved it.
            return
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        given = self._order == (column, falling)
        self._sort(-1 if given else column, falling if self._order == (column, rising) else rising)
        if self._settings is not None:
            told = (
                ""
                if given
                else f"{'-' if self._order[1] == falling else '+'}{self.rows.columns[column].title}"
            )
            self._settings.setValue(self._kept_as, told)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._order = (column, order)
        self.horizontalHeader().setSortIndicatorShown(column >= 0)
        self.sortByColumn(*self._order)  # Qt begins no sorting by no column by itself.
        self._show_order()

    def _show_order(self) -> None:
        """The arrow over the column, over a frozen one once more."""
        for view in (self, self.frozen) if self.frozen is not None else (self,):
            view.horizontalHeader().setSortIndicatorShown(self._order[0] >= 0)
            view.horizontalHeader().setSortIndicator(*self._order)

    def _restore_order(self) -> None:
        """As somebody sorted it last, while the table still has that column."""
        told = str(self._settings.value(self._kept_as) or "") if self._settings is not None else ""
        for number, column in enumerate(self.rows.columns):
            if column.sortable and told[1:] == column.title and told[:1] in ("+", "-"):
                self._sort(
                    number, Qt.SortOrder.DescendingOrder if told[0] == "-" else Qt.SortOrder.AscendingOrder
                )

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
        elif (
            event.key() == Qt.Key.Key_Space
            and self._tick_selected()
            or _asks_for_a_list(event)
            and self.open_choice()
        ):
            pass
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._opens():
            if self.state() != QAbstractItemView.State.EditingState:
                self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def open_choice(self) -> bool:
        """Open the list of the line with the cursor; False where there is none or the cursor is on a text to type."""
        at = self.currentIndex()
        if at.column() not in self._choices and at.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        cells = [at] if at.column() in self._choices else [at.siblingAtColumn(n) for n in self._choices]
        return any(self._open_cell(cell) for cell in cells)

    def _open_cell(self, index: QModelIndex) -> bool:
        opens = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if opens and self.state() != QAbstractItemView.State.EditingState:
            self.edit(index)
        return opens

    def _tick_selected(self) -> bool:
        """The boxes of the selected lines follow the one of the cursor's line; False where there are none."""
        boxes = [n for n, column in enumerate(self.rows.columns) if column.checked is not None]
        at = self.currentIndex()
        if not boxes or not at.isValid():
            return False
        column = at.column() if at.column() in boxes else boxes[0]
        ticked = self.sorted.index(at.row(), column).data(Qt.ItemDataRole.CheckStateRole)
        wanted = Qt.CheckState.Unchecked if ticked == Qt.CheckState.Checked else Qt.CheckState.Checked
        cells = [self.sorted.index(number, column) for number in {at.row(), *self._selected_numbers()}]
        found = [cell for cell in cells if cell.flags() & Qt.ItemFlag.ItemIsUserCheckable]
        for cell in found:
            self.sorted.setData(cell, wanted, Qt.ItemDataRole.CheckStateRole)
        return bool(found)

    def copy(self) -> None:
        """The selected lines under their headings, as spreadsheets take them."""
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        head = [" ".join(self.rows.columns[n].title.split()) for n in shown]
        lines = [[self.rows.copied(self._source(n), c) for c in shown] for n in self._selected_numbers()]
        if lines:
            QGuiApplication.clipboard().setText(to_clipboard([head, *lines]))


def _asks_for_a_list(event: QKeyEvent) -> bool:
    alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
    return bool(alt_down) or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space)
