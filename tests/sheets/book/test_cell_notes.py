"""What the library does not say of cells: formats that show percent, errors, formulas without a value; in each format."""

from pathlib import Path

import pytest

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book.cell_notes import CellNotes, is_percent_format, percent_cells
from shnor_desktop.sheets.book.reader import Cell, CellReader
from shnor_desktop.sheets.results.reader import read
from tests.sheets.makers import VOCABULARY


def cells(path: Path) -> list[list[Cell]]:
    with CellReader() as reader:
        return reader.read(path).sheets[0].rows


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.0%;[Red]-0.0%", True),
        ('0"%"', False),
        (r"0\%", False),
        ("General", False),
        ('"%" 0%', True),
    ],
)
def test_only_a_bare_sign_multiplies(code: str, percent: bool) -> None:
    assert is_percent_format(code) is percent


@pytest.mark.parametrize("code", ["0%", "0.00%", "# ##0.0%"])
def test_xlsx_percents_are_what_people_see(code: str, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["доля", 0.35, 0.35, 33.3])
    page["B1"].number_format = code
    page["D1"].number_format = '0.0"%"'
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [["доля", "35%", 0.35, 33.3]]


def test_xls_percents_and_errors(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("Данные")
    percent, own, word = xlwt.XFStyle(), xlwt.XFStyle(), xlwt.XFStyle()
    percent.num_format_str, own.num_format_str, word.num_format_str = "0%", "0.000%", '0"%"'
    for at, (value, style) in enumerate(((0.35, percent), (0.125, own), (12, word), (1, percent))):
        page.write(0, at, value, style)
    page.row(1).set_cell_error(0, 0x2A)
    page.row(1).set_cell_error(1, 0x07)
    book.save(str(tmp_path / "a.xls"))
    first, second = cells(tmp_path / "a.xls")
    assert first == ["35%", "12.5%", 12, "100%"]
    assert second[:2] == ["#Н/Д", "#ДЕЛ/0!"]


def test_ods_percents(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    page = Table(name="Данные")
    row = TableRow()
    for kind, value in (("percentage", "0.35"), ("float", "0.35")):
        cell = TableCell(valuetype=kind, value=value)
        cell.addElement(P(text=value))
        row.addElement(cell)
    page.addElement(row)
    book.spreadsheet.addElement(page)
    book.save(str(tmp_path / "a.ods"))
    assert cells(tmp_path / "a.ods") == [["35%", 0.35]]


def test_a_cell_may_be_split_over_two_pieces() -> None:
    whole = (
        b'<row r="3"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C3"><f>B3*2</f><v></v></c>'
        b'<c r="D3" t="str"><f>IF(1,"")</f><v></v></c><c r="E3"><f>2*2</f><v>4</v></c></row>'
    )
    for cut in (at for at, byte in enumerate(whole) if byte == ord("<")):
        notes = CellNotes()
        notes.note(whole[:cut])
        notes.note(whole[cut:])
        assert notes.faults == {(2, 1): "#ДЕЛ/0!", (2, 2): "#ФОРМУЛА!"}, cut


def test_notes_outside_the_cells_are_passed_over() -> None:
    notes = CellNotes(percent_cells(b'<cellXfs count="1"><xf numFmtId="9"/></cellXfs>'))
    notes.note(
        b'<c r="A1" s="0"><v>0.5</v></c><c r="Z9" s="0"><v>1</v></c><c r="B1" s="0" t="s"><v>1</v></c>'
    )
    rows: list[list[object]] = [[0.5, "текст"]]
    notes.write(rows, 0, 0)
    assert rows == [["50%", "текст"]]


FALSE_BOOKS = {
    "архив.xls": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n<html>',
    "сохранён.xls": b"From: <Saved by Microsoft Excel>\r\nSubject: x\r\nMIME-Version: 1.0\r\n",
    "страница.xls": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "xml.xls": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "dbf.xls": b"\x03\x18\x05\x01\x02\x00\x00\x00\x41\x00",
}


@pytest.mark.parametrize("name", FALSE_BOOKS)
def test_false_books_get_one_clear_sentence(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FALSE_BOOKS[name])
    with pytest.raises(WorkbookError) as refused:
        read(path, VOCABULARY)
    assert name in refused.value.what_happened and refused.value.what_to_do


def test_a_text_table_called_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ОГЭ 2024 РУ.xls"
    path.write_bytes('Школа\tПисали\tПолучили "2"\nСОШ Кедровая\t10\t2\n'.encode("cp1251"))
    (row,) = read(path, VOCABULARY).rows
    assert (row.figures.participants, row.figures.failed) == (10, 2)
