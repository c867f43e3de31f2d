"""What a person corrects in a book while it is taken in: cells said anew, rows and columns passed over.

A cell is corrected in the one book it stands in and is not remembered: its sender may correct it otherwise. What is
passed over is remembered for books of the same source: a row by its words, never by its number, a column by its heading.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet
from shnor_desktop.sheets.book.values import plain, tidy

PASS_OVER = "skip"
"""The answer that passes something over."""
CELL, ROW = "cell:", "row:"
"""Beginnings of the keys of corrections of one book, by place."""
SKIP_ROW, SKIP_COLUMN, SKIP_SCHOOL = "skip-row:", "skip-column:", "skip-school:"
"""Beginnings of the keys of what is remembered for books of one source."""
OF_PLACE = (CELL, ROW)
CORRECTIONS = (*OF_PLACE, SKIP_ROW, SKIP_COLUMN, SKIP_SCHOOL)
_LONGEST = 300
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХУ", "ABEKMHOPCTXY")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ROW_NUMBER = re.compile(r"\d{1,7}")


class Amended(NamedTuple):
    """A cell that was said anew."""

    where: CellRef
    before: str
    after: str


class Passed(NamedTuple):
    """Something a person does not want loaded."""

    key: str
    """What is remembered; empty when it holds for this book only."""
    text: str
    source: str
    where: CellRef | None = None
    """Of a row: the first cell of it."""
    school: str = ""


class RowCells(NamedTuple):
    """The cells of a row something of which was refused, so that it can be corrected."""

    where: CellRef
    """The cell the refusal names."""
    cells: tuple[tuple[CellRef, str, str], ...]
    """Cell, heading of its column, content."""


def cell_key(source: str, where: CellRef) -> str:
    """Key of the correction of a cell."""
    return f"{CELL}{source}:{where.address}"


def row_key(source: str, where: CellRef) -> str:
    """Key of passing over the row a cell stands in."""
    return f"{ROW}{source}:{where.address}"


def column_skip_key(kin: str, sheet: str, heading: str) -> str:
    """Key of passing over a column in books of one source."""
    return f"{SKIP_COLUMN}{_joined(kin, sheet, heading)}"


def _row_skip_key(kin: str, sheet: str, words: str, number: int) -> str:
    return f"{SKIP_ROW}{_joined(kin, sheet, words, *([str(number)] if number > 1 else []))}"


def _joined(*parts: str) -> str:
    clean = (plain(part).replace(":", " ").replace('"', "") for part in parts)
    return ":".join(" ".join(part.split())[:_LONGEST].strip() for part in clean)


def number_of(letters: str) -> int:
    """«A» → 1, «AB» → 28."""
    number = 0
    for letter in letters.upper().translate(_LOOK_ALIKE):
        number = number * 26 + ord(letter) - 64
    return number


def placed(text: str, sheets: Collection[str]) -> CellRef | None:
    """«Лист1!C7», «C7» in a book of one sheet, or «Лист1!7» for a whole row (column 0); None when there is no such sheet."""
    sheet, parted, address = text.rpartition("!")
    named = [one for one in sheets if plain(one) == plain(sheet.strip("' "))] if parted else list(sheets)
    address = address.strip().upper().translate(_LOOK_ALIKE)
    found = _ADDRESS.fullmatch(address)
    if len(named) != 1 or not (found or _ROW_NUMBER.fullmatch(address)):
        return None
    return (
        CellRef(named[0], int(found[2]), number_of(found[1])) if found else CellRef(named[0], int(address), 0)
    )


def amended(
    raw: RawBook, answers: Mapping[str, str]
) -> tuple[RawBook, tuple[Amended, ...], tuple[Problem, ...]]:
    """The book with its corrected cells, and what could not be corrected."""
    prefix = f"{CELL}{raw.source}:"
    wanted = {key.removeprefix(prefix): value for key, value in answers.items() if key.startswith(prefix)}
    if not wanted:
        return raw, (), ()
    sheets = {sheet.name: replace(sheet, rows=list(sheet.rows)) for sheet in raw.sheets}
    widths = {name: max((len(row) for row in sheet.rows), default=0) for name, sheet in sheets.items()}
    done: list[Amended] = []
    missed: list[Problem] = []
    for text, value in wanted.items():
        where = placed(text, sheets)
        before = _write(sheets[where.sheet], widths[where.sheet], where, value) if where else None
        if where is None or before is None:
            told = f"Исправленной ячейки «{text}» в книге «{raw.source}» нет."
            missed.append(Problem(Severity.WARNING, told, "Проверьте лист и адрес.", reason=Reason.LAYOUT))
            continue
        done.append(Amended(where, before, value))
    return replace(raw, sheets=tuple(sheets[one.name] for one in raw.sheets)), tuple(done), tuple(missed)


def _write(sheet: RawSheet, width: int, where: CellRef, value: str) -> str | None:
    """Put another content into that cell; what stood there, None outside the rows of the sheet."""
    at, column = where.row - 1 - sheet.top, where.column - 1 - sheet.left
    if not (0 <= at < len(sheet.rows) and 0 <= column < width):
        return None
    row: list[Cell] = [*sheet.rows[at], *[""] * (width - len(sheet.rows[at]))]
    before = tidy(row[column])
    row[column] = value.strip()
    sheet.rows[at] = row
    return before


class Passing:
    """What is passed over in one book."""

    def __init__(self, source: str, kin: str, answers: Mapping[str, str], learned: Collection[str]) -> None:
        self._source, self._kin = source, kin
        self._skipped = {
            key
            for key in (*answers, *learned)
            if key.startswith((SKIP_ROW, SKIP_COLUMN)) and _in_force(answers, key)
        }
        self._by_words = any(key.startswith(f"{SKIP_ROW}{_joined(kin)}:") for key in self._skipped)
        prefix = f"{ROW}{source}:"
        self._places = {key.removeprefix(prefix) for key in answers if key.startswith(prefix)}
        self._met: dict[tuple[str, str], int] = {}
        self.done: list[Passed] = []

    def rows(
        self,
        sheet: str,
        rows: range,
        cells: Callable[[int], Sequence[CellRef]],
        words: Callable[[int], str],
    ) -> dict[int, Passed]:
        """Which of these rows are passed over; `words` are those a row is told from others by."""
        if not self._by_words and not self._places:
            return {}
        found: dict[int, Passed] = {}
        for row in rows:
            said = plain(words(row))
            number = self._met[sheet, said] = self._met.get((sheet, said), 0) + 1
            key = _row_skip_key(self._kin, sheet, said, number) if said else ""
            refs = cells(row)
            if (key and key in self._skipped) or self._named(sheet, refs):
                found[row] = self._passed_row(key, refs[0], words(row))
        self.done += found.values()
        return found

    def _named(self, sheet: str, refs: Sequence[CellRef]) -> bool:
        if not self._places:
            return False
        numbers = {ref.row for ref in refs}
        whole = f"{sheet}!{refs[0].row}" if sheet else str(refs[0].row)
        return any(ref.address in self._places for ref in refs) or (
            len(numbers) == 1 and whole in self._places
        )

    def _passed_row(self, key: str, where: CellRef, words: str) -> Passed:
        place = f"лист «{where.sheet}», " if where.sheet else ""
        text = f"Строка: {words}" if words else f"Строка {where.row}"
        return Passed(key, f"{text} ({place}«{self._source}»)", self._source, where, words)

    def column(self, sheet: str, heading: str, where: CellRef) -> bool:
        """Whether the column of this heading is passed over."""
        if not self._skipped:
            return False
        key = column_skip_key(self._kin, sheet, heading)
        if key not in self._skipped:
            return False
        place = f"лист «{sheet}», " if sheet else ""
        self.done.append(Passed(key, f"Столбец «{heading}» ({place}«{self._source}»)", self._source, where))
        return True


def _in_force(answers: Mapping[str, str], key: str) -> bool:
    return answers.get(key, PASS_OVER) == PASS_OVER
