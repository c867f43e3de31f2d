"""The region's workbook: 400 schools, subjects over measures, years as sheets, every figure right."""

import random
from pathlib import Path

import pytest

from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.results.types import ReadBook
from tests.sheets.makers import VOCABULARY, Made, Truth, region_book, save


def assert_true(book: ReadBook, truth: Truth) -> None:
    """Everything that was written was read, nothing else was."""
    assert book.problems == ()
    assert book.questions == ()
    found = {(row.school.name, row.sitting): (row.state, row.figures) for row in book.rows}
    assert len(found) == len(book.rows)
    assert found == {key: value for key, value in truth.items()}


def assert_made(book: ReadBook, made: Made) -> None:
    """The truth, and every subtotal checked."""
    assert_true(book, made.truth)
    assert book.reconciled == made.reconciled
    assert sum(sheet.subtotal_rows for sheet in book.sheets) == made.subtotals
    schools = {name for name, _ in made.truth}
    assert [sheet.school_rows for sheet in book.sheets] == [len(schools)] * len(made.sheets)


def test_400_schools_three_years(tmp_path: Path) -> None:
    made = region_book(seed=1)
    book = read(save(made.sheets, tmp_path / "Результаты.xlsx"), VOCABULARY)
    assert_made(book, made)
    assert {area.kind for area in book.areas} == {"district", "region"}


@pytest.mark.parametrize("seed", range(40))
def test_any_order_of_columns(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    made = region_book(
        seed, schools=chance.randint(8, 40), municipalities=chance.randint(2, 6), years=(2021,), subjects=4
    )
    suffix = (".xlsx", ".xls", ".ods", ".csv")[seed % 4]
    assert_made(read(save(made.sheets, tmp_path / f"ЕГЭ 2021{suffix}"), VOCABULARY), made)
