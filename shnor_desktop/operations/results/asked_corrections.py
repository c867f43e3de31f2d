"""Corrections said in words, as the command line takes them: «Лист!C7=12», «Лист!7», «Лист!C», keys to forget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.importing import Reading
from shnor_desktop.sheets.book.amending import (
    PASS_OVER,
    cell_key,
    column_skip_key,
    number_of,
    placed,
    row_key,
)
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.questions import kin_of
from shnor_desktop.sheets.results.types import ReadBook, SheetSummary


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants corrected; in several books a place begins with «[книга.xlsx]»."""

    cells: Sequence[tuple[str, str]] = ()
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows or self.columns)


def answers_for(reading: Reading, wanted: Wanted) -> dict[str, str]:
    """The corrections as answers of the reader; UserError for a place that no book has."""
    answers: dict[str, str] = {}
    for place, value in wanted.cells:
        book, where = _placed(reading, place, whole_row=False)
        answers[cell_key(book.source, where)] = value
    for place in wanted.rows:
        book, where = _placed(reading, place, whole_row=True)
        answers[row_key(book.source, where)] = PASS_OVER
    for place in wanted.columns:
        answers |= dict.fromkeys(_column_keys(reading, place), PASS_OVER)
    return answers


def check_done(reading: Reading, wanted: Wanted) -> None:
    """UserError when a correction met nothing, so that nobody believes it was made."""
    for place, _ in wanted.cells:
        book, where = _placed(reading, place, whole_row=False)
        if not any(one.where == where for one in book.amended):
            raise UserError(f"Ячейки «{place}» в книге нет.", "Проверьте лист и адрес.")
    for place in wanted.rows:
        book, where = _placed(reading, place, whole_row=True)
        met = [one.where for one in book.passed if one.where and one.where.sheet == where.sheet]
        across = any(sheet.across for sheet in book.sheets if sheet.name == where.sheet)
        if not any(where.row == one.row or (across and where.column == one.column) for one in met):
            raise UserError(
                f"Строки «{place}» среди строк школ нет.", "Укажите строку под заголовком таблицы."
            )


def _books(reading: Reading, place: str) -> tuple[list[ReadBook], str]:
    """The books a place may mean, and the place without the name of the book."""
    if not place.startswith("["):
        return list(reading.books), place
    name, _, rest = place[1:].partition("]")
    return [one for one in reading.books if plain(one.source) == plain(name)], rest


def _placed(reading: Reading, place: str, *, whole_row: bool) -> tuple[ReadBook, CellRef]:
    books, rest = _books(reading, place)
    found = []
    for book in books:
        where = placed(rest, list(dict.fromkeys(sheet.name for sheet in book.sheets)))
        if where is not None and (whole_row or where.column):
            found.append((book, where))
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(f"«{place}» есть в нескольких книгах.", "Начните с названия: «[книга.xlsx]Лист!C7».")
    raise UserError(f"Места «{place}» в книгах нет.", _sheets(books or reading.books))


def _sheets(books: Sequence[ReadBook]) -> str:
    names = dict.fromkeys(sheet.name for book in books for sheet in book.sheets)
    shown = ", ".join(f"«{name}»" for name in names if name)
    return f"Нужно в виде «Лист!C7»; листы: {shown}." if shown else "Нужно в виде «C7»."


def _column_keys(reading: Reading, place: str) -> dict[str, None]:
    """A column by its letters or its heading, on the sheet named or on the only one that has it."""
    books, rest = _books(reading, place)
    sheet, parted, column = rest.rpartition("!")
    keys: dict[str, None] = {}
    for book in books:
        for one in book.sheets:
            if not parted or plain(one.name) == plain(sheet):
                for heading in _headings(one, column):
                    keys[column_skip_key(kin_of(book.source), one.name, heading)] = None
    if not keys:
        raise UserError(f"Столбца «{place}» в книгах нет.", _sheets(books or reading.books))
    if not parted and len(keys) > 1:
        raise UserError(f"Столбцов «{place}» несколько.", "Назовите лист: «Лист!C».")
    return keys


def _headings(sheet: SheetSummary, column: str) -> Iterator[str]:
    letters = column.strip()
    number = number_of(letters) if letters.isalpha() and len(letters) <= 3 else 0
    for one in sheet.columns:
        if plain(one.heading) == plain(column) or (number == one.column and not sheet.across):
            yield one.heading


def known_keys(keys: Sequence[str], learned: Mapping[str, str]) -> frozenset[str]:
    """The keys of remembered answers to put back; UserError for one that nobody remembers."""
    for key in keys:
        if key not in learned:
            raise UserError(
                f"Ответа «{key}» в файле нет.",
                "Проверьте, как он назван: ответы прежних загрузок видны в «Справочники → Ответы о книгах».",
            )
    return frozenset(keys)
