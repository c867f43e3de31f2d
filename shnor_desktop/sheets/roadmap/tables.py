"""The tables of a document, a workbook or the clipboard: rows of cells with the columns each covers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.html_table import raw_html
from shnor_desktop.sheets.book.reader import Cell, CellReader, RawBook, RawSheet, raw_block
from shnor_desktop.sheets.book.values import tidy

MOST_ROWS = 5_000
"""Of all tables together: no plan is longer, and every row is shown before it is taken in."""


class Piece(NamedTuple):
    """A cell of a row: the columns it covers, its lines, and whether it stands in a row above and reaches down."""

    first: int
    last: int
    text: str
    again: bool = False

    @property
    def plain(self) -> str:
        """Its words in one line."""
        return " ".join(self.text.split())


class Line(NamedTuple):
    """A row and where it stands in the table, from 1."""

    at: int
    pieces: tuple[Piece, ...]

    @property
    def filled(self) -> tuple[Piece, ...]:
        """Cells with something in them."""
        return tuple(one for one in self.pieces if one.text)


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    name: str
    """«таблица 2», the name of the sheet; empty for the clipboard."""
    lines: tuple[Line, ...]
    width: int
    above: tuple[str, ...] = ()
    """Paragraphs that stand before it."""
    framed: bool = True
    """Whether rows over the whole width are said by merged cells; otherwise cells beside are merely empty."""


def read_tables(path: Path, cancelled: Callable[[], bool] | None = None) -> tuple[Table, ...]:
    """The tables of a .docx, the sheets of a workbook or text table. WorkbookError when there are none."""
    with CellReader(documents=True) as cells:
        return _tables(cells.read(path, cancelled), f"файле «{path.name}»")


def read_clipboard(text: str, html: str = "") -> tuple[Table, ...]:
    """What was copied in Word, LibreOffice or Excel; the page says more than the plain text beside it."""
    raw = raw_html(html) if html else None
    return _tables(raw if raw is not None and raw.sheets else raw_block(text), "буфере обмена")


def _tables(raw: RawBook, where: str) -> tuple[Table, ...]:
    found = tuple(one for sheet in raw.sheets if not sheet.hidden and (one := _table(sheet)).lines)
    if not found:
        raise WorkbookError(f"В {where} нет таблиц.", "Выберите документ, в котором план набран таблицей.")
    if sum(len(one.lines) for one in found) > MOST_ROWS:
        raise WorkbookError(
            f"В {where} слишком много строк для плана: больше {MOST_ROWS}.", "Оставьте только таблицы плана."
        )
    return found


def _table(sheet: RawSheet) -> Table:
    grid = grid_of(sheet)
    lines = (Line(row + sheet.top + 1, tuple(_pieces(grid, row))) for row in range(grid.height))
    return Table(
        sheet.name,
        tuple(line for line in lines if line.filled),
        grid.width,
        sheet.above,
        framed=bool(grid.spans),
    )


def _pieces(grid: Grid, row: int) -> Iterator[Piece]:
    column = 0
    while column < grid.width:
        anchor = grid.anchors.get((row, column), (row, column))
        last = max(anchor[1] + grid.spans.get(anchor, (1, 1))[1] - 1, column)
        yield Piece(column, last, _text(grid.own(*anchor)), again=anchor[0] < row)
        column = last + 1


def _text(cell: Cell) -> str:
    if not isinstance(cell, str):
        return tidy(cell)
    lines = (line.replace("\u00a0", " ").replace("\u200b", "").rstrip() for line in cell.splitlines())
    return "\n".join(line for line in lines if line.strip())
