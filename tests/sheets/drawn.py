"""Workbooks drawn as text, and what was read from them told as text, so that a layout and its truth fit on a screen.

A line is a row, «|» parts cells, «<» is merged into the cell at its left, «^» into the cell above, «'5» is a number
kept as text, «{0.3}» a number shown as percent, «{#N/A}» an error, «{=B2/C2}» a formula without its value.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.words.russian import decimal_e4
from shnor_desktop.sheets.book.problems import Severity
from shnor_desktop.sheets.results.types import ReadBook, SittingMention
from tests.sheets.makers import Cell, SheetData

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_STATES = {
    ResultState.NOT_CONDUCTED: "не проводилась",
    ResultState.NO_PARTICIPANTS: "никого",
    ResultState.NOT_RECEIVED: "не получен",
    ResultState.EXCLUDED: "исключён",
}
_SHORT = {
    "participants": "n",
    "failed": "2:",
    "count_3": "3:",
    "count_4": "4:",
    "count_5": "5:",
    "failed_pct_e4": "2%",
    "pct_3_e4": "3%",
    "pct_4_e4": "4%",
    "pct_5_e4": "5%",
    "high": "в",
    "high_pct_e4": "в%",
    "hundreds": "с",
    "mean_e4": "~",
    "lowered": "↓",
    "confirmed": "=",
    "raised": "↑",
}


def sheet(name: str, drawing: str) -> SheetData:
    """A sheet from its drawing."""
    made = SheetData(name)
    grid = [[part.strip() for part in line.split("|")] for line in drawing.strip("\n").split("\n")]
    for at, line in enumerate(grid):
        for column, text in enumerate(line):
            made.put(at, column, None if text in ("", "<", "^") else _cell(text))
    for at, line in enumerate(grid):
        for column, text in enumerate(line):
            if text not in ("<", "^"):
                made.merge(at, column, *_end(grid, at, column))
    return made


def _end(grid: Sequence[Sequence[str]], row: int, column: int) -> tuple[int, int]:
    right, bottom = column, row
    while right + 1 < len(grid[row]) and grid[row][right + 1] == "<":
        right += 1
    while bottom + 1 < len(grid) and column < len(grid[bottom + 1]) and grid[bottom + 1][column] == "^":
        bottom += 1
    return bottom, right


def _cell(text: str) -> Cell:
    if text.startswith("'"):
        return text[1:]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text.replace("\\n", "\n")


def save_percents(sheets: Sequence[SheetData], path: Path) -> Path:
    """Write with «{0.3}» as 30 % by the format of the cell, and sheets or rows hidden as their names ask."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for one in sheets:
        page = book.create_sheet(one.name)
        for row, line in enumerate(one.rows, 1):
            for column, value in enumerate(line, 1):
                if isinstance(value, str) and value.startswith("{"):
                    inside = value[1:-1]
                    if inside[0] in "#=":
                        page.cell(row, column, inside)
                    else:
                        page.cell(row, column, float(inside)).number_format = "0.0%"
                elif value is not None:
                    page.cell(row, column, value)
    book.save(path)
    return path


def told(book: ReadBook) -> list[str]:
    """Every row, area, problem and question in a line each."""
    lines = [
        f"{_school(row.school.name, row.school.code, row.school.municipality)} | {sitting(row.sitting)} | "
        f"{_STATES.get(row.state) or figures(row.figures)}{' необъективно' if row.objectivity_flag else ''}"
        for row in book.rows
    ]
    lines += [
        f"<{one.kind} {one.name}> | {sitting(one.sitting)} | {figures(one.figures)}" for one in book.areas
    ]
    lines += [
        f"⚑ {_school(one.school.name, one.school.code, one.school.municipality)} | {sitting(one.sitting)}"
        for one in book.flags
    ]
    lines += [
        f"{_sign(one.severity)} {one.where.address if one.where else ''} {one.text}" for one in book.problems
    ]
    lines += [f"? {one.key}" for one in book.questions]
    return [*lines, f"сошлось {book.reconciled}"] if book.reconciled else lines


def _sign(severity: Severity) -> str:
    return {Severity.REFUSED: "✗", Severity.WARNING: "!", Severity.NOTE: "i"}[severity]


def _school(name: str, code: str, municipality: str) -> str:
    return name + (f" #{code}" if code else "") + (f" @{municipality}" if municipality else "")


def sitting(one: SittingMention) -> str:
    """«vpr МА 5 2021в»: calendar year and season; the grade that wrote stands in brackets when it differs."""
    year = one.school_year if one.season == "autumn" else one.school_year + 1
    grade = f" {one.programme_grade}" if one.family not in ("oge", "ege") else ""
    grade += f"({one.sitting_grade})" if one.sitting_grade != one.programme_grade else ""
    season = {"spring": "в", "autumn": "о"}.get(one.season, one.season)
    return f"{one.family} {one.subject}{'-' + one.level if one.level else ''}{grade} {year}{season}"


def figures(one: Figures) -> str:
    """Every figure that is known."""
    parts = []
    for name, short in _SHORT.items():
        value = getattr(one, name)
        if value is not None:
            decimals = 0 if value % E4 == 0 else 2
            parts.append(f"{short}{decimal_e4(value, decimals) if name.endswith('_e4') else value}")
    return " ".join(parts)
