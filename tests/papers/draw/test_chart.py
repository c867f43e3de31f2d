import re

import pypdfium2
import pytest

from shnor_desktop.papers.draw import chart as charts
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.draw.primitives import Box, Face, Told
from shnor_desktop.papers.tree.paper import Bar, BarGroup, Chart, ChartBlock
from tests.papers.drawn import paper, pdf_text

CHART = Chart(
    "Доля получивших «2», математика, %",
    ("2019", "2021"),
    (
        BarGroup("5 класс", (Bar(300_000, "30,0"), Bar(125_000, "12,5"))),
        BarGroup("6 класс", (Bar(None, "нет"), Bar(1_000_000, "100,0"))),
    ),
    threshold_e4=300_000,
    threshold_label="порог – 30\u00a0%",
)


def test_every_value_and_word_is_written() -> None:
    text = pdf_text(render.data(paper(ChartBlock(CHART)), ".pdf"))
    for word in (
        "30,0",
        "12,5",
        "100,0",
        "нет",
        "5 класс",
        "6 класс",
        "2019",
        "2021",
        "порог – 30",
        "математика",
    ):
        assert word in text


def test_bars_are_as_high_as_their_values() -> None:
    shapes = charts.drawing(CHART, 400).picture.shapes
    bars = [one.height for one in shapes if isinstance(one, Box) and one.role != "plate" and one.width > 12]
    assert len(bars) == 3
    assert bars[0] / bars[1] == pytest.approx(30 / 12.5)
    assert bars[2] / bars[0] == pytest.approx(100 / 30)


def test_the_picture_is_a_png_of_its_width() -> None:
    picture = charts.png(CHART, 360, dpi=100)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 500


def test_a_chart_in_words() -> None:
    assert charts.words(CHART).endswith(
        "5 класс: 2019 – 30,0, 2021 – 12,5; 6 класс: 2019 – нет, 2021 – 100,0."
    )


@pytest.mark.parametrize("value", [0, 1, 4_000, 9_999, 1_000_000])
def test_any_share_fits(value: int) -> None:
    one = Chart("т", ("а",), (BarGroup("б", (Bar(value, "1"),)),))
    drawing = charts.drawing(one, 200)
    boxes = [one for one in drawing.picture.shapes if isinstance(one, Box)]
    assert boxes and all(one.y + one.height <= drawing.height for one in boxes)


def test_no_groups_and_long_labels() -> None:
    charts.drawing(Chart("пусто", (), ()), 200)
    label = "Математика (профильный уровень), 11 класс, основной период"
    many = Chart("т", ("а",), tuple(BarGroup(label, (Bar(10_000 * at, str(at)),)) for at in range(6)))
    data = render.data(paper(ChartBlock(many)), ".pdf")
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    document.close()
    assert len(re.findall("профильный", pdf_text(data))) == 6


def test_the_screen_is_told_what_stands_where() -> None:
    face = Face(10, 13, lambda text, bold: 6.0 * len(text))
    told = {(0, 0): Told("5 класс, 2019", "uid", "low")}
    made = charts.picture(CHART, 400, face, 160, compact=True, told=told)
    (spot,) = made.spots
    assert (spot.tip, spot.key) == ("5 класс, 2019", "uid") and spot.holds(spot.x + 1, 40)
    assert [one.role for one in made.shapes if isinstance(one, Box) and one.role == "low"] == ["low"]
    assert made.height == 160
