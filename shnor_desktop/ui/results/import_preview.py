"""Page of the import wizard that shows what would change before it does: new, changed, unchanged, refused.

Lines of the import preview for Qt: one table of everything the import would do.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import to_clipboard

if TYPE_CHECKING:
    from shnor_desktop.operations.results.preview import Prepared, PreviewLine


_WIDTHS = (124, 240, 150, 150, 150, 130)
_SITTING, _BEFORE, _AFTER, _WHERE, _NOTE = 2, 3, 4, 5, 6
# Columns that say nothing about lines of a kind.
_IDLE: dict[str, tuple[int, ...]] = {
    "refused": (_BEFORE, _AFTER),
    "waiting": (_BEFORE, _AFTER),
    "warning": (_SITTING, _BEFORE, _AFTER),
    "new": (_BEFORE, _NOTE),
    "unchanged": (_BEFORE,),
    "school": (_SITTING, _BEFORE, _AFTER, _WHERE),
    "sitting": (_BEFORE, _AFTER, _WHERE),
}
_CHIPS = (
    ("", "Все"),
    ("refused", "Отклонено"),
    ("waiting", "Ждут решения"),
    ("changed", "Меняется"),
    ("new", "Новое"),
    ("unchanged", "Без изменений"),
    ("warning", "Предупреждения"),
    ("school", "Новые школы"),
    ("sitting", "Новые проведения"),
)


class NotTaken(QFrame):
    """What of the books is not taken: stands above everything else, on the preview and on the result."""

    SHOWN = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        self.hide()

    def tell(self, heading: str, lines: Sequence[str]) -> None:
        """Nothing is shown when everything is taken."""
        shown = list(lines[: self.SHOWN])
        rest = len(lines) - len(shown)
        if rest:
            shown.append(f"И ещё {counted(rest, 'строка', 'строки', 'строк')}: подведите курсор.")
        self.text.setText("\n".join([f"▲ {heading}.", *shown]))
        self.setToolTip("\n".join(lines) if rest else "")
        self.setVisible(bool(lines))


class PreviewPage(QWidget):
    """Counts, chips to filter, lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lacking = NotTaken(self)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.rows = PreviewRows(self)
        self.table = PreviewTable(self)
        self.chips = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self.take_all = QPushButton("Взять все изменения", self)
        self.keep_all = QPushButton("Оставить прежние значения", self)
        self.kept = QLabel(self)
        self.kept.setObjectName("muted")
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._changed = False
        self._dress_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lacking)
        column.addWidget(self.about)
        column.addLayout(self._chip_row())
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addLayout(self._below())
        self.rows.ticked.connect(self._show_kept)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.rows)
        table.setAccessibleName("Что изменится")
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.selectionModel().currentChanged.connect(lambda current, previous: self._show_detail())
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        self.setFocusProxy(table)

    def _chip_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.chips.setExclusive(True)
        for number, (kind, _) in enumerate(_CHIPS):
            button = QPushButton(self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.chips.addButton(button, number)
            self._buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)
        self.chips.idClicked.connect(lambda number: self._show_kind(_CHIPS[number][0]))
        return row

    def _below(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button, taken in ((self.take_all, True), (self.keep_all, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, taken=taken: self.rows.tick_all(taken))
            row.addWidget(button)
        row.addWidget(self.kept, 1)
        return row

    def show_plan(self, prepared: "Prepared") -> None:
        """Show a plan, all changes ticked."""
        self.rows.left = set()
        self.rows.set_lines(prepared.lines)
        counts = Counter(line.kind for line in prepared.lines)
        for kind, label in _CHIPS:
            number = counts[kind] if kind else sum(counts[one] for one in RESULTS)
            self._buttons[kind].setText(f"{label}: {number}")
            self._buttons[kind].setVisible(bool(number) or not kind)
        self._buttons[""].setChecked(True)
        self._changed = bool(counts["changed"])
        self._show_kind("")
        for button in (self.take_all, self.keep_all, self.kept):
            button.setVisible(bool(counts["changed"]))
        self.lacking.tell("Загрузится не всё", prepared.plan.told)
        self.about.setText(_summary(prepared, counts))
        self._show_kept()

    def _show_kind(self, kind: str) -> None:
        idle = _IDLE.get(kind, () if self._changed else (_BEFORE,))
        for column in range(self.rows.columnCount()):
            self.table.setColumnHidden(column, column in idle)
        self.rows.show_kind(kind)
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 1))
        self._show_detail()

    def _show_detail(self) -> None:
        """The line with the cursor in full, for columns that are too narrow."""
        index = self.table.currentIndex()
        line = self.rows.line(index.row()) if index.isValid() else None
        turn = f"{line.before} → {line.after}" if line and line.before else line.after if line else ""
        parts = [line.school, line.sitting, turn, line.where, line.note] if line else []
        self.detail.setText(" · ".join(part for part in parts if part))

    def left_out(self) -> frozenset[bytes]:
        """Changed results that keep what the file holds."""
        return frozenset(self.rows.left)

    def choose(self, kind: str) -> None:
        """Show one kind of lines."""
        self._buttons[kind].click()

    def _show_kept(self) -> None:
        count = len(self.rows.left)
        self.kept.setText(
            f"Останутся прежними: {counted(count, 'значение', 'значения', 'значений')}." if count else ""
        )


