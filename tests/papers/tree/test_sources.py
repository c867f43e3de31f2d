"""Every printed number names the records behind it; what is no number says so where it is composed."""

import re

import pytest

from shnor_desktop.papers.tree.paper import ChartBlock, Run, Says, runs_of
from tests.papers.drawn import NAMES, composed


def runs(name: str) -> list[Run]:
    return [run for block in composed(name).blocks() for inline in runs_of(block) for run in inline]


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_without_a_source(name: str) -> None:
    assert [run.text for run in runs(name) if run.is_untraced] == []


def test_what_is_untraced() -> None:
    assert Run("всего 5").is_untraced and Run("²").is_untraced
    assert not Run("всего").is_untraced
    assert not Run("5", source=(("school", b"1"),)).is_untraced
    assert not Run("СОШ № 5", says=Says.NAME).is_untraced


@pytest.mark.parametrize("name", ["list40", "memo40", "card"])
def test_every_cell_of_figures_has_its_source_and_the_first_its_number(name: str) -> None:
    for table in composed(name).tables():
        for row in table.rows:
            for at, cell in enumerate(row.cells):
                if cell.number:
                    assert cell.runs[0].source if at else cell.runs[0].says is Says.ORDER, cell.text


@pytest.mark.parametrize("name", ["memo3", "card"])
def test_bars_of_charts_have_their_sources(name: str) -> None:
    charts = [block.chart for block in composed(name).blocks() if isinstance(block, ChartBlock)]
    assert charts
    for chart in charts:
        for group in chart.groups:
            assert all(bar.source for bar in group.bars if bar.value_e4 is not None)


def test_tables_are_numbered_without_gaps() -> None:
    captions = ["".join(run.text for run in table.caption) for table in composed("memo40").tables()]
    assert [int(re.findall(r"\d+", one)[0]) for one in captions] == list(range(1, len(captions) + 1))
