"""Sections of a paper: cut at its own headings, left out, moved, counted anew; signature and pages stay what they are."""

import pytest

from shnor_desktop.errors import UserError
from shnor_desktop.papers.tree import parts
from shnor_desktop.papers.tree.frame import Tables, numbered
from shnor_desktop.papers.tree.paper import (
    Block,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Section,
    Signature,
    Table,
    Title,
    plain,
)
from shnor_desktop.papers.tree.parts import Wanted
from shnor_desktop.papers.tree.wording import words

HEAD, SIGNED = Title("СПРАВКА"), Signature("Начальник", "И.О. Образцова")


def text(told: str) -> Paragraph:
    return Paragraph(words(told))


def table(caption: tuple[Run, ...]) -> Table:
    return Table((Column(10),), (), (), caption)


def paper() -> Paper:
    counted = Tables()
    upright: tuple[Block, ...] = (
        HEAD,
        text("начало"),
        numbered("1", "Школы"),
        table(counted.caption("Школы")),
    )
    wide: tuple[Block, ...] = (
        numbered("2", "Результаты"),
        numbered("2.1", "Русский язык", 2),
        table(counted.caption("РУ")),
    )
    rest: tuple[Block, ...] = (numbered("3", "Выводы"), text("конец"), SIGNED, text("приложение"))
    return Paper("П", (Section(upright), Section(wide, landscape=True), Section(rest)))


def shown(made: Paper) -> list[str]:
    told = []
    for block in made.blocks():
        match block:
            case Heading() | Paragraph():
                told.append(plain(block.runs))
            case Table():
                told.append(plain(block.caption).replace("\u00a0", " "))
            case _:
                told.append(type(block).__name__)
    return told


def test_sections_begin_at_the_highest_headings() -> None:
    assert parts.names(paper()) == ("Школы", "Результаты", "Выводы")
    assert parts.names(Paper("П", (Section((HEAD, text("а"), SIGNED)),))) == ()
    assert parts.names(Paper("П", (Section((numbered("1", "Одно"), numbered("2", "Одно"))),))) == (
        "Одно",
        "Одно (2)",
    )


def test_what_is_wanted_stands_in_its_order_and_is_counted_anew() -> None:
    made = parts.arranged(paper(), parts.typed("выв, 2"))
    assert shown(made) == [
        "Title",
        "начало",
        "1. Выводы",
        "конец",
        "2. Результаты",
        "2.1. Русский язык",
        "Таблица 1 – РУ",
        "Signature",
        "приложение",
    ]
    assert [one.landscape for one in made.sections] == [False, False, True, False]
    assert parts.arranged(paper(), parts.typed("1;2;3")) == paper()


def test_a_section_nobody_knew_stays_behind_its_neighbour() -> None:
    wanted = Wanted(("Выводы", "Школы", "Которого нет"), frozenset(("Школы",)))
    assert [one for one in shown(parts.arranged(paper(), wanted)) if ". " in one and "–" not in one] == [
        "1. Выводы",
        "2. Результаты",
        "2.1. Русский язык",
    ]
    assert parts.in_order(Wanted(()), ("а", "б")) == ("а", "б")


def test_without_headings_tables_with_captions_are_sections() -> None:
    made = Paper("П", (Section((HEAD, table(words("Люди")), text("а"), table(words("Дела")), SIGNED)),))
    assert parts.names(made) == ("Люди", "Дела")
    assert shown(parts.arranged(made, parts.typed("Дела"))) == ["Title", "Дела", "Signature"]
    assert parts.names(Paper("П", (Section((HEAD, table(words("Люди")))),))) == ()


@pytest.mark.parametrize("asked", ["Школы, Кадры", "4", "ы"])
def test_what_is_not_there_is_refused_with_what_is(asked: str) -> None:
    with pytest.raises(UserError, match="Разделы: 1 — Школы; 2 — Результаты; 3 — Выводы"):
        parts.arranged(paper(), parts.typed(asked))


def test_nothing_is_no_answer() -> None:
    with pytest.raises(UserError, match="Не названо ни одного раздела"):
        parts.typed(" , ")
    with pytest.raises(UserError, match="нет разделов"):
        parts.arranged(Paper("П", (Section((HEAD,)),)), parts.typed("Школы"))
