"""The workbook that came, given back with the doubtful cells filled and commented."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book import guard
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.book.reader import CellReader, RawBook
from shnor_desktop.sheets.writing.workbook import put, save_same_bytes, sheet_title

if TYPE_CHECKING:
    from openpyxl import Workbook

FILLS = {Severity.REFUSED: "FFF4B6B0", Severity.WARNING: "FFFBE3A4"}
WORDS = {Severity.REFUSED: "Не загружено", Severity.WARNING: "Проверьте"}
MAX_MERGES = 5_000


def save_marked(original: Path, problems: Iterable[Problem], out: Path) -> int:
    """Write the original with its refused and doubtful cells marked; how many cells were marked.

    An .xlsx keeps its looks; anything else becomes an .xlsx with the same values in the same places.
    """
    marks = _marks(problems)
    with CellReader() as reader:
        raw = reader.read(original)  # guards the file before openpyxl opens it
    book, titles = _styled(original) or _plain(raw)
    marked = 0
    for where, found in marks.items():
        title = titles.get(where.sheet)
        if title is not None:
            _mark(book[title], where, found)
            marked += 1
    save_same_bytes(book, out)
    return marked


def _marks(problems: Iterable[Problem]) -> dict[CellRef, list[Problem]]:
    found: dict[CellRef, list[Problem]] = {}
    for problem in problems:
        if problem.where is not None and problem.severity in FILLS:
            found.setdefault(problem.where, []).append(problem)
    return found


def _styled(original: Path) -> "tuple[Workbook, dict[str, str]] | None":
    """The workbook itself when openpyxl can keep it: a packed .xlsx or .xlsm."""
    if original.suffix.lower() not in (".xlsx", ".xlsm") or guard.admit(original) is not guard.Kind.BOOK:
        return None
    from openpyxl import load_workbook

    try:
        book = load_workbook(original)
    except Exception:
        return None  # openpyxl refuses more than the reader does; the values are still at hand
    return book, {name: name for name in book.sheetnames}


def _plain(raw: RawBook) -> "tuple[Workbook, dict[str, str]]":
    """The same values in the same places."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for sheet in raw.sheets:
        titles[sheet.name] = sheet_title(sheet.name or "Лист1", taken)
        page = book.create_sheet(titles[sheet.name])
        grid = grid_of(sheet)
        for column, width in _widths(grid).items():
            page.column_dimensions[get_column_letter(column)].width = width
        for row, cells in enumerate(grid.rows, grid.top + 1):
            for column, value in enumerate(cells, grid.left + 1):
                if value != "":
                    put(page.cell(row, column), value)
        for (row, column), (tall, wide) in list(grid.spans.items())[:MAX_MERGES]:
            top, left = row + grid.top + 1, column + grid.left + 1
            page.merge_cells(
                start_row=top, start_column=left, end_row=top + tall - 1, end_column=left + wide - 1
            )
    return book, titles


def _widths(grid: Grid) -> dict[int, int]:
    """Columns as wide as their usual texts; a long title does not count."""
    widths: dict[int, int] = {}
    for column in range(grid.width):
        lengths = sorted(len(str(cells[column])) for cells in grid.rows[:500] if cells[column] != "")
        if lengths:
            widths[column + grid.left + 1] = min(50, max(6, lengths[len(lengths) * 9 // 10] + 2))
    return widths


def _mark(sheet: Any, where: CellRef, problems: list[Problem]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(where.row, where.column)
    if isinstance(cell, MergedCell):
        cell = _anchor(sheet, where)
    worst = min((problem.severity for problem in problems), key=list(FILLS).index)
    cell.fill = PatternFill("solid", fgColor=FILLS[worst])
    lines = [
        f"{WORDS[problem.severity]}: {problem.text} {problem.what_to_do}".strip() for problem in problems
    ]
    text = "\n".join(dict.fromkeys(lines))
    cell.comment = Comment(text, "shnor-desktop", height=60 + 18 * (len(text) // 30), width=320)


def _anchor(sheet: Any, where: CellRef) -> Any:
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= where.row <= merged.max_row and merged.min_col <= where.column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    raise WorkbookError("Пометки не записаны: разметка книги противоречива.", "Сохраните её заново в Excel.")
