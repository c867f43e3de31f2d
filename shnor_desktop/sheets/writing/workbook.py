"""Frozen rows to a neat workbook, the same bytes for the same rows; text never becomes a formula."""

import io
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from shnor_desktop import places
from shnor_desktop.rules.admissible import printable

Value = str | int | float | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SPECIAL_STARTS = (*FORMULA_STARTS, "#")
"""«#Н/Д» would be taken for an error."""
MAX_TITLE = 31
MIN_WIDTH, MAX_WIDTH = 8, 60
LINE_HEIGHT = 15
FIXED = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


TEXT, DATE = "@", "DD.MM.YYYY"
"""Formats of cells: what is typed stays the text it is; a day."""
ROOM = 500
"""So many rows below the last are prepared for new ones."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of one column look and what may be typed into them."""

    format: str = ""
    choices: str = ""
    """Where the values to choose from stand, as a formula says it; others may be typed as well when `free`."""
    free: bool = False
    hidden: bool = False
    open: bool = False
    """May be typed into although the sheet is locked."""
    open_below: bool = False
    """The same in the empty rows for what is new."""
    help: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One sheet: its title, headings and rows. Without `widths` the columns are as wide as their contents."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    widths: tuple[int, ...] = ()
    looks: tuple[Look, ...] = ()
    """Of the columns, in their order; none: all are plain."""
    hidden: bool = False
    locked: bool = False
    """Only cells of open columns may be typed into."""
    room: int = 0
    """So many empty open rows stand below the last of a locked sheet."""


def write_tables(tables: Sequence[ExportTable], out: Path) -> None:
    """Write the tables to an .xlsx, a sheet each, whole or not at all."""
    from openpyxl import Workbook

    # Written row by row: a region's results would not fit into the memory of an old laptop.
    book = Workbook(write_only=True)
    taken: set[str] = set()
    with places.parts_of_a_book():
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
    from openpyxl.utils import get_column_letter

    widths, looks = _widths(table), table.looks or (PLAIN,) * len(table.headings)
    for column, (width, look) in enumerate(zip(widths, looks, strict=True), 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width, dimension.hidden = width, look.hidden
    lines = max((_lines(text, width) for text, width in zip(table.headings, widths, strict=False)), default=1)
    sheet.row_dimensions[1].height = LINE_HEIGHT * lines + 4
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if table.hidden:
        sheet.sheet_state = "hidden"
    if table.headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    if table.locked:
        _lock(sheet)
    _offer(sheet, table, looks)
    sheet.append(_headings(sheet, table.headings, looks))
    makers = [_Styled(sheet, look) if look.format or look.open else partial(_plain, sheet) for look in looks]
    for values in table.rows:
        sheet.append([make(value) for make, value in zip(makers, values, strict=True)])
    below = [_Styled(sheet, replace(look, open=look.open or look.open_below)) for look in looks if table.room]
    for _ in range(table.room):
        sheet.append([make(None) for make in below])


def _headings(sheet: Any, headings: Sequence[str], looks: Sequence[Look]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    edge = Side(style="thin", color="FF9AA5B1")
    head = Font(name="Calibri", size=11, bold=True)
    closed, opened = (PatternFill("solid", fgColor=colour) for colour in ("FFE8EEF4", "FFFFF3C4"))
    first = []
    for text, look in zip(headings, looks, strict=True):
        cell = WriteOnlyCell(sheet)
        put(cell, text)
        cell.font, cell.fill = head, opened if look.open else closed
        cell.border = Border(bottom=edge)
        cell.alignment = Alignment(wrap_text=not look.hidden, vertical="center")
        first.append(cell)
    return first


def _lock(sheet: Any) -> None:
    """Against typing into the wrong cell, not against anybody: there is no password."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = protection.sort = False


def _offer(sheet: Any, table: ExportTable, looks: Sequence[Look]) -> None:
    """Lists to choose from and hints beside the cells."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = len(table.rows) + max(ROOM, table.room) + 1
    for column, look in enumerate(looks, 1):
        if not (look.choices or look.help):
            continue
        offer = DataValidation(type="list" if look.choices else None, formula1=look.choices or None)
        offer.allow_blank, offer.showErrorMessage = True, bool(look.choices) and not look.free
        offer.errorTitle, offer.error = "Такого значения нет", "Выберите значение из списка."
        if look.help:
            offer.showInputMessage, offer.prompt = True, look.help[:250]
        letter = get_column_letter(column)
        offer.add(f"{letter}2:{letter}{last}")
        sheet.data_validations.append(offer)


class _Styled:
    """The cells of a column that looks otherwise: one cell, written again and again with other values."""

    def __init__(self, sheet: Any, look: Look) -> None:
        self._sheet, self._look = sheet, look
        self._cell = self._made()

    def _made(self) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import PatternFill, Protection

        cell = WriteOnlyCell(self._sheet)
        if self._look.format:
            cell.number_format = self._look.format
        if self._look.open:
            cell.protection = Protection(locked=False)
            cell.fill = PatternFill("solid", fgColor="FFFFFBEA")
        return cell

    def __call__(self, value: Value) -> Any:
        """The cell with that value; none where nobody would see one."""
        if value is None or value == "":
            if not self._look.open:
                return None
            value = None
        elif isinstance(value, str):
            value = printable(value)
            if value.startswith(SPECIAL_STARTS):
                special = self._made()
                put(special, value)
                return special
        self._cell.value = value
        return self._cell


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
    with places.parts_of_a_book():
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
