"""The view of the list of schools: alphabetical by default, found by text, filtered by groups, never ranked."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.blocks import to_clipboard
from shnor_desktop.ui.record_rows import UID_ROLE
from shnor_desktop.ui.verdict_rows import (
    ANSWER,
    CERTAINTY,
    COLUMNS,
    MISSING,
    SCHOOL,
    VerdictRow,
    VerdictRows,
)

Index = QModelIndex | QPersistentModelIndex
_WIDEST = {SCHOOL: 230, ANSWER: 210, CERTAINTY: 220, MISSING: 260}
_MEASURED = 60


class FoundRows(QSortFilterProxyModel):
    """Rows of a group that hold every word looked for, in an order that makes no ranking."""

    def __init__(self, rows: VerdictRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._words: tuple[str, ...] = ()
        self._group = "all"
        self.setSourceModel(rows)

    def look_for(self, text: str) -> None:
        """Show only rows with every word of the text."""
        self._words = tuple(text.casefold().replace("ё", "е").split())
        self.invalidateRowsFilter()

    def show_group(self, group: str) -> None:
        """Show only rows of the group."""
        self._group = group
        self.invalidateRowsFilter()

    def filterAcceptsRow(self, number: int, parent: Index) -> bool:
        row = self._rows.row_at(number)
        return self._group in row.groups and all(word in row.text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        column = left.column()
        first, second = (
            self._rows.row_at(left.row()).keys[column],
            self._rows.row_at(right.row()).keys[column],
        )
        return bool(first is not None and second is not None and first < second)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Lines are numbered as they are shown."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        return super().headerData(section, orientation, role)


class ListTable(QTableView):
    """The table of schools with their verdicts."""

    school_changed = Signal(object)
    """uid of the school with the cursor, or None."""
    opened = Signal(bytes)
    """Enter or double click on a school."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = VerdictRows(self)
        self.found = FoundRows(self.rows, self)
        self.setModel(self.found)
        self.setAccessibleName("Школы и выводы по ним")
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        # Names of schools differ at their ends: «… СОШ № 1», «… СОШ № 2».
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_header_clicked)
        self._descending: dict[int, bool] = {}
        self._fitted = False
        self.selectionModel().currentRowChanged.connect(
            lambda: self.school_changed.emit(self.current_school())
        )
        self.doubleClicked.connect(lambda index: self._open())

    def set_rows(self, rows: Sequence[VerdictRow]) -> None:
        """Show these rows, keeping the cursor on its school."""
        school, place = self.current_school(), max(self.currentIndex().row(), 0)
        self.rows.set_rows(rows)
        if rows and not self._fitted:
            self._fit_widths()
        if school is not None and self.select(school):
            return
        index = self.found.index(min(place, self.found.rowCount() - 1), SCHOOL)
        if index.isValid():
            self._put_cursor(index)
        else:
            self.school_changed.emit(None)

    def select(self, school: bytes) -> bool:
        """Put the cursor on a school; False when it is not shown."""
        number = self.rows.number_of(school)
        index = self.found.mapFromSource(self.rows.index(number, SCHOOL)) if number >= 0 else QModelIndex()
        if index.isValid():
            self._put_cursor(index)
            self.scrollTo(index)
        return index.isValid()

    def _put_cursor(self, index: QModelIndex) -> None:
        """On this line and no other, whatever keys are held down."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def current_school(self) -> bytes | None:
        """uid of the school with the cursor."""
        value = self.currentIndex().data(UID_ROLE)
        return bytes(value) if value is not None else None

    def selected_schools(self) -> list[bytes]:
        """uids of the selected schools from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [bytes(self.found.index(number, 0).data(UID_ROLE)) for number in numbers]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected lines with their heading, for Excel."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not numbers:
            return
        head = [column.title.replace("\n", " ") for column in COLUMNS]
        lines = [
            list(self.rows.row_at(self.found.mapToSource(self.found.index(number, 0)).row()).tips)
            for number in numbers
        ]
        QGuiApplication.clipboard().setText(to_clipboard([head, *lines]))

    def _open(self) -> None:
        school = self.current_school()
        if school is not None:
            self.opened.emit(school)

    def _on_header_clicked(self, column: int) -> None:
        """Sort by columns that make no ranking; the others say so."""
        if not COLUMNS[column].sortable:
            return
        descending = self._descending.get(column, True)
        self._descending = {column: not descending}
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.found.sort(column, order)

    def _fit_widths(self) -> None:
        """By the longest of the first texts: asking every cell for its size would block the window."""
        font = self.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        first = [self.rows.row_at(number).cells for number in range(min(_MEASURED, self.rows.rowCount()))]
        for column, described in enumerate(COLUMNS):
            texts = {*described.title.split("\n"), *(cells[column] for cells in first)}
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(column, min(widest + 20, theme.wide(_WIDEST.get(column, 130))))
        self._fitted = True