def _summary(prepared: "Prepared", counts: "Counter[str]") -> str:
    plan = prepared.plan
    names = ", ".join(f"«{book.source}»" for book in plan.books[:3])
    more = f" и ещё {len(plan.books) - 3}" if len(plan.books) > 3 else ""
    parts = [f"{names}{more}"]
    nothing = not any(counts[kind] for kind in ("new", "changed"))
    if nothing and plan.learned_of:
        learned = counted(len(plan.learned_of), "школы", "школ", "школ")
        parts.append(f"числа в файле уже есть; запомнятся коды, названия и муниципалитеты {learned}")
    elif not plan.writes:
        parts.append(
            "загружать нечего: всё это в файле уже есть" if not counts["refused"] else "загружать нечего"
        )
    if counts["refused"]:
        parts.append("отклонённое не загрузится, причины — в последнем столбце")
    if counts["waiting"]:
        parts.append("строки, что ждут решения о школе, не загрузятся")
    checked = sum(book.reconciled for book in plan.books)
    if checked:
        parts.append(f"строки итогов сошлись со школами: {counted(checked, 'число', 'числа', 'чисел')}")
    failures = "".join(
        f"\n× {one.name}: {one.what_happened} {one.what_to_do}".rstrip() for one in prepared.reading.failures
    )
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "." + failures


Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_HEADINGS = ("Что будет", "Школа", "Проведение", "Было", "Станет", "Откуда", "Пояснение")
RESULTS = ("refused", "waiting", "changed", "new", "unchanged")
_WORDS = {
    "waiting": ("insufficient", "ждёт решения"),
    "school": ("new", "новая школа"),
    "sitting": ("new", "новое проведение"),
    "changed": ("changed", "меняется"),
}


class PreviewRows(QAbstractTableModel):
    """Lines of the preview; changed results carry a tick."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[PreviewLine] = ()
        self._shown: Sequence[int] = ()
        self.left: set[bytes] = set()
        """Changed results that keep what the file holds."""
        self._looks: dict[str, tuple[str, QBrush | None, QBrush | None]] = {}

    def set_lines(self, lines: "Sequence[PreviewLine]") -> None:
        """New lines of a new plan."""
        self._lines = lines
        self._looks = {kind: _look(kind) for kind in {line.kind for line in lines}}

    def show_kind(self, kind: str) -> None:
        """Only lines of a kind; «» is every result."""
        self.beginResetModel()
        kinds = (kind,) if kind else RESULTS
        self._shown = [at for at, line in enumerate(self._lines) if line.kind in kinds]
        self.endResetModel()

    def line(self, row: int) -> "PreviewLine":
        """The line shown in a row."""
        return self._lines[self._shown[row]]

    def tick_all(self, taken: bool) -> None:
        """Take or keep all changed results."""
        self.left = set() if taken else {line.uid for line in self._lines if line.kind == "changed"}
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[self._shown[index.row()]]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._looks[line.kind][0] if index.column() == 0 else line[index.column() + 1]
        if index.column() != 0:
            return None
        if role == Role.CheckStateRole and line.kind == "changed":
            return Qt.CheckState.Unchecked if line.uid in self.left else Qt.CheckState.Checked
        if role == Role.ForegroundRole:
            return self._looks[line.kind][1]
        return self._looks[line.kind][2] if role == Role.BackgroundRole else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self._lines[self._shown[index.row()]]
        if role != Role.CheckStateRole or line.kind != "changed":
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.left.discard(line.uid)
        else:
            self.left.add(line.uid)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        tickable = index.isValid() and index.column() == 0 and self.line(index.row()).kind == "changed"
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None


class PreviewTable(QTableView):
    """Space ticks, Ctrl+C copies."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            indexes = self.selectedIndexes()
            rows = sorted({index.row() for index in indexes})
            columns = sorted({index.column() for index in indexes})
            model = self.model()
            block = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(to_clipboard(block))
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            index = self.model().index(self.currentIndex().row(), 0)
            if (state := index.data(Role.CheckStateRole)) is not None:
                ticked = Qt.CheckState(state) == Qt.CheckState.Checked
                other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
                self.model().setData(index, other, Role.CheckStateRole)
        else:
            super().keyPressEvent(event)


def _look(kind: str) -> tuple[str, QBrush | None, QBrush | None]:
    code, word = _WORDS.get(kind, (kind, ""))
    mark = theme.state_mark(code)
    fore, back = QBrush(theme.colour(mark.role)), QBrush(theme.colour(f"{mark.role}_back"))
    return f"{mark.glyph} {word or mark.word}", fore, back
