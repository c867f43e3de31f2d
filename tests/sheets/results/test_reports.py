"""Reports of ФИС ОКО and protocols of РЦОИ: hierarchies, the journal comparison, pupils added up to schools."""

from pathlib import Path

import pytest

from shnor_desktop.rules.figures import E4
from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.results.types import ReadBook, SittingMention
from tests.sheets.makers import VOCABULARY, Cell, SheetData, save

PROTOCOL: list[Cell] = [
    "№", "Код МСУ", None, "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "Отчество", "Серия", "Номер",
    "Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл", "Балл",
]  # fmt: skip


def read_rows(tmp_path: Path, rows: list[list[Cell]]) -> ReadBook:
    return read(save([SheetData("Лист1", rows)], tmp_path / "отчёт.xlsx"), VOCABULARY)


def pupil(number: int, code: int, score: Cell) -> list[Cell]:
    return [number, 12, None, code, "11А", 1, 1, "Ландышев", "Иван", "Ильич", 1, 2, "++-", "1(2)", 20, score]


def test_marks_by_hierarchy(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Статистика по отметкам"],
        ["ВПР 2021. 5 класс"],
        ["Предмет:", "Математика"],
        ["Максимальный первичный балл:", 20],
        ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"],
        ["Вся выборка", 36000, 1_400_000, 12.51, 35.2, 34.29, 18],
        ["Заозёрная область", 300, 12_000, 13.2, 36, 33, 17.8],
        ["Ключевской муниципальный район", 2, 30, 20, 40, 30, 10],
        ["МБОУ СОШ с. Кедровое (sch400101)", None, 20, 20, 40, 30, 10],
        ["sch400102", None, 10, 20, 40, 30, 10],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.school.name, r.school.code, r.school.code_system) for r in book.rows] == [
        ("МБОУ СОШ с. Кедровое", "sch400101", "fisoko"),
        ("", "sch400102", "fisoko"),
    ]
    assert [row.figures.failed for row in book.rows] == [4, 2]
    assert [(area.kind, area.name) for area in book.areas] == [
        ("country", "Вся выборка"),
        ("region", "Заозёрная область"),
        ("district", "Ключевской муниципальный район"),
    ]
    assert {row.sitting for row in book.rows} == {SittingMention("vpr", "МА", "", 5, 5, 2020, "spring")}


