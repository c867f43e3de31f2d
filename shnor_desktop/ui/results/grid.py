"""The table of the results grid with the habits of a spreadsheet, and the line of all schools under it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.results.grid_entry import Edit
from shnor_desktop.ui.kit.cells.table import CellTable, FootedGrid
from shnor_desktop.ui.kit.clipboard import from_clipboard
from shnor_desktop.ui.results.rows import DistrictRow, GridRows

_LONGEST_RESULT = 12
_COLUMN_WORDS = "▲▫ 100,0 % (100)"


class ResultsTable(CellTable):
    """Shows the grid and says what is to be written; the screen writes it."""

    table_pasted = Signal()
    """The clipboard holds a table with names of schools rather than bare results."""
    edit_of = Edit

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = GridRows(parent)
        super().__init__(self.rows, "Результаты: школы и проведения", parent)

    def paste(self) -> None:
        """A block of results; what looks like a whole table is offered to the import."""
        if _has_names(from_clipboard(QGuiApplication.clipboard().text())):
            self.table_pasted.emit()
        else:
            super().paste()


class ResultsGrid(FootedGrid):
    """The table with the line of all schools."""

    table: ResultsTable

    def __init__(self, parent: QWidget | None = None) -> None:
        self.district = DistrictRow(parent)
        super().__init__(ResultsTable(parent), self.district, "По всем школам", parent)

    def fit_results(self) -> None:
        """Widths for what is shown now."""
        self.fit(_COLUMN_WORDS)


def _has_names(block: list[list[str]]) -> bool:
    """Whether most lines hold a longer text without digits at its beginning: names, not results."""
    named = sum(
        any(len(cell.strip()) > _LONGEST_RESULT and not cell.strip()[0].isdigit() for cell in row)
        for row in block
    )
    return len(block) > 1 and 2 * named > len(block)
