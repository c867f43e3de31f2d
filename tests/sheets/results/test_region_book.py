"""The region's workbook: 400 schools, subjects over measures, years as sheets, every figure right."""

import random
from pathlib import Path

import pytest

from shnor_desktop.sheets.book.problems import Reason, Severity
from shnor_desktop.sheets.results.reader import read
from shnor_desktop.sheets.results.types import ReadBook
from tests.sheets.makers import VOCABULARY, Cell, Made, Truth, region_book, save


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


def test_as_regions_publish_it(tmp_path: Path) -> None:
    """Every figure right, and nothing asked: what is empty the totals prove."""
    made = region_book(seed=5, years=(2022, 2023), habits=True)
    book = read(save(made.sheets, tmp_path / "Результаты.xlsx"), VOCABULARY)
    assert_right(book, made.truth)
    assert book.questions == ()
    assert [problem.severity for problem in book.problems if problem.reason == Reason.ASIDE] == ["note"]


@pytest.mark.parametrize("seed", range(12))
def test_as_regions_publish_it_in_any_order(tmp_path: Path, seed: int) -> None:
    """Without totals one question is asked; answered, every figure is right."""
    made = region_book(seed, schools=30, municipalities=5, years=(2022, 2023), subjects=5, habits=True)
    for sheet in made.sheets:
        sheet.rows = [row for row in sheet.rows if not _is_total(row, made.truth)]
    path = save(made.sheets, tmp_path / f"ЕГЭ{('.xlsx', '.xls', '.ods')[seed % 3]}")
    questions = read(path, VOCABULARY).questions
    assert len(questions) <= 1
    book = read(path, VOCABULARY, {one.key: "zero" for one in questions})
    assert_right(book, made.truth)


def _is_total(row: list[Cell], truth: Truth) -> bool:
    names = {name for name, _ in truth}
    texts = [cell for cell in row if isinstance(cell, str)]
    return (
        bool(texts)
        and any(isinstance(cell, int) for cell in row)
        and not names & set(texts)
        and (any(text.startswith(("Итого", "Всего")) or text.endswith(("район", "округ")) for text in texts))
    )


def assert_right(book: ReadBook, truth: Truth) -> None:
    """Participants and failed are all there and right; no other figure is wrong, and none is missing but for hundreds that
    cannot be known, and high scores of which they are a part."""
    found = {(row.school.name, row.sitting): row for row in book.rows}
    assert found.keys() == truth.keys()
    assert not [problem for problem in book.problems if problem.severity == Severity.REFUSED]
    for key, (state, figures) in truth.items():
        row = found[key]
        assert row.state == state
        assert (row.figures.participants, row.figures.failed) == (figures.participants, figures.failed), key
        for name in ("high", "hundreds", "mean_e4"):
            assert getattr(row.figures, name) in (None, getattr(figures, name)), (key, name)
        assert row.figures.mean_e4 == figures.mean_e4, key
