"""The table of the results grid with the habits of a spreadsheet, and the line of all schools under it."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.results.grid_entry import Edit
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import from_clipboard, repeated, to_clipboard
from shnor_desktop.ui.results.rows import DistrictRow, GridRows

_WIDEST_NAME = 250
_LONGEST_RESULT = 12
_COLUMN_WORDS = "▲▫ 100,0 % (100)"


class ResultsTable(QTableView):
    """Shows the grid and says what is to be written; the screen writes it."""

    edits_wanted = Signal(object)
    """[Edit] from one typing, paste, fill or deletion."""
    overflowed = Signal(int)
    """How many cells of a pasted block fell outside the table."""
    table_pasted = Signal()
    """The clipboard holds a table with names of schools rather than bare results."""
    current_changed = Signal(object)
    """(school, sitting) of the cursor, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = GridRows(self)
        self.setModel(self.rows)
        self.setAccessibleName("Результаты: школы и проведения")
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        _dress_headers(self)
        self.rows.edited.connect(
            lambda school, sitting, text: self.edits_wanted.emit([Edit(school, sitting, text)])
        )
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.rows.modelReset.connect(lambda: self.current_changed.emit(None))

    # --- cursor --------------------------------------------------------------------------------------------------

    def current_place(self) -> tuple[bytes, bytes] | None:
        """School and sitting under the cursor."""
        return self.rows.place(self.currentIndex())

    def go_to(self, place: tuple[bytes, bytes] | None) -> bool:
        """Put the cursor on a cell; False when it is not shown."""
        index = self.rows.index_of(place)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a school."""
        index = self.rows.index(row, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.current_changed.emit(self.rows.place(current))

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
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter_pressed()
        else:
            super().keyPressEvent(event)

    def _enter_pressed(self) -> None:
        """Begin to type; the Enter that ends typing comes here too and has done its work already."""
        if self.currentIndex().isValid() and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes one line down, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            current = self.currentIndex()
            below = self.rows.index(current.row() + 1, current.column())
            if below.isValid():
                self.setCurrentIndex(below)

    # --- blocks --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The selected block to the clipboard, as it would be typed."""
        top, left, rows, columns = self._selection()
        block = [
            [
                str(self.rows.index(top + row, left + column).data(Qt.ItemDataRole.EditRole) or "")
                for column in range(columns)
            ]
            for row in range(rows)
        ]
        QGuiApplication.clipboard().setText(to_clipboard(block))

    def paste(self) -> None:
        """The block of the clipboard from the top left cell of the selection on; one cell fills the selection."""
        block = from_clipboard(QGuiApplication.clipboard().text())
        if _has_names(block):
            self.table_pasted.emit()
        elif block and self.currentIndex().isValid():
            top, left, rows, columns = self._selection()
            self._want(top, left, repeated(block, rows, columns))

    def fill_down(self) -> None:
        """Ctrl+D: the first line of the selection into the lines below."""
        top, left, rows, columns = self._selection()
        if rows < 2:
            top, rows = top - 1, 2
        if top < 0:
            return
        first = [
            str(self.rows.index(top, left + at).data(Qt.ItemDataRole.EditRole) or "") for at in range(columns)
        ]
        self._want(top + 1, left, [first] * (rows - 1))

    def clear_cells(self) -> None:
        """Delete the results of the selected cells."""
        top, left, rows, columns = self._selection()
        if top >= 0:
            self._want(top, left, [[""] * columns] * rows)

    def _selection(self) -> tuple[int, int, int, int]:
        """Top, left, rows, columns of the selected block."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1

    def _want(self, top: int, left: int, block: list[list[str]]) -> None:
        if not self.rows.editable:
            return
        edits: list[Edit] = []
        outside = 0
        for row, cells in enumerate(block, start=top):
            for column, text in enumerate(cells, start=left):
                index = self.rows.index(row, column)
                place = self.rows.place(index)
                if place is None:
                    outside += bool(text.strip())
                elif text.strip() != str(index.data(Qt.ItemDataRole.EditRole) or ""):
                    edits.append(Edit(*place, text))
        if edits:
            self.edits_wanted.emit(edits)
        if outside:
            self.overflowed.emit(outside)


class ResultsGrid(QFrame):
    """The table with the line of all schools, which stands still while the schools are scrolled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ResultsTable(self)
        self.district = DistrictRow(self)
        self.foot = QTableView(self)
        self.foot.setModel(self.district)
        self.foot.setAccessibleName("По всем школам")
        _dress_headers(self.foot)
        self.foot.horizontalHeader().hide()
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.foot.setAutoScroll(False)
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.foot.setFixedHeight(theme.row_height() + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        self._beside_foot = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.foot, 1)
        row.addWidget(self._beside_foot)
        column.addLayout(row)
        self.table.horizontalScrollBar().valueChanged.connect(self.foot.horizontalScrollBar().setValue)
        self.table.horizontalHeader().sectionResized.connect(
            lambda section, old, new: self.foot.setColumnWidth(section, new)
        )
        self.table.verticalScrollBar().rangeChanged.connect(lambda low, high: self._align())
        self.table.horizontalScrollBar().rangeChanged.connect(lambda low, high: self._align())
        self.foot.horizontalScrollBar().rangeChanged.connect(lambda low, high: self._follow())

    def fit(self) -> None:
        """Widths for what is shown now."""
        metrics = QFontMetrics(self.table.font())
        headings = [line for one in self.table.rows.sittings for line in one.heading.split("\n")]
        bold = QFontMetrics(self.table.horizontalHeader().font())
        for at, sitting in enumerate(self.table.rows.sittings):
            wanted = max(bold.horizontalAdvance(line) for line in sitting.heading.split("\n")) + 20
            width = max(wanted, metrics.horizontalAdvance(_COLUMN_WORDS) + 12)
            self.table.setColumnWidth(at, width)
            self.foot.setColumnWidth(at, width)
        names = [school.name for school in self.table.rows.schools]
        longest = max((metrics.horizontalAdvance(name) for name in names), default=80)
        wide = min(max(longest, metrics.horizontalAdvance("По всем школам")) + 18, theme.wide(_WIDEST_NAME))
        for view in (self.table, self.foot):
            view.verticalHeader().setFixedWidth(wide)
            view.doItemsLayout()  # Else the cells stay where they were, below the wider names.
        self.table.horizontalHeader().setFixedHeight(
            2 * bold.lineSpacing() + 12 if headings else theme.row_height()
        )
        QTimer.singleShot(0, self, self._align)

    def _align(self) -> None:
        """The foot scrolls sideways exactly as far as the table."""
        bar = self.table.verticalScrollBar()
        self._beside_foot.setFixedWidth(bar.width() if bar.isVisible() else 0)
        self._follow()

    def _follow(self) -> None:
        self.foot.horizontalScrollBar().setValue(self.table.horizontalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()


def _has_names(block: list[list[str]]) -> bool:
    """Whether most lines hold a longer text without digits at its beginning: names, not results."""
    named = sum(
        any(len(cell.strip()) > _LONGEST_RESULT and not cell.strip()[0].isdigit() for cell in row)
        for row in block
    )
    return len(block) > 1 and 2 * named > len(block)


def _dress_headers(view: QTableView) -> None:
    names = view.verticalHeader()
    names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    names.setDefaultSectionSize(theme.row_height())
    names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    names.setHighlightSections(True)
    view.horizontalHeader().setHighlightSections(True)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
