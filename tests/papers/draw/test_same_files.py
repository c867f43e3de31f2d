"""The comparison of the files of one paper sees every difference there may be."""

from dataclasses import replace

import pytest

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Column,
    Marks,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Table,
)
from tests.papers import extracted, pages
from tests.papers.drawn import paper


def table(*figures: str, caption: str = "Таблица 1 – Итоги 5") -> Table:
    head = Row(tuple(Cell((Run(told),)) for told in ("Школа", "Доля")))
    rows = tuple(Row((Cell((Run("Луговская"),)), Cell((Run(one),), number=True))) for one in figures)
    return Table((Column(60), Column(40)), (head,), rows, caption=(Run(caption),))


POINTS = Points((Point((Run("Первый."),)), Point((Run("Второй 7."),), level=2)))
BLOCKS: tuple[Block, ...] = (Paragraph((Run("Участвовало 12 школ."),)), POINTS, table("31,5", "−4,0", "7"))
OTHERS: dict[str, tuple[Block, ...]] = {
    "a figure of a sentence": (Paragraph((Run("Участвовало 13 школ."),)), *BLOCKS[1:]),
    "a figure of a point": (BLOCKS[0], Points((POINTS.points[0], Point((Run("Второй 8."),), 2))), BLOCKS[2]),
    "numbers of points": (BLOCKS[0], replace(POINTS, marks=Marks.DASHES), BLOCKS[2]),
    "a figure of a cell": (*BLOCKS[:2], table("31,5", "−4,1", "7")),
    "a row less": (*BLOCKS[:2], table("31,5", "−4,0")),
    "a row more": (*BLOCKS[:2], table("31,5", "−4,0", "7", "7")),
    "rows in another order": (*BLOCKS[:2], table("−4,0", "31,5", "7")),
    "a name of a table": (*BLOCKS[:2], table("31,5", "−4,0", "7", caption="Таблица 1 – Итоги 6")),
    "a table less": BLOCKS[:2],
}


def files(*blocks: Block) -> tuple[bytes, ...]:
    return tuple(render.data(paper(*blocks), suffix) for suffix in render.SUFFIXES)


def test_the_same_paper_is_the_same_in_all_files() -> None:
    pdf, docx, xlsx = files(*BLOCKS)
    assert extracted.differences(paper(*BLOCKS), pages.read(pdf), docx, xlsx) == []


@pytest.mark.parametrize("other", OTHERS)
def test_a_difference_is_seen_in_whatever_file_it_is(other: str) -> None:
    mine, others = files(*BLOCKS), files(*OTHERS[other])
    for at in range(3):
        pdf, docx, xlsx = (others[at] if at == place else mine[place] for place in range(3))
        assert extracted.differences(paper(*BLOCKS), pages.read(pdf), docx, xlsx), at
