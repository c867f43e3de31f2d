from datetime import date

import pytest

from shnor_desktop.rules.words.school_years import (
    calendar_year_of,
    label,
    parse,
    programme_year,
    running,
    school_year_of,
)


@pytest.mark.parametrize(
    ("year", "season", "expected"), [(2021, "spring", 2020), (2021, "", 2020), (2020, "autumn", 2020)]
)
def test_school_year_of_a_sitting(year: int, season: str, expected: int) -> None:
    assert school_year_of(year, season) == expected
    assert calendar_year_of(expected, season) == year


@pytest.mark.parametrize(
    ("season", "sitting_grade", "programme_grade", "expected"),
    [("autumn", 6, 5, 2019), ("autumn", 6, 6, 2020), ("spring", 6, 6, 2020), ("spring", 6, 5, 2020)],
)
def test_autumn_sittings_write_the_programme_of_the_year_before(
    season: str, sitting_grade: int, programme_grade: int, expected: int
) -> None:
    assert programme_year(2020, season, sitting_grade, programme_grade) == expected


@pytest.mark.parametrize(("year", "text"), [(2020, "2020/21"), (2008, "2008/09"), (2099, "2099/00")])
def test_label(year: int, text: str) -> None:
    assert label(year) == text
    assert parse(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2020/21", 2020),
        ("2020/2021", 2020),
        ("2020-2021", 2020),
        ("2020 – 2021 учебный год", 2020),
        ("Результаты ВПР за 2020—2021 уч. г.", 2020),
        ("2020\\2021", 2020),
        ("2020-2021, повторно 2020/21", 2020),
        ("ЕГЭ_2021-2022.xlsx", 2021),
        ("2021", None),
        ("весна 2021", None),
        ("2018-2021", None),
        ("2020-2120", None),
        ("2020-2021 и 2021-2022", None),
        ("12020/21", None),
        ("2020/2105", None),
        ("12.05.2020-21.05.2020", None),
        ("2021-2020", None),
        ("", None),
    ],
)
def test_parse(text: str, year: int | None) -> None:
    assert parse(text) == year


def test_a_school_year_begins_on_the_first_of_september() -> None:
    assert [running(date(2026, month, day)) for month, day in ((8, 31), (9, 1))] == [2025, 2026]
