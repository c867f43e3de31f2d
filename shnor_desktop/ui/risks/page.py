"""One matrix with its cursor, search, legend and refusals: what the pages of risks, of two years and of documents share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.cells.finding import CellSearch, tell_overflow
from shnor_desktop.ui.kit.cells.matrix import Painted
from shnor_desktop.ui.kit.cells.rows import CellRows, Heading
from shnor_desktop.ui.kit.cells.table import CellTable, fit_headings, fit_names
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import cleared_text
from shnor_desktop.ui.kit.widgets import plain_label


class MatrixPage(StartingPage):
    """Boxes and a search above, the matrix, its legend."""

    edits_wanted = Signal(object)
    """[(row, column, text)]"""
    current_changed = Signal(object)

    def __init__(
        self, context: Context, name: str, least: str, parent: QWidget, *boxes: QWidget, legend: str = ""
    ) -> None:
        super().__init__(parent)
        self.context, self._least = context, least
        self.rows = CellRows(self)
        self.table = CellTable(self.rows, name, self)
        self.search = CellSearch(self.rows, self.table, self, "Найти школу (Ctrl+F)", "Найти школу")
        self.told = plain_label("muted", self)
        self.legend = plain_label("muted", self, legend)
        self.top = in_row(*boxes, (self.search, 1))
        lay_column(self, self.top, (self.table, 1), self.told, self.legend)
        self.start_at(self.table)
        self.table.edits_wanted.connect(self.edits_wanted)
        self.table.current_changed.connect(self.current_changed)
        self.table.overflowed.connect(lambda count: tell_overflow(self.context.messages, count))

    def show_cells(
        self,
        lines: tuple[Heading, ...],
        columns: tuple[Heading, ...],
        cells: Mapping[Any, Painted],
        told: str,
        *,
        editable: bool,
        wanted: Any = None,
    ) -> None:
        """Show these, the cursor on `wanted`, else where it was."""
        place = wanted or self.table.current_place()
        fresh = lines != self.rows.lines or columns != self.rows.columns
        self.rows.editable = editable and not self.context.read_only
        self.rows.set_cells(lines, columns, cells)
        if fresh:
            fit_headings(self.table, self._least)
            fit_names(self.table)
        if (place is None or not self.table.go_to(place)) and lines and columns:
            first = next((at for at, one in enumerate(columns) if not one.fixed), 0)
            self.table.setCurrentIndex(self.rows.index(0, first))
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.current_changed.emit(self.table.current_place())

    def start_search(self) -> None:
        """Ctrl+F."""
        self.search.start()

    def after_entry(
        self, changed: int, refused: int, tried: int, why: Callable[[], str], cleared: Sequence[str] = ()
    ) -> None:
        """Say what was not taken and what went with empty cells, and offer to take it back."""
        if refused:
            many = counted(refused, "ячейка", "ячейки", "ячеек")
            rest = " Остальное вставлено." if tried > refused else ""
            self.context.messages.warn(f"Не взято: {many}.{rest}", why())
        others = changed - len(cleared)
        told = [cleared_text(cleared)] if cleared else []
        if others and (cleared or others > 1):
            told.append(f"Изменено: {counted(others, 'ячейка', 'ячейки', 'ячеек')}")
        if told:
            self.context.offer_undo(" ".join(told))
