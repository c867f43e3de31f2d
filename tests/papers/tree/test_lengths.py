"""A name of thousands of letters in any place of any paper is split or shortened with a note, always in time."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.contents import opened
from shnor_desktop.papers.tree.lengths import MARK, NOTE, PIECE, fitted, short
from shnor_desktop.papers.tree.paper import (
    Bar,
    BarGroup,
    Block,
    Chart,
    ChartBlock,
    Heading,
    Inline,
    Paper,
    Paragraph,
    Points,
    Run,
    Says,
    Section,
    Table,
    Title,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.titles import titled
from tests.papers.drawn import NAMES, composed

WORDS = "Школа имени замечательного человека и его друзей " * 40
WORD = "Школа" + "А" * 3_000
SLOW = 60
"""Seconds; a whole second is the usual time, and minutes were the fault."""


def with_long(paper: Paper, text: str, *, every: int) -> Paper:
    """The paper with every so many of its texts replaced by a long one."""
    met = 0

    def changed(runs: Inline) -> Inline:
        nonlocal met
        met += 1
        return (Run(text, source=runs[0].source if runs else ()),) if met % every == 0 else runs

    sections = tuple(
        replace(one, blocks=tuple(_block(b, changed) for b in one.blocks)) for one in paper.sections
    )
    return replace(paper, title=f"{paper.title} {text}", sections=sections)


def _block(block: Block, changed: Callable[[Inline], Inline]) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, runs=changed(block.runs))
        case Points():
            return replace(block, points=tuple(replace(one, runs=changed(one.runs)) for one in block.points))
        case Title():
            return replace(block, lines=tuple(plain(changed((Run(one),))) for one in block.lines))
        case Table():
            rows = tuple(
                replace(row, cells=tuple(replace(cell, runs=changed(cell.runs)) for cell in row.cells))
                for row in block.rows
            )
            return replace(block, rows=rows, caption=changed(block.caption))
    return block


@pytest.mark.parametrize("suffix", render.SUFFIXES)
@pytest.mark.parametrize("text", [WORDS, WORD], ids=["words", "word"])
@pytest.mark.parametrize("name", NAMES[:4])
def test_any_place_of_any_paper(name: str, text: str, suffix: str) -> None:
    began = time.monotonic()
    assert render.data(with_long(composed(name), text, every=17), suffix)
    assert time.monotonic() - began < SLOW


def test_what_is_shortened_says_so() -> None:
    paper = next(one for name in NAMES if any((one := composed(name)).tables()))
    made = fitted(with_long(paper, WORDS, every=1))
    for table in made.tables():
        assert any(MARK in cell.text for row in table.rows for cell in row.cells)
        assert plain(table.notes[-1]) == NOTE


def test_a_paper_of_usual_length_stays_as_it_is() -> None:
    for name in NAMES:
        assert fitted(composed(name)).sections == opened(titled(composed(name))).sections


def test_what_people_typed_at_length_is_kept() -> None:
    typed = "Провести совещание. " * 2_000
    block = Paragraph((Run(typed, says=Says.TYPED),))
    (section,) = fitted(Paper("Справка", (Section((block,)),))).sections
    assert plain(next(runs_of(section.blocks[0]))) == typed


def test_labels_of_charts() -> None:
    chart = Chart(WORDS, ("ряд",), (BarGroup(WORD, (Bar(300_000, "30"),)),))
    (section,) = fitted(Paper("Справка", (Section((ChartBlock(chart),)),))).sections
    (block,) = section.blocks
    assert isinstance(block, ChartBlock)
    assert len(block.chart.groups[0].label) < 120


def test_short() -> None:
    assert short("МБОУ «Луговая СОШ»", 300) == "МБОУ «Луговая СОШ»"
    assert max(map(len, short(WORD, 300).split())) <= PIECE
    assert len(short(WORDS, 300)) <= 300 + len(MARK)
