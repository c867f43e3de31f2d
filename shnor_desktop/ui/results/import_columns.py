"""Page of the import wizard: what was recognised in the books, sheet by sheet; columns can be taken for something else."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import column_letters
from shnor_desktop.sheets.results.types import READ, SKIP, USUAL
from shnor_desktop.ui.kit import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.results.importing import Reading
    from shnor_desktop.sheets.results.types import ColumnMeaning, SheetSummary

_HIDDEN = (
    ("Скрытые строки и столбцы читать, скрытые листы пропускать", USUAL),
    ("Читать всё скрытое", READ),
    ("Пропускать всё скрытое", SKIP),
)


class ColumnsPage(QWidget):
    """Sheets at the left, columns of the chosen sheet at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: list[tuple[str, SheetSummary]] = []
        self._given: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        self._hidden_keys: list[str] = []
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.hidden = QComboBox(self)
        self.hidden.setAccessibleName("Скрытые строки, столбцы и листы")
        for text, value in _HIDDEN:
            self.hidden.addItem(text, value)
        self.hidden.activated.connect(self._choose_hidden)
        self.sheets = QListWidget(self)
        self.sheets.setAccessibleName("Листы")
        self.sheets.setMaximumWidth(290)
        self.sheets.setWordWrap(True)
        self.sheets.currentRowChanged.connect(self._show_sheet)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.table = self._made_table()
        self.setFocusProxy(self.sheets)
        right = QVBoxLayout()
        right.addWidget(self.note)
        right.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.sheets)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.hidden)
        column.addLayout(row, 1)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(self)
        table.setAccessibleName("Столбцы листа")
        table.setColumnCount(4)
        table.setHorizontalHeaderLabels(["Столбец", "Заголовок в книге", "Что это", "Проведение"])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT + 2)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(2, 285)
        return table

    def show_books(self, reading: "Reading", answers: dict[str, str]) -> None:
        """Fill the page; `answers` are those already given."""
        self._given, self._chosen = dict(answers), {}
        self._sheets = [(book.source, sheet) for book in reading.books for sheet in book.sheets]
        self._show_hidden(reading)
        several = len(reading.books) > 1
        self.sheets.blockSignals(True)
        self.sheets.clear()
        for source, sheet in self._sheets:
            name = sheet.name or source
            title = f"{source} — {name}" if several and sheet.name else name
            rows = counted(sheet.school_rows, *_lines(sheet)) if sheet.heading_rows else "пропущен"
            self.sheets.addItem(f"{title}\n{rows}")
        first = next((at for at, (_, sheet) in enumerate(self._sheets) if sheet.heading_rows), 0)
        self.sheets.setCurrentRow(first)
        self.sheets.blockSignals(False)
        self._show_sheet(first)
        failed = "".join(
            f"\n× {one.name}: {one.what_happened} {one.what_to_do}".rstrip() for one in reading.failures
        )
        self.about.setText(
            f"Так поняты заголовки. Если столбец понят неверно, выберите, что в нём на самом деле.{failed}"
        )

    def _show_hidden(self, reading: "Reading") -> None:
        """The choice what becomes of hidden parts, when the books have some."""
        from shnor_desktop.sheets.results.hidden_parts import hidden_key

        books = [book for book in reading.books if book.hidden]
        self._hidden_keys = [hidden_key(book.source) for book in books]
        self.hidden.setVisible(bool(books))
        if books:
            self.hidden.setCurrentIndex(max(self.hidden.findData(books[0].hidden), 0))

    def _choose_hidden(self) -> None:
        for key in self._hidden_keys:
            self._choose(key, str(self.hidden.currentData()))

    def answers(self) -> dict[str, str]:
        """Meanings chosen by hand on this page, as answers of the reader."""
        return dict(self._chosen)

    def _show_sheet(self, at: int) -> None:
        if not 0 <= at < len(self._sheets):
            self.table.setRowCount(0)
            return
        _, sheet = self._sheets[at]
        self.note.setText(_about(sheet))
        self.table.setHorizontalHeaderItem(0, QTableWidgetItem("Строка" if sheet.across else "Столбец"))
        self.table.setRowCount(len(sheet.columns))
        for row, column in enumerate(sheet.columns):
            place = str(column.column) if sheet.across else column_letters(column.column)
            self.table.setItem(row, 0, _item(place))
            self.table.setItem(row, 1, _item(column.heading))
            self.table.setItem(row, 3, _item(_sitting(column)))
            self.table.setCellWidget(row, 2, self._meaning_combo(column, place))

    def _meaning_combo(self, column: "ColumnMeaning", place: str) -> QComboBox:
        from shnor_desktop.sheets.results.table import COLUMN_CHOICES, column_key

        key = column_key(column.heading)
        combo = QComboBox()
        combo.setAccessibleName(f"Что здесь записано: {place}")
        mark = "▲ " if column.meaning == "unknown" else ""
        combo.addItem(f"{mark}{column.label}", "")
        for value, text in COLUMN_CHOICES:
            combo.addItem(text, value)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wanted = self._chosen.get(key, "")
        combo.setCurrentIndex(max(combo.findData(wanted), 0) if wanted else 0)
        combo.currentIndexChanged.connect(lambda _: self._choose(key, str(combo.currentData() or "")))
        return combo

    def _choose(self, key: str, value: str) -> None:
        if value:
            self._chosen[key] = value
        else:
            self._chosen.pop(key, None)


def _about(sheet: "SheetSummary") -> str:
    if sheet.heading_rows is None:
        return sheet.note[:1].upper() + sheet.note[1:] + "." if sheet.note else "Лист пропущен."
    first, last = sheet.heading_rows
    rows = f"строка {first}" if first == last else f"строки {first}–{last}"
    words = _lines(sheet)
    parts = [f"Заголовки: {rows}", f"О школах: {counted(sheet.school_rows, *words)}"]
    if sheet.subtotal_rows:
        parts.append(f"Итогов: {counted(sheet.subtotal_rows, *words)}")
    if sheet.note:
        parts.append(sheet.note[:1].upper() + sheet.note[1:])
    return ". ".join(parts) + "."


def _lines(sheet: "SheetSummary") -> tuple[str, str, str]:
    """What a school is on the sheet, for counting."""
    return ("столбец", "столбца", "столбцов") if sheet.across else ("строка", "строки", "строк")


def _sitting(column: "ColumnMeaning") -> str:
    if column.sitting is None:
        return ""
    from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name

    one = column.sitting
    name = procedure_name(one.family, one.subject, one.level, one.programme_grade)
    return sitting_name(name, one.school_year, one.season)


def _item(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    return item
