"""Years, directions, marks and reach of indicators."""

from datetime import date

import pytest

from shnor_desktop.rules import indicators as rule
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import LESS, MORE, State, Year


def test_years_are_those_of_the_programme() -> None:
    assert rule.years_of(Period(date(2018, 1, 1), date(2021, 12, 31), False)) == tuple(
        Year(one, "calendar") for one in range(2018, 2022)
    )
    assert rule.years_of(Period(date(2021, 9, 1), date(2022, 8, 31), True)) == (Year(2021, "school"),)
    assert [one.label for one in rule.years_of(Period(date(2021, 1, 1), date(2022, 12, 31), True))] == [
        "2020/21",
        "2021/22",
        "2022/23",
    ]
    assert rule.years_of(None) == ()
    assert Year(2021, "school").days.starts == date(2021, 9, 1)
    assert Year(2021, "calendar").days.ends == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("said", "formula", "text", "direction"),
    [
        ("less", "", "Доля школ", LESS),
        ("more", "failed", "Доля «2»", MORE),
        ("", "failed", "ОГЭ", LESS),
        ("", "", "Доля выпускников, не преодолевших порог", LESS),
        ("", "", "Доля школ без учителя какого-либо предмета", LESS),
        ("", "", "Средний балл ЕГЭ", MORE),
        ("", "", "Доля школ с низкими результатами, участвующих в программе", MORE),
        ("", "", "Доля школ, снизивших долю «2»", MORE),
        ("", "", "Доля школ, вошедших в программу", MORE),
        ("", "", "Доля выпускников, не получивших «2» на ОГЭ", MORE),
        ("", "", "Доля учеников, не получивших ни одной двойки", MORE),
        ("", "", "Доля учеников, получивших «2»", LESS),
        ("", "", "Доля школ без двоек на ВПР", MORE),
        ("", "", "Доля школ, перешедших из группы низких результатов в средние", MORE),
        ("", "", "Доля школ, не вышедших из группы риска", LESS),
        ("", "", "Доля школ, не перешедших из группы низких результатов", LESS),
        ("", "", "Доля школ, перешедших из средних в низкие результаты", LESS),
        ("", "passed", "Доля не получивших «2»", MORE),
        ("", "share_helped", "Школы с низкими результатами, где был выезд", MORE),
    ],
)
def test_which_values_are_better(said: str, formula: str, text: str, direction: str) -> None:
    assert rule.direction_of(said, formula, text) == direction


@pytest.mark.parametrize(
    ("target", "fact", "direction", "state"),
    [
        (40, 42, MORE, State.MET),
        (40, 40, MORE, State.MET),
        (40, 39, MORE, State.NOT_MET),
        (40, 39, LESS, State.MET),
        (40, 41, LESS, State.NOT_MET),
        (40, None, MORE, State.NO_DATA),
        (None, 40, MORE, State.NO_TARGET),
        (None, None, MORE, State.NO_TARGET),
        (0, 0, LESS, State.MET),
    ],
)
def test_marks(target: int | None, fact: int | None, direction: str, state: State) -> None:
    assert rule.judged(target, fact, direction) is state


def test_what_cannot_be_reached_is_no_lack_of_data() -> None:
    assert rule.judged(1, None, MORE, unreachable=True) is State.UNREACHABLE
    assert rule.judged(1, 2, MORE, unreachable=True) is State.MET


@pytest.mark.parametrize(
    ("percent", "direction", "share", "beyond"),
    [
        (50, MORE, True, False),
        (100, MORE, True, False),
        (101, MORE, True, True),
        (101, MORE, False, False),
        (101, LESS, True, False),
        (0, LESS, True, False),
        (-1, LESS, True, True),
        (-1, MORE, True, False),
        (None, MORE, True, False),
    ],
)
def test_no_fact_meets_more_than_all_or_less_than_none(
    percent: int | None, direction: str, share: bool, beyond: bool
) -> None:
    target = None if percent is None else percent * E4
    assert rule.beyond(target, direction, share=share) is beyond


def reach(percent: float, whole: int | None, *, share: bool = True) -> str:
    return rule.out_of_reach(round(percent * E4), share=share, whole=whole).replace("\u00a0", " ")


def test_a_share_of_few_schools_takes_few_values() -> None:
    told = reach(40, 7)
    assert told == "Цель 40 % от 7 школ не достигается целым числом школ: 2 из 7 — 28,6 %, 3 из 7 — 42,9 %."
    assert reach(40, 1).startswith("Цель 40 % от 1 школы не") and "от 21 школы" in reach(40, 21)
    for whole in (1, 2, 5, 10, 20):
        assert reach(100, whole) == reach(0, whole) == ""
    assert reach(50, 2) == reach(40, 5) == reach(42.9, 7) == reach(43, 7) == ""
    assert reach(40, None) == reach(40, 7, share=False) == ""
    assert rule.out_of_reach(None, share=True, whole=7) == ""
    assert "от 0 до 100" in reach(120, None) and "от 0 до 100" in reach(-1, 7)


@pytest.mark.parametrize("whole", range(1, 30))
def test_every_number_of_schools_is_a_share_that_can_be_reached(whole: int) -> None:
    for count in range(whole + 1):
        assert reach(round(100 * count / whole, 1), whole) == "", count


@pytest.mark.parametrize(
    ("unit", "text", "denominator", "schools", "mixed"),
    [
        ("%", "Доля школ, вошедших в Программу", "ШНОР округа", True, False),
        ("%", "Доля школ с положительной динамикой", "", True, False),
        ("", "Доля школ без учителя какого-либо предмета", "", True, False),
        ("%", "Доля педагогов в сети", "ШНОР округа", False, True),
        ("%", "Доля сопровождаемых педагогов в каждой школе", "педагоги школы", False, False),
        ("%", "Доля выпускников", "выпускники", False, False),
        ("шт.", "Число школ", "", False, False),
    ],
)
def test_what_a_share_is_of(unit: str, text: str, denominator: str, schools: bool, mixed: bool) -> None:
    assert rule.of_schools(unit, text, denominator) is schools
    assert rule.mixed_share(unit, text, denominator) is mixed


def test_texts_have_the_decimals_that_are_needed() -> None:
    assert rule.shown(400_000) == "40"
    assert rule.shown(428_571, 1) == "42,8571"
    assert rule.shown(425_000) == "42,5"
    assert rule.shown(400_000, 2) == "40,00"
    assert rule.shown(None) == ""
    assert rule.deviation(400_000, 428_000) == 28_000
    assert rule.deviation(None, 1) is None and rule.deviation(1, None) is None
