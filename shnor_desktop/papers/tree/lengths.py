"""Texts no page can hold, made to fit before a paper is drawn: endless words are broken, endless texts are shortened
with a note. What people type as text of several lines (recommendations, a purpose) is only broken."""

import re
from dataclasses import replace

from shnor_desktop.papers.tree.contents import opened
from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Chart,
    ChartBlock,
    Corner,
    Executor,
    Funnel,
    Heading,
    Inline,
    Letterhead,
    Notes,
    Paper,
    Paragraph,
    PlotBlock,
    Points,
    Requisites,
    Row,
    RowKind,
    Run,
    Says,
    Signature,
    Slope,
    Table,
    Title,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.spans import Placed, placed
from shnor_desktop.papers.tree.titles import titled

LONGEST_WORD = 60
"""Letters; the longest words of the language have half as many."""
PIECE = 24
LONGEST_RUN = 1_000
LONGEST_LINE = 300
"""Letters of a title, a heading, a caption, a line of the requisites."""
LONGEST_LABEL = 80
"""Letters of a word under a bar."""
ON_ONE_PAGE, OVER_PAGES = 10, 100
"""Letters of a cell for each millimetre of its width: some twenty lines, or as many as a row split over pages may have."""
NARROW = 30.0
"""Millimetres: the text of a narrower column is not let run over pages."""
LONG = 150
"""Letters from which a text is looked at."""
MARK = " … (сокращено)"
NOTE = "Слишком длинные тексты сокращены; полностью они есть в файле программы."

_LONG_WORD = re.compile(rf"[^\s\u00a0]{{{LONGEST_WORD + 1},}}")


def fitted(paper: Paper) -> Paper:
    """The paper with texts that fit on pages, and no title alone on one; the same paper where all do."""
    return opened(_fitted(titled(paper)))


def _fitted(paper: Paper) -> Paper:
    if not any(_is_long(plain(runs)) for block in paper.blocks() for runs in runs_of(block)):
        return replace(paper, title=short(paper.title, LONGEST_LINE))
    sections = tuple(
        replace(section, blocks=tuple(_block(block) for block in section.blocks))
        for section in paper.sections
    )
    return replace(paper, title=short(paper.title, LONGEST_LINE), sections=sections)


def _is_long(text: str) -> bool:
    return len(text) > LONG or (len(text) > LONGEST_WORD and bool(_LONG_WORD.search(text)))


def short(text: str, longest: int) -> str:
    """The text with its words broken, cut at the end of a word where it is too long."""
    broken = _LONG_WORD.sub(lambda word: _broken(word[0]), text[: 4 * longest]) if text else text
    if len(broken) <= longest and len(text) <= 4 * longest:
        return broken
    kept = broken[:longest]
    return kept[: kept.rfind(" ") if kept.rfind(" ") > longest // 2 else longest].rstrip() + MARK


def _broken(word: str) -> str:
    return " ".join(word[at : at + PIECE] for at in range(0, len(word), PIECE))


def _runs(runs: Inline, longest: int) -> Inline:
    """Runs of together no more letters than that; what people typed at length is kept whole."""
    made, left = [], longest
    for run in runs:
        typed = run.says is Says.TYPED
        if not typed and left <= 0:
            break
        text = short(run.text, len(run.text) * 2 if typed else left)
        made.append(run if text == run.text else replace(run, text=text))
        left -= 0 if typed else len(text)
    return tuple(made)


def _flowing(runs: Inline) -> Inline:
    """A paragraph may run over pages; a single name in it may not."""
    return tuple(
        replace(run, text=short(run.text, len(run.text) * 2 if run.says is Says.TYPED else LONGEST_RUN))
        if _is_long(run.text)
        else run
        for run in runs
    )


def _block(block: Block) -> Block:
    match block:
        case Heading():
            return replace(block, runs=_runs(block.runs, LONGEST_LINE))
        case Paragraph():
            return replace(block, runs=_flowing(block.runs))
        case Points():
            return replace(block, points=tuple(replace(p, runs=_flowing(p.runs)) for p in block.points))
        case Notes():
            return replace(block, lines=tuple(map(_flowing, block.lines)))
        case Table():
            return _table(block)
        case ChartBlock():
            return ChartBlock(_chart(block.chart))
        case PlotBlock():
            return PlotBlock(_plot(block.plot))
        case _:
            return _requisite(block)


def _requisite(block: Block) -> Block:
    match block:
        case Letterhead() | Corner():
            return replace(block, lines=tuple(short(line, LONGEST_LINE) for line in block.lines))
        case Title():
            lines = tuple(short(line, LONGEST_LINE) for line in block.lines)
            foot = short(block.foot, LONGEST_LINE)
            return replace(block, kind=short(block.kind, LONGEST_LINE), lines=lines, foot=foot)
        case Requisites() | Signature() | Executor():
            return _strings(block)
    return block


def _strings(block: Requisites | Signature | Executor) -> Block:
    match block:
        case Requisites():
            return Requisites(_line(block.date), _line(block.place), _line(block.number))
        case Signature():
            return Signature(_line(block.post), _line(block.name))
        case Executor():
            return Executor(_line(block.name), _line(block.phone))


def _line(text: str) -> str:
    return short(text, LONGEST_LINE)


def _chart(chart: Chart) -> Chart:
    groups = tuple(replace(one, label=short(one.label, LONGEST_LABEL)) for one in chart.groups)
    series = tuple(short(one, LONGEST_LABEL) for one in chart.series)
    return replace(chart, title=short(chart.title, LONGEST_LINE), series=series, groups=groups)


def _plot(plot: Funnel | Slope) -> Funnel | Slope:
    title = short(plot.title, LONGEST_LINE)
    if isinstance(plot, Funnel):
        dots = tuple(replace(one, label=short(one.label, LONGEST_LABEL)) for one in plot.dots)
        return replace(plot, title=title, dots=dots)
    steps = tuple(replace(one, label=short(one.label, LONGEST_LABEL)) for one in plot.steps)
    return replace(plot, title=title, steps=steps)


def _table(table: Table) -> Table:
    widths = [max(1.0, column.width) for column in table.columns]
    head = _rows(table.head, widths, head=True)
    rows = _rows(table.rows, widths, head=False)
    cut = any(MARK in cell.text for row in (*head, *rows) for cell in row.cells)
    notes = (*(_flowing(one) for one in table.notes), *(((Run(NOTE),),) if cut else ()))
    return replace(table, head=head, rows=rows, caption=_runs(table.caption, LONGEST_LINE), notes=notes)


def _rows(rows: tuple[Row, ...], widths: list[float], *, head: bool) -> tuple[Row, ...]:
    made = []
    for row, cells in placed(rows, len(widths)):
        if not any(_is_long(one.cell.text) for one in cells):
            made.append(row)
            continue
        own = zip(row.cells, cells, strict=False)  # What no column is left for is not drawn.
        made.append(
            replace(row, cells=tuple(_cell(cell, one, row.kind, widths, head=head) for cell, one in own))
        )
    return tuple(made)


def _cell(cell: Cell, one: Placed, kind: RowKind, widths: list[float], *, head: bool) -> Cell:
    width = sum(widths[one.column : one.column + cell.span])
    if kind is RowKind.SECTION:
        longest = 2 * LONGEST_LINE
    elif head or width < NARROW or cell.rows > 1:  # What stands beside several rows is not parted.
        longest = int(width * ON_ONE_PAGE)
    else:
        longest = int(width * OVER_PAGES)
    return replace(cell, runs=_runs(cell.runs, max(longest, LONGEST_WORD)))
