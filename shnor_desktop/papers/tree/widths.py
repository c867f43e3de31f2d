"""Widths of the columns of a table: as its composer wished, but no narrower than their longest words where others have room."""

import re
from collections.abc import Iterator

from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.page import column_widths
from shnor_desktop.papers.tree.paper import RowKind, Table, plain
from shnor_desktop.papers.tree.spans import placed

BESIDE = 2.6
"""Millimetres of a cell that its text does not reach."""
GIVEN = 0.4
"""Of its width that a column gives to others at most."""
LONGEST = 22
"""Letters: a longer word is broken."""
LIKELY = 0.6
"""Of the letters of the longest word: one with fewer is not wider."""
_POINTS = 72 / 25.4
_WORD = re.compile(r"[^\s\u00a0-]+(?:\u00a0\S{1,3}(?=\s|$))?-?")
"""What is not broken between lines: a hyphen ends it, «2021 г.» is one."""


def widths_of(table: Table, available: float, size: float, family: str = fonts.SERIF) -> tuple[float, ...]:
    """In millimetres; `size` of its letters in points."""
    wished = column_widths(table.columns, available)
    needed = _needed(table, size, family)
    short = [max(0.0, need - width) for need, width in zip(needed, wished, strict=True)]
    spare = [
        max(0.0, width - max(need, width * (1 - GIVEN))) for need, width in zip(needed, wished, strict=True)
    ]
    lacking = sum(short)
    # A table narrower than its page grows first.
    free = max(0.0, available - sum(wished))
    grown = min(lacking, free)
    taken = min(lacking - grown, sum(spare))
    if not lacking or not grown + taken:
        return wished
    given, left = (grown + taken) / lacking, taken / (sum(spare) or 1)
    return tuple(
        width + more * given - less * left for width, more, less in zip(wished, short, spare, strict=True)
    )


def _needed(table: Table, size: float, family: str) -> list[float]:
    """The width of the longest word of each column."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    fonts.register(family)
    words: list[dict[str, bool]] = [{} for _ in table.columns]
    for column, text, bold in _texts(table):
        for word in _WORD.findall(text):
            if len(word) > LONGEST:
                continue
            words[column][word] = bold or words[column].get(word, False)
    needed = []
    for own in words:
        least = max(map(len, own), default=0) * LIKELY
        points = max(
            (
                stringWidth(fonts.printable(word, family), family + fonts.FACES[bold][0], size)
                for word, bold in own.items()
                if len(word) >= least
            ),
            default=0.0,
        )
        needed.append(points / _POINTS + BESIDE if points else 0.0)
    return needed


def _texts(table: Table) -> Iterator[tuple[int, str, bool]]:
    """Columns with the texts that stand in them alone, and whether in bold."""
    for head, rows in ((True, table.head), (False, table.rows)):
        for row, cells in placed(rows, len(table.columns)):
            if row.kind is RowKind.SECTION:
                continue
            for one in cells:
                if one.cell.span == 1:
                    yield one.column, plain(one.cell.runs), head or one.cell.strong
