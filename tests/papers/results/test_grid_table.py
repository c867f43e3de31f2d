"""The grid on paper is the one on the screen, whatever its width, and every figure names its records."""

from dataclasses import replace

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.results.grid_table import SeenCell, SeenColumn, SeenGrid, SeenLine, compose
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Notes, RowKind, Table, plain, runs_of

SCHOOL, SITTING = (("school", b"s" * 16),), (("sitting", b"t" * 16),)


def grid(columns: int) -> SeenGrid:
    cells = tuple(SeenCell(f"◆ {at},0\u00a0% (12)", at == 1, SCHOOL) for at in range(columns))
    return SeenGrid(
        "доля «2», 2025/26",
        ("Только ▲ низкие: 1 из 4",),
        tuple(SeenColumn(f"ВПР МА {at}, весна 2026", SITTING) for at in range(columns)),
        (SeenLine("СОШ № 2", cells),),
        SeenLine("По всем школам", tuple(SeenCell("1,0\u00a0%", source=SITTING) for _ in range(columns))),
        "▲ низкий результат · ◆ группа внимания",
        "2026-11-29",
    )


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_what_is_seen_is_printed_with_its_records() -> None:
    paper = compose(grid(3))
    (table,) = paper.tables()
    assert [spaced(cell.text) for cell in table.rows[0].cells] == [
        "СОШ № 2",
        "◆ 0,0 % (12)",
        "◆ 1,0 % (12)",
        "◆ 2,0 % (12)",
    ]
    assert [cell.strong for cell in table.rows[0].cells] == [False, False, True, False]
    assert table.rows[1].kind is RowKind.TOTAL and not paper.sections[0].landscape
    runs = [run for block in paper.blocks() for inline in runs_of(block) for run in inline]
    assert not [run.text for run in runs if run.is_untraced]
    assert "Только ▲ низкие: 1 из 4" in [spaced(run.text) for run in runs]
    for suffix in (".pdf", ".xlsx", ".docx"):
        assert render.data(paper, suffix)


def test_what_is_left_out_is_told_before_the_figures() -> None:
    blocks = list(compose(grid(3)).blocks())
    told = [
        at
        for at, one in enumerate(blocks)
        if isinstance(one, Notes) and "1 из 4" in spaced(plain(one.lines[0]))
    ]
    assert told == [1] and isinstance(blocks[2], Table)
    whole = list(compose(replace(grid(3), conditions=())).blocks())
    assert isinstance(whole[1], Table)


def test_columns_that_do_not_fit_follow_in_further_tables() -> None:
    paper = compose(grid(20))
    tables = list(paper.tables())
    assert paper.sections[0].landscape and len(tables) == 3
    assert [spaced(plain(table.caption)) for table in tables] == [
        "Столбцы 1–9 из 20",
        "Столбцы 10–18 из 20",
        "Столбцы 19–20 из 20",
    ]
    assert sum(len(table.rows[0].cells) - 1 for table in tables) == 20
    assert all(table.rows[0].cells[0].text.startswith("СОШ") for table in tables)


def test_the_marks_of_the_screen_can_be_printed() -> None:
    known = fonts.register(fonts.SERIF)
    for mark in "▲◆◇▫■≠×":
        assert fonts.REPLACEMENTS.get(mark, mark) in known
