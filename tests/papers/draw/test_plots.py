"""Funnel and slopes: one list of primitives, readable in grey, with places that tell and may be clicked."""

import pytest

from shnor_desktop.papers.draw import chart, plots, render
from shnor_desktop.papers.draw.primitives import Curve, Disc, Face, Text, Told
from shnor_desktop.papers.tree.lengths import fitted
from shnor_desktop.papers.tree.paper import Dot, Funnel, Limit, LimitLine, PlotBlock, Slope, Step
from tests.papers.drawn import paper, pdf_text

SCHOOL = (("school_result", b"\1" * 16),)
FUNNEL = Funnel(
    "ВПР МА 5: доля и участники",
    (
        Dot("Заречная СОШ", 20, 500_000, "10 из 20 (50,0\u00a0%)", strong=True, named=True, source=SCHOOL),
        Dot("Луговая СОШ", 40, 100_000, "4 из 40 (10,0\u00a0%)"),
        Dot("Горная СОШ", 40, 100_000, "4 из 40 (10,0\u00a0%)", named=True),
        Dot("Береговая СОШ", 40, 110_000, "4 из 40 (11,0\u00a0%)", named=True),
    ),
    240_000,
    "все школы: 24\u00a0%",
    (
        LimitLine((Limit(1, 900_000), Limit(20, 500_000), Limit(40, 400_000))),
        LimitLine((Limit(10, 550_000), Limit(40, 500_000)), outer=True),
        LimitLine((Limit(1, 0),)),
    ),
    ("границы 95\u00a0%", "границы 99,8\u00a0%"),
    "участников",
    ("с поддержкой", "без поддержки"),
)
SLOPE = Slope(
    "Доля до и после",
    ("весна 2022", "весна 2023"),
    (
        Step("Заречная СОШ", 500_000, 250_000, "10 из 20 → 5 из 20", strong=True, source=SCHOOL),
        Step("Горная СОШ", 505_000, 100_000, "20 из 40 → 4 из 40", strong=True),
        Step("Луговая СОШ", 100_000, 150_000, "4 из 40 → 6 из 40"),
    ),
    ("с поддержкой", "без поддержки"),
    300_000,
    "порог 30\u00a0%",
)
FACE = Face(9, 11, lambda text, bold: 5.0 * len(text))


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
@pytest.mark.parametrize("plot", [FUNNEL, SLOPE])
def test_every_paper_holds_them(plot: Funnel | Slope, suffix: str) -> None:
    assert len(render.data(paper(PlotBlock(plot)), suffix)) > 2_000


def test_words_and_figures_are_written() -> None:
    text = pdf_text(render.data(paper(PlotBlock(FUNNEL), PlotBlock(SLOPE)), ".pdf"))
    for word in (
        "Заречная СОШ",
        "границы 99,8",
        "участников",
        "без поддержки",
        "порог 30",
        "весна 2023",
        "все школы",
    ):
        assert word in text
    assert "10 из 20 → 5 из 20" in chart.words(SLOPE)


def test_supported_schools_are_filled_and_drawn_last() -> None:
    shapes = plots.picture(FUNNEL, 400, FACE).shapes
    discs = [one for one in shapes if isinstance(one, Disc)][2:]
    assert [one.filled for one in discs] == [False, False, False, True]
    assert discs[-1].y > discs[0].y and discs[-1].x < discs[0].x
    curves = [one for one in shapes if isinstance(one, Curve)]
    assert [one.dashed for one in curves] == [True, False], "a limit of one point is no line"
    assert len(curves[0].points) == 2, "what lies above the plot is not drawn"


def test_names_do_not_stand_on_each_other() -> None:
    texts = [one.text for one in plots.picture(FUNNEL, 400, FACE).shapes if isinstance(one, Text)]
    assert "Заречная СОШ" in texts and "Горная СОШ" in texts
    assert "Луговая СОШ" not in texts and "Береговая СОШ" not in texts


def test_slopes_lead_from_one_value_to_the_other() -> None:
    picture = plots.picture(SLOPE, 400, FACE)
    lines = [one for one in picture.shapes if isinstance(one, Curve) and len(one.points) == 2][2:]
    (_, start), (_, end) = lines[-2].points
    assert start > end, "half fell to a quarter"
    assert [one.width > 1 for one in lines] == [False, True, True]
    figures = [
        one.text for one in picture.shapes if isinstance(one, Text) and one.text in ("50", "51", "25", "10")
    ]
    assert figures.count("50") + figures.count("51") == 2, "one on the axis, one beside two ends that meet"


def test_places_tell_and_lead_to_the_school() -> None:
    told = {at: Told(one.label, at) for at, one in enumerate(FUNNEL.dots)}
    spots = plots.picture(FUNNEL, 400, FACE, told=told).spots
    assert sorted(one.tip for one in spots) == ["Береговая СОШ", "Заречная СОШ", "Луговая СОШ\n\nГорная СОШ"]
    assert {one.key for one in spots} == {0, 1, 3}
    assert plots.picture(FUNNEL, 400, FACE).spots == ()


def test_endless_names_are_shortened() -> None:
    long = "Школа " * 60
    made = fitted(
        paper(
            PlotBlock(Slope(long, ("а", "б"), (Step(long, 1, 2, "т"),), ("с", "без"))),
            PlotBlock(Funnel(long, (Dot(long, 1, 1, "т"),), 1, "", (), ("", ""), "", ("с", "без"))),
        )
    )
    for block in made.blocks():
        assert isinstance(block, PlotBlock)
        assert len(block.plot.title) < 330 and len(block.marks[0].label) < 100
