"""Written workbooks: neat, the same bytes every time, text stays text; marked ones point at the cells."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.writing.marked import save_marked
from shnor_desktop.sheets.writing.workbook import ExportTable, write_tables
from tests.sheets.makers import VOCABULARY, SheetData, save

TABLE = ExportTable(
    "Результаты: ВПР / ОГЭ",
    ("Школа", "Участников", "Доля «2», %"),
    (("МБОУ «Кедровая СОШ»", 10, 30.5), ("=HYPERLINK(1)", 0, None), ("-1+2", None, 0), ("@x\x07", 1, 2)),
)


def test_neat_sheet(tmp_path: Path) -> None:
    out = tmp_path / "вывод.xlsx"
    write_tables([TABLE, TABLE], out)
    book = load_workbook(out)
    assert book.sheetnames == ["Результаты  ВПР   ОГЭ", "Результаты  ВПР   ОГЭ (2)"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:C5"
    assert sheet["A1"].font.bold and sheet.column_dimensions["A"].width > 20
    assert [cell.value for cell in sheet["B"]] == ["Участников", 10, 0, None, 1]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    out = tmp_path / "вывод.xlsx"
    write_tables([TABLE], out)
    sheet = load_workbook(out).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][2:]] == [
        ("=HYPERLINK(1)", "s"),
        ("-1+2", "s"),
        ("@x", "s"),
    ]
    assert sheet["A3"].quotePrefix


def test_same_rows_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_tables([TABLE], first)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    write_tables([TABLE], second)
    assert first.read_bytes() == second.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"1.xlsx", "2.xlsx"}


ROWS = [
    ["ВПР 2021, математика, 5 класс", None, None],
    ["Школа", "Участников", "«2»"],
    ["Кедровая СОШ", 10, 30],
    ["Липовая ООШ", 4, "-"],
    ["-Сосновая СОШ", 5, 1],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
def test_refused_cells_come_back_marked(tmp_path: Path, suffix: str) -> None:
    original = save([SheetData("Лист1", ROWS, [(0, 0, 0, 2)])], tmp_path / f"книга{suffix}")  # type: ignore[arg-type]
    before = original.read_bytes()
    book = read(original, VOCABULARY)
    assert len(book.problems) == 2 and len(book.rows) == 1
    out = tmp_path / "с пометками.xlsx"
    assert save_marked(original, book.problems, out) == 2
    assert original.read_bytes() == before
    sheet = load_workbook(out).worksheets[0]
    for address in ("C3", "C4"):
        assert sheet[address].comment is not None and "Не загружено" in sheet[address].comment.text
        assert sheet[address].fill.fgColor.rgb == "FFF4B6B0"
    assert sheet["C5"].comment is None
    assert sheet["A3"].value == "Кедровая СОШ" and str(sheet["B3"].value) == "10"
    assert sheet["A5"].data_type in ("s", "inlineStr")
