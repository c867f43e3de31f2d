"""Small charts of indicators: of what changed over the years, and of nothing else."""

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.programme import indicators
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.programme.page import indicator_facts
from shnor_desktop.operations.records.records import save
from shnor_desktop.papers.draw import chart as drawing
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.draw.primitives import Face
from shnor_desktop.papers.programme import charts
from shnor_desktop.papers.tree.paper import Chart, ChartBlock
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import Year
from tests.papers.drawn import pdf_text

GIVEN = {"kind": "municipal", "title": "Поддержка", "starts": "2021-01-01", "ends": "2023-12-31"}


def table(document: Document, *figures: dict[str, int], unit: str = "%") -> tuple[bytes, list[Chart]]:
    """A programme of three years with one indicator of these figures, a year each, and its charts."""
    with document.write("показатели") as session:
        uid = save(session, "programme", None, GIVEN)
        one = save(
            session, "indicator", None, {"programme": uid, "number": "1.", "text": "Доля", "unit": unit}
        )
        for year, given in enumerate(figures, start=2021):
            values = {name: value * E4 for name, value in given.items()}
            indicators.save_value(session, one, Slot(Year(year, "calendar")), values)
        return uid, list(charts.charts(indicator_facts(indicators.table(session, uid))))


def test_plan_and_fact_stand_together_year_by_year(document: Document) -> None:
    uid, (chart,) = table(
        document, {"target_e4": 20, "fact_e4": 25}, {"target_e4": 18}, {"target_e4": 15, "fact_e4": 16}
    )
    assert (chart.title, chart.series, chart.small) == ("1. Доля", ("план", "факт"), True)
    assert drawing.words(chart).endswith(
        "1. Доля. 2021: план – 20, факт – 25; 2022: план – 18, факт – нет; 2023: план – 15, факт – 16."
    )
    assert all(bar.source for group in chart.groups for bar in group.bars)
    with document.read() as session:
        paper = registry.compose(session, "indicators", programme=uid)
    assert sum(isinstance(block, ChartBlock) for block in paper.blocks()) == 1
    for suffix in (".pdf", ".docx", ".xlsx"):
        assert render.data(paper, suffix)
    assert "КАК МЕНЯЛИСЬ ПОКАЗАТЕЛИ" in pdf_text(render.data(paper, ".pdf"))


def test_without_a_plan_only_facts_are_drawn(document: Document) -> None:
    _, (chart,) = table(document, {"fact_e4": 3}, {"fact_e4": 4}, unit="балл")
    assert chart.series == ("факт",) and [len(one.bars) for one in chart.groups] == [1, 1]
    heights = drawing.picture(chart, 300, drawing_face())
    assert heights.height < drawing.picture(Chart("", ("",), chart.groups), 300, drawing_face()).height


def test_one_year_or_what_is_below_nothing_has_no_chart(document: Document) -> None:
    assert table(document, {"target_e4": 20, "fact_e4": 25}, {"target_e4": 18})[1] == []
    assert table(document, {"fact_e4": -2}, {"fact_e4": 4})[1] == []


def drawing_face() -> Face:
    return Face(9, 11, lambda text, bold: 5.0 * len(text))
