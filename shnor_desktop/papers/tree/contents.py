"""What stands in the contents behind a title page, or under the title of a long report: headings of the two highest levels,
and appendices."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import (
    Block,
    ChartBlock,
    Corner,
    CornerKind,
    Heading,
    Paper,
    PlotBlock,
    Section,
    Table,
    Title,
    plain,
    runs_of,
)

HEADING = "СОДЕРЖАНИЕ"
LEVELS = 2
LEAST = 4
"""A paper of fewer parts needs no contents."""
LONG = 8
"""Pages, by a guess that is rather low, over which a report without a title page has contents."""
_LETTERS_A_MM = 5.5
"""Of one point of size: so many letters of text stand in a millimetre."""
_CHART, _BETWEEN = 190.0, 6.0
"""Points of a chart with the space about it; between two blocks or rows."""
_POINTS = 72 / 25.4


class Entry(NamedTuple):
    """A part of the paper. `mark` counts the titles and headings of the whole file from 0, as its bookmarks do."""

    text: str
    level: int
    mark: int
    is_heading: bool


def of(paper: Paper) -> dict[int, tuple[Entry, ...]]:
    """Contents by the number of the section that they stand behind; of several papers in a file each has its own."""
    found: dict[int, list[Entry]] = {}
    behind: int | None = None
    mark = -1
    for at, section in enumerate(paper.sections):
        behind = None if section.anew else behind
        for before, block in pairwise((None, *section.blocks)):
            if not is_marked(block):
                continue
            mark += 1
            if isinstance(block, Title) and block.contents and block is section.blocks[-1]:
                behind = at
            elif behind is not None and getattr(block, "level", 1) <= LEVELS:
                found.setdefault(behind, []).append(_entry(before, block, mark))
    return {at: tuple(entries) for at, entries in found.items() if len(entries) >= LEAST}


def opened(paper: Paper) -> Paper:
    """The paper with the titles of long reports on pages of their own, where their contents stand."""
    made: list[Section] = []
    starts = [at for at, section in enumerate(paper.sections) if section.anew or not at]
    for start, end in pairwise((*starts, len(paper.sections))):
        made += _opened(paper.sections[start:end])
    return paper if len(made) == len(paper.sections) else replace(paper, sections=tuple(made))


def _opened(sections: Sequence[Section]) -> Sequence[Section]:
    """One paper of a file."""
    for number, section in enumerate(sections):
        for at, block in enumerate(section.blocks[:-1], 1):
            if isinstance(block, Title) and block.contents and not block.foot:
                if pages(sections) <= LONG:
                    return sections
                first = replace(section, blocks=section.blocks[:at])
                rest = Section(section.blocks[at:], section.landscape)
                made = (*sections[:number], first, rest, *sections[number + 1 :])
                return made if of(Paper("", made)) else sections
    return sections


def pages(sections: Sequence[Section]) -> float:
    """About how many pages it takes."""
    settings = PageSettings()
    total = 0.0
    for section in sections:
        height = settings.paper_size(section)[1] - settings.top - settings.bottom
        width = settings.text_width(section)
        tall = sum(_tall(block, width, settings) for block in section.blocks) / (height * _POINTS)
        total += max(1.0, tall)
    return total


def _tall(block: Block, width: float, settings: PageSettings) -> float:
    """About how high it stands, in points."""
    if isinstance(block, ChartBlock | PlotBlock):
        return _CHART
    if not isinstance(block, Table):
        size = settings.body_size
        return sum(_lines(plain(runs), width, size) * size * 1.15 + _BETWEEN for runs in runs_of(block))
    size = block.size or settings.table_size
    share = width / (sum(one.width for one in block.columns) or 1)
    widths = [one.width * max(1.0, share) for one in block.columns]
    return sum(
        max(
            (_lines(cell.text, one * cell.span, size) for cell, one in zip(row.cells, widths, strict=False)),
            default=1,
        )
        * size
        * 1.15
        + _BETWEEN
        for row in (*block.head, *block.rows)
    )


def _lines(text: str, width: float, size: float) -> int:
    return 1 + int(len(text) / max(1.0, width * _LETTERS_A_MM / size))


def is_title_page(section: Section) -> bool:
    """Whether its title has the whole page for itself."""
    return any(isinstance(one, Title) and bool(one.foot) for one in section.blocks)


def is_marked(block: Block | None) -> bool:
    """Whether a bookmark leads to it."""
    return isinstance(block, Heading) or (isinstance(block, Title) and bool(block.kind or any(block.lines)))


def _entry(before: Block | None, block: Block | None, mark: int) -> Entry:
    if isinstance(block, Heading):
        return Entry(_line(plain(block.runs)), block.level, mark, is_heading=True)
    told = _line(" ".join((block.kind, *block.lines))) if isinstance(block, Title) else ""
    if isinstance(before, Corner) and before.kind is CornerKind.APPENDIX:
        told = f"{_line(before.lines[0])}. {told}"
    return Entry(told, 1, mark, is_heading=False)


def _line(text: str) -> str:
    return " ".join(text.split())
