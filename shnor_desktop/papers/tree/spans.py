"""Where the cells of a table stand: all renderers lay spans out by this one rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.papers.tree.paper import Cell, Paper, Row, RowKind, Table

MOST_COLUMNS, WIDEST = 200, 1_000.0
"""No paper has more; millimetres."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its first column, counted from 0."""

    column: int
    cell: Cell


def placed(rows: tuple[Row, ...], width: int) -> Iterator[tuple[Row, list[Placed]]]:
    """Rows with the columns of their cells; a section row is stretched over the whole width."""
    covered = [0] * width
    for row in rows:
        cells = row.cells
        if row.kind is RowKind.SECTION and cells:
            cells = (Cell(cells[0].runs, span=width, mark=cells[0].mark),)
        line, column = [], 0
        for cell in cells:
            while column < width and covered[column]:
                column += 1
            if column >= width:
                break
            line.append(Placed(column, cell))
            for taken in range(column, min(width, column + cell.span)):
                covered[taken] = cell.rows
            column += cell.span
        covered = [max(0, left - 1) for left in covered]
        yield row, line


def table_rows(table: Table) -> Iterator[tuple[Row, list[Placed]]]:
    """Heading and body rows of a table in their order."""
    width = len(table.columns)
    yield from placed(table.head, width)
    yield from placed(table.rows, width)


def is_drawable(paper: Paper) -> bool:
    """Whether renderers can lay the tables out: of a paper that came with another's file nobody knows."""
    return all(
        0 < len(table.columns) <= MOST_COLUMNS
        and all(0 < one.width <= WIDEST and 0 <= one.stretch <= WIDEST for one in table.columns)
        and 0 <= table.size <= 72
        and all(
            0 < cell.span <= len(table.columns) and 0 < cell.rows <= MOST_COLUMNS
            for row in (*table.head, *table.rows)
            for cell in row.cells
        )
        for table in paper.tables()
    )
