"""Tables of the PDF renderer: repeated headings, rows kept whole, cells that wrap only when they must."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from shnor_desktop.papers.draw.pdf_styles import HIGH, LINE, MM, Styles
from shnor_desktop.papers.draw.spots import Line, traced
from shnor_desktop.papers.tree.paper import Align, Cell, Column, Row, RowKind, Run, Table
from shnor_desktop.papers.tree.spans import Placed, placed
from shnor_desktop.papers.tree.widths import widths_of

PAD, NUMBERS_PAD = 3.0, 2.0
"""Space beside the text of a cell, and in tables of numbers."""
PADS = 5.0
"""Space above and below it."""
NARROW = 30 * MM
"""Where two long words hardly stand in a line."""
_GOES_ON = "\n(продолжение)"
_REPEATED = 0.25
"""The part of a page that a name may take again."""


@dataclass
class _Sheet:
    """The table being laid out: reportlab's data and style commands."""

    table: Table
    styles: Styles
    widths: tuple[float, ...]
    page_height: float
    size: float
    rows: list[list[Any]] = field(default_factory=list)
    commands: list[tuple[Any, ...]] = field(default_factory=list)
    beginning: float = 0.0
    """Height of the heading and of the rows up to the first that stands for itself."""
    begun: bool = False

    @property
    def pad(self) -> float:
        """Points left free at both sides of a cell."""
        return NUMBERS_PAD if self.table.middle else PAD


def table_flowable(table: Table, styles: Styles, width_mm: float, page_height: float) -> Any:
    """A reportlab table over the given width; `page_height` is the height of the frame in points."""
    from reportlab.lib.colors import black

    from shnor_desktop.papers.draw.noting import Grid

    size = float(table.size or styles.settings.table_size)
    widths = tuple(width * MM for width in widths_of(table, width_mm, size, styles.family))
    sheet = _Sheet(table, styles, widths, page_height, size)
    _add_rows(sheet, table.head, head=True)
    head = len(sheet.rows)
    _add_rows(sheet, table.rows, head=False)
    base: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), styles.family, size, size * 1.15),
        ("GRID", (0, 0), (-1, -1), LINE, black),
        ("LEFTPADDING", (0, 0), (-1, -1), sheet.pad),
        ("RIGHTPADDING", (0, 0), (-1, -1), sheet.pad),
        ("TOPPADDING", (0, 0), (-1, -1), 1 if table.middle else 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2 if table.middle else 3),
        ("VALIGN", (0, head), (-1, -1), "MIDDLE" if table.middle else "TOP"),
    ]
    if head:
        base += [
            ("VALIGN", (0, 0), (-1, head - 1), "MIDDLE"),
            ("ALIGN", (0, 0), (-1, head - 1), "CENTER"),
        ]
    base += [
        ("ALIGN", (at, head), (at, -1), column.align.value.upper().replace("JUSTIFY", "LEFT"))
        for at, column in enumerate(table.columns)
    ]
    if len(sheet.rows) > head + 1:
        base.append(("NOSPLIT", (0, -2), (-1, -1)))
    grid = Grid(
        sheet.rows,
        colWidths=list(widths),
        repeatRows=head,
        style=base + sheet.commands,
        hAlign="LEFT",
        normalizedData=1,
        spaceAfter=4,
    )
    grid.beginning, grid.page_height = sheet.beginning, page_height
    grid.names = (*[None] * head, *_names(sheet))
    return grid


def _names(sheet: _Sheet) -> Iterator[Any]:
    """By what the rows of the body are called: the first of their cells that says a word, be it one that began above."""
    from shnor_desktop.papers.draw.noting import Named

    standing: dict[int, tuple[int, Row, Placed]] = {}
    for number, (row, cells) in enumerate(placed(sheet.table.rows, len(sheet.widths))):
        standing = {at: one for at, one in standing.items() if one[0] + one[2].cell.rows > number}
        standing |= {one.column: (number, row, one) for one in cells}
        worded = (one for _, one in sorted(standing.items()) if re.search(r"[^\W\d_]", one[2].cell.text))
        began, its, one = next(worded, (number, row, None))
        if one is None or row.kind is RowKind.SECTION:
            yield None
        else:
            yield Named(one.column, began < number, partial(_again, sheet, its, one))


