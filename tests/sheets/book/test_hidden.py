"""Hidden rows, columns and sheets in every format: told of, read or passed over as the user says."""

import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.sheets.book import hidden as hidden_module
from shnor_desktop.sheets.book.hidden import Hidden, Unseen, sheet_parts, unseen_in_xls
from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.results.types import ReadBook
from tests.sheets.drawn import sheet, told
from tests.sheets.makers import VOCABULARY, SheetData, save

DRAWING = """
Итоги
ОО|Участников|«2»|Высокие баллы
Кедровая СОШ|10|1|2
Липовая ООШ|12|3|0
Ясеневая СОШ|8|0|1
Полевая ООШ|5|5|0
Итого|35|9|3
"""
SHEETS = (("Опись «А» & Б", "Список|школ"), ("Данные", DRAWING))
ROWS, COLUMN = (4, 5), 3
"""Липовая, Ясеневая; high scores."""


def _in_xls(content: bytes) -> dict[str, Hidden]:
    unseen = Unseen()
    unseen_in_xls(content, unseen)
    return unseen.hidden


def _xlsx(sheets: list[SheetData], path: Path) -> None:
    from openpyxl import load_workbook

    save(sheets, path)
    book = load_workbook(path)
    page = book["Данные"]
    for row in (*ROWS, 40):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["D"].hidden = True
    page.column_dimensions["Z"].hidden = True
    book.save(path)


