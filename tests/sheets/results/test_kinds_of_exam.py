"""ГВЭ is no ОГЭ, one level is not the other, a result after a resit is not that of the main period."""

from pathlib import Path

import pytest

from shnor_desktop.sheets.book.problems import Severity
from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.results.types import ReadBook, SittingMention
from shnor_desktop.sheets.words.hints import hint_reader
from tests.sheets.drawn import sheet
from tests.sheets.makers import VOCABULARY, Cell, SheetData, save, save_csv

Key = tuple[str, str, str, int, str]


def _key(one: SittingMention) -> Key:
    return one.family, one.subject, one.level, one.programme_grade, one.season


def _found(book: ReadBook) -> dict[tuple[str, Key], tuple[int | None, int | None]]:
    assert not [one.text for one in book.problems if one.severity is Severity.REFUSED]
    assert book.questions == ()
    return {
        (row.school.name or row.school.code, _key(row.sitting)): (
            row.figures.participants,
            row.figures.failed,
        )
        for row in book.rows
    }


def _read(tmp_path: Path, rows: list[list[Cell]], file: str = "книга.xlsx", sheet: str = "Лист1") -> ReadBook:
    return read(save([SheetData(sheet, [list(row) for row in rows])], tmp_path / file), VOCABULARY)


@pytest.mark.parametrize(
    ("text", "family", "grade"),
    [
        ("ГВЭ-9 по математике", "gve", 9),
        ("Результаты ГИА-11 в форме ГВЭ", "gve", 11),
        ("государственный выпускной экзамен, 9 класс", "gve", 9),
        ("51 - Русский язык 2026.06.03 ГИА-9", "gve", 9),
        ("Код 52. Математика", "gve", 0),
        ("ОГЭ и ГВЭ", "", 0),
        ("01 - Русский язык 2026.06.03 ГИА-9", "oge", 0),
        ("школа № 52, математика, ОГЭ", "oge", 0),
    ],
)
def test_what_names_gve(text: str, family: str, grade: int) -> None:
    hints = hint_reader(VOCABULARY)(text)
    assert (hints.family, hints.grade if family == "gve" else 0) == (family, grade)


def _protocol(title: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [title],
        ["№", "Код ОО", "Класс", "Код ППЭ", "Фамилия", "Имя", "Первичный балл", "Оценка"],
    ]
    return rows + [[i + 1, "450101", "9А", "100", f"Ф{i}", "И", 4 + i, 2 if i < 2 else 4] for i in range(6)]


@pytest.mark.parametrize("title", ["52 - Математика 2026.06.09 ГИА-9", "ГВЭ-9 Математика 09.06.2026"])
def test_a_protocol_of_gve_is_no_result_of_oge(tmp_path: Path, title: str) -> None:
    assert _found(_read(tmp_path, _protocol(title))) == {("450101", ("gve", "МА", "", 9, "")): (6, 2)}


def test_the_column_of_forms_keeps_two_exams_of_one_school_apart(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Результаты ГИА-9 2026 года по математике"],
        ["Школа", "Форма", "Участников", "Получили «2»"],
        ["Кедровая СОШ", "ОГЭ", 20, 3],
        ["Кедровая СОШ", "ГВЭ", 4, 1],
        ["Липовая ООШ", "ОГЭ", 10, 0],
    ]
    oge, gve = ("oge", "МА", "", 9, ""), ("gve", "МА", "", 9, "")
    assert _found(_read(tmp_path, rows)) == {
        ("Кедровая СОШ", oge): (20, 3),
        ("Кедровая СОШ", gve): (4, 1),
        ("Липовая ООШ", oge): (10, 0),
    }


def test_a_column_of_codes_tells_gve_too(tmp_path: Path) -> None:
    lines = ["ОО;Предмет;Участников;Не преодолели порог", "Кедровая СОШ;01;12;1", "Кедровая СОШ;51;3;0"]
    path = save_csv(
        SheetData("", [list(line.split(";")) for line in lines]), tmp_path / "ОГЭ 2025.csv", "utf-8", ";"
    )
    found = _found(read(path, VOCABULARY))
    assert found == {
        ("Кедровая СОШ", ("oge", "РУ", "", 9, "")): (12, 1),
        ("Кедровая СОШ", ("gve", "РУ", "", 9, "")): (3, 0),
    }


def test_gve_beside_oge_in_columns(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Математика, 2025/26 учебный год"],
        ["Школа", "ОГЭ", None, "ГВЭ-9", None],
        [None, "участников", "получили «2»", "участников", "получили «2»"],
        ["Кедровая СОШ", 20, 3, 4, 1],
    ]
    assert set(_found(_read(tmp_path, rows)).values()) == {(20, 3), (4, 1)}


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("Математика 7 класс (углублённый уровень)", "advanced"),
        ("МА 7 углубл.", "advanced"),
        ("Математика (профильный уровень) 8 класс", "advanced"),
        ("Физика 8 класс, базовый уровень", "base"),
        ("История 7 класс (базовый уровень)", ""),
        ("Математика 5 класс", ""),
    ],
)
def test_levels_of_vpr(tmp_path: Path, heading: str, level: str) -> None:
    rows: list[list[Cell]] = [
        ["ВПР, весна 2026 года"],
        ["Школа", heading, None],
        [None, "участников", "получили «2»"],
        ["Кедровая СОШ", 20, 7],
        ["Липовая ООШ", 15, 2],
    ]
    (key,) = {key for _, key in _found(_read(tmp_path, rows))}
    assert key[2] == level


