"""Where pages break: whatever stands before, no heading, row or signature is torn from what it belongs to."""

from typing import Any

import pytest
from reportlab.platypus import KeepTogether

from shnor_desktop.papers.draw import pdf, pdf_tables, render
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.lengths import fitted
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import (
    Bar,
    BarGroup,
    Block,
    Cell,
    Chart,
    ChartBlock,
    Column,
    Corner,
    Executor,
    Heading,
    Notes,
    PageBreak,
    Paragraph,
    Point,
    Points,
    Requisites,
    Row,
    RowKind,
    Run,
    Says,
    Signature,
    Table,
    Title,
)
from tests.conftest import LONG
from tests.papers import pages, scan
from tests.papers.drawn import paper

STORY = "Очень длинный ожидаемый результат мероприятия, о котором рассказано подробно. "
COLUMNS = (Column(15), Column(90, stretch=1), Column(40))


def text(told: str) -> Paragraph:
    return Paragraph((Run(told),))


def cell(told: str) -> Cell:
    return Cell((Run(told),))


def heading(level: int = 1) -> Heading:
    return Heading((Run(f"Заголовок части уровня {level} с длинным названием"),), level)


def table(
    count: int, tall: int = 1, section: int = 0, caption: str = "Таблица 1 – Мероприятия по направлениям"
) -> Table:
    """Rows of so many sentences; before each so many a section row."""
    rows = []
    for at in range(count):
        if section and at % section == 0:
            rows.append(Row((cell(f"Раздел {at} о чём-то важном"),), RowKind.SECTION))
        rows.append(Row((cell(str(at)), cell(STORY * tall), cell("май"))))
    head = Row(tuple(map(cell, ("№", "Мероприятие", "Срок"))))
    return Table(COLUMNS, (head,), tuple(rows), caption=(Run(caption),) if caption else ())


CHART = Chart(
    "Доля «2», %", (), (BarGroup("2021", (Bar(305_000, "30,5"),)), BarGroup("2022", (Bar(200_000, "20,0"),)))
)
SIGNED = Signature("Начальник управления образования", "А.Б.\u00a0Светлова")
EXECUTOR = Executor("Кленова Вера Гавриловна", "тел. 2-10-11")
POINTS = Points(tuple(Point((Run(STORY),)) for _ in range(3)))
TITLE = Title("СПРАВКА", ("о чём-то",))
LAST: dict[str, tuple[Block, ...]] = {
    "heading, text": (heading(), text(STORY * 6)),
    "two headings": (heading(), heading(2), text(STORY * 6)),
    "heading, points": (heading(), POINTS),
    "heading, notes": (heading(), Notes(((Run(STORY),),))),
    "heading, table": (heading(2), table(20)),
    "heading, tall rows": (heading(2), table(6, tall=8)),
    "heading, rows as tall as half a page": (heading(2), table(6, tall=16)),
    "sections in a table": (table(30, section=3),),
    "sections of tall rows": (table(12, tall=6, section=2),),
    "a section for every row": (heading(), table(30, section=1)),
    "signature under a small table": (table(4), SIGNED, EXECUTOR),
    "signature under a long table": (table(14), SIGNED),
    "signature under tall rows": (table(5, tall=8), SIGNED),
    "signature under a table without a name": (table(14, caption=""), SIGNED),
    "signature under points": (POINTS, SIGNED, EXECUTOR),
    "signature under a text": (text(STORY * 12), SIGNED, EXECUTOR),
    "signature under a line": (text("Коротко."), SIGNED),
    "signature under a chart": (heading(), ChartBlock(CHART), SIGNED, EXECUTOR),
    "two signatures": (text("Коротко."), SIGNED, SIGNED),
    "signature under a heading": (text(STORY), heading(), SIGNED),
    "title on a page of its own": (PageBreak(), Corner(("УТВЕРЖДЕНО",)), TITLE, text(STORY)),
    "title in the middle": (TITLE, text(STORY * 3)),
    "title over a table": (TITLE, table(20)),
    "requisites": (Title("ПРИКАЗ"), Requisites("1 мая 2021 г.", "с. Луговое", "№ 5"), text(STORY * 3)),
}
pytestmark = pytest.mark.timeout(900)
PLACES = {False: range(42) if LONG else (27, 33, 38), True: range(26) if LONG else (14, 20)}
"""So many lines stand before, upright and in landscape."""


