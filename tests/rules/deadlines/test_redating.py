"""Years inside texts are found and moved on in their own spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.deadlines.redating import mentions, moved, redated, replaced


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("карта на 2020-2021 годы", "карта на 2021-2022 годы"),
        ("2021 – 2022 учебный год", "2022 – 2023 учебный год"),
        ("2021/22 учебный год", "2022/23 учебный год"),
        ("1999/00", "2000/01"),
        ("до 15.10.2021", "до 15.10.2022"),
        ("18.02.22", "18.02.23"),
        ("29.02.2020", "28.02.2021"),
        ("март 2018 года", "март 2019 года"),
        ("10.09.2021, 12.04.2022", "10.09.2022, 12.04.2023"),
        ("ежемесячно", "ежемесячно"),
        ("приказ № 2021", "приказ № 2021"),
        ("дом 12021, счёт 20215", "дом 12021, счёт 20215"),
        ("2021-11-15", "2021-11-15"),
        ("45.13.2021", "45.13.2021"),
        ("31.06.2021", "31.06.2022"),
        ("2022-2021", "2022-2021"),
    ],
)
def test_a_year_later(text: str, later: str) -> None:
    assert redated(text, 1) == later


def test_the_years_it_speaks_of() -> None:
    found = mentions("с 2018 по 15.10.21, в 2021/22 и 2018–2021 гг.")
    assert [(one.first, one.last) for one in found] == [
        (2018, 2018),
        (2021, 2021),
        (2021, 2022),
        (2018, 2021),
    ]


def test_only_the_chosen_are_moved() -> None:
    text = "закон 2012 года, карта на 2021 год"
    first, second = mentions(text)
    assert replaced(text, [(second, 4)]) == "закон 2012 года, карта на 2025 год"
    assert first.text == "2012"


@given(st.text())
def test_no_text_stops_it(text: str) -> None:
    assert redated(text, 0) == text
    for one in mentions(text):
        assert text[one.starts : one.ends] == one.text
        assert moved(one, 0) == one.text


def test_nothing_is_moved_that_is_no_mention() -> None:
    one = mentions("2021")[0]
    assert moved(type(one)(0, 1, 1, 1, "слово"), 3) == "слово"
