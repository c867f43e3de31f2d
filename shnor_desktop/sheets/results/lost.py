"""What of a table is not taken: rows with figures that were refused, with the reason in a few words and the cells that can be
said anew, and the rows and columns a person passes over."""

import re
from collections.abc import Iterable, Mapping, Sequence

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.sheets.book.amending import Passed, Passing, RowCells
from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.problems import REASON_LABELS, CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Number, value_of
from shnor_desktop.sheets.results.row_kinds import Line
from shnor_desktop.sheets.results.rows import Entry, TableRows, school_key
from shnor_desktop.sheets.results.table import Group, Table, value_at
from shnor_desktop.sheets.results.types import LostRow, ReadRow, SittingMention
from shnor_desktop.sheets.words.meaning import MEASURES
from shnor_desktop.sheets.words.persons import is_person

_PERSONAL = ("person", "mark", "test_score")
"""Of pupils: never shown for correction and never remembered."""
Cells = tuple[tuple[CellRef, str, str], ...]
FEWEST_NUMBERS = 4
"""A sheet without a table that holds so many numbers may hold results nobody recognised."""
_HALF = re.compile(
    r"^Результат заполнен наполовину.*\b(пусто|прочерк)\.?$|^(?:Участники указаны|В \S+ число), а в \S+ «([^»]*)»"
)
_IN_CELL = re.compile(r"^в ячейке … ", re.IGNORECASE)
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
    told = problem.text.replace(f"{problem.where.sheet}!", "") if problem.where is not None else problem.text
    half = _HALF.match(told)
    if half and problem.where is not None:
        return f"«{_heading(table, problem.where.row, problem.where.column)}»: {half[1] or f'«{half[2]}»'}"
    text = told.split(". ")[0].rstrip(".:")
    text = re.sub(r"«[^«»]*»", "«…»", _NUMBER.sub("…", _ADDRESS.sub("…", text)))
    short = _IN_CELL.sub("", " ".join(text.split()))
    head, _, tail = short.partition(": ")
    short = head if "…" in tail and len(head) >= _SHORTEST else short
    if "…" in short and problem.reason is not Reason.OTHER:
        return REASON_LABELS[problem.reason]
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


def left_out(entries: Sequence[Entry], rows: Sequence[ReadRow]) -> list[LostRow]:
    """Results that were read and then left out, because the file contradicts itself about them."""
    if len(rows) == sum([entry.row is not None for entry in entries]):
        return []  # each of them
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


# --- corrected by a person ---


def pass_columns(table: Table, passing: Passing) -> None:
    """Columns a person does not want are ignored from the start."""
    for column in table.columns:
        if column.meaning in MEASURES or column.meaning == "unknown":
            where = table.grid.ref(table.block.first, column.index)
            if passing.column(table.grid.name, column.heading, where):
                column.meaning = "ignored"


def pass_rows(table: Table, rows: TableRows, passing: Passing) -> None:
    """Rows a person does not want leave nothing behind: no result, no refusal. Totals still count them."""
    passed = passing.rows(
        table.grid.name,
        range(table.first, table.end),
        lambda row: [table.grid.ref(row, at) for at in range(max(table.grid.width, 1))],
        lambda row: _words(table, row),
    )
    if passed:
        _leave_out(table, rows, passed)


def _leave_out(table: Table, rows: TableRows, passed: Mapping[int, Passed]) -> None:
    gone = {table.grid.ref(row, at) for row in passed for at in range(table.grid.width)}
    rows.entries[:] = [entry for entry in rows.entries if entry.line.row not in passed]
    rows.refusals[:] = [one for one in rows.refusals if one[0].row not in passed]
    rows.areas[:] = [area for area in rows.areas if area.cells[0] not in gone]
    rows.problems[:] = [
        one for one in rows.problems if one.severity == Severity.NOTE or one.where not in gone
    ]


def _words(table: Table, row: int) -> str:
    """What tells the row from others, without anybody's name: school, municipality, subject, class."""
    columns = sorted({one.index for name, one in table.roles.items() if name not in _PERSONAL})
    texts = (table.grid.text(row, at) for at in columns)
    return ", ".join(dict.fromkeys(text for text in texts if text and not is_person(text)))


def refused_cells(tables: Sequence[Table], problems: Iterable[Problem]) -> tuple[RowCells, ...]:
    """The rows of refusals with what stands in them."""
    wanted = [one.where for one in problems if one.severity == Severity.REFUSED and one.where is not None]
    found: list[RowCells] = []
    for table in tables if wanted else ():
        rows = _rows_by_cell(table, wanted)
        held: dict[tuple[int, int], Cells] = {}
        for where, row in rows.items():
            group = _group_of(table, where)
            if (row, group) not in held:
                held[row, group] = _cells(table, row, group)
            found.append(RowCells(where, held[row, group]))
    return tuple(found)


def _rows_by_cell(table: Table, wanted: Sequence[CellRef]) -> dict[CellRef, int]:
    grid = table.grid
    if grid.places is not None:
        turned = {grid.ref(row, at): row for row, at in grid.places if table.first <= row < table.end}
        return {where: turned[where] for where in wanted if where in turned}
    rows = ((where, where.row - 1 - grid.top) for where in wanted if where.sheet == grid.name)
    return {where: row for where, row in rows if table.first <= row < table.end}


def _group_of(table: Table, where: CellRef) -> int:
    """The group of columns a cell belongs to; -1 for none."""
    across = table.grid.places is not None
    for at, group in enumerate(table.groups):
        for column in group.columns:
            ref = table.grid.ref(table.first, column.index)
            if (ref.row == where.row) if across else (ref.column == where.column):
                return at
    return -1


def _cells(table: Table, row: int, group: int) -> Cells:
    """The school and the figures of one result, or of the whole row when the refusal is about all of it."""
    figures = table.groups[group].columns if group >= 0 else [c for g in table.groups for c in g.columns]
    named = [one for name, one in table.roles.items() if name in ("school", "code", "municipality")]
    columns = {one.index: one for one in (*named, *figures) if one.meaning not in _PERSONAL}
    return tuple(
        (table.grid.ref(row, at), column.heading, table.grid.text(row, at))
        for at, column in sorted(columns.items())
    )


def without_share(rows: Sequence[ReadRow]) -> list[Problem]:
    """Participants and a mean alone do not say how many failed: such results are told, not lost among the others."""
    bare: dict[str, list[ReadRow]] = {}
    for row in rows:
        figures = row.figures
        bare_figures = (figures.failed, figures.failed_pct_e4, figures.lowered) == (None, None, None)
        if row.state == ResultState.VALID and bare_figures:
            bare.setdefault(row.cells[0].sheet if row.cells else "", []).append(row)
    problems = []
    for sheet, found in bare.items():
        results = counted(len(found), "результат", "результата", "результатов")
        subjects = ", ".join(dict.fromkeys(row.sitting.subject for row in found))
        place = f"На листе «{sheet.strip()}»" if sheet else "В таблице"
        text = f"{place} не видно, сколько не справились: {results} ({subjects}). Судить по ним, низкие ли они, нельзя."
        advice = "Добавьте столбец «не справились» или «получили «2»»."
        where = found[0].cells[0] if found[0].cells else None
        problems.append(Problem(Severity.WARNING, text, advice, where, reason=Reason.NO_SHARE))
    return problems
