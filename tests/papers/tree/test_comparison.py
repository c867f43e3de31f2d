"""What differs between two papers, in sentences."""

from dataclasses import replace

import pytest

from shnor_desktop.papers.tree.comparison import LONGEST, differences
from shnor_desktop.papers.tree.paper import (
    Cell,
    Column,
    Paper,
    Paragraph,
    Row,
    Run,
    Says,
    Section,
    Signature,
    Table,
)
from shnor_desktop.papers.tree.wording import named, ordinal
from tests.papers.drawn import NAMES, composed

HEAD = (Row((Cell((Run("№"),)), Cell((Run("Школа"),)), Cell((Run("Доля, %"),)))),)


def table(*schools: tuple[str, str]) -> Table:
    rows = tuple(
        Row((Cell((ordinal(at),)), Cell((named(name),)), Cell((Run(share),))))
        for at, (name, share) in enumerate(schools, 1)
    )
    caption = (Run("Таблица 1 – ", says=Says.ORDER), named("Доли"))
    return Table((Column(8), Column(50), Column(20)), HEAD, rows, caption)


def paper(*blocks: Paragraph | Table | Signature) -> Paper:
    return Paper("Проба", (Section(blocks),))


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_does_not_differ_from_itself(name: str) -> None:
    assert differences(composed(name), composed(name)) == ()


def test_a_figure_is_told_with_its_row_and_column() -> None:
    before, after = (
        table(("СОШ № 1", "40,0"), ("СОШ № 2", "10,0")),
        table(("СОШ № 1", "20,0"), ("СОШ № 2", "10,0")),
    )
    assert differences(paper(before), paper(after)) == (
        "«Доли», «СОШ № 1», «Доля, %»: было «40,0», теперь «20,0».",
    )


def test_rows_come_and_go_without_the_others_being_told() -> None:
    before = table(("СОШ № 1", "40,0"), ("СОШ № 2", "10,0"))
    after = table(("СОШ № 2", "10,0"), ("СОШ № 3", "30,0"))
    assert differences(paper(before), paper(after)) == (
        "«Доли», «СОШ № 1»: строки больше нет.",
        "«Доли», «СОШ № 3»: строка появилась.",
    )


def test_texts() -> None:
    def said(*texts: str) -> Paper:
        return paper(*(Paragraph((Run(text),)) for text in texts))

    assert differences(said("а", "включена 1 школа"), said("а", "включены 2 школы", "новое")) == (
        "В тексте было «включена 1 школа», теперь «включены 2 школы».",
        "В тексте добавилось: «новое».",
    )
    assert differences(said("а", "прежнее"), said("а")) == ("В тексте больше нет: «прежнее».",)


def test_of_long_texts_the_part_that_differs_is_shown() -> None:
    long = "слово " * 200
    (told,) = differences(
        paper(Paragraph((Run(f"{long}5 школ {long}"),))), paper(Paragraph((Run(f"{long}6 школ {long}"),)))
    )
    assert "5 школ" in told and "6 школ" in told and len(told) < 2 * LONGEST + 60


def test_every_sample_differs_from_one_with_another_figure() -> None:
    before = composed("list3")
    blocks = before.sections[0].blocks
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Table) and len(block.columns) == 7)
    reasons = blocks[at]
    assert isinstance(reasons, Table)
    row = reasons.rows[1]
    changed = replace(row, cells=(*row.cells[:2], Cell((Run("77"),)), *row.cells[3:]))
    other = replace(reasons, rows=(reasons.rows[0], changed, *reasons.rows[2:]))
    after = replace(before, sections=(Section((*blocks[:at], other, *blocks[at + 1 :])),))
    (told,) = differences(before, after)
    assert "теперь «77»" in told and "Всего, чел." in told and "ВПР" in told


def test_a_name_in_full_signs_as_its_initials_do() -> None:
    full, short = (Signature("Начальник", name) for name in ("Светлова Анна Борисовна", "А.Б. Светлова"))
    assert differences(paper(full), paper(short)) == ()
    assert differences(paper(full), paper(Signature("Начальник", "А.Б. Кленова")))
