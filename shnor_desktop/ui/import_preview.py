"""Page of the import wizard that shows what would change before it does: new, changed, unchanged, refused."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.russian import counted
from shnor_desktop.ui import theme
from shnor_desktop.ui.import_lines import RESULTS, PreviewRows, PreviewTable

if TYPE_CHECKING:
    from shnor_desktop.operations.import_preview import Prepared

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


class PreviewPage(QWidget):
    """Counts, chips to filter, lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
