"""XLSX renderer: the tables of a paper on sheets as numbers, its text on the first sheet."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from textwrap import wrap
from typing import Any

from shnor_desktop import places
from shnor_desktop.papers.draw.package import moment, settled
from shnor_desktop.papers.tree import paper as tree
from shnor_desktop.papers.tree.fonts import clean
from shnor_desktop.papers.tree.page import PageSettings, column_widths
from shnor_desktop.papers.tree.paper import (
    Align,
    Cell,
    Inline,
    Paper,
    Row,
    RowKind,
    Says,
    Section,
    Table,
    plain,
)
from shnor_desktop.papers.tree.spans import placed

FONT = "Times New Roman"
TEXT_SHEET = "Текст"
TEXT_WIDTH = 66
"""A page wide also where the font widths are counted in is missing and another, wider one stands for it."""
CHARS_PER_MM = 0.54
"""Width of a column in characters of 11 points for a millimetre on paper."""
LINE = 15.0
STRETCH = 1.25
"""A table on a sheet is not stretched to the page as on paper, only so much."""
_NUMBER = re.compile(r"([+\u2212-]?(?:0|[1-9]\d{0,14})(?:,\d{1,9})?)(\u00a0%)?")
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(19[1-9]\d|2\d{3})")
_NO_FIGURES = (Says.NAME, Says.DATE, Says.FORM)
"""Their digits stay a text: a school, a year, what is printed the same everywhere."""


def data(paper: Paper, settings: PageSettings) -> bytes:
    """The paper as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title, book.properties.creator = clean(paper.title)[:250], clean(paper.author)[:250]
    book.properties.created = moment(paper.created)
    _text_sheet(book.active, paper)
    for name, tables in _sheets(paper).items():
        _Sheet(book.create_sheet(name), paper, settings).write(tables)
    stream = BytesIO()
    with places.parts_of_a_book():
        book.save(stream)
    return settled(stream.getvalue(), paper.created)


def _sheets(paper: Paper) -> dict[str, list[tuple[Section, Table]]]:
    """Tables by the name of their sheet, in the order of the paper."""
    sheets: dict[str, list[tuple[Section, Table]]] = {}
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                sheets.setdefault(_sheet_name(block.sheet or "Таблица", sheets), []).append((section, block))
    return sheets


def _sheet_name(wish: str, taken: dict[str, Any]) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(wish)).strip()[:31].strip() or "Таблица"
    same = {one.casefold(): one for one in taken}
    if name.casefold() == TEXT_SHEET.casefold():
        name = f"{name} 2"
    return same.get(name.casefold(), name)


def _text_sheet(sheet: Any, paper: Paper) -> None:
    """Everything of the paper that is not a table, line by line."""
    from openpyxl.styles import Alignment, Font

    sheet.title = TEXT_SHEET
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    _print_setup(sheet, landscape=False)
    at = 0
    for block in paper.blocks():
        for text, bold in _lines(block):
            if not text.strip():
                continue
            at += 1
            cell = sheet.cell(at, 1)
            _put_text(cell, text)
            cell.font = Font(name=FONT, size=12, bold=bold)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[at].height = LINE * 1.1 * _wrapped(text, TEXT_WIDTH)
    sheet.print_area = f"A1:A{max(1, at)}"


def _lines(block: tree.Block) -> list[tuple[str, bool]]:
    match block:
        case Table():
            return [(plain(block.caption), False)]
        case tree.Points():
            return [
                (f"{label} {plain(point.runs)}", False)
                for label, point in zip(block.labels(), block.points, strict=True)
            ]
        case tree.Heading() | tree.Title() | tree.Letterhead():
            return [(plain(runs), True) for runs in tree.runs_of(block)]
        case tree.ChartBlock() | tree.PlotBlock():
            from shnor_desktop.papers.draw.chart import words

            return [(words(block.plot if isinstance(block, tree.PlotBlock) else block.chart), False)]
        case _:
            return [(plain(runs), False) for runs in tree.runs_of(block)]


def _wrapped(text: str, width: float) -> int:
    """How many lines the text takes in a column of so many characters; lines break between words."""
    return sum(max(1, len(wrap(line, max(1, int(width))))) for line in text.split("\n"))


def _put_text(cell: Any, text: str) -> None:
    """Text is never a formula, whatever it begins with."""
    cell.value = clean(text)
    cell.data_type = "s"


