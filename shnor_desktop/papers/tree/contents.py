"""What stands on the page of contents behind a title page: headings of the two highest levels, and appendices."""

from itertools import pairwise
from typing import NamedTuple

from shnor_desktop.papers.tree.paper import Block, Corner, CornerKind, Heading, Paper, Title, plain

HEADING = "СОДЕРЖАНИЕ"
LEVELS = 2
LEAST = 4
"""A paper of fewer parts needs no contents."""


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
            if isinstance(block, Title) and block.contents:
                behind = at
            elif behind is not None and getattr(block, "level", 1) <= LEVELS:
                found.setdefault(behind, []).append(_entry(before, block, mark))
    return {at: tuple(entries) for at, entries in found.items() if len(entries) >= LEAST}


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
