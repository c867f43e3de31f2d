"""Workbooks of records as people give them back: cells edited, rows shuffled, columns moved, saved by another program."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.operations.records import taking_in
from shnor_desktop.operations.records.export import export_workbook
from shnor_desktop.operations.records.taking_in import TakenIn
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.sheets.records.layout import text_of


def exported(document: Document, folder: Path, name: str = "выгрузка.xlsx") -> Path:
    out = folder / name
    export_workbook(document, out)
    return out


def edit(path: Path, work: Callable[[Any], None], name: str = "") -> Path:
    """The book after `work` on it, saved as another program would."""
    book = load_workbook(path)
    work(book)
    out = path.with_name(name) if name else path
    book.save(out)
    return out


def column(sheet: Any, heading: str) -> int:
    """Number of the column under that heading."""
    return next(int(cell.column) for cell in sheet[1] if str(cell.value).split(",")[0] == heading)


def row(sheet: Any, text: str) -> int:
    """Number of the first row that has a cell with that text."""
    return next(number for number, cells in enumerate(sheet.values, 1) if number > 1 and text in cells)


def put(book: Any, sheet: str, named: str, heading: str, value: object) -> None:
    """Write into the column of a heading of the row that has a cell with that text."""
    page = book[sheet]
    page.cell(row(page, named), column(page, heading)).value = value


def shuffled(path: Path, seed: int, name: str) -> Path:
    """All values in another order of sheets, rows and columns, without any formatting."""
    chance, book, made = random.Random(seed), load_workbook(path), Workbook()
    made.remove(made.active)
    titles = book.sheetnames
    chance.shuffle(titles)
    for title in titles:
        rows = [list(cells) for cells in book[title].values]
        page = made.create_sheet(title)
        if book[title].sheet_state == "hidden":
            for cells in rows:
                page.append(cells)
            continue
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        head, *rest = rows
        chance.shuffle(rest)
        for cells in (head, *rest):
            page.append([cells[at] for at in order])
            for cell in page[page.max_row]:
                if cell.data_type == "f":
                    cell.data_type = "s"  # A text that begins so was never a formula.
    out = path.with_name(name)
    made.save(out)
    return out


def look(document: Document, book: Path, answers: dict[str, str] | None = None) -> TakenIn:
    return taking_in.look(document, taking_in.open_any(document, book), answers)


def take(
    document: Document, book: Path, answers: dict[str, str] | None = None, *, delete_missing: bool = False
) -> TakenIn:
    return taking_in.take_in(document, taking_in.open_book(book), answers, delete_missing=delete_missing)


def contents(document: Document) -> dict[str, list[tuple[str, ...]]]:
    """What every sheet of an export would show, sorted."""
    from shnor_desktop.operations.records.export import page_of

    with document.read() as session:
        names = Titles(session)
        return {
            kind.code: sorted(tuple(map(text_of, cells)) for cells in page_of(session, kind, names).rows)
            for kind in KINDS
        }
