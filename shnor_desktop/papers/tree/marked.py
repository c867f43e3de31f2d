"""Texts with light marks as blocks of a paper: bold runs, lists, tables; every composer prints typed text by these."""

from collections.abc import Iterable
from itertools import groupby

from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Column,
    Inline,
    Marks,
    Paragraph,
    Point,
    Points,
    Row,
    Says,
    Sources,
    Table,
)
from shnor_desktop.papers.tree.wording import run
from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.marks import Chunk, Grid, Item, Items, Line, Spans

_SIZE = 11
_LETTER, _NARROWEST, _WIDEST = 2.0, 12.0, 60.0
"""Millimetres: of a letter in a cell, of the narrowest and the widest column before what is left is shared out."""


def runs(these: Spans, source: Sources = ()) -> Inline:
    """Words with their bold."""
    return tuple(run(one.text, source, says=Says.TYPED, bold=one.bold) for one in these)


def inline(text: str, source: Sources = ()) -> Inline:
    """A text of one line."""
    return runs(marks.spans(text), source)


def blocks(chunks: Iterable[Chunk], source: Sources = ()) -> list[Block]:
    """Paragraphs, lists, tables; lines under a line stand as points with a dash."""
    made: list[Block] = []
    for under, same in groupby(chunks, key=lambda one: isinstance(one, Line) and one.level > 0):
        if under:
            told = [Point(runs(one.spans, source)) for one in same if isinstance(one, Line)]
            made.append(Points(tuple(told), Marks.DASHES))
        else:
            made += [_block(one, source) for one in same]
    return made


def _block(chunk: Chunk, source: Sources) -> Block:
    match chunk:
        case Items():
            return Points(tuple(point(one, source) for one in chunk.items), Marks.ROUND)
        case Grid():
            return table(chunk, source)
        case _:
            return Paragraph(runs(chunk.spans, source))


def point(item: Item, source: Sources = (), under: int = 0) -> Point:
    """An item of a list; `under` levels deeper than it stands in its own text."""
    own = Marks.ROUND if item.numbered else Marks.DASHES
    return Point(runs(item.spans, source), min(2, item.level + 1 + under), own)


def table(grid: Grid, source: Sources = ()) -> Table:
    """The rows under their heading; columns as wide as their words ask for."""
    longest = [max(len(marks.said(row[at])) for row in grid.rows) for at in range(len(grid.rows[0]))]
    widths = [min(_WIDEST, max(_NARROWEST, _LETTER * letters)) for letters in longest]
    head, *rest = (Row(tuple(Cell(runs(cell, source)) for cell in row)) for row in grid.rows)
    return Table(
        tuple(Column(width, stretch=width) for width in widths),
        (head,),
        tuple(rest),
        sheet="Таблица",
        size=_SIZE,
    )
