"""Numbers of papers and rows are told apart from words."""

import pytest

from shnor_desktop.rules.words.codes import is_code


@pytest.mark.parametrize(
    "text", ["12-од", "01-02/345", "1.4", "IV.", "II.3", "а)", "21", "1;2;13", "№ 7-р", "", "М-5/2024", "ХII"]
)
def test_numbers(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    ["приказ", "Петрова А.И.", "Цой Е.А.", "12 у Петровой", "по школе № 5", "1" * 31, "мать", "Ли"],
)
def test_words(text: str) -> None:
    assert not is_code(text)
