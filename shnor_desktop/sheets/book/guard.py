"""What a file really is, by its content, and whether it may be given to the workbook library at all.

A hostile workbook can make that library abort or eat the memory, so sizes, ratios and cell references are
checked first, on streams. Runs inside the worker process.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book.cell_notes import CellNotes, percent_cells
from shnor_desktop.sheets.book.extent import Extent, TooLarge, scan_ods, scan_xlsb, scan_xlsx
from shnor_desktop.sheets.book.hidden import Hidden, Unseen, sheet_parts, unseen_in_xls

MAX_FILE = 150_000_000
MAX_TEXT = 50_000_000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 400
MAX_STYLES = 20_000_000
RATIO_FROM = 20_000_000
MAX_PARTS = 5_000
UNREAD = ("docprops/", "customxml/", "xl/theme/", "xl/drawings/", "xl/media/", "xl/charts/", "xl/calcchain")
"""Parts the workbook library does not look into; only their size counts."""
CHUNK = 1 << 20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RESAVE = "Откройте файл в Excel или LibreOffice, сохраните как «Книга Excel (.xlsx)» и загрузите снова."
ASK_AGAIN = "Откройте файл в Excel: если и там он не открывается, попросите прислать его заново."
FOREIGN = (
    (b"%PDF", "документ PDF"),
    (b"\x89PNG", "рисунок"),
    (b"\xff\xd8\xff", "рисунок"),
    (b"GIF8", "рисунок"),
    (b"{\\rtf", "текст RTF"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7-Zip"),
    (b"SQLite format 3\x00", "база данных"),
)


class Kind(StrEnum):
    """How the content is to be read."""

    BOOK = "book"
    TEXT = "text"


def get_ready() -> None:
    """Load and compile what every workbook is looked through with, by means of one of our own in memory."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/styles.xml", '<cellXfs><xf numFmtId="10"/></cellXfs>')
        archive.writestr("xl/worksheets/sheet1.xml", '<row r="1"><c r="A1" s="0"><v>1</v></c></row>')
    with zipfile.ZipFile(made) as archive:
        _check_archive(Path("own.xlsx"), archive, Unseen())


def admit(path: Path, unseen: Unseen | None = None) -> Kind:
    """Say how to read the file, or raise WorkbookError with the reason and what to do.

    `unseen` is filled with what the library does not say of the sheets, by their names.
    """
    seen = unseen if unseen is not None else Unseen()
    try:
        if path.exists() and not path.is_file():  # A pipe would be waited for, a device never ends.
            raise WorkbookError(
                f"«{path.name}» — не обычный файл.", "Выберите книгу .xlsx, .xls, .ods, .xlsb или .csv."
            )
        with path.open("rb") as file:
            size = path.stat().st_size
            return _admit(path, file, size, seen)
    except FileNotFoundError as error:
        raise WorkbookError(f"Файл «{path.name}» не найден.", "Проверьте, не переименован ли он.") from error
    except PermissionError as error:
        raise WorkbookError(
            f"Файл «{path.name}» нельзя прочитать: нет доступа.",
            "Закройте его в Excel или скопируйте к себе.",
        ) from error
    except OSError as error:
        raise WorkbookError(
            f"Файл «{path.name}» не читается с диска.", "Скопируйте его на компьютер и попробуйте снова."
        ) from error


def _admit(path: Path, file: IO[bytes], size: int, unseen: Unseen) -> Kind:
    if size == 0:
        raise WorkbookError(f"Файл «{path.name}» пустой.", "Попросите прислать его заново.")
    if size > MAX_FILE:
        raise too_large(path)
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        _check_zip(path, file, unseen)
        return Kind.BOOK
    if head.startswith(OLE):
        _check_ole(path, file, unseen)
        return Kind.BOOK
    _check_text(path, head, size)
    return Kind.TEXT


def too_large(path: Path) -> WorkbookError:
    """The file, or the table in it, is beyond the limits."""
    return WorkbookError(
        f"Файл «{path.name}» слишком велик для таблицы результатов.",
        "Оставьте в нём только листы и строки с результатами и загрузите снова.",
    )


def _not_a_book(path: Path, what: str) -> WorkbookError:
    return WorkbookError(
        f"Файл «{path.name}» — это {what}, а не книга с таблицей.",
        "Выберите файл .xlsx, .xls, .ods, .xlsb или .csv.",
    )


def encrypted(path: Path) -> WorkbookError:
    """The file opens with a password only."""
    return WorkbookError(
        f"Файл «{path.name}» защищён паролем.",
        "Откройте его с паролем в Excel, снимите защиту (Файл → Сведения) и загрузите снова.",
    )


def broken(path: Path) -> WorkbookError:
    """The file looks like a workbook, but cannot be read as one."""
    return WorkbookError(f"Файл «{path.name}» повреждён или записан не до конца.", ASK_AGAIN)


