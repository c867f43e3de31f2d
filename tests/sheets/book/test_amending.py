"""Cells said anew, and rows and columns that are passed over by their words."""

import pytest

from shnor_desktop.sheets.book.amending import Passing, amended, cell_key, column_skip_key, placed, row_key
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet


def raw() -> RawBook:
    rows: list[list[Cell]] = [["Школа", "Писали"], ["Луговая", 12.0], ["Лесная"]]
    return RawBook("итоги.xlsx", "", (RawSheet("Лист 1", rows, top=1, left=1), RawSheet("Лист 2", [["а"]])))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Лист 1!C3", CellRef("Лист 1", 3, 3)),
        ("'лист 1'!$c$3", CellRef("Лист 1", 3, 3)),
        ("Лист 1!С3", CellRef("Лист 1", 3, 3)),
        ("Лист 1!AB12", CellRef("Лист 1", 12, 28)),
        ("Лист 1!7", CellRef("Лист 1", 7, 0)),
        ("C3", None),
        ("Лист 3!C3", None),
        ("Лист 1!", None),
        ("Лист 1!C", None),
        ("Лист 1!3C", None),
    ],
)
def test_place_is_understood_as_people_type_it(text: str, where: CellRef | None) -> None:
    assert placed(text, ["Лист 1", "Лист 2"]) == where


def test_address_of_the_only_sheet_needs_no_name() -> None:
    assert placed("C3", [""]) == CellRef("", 3, 3)


def test_cells_are_replaced_also_where_the_row_is_short_and_the_book_stays_as_it_was() -> None:
    book = raw()
    answers = {
        cell_key("итоги.xlsx", CellRef("Лист 1", 4, 3)): "9",
        cell_key("итоги.xlsx", CellRef("Лист 1", 3, 3)): "",
        cell_key("другая.xlsx", CellRef("Лист 1", 3, 2)): "нет",
    }
    made, done, missed = amended(book, answers)
    assert made.sheets[0].rows == [["Школа", "Писали"], ["Луговая", ""], ["Лесная", "9"]]
    assert [(one.before, one.after) for one in done] == [("", "9"), ("12", "")]
    assert not missed and book.sheets[0].rows[1] == ["Луговая", 12.0]


@pytest.mark.parametrize("where", [CellRef("Лист 1", 1, 2), CellRef("Лист 1", 9, 2), CellRef("Лист 1", 3, 9)])
def test_cell_outside_the_book_is_told(where: CellRef) -> None:
    _, done, missed = amended(raw(), {cell_key("итоги.xlsx", where): "1"})
    assert not done and where.address in missed[0].text


def passed(passing: Passing, names: list[str]) -> list[int]:
    rows = range(len(names))
    return list(passing.rows("Лист", rows, lambda row: [CellRef("Лист", row + 1, 1)], lambda row: names[row]))


def test_of_rows_with_the_same_words_the_one_that_was_meant_is_known_again_wherever_it_stands() -> None:
    first = Passing("итоги.xlsx", "итоги", {row_key("итоги.xlsx", CellRef("Лист", 3, 1)): "skip"}, ())
    assert passed(first, ["А", "Б", "А"]) == [2]
    key = first.done[0].key
    again = Passing("итоги 2.xlsx", "итоги", {}, (key,))
    assert passed(again, ["В", "А", "Г", "А"]) == [3]
    assert passed(Passing("х.xlsx", "х", {}, (key,)), ["А", "А"]) == []


def test_row_without_words_is_passed_over_in_this_book_only() -> None:
    passing = Passing("и.xlsx", "и", {row_key("и.xlsx", CellRef("Лист", 2, 0)): "skip"}, ())
    assert passed(passing, ["А", ""]) == [1] and passing.done[0].key == ""


def test_column_is_known_by_heading_and_sheet() -> None:
    key = column_skip_key("итоги", "ОГЭ", "МА / получили «2»")
    passing = Passing("итоги 2024.xlsx", "итоги", {}, (key,))
    assert passing.column("ОГЭ", "МА / Получили  «2»", CellRef("ОГЭ", 1, 3))
    assert not passing.column("ЕГЭ", "МА / Получили «2»", CellRef("ЕГЭ", 1, 3))