def _again(sheet: _Sheet, row: Row, one: Placed) -> Any:
    """The cell as what goes on over the page repeats it."""
    goes_on = replace(one.cell, runs=(*one.cell.runs, Run(_GOES_ON)), mark="")
    content = _content(sheet, row, replace(one, cell=goes_on), head=False)
    tall = content.wrap(_room(sheet, one), 1e6)[1]
    return content if tall <= sheet.page_height * _REPEATED else ""


def _add_rows(sheet: _Sheet, rows: tuple[Row, ...], *, head: bool) -> None:
    width, first = len(sheet.widths), len(sheet.rows)
    laid = list(placed(rows, width))
    for row, cells in laid:
        at = len(sheet.rows)
        line: list[Any] = [""] * width
        for one in cells:
            line[one.column] = _content(sheet, row, one, head=head)
        if row.kind is RowKind.SECTION and row is not rows[-1]:
            sheet.commands.append(("NOSPLIT", (0, at), (-1, at + 1)))
        sheet.rows.append(line)
        if not sheet.begun:
            sheet.beginning += min(_height(sheet, line, cells), sheet.page_height * HIGH)
            sheet.begun = not head and row.kind is not RowKind.SECTION
    for number, (_, cells) in enumerate(laid):
        for one in cells:
            beside = one.cell.rows
            if beside > 1 and not head:
                tall = sum(
                    _height(sheet, sheet.rows[first + at], laid[at][1])
                    for at in range(number, min(len(laid), number + beside))
                )
                beside = beside if tall < sheet.page_height * HIGH else 1
            _decorate(sheet, one, first + number, beside)


def _height(sheet: _Sheet, line: list[Any], cells: list[Placed]) -> float:
    """Of a row; what spans several rows is shared among them."""
    tall = max(
        (
            line[one.column].wrap(_room(sheet, one), 1e6)[1] / one.cell.rows
            for one in cells
            if line[one.column] and not isinstance(line[one.column], str)
        ),
        default=0.0,
    )
    return float(max(tall, sheet.size * 1.15)) + PADS


def _decorate(sheet: _Sheet, one: Placed, at: int, rows: int) -> None:
    """The cell over `rows` rows; one is all it takes where those it stands beside go over a page."""
    cell = one.cell
    last = min(len(sheet.widths), one.column + cell.span) - 1
    if cell.span > 1 or rows > 1:
        sheet.commands.append(("SPAN", (one.column, at), (last, at + rows - 1)))
    if cell.strong:
        from reportlab.lib.colors import Color

        sheet.commands.append(("BACKGROUND", (one.column, at), (last, at), Color(0.86, 0.86, 0.86)))


def _content(sheet: _Sheet, row: Row, one: Placed, *, head: bool) -> Any:
    """A string when the text fits on one line as it is, a paragraph otherwise."""
    cell = one.cell
    text = sheet.styles.line(cell.runs) + cell.mark
    if not text:
        return ""
    bold = head or cell.strong or row.kind is RowKind.SECTION
    italic = row.kind is RowKind.TOTAL
    plain_face = not bold and not italic
    if plain_face and "\n" not in text and not any(run.bold or run.italic for run in cell.runs):
        from reportlab.pdfbase.pdfmetrics import stringWidth

        if stringWidth(text, sheet.styles.family, sheet.size) <= _room(sheet, one):
            if not traced(cell.runs):
                return text
            line = Line(text)
            line.runs = cell.runs
            return line
    from shnor_desktop.papers.draw.noting import Text

    align = _align(sheet.table.columns[one.column], row, cell, head=head)
    breaks = _breaks(sheet, text, _room(sheet, one), sheet.styles.face(bold=bold, italic=italic))
    style = sheet.styles.cell(sheet.size, align, bold=bold, italic=italic, breaks=breaks)
    text = Text(sheet.styles.markup(cell.runs) + cell.mark, style)
    text.runs = traced(cell.runs)
    return text


def _breaks(sheet: _Sheet, text: str, room: float, face: str) -> bool:
    """In a narrow cell only words are broken that do not fit into it."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return room >= NARROW or any(
        stringWidth(word, face, sheet.size) > room for word in re.split("[ \n]+", text)
    )


def _align(column: Column, row: Row, cell: Cell, *, head: bool) -> Align:
    if head:
        return Align.CENTER
    if row.kind is RowKind.SECTION:
        return Align.LEFT
    return Align.LEFT if column.align is Align.JUSTIFY else column.align


def _room(sheet: _Sheet, one: Placed) -> float:
    last = min(len(sheet.widths), one.column + one.cell.span)
    return sum(sheet.widths[one.column : last]) - 2 * sheet.pad - 0.01