def faults(*blocks: Block, landscape: bool = False, settings: PageSettings | None = None) -> list[str]:
    drawn = paper(*blocks, landscape=landscape)
    return scan.faults(fitted(drawn), pages.read(render.data(drawn, ".pdf")), settings)


def before(count: int) -> list[Block]:
    return [Paragraph((Run("Строка."),), indent=False)] * count


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "landscape"])
@pytest.mark.parametrize("name", LAST)
def test_nothing_is_torn_whatever_stands_before(name: str, landscape: bool) -> None:
    for count in PLACES[landscape]:
        assert faults(*before(count), *LAST[name], landscape=landscape) == [], count


def test_a_page_break_at_the_beginning_leaves_no_empty_page() -> None:
    assert faults(PageBreak(), text(STORY)) == []


def test_a_long_text_gives_only_its_last_lines_to_the_signature() -> None:
    for count in range(19, 24):
        drawn = paper(*before(20), Paragraph((Run(STORY * count, says=Says.TYPED),)), SIGNED)
        first, *others = pages.read(render.data(drawn, ".pdf"))
        assert not others or min(one.bottom for one in first.letters) < 120, "no hole at the foot"


# ---- every fault is seen when it is there


def seen(word: str, *blocks: Block, landscape: bool = False, settings: PageSettings | None = None) -> bool:
    return any(word in one for one in faults(*blocks, landscape=landscape, settings=settings))


def test_text_outside_the_margins_is_seen() -> None:
    assert seen("вне полей", text(STORY), settings=PageSettings(left=40))
    assert seen("вне полей", *before(60), settings=PageSettings(bottom=30))


def test_a_text_that_runs_out_of_its_cell_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not faults(table(1))
    monkeypatch.setattr(pdf_tables, "_room", lambda sheet, one: 1e6)
    assert seen("за клетку", table(1)) or seen("поверх", table(1))


def test_lines_over_lines_are_seen() -> None:
    drawn = paper(text(STORY * 3))
    tight = render.data(drawn, ".pdf", PageSettings(line_spacing=0.3))
    assert any("поверх" in one for one in scan.faults(drawn, pages.read(tight)))


def test_a_glyph_the_font_lacks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not faults(text("Снег ☃ и слово"))
    monkeypatch.setattr(fonts, "printable", lambda told, family=fonts.SERIF: told)
    assert seen("нет в шрифте", text("Снег ☃ и слово"))


def test_a_heading_at_the_foot_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf._Flow, "_needed", lambda flow, at: 0.0)
    assert any(seen("последним стоит", *before(count), heading(), text(STORY)) for count in range(33, 38))


def test_a_name_of_a_table_at_the_foot_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "START_OF_TABLE", 0.0)
    monkeypatch.setattr(pdf, "CAPTION", -500.0)
    assert any(seen("последним стоит", *before(count), table(14)) for count in range(33, 38))


def test_a_section_row_at_the_foot_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from shnor_desktop.papers.draw.noting import Grid

    made = Grid.__init__

    def loose(grid: Grid, *given: Any, **options: Any) -> None:
        options["style"] = [one for one in options.get("style", ()) if one[0] != "NOSPLIT"]
        made(grid, *given, **options)

    monkeypatch.setattr(Grid, "__init__", loose)
    rows = table(30, section=1)
    assert any(seen("последней стоит строка", *before(count), rows) for count in range(4))


def test_a_signature_alone_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_closed", lambda story, together: KeepTogether(together))
    assert any(seen("подпись стоит одна", *before(count), text(STORY), SIGNED) for count in range(30, 37))


def test_a_torn_signature_is_seen() -> None:
    apart = paper(text(SIGNED.post), PageBreak(), text(SIGNED.name))
    whole = paper(SIGNED)
    assert any("разорвана" in one for one in scan.faults(whole, pages.read(render.data(apart, ".pdf"))))


def test_an_empty_page_is_seen() -> None:
    assert seen("пустая страница", text(STORY), PageBreak(), PageBreak(), text(STORY))
