"""The unit of a heading, and whether two are one."""

import pytest

from shnor_desktop.rules.words.units import differ, named_in

HEADINGS = {
    "Показатели (%)": "%",
    "Целевые значения, %": "%",
    "Охват (чел.)": "чел.",
    "План, в процентах": "процентах",
    "Средний результат (балл)": "балл",
    "Материалы, шт": "шт",
    "Показатели": "",
    "Показатели (индикаторы)": "",
    "Доля (%) и число школ": "",
    "План, 2024": "",
    "": "",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_may_name_a_unit(heading: str) -> None:
    assert named_in(heading) == HEADINGS[heading]


def test_one_unit_is_written_in_several_ways() -> None:
    assert not any(
        differ(*pair)
        for pair in (("%", "процентов"), ("шт.", "штук"), ("Чел", "человек"), ("", "%"), ("ч.", "ч"))
    )
    assert all(differ(*pair) for pair in (("%", "шт."), ("чел.", "ед."), ("балл", "%"), ("ч.", "лет")))
