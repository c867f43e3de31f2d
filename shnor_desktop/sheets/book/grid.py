"""A sheet as a grid: cells by row and column with merged ranges, and the address of each in the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shnor_desktop.sheets.book.problems import CellRef, cell_refs
from shnor_desktop.sheets.book.reader import Cell, RawSheet
from shnor_desktop.sheets.book.values import tidy

MAX_MERGED_CELLS = 200_000


@dataclass(slots=True)
class Grid:
    """Cells of one sheet; rows and columns count from 0 inside the rectangle that holds them."""

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    width: int = 0
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For every cell under a merge but the first: where the merge begins."""
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """For the first cell of a merge: how many rows and columns it covers."""

    places: dict[tuple[int, int], tuple[int, int]] | None = None
    """Where each cell stands in the sheet, from 0, when the table was turned."""
    split: dict[int, int] = field(default_factory=dict)
    """For every column made of parts of another one's cells: that one."""

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def own(self, row: int, column: int) -> Cell:
        """The cell's own content, "" outside."""
        if 0 <= row < len(self.rows):
            cells = self.rows[row]
            if 0 <= column < len(cells):
                return cells[column]
        return ""

    def cell(self, row: int, column: int) -> Cell:
        """The content shown at the place: of the merge's first cell when it is covered."""
        anchor = self.anchors.get((row, column)) if self.anchors else None
        return self.own(*anchor) if anchor else self.own(row, column)

    def text(self, row: int, column: int) -> str:
        """The content shown at the place as tidy text."""
        anchor = self.anchors.get((row, column)) if self.anchors else None
        return tidy(self.own(*anchor) if anchor else self.own(row, column))

    def ref(self, row: int, column: int) -> CellRef:
        """The address in the file."""
        column = self.split.get(column, column) if self.split else column
        if self.places is not None and (row, column) in self.places:
            row, column = self.places[row, column]
            return CellRef(self.name, row + 1, column + 1)
        return CellRef(self.name, row + self.top + 1, column + self.left + 1)

    def refs(self, row: int, columns: Sequence[int]) -> tuple[CellRef, ...]:
        """The addresses of several cells of a row."""
        if self.places is not None or self.split:
            return tuple([self.ref(row, column) for column in columns])
        first = self.left + 1
        return cell_refs(self.name, row + self.top + 1, tuple([column + first for column in columns]))

    def filled(self, row: int) -> list[int]:
        """Columns of the row whose own content is not empty."""
        return [at for at, cell in enumerate(self.rows[row]) if cell != ""]

    def texts(self, row: int) -> list[str]:
        """What the filled cells of the row show."""
        return [self.text(row, at) for at in self.filled(row)]


def _even(row: list[Cell], width: int) -> list[Cell]:
    """Stripped texts, and as many cells as in every other row."""
    cells = [cell.strip() if cell.__class__ is str else cell for cell in row]
    return cells if len(cells) == width else [*cells, *[""] * (width - len(cells))]


def grid_of(sheet: RawSheet) -> Grid:
    """The sheet with its merges cut to the rectangle of its cells."""
    width = max((len(row) for row in sheet.rows), default=0)
    grid = Grid(sheet.name, [_even(row, width) for row in sheet.rows], sheet.top, sheet.left, width)
    covered = 0
    for first_row, first_column, last_row, last_column in sheet.merged:
        top, left = first_row - sheet.top, first_column - sheet.left
        bottom, right = min(last_row - sheet.top, grid.height - 1), min(last_column - sheet.left, width - 1)
        if top < 0 or left < 0 or bottom < top or right < left:
            continue
        covered += (bottom - top + 1) * (right - left + 1)
        if covered > MAX_MERGED_CELLS:
            break
        grid.spans[top, left] = (bottom - top + 1, right - left + 1)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    grid.anchors[row, column] = (top, left)
    return grid
