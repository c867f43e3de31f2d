"""Blocks on the clipboard: what Excel gives is taken, what is given Excel takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.ui.kit.clipboard import from_clipboard, repeated, to_clipboard

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("\r\n", []),
        ("а\tб\r\nв\tг\r\n", [["а", "б"], ["в", "г"]]),
        ("а\t\t\r\n", [["а", "", ""]]),
        ('"две\nстроки"\tб\n', [["две\nстроки", "б"]]),
        ('"Школа ""Луч"""\n', [['Школа "Луч"']]),
    ],
)
def test_what_excel_gives_is_taken(text: str, block: list[list[str]]) -> None:
    assert from_clipboard(text) == block


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_copied_comes_back(block: list[list[str]]) -> None:
    block[-1][-1] = "конец"
    assert from_clipboard(to_clipboard(block)) == block


@pytest.mark.parametrize(
    ("block", "rows", "columns", "found"),
    [
        ([["7"]], 2, 2, [["7", "7"], ["7", "7"]]),
        ([["1", "2"]], 3, 2, [["1", "2"]] * 3),
        ([["1"], ["2"]], 4, 1, [["1"], ["2"], ["1"], ["2"]]),
        ([["1"], ["2"]], 3, 1, [["1"], ["2"]]),
        ([["1", "2"], ["3", "4"]], 1, 1, [["1", "2"], ["3", "4"]]),
        ([], 2, 2, []),
    ],
)
def test_a_selection_is_filled_as_in_excel(
    block: list[list[str]], rows: int, columns: int, found: list[list[str]]
) -> None:
    assert repeated(block, rows, columns) == found
