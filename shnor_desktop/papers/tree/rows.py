"""Rows of tables, said by what stands in their cells."""

from typing import TypeAlias

from shnor_desktop.papers.tree.paper import Cell, Inline, Row, RowKind, Run, Says, Sources
from shnor_desktop.papers.tree.wording import run, words

Said: TypeAlias = Cell | Inline | Run | str
"""A cell, or what stands in a plain one."""


def row_of(*cells: Said, kind: RowKind = RowKind.ROW) -> Row:
    """A row of these cells."""
    return Row(tuple(map(_cell, cells)), kind)


def across(said: Run, width: int) -> Row:
    """A row that is one cell, over so many columns: what those below it belong to."""
    return Row((Cell((said,), span=width),), RowKind.SECTION)


def typed(text: str, source: Sources = ()) -> Inline:
    """What somebody wrote; nothing where nobody did."""
    return (run(text, source, says=Says.TYPED),) if text else ()


def _cell(said: Said) -> Cell:
    if isinstance(said, Cell):
        return said
    if isinstance(said, str):
        return Cell(words(said))
    return Cell((said,) if isinstance(said, Run) else said)