def _xls(sheets: list[SheetData], path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    for one in sheets:
        page = book.add_sheet(one.name)
        for row, line in enumerate(one.rows):
            for column, value in enumerate(line):
                if value is not None:
                    page.write(row, column, value)
        if one.name == "Данные":
            for row in (*ROWS, 40):
                page.row(row - 1).hidden = 1
            page.col(COLUMN).hidden = 1
    book.save(str(path))


def _ods(sheets: list[SheetData], path: Path) -> None:
    import zipfile

    save(sheets, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, start, table = parts["content.xml"].decode().partition('<table:table table:name="Данные"')
    head, close, rest = table.partition(">")
    rows = rest.split("<table:table-row")
    for row in ROWS:
        rows[row] = ' table:visibility="filter"' + rows[row]
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
    changed = before + start + head + close + columns + "<table:table-row".join(rows)
    parts["content.xml"] = changed.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


MAKERS: dict[str, Callable[[list[SheetData], Path], None]] = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods}


@pytest.fixture(params=MAKERS, scope="module")
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hidden") / f"ЕГЭ 2021 русский язык{request.param}"
    MAKERS[request.param]([sheet(name, drawing) for name, drawing in SHEETS], made)
    return made


def texts(book: ReadBook) -> list[str]:
    return [one.text for one in book.problems]


def test_what_is_hidden_is_read_and_told(path: Path) -> None:
    book = read(path, VOCABULARY)
    assert len(book.rows) == 4 and book.reconciled == 3 and book.hidden == "usual"
    assert texts(book) == [
        "На листе «Данные» скрыто строк: 2 (4–5); они прочитаны.",
        "На листе «Данные» скрыто столбцов: 1 (D); они прочитаны.",
    ]
    assert [one.where.address for one in book.problems if one.where] == ["Данные!A4", "Данные!D2"]


def test_what_is_hidden_is_passed_over_when_asked(path: Path) -> None:
    for book in (
        read(path, VOCABULARY, hidden="skip"),
        read(path, VOCABULARY, {f"hidden:{path.name}": "skip"}),
    ):
        assert [row.school.name for row in book.rows] == ["Кедровая СОШ", "Полевая ООШ"]
        assert all(row.figures.high is None for row in book.rows)
        assert texts(book)[:2] == [
            "На листе «Данные» скрыто строк: 2 (4–5); они пропущены.",
            "На листе «Данные» скрыто столбцов: 1 (D); они пропущены.",
        ]
        assert "Итог не сходится" in texts(book)[2], "the total counts what is hidden"
        assert book.hidden == "skip"


def test_a_book_without_hidden_parts_says_nothing(tmp_path: Path) -> None:
    book = read(save([sheet("Лист1", DRAWING)], tmp_path / "ЕГЭ 2021 русский язык.xlsx"), VOCABULARY)
    assert book.problems == () and book.hidden == "" and told(book)[-1] == "сошлось 3"


def test_a_heading_merged_over_a_hidden_column_is_still_a_heading(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    drawing = "ОО|Русский язык|<|<\n^|по списку|сдавали|не сдали\nКедровая СОШ|11|10|1\nЛиповая СОШ|12|12|0"
    path = save([sheet("Лист1", drawing)], tmp_path / "ЕГЭ 2021.xlsx")
    book = load_workbook(path)
    book["Лист1"].column_dimensions["B"].hidden = True
    book.save(path)
    read_book = read(path, VOCABULARY, hidden="skip")
    assert [(row.figures.participants, row.figures.failed) for row in read_book.rows] == [(10, 1), (12, 0)]


def test_spans_are_found_whatever_the_order_and_the_quotes_of_attributes() -> None:
    found = Hidden()
    found.note(
        b'<cols><col min="2" max="3" width="9" hidden="1"/><col hidden="0" min="4" max="4"/></cols>'
        b'<x:row hidden=\'true\' r=\'7\' spans=\'1:3\'><row r="8" hidden="1"><row r="9"><row hidden="1" r="11"/>'
    )
    assert (found.rows, found.columns) == ([(6, 7), (10, 10)], [(1, 2)])


def test_parts_are_named_as_the_sheets_are() -> None:
    workbook = '<sheets><sheet name="А &amp; Б" sheetId="1" r:id="rId3"/></sheets>'.encode()
    relations = b'<Relationship Target="/xl/worksheets/Sheet9.xml" Type="t" Id="rId3"/>'
    assert sheet_parts(workbook, relations) == {"xl/worksheets/sheet9.xml": "А & Б"}


@pytest.mark.parametrize("cut", [0, 30, 77, 511, 600, 1500, 4000])
def test_a_damaged_compound_file_only_stays_unsaid(cut: int, tmp_path: Path) -> None:
    _xls([sheet("Данные", DRAWING)], tmp_path / "а.xls")
    content = (tmp_path / "а.xls").read_bytes()
    assert _in_xls(content)["Данные"].rows == [(3, 4), (39, 39)]
    for damaged in (content[:cut], content[:cut] + b"\xff" * 64 + content[cut + 64 :], content[cut:]):
        assert isinstance(_in_xls(damaged), dict)


def test_a_chain_of_sectors_that_turns_in_a_circle_ends() -> None:
    assert hidden_module._chain(b"x" * 4096, [1, 0, 1], 512, 0) == b"x" * 1536


def _xls_bytes(folder: Path) -> bytearray:
    _xls([sheet("Данные", DRAWING)], folder / "а.xls")
    return bytearray((folder / "а.xls").read_bytes())


def test_a_table_of_sectors_that_names_itself_again_costs_no_memory(tmp_path: Path) -> None:
    content = _xls_bytes(tmp_path)
    whole = _in_xls(bytes(content))
    first = struct.unpack_from("<I", content, 76)[0]
    again = len(content) // 512 - 1
    content += struct.pack("<128I", *[first] * 127, again) + b"\0" * 100_000
    struct.pack_into("<I", content, 68, again)
    sectors = len(content) // 512
    tracemalloc.start()
    table = hidden_module._sector_table(bytes(content), 512)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table) <= sectors + 128 and peak < 1_000_000
    assert {name: (one.rows, one.columns) for name, one in _in_xls(bytes(content)).items()} == {
        name: (one.rows, one.columns) for name, one in whole.items()
    }


@pytest.mark.parametrize("step", [0, 1])
def test_sheets_that_lead_into_the_same_records_are_not_followed_again(
    step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All begin at the beginning, or each a record later than the one before."""
    count = 300
    begin, end = struct.pack("<HH", 0x0809, 0), struct.pack("<HH", 0x000A, 0)
    size = 4 + 10
    first = len(begin) + count * size + len(end)
    sheets = b"".join(
        struct.pack("<HHIBBBB2s", 0x0085, 10, (first + at * 4) * step, 0, 0, 2, 0, b"%02d" % (at % 100))
        for at in range(count)
    )
    stream = begin + sheets + end + begin * count + end
    looked_at = 0
    unpack_from = struct.unpack_from

    def counting(form: str, *where: Any) -> tuple[Any, ...]:
        nonlocal looked_at
        looked_at += 1
        return unpack_from(form, *where)

    monkeypatch.setattr(struct, "unpack_from", counting)
    hidden_module._look_through(stream, Unseen())
    assert count < looked_at <= len(stream) // 4
