"""Lists of schools without figures, drawn as orders and letters draw them."""

from pathlib import Path

import pytest

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.identification.school_list import SchoolList, read_list
from tests.sheets.makers import Cell, SheetData, save, save_csv

ORDER = "Приложение 1 к приказу министерства образования Заречной области от 15.09.2026 № 777"
TITLE = (
    "Перечень общеобразовательных организаций с низкими образовательными результатами на 2026/27 учебный год"
)


def _read(tmp_path: Path, rows: list[list[Cell]], file: str = "перечень.xlsx") -> SchoolList:
    return read_list(save([SheetData("Лист1", [list(row) for row in rows])], tmp_path / file))


def _told(found: SchoolList) -> list[tuple[str, str, str, str]]:
    return [(one.school.name, one.school.code, one.school.municipality, one.basis) for one in found.rows]


def test_a_table_of_an_order(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        [
            [ORDER],
            [TITLE],
            [
                "№ п/п",
                "Муниципальное образование",
                "Общеобразовательная организация",
                "Код ОО",
                "Основание",
                "Куратор",
            ],
            [1, 2, 3, 4, 5, 6],
            [1, "Лесной район", "МБОУ «Кедровая СОШ»", "450101", "критерий 1", "Петрова А. И."],
            [2, "Лесной район", "МКОУ «Липовая ООШ»", "450102", "критерии 1, 2", "Петрова А. И."],
            ["Итого", None, "2 школы"],
            [None, None, "Министр", None, None, "И. И. Сидоров"],
        ],
    )
    assert (found.ground, found.dated_on, found.school_year, found.kind) == (
        "приказ министерства образования Заречной области от 15.09.2026 № 777",
        "2026-09-15",
        2026,
        "low_result",
    )
    assert _told(found) == [
        ("МБОУ «Кедровая СОШ»", "450101", "Лесной район", "критерий 1"),
        ("МКОУ «Липовая ООШ»", "450102", "Лесной район", "критерии 1, 2"),
    ]


def test_municipalities_as_lines_between_and_a_letter_with_the_date_in_words(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        [
            ["Приложение к письму Министерства просвещения края от 3 сентября 2025 г. № 08-70/12"],
            ["Список школ, функционирующих в неблагоприятных социальных условиях"],
            ["№", "Наименование ОО"],
            ["Лесной район"],
            [1, "МБОУ Кедровая СОШ"],
            ["г. Озёрск"],
            [2, "МАОУ СОШ № 5"],
        ],
        "список.ods",
    )
    assert found.ground == "письмо Министерства просвещения края от 03.09.2025 № 08-70/12"
    assert found.kind == "adverse_social"
    assert _told(found) == [
        ("МБОУ Кедровая СОШ", "", "Лесной район", ""),
        ("МАОУ СОШ № 5", "", "г. Озёрск", ""),
    ]


def test_a_plain_list_without_a_heading(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Школы с низкими результатами"],
        ["1. МБОУ «Кедровая СОШ»"],
        ["2. МКОУ «Липовая ООШ»"],
    ]
    assert [one[0] for one in _told(_read(tmp_path, rows))] == ["МБОУ «Кедровая СОШ»", "МКОУ «Липовая ООШ»"]


def test_codes_alone_statuses_in_a_column_and_a_school_named_twice(tmp_path: Path) -> None:
    table: list[list[Cell]] = [
        ["Логин ОО", "Школа", "Статус"],
        ["edu450101", "Кедровая СОШ", "ШНОР"],
        ["edu450102", "", "ШНСУ"],
        ["edu450101", "Кедровая СОШ", "ШНОР"],
    ]
    found = read_list(save_csv(SheetData("", table), tmp_path / "п.csv", "cp1251", ";"))
    assert [(one.school.name, one.school.code, one.kind) for one in found.rows] == [
        ("Кедровая СОШ", "edu450101", "low_result"),
        ("", "edu450102", "adverse_social"),
    ]
    assert len(found.problems) == 1 and "дважды" in found.problems[0].text
    assert found.ground == "" and found.dated_on == ""


@pytest.mark.parametrize(
    ("title", "ground"),
    [
        ("Приказ министерства № 777 от 15.09.2026 г.", "приказ министерства от 15.09.2026 № 777"),
        ("к приказу № 12-о, от 5 сентября 2026 года", "приказ от 05.09.2026 № 12-о"),
        (
            "Распоряжение № 1 от 01.09.2026 (в редакции приказа от 02.09.2026 № 2)",
            "распоряжение от 01.09.2026 № 1",
        ),
    ],
)
def test_the_number_may_stand_before_the_date(tmp_path: Path, title: str, ground: str) -> None:
    assert _read(tmp_path, [[title], ["№", "Школа"], [1, "Кедровая СОШ"]]).ground == ground


@pytest.mark.parametrize("date", ["31.02.2026", "5 числа 2026"])
def test_a_date_that_is_none_gives_no_ground(tmp_path: Path, date: str) -> None:
    found = _read(tmp_path, [[f"Приказ министерства от {date} № 1"], ["№", "Школа"], [1, "Кедровая СОШ"]])
    assert (found.ground, found.dated_on) == ("", "")


def test_no_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="не найдено перечня школ"):
        _read(tmp_path, [["Месяц", "Расход"], ["Январь", 5]])


@pytest.mark.parametrize(
    "written",
    [
        "Приказ министерства образования № 777 от 15.09.2026",
        "к приказу министерства образования от 15.09.2026 г. № 777",
        "Приказ министерства образования № 777, от «15» сентября 2026 г.",
        "Приказ министерства образования от «15» сентября 2026 года № 777",
    ],
)
def test_number_and_date_of_the_document_in_any_order(tmp_path: Path, written: str) -> None:
    found = _read(tmp_path, [[written], ["№", "Школа"], [1, "Кедровая СОШ"]])
    assert (found.ground, found.dated_on) == (
        "приказ министерства образования от 15.09.2026 № 777",
        "2026-09-15",
    )


def test_what_a_status_says(tmp_path: Path) -> None:
    table: list[list[Cell]] = [
        ["Школа", "Статус"],
        ["Кедровая СОШ", "ШНОР и ШНСУ"],
        ["Липовая ООШ", "не ШНОР"],
        ["Сосновая СОШ", "исключена"],
        ["Еловая СОШ", "сельская"],
        ["Пихтовая СОШ", "Сельская"],
        ["Ольховая СОШ", None],
    ]
    found = _read(tmp_path, table)
    assert [(one.school.name, one.kind) for one in found.rows] == [
        ("Кедровая СОШ", "adverse_social"),
        ("Кедровая СОШ", "low_result"),
        ("Еловая СОШ", ""),
        ("Пихтовая СОШ", ""),
        ("Ольховая СОШ", ""),
    ]
    assert [(one.where.address, one.text) for one in found.problems if one.where] == [
        ("Лист1!A3", "Школа не взята, её статус «не ШНОР»: Липовая ООШ."),
        ("Лист1!A4", "Школа не взята, её статус «исключена»: Сосновая СОШ."),
        ("Лист1!A5", "Статус не распознан: «сельская». Строки с ним взяты как строки без статуса."),
    ]
