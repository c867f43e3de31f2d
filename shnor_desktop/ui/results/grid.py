"""The table of the results grid with the habits of a spreadsheet, and the line of all schools under it."""

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.results.grid_entry import Edit
from shnor_desktop.ui.kit.cells.table import CellTable, FootedGrid
from shnor_desktop.ui.results.rows import DistrictRow, GridRows

_COLUMN_WORDS = "▲▫ 100,0 % (100)"


class ResultsTable(CellTable):
    """Shows the grid and says what is to be written; the screen writes it."""

    edit_of = Edit

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = GridRows(parent)
        super().__init__(self.rows, "Результаты: школы и проведения", parent)


class ResultsGrid(FootedGrid):
    """The table with the line of all schools."""

    table: ResultsTable

    def __init__(self, parent: QWidget | None = None) -> None:
        self.district = DistrictRow(parent)
        super().__init__(ResultsTable(parent), self.district, "По всем школам", parent)

    def fit_results(self) -> None:
        """Widths for what is shown now."""
        self.fit(_COLUMN_WORDS)