def test_a_column_of_levels(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР по математике, 7 класс, весна 2026 года"],
        ["Школа", "Уровень", "Участников", "Получили «2»"],
        ["Кедровая СОШ", "базовый", 40, 4],
        ["Кедровая СОШ", "углублённый", 20, 7],
    ]
    assert {key[2]: figures for (_, key), figures in _found(_read(tmp_path, rows)).items()} == {
        "base": (40, 4),
        "advanced": (20, 7),
    }


@pytest.mark.parametrize(
    "after", ["После пересдачи (сентябрь)", "С учётом дополнительного периода", "После июльской пересдачи"]
)
def test_after_the_resit_is_a_sitting_of_its_own(tmp_path: Path, after: str) -> None:
    rows: list[list[Cell]] = [
        ["Результаты ОГЭ-2023 по математике"],
        ["ОО", "Всего сдавало", "Основной период", None, None, None, after, None, None, None],
        [None, None, *("«2»", "«3»", "«4»", "«5»") * 2],
        ["Кедровая СОШ", 30, 6, 14, 8, 2, 1, 19, 8, 2],
        ["Липовая ООШ", 10, 4, 4, 2, 0, 2, 6, 2, 0],
    ]
    book = _read(tmp_path, rows)
    assert _found(book) == {
        ("Кедровая СОШ", ("oge", "МА", "", 9, "")): (30, 6),
        ("Кедровая СОШ", ("oge", "МА", "", 9, "final")): (30, 1),
        ("Липовая ООШ", ("oge", "МА", "", 9, "")): (10, 4),
        ("Липовая ООШ", ("oge", "МА", "", 9, "final")): (10, 2),
    }
    assert any("с учётом пересдачи" in one.text for one in book.problems if one.severity is Severity.NOTE)


@pytest.mark.parametrize(
    ("heading", "value", "stored"),
    [
        ("Качество, %", 45.5, (None, 455_000)),
        ("% качества знаний", "45,5 %", (None, 455_000)),
        ("КЗ", 46, (None, 460_000)),
        ("Качество знаний", 0.455, (None, 455_000)),
        ("на «4» и «5», %", 45.5, (None, 455_000)),
        ("на «4» и «5», чел.", 5, (4, None)),
        ("Степень обученности (СОУ), %", 45.5, (None, None)),
        ("Качество (расчёт), %", 45.5, (None, None)),
    ],
)
def test_quality_columns(
    tmp_path: Path, heading: str, value: Cell, stored: tuple[int | None, int | None]
) -> None:
    rows: list[list[Cell]] = [
        ["ВПР по математике, 7 класс, весна 2025 года"],
        ["Школа", "Участников", "Получили «2»", heading],
        ["Кедровая СОШ", 11, 2, value],
        ["Липовая ООШ", 10, 1, value],
    ]
    book = _read(tmp_path, rows)
    assert [one.text for one in book.problems if one.severity is Severity.REFUSED] == []
    first = book.rows[0].figures
    assert (first.count_3, first.quality_pct_e4) == stored
    assert (first.participants, first.failed) == (11, 2)


def test_quality_says_nothing_new_beside_the_marks_and_a_wrong_one_costs_no_result(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР по математике, 7 класс, весна 2025 года"],
        ["Школа", "Участников", "«2»", "«3»", "«4»", "«5»", "Качество, %"],
        ["Кедровая СОШ", 20, 2, 9, 6, 3, 45],
        ["Липовая ООШ", 10, 1, 4, 3, 2, 90],
    ]
    book = _read(tmp_path, rows)
    assert [row.figures.quality_pct_e4 for row in book.rows] == [None, None]
    assert [one.severity for one in book.problems] == [Severity.WARNING]
    assert "Качество не сходится" in book.problems[0].text


def test_decimals_of_quality_do_not_make_the_share_of_failed_more_exact(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР по математике, 7 класс, весна 2025 года"],
        ["Школа", "% «2»", "Качество, %"],
        ["Кедровая СОШ", 30, 45.25],
        ["Липовая ООШ", 12, 33.75],
    ]
    assert [row.figures.pct_decimals for row in _read(tmp_path, rows).rows] == [0, 0]


@pytest.mark.parametrize(
    ("heading", "scores"),
    [("от 81 до 100 баллов", [81]), ("Набрали 80 баллов и выше", [80]), ("Высокобалльники, чел.", [])],
)
def test_the_score_of_high_results_is_taken_from_a_heading(
    heading: str, scores: list[int], tmp_path: Path
) -> None:
    drawing = f"ОО|Сдавали|Не сдали|{heading}\nКедровая СОШ|20|2|3\nЛиповая СОШ|8|0|1"
    path = save([sheet("ЕГЭ 2025 РУ", drawing)], tmp_path / "книга.xlsx")
    found = read(path, VOCABULARY)
    assert [score for _, score in found.high_from] == scores
    assert [one.figures.high for one in found.rows] == [3, 1]
