"""Page of the import wizard: what was recognised in the books, sheet by sheet; columns can be taken for something else."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from shnor_desktop.operations.results.importing import Reading
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import column_letters
from shnor_desktop.sheets.results.questions import hidden_key
from shnor_desktop.sheets.results.table import COLUMN_CHOICES, column_key
from shnor_desktop.sheets.results.types import READ, SKIP, USUAL, ColumnMeaning, SheetSummary
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import ChoiceBox

_HIDDEN = (
    ("Скрытые строки и столбцы читать, скрытые листы пропускать", USUAL),
    ("Читать всё скрытое", READ),
    ("Пропускать всё скрытое", SKIP),
)


class ColumnsPage(StartingPage):
    """Sheets at the left, columns of the chosen sheet at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: list[tuple[str, SheetSummary]] = []
        self._chosen: dict[str, str] = {}
        self._hidden_keys: list[str] = []
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.hidden = ChoiceBox(
            "Скрытые строки, столбцы и листы", self, ((value, text) for text, value in _HIDDEN)
        )
        self.hidden.activated.connect(self._choose_hidden)
        self.sheets = QListWidget(self)
        self.sheets.setAccessibleName("Листы")
        self.sheets.setMaximumWidth(290)
        self.sheets.setWordWrap(True)
        self.sheets.currentRowChanged.connect(self._show_sheet)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self._across = False
        columns = (
            Column("Столбец", self._place),
            Column[ColumnMeaning]("Заголовок в книге", lambda column: column.heading),
            Column(
                "Что это",
                self._meaning,
                ink=lambda column: "watch" if self._meaning(column).startswith("▲") else "",
                name="meaning",
                choices=lambda column: [("", _recognised(column)), *COLUMN_CHOICES],
                code=lambda column: self._chosen.get(column_key(column.heading), ""),
            ),
            Column[ColumnMeaning]("Проведение", _sitting),
        )
        self.table = Table(columns, self, name="Столбцы листа")
        self.table.set_editable(True)
        self.table.edited.connect(self._on_meaning_chosen)
        self.start_at(self.sheets)
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

    def show_books(self, reading: Reading) -> None:
        """Fill the page."""
        self._chosen = {}
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

    def _show_hidden(self, reading: Reading) -> None:
        """The choice what becomes of hidden parts, when the books have some."""
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
            self.table.set_rows(())
            return
        _, sheet = self._sheets[at]
        self._across = sheet.across
        self.note.setText(_about(sheet))
        self.table.set_rows(sheet.columns)

    def _place(self, column: ColumnMeaning) -> str:
        return f"строка {column.column}" if self._across else column_letters(column.column)

    def _meaning(self, column: ColumnMeaning) -> str:
        return dict(COLUMN_CHOICES).get(self._chosen.get(column_key(column.heading), ""), _recognised(column))

    def _on_meaning_chosen(self, column: ColumnMeaning, _name: str, code: str) -> None:
        self._choose(column_key(column.heading), code)
        self.table.set_rows(self.table.shown())

    def _choose(self, key: str, value: str) -> None:
        if value:
            self._chosen[key] = value
        else:
            self._chosen.pop(key, None)


def _about(sheet: SheetSummary) -> str:
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


def _lines(sheet: SheetSummary) -> tuple[str, str, str]:
    """What a school is on the sheet, for counting."""
    return ("столбец", "столбца", "столбцов") if sheet.across else ("строка", "строки", "строк")


def _recognised(column: ColumnMeaning) -> str:
    return f"▲ {column.label}" if column.meaning == "unknown" else column.label


def _sitting(column: ColumnMeaning) -> str:
    if column.sitting is None:
        return ""
    one = column.sitting
    name = procedure_name(one.family, one.subject, one.level, one.programme_grade)
    return sitting_name(name, one.school_year, one.season)
