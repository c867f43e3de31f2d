"""Makers of hostile, broken and foreign files, each with the reason a reader must give."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.sheets.makers import SheetData, save

ROWS: list[list[str | int | float | None]] = [
    ["ВПР 2021, математика, 5 класс"],
    ["Школа", "Участников", "«2»"],
    ["Кедровая СОШ", 10, 3],
    ["Липовая ООШ", 4, 0],
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good(path: Path) -> Path:
    """A sound little workbook in the format of the suffix."""
    return save([SheetData("Лист1", [list(row) for row in ROWS])], path)


def patched(folder: Path, part: str, change: Callable[[bytes], bytes], suffix: str = ".xlsx") -> Path:
    """A sound workbook with one part changed."""
    source = good(folder / f"основа{suffix}")
    path = folder / f"книга{suffix}"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
        assert part in old.namelist()
    return path


def sheet_xml(folder: Path, rows: str, extra: str = "") -> Path:
    """A workbook whose only sheet holds these rows as XML."""
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    )
    content = f"{head}<sheetData>{rows}</sheetData>{extra}</worksheet>"
    return patched(folder, "xl/worksheets/sheet1.xml", lambda _: content.encode())


def far_cell(folder: Path) -> Path:
    """One cell in each of two far corners."""
    return sheet_xml(
        folder,
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def wide_and_high(folder: Path) -> Path:
    """Two cells inside the limits that span a rectangle beyond them."""
    return sheet_xml(
        folder, '<row r="1"><c r="A1"><v>1</v></c></row><row r="199999"><c r="OH199999"><v>1</v></c></row>'
    )


def row_of_32_bits(folder: Path) -> Path:
    """A row number at the end of 32 bits."""
    return sheet_xml(folder, '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>')


def huge_string(folder: Path) -> Path:
    """A shared string of 400 MB in half a megabyte."""
    source = good(folder / "основа.xlsx")
    path = folder / "книга.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if "sharedStrings" not in name:
                new.writestr(name, old.read(name))
        with new.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(
                b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
            )
            for _ in range(400):
                part.write(b"A" * 1_000_000)
            part.write(b"</t></si></sst>")
    return path


def many_rows(folder: Path) -> Path:
    """Two million rows without numbers."""
    return sheet_xml(folder, "<row><c><v>1</v></c></row>" * 2_000_000)


def declared_strings(folder: Path) -> Path:
    """A string table that claims four thousand million strings."""
    return patched(
        folder,
        "xl/sharedStrings.xml",
        lambda content: content.replace(b'uniqueCount="', b'uniqueCount="400000000'),
    )


def repeated_ods(folder: Path) -> Path:
    """Rows and cells of an .ods that repeat a hundred thousand times each."""

    def change(content: bytes) -> bytes:
        cell = b'<table:table-cell table:number-columns-repeated="100000" office:value-type="float" office:value="1"/>'
        row = b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row>"
        return content.replace(b"</table:table>", row + b"</table:table>")

    return patched(folder, "content.xml", change, ".ods")


def nested_zip_bomb(folder: Path) -> Path:
    """A sheet that unpacks to 350 MB of spaces."""
    source = good(folder / "основа.xlsx")
    path = folder / "книга.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(350):
                part.write(b" " * 1_000_000)
    return path


def lying_size(folder: Path) -> Path:
    """A part that declares a hundred bytes and unpacks to much more."""
    path = good(folder / "книга.xlsx")
    content = bytearray(path.read_bytes())
    at = content.rfind(b"xl/worksheets/sheet1.xml")
    start = content.rfind(b"PK\x01\x02", 0, at)
    content[start + 24 : start + 28] = struct.pack("<I", 100)
    path.write_bytes(bytes(content))
    return path


def entity_bomb(folder: Path) -> Path:
    """Entities that multiply (billion laughs)."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ха">{entities}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a11;</t></si></sst>'
    )
    return patched(folder, "xl/sharedStrings.xml", lambda _: text.encode())


def external_entity(folder: Path) -> Path:
    """An entity that names a file of this machine."""
    text = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&f;</t></si></sst>'
    )
    return patched(folder, "xl/sharedStrings.xml", lambda _: text.encode())


def password(folder: Path) -> Path:
    """An OLE file that holds an encrypted package, as Excel writes a protected .xlsx."""
    path = folder / "книга.xlsx"
    path.write_bytes(OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600)
    return path


def locked_zip(folder: Path) -> Path:
    """A zip whose parts are encrypted."""
    path = good(folder / "книга.xlsx")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(bytes(content))
    return path


def _bytes(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def _archive(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "текст")
    return buffer.getvalue()


def truncated(folder: Path) -> Path:
    """Half a workbook."""
    path = good(folder / "книга.xlsx")
    path.write_bytes(path.read_bytes()[:2000])
    return path


def broken_xls(folder: Path) -> Path:
    """An .xls with its middle overwritten."""
    path = good(folder / "книга.xls")
    content = bytearray(path.read_bytes())
    content[600:1600] = b"\xff" * 1000
    path.write_bytes(bytes(content))
    return path


REFUSED: tuple[tuple[Callable[[Path], Path], str], ...] = (
    (_bytes("книга.xlsx", b""), "пустой"),
    (_bytes("книга.xlsx", b"PK\x03\x04 not a zip at all"), "поврежд"),
    (_bytes("книга.xls", b"\x00\x01\x02\x03 binary \x05" * 50), "не книга"),
    (_bytes("книга.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>"), "веб-страница"),
    (_bytes("книга.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), "XML"),
    (_bytes("книга.xlsx", b"%PDF-1.7 text"), "PDF"),
    (_bytes("книга.xlsx", _archive("word/document.xml")), "Word"),
    (_bytes("книга.xlsx", _archive("заметки.txt")), "архив"),
    (_bytes("книга.xls", OLE + b"\x00" * 1000), "поврежд"),
    (truncated, "поврежд"),
    (broken_xls, "поврежд"),
    (password, "парол"),
    (locked_zip, "парол"),
    (far_cell, "велик"),
    (wide_and_high, "велик"),
    (row_of_32_bits, "велик"),
    (huge_string, "велик"),
    (nested_zip_bomb, "велик"),
    (many_rows, "велик"),
    (declared_strings, "велик"),
    (repeated_ods, "велик"),
    (lying_size, "поврежд"),
)
