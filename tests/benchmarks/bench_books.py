"""A hundred workbooks of 40 schools each: read by meaning, and taken in whole."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from shnor_desktop.document.document import Document
from shnor_desktop.operations.results import book_import, dictionaries, importing
from tests.benchmarks.measuring import Measurement, compared, costs
from tests.benchmarks.region import WHO, folder

BOOKS, ROWS = 100, 40
RUNS = 4


def hundred_books() -> Iterator[Measurement]:
    """Guard and worker process included, beside calamine alone and openpyxl."""
    paths = books()
    with dictionaries.create_document(folder() / "books.shnor", WHO) as document:
        read = costs(
            {
                "calamine": lambda: [_calamine(path) for path in paths],
                "ours": lambda: importing.read_books(document, paths),
            },
            9,
        )
    empty = iter([_empty(number) for number in range(RUNS)])
    whole = costs(
        {
            "openpyxl": lambda: [_openpyxl(path) for path in paths],
            "ours": lambda: _taken_in(next(empty), paths),
        },
        RUNS,
    )
    alone = "calamine alone"
    yield compared(f"read {BOOKS} workbooks by meaning", read["ours"], read["calamine"], alone, 6)
    written = f"import {BOOKS} workbooks, records written"
    yield compared(written, whole["ours"], whole["openpyxl"], "openpyxl alone", 0.5)


def _empty(number: int) -> Path:
    path = folder() / f"books{number}.shnor"
    with dictionaries.create_document(path, WHO):
        return path


def _taken_in(empty: Path, paths: Sequence[Path]) -> None:
    """All books into a document."""
    with Document.open(empty, WHO) as document:
        outcome = book_import.import_books(document, paths)
    assert outcome.added == BOOKS * ROWS


@cache
def books() -> tuple[Path, ...]:
    """One workbook a subject, grade and year, with shared strings as Excel writes them."""
    chance, paths = Random(2), []
    place = folder() / "books"
    place.mkdir()
    for number in range(BOOKS):
        subject, grade, year = (
            ("Математика", "Русский язык")[number % 2],
            4 + number // 2 % 5,
            2016 + number // 10,
        )
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append([f"ВПР, весна {year} года. {subject}, {grade} класс"])
        sheet.append([])
        sheet.append(["№ п/п", "Логин ОО", "Наименование ОО", "Участников", "«2»", "«3»", "«4»", "«5»"])
        for row in range(ROWS):
            marks = [chance.randint(0, 9) for _ in range(3)] + [1]
            sheet.append([row + 1, f"edu{200_000 + row}", f"МБОУ «Школа № {row + 1}»", sum(marks), *marks])
        path = place / f"{number:03}.xlsx"
        book.save(path)
        paths.append(path)
    return tuple(paths)


def _calamine(path: Path) -> int:
    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _openpyxl(path: Path) -> int:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return sum(len(list(sheet.iter_rows(values_only=True))) for sheet in book)
    finally:
        book.close()
