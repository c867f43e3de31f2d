"""The search over the names of a matrix, and what a paste that does not fit is told with."""

from PySide6.QtWidgets import QWidget

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.cells.rows import CellRows
from shnor_desktop.ui.kit.cells.table import CellTable
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.messages import Messages


class CellSearch(SearchLine):
    """Goes to the first name that holds what is typed, with Enter to the next."""

    def __init__(self, rows: CellRows, table: CellTable, parent: QWidget, hint: str, name: str) -> None:
        super().__init__(parent, hint, name=name, goes_on=True)
        self._rows, self._table = rows, table
        self.leads_to(table)
        self.textChanged.connect(lambda text: self._find(text, 0))
        self.returnPressed.connect(lambda: self._find(self.text(), table.currentIndex().row() + 1))

    def _find(self, text: str, after: int) -> None:
        row = self._rows.row_with(text, max(after, 0)) if text.strip() else -1
        if row >= 0:
            self._table.go_to_row(row)
        self.tell(self._rows.count_of(text) if text.strip() else None)


def tell_overflow(messages: Messages, count: int) -> None:
    """So many cells of a paste lie beyond the edge."""
    messages.warn(
        f"Не поместилось, за краем таблицы: {counted(count, 'ячейка', 'ячейки', 'ячеек')}.",
        "Вставьте блок выше или левее.",
    )
