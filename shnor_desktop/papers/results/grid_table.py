"""The grid of results on paper as it is seen on the screen: the same schools, columns, order and figures."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Notes,
    Paper,
    Row,
    RowKind,
    Section,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import date_digits, dated, form, named, run, stick

_PORTRAIT, _LANDSCAPE = 170.0, 257.0
_NAMES, _FIGURE = 55.0, 21.0
_SIZE = 9


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column and what is known of it."""

    heading: str
    source: Sources


@dataclass(frozen=True, slots=True)
class SeenCell:
    """What a cell shows."""

    text: str
    low: bool = False
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A school and its cells, from the left."""

    name: str
    cells: tuple[SeenCell, ...]


@dataclass(frozen=True, slots=True)
class SeenGrid:
    """The grid as it stands on the screen."""

    what: str
    """What the cells show."""
    conditions: tuple[str, ...]
    """What is left out, and how the schools stand: told before the figures."""
    columns: tuple[SeenColumn, ...]
    lines: tuple[SeenLine, ...]
    total: SeenLine | None
    legend: str
    date: str
    office: str = ""


def compose(seen: SeenGrid) -> Paper:
    """Columns that do not fit side by side follow in further tables, each with the names of the schools."""
    landscape = _NAMES + _FIGURE * len(seen.columns) > _PORTRAIT
    room = _LANDSCAPE if landscape else _PORTRAIT
    fit = max(int((room - _NAMES) // _FIGURE), 1)
    blocks: list[Block] = [Title("РЕЗУЛЬТАТЫ", (seen.what,))]
    if seen.conditions:
        blocks.append(Notes(tuple((named(one),) for one in seen.conditions)))
    starts = range(0, len(seen.columns), fit)
    blocks += [_table(seen, at, at + fit, len(starts) > 1) for at in starts]
    when = (form("Таблица с экрана, "), dated(date_digits(seen.date)))
    blocks.append(Notes(((form(seen.legend),), when)))
    title = stick(f"Результаты: {seen.what}")
    return Paper(title, (Section(tuple(blocks), landscape=landscape),), seen.office, created=seen.date)


def _table(seen: SeenGrid, first: int, last: int, parted: bool) -> Table:
    columns = seen.columns[first:last]
    head = row_of(form("Школа"), *(named(one.heading, one.source) for one in columns))
    rows = [_row(line, first, last, RowKind.ROW) for line in seen.lines]
    if seen.total is not None:
        rows.append(_row(seen.total, first, last, RowKind.TOTAL))
    caption = (form(f"Столбцы {first + 1}–{first + len(columns)} из {len(seen.columns)}"),) if parted else ()
    widths = (Column(_NAMES, 1.0), *(Column(_FIGURE, 0.2, Align.CENTER) for _ in columns))
    return Table(widths, (head,), tuple(rows), caption, size=_SIZE, middle=True)


def _row(line: SeenLine, first: int, last: int, kind: RowKind) -> Row:
    cells = (Cell((run(one.text, one.source),), strong=one.low) for one in line.cells[first:last])
    return row_of(named(line.name), *cells, kind=kind)
