"""Shares told in a text: what contradicts itself is found; other grades, years, subjects and measures contradict nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words.told_shares import Told, told, twice

WRONG = (
    "В 2016-2017 качество по математике и русскому языку – 100%; в 2016-2017 в 4 классах по русскому языку -66,7%.",
    "В 2024 году по физике 50 %, а по физике в 2024 году 45 %.",
    "За 2023/24 качество по химии 40 %. В 2023/24 качество по химии составило 42,5 %.",
    "В 5 классах в 2022-2023 по истории 30%, в 5 классах по истории 31%.",
    "2021 год: по биологии, географии 70 %; 2021 год: география – 71 %.",
)
RIGHT = (
    "В 2016-2017 по математике 100 %, в 2017-2018 по математике 50 %.",
    "В 2024 году по физике 50 %, по химии 45 %.",
    "В 2024 году в 4 классах по математике 60 %, в 5 классах по математике 50 %.",
    "В 2024 году качество по математике 60 %, успеваемость по математике 98 %.",
    "В 2024 году по математике 60 %; в 2024 году по математике 60%.",
    "По математике 60 %, по математике 50 %.",
    "В 2024 году 60 % школ и 50 % педагогов.",
    "В 2020 году 20 % и 2021 % чего-то",
    "математика, русский язык, 2024 год",
    "",
)


@pytest.mark.parametrize("text", WRONG)
def test_two_figures_for_one_thing_are_found(text: str) -> None:
    (slip,) = twice(text)
    assert (slip.code, slip.sure) == ("same_year_twice", True)


@pytest.mark.parametrize("text", RIGHT)
def test_figures_of_other_things_are_right(text: str) -> None:
    assert list(twice(text)) == []


def test_a_list_of_subjects_shares_its_figure() -> None:
    found = list(told("В 2024 в 7-х классах качество по математике и физике 40.5 %, по химии 30 %"))
    assert found == [
        Told("2024", "7", "математик", "качеств", "40,5"),
        Told("2024", "7", "физик", "качеств", "40,5"),
        Told("2024", "7", "хими", "качеств", "30"),
    ]


@given(st.text(alphabet="2014 5%;.-,математикeвклассхю\n", max_size=60))
def test_any_text_may_be_read(text: str) -> None:
    assert all(one.text for one in twice(text))
