from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import Cell, Column, Paragraph, Row, Run, Says, Table
from tests.papers import samples
from tests.papers.drawn import drawn, paper, xlsx_texts

HEAD = Row((Cell((Run("Школа"),)), Cell((Run("Доля"),))))
COLUMNS = (Column(60), Column(30))


def opened(*blocks: Table | Paragraph) -> Workbook:
    return load_workbook(BytesIO(render.data(paper(*blocks), ".xlsx")))


def one(text: str, mark: str = "", *, number: bool = True, sheet: str = "Доли") -> Table:
    row = Row((Cell((Run("МБОУ «Луговая СОШ»"),)), Cell((Run(text),), number=number, mark=mark)))
    return Table(COLUMNS, (HEAD,), (row,), sheet=sheet)


@pytest.mark.parametrize(
    ("text", "value"),
    [("33,3", 33.3), ("0", 0), ("0,0", 0.0), ("−12,0", -12.0), ("+5,25", 5.25), ("1200", 1200)],
)
def test_numbers_are_values(text: str, value: float) -> None:
    cell = opened(one(text))["Доли"]["B3"]
    assert cell.value == value and cell.data_type == "n"


@pytest.mark.parametrize("text", ["–", "н/д", "12–18", "1 из 3", "", "007-1"])
def test_what_is_no_number_is_text(text: str) -> None:
    assert (opened(one(text))["Доли"]["B3"].value or "") == text


def test_marks_are_part_of_the_format() -> None:
    cell = opened(one("33,3", "**"))["Доли"]["B3"]
    assert cell.value == 33.3 and '0.0"**"' in cell.number_format


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-cmd", "@SUM(A1)", '=HYPERLINK("http://a")'])
def test_text_is_never_a_formula(text: str) -> None:
    sheet = opened(one(text, number=False), Paragraph((Run(text),)))
    assert sheet["Доли"]["B3"].data_type == "s" and sheet["Доли"]["B3"].value == text
    assert sheet["Текст"]["A1"].data_type == "s" and sheet["Текст"]["A1"].value == text


def test_names_of_sheets_are_allowed_ones() -> None:
    book = opened(
        one("1", sheet="Очень длинное [название]: листа/с\\запретными*знаками?"), one("2", sheet="текст")
    )
    assert len(book.sheetnames) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)


def test_a_sheet_prints_on_the_width_of_a_page_under_its_heading() -> None:
    sheet = load_workbook(BytesIO(drawn("list3", ".xlsx")))["Перечень"]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.print_area == f"'Перечень'!$A$1:$D${sheet.max_row}"
    assert sheet.page_setup.fitToWidth == 1 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3" and sheet.freeze_panes == "A4"
    assert str(sheet["A1"].value).startswith("Перечень общеобразовательных")


def test_a_sheet_is_turned_as_the_paper_is() -> None:
    book = load_workbook(BytesIO(render.data(paper(one("1"), landscape=True), ".xlsx")))
    assert book["Доли"].page_setup.orientation == "landscape"
    assert book["Текст"].page_setup.orientation == "portrait" and book["Текст"].print_area


def test_tables_under_one_heading_repeat_it_and_others_do_not() -> None:
    same = opened(one("1"), one("2"))["Доли"]
    assert same.print_title_rows == "$2:$2" and same.print_area.endswith(f"$B${same.max_row}")
    other = Table(COLUMNS, (Row((Cell((Run("Район"),)), Cell((Run("Число"),)))),), (), sheet="Доли")
    assert not opened(one("1"), other)["Доли"].print_title_rows


@pytest.mark.parametrize(
    ("run", "value"),
    [
        (Run("12"), 12),
        (Run("12", says=Says.ORDER), 12),
        (Run("12,5\u00a0%"), 12.5),
        (Run("2021", says=Says.DATE), "2021"),
        (Run("12", says=Says.NAME), "12"),
        (Run("0012", says=Says.TYPED), "0012"),
        (Run("1234567890123456", says=Says.TYPED), "1234567890123456"),
        (Run("05.10.2021", says=Says.DATE), datetime(2021, 10, 5)),
        (Run("31.02.2021", says=Says.DATE), "31.02.2021"),
        (Run("до 05.10.2021"), "до 05.10.2021"),
    ],
)
def test_figures_and_days_are_values_names_and_codes_are_texts(run: Run, value: object) -> None:
    row = Row((Cell((Run("Школа"),)), Cell((run,))))
    data = render.data(paper(Table(COLUMNS, (HEAD,), (row,), sheet="Доли")), ".xlsx")
    assert load_workbook(BytesIO(data))["Доли"]["B3"].value == value
    assert xlsx_texts(data)[-1] == run.text


def test_procedures_of_one_subject_share_a_sheet() -> None:
    book = load_workbook(BytesIO(drawn("memo3", ".xlsx")))
    assert book.sheetnames[:4] == ["Текст", "ВПР Математика", "ВПР Русский язык", "ЕГЭ Математика"]
    first = [str(cell.value).replace("\u00a0", " ") for cell in book["ВПР Математика"]["A"] if cell.value]
    titles = [part.title for part in samples.memo(3).subjects[0].procedures]
    assert len(titles) > 1 and list(dict.fromkeys(one for one in first if one in titles)) == titles


def test_the_text_is_no_wider_than_a_page_in_any_font() -> None:
    """A column wider than the page is cut, not made smaller; the digit of a wide font takes 2.5 mm."""
    sheet = opened(Paragraph((Run("Слово " * 40),)))["Текст"]
    assert sheet.column_dimensions["A"].width * 2.5 <= 210 - 30 - 10


def test_a_row_is_as_high_as_its_words_take_not_its_letters() -> None:
    words = "Заозёрной министерство"
    table = Table(
        (Column(30), Column(30)), (HEAD,), (Row((Cell((Run(f"{words} {words}"),)), Cell())),), sheet="Д"
    )
    sheet = opened(table)["Д"]
    lines = -(-len(f"{words} {words}") // (sheet.column_dimensions["A"].width - 1))
    assert sheet.row_dimensions[3].height > 15 * (lines + 1)
