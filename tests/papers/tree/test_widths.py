"""Columns are as wide as their longest words where the page has room."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Cell, Column, Row, Run, Table
from shnor_desktop.papers.tree.widths import widths_of


def table(columns: tuple[Column, ...], *texts: str, head: tuple[str, ...] = ()) -> Table:
    made = [Row(tuple(Cell((Run(text),)) for text in row)) for row in (head, texts) if row]
    return Table(columns, tuple(made[:-1]), tuple(made[-1:]))


def wide(text: str, size: float = 12, face: str = "") -> float:
    fonts.register(fonts.SERIF)
    return float(stringWidth(text, fonts.SERIF + face, size)) * 25.4 / 72


def test_columns_that_hold_their_words_are_as_they_were_wished() -> None:
    made = table((Column(30), Column(50, stretch=1)), "куратор", "По школам района")
    assert widths_of(made, 170, 12) == (30, 140)


@pytest.mark.parametrize("word", ["руководитель", "ответственный"])
def test_a_long_word_takes_room_from_a_column_that_has_it(word: str) -> None:
    made = widths_of(table((Column(15), Column(50, stretch=1)), word, "из двух слов"), 170, 12)
    assert made[0] >= wide(word) + 2 and sum(made) == pytest.approx(170)


def test_headings_count_in_bold() -> None:
    made = table((Column(15), Column(155)), "1", "школа", head=("Значимость", "Школа"))
    assert widths_of(made, 170, 12)[0] >= wide("Значимость", face="-Bold") + 2


def test_a_table_narrower_than_its_page_grows_first() -> None:
    made = widths_of(table((Column(15), Column(20)), "руководитель", "2021"), 170, 12)
    assert made[0] >= wide("руководитель") + 2 and made[1] == 20


def test_nobody_gives_more_than_it_has() -> None:
    columns = (Column(20),) * 6
    made = widths_of(table(columns, *["руководитель"] * 5, "да"), 120, 12)
    assert sum(made) == pytest.approx(120) and min(made) == made[5] == pytest.approx(12)