def _check_zip(path: Path, file: IO[bytes], unseen: Unseen) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_archive(path, archive, unseen)
    except TooLarge as error:
        raise too_large(path) from error
    except WorkbookError:
        raise
    except RuntimeError as error:
        raise encrypted(path) from error
    except Exception as error:
        # A damaged archive fails in many ways (BadZipFile, zlib.error, NotImplementedError, struct.error …).
        raise broken(path) from error


def _check_archive(path: Path, archive: zipfile.ZipFile, unseen: Unseen) -> None:
    parts = archive.infolist()
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    kind = _archive_kind(path, names)
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise broken(path)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large(path)
    for part in parts:
        if part.flag_bits & 1:
            raise encrypted(path)
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(1, part.compress_size):
            raise too_large(path)
    by_part = Unseen(_percents(archive, kind, parts, names))
    for part, name in zip(parts, names, strict=True):
        if name.endswith((".xml", ".bin", ".rels")) and not name.startswith(UNREAD):
            _check_part(path, kind, name, _chunks(archive, part), by_part)
    sheets = _sheet_parts(archive, parts, names) if kind == "xlsx" and by_part else {}
    unseen.take(by_part, sheets)


def _percents(
    archive: zipfile.ZipFile, kind: str, parts: list[zipfile.ZipInfo], names: list[str]
) -> "re.Pattern[bytes] | None":
    """How cells shown as percent begin in the sheets; the styles are read before the sheets."""
    styles = next((part for part, name in zip(parts, names, strict=True) if name == "xl/styles.xml"), None)
    if kind != "xlsx" or styles is None or styles.file_size > MAX_STYLES:
        return None
    return percent_cells(b"".join(_chunks(archive, styles)))


def _sheet_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], names: list[str]) -> dict[str, str]:
    found = dict(zip(names, parts, strict=True))
    texts = [
        archive.read(found[name]) if name in found else b""
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    ]
    return sheet_parts(*texts)


def _archive_kind(path: Path, names: list[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "xlsb" if any(name.endswith("workbook.bin") for name in names) else "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise _not_a_book(path, "документ Word")
    if any(name.startswith("ppt/") for name in names):
        raise _not_a_book(path, "презентация")
    raise _not_a_book(path, "архив ZIP")


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked part; zipfile stops at the declared size and checks the sum, so a lie about it shows."""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _check_part(path: Path, kind: str, name: str, chunks: Iterator[bytes], unseen: Unseen) -> None:
    if kind == "ods" and name == "content.xml":
        scan_ods(chunks, unseen)
    elif kind == "ods" and name.endswith("manifest.xml"):
        if b"encryption-data" in b"".join(chunks):
            raise encrypted(path)
    elif kind == "xlsb" and name.endswith(".bin") and name.startswith("xl/"):
        if "worksheets/" in name or "sharedstrings" in name:
            scan_xlsb(chunks)
    elif name.endswith((".xml", ".rels")):
        is_sheet = "worksheets/" in name and name.endswith(".xml")
        scan_xlsx(
            chunks,
            Extent() if "worksheets/" in name else None,
            (
                unseen.hidden.setdefault(name, Hidden()),
                unseen.notes.setdefault(name, CellNotes(unseen.percent_cell)),
            )
            if is_sheet
            else None,
        )


def _check_ole(path: Path, file: IO[bytes], unseen: Unseen) -> None:
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted(path)
    if "WordDocument".encode("utf-16-le") in content:
        raise _not_a_book(path, "документ Word")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise broken(path)
    unseen_in_xls(content, unseen)


def _check_text(path: Path, head: bytes, size: int) -> None:
    for start, what in FOREIGN:
        if head.startswith(start):
            raise _not_a_book(path, what)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if (
        plain.startswith((b"mime-version:", b"from: <saved by"))
        or b"\ncontent-type: multipart/related" in plain
    ):
        raise WorkbookError(
            f"Файл «{path.name}» — веб-архив (MHT), а не книга Excel, хотя назван так.", RESAVE
        )
    if plain.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<div")):
        raise WorkbookError(f"Файл «{path.name}» — веб-страница, а не книга Excel, хотя назван так.", RESAVE)
    if plain.startswith(b"<?xml") or plain.startswith(b"<"):
        raise WorkbookError(f"Файл «{path.name}» записан в формате XML, а не как книга Excel.", RESAVE)
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and _has_controls(head):
        raise WorkbookError(
            f"Файл «{path.name}» — не книга с таблицей.", "Выберите файл .xlsx, .xls, .ods, .xlsb или .csv."
        )
    if size > MAX_TEXT:
        raise too_large(path)


def _has_controls(head: bytes) -> bool:
    allowed = (9, 10, 13, 26)
    return any(byte < 32 and byte not in allowed for byte in head)
