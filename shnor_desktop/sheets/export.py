"""Tables to a workbook: one sheet a table, heading kept in view, the same bytes for the same tables."""

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shnor_desktop.errors import UserError, WorkbookError

Value = str | int | float | None
MOMENT = (2000, 1, 1, 0, 0, 0)
"""Written for every moment inside the archive, so that equal tables give equal files."""
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LOOKED_AT = 200
"""So many rows decide how wide a column is."""
_NARROWEST, _WIDEST, _LONGEST_NAME, _MOST_ROWS = 8, 60, 31, 1_048_575


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A sheet: its name, its headings and its rows; numbers stay numbers."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]


def write_tables(path: Path, tables: Sequence[ExportTable]) -> None:
    """Write the workbook; the file that was there stays as it is until the new one is complete."""
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"Книгу нельзя записать как «{path.name}».", "Выберите имя с расширением .xlsx.")
    body = _settled(_workbook(tables))
    with _told(path):
        handle, draft = tempfile.mkstemp(prefix=".", suffix=".xlsx", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            if os.name == "posix":
                Path(draft).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(draft).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(draft).unlink(missing_ok=True)
            raise


def _workbook(tables: Sequence[ExportTable]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in tables:
        if len(table.rows) > _MOST_ROWS:
            raise WorkbookError(
                f"На листе «{table.name}» было бы {len(table.rows)} строк: больше, чем вмещает книга Excel.",
                "Передайте данные копией файла: «Копия для другой организации».",
            )
        _fill(book.create_sheet(_sheet_name(table.name, taken)), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: ExportTable) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"
    if table.headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    bold, grey = Font(bold=True), PatternFill("solid", "E8ECF0")
    head = []
    for text in table.headings:
        cell = WriteOnlyCell(sheet, text)
        cell.font, cell.fill = bold, grey
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        head.append(cell)
    sheet.append(head)
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Value) -> Any:
    """Texts that a spreadsheet would take for a formula or an error stay texts."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    if text[:1] not in ("=", "#"):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _widths(table: ExportTable) -> Iterator[float]:
    for column, heading in enumerate(table.headings):
        longest = max(
            (len(str(row[column])) for row in table.rows[:_LOOKED_AT] if row[column] is not None), default=0
        )
        longest = max(longest, max((len(word) for word in heading.split()), default=0))
        yield float(min(max(longest + 2, _NARROWEST), _WIDEST))


def _sheet_name(name: str, taken: set[str]) -> str:
    clean = _FORBIDDEN.sub(" ", name).strip()[:_LONGEST_NAME] or "Лист"
    chosen, number = clean, 2
    while chosen.casefold() in taken:
        tail = f" {number}"
        chosen, number = clean[: _LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(chosen.casefold())
    return chosen


def _settled(body: bytes) -> bytes:
    """The archive with every moment in it set to one."""
    stamp = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*MOMENT).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(f"Папки «{path.parent}» нет.", "Выберите другую папку.") from error
    except PermissionError as error:
        raise UserError(
            f"Книгу «{path.name}» не удалось записать: она открыта в другой программе или запись запрещена.",
            "Закройте её или сохраните под другим именем.",
        ) from error
    except OSError as error:
        raise UserError(
            f"Книгу «{path.name}» не удалось записать ({error.strerror or error}).",
            "Выберите другую папку или диск.",
        ) from error
