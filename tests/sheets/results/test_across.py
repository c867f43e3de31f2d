"""Schools across the top, and ordinary tables that only look so because they name several schools in a row."""

import pytest

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.sheets.results.reader import read_block
from shnor_desktop.sheets.results.types import ReadBook
from tests.sheets.makers import VOCABULARY

TITLE = "ВПР 2021 Русский язык 5 класс"


def _read(lines: str) -> ReadBook:
    return read_block(f"{TITLE}\n{lines}".replace(";", "\t"), VOCABULARY)


@pytest.mark.parametrize(
    ("more", "others"),
    [
        ("Школа-партнёр;Школа-лидер", "Сосновая СОШ;Лицей № 9"),
        ("Школа-партнёр;Школа-лидер;Базовая школа", "Сосновая СОШ;Лицей № 9;Гимназия № 3"),
        ("Школа-партнёр;Школа-лидер;Школа-наставник", "-;Лицей № 9;Гимназия № 3"),
        ("Школа-партнёр;Школа-лидер;Базовая школа", "-;-;-"),
    ],
)
def test_partner_and_leader_schools_beside_a_school_are_no_row_of_names(more: str, others: str) -> None:
    lines = [f"№;Школа;{more};Участников;2;3;4;5"]
    lines += [f"{at};Кедровая СОШ № {at};{others};{10 + at};1;2;3;{4 + at}" for at in range(1, 5)]
    book = _read("\n".join(lines))
    assert [row.school.name for row in book.rows] == [f"Кедровая СОШ № {at}" for at in range(1, 5)]
    assert [row.figures.participants for row in book.rows] == [11, 12, 13, 14]


def test_one_line_of_an_ordinary_table_with_three_schools_and_no_marks_below() -> None:
    """Below it only figures and dashes stand under the other schools."""
    book = _read(
        "№;Школа;Школа-партнёр;Школа-лидер;Базовая школа;Участников;2;3;4;5\n"
        "1;Кедровая СОШ;Сосновая СОШ;Лицей № 9;Гимназия № 3;12;1;2;3;6\n"
        "2;Липовая СОШ;-;-;-;11;1;2;3;5\n"
        "3;Ясеневая СОШ;-;-;-;10;1;2;3;4"
    )
    assert [row.school.name for row in book.rows] == ["Кедровая СОШ", "Липовая СОШ", "Ясеневая СОШ"]


def test_a_school_of_marks_of_missing_results_counts_among_the_schools_across() -> None:
    book = _read(
        "Показатель;Кедровая СОШ;Липовая СОШ;Лицей № 9\nУчастников;12;10;-\n2;1;0;н/д\n3;2;5;-\n4;3;3;-\n5;6;2;-"
    )
    assert not [one.text for one in book.problems if "только две" in one.text]
    states = {row.school.name: row.state for row in book.rows}
    assert set(states) == {"Кедровая СОШ", "Липовая СОШ", "Лицей № 9"}
    assert states["Лицей № 9"] is not ResultState.VALID
    assert states["Кедровая СОШ"] is states["Липовая СОШ"] is ResultState.VALID


def test_two_rows_about_one_sitting_are_both_named() -> None:
    book = _read(
        "Показатель;Кедровая СОШ;Липовая СОШ;Лицей № 9\nУчастников;12;10;9\nНе справились;1;0;2\nНе справились;2;1;2"
    )
    assert book.rows == ()
    (problem,) = [one for one in book.problems if "Таблица не загружена" in one.text]
    assert problem.text == "Две строки (A4 и A5) — об одном проведении. Таблица не загружена."
    assert problem.where is not None and problem.where.address == "A5"