def _put_number(cell: Any, text: str, mark: str) -> bool:
    """The number the text shows, with a format that shows the same text; False when it is no number."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return False
    text, mark = match[1], (match[2] or "") + mark
    digits = len(text.partition(",")[2])
    value = Decimal(text.replace("\u2212", "-").replace(",", "."))
    cell.value = int(value) if not digits else float(value)
    shape = "0" + ("." + "0" * digits if digits else "")
    tail = f'"{mark}"' if mark else ""
    plus = "+" if text[0] == "+" or value < 0 else ""
    cell.number_format = f'{plus}{shape}{tail};"\u2212"{shape}{tail};{shape}{tail}'
    return True


def _put_day(cell: Any, text: str) -> bool:
    """The day the text shows; False when it is none."""
    match = _DAY.fullmatch(text)
    if not match:
        return False
    try:
        cell.value = date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return False
    cell.number_format = "dd.mm.yyyy"
    return True


def _put(target: Any, cell: Cell) -> None:
    """What stands in a cell of a row: a number, a day or a text."""
    text = _text(cell.runs)
    figure = cell.number or not any(run.says in _NO_FIGURES for run in cell.runs)
    if figure and _put_number(target, text, cell.mark):
        return
    if cell.mark or not _put_day(target, text):
        _put_text(target, cell.text)


def _print_setup(sheet: Any, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 1.18, 0.39, 0.79, 0.79
    sheet.oddHeader.center.text = "&P"


class _Sheet:
    """One worksheet with one or more tables under each other."""

    def __init__(self, sheet: Any, paper: Paper, settings: PageSettings) -> None:
        self.sheet = sheet
        self.paper = paper
        self.settings = settings
        self.widths: list[float] = []
        self.at = 0

    def write(self, tables: list[tuple[Section, Table]]) -> None:
        """The title, then every table with its caption and notes."""
        for section, table in tables:
            natural = sum(column.width for column in table.columns) * STRETCH
            available = min(self.settings.text_width(section), natural)
            for place, width in enumerate(column_widths(table.columns, available)):
                if place == len(self.widths):
                    self.widths.append(0.0)
                self.widths[place] = max(self.widths[place], width * CHARS_PER_MM + 1)
        for place, width in enumerate(self.widths):
            self.sheet.column_dimensions[_letter(place)].width = round(width, 1)
        _print_setup(self.sheet, landscape=any(section.landscape for section, _ in tables))
        self._line(self.paper.title, bold=True)
        repeated = len({table.head for _, table in tables}) == 1
        for at, (_section, table) in enumerate(tables):
            if at:
                self.at += 1
            self._table(table, repeated=repeated and not at)
        self.sheet.print_area = f"A1:{_letter(max(0, len(self.widths) - 1))}{self.at}"

    def _table(self, table: Table, *, repeated: bool) -> None:
        """A heading over all tables of the sheet is repeated on its pages and stays in sight."""
        if table.caption:
            self._line(plain(table.caption))
        start = self.at + 1
        self._rows(table, table.head, head=True)
        if repeated and self.at >= start:
            self.sheet.print_title_rows = f"{start}:{self.at}"
            self.sheet.freeze_panes = f"A{self.at + 1}"
        self._rows(table, table.rows, head=False)
        for note in table.notes:
            self._line(plain(note))

    def _line(self, text: str, *, bold: bool = False) -> None:
        """One cell over the width of the sheet."""
        from openpyxl.styles import Alignment, Font

        self.at += 1
        cell = self.sheet.cell(self.at, 1)
        _put_text(cell, text)
        cell.font = Font(name=FONT, size=12 if bold else 11, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        last = max(1, len(self.widths))
        if last > 1:
            self.sheet.merge_cells(start_row=self.at, start_column=1, end_row=self.at, end_column=last)
        self.sheet.row_dimensions[self.at].height = LINE * _wrapped(text, sum(self.widths)) + 2

    def _rows(self, table: Table, rows: tuple[Row, ...], *, head: bool) -> None:
        width = len(table.columns)
        for row, cells in placed(rows, width):
            self.at += 1
            lines = 1
            for one in cells:
                self._cell(table, row, one.column, one.cell, head=head)
                room = sum(self.widths[one.column : one.column + one.cell.span]) - 1
                if one.cell.rows == 1:
                    lines = max(lines, _wrapped(one.cell.text, room))
            for column in range(1, width + 1):
                self.sheet.cell(self.at, column).border = _border()
            self.sheet.row_dimensions[self.at].height = LINE * lines + 2

    def _cell(self, table: Table, row: Row, column: int, cell: Cell, *, head: bool) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        target = self.sheet.cell(self.at, column + 1)
        if head:
            _put_text(target, cell.text)
        else:
            _put(target, cell)
        section = row.kind is RowKind.SECTION
        align = Align.CENTER if head else Align.LEFT if section else table.columns[column].align
        target.alignment = Alignment(
            horizontal="left" if align is Align.JUSTIFY else align.value,
            vertical="center" if head or table.middle else "top",
            wrap_text=True,
        )
        bold = head or section or cell.strong
        target.font = Font(name=FONT, size=11, bold=bold, italic=row.kind is RowKind.TOTAL)
        if cell.strong:
            target.fill = PatternFill("solid", fgColor="DBDBDB")
        last_column = min(len(table.columns), column + cell.span)
        if cell.span > 1 or cell.rows > 1:
            self.sheet.merge_cells(
                start_row=self.at,
                start_column=column + 1,
                end_row=self.at + cell.rows - 1,
                end_column=last_column,
            )


def _text(runs: Inline) -> str:
    return plain(runs).strip()


def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin")
    return Border(left=side, right=side, top=side, bottom=side)


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
