"""The view of a grid of cells: what Excel has taught people works here. It says what is to be written; the screen writes it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionRange,
    QMetaMethod,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import Matrix
from shnor_desktop.ui.kit.cells.name_grip import NameGrip
from shnor_desktop.ui.kit.clipboard import from_clipboard, repeated, to_clipboard
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.narrow.headings import Headings
from shnor_desktop.ui.kit.reach.tab import left_by
from shnor_desktop.ui.kit.table_rows import Index

_WIDEST_NAME = 250
_LONGEST_FIGURE = 12
_MOST_LINES = 3
"""So many lines of a heading are shown, wider columns rather than higher headings; its tip has all."""
_WIDER = 3
"""So many times the least width a column may become for that."""


class CellEdit(NamedTuple):
    """Text typed or pasted into a cell."""

    row: Any
    column: Any
    text: str


class Cells(Protocol):
    """What the view needs of its model besides Qt's own."""

    editable: bool
    edited: Any
    """Signal: row, column and text of one cell."""

    def place(self, index: Index) -> Any:
        """Keys of row and column; None where there is no cell."""

    def index_of(self, place: Any) -> QModelIndex:
        """The cell of those keys."""


class CellTable(QTableView):
    """Shows a grid; Enter, Tab, F2, Delete, Ctrl+C, Ctrl+X, Ctrl+V, Ctrl+D as in a spreadsheet."""

    edits_wanted = Signal(object)
    """[edit] from one typing, paste, fill or deletion."""
    overflowed = Signal(int)
    """How many cells of a pasted block fell outside the table."""
    current_changed = Signal(object)
    """Keys of row and column of the cursor, or None."""
    table_pasted = Signal(str)
    """The clipboard holds a table with names rather than bare cells; only said where somebody listens."""
    edit_of: Callable[..., Any] = CellEdit
    """What an edit is made as."""

    def __init__(self, cells: Any, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: Cells = cells
        self.setModel(cast(QAbstractItemModel, cells))
        self.setAccessibleName(name)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked)
        self.setHorizontalHeader(Headings(self))
        dress_headers(self)
        make = type(self).edit_of
        cells.edited.connect(lambda row, column, text: self.edits_wanted.emit([make(row, column, text)]))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model().modelReset.connect(lambda: self.current_changed.emit(None))

    def offer(self, actions: Sequence[QAction]) -> None:
        """What the menu of a cell offers."""
        self.addActions(list(actions))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # --- cursor --------------------------------------------------------------------------------------------------

    def current_place(self) -> Any:
        """Keys of row and column under the cursor."""
        return self.cells.place(self.currentIndex())

    def go_to(self, place: Any) -> bool:
        """Put the cursor on a cell; False when it is not shown."""
        index = self.cells.index_of(place)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row."""
        index = self.model().index(row, max(self.currentIndex().column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.current_changed.emit(self.cells.place(current))

    # --- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if left_by(event, self):
            pass
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
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

    def holds_cursor(self) -> bool:
        """Whether the cursor stays where something was typed: it is not what the cell can take."""
        return False

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes one line down, as in a spreadsheet."""
        ends = QAbstractItemDelegate.EndEditHint
        held = hint != ends.RevertModelCache and self.holds_cursor()
        super().closeEditor(editor, ends.NoHint if held else hint)
        if hint == ends.SubmitModelCache and not held:
            current = self.currentIndex()
            below = self.model().index(current.row() + 1, current.column())
            if below.isValid():
                self.setCurrentIndex(below)

    # --- blocks --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """The selected block to the clipboard, as it would be typed."""
        top, left, rows, columns = self._selection()
        block = [[self._typed(top + row, left + column) for column in range(columns)] for row in range(rows)]
        QGuiApplication.clipboard().setText(to_clipboard(block))

    def cut(self) -> None:
        """The same, and the cells are emptied."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """The block of the clipboard from the top left cell of the selection on; one cell fills the selection."""
        text = QGuiApplication.clipboard().text()
        block = from_clipboard(text)
        if _has_names(block) and self.isSignalConnected(QMetaMethod.fromSignal(self.table_pasted)):
            self.table_pasted.emit(text)
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
        first = [self._typed(top, left + at) for at in range(columns)]
        self._want(top + 1, left, [first] * (rows - 1))

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        top, left, rows, columns = self._selection()
        if top >= 0 and left >= 0:
            self._want(top, left, [[""] * columns] * rows)

    def _typed(self, row: int, column: int) -> str:
        return str(self.model().index(row, column).data(Qt.ItemDataRole.EditRole) or "")

    def _place_at(self, row: int, column: int) -> Any:
        return self.cells.place(self.model().index(row, column))

    def selected_blocks(self) -> list[QItemSelectionRange]:
        """What is selected, without asking for every cell."""
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _selection(self) -> tuple[int, int, int, int]:
        """Top, left, rows, columns of the selected block."""
        ranges = self.selected_blocks()
        if not ranges:
            return self.currentIndex().row(), self.currentIndex().column(), 1, 1
        top, left = min(one.top() for one in ranges), min(one.left() for one in ranges)
        rows, columns = max(one.bottom() for one in ranges), max(one.right() for one in ranges)
        return top, left, rows - top + 1, columns - left + 1

    def _want(self, top: int, left: int, block: list[list[str]]) -> None:
        if not self.cells.editable:
            return
        make = type(self).edit_of
        edits: list[Any] = []
        outside = 0
        for row, line in enumerate(block, start=top):
            for column, text in enumerate(line, start=left):
                place = self._place_at(row, column)
                if place is None:
                    outside += bool(text.strip())
                elif text.strip() != self._typed(row, column):
                    edits.append(make(*place, text))
        if edits:
            self.edits_wanted.emit(edits)
        if outside:
            self.overflowed.emit(outside)


def _has_names(block: list[list[str]]) -> bool:
    """Whether most lines hold a longer text without digits at its beginning: names, not figures."""
    named = sum(
        any(len(cell.strip()) > _LONGEST_FIGURE and not cell.strip()[0].isdigit() for cell in row)
        for row in block
    )
    return len(block) > 1 and 2 * named > len(block)


class FootedGrid(QFrame):
    """A grid with one line under it that stands still while the rows are scrolled."""

    def __init__(self, table: CellTable, foot: Matrix, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self._foot_title = table, title
        self.foot = QTableView(self)
        self.foot.setModel(foot)
        self.foot.setAccessibleName(title)
        dress_headers(self.foot)
        self.foot.horizontalHeader().hide()
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.foot.setAutoScroll(False)
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.foot.setFixedHeight(theme.row_height() + 4)
        self.names_width = 0
        """Of the names at the left, where somebody chose one."""
        self.grip = NameGrip(table)
        self.grip.dragged.connect(self.widen_names)
        self._beside_foot = QWidget(self)
        row = in_row((self.foot, 1), self._beside_foot, gap=0)
        lay_column(self, (self.table, 1), row, gap=0)
        self.table.horizontalScrollBar().valueChanged.connect(self.foot.horizontalScrollBar().setValue)
        self.table.horizontalHeader().sectionResized.connect(
            lambda section, old, new: self.foot.setColumnWidth(section, new)
        )
        self.table.verticalScrollBar().rangeChanged.connect(lambda low, high: self._align())
        self.table.horizontalScrollBar().rangeChanged.connect(lambda low, high: self._align())
        self.foot.horizontalScrollBar().rangeChanged.connect(lambda low, high: self._follow())

    def fit(self, least: str) -> None:
        """Widths for what is shown now; every column has room for the words of `least`."""
        self.fit_columns(least)
        self.widen_names(self.names_width)

    def fit_columns(self, least: str) -> None:
        """The same for the columns alone."""
        fit_headings(self.table, least)
        for at in range(self.table.model().columnCount()):
            self.foot.setColumnWidth(at, self.table.columnWidth(at))

    def widen_names(self, width: int) -> None:
        """Give the names this width; 0 for what they need."""
        self.names_width = width
        self._set_names(width or fit_names(self.table, self._foot_title))

    def _set_names(self, width: int) -> None:
        for view in (self.table, self.foot):
            view.verticalHeader().setFixedWidth(width)
            view.doItemsLayout()  # Else the cells stay where they were, below the wider names.
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
        if not self.names_width:
            QTimer.singleShot(0, self, lambda: self.widen_names(self.names_width))


def fit_names(view: QTableView, *also: str) -> int:
    """The width of the names at the left, which is kept within bounds where the columns need the room."""
    bold, model = QFont(view.font()), view.model()
    bold.setBold(True)  # As the name of the line with the cursor is.
    metrics = QFontMetrics(bold)
    names = [str(model.headerData(at, Qt.Orientation.Vertical) or "") for at in range(model.rowCount())]
    longest = max((metrics.horizontalAdvance(name) for name in (*names, *also)), default=80)
    taken = (
        view.horizontalHeader().length() + view.verticalScrollBar().sizeHint().width() + 2 * view.frameWidth()
    )
    wide = min(longest + 18, max(theme.wide(_WIDEST_NAME), view.width() - taken))
    view.verticalHeader().setFixedWidth(wide)
    view.doItemsLayout()
    return wide


def fit_headings(view: QTableView, least: str) -> None:
    """Columns as wide as their longest heading word and `least`, and a heading as high as it needs then."""
    model, bold = view.model(), QFontMetrics(view.horizontalHeader().font())
    floor = QFontMetrics(view.font()).horizontalAdvance(least) + 12
    highest = 1
    for at in range(model.columnCount()):
        heading = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        words = heading.split("\n") if "\n" in heading else heading.split() or [""]
        longest = max(bold.horizontalAdvance(word) for word in words) + 20
        width = max(floor, min(longest, theme.wide(_WIDEST_NAME)))
        lines = _lines(bold, heading, width)
        while lines > _MOST_LINES and width < _WIDER * floor:
            width += floor // 4
            lines = _lines(bold, heading, width)
        highest = max(highest, lines)
        view.setColumnWidth(at, width)
    view.horizontalHeader().setFixedHeight(min(highest, _MOST_LINES) * bold.lineSpacing() + 12)


def _lines(metrics: QFontMetrics, heading: str, width: int) -> int:
    """How many lines a heading takes at a width."""
    room = metrics.boundingRect(0, 0, width - 10, 10_000, int(Qt.TextFlag.TextWordWrap), heading)
    return round(room.height() / metrics.lineSpacing())


def dress_headers(view: QTableView) -> None:
    """Names at the left in one width, headings over several lines."""
    names = view.verticalHeader()
    names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    names.setDefaultSectionSize(theme.row_height())
    names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    names.setHighlightSections(True)
    view.horizontalHeader().setHighlightSections(True)
    align: Any = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    view.horizontalHeader().setDefaultAlignment(align)
