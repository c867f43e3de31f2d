"""Frozen rows to a neat workbook, the same bytes for the same rows; text never becomes a formula."""

import io
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shnor_desktop import places
from shnor_desktop.rules.admissible import printable

Value = str | int | float | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SPECIAL_STARTS = (*FORMULA_STARTS, "#")
"""«#Н/Д» would be taken for an error."""
MAX_TITLE = 31
MIN_WIDTH, MAX_WIDTH = 8, 60
LINE_HEIGHT = 15
FIXED = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One sheet: its title, headings and rows. Without `widths` the columns are as wide as their contents."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    widths: tuple[int, ...] = ()


def write_tables(tables: Sequence[ExportTable], out: Path) -> None:
    """Write the tables to an .xlsx, a sheet each, whole or not at all."""
    from openpyxl import Workbook

    # Written row by row: a region's results would not fit into the memory of an old laptop.
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(sheet_title(table.title, taken)), table)
    if not tables:
        book.create_sheet("Лист1")
    save_same_bytes(book, out)


def sheet_title(title: str, taken: set[str]) -> str:
    """A title Excel accepts: no forbidden signs, 31 letters, different from the others."""
    base = title.translate(_FORBIDDEN).strip(" '")[:MAX_TITLE] or "Лист"
    name, number = base, 2
    while name.lower() in taken:
        tail = f" ({number})"
        name, number = base[: MAX_TITLE - len(tail)] + tail, number + 1
    taken.add(name.lower())
    return name


def _fill(sheet: Any, table: ExportTable) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    widths = _widths(table)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    lines = max((_lines(text, width) for text, width in zip(table.headings, widths, strict=False)), default=1)
    sheet.row_dimensions[1].height = LINE_HEIGHT * lines + 4
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if table.headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    edge = Side(style="thin", color="FF9AA5B1")
    head = Font(name="Calibri", size=11, bold=True)
    ground = PatternFill("solid", fgColor="FFE8EEF4")
    first = []
    for text in table.headings:
        cell = WriteOnlyCell(sheet)
        put(cell, text)
        cell.font, cell.fill = head, ground
        cell.border = Border(bottom=edge)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        first.append(cell)
    sheet.append(first)
    for values in table.rows:
        sheet.append([_plain(sheet, value) for value in values])


def _plain(sheet: Any, value: Value) -> Any:
    """What a row is given: the value itself where nothing can be taken for a formula or an error."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    text = printable(value)
    if not text.startswith(SPECIAL_STARTS):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    put(cell, text)
    return cell


def _lines(heading: str, width: int) -> int:
    """How many lines the wrapped heading takes; bold letters are wider."""
    lines, used = 1, 0
    for word in heading.split():
        length = round(len(word) * 1.15)
        if used and used + 1 + length > width:
            lines, used = lines + 1, 0
        used += length + (1 if used else 0)
    return lines


def put(cell: Any, value: Value) -> None:
    """Write a value; text that looks like a formula stays text and is shown as it is."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value


def _widths(table: ExportTable) -> tuple[int, ...]:
    if table.widths:
        return table.widths
    widths = []
    for column, heading in enumerate(table.headings):
        longest = max((round(len(word) * 1.15) for word in heading.split()), default=0)
        for values in table.rows[:500]:
            if column < len(values) and values[column] is not None:
                longest = max(longest, len(str(values[column])))
        widths.append(min(MAX_WIDTH, max(MIN_WIDTH, longest + 2)))
    return tuple(widths)


def save_same_bytes(book: Any, out: Path) -> None:
    """Save without the clock: the same contents give the same bytes; the file appears whole."""
    from datetime import datetime

    book.properties.creator = "shnor-desktop"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    whole = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if part.filename == "docProps/core.xml":
                new.writestr(entry, _fixed_dates(old.read(part)))
                continue
            # In pieces: a sheet of a region's results is half a gigabyte before it is packed.
            with old.open(part) as source, new.open(entry, "w", force_zip64=part.file_size > 2**31) as target:
                shutil.copyfileobj(source, target, 1 << 20)
    with places.written_whole(out, private=False) as draft:
        draft.write_bytes(whole.getvalue())


def _fixed_dates(content: bytes) -> bytes:
    """openpyxl writes the moment of saving as `modified` whatever it is told."""
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