def test_comparison_with_the_journal(tmp_path: Path) -> None:
    def outcomes(lowered: int, confirmed: int, raised: int) -> list[list[Cell]]:
        total = lowered + confirmed + raised
        return [
            ["Понизили (Отметка < Отметка по журналу) %", lowered, 100 * lowered / total],
            ["Подтвердили (Отметка = Отметке по журналу) %", confirmed, 100 * confirmed / total],
            ["Повысили (Отметка > Отметка по журналу) %", raised, 100 * raised / total],
            ["Всего", total, 100],
        ]

    rows: list[list[Cell]] = [
        ["Сравнение отметок с отметками по журналу"],
        ["ВПР 2021 Русский язык 6 класс"],
        ["Группы участников", "Кол-во участников", "%"],
        ["Ключевской муниципальный район"],
        *outcomes(10, 15, 5),
        ["МБОУ СОШ (sch400101)"],
        *outcomes(2, 7, 1),
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    (row,), (area,) = book.rows, book.areas
    assert (row.figures.participants, row.figures.lowered, row.figures.confirmed, row.figures.raised) == (
        10,
        2,
        7,
        1,
    )
    assert row.figures.failed is None and row.school.code == "sch400101"
    assert area.kind == "district" and area.figures.participants == 30


def test_protocol_is_added_up_and_forgets_pupils(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Протокол проверки результатов ЕГЭ"],
        ["01 - Русский язык 2022.06.23"],
        PROTOCOL,
        *(
            pupil(n, code, score)
            for n, (code, score) in enumerate(((400101, 23), (400101, 81), (400101, 100)), 1)
        ),
        pupil(4, 400102, 24),
        ["Средние", 57],
        ["Минимальная граница", 24],
        ["Всего участников", 4],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    found = {row.school.code: row.figures for row in book.rows}
    first = found["400101"]
    assert (first.participants, first.failed, first.high, first.hundreds, first.mean_e4) == (
        3,
        1,
        2,
        1,
        68 * E4,
    )
    assert (found["400102"].participants, found["400102"].failed) == (1, 0)
    assert {row.sitting for row in book.rows} == {SittingMention("ege", "РУ", "", 11, 11, 2021, "")}
    assert "Ландышев" not in repr(book)


def test_protocol_without_a_border_asks_for_it(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ЕГЭ"],
        ["01 - Русский язык 2022.06.23"],
        PROTOCOL,
        pupil(1, 400101, 23),
        pupil(2, 400101, 30),
    ]
    (question,) = read_rows(tmp_path, rows).questions
    assert question.suggestion == "24"
    path = tmp_path / "отчёт.xlsx"
    (row,) = read(path, VOCABULARY, {question.key: "24"}).rows
    assert (row.figures.participants, row.figures.failed) == (2, 1)


@pytest.mark.parametrize(
    ("exam", "proposed"),
    [
        ("09 - Английский язык", "22"),
        ("10 - Немецкий язык", "22"),
        ("Иностранный язык", "22"),
        ("25 - Информатика и ИКТ", "40"),
        ("08 - География", "37"),
        ("Родной язык", ""),
    ],
)
def test_the_least_score_of_the_subject_is_proposed(tmp_path: Path, exam: str, proposed: str) -> None:
    rows: list[list[Cell]] = [["ЕГЭ"], [f"{exam} 2022.06.23"], PROTOCOL, pupil(1, 400101, 23)]
    (question,) = read_rows(tmp_path, rows).questions
    assert question.suggestion == proposed


def test_two_exams_on_one_sheet(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ЕГЭ, протоколы"],
        ["22 - Математика базовая 2022.06.03"],
        [*PROTOCOL[:-1], "Оценка"],
        pupil(1, 400101, 2),
        pupil(2, 400101, 5),
        ["Минимальная граница", 3],
        ["02 - Математика профильная 2022.06.02"],
        PROTOCOL,
        pupil(1, 400101, 26),
        pupil(2, 400101, 27),
        ["Минимальная граница", 27],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.sitting.level, r.figures.participants, r.figures.failed) for r in book.rows] == [
        ("base", 2, 1),
        ("profile", 2, 1),
    ]


def test_individual_results_of_a_school(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2026 Математика 5 класс"],
        ["Предмет", "Математика"],
        ["МБОУ (edu123456)", "Кол-во участников: 3"],
        [None, None, None, None, None, None, "Б", "П"],
        ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант", "1 (2б)", "9.1 (1б)",
         "Первичный балл", "Отметка", "Отметка по журналу"],
        ["edu123456", "Ключевской МО", "МБОУ Кедровая СОШ", "50001", "5А", 1, 2, 1, 3, 4, 4],
        ["edu123456", "Ключевской МО", "МБОУ Кедровая СОШ", "50002", "5А", 1, "X", 0, 1, 2, 3],
        ["edu123456", "Ключевской МО", "МБОУ Кедровая СОШ", "50003", "5Б", 1, "-", "-", 0, "нет отметки", 3],
    ]  # fmt: skip
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    (row,) = book.rows
    assert (row.school.name, row.school.code) == ("МБОУ Кедровая СОШ", "edu123456")
    assert (row.figures.participants, row.figures.failed, row.figures.count_4) == (2, 1, 1)
    assert (row.figures.lowered, row.figures.confirmed, row.figures.raised) == (1, 1, 0)
    assert row.sitting == SittingMention("vpr", "МА", "", 5, 5, 2025, "spring")
