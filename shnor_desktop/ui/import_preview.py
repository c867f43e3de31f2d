"""Page of the import wizard that shows what would change before it does: new, changed, unchanged, refused."""

from collections import Counter
from typing import TYPE_CHECKING

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

_WIDTHS = (130, 240, 150, 170, 170, 150)
_BEFORE = 3
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
        self._dress_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addLayout(self._chip_row())
        column.addWidget(self.table, 1)
        column.addLayout(self._below())
        self.rows.ticked.connect(self._show_kept)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.rows)
        table.setAccessibleName("Что изменится")
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
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
        self.chips.idClicked.connect(lambda number: self.rows.show_kind(_CHIPS[number][0]))
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
        self.rows.show_kind("")
        self.table.setColumnHidden(_BEFORE, not counts["changed"])
        for button in (self.take_all, self.keep_all, self.kept):
            button.setVisible(bool(counts["changed"]))
        self.about.setText(_summary(prepared, counts))
        self._show_kept()

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
    if not plan.writes:
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
