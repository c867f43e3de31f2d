"""Rows with figures that were not taken: which school, which sitting, how many wrote, and why in a few words."""

import re
from collections.abc import Iterable, Sequence

from shnor_desktop.rules.names import normalise
from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.problems import Problem
from shnor_desktop.sheets.book.values import Number, value_of
from shnor_desktop.sheets.results.lines import Line
from shnor_desktop.sheets.results.rows import Entry, school_key
from shnor_desktop.sheets.results.table import Group, Table, value_at
from shnor_desktop.sheets.results.types import LostRow, ReadRow, SittingMention

FEWEST_NUMBERS = 4
"""A sheet without a table that holds so many numbers may hold results nobody recognised."""
_HALF = re.compile(r"^Результат заполнен наполовину.*\b(пусто|прочерк)\.?$")
_ADDRESS = re.compile(r"(?:[^\s!]+!)?\b[A-Z]{1,3}\d+\b")
_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
_SHORTEST, _LONGEST = 10, 90
_REPEATED = "школа повторяется с разными значениями"


def lost_row(
    table: Table, group: Group, line: Line, sitting: SittingMention, problem: Problem
) -> LostRow | None:
    """What a refused row would have been about; None when it has no figures."""
    if not any(isinstance(value_at(table, line.row, one), Number) for one in group.columns):
        return None
    column = group.of("participants")
    value = value_at(table, line.row, column) if column else None
    participants = value.whole if isinstance(value, Number) else None
    where = problem.where or table.grid.ref(line.row, group.columns[0].index)
    return LostRow(line.school, sitting, participants, reason(table, problem), where)


def reason(table: Table, problem: Problem) -> str:
    """The problem without what differs from row to row, so that rows alike can be counted together."""
    half = _HALF.match(problem.text)
    if half and problem.where is not None:
        return f"«{_heading(table, problem.where.row, problem.where.column)}»: {half[1]}"
    text = problem.text.split(". ")[0].rstrip(".:")
    text = re.sub(r"«[^«»]*»", "«…»", _NUMBER.sub("…", _ADDRESS.sub("…", text)))
    short = " ".join(text.split())
    head, _, tail = short.partition(": ")
    short = head if "…" in tail and len(head) >= _SHORTEST else short
    return short[:1].lower() + short[1:_LONGEST]


def _heading(table: Table, row: int, number: int) -> str:
    """The lowest line of the heading over a cell."""
    grid = table.grid
    for column in table.columns:
        where = grid.ref(0, column.index)
        if (where.row if grid.places is not None else where.column) == (
            row if grid.places is not None else number
        ):
            return column.heading.split(" / ")[-1][:60]
    return "столбец"


def left_out(entries: Sequence[Entry], rows: Iterable[ReadRow]) -> list[LostRow]:
    """Results that were read and then left out, because the file contradicts itself about them."""
    taken = {(school_key(row.school, normalise(row.school.name)), row.sitting) for row in rows}
    lost: dict[object, LostRow] = {}
    for entry in entries:
        if entry.row is None:
            continue
        key = (school_key(entry.line.school, normalise(entry.line.school.name)), entry.sitting)
        if key not in taken:
            school, n = entry.line.school, entry.figures.participants
            lost.setdefault(key, LostRow(school, entry.sitting, n, _REPEATED, entry.row.cells[0]))
    return list(lost.values())


def holds_numbers(grid: Grid) -> bool:
    """Whether a sheet in which no table was found holds numbers at all."""
    found = 0
    for row in range(grid.height):
        for at in range(grid.width):
            found += isinstance(value_of(grid.own(row, at)), Number)
            if found >= FEWEST_NUMBERS:
                return True
    return False
