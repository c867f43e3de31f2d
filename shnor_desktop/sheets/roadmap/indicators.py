"""A table of indicators as rows: groups, criteria, units, targets and facts of years."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words import units
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap import columns as c
from shnor_desktop.sheets.roadmap.columns import Column, Heading
from shnor_desktop.sheets.roadmap.tables import Line, Piece, Table

_FIGURE = re.compile(
    r"(?:не (?:менее|ниже|более|выше|меньше) |до |>=? ?|<=? ?|≥ ?|≤ ?)?"
    r"([-+]?\d{1,3}(?: \d{3})+|[-+]?\d{1,9})(?:[.,](\d{1,4}))? ?([%a-zа-я][a-zа-я. ]{0,12})?"
)
_NOTHING = re.compile(r"[-–—хx*\s]*|нет|н/д")
_NO_DATA = re.compile(r"н/?д|нет данных")
_GROUP = re.compile(r"((?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6})[.)]{0,2})\s+(\S.*)", re.DOTALL)


class Figure(NamedTuple):
    """A target or a fact under its heading."""

    column: Column
    text: str
    value_e4: int | None
    decimals: int
    no_data: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as it stands in the table."""

    table: int
    line: int
    number: str
    text: str
    group: str
    criterion: str
    unit: str
    figures: tuple[Figure, ...]
    doubt: str = ""


def rows_of(table: Table, number: int, heading: Heading) -> tuple[IndicatorRow, ...]:
    """The indicators under a heading."""
    found: list[IndicatorRow] = []
    group = criterion = ""
    for line in table.lines[heading.after :]:
        if c.is_numbering(line) or _words(line) <= set(heading.words):
            continue
        if told := _group(line, heading):
            group, criterion = told, ""
            continue
        cells = {
            at: piece
            for at, piece in c.cells_of(line, heading).items()
            if heading.columns[at].role and piece.text
        }
        texts = {role: _text(cells, heading, role) for role in (c.NUMBER, c.CRITERION, c.INDICATOR, c.UNIT)}
        criterion = texts[c.CRITERION] or criterion
        if texts[c.INDICATOR]:
            found.append(_row(number, line, texts, (group, criterion), cells, heading))
    return tuple(found)


def _words(line: Line) -> set[str]:
    return {plain(one.text) for one in line.filled}


def _text(cells: dict[int, Piece], heading: Heading, role: str) -> str:
    return " ".join(piece.plain for at, piece in sorted(cells.items()) if heading.columns[at].role == role)


def _group(line: Line, heading: Heading) -> str:
    """The title of the rows below, over the whole width or beside its number."""
    filled = [one for one in line.filled if not one.again]
    if len(line.filled) > 2 or not filled:
        return ""
    wide = filled[-1]
    covered = [one for one in heading.columns if wide.first <= one.first and one.last <= wide.last]
    whole = len(line.pieces) == 1 or len(covered) >= max(2, len(heading.columns) - 1)
    titled = len(filled) == 1 and not filled[0].again and bool(_GROUP.fullmatch(filled[0].plain))
    lone = titled and not any(one.first <= wide.first <= one.last for one in heading.of(c.INDICATOR))
    return " ".join(one.plain for one in filled) if whole or lone else ""


def _row(
    number: int,
    line: Line,
    texts: dict[str, str],
    above: tuple[str, str],
    cells: dict[int, Piece],
    heading: Heading,
) -> IndicatorRow:
    figures, doubts, unit = [], [], texts[c.UNIT]
    for at, piece in sorted(cells.items()):
        column = heading.columns[at]
        if column.role not in (c.TARGET, c.FACT, c.BASE):
            continue
        figure, measured = figure_of(column, piece.plain)
        if figure is None:
            doubts.append(f"«{piece.plain}» — не число, значение не взято.")
            continue
        figures.append(figure)
        headed = units.named_in(column.heading)
        if units.differ(measured, headed):
            doubts.append(f"В заголовке «{column.heading}» другая единица, чем в ячейке «{piece.plain}».")
        unit = unit or measured or (headed if figure.value_e4 is not None else "")
    text, counted = texts[c.INDICATOR], texts[c.NUMBER]
    if not counted and not heading.of(c.NUMBER) and (parted := _GROUP.fullmatch(text)):
        counted, text = parted[1], parted[2]
    return IndicatorRow(
        number,
        line.at,
        counted,
        text,
        *above,
        unit,
        tuple(one for one in figures if one.text),
        " ".join(doubts),
    )


def figure_of(column: Column, text: str) -> tuple[Figure | None, str]:
    """What a cell says as a number, and its unit; None for words that are none."""
    words = plain(text)
    if _NO_DATA.fullmatch(words):
        return Figure(column, text, None, 0, no_data=True), ""
    if _NOTHING.fullmatch(words):
        return Figure(column, "", None, 0), ""
    found = _FIGURE.fullmatch(words)
    if found is None:
        return None, ""
    whole, rest = found[1].replace(" ", ""), found[2] or ""
    sign = -1 if whole.startswith("-") else 1
    value = sign * (abs(int(whole)) * E4 + int(rest.ljust(4, "0") or 0))
    unit = (found[3] or "").strip()
    return Figure(column, text, value, len(rest)), unit
