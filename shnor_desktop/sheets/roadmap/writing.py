"""Plans written to a workbook as they are printed: a sheet a plan, sections over the whole width. It can be taken in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shnor_desktop import places
from shnor_desktop.sheets.writing.workbook import put, save_same_bytes, sheet_title

_WIDTHS = {"number": 7, "text": 60, "due": 22, "responsible": 32, "expected": 40, "schools": 32}
_OTHER = 18


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan as it stands: codes and words of its columns, and its rows; a row of one text is a section."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[str, ...]]


def write_plans(plans: Sequence[PlanSheet], out: Path) -> None:
    """Write the plans to an .xlsx, whole or not at all."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    with places.parts_of_a_book():
        for plan in plans:
            _fill(book.create_sheet(sheet_title(plan.title, taken)), plan)
    save_same_bytes(book, out)


def _fill(sheet: Any, plan: PlanSheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin", color="FF9AA5B1")
    edge, bold = (
        Border(left=side, right=side, top=side, bottom=side),
        Font(name="Calibri", size=11, bold=True),
    )
    wrapped = Alignment(wrap_text=True, vertical="top")
    width = len(plan.columns)
    for at, (code, _) in enumerate(plan.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(code, _OTHER)
    rows = ((plan.title,), tuple(words for _, words in plan.columns), *plan.rows)
    for at, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            put(cell, text)
            cell.alignment = wrapped
            if len(row) == 1 or at == 2:
                cell.font = bold
        for column in range(1, width + 1):
            if at > 1:
                sheet.cell(at, column).border = edge
        if at == 2:
            for column in range(1, width + 1):
                sheet.cell(at, column).fill = PatternFill("solid", fgColor="FFE8EEF4")
        if len(row) == 1 and width > 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
