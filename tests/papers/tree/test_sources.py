import re

import pytest

from shnor_desktop.papers.tree import sources
from shnor_desktop.papers.tree.paper import ChartBlock, Run, Table, runs_of
from tests.papers.drawn import NAMES, composed, facts_of


def traced(name: str) -> list[Run]:
    """Runs of the paper that name a fact."""
    blocks = composed(name).blocks()
    return [run for block in blocks for runs in runs_of(block) for run in runs if run.fact]


def bare(text: object) -> str:
    return " ".join(str(text).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", NAMES)
def test_every_traced_run_prints_its_fact(name: str) -> None:
    facts = facts_of(name)
    for run in traced(name):
        fact, text = bare(sources.value(facts, run.fact)), bare(run.text)
        assert fact.lstrip("+\u2212") in text or fact.rstrip(".") + "." == text, run.fact


@pytest.mark.parametrize("name", ["list40", "memo40", "card"])
def test_every_number_cell_of_figures_names_its_fact(name: str) -> None:
    for table in composed(name).tables():
        for row in table.rows:
            for at, cell in enumerate(row.cells):
                if cell.number and at:
                    assert cell.runs[0].fact, cell.text


@pytest.mark.parametrize("name", ["memo3", "card"])
def test_bars_of_charts_name_their_facts(name: str) -> None:
    charts = [block.chart for block in composed(name).blocks() if isinstance(block, ChartBlock)]
    assert charts
    for chart in charts:
        for group in chart.groups:
            assert all(bar.fact for bar in group.bars if bar.value_e4 is not None)


def test_conclusions_hold_no_number_without_a_fact() -> None:
    facts_numbers = re.compile(r"\d+")
    paper = composed("memo40")
    blocks = list(paper.blocks())
    points = [block for block in blocks if hasattr(block, "points")][0]
    for point in points.points:
        for run in point.runs:
            words = run.text.replace("критерию 1", "").replace("критерию 2", "")
            words = re.sub(r"\(версия \d+\)|подписанный [^,]*", "", words)
            assert run.fact or not facts_numbers.search(words), run.text


def test_a_path_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(LookupError):
        sources.value(facts_of("list3"), "schools[0].nothing")
    with pytest.raises(LookupError):
        sources.value(facts_of("list3"), "schools[99].name")
    with pytest.raises(LookupError):
        sources.value(facts_of("list3"), "schools_total[0]")


def test_tables_are_numbered_without_gaps() -> None:
    captions = ["".join(run.text for run in table.caption) for table in composed("memo40").tables()]
    assert [int(re.findall(r"\d+", one)[0]) for one in captions] == list(range(1, len(captions) + 1))
    assert all(isinstance(table, Table) for table in composed("memo40").tables())
