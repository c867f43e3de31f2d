from datetime import date

import pytest

from shnor_desktop.rules.words.russian import (
    counted,
    counted_of,
    decimal_e4,
    e4,
    few,
    inside,
    joined,
    percent_e4,
    plural,
    quoted,
    read_date,
    sentence,
    show_date,
    size_text,
    times,
)


@pytest.mark.parametrize(
    ("n", "word"),
    [
        (0, "учеников"),
        (1, "ученик"),
        (2, "ученика"),
        (4, "ученика"),
        (5, "учеников"),
        (11, "учеников"),
        (12, "учеников"),
        (14, "учеников"),
        (21, "ученик"),
        (22, "ученика"),
        (100, "учеников"),
        (101, "ученик"),
        (111, "учеников"),
        (112, "учеников"),
        (-1, "ученик"),
    ],
)
def test_plural(n: int, word: str) -> None:
    assert plural(n, "ученик", "ученика", "учеников") == word


def test_counted() -> None:
    assert counted(2, "ученик", "ученика", "учеников") == "2\u00a0ученика"
    assert counted_of(21, "участника", "участников") == "21\u00a0участника"
    assert counted_of(2, "участника", "участников") == "2\u00a0участников"
    assert counted_of(11, "участника", "участников") == "11\u00a0участников"


def test_times_stand_in_the_genitive_after_a_least() -> None:
    assert [times(n) for n in (1, 3, 6)] == ["1\u00a0раз", "3\u00a0раза", "6\u00a0раз"]
    assert times(23, "более") == "более 23\u00a0раз"
    assert times(21, "не менее") == "не менее 21\u00a0раза"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (300_000, 0, "30"),
        (300_000, 2, "30,00"),
        (333_333, 1, "33,3"),
        (333_500, 1, "33,4"),
        (5_000, 0, "1"),
        (4_999, 0, "0"),
        (-10_500, 1, "\u22121,1"),
        (-1, 1, "0,0"),
        (10_203, 9, "1,0203"),
        (10_203, -1, "1"),
        (0, 0, "0"),
        (700, 2, "0,07"),
    ],
)
def test_decimal(value: int, decimals: int, text: str) -> None:
    assert decimal_e4(value, decimals) == text


def test_percent_and_float() -> None:
    assert percent_e4(333_333, 1) == "33,3\u00a0%"
    assert e4(6.15) == 61_500


def test_joined() -> None:
    assert joined([]) == ""
    assert joined(["МА 5"]) == "МА 5"
    assert joined(["МА 5", "МА 6"]) == "МА 5 и МА 6"
    assert joined(["МА 5", "МА 6", "РУ 7"]) == "МА 5, МА 6 и РУ 7"
    assert joined(["МА 5", "МА 6"], "или") == "МА 5 или МА 6"


def test_few() -> None:
    assert few(["А", "Б", "В"]) == "А, Б и В"
    assert few(["А", "Б", "В"], 3) == "А, Б и В"
    assert few(["А", "Б", "В", "Г", "Д"], 3) == "А, Б, В и ещё 2"


def test_quotes_within_quotes() -> None:
    assert quoted("Физика") == "«Физика»"
    assert quoted("МБОУ «Заречная СОШ»") == "«МБОУ „Заречная СОШ“»"
    assert quoted("Филиал „Ивовский“") == "«Филиал „Ивовский“»"


def test_dates_are_shown_as_people_write_them() -> None:
    assert show_date("2026-09-05") == "05.09.2026"
    assert (show_date(""), show_date("сентябрь")) == ("", "сентябрь")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Начальник", "начальник"),
        ("МКУ «Центр»", "МКУ «Центр»"),
        ("И.о. директора", "и.о. директора"),
        ("", ""),
    ],
)
def test_words_inside_a_sentence(text: str, told: str) -> None:
    assert inside(text) == told


def test_sentence() -> None:
    assert sentence("нет данных") == "Нет данных."
    assert sentence("Нет данных.. ") == "Нет данных."
    assert sentence(" . ") == ""


@pytest.mark.parametrize("text", ["15.09.2026", "2026-09-15", " 15.09.2026 "])
def test_a_date_is_read_as_people_and_as_files_write_it(text: str) -> None:
    assert read_date(text) == date(2026, 9, 15)


@pytest.mark.parametrize("text", ["", "31.02.2026", "15 сентября"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 КБ"),
        (1, "1 КБ"),
        (1024, "1 КБ"),
        (1025, "2 КБ"),
        (1024**2 - 1, "1024 КБ"),
        (1024**2, "1 МБ"),
        (1_572_864, "1,5 МБ"),
        (10_000_000, "9,5 МБ"),
        (5 * 1024**3, "5 ГБ"),
        (3 * 1024**5, "3072 ТБ"),
    ],
)
def test_a_size_is_told_as_explorer_counts(size: int, told: str) -> None:
    assert size_text(size) == told
